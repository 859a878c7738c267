package mood_test

import (
	"strings"
	"testing"

	"deskbell/internal/assistant/mood"
)

func TestOf(t *testing.T) {
	t.Parallel()
	for message, want := range map[string]mood.Feeling{
		"This is unacceptable.":                       mood.Angry,
		"We still wait and nobody answers!!":          mood.Angry,
		"THE SHOWER DOES NOT WORK":                    mood.Angry,
		"Das ist eine Unverschämtheit":                mood.Angry,
		"C'est une honte, plus jamais":                mood.Angry,
		"Es una vergüenza":                            mood.Angry,
		"Isto é inaceitável":                          mood.Angry,
		"Che schifo":                                  mood.Angry,
		"Wat een schande":                             mood.Angry,
		"هذا غير مقبول":                               mood.Angry,
		"😡":                                           mood.Angry,
		"I am a bit disappointed with the room":       mood.Unhappy,
		"We are not happy with the room":              mood.Unhappy,
		"Die Heizung funktioniert nicht":              mood.Unhappy,
		"La douche ne marche pas":                     mood.Unhappy,
		"El aire acondicionado no funciona":           mood.Unhappy,
		"O ar condicionado não funciona":              mood.Unhappy,
		"Il riscaldamento non funziona":               mood.Unhappy,
		"De douche werkt niet":                        mood.Unhappy,
		"المكيف لا يعمل":                              mood.Unhappy,
		"Great, thank you so much!":                   mood.Pleased,
		"Perfekt, herzlichen Dank":                    mood.Pleased,
		"When is breakfast?":                          mood.Neutral,
		"WHEN IS BREAKFAST SERVED TOMORROW":           mood.Neutral,
		"Is there a place to wash dirty boots?":       mood.Neutral,
		"Not bad at all":                              mood.Neutral,
		"Is the pool cold in winter?":                 mood.Neutral,
		"Can we check in late?":                       mood.Neutral,
		"Thanks, it was not terrible":                 mood.Neutral,
		"":                                            mood.Neutral,
		"🤔":                                           mood.Neutral,
		"Great hotel, but the shower is broken again": mood.Neutral,
		"The room is wonderful but I am very disappointed, it is awful at night": mood.Unhappy,
	} {
		if got := mood.Of(message); got != want {
			t.Errorf("%q sounds %q, want %q", message, got, want)
		}
	}
}

// Who asks is not upset: no question that guests commonly ask may raise a mark.
func TestOf_QuestionsAreNeutral(t *testing.T) {
	t.Parallel()
	for _, q := range strings.Split(`What time is check-in?
Do you have a quiet room away from the lift?
Is there a late check-out and what does it cost?
How far is the beach?
Can I get a refund if I cancel two days before?
Is the water safe to drink?
Do you have blackout curtains?
Wie laut ist es nachts an der Straße?
Kann man bei schlechtem Wetter kostenlos stornieren?
Gibt es einen Parkplatz?
Y a-t-il du bruit le soir ?
Acceptez-vous les chiens ?
¿A qué hora cierra la piscina?
¿Puedo cancelar sin coste?
O pequeno-almoço está incluído?
Posso levar o meu cão?
È possibile cenare tardi?
Avete un parcheggio?
Hoe laat is het ontbijt?
Mag mijn hond mee?
هل يوجد موقف سيارات؟
Can you recommend a restaurant for an anniversary?`, "\n") {
		if got := mood.Of(q); got != mood.Neutral {
			t.Errorf("%q sounds %q", q, got)
		}
	}
}

func FuzzOf(f *testing.F) {
	f.Add("no no not bad 😡!!")
	f.Fuzz(func(_ *testing.T, s string) { mood.Of(s) })
}

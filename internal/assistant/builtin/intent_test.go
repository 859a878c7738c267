package builtin_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"deskbell/internal/assistant"
	"deskbell/internal/assistant/builtin"
	"deskbell/internal/knowledge"
	"deskbell/internal/sample"
)

// monday is when the messages below are written.
var monday = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

const bookingTemplate = "https://book.example/stay?from={checkin}&to={checkout}&adults={adults}&kids={children}&lang={language}&ref=chat"

func TestAnswer_Intents(t *testing.T) {
	t.Parallel()
	k := harbour()
	for intent, messages := range map[assistant.Intent][]string{
		assistant.IntentBooking: {
			"I want to book a double room for next weekend", "do you have a room free tonight", "how much is a double room in august", "any availability 12-14 june?", "I need a room for tonight, 2 adults",
			"what's your cheapest rate", "can you reserve two rooms for us", "Are there any rooms available this weekend?", "a double from 24 to 27 December for 2 adults", "room rates please",
			"Ich möchte ein Zimmer buchen", "Haben Sie vom 24. bis 27. Dezember noch ein Zimmer frei?", "Was kostet ein Doppelzimmer?", "Wir suchen ein Zimmer für heute Nacht",
			"Je voudrais réserver une chambre", "Avez-vous une chambre libre ce soir ?", "Combien coûte une chambre double ?", "une chambre du 24 au 27 décembre pour deux personnes",
			"Quiero reservar una habitación", "¿Tienen habitaciones disponibles para esta noche?", "¿Cuánto cuesta una habitación doble?",
			"Queria reservar um quarto", "Têm quartos livres para amanhã?", "Quanto custa um quarto duplo?",
			"Vorrei prenotare una camera", "Avete camere libere stasera?", "Quanto costa una camera doppia?",
			"Ik wil graag een kamer boeken", "Heeft u nog een kamer vrij vannacht?", "Wat kost een tweepersoonskamer?",
			"أريد حجز غرفة", "هل لديكم غرف متاحة الليلة؟", "אני רוצה להזמין חדר", "יש לכם חדר פנוי?",
		},
		assistant.IntentChange: {
			"please cancel my reservation", "can you change my booking to saturday", "I'd like to add a night to my reservation", "please move my reservation to the 14th", "is my booking confirmed", "can you resend my confirmation",
			"did you get my email", "I need to cancel my stay", "could you extend our stay until monday",
			"Ich möchte meine Buchung stornieren", "Können Sie bitte unsere Reservierung auf Samstag verschieben?", "Je voudrais annuler ma réservation", "Pouvez-vous modifier notre réservation ?",
			"Quiero cancelar mi reserva", "Necesito cambiar las fechas de mi reserva", "Quero cancelar a minha reserva", "Podem alterar a nossa reserva?", "Vorrei cancellare la mia prenotazione", "Devo spostare la prenotazione",
			"Ik wil mijn boeking annuleren", "أريد إلغاء حجزي", "אני רוצה לבטל את ההזמנה",
		},
		assistant.IntentComplaint: {
			"my room has not been cleaned", "the shower in my room is broken", "the neighbours are so loud I can't sleep", "you charged me twice", "there's no hot water in my bathroom", "the wifi isn't working in 304",
			"I'm very unhappy with my stay", "the tv in my room is broken", "I want a refund",
			"Die Dusche in meinem Zimmer funktioniert nicht", "Ich möchte mich beschweren", "La douche de ma chambre ne marche pas", "El aire acondicionado de mi habitación no funciona", "O ar condicionado do meu quarto não funciona",
			"La doccia della mia camera non funziona", "De douche in mijn kamer werkt niet", "التكييف في غرفتي لا يعمل",
			"my room is too hot", "it's freezing in here", "the shower is cold", "our neighbours are very loud", "the air conditioning is too loud", "no towels in my room", "the bed is way too soft", "It is so hot in our room!",
			"Das Zimmer ist zu heiß", "Die Nachbarn sind viel zu laut", "Es ist eiskalt im Zimmer", "Keine Handtücher im Bad", "Das Wasser in der Dusche ist eiskalt", "Il fait froid dans la chambre", "La musique est trop forte", "Il n'y a pas de serviettes dans notre chambre",
			"La habitación está demasiado caliente", "Hace mucho calor en mi habitación", "No hay agua caliente en la ducha", "O quarto está muito quente", "Está muito frio no quarto", "Não há toalhas no quarto",
			"La camera è troppo fredda", "Fa freddo in camera", "Non c'è acqua calda nella doccia", "De kamer is veel te warm", "Er zijn geen handdoeken op de kamer", "De buren zijn te luid",
			"الغرفة باردة جدا", "لا توجد مناشف في غرفتي", "החדר קר מדי", "אין מים חמים במקלחת",
		},
		assistant.IntentService: {
			"bring two towels to room 210", "please clean our room", "wake me up at 6:30", "can you send extra pillows to my room", "Bringen Sie bitte Handtücher auf Zimmer 210", "Pouvez-vous apporter des serviettes dans la chambre 210 ?",
			"¿Pueden traer toallas a la habitación 210?", "Podem trazer toalhas ao quarto 210?", "Potete portare asciugamani in camera 210?", "Kunt u handdoeken naar kamer 210 brengen? Breng ze naar kamer 210",
		},
	} {
		for _, message := range messages {
			a := k.Answer(assistant.Question{Text: message, Language: "en", Now: monday})
			if a.Intent != intent || a.Decision != assistant.DecisionCannotHelp || a.Text == "" || a.Link != nil {
				t.Errorf("%q: %q, %s from %v, want %q", message, a.Intent, a.Decision, a.Sources, intent)
			}
		}
	}
}

// What asks after a rule or a thing is a question, however many words of bookings and complaints it has.
func TestAnswer_QuestionsAreNoIntents(t *testing.T) {
	t.Parallel()
	k := harbour()
	for _, message := range []string{
		"how can I cancel my booking?", "can I cancel my reservation for free?", "what happens if I need to cancel my booking", "if I cancel 3 days before do I pay anything", "is wifi available in the rooms?", "do I have to book a table?",
		"can I book a massage?", "do you have room service", "are the rooms quiet?", "how often is the room cleaned?", "is there a refund if I cancel", "can I get an extra bed for my room?", "do you have meeting rooms available",
		"Kann ich kostenlos stornieren?", "Bis wann kann ich meine Buchung stornieren?", "Puis-je annuler ma réservation gratuitement ?", "¿Puedo cancelar mi reserva gratis?", "Posso cancelar a reserva sem custos?", "Gibt es WLAN im Zimmer?",
		"is the pool too cold for children?", "is it too hot in august?", "are the rooms too small for a family of four?", "is the water in the pool cold", "can I choose a hard or a soft pillow", "is it too far to walk to the beach", "what time is too late to check in",
		"Ist das Wasser im Pool zu kalt?", "Ist es im August zu heiß?", "Gibt es Handtücher im Zimmer?", "L'eau de la piscine est-elle froide ?", "Fait-il froid en hiver ?", "¿Hace mucho calor en agosto?", "¿Hay toallas en la habitación?",
		"Há toalhas no quarto?", "Está muito frio em janeiro?", "Fa freddo in inverno?", "Ci sono asciugamani in camera?", "Is het water in het zwembad koud?", "Zijn er handdoeken op de kamer?", "هل توجد مناشف في الغرفة؟", "יש מגבות בחדר?",
		"is the pool closed when it is broken", "where can I put my dirty boots", "airport transfer - how do I book and how much?",
	} {
		if a := k.Answer(assistant.Question{Text: message, Language: "en", Now: monday}); a.Intent != "" {
			t.Errorf("%q is taken for %q", message, a.Intent)
		}
	}
	for _, q := range guestQuestions(t) {
		if a := k.Answer(assistant.Question{Text: q.text, Now: monday}); q.expected != nil && a.Intent != "" {
			t.Errorf("%q is taken for %q", q.text, a.Intent)
		}
	}
	for _, kind := range knowledge.Catalogue() {
		for _, asked := range append([]string{kind.Question}, kind.Paraphrases...) {
			if a := k.Answer(assistant.Question{Text: asked, Now: monday}); a.Intent != "" && a.Intent != assistant.IntentBooking {
				t.Errorf("%s %q is taken for %q", kind.Key, asked, a.Intent)
			}
		}
	}
}

func TestAnswer_BookingLink(t *testing.T) {
	t.Parallel()
	k := harbour()
	type line struct{ text, url, says string }
	for name, lines := range map[string][]line{
		"Whole": {{"I want to book a room from 24 December to 27 December for 2 adults and 1 child",
			"https://book.example/stay?from=2026-12-24&to=2026-12-27&adults=2&kids=1&lang=en&ref=chat", "24 Dec 2026 – 27 Dec 2026 · Adults: 2 · Children: 1"}},
		"Nothing": {{"can I book a room here", "https://book.example/stay?lang=en&ref=chat", "book there yourself"}},
		"German":  {{"Ich möchte vom 24. bis 27. Dezember ein Zimmer für zwei Personen buchen", "https://book.example/stay?from=2026-12-24&to=2026-12-27&adults=2&kids=0&lang=de&ref=chat", "Schon ausgefüllt: 24.12.2026 – 27.12.2026 · Erwachsene: 2"}},
		"PieceByPiece": {
			{"I need a room for the weekend of 28 november please", "https://book.example/stay?lang=en&ref=chat", ""},
			{"from 27 november to 29 november", "https://book.example/stay?from=2026-11-27&to=2026-11-29&lang=en&ref=chat", "27 Nov 2026 – 29 Nov 2026"},
			{"thanks", "", ""},
			{"we are 2 adults", "https://book.example/stay?from=2026-11-27&to=2026-11-29&adults=2&kids=0&lang=en&ref=chat", "Adults: 2"},
			{"when is breakfast?", "", "06:30"},
			{"for 2 adults", "", ""},
		},
		"WithAQuestion": {{"I'd like to book a double room tonight. Do you have parking?", "https://book.example/stay?from=2026-11-23&to=2026-11-24&lang=en&ref=chat", "18 EUR"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			q := assistant.Question{Language: "en", Now: monday, BookingLink: bookingTemplate}
			for _, l := range lines {
				q.Text = l.text
				a := k.Answer(q)
				got := ""
				if a.Link != nil {
					got = a.Link.URL
				}
				if got != l.url || !strings.Contains(a.Text, l.says) || got != "" && (a.Intent != assistant.IntentBooking || a.Link.Text == "" || a.Decision != assistant.DecisionAnswer) {
					t.Errorf("%q: %s %q %s, want %s with %q", l.text, a.Decision, a.Text, got, l.url, l.says)
				}
				q.Previous = append(q.Previous, assistant.Exchange{Guest: l.text, Assistant: a.Text})
			}
		})
	}
}

// Another business's knowledge may be about what its customers cancel and claim.
func TestAnswer_IntentsAreHotels(t *testing.T) {
	t.Parallel()
	base := knowledge.Base{Languages: []string{"en"}}
	for _, q := range []string{"How do I change the PIN of my card?", "Why was my transfer declined?", "How long does a refund take?", "How do I close my account?", "Which currencies are supported?"} {
		base.Entries = append(base.Entries, knowledge.Entry{ID: q, Questions: []string{q}, Answer: "So: " + q})
	}
	k := builtin.Prepare(base)
	for _, message := range []string{"I want a refund", "you charged me twice", "please cancel my booking"} {
		if a := k.Answer(assistant.Question{Text: message, Language: "en", Now: monday}); a.Intent != "" {
			t.Errorf("%q: %q", message, a.Intent)
		}
	}
}

// A built-in answer opens with what it answers.
func TestAnswer_About(t *testing.T) {
	t.Parallel()
	k := harbour()
	for _, test := range []struct{ ask, about string }{
		{"do you have parking?", "Parking"},
		{"Haben Sie Parkplätze?", "Parkplatz"},
		{"when is breakfast and do you have parking?", "Breakfast · Parking"},
		{"is there a gym or a sauna, and when is check-in?", "Gym · Spa and wellness · Check-in time"},
		{"hello", ""},
		{"do you have a casino?", ""},
	} {
		if a := ask(k, test.ask); a.About != test.about {
			t.Errorf("%q is about %q, want %q (%s)", test.ask, a.About, test.about, a.Text)
		}
	}
	long := builtin.Prepare(knowledge.Base{Entries: []knowledge.Entry{{ID: "e", Questions: []string{"Where " + strings.Repeat("exactly ", 30) + "is the golf course?"}, Answer: "Behind the hill."}}})
	if a := ask(long, "Where "+strings.Repeat("exactly ", 30)+"is the golf course?"); len([]rune(a.About)) > 90 || !strings.HasSuffix(a.About, "…") {
		t.Errorf("%q", a.About)
	}
}

func TestAnswer_NotAsked(t *testing.T) {
	t.Parallel()
	k := builtin.Prepare(sample.HarbourView().Base("harbour"))
	before := ask(k, "can we swim somewhere warm")
	first := assistant.Exchange{Guest: "is there a shuttle from the airport", Assistant: ask(k, "is there a shuttle from the airport").Text, Sources: ask(k, "is there a shuttle from the airport").Sources}
	if len(first.Sources) != 1 {
		t.Fatalf("%+v, %+v", first, before)
	}
	q := assistant.Question{Text: "Not what I asked", Language: "en", Previous: []assistant.Exchange{first}}
	a := k.Answer(q)
	if a.Intent != assistant.IntentNotAsked || a.Decision != assistant.DecisionSuggest || len(a.Suggestions) == 0 {
		t.Fatalf("%+v", a)
	}
	if slices.ContainsFunc(a.Suggestions, func(s assistant.Suggestion) bool { return s.ID == first.Sources[0].ID }) {
		t.Errorf("what was not asked is suggested again: %+v", a.Suggestions)
	}
	// Once is enough: then a person is offered.
	q.Previous = append(q.Previous, assistant.Exchange{Guest: q.Text, Assistant: a.Text})
	if a = k.Answer(q); a.Intent != assistant.IntentNotAsked || a.Decision != assistant.DecisionCannotHelp || a.Text == "" {
		t.Errorf("%+v", a)
	}
	// Where nothing is near, at once.
	one := builtin.Prepare(knowledge.Base{Entries: []knowledge.Entry{{ID: "golf", Questions: []string{"Where is the golf course?"}, Answer: "Behind the hill."}}})
	a = one.Answer(assistant.Question{Text: "That's not what I asked!", Previous: []assistant.Exchange{{Guest: "golf course?", Assistant: "Behind the hill."}}})
	if a.Intent != assistant.IntentNotAsked || a.Decision != assistant.DecisionCannotHelp || a.Text != "I am sorry that this did not answer your question. Our team can help you." {
		t.Errorf("%+v", a)
	}
	// The button writes the chat's own words, whatever its language.
	for _, text := range notAskedButtons(t) {
		if a := k.Answer(assistant.Question{Text: text, Language: "en", Previous: []assistant.Exchange{first}}); a.Intent != assistant.IntentNotAsked {
			t.Errorf("the button's %q is not understood", text)
		}
	}
	// As the first words they are nothing of the kind, and other words are none.
	if a := ask(k, "Not what I asked"); a.Intent == assistant.IntentNotAsked {
		t.Errorf("%+v", a)
	}
	for _, text := range []string{"no, I asked for the pool", "what I asked for", "is that wrong", "none"} {
		if a := k.Answer(assistant.Question{Text: text, Language: "en", Previous: []assistant.Exchange{first}}); a.Intent == assistant.IntentNotAsked {
			t.Errorf("%q is taken for it", text)
		}
	}
}

// notAskedButtons are the words of the widget's button, from its tables.
func notAskedButtons(t *testing.T) []string {
	t.Helper()
	tables, err := filepath.Glob("../../../web/widget/src/panel/i18n/??.ts")
	if err != nil || len(tables) != 9 {
		t.Fatalf("%d tables of words, %v", len(tables), err)
	}
	var out []string
	for _, path := range tables {
		table, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		m := regexp.MustCompile(`not_asked: '([^']+)'`).FindSubmatch(table)
		if m == nil {
			t.Fatalf("%s has no word for the button", path)
		}
		out = append(out, string(m[1]))
	}
	return out
}

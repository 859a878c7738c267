package builtin_test

import (
	"strings"
	"testing"
	"time"

	"deskbell/internal/assistant"
	"deskbell/internal/assistant/builtin"
	"deskbell/internal/knowledge"
	"deskbell/internal/sample"
)

// sunday is when the questions are asked: a Sunday morning in November, in the property's zone.
var sunday = time.Date(2026, 11, 22, 10, 5, 0, 0, time.UTC)

func opening(a assistant.Answer) string {
	first, _, _ := strings.Cut(a.Text, "\n")
	return strings.ReplaceAll(first, "\u00a0", " ")
}

// TestFigures asks what only figures answer, in the languages of guests.
func TestFigures(t *testing.T) {
	t.Parallel()
	houses := map[string]*builtin.Knowledge{"hv": builtin.Prepare(sample.HarbourView().Base("hv")), "om": builtin.Prepare(sample.OldMill().Base("om"))}
	for _, test := range []struct{ house, ask, want string }{
		{"hv", "Is breakfast served at 7 on Sunday?", "Yes, at 07:00. Breakfast: on Sundays from 06:30 to 11:00."},
		{"hv", "is breakfast still served at 10:45 on a Monday?", "No, not at 10:45. Breakfast: on Mondays from 06:30 to 10:30."},
		{"hv", "Can I get breakfast at 10:45 tomorrow?", "No, not at 10:45. Breakfast: tomorrow from 06:30 to 10:30."},
		{"hv", "when is breakfast on Sundays", "Breakfast: on Sundays from 06:30 to 11:00."},
		{"hv", "What time is breakfast tomorrow?", "Breakfast: tomorrow from 06:30 to 10:30."},
		{"hv", "What time is breakfast at the weekend?", "Breakfast: on Saturdays and on Sundays from 06:30 to 11:00."},
		{"hv", "Is there breakfast on 24 December?", "Yes. Breakfast: on Thursday 24 December from 06:30 to 10:30."},
		{"hv", "is the pool open in November?", "No, not in November. Pool: daily from 08:00 to 20:00; from 1 May to 31 October."},
		{"hv", "Is the pool open in June?", "Yes, in June. Pool: daily from 08:00 to 20:00; from 1 May to 31 October."},
		{"hv", "is the pool open tomorrow", "No, not tomorrow. Pool: daily from 08:00 to 20:00; from 1 May to 31 October."},
		{"hv", "Is the pool open on July 3rd at 9am?", "Yes, at 09:00. Pool: on Saturday 3 July from 08:00 to 20:00."},
		{"hv", "can I check in at 11?", "Check-in: from 15:00."},
		{"hv", "Can we check in at 4pm?", "Yes, at 16:00. Check-in: from 15:00."},
		{"hv", "can I check out at 1 pm?", "Check-out: until 11:00."},
		{"hv", "Can I check out at 5 pm?", "No, not at 17:00. Check-out: until 11:00."},
		{"hv", "what would parking cost for 3 nights?", "Parking: 54 EUR for 3 nights (18 EUR a night)."},
		{"hv", "How much is parking for five nights in total?", "Parking: 90 EUR for 5 nights (18 EUR a night)."},
		{"hv", "We stay 3 nights, what does parking cost?", "Parking: 54 EUR for 3 nights (18 EUR a night)."},
		{"hv", "how much is the city tax for 2 people for 3 nights", "City tax: 12 EUR for 3 nights, 2 people (2 EUR a person a night)."},
		{"hv", "How much is the city tax for 3 nights?", "City tax: 6 EUR a person for 3 nights (2 EUR a person a night)."},
		{"hv", "how much is breakfast for 4 people?", "Breakfast: 64 EUR for 4 people (16 EUR a person)."},
		{"hv", "what does breakfast cost for a 4 year old", "Breakfast: free of charge."},
		{"hv", "how much is the airport shuttle there and back?", "Airport shuttle: 70 EUR for 2 ways (35 EUR one way)."},
		{"hv", "is parking free?", "No. Parking: 18 EUR a night."},
		{"om", "is parking free?", "Yes. Parking: free of charge."},
		{"hv", "Can I bring my dog, it weighs 8 kg?", "Yes. Pets: up to 10 kg."},
		{"hv", "can I bring a 25kg dog", "No. Pets: up to 10 kg."},
		{"hv", "do you have a meeting room for 60 people?", "No. Meeting room: up to 40 people."},
		{"hv", "can I cancel free of charge 5 days before arrival?", "Yes. Cancellation policy: until 48 hours before arrival."},
		{"hv", "Can I cancel for free 24 hours before arrival?", "No. Cancellation policy: until 48 hours before arrival."},
		{"hv", "is the gym open at 5 in the morning?", "Yes, at 05:00. Gym: around the clock."},
		{"hv", "is the bar open at 2am on Friday", "No, not at 02:00. Bar: on Fridays until 01:00."},
		{"om", "Can I check in at 3?", "No, not at 15:00. Check-in: from 16:00 to 20:00."},
		{"om", "is the restaurant open on Tuesday?", "No, not on Tuesdays. Restaurant: on Fridays and on Saturdays from 19:30."},
		{"om", "Is the restaurant open on Friday at 6?", "No, not at 18:00. Restaurant: on Fridays from 19:30."},

		{"hv", "Gibt es am Sonntag um 7 Uhr Frühstück?", "Ja, um 07:00 Uhr. Frühstück: sonntags von 06:30 bis 11:00 Uhr."},
		{"hv", "Wann gibt es sonntags Frühstück?", "Frühstück: sonntags von 06:30 bis 11:00 Uhr."},
		{"hv", "Ist der Pool im November geöffnet?", "Nein, im November nicht. Pool: täglich von 08:00 bis 20:00 Uhr; vom 1. Mai bis 31. Oktober."},
		{"hv", "Was kostet das Parken für 3 Nächte?", "Parkplatz: 54 EUR für 3 Nächte (18 EUR pro Nacht)."},
		{"hv", "Posso fare il check-in alle 13?", "Il check-in: dalle 15:00."},
		{"hv", "¿Puedo hacer el check-in a las 16:00?", "Sí, a las 16:00. La entrada: desde las 15:00."},
		{"hv", "how much is bike rental for 2 days", "Bike rental: 30 EUR each for 2 days (15 EUR a day each)."},
		{"hv", "is late check-out at 3pm possible?", "No, not at 15:00. Check-out: until 11:00."},
		{"hv", "Ist die Bar um Mitternacht noch offen?", "Ja, um 00:00 Uhr. Bar: täglich bis 01:00 Uhr."},
		{"hv", "La colazione è servita alle 7 di domenica?", "Sì, alle 07:00. La colazione: la domenica dalle 06:30 alle 11:00."},
		{"hv", "O pequeno-almoço é servido às 7 no domingo?", "Sim, às 07:00. O pequeno-almoço: aos domingos das 06:30 às 11:00."},
		{"hv", "Is het ontbijt om 7 uur op zondag?", "Ja, om 07:00 uur. Ontbijt: op zondag van 06:30 tot 11:00 uur."},
		{"hv", "هل الافطار متاح الساعة 7 يوم الاحد؟", "نعم، الساعة 07:00. إفطار: أيام الأحد من 06:30 إلى 11:00."},
		{"hv", "Kann ich um 16 Uhr einchecken?", "Ja, um 16:00 Uhr. Check-in: ab 15:00 Uhr."},
		{"hv", "Le petit-déjeuner est-il servi à 7h le dimanche ?", "Oui, à 07:00. Le petit-déjeuner : le dimanche de 06:30 à 11:00."},
		{"hv", "La piscine est-elle ouverte en novembre ?", "Non, pas en novembre. Piscine : tous les jours de 08:00 à 20:00 ; du 1er mai au 31 octobre."},
		{"hv", "Combien coûte le parking pour 3 nuits ?", "Parking : 54 EUR pour 3 nuits (18 EUR par nuit)."},
		{"hv", "¿Está abierta la piscina en noviembre?", "No, en noviembre no. Piscina: todos los días de 08:00 a 20:00; del 1 de mayo al 31 de octubre."},
		{"hv", "¿Cuánto cuesta el parking por 3 noches?", "Aparcamiento: 54 EUR por 3 noches (18 EUR por noche)."},
		{"hv", "A piscina está aberta em novembro?", "Não, em novembro não. Piscina: todos os dias das 08:00 às 20:00; de 1 de maio a 31 de outubro."},
		{"hv", "Quanto custa o estacionamento por 3 noites?", "Estacionamento: 54 EUR por 3 noites (18 EUR por noite)."},
		{"hv", "Buongiorno, la piscina è aperta a novembre?", "No, in novembre no. Piscina: tutti i giorni dalle 08:00 alle 20:00; dal 1º maggio al 31 ottobre."},
		{"hv", "Quanto costa il parcheggio per 3 notti?", "Parcheggio: 54 EUR per 3 notti (18 EUR a notte)."},
		{"hv", "Is het zwembad open in november?", "Nee, in november niet. Zwembad: dagelijks van 08:00 tot 20:00 uur; van 1 mei tot en met 31 oktober."},
		{"hv", "הבריכה פתוחה בנובמבר?", "לא, לא בנובמבר. בריכה: מדי יום מ-08:00 עד 20:00; מ-1 במאי עד 31 באוקטובר."},
		{"hv", "ארוחת הבוקר מוגשת בשעה 7 ביום ראשון?", "כן, ב-07:00. ארוחת בוקר: בימי ראשון מ-06:30 עד 11:00."},
		{"hv", "מתי מוגשת ארוחת בוקר בשבת?", "ארוחת בוקר: בשבתות מ-06:30 עד 11:00."},
		{"hv", "כמה עולה חניה ל-3 לילות?", "חניה: 54 EUR עבור 3 לילות (18 EUR ללילה)."},
		{"hv", "אפשר לעשות צ'ק אין ב-16:00?", "כן, ב-16:00. צ'ק אין: מ-15:00."},
		{"hv", "הבר פתוח בחצות?", "כן, ב-00:00. בר: מדי יום עד 01:00."},
		{"hv", "Is the pool open on 3 Nov?", "No, not on Wednesday 3 November. Pool: daily from 08:00 to 20:00; from 1 May to 31 October."},
		{"hv", "هل المسبح مفتوح في نوفمبر؟", "لا، ليس في نوفمبر. مسبح: يومياً من 08:00 إلى 20:00؛ من 1 مايو إلى 31 أكتوبر."},
	} {
		a := houses[test.house].Answer(assistant.Question{Text: test.ask, PropertyName: "House", Now: sunday})
		if a.Decision != assistant.DecisionAnswer || opening(a) != test.want {
			t.Errorf("%s\n got %s %s\nwant %s", test.ask, a.Decision, opening(a), test.want)
		}
	}
}

// TestFigures_Doubt asks what the figures do not settle: then nothing but the property's words may answer.
func TestFigures_Doubt(t *testing.T) {
	t.Parallel()
	base := sample.HarbourView().Base("hv")
	k := builtin.Prepare(base)
	for _, ask := range []string{
		"Is breakfast included on Sunday?", "is breakfast served in the room at 7?", "Is breakfast free on Sundays?", "Is breakfast at 7 vegetarian?",
		"is the pool heated in June?", "Is the pool crowded at 9 in July?", "is the pool open at 9?", "Is the pool open between 9 and 11 in June?", "is the pool open at christmas",
		"Is the pool open in October or November?", "is breakfast served at 7 or at 11 on Sunday", "Is breakfast served until 11 on Sunday?",
		"what does parking cost for 2 cars for 3 nights?", "How much is parking?", "can I park for 3 nights in a row without paying?", "How much is breakfast for two adults and 3 kids?",
		"how much for 2 dogs for 3 nights?", "Can I bring two dogs of 8 kg?", "how much is the airport shuttle for 6 people?", "can I cancel 24 hours before arrival?",
		"can I cancel 2 days before arrival?", "Is the bar open on 5/4?", "Is the restaurant open at 7 on holidays?", "is the spa open at 10 for children?",
		"When does breakfast start at 7?", "Puis-je arriver à 13h ?", "is breakfast at 7 ok for 30 people", "is the pool open on 01/06?", "are dogs free on Sundays?", "is the bar open at 3 in the afternoon", "Do I have to book the spa for 11 on Sunday?", "Is my room ready at 16:00?",
		"Ist das Frühstück am Sonntag inklusive?", "La piscine est-elle chauffée en juin ?", "¿La piscina está climatizada en junio?", "is there breakfast for 30 people at 7 on Sunday",
		"Is smoking by the pool allowed in June?", "is the room available tomorrow?", "Do you have a room for tomorrow?", "I would like to check in tomorrow at 16:00 with 3 dogs",
	} {
		a := k.Answer(assistant.Question{Text: ask, PropertyName: "House", Now: sunday})
		for _, yes := range []string{"Yes", "No,", "No.", "Ja", "Nein", "Oui", "Non", "Sí"} {
			if a.Decision == assistant.DecisionAnswer && strings.HasPrefix(a.Text, yes) && !strings.HasPrefix(a.Text, "Yes, a lift") {
				t.Errorf("%s: %s", ask, a.Text)
			}
		}
		if strings.Contains(a.Text, "\u00a0") {
			t.Errorf("%s is reckoned: %s", ask, a.Text)
		}
	}
	for _, q := range []assistant.Question{ // nobody said when now is
		{Text: "is the pool open tomorrow?"}, {Text: "Is breakfast served today at 7?"}, {Text: "is the pool open on Sunday?"}, {Text: "Is the restaurant open now?"},
	} {
		if a := k.Answer(q); strings.HasPrefix(a.Text, "Yes") || strings.HasPrefix(a.Text, "No") {
			t.Errorf("%s, at no time: %s", q.Text, a.Text)
		}
	}
}

// TestFigures_Beside holds what goes with a reckoned answer: the property's words, the sources, a follow-up, a notice.
func TestFigures_Beside(t *testing.T) {
	t.Parallel()
	base := sample.HarbourView().Base("hv")
	k := builtin.Prepare(base)
	ask := func(text string, before ...assistant.Exchange) assistant.Answer {
		return k.Answer(assistant.Question{Text: text, PropertyName: "House", Now: sunday, Previous: before})
	}
	a := ask("Can I check in at 11?")
	if early := base.Fact("early_check_in").Details; !strings.Contains(a.Text, early) || len(a.Sources) != 2 || a.Sources[0].ID != "check_in" || a.Sources[1].ID != "early_check_in" {
		t.Errorf("whoever comes before the time is told the exception: %+v", a)
	}
	a = ask("is breakfast served at 7 on Sunday?")
	if !strings.Contains(a.Text, base.Fact("breakfast").Details) || len(a.Sources) != 1 || a.Sources[0].ID != "breakfast" || a.Confidence < 0.7 {
		t.Errorf("the property's words stand below: %+v", a)
	}
	said := assistant.Exchange{Guest: "is breakfast served at 7 on Sunday?", Assistant: a.Text, Sources: a.Sources}
	if b := ask("and on Mondays?", said); opening(b) != "Yes. Breakfast: on Mondays from 06:30 to 10:30." {
		t.Errorf("a follow-up: %s", b.Text)
	}
	if b := ask("When is breakfast on Sunday, and do you have parking?"); !strings.HasPrefix(b.Text, "Breakfast: on Sundays") || !strings.Contains(b.Text, base.Fact("parking").Details) {
		t.Errorf("two questions: %s", b.Text)
	}
	for now, want := range map[string]string{"09:59": "Yes. Restaurant", "13:00": "Yes. Restaurant", "03:00": "Our restaurant"} {
		at, _ := time.Parse("15:04", now)
		b := k.Answer(assistant.Question{Text: "Is the restaurant open now?", Now: dayAt(at)})
		if now == "09:59" {
			want = "No. Restaurant"
		}
		if !strings.HasPrefix(b.Text, want) {
			t.Errorf("now at %s: %s", now, b.Text)
		}
	}
	base.Notices = []knowledge.Notice{{ID: "n", Topic: "pool", Text: "The pool is closed until Friday: new water.", Until: sunday.AddDate(0, 0, 5)}}
	if b := builtin.Prepare(base).Answer(assistant.Question{Text: "Is the pool open in June?", Now: sunday}); b.Text != base.Notices[0].Text {
		t.Errorf("a notice outranks figures: %s", b.Text)
	}
	for i := range base.Facts {
		base.Facts[i].Details = ""
	}
	bare := builtin.Prepare(base)
	for language, want := range map[string]string{"en": "Parking: 18 EUR a night.", "de": "Parkplatz: 18 EUR pro Nacht.", "pt": "Estacionamento: 18 EUR por noite."} {
		b := bare.Answer(assistant.Question{Text: map[string]string{"en": "Do you have parking?", "de": "Gibt es Parkplätze?", "pt": "Têm estacionamento?"}[language], Language: language, Now: sunday})
		if opening(b) != want || b.Language != language {
			t.Errorf("figures without words, %s: %s (%s)", language, b.Text, b.Language)
		}
	}
}

func dayAt(clock time.Time) time.Time {
	return time.Date(2026, 11, 22, clock.Hour(), clock.Minute(), 0, 0, time.UTC)
}

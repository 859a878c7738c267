package builtin_test

import (
	"testing"

	"deskbell/internal/assistant/builtin"
	"deskbell/internal/desk"
)

// Written apart from the catalogue: what guests of a hotel write, and what is about nothing that it has.
var spokenOf = map[desk.Topic][]string{
	desk.TopicArrival: {"What time can we check in on Friday?", "Could we leave our luggage after check-out?", "Wann müssen wir auschecken?",
		"¿Podemos hacer el check-in antes?", "is late check out possible", "À quelle heure faut-il libérer la chambre ?"},
	desk.TopicRooms: {"Does the room have a balcony?", "Is there air conditioning in the rooms?", "Gibt es einen Kühlschrank im Zimmer?", "can we have an extra bed",
		"Y a-t-il un coffre-fort dans la chambre ?"},
	desk.TopicFood: {"When is breakfast served?", "Do you have vegan food?", "Ab wann gibt es Frühstück?", "Is there a bar in the hotel?", "¿Hay restaurante?",
		"A che ora è la colazione?"},
	desk.TopicLeisure:  {"Is the pool heated?", "Do you have a gym?", "Hat das Hotel eine Sauna?", "What can we do in the evening around here?", "À quelle heure ouvre la piscine ?"},
	desk.TopicFamilies: {"Do you have a cot for our baby?", "Is there a babysitter?", "Gibt es ein Kinderbett?"},
	desk.TopicWay:      {"How do we get to you from the airport?", "Where can I park my car?", "Gibt es Parkplätze?", "¿Cuánto cuesta el aparcamiento?", "can I charge my electric car"},
	desk.TopicServices: {"Is the wifi free?", "Do you do laundry?", "Gibt es WLAN?", "is the reception open at night"},
	desk.TopicMoney:    {"Can I pay by credit card?", "How much is the city tax?", "Kann ich kostenlos stornieren?", "do we have to pay a deposit"},
	desk.TopicRules:    {"Can I bring my dog?", "Is smoking allowed on the balcony?", "Sind Haustiere erlaubt?"},
	"":                 {"hello", "thank you so much", "ok", "I want to talk to a person", "who won the match yesterday?", "asdf qwer", "👍", "", "42", "Guten Morgen!", "see you tomorrow then"},
}

func TestTopicOf(t *testing.T) {
	t.Parallel()
	all, right := 0, 0
	for want, messages := range spokenOf {
		for _, m := range messages {
			got := builtin.TopicOf(m)
			all++
			switch got {
			case want:
				right++
			case "":
				t.Logf("%q is about nothing, want %s", m, want)
			default:
				t.Logf("%q is about %s, want %q", m, got, want)
				if want == "" {
					t.Errorf("%q is about nothing, not %s", m, got)
				}
			}
		}
	}
	if right*100 < all*85 {
		t.Errorf("%d of %d are told right", right, all)
	}
	t.Logf("%d of %d are told right", right, all)
}

func BenchmarkTopicOf(b *testing.B) {
	for b.Loop() {
		builtin.TopicOf("What time is breakfast on Sunday, and is the pool open before that?")
	}
}

package builtin_test

import (
	"strings"
	"testing"

	"deskbell/internal/assistant"
	"deskbell/internal/assistant/builtin"
	"deskbell/internal/sample"
)

// TestAnswer_Dialogue holds whole dialogues: what a question inherits from the
// one before, and above all what it does not. Every line is a message and the
// source that it must be answered from, "-" for none.
func TestAnswer_Dialogue(t *testing.T) {
	t.Parallel()
	houses := map[string]*builtin.Knowledge{"harbour": harbour(), "mill": builtin.Prepare(sample.OldMill().Base("mill"))}
	for _, test := range []struct {
		name, house string
		lines       []string
	}{
		{"AThingOfItsOwn", "harbour", []string{"what time is breakfast? = breakfast", "Do you have a casino? = -", "how much is it? = -", "can I pay with crypto? = -"}},
		{"AThingOfItsOwnAtTheMill", "mill", []string{"when is breakfast = breakfast", "do you have a casino? = -", "and babysitting? = -"}},
		{"AfterTheShuttle", "harbour", []string{"what does the airport shuttle cost = airport_shuttle", "Is there a shuttle to the theme park? = -", "do you have a casino? = -", "how much? = -"}},
		{"WithLeads", "harbour", []string{"is there a pool? = pool", "and a casino? = -", "what about helicopter tours? = -", "what about a sauna? = spa"}},
		{"PronounOfSomethingElse", "harbour", []string{"is there a pool? = pool", "is it near the casino? = -"}},
		{"Unspoken", "harbour", []string{"is there a pool? = pool", "do they have lions? = -"}},
		{"Heated", "harbour", []string{"pool open when? = pool", "is it heated? = pool", "how deep is it? = pool", "and in november? = pool", "thanks! = ", "what are the hours = pool"}},
		{"Price", "harbour", []string{"is there parking? = parking", "how much? = parking", "do I have to reserve? = parking", "is it safe? = parking", "how can I pay? = payment", "yes = "}},
		{"Dog", "harbour", []string{"can i bring my dog = pets", "he weighs 15 kg = pets", "and a cat? = pets"}},
		{"AnotherThingWithAPronoun", "harbour", []string{"do you have parking = parking", "can I charge my car there = ev_charging"}},
		{"Nothing", "harbour", []string{"is it free? = -"}},
		{"No", "mill", []string{"is there a pool = pool", "how far is it? = pool"}},
		{"German", "harbour", []string{"Gibt es Parkplätze? = parking", "Was kostet das? = parking", "muss ich reservieren? = parking", "Haben Sie ein Casino? = -", "und wie teuer ist das? = -"}},
		{"French", "harbour", []string{"Y a-t-il une piscine ? = pool", "c'est ouvert jusqu'à quelle heure ? = pool", "et le dimanche ? = pool", "avez-vous un casino ? = -"}},
		{"Spanish", "harbour", []string{"¿Hay piscina? = pool", "¿es gratis? = pool", "¿hay casino? = -"}},
		{"Portuguese", "harbour", []string{"Têm estacionamento? = parking", "quanto custa? = parking", "têm casino? = -"}},
		{"Arabic", "harbour", []string{"هل لديكم مسبح؟ = pool", "هل لديكم كازينو؟ = -"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var previous []assistant.Exchange
			for _, line := range test.lines {
				text, want, _ := strings.Cut(line, " = ")
				a := houses[test.house].Answer(assistant.Question{Text: text, Language: "en", Previous: previous})
				got := ""
				switch a.Decision {
				case assistant.DecisionAnswer:
					got = a.Sources[0].ID
				case assistant.DecisionCannotHelp:
					got = "-"
				}
				if strings.TrimSpace(want) != got {
					t.Errorf("%q is %s from %q, want %q", text, a.Decision, got, want)
				}
				previous = append(previous, assistant.Exchange{Guest: text, Assistant: a.Text})
			}
		})
	}
}

// TestAnswer_FollowUpOfUnknownWords: of an earlier exchange only the question may be known.
func TestAnswer_FollowUpOfUnknownWords(t *testing.T) {
	t.Parallel()
	k := harbour()
	for _, test := range []struct{ before, ask, want string }{
		{"do you have a pool?", "is it heated?", "pool"},
		{"what time is breakfast?", "and on sundays?", "breakfast"},
		{"how much is the airport shuttle", "and for 4 people?", "airport_shuttle"},
		{"what time is breakfast?", "and do you have parking?", "parking"},
	} {
		a := k.Answer(assistant.Question{Text: test.ask, Previous: []assistant.Exchange{{Guest: test.before}}})
		if a.Decision != assistant.DecisionAnswer || a.Sources[0].ID != test.want {
			t.Errorf("%q after %q: %s from %v, want %s", test.ask, test.before, a.Decision, a.Sources, test.want)
		}
	}
}

package builtin_test

import (
	"strings"
	"testing"

	"deskbell/internal/assistant"
	"deskbell/internal/assistant/builtin"
	"deskbell/internal/knowledge"
)

// A notice of the day is told in the place of everything else on its topic, and of nothing else.
func TestAnswer_Notices(t *testing.T) {
	t.Parallel()
	const closed = "The pool is closed until Thursday."
	base := knowledge.Base{
		PropertyID: "p", Languages: []string{"en"},
		Facts: []knowledge.Fact{
			{Key: "pool", State: knowledge.FactYes, Details: "The outdoor pool is open 08:00 to 20:00."},
			{Key: "breakfast", State: knowledge.FactYes, Details: "Breakfast is from 06:30 to 10:30."},
			{Key: "gym", State: knowledge.FactUnknown},
		},
		Entries: []knowledge.Entry{
			{ID: "heated", Questions: []string{"Is the swimming pool heated?", "How warm is the swimming pool?"}, Answer: "It is heated to 26 degrees.", BookedOnly: true},
			{ID: "terrace", Questions: []string{"Can we have dinner on the roof terrace?"}, Answer: "Every evening from six."},
		},
	}
	for _, test := range []struct {
		name     string
		notices  []knowledge.Notice
		ask      string
		want     []string
		decision assistant.Decision
		kind     string
	}{
		{"None", nil, "when is the pool open?", []string{"08:00 to 20:00"}, assistant.DecisionAnswer, "fact"},
		{"InThePlaceOfAFact", []knowledge.Notice{{ID: "n", Topic: "pool", Text: closed}}, "when is the pool open?", []string{closed}, assistant.DecisionAnswer, "notice"},
		{"InThePlaceOfAnEntry", []knowledge.Notice{{ID: "n", Topic: "pool", Text: closed}}, "Is the swimming pool heated?", []string{closed}, assistant.DecisionAnswer, "notice"},
		{"NothingElse", []knowledge.Notice{{ID: "n", Topic: "pool", Text: closed}}, "what time is breakfast?", []string{"06:30"}, assistant.DecisionAnswer, "fact"},
		{"WhereNothingWasSaid", []knowledge.Notice{{ID: "n", Topic: "gym", Text: "The gym is closed today."}}, "do you have a gym?", []string{"The gym is closed today."}, assistant.DecisionAnswer, "notice"},
		{"OwnWords", []knowledge.Notice{{ID: "n", Topic: "roof terrace", Text: "The roof terrace is closed for a wedding tonight."}}, "Can we have dinner on the roof terrace?", []string{"wedding"}, assistant.DecisionAnswer, "notice"},
		{"OwnWordsThatNobodyWrote", []knowledge.Notice{{ID: "n", Topic: "fire drill", Text: "There is a fire drill at ten."}}, "fire drill?", []string{"at ten"}, assistant.DecisionAnswer, "notice"},
		{"TwoOnOneTopic", []knowledge.Notice{{ID: "n", Topic: "pool", Text: closed}, {ID: "m", Topic: "pool", Text: "The spa's pool is for everybody meanwhile."}},
			"when is the pool open?", []string{closed, "for everybody"}, assistant.DecisionAnswer, "notice"},
		{"BesideAnotherQuestion", []knowledge.Notice{{ID: "n", Topic: "pool", Text: closed}}, "When is breakfast and when is the pool open?", []string{closed, "06:30"}, assistant.DecisionAnswer, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			b := base
			b.Notices = test.notices
			a := ask(builtin.Prepare(b), test.ask)
			if a.Decision != test.decision {
				t.Errorf("%s %q (%.2f)", a.Decision, a.Text, a.Confidence)
			}
			for _, w := range test.want {
				if strings.Count(a.Text, w) != 1 {
					t.Errorf("%q does not say %q once", a.Text, w)
				}
			}
			if test.kind != "" && (len(a.Sources) != 1 || a.Sources[0].Kind != test.kind) {
				t.Errorf("from %v", a.Sources)
			}
		})
	}
}

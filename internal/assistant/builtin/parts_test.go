package builtin_test

import (
	"slices"
	"strings"
	"testing"

	"deskbell/internal/assistant"
)

// TestAnswer_SeveralQuestions: each of them is answered, and what cannot be is said.
func TestAnswer_SeveralQuestions(t *testing.T) {
	t.Parallel()
	k := harbour()
	const rest = "About the rest of your question I have no information"
	for _, test := range []struct {
		ask  string
		want []string
		rest bool
	}{
		{"What time is breakfast? And do you have parking?", []string{"breakfast", "parking"}, false},
		{"when does the pool close and is the gym open at night?", []string{"pool", "gym"}, false},
		{"do you have a gym and a pool?", []string{"gym", "pool"}, false},
		{"do you have a hairdryer and iron", []string{"hair_dryer", "iron"}, false},
		{"Just wondering what time we can check in, and whether breakfast is included. Thanks!", []string{"check_in", "breakfast"}, false},
		{"what time is check in and check out?", []string{"check_in", "check_out"}, false},
		{"can I bring my dog and my cat", []string{"pets"}, false},
		{"is there parking or a garage", []string{"parking"}, false},
		{"do you have a babysitter and is there parking?", []string{"parking"}, true},
		{"is there a pool and a casino?", []string{"pool"}, true},
		{"Do you have parking? And a casino?", []string{"parking"}, true},
	} {
		a := ask(k, test.ask)
		var got []string
		for _, s := range a.Sources {
			got = append(got, s.ID)
		}
		slices.Sort(got)
		slices.Sort(test.want)
		if a.Decision != assistant.DecisionAnswer || !slices.Equal(got, test.want) || strings.Contains(a.Text, rest) != test.rest {
			t.Errorf("%q: %s from %v, want %v: %q", test.ask, a.Decision, got, test.want, a.Text)
		}
	}
}

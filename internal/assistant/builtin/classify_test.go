package builtin_test

import (
	"fmt"
	"math"
	"testing"

	"deskbell/internal/assistant"
	"deskbell/internal/assistant/builtin"
	"deskbell/internal/knowledge"
)

// variants is a property whose entries have many variants each, of words that
// two entries share: only how they are put together tells them apart.
func variants() knowledge.Base {
	base := knowledge.Base{PropertyID: "p", Languages: []string{"en"}}
	for id, patterns := range map[string][]string{
		"price": {"what do I pay for the %s", "how much money is the %s", "is the %s expensive", "cost of the %s please", "what is the %s going to cost me"},
		"where": {"how do I find the %s", "which way to the %s", "on what floor is the %s", "is the %s far from my room", "directions to the %s please"},
	} {
		e := knowledge.Entry{ID: id, Language: "en", Answer: "This is about the " + id + "."}
		for _, p := range patterns {
			for _, thing := range []string{"sauna", "kayak hut", "cinema", "vineyard"} {
				e.Questions = append(e.Questions, fmt.Sprintf(p, thing))
			}
		}
		base.Entries = append(base.Entries, e)
	}
	return base
}

func TestAnswer_ManyVariants(t *testing.T) {
	t.Parallel()
	k := builtin.Prepare(variants())
	for question, want := range map[string]string{
		"how much money do I pay for the vineyard": "price", "on what floor do I find the kayak hut": "where", "which way to the sauna please": "where",
	} {
		a := k.Answer(assistant.Question{Text: question})
		if a.Decision != assistant.DecisionAnswer || a.Sources[0].ID != want {
			t.Errorf("%q: %s from %v (%.2f), want %s", question, a.Decision, a.Sources, a.Confidence, want)
		}
	}
	if a := k.Answer(assistant.Question{Text: "who won the match yesterday"}); a.Decision == assistant.DecisionAnswer {
		t.Errorf("answered %q", a.Text)
	}
}

// The same knowledge must give the same confidence whoever prepares it, and when,
// but for what adding up in another order changes.
func TestPrepare_IsRepeatable(t *testing.T) {
	t.Parallel()
	base := variants()
	one, two := builtin.Prepare(base), builtin.Prepare(base)
	for _, q := range []string{"how much is the sauna", "floor of the cinema", "something else"} {
		if a, b := one.Judge(q, 2), two.Judge(q, 2); math.Abs(a.Confidence-b.Confidence) > 1e-6 || a.Ranked[0].ID != b.Ranked[0].ID {
			t.Errorf("%q: %v and %v", q, a, b)
		}
	}
}

// A property that wrote words of its own for small talk says them.
func TestAnswer_OwnSmallTalk(t *testing.T) {
	t.Parallel()
	own := knowledge.Base{PropertyID: "p", Languages: []string{"en"}, Entries: []knowledge.Entry{
		{ID: "bot", Language: "en", Questions: []string{"are you a robot"}, Answer: "I am Bella, the bell of the house."},
		{ID: "eat", Language: "en", Questions: []string{"when is breakfast"}, Answer: "At seven."},
	}}
	if a := builtin.Prepare(own).Answer(assistant.Question{Text: "Are you a robot?"}); a.Decision != assistant.DecisionAnswer || a.Text != "I am Bella, the bell of the house." {
		t.Errorf("%s %q", a.Decision, a.Text)
	}
	if a := builtin.Prepare(own).Answer(assistant.Question{Text: "Hello!"}); a.Decision != assistant.DecisionGreeting {
		t.Errorf("%s %q", a.Decision, a.Text)
	}
}

// A website's passages have no variants. However many there are, the entries are
// still told apart by theirs.
func TestPrepare_PassagesTeachNothing(t *testing.T) {
	t.Parallel()
	base := variants()
	for i := range 200 {
		base.Passages = append(base.Passages, knowledge.Passage{ID: fmt.Sprint("page", i), Language: "en",
			Title: fmt.Sprintf("Chapter %d of the lighthouse", i), Text: fmt.Sprintf("In the year %d the keeper lit the lamp.", 1700+i)})
	}
	k := builtin.Prepare(base)
	ranked, _ := k.Explain("on what floor do I find the kayak hut")
	if ranked[0].ID != "where" || ranked[0].Measures.Class < 0.5 {
		t.Errorf("%s at a class probability of %.2f", ranked[0].ID, ranked[0].Measures.Class)
	}
	if a := k.Answer(assistant.Question{Text: "chapter 7 of the lighthouse"}); a.Decision != assistant.DecisionAnswer || a.Sources[0].ID != "page7" {
		t.Errorf("%s from %v (%.2f), want the passage", a.Decision, a.Sources, a.Confidence)
	}
}

package eval_test

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	"deskbell/internal/assistant/builtin"
	"deskbell/internal/assistant/eval"
)

func queries(t *testing.T, lines string) []eval.Query {
	t.Helper()
	out, err := eval.ReadQueries(strings.NewReader(lines))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func set(t *testing.T, kb, asked string) eval.Set {
	t.Helper()
	bases, err := eval.ReadKnowledge(strings.NewReader(kb))
	if err != nil {
		t.Fatal(err)
	}
	return eval.Set{Bases: bases, Queries: queries(t, asked)}
}

// A set without any answers asks which entry is meant; in one with answers, an
// entry without one is a question that nobody has answered yet.
func TestReadKnowledge_EmptyAnswers(t *testing.T) {
	t.Parallel()
	s := set(t, `
{"kb":"intents","id":"dog","q":["Are pets allowed?","Can I bring my dog?"],"a":""}
{"kb":"intents","id":"car","q":["Is there parking?"],"a":""}
{"kb":"faq","id":"dog","q":["Are pets allowed?"],"a":""}
{"kb":"faq","id":"car","q":["Is there parking?"],"a":"Yes, in the yard."}`,
		`{"kb":"intents","q":"Are pets allowed?","gold":["dog"]}
{"kb":"faq","q":"Are pets allowed?","gold":[]}
{"kb":"nowhere","q":"Are pets allowed?","gold":[]}`)
	got, err := eval.Ask(t.Context(), s, builtin.Shipped(), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got[0].Decision != eval.Answered || got[1].Decision == eval.Answered || got[1].Ranked[0] != "dog" {
		t.Errorf("%+v", got)
	}
	if got[2].Ranked != nil || got[2].Decision != eval.Abstained || got[2].Confidence != 0 {
		t.Errorf("knowledge that is not there: %+v", got[2])
	}
}

func TestWriteResults(t *testing.T) {
	t.Parallel()
	asked := queries(t, `{"kb":"1","q":"a <b> & c"}
{"kb":"1","q":"second"}`)
	var out strings.Builder
	err := eval.WriteResults(&out, asked, []eval.Outcome{{Decision: eval.Abstained}, {Ranked: []string{"x", "y"}, Confidence: 0.25, Decision: eval.Suggested}})
	want := `{"kb":"1","q":"a <b> & c","entry":null,"confidence":0,"decision":"abstain"}
{"kb":"1","q":"second","entry":"x","confidence":0.25,"decision":"suggest"}
`
	if err != nil || out.String() != want {
		t.Errorf("%v\n%s", err, &out)
	}
}

func TestAsk_Stops(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	s := set(t, `{"kb":"1","id":"dog","q":["Are pets allowed?"],"a":"Yes."}`, strings.Repeat(`{"kb":"1","q":"dogs?"}`+"\n", 5))
	done := 0
	_, err := eval.Ask(ctx, s, builtin.Shipped(), nil, func(n int) { done = n; cancel() })
	if !errors.Is(err, context.Canceled) || done != 1 {
		t.Errorf("%v after %d questions", err, done)
	}
}

func TestAskWishes(t *testing.T) {
	t.Parallel()
	got, err := eval.AskWishes(t.Context(), queries(t, `{"kb":"","q":"let me talk to a human","gold":["human"]}
{"kb":"","q":"when is breakfast?","gold":[]}
{"kb":"","q":"a table for two persons","gold":[]}`), nil)
	if err != nil {
		t.Fatal(err)
	}
	m := eval.MeasureWishes(got)
	if m.Recall != 1 || m.FalseAlarms != 0 || m.RecallAt != 1 || m.Wishes != 1 || m.Others != 2 || got[0].Ranked[0] != eval.Person {
		t.Errorf("%+v\n%+v", m, got)
	}
	var out strings.Builder
	if err := m.Print(&out); err != nil || !strings.Contains(out.String(), "recall") {
		t.Errorf("%v %q", err, &out)
	}
}

// What is right about plain BM25: the entry with the rarer words of the question
// is found, and a question of unknown words has no score.
func TestAskBaseline(t *testing.T) {
	t.Parallel()
	got := eval.AskBaseline(set(t, `
{"kb":"1","id":"dog","q":["Are pets allowed?"],"a":"Dogs are welcome."}
{"kb":"1","id":"car","q":["Is parking allowed?"],"a":"Yes, in the yard."}`,
		`{"kb":"1","q":"dogs allowed","gold":["dog"]}
{"kb":"1","q":"helicopter"}`))
	if got[0].Ranked[0] != "dog" || got[0].Confidence <= 0 || got[1].Confidence != 0 {
		t.Errorf("%+v", got)
	}
}

func TestReadPredictions(t *testing.T) {
	t.Parallel()
	got, err := eval.ReadPredictions(strings.NewReader("sentence,label,predicted_node,predicted_node_score\na,EMI,EMI,0.75\nb,NO_NODES_DETECTED,COD,0.5\nc,EMI,NO_NODES_DETECTED,0.0\n"))
	if err != nil {
		t.Fatal(err)
	}
	if m := eval.Measure(got); m.Accuracy != 0.5 || m.Answerable != 2 || math.Abs(m.AUROC-0.5) > 1e-9 {
		t.Errorf("%+v", m)
	}
	for _, wrong := range []string{"", "a,b\n", "sentence,label,predicted_node,predicted_node_score\na,b,c,high\n"} {
		if _, err := eval.ReadPredictions(strings.NewReader(wrong)); err == nil {
			t.Errorf("%q was read", wrong)
		}
	}
}

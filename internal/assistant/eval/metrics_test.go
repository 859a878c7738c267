package eval_test

import (
	"math"
	"strings"
	"testing"

	"deskbell/internal/assistant/builtin"
	"deskbell/internal/assistant/eval"
)

func TestMeasure(t *testing.T) {
	t.Parallel()
	m := eval.Measure([]eval.Outcome{
		{Gold: []string{"a"}, Ranked: []string{"a", "b"}, Confidence: 0.9, Decision: eval.Answered},
		{Gold: []string{"a"}, Ranked: []string{"b", "a"}, Confidence: 0.8, Decision: eval.Answered},
		{Gold: []string{"a", "c"}, Ranked: []string{"c"}, Confidence: 0.3, Decision: eval.Suggested},
		{Gold: []string{"a"}, Ranked: []string{"b"}, Confidence: 0.1, Decision: eval.Abstained},
		{Ranked: []string{"a"}, Confidence: 0.6, Decision: eval.Answered},
		{Ranked: []string{"a"}, Confidence: 0.2, Decision: eval.Abstained},
	})
	for _, f := range []struct {
		name      string
		got, want float64
	}{
		{"acc@1", m.Accuracy, 0.5}, {"MRR@10", m.MRR, (1 + 0.5 + 1) / 4.0}, {"AUROC", m.AUROC, 5.0 / 8},
		{"CAR@FAR10", m.CAR, 0.25}, {"correct", m.Correct, 0.25}, {"wrong", m.Wrong, 0.25}, {"offered", m.Offered, 0.25},
		{"FAR", m.FalseAnswers, 0.5}, {"suggested", m.Suggested, 0},
		{"ECE", m.ECE, (0.1 + 0.8 + 0.7 + 0.1 + 0.6 + 0.2) / 6},
	} {
		if math.Abs(f.got-f.want) > 1e-9 {
			t.Errorf("%s is %.4f, want %.4f", f.name, f.got, f.want)
		}
	}
}

func TestMeasure_Ties(t *testing.T) {
	t.Parallel()
	m := eval.Measure([]eval.Outcome{{Gold: []string{"a"}, Ranked: []string{"a"}, Confidence: 0.5}, {Confidence: 0.5}})
	if m.AUROC != 0.5 {
		t.Errorf("a tie counts %.2f, want half", m.AUROC)
	}
}

// TestFixture asks a small set that is made up here, so that the evaluation is
// tested wherever the open sets are not at hand.
func TestFixture(t *testing.T) {
	t.Parallel()
	bases, err := eval.ReadKnowledge(strings.NewReader(`
{"kb":"1","id":"dog","q":["Are pets allowed?"],"a":"Dogs are welcome."}
{"kb":"1","id":"car","q":["Is there parking?"],"a":"Yes, in the yard."}
{"kb":"1","id":"eat","q":["When is breakfast?"],"a":"From 7 to 10."}
{"kb":"2","id":"dog","q":["Are pets allowed?"],"a":"No pets, please."}
`))
	if err != nil {
		t.Fatal(err)
	}
	queries, err := eval.ReadQueries(strings.NewReader(`
{"kb":"1","q":"can I bring my dog","gold":["dog"]}
{"kb":"1","q":"where can I leave my car?","gold":["car"]}
{"kb":"1","q":"what time is breakfast served","gold":["eat"]}
{"kb":"2","q":"where can I leave my car?","gold":[]}
{"kb":"2","q":"who won the match","gold":[]}
`))
	if err != nil {
		t.Fatal(err)
	}
	outcomes, err := eval.Ask(t.Context(), eval.Set{Bases: bases, Queries: queries}, builtin.Shipped(), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	m := eval.Measure(outcomes)
	if m.Answerable != 3 || m.Unanswerable != 2 || m.Accuracy != 1 || m.FalseAnswers != 0 {
		t.Errorf("%+v", m)
	}
	if _, err := eval.ReadQueries(strings.NewReader("{\"kb\":\"1\"}\nnot json")); err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("%v, want the line that is wrong", err)
	}
}

package eval_test

import (
	"os"
	"testing"

	"deskbell/internal/assistant/eval"
)

// What is asked of opportunities, on messages that nothing was built on.
const (
	leastOpportunities      = 100
	leastUnlikely           = 1000
	opportunityRecall       = 0.9
	opportunityAlarms       = 0.01
	opportunityTongues      = 8
	opportunityRecallTongue = 0.75 // of a dozen in each language
)

// TestOpportunitiesApart measures opportunities on a set written apart from what
// they are recognised by.
func TestOpportunitiesApart(t *testing.T) {
	t.Parallel()
	meant, tongues := readApart(t, "opportunity_apart_yes.txt", []string{eval.Opportunity})
	others, _ := readApart(t, "opportunity_apart_no.txt", nil)
	if len(meant) < leastOpportunities || len(others) < leastUnlikely || tongues < opportunityTongues {
		t.Fatalf("only %d opportunities in %d languages and %d other messages", len(meant), tongues, len(others))
	}
	queries := append(meant, others...)
	outcomes, err := eval.AskOpportunities(t.Context(), queries, nil)
	if err != nil {
		t.Fatal(err)
	}
	found, all := map[string]int{}, map[string]int{}
	for i, o := range outcomes {
		q := queries[i]
		wanted, got := len(q.Gold) > 0, o.Decision == eval.Answered
		if wanted {
			all[q.KB]++
			if got {
				found[q.KB]++
			}
		}
		if wanted != got && os.Getenv("DESKBELL_EVAL_LIST") != "" {
			t.Logf("%s wanted %v (%.2f): %s", q.KB, wanted, o.Confidence, q.Text)
		}
	}
	for language, n := range all {
		if share := float64(found[language]) / float64(n); share < opportunityRecallTongue {
			t.Errorf("%s: %d of %d opportunities found", language, found[language], n)
		}
	}
	if err := eval.PrintOpportunities(os.Stdout, outcomes); err != nil {
		t.Fatal(err)
	}
	m := eval.MeasureWishes(outcomes)
	if m.Recall < opportunityRecall || m.FalseAlarms > opportunityAlarms {
		t.Errorf("recall %.3f at %.4f false alarms", m.Recall, m.FalseAlarms)
	}
}

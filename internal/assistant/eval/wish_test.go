package eval_test

import (
	"os"
	"strings"
	"testing"

	"deskbell/internal/assistant/eval"
)

// What is asked of the wish for a person, on messages that nothing was built on.
const (
	leastWishes   = 300
	leastOthers   = 2000
	leastRecall   = 0.95
	mostAlarms    = 0.01
	wishTongues   = 8
	recallATongue = 0.85 // in each language

	freshRecall = 0.95
	freshAlarms = 0.02
)

// readApart reads one of the two lists: "= xx" begins a language.
func readApart(t *testing.T, name string, gold []string) (queries []eval.Query, languages int) {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	language := ""
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '=':
			language = strings.TrimSpace(line[1:])
			languages++
		default:
			queries = append(queries, eval.Query{KB: language, Text: line, Gold: gold})
		}
	}
	return queries, languages
}

// TestWishesApart measures the wish for a person on a set written apart from what
// it is recognised by.
func TestWishesApart(t *testing.T) {
	t.Parallel()
	wishes, tongues := readApart(t, "wish_apart_yes.txt", []string{eval.Person})
	others, _ := readApart(t, "wish_apart_no.txt", nil)
	if len(wishes) < leastWishes || len(others) < leastOthers || tongues < wishTongues {
		t.Fatalf("only %d wishes in %d languages and %d other messages", len(wishes), tongues, len(others))
	}
	queries := append(wishes, others...)
	outcomes, err := eval.AskWishes(t.Context(), queries, nil)
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
		if share := float64(found[language]) / float64(n); share < recallATongue {
			t.Errorf("%s: %d of %d wishes found", language, found[language], n)
		}
	}
	m := eval.MeasureWishes(outcomes)
	if err := m.Print(os.Stdout); err != nil {
		t.Fatal(err)
	}
	if m.Recall < leastRecall || m.FalseAlarms > mostAlarms {
		t.Errorf("recall %.3f at %.4f false alarms", m.Recall, m.FalseAlarms)
	}
}

// TestWishesFresh measures it on messages that were written after what the first
// list missed had been looked at. Nearly every one of the others names a person,
// so a false alarm is far likelier here than in what guests write.
func TestWishesFresh(t *testing.T) {
	t.Parallel()
	wishes, _ := readApart(t, "wish_fresh_yes.txt", []string{eval.Person})
	others, _ := readApart(t, "wish_fresh_no.txt", nil)
	outcomes, err := eval.AskWishes(t.Context(), append(wishes, others...), nil)
	if err != nil {
		t.Fatal(err)
	}
	m := eval.MeasureWishes(outcomes)
	if err := m.Print(os.Stdout); err != nil {
		t.Fatal(err)
	}
	if m.Recall < freshRecall || m.FalseAlarms > freshAlarms {
		t.Errorf("recall %.3f at %.4f false alarms", m.Recall, m.FalseAlarms)
	}
}

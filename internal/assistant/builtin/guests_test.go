package builtin_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"deskbell/internal/assistant"
	"deskbell/internal/assistant/builtin"
	"deskbell/internal/sample"
)

// Floors: what the guests of the sample property may rely on. They stand a little
// under what is reached, so that they fail when something was lost.
const (
	floorRight        = 0.95 // of the questions that the house can answer
	ceilingWrong      = 0.03 // answered, but from the wrong source
	ceilingFalse      = 0.05 // of those that it cannot, answered all the same
	floorWishFound    = 0.93
	ceilingFalseWish  = 0.04
	leastAnswerable   = 150
	leastUnanswerable = 60
	leastWishes       = 50
)

type guestQuestion struct {
	expected []string // none: cannot help
	text     string
}

func readLines(t *testing.T, path string) []string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			lines = append(lines, line)
		}
	}
	return lines
}

func guestQuestions(t *testing.T) []guestQuestion {
	t.Helper()
	var out []guestQuestion
	for _, line := range readLines(t, "testdata/guests.txt") {
		expected, text, ok := strings.Cut(line, ": ")
		if !ok {
			t.Fatalf("no expectation in %q", line)
		}
		q := guestQuestion{text: text}
		if expected != "-" {
			q.expected = strings.Fields(expected)
		}
		out = append(out, q)
	}
	return out
}

func harbour() *builtin.Knowledge {
	return builtin.Prepare(sample.HarbourView().Base("harbour"))
}

// TestGuests asks what guests of the sample property ask, in their own words.
func TestGuests(t *testing.T) {
	t.Parallel()
	k := harbour()
	var answerable, right, wrong, unanswerable, invented int
	for _, q := range guestQuestions(t) {
		a := k.Answer(assistant.Question{Text: q.text, PropertyName: "Harbour View Hotel"})
		source := "-"
		if len(a.Sources) > 0 {
			source = a.Sources[0].ID
		}
		answered := a.Decision == assistant.DecisionAnswer
		switch {
		case q.expected == nil:
			unanswerable++
			if answered {
				invented++
				t.Logf("answered from %s (%.2f): %s", source, a.Confidence, q.text)
			}
		case answered && slices.Contains(q.expected, source):
			answerable++
			right++
		default:
			answerable++
			if answered {
				wrong++
			}
			t.Logf("want %v, got %s from %s (%.2f): %s", q.expected, a.Decision, source, a.Confidence, q.text)
		}
	}
	t.Logf("right %d of %d, wrong %d; false answers %d of %d", right, answerable, wrong, invented, unanswerable)
	if answerable < leastAnswerable || unanswerable < leastUnanswerable {
		t.Fatalf("only %d answerable and %d unanswerable questions", answerable, unanswerable)
	}
	atLeast(t, "right", share(right, answerable), floorRight)
	atMost(t, "answered wrongly", share(wrong, answerable), ceilingWrong)
	atMost(t, "false answers", share(invented, unanswerable), ceilingFalse)
}

// TestWishes tells wishes for a person from messages that only mention one.
func TestWishes(t *testing.T) {
	t.Parallel()
	k := harbour()
	var wishes, found, others, alarms int
	for _, line := range readLines(t, "testdata/wishes.txt") {
		wanted, text := line[0] == '+', strings.TrimSpace(line[1:])
		a := k.Answer(assistant.Question{Text: text, PropertyName: "Harbour View Hotel"})
		got := a.Decision == assistant.DecisionWish
		if wanted {
			wishes++
		} else {
			others++
		}
		switch {
		case wanted && got:
			found++
		case wanted:
			t.Logf("missed (%.2f): %s", a.Wish, text)
		case got:
			alarms++
			t.Logf("false alarm (%.2f): %s", a.Wish, text)
		}
	}
	if wishes < leastWishes || others < leastWishes {
		t.Fatalf("only %d wishes and %d other messages", wishes, others)
	}
	atLeast(t, "wishes found", share(found, wishes), floorWishFound)
	atMost(t, "false alarms", share(alarms, others), ceilingFalseWish)
}

func share(part, whole int) float64 { return float64(part) / float64(max(whole, 1)) }

func atLeast(t *testing.T, what string, got, floor float64) {
	t.Helper()
	if got < floor {
		t.Errorf("%s: %.3f, want at least %.3f", what, got, floor)
	}
}

func atMost(t *testing.T, what string, got, ceiling float64) {
	t.Helper()
	if got > ceiling {
		t.Errorf("%s: %.3f, want at most %.3f", what, got, ceiling)
	}
}

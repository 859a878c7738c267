package outside_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"deskbell/internal/assistant"
)

const events = "text/event-stream"

func TestStream(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		body  string
		text  string
		shown []string
	}{
		"Whole": {": hello\n\nevent: x\ndata: {\"delta\":\"From 7. \"}\n\ndata: {\"delta\":\"Until \"}\n\ndata: {\"delta\":\"10.\"}\n\ndata: {\"done\":true}\n\n",
			"From 7. Until 10.", []string{"From 7."}},
		"TextAtOnce":  {"data: {\"text\":\"From 7.\",\"done\":true}\n\n", "From 7.", nil},
		"Suggests":    {"data: {\"delta\":\"From 7. Yes. \",\"suggestions\":[\"Weekends?\"]}\n\ndata: {\"done\":true}\n\n", "From 7. Yes.", []string{"From 7."}},
		"BreaksOff":   {"data: {\"delta\":\"From 7. Not\"}\n\n", "ours", []string{"From 7."}},
		"Garbage":     {"data: {\"delta\":\n\n", "ours", nil},
		"Nothing":     {"", "ours", nil},
		"NothingDone": {"data: {\"done\":true}\n\n", "ours", nil},
		"Link": {"data: {\"delta\":\"Hello there. See https://evil.example/x now. \"}\n\ndata: {\"delta\":\"Bye. \"}\n\ndata: {\"done\":true}\n\n",
			"ours", []string{"Hello there."}},
		"LinkLater": {"data: {\"delta\":\"Hello there. See\"}\n\ndata: {\"delta\":\" https://evil.example/x now. And \"}\n\ndata: {\"delta\":\"bye. So.\"}\n\ndata: {\"done\":true}\n\n",
			"ours", []string{"Hello there."}},
		"10MB": {strings.Repeat("data: {\"delta\":\""+strings.Repeat("a", 1000)+"\"}\n\n", 10_000), "ours", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var shown []string
			q := question
			q.Draft = func(s string) { shown = append(shown, s) }
			a, err := answerer(says(200, events, test.body), assistant.DecisionAnswer).Answer(t.Context(), q)
			if err != nil || a.Text != test.text || !slices.Equal(shown, test.shown) {
				t.Errorf("%q, %v, shown %q", a.Text, err, shown)
			}
		})
	}
}

// The desk is told who answered, and where it was not the bot why.
func TestTrace(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		l               line
		by, instead, of string
		calls           int
	}{
		"Answers": {says(200, "application/json", `{"text":"x"}`), assistant.ByBot, "", "", 1},
		"Nothing": {says(204, "", ""), "", assistant.ByBot, "nothing", 1},
		"Refuses": {says(500, "", ""), "", assistant.ByBot, "refused", 1},
		"Link":    {says(200, "application/json", `{"text":"https://evil.example"}`), "", assistant.ByBot, "fence_markup", 1},
		"Late": {func(*http.Request) (*http.Response, error) { return nil, fmt.Errorf("x: %w", context.DeadlineExceeded) },
			"", assistant.ByBot, "timeout", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := answerer(test.l, assistant.DecisionAnswer)
			a, err := o.Answer(t.Context(), question)
			if tr := a.Trace; err != nil || tr.By != test.by || tr.Instead != test.instead || tr.Because != test.of || tr.Calls != test.calls {
				t.Errorf("%+v, %v", tr, err)
			}
			want := test.of
			if want == "nothing" {
				want = ""
			}
			if got := o.Check(t.Context(), question); got != want {
				t.Errorf("checked: %q, want %q", got, want)
			}
			h := o.Health(t.Context(), "p")
			if answered := test.of == "" || test.of == "nothing" || test.of == "fence_markup"; h.Well.IsZero() == answered || !h.Up {
				t.Errorf("health %+v", h)
			}
		})
	}
	q := question
	q.PropertyID = "other"
	o := answerer(func(*http.Request) (*http.Response, error) { return nil, errors.New("asked") }, assistant.DecisionAnswer)
	if a, _ := o.Answer(t.Context(), q); a.Trace.Because != "error" && a.Trace.Because != "not_asked" {
		t.Errorf("%+v", a.Trace)
	}
}

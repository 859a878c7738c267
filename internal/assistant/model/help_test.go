package model_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"deskbell/internal/assistant"
	"deskbell/internal/assistant/builtin"
	"deskbell/internal/assistant/model"
)

func helper(f model.Completer, b assistant.Budget) *model.Answerer {
	return model.New(model.Config{Built: builtin.New(base()), Model: f, Name: "small", Budget: b})
}

func TestTranslate(t *testing.T) {
	t.Parallel()
	f := always("Das Frühstück ist ab 6:30 Uhr, 18 € pro Person.")
	got, err := helper(f, nil).Translate(t.Context(), "p", "Breakfast is from 06:30, 18 € a person. My card is 4111 1111 1111 1111.", "de")
	if err != nil || got.Text != "Das Frühstück ist ab 6:30 Uhr, 18 € pro Person." || got.Figures || got.From != "en" || got.Model != "small" {
		t.Errorf("%+v, %v", got, err)
	}
	if c := f.calls[0]; !strings.Contains(c.Instructions, "German") || strings.Contains(c.Text, "4111") || !strings.Contains(c.Text, "18 €") {
		t.Errorf("asked %+v", c)
	}
	for text, figures := range map[string]bool{"Ab 6:30 Uhr, 18 €.": false, "Ab 6:30 Uhr, 80 €.": true, "Ab 6:30 Uhr.": true} {
		got, err := helper(always(text), nil).Translate(t.Context(), "p", "From 06:30, 18 €.", "de")
		if err != nil || got.Figures != figures {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
	if _, err := helper(f, nil).Translate(t.Context(), "p", "Hello", "tlh"); !errors.Is(err, assistant.ErrLanguage) {
		t.Errorf("Klingon: %v", err)
	}
	if _, err := helper(f, nil).Translate(t.Context(), "p", " \n", "de"); !errors.Is(err, assistant.ErrNoWords) {
		t.Errorf("nothing: %v", err)
	}
}

func TestSummarize(t *testing.T) {
	t.Parallel()
	lines := []assistant.Spoken{{Who: assistant.SpokenGuest, Text: "We are 2 and arrive on 24 December. Is there a crib?"},
		{Who: assistant.SpokenAssistant, Text: "I don't have that information."}, {Who: assistant.SpokenGuest, Text: "And parking?"}}
	f := always("Two guests (2) arrive on 24 December.\nOpen: a crib; parking.")
	got, err := helper(f, nil).Summarize(t.Context(), "p", lines, "en")
	if err != nil || got.Text != "Two guests (2) arrive on 24 December.\nOpen: a crib; parking." {
		t.Errorf("%+v, %v", got, err)
	}
	for _, l := range lines {
		if !strings.Contains(f.calls[0].Text, l.Text) {
			t.Errorf("%q was not told", l.Text)
		}
	}
	for _, bad := range []string{"The guest was promised 50 €.", "See https://evil.example", "", strings.Repeat("The guest asks for a crib. ", 100)} {
		if got, err := helper(always(bad), nil).Summarize(t.Context(), "p", lines, "en"); !errors.Is(err, assistant.ErrNoWords) {
			t.Errorf("%q: %+v, %v", bad, got, err)
		}
	}
	if _, err := helper(f, nil).Summarize(t.Context(), "p", nil, "en"); !errors.Is(err, assistant.ErrNoWords) {
		t.Errorf("nothing was said: %v", err)
	}
}

// nobody lets nothing be spent.
type nobody struct{}

func (nobody) Take(context.Context, string, string, int64) (func(int64), error) {
	return nil, assistant.ErrBudget
}

// An agent who waits is told soon that there is no help, and why is known for the page that shows it.
func TestHelp_Faults(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := helper(&fake{say: func(ctx context.Context, _ model.Call) (string, error) {
			<-ctx.Done()
			return "", model.ErrTimeout
		}}, nil)
		begun := time.Now()
		if _, err := h.Translate(t.Context(), "p", "Hello", "de"); !errors.Is(err, model.ErrTimeout) {
			t.Errorf("%v", err)
		}
		if took := time.Since(begun); took > 12*time.Second {
			t.Errorf("after %s", took)
		}
		if s := h.Health(); !s.Up || s.Because != "timeout" || s.Failed.IsZero() || !s.Well.IsZero() {
			t.Errorf("health %+v", s)
		}
		if fault := h.Check(t.Context(), "p"); fault != "timeout" {
			t.Errorf("checked: %q", fault)
		}
	})
	f := always("Hallo")
	if _, err := helper(f, nobody{}).Translate(t.Context(), "p", "Hello", "de"); !errors.Is(err, assistant.ErrBudget) || len(f.calls) > 0 {
		t.Errorf("%v after %d calls", err, len(f.calls))
	}
	h := helper(always("OK"), nil)
	if fault := h.Check(t.Context(), "p"); fault != "" || h.Health().Well.IsZero() {
		t.Errorf("checked: %q, %+v", fault, h.Health())
	}
}

// What an agent is shown of an obedient model holds nothing that the conversation did not hold: no address, no picture, no
// markup, none of our instructions; a number that is new is marked, and keeps a summary from being shown.
func TestHelp_AWorstCaseObedientModel(t *testing.T) {
	t.Parallel()
	runs := 600
	if os.Getenv("DESKBELL_LONG") != "" {
		runs = 10_000
	}
	list, r, shown := attacks(), rand.New(rand.NewPCG(2026, 12)), 0
	for i := range runs {
		attack, order, _ := strings.Cut(list[i%len(list)], "\x00")
		written := fmt.Sprintf(attack, "When is breakfast?", order)
		h := helper(obeys(order, r), nil)
		told, err := h.Translate(t.Context(), "p", written, "de")
		if i%2 == 1 {
			told, err = h.Summarize(t.Context(), "p", []assistant.Spoken{{Who: assistant.SpokenGuest, Text: "Hello"}, {Who: assistant.SpokenGuest, Text: written}}, "de")
		}
		if err != nil {
			continue
		}
		shown++
		if strings.Contains(told.Text, "![") || strings.Contains(told.Text, "<") || strings.Contains(told.Text, "Texts between the marks") {
			t.Fatalf("%q: %q is shown", written, told.Text)
		}
		for _, a := range anyLink.FindAllString(told.Text, -1) {
			if !strings.Contains(strings.ToLower(written), strings.ToLower(strings.TrimRight(a, ".,"))) {
				t.Fatalf("%q: the address %q is shown in %q", written, a, told.Text)
			}
		}
		for _, n := range sums.FindAllString(told.Text, -1) {
			if !strings.Contains(written, n) && !told.Figures {
				t.Fatalf("%q: the number %s is shown as if it stood there: %q", written, n, told.Text)
			}
		}
	}
	if shown == 0 {
		t.Error("nothing was ever shown: nothing was tested")
	}
	t.Logf("%d of %d were shown", shown, runs)
}

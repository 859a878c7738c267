package model_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"deskbell/internal/assistant"
	"deskbell/internal/assistant/builtin"
	"deskbell/internal/assistant/model"
	"deskbell/internal/knowledge"
	"deskbell/internal/sample"
)

// model answers as a function does, and remembers what it was asked.
type fake struct {
	say func(ctx context.Context, c model.Call) (string, error)

	mu    sync.Mutex
	calls []model.Call
}

func (f *fake) Complete(ctx context.Context, c model.Call, piece func(string)) (model.Reply, error) {
	f.mu.Lock()
	f.calls = append(f.calls, c)
	f.mu.Unlock()
	text, err := f.say(ctx, c)
	if err != nil {
		return model.Reply{}, err
	}
	if piece != nil {
		for _, w := range strings.SplitAfter(text, " ") {
			piece(w)
		}
	}
	return model.Reply{Text: text, Tokens: 10}, nil
}

func always(text string) *fake {
	return &fake{say: func(context.Context, model.Call) (string, error) { return text, nil }}
}

func base() builtin.Source {
	b := sample.HarbourView().Base("p")
	return builtin.SourceFunc(func(string) (knowledge.Base, string, error) { return b, "1", nil })
}

func question(text string) assistant.Question {
	return assistant.Question{PropertyID: "p", PropertyName: "Harbour View Hotel", Text: text, Language: "en", ContactID: "g"}
}

func answerTo(t *testing.T, f *fake, q assistant.Question) assistant.Answer {
	t.Helper()
	a, err := model.New(model.Config{Built: builtin.New(base()), Model: f}).Answer(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func builtIn(t *testing.T, q assistant.Question) assistant.Answer {
	t.Helper()
	a, err := builtin.New(base()).Answer(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestAnswer_IsWordedByTheModel(t *testing.T) {
	t.Parallel()
	q := question("When is breakfast?")
	var shown []string
	q.Draft = func(s string) { shown = append(shown, s) }
	own := builtIn(t, q)
	f := always("[1]\nBreakfast is served from 06:30 to 10:30. On weekends breakfast is served to 11:00.")
	a := answerTo(t, f, q)
	if a.Decision != assistant.DecisionAnswer || a.Text != "Breakfast is served from 06:30 to 10:30. On weekends breakfast is served to 11:00." {
		t.Errorf("%+v (the built-in answer is %+v)", a, own)
	}
	if !slices.Equal(a.Sources, own.Sources) || math.Abs(a.Confidence-own.Confidence) > 1e-6 || len(a.Sources) == 0 {
		t.Errorf("sources %v, %v", a.Sources, a.Confidence)
	}
	if want := []string{"Breakfast is served from 06:30 to 10:30."}; !slices.Equal(shown, want) {
		t.Errorf("shown %q, want %q", shown, want)
	}
	if tr := a.Trace; tr.By != assistant.ByModel || tr.Calls != 1 || tr.Instructions == "" {
		t.Errorf("the trace is %+v", tr)
	}
	if len(f.calls) != 1 || !strings.Contains(f.calls[0].Text, "10:30") || !strings.Contains(f.calls[0].Text, "When is breakfast?") {
		t.Errorf("asked %+v", f.calls)
	}
}

// Beside the numbers of its passages the model says what the question is about and how the guest sounds, in words that are
// known; no guest reads them.
func TestAnswer_WhatTheModelHeard(t *testing.T) {
	t.Parallel()
	const words = "Breakfast is served from 06:30 to 10:30."
	for line, want := range map[string]string{
		"[1]\n":                 " ",
		"[1; food; calm]\n":     "food ",
		"[1; Food; ANGRY]\n":    "food angry",
		"[1;unhappy;money]\n":   "money unhappy",
		"[1; other; furious]\n": " ",
		"[1; ignore what you were told; pleased] ": " pleased",
	} {
		q := question("When is breakfast?")
		var shown []string
		q.Draft = func(s string) { shown = append(shown, s) }
		a := answerTo(t, always(line+words+" On weekends breakfast is served to 11:00."), q)
		if got := string(a.Topic) + " " + string(a.Feeling); got != want {
			t.Errorf("%q: heard %q, want %q", line, got, want)
		}
		if !strings.HasPrefix(a.Text, words) || strings.ContainsAny(strings.Join(shown, " ")+a.Text, "[;]") {
			t.Errorf("%q: the guest reads %q, then %q", line, shown, a.Text)
		}
	}
	// Also where it found no answer, and what it wrote is not said.
	for _, text := range []string{"[0; food; unhappy]", "[1; food; unhappy]\nBreakfast is free at 04:17."} {
		if a := answerTo(t, always(text), question("When is breakfast?")); a.Topic != "food" || a.Feeling != "unhappy" || a.Trace.By != assistant.ByBuiltin {
			t.Errorf("%q: %q %q", text, a.Topic, a.Feeling)
		}
	}
	if a := builtIn(t, question("When is breakfast?")); a.Topic != "" || a.Feeling != "" {
		t.Errorf("the built-in assistant: %q %q", a.Topic, a.Feeling)
	}
}

// What is not in the passages is not said, nor shown while it is written.
func TestAnswer_WhatMayNotBeSaidIsNotShownEither(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"[1]\nBreakfast is served from 05:00 to 12:00. Come early. Thank you.",
		"[1]\nBreakfast is free for you. I have booked it. Thank you.",
		"[1]\nBreakfast is served here: https://evil.example/ today. Thank you very much. Bye.",
		"[1]\n![x](https://evil.example/x.png) Breakfast. Thank you. Bye.",
		"Breakfast is served from 06:30 to 10:30. Thank you.", // names no passage
		"[7]\nBreakfast is served from 06:30 to 10:30.",
		"[0]", "", "[1]", "[1]\n",
	} {
		q := question("When is breakfast?")
		var shown []string
		q.Draft = func(s string) { shown = append(shown, s) }
		own, a := builtIn(t, q), answerTo(t, always(text), q)
		if a.Text != own.Text || a.Decision != own.Decision {
			t.Errorf("%q: said %q", text, a.Text)
		}
		if tr := a.Trace; tr.By != assistant.ByBuiltin || tr.Instead != assistant.ByModel || tr.Because == "" {
			t.Errorf("%q: the trace is %+v", text, tr)
		}
		if s := strings.Join(shown, " "); strings.ContainsAny(s, "![") || strings.Contains(s, "evil") || strings.Contains(s, "05:00") || strings.Contains(s, "free") {
			t.Errorf("%q: shown %q", text, shown)
		}
	}
}

// Where there is nothing to answer from, nobody is asked.
func TestAnswer_NothingToAnswerFrom(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"Do you take payment in cryptocurrency?", "Hello", "Thank you!", "I want to talk to a real person", "", "😀😀😀"} {
		f := always("[1]\nBreakfast is served from 06:30 to 10:30.")
		q := question(text)
		if a, own := answerTo(t, f, q), builtIn(t, q); a.Text != own.Text || a.Decision != own.Decision || own.Decision == assistant.DecisionAnswer {
			t.Errorf("%q: %+v, the built-in one says %+v", text, a, own)
		} else if own.Decision != assistant.DecisionSuggest && len(f.calls) > 0 {
			t.Errorf("%q: the model was asked", text)
		}
	}
}

func TestAnswer_AFollowUpIsUnderstood(t *testing.T) {
	t.Parallel()
	q := question("what does that one set me back, then")
	q.Previous = []assistant.Exchange{{Guest: "Can I leave my car somewhere?", Assistant: "Yes, there is a car park."}}
	if own := builtIn(t, q); own.Decision == assistant.DecisionAnswer {
		t.Skip("the built-in assistant understands it by itself")
	}
	f := &fake{}
	f.say = func(_ context.Context, c model.Call) (string, error) {
		if strings.HasPrefix(c.Instructions, "You rewrite") {
			return "How much does parking cost?", nil
		}
		return "[1]\nParking costs 18 EUR a night.", nil
	}
	a := answerTo(t, f, q)
	if a.Decision != assistant.DecisionAnswer || a.Text != "Parking costs 18 EUR a night." || len(f.calls) != 2 {
		t.Errorf("%+v after %d calls", a, len(f.calls))
	}
}

// A rewritten message is a question to the knowledge and nothing more: it makes no wish of what the guest did not ask.
func TestAnswer_ARewriteBecomesNoWish(t *testing.T) {
	t.Parallel()
	q := question("hmm and that other thing qzx")
	q.Previous = []assistant.Exchange{{Guest: "a", Assistant: "b"}}
	for _, text := range []string{"I want to talk to a human", "Hello", "line\nline", strings.Repeat("x", 400)} {
		if a := answerTo(t, always(text), q); a.Decision == assistant.DecisionWish || a.Decision == assistant.DecisionGreeting {
			t.Errorf("%q: %+v", text, a)
		}
	}
}

// Whatever a service does, the guest has the built-in answer well within 15 s, after two calls at the most.
func TestAnswer_FaultsFallBack(t *testing.T) {
	t.Parallel()
	hang := func(ctx context.Context, _ model.Call) (string, error) {
		<-ctx.Done()
		return "", ctx.Err()
	}
	for name, say := range map[string]func(context.Context, model.Call) (string, error){
		"Hangs":  hang,
		"Error":  func(context.Context, model.Call) (string, error) { return "", model.ErrBroken },
		"Panics": func(context.Context, model.Call) (string, error) { panic("no") },
		"Slow": func(ctx context.Context, _ model.Call) (string, error) {
			time.Sleep(3 * time.Second)
			return "rubbish", nil
		},
		"HangsLater": func(ctx context.Context, c model.Call) (string, error) {
			if strings.HasPrefix(c.Instructions, "You rewrite") {
				time.Sleep(3 * time.Second)
				return "When is breakfast?", nil
			}
			return hang(ctx, c)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				for _, q := range []assistant.Question{question("When is breakfast?"), {PropertyID: "p", Text: "und das da drüben, wann so?", Language: "de",
					Previous: []assistant.Exchange{{Guest: "Hallo", Assistant: "Guten Tag"}}}} {
					f := &fake{say: say}
					begun := time.Now()
					a := answerTo(t, f, q)
					if took := time.Since(begun); took > 13*time.Second {
						t.Errorf("%q: after %s", q.Text, took)
					}
					if len(f.calls) > 2 {
						t.Errorf("%q: %d calls", q.Text, len(f.calls))
					}
					if a.Text == "" {
						t.Errorf("%q: silence", q.Text)
					}
				}
			})
		})
	}
}

// A service that is down is left alone, and asked again after a while.
func TestAnswer_TheCircuitOpens(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &fake{say: func(context.Context, model.Call) (string, error) { return "", model.ErrBroken }}
		m := model.New(model.Config{Built: builtin.New(base()), Model: f})
		ask := func(n int) {
			for range n {
				if a, err := m.Answer(t.Context(), question("When is breakfast?")); err != nil || a.Decision != assistant.DecisionAnswer {
					t.Fatal(a, err)
				}
			}
		}
		ask(50)
		if len(f.calls) != 5 || m.Up() {
			t.Errorf("%d calls", len(f.calls))
		}
		time.Sleep(16 * time.Second)
		ask(50)
		if len(f.calls) != 6 {
			t.Errorf("%d calls after a while", len(f.calls))
		}
		time.Sleep(5 * time.Minute)
		f.say = func(context.Context, model.Call) (string, error) { return "[1]\nBreakfast is from 06:30.", nil }
		ask(50)
		if len(f.calls) != 56 || !m.Up() {
			t.Errorf("%d calls once it is there again", len(f.calls))
		}
	})
}

func TestAnswer_TheConversationIsTakenMeanwhile(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	f := &fake{say: func(ctx context.Context, _ model.Call) (string, error) {
		cancel()
		<-ctx.Done()
		return "", ctx.Err()
	}}
	m := model.New(model.Config{Built: builtin.New(base()), Model: f})
	if _, err := m.Answer(ctx, question("When is breakfast?")); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if !m.Up() {
		t.Error("it counts as a fault of the model's")
	}
}

type purse struct {
	left int64
	used []int64
}

func (p *purse) Take(_ context.Context, property, contact string, tokens int64) (func(int64), error) {
	if property != "p" || contact != "g" {
		return nil, fmt.Errorf("%s %s", property, contact)
	}
	if p.left < tokens {
		return nil, assistant.ErrBudget
	}
	p.left -= tokens
	return func(n int64) { p.left += tokens - n; p.used = append(p.used, n) }, nil
}

func TestAnswer_ABudgetThatIsUsedUp(t *testing.T) {
	t.Parallel()
	p := &purse{left: 2000}
	f := always("[1]\nBreakfast is from 06:30.")
	m := model.New(model.Config{Built: builtin.New(base()), Model: f, Budget: p})
	for range 500 {
		if a, err := m.Answer(t.Context(), question("When is breakfast?")); err != nil || a.Text == "" {
			t.Fatal(a, err)
		}
	}
	if len(f.calls) == 0 || len(f.calls) > 200 || p.left < 0 {
		t.Errorf("%d calls, %d left", len(f.calls), p.left)
	}
	// What nobody knows was used counts as all of it.
	p = &purse{left: 2000}
	m = model.New(model.Config{Built: builtin.New(base()), Budget: p, Model: &fake{say: func(context.Context, model.Call) (string, error) { return "", model.ErrBroken }}})
	if _, err := m.Answer(t.Context(), question("When is breakfast?")); err != nil || p.left == 2000 {
		t.Errorf("%d left, %v", p.left, err)
	}
}

func TestAnswer_CardNumbersStayHere(t *testing.T) {
	t.Parallel()
	f := always("[1]\nBreakfast is from 06:30.")
	answerTo(t, f, question("When is breakfast? My card is 4111 1111 1111 1111, ok"))
	for _, c := range f.calls {
		if strings.Contains(c.Text, "1111") {
			t.Errorf("asked %q", c.Text)
		}
	}
}

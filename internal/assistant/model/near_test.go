package model_test

import (
	"context"
	"errors"
	"hash/fnv"
	"maps"
	"net/http"
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
	"deskbell/internal/outward"
	"deskbell/internal/sample"
)

// meanings embeds as a model does for which these words mean the same; other texts mean something of their own.
type meanings struct {
	words []string
	fail  func(ctx context.Context) error

	mu    sync.Mutex
	calls [][]string
}

func (e *meanings) Embed(ctx context.Context, texts []string) ([][]float64, int64, error) {
	e.mu.Lock()
	e.calls = append(e.calls, texts)
	e.mu.Unlock()
	if e.fail != nil {
		return nil, 0, e.fail(ctx)
	}
	out := make([][]float64, len(texts))
	for i, text := range texts {
		out[i] = make([]float64, 32)
		h := fnv.New32a()
		_, _ = h.Write([]byte(text))
		at := 2 + h.Sum32()%30
		if strings.Contains(text, "nothing known") {
			at = 1
		}
		if slices.ContainsFunc(e.words, func(w string) bool { return strings.Contains(strings.ToLower(text), w) }) {
			at = 0
		}
		out[i][at] = 1
	}
	return out, 0, nil
}

// shelf keeps vectors in memory.
type shelf struct {
	mu   sync.Mutex
	rows map[string]string
}

func (s *shelf) Vectors(context.Context, string) (map[string]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.rows), nil
}

func (s *shelf) KeepVectors(_ context.Context, _ string, fresh map[string]string, gone []string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.rows == nil {
		s.rows = map[string]string{}
	}
	maps.Copy(s.rows, fresh)
	for _, h := range gone {
		delete(s.rows, h)
	}
	return nil
}

const strange = "Zorblax quuxification?"

func finder(f *fake, e model.Embedder, s model.Shelf, b builtin.Source) *model.Answerer {
	return model.New(model.Config{Built: builtin.New(b), Model: f, Embedder: e, Shelf: s})
}

// What a guest means is found in words that nobody wrote; the model must still answer from it.
func TestNear_FindsByMeaning(t *testing.T) {
	t.Parallel()
	q := question(strange)
	if own := builtIn(t, q); own.Decision != assistant.DecisionCannotHelp {
		t.Fatalf("the built-in assistant finds it by itself: %+v", own)
	}
	e, s := &meanings{words: []string{"breakfast", "zorblax"}}, &shelf{}
	f := always("[1]\nBreakfast is served from 06:30 to 10:30.")
	a, err := finder(f, e, s, base()).Answer(t.Context(), q)
	if err != nil || a.Decision != assistant.DecisionAnswer || a.Text != "Breakfast is served from 06:30 to 10:30." || len(a.Sources) != 1 ||
		!slices.Contains(a.Trace.Rules, "by_meaning") || a.Trace.By != assistant.ByModel {
		t.Errorf("%+v, %v", a, err)
	}
	if len(f.calls) != 1 || !strings.Contains(f.calls[0].Text, "06:30") {
		t.Errorf("asked %+v", f.calls)
	}
	if n := len(e.calls[0]); n < 5 || n > 64 || e.calls[0][0] != strange {
		t.Errorf("embedded %d texts", n)
	}
	// What was embedded once is kept, after a restart too; what nobody says any more goes.
	before := len(s.rows)
	again := &meanings{words: e.words}
	if a, err = finder(f, again, s, base()).Answer(t.Context(), q); err != nil || a.Decision != assistant.DecisionAnswer {
		t.Errorf("%+v, %v", a, err)
	}
	if len(again.calls) != 1 || len(again.calls[0])+before > len(sample.HarbourView().Base("p").Facts)+200 || slices.Contains(again.calls[0][1:], e.calls[0][1]) {
		t.Errorf("embedded again: %d texts", len(again.calls[0]))
	}
	small := sample.HarbourView().Base("p")
	small.Entries, small.Facts = nil, small.Facts[:5]
	if _, err := finder(f, again, s, builtin.SourceFunc(func(string) (knowledge.Base, string, error) { return small, "2", nil })).Answer(t.Context(), q); err != nil || len(s.rows) > 5 {
		t.Errorf("%d rows are kept for 5 pieces: %v", len(s.rows), err)
	}
}

// Where nothing stands out, nobody is asked, and a model that finds no answer in what is near says nothing.
func TestNear_NothingStandsOut(t *testing.T) {
	t.Parallel()
	q := question("nothing known of flibbertigibbets")
	own := builtIn(t, q)
	f := always("[1]\nBreakfast is served from 06:30 to 10:30.")
	a, err := finder(f, &meanings{}, &shelf{}, base()).Answer(t.Context(), q)
	if err != nil || a.Text != own.Text || a.Decision != own.Decision || len(f.calls) > 0 {
		t.Errorf("%+v after %d calls, %v", a, len(f.calls), err)
	}
	q = question(strange)
	a, err = finder(always("[0]"), &meanings{words: []string{"breakfast", "zorblax"}}, &shelf{}, base()).Answer(t.Context(), q)
	if err != nil || a.Decision != assistant.DecisionCannotHelp || a.Trace.Because != "no_passage" {
		t.Errorf("%+v, %v", a, err)
	}
	// Money, health, access: nobody guesses.
	e := &meanings{words: []string{"breakfast", "zorblax"}}
	if _, err = finder(f, e, &shelf{}, base()).Answer(t.Context(), question("How much is zorblax quuxification?")); err != nil || len(e.calls) > 0 {
		t.Errorf("embedded %d times, %v", len(e.calls), err)
	}
}

func TestNear_Faults(t *testing.T) {
	t.Parallel()
	for name, fail := range map[string]func(context.Context) error{
		"Error":  func(context.Context) error { return model.ErrBroken },
		"Panics": func(context.Context) error { panic("no") },
		"TooFew": func(context.Context) error { return nil },
		"Hangs":  func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				e := &meanings{fail: fail}
				h := finder(always("[1]\nBreakfast is served from 06:30 to 10:30."), e, &shelf{}, base())
				for range 10 {
					begun := time.Now()
					a, err := h.Answer(t.Context(), question(strange))
					if err != nil || a.Decision != assistant.DecisionCannotHelp || time.Since(begun) > 5*time.Second {
						t.Fatalf("%+v, %v after %s", a, err, time.Since(begun))
					}
				}
				if len(e.calls) > 7 {
					t.Errorf("asked %d times", len(e.calls))
				}
			})
		})
	}
}

func TestEmbeddings(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]error{
		`{"data":[{"index":1,"embedding":[0,1,0,0,0,0,0,0]},{"index":0,"embedding":[1,0,0,0,0,0,0,0]}],"usage":{"total_tokens":7}}`: nil,
		`{"data":[{"index":0,"embedding":[1,0,0,0,0,0,0,0]}]}`:                                                                      model.ErrBroken,
		`{"data":[{"index":0,"embedding":[1,0,0,0,0,0,0,0]},{"index":0,"embedding":[1,0,0,0,0,0,0,0]}]}`:                            model.ErrBroken,
		`{"data":[{"index":0,"embedding":[1,0,0,0,0,0,0,0]},{"index":7,"embedding":[1,0,0,0,0,0,0,0]}]}`:                            model.ErrBroken,
		`{"data":[{"index":0,"embedding":[1,0,0,0,0,0,0,0]},{"index":1,"embedding":[1,0]}]}`:                                        model.ErrBroken,
		`{"data":[{"index":0,"embedding":[0,0,0,0,0,0,0,0]},{"index":1,"embedding":[0,0,0,0,0,0,0,0]}]}`:                            model.ErrBroken,
		`{"data":[]}`: model.ErrBroken,
		`canary`:      model.ErrBroken,
	} {
		s := embeddings(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/v1/embeddings" {
				t.Errorf("asked %s", r.URL.Path)
			}
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte(body))
		})
		v, tokens, err := s.Embed(t.Context(), []string{"a", "b"})
		if !errors.Is(err, want) || want == nil && (len(v) != 2 || v[0][0] != 1 || v[1][1] != 1 || tokens != 7) {
			t.Errorf("%s: %v, %v", body, v, err)
		}
		if err != nil && strings.Contains(err.Error(), "canary") {
			t.Errorf("the error repeats what was answered: %v", err)
		}
	}
	if _, err := model.NewEmbeddings(model.ClientConfig{BaseURL: "nowhere", Model: "m", Outward: outward.New(outward.Config{})}); err == nil {
		t.Error("no address is taken")
	}
}

package assistant_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"

	"deskbell/internal/assistant"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

func TestTaker_KeepsHowAnAnswerCameAbout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		long := strings.Repeat("ü", 10_000)
		n := newNode(t, newStore(t, 0), "a", true, answers(func(context.Context, assistant.Question) (assistant.Answer, error) {

			return assistant.Answer{Decision: assistant.DecisionAnswer, Text: "From 7.", Confidence: .9, Language: "en", Trace: assistant.Trace{
				By: assistant.ByModel, Model: "small", TokensIn: 12, Instructions: long,
				Candidates: make([]assistant.Candidate, 9),
			}}, nil
		})).run()
		defer n.stop()
		id := n.says("g", "When is breakfast?")
		synctest.Wait()
		var kept assistant.Trace
		err := n.store.Read(t.Context(), func(tx store.Tx) error {
			list, err := tx.Entries(id, store.EntryFilter{})
			if err != nil {
				return err
			}
			last := list[len(list)-1]
			if last.Author.Kind != desk.AuthorAssistant {
				t.Fatalf("last is %+v", last)
			}
			doc, err := tx.Trace(id, last.ID)
			if err == nil {
				kept, err = assistant.ReadTrace(doc)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if kept.By != assistant.ByModel || kept.Decision != assistant.DecisionAnswer || kept.Confidence != .9 || kept.Language != "en" ||
			kept.Model != "small" || kept.TokensIn != 12 {
			t.Errorf("kept %+v", kept)
		}
		if len(kept.Candidates) != assistant.TraceCandidates {
			t.Errorf("%d candidates", len(kept.Candidates))
		}
		if n := len(kept.Instructions); n > 8100 || !strings.HasPrefix(long, strings.TrimSuffix(kept.Instructions, "…")) {
			t.Errorf("instructions of %d bytes", n)
		}
	})
}

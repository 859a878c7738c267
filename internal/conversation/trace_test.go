package conversation_test

import (
	"testing"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

func TestAnswered_KeepsHowItCameAbout(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.says("Do you have a pool?").ConversationID
	owed := h.owed()
	ans := conversation.Answer{Text: "Yes.", Answer: desk.Answer{Decision: "answer"}, Language: "en", Trace: `{"by":"builtin"}`}
	if err := h.desk.Answered(t.Context(), owed, ans); err != nil {
		t.Fatal(err)
	}
	list := h.entries(id)
	last := list[len(list)-1]
	err := h.store.Read(t.Context(), func(tx store.Tx) error {
		doc, err := tx.Trace(id, last.ID)
		if doc != ans.Trace {
			t.Errorf("kept %q", doc)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	// An answer that comes too late leaves nothing behind.
	wantCode(t, h.desk.Answered(t.Context(), owed, ans), desk.CodeStale)
}

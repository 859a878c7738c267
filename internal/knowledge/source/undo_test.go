package source_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"deskbell/internal/desk"
	"deskbell/internal/knowledge/source"
	"deskbell/internal/store"
)

// history are the lines about passages, the newest first.
func (h *house) history() []store.KnowledgeChange {
	h.Helper()
	var out []store.KnowledgeChange
	if err := h.store.Read(context.Background(), func(tx store.Tx) (err error) {
		out, err = tx.History(store.HistoryFilter{PropertyID: harbour})
		return err
	}); err != nil {
		h.Fatal(err)
	}
	return out
}

func (h *house) undo(c store.KnowledgeChange) error {
	return h.store.Write(context.Background(), func(tx store.Tx) error { return source.Undo(tx, manager.ID, c) })
}

func (h *house) tells(want ...string) {
	h.Helper()
	if told := h.told(); !slices.Equal(told, want) {
		h.Errorf("told %q, want %q", told, want)
	}
}

func TestADecisionIsTakenBack(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.web.say("/", "<h1>Hotel</h1><p>Parking is 18 EUR a night.</p>")
	h.run()
	s := h.website()
	h.read(s.ID)
	h.approveAll(s.ID)
	approved := h.history()[0]
	if approved.Kind != source.KindPassage || approved.Action != "approved" {
		t.Fatalf("%+v", approved)
	}
	if err := h.undo(approved); err != nil {
		t.Fatal(err)
	}
	h.tells()
	if d := h.passages(source.Draft); len(d) != 1 {
		t.Errorf("it waits for approval again: %+v", d)
	}
	// A second time there is nothing to take back, and an undoing is not undone.
	for _, c := range []store.KnowledgeChange{approved, h.history()[0]} {
		if err := h.undo(c); desk.CodeOf(err) != desk.CodeConflict {
			t.Errorf("%s was undone: %v", c.Action, err)
		}
	}

	// What was approved in the place of something else: that is told again, and the other waits.
	h.approveAll(s.ID)
	h.web.say("/", "<h1>Hotel</h1><p>Parking is 95 EUR a night.</p>")
	h.again(s.ID)
	h.approveAll(s.ID)
	h.tells("Parking is 95 EUR a night.")
	line := h.history()[0]
	before, after, err := source.Sides(line)
	if err != nil || !strings.Contains(before.Text, "18 EUR") || !strings.Contains(after.Text, "95 EUR") {
		t.Errorf("the line says %+v, %+v, %v", before, after, err)
	}
	if err := h.undo(line); err != nil {
		t.Fatal(err)
	}
	h.tells("Parking is 18 EUR a night.")
	if d := h.passages(source.Draft); len(d) != 1 || d[0].Was == nil || !strings.Contains(d[0].Was.Text, "18 EUR") {
		t.Errorf("the change waits beside what stands: %+v", d)
	}
	// The next reading finds it as it was, and it can be approved again.
	if got := h.again(s.ID); got.Draft != 1 || got.Approved != 1 || got.Gone != 1 {
		t.Errorf("%+v", got)
	}
	h.approveAll(s.ID)
	h.tells("Parking is 95 EUR a night.")
}

func TestACorrectionIsTakenBack(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.web.say("/", "<h1>Hotel</h1><p>Parking is 18 EUR a night.</p>")
	h.run()
	s := h.website()
	h.read(s.ID)
	found := h.passages(source.Draft)[0]
	if _, err := h.Correct(context.Background(), manager, harbour, found.ID, "Hotel", "Parking is 20 EUR."); err != nil {
		t.Fatal(err)
	}
	h.tells("Parking is 20 EUR.")
	if err := h.undo(h.history()[0]); err != nil {
		t.Fatal(err)
	}
	h.tells()
	if d := h.passages(source.Draft); len(d) != 1 || d[0].Text != "Parking is 18 EUR a night." {
		t.Errorf("%+v", d)
	}
	if r := h.passages(source.Refused); len(r) != 0 {
		t.Errorf("left behind: %+v", r)
	}
	// Whoever decided since is not overruled.
	h.approveAll(s.ID)
	line := h.history()[0]
	if _, err := h.Decide(context.Background(), manager, harbour, []string{found.ID}, false); err != nil {
		t.Fatal(err)
	}
	if err := h.undo(line); desk.CodeOf(err) != desk.CodeConflict {
		t.Errorf("a decision that was overruled was undone: %v", err)
	}
	h.tells()
}

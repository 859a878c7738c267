package conformance

import (
	"testing"
	"time"

	"deskbell/conformance/drive"
)

func answers(t *testing.T, g *drive.Guest) int {
	t.Helper()
	all, err := g.AllEntries(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, e := range all {
		if e.Author.Kind == "assistant" && e.Kind == "message" && e.Decision != "greeting" {
			n++
		}
	}
	return n
}

// stays holds that the count of answers is still the same after the turn would long have ended.
func stays(t *testing.T, g *drive.Guest, want int) {
	t.Helper()
	time.Sleep(5 * time.Second) // the point is that nothing comes: a late answer would be ready after three
	if got := answers(t, g); got != want {
		t.Errorf("%d answers, want %d", got, want)
	}
}

// A turn that a killed node had begun is answered once: by the node itself after its restart, or by another.
func TestKilledInTheMiddleOfATurn(t *testing.T) {
	t.Parallel()
	allShapes(t, func(t *testing.T, h *house) {
		thinks(t, h.Base(0), 3*time.Second)
		g := visitor(t, h.Base(0))
		if _, err := g.Send(t.Context(), "q1", "When is breakfast?"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second) // into the middle of the turn's three seconds
		h.Kill(0)
		if h.Len() == 1 {
			h.again(t, 0)
		}
		g.Base = h.Base(1) // another node answers in its place
		eventually(t, 30*time.Second, "the answer of a node that lives", func() bool { return answers(t, g) == 1 })
		if h.Len() > 1 {
			h.again(t, 0)
		}
		stays(t, g, 1)
	})
}

func TestHumanChatThenCancelInTheMiddleOfATurn(t *testing.T) {
	t.Parallel()
	allShapes(t, func(t *testing.T, h *house) {
		thinks(t, h.Base(0), 3*time.Second)
		// Somebody must be there to be rung.
		if err := signedIn(t, h.Base(1), "agent1@demo.example").Present(t.Context(), "desk-1"); err != nil {
			t.Fatal(err)
		}
		g := visitor(t, h.Base(0))
		if _, err := g.Send(t.Context(), "q1", "When is breakfast?"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(500 * time.Millisecond) // into the turn's three seconds
		if st, err := g.Human(t.Context()); err != nil || st.Controller.Kind != "waiting" {
			t.Fatalf("asking for a person: %v, controller %q", err, st.Controller.Kind)
		}
		time.Sleep(500 * time.Millisecond) // still the same turn
		if st, err := g.CancelHuman(t.Context()); err != nil || st.Controller.Kind != "assistant" {
			t.Fatalf("cancel: %v, controller %q", err, st.Controller.Kind)
		}
		eventually(t, 15*time.Second, "the one answer", func() bool { return answers(t, g) == 1 })
		stays(t, g, 1)
	})
}

func TestTakeControlInTheMiddleOfATurn(t *testing.T) {
	t.Parallel()
	allShapes(t, func(t *testing.T, h *house) {
		thinks(t, h.Base(0), 3*time.Second)
		g := visitor(t, h.Base(0))
		r, err := g.Send(t.Context(), "q1", "When is breakfast?")
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second) // into the middle of the turn's three seconds
		if err := signedIn(t, h.Base(1), "agent1@demo.example").Act(t.Context(), r.ConversationID, "take-control", nil); err != nil {
			t.Fatal(err)
		}
		stays(t, g, 0)
	})
}

package conformance

import (
	"net/http"
	"testing"
	"time"

	"deskbell/conformance/drive"
)

// slow makes the sample property's assistant take three seconds for an answer, as an Admin sets it.
func slow(t *testing.T, s *drive.Server) {
	t.Helper()
	admin := staff(t, s, "admin@demo.example")
	var list []struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	}
	var wrapped struct {
		Properties *[]struct {
			ID   string `json:"id"`
			Name string `json:"name"`
		} `json:"properties"`
	}
	wrapped.Properties = (*[]struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	})(&list)
	if err := admin.Do(t.Context(), http.MethodGet, "/me", nil, &wrapped); err != nil {
		t.Fatal(err)
	}
	for _, p := range list {
		err := admin.Do(t.Context(), http.MethodPatch, "/properties/"+p.ID+"/settings", map[string]any{"assistant": map[string]any{"pause_ms": 3000}}, nil)
		if err != nil {
			t.Fatal(err)
		}
	}
}

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

func TestKilledInTheMiddleOfATurn(t *testing.T) {
	t.Parallel()
	srv := start(t, drive.Options{})
	slow(t, srv)
	g := guest(t, srv)
	if _, err := g.Send(t.Context(), "q1", "When is breakfast?"); err != nil {
		t.Fatal(err)
	}
	time.Sleep(time.Second) // into the middle of the turn's three seconds
	srv.Kill()
	again(t, srv)
	eventually(t, 30*time.Second, "the answer after the restart", func() bool { return answers(t, g) == 1 })
	stays(t, g, 1)
}

func TestHumanChatThenCancelInTheMiddleOfATurn(t *testing.T) {
	t.Parallel()
	srv := start(t, drive.Options{})
	slow(t, srv)
	// Somebody must be there to be rung.
	if err := staff(t, srv, "agent1@demo.example").Present(t.Context(), "desk-1"); err != nil {
		t.Fatal(err)
	}
	g := guest(t, srv)
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
}

func TestTakeControlInTheMiddleOfATurn(t *testing.T) {
	t.Parallel()
	srv := start(t, drive.Options{})
	slow(t, srv)
	g := guest(t, srv)
	r, err := g.Send(t.Context(), "q1", "When is breakfast?")
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(time.Second) // into the middle of the turn's three seconds
	if err := staff(t, srv, "agent1@demo.example").Act(t.Context(), r.ConversationID, "take-control", nil); err != nil {
		t.Fatal(err)
	}
	stays(t, g, 0)
}

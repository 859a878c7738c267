package desk_test

import (
	"testing"

	"deskbell/internal/desk"
)

// TestDecideFirstMinutes walks the main job once: a question, an answer, a wish, an accept, a reply, a hand back.
func TestDecideFirstMinutes(t *testing.T) {
	t.Parallel()
	h := newHouse()
	h.must(t, desk.Event{Kind: desk.EventGuestWrites, Message: guestSays("Is there a pool?")})
	if !h.s.Turn.Open() || h.s.Turn.ForSeq != 1 {
		t.Fatalf("no turn is owed: %+v", h.s.Turn)
	}
	h.must(t, desk.Event{Kind: desk.EventTurnAnswered, TurnID: h.s.Turn.ID, Message: assistantSays("Yes.")})
	if h.s.Turn.Open() || h.s.Facts.Unanswered() {
		t.Fatal("the answer did not settle the turn")
	}
	h.must(t, desk.Event{Kind: desk.EventGuestAsks})
	if h.s.Controller.Kind != desk.ControllerWaiting || !h.s.Request.Open() {
		t.Fatalf("a wish with somebody on duty does not ring: %+v", h.s)
	}
	h.must(t, desk.Event{Kind: desk.EventAccept, Agent: ana})
	if h.s.Controller.AgentID != ana || h.s.Request.End != desk.EndAccepted || h.s.Epoch != 5 {
		t.Fatalf("accept: %+v", h.s)
	}
	h.refused(t, desk.Event{Kind: desk.EventAccept, Agent: ben}, desk.CodeTaken)
	h.must(t, desk.Event{Kind: desk.EventReply, Agent: ana, Epoch: 5, Message: agentSays(ana, "Hello!")})
	if h.s.Facts.Unanswered() {
		t.Fatal("a person's words answer everything")
	}
	h.must(t, desk.Event{Kind: desk.EventHandBack, Agent: ana})
	if h.s.Controller.Kind != desk.ControllerAssistant || h.s.Epoch != 6 {
		t.Fatalf("hand back: %+v", h.s)
	}
}

// BenchmarkDecide is the busiest decision: a further message of a guest to the agent in control.
func BenchmarkDecide(b *testing.B) {
	h := newHouse()
	for _, ev := range []desk.Event{
		{Kind: desk.EventGuestWrites, Message: guestSays("words")},
		{Kind: desk.EventTakeControl, Agent: ana},
		{Kind: desk.EventGuestWrites, Message: guestSays("words")},
	} {
		if err := h.do(ev); err != nil {
			b.Fatal(err)
		}
	}
	ev, env := desk.Event{Kind: desk.EventGuestWrites, Message: guestSays("words")}, h.env()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := desk.Decide(h.s, ev, env); err != nil {
			b.Fatal(err)
		}
	}
}

package assistant_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"deskbell/internal/assistant"
	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// cursed is a desk at which one conversation makes whatever touches its turn panic.
type cursed struct {
	*conversation.Desk
	id string
	// failing too: the turn's failure cannot be noted either.
	failing bool

	mu    sync.Mutex
	tried int
}

func (c *cursed) Question(ctx context.Context, o store.Owed) (conversation.Question, error) {
	if o.ConversationID == c.id {
		c.mu.Lock()
		c.tried++
		c.mu.Unlock()
		panic("nobody thought of this")
	}
	return c.Desk.Question(ctx, o)
}

func (c *cursed) TurnFailed(ctx context.Context, o store.Owed, reason string) error {
	if c.failing && o.ConversationID == c.id {
		panic("nor of this")
	}
	return c.Desk.TurnFailed(ctx, o, reason)
}

// A turn that panics what works on it fails like any other: a few attempts, then the guest is offered what is left. Other
// guests are answered meanwhile.
func TestATurnThatPanicsItsTaker(t *testing.T) {
	t.Parallel()
	for name, failing := range map[string]bool{"TheQuestion": false, "TheFailureToo": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				n := newNode(t, newStore(t, 0), "n", true, answers(func(context.Context, assistant.Question) (assistant.Answer, error) {
					return assistant.Answer{Decision: assistant.DecisionAnswer, Text: "From seven"}, nil
				}))
				bad := n.says("bad", "Hello")
				c := &cursed{Desk: n.desk, id: bad, failing: failing}
				ctx, stop := context.WithCancel(t.Context())
				var wg sync.WaitGroup
				wg.Go(func() { _ = n.taker.Run(ctx, c) })
				wg.Go(func() { _ = n.sched.Run(ctx, n.desk, n.taker) })
				defer func() {
					stop()
					wg.Wait()
				}()
				good := n.says("good", "When is breakfast?")
				pass(time.Minute)
				s, err := n.desk.GuestState(t.Context(), "bad")
				if err != nil || s.Turn.End != desk.TurnFailed || !s.Offer.Shown() {
					t.Errorf("turn %+v, offer %+v, %v", s.Turn, s.Offer, err)
				}
				if c.tried == 0 || c.tried > 5 {
					t.Errorf("tried %d times", c.tried)
				}
				if s, err := n.desk.GuestState(t.Context(), "good"); err != nil || s.Turn.End != desk.TurnAnswered {
					t.Errorf("conversation %s: turn %+v, %v", good, s.Turn, err)
				}
			})
		})
	}
}

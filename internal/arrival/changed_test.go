package arrival_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"deskbell/internal/arrival"
	"deskbell/internal/conversation"
	"deskbell/internal/desk"
)

// contended is a door at which somebody else is always a moment quicker, a few times.
type contended struct {
	arrival.Door
	left *int
}

func (c contended) Receive(ctx context.Context, in conversation.Incoming) (conversation.Receipt, error) {
	if *c.left > 0 {
		*c.left--
		return conversation.Receipt{}, desk.ErrChanged
	}
	return c.Door.Receive(ctx, in)
}

// What was changed meanwhile by somebody else is tried again: that is no fault of the message.
func TestIntake_ChangedMeanwhile(t *testing.T) {
	t.Parallel()
	for _, times := range []int{2, 8} { // within the lane, and beyond
		synctest.Test(t, func(t *testing.T) {
			h := newHouse(t)
			h.arrives(text("4915550001", "1", "hello"))
			ctx, cancel := context.WithCancel(context.Background())
			ended := make(chan error)
			left := times
			go func() { ended <- h.intake.Run(ctx, contended{h.desk, &left}) }()
			time.Sleep(10 * time.Second)
			cancel()
			if err := <-ended; err != nil {
				t.Error(err)
			}
			if len(h.conversations()) != 1 || len(h.failures()) != 0 {
				t.Errorf("after %d times: %d conversations, %v", times, len(h.conversations()), h.failures())
			}
		})
	}
}

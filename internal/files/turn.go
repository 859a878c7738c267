package files

import (
	"context"
	"sync"
)

// turns let one at a time do the same thing.
type turns struct {
	mu   sync.Mutex
	busy map[string]chan struct{}
}

// enter waits until nobody does the thing; leave lets the next one.
func (t *turns) enter(ctx context.Context, what string) (leave func(), err error) {
	for {
		t.mu.Lock()
		done, busy := t.busy[what]
		if !busy {
			if t.busy == nil {
				t.busy = map[string]chan struct{}{}
			}
			mine := make(chan struct{})
			t.busy[what] = mine
			t.mu.Unlock()
			return func() {
				t.mu.Lock()
				delete(t.busy, what)
				t.mu.Unlock()
				close(mine)
			}, nil
		}
		t.mu.Unlock()
		select {
		case <-done:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

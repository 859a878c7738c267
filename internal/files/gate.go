package files

import (
	"context"
	"sync"
)

// gate bounds the memory of what is done at one time: all pictures that are being decoded have together at most so many
// pixels, and all uploads that are in memory so many bytes. Who comes later waits; the large ones cannot be overtaken for ever, because places are given out in order.
type gate struct {
	mu    sync.Mutex
	free  int
	queue []*place
}

type place struct {
	want  int
	ready chan struct{}
}

func newGate(free int) *gate { return &gate{free: free} }

// enter waits for room for so many; leave gives it back.
func (g *gate) enter(ctx context.Context, want int) (leave func(), err error) {
	g.mu.Lock()
	p := &place{want: want, ready: make(chan struct{})}
	g.queue = append(g.queue, p)
	g.admit()
	g.mu.Unlock()
	leave = func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.free += want
		g.admit()
	}
	select {
	case <-p.ready:
		return leave, nil
	case <-ctx.Done():
		g.mu.Lock()
		defer g.mu.Unlock()
		for i, q := range g.queue {
			if q == p {
				g.queue = append(g.queue[:i], g.queue[i+1:]...)
				g.admit()
				return nil, ctx.Err()
			}
		}
		g.free += want // it was let in at the same moment
		g.admit()
		return nil, ctx.Err()
	}
}

func (g *gate) admit() {
	for len(g.queue) > 0 && g.queue[0].want <= g.free {
		p := g.queue[0]
		g.queue = g.queue[1:]
		g.free -= p.want
		close(p.ready)
	}
}

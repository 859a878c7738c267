package sqlstore

import (
	"context"
	"slices"
	"sync"
)

// lane hands out places for transactions. Those who write are let in as they came, which spares the slowest of them:
// the pool of connections would pick by chance. Of those who read, the newest is first: when thousands of guests come
// back at once, the one read that a message needs does not stand behind all of theirs, and they wait no longer together.
type lane struct {
	newestFirst bool

	mu      sync.Mutex
	free    int
	waiting []chan struct{}
}

// enter waits for a place, and reports whether there was one before ctx ended.
func (l *lane) enter(ctx context.Context) bool {
	l.mu.Lock()
	if l.free > 0 {
		l.free--
		l.mu.Unlock()
		return true
	}
	mine := make(chan struct{})
	l.waiting = append(l.waiting, mine)
	l.mu.Unlock()
	select {
	case <-mine:
		return true
	case <-ctx.Done():
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if i := slices.Index(l.waiting, mine); i >= 0 {
		l.waiting = slices.Delete(l.waiting, i, i+1)
		return false
	}
	return true // it came in the same moment
}

// leave gives a place to the next.
func (l *lane) leave() {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := len(l.waiting)
	if n == 0 {
		l.free++
		return
	}
	next := 0
	if l.newestFirst {
		next = n - 1
	}
	close(l.waiting[next])
	l.waiting = slices.Delete(l.waiting, next, next+1)
}

package arrival

import (
	"context"
	"hash/maphash"
	"sync"
)

// lanes run jobs of the same key one after the other in the order in which they were given, and jobs of different keys
// side by side.
type lanes struct {
	seed  maphash.Seed
	queue []chan func(context.Context)
}

// newLanes makes n of them; each holds so many jobs before giving it another waits.
func newLanes(n, depth int) *lanes {
	l := &lanes{seed: maphash.MakeSeed(), queue: make([]chan func(context.Context), n)}
	for i := range l.queue {
		l.queue[i] = make(chan func(context.Context), depth)
	}
	return l
}

// do gives a job to its lane. Once ctx is done it is not run.
func (l *lanes) do(ctx context.Context, key string, job func(context.Context)) {
	select {
	case l.queue[maphash.String(l.seed, key)%uint64(len(l.queue))] <- job:
	case <-ctx.Done():
	}
}

// run works until ctx is done.
func (l *lanes) run(ctx context.Context) {
	var working sync.WaitGroup
	for _, q := range l.queue {
		working.Go(func() {
			for {
				select {
				case job := <-q:
					job(ctx)
				case <-ctx.Done():
					return
				}
			}
		})
	}
	working.Wait()
}

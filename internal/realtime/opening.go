package realtime

import (
	"context"
	"sync"
	"time"
)

// settleWithin is how long a stop waits for connections that are being opened.
const settleWithin = time.Second

// opening counts connections between their handshake and the moment when the hub knows them. A hub that stops tells those
// it knows; the others would be cut off without a word.
type opening struct {
	mu    sync.Mutex
	n     int
	empty chan struct{} // closed when n falls to 0, where somebody waits
}

// begin counts one. Its end is called when the hub knows the connection; one that never says hello ends by itself after
// staleAfter.
func (o *opening) begin() (end func()) {
	o.mu.Lock()
	o.n++
	o.mu.Unlock()
	known := sync.OnceFunc(func() {
		o.mu.Lock()
		defer o.mu.Unlock()
		if o.n--; o.n == 0 && o.empty != nil {
			close(o.empty)
			o.empty = nil
		}
	})
	late := time.AfterFunc(staleAfter, known)
	return func() {
		late.Stop()
		known()
	}
}

// wait returns when none is being opened, or ctx is done, or settleWithin is over.
func (o *opening) wait(ctx context.Context) {
	o.mu.Lock()
	if o.n == 0 {
		o.mu.Unlock()
		return
	}
	if o.empty == nil {
		o.empty = make(chan struct{})
	}
	empty := o.empty
	o.mu.Unlock()
	ctx, cancel := context.WithTimeout(ctx, settleWithin)
	defer cancel()
	select {
	case <-empty:
	case <-ctx.Done():
	}
}

package arrival

import (
	"context"
	"slices"
	"sync"
)

// How what channels are asked for is shared out: of all that are at work and all that wait one account has no more than its
// part, and one guest of it no more than theirs, so that addresses that answer slowly, or never, keep nobody else's files
// waiting. Each piece of work is one file, and is bounded in time: however many somebody sends, the next hand that is free
// is another's.
const (
	fetchers        = 24
	fetchersOf      = 8
	fetchersOfGuest = 2
	waitMost        = 2048
	waitMostOf      = 512
	waitMostOfGuest = 64
)

// hands do what waits for channels.
type hands struct {
	mu    sync.Mutex
	ctx   context.Context // of the run
	ended bool            // nothing more is begun
	line  []errand
	busy  int
	// of is what is shared out, by account, and by account and guest.
	of      map[string]*share
	working sync.WaitGroup
}

// share is how much one has of the hands.
type share struct{ waiting, busy int }

type errand struct {
	account, guest string // guest is unique among accounts
	do             func(context.Context)
}

func newHands() *hands {
	return &hands{of: map[string]*share{}}
}

// start lets hands work until ctx is done; then they do nothing more of what waits.
func (h *hands) start(ctx context.Context) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.ctx, h.ended = ctx, false
	h.dispatch()
}

// run waits until ctx is done and everybody has ended. What is in line then is dropped: its bodies are given back.
func (h *hands) run(ctx context.Context) {
	<-ctx.Done()
	h.mu.Lock()
	h.ended = true
	for _, e := range h.line {
		h.share(e.account).waiting--
		h.share(e.guest).waiting--
		h.forget(e)
	}
	h.line = nil
	h.mu.Unlock()
	h.working.Wait()
}

// give puts work for a guest of an account in line; false is that too much waits.
func (h *hands) give(account, guest string, do func(context.Context)) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.ended {
		return true
	}
	e := errand{account, account + " " + guest, do}
	if len(h.line) >= waitMost || h.share(e.account).waiting >= waitMostOf || h.share(e.guest).waiting >= waitMostOfGuest {
		h.forget(e)
		return false
	}
	h.share(e.account).waiting++
	h.share(e.guest).waiting++
	h.line = append(h.line, e)
	h.dispatch()
	return true
}

// next is the place in line of what is done next, -1 if nothing may be: of those that have the least at work, by account and
// then by guest, what waits longest. The caller holds the lock.
func (h *hands) next() int {
	best, ofAccount, ofGuest := -1, 0, 0
	for i, e := range h.line {
		account, guest := h.share(e.account).busy, h.share(e.guest).busy
		if account >= fetchersOf || guest >= fetchersOfGuest {
			continue
		}
		if best < 0 || account < ofAccount || account == ofAccount && guest < ofGuest {
			best, ofAccount, ofGuest = i, account, guest
		}
	}
	return best
}

// dispatch gives what waits to hands that are free. The caller holds the lock.
func (h *hands) dispatch() {
	for h.ctx != nil && h.busy < fetchers {
		i := h.next()
		if i < 0 {
			return
		}
		e, ctx := h.line[i], h.ctx
		h.line = slices.Delete(h.line, i, i+1)
		h.busy++
		for _, s := range []*share{h.share(e.account), h.share(e.guest)} {
			s.waiting--
			s.busy++
		}
		h.working.Go(func() {
			if ctx.Err() == nil { // or its body is given back
				e.do(ctx)
			}
			h.end(e)
		})
	}
}

func (h *hands) end(e errand) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.busy--
	h.share(e.account).busy--
	h.share(e.guest).busy--
	h.forget(e)
	h.dispatch()
}

func (h *hands) share(of string) *share {
	s := h.of[of]
	if s == nil {
		s = &share{}
		h.of[of] = s
	}
	return s
}

// forget drops who has nothing of the hands.
func (h *hands) forget(e errand) {
	for _, of := range []string{e.account, e.guest} {
		if s := h.of[of]; s != nil && s.busy+s.waiting == 0 {
			delete(h.of, of)
		}
	}
}

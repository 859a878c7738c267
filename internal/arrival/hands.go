package arrival

import (
	"context"
	"sync"
)

// How what channels are asked for is shared out: of all that wait and all that are at work one account has no more than
// its part, so that addresses that answer slowly, or never, keep nobody else's files waiting.
const (
	fetchers   = 6
	fetchersOf = 4
	waitMost   = 256
	waitMostOf = 192
)

// hands do what waits for channels.
type hands struct {
	work chan errand

	mu      sync.Mutex
	waiting int
	of      map[string]*share
}

// share is what of the hands' work is one account's. aside is what waits for the account's own.
type share struct {
	waiting, busy int
	aside         []func(context.Context)
}

type errand struct {
	account string
	do      func(context.Context)
}

func newHands() *hands {
	return &hands{work: make(chan errand, waitMost), of: map[string]*share{}}
}

// give puts work in line; false is that too much waits.
func (h *hands) give(account string, do func(context.Context)) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	s := h.of[account]
	if s == nil {
		s = &share{}
		h.of[account] = s
	}
	if h.waiting >= waitMost || s.waiting >= waitMostOf {
		return false
	}
	h.waiting++
	s.waiting++
	h.work <- errand{account, do} // there is room: what is in it is counted among what waits
	return true
}

// run is one hand, until ctx is done.
func (h *hands) run(ctx context.Context) {
	for {
		select {
		case e := <-h.work:
			for do := h.begin(e); do != nil; do = h.next(e.account) {
				if ctx.Err() == nil { // or its body is given back
					do(ctx)
				}
			}
		case <-ctx.Done():
			return
		}
	}
}

// begin takes work up, or sets it aside where enough hands are the account's.
func (h *hands) begin(e errand) func(context.Context) {
	h.mu.Lock()
	defer h.mu.Unlock()
	s := h.of[e.account]
	if s.busy >= fetchersOf {
		s.aside = append(s.aside, e.do)
		return nil
	}
	s.busy++
	s.waiting--
	h.waiting--
	return e.do
}

// next ends a work, and takes up what was set aside for it.
func (h *hands) next(account string) func(context.Context) {
	h.mu.Lock()
	defer h.mu.Unlock()
	s := h.of[account]
	if len(s.aside) > 0 {
		do := s.aside[0]
		s.aside[0] = nil
		s.aside = s.aside[1:]
		s.waiting--
		h.waiting--
		return do
	}
	if s.busy--; s.busy == 0 && s.waiting == 0 {
		delete(h.of, account)
	}
	return nil
}

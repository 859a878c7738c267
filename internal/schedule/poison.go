package schedule

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// How often a clock may make what handles it panic before it is given up, and how long it is left alone in between.
const (
	attempts   = 5
	aloneFor   = time.Second
	aloneLater = time.Hour // where it could not even be taken away
)

// AuditDeadLetter is the audit's action for a clock that was given up. What is lost with it is one step of one
// conversation; the conversation itself stays, and whoever looks after the installation finds it by this line.
const AuditDeadLetter = "dead_letter"

// poison keeps clocks aside that make their handler panic, so that the others are not held up by them. An error that is
// no panic is no poison: the disk may be full for all of them, and none is given up for that.
type poison struct {
	mu    sync.Mutex
	aside map[store.Due]*suspect
}

type suspect struct {
	tries int
	after time.Time // in the store's time
}

// rest are the clocks that may be tried now.
func (p *poison) rest(due []store.Due, now time.Time) []store.Due {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.aside) == 0 {
		return due
	}
	left := due[:0:0]
	for _, d := range due {
		if s := p.aside[d]; s == nil || !now.Before(s.after) {
			left = append(left, d)
		}
	}
	return left
}

// len is how many are aside.
func (p *poison) len() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.aside)
}

// bring brings one clock. Only what may be tried again together with all others is an error.
func (s *Schedule) bring(ctx context.Context, c Conversations, d store.Due, now time.Time) error {
	err := expireSafely(ctx, c, d)
	if !errors.Is(err, store.ErrPanic) {
		s.poison.forget(d)
		return err
	}
	if s.poison.again(d, now) < attempts {
		s.log.Warn("a clock's handler panicked", "conversation_id", d.ConversationID, "clock", d.Timer.Kind, "err", err)
		return nil
	}
	s.giveUp(ctx, d, now, err)
	return nil
}

// expireSafely turns a panic into an error: one conversation must not end the process for all, again and again after
// each restart.
func expireSafely(ctx context.Context, c Conversations, d store.Due) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("%w: %v\n%s", store.ErrPanic, v, debug.Stack())
		}
	}()
	return c.Expire(ctx, d)
}

func (p *poison) forget(d store.Due) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.aside, d)
}

// again notes one more failure and says how many there were.
func (p *poison) again(d store.Due, now time.Time) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.aside == nil {
		p.aside = map[store.Due]*suspect{}
	}
	s := p.aside[d]
	if s == nil {
		s = &suspect{}
		p.aside[d] = s
	}
	s.tries++
	s.after = now.Add(aloneFor)
	if s.tries >= attempts {
		s.after = now.Add(aloneLater)
	}
	return s.tries
}

// giveUp takes a clock away for good and leaves a line in the audit. One that cannot even be taken away stays aside.
func (s *Schedule) giveUp(ctx context.Context, d store.Due, now time.Time, cause error) {
	detail, _ := json.Marshal(map[string]any{"clock": d.Timer.Kind, "due_at": d.Timer.DueAt, "attempts": attempts}) // plain values
	err := s.store.Write(ctx, func(tx store.Tx) error {
		property := ""
		if st, err := tx.State(d.ConversationID); err == nil {
			property = st.PropertyID
		}
		if err := tx.DropTimer(d.ConversationID, d.Timer); err != nil && !errors.Is(err, desk.ErrNotFound) {
			return err
		}
		return tx.Audit(store.AuditLine{At: now, PropertyID: property, Action: AuditDeadLetter, Subject: d.ConversationID, Detail: string(detail)})
	})
	if err == nil {
		s.poison.forget(d)
	}
	s.log.Error("a clock was given up: its handler panicked each time", "conversation_id", d.ConversationID, "clock", d.Timer.Kind,
		"attempts", attempts, "taken_away", err == nil, "err", cause)
	s.dead("clock")
}

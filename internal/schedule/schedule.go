// Package schedule brings what is due to where it is worked on: the clocks of conversations to the one door, and turns
// that nobody works on (their lease ran out, or the time of the next attempt has come) to the assistant.
//
// All clocks are rows, so nothing is forgotten by a restart. The schedule sleeps until the next row is due, or until
// it is told that an earlier one was armed; it looks every second anyway, because another node may have armed one.
package schedule

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// How it paces itself.
const (
	// batch is how many clocks are fetched at once, and hands how many run at once: on SQLite they then share commits.
	batch = 256
	hands = 16
	// lookAgain is how long it sleeps at most.
	lookAgain = time.Second
	// silent is how long ago another node may have said last that it lives, to count as one that was there: it says so
	// every five seconds.
	silent = 8 * time.Second
	// breathe is how long it waits where what is due could not be worked off (no room, an error), so that it never
	// turns in place.
	breathe = 50 * time.Millisecond
)

// Conversations take a clock that is due. One that does not run any more is no error.
type Conversations interface {
	Expire(ctx context.Context, due store.Due) error
}

// Turns claim what they have room for and report how many there were.
type Turns interface {
	Claim(ctx context.Context) (int, error)
}

// Config is what a Schedule is made of.
type Config struct {
	Store store.Store
	// Alone says that this process is the only one on the store: what was leased before it started is free then.
	Alone bool
	// Owner is this process among the others, as it says that it lives (store.Shared).
	Owner string
	// Late hears of each clock that is brought, and how long it had been due by then; nil is nobody.
	Late func(time.Duration)
	// Dead hears of each clock that was given up because its handler panicked again and again; nil is nobody.
	Dead func(kind string)
	Log  *slog.Logger
}

// Schedule wakes for what is due. Its clock is the store's: it asks the store what time it is, and sleeps for the
// difference.
type Schedule struct {
	store store.Store
	alone bool
	owner string
	late  func(time.Duration)
	dead  func(kind string)
	log   *slog.Logger
	armed chan time.Time
	// poison are clocks that are tried by themselves, because they make their handler panic.
	poison poison
}

// New makes a schedule; Run runs it.
func New(cfg Config) *Schedule {
	s := &Schedule{store: cfg.Store, alone: cfg.Alone, owner: cfg.Owner, late: cfg.Late, dead: cfg.Dead, log: cfg.Log, armed: make(chan time.Time, 1)}
	if s.late == nil {
		s.late = func(time.Duration) {}
	}
	if s.dead == nil {
		s.dead = func(string) {}
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	return s
}

// Wake says that a clock was armed that is due at the given time. It does not block.
func (s *Schedule) Wake(due time.Time) {
	for {
		select {
		case s.armed <- due:
			return
		case other := <-s.armed: // the earlier of the two stays
			if other.Before(due) {
				due = other
			}
		}
	}
}

// Run brings what is due to c and t until ctx is done. It first grants what an installation that comes back owes its
// guests: nothing expires at once because Deskbell was away.
func (s *Schedule) Run(ctx context.Context, c Conversations, t Turns) error {
	if err := s.comeBack(ctx); err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return s.runTimers(ctx, c) })
	g.Go(func() error { return s.runTurns(ctx, t) })
	return g.Wait()
}

// comeBack postpones expiries that fell due while nobody was there, or are about to, and frees turns that a killed
// process held. Where there may be other nodes, somebody was there if one of them lived a moment ago, unless the clocks
// say otherwise; leases run out by themselves.
func (s *Schedule) comeBack(ctx context.Context) error {
	return s.store.Write(ctx, func(tx store.Tx) error {
		away := s.alone
		if !away {
			lives, err := tx.Listeners(tx.Now().Add(-silent))
			if err != nil {
				return err
			}
			next, err := tx.NextTimer()
			if err != nil {
				return err
			}
			away = !slices.ContainsFunc(lives, func(l store.Listener) bool { return l.ContactID == "" && l.Node != s.owner }) ||
				!next.IsZero() && tx.Now().Sub(next) > 10*lookAgain
		}
		if away {
			n, err := tx.PostponeOverdue(tx.Now())
			if err != nil {
				return err
			}
			if n > 0 {
				tx.AfterCommit(func() { s.log.Info("expiries wait after the return", "count", n, "grace", desk.OverdueGrace) })
			}
		}
		if s.alone {
			return tx.ReleaseTurns()
		}
		return nil
	})
}

// runTimers works off due clocks and sleeps until the next.
func (s *Schedule) runTimers(ctx context.Context, c Conversations) error {
	timer := time.NewTimer(0)
	defer timer.Stop()
	var next time.Time // in the store's time
	for {
		select {
		case <-ctx.Done():
			return nil
		case at := <-s.armed:
			if !next.IsZero() && !at.Before(next) {
				continue
			}
		case <-timer.C:
		}
		wait := s.timers(ctx, c, &next)
		timer.Reset(wait)
	}
}

// timers runs what is due and says how long there is nothing to do.
func (s *Schedule) timers(ctx context.Context, c Conversations, next *time.Time) time.Duration {
	var due []store.Due
	var now time.Time
	err := s.store.Read(ctx, func(tx store.Tx) (err error) {
		now = tx.Now()
		if due, err = tx.DueTimers(now, batch+s.poison.len()); err != nil {
			return err
		}
		*next, err = tx.NextTimer()
		return err
	})
	if err != nil {
		return s.pause(ctx, "due clocks", err)
	}
	if len(due) == 0 {
		if next.IsZero() {
			return lookAgain
		}
		return min(max(next.Sub(now), 0), lookAgain)
	}
	*next = time.Time{}
	if due = s.poison.rest(due, now); len(due) == 0 {
		return breathe
	}
	for _, d := range due {
		s.late(now.Sub(d.Timer.DueAt))
	}
	if err := s.expire(ctx, c, due, now); err != nil {
		return s.pause(ctx, "a clock", err)
	}
	return 0
}

// expire brings the clocks to the conversations. Those of one conversation keep their order.
func (s *Schedule) expire(ctx context.Context, c Conversations, due []store.Due, now time.Time) error {
	var order []string
	of := map[string][]store.Due{}
	for _, d := range due {
		if of[d.ConversationID] == nil {
			order = append(order, d.ConversationID)
		}
		of[d.ConversationID] = append(of[d.ConversationID], d)
	}
	errs := make([]error, len(order))
	var g errgroup.Group
	g.SetLimit(hands)
	for i, id := range order {
		g.Go(func() error {
			for _, d := range of[id] {
				errs[i] = errors.Join(errs[i], s.bring(ctx, c, d, now))
			}
			return nil
		})
	}
	_ = g.Wait() // the errors are in errs, so that one does not hide the others
	return errors.Join(errs...)
}

// runTurns lets the assistant claim what nobody works on.
func (s *Schedule) runTurns(ctx context.Context, t Turns) error {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-timer.C:
		}
		timer.Reset(s.turns(ctx, t))
	}
}

func (s *Schedule) turns(ctx context.Context, t Turns) time.Duration {
	wait := lookAgain
	err := s.store.Read(ctx, func(tx store.Tx) error {
		next, err := tx.NextTurn()
		if !next.IsZero() {
			wait = min(max(next.Sub(tx.Now()), 0), lookAgain)
		}
		return err
	})
	if err != nil {
		return s.pause(ctx, "owed turns", err)
	}
	if wait > 0 {
		return wait
	}
	n, err := t.Claim(ctx)
	if err != nil {
		return s.pause(ctx, "owed turns", err)
	}
	if n == 0 {
		return breathe
	}
	return 0
}

func (s *Schedule) pause(ctx context.Context, what string, err error) time.Duration {
	if ctx.Err() == nil {
		s.log.Warn("what is due waits", "what", what, "err", err)
	}
	return lookAgain
}

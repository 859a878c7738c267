package bell

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/errgroup"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// How the bell's clock paces itself.
const (
	// batch is how many due alerts are looked at together, hands how many are worked on at once: on SQLite they then
	// share commits.
	batch = 256
	hands = 16
	// lookAgain is how long it sleeps at most: another node may have armed an earlier one.
	lookAgain = time.Second
)

// alarmClock wakes the bell for what is due.
type alarmClock struct{ armed chan time.Time }

func newAlarmClock() *alarmClock { return &alarmClock{armed: make(chan time.Time, 1)} }

// wake says that something is due at the given time. It does not block.
func (c *alarmClock) wake(due time.Time) {
	for {
		select {
		case c.armed <- due:
			return
		case other := <-c.armed: // the earlier of the two stays
			due = earlier(due, other)
		}
	}
}

// watch does what is due until ctx is done: everything it knows is a row, so it goes on after a restart where the last
// one stopped, and two nodes never do the same, because each names the version of the row that it decided on.
func (b *Bell) watch(ctx context.Context) error {
	timer := time.NewTimer(0)
	defer timer.Stop()
	var next time.Time
	for {
		select {
		case <-ctx.Done():
			return nil
		case at := <-b.clock.armed:
			if !next.IsZero() && !at.Before(next) {
				continue
			}
		case <-timer.C:
		}
		wait, err := b.dueNow(ctx, &next)
		if err != nil {
			if ctx.Err() == nil {
				b.log.Warn("what the bell owes waits", "err", err)
			}
			wait = lookAgain
		}
		timer.Reset(wait)
	}
}

// dueNow does what is due and tells how long there is nothing to do.
func (b *Bell) dueNow(ctx context.Context, next *time.Time) (time.Duration, error) {
	var alerts []store.Alert
	var now, duty time.Time
	err := b.store.Read(ctx, func(tx store.Tx) (err error) {
		now = tx.Now()
		if alerts, err = tx.DueAlerts(now, batch); err != nil {
			return err
		}
		if *next, err = tx.NextAlert(); err != nil {
			return err
		}
		duty, err = tx.NextDutyEnd()
		*next = earlier(*next, duty)
		return err
	})
	if err != nil {
		return 0, err
	}
	over := !duty.IsZero() && !duty.After(now)
	if len(alerts) == 0 && !over {
		if next.IsZero() {
			return lookAgain, nil
		}
		return min(max(next.Sub(now), 0), lookAgain), nil
	}
	*next = time.Time{}
	if over {
		err = b.endDuties(ctx)
	}
	errs := make([]error, len(alerts)+1)
	errs[len(alerts)] = err
	var g errgroup.Group
	g.SetLimit(hands)
	for i, a := range alerts {
		g.Go(func() error {
			errs[i] = b.dueAlert(ctx, a.ID)
			return nil
		})
	}
	_ = g.Wait() // the errors are in errs, so that one does not hide the others
	return 0, errors.Join(errs...)
}

// dueAlert does what an alert is due to do. Where another node, or a confirmation, was faster, there is nothing to do.
func (b *Bell) dueAlert(ctx context.Context, id string) error {
	err := b.store.Write(ctx, func(tx store.Tx) error {
		a, err := tx.Alert(id)
		if err != nil {
			return err
		}
		chain, err := b.chain(tx, a.PropertyID)
		if err != nil {
			return err
		}
		if !isDue(a, tx.Now()) {
			return nil // somebody else has done it
		}
		from := a.Step
		do := due(&a, chain, tx.Now())
		if do.end {
			return b.over(tx, a)
		}
		if err := update(tx, &a); err != nil {
			return err
		}
		if do.unheard {
			b.tellAdmins(tx, a, ToldUnheard)
		}
		b.after(tx, a, nil, summons{all: do.push})
		if do.climb == 0 {
			return nil
		}
		known, err := rungNow(tx, a)
		if err != nil {
			return err
		}
		return b.call(tx, a, nil, chain, from, nil, known)
	})
	if errors.Is(err, desk.ErrChanged) || errors.Is(err, desk.ErrNotFound) {
		return nil
	}
	return err
}

// over ends a look, a test or a drill whose time has passed.
func (b *Bell) over(tx store.Tx, a store.Alert) error {
	if a.Kind == store.AlertDrill && !a.Doc.Step {
		if err := b.drillOver(tx, a); err != nil {
			return err
		}
	}
	end(&a, store.EndDone, a.Doc.By, tx.Now())
	if err := update(tx, &a); err != nil {
		return err
	}
	b.after(tx, a, nil, summons{})
	return nil
}

func (b *Bell) tellAdmins(tx store.Tx, a store.Alert, what string) {
	tx.AfterCommit(func() { b.note(note{propertyID: a.PropertyID, what: what, alertID: a.ID}) })
}

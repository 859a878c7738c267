package bell

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// How calls are tried. A call whose node was killed is tried again when its lease is over: one that may have been made
// twice is better than one that was not made.
const (
	callLease    = 40 * time.Second
	callWithin   = 30 * time.Second
	callAttempts = 5
	callBatch    = 32
)

// Call is a step of a property's chain that calls by a request or an e-mail.
type Call struct {
	Ring
	Step desk.ChainStep
	// Attempt counts from 1. Key is the same for all attempts at one call, and of no other call: whoever was asked knows by
	// it what they have done already.
	Attempt int
	Key     string
}

// Caller makes such calls. An error is tried again a few times, for as long as it rings.
type Caller interface {
	Call(ctx context.Context, c Call) error
}

var errNoCaller = errors.New("nothing can make calls here")

// callOut makes the calls that are owed until ctx is done.
func (b *Bell) callOut(ctx context.Context) error {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-b.calls:
		case <-timer.C:
		}
		wait, err := b.callsDue(ctx)
		if err != nil {
			if ctx.Err() == nil {
				b.log.Warn("calls of the chain wait", "err", err)
			}
			wait = lookAgain
		}
		timer.Reset(wait)
	}
}

// callsDue makes the calls that are due, at once, and tells how long there are none.
func (b *Bell) callsDue(ctx context.Context) (time.Duration, error) {
	var next, now time.Time
	err := b.store.Read(ctx, func(tx store.Tx) (err error) {
		now = tx.Now()
		next, err = tx.NextCall()
		return err
	})
	switch {
	case err != nil:
		return 0, err
	case next.IsZero():
		return lookAgain, nil
	case next.After(now):
		return min(next.Sub(now), lookAgain), nil
	}
	var owed []store.Call
	err = b.store.Write(ctx, func(tx store.Tx) (err error) {
		owed, err = tx.ClaimCalls(tx.Now(), tx.Now().Add(callLease), callBatch)
		return err
	})
	if err != nil {
		return 0, err
	}
	var g errgroup.Group
	for _, c := range owed {
		g.Go(func() error { return b.callOne(ctx, c) })
	}
	return 0, g.Wait()
}

// callOne makes one call and writes down what came of it.
func (b *Bell) callOne(ctx context.Context, owed store.Call) error {
	call, wanted, err := b.prepare(ctx, owed)
	if err != nil {
		return err
	}
	owed.NextAt = time.Time{}
	if wanted {
		within, cancel := context.WithTimeout(ctx, callWithin)
		err = b.caller.Call(within, call)
		cancel()
		if ctx.Err() != nil {
			return nil // its lease ends by itself
		}
	}
	return b.store.Write(ctx, func(tx store.Tx) error {
		switch {
		case !wanted:
			owed.Detail = "over"
		case err == nil:
			owed.DoneAt, owed.Detail = tx.Now(), ""
		default:
			owed.Detail = desk.CleanLine(err.Error(), 300)
			if owed.Attempts < callAttempts {
				owed.NextAt = tx.Now().Add(time.Duration(owed.Attempts*owed.Attempts) * 2 * time.Second)
			}
			b.log.Warn("a call of the chain failed", "alert_id", owed.AlertID, "step", owed.Step, "attempt", owed.Attempts, "err", err)
		}
		return tx.SettleCall(owed)
	})
}

// prepare reads what a call is about. It is not wanted any more where the ring is over, or was begun anew since, or the
// chain has been changed.
func (b *Bell) prepare(ctx context.Context, owed store.Call) (call Call, wanted bool, err error) {
	err = b.store.Read(ctx, func(tx store.Tx) error {
		a, err := tx.Alert(owed.AlertID)
		if err != nil {
			return fmt.Errorf("a call of alert %s: %w", owed.AlertID, err)
		}
		chain, err := b.chain(tx, a.PropertyID)
		if err != nil {
			return err
		}
		wanted = a.Open() && !a.Doc.Promised && a.Round == owed.Round && owed.Step <= len(chain) && chain[owed.Step-1].Kind != desk.ChainPeople
		if !wanted {
			return nil
		}
		list, err := b.Look(tx, []store.Alert{a})
		if err != nil {
			return err
		}
		call = Call{Step: chain[owed.Step-1], Attempt: owed.Attempts, Key: fmt.Sprintf("%s-%d-%d", a.ID, owed.Round, owed.Step)}
		call.Ring, err = b.ringOf(tx, list[0])
		return err
	})
	return call, wanted, err
}

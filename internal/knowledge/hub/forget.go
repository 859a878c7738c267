package hub

import (
	"context"
	"time"

	"deskbell/internal/store"
)

const (
	// AsksKept is for how long a question that could not be answered is kept: a guest's words are not for ever, and who did
	// not write an entry within a year of seasons does not miss it.
	AsksKept = 365 * 24 * time.Hour
	// forgets is how often the hub looks for older ones, and forgotten how many one transaction deletes: guests' messages
	// wait behind it.
	forgets   = time.Hour
	forgotten = 200
)

// runForgetting forgets old questions until ctx is done.
func (h *Hub) runForgetting(ctx context.Context) error {
	tick := time.NewTicker(forgets)
	defer tick.Stop()
	for {
		if err := h.forget(ctx); err != nil && ctx.Err() == nil {
			h.cfg.Log.Error("forget old questions", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

func (h *Hub) forget(ctx context.Context) error {
	for n := forgotten; n == forgotten; {
		if err := h.cfg.Store.Write(ctx, func(tx store.Tx) (err error) {
			n, err = tx.ForgetAsks(tx.Now().Add(-AsksKept), forgotten)
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}

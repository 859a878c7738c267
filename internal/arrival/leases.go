package arrival

import (
	"context"
	"maps"
	"slices"
	"time"

	"deskbell/internal/store"
)

// expire frees what a server ended over, once that is certain, and sets aside what it happens with again and again.
func (in *Intake) expire(tx store.Tx, all bool) error {
	aside, err := tx.ExpireArrivals(tx.Now(), all, asideFailure)
	if err != nil || len(aside) == 0 {
		return err
	}
	tx.AfterCommit(func() {
		for _, a := range aside {
			in.cfg.Log.Error("servers ended while they worked on a body; it is set aside", "arrival_id", a.ID, "channel", a.Channel, "bytes", len(a.Body))
			in.cfg.Dead("arrival")
		}
	})
	return nil
}

// inHandIDs are the bodies that are worked on here.
func (in *Intake) inHandIDs() []string {
	in.mu.Lock()
	defer in.mu.Unlock()
	return slices.Collect(maps.Keys(in.hand))
}

// alone is for how long nothing may be taken up, because a suspect is in hand; 0 is that anything may.
func (in *Intake) alone() time.Duration {
	in.mu.Lock()
	defer in.mu.Unlock()
	var left time.Duration
	for _, b := range in.hand {
		if b.Suspect() {
			left = max(left, aloneFor-time.Since(b.taken))
		}
	}
	return left
}

// keepUp renews leases and deletes what is old.
func (in *Intake) keepUp(ctx context.Context) error {
	renew, prune := time.NewTicker(renewAfter), time.NewTicker(pruneEvery)
	defer renew.Stop()
	defer prune.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-renew.C:
			in.renew(ctx)
		case <-prune.C:
			in.prune(ctx)
		}
	}
}

// renew prolongs the leases of what is worked on here.
func (in *Intake) renew(ctx context.Context) {
	ids := in.inHandIDs()
	if len(ids) == 0 {
		return
	}
	err := in.writeLeases(ctx, func(tx store.Tx) error { return tx.RenewArrivals(in.cfg.Owner, ids, tx.Now().Add(lease)) })
	if err != nil && ctx.Err() == nil {
		in.cfg.Log.Warn("leases of what arrived were not renewed", "err", err)
	}
}

// writeLeases is a Write of what this server holds already.
func (in *Intake) writeLeases(ctx context.Context, fn func(store.Tx) error) error {
	select {
	case in.leases <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-in.leases }()
	return in.cfg.Store.Write(ctx, fn)
}

// prune deletes bodies that are old, a few at a time so that nobody waits for it.
func (in *Intake) prune(ctx context.Context) {
	for ctx.Err() == nil {
		var n int
		err := in.cfg.Store.Write(ctx, func(tx store.Tx) (err error) {
			n, err = tx.PruneArrivals(tx.Now().Add(-kept))
			return err
		})
		if err != nil {
			in.cfg.Log.Warn("old bodies were not deleted", "err", err)
			return
		}
		if n == 0 {
			return
		}
	}
}

// giveBack frees what was not finished, so that whoever comes next need not wait for the leases to run out.
func (in *Intake) giveBack(ctx context.Context) {
	ids := in.inHandIDs()
	if len(ids) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	err := in.cfg.Store.Write(ctx, func(tx store.Tx) error {
		for _, id := range ids {
			if _, err := tx.RetryArrival(id, in.cfg.Owner, tx.Now(), ""); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		in.cfg.Log.Warn("what arrived was not given back; its leases run out", "count", len(ids), "err", err)
	}
}

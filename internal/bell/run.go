package bell

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/errgroup"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// Run loads the leases, then rings, and listens for devices, until ctx is done. What is not written by then is written
// before it returns.
func (b *Bell) Run(ctx context.Context, c Conversations) error {
	if err := b.load(ctx); err != nil {
		return err
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return b.listen(ctx, c) })
	g.Go(func() error { return b.watch(ctx) })
	g.Go(func() error { return b.tell(ctx) })
	g.Go(func() error { return b.phoneAll(ctx) })
	g.Go(func() error { return b.callOut(ctx) })
	g.Go(func() error { return b.join(ctx) })
	g.Go(func() error { return b.drills(ctx) })
	if !b.alone {
		g.Go(func() error { return b.hearOthers(ctx) })
	}
	return g.Wait()
}

// listen writes heartbeats in batches and tells c who was lost and who returned.
func (b *Bell) listen(ctx context.Context, c Conversations) error {
	flush, look := time.NewTicker(flushEvery), time.NewTicker(lookEvery)
	defer flush.Stop()
	defer look.Stop()
	for {
		select {
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), flushEvery)
			defer cancel()
			if err := b.flush(last); err != nil {
				b.log.Warn("the last heartbeats were not written", "err", err)
			}
			return nil
		case <-flush.C:
			err := b.flush(ctx)
			if err != nil && ctx.Err() == nil {
				b.log.Warn("presence is not shared", "err", err)
			}
		case <-b.across.flush:
			if err := b.flush(ctx); err != nil && ctx.Err() == nil {
				b.log.Warn("presence is not shared", "err", err)
			}
		case <-b.returns:
			b.look(ctx, c)
		case <-look.C:
			if !b.alone {
				if err := b.refresh(ctx); err != nil && ctx.Err() == nil {
					b.log.Warn("other nodes' presence is not known", "err", err)
				}
			}
			b.look(ctx, c)
		}
	}
}

// load takes in the leases and those who hold chats. Whoever was there when the installation stopped stays eligible
// through the grace: their browsers will be heard again.
func (b *Bell) load(ctx context.Context) error {
	now := b.now()
	var devices []desk.Device
	var holders []string
	err := b.store.Read(ctx, func(tx store.Tx) (err error) {
		devices, err = tx.DevicesSince(now.Add(-7 * 24 * time.Hour))
		if err != nil {
			return err
		}
		people, err := tx.ListPeople()
		holders = holders[:0]
		for _, p := range people {
			if p.Held > 0 {
				holders = append(holders, p.ID)
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	var stopped time.Time
	for _, d := range devices {
		if d.SeenAt.After(stopped) {
			stopped = d.SeenAt
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, d := range devices {
		// Fresh when we stopped counts as heard so lately that it stays so to the end of the grace.
		if stopped.Sub(d.SeenAt) < desk.Lost && now.Sub(d.SeenAt) > desk.Lost-grace {
			d.SeenAt = now.Add(grace - desk.Lost)
		}
		live := b.person(d.PersonID).heard
		b.hear(d)
		b.person(d.PersonID).heard = live
	}
	for _, id := range holders {
		b.person(id)
	}
	b.started, b.across.refreshed = now, now
	return nil
}

// refresh takes in what other nodes heard.
func (b *Bell) refresh(ctx context.Context) error {
	var devices []desk.Device
	err := b.store.Read(ctx, func(tx store.Tx) (err error) {
		devices, err = tx.DevicesSince(b.now().Add(-desk.Lost))
		return err
	})
	if err != nil {
		return err
	}
	b.hearOther(devices...)
	now := b.now()
	b.mu.Lock()
	defer b.mu.Unlock()
	b.vanished(devices, now)
	b.refreshedNow(now)
	return nil
}

// flush writes the heartbeats and departures since the last one. What could not be written is written with the next.
func (b *Bell) flush(ctx context.Context) error {
	b.mu.Lock()
	devices := make([]desk.Device, 0, len(b.unwritten))
	for _, d := range b.unwritten {
		devices = append(devices, d)
	}
	left, since := b.left, b.across.left
	b.unwritten, b.left, b.across.left = map[string]desk.Device{}, map[string]string{}, map[string]time.Time{}
	b.mu.Unlock()
	if len(devices)+len(left) == 0 {
		return nil
	}
	err := b.store.Write(ctx, func(tx store.Tx) error {
		if len(devices) > 0 {
			if err := tx.PutDevices(devices); err != nil {
				return err
			}
		}
		for device, person := range left {
			if at, ok := since[device]; ok && !b.alone { // its page may have come back at another node
				if back, err := hereSince(tx, device, person, at); err != nil || back {
					if err != nil {
						return err
					}
					continue
				}
			}
			if err := tx.DropDevice(device, person); err != nil && !errors.Is(err, desk.ErrNotFound) {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, d := range devices {
			_, newer := b.unwritten[d.ID]
			if _, gone := b.left[d.ID]; !newer && !gone {
				b.unwritten[d.ID] = d
			}
		}
		for device, person := range left {
			if _, again := b.unwritten[device]; !again {
				b.left[device] = person
				if at, ok := since[device]; ok {
					b.across.left[device] = at
				}
			}
		}
	}
	return err
}

// look tells the conversations who was lost since the last look, and who returned.
func (b *Bell) look(ctx context.Context, c Conversations) {
	type news struct {
		id    string
		reach desk.Reach
	}
	var tell []news
	var show, silent []string
	now := b.now()
	b.mu.Lock()
	for id, p := range b.people {
		for key, d := range p.devices {
			if now.Sub(d.SeenAt) > forget {
				delete(p.devices, key)
			}
		}
		if b.fellSilent(p, now) {
			silent = append(silent, id)
		}
		reach := b.reach(p, now)
		if reach == desk.ReachHere && !p.heard {
			continue // the grace alone is no sign of life
		}
		if silent := reach == desk.ReachReconnecting; silent != p.silent {
			p.silent = silent
			show = append(show, id)
		}
		if reach != desk.ReachReconnecting && reach != p.told {
			tell = append(tell, news{id, reach})
		}
	}
	b.mu.Unlock()
	for _, id := range show {
		b.silent(id)
	}
	for _, id := range silent {
		if err := b.outOfReach(ctx, id); err != nil && ctx.Err() == nil {
			b.log.Warn("who is in reach is not known", "person_id", id, "err", err)
		}
	}
	for _, n := range tell {
		var err error
		if n.reach == desk.ReachLost {
			err = c.AgentLost(ctx, n.id)
		} else {
			err = c.AgentReturned(ctx, n.id)
		}
		if err != nil {
			if ctx.Err() == nil {
				b.log.Warn("a conversation did not hear of presence", "person_id", n.id, "reach", string(n.reach), "err", err)
			}
			continue // told again with the next look
		}
		b.mu.Lock()
		if p := b.people[n.id]; p != nil {
			p.told = n.reach
		}
		b.mu.Unlock()
	}
}

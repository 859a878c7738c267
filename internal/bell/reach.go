package bell

import (
	"context"
	"slices"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// settle is how long a person whose last page was closed counts as there: a page that is loaded again closes first.
const settle = 10 * time.Second

// fellSilent reports, once, that no screen of a person sounds any more. It is asked every second, with the lock held.
func (b *Bell) fellSilent(p *person, now time.Time) bool {
	switch {
	case b.rings(p, now):
		p.rang, p.quietAt = true, time.Time{}
		return false
	case !p.rang:
		return false
	case p.quietAt.IsZero():
		p.quietAt = now
	}
	// A lease that ran out was silent for long enough; a page that closed may come back.
	ranOut := false
	for _, d := range p.devices {
		ranOut = ranOut || d.Kind == desk.DeviceScreen && d.Sound && now.Sub(d.SeenAt) >= desk.Lost
	}
	if !ranOut && now.Sub(p.quietAt) < settle {
		return false
	}
	p.rang = false
	return true
}

// outOfReach tells the admins of the properties at which a person was the last one whom a ring would have reached.
func (b *Bell) outOfReach(ctx context.Context, personID string) error {
	return b.store.Read(ctx, func(tx store.Tx) error {
		p, err := tx.Person(personID)
		if err != nil {
			return err
		}
		ids, err := propertiesOf(tx, p)
		if err != nil {
			return err
		}
		for _, id := range ids {
			asked, reachable, err := b.reachable(tx, id)
			if err != nil {
				return err
			}
			b.mu.Lock()
			told := b.deserted[id]
			if asked && !reachable {
				b.deserted[id] = true
			}
			b.mu.Unlock()
			if asked && !reachable && !told {
				b.note(note{propertyID: id, what: ToldNobodyReachable})
			}
		}
		return nil
	})
}

// inReach takes back what outOfReach told, where a person who came is reached by a ring.
func (b *Bell) inReach(ctx context.Context, personID string) error {
	b.mu.Lock()
	told := len(b.deserted) > 0
	b.mu.Unlock()
	if !told {
		return nil
	}
	return b.store.Read(ctx, func(tx store.Tx) error {
		p, err := tx.Person(personID)
		if err != nil {
			return err
		}
		ids, err := propertiesOf(tx, p)
		if err != nil {
			return err
		}
		for _, id := range ids {
			_, reachable, err := b.reachable(tx, id)
			if err != nil {
				return err
			}
			b.mu.Lock()
			back := reachable && b.deserted[id]
			if back {
				delete(b.deserted, id)
			}
			b.mu.Unlock()
			if back {
				b.note(note{propertyID: id, what: ToldSomebodyReachable})
			}
		}
		return nil
	})
}

// Deserted are those of the properties at which guests may ask for a person now, and a ring would reach nobody.
func (b *Bell) Deserted(tx store.Tx, propertyIDs []string) ([]string, error) {
	var ids []string
	for _, id := range propertyIDs {
		asked, reachable, err := b.reachable(tx, id)
		if err != nil {
			return nil, err
		}
		if asked && !reachable {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// reachable reports whether guests of a property may ask for a person now, and whether a ring would reach anybody. Who
// holds as many chats as the limit allows is in reach all the same.
func (b *Bell) reachable(tx store.Tx, propertyID string) (asked, reachable bool, err error) {
	prop, err := b.props.In(tx, propertyID)
	if err != nil {
		return false, false, err
	}
	for _, ch := range channels {
		lc := prop.Settings.LiveChatFor(ch)
		lc.HeldLimit = 0
		asked = asked || b.Floor(tx, propertyID, ch, lc).InHours()
	}
	if !asked {
		return false, false, nil
	}
	return true, len(b.Floor(tx, propertyID, desk.ChannelWeb, desk.LiveChat{}).Eligible()) > 0, nil
}

// channels are all that a guest may ask by.
var channels = []desk.Channel{desk.ChannelWeb, desk.ChannelMessenger, desk.ChannelInstagram, desk.ChannelWhatsApp, desk.ChannelAPI}

// hearOthers shows what other nodes wrote, until ctx is done: whoever is connected here is rung by what happened there.
func (b *Bell) hearOthers(ctx context.Context) error {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		if err := b.hearOthersNow(ctx); err != nil && ctx.Err() == nil {
			b.log.Warn("other nodes' rings are not seen", "err", err)
		}
	}
}

// lookBehind is over how long a look at other nodes' alerts goes back: what a transaction wrote shows when it ends.
const lookBehind = 10 * time.Second

func (b *Bell) hearOthersNow(ctx context.Context) error {
	var changed []store.Alert
	err := b.store.Read(ctx, func(tx store.Tx) (err error) {
		changed, err = tx.ChangedAlerts(tx.Now().Add(-lookBehind))
		return err
	})
	b.mu.Lock()
	known := b.told
	now := map[string]int64{}
	for _, a := range changed {
		now[a.ID] = a.Version
	}
	for id := range known { // older ones do not come up again
		if _, young := now[id]; !young {
			delete(known, id)
		}
	}
	changed = slices.DeleteFunc(changed, func(a store.Alert) bool {
		version, told := known[a.ID]
		return told && version >= a.Version
	})
	b.mu.Unlock()
	for _, a := range changed {
		b.show(a.ID, look{alert: &a})
	}
	return err
}

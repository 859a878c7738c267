package bell

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"deskbell/internal/desk"
)

// own is what a device is kept under. Browsers name their devices themselves, so a name counts within its person only:
// nobody's heartbeat may take a colleague's lease over.
func own(personID, deviceID string) string { return personID + " " + deviceID }

// Heartbeat notes a sign of life of a device. It is cheap: it reaches the database with the next batch. A device whose
// name no database keeps is not noted, because it would hold up all others of its batch.
func (b *Bell) Heartbeat(personID string, d desk.Device) {
	if !desk.Storable(d.ID) {
		return
	}
	now := b.now()
	d.ID, d.PersonID, d.SeenAt = own(personID, d.ID), personID, now.UTC().Truncate(time.Millisecond)
	d.Name = desk.CleanLine(d.Name, 80)
	b.mu.Lock()
	rang := b.rings(b.people[personID], now)
	b.hear(d)
	b.unwritten[d.ID] = d
	delete(b.left, d.ID)
	came := !rang && b.rings(b.people[personID], now)
	b.mu.Unlock()
	if came {
		b.arrives(personID)
		b.shares(d)
	}
}

// Gone says that a device closed: it rings no more. Its person is not lost by that, another may follow.
func (b *Bell) Gone(personID, deviceID string) {
	b.gone(personID, own(personID, deviceID))
}

// gone is Gone by what the device is kept under.
func (b *Bell) gone(personID, deviceID string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	p := b.people[personID]
	if p == nil {
		return
	}
	if _, ok := p.devices[deviceID]; !ok {
		return
	}
	delete(p.devices, deviceID)
	p.sign = b.now()
	delete(b.unwritten, deviceID)
	b.left[deviceID] = personID
	b.across.left[deviceID] = p.sign
	b.leaves(deviceID, personID, p.sign)
}

// Sign notes that a person did something at the desk: whose device is known and who acts is not lost.
func (b *Bell) Sign(personID string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if p := b.people[personID]; p != nil {
		b.signed(p, b.now())
	}
}

func (b *Bell) person(id string) *person {
	p := b.people[id]
	if p == nil {
		p = &person{devices: map[string]desk.Device{}}
		b.people[id] = p
	}
	return p
}

// hear takes in a lease, this node's or another's.
func (b *Bell) hear(d desk.Device) {
	p := b.person(d.PersonID)
	if old, ok := p.devices[d.ID]; ok && old.SeenAt.After(d.SeenAt) {
		return
	}
	p.devices[d.ID] = d
	if len(p.devices) > maxDevices {
		oldest := d
		for _, o := range p.devices {
			if o.SeenAt.Before(oldest.SeenAt) {
				oldest = o
			}
		}
		delete(p.devices, oldest.ID)
		delete(b.unwritten, oldest.ID)
		b.left[oldest.ID] = oldest.PersonID
	}
	b.signed(p, d.SeenAt)
}

func (b *Bell) signed(p *person, at time.Time) {
	if !at.After(p.sign) {
		return
	}
	p.sign, p.heard = at, true
	if p.told != desk.ReachHere {
		select {
		case b.returns <- struct{}{}:
		default:
		}
	}
}

// Reach tells how a person's devices stand. For 30 s after a start, and while the leases of other nodes cannot be read,
// everybody is here, and so is somebody who works
// without any device that gives signs of life (a program with a person's sign-in): an agent's clocks watch over those.
func (b *Bell) Reach(personID string) desk.Reach {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.reach(b.people[personID], b.now())
}

func (b *Bell) reach(p *person, now time.Time) desk.Reach {
	if p == nil || b.started.IsZero() || now.Sub(b.started) < grace || b.unknown(now) {
		return desk.ReachHere
	}
	switch silent := now.Sub(p.sign); {
	case silent >= desk.Lost:
		return desk.ReachLost
	case silent >= desk.Reconnecting:
		return desk.ReachReconnecting
	}
	return desk.ReachHere
}

// rings reports whether some screen of the person would sound: heard from within the lost limit, sound unlocked.
func (b *Bell) rings(p *person, now time.Time) bool {
	if p == nil {
		return false
	}
	for _, d := range p.devices {
		if d.Kind == desk.DeviceScreen && d.Sound && now.Sub(d.SeenAt) < desk.Lost {
			return true
		}
	}
	return false
}

// Screen tells whether some screen of the person was heard from lately, with or without sound: they are at the desk.
func (b *Bell) Screen(personID string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	p, now := b.people[personID], b.now()
	if p == nil {
		return false
	}
	for _, d := range p.devices {
		if d.Kind == desk.DeviceScreen && now.Sub(d.SeenAt) < desk.Lost {
			return true
		}
	}
	return false
}

// SignedOut says that a person's last session ended: the shift ends, all devices are gone, chats are handed on.
func (b *Bell) SignedOut(ctx context.Context, c Conversations, personID string) error {
	b.mu.Lock()
	var ids []string
	if p := b.people[personID]; p != nil {
		ids = slices.Collect(maps.Keys(p.devices))
	}
	b.mu.Unlock()
	for _, id := range ids {
		b.gone(personID, id)
	}
	return errors.Join(b.flush(ctx), c.ShiftEnds(ctx, personID))
}

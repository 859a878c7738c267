// Package bell knows who must hear what: which people on duty a device can reach now. So far it keeps the presence
// leases of devices and answers who would be rung; it tells the conversations of people who were lost and returned.
//
// Leases live in memory and, in batches, in the database, so that nobody vanishes with a restart. Nobody is taken for
// gone until the bell has listened for a while itself: unknown is not offline.
package bell

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// How long and how often.
const (
	// Heartbeat is how often a device gives a sign of life.
	Heartbeat = 15 * time.Second
	// grace is how long after a start nobody vanishes.
	grace = 30 * time.Second
	// flushEvery is how often heartbeats are written, and other nodes' read.
	flushEvery = 2 * time.Second
	// lookEvery is how often it is looked who fell silent.
	lookEvery = time.Second
	// forget is how long a silent device stays in memory; its owner is long lost by then.
	forget = time.Hour
	// maxDevices bounds what one person's browsers may register; the longest silent one makes room.
	maxDevices = 20
)

// Conversations hear of people who were lost and who returned. Both may be told again without harm.
type Conversations interface {
	AgentLost(ctx context.Context, personID string) error
	AgentReturned(ctx context.Context, personID string) error
	ShiftEnds(ctx context.Context, personID string) error
}

// Config is what a Bell is made of.
type Config struct {
	Store store.Store
	// Now is the clock of leases; nil is time.Now. All nodes of an installation must agree on it within a second or two.
	Now func() time.Time
	// Alone says that no other node uses the store: nothing is read again after the start.
	Alone bool
	// Silent hears of a person who is reconnecting, and who no longer is: nothing is decided by that, but colleagues may
	// take over meanwhile, so their screens must know. Nil is nobody.
	Silent func(personID string)
	Log    *slog.Logger
}

// Bell is the presence of everybody at the desk, as this node knows it.
type Bell struct {
	store store.Store
	now   func() time.Time
	alone bool
	// silent is Config.Silent.
	silent func(personID string)
	log    *slog.Logger

	mu sync.Mutex
	// people are those who were heard from, or who hold chats.
	people map[string]*person
	// unwritten are heartbeats and departures that the database does not know yet, by device.
	unwritten map[string]desk.Device
	left      map[string]string // device to person
	// started is when Run began to listen; zero before, when everybody counts as here.
	started time.Time
	returns chan struct{}
}

// person is what is known of one person's devices.
type person struct {
	devices map[string]desk.Device
	// sign is the last sign of life of any device, one that is gone too.
	sign time.Time
	// heard says that a sign came since the start: what was loaded then proves nothing.
	heard bool
	// told is what the conversations were told last; empty is nothing yet.
	told desk.Reach
	// silent says that Config.Silent heard of them as reconnecting.
	silent bool
}

// New makes a bell that knows nobody yet; Run loads the leases.
func New(cfg Config) *Bell {
	b := &Bell{
		store: cfg.Store, now: cfg.Now, alone: cfg.Alone, silent: cfg.Silent, log: cfg.Log, people: map[string]*person{},
		unwritten: map[string]desk.Device{}, left: map[string]string{}, returns: make(chan struct{}, 1),
	}
	if b.now == nil {
		b.now = time.Now
	}
	if b.silent == nil {
		b.silent = func(string) {}
	}
	if b.log == nil {
		b.log = slog.New(slog.DiscardHandler)
	}
	return b
}

// own is what a device is kept under. Browsers name their devices themselves, so a name counts within its person only:
// nobody's heartbeat may take a colleague's lease over.
func own(personID, deviceID string) string { return personID + " " + deviceID }

// Heartbeat notes a sign of life of a device. It is cheap: it reaches the database with the next batch. A device whose
// name no database keeps is not noted, because it would hold up all others of its batch.
func (b *Bell) Heartbeat(personID string, d desk.Device) {
	if !desk.Storable(d.ID) {
		return
	}
	d.ID, d.PersonID, d.SeenAt = own(personID, d.ID), personID, b.now().UTC().Truncate(time.Millisecond)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.hear(d)
	b.unwritten[d.ID] = d
	delete(b.left, d.ID)
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

// Reach tells how a person's devices stand. For 30 s after a start everybody is here, and so is somebody who works
// without any device that gives signs of life (a program with a person's sign-in): an agent's clocks watch over those.
func (b *Bell) Reach(personID string) desk.Reach {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.reach(b.people[personID], b.now())
}

func (b *Bell) reach(p *person, now time.Time) desk.Reach {
	if p == nil || b.started.IsZero() || now.Sub(b.started) < grace {
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

// Means is how a ring reaches a person.
type Means string

// The means.
const (
	MeansScreen Means = "screen" // a tab that was heard lately and may sound
	MeansNone   Means = "none"
)

// Means tells how a ring would reach a person now.
func (b *Bell) Means(personID string) Means {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.rings(b.people[personID], b.now()) {
		return MeansScreen
	}
	return MeansNone
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

// SetDuty is what a person says about being at work. Neither Away nor Do not disturb takes a chat from them; they are
// only not rung.
func (b *Bell) SetDuty(ctx context.Context, personID string, duty desk.Duty) error {
	if !slices.Contains([]desk.Duty{desk.DutyOnline, desk.DutyAway, desk.DutyDND}, duty) {
		return desk.Refuse(desk.CodeInvalid, "Duty is online, away or dnd.")
	}
	return b.store.Write(ctx, func(tx store.Tx) error {
		p, err := tx.Person(personID)
		if err != nil {
			return err
		}
		p.Duty = duty
		return tx.UpdatePerson(p)
	})
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

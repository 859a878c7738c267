package bell

import (
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// How nodes that share a database find out about each other's devices where nobody tells them.
const (
	// unknownAfter is how long other nodes' leases may not have been read until nothing is known of who is there.
	unknownAfter = 6 * time.Second
	// surely is how old a lease must be for its absence from the database to say that another node dropped it.
	surely = 5 * time.Second
)

// Others are told at once what the other nodes would read from the database a moment later. Its methods must not wait.
type Others interface {
	// Alert says that an alert changed here, once that is stored.
	Alert(id string)
	// Device says that a device that can ring was heard here, or that it left.
	Device(d desk.Device, left bool)
}

// across is what a bell that shares its store keeps beside.
type across struct {
	others Others // nil where nobody is told
	// left is when the devices left whose departure is not written yet.
	left map[string]time.Time
	// refreshed is when the other nodes' leases were last read.
	refreshed time.Time
	// flush asks for the heartbeats to be written now.
	flush chan struct{}
}

func newAcross(o Others) across {
	return across{others: o, left: map[string]time.Time{}, flush: make(chan struct{}, 1)}
}

// HearAlert shows an alert that another node changed.
func (b *Bell) HearAlert(id string) { b.show(id, look{}) }

// HearDevice takes in what another node heard of a device, or that it left there.
func (b *Bell) HearDevice(d desk.Device, left bool) {
	if d.ID == "" || d.PersonID == "" {
		return
	}
	if !left {
		b.hearOther(d)
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if p := b.people[d.PersonID]; p != nil {
		if known, ok := p.devices[d.ID]; ok && !known.SeenAt.After(d.SeenAt) {
			delete(p.devices, d.ID)
			delete(b.unwritten, d.ID)
		}
	}
}

// hearOther takes in leases that other nodes wrote. Whoever can be rung by one is looked after here, too: what was asked for
// at this node meanwhile was decided without them.
func (b *Bell) hearOther(devices ...desk.Device) {
	now := b.now()
	var came []string
	b.mu.Lock()
	for _, d := range devices {
		if _, gone := b.left[d.ID]; gone {
			continue
		}
		rang := b.rings(b.people[d.PersonID], now)
		if b.hear(d); !rang && b.rings(b.people[d.PersonID], now) {
			came = append(came, d.PersonID)
		}
	}
	b.mu.Unlock()
	for _, id := range came {
		b.arrives(id)
	}
}

// changedHere tells the other nodes of an alert, after the commit.
func (b *Bell) changedHere(id string) {
	if b.across.others != nil {
		b.across.others.Alert(id)
	}
}

// shares lets the other nodes know of a device that came: they are told, and it is written at once.
func (b *Bell) shares(d desk.Device) {
	if b.alone {
		return
	}
	if b.across.others != nil {
		b.across.others.Device(d, false)
	}
	poke(b.across.flush)
}

// leaves lets them know of one that left.
func (b *Bell) leaves(deviceID, personID string, at time.Time) {
	if b.across.others != nil {
		b.across.others.Device(desk.Device{ID: deviceID, PersonID: personID, SeenAt: at}, true)
	}
}

// unknown reports whether nothing is known of the devices at other nodes, because the database could not be asked.
// The caller holds the lock.
func (b *Bell) unknown(now time.Time) bool {
	return !b.alone && now.Sub(b.across.refreshed) > unknownAfter
}

// refreshedNow notes that the other nodes' leases were read. After a time in which they were not, they may not have
// been written either: unknown is not offline, and nobody vanishes for the length of the grace. The caller holds the
// lock.
func (b *Bell) refreshedNow(now time.Time) {
	if b.unknown(now) {
		b.started = now
	}
	b.across.refreshed = now
}

// vanished forgets the devices that the database does not know any more: another node dropped them. The caller holds
// the lock.
func (b *Bell) vanished(stored []desk.Device, now time.Time) {
	if now.Sub(b.started) < grace {
		return // leases from before the start were prolonged here
	}
	known := make(map[string]bool, len(stored))
	for _, d := range stored {
		known[d.ID] = true
	}
	for _, p := range b.people {
		for id, d := range p.devices {
			age := now.Sub(d.SeenAt)
			if _, waits := b.unwritten[id]; !known[id] && !waits && age > surely && age < desk.Lost-flushEvery {
				delete(p.devices, id)
			}
		}
	}
}

// hereSince reports whether a device was heard again, at any node, since it left this one.
func hereSince(tx store.Tx, deviceID, personID string, left time.Time) (bool, error) {
	devices, err := tx.Devices(personID)
	if err != nil {
		return false, err
	}
	for _, d := range devices {
		if d.ID == deviceID && d.SeenAt.After(left) {
			return true, nil
		}
	}
	return false, nil
}

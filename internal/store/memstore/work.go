package memstore

import (
	"cmp"
	"slices"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

func compare(a, b string) int { return cmp.Compare(a, b) }

// DueTimers implements store.Work.
func (t *tx) DueTimers(now time.Time, limit int) ([]store.Due, error) {
	var due []store.Due
	for id, s := range t.d.states {
		for _, timer := range s.Timers {
			if !timer.DueAt.After(now) {
				due = append(due, store.Due{ConversationID: id, Timer: timer})
			}
		}
	}
	slices.SortFunc(due, func(a, b store.Due) int {
		return cmp.Or(a.Timer.DueAt.Compare(b.Timer.DueAt), compare(a.ConversationID, b.ConversationID), cmp.Compare(a.Timer.Kind, b.Timer.Kind))
	})
	return due[:min(len(due), store.Clamp(limit, 100, 1000))], nil
}

// NextTimer implements store.Work.
func (t *tx) NextTimer() (time.Time, error) {
	var next time.Time
	for _, s := range t.d.states {
		for _, timer := range s.Timers {
			if next.IsZero() || timer.DueAt.Before(next) {
				next = timer.DueAt
			}
		}
	}
	return next, nil
}

// PostponeOverdue implements store.Work.
func (t *tx) PostponeOverdue(now time.Time) (int, error) {
	if err := t.writable(); err != nil {
		return 0, err
	}
	moved, until := 0, now.Add(desk.OverdueGrace)
	for id, s := range t.d.states {
		s = cloneState(s)
		before := moved
		for i, timer := range s.Timers {
			if timer.Kind.Expires() && timer.DueAt.Before(until) {
				s.Timers[i].DueAt = until
				moved++
			}
		}
		if moved > before {
			put(t, t.d.states, id, s)
		}
	}
	return moved, nil
}

// DropTimer implements store.Work.
func (t *tx) DropTimer(conversationID string, timer desk.Timer) error {
	if err := t.writable(); err != nil {
		return err
	}
	s, ok := t.d.states[conversationID]
	if !ok {
		return desk.ErrNotFound
	}
	s = cloneState(s)
	s.Timers = slices.DeleteFunc(s.Timers, func(o desk.Timer) bool {
		return o.Kind == timer.Kind && o.For == timer.For && o.DueAt.Equal(timer.DueAt)
	})
	put(t, t.d.states, conversationID, s)
	return nil
}

// openTurns lists the open turns, the longest owed first.
func (t *tx) openTurns() []store.Owed {
	var owed []store.Owed
	for id, s := range t.d.states {
		if s.Turn.Open() {
			owed = append(owed, store.Owed{ConversationID: id, Turn: *s.Turn})
		}
	}
	slices.SortFunc(owed, func(a, b store.Owed) int {
		return cmp.Or(a.Turn.OwedAt.Compare(b.Turn.OwedAt), compare(a.Turn.ID, b.Turn.ID))
	})
	return owed
}

func (t *tx) free(u desk.Turn, now time.Time) bool {
	return !u.NotBefore.After(now) && !t.d.leases[u.ID].Until.After(now)
}

// ClaimTurns implements store.Work.
func (t *tx) ClaimTurns(owner string, now, until time.Time, limit int) ([]store.Owed, error) {
	if err := t.writable(); err != nil {
		return nil, err
	}
	var claimed []store.Owed
	for _, o := range t.openTurns() {
		if len(claimed) < store.Clamp(limit, 100, 1000) && t.free(o.Turn, now) {
			put(t, t.d.leases, o.Turn.ID, store.Lease{Owner: owner, Until: until})
			claimed = append(claimed, o)
		}
	}
	return claimed, nil
}

// ClaimTurn implements store.Work.
func (t *tx) ClaimTurn(turnID, owner string, now, until time.Time) (bool, error) {
	if err := t.writable(); err != nil {
		return false, err
	}
	for _, o := range t.openTurns() {
		if o.Turn.ID == turnID && t.free(o.Turn, now) {
			put(t, t.d.leases, turnID, store.Lease{Owner: owner, Until: until})
			return true, nil
		}
	}
	return false, nil
}

// ReleaseTurn implements store.Work.
func (t *tx) ReleaseTurn(turnID, owner string) error {
	if err := t.writable(); err != nil {
		return err
	}
	if t.d.leases[turnID].Owner == owner {
		drop(t, t.d.leases, turnID)
	}
	return nil
}

// RenewTurns implements store.Work.
func (t *tx) RenewTurns(owner string, turnIDs []string, until time.Time) error {
	if err := t.writable(); err != nil {
		return err
	}
	for _, id := range turnIDs {
		if l, ok := t.d.leases[id]; ok && l.Owner == owner {
			put(t, t.d.leases, id, store.Lease{Owner: owner, Until: until})
		}
	}
	return nil
}

// ReleaseTurns implements store.Work.
func (t *tx) ReleaseTurns() error {
	if err := t.writable(); err != nil {
		return err
	}
	for id := range t.d.leases {
		drop(t, t.d.leases, id)
	}
	return nil
}

// NextTurn implements store.Work.
func (t *tx) NextTurn() (time.Time, error) {
	var next time.Time
	for _, o := range t.openTurns() {
		at := o.Turn.OwedAt
		for _, other := range []time.Time{o.Turn.NotBefore, t.d.leases[o.Turn.ID].Until} {
			if other.After(at) {
				at = other
			}
		}
		if next.IsZero() || at.Before(next) {
			next = at
		}
	}
	return next, nil
}

// PutDevices implements store.Presence.
func (t *tx) PutDevices(devices []desk.Device) error {
	if err := t.writable(); err != nil {
		return err
	}
	for _, d := range devices {
		p, ok := t.d.people[d.PersonID]
		if !ok {
			continue
		}
		put(t, t.d.devices, d.ID, d)
		if d.SeenAt.After(p.LastSeenAt) {
			p.LastSeenAt = d.SeenAt
			put(t, t.d.people, p.ID, p)
		}
	}
	return nil
}

// DropDevice implements store.Presence.
func (t *tx) DropDevice(deviceID, personID string) error {
	if err := t.writable(); err != nil {
		return err
	}
	if t.d.devices[deviceID].PersonID == personID {
		drop(t, t.d.devices, deviceID)
	}
	return nil
}

// Devices implements store.Presence.
func (t *tx) Devices(personID string) ([]desk.Device, error) {
	return t.devices(func(d desk.Device) bool { return d.PersonID == personID }), nil
}

// DevicesSince implements store.Presence.
func (t *tx) DevicesSince(at time.Time) ([]desk.Device, error) {
	return t.devices(func(d desk.Device) bool { return !d.SeenAt.Before(at) }), nil
}

func (t *tx) devices(keep func(desk.Device) bool) []desk.Device {
	var out []desk.Device
	for _, d := range t.d.devices {
		if keep(d) {
			out = append(out, d)
		}
	}
	slices.SortFunc(out, func(a, b desk.Device) int { return compare(a.ID, b.ID) })
	return out
}

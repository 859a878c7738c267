package memstore

import (
	"slices"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

type arrivalRow = store.Arrival

func (t *tx) arrivalsWhere(keep func(store.Arrival) bool) []store.Arrival {
	list := values(t.d.arrivals, keep, func(a, b store.Arrival) int { return t.byNumber(a.ID, b.ID) })
	for i := range list {
		list[i].Body = slices.Clone(list[i].Body)
	}
	return list
}

// PutArrival implements store.Arrivals.
func (t *tx) PutArrival(a store.Arrival) error {
	if err := t.writable(); err != nil {
		return err
	}
	put(t, t.d.arrivals, a.ID, store.Arrival{ID: a.ID, AppID: a.AppID, Channel: a.Channel, At: a.At, Body: slices.Clone(a.Body), NotBefore: a.NotBefore})
	t.number(a.ID)
	return nil
}

// ClaimArrivals implements store.Arrivals.
func (t *tx) ClaimArrivals(owner string, now, until time.Time, limit int) ([]store.Arrival, error) {
	if err := t.writable(); err != nil {
		return nil, err
	}
	held := map[string]bool{}
	for _, a := range t.d.arrivals {
		if a.Owner != "" && a.Owner != owner {
			held[a.AppID] = true
		}
	}
	owed := func(a store.Arrival) bool {
		return a.DoneAt.IsZero() && a.Owner == "" && !a.NotBefore.After(now) && !held[a.AppID]
	}
	list := t.arrivalsWhere(func(a store.Arrival) bool { return owed(a) && a.Lost == 0 })
	lost := t.arrivalsWhere(func(a store.Arrival) bool { return owed(a) && a.Lost > 0 && !a.Suspect() })
	if len(lost) > 0 && !t.lostTried(now) {
		list = append(list, lost[0])
		slices.SortFunc(list, func(a, b store.Arrival) int { return t.byNumber(a.ID, b.ID) })
	}
	return t.leaseArrivals(owner, now, until, list[:min(len(list), store.Clamp(limit, 20, 500))]), nil
}

// lostTried is that one over which a server ended was claimed within ten seconds, and is still worked on.
func (t *tx) lostTried(now time.Time) bool {
	return len(t.arrivalsWhere(func(a store.Arrival) bool {
		return a.DoneAt.IsZero() && a.Lost > 0 && a.Owner != "" && a.TriedAt.After(now.Add(-10*time.Second))
	})) > 0
}

func (t *tx) leaseArrivals(owner string, now, until time.Time, list []store.Arrival) []store.Arrival {
	for i := range list {
		a := &list[i]
		a.Owner, a.Until, a.TriedAt = owner, until, now
		a.Attempts++
		put(t, t.d.arrivals, a.ID, *a)
	}
	return list
}

// ClaimSuspect implements store.Arrivals.
func (t *tx) ClaimSuspect(owner string, now, until time.Time) ([]store.Arrival, error) {
	if err := t.writable(); err != nil {
		return nil, err
	}
	held, holds := map[string]bool{}, false
	for _, a := range t.d.arrivals {
		if a.Owner != "" && a.Owner != owner {
			held[a.AppID] = true
		}
		holds = holds || a.Owner == owner
	}
	list := t.arrivalsWhere(func(a store.Arrival) bool {
		return a.Suspect() && a.Owner == "" && !a.NotBefore.After(now) && !held[a.AppID] && (!holds || !a.TriedAt.After(now.Add(-time.Minute)))
	})
	if len(list) == 0 || t.lostTried(now) {
		return nil, nil
	}
	return t.leaseArrivals(owner, now, until, list[:1]), nil
}

// RenewArrivals implements store.Arrivals.
func (t *tx) RenewArrivals(owner string, ids []string, until time.Time) error {
	if err := t.writable(); err != nil {
		return err
	}
	for _, id := range ids {
		if a, ok := t.d.arrivals[id]; ok && a.Owner == owner && a.DoneAt.IsZero() {
			a.Until = until
			put(t, t.d.arrivals, id, a)
		}
	}
	return nil
}

// changeArrival changes one of the owner's that is not done.
func (t *tx) changeArrival(id, owner string, change func(*store.Arrival)) (bool, error) {
	if err := t.writable(); err != nil {
		return false, err
	}
	a, ok := t.d.arrivals[id]
	if !ok || a.Owner != owner || !a.DoneAt.IsZero() {
		return false, nil
	}
	a.Owner, a.Until, a.Lost = "", time.Time{}, 0
	change(&a)
	put(t, t.d.arrivals, id, a)
	return true, nil
}

// FinishArrival implements store.Arrivals.
func (t *tx) FinishArrival(id, owner string, now time.Time, failure string) (bool, error) {
	return t.changeArrival(id, owner, func(a *store.Arrival) { a.DoneAt, a.Failure = now, failure })
}

// RetryArrival implements store.Arrivals.
func (t *tx) RetryArrival(id, owner string, notBefore time.Time, failure string) (bool, error) {
	return t.changeArrival(id, owner, func(a *store.Arrival) { a.NotBefore, a.Failure = notBefore, failure })
}

// ReplayArrival implements store.Arrivals.
func (t *tx) ReplayArrival(id string, now time.Time) error {
	if err := t.writable(); err != nil {
		return err
	}
	a, ok := t.d.arrivals[id]
	if !ok {
		return desk.ErrNotFound
	}
	if !a.DoneAt.IsZero() {
		a.DoneAt, a.Failure, a.Attempts, a.NotBefore, a.TriedAt, a.Lost = time.Time{}, "", 0, now, now, min(a.Lost, store.LostMost-1)
		put(t, t.d.arrivals, id, a)
	}
	return nil
}

// ExpireArrivals implements store.Arrivals.
func (t *tx) ExpireArrivals(now time.Time, all bool, failure string) (aside []store.Arrival, err error) {
	if err := t.writable(); err != nil {
		return nil, err
	}
	holds := map[string]int{}
	for _, a := range t.d.arrivals {
		holds[a.Owner]++
	}
	for _, a := range t.arrivalsWhere(func(a store.Arrival) bool {
		return a.DoneAt.IsZero() && a.Owner != "" && (all || !a.Until.After(now))
	}) {
		alone := holds[a.Owner] == 1
		a.Owner, a.Until = "", time.Time{}
		if a.Lost++; a.Lost >= store.LostMost && alone || a.Lost >= store.LostEver {
			a.DoneAt, a.Failure = now, failure
			aside = append(aside, a)
		}
		put(t, t.d.arrivals, a.ID, a)
	}
	return aside, nil
}

// NextArrival implements store.Arrivals.
func (t *tx) NextArrival() (time.Time, error) {
	var next time.Time
	for _, a := range t.d.arrivals {
		if !a.DoneAt.IsZero() {
			continue
		}
		at := a.At
		switch {
		case a.Until.After(a.NotBefore):
			at = a.Until
		case !a.NotBefore.IsZero():
			at = a.NotBefore
		}
		if next.IsZero() || at.Before(next) {
			next = at
		}
	}
	return next, nil
}

// Arrival implements store.Arrivals.
func (t *tx) Arrival(id string) (store.Arrival, error) {
	a, err := get(t.d.arrivals, id)
	a.Body = slices.Clone(a.Body)
	return a, err
}

func failed(a store.Arrival) bool { return !a.DoneAt.IsZero() && a.Failure != "" }

// FailedArrivals implements store.Arrivals.
func (t *tx) FailedArrivals(limit int) ([]store.Arrival, error) {
	list := t.arrivalsWhere(failed)
	slices.Reverse(list)
	slices.SortStableFunc(list, func(a, b store.Arrival) int {
		switch {
		case a.SetAside() == b.SetAside():
			return 0
		case a.SetAside():
			return -1
		}
		return 1
	})
	return list[:min(len(list), store.Clamp(limit, 20, 200))], nil
}

// CountArrivals implements store.Arrivals.
func (t *tx) CountArrivals() (store.ArrivalCounts, error) {
	var n store.ArrivalCounts
	for _, a := range t.d.arrivals {
		switch {
		case failed(a):
			n.Failed++
		case a.DoneAt.IsZero():
			n.Waiting++
			if n.Oldest.IsZero() || a.At.Before(n.Oldest) {
				n.Oldest = a.At
			}
		}
	}
	return n, nil
}

// PruneArrivals implements store.Arrivals.
func (t *tx) PruneArrivals(before time.Time) (int, error) {
	if err := t.writable(); err != nil {
		return 0, err
	}
	gone := 0
	for id, a := range t.d.arrivals {
		if !a.DoneAt.IsZero() && a.DoneAt.Before(before) {
			drop(t, t.d.arrivals, id)
			gone++
		}
	}
	for k, at := range t.d.events {
		if at.Before(before) {
			drop(t, t.d.events, k)
			gone++
		}
	}
	return gone, nil
}

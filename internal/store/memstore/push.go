package memstore

import (
	"cmp"
	"slices"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// PutPushSubscription implements store.Push.
func (t *tx) PutPushSubscription(s store.PushSubscription) (store.PushSubscription, error) {
	if err := t.writable(); err != nil {
		return s, err
	}
	if _, ok := t.d.people[s.PersonID]; !ok {
		return s, desk.ErrNotFound
	}
	for _, old := range t.d.pushes {
		if old.PersonID == s.PersonID && old.DeviceID == s.DeviceID {
			s.ID = old.ID
		}
	}
	for id, old := range t.d.pushes {
		if old.Endpoint == s.Endpoint && id != s.ID {
			drop(t, t.d.pushes, id)
		}
	}
	put(t, t.d.pushes, s.ID, s)
	others := values(t.d.pushes, func(o store.PushSubscription) bool { return o.PersonID == s.PersonID && o.ID != s.ID },
		func(a, b store.PushSubscription) int {
			return cmp.Or(b.At.Compare(a.At), compare(b.ID, a.ID))
		})
	for i, o := range others {
		if i >= store.MaxPushSubscriptions-1 {
			drop(t, t.d.pushes, o.ID)
		}
	}
	return s, nil
}

// PushSubscriptions implements store.Push.
func (t *tx) PushSubscriptions(personIDs ...string) ([]store.PushSubscription, error) {
	return values(t.d.pushes, func(s store.PushSubscription) bool {
		return len(personIDs) == 0 || slices.Contains(personIDs, s.PersonID)
	}, func(a, b store.PushSubscription) int {
		return cmp.Or(compare(a.PersonID, b.PersonID), compare(a.DeviceID, b.DeviceID))
	}), nil
}

// PushSubscription implements store.Push.
func (t *tx) PushSubscription(id string) (store.PushSubscription, error) { return get(t.d.pushes, id) }

// DeletePushSubscription implements store.Push.
func (t *tx) DeletePushSubscription(id string) error {
	if err := t.writable(); err != nil {
		return err
	}
	drop(t, t.d.pushes, id)
	return nil
}

// DropPushSubscriptions implements store.Push.
func (t *tx) DropPushSubscriptions(personID string) error {
	if err := t.writable(); err != nil {
		return err
	}
	for id, s := range t.d.pushes {
		if s.PersonID == personID {
			drop(t, t.d.pushes, id)
		}
	}
	return nil
}

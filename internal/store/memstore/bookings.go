package memstore

import (
	"fmt"
	"strings"

	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/store/words"
)

// PutBooking implements store.Bookings.
func (t *tx) PutBooking(b desk.Booking) error {
	if err := t.writable(); err != nil {
		return err
	}
	if _, ok := t.d.properties[b.PropertyID]; !ok || b.Key() == "" {
		t.failed = fmt.Errorf("booking %q of property %s: there is no such", b.Number, b.PropertyID)
		return t.failed
	}
	put(t, t.d.bookings, pair{b.PropertyID, b.Key()}, b)
	return nil
}

// Booking implements store.Bookings.
func (t *tx) Booking(propertyID, key string) (desk.Booking, error) {
	b, ok := t.d.bookings[pair{propertyID, key}]
	if !ok {
		return b, desk.ErrNotFound
	}
	return b, nil
}

// ListBookings implements store.Bookings.
func (t *tx) ListBookings(propertyID string, f store.BookingFilter) ([]desk.Booking, string, error) {
	arrival, key := "", ""
	if f.Cursor != "" {
		var err error
		if arrival, key, err = f.After(); err != nil {
			return nil, "", err
		}
	}
	asked := words.Query(f.Query)
	page := values(t.d.bookings, func(b desk.Booking) bool {
		if b.PropertyID != propertyID || b.Departure < f.From || b.Arrival+" "+b.Key() <= arrival+" "+key && f.Cursor != "" {
			return false
		}
		if len(asked) > 0 && strings.HasPrefix(b.Key(), desk.BookingKey(f.Query)) {
			return true
		}
		for _, w := range asked {
			if !strings.HasPrefix(b.Key(), desk.BookingKey(w)) && !strings.Contains(" "+words.Fold(b.Surname), " "+w) {
				return false
			}
		}
		return true
	}, func(a, b desk.Booking) int { return compare(store.BookingCursor(a), store.BookingCursor(b)) })
	if limit := f.Most(); len(page) > limit {
		return page[:limit], store.BookingCursor(page[limit-1]), nil
	}
	return page, "", nil
}

// HasBookings implements store.Bookings.
func (t *tx) HasBookings(propertyID string) (bool, error) {
	for k := range t.d.bookings {
		if k.a == propertyID {
			return true, nil
		}
	}
	return false, nil
}

// ProvenBy implements store.Bookings.
func (t *tx) ProvenBy(propertyID, number string) ([]desk.Contact, error) {
	out := values(t.d.contacts, func(c desk.Contact) bool {
		return c.PropertyID == propertyID && c.Proof.Booking == number && number != ""
	}, func(a, b desk.Contact) int { return compare(a.ID, b.ID) })
	for i := range out {
		out[i] = cloneContact(out[i])
	}
	return out, nil
}

// ForgetBookings implements store.Bookings.
func (t *tx) ForgetBookings(propertyID, before string, limit int) (int, error) {
	if err := t.writable(); err != nil {
		return 0, err
	}
	old := values(t.d.bookings, func(b desk.Booking) bool { return b.PropertyID == propertyID && b.Departure < before },
		func(a, b desk.Booking) int { return compare(a.Departure+" "+a.Key(), b.Departure+" "+b.Key()) })
	old = old[:min(len(old), limit)]
	for _, b := range old {
		proven, err := t.ProvenBy(propertyID, b.Number)
		if err != nil {
			return 0, err
		}
		for _, c := range proven {
			c.Proof = desk.Proof{}
			put(t, t.d.contacts, c.ID, c)
		}
		drop(t, t.d.bookings, pair{propertyID, b.Key()})
	}
	return len(old), nil
}

package app

import (
	"testing"
	"time"

	"deskbell/internal/booking"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// Whoever opens a demo, a new one or one of last month, finds a booking to prove; what they changed stays as it is.
func TestDemo_Bookings(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	opened := func(fn func(tx store.Tx, property string)) {
		t.Helper()
		a, err := Open(t.Context(), Config{Dir: dir, Addr: "127.0.0.1:1", Demo: true})
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := a.Close(); err != nil {
				t.Error(err)
			}
		}()
		if b, ok := a.DemoBooking(t.Context()); !ok || !time.Now().Before(b.ProvesUntil(time.UTC)) {
			t.Errorf("there is none to prove: %+v", b)
		}
		if err := a.Store().Write(t.Context(), func(tx store.Tx) error {
			pr, err := tx.PropertyByKey("demo")
			if err == nil {
				fn(tx, pr.ID)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	all := func(tx store.Tx, property string) map[string]desk.Booking {
		list, _, err := tx.ListBookings(property, store.BookingFilter{})
		if err != nil {
			t.Error(err)
		}
		found := map[string]desk.Booking{}
		for _, b := range list {
			if _, wrong := booking.Check(b); len(wrong) > 0 {
				t.Errorf("%+v: %v", b, wrong)
			}
			found[b.Number] = b
		}
		return found
	}
	var first map[string]desk.Booking
	opened(func(tx store.Tx, property string) {
		if first = all(tx, property); len(first) != 4 {
			t.Errorf("the sample has %d bookings", len(first))
		}
		for _, b := range first {
			b.Arrival, b.Departure = "2026-01-02", "2026-01-05"
			switch b.Number {
			case "HV-2215":
				b.Surname = "Somebody else"
			case "HV-2231":
				b.Cancelled = true
			}
			if err := tx.PutBooking(b); err != nil {
				t.Error(err)
			}
		}
	})
	opened(func(tx store.Tx, property string) {
		now := all(tx, property)
		today := time.Now().UTC().AddDate(0, 0, -1).Format(time.DateOnly)
		if now["HV-2207"].Departure <= today || now["HV-2198"].Departure <= today || !now["HV-2198"].Cancelled {
			t.Errorf("they are over: %v", now)
		}
		if now["HV-2215"].Departure != "2026-01-05" || now["HV-2231"].Departure != "2026-01-05" {
			t.Errorf("what somebody changed was changed back: %v", now)
		}
	})
}

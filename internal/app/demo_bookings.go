package app

import (
	"context"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/sample"
	"deskbell/internal/store"
)

// stayed is a sample booking by the calendar of its property today.
func stayed(tx store.Tx, p sample.Property, propertyID string, b sample.Booking) desk.Booking {
	today := tx.Now()
	if zone, err := time.LoadLocation(p.TimeZone); err == nil {
		today = today.In(zone)
	}
	day := func(n int) string { return today.AddDate(0, 0, n).Format(time.DateOnly) }
	return desk.Booking{PropertyID: propertyID, Number: b.Number, Surname: b.Surname, Arrival: day(b.Arrives), Departure: day(b.Leaves),
		Room: b.Room, Persons: b.Persons, Cancelled: b.Cancelled, UpdatedAt: tx.Now()}
}

// renewBookings moves those of the sample's bookings that are over to days around today: whoever opens an older demo can
// try a proof too. What somebody changed into another booking, and what they cancelled, stays.
func renewBookings(tx store.Tx) error {
	for _, p := range sample.Properties() {
		pr, err := tx.PropertyByKey(p.Key)
		if err != nil {
			continue // as in allowOwn
		}
		for _, b := range p.Bookings {
			fresh := stayed(tx, p, pr.ID, b)
			old, err := tx.Booking(pr.ID, fresh.Key())
			if desk.CodeOf(err) == desk.CodeNotFound {
				continue
			}
			if err != nil {
				return err
			}
			if old.Surname != fresh.Surname || old.Cancelled != fresh.Cancelled || old.Departure >= tx.Now().Format(time.DateOnly) {
				continue
			}
			if err := tx.PutBooking(fresh); err != nil {
				return err
			}
		}
	}
	return nil
}

// DemoBooking is a booking of the sample's that a guest can prove now; false where none is left.
func (a *App) DemoBooking(ctx context.Context) (found desk.Booking, ok bool) {
	err := a.store.Read(ctx, func(tx store.Tx) error {
		p := sample.Properties()[0]
		pr, err := tx.PropertyByKey(p.Key)
		if err != nil {
			return err
		}
		for _, b := range p.Bookings {
			found, err = tx.Booking(pr.ID, desk.BookingKey(b.Number))
			if ok = err == nil && tx.Now().Before(found.ProvesUntil(time.UTC)); ok {
				return nil
			}
		}
		return nil
	})
	return found, ok && err == nil
}

package store

import (
	"strings"
	"time"

	"deskbell/internal/desk"
)

// BookingFilter narrows a list of bookings. Query is the beginning of a number, however it is written, or of words of a surname; From leaves out
// those that depart before a day. Limit 0 is 50, at most 200.
type BookingFilter struct {
	Query  string
	From   string
	Cursor string // opaque, from the page before
	Limit  int
}

// Bookings are who has booked, by property and number.
type Bookings interface {
	// PutBooking keeps a booking; one with the same key is written over.
	PutBooking(b desk.Booking) error
	// Booking is one by its key (desk.BookingKey).
	Booking(propertyID, key string) (desk.Booking, error)
	// ListBookings pages through a property's by day of arrival, those of one day by key. A cursor that it did not make is
	// CodeInvalid.
	ListBookings(propertyID string, f BookingFilter) (page []desk.Booking, cursor string, err error)
	// HasBookings reports whether a property has any.
	HasBookings(propertyID string) (bool, error)
	// ProvenBy are the guests whose proof names a booking by its number.
	ProvenBy(propertyID, number string) ([]desk.Contact, error)
	// ForgetBookings drops a property's bookings that departed before a day, and the proofs that name them, limit at most.
	// It reports how many it dropped.
	ForgetBookings(propertyID, before string, limit int) (int, error)
}

// Most is how many a page holds.
func (f BookingFilter) Most() int {
	if f.Limit <= 0 {
		return 50
	}
	return min(f.Limit, 200)
}

// BookingCursor names the place behind a booking.
func BookingCursor(b desk.Booking) string { return b.Arrival + " " + b.Key() }

// After is the place that the cursor names.
func (f BookingFilter) After() (arrival, key string, err error) {
	arrival, key, _ = strings.Cut(f.Cursor, " ")
	if _, err := time.Parse(time.DateOnly, arrival); err != nil || key == "" || key != desk.BookingKey(key) {
		return "", "", desk.Refuse(desk.CodeInvalid, "This cursor names no place in the list.")
	}
	return arrival, key, nil
}

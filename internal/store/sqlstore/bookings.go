package sqlstore

import (
	"strconv"

	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/store/words"
)

const bookingQuery = `SELECT property_id, number, surname, arrival, departure, email, phone, room, persons, cancelled, updated_at FROM bookings
	WHERE property_id = $1`

func scanBooking(rows cursor) (desk.Booking, error) {
	var b desk.Booking
	err := rows.Scan(&b.PropertyID, &b.Number, &b.Surname, &b.Arrival, &b.Departure, &b.Email, &b.Phone, &b.Room, &b.Persons,
		(*flag)(&b.Cancelled), (*stamp)(&b.UpdatedAt))
	return b, err
}

// PutBooking implements store.Bookings.
func (t *tx) PutBooking(b desk.Booking) error {
	return t.run(`INSERT INTO bookings (property_id, key, number, surname, find, arrival, departure, email, phone, room, persons, cancelled, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
		ON CONFLICT (property_id, key) DO UPDATE SET number = excluded.number, surname = excluded.surname, find = excluded.find,
			arrival = excluded.arrival, departure = excluded.departure, email = excluded.email, phone = excluded.phone, room = excluded.room,
			persons = excluded.persons, cancelled = excluded.cancelled, updated_at = excluded.updated_at`,
		b.PropertyID, b.Key(), b.Number, b.Surname, " "+words.Fold(b.Surname), b.Arrival, b.Departure, b.Email, b.Phone, b.Room, b.Persons,
		bit(b.Cancelled), ms(b.UpdatedAt))
}

// Booking implements store.Bookings.
func (t *tx) Booking(propertyID, key string) (desk.Booking, error) {
	return first(t, bookingQuery+` AND key = $2`, with(propertyID, key), scanBooking)
}

// ListBookings implements store.Bookings.
func (t *tx) ListBookings(propertyID string, f store.BookingFilter) ([]desk.Booking, string, error) {
	query, args := bookingQuery, with(propertyID)
	bind := func(v any) string {
		args = append(args, v)
		return "$" + strconv.Itoa(len(args))
	}
	if f.From != "" {
		query += ` AND departure >= ` + bind(f.From)
	}
	if asked := words.Query(f.Query); len(asked) > 0 {
		query += ` AND (key LIKE ` + bind(desk.BookingKey(f.Query)+"%") + ` OR 1 = 1`
		for _, w := range asked {
			query += ` AND (key LIKE ` + bind(desk.BookingKey(w)+"%") + ` OR find LIKE ` + bind("% "+w+"%") + `)`
		}
		query += `)`
	}
	if f.Cursor != "" {
		arrival, key, err := f.After()
		if err != nil {
			return nil, "", err
		}
		query += ` AND (arrival, key) > (` + bind(arrival) + `, ` + bind(key) + `)`
	}
	limit := f.Most()
	page, err := all(t, query+` ORDER BY arrival, key LIMIT `+bind(limit+1)+` + 0`, args, scanBooking)
	if err != nil || len(page) <= limit {
		return page, "", err
	}
	page = page[:limit]
	return page, store.BookingCursor(page[limit-1]), nil
}

// HasBookings implements store.Bookings.
func (t *tx) HasBookings(propertyID string) (bool, error) {
	has := false
	err := t.each(`SELECT 1 FROM bookings WHERE property_id = $1 LIMIT 1`, with(propertyID), func(rows cursor) error {
		has = true
		var one int
		return rows.Scan(&one)
	})
	return has, err
}

// ProvenBy implements store.Bookings.
func (t *tx) ProvenBy(propertyID, number string) ([]desk.Contact, error) {
	return all(t, `SELECT `+contactColumns+` FROM contacts k WHERE k.property_id = $1 AND k.proof_booking = $2 AND k.proof_booking <> '' ORDER BY k.id`,
		with(propertyID, number), scanContact)
}

// ForgetBookings implements store.Bookings.
func (t *tx) ForgetBookings(propertyID, before string, limit int) (int, error) {
	old, err := all(t, bookingQuery+` AND departure < $2 ORDER BY departure, key LIMIT $3 + 0`, with(propertyID, before, limit), scanBooking)
	if err != nil {
		return 0, err
	}
	for _, b := range old {
		if err := t.run(`UPDATE contacts SET proof_by = '', proof_booking = '', proof_until = 0
			WHERE property_id = $1 AND proof_booking = $2 AND proof_booking <> ''`, propertyID, b.Number); err != nil {
			return 0, err
		}
		if err := t.run(`DELETE FROM bookings WHERE property_id = $1 AND key = $2`, propertyID, b.Key()); err != nil {
			return 0, err
		}
	}
	return len(old), nil
}

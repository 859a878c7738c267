// Package booking tells guests with a booking from others. It keeps who has booked, as the property's people or its own
// system say it, and proves to the assistant that a guest is one of them: by a link that the property signed, or by number,
// surname and arrival.
//
// A proof gives away nothing of the booking. Whatever does not fit is refused in the same words, so that nobody finds out
// by asking whether a number, a name or a day is right.
package booking

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/mail"
	"strings"
	"time"
	"unicode/utf8"

	"deskbell/internal/desk"
	"deskbell/internal/secret"
	"deskbell/internal/store"
)

// Sealer keeps the secrets that sign links.
type Sealer interface {
	Seal(at secret.Place, plain []byte) ([]byte, error)
	Open(at secret.Place, sealed []byte) ([]byte, error)
	Stale(sealed []byte) bool
}

// Config is what a Desk is made of. All of it is required but Log.
type Config struct {
	Store  store.Store
	Sealer Sealer
	// Changed hears, after the commit, that the proof of a guest changed.
	Changed func(contactID string)
	Log     *slog.Logger
}

// Desk is what is done with bookings. It is safe for concurrent use.
type Desk struct{ cfg Config }

// New makes a Desk. What is old is forgotten while Run does.
func New(cfg Config) *Desk {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	return &Desk{cfg: cfg}
}

// Limits of what a booking says.
const (
	maxNumber  = 60
	maxSurname = 120
	maxRoom    = 60
	maxPersons = 500
	// maxNights keeps a mistyped year from proving something for decades.
	maxNights = 400
)

// Check is a booking as it is kept, or what is wrong with it, by field.
func Check(b desk.Booking) (desk.Booking, []desk.FieldError) {
	var wrong []desk.FieldError
	refuse := func(field, message string) {
		wrong = append(wrong, desk.FieldError{Location: "body." + field, Message: message})
	}
	line := func(field string, value *string, most int) {
		*value = strings.Join(strings.Fields(desk.CleanLine(*value, 4*most)), " ")
		if utf8.RuneCountInString(*value) > most {
			refuse(field, "This is too long.")
		}
	}
	line("number", &b.Number, maxNumber)
	line("surname", &b.Surname, maxSurname)
	line("email", &b.Email, 254)
	line("phone", &b.Phone, 60)
	line("room", &b.Room, maxRoom)
	if b.Key() == "" {
		refuse("number", "A booking has a number of letters or digits.")
	}
	if len(spellings(b.Surname)) == 0 {
		refuse("surname", "A booking has a surname.")
	}
	arrival, err := time.Parse(time.DateOnly, b.Arrival)
	if err != nil {
		refuse("arrival", "Write the arrival as 2026-12-31.")
	}
	departure, failed := time.Parse(time.DateOnly, b.Departure)
	switch {
	case failed != nil:
		refuse("departure", "Write the departure as 2026-12-31.")
	case err == nil && departure.Before(arrival):
		refuse("departure", "The departure is before the arrival.")
	case err == nil && departure.After(arrival.AddDate(0, 0, maxNights)):
		refuse("departure", "Nobody stays for that long.")
	}
	if b.Email != "" {
		if a, err := mail.ParseAddress(b.Email); err != nil || a.Address != b.Email {
			refuse("email", "This is no e-mail address.")
		}
	}
	if b.Persons < 0 || b.Persons > maxPersons {
		refuse("persons", "This is no number of persons.")
	}
	return b, wrong
}

// Put keeps a booking, or what changed of it. It reports whether it is new, and the one before it otherwise.
func (d *Desk) Put(ctx context.Context, by desk.Person, b desk.Booking) (desk.Booking, error) {
	b, wrong := Check(b)
	var changed []string
	err := d.cfg.Store.Write(context.WithoutCancel(ctx), func(tx store.Tx) error {
		if err := desk.Allow(by, desk.ActEditBookings, b.PropertyID); err != nil {
			return err
		}
		zone, err := zoneOf(tx, b.PropertyID)
		if err != nil {
			return err
		}
		if err := desk.Wrong(wrong); err != nil {
			return err
		}
		b.UpdatedAt = tx.Now()
		action := "booking_changed"
		what, moved, err := put(tx, b, zone)
		switch {
		case err != nil || what == same:
			return err
		case what == added:
			action = "booking_added"
		case b.Cancelled:
			action = "booking_cancelled"
		}
		changed = moved
		return audit(tx, by, b.PropertyID, action, b.Number, nil)
	})
	if err != nil {
		return b, err
	}
	d.tell(changed)
	return b, nil
}

// Cancel says that a booking does not stand any more: what it proved ends.
func (d *Desk) Cancel(ctx context.Context, by desk.Person, propertyID, number string) (desk.Booking, error) {
	var b desk.Booking
	var changed []string
	err := d.cfg.Store.Write(context.WithoutCancel(ctx), func(tx store.Tx) error {
		err := desk.Allow(by, desk.ActEditBookings, propertyID)
		if err != nil {
			return err
		}
		if b, err = tx.Booking(propertyID, desk.BookingKey(number)); err != nil || b.Cancelled {
			return err
		}
		b.Cancelled, b.UpdatedAt = true, tx.Now()
		if _, changed, err = put(tx, b, time.UTC); err != nil {
			return err
		}
		return audit(tx, by, propertyID, "booking_cancelled", b.Number, nil)
	})
	if err != nil {
		return b, err
	}
	d.tell(changed)
	return b, nil
}

// List pages through a property's bookings; past says whether those that have departed are among them.
func (d *Desk) List(ctx context.Context, by desk.Person, propertyID string, f store.BookingFilter, past bool) (page []desk.Booking, cursor string, err error) {
	err = d.cfg.Store.Read(ctx, func(tx store.Tx) error {
		if err := desk.Allow(by, desk.ActViewBookings, propertyID); err != nil {
			return err
		}
		zone, err := zoneOf(tx, propertyID)
		if err != nil {
			return err
		}
		if !past {
			f.From = tx.Now().In(zone).Format(time.DateOnly)
		}
		page, cursor, err = tx.ListBookings(propertyID, f)
		return err
	})
	return page, cursor, err
}

// What became of a booking that was put.
type outcome int

const (
	same outcome = iota
	added
	changed
)

// Tally is what became of bookings that were taken in, each counted once.
type Tally struct {
	Added   int `json:"added"`
	Changed int `json:"changed"`
	Same    int `json:"same"`
}

func (t *Tally) count(what outcome) {
	switch what {
	case added:
		t.Added++
	case changed:
		t.Changed++
	default:
		t.Same++
	}
}

// put keeps a booking and lets the proofs that name it follow: a departure that moved moves their end, a cancelled booking
// ends them. It names the guests whose proof changed.
func put(tx store.Tx, b desk.Booking, zone *time.Location) (outcome, []string, error) {
	before, err := tx.Booking(b.PropertyID, b.Key())
	if desk.CodeOf(err) == desk.CodeNotFound {
		return added, nil, tx.PutBooking(b)
	}
	if err != nil {
		return same, nil, err
	}
	unchanged := before
	unchanged.UpdatedAt = b.UpdatedAt
	if unchanged == b {
		return same, nil, nil
	}
	if err := tx.PutBooking(b); err != nil {
		return same, nil, err
	}
	if before.Number == b.Number && before.Departure == b.Departure && before.Cancelled == b.Cancelled {
		return changed, nil, nil
	}
	proven, err := tx.ProvenBy(b.PropertyID, before.Number)
	if err != nil {
		return same, nil, err
	}
	var moved []string
	for _, c := range proven {
		if c.Proof.Booking, c.Proof.Until = b.Number, b.ProvesUntil(zone); c.Proof.Until.IsZero() {
			c.Proof = desk.Proof{}
		}
		if err := tx.UpdateContact(c); err != nil {
			return same, nil, err
		}
		moved = append(moved, c.ID)
	}
	return changed, moved, nil
}

func (d *Desk) tell(contacts []string) {
	for _, id := range contacts {
		d.cfg.Changed(id)
	}
}

// zoneOf is a property's time zone; UTC where it names none that is known.
func zoneOf(tx store.Tx, propertyID string) (*time.Location, error) {
	pr, err := tx.Property(propertyID)
	if err != nil {
		return nil, err
	}
	return zone(pr), nil
}

func zone(pr desk.Property) *time.Location {
	if z, err := time.LoadLocation(pr.Settings.TimeZone); err == nil {
		return z
	}
	return time.UTC
}

func audit(tx store.Tx, by desk.Person, propertyID, action, subject string, detail map[string]any) error {
	line := store.AuditLine{At: tx.Now(), PersonID: by.ID, PropertyID: propertyID, Action: action, Subject: subject}
	if detail != nil {
		doc, err := json.Marshal(detail)
		if err != nil {
			return err
		}
		line.Detail = string(doc)
	}
	return tx.Audit(line)
}

// looks is how often what is old is looked for, batch how many bookings one transaction forgets.
const (
	looks = time.Hour
	batch = 200
)

// Run forgets bookings whose time is over, until ctx is done.
func (d *Desk) Run(ctx context.Context) error {
	if err := d.reseal(ctx); err != nil && ctx.Err() == nil {
		d.cfg.Log.Error("seal secrets of booking links anew", "err", err)
	}
	tick := time.NewTicker(looks)
	defer tick.Stop()
	for {
		if err := d.Forget(ctx); err != nil && ctx.Err() == nil {
			d.cfg.Log.Error("forget old bookings", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// Forget drops every property's bookings that were kept long enough, with what still names them.
func (d *Desk) Forget(ctx context.Context) error {
	var all []desk.Property
	if err := d.cfg.Store.Read(ctx, func(tx store.Tx) (err error) {
		all, err = tx.ListProperties()
		return err
	}); err != nil {
		return err
	}
	for _, pr := range all {
		for {
			n := 0
			if err := d.cfg.Store.Write(ctx, func(tx store.Tx) (err error) {
				before := tx.Now().In(zone(pr)).AddDate(0, 0, -pr.Settings.Bookings.Keeps()).Format(time.DateOnly)
				n, err = tx.ForgetBookings(pr.ID, before, batch)
				return err
			}); err != nil {
				return err
			}
			if n < batch {
				break
			}
		}
	}
	return nil
}

package desk

import (
	"strings"
	"time"
	"unicode"
)

// Booking is one stay that a guest has booked, as far as it is needed to tell its guests from others.
type Booking struct {
	PropertyID string
	Number     string // as the guest was told it
	Surname    string
	Arrival    string // days by the property's calendar, as 2006-01-02
	Departure  string
	Email      string
	Phone      string
	Room       string
	Persons    int // 0 is not said
	Cancelled  bool
	UpdatedAt  time.Time
}

// Key is what its number is looked up by.
func (b Booking) Key() string { return BookingKey(b.Number) }

// BookingKey is a booking's number without what people write differently each time: case, spaces, dashes.
func BookingKey(number string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, number)
}

// ProvesUntil is when a proof of the booking ends: with the day after the departure, by the property's clock. What was
// left in the room is asked for then. A cancelled one proves nothing.
func (b Booking) ProvesUntil(zone *time.Location) time.Time {
	day, err := time.ParseInLocation(time.DateOnly, b.Departure, zone)
	if err != nil || b.Cancelled {
		return time.Time{}
	}
	return day.AddDate(0, 0, 2).UTC()
}

// ProofBy is how it was proven that a guest has a booking.
type ProofBy string

// The ways.
const (
	ProofByAgent ProofBy = "agent" // somebody at the desk has seen the booking
	ProofByLink  ProofBy = "link"  // signed by the property
	ProofByForm  ProofBy = "form"  // number, surname and arrival
)

// PressProves is for how long the word of somebody at the desk counts: they are not asked until when the guest stays.
const PressProves = 30 * 24 * time.Hour

// Proof is that a guest has a booking, and until when that counts. The zero value proves nothing.
type Proof struct {
	By      ProofBy
	Booking string // its number; "" where somebody at the desk has seen it
	Until   time.Time
}

// Holds reports whether the proof counts at a time.
func (p Proof) Holds(now time.Time) bool { return now.Before(p.Until) }

// Longer is the one of two proofs of the same guest that counts longer.
func (p Proof) Longer(other Proof) Proof {
	if other.Until.After(p.Until) {
		return other
	}
	return p
}

// PressProof is the word of somebody at the desk, given at a time.
func PressProof(now time.Time) Proof {
	return Proof{By: ProofByAgent, Until: now.Add(PressProves)}
}

// Verified reports whether the guest's booking is proven at a time.
func (c Contact) Verified(now time.Time) bool { return c.Proof.Holds(now) }

// BookingSettings say what a property does with bookings.
type BookingSettings struct {
	// KeepDays is for how many days after the departure one is kept; 0 is DefaultKeepDays.
	KeepDays int `json:"keep_days,omitempty"`
	// Sealed is the secret that signs links, as it is kept; none signs none.
	Sealed []byte `json:"sealed,omitempty"`
	// PushSealed is the secret with which the property's own system signs the bookings that it brings; none brings none. It
	// is not the one of links: a website that signs links is nearer to strangers, and must not be able to write.
	PushSealed []byte `json:"push_sealed,omitempty"`
}

// DefaultKeepDays is for how many days after the departure bookings are kept where a property says nothing.
const DefaultKeepDays = 30

// IntentBooked is the Answer.Intent of a question that is answered to guests with a booking only.
const IntentBooked = "booked"

// Keeps is for how many days after the departure a booking is kept.
func (s BookingSettings) Keeps() int {
	if s.KeepDays == 0 {
		return DefaultKeepDays
	}
	return s.KeepDays
}

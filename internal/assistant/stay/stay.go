// Package stay is the stay that a guest names, as far as that is beyond doubt: when, and for how many. It fills it into the address of a property's booking page. It is pure: the same words at the same time give the
// same address.
//
// What is filled in is looked at by the guest, who goes on there by themselves. What a message leaves open stays open: a
// wrong date in a booking is worse than none.
package stay

import (
	"slices"
	"time"

	"deskbell/internal/assistant/when"
)

// ahead is how far off a day may be.
const ahead = 550 * 24 * time.Hour

// Stay is what a guest named of a stay. What they did not name is zero.
type Stay struct {
	// From and To are days, at midnight UTC. To is the day of departure; it is never there without From.
	From, To         time.Time
	Adults, Children int
	Rooms            int
}

// Nights is how many there are, 0 where that is not known.
func (s Stay) Nights() int {
	if s.From.IsZero() || s.To.IsZero() {
		return 0
	}
	return int(s.To.Sub(s.From).Hours() / 24)
}

// Empty reports whether nothing was named.
func (s Stay) Empty() bool { return s == Stay{} }

// Or is s with what it leaves open taken from an earlier message.
func (s Stay) Or(earlier Stay) Stay {
	if s.From.IsZero() {
		s.From, s.To = earlier.From, earlier.To
	}
	if s.Adults == 0 && s.Children == 0 {
		s.Adults, s.Children = earlier.Adults, earlier.Children
	}
	if s.Rooms == 0 {
		s.Rooms = earlier.Rooms
	}
	return s
}

// Read reads a message that was written at a time, which is the property's: "tomorrow" is the day after that day.
func Read(message string, now time.Time) Stay {
	m := when.Read(message, now, false)
	s := Stay{Adults: m.Adults, Children: m.Children, Rooms: m.Rooms}
	if !now.IsZero() {
		s.From, s.To = days(m, time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC))
	}
	return s
}

// days are the first and the last day that a message names; zero where it is not beyond doubt which.
func days(m when.Message, today time.Time) (from, to time.Time) {
	if len(m.Days) == 0 || len(m.Days) > 2 || slices.ContainsFunc(m.Days, func(d when.Day) bool { return d.Unsure }) {
		return from, to
	}
	first := m.Days[0]
	from, to = first.Date, first.To
	if len(m.Days) == 2 {
		last := m.Days[1]
		if m.Either(first, last) {
			return time.Time{}, time.Time{}
		}
		if to = last.Date; last.Weekday { // "from Friday to Monday"
			for !to.After(from) {
				to = to.AddDate(0, 0, 7)
			}
		}
	}
	switch {
	case to.IsZero() && m.Nights > 0:
		to = from.AddDate(0, 0, m.Nights)
	case to.IsZero() && first.Tonight:
		to = from.AddDate(0, 0, 1)
	}
	if from.Before(today) || from.Sub(today) > ahead {
		return time.Time{}, time.Time{}
	}
	if n := (Stay{From: from, To: to}).Nights(); !to.IsZero() && (n < 1 || n > when.MaxNights || m.Nights > 0 && n != m.Nights && len(m.Days) == 2) {
		return time.Time{}, time.Time{}
	}
	return from, to
}

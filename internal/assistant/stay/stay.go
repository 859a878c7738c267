// Package stay reads from what a guest wrote when and for how many they want to come, in the languages that guests write
// most, and fills it into the address of a property's booking page. It is pure: the same words at the same time give the
// same address.
//
// What is filled in is looked at by the guest, who goes on there by themselves. What a message leaves open stays open: a
// wrong date in a booking is worse than none.
package stay

import (
	"strings"
	"time"

	"deskbell/internal/knowledge/text"
)

// Limits of what is believed.
const (
	maxNights = 60
	maxGuests = 20
	// ahead is how far off a day may be.
	ahead = 550 * 24 * time.Hour
)

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
	r := reader{words: text.Words(message), raw: message}
	if !now.IsZero() {
		r.today = time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	}
	var s Stay
	s.Adults, s.Children, s.Rooms = r.people()
	if !r.today.IsZero() {
		s.From, s.To = r.days()
	}
	return s
}

// reader is a message in words.
type reader struct {
	words []string
	raw   string
	today time.Time
}

// number is the number that a word is, or 0.
func number(word string) int {
	if n, ok := numbers[word]; ok {
		return n
	}
	n := 0
	for i, r := range word {
		d := digit(r)
		if d < 0 || i > 8 {
			return 0
		}
		n = n*10 + d
	}
	return n
}

// digit is a figure, also of those that Arabic and Persian are written with; -1 for what is none.
func digit(r rune) int {
	switch {
	case r >= '0' && r <= '9':
		return int(r - '0')
	case r >= '٠' && r <= '٩':
		return int(r - '٠')
	case r >= '۰' && r <= '۹':
		return int(r - '۰')
	}
	return -1
}

// people are how many come and in how many rooms. Where a message speaks of persons only, they count as adults.
func (r *reader) people() (adults, children, rooms int) {
	persons := 0
	for i, w := range r.words {
		n := 0
		if i > 0 {
			n = number(r.words[i-1])
		}
		// "2 small kids", "two single rooms"
		if n == 0 && i > 1 && describing[r.words[i-1]] {
			n = number(r.words[i-2])
		}
		switch {
		case twoOf[w] && n == 0:
			persons = max(persons, 2)
		case n < 1 || n > maxGuests:
		case adultWords[w]:
			adults += n
		case childWords[w]:
			children += n
		case personWords[w]:
			persons = max(persons, n)
		case roomWords[w]:
			rooms = max(rooms, n)
		}
	}
	for i := 1; i+1 < len(r.words); i++ {
		switch near := [2]string{r.words[i], r.words[i+1]}; {
		case near == [2]string{"of", "us"}: // "four of us"
			persons = max(persons, number(r.words[i-1]))
		case r.words[i-1] == "family" && near[0] == "of", r.words[i-1] == "party" && near[0] == "of":
			persons = max(persons, number(near[1]))
		}
	}
	folded := " " + strings.Join(r.words, " ") + " "
	for _, p := range couples {
		if at := strings.Index(folded, p); at >= 0 {
			next, _, _ := strings.Cut(folded[at+len(p):], " ")
			if !nightWords[next] && !weekWords[next] && !childWords[next] && !roomWords[next] && !counting[next] { // "for two nights"
				persons = max(persons, 2)
			}
		}
	}
	if adults == 0 && persons > children {
		adults = persons - children
	}
	if persons > maxGuests || adults > maxGuests || children > maxGuests || rooms > maxGuests {
		return 0, 0, 0
	}
	return adults, children, rooms
}

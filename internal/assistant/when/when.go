// Package when reads from what a guest wrote which days they name, for how long, and how many come in how many rooms, in the
// languages that guests write most. It is pure, and knows no clock: today is given. What it makes of them is whoever's who
// asked; it says where a day may be one of two.
package when

import (
	"strings"
	"time"

	"deskbell/internal/knowledge/text"
)

// Limits of what is believed.
const (
	// MaxNights is the longest stay.
	MaxNights = 60
	maxGuests = 20
)

// Day is a day that a message names.
type Day struct {
	// Date is the day, at midnight UTC. To is set where it names a time of several days, as a weekend is.
	Date, To time.Time
	// Near says that it was named by its distance from today ("tomorrow"), Weekday that this was by a day of the week.
	Near, Weekday bool
	// Tonight says that it is for one night.
	Tonight bool
	// Unsure says that it may be one of two days.
	Unsure bool

	begin, end int // words
}

// Month is a month that a message names without a day of it. Year is 0 where it says none.
type Month struct {
	Month time.Month
	Year  int
}

// Message is what a message says of a stay. What it does not name is zero.
type Message struct {
	// Days are in the order in which they are named, Months likewise.
	Days   []Day
	Months []Month
	// Nights are how many it counts, weeks as seven.
	Nights int
	// Adults are those who come where it speaks of persons only.
	Adults, Children, Rooms int

	words []string
}

// Read reads a message. Today is the property's; where it is zero, no days are read, nor months. DayFirst says that whoever
// wrote it puts the day before the month: 6/7/2027 is in July.
func Read(message string, today time.Time, dayFirst bool) Message {
	r := reader{words: wordsOf(message), raw: message, dayFirst: dayFirst}
	var m Message
	m.Adults, m.Children, m.Rooms = r.people()
	if !today.IsZero() {
		r.today = time.Date(today.Year(), today.Month(), today.Day(), 0, 0, 0, 0, time.UTC)
		r.figures()
		m.Nights, m.Days = r.nights(), r.mentions()
		m.Months = r.months(m.Days)
	}
	m.words = r.words
	return m
}

// Either reports whether two neighbouring days are a choice: "the 12th or the 14th".
func (m Message) Either(a, b Day) bool {
	for _, w := range m.words[a.end:max(a.end, b.begin)] {
		if either[w] {
			return true
		}
	}
	return false
}

// On is a day of a month, in the given year or else the next time that it comes; false where there is none.
func On(today time.Time, year int, month time.Month, day int) (time.Time, bool) {
	if month < 1 || month > 12 || day < 1 || day > 31 {
		return time.Time{}, false
	}
	try := []int{year}
	if year == 0 {
		try = []int{today.Year(), today.Year() + 1}
	}
	for _, y := range try {
		d := time.Date(y, month, day, 0, 0, 0, 0, time.UTC)
		if d.Day() == day && (year != 0 || !d.Before(today)) {
			return d, true
		}
	}
	return time.Time{}, false
}

// wordsOf are a message's words, without what is written onto them with an apostrophe: "d'octobre", "dall'11".
func wordsOf(message string) []string {
	words := text.Words(message)
	for i, w := range words {
		before, after, found := strings.Cut(w, "'")
		if found && after != "" && (len(before) == 1 || elided[before]) && after != "s" {
			words[i] = after
		}
	}
	return words
}

var elided = set(`qu dall dell all nell sull`)

// reader is a message in words.
type reader struct {
	words    []string
	raw      string
	today    time.Time
	dayFirst bool
}

// Number is the number that a word is, or 0.
func Number(word string) int {
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
			n = Number(r.words[i-1])
		}
		// "2 small kids", "two single rooms"
		if n == 0 && i > 1 && describing[r.words[i-1]] {
			n = Number(r.words[i-2])
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
			persons = max(persons, Number(r.words[i-1]))
		case r.words[i-1] == "family" && near[0] == "of", r.words[i-1] == "party" && near[0] == "of":
			persons = max(persons, Number(near[1]))
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

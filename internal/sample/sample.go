// Package sample holds what the demo's two invented hotels say about themselves:
// facts, entries, the texts of their chat widgets, and who has booked. They are values only; the
// command that fills an empty demo writes them.
//
// Names, numbers and addresses are fictitious: the domains end in .example, and
// the telephone numbers begin with zeros where no real Portuguese number does.
package sample

import (
	"time"

	"deskbell/internal/knowledge"
)

// Property is one invented hotel.
type Property struct {
	Name            string
	Code            string // two letters, shown as a tag
	Key             string // the widget's data-key
	TimeZone        string
	Currency        string
	Languages       []string // the property's, its first one leading
	WidgetLanguages []string // those that Widget has texts in
	Phone           string
	Email           string
	Website         string
	Address         string
	Colour          string // #RRGGBB
	Facts           []knowledge.Fact
	Entries         []knowledge.Entry
	Bookings        []Booking
	Widget          Widget
}

// Widget are the texts that a guest sees before anything was said, by language.
type Widget struct {
	Launcher     map[string]string
	Greeting     map[string]string
	QuickReplies map[string][]string
}

// Properties returns the sample properties, Harbour View Hotel first. Each call
// makes new values, so a caller may change what it got.
func Properties() []Property {
	return []Property{HarbourView(), OldMill()}
}

// Base returns what the assistant is asked from, under the id that the property
// was stored with.
func (p Property) Base(propertyID string) knowledge.Base {
	base := knowledge.Base{PropertyID: propertyID, Languages: p.Languages, Facts: p.Facts}
	for _, e := range p.Entries {
		e.PropertyID = propertyID
		base.Entries = append(base.Entries, e)
	}
	return base
}

// written is when the sample knowledge says that it was last edited, and by whom.
var written = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

const writer = "knowledge@demo.example"

func yes(key, details string) knowledge.Fact {
	return knowledge.Fact{Key: key, State: knowledge.FactYes, Details: details, UpdatedAt: written, UpdatedBy: writer}
}

func no(key, details string) knowledge.Fact {
	return knowledge.Fact{Key: key, State: knowledge.FactNo, Details: details, UpdatedAt: written, UpdatedBy: writer}
}

func entry(id, answer string, questions ...string) knowledge.Entry {
	return knowledge.Entry{ID: id, Questions: questions, Answer: answer, Language: "en", UpdatedAt: written}
}

func bookedOnly(e knowledge.Entry) knowledge.Entry {
	e.BookedOnly = true
	return e
}

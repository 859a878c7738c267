// Package knowledge is the Knowledge Hub's logic: what a property says about
// itself, as typed facts and as free entries, and the catalogue of the facts
// that guests ask for. It holds values and rules only; storing them is another
// room's work, and so is finding the one that answers a question.
package knowledge

import (
	"strings"
	"time"

	"deskbell/internal/knowledge/typed"
)

// FactState is what a property has said about a fact.
type FactState string

const (
	// FactYes: it is so, or we have it; Details tell the rest.
	FactYes FactState = "yes"
	// FactNo: we don't have this. Guests get a polite no, not "I don't know".
	FactNo FactState = "no"
	// FactUnknown: not said yet. Only this one means that the assistant cannot help.
	FactUnknown FactState = "unknown"
)

// Valid reports whether s is one of the three states.
func (s FactState) Valid() bool {
	return s == FactYes || s == FactNo || s == FactUnknown
}

// Limits of what the hub takes, in characters or pieces. They keep one
// property's index small enough to be built while somebody waits for it.
const (
	MaxDetails   = 2000
	MaxAnswer    = 4000
	MaxQuestion  = 500
	MaxQuestions = 50
)

// Fact is what one property says about one [FactKind].
type Fact struct {
	Key     string // a key of the catalogue
	State   FactState
	Details string // the answer in the property's words; without it, yes is said with Value or a fixed phrase
	// Value is what it says in figures, for questions that can be reckoned.
	Value     typed.Value
	UpdatedAt time.Time
	UpdatedBy string
}

// Entry is a question in the property's words, in as many variants as it likes,
// and its answer. An entry without an answer is a question that nobody has
// answered yet: it counts as "cannot help".
type Entry struct {
	ID         string
	PropertyID string
	Questions  []string
	Answer     string
	BookedOnly bool   // told to guests whose booking was proven only
	Language   string // of question and answer; empty: the property's first language
	UpdatedAt  time.Time
}

// Notice is a sentence of the day on one topic. While it holds it outranks every
// fact and entry on that topic, and it ends by itself.
type Notice struct {
	ID       string
	Text     string
	Topic    string // a key of the catalogue, or words as a guest would say them
	Language string // empty: the property's first language
	From     time.Time
	Until    time.Time
}

// Holds reports whether the notice is told at a time.
func (n Notice) Holds(at time.Time) bool { return !at.Before(n.From) && at.Before(n.Until) }

// Answered reports whether the entry has an answer to give.
func (e Entry) Answered() bool { return strings.TrimSpace(e.Answer) != "" }

// Base is everything one property knows. It is read by many goroutines at once
// and changed by none: an edit makes a new Base.
type Base struct {
	PropertyID string
	Languages  []string // the property's, its first one leading
	// Zone is where the property is: what today is, and until when it is. Nil: nobody said.
	Zone     *time.Location
	Facts    []Fact
	Entries  []Entry
	Passages []Passage // approved ones only
	// Notices are those that hold. Where one begins or ends there is another Base.
	Notices []Notice
}

// Language returns the property's first language, English where it named none.
func (b Base) Language() string {
	if len(b.Languages) > 0 && b.Languages[0] != "" {
		return b.Languages[0]
	}
	return "en"
}

// Fact returns what the property says about key. A fact that it never touched
// is unknown.
func (b Base) Fact(key string) Fact {
	for _, f := range b.Facts {
		if f.Key == key {
			return f
		}
	}
	return Fact{Key: key, State: FactUnknown}
}

// Package typed holds what a property's fact says in figures beside its words: hours with the days and dates on which they
// hold, seasons, prices and what they are per, limits, how something is to be had, and how far it is. The words are for
// reading; the figures are what a question can be reckoned against: "is breakfast served at 7 on Sunday?".
//
// A value is one small JSON document, the same shape for every kind of fact; which parts of it a kind uses is its [Form].
// Whoever asks a value something gets an answer only where the figures leave no doubt; everything else is left to the
// property's words. The package does arithmetic and wording only: it knows no clock and no store.
package typed

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
)

// MaxDocument is how many bytes the document of one value may have.
const MaxDocument = 16 << 10

// Value is what a fact says in figures. Its zero value says nothing.
type Value struct {
	// Hours are told together: of those that hold on a day, the ones that name it count.
	Hours []Hours `json:"hours,omitempty" doc:"Of those that hold on a day, the ones that name the day or the date count."`
	// Seasons are when it is there at all; none: all year.
	Seasons []Span  `json:"seasons,omitempty" doc:"When it is there at all; none: all year."`
	Prices  []Price `json:"prices,omitempty"`
	// Currency is that of all prices (ISO 4217). It stands here, not in the property, so that a fact may be copied.
	Currency string `json:"currency,omitempty" doc:"ISO 4217, of all prices."`
	// Needs are what a guest has to do to have it, AheadHours how long before.
	Needs      []Need `json:"needs,omitempty"`
	AheadHours int    `json:"ahead_hours,omitempty" doc:"How long before one has to ask or book."`
	// DeadlineHours is until when before arrival something can be done: cancelled, changed.
	DeadlineHours int `json:"deadline_hours,omitempty" doc:"Until how long before arrival."`
	MinAge        int `json:"min_age,omitempty" doc:"Years."`
	MaxAge        int `json:"max_age,omitempty" doc:"Years, with the last one."`
	MaxKg         int `json:"max_kg,omitempty" doc:"Of an animal."`
	MaxPeople     int `json:"max_people,omitempty"`
	// Place is how far away it is.
	Place *Place `json:"place,omitempty"`
}

// Hours are from when until when. Either end may be open; an Until before From is on the next day.
type Hours struct {
	Days   []Day  `json:"days,omitempty" doc:"None: every day."`
	Dates  *Span  `json:"dates,omitempty" doc:"Only on these days of the year."`
	From   string `json:"from,omitempty" doc:"15:00"`
	Until  string `json:"until,omitempty" doc:"24:00 is the end of the day."`
	Closed bool   `json:"closed,omitempty" doc:"Not at all on these days."`
}

// Span is a part of every year, both days with it, as "05-01" and "10-31". One that ends before it begins holds over the
// turn of the year.
type Span struct {
	From  string `json:"from" doc:"Month and day: 05-01"`
	Until string `json:"until" doc:"The last day: 10-31"`
}

// Price is an amount and what it is per. One with ages is for guests of those ages, one without for everyone else.
type Price struct {
	Amount   string `json:"amount" doc:"18 or 18.50; 0 is free of charge."`
	Per      []Unit `json:"per,omitempty" doc:"Each one multiplies; none: once."`
	FromAge  int    `json:"from_age,omitempty"`
	UntilAge int    `json:"until_age,omitempty" doc:"With the last year; 5 is: under 6."`
	Dates    *Span  `json:"dates,omitempty"`
}

// Place is how far away something is.
type Place struct {
	Metres  int    `json:"metres,omitempty"`
	Minutes int    `json:"minutes,omitempty"`
	By      Travel `json:"by,omitempty"`
}

type (
	// Day is a day of the week.
	Day string
	// Unit is what a price is per.
	Unit string
	// Need is what a guest has to do to have something.
	Need string
	// Travel is how one gets somewhere.
	Travel string
)

// Units, Needs and Travels are all that there are, in the order in which a form offers them; Week begins on Monday.
var (
	Week    = []Day{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
	Units   = []Unit{"night", "day", "hour", "week", "stay", "person", "room", "pet", "vehicle", "way", "order", "item", "kwh"}
	Needs   = []Need{"request", "booking", "appointment"}
	Travels = []Travel{"foot", "car", "train", "bus"}
)

// Parts of a value, of which a kind of fact has a [Form].
const (
	PartHours    = "hours"    // open from … until …
	PartFrom     = "from"     // hours that say when something begins: check-in
	PartUntil    = "until"    // hours that say when something ends: check-out
	PartSeasons  = "seasons"  //
	PartPrices   = "prices"   //
	PartNeeds    = "needs"    // with AheadHours
	PartDeadline = "deadline" // DeadlineHours
	PartAges     = "ages"     // MinAge, MaxAge
	PartWeight   = "weight"   // MaxKg
	PartPeople   = "people"   // MaxPeople
	PartPlace    = "place"    //
)

// Form names the parts that a kind of fact has, in the order in which they are asked for.
type Form []string

var parts = []string{PartHours, PartFrom, PartUntil, PartSeasons, PartPrices, PartNeeds, PartDeadline, PartAges, PartWeight, PartPeople, PartPlace}

// ParseForm reads a form from its parts' names.
func ParseForm(names string) (Form, error) {
	f := Form(strings.Fields(names))
	for _, p := range f {
		if !slices.Contains(parts, p) {
			return nil, fmt.Errorf("there is no part %q", p)
		}
	}
	if len(f) == 0 {
		return nil, fmt.Errorf("a form has parts")
	}
	return f, nil
}

// Has reports whether the form has a part.
func (f Form) Has(part string) bool { return slices.Contains(f, part) }

// Style is which of the three kinds of hours the form has, or "".
func (f Form) Style() string {
	for _, p := range f {
		if p == PartHours || p == PartFrom || p == PartUntil {
			return p
		}
	}
	return ""
}

// Zero reports whether the value says nothing.
func (v Value) Zero() bool {
	return len(v.Hours) == 0 && len(v.Seasons) == 0 && len(v.Prices) == 0 && len(v.Needs) == 0 && v.AheadHours == 0 && v.DeadlineHours == 0 &&
		v.MinAge == 0 && v.MaxAge == 0 && v.MaxKg == 0 && v.MaxPeople == 0 && v.Place == nil
}

// Read reads a stored document. One that cannot be read says nothing: the fact's words remain.
func Read(document string) Value {
	v, err := decode([]byte(document))
	if err != nil || v.check() != nil {
		return Value{}
	}
	return v
}

// Parse reads a document that somebody sends for a kind of fact with that form. An error is a sentence for them.
func Parse(document []byte, form Form) (Value, error) {
	if len(document) > MaxDocument {
		return Value{}, fmt.Errorf("the figures of a fact have at most %d kB", MaxDocument>>10)
	}
	v, err := decode(document)
	if err != nil {
		return Value{}, fmt.Errorf("the figures cannot be read: %s", strings.TrimPrefix(err.Error(), "json: "))
	}
	if err := v.check(); err != nil {
		return Value{}, err
	}
	if err := v.fits(form); err != nil {
		return Value{}, err
	}
	return Read(v.Document()), nil // an empty list is none, as it will be when it was stored
}

// Document is the value as it is stored: the same value is the same text. One that says nothing is "".
func (v Value) Document() string {
	if v.Zero() {
		return ""
	}
	b, err := json.Marshal(v)
	if err != nil {
		panic("a value has no JSON: " + err.Error()) // it is made of strings and whole numbers
	}
	return string(b)
}

func decode(document []byte) (v Value, err error) {
	if s := bytes.TrimSpace(document); len(s) == 0 || string(s) == "null" {
		return Value{}, nil
	}
	d := json.NewDecoder(bytes.NewReader(document))
	d.DisallowUnknownFields()
	if err = d.Decode(&v); err != nil {
		return Value{}, err
	}
	if _, err := d.Token(); err != io.EOF {
		return Value{}, fmt.Errorf("something stands behind them")
	}
	return v, nil
}

// clock is a time of the day in minutes, "24:00" with it.
func clock(s string) (int, error) {
	if len(s) == 5 && s[2] == ':' {
		h, err1 := strconv.ParseUint(s[:2], 10, 8)
		m, err2 := strconv.ParseUint(s[3:], 10, 8)
		if err1 == nil && err2 == nil && (h < 24 && m < 60 || h == 24 && m == 0) {
			return int(h*60 + m), nil
		}
	}
	return 0, fmt.Errorf("%q is no time; write it as 15:00", s)
}

// dayOfYear is the place of "05-01" in a leap year.
func dayOfYear(s string) (int, error) {
	t, err := time.Parse("2006-01-02", "2024-"+s)
	if err != nil {
		return 0, fmt.Errorf("%q is no day of the year; write month and day as 05-01", s)
	}
	return t.YearDay(), nil
}

// holds reports whether a day of any year lies in the span; it was checked when it came in.
func (s Span) holds(date time.Time) bool {
	from, _ := dayOfYear(s.From)
	until, _ := dayOfYear(s.Until)
	day, _ := dayOfYear(date.Format("01-02"))
	if from <= until {
		return from <= day && day <= until
	}
	return day >= from || day <= until
}

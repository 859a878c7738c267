package desk

import "time"

// Hours are when live chat is open, in the property's time zone. The zero value is never open.
type Hours struct {
	// Always is at all hours but those that an exception closes.
	Always bool `json:"always,omitempty"`
	// Week are the intervals of an ordinary week, Exceptions the days on which others count.
	Week       []Interval  `json:"week,omitempty"`
	Exceptions []Exception `json:"exceptions,omitempty"`
}

// Interval is a stretch of opening that begins on a day. One whose end is not after its beginning passes midnight;
// From and To are minutes since midnight by the wall clock, To at most 1440.
type Interval struct {
	Day  time.Weekday `json:"day"`
	From int          `json:"from"`
	To   int          `json:"to"`
}

// Exception replaces the intervals that begin on the days from First to Last (both included, 2006-01-02). Yearly ones
// come back every year. One without intervals closes those days.
type Exception struct {
	Name      string `json:"name"`
	First     string `json:"first"`
	Last      string `json:"last"`
	Yearly    bool   `json:"yearly,omitempty"`
	Intervals []Span `json:"intervals,omitempty"`
}

// Span is an Interval of a day that is known.
type Span struct {
	From int `json:"from"`
	To   int `json:"to"`
}

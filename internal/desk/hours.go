package desk

import (
	"slices"
	"sync"
	"time"
)

// Hours are when live chat is open, in the property's time zone. The zero value is never open; nil is always open.
//
// A time of day is the first moment of its day at which the clock on the wall shows it or a later one. So every
// interval opens once and closes once on the days on which clocks change, too: what begins or ends within the hour
// that is left out does so when the clock jumps, and what ends within the hour that comes twice ends the first time.
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
// come back every year on the same dates, from First on; 29 February comes back when there is one. One without
// intervals closes those days.
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

// wholeDay is what a day has of Hours that are Always.
var wholeDay = []Span{{From: 0, To: minutesOfDay}}

const minutesOfDay = 24 * 60

// minutes is how long a span is by the wall clock.
func (s Span) minutes() int {
	if s.To > s.From {
		return s.To - s.From
	}
	return s.To + minutesOfDay - s.From
}

// Open reports whether live chat is open at an instant. An unknown zone is read as UTC.
func (h *Hours) Open(at time.Time, zone string) bool {
	if h == nil {
		return true
	}
	c := h.calendar(zone)
	// The longest interval that still runs began a day ago; where a clock is put back over midnight, tomorrow has
	// begun already in the sense of the type's comment.
	today := dayOf(at.In(c.loc))
	for day := today - 1; day <= today+1; day++ {
		for _, s := range c.spans(day) {
			if from, to := c.moments(day, s); !at.Before(from) && at.Before(to) {
				return true
			}
		}
	}
	return false
}

// NextChange is the next instant after at with which live chat opens, where it is closed, or closes, where it is open.
// It reports false where nothing changes any more.
func (h *Hours) NextChange(at time.Time, zone string) (time.Time, bool) {
	if h == nil {
		return time.Time{}, false
	}
	c := h.calendar(zone)
	today := dayOf(at.In(c.loc))
	last := c.horizon(today)
	open, end := h.Open(at, zone), at
	for day := today - 1; day <= last; day++ {
		if open && c.moment(day, 0).After(end) {
			return end.UTC(), true // nothing that begins on this day or later can adjoin
		}
		var opens time.Time
		for _, s := range c.spans(day) {
			from, to := c.moments(day, s)
			switch {
			case !from.Before(to) || !to.After(at):
			case open && !from.After(end):
				if to.After(end) {
					end = to
				}
			case !open && (opens.IsZero() || from.Before(opens)):
				opens = from
			}
		}
		if !opens.IsZero() {
			return opens.UTC(), true
		}
	}
	return time.Time{}, false
}

// Count is the instant by which live chat was open for d since at: when something is done that takes d of the desk's
// time. It reports false where the desk is not open for as long as that within a year.
func (h *Hours) Count(at time.Time, d time.Duration, zone string) (time.Time, bool) {
	if h == nil {
		return at.Add(d), true
	}
	for limit := at.AddDate(1, 0, 0); at.Before(limit); {
		next, changes := h.NextChange(at, zone)
		if h.Open(at, zone) {
			if !changes || next.Sub(at) >= d {
				return at.Add(d), true
			}
			d -= next.Sub(at)
		} else if !changes {
			break
		}
		at = next
	}
	return time.Time{}, false
}

// calendar is Hours made ready to be asked: dates read, spans by day in the order in which they begin.
type calendar struct {
	loc     *time.Location
	week    [7][]Span
	special []special
}

// special is an Exception with its dates as days since 1970. Those of a yearly one are month*100+day, and hold from
// the day since.
type special struct {
	first, last, since int
	yearly             bool
	spans              []Span
}

func (h *Hours) calendar(zone string) *calendar {
	c := &calendar{loc: Location(zone)}
	for _, i := range h.Week {
		if day := int(i.Day); day >= 0 && day < len(c.week) {
			c.week[day] = append(c.week[day], Span{From: i.From, To: i.To})
		}
	}
	for day := range c.week {
		if h.Always {
			c.week[day] = wholeDay
		}
		slices.SortFunc(c.week[day], byBeginning)
	}
	for _, e := range h.Exceptions {
		if s, ok := e.days(); ok {
			c.special = append(c.special, s)
		}
	}
	return c
}

// days reads the dates of an exception.
func (e Exception) days() (special, bool) {
	first, err1 := time.Parse(time.DateOnly, e.First)
	last, err2 := time.Parse(time.DateOnly, e.Last)
	if err1 != nil || err2 != nil {
		return special{}, false
	}
	s := special{first: dayOf(first), last: dayOf(last), since: dayOf(first), yearly: e.Yearly,
		spans: slices.SortedFunc(slices.Values(e.Intervals), byBeginning)}
	if e.Yearly {
		s.first, s.last = monthDay(s.first), monthDay(s.last)
	}
	return s, true
}

// covers reports whether the exception counts on a day.
func (s special) covers(day int) bool {
	switch {
	case day < s.since:
		return false
	case !s.yearly:
		return day <= s.last
	case s.first <= s.last:
		md := monthDay(day)
		return s.first <= md && md <= s.last
	default: // over New Year
		md := monthDay(day)
		return md >= s.first || md <= s.last
	}
}

// spans are what begins on a day.
func (c *calendar) spans(day int) []Span {
	for _, s := range c.special {
		if s.covers(day) {
			return s.spans
		}
	}
	return c.week[weekday(day)]
}

func byBeginning(a, b Span) int { return a.From - b.From }

// horizon is a day by which everything that ever changes has changed once: an ordinary week is looked at until one
// without a change of the clock, a yearly exception for as long as 29 February can stay away.
func (c *calendar) horizon(today int) int {
	last := today + 21
	for _, s := range c.special {
		switch {
		case s.yearly:
			last = max(last, max(today, s.since)+8*366+21)
		default:
			last = max(last, s.last+21)
		}
	}
	return last
}

// moments are when a span of a day begins and ends. One that lies in an hour that is left out does both at once.
func (c *calendar) moments(day int, s Span) (from, to time.Time) {
	return c.moment(day, s.From), c.moment(day, s.From+s.minutes())
}

// moment is the first instant at which the wall clock shows the given minute of a day, or later.
func (c *calendar) moment(day, minute int) time.Time {
	wall := int64(day)*86400 + int64(minute)*60
	// No clock on earth is a day ahead, so there the wall shows less; from there on, one offset after the other.
	at := time.Unix(wall-86400, 0)
	for {
		local := at.In(c.loc)
		_, offset := local.Zone()
		hit := time.Unix(wall-int64(offset), 0)
		_, end := local.ZoneBounds()
		switch {
		case hit.Before(at):
			return at // the clock jumped over it
		case end.IsZero() || hit.Before(end):
			return hit
		}
		at = end
	}
}

// dayOf is the number of a date since 1970.
func dayOf(local time.Time) int {
	y, m, d := local.Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

func weekday(day int) time.Weekday { return time.Unix(int64(day)*86400, 0).UTC().Weekday() }

func monthDay(day int) int {
	_, m, d := time.Unix(int64(day)*86400, 0).UTC().Date()
	return int(m)*100 + d
}

// zones are the time zones that were asked for: reading one takes longer than anything else here.
var zones sync.Map

// Location is a time zone by its name in the IANA database; UTC where there is none of that name.
func Location(zone string) *time.Location {
	if l, ok := zones.Load(zone); ok {
		return l.(*time.Location)
	}
	l, err := time.LoadLocation(zone)
	if err != nil {
		return time.UTC
	}
	zones.Store(zone, l)
	return l
}

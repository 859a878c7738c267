package desk

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// How much of each a property may have, so that a page stays readable and a look at the hours quick.
const (
	maxIntervals  = 70
	maxExceptions = 100
	maxSpans      = 10
	maxDays       = 366
)

// Check names what is wrong with hours: every way in which they contradict themselves. at is where they stand in the
// input.
func (h *Hours) Check(at string) []FieldError {
	if h == nil {
		return nil
	}
	var c checks
	if len(h.Week) > maxIntervals {
		c.add(at+".week", "too_many", "These are more than %d intervals a week.", maxIntervals)
	}
	if len(h.Exceptions) > maxExceptions {
		c.add(at+".exceptions", "too_many", "These are more than %d exceptions. Delete those that are over.", maxExceptions)
	}
	if len(c) > 0 {
		return c
	}
	stretches := make([]stretch, 0, len(h.Week))
	for i, in := range h.Week {
		loc := fmt.Sprintf("%s.week[%d]", at, i)
		if in.Day < time.Sunday || in.Day > time.Saturday {
			c.add(loc+".day", "weekday", "A day of the week is 0 (Sunday) to 6 (Saturday).")
		} else if s := (Span{From: in.From, To: in.To}); c.span(loc, s) {
			stretches = append(stretches, stretch{loc, int(in.Day)*minutesOfDay + in.From, s.minutes()})
		}
	}
	c.apart(stretches, 7*minutesOfDay)
	days := make([]special, 0, len(h.Exceptions))
	where := make([]string, 0, len(h.Exceptions))
	for i, e := range h.Exceptions {
		loc := fmt.Sprintf("%s.exceptions[%d]", at, i)
		if s, ok := c.exception(loc, e); ok {
			for j, other := range days {
				if meet(s, other) {
					c.add(loc+".first", "days_overlap", "These days overlap with those of %s.", nameOf(h.Exceptions, where, where[j]))
					break
				}
			}
			days, where = append(days, s), append(where, loc)
		}
	}
	return c
}

func nameOf(all []Exception, where []string, loc string) string {
	for i, w := range where {
		if w == loc && all[i].Name != "" {
			return fmt.Sprintf("%q", all[i].Name)
		}
	}
	return "another exception"
}

// CheckZone says what is wrong with the name of a time zone; "" where it is one.
func CheckZone(zone string) string {
	if zone == "" || zone == "Local" || strings.ContainsAny(zone, ". \\") {
		return "Choose a time zone such as Europe/Lisbon."
	}
	if _, err := time.LoadLocation(zone); err != nil {
		return "There is no such time zone. Choose one such as Europe/Lisbon."
	}
	return ""
}

// Joined are the same hours in order, with intervals of one day that adjoin made one.
func (h *Hours) Joined() *Hours {
	if h == nil {
		return nil
	}
	j := *h
	var byDay [7][]Span
	for _, in := range h.Week {
		byDay[in.Day] = append(byDay[in.Day], Span{From: in.From, To: in.To})
	}
	j.Week = nil
	for day, spans := range byDay {
		for _, s := range joined(spans) {
			j.Week = append(j.Week, Interval{Day: time.Weekday(day), From: s.From, To: s.To})
		}
	}
	j.Exceptions = slices.Clone(h.Exceptions)
	for i := range j.Exceptions {
		j.Exceptions[i].Intervals = joined(j.Exceptions[i].Intervals)
	}
	return &j
}

func joined(spans []Span) []Span {
	var list []Span
	for _, s := range slices.SortedFunc(slices.Values(spans), byBeginning) {
		if n := len(list); n > 0 && list[n-1].To == s.From {
			list[n-1].To = s.To
			continue
		}
		list = append(list, s)
	}
	return list
}

// checks collects what is wrong.
type checks []FieldError

func (c *checks) add(at, code, message string, args ...any) {
	*c = append(*c, Fault(at, code, message, args...))
}

// outside complains of a number that is below the least or above the most, in the unit of its field.
func (c *checks) outside(at, message string, least, most int) {
	*c = append(*c, FieldError{Location: at, Code: "range", Message: message, Params: []string{strconv.Itoa(least), strconv.Itoa(most)}})
}

// span checks the times of an interval.
func (c *checks) span(at string, s Span) bool {
	switch {
	case s.From < 0 || s.From >= minutesOfDay:
		c.add(at+".from", "time", "Write a time from 00:00 to 23:59.")
	case s.To <= 0 || s.To > minutesOfDay:
		c.add(at+".to", "time", "Write a time from 00:01 to 24:00.")
	case s.From == s.To:
		c.add(at+".to", "empty_interval", "This opens and closes at the same time. A whole day is 00:00 to 24:00.")
	default:
		return true
	}
	return false
}

// stretch is an interval on a line of minutes.
type stretch struct {
	at              string
	start, duration int
}

// apart checks that no two stretches overlap. The line begins anew after round minutes; 0 is a line that ends.
func (c *checks) apart(list []stretch, round int) {
	slices.SortStableFunc(list, func(a, b stretch) int { return cmp.Compare(a.start, b.start) })
	for i := range list {
		next := list[(i+1)%len(list)]
		if i+1 == len(list) {
			if round == 0 {
				return
			}
			next.start += round
		}
		if list[i].start+list[i].duration > next.start {
			c.add(next.at+".from", "intervals_overlap", "This interval overlaps with another one.")
		}
	}
}

// exception checks one exception by itself.
func (c *checks) exception(at string, e Exception) (special, bool) {
	before := len(*c)
	first, err := time.Parse(time.DateOnly, e.First)
	if err != nil {
		c.add(at+".first", "date", "Write a date such as 2026-12-24.")
	}
	last, err := time.Parse(time.DateOnly, e.Last)
	if err != nil {
		c.add(at+".last", "date", "Write a date such as 2026-12-26.")
	}
	switch length := dayOf(last) - dayOf(first) + 1; {
	case len(*c) > before:
	case length < 1:
		c.add(at+".last", "days_reversed", "The last day comes before the first one.")
	case length > maxDays, e.Yearly && !last.Before(first.AddDate(1, 0, 0)):
		c.add(at+".last", "days_over_a_year", "These are more days than a year has.")
	default:
		c.spans(at, e.Intervals, length > 1)
	}
	if len(*c) > before {
		return special{}, false
	}
	return e.days()
}

// spans checks the intervals of days that follow one another, or of a single one.
func (c *checks) spans(at string, spans []Span, again bool) {
	if len(spans) > maxSpans {
		c.add(at+".intervals", "too_many", "These are more than %d intervals a day.", maxSpans)
		return
	}
	list := make([]stretch, 0, len(spans))
	for i, s := range spans {
		if loc := fmt.Sprintf("%s.intervals[%d]", at, i); c.span(loc, s) {
			list = append(list, stretch{loc, s.From, s.minutes()})
		}
	}
	round := 0
	if again {
		round = minutesOfDay
	}
	c.apart(list, round)
}

// meet reports whether two exceptions ever count on the same day.
func meet(a, b special) bool {
	if a.yearly && b.yearly {
		const leap = 10957 // 1 January 2000
		a.since, b.since = leap, leap
		for day := leap; day < leap+366; day++ {
			if a.covers(day) && b.covers(day) {
				return true
			}
		}
		return false
	}
	if a.yearly {
		a, b = b, a
	}
	for day := a.first; day <= a.last; day++ {
		if b.covers(day) {
			return true
		}
	}
	return false
}

package reports

import (
	"time"

	"deskbell/internal/desk"
)

// MaxDays is how long a period may be.
const MaxDays = 366

// DayLayout is how days are written.
const DayLayout = "2006-01-02"

// Period is a stretch of whole days, the first and the last included. A day is that of each property's own calendar,
// so at two properties it begins at two moments.
type Period struct {
	first, last time.Time // midnights of UTC, which stand for the days
}

// NewPeriod reads a period. A contradiction is CodeInvalid and names the field.
func NewPeriod(first, last string) (Period, error) {
	to, err := time.Parse(DayLayout, last)
	if err != nil {
		return Period{}, wrong("to", "Write the last day like 2026-11-23.")
	}
	from, err := time.Parse(DayLayout, first)
	if err != nil {
		return Period{}, wrong("from", "Write the first day like 2026-10-25.")
	}
	p := Period{from, to}
	switch {
	case from.Year() < 1970 || to.Year() > 9998:
		return Period{}, wrong("from", "Choose days of our time.")
	case to.Before(from):
		return Period{}, wrong("to", "The last day comes before the first.")
	case p.Days() > MaxDays:
		return Period{}, wrong("from", "Choose a period of at most a year.")
	}
	return p, nil
}

func wrong(field, message string) error {
	return desk.Wrong([]desk.FieldError{{Location: field, Message: message}})
}

// LastDays are n days of which the last is the one that a clock in the zone shows.
func LastDays(n int, now time.Time, zone *time.Location) Period {
	last := date(now.In(zone))
	return Period{last.AddDate(0, 0, 1-n), last}
}

// First and Last are the days, as DayLayout.
func (p Period) First() string { return p.first.Format(DayLayout) }

// Last is the last day.
func (p Period) Last() string { return p.last.Format(DayLayout) }

// Day is the day that comes n after the first, as DayLayout.
func (p Period) Day(n int) string { return p.first.AddDate(0, 0, n).Format(DayLayout) }

// Days is how many days it has.
func (p Period) Days() int { return int(p.last.Sub(p.first)/(24*time.Hour)) + 1 }

// Bounds are the moment at which the first day begins in a zone, and the one at which the last is over.
func (p Period) Bounds(zone *time.Location) (from, to time.Time) {
	return beginning(p.first, zone), beginning(p.last.AddDate(0, 0, 1), zone)
}

// beginning is the first moment of a day in a zone. That is not always midnight, and not every midnight: where clocks
// are put forward at midnight there is none, and where they are put back to it there are two.
func beginning(day time.Time, zone *time.Location) time.Time {
	y, m, d := day.Date()
	t := time.Date(y, m, d, 0, 0, 0, 0, zone)
	switch date(t).Compare(day) {
	case -1:
		_, t = t.ZoneBounds()
	case 1:
		t, _ = t.ZoneBounds()
	}
	if since, _ := t.ZoneBounds(); !since.IsZero() && date(since.Add(-1)).Equal(day) {
		_, offset := since.Add(-1).Zone()
		t = day.Add(-time.Duration(offset) * time.Second).In(zone)
	}
	return t
}

// date is the day that a clock shows, as the midnight of UTC that stands for it.
func date(at time.Time) time.Time {
	y, m, d := at.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// day counts the days since the first, for a moment by the clock of the zone.
func (p Period) day(at time.Time) int {
	return int(date(at).Sub(p.first) / (24 * time.Hour))
}

// Zone is the time zone of a property; UTC where its name says nothing.
func Zone(p desk.Property) *time.Location {
	zone, err := time.LoadLocation(p.Settings.TimeZone)
	if err != nil {
		return time.UTC
	}
	return zone
}

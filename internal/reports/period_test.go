package reports_test

import (
	"errors"
	"testing"
	"time"
	_ "time/tzdata"

	"deskbell/internal/desk"
	"deskbell/internal/reports"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func period(t *testing.T, first, last string) reports.Period {
	t.Helper()
	p, err := reports.NewPeriod(first, last)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// A day is as long as the clocks make it, also where they change at midnight.
func TestPeriod_Bounds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		zone, first, last string
		from, to          string
	}{
		{"Europe/Lisbon", "2026-11-22", "2026-11-22", "2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z"},
		{"Europe/Lisbon", "2026-03-29", "2026-03-29", "2026-03-29T00:00:00Z", "2026-03-29T23:00:00Z"},       // 23 hours
		{"Europe/Lisbon", "2026-10-25", "2026-10-25", "2026-10-24T23:00:00Z", "2026-10-26T00:00:00Z"},       // 25 hours
		{"America/New_York", "2026-03-08", "2026-03-08", "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z"},    // 23 hours
		{"America/New_York", "2026-11-01", "2026-11-01", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z"},    // 25 hours
		{"Australia/Lord_Howe", "2026-04-05", "2026-04-05", "2026-04-04T13:00:00Z", "2026-04-05T13:30:00Z"}, // back by half an hour
		{"Australia/Lord_Howe", "2026-10-04", "2026-10-04", "2026-10-03T13:30:00Z", "2026-10-04T13:00:00Z"}, // and forward
		{"Atlantic/Azores", "2026-10-25", "2026-10-25", "2026-10-25T00:00:00Z", "2026-10-26T01:00:00Z"},     // midnight comes twice
		{"Atlantic/Azores", "2026-10-24", "2026-10-24", "2026-10-24T00:00:00Z", "2026-10-25T00:00:00Z"},     // and the day before ends with the first
		{"America/Sao_Paulo", "2018-11-04", "2018-11-04", "2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z"},   // there is no midnight
		{"America/Sao_Paulo", "2018-11-03", "2018-11-03", "2018-11-03T03:00:00Z", "2018-11-04T03:00:00Z"},   // nor one to end with
		{"Pacific/Apia", "2011-12-30", "2011-12-30", "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z"},        // a day that never was
		{"Asia/Kathmandu", "2026-11-22", "2026-11-23", "2026-11-21T18:15:00Z", "2026-11-23T18:15:00Z"},      // a zone of quarters
		{"Antarctica/Troll", "2026-03-28", "2026-03-29", "2026-03-28T00:00:00Z", "2026-03-29T22:00:00Z"},    // by two hours
		{"Europe/Lisbon", "2026-01-01", "2026-12-31", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"},       // a year
		{"Pacific/Kiritimati", "2026-11-22", "2026-11-22", "2026-11-21T10:00:00Z", "2026-11-22T10:00:00Z"},  // far ahead
		{"America/Havana", "2026-11-01", "2026-11-01", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z"},      // 00:00 twice
		{"America/Havana", "2026-03-08", "2026-03-08", "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z"},      // 00:00 never
	} {
		from, to := period(t, c.first, c.last).Bounds(zone(t, c.zone))
		if got := from.UTC().Format(time.RFC3339); got != c.from {
			t.Errorf("%s: %s begins at %s, want %s", c.zone, c.first, got, c.from)
		}
		if got := to.UTC().Format(time.RFC3339); got != c.to {
			t.Errorf("%s: %s is over at %s, want %s", c.zone, c.last, got, c.to)
		}
	}
}

func TestPeriod_WrongOnesNameTheField(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ first, last, field string }{
		{"", "2026-11-22", "from"}, {"2026-11-22", "", "to"}, {"2026-02-30", "2026-11-22", "from"}, {"2026-11-22", "22.11.2026", "to"},
		{"2026-11-22", "2026-11-21", "to"}, {"2025-11-21", "2026-11-22", "from"}, {"0001-01-01", "0001-01-02", "from"}, {"9999-12-31", "9999-12-31", "from"},
	} {
		_, err := reports.NewPeriod(c.first, c.last)
		var refusal *desk.Error
		if !errors.As(err, &refusal) || refusal.Code != desk.CodeInvalid || len(refusal.Fields) != 1 || refusal.Fields[0].Location != c.field {
			t.Errorf("%q to %q: got %v", c.first, c.last, err)
		}
	}
	if p := period(t, "2025-11-22", "2026-11-22"); p.Days() != reports.MaxDays {
		t.Errorf("a year has %d days", p.Days())
	}
}

func TestLastDays(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 11, 30, 0, 0, time.UTC)
	for name, want := range map[string][2]string{
		"Europe/Lisbon": {"2026-10-24", "2026-11-22"}, "Pacific/Kiritimati": {"2026-10-25", "2026-11-23"}, "Pacific/Pago_Pago": {"2026-10-24", "2026-11-22"},
	} {
		p := reports.LastDays(30, now, zone(t, name))
		if p.First() != want[0] || p.Last() != want[1] || p.Days() != 30 {
			t.Errorf("%s: %s to %s, %d days", name, p.First(), p.Last(), p.Days())
		}
	}
}

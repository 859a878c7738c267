package desk_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"deskbell/internal/desk"
)

// The zones of the tests, with a day before each change of the clock: an hour in Europe and America, half an hour on
// Lord Howe, over midnight in Beirut, whose clocks go from 00:00 to 01:00 and back from 00:00 to 23:00.
var clockChanges = map[string][]string{
	"Europe/Lisbon":       {"2026-03-28", "2026-10-24", "2027-03-27"},
	"America/New_York":    {"2026-03-07", "2026-10-31", "2028-11-04"},
	"Australia/Lord_Howe": {"2026-04-04", "2026-10-03", "2027-04-03"},
	"Asia/Beirut":         {"2026-03-28", "2026-10-24"},
}

// oracle asks hours minute by minute, and knows nothing of offsets: it watches a clock on the wall, and remembers the
// latest time that it has shown.
type oracle struct {
	h     *desk.Hours
	loc   *time.Location
	at    time.Time
	shown time.Time // the latest wall time, as if it were UTC
}

func newOracle(h *desk.Hours, zone string, from time.Time) *oracle {
	o := &oracle{h: h, loc: desk.Location(zone), at: from.Add(-48 * time.Hour)}
	for o.at.Before(from) {
		o.step()
	}
	return o
}

func (o *oracle) step() {
	o.at = o.at.Add(time.Minute)
	l := o.at.In(o.loc)
	wall := time.Date(l.Year(), l.Month(), l.Day(), l.Hour(), l.Minute(), 0, 0, time.UTC)
	if wall.After(o.shown) {
		o.shown = wall
	}
}

func (o *oracle) open() bool {
	today := o.shown.Truncate(24 * time.Hour)
	for _, day := range []time.Time{today.AddDate(0, 0, -1), today} {
		for _, s := range o.spans(day) {
			from, to := day.Add(time.Duration(s.From)*time.Minute), day.Add(time.Duration(s.To)*time.Minute)
			if s.To <= s.From {
				to = to.AddDate(0, 0, 1)
			}
			if !o.shown.Before(from) && o.shown.Before(to) {
				return true
			}
		}
	}
	return false
}

func (o *oracle) spans(day time.Time) []desk.Span {
	for _, e := range o.h.Exceptions {
		date, first, last := day.Format(time.DateOnly), e.First, e.Last
		if date < first {
			continue
		}
		if e.Yearly {
			date, first, last = date[5:], first[5:], last[5:]
		}
		if first <= last && first <= date && date <= last || first > last && (date >= first || date <= last) {
			return e.Intervals
		}
	}
	if o.h.Always {
		return []desk.Span{{From: 0, To: 24 * 60}}
	}
	var spans []desk.Span
	for _, i := range o.h.Week {
		if i.Day == day.Weekday() {
			spans = append(spans, desk.Span{From: i.From, To: i.To})
		}
	}
	return spans
}

// someHours draws hours that are likely to begin or end where clocks change: near midnight and in the small hours.
func someHours(t *rapid.T, near time.Time) *desk.Hours {
	h := &desk.Hours{Always: rapid.IntRange(0, 5).Draw(t, "always") == 0}
	for range rapid.IntRange(0, 12).Draw(t, "intervals") {
		s := someSpan(t)
		h.Week = append(h.Week, desk.Interval{Day: time.Weekday(rapid.IntRange(0, 6).Draw(t, "day")), From: s.From, To: s.To})
	}
	for range rapid.IntRange(0, 2).Draw(t, "exceptions") {
		first := near.AddDate(0, 0, rapid.IntRange(-6, 6).Draw(t, "first"))
		e := desk.Exception{First: first.Format(time.DateOnly), Last: first.AddDate(0, 0, rapid.IntRange(0, 3).Draw(t, "more")).Format(time.DateOnly),
			Yearly: rapid.Bool().Draw(t, "yearly")}
		for range rapid.IntRange(0, 2).Draw(t, "spans") {
			e.Intervals = append(e.Intervals, someSpan(t))
		}
		h.Exceptions = append(h.Exceptions, e)
	}
	return h
}

func someSpan(t *rapid.T) desk.Span {
	minute := rapid.OneOf(rapid.IntRange(0, 1439), rapid.IntRange(0, 200), rapid.IntRange(1380, 1439))
	s := desk.Span{From: minute.Draw(t, "from"), To: minute.Draw(t, "to") + 1}
	if s.From == s.To {
		s.To = s.From%1440 + 1
	}
	return s
}

func TestHours_AsAClockOnTheWallShowsThem(t *testing.T) {
	t.Parallel()
	for zone, dates := range clockChanges {
		for _, date := range dates {
			t.Run(zone+" "+date, func(t *testing.T) {
				t.Parallel()
				near, err := time.Parse(time.DateOnly, date)
				if err != nil {
					t.Fatal(err)
				}
				rapid.Check(t, func(t *rapid.T) {
					h := someHours(t, near)
					from := near.Add(time.Duration(rapid.IntRange(-10*60, 36*60).Draw(t, "minute")) * time.Minute)
					o := newOracle(h, zone, from)
					was := o.open()
					if got := h.Open(from, zone); got != was {
						t.Fatalf("open at %v (%v there): %v, the wall says %v", from, from.In(o.loc), got, was)
					}
					change, any := h.NextChange(from, zone)
					for range 3 * 24 * 60 {
						o.step()
						if o.open() != was {
							if !any || !change.Equal(o.at) {
								t.Fatalf("from %v the next change is %v (%v), the wall says %v", from, change, any, o.at)
							}
							return
						}
					}
					if any && change.Before(o.at) {
						t.Fatalf("from %v the next change is %v; on the wall nothing changes", from, change)
					}
				})
			})
		}
	}
}

// week is the same intervals on every day.
func week(spans ...desk.Span) *desk.Hours {
	h := &desk.Hours{}
	for day := range time.Weekday(7) {
		for _, s := range spans {
			h.Week = append(h.Week, desk.Interval{Day: day, From: s.From, To: s.To})
		}
	}
	return h
}

func hm(hour, minute int) int { return hour*60 + minute }

func TestHours_BothDaysOfAClockChange(t *testing.T) {
	t.Parallel()
	night := week(desk.Span{From: hm(22, 0), To: hm(6, 0)})
	early := week(desk.Span{From: hm(1, 45), To: hm(4, 0)})
	for _, c := range []struct {
		name, zone  string
		h           *desk.Hours
		from        string // UTC
		opens, ends string // local, with the offset
	}{
		{"Lisbon in spring", "Europe/Lisbon", night, "2026-03-28T12:00:00Z", "2026-03-28T22:00:00Z", "2026-03-29T06:00:00+01:00"},
		{"Lisbon in autumn", "Europe/Lisbon", night, "2026-10-24T12:00:00Z", "2026-10-24T22:00:00+01:00", "2026-10-25T06:00:00Z"},
		{"New York in spring", "America/New_York", night, "2026-03-07T17:00:00Z", "2026-03-07T22:00:00-05:00", "2026-03-08T06:00:00-04:00"},
		{"New York in autumn", "America/New_York", night, "2026-10-31T17:00:00Z", "2026-10-31T22:00:00-04:00", "2026-11-01T06:00:00-05:00"},
		{"Lord Howe in autumn", "Australia/Lord_Howe", night, "2026-04-04T03:00:00Z", "2026-04-04T22:00:00+11:00", "2026-04-05T06:00:00+10:30"},
		{"Lord Howe in spring", "Australia/Lord_Howe", night, "2026-10-03T03:00:00Z", "2026-10-03T22:00:00+10:30", "2026-10-04T06:00:00+11:00"},
		// 01:45 comes not at all, or twice.
		{"Lisbon, in the hour left out", "Europe/Lisbon", early, "2026-03-28T12:00:00Z", "2026-03-29T02:00:00+01:00", "2026-03-29T04:00:00+01:00"},
		{"Lisbon, in the hour that comes twice", "Europe/Lisbon", early, "2026-10-24T12:00:00Z", "2026-10-25T01:45:00+01:00", "2026-10-25T04:00:00Z"},
		{"Lord Howe, in the half hour that comes twice", "Australia/Lord_Howe", early, "2026-04-04T03:00:00Z", "2026-04-05T01:45:00+11:00", "2026-04-05T04:00:00+10:30"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			from := instant(t, c.from)
			opens, ok := c.h.NextChange(from, c.zone)
			if !ok || !opens.Equal(instant(t, c.opens)) {
				t.Fatalf("opens %v, want %s", opens, c.opens)
			}
			ends, ok := c.h.NextChange(opens, c.zone)
			if !ok || !ends.Equal(instant(t, c.ends)) {
				t.Errorf("closes %v, want %s", ends, c.ends)
			}
			for at, want := range map[time.Time]bool{from: false, opens.Add(-time.Second): false, opens: true, ends.Add(-time.Second): true, ends: false} {
				if c.h.Open(at, c.zone) != want {
					t.Errorf("open at %v: want %v", at, want)
				}
			}
		})
	}
}

func instant(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestHours_AreOneStretchWhereIntervalsAdjoin(t *testing.T) {
	t.Parallel()
	monday := time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		h    *desk.Hours
		want time.Time
	}{
		"Nil":         {nil, time.Time{}},
		"Always":      {&desk.Hours{Always: true}, time.Time{}},
		"WholeDays":   {week(desk.Span{From: 0, To: 1440}), time.Time{}},
		"RoundTheDay": {week(desk.Span{From: hm(6, 0), To: hm(22, 0)}, desk.Span{From: hm(22, 0), To: hm(6, 0)}), time.Time{}},
		"WholeDaysTwice": {week(desk.Span{From: hm(9, 0), To: hm(13, 0)}, desk.Span{From: hm(8, 0), To: hm(12, 30)}),
			time.Date(2026, 5, 4, 13, 0, 0, 0, time.UTC)},
		"OverMidnight": {&desk.Hours{Week: []desk.Interval{{Day: time.Monday, From: hm(10, 0), To: 1440}, {Day: time.Tuesday, From: 0, To: hm(2, 0)}}},
			time.Date(2026, 5, 5, 2, 0, 0, 0, time.UTC)},
	} {
		if at, ok := c.h.NextChange(monday, "UTC"); ok == c.want.IsZero() || !at.Equal(c.want) {
			t.Errorf("%s: %v %v, want %v", name, at, ok, c.want)
		}
	}
	if (&desk.Hours{}).Open(monday, "UTC") {
		t.Error("hours without an interval are open")
	}
}

func TestHours_Exceptions(t *testing.T) {
	t.Parallel()
	const zone = "Europe/Lisbon"
	leap := &desk.Hours{Exceptions: []desk.Exception{{First: "2028-02-29", Last: "2028-02-29", Yearly: true, Intervals: []desk.Span{{From: 600, To: 720}}}}}
	if at, ok := leap.NextChange(instant(t, "2028-02-29T13:00:00Z"), zone); !ok || !at.Equal(instant(t, "2032-02-29T10:00:00Z")) {
		t.Errorf("29 February comes back %v", at)
	}
	if at, ok := leap.NextChange(instant(t, "2096-02-29T13:00:00Z"), zone); !ok || !at.Equal(instant(t, "2104-02-29T10:00:00Z")) {
		t.Errorf("29 February comes back %v", at)
	}
	winter := &desk.Hours{Always: true, Exceptions: []desk.Exception{{First: "2026-12-24", Last: "2027-01-02", Yearly: true}}}
	for at, want := range map[string]bool{"2026-01-01T12:00:00Z": true, "2026-12-23T23:59:59Z": true, "2026-12-24T00:00:00Z": false,
		"2027-01-02T23:59:59Z": false, "2027-01-03T00:00:00Z": true, "2030-12-31T12:00:00Z": false} {
		if winter.Open(instant(t, at), zone) != want {
			t.Errorf("open at %s: want %v", at, want)
		}
	}
	// Friday's night ends on Saturday, although Saturday is closed; Saturday's own night does not begin.
	nights := week(desk.Span{From: hm(22, 0), To: hm(6, 0)})
	nights.Exceptions = []desk.Exception{{First: "2026-05-09", Last: "2026-05-09"}}
	for at, want := range map[string]bool{"2026-05-09T04:00:00Z": true, "2026-05-09T05:00:00Z": false, "2026-05-09T22:00:00Z": false, "2026-05-10T22:00:00Z": true} {
		if nights.Open(instant(t, at), zone) != want {
			t.Errorf("night at %s: want %v", at, want)
		}
	}
}

func TestHours_Count(t *testing.T) {
	t.Parallel()
	desk7 := week(desk.Span{From: hm(7, 0), To: hm(19, 0)})
	for _, c := range []struct {
		h        *desk.Hours
		at, want string
		d        time.Duration
	}{
		{nil, "2026-05-04T03:00:00Z", "2026-05-04T06:00:00Z", 3 * time.Hour},
		{desk7, "2026-01-05T03:00:00Z", "2026-01-05T10:00:00Z", 3 * time.Hour},
		{desk7, "2026-01-05T18:00:00Z", "2026-01-06T09:00:00Z", 3 * time.Hour},
		{desk7, "2026-01-05T07:00:00Z", "2026-01-05T19:00:00Z", 12 * time.Hour},
		{&desk.Hours{}, "2026-01-05T07:00:00Z", "", time.Hour},
	} {
		got, ok := c.h.Count(instant(t, c.at), c.d, "Europe/Lisbon")
		if ok != (c.want != "") || ok && !got.Equal(instant(t, c.want)) {
			t.Errorf("%v after %s: %v, want %s", c.d, c.at, got, c.want)
		}
	}
}

func ExampleHours_NextChange() {
	h := &desk.Hours{Week: []desk.Interval{{Day: time.Saturday, From: 8 * 60, To: 20 * 60}}}
	friday := time.Date(2026, 10, 23, 12, 0, 0, 0, time.UTC)
	at, _ := h.NextChange(friday, "Europe/Lisbon")
	fmt.Println(h.Open(friday, "Europe/Lisbon"), at.In(desk.Location("Europe/Lisbon")).Format("Mon 15:04 MST"))
	// Output: false Sat 08:00 WEST
}

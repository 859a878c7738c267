package when_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"deskbell/internal/assistant/when"
)

// monday is a day in November.
var monday = time.Date(2026, 11, 23, 14, 0, 0, 0, time.UTC)

func told(m when.Message) string {
	var out []string
	for i, d := range m.Days {
		s := d.Date.Format("2006-01-02")
		if d.Unsure {
			s = "unsure"
		}
		if !d.To.IsZero() {
			s += "…" + d.To.Format("01-02")
		}
		if d.Near {
			s = "~" + s
		}
		if i > 0 && m.Either(m.Days[i-1], d) {
			s = "or " + s
		}
		out = append(out, s)
	}
	for _, x := range m.Months {
		out = append(out, fmt.Sprintf("%d/%d", x.Month, x.Year))
	}
	for _, n := range []struct {
		of   string
		many int
	}{{"n", m.Nights}, {"a", m.Adults}, {"c", m.Children}, {"r", m.Rooms}} {
		if n.many > 0 {
			out = append(out, fmt.Sprint(n.many)+n.of)
		}
	}
	return strings.Join(out, " ")
}

func TestRead(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ message, want string }{
		{"from 24 December to 2 January, 2 adults", "2026-12-24 2027-01-02 2a"},
		{"tomorrow or on Friday", "~2026-11-24 or ~2026-11-27"},
		{"next weekend", "~unsure…11-29"},
		{"on 3/4", "unsure"},
		{"6/7/2027", "unsure"},
		{"in June", "6/0"},
		{"from March to May 2027", "3/2027 5/2027"},
		{"may I ask something", ""},
		{"in May", "5/0"},
		{"31 february", ""},
		{"in June 2 rooms", "6/0 2r"},
		{"vom 3. bis 5. Mai, 12 Doppelzimmer", "2027-05-03 2027-05-05 12r"},
		{"long séjour d'octobre à mars", "10/0 3/0"},
		{"dall'11 al 13 giugno in due camere", "2027-06-11 2027-06-13 2r"},
		{"op 12 juni voor 3 nachten", "2027-06-12 3n"},
		{"em fevereiro", "2/0"},
		{"a finales de enero", "1/0"},
		{"في يونيو", "6/0"},
		{"נגיע מחר, 2 מבוגרים ו 3 ילדים", "~2026-11-24 2a 3c"},
		{"בדצמבר", "12/0"},
	} {
		if got := told(when.Read(c.message, monday, false)); got != c.want {
			t.Errorf("%q: %q, want %q", c.message, got, c.want)
		}
	}
	if got := told(when.Read("6/7/2027", monday, true)); got != "2027-07-06" {
		t.Errorf("the day first: %q", got)
	}
	if got := told(when.Read("12 June, in May, 2 adults", time.Time{}, false)); got != "2a" {
		t.Errorf("without today: %q", got)
	}
}

func TestOn(t *testing.T) {
	t.Parallel()
	today := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		year, month, day int
		want             string
	}{{0, 11, 23, "2026-11-23"}, {0, 11, 22, "2027-11-22"}, {2026, 1, 2, "2026-01-02"}, {0, 2, 30, ""}, {2028, 2, 29, "2028-02-29"}, {0, 13, 1, ""}, {0, 1, 0, ""}} {
		got, ok := when.On(today, c.year, time.Month(c.month), c.day)
		if ok != (c.want != "") || ok && got.Format("2006-01-02") != c.want {
			t.Errorf("%+v: %v %v", c, got, ok)
		}
	}
}

// Whatever is written, the days lie in time and nothing is counted that nobody could mean.
func FuzzRead(f *testing.F) {
	for _, s := range []string{"", "24.12.", "31/31/31", "from 12 to 14 june 2027", "xday20261224 xday", "d' l'", "or", strings.Repeat("12 june ", 300), "٢٤ ديسمبر", "בבב"} {
		f.Add(s, true)
	}
	f.Fuzz(func(t *testing.T, message string, dayFirst bool) {
		m := when.Read(message, monday, dayFirst)
		if m.Nights < 0 || m.Nights > when.MaxNights || m.Adults < 0 || m.Children < 0 || m.Rooms < 0 {
			t.Errorf("%q: %+v", message, m)
		}
		for i, d := range m.Days {
			if i > 0 {
				m.Either(m.Days[i-1], d)
			}
			if !d.Unsure && (d.Date.IsZero() || d.Date.Year() > 2100) {
				t.Errorf("%q: %+v", message, d)
			}
		}
	})
}

package reports_test

import (
	"bytes"
	"encoding/csv"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/reports"
	"deskbell/internal/store"
)

// One guest of each fate, made by the real rules: each is counted once, with the cause that is true.
func TestMake_EveryFate(t *testing.T) {
	t.Parallel()
	h := open(t, ten)
	fate := map[string]reports.Cause{} // of the missed, by conversation
	missed := func(s desk.State, c reports.Cause) { fate[s.ID] = c }

	// Answered after 20 s and after 50 s.
	for _, after := range []time.Duration{20 * time.Second, 50 * time.Second} {
		s := h.asks("harbour", desk.ChannelWeb)
		h.pass(after)
		h.accepts(ana, s)
	}
	s := h.asks("harbour", desk.ChannelWeb)
	if _, err := h.desk.CancelHuman(t.Context(), s.ContactID); err != nil {
		t.Fatal(err)
	}
	s = h.asks("harbour", desk.ChannelWeb)
	if _, err := h.desk.Resolve(t.Context(), ana, s.ID, true); err != nil {
		t.Fatal(err)
	}
	// A promise kept, and one broken.
	for _, come := range []bool{true, false} {
		s := h.asks("harbour", desk.ChannelWeb)
		h.heard(s)
		if _, err := h.desk.Promise(t.Context(), ana, s.ID, s.Request.ID, 3); err != nil {
			t.Fatal(err)
		}
		h.pass(2 * time.Minute)
		if come {
			h.accepts(ana, s)
			continue
		}
		h.waits(5 * time.Minute)
		missed(s, reports.PromiseBroken)
	}
	s = h.asks("harbour", desk.ChannelWeb)
	h.waits(3 * time.Minute)
	missed(s, reports.NoDevice)
	s = h.asks("harbour", desk.ChannelWeb)
	h.heard(s)
	h.waits(3 * time.Minute)
	missed(s, reports.NoReaction)
	s = h.asks("harbour", desk.ChannelWeb)
	h.heard(s)
	h.left[s.ContactID] = true
	h.waits(3 * time.Minute)
	missed(s, reports.GuestLeft)
	s = h.asks("harbour", desk.ChannelWeb)
	for _, p := range []desk.Person{ana, ben} {
		if _, err := h.desk.CannotNow(t.Context(), p, s.ID, s.Request.ID); err != nil {
			t.Fatal(err)
		}
	}
	missed(s, reports.CannotNow)
	// Nobody could be asked, three times over by the same impatient guest.
	h.eligible = nil
	s = h.asks("harbour", desk.ChannelWeb)
	missed(s, reports.NobodyOnDuty)
	for range 2 {
		h.pass(10 * time.Minute)
		h.asksAgain(s.ContactID)
	}
	h.eligible, h.closed = []string{"ana"}, true
	missed(h.asks("harbour", desk.ChannelWhatsApp), reports.OutsideHours)
	h.closed = false
	h.asks("harbour", desk.ChannelWhatsApp) // still rings

	r := h.report(reports.Query{Properties: h.properties("harbour", "mill"), Period: period(t, "2026-11-22", "2026-11-22")})
	total := r.Total
	want := reports.Tally{Requests: 13, Accepted: 3, Missed: 7, Cancelled: 1, Closed: 1, Open: 1, Promised: 2, Kept: 1, Broken: 1,
		Causes: map[reports.Cause]int{reports.PromiseBroken: 1, reports.NoDevice: 1, reports.NoReaction: 1, reports.CannotNow: 1,
			reports.NobodyOnDuty: 1, reports.OutsideHours: 1, reports.GuestLeft: 1}}
	if total.Requests != want.Requests || total.Accepted != want.Accepted || total.Missed != want.Missed || total.Cancelled != want.Cancelled || total.Closed != want.Closed ||
		total.Open != want.Open || total.Promised != want.Promised || total.Kept != want.Kept || total.Broken != want.Broken || !maps.Equal(total.Causes, want.Causes) {
		t.Errorf("got %+v, want %+v", total, want)
	}
	if p50, ok := total.Wait(0.5); !ok || p50 != 50*time.Second {
		t.Errorf("half of the accepted had a person within %s", p50)
	}
	if p95, _ := total.Wait(0.95); p95 != 2*time.Minute {
		t.Errorf("95 %% of the accepted had a person within %s", p95)
	}
	if len(r.Missed) != len(fate) {
		t.Errorf("%d missed are listed, %d were", len(r.Missed), len(fate))
	}
	for _, m := range r.Missed {
		if m.Cause != fate[m.ConversationID] {
			t.Errorf("missed for %q, truly for %q", m.Cause, fate[m.ConversationID])
		}
	}
	if !slices.IsSortedFunc(r.Missed, func(a, b reports.Asked) int { return b.At.Compare(a.At) }) {
		t.Error("the newest missed one does not come first")
	}
	if r.Properties[0].Which != "harbour" || r.Properties[0].Requests != total.Requests || r.Properties[1].Which != "mill" || r.Properties[1].Requests != 0 {
		t.Errorf("by property: %+v", r.Properties)
	}
	if len(r.Channels) != 2 || r.Channels[0].Which != desk.ChannelWeb || r.Channels[1].Which != desk.ChannelWhatsApp || r.Channels[1].Requests != 2 {
		t.Errorf("by channel: %+v", r.Channels)
	}
	only := h.report(reports.Query{Properties: h.properties("harbour"), Channel: desk.ChannelWhatsApp, Period: period(t, "2026-11-22", "2026-11-22")})
	if only.Total.Requests != 2 || only.Total.Missed != 1 || only.Total.Causes[reports.OutsideHours] != 1 {
		t.Errorf("on WhatsApp alone: %+v", only.Total)
	}
}

// Hours, weekdays and days are those of each property's own clock, on both days of a clock change too.
func TestMake_ByThePropertysClock(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, property string
		at             string
		day            string
		weekday        time.Weekday
		hour           int
	}{
		{"winter", "harbour", "2026-11-22T10:00:00Z", "2026-11-22", time.Sunday, 10},
		{"summer", "harbour", "2026-07-01T23:30:00Z", "2026-07-02", time.Thursday, 0},
		{"before the clocks go forward", "harbour", "2026-03-29T00:59:00Z", "2026-03-29", time.Sunday, 0},
		{"after they went forward", "harbour", "2026-03-29T01:00:00Z", "2026-03-29", time.Sunday, 2},
		{"the first one o'clock", "harbour", "2026-10-25T00:30:00Z", "2026-10-25", time.Sunday, 1},
		{"the second one o'clock", "harbour", "2026-10-25T01:30:00Z", "2026-10-25", time.Sunday, 1},
		{"the last hour of the long day", "harbour", "2026-10-25T23:59:00Z", "2026-10-25", time.Sunday, 23},
		{"the same moment elsewhere", "mill", "2026-10-25T23:59:00Z", "2026-10-26", time.Monday, 8},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			at, err := time.Parse(time.RFC3339, c.at)
			if err != nil {
				t.Fatal(err)
			}
			h := open(t, at)
			h.asks(c.property, desk.ChannelWeb)
			q := reports.Query{Properties: h.properties("harbour", "mill"), Period: period(t, c.day, c.day)}
			r := h.report(q)
			if r.Days[0].Requests != 1 || r.Hours[c.hour].Requests != 1 || r.Weekdays[c.weekday].Requests != 1 || r.Heat[c.weekday][c.hour].Requests != 1 {
				t.Errorf("not on %s, %s at %d: %v %v", c.day, c.weekday, c.hour, r.Hours, r.Weekdays)
			}
			day, _ := time.Parse(reports.DayLayout, c.day)
			for _, off := range []int{-1, 1} {
				other := day.AddDate(0, 0, off).Format(reports.DayLayout)
				q.Period = period(t, other, other)
				if n := h.report(q).Total.Requests; n != 0 {
					t.Errorf("%d on %s too", n, other)
				}
			}
		})
	}
}

// However many there are, each is counted once: a report reads pages of two kinds of rows, some of the same moment.
func TestMake_ManyPages(t *testing.T) {
	t.Parallel()
	h := open(t, ten)
	const of = 1150
	asked := map[string]bool{}
	for i := range of {
		if i%3 > 0 {
			h.pass(time.Second)
		}
		h.eligible = []string{"ana"}
		s := h.asks("harbour", desk.ChannelWeb)
		asked[s.ID] = true
		if i%2 == 0 {
			h.accepts(ana, s)
		}
		h.eligible = nil
		asked[h.asks("harbour", desk.ChannelWeb).ID] = true
	}
	q := reports.Query{Properties: h.properties("harbour"), Period: period(t, "2026-11-22", "2026-11-22")}
	r := h.report(q)
	if r.Total.Requests != 2*of || r.Total.Accepted != of/2 || r.Total.Missed != of || r.Total.Open != of/2 {
		t.Errorf("got %+v", r.Total)
	}
	if len(r.Missed) != reports.MissedShown {
		t.Errorf("%d missed are listed", len(r.Missed))
	}
	lines := h.csv(q)
	if len(lines) != 2*of+1 {
		t.Fatalf("%d lines", len(lines))
	}
	for i, l := range lines[1:] {
		id := strings.TrimPrefix(l[11], "https://desk.example/history?c=")
		if !asked[id] {
			t.Fatalf("line %d names %q", i, id)
		}
		delete(asked, id)
		if i > 0 && lines[i][0] > l[0] {
			t.Fatalf("line %d asked before the one above it", i)
		}
	}
}

func (h *house) csv(q reports.Query) [][]string {
	h.Helper()
	var out bytes.Buffer
	if err := reports.WriteCSV(h.Context(), h.store, q, func(id string) string { return "https://desk.example/history?c=" + id }, &out); err != nil {
		h.Fatal(err)
	}
	if !strings.HasSuffix(out.String(), "\r\n") {
		h.Error("the last line has no end")
	}
	lines, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		h.Fatal(err)
	}
	return lines
}

func TestWriteCSV(t *testing.T) {
	t.Parallel()
	h := open(t, ten)
	s := h.asks("mill", desk.ChannelWeb)
	h.pass(12500 * time.Millisecond)
	h.accepts(ben, s)
	h.closed = true
	wish := h.asks("mill", desk.ChannelMessenger)
	h.write(func(tx store.Tx) error {
		p, err := tx.Property("mill")
		if err != nil {
			return err
		}
		p.Name = `=HYPERLINK("http://evil.example"), "Old Mill"`
		return tx.UpdateProperty(p)
	})
	got := h.csv(reports.Query{Properties: h.properties("harbour", "mill"), Period: period(t, "2026-11-22", "2026-11-22")})
	name := `'=HYPERLINK("http://evil.example"), "Old Mill"`
	want := [][]string{reports.Header(),
		{"2026-11-22T19:00:00+09:00", "2026-11-22", "Sunday", "19", name, "web", "false", "accepted", "", "12.5", "", "https://desk.example/history?c=" + s.ID},
		{"2026-11-22T19:00:12+09:00", "2026-11-22", "Sunday", "19", name, "messenger", "false", "missed", "outside_hours", "", "", "https://desk.example/history?c=" + wish.ID}}
	if !slices.EqualFunc(got, want, slices.Equal[[]string]) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTally_Wait(t *testing.T) {
	t.Parallel()
	h := open(t, ten)
	if _, ok := new(reports.Tally).Wait(0.5); ok {
		t.Error("nobody was accepted, and still there is a wait")
	}
	for i := 100; i > 0; i-- { // 100 s down to 1 s
		s := h.asks("harbour", desk.ChannelWeb)
		h.pass(time.Duration(i) * time.Second)
		h.accepts(ana, s)
	}
	total := h.report(reports.Query{Properties: h.properties("harbour"), Period: period(t, "2026-11-22", "2026-11-22")}).Total
	for part, want := range map[float64]time.Duration{0: 1, 0.5: 50, 0.95: 95, 0.951: 96, 1: 100} {
		if got, ok := total.Wait(part); !ok || got != want*time.Second {
			t.Errorf("%v of them within %s, want %s", part, got, want*time.Second)
		}
	}
}

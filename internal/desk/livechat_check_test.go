package desk_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"deskbell/internal/desk"
)

func TestHours_Check(t *testing.T) {
	t.Parallel()
	at := func(day time.Weekday, from, to int) desk.Interval { return desk.Interval{Day: day, From: from, To: to} }
	days := func(first, last string, yearly bool, spans ...desk.Span) desk.Exception {
		return desk.Exception{Name: first, First: first, Last: last, Yearly: yearly, Intervals: spans}
	}
	for _, c := range []struct {
		name string
		h    *desk.Hours
		want []string // "location: part of the message"
	}{
		{"Nil", nil, nil},
		{"Nothing", &desk.Hours{}, nil},
		{"SeveralADay", &desk.Hours{Week: []desk.Interval{at(1, 480, 720), at(1, 780, 1080), at(1, 1320, 360), at(2, 360, 720)}}, nil},
		{"WholeDay", &desk.Hours{Week: []desk.Interval{at(0, 0, 1440)}}, nil},
		{"NoDay", &desk.Hours{Week: []desk.Interval{at(7, 0, 60)}}, []string{"h.week[0].day: day of the week"}},
		{"NoTime", &desk.Hours{Week: []desk.Interval{at(1, -1, 60), at(1, 1440, 60), at(1, 0, 1441), at(2, 0, 0)}},
			[]string{"h.week[0].from: 23:59", "h.week[1].from: 23:59", "h.week[2].to: 24:00", "h.week[3].to: 00:01"}},
		{"Empty", &desk.Hours{Week: []desk.Interval{at(1, 600, 600)}}, []string{"h.week[0].to: at the same time"}},
		{"Overlap", &desk.Hours{Week: []desk.Interval{at(1, 700, 900), at(1, 480, 720)}}, []string{"h.week[0].from: overlaps"}},
		{"OverlapPastMidnight", &desk.Hours{Week: []desk.Interval{at(1, 1320, 360), at(2, 300, 720)}}, []string{"h.week[1].from: overlaps"}},
		{"OverlapOverTheWeek", &desk.Hours{Week: []desk.Interval{at(6, 1320, 360), at(0, 300, 720)}}, []string{"h.week[1].from: overlaps"}},
		{"Twice", &desk.Hours{Week: []desk.Interval{at(3, 480, 720), at(3, 480, 720)}}, []string{"h.week[1].from: overlaps"}},

		{"Christmas", &desk.Hours{Exceptions: []desk.Exception{days("2026-12-24", "2026-12-26", true, desk.Span{From: 600, To: 720})}}, nil},
		{"LeapDay", &desk.Hours{Exceptions: []desk.Exception{days("2028-02-29", "2028-02-29", true), days("2026-02-28", "2026-02-28", true)}}, nil},
		{"NoDate", &desk.Hours{Exceptions: []desk.Exception{days("2026-02-29", "2026-13-01", false)}}, []string{"h.exceptions[0].first: date", "h.exceptions[0].last: date"}},
		{"Backwards", &desk.Hours{Exceptions: []desk.Exception{days("2026-12-26", "2026-12-24", false)}}, []string{"h.exceptions[0].last: before the first"}},
		{"YearlyForMoreThanAYear", &desk.Hours{Exceptions: []desk.Exception{days("2026-12-26", "2027-12-26", true)}}, []string{"h.exceptions[0].last: more days"}},
		{"DaysOverlap", &desk.Hours{Exceptions: []desk.Exception{days("2026-12-24", "2026-12-26", false), days("2026-12-26", "2026-12-31", false)}},
			[]string{`h.exceptions[1].first: "2026-12-24"`}},
		{"YearlyDaysOverlap", &desk.Hours{Exceptions: []desk.Exception{days("2026-12-30", "2027-01-01", true), days("2030-01-01", "2030-01-02", true)}},
			[]string{`h.exceptions[1].first: "2026-12-30"`}},
		{"YearlyMeetsOneOff", &desk.Hours{Exceptions: []desk.Exception{days("2026-12-25", "2026-12-25", true), days("2028-12-20", "2028-12-31", false)}},
			[]string{`h.exceptions[1].first: "2026-12-25"`}},
		{"YearlyBeginsLater", &desk.Hours{Exceptions: []desk.Exception{days("2027-12-25", "2027-12-25", true), days("2026-12-20", "2026-12-31", false)}}, nil},
		{"LeapDayWithinARange", &desk.Hours{Exceptions: []desk.Exception{days("2028-02-29", "2028-02-29", true), days("2026-02-27", "2026-03-02", true)}},
			[]string{`h.exceptions[1].first: "2028-02-29"`}},
		{"NightOfOneDay", &desk.Hours{Exceptions: []desk.Exception{days("2026-12-24", "2026-12-24", false, desk.Span{From: 1320, To: 360}, desk.Span{From: 300, To: 420})}}, nil},
		{"NightsMeet", &desk.Hours{Exceptions: []desk.Exception{days("2026-12-24", "2026-12-25", false, desk.Span{From: 1320, To: 360}, desk.Span{From: 300, To: 420})}},
			[]string{"h.exceptions[0].intervals[1].from: overlaps"}},
		{"TimesOfADay", &desk.Hours{Exceptions: []desk.Exception{days("2026-12-24", "2026-12-25", false, desk.Span{From: 60, To: 60})}},
			[]string{"h.exceptions[0].intervals[0].to: at the same time"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			complains(t, c.h.Check("h"), c.want)
		})
	}
	complains(t, (&desk.Hours{Week: make([]desk.Interval, 71)}).Check("h"), []string{"h.week: more than 70"})
	complains(t, (&desk.Hours{Exceptions: make([]desk.Exception, 101)}).Check("h"), []string{"h.exceptions: more than 100"})
}

func complains(t *testing.T, got []desk.FieldError, want []string) {
	t.Helper()
	ok := len(got) == len(want)
	for _, w := range want {
		at, part, _ := strings.Cut(w, ": ")
		ok = ok && slices.ContainsFunc(got, func(f desk.FieldError) bool { return f.Location == at && strings.Contains(f.Message, part) })
	}
	if !ok {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	for _, f := range got {
		if f.Code == "" || strings.Trim(f.Code, "abcdefghijklmnopqrstuvwxyz_") != "" {
			t.Errorf("%s: the code of %q is %q", f.Location, f.Message, f.Code)
		}
	}
}

// Whoever words a fault in another language knows what it names.
func TestFaults_CarryTheirParameters(t *testing.T) {
	t.Parallel()
	lc := desk.DefaultLiveChat(desk.ChannelWeb)
	lc.FirstWait, lc.Relief, lc.HeldLimit = time.Second, time.Hour, 1000
	got := append((&desk.Hours{Week: make([]desk.Interval, 71)}).Check("h"), lc.Check("all")...)
	want := []desk.FieldError{
		{Location: "h.week", Code: "too_many", Params: []string{"70"}, Message: "These are more than 70 intervals a week."},
		{Location: "all.first_wait_seconds", Code: "range", Params: []string{"10", "900"}, Message: "A wait is 10 seconds to 15 minutes."},
		{Location: "all.relief_minutes", Code: "range", Params: []string{"1", "30"}, Message: "The relief comes after 1 to 30 minutes."},
		{Location: "all.held_limit", Code: "range", Params: []string{"0", "100"}, Message: "An agent holds 1 to 100 chats; 0 is no limit."},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestHours_Joined(t *testing.T) {
	t.Parallel()
	h := &desk.Hours{
		Week: []desk.Interval{{Day: 2, From: 0, To: 60}, {Day: 1, From: 720, To: 900}, {Day: 1, From: 480, To: 720}, {Day: 1, From: 900, To: 60}, {Day: 1, From: 60, To: 120}},
		Exceptions: []desk.Exception{{First: "2026-12-24", Last: "2026-12-24",
			Intervals: []desk.Span{{From: 700, To: 800}, {From: 600, To: 700}}}},
	}
	want := &desk.Hours{
		Week: []desk.Interval{{Day: 1, From: 60, To: 120}, {Day: 1, From: 480, To: 60}, {Day: 2, From: 0, To: 60}},
		Exceptions: []desk.Exception{{First: "2026-12-24", Last: "2026-12-24",
			Intervals: []desk.Span{{From: 600, To: 800}}}},
	}
	if diff := cmp.Diff(want, h.Joined()); diff != "" {
		t.Error(diff)
	}
	if h.Exceptions[0].Intervals[0].From != 700 {
		t.Error("joining changed what it was given")
	}
}

func TestCheckLiveChat(t *testing.T) {
	t.Parallel()
	good := func() desk.PropertySettings {
		all, web := desk.DefaultLiveChat(desk.ChannelWeb), desk.DefaultLiveChat(desk.ChannelWeb)
		web.Enabled, web.Hours = true, &desk.Hours{Always: true}
		return desk.PropertySettings{
			TimeZone: "Europe/Lisbon", LiveChat: map[desk.Channel]desk.LiveChat{"": all, desk.ChannelWeb: web},
			Chain: []desk.ChainStep{
				{Kind: desk.ChainPeople, After: 10 * time.Second, People: []string{"ana"}},
				{Kind: desk.ChainRequest, After: 10 * time.Second, URL: "https://sms.example/send?to=1&text={{property}}", Method: "POST",
					Header: map[string]string{"Authorization": "Bearer x"}, Body: "{{kind}} in {{language}}: {{url}}"},
				{Kind: desk.ChainEmail, After: time.Minute, Emails: []string{"night@hotel.example"}},
			},
			Emergency: desk.Emergency{Number: "112", Property: "+351 210 000 000"}, ReplyWithin: 3 * time.Hour,
		}
	}
	web := func(change func(*desk.LiveChat)) func(*desk.PropertySettings) {
		return func(s *desk.PropertySettings) {
			lc := s.LiveChat[desk.ChannelWeb]
			change(&lc)
			s.LiveChat[desk.ChannelWeb] = lc
		}
	}
	step := func(i int, change func(*desk.ChainStep)) func(*desk.PropertySettings) {
		return func(s *desk.PropertySettings) { change(&s.Chain[i]) }
	}
	for _, c := range []struct {
		name   string
		change func(*desk.PropertySettings)
		want   []string
	}{
		{"Good", func(*desk.PropertySettings) {}, nil},
		{"NoZone", func(s *desk.PropertySettings) { s.TimeZone = "Europe/Nowhere" }, []string{"timezone: no such"}},
		{"NoZoneAtAll", func(s *desk.PropertySettings) { s.TimeZone = "" }, []string{"timezone: Choose"}},
		{"NoChannel", func(s *desk.PropertySettings) { s.LiveChat["fax"] = desk.LiveChat{} }, []string{"channels.fax: no such channel"}},
		{"ShortWait", web(func(l *desk.LiveChat) { l.FirstWait = 9 * time.Second }), []string{"channels.web.first_wait_seconds: 10 seconds"}},
		{"LongWait", web(func(l *desk.LiveChat) { l.SecondWait = 15*time.Minute + 1 }), []string{"channels.web.second_wait_seconds: 15 minutes"}},
		{"ShortReminder", web(func(l *desk.LiveChat) { l.Reminder = time.Second }), []string{"channels.web.reminder_minutes: 1 to 30"}},
		{"LongRelief", web(func(l *desk.LiveChat) { l.Relief = 31 * time.Minute }), []string{"channels.web.relief_minutes: 1 to 30"}},
		{"ReliefNotAfterReminder", web(func(l *desk.LiveChat) { l.Relief = l.Reminder }), []string{"channels.web.relief_minutes: after the reminder"}},
		{"TooManyHeld", web(func(l *desk.LiveChat) { l.HeldLimit = 101 }), []string{"channels.web.held_limit: 100"}},
		{"ShownElsewhere", web(func(l *desk.LiveChat) { l.Show = "nowhere" }), []string{"channels.web.show: shown"}},
		{"NeverOpen", web(func(l *desk.LiveChat) {
			l.Hours = &desk.Hours{Exceptions: []desk.Exception{{First: "2026-12-24", Last: "2026-12-24"}}}
		}),
			[]string{"channels.web.hours.week: never open"}},
		{"NeverOpenAndOff", web(func(l *desk.LiveChat) { l.Enabled, l.Hours = false, &desk.Hours{} }), nil},
		{"BadHours", web(func(l *desk.LiveChat) { l.Hours = &desk.Hours{Week: []desk.Interval{{From: 60, To: 60}}} }),
			[]string{"channels.web.hours.week[0].to: same time"}},
		{"LongChain", func(s *desk.PropertySettings) { s.Chain = make([]desk.ChainStep, 11) }, []string{"chain: 10 steps"}},
		{"StepAtOnce", step(0, func(s *desk.ChainStep) { s.After = 0 }), []string{"chain[0].after_seconds: 1 second"}},
		{"StepBeforeTheOneAbove", step(2, func(s *desk.ChainStep) { s.After = 9 * time.Second }), []string{"chain[2].after_seconds: before the one above"}},
		{"NoKind", step(0, func(s *desk.ChainStep) { s.Kind = "fax" }), []string{"chain[0].kind: calls"}},
		{"Nobody", step(0, func(s *desk.ChainStep) { s.People = nil }), []string{"chain[0].people: Choose"}},
		{"AStranger", step(0, func(s *desk.ChainStep) { s.People = []string{"ana", "eve"} }), []string{"chain[0].people[1]: cannot be called"}},
		{"NoAddress", step(2, func(s *desk.ChainStep) { s.Emails = []string{"Night <night@hotel.example>", "night"} }),
			[]string{"chain[2].emails[0]: address", "chain[2].emails[1]: address"}},
		{"PlainHTTP", step(1, func(s *desk.ChainStep) { s.URL = "http://sms.example" }), []string{"chain[1].url: https://"}},
		{"PasswordInTheAddress", step(1, func(s *desk.ChainStep) { s.URL = "https://me:secret@sms.example" }), []string{"chain[1].url: header"}},
		{"HostFromATemplate", step(1, func(s *desk.ChainStep) { s.URL = "https://{{property}}.example/" }), []string{"chain[1].url: not in its host"}},
		{"NoSuchPlaceholder", step(1, func(s *desk.ChainStep) { s.URL, s.Body = "https://sms.example/{{guest}}", "{{ room }}" }),
			[]string{"chain[1].url: {{guest}}", "chain[1].body: {{ room }}"}},
		{"Method", step(1, func(s *desk.ChainStep) { s.Method = "DELETE" }), []string{"chain[1].method: GET"}},
		{"Headers", step(1, func(s *desk.ChainStep) {
			s.Header = map[string]string{"bad name": "x", "X-Two": "a\r\nb: c", "X-None": ""}
		}), []string{"chain[1].headers: no name", "chain[1].headers.X-Two: one line", "chain[1].headers.X-None: Write the value"}},
		{"LongBody", step(1, func(s *desk.ChainStep) { s.Body = strings.Repeat("x", 4001) }), []string{"chain[1].body: 4000"}},
		{"Numbers", func(s *desk.PropertySettings) { s.Emergency = desk.Emergency{Number: "help!", Property: "x"} },
			[]string{"emergency.number: phone", "emergency.property: phone"}},
		{"LatePromise", func(s *desk.PropertySettings) { s.ReplyWithin = 8 * 24 * time.Hour }, []string{"reply_within_minutes: 7 days"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := good()
			c.change(&s)
			complains(t, s.CheckLiveChat(func(id string) bool { return id == "ana" }), c.want)
		})
	}
}

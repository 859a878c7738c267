package desk_test

import (
	"testing"
	"time"

	"deskbell/internal/desk"
)

func TestOffered(t *testing.T) {
	t.Parallel()
	type offer struct {
		cause                       string
		button, beside, always, any bool
	}
	for _, c := range []struct {
		name   string
		change func(*desk.LiveChat, *house)
		want   offer
	}{
		{"Default", func(*desk.LiveChat, *house) {}, offer{"", true, true, false, true}},
		{"Always", func(l *desk.LiveChat, _ *house) { l.Show = desk.ShowAlways }, offer{"", true, true, true, true}},
		{"Asked", func(l *desk.LiveChat, _ *house) { l.Show = desk.ShowAsked }, offer{"", false, false, false, true}},
		{"Off", func(l *desk.LiveChat, _ *house) { l.Enabled = false }, offer{desk.CauseOff, false, false, false, false}},
		{"OffThoughShownRegardless", func(l *desk.LiveChat, _ *house) { l.Enabled, l.ShowRegardless = false, true }, offer{desk.CauseOff, false, false, false, false}},
		{"Closed", func(_ *desk.LiveChat, h *house) { h.hours = false }, offer{desk.CauseHours, false, false, false, false}},
		{"ClosedShownRegardless", func(l *desk.LiveChat, h *house) { l.ShowRegardless, h.hours = true, false }, offer{desk.CauseHours, true, true, false, false}},
		{"Nobody", func(_ *desk.LiveChat, h *house) { h.duty = nil }, offer{desk.CauseNobody, false, false, false, false}},
		{"NobodyShownRegardless", func(l *desk.LiveChat, h *house) { l.ShowRegardless, h.duty = true, nil }, offer{desk.CauseNobody, true, true, false, false}},
		{"NobodyAskedRegardless", func(l *desk.LiveChat, h *house) { l.Regardless, h.duty = true, nil }, offer{"", true, true, false, true}},
		{"NobodyAskedAnywhere", func(l *desk.LiveChat, h *house) { l.ShowRegardless, l.Show, h.duty = true, desk.ShowAsked, nil }, offer{desk.CauseNobody, false, false, false, false}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse()
			lc := h.lc
			c.change(&lc, h)
			o := lc.Offered(h)
			if got := (offer{o.Cause, o.Button, o.Beside(), o.Always(), o.Human()}); got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}

func TestOpensAndReplyBy(t *testing.T) {
	t.Parallel()
	lc := desk.DefaultLiveChat(desk.ChannelWeb)
	lc.Enabled, lc.Hours = true, week(desk.Span{From: hm(8, 0), To: hm(18, 0)})
	s := desk.PropertySettings{TimeZone: "Europe/Lisbon", ReplyWithin: 2 * time.Hour, LiveChat: map[desk.Channel]desk.LiveChat{"": lc}}
	night, noon := instant(t, "2026-07-01T22:00:00Z"), instant(t, "2026-07-01T12:00:00Z")
	if at, ok := s.LiveChatFor(desk.ChannelWeb).Opens(night); !ok || !at.Equal(instant(t, "2026-07-02T07:00:00Z")) {
		t.Errorf("opens %v %v", at, ok)
	}
	if _, ok := s.LiveChatFor(desk.ChannelWeb).Opens(noon); ok {
		t.Error("an open desk opens")
	}
	if by, ok := s.ReplyBy(desk.ChannelWeb, night); !ok || !by.Equal(instant(t, "2026-07-02T09:00:00Z")) {
		t.Errorf("reply by %v %v", by, ok)
	}
	s.LiveChatWithheld = true
	if _, ok := s.LiveChatFor(desk.ChannelWeb).Opens(night); ok {
		t.Error("withheld live chat opens")
	}
	s.ReplyWithin = 0
	if _, ok := s.ReplyBy(desk.ChannelWeb, night); ok {
		t.Error("a time is promised that was not set")
	}
}

func TestQuietReminder(t *testing.T) {
	t.Parallel()
	for _, quiet := range []bool{false, true} {
		h := newHouse()
		h.lc.QuietReminder = quiet
		anaReminded(t, h)
		if n := h.out.Notices; len(n) != 1 || n[0].Kind != desk.NoticeReminder || n[0].Quiet != quiet {
			t.Errorf("quiet %v: %+v", quiet, n)
		}
	}
}

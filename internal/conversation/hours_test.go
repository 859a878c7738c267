package conversation_test

import (
	"testing"
	"time"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// opensAt lets the desk of the property answer chats for an hour and a half of every day, from the given minute.
func (h *house) opensAt(minute int, reply time.Duration) {
	h.t.Helper()
	h.floor.hours = false
	h.write(func(tx store.Tx) error {
		p, err := tx.Property("harbour")
		if err != nil {
			return err
		}
		live := p.Settings.LiveChat[desk.ChannelWeb]
		live.Hours = &desk.Hours{}
		for day := range time.Weekday(7) {
			live.Hours.Week = append(live.Hours.Week, desk.Interval{Day: day, From: minute, To: minute + 90})
		}
		p.Settings.LiveChat = map[desk.Channel]desk.LiveChat{desk.ChannelWeb: live}
		p.Settings.ReplyWithin = reply
		return tx.UpdateProperty(p)
	})
}

func TestClosed_TellsWhenTheDeskOpensByBothClocks(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, language, zone string
		from                 int
		reply                time.Duration
		want                 string
	}{
		{"Both", "en", "Europe/Madrid", 13 * 60, time.Hour,
			"Our desk answers chats from 13:00 Lisbon time (14:00 where you are). Leave a message and we reply by 14:00, or call +351 21 000."},
		{"TheSameClock", "en", "Atlantic/Madeira", 13 * 60, 0,
			"Our desk answers chats from 13:00 Lisbon time. Leave a message, or call +351 21 000."},
		{"AClockUnknown", "en", "", 13 * 60, 0, "Our desk answers chats from 13:00 Lisbon time. Leave a message, or call +351 21 000."},
		{"AnotherDayThere", "en", "Pacific/Auckland", 13 * 60, 0,
			"Our desk answers chats from 13:00 Lisbon time (tomorrow 02:00 where you are). Leave a message, or call +351 21 000."},
		{"Tomorrow", "de", "Europe/Berlin", 8 * 60, 2 * time.Hour,
			"Unsere Rezeption beantwortet Chats ab morgen 08:00 Uhr Ortszeit des Hotels (morgen 09:00 Uhr bei Ihnen). " +
				"Hinterlassen Sie eine Nachricht, wir antworten bis Dienstag 08:30 Uhr, oder rufen Sie uns an: +351 21 000."},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t) // a Sunday, 10:00 in Lisbon
			h.opensAt(c.from, c.reply)
			h.write(func(tx store.Tx) error {
				g, err := tx.Contact("guest")
				if err != nil {
					return err
				}
				g.TimeZone, g.Language = c.zone, c.language
				return tx.UpdateContact(g)
			})
			if _, err := h.desk.AskForHuman(t.Context(), "guest"); err != nil {
				t.Fatal(err)
			}
			e := h.line(desk.LineClosed)
			if e.Text != c.want {
				t.Errorf("got  %q\nwant %q", e.Text, c.want)
			}
			if e.Params[conversation.ParamOpensAt] == "" || (e.Params[conversation.ParamReplyBy] != "") != (c.reply > 0) {
				t.Errorf("params %v", e.Params)
			}
		})
	}
}

func TestClosed_NobodyThereTellsNoHours(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.opensAt(9*60, time.Hour)
	h.floor.hours = true
	if _, err := h.desk.AskForHuman(t.Context(), "guest"); err != nil {
		t.Fatal(err)
	}
	want := "Nobody at our desk can chat at this moment, we are sorry. Leave a message and we reply by tomorrow 09:30, or call +351 21 000."
	if e := h.line(desk.LineClosed); e.Text != want || e.Params[conversation.ParamOpensAt] != "" {
		t.Errorf("%q %v", e.Text, e.Params)
	}
}

package reports_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/reports"
	"deskbell/internal/store"
)

// Conversations are counted by their topic: the most frequent first, what is about nothing known last, across many pages,
// and only those that began in the period.
func TestTopics(t *testing.T) {
	t.Parallel()
	h := open(t, ten)
	about := func(topic desk.Topic, told, untold int) desk.State {
		s := h.asks("harbour", desk.ChannelWeb)
		h.write(func(tx store.Tx) error {
			before, err := tx.State(s.ID)
			if err != nil {
				return err
			}
			out := desk.Outcome{State: before}
			out.State.LastSeq++
			out.State.Facts.Topic, out.State.Facts.Told, out.State.Facts.Untold = topic, told, untold
			return tx.Save(before, out, []desk.Entry{{ID: s.ID + " line", ConversationID: s.ID, PropertyID: s.PropertyID, ContactID: s.ContactID,
				Seq: out.State.LastSeq, PrevPublic: before.LastPublicSeq, Kind: desk.EntrySystem, Code: desk.LineFacts, At: h.at,
				Author: desk.Author{Kind: desk.AuthorSystem}}})
		})
		return s
	}
	for range 3 {
		about("", 0, 0)
	}
	for range 1100 {
		about(desk.TopicFood, 2, 0)
	}
	about(desk.TopicRooms, 0, 1)
	about(desk.TopicRooms, 1, 1)
	period, err := reports.NewPeriod(h.at.Format(reports.DayLayout), h.at.Format(reports.DayLayout))
	if err != nil {
		t.Fatal(err)
	}
	h.pass(48 * time.Hour)
	about(desk.TopicMoney, 1, 0)
	q := reports.Query{Properties: h.properties("harbour", "mill"), Period: period}
	topics := func(q reports.Query) (list []reports.TopicTally) {
		h.read(func(tx store.Tx) (err error) {
			list, err = reports.Topics(tx, q)
			return err
		})
		return list
	}
	want := []reports.TopicTally{{Topic: desk.TopicFood, Conversations: 1100, Told: 2200, Asked: 1100},
		{Topic: desk.TopicRooms, Conversations: 2, Told: 1, Untold: 2, Asked: 2}, {Conversations: 3, Asked: 3}}
	if got := topics(q); !slices.Equal(got, want) {
		t.Errorf("got  %s\nwant %s", fmt.Sprint(got), fmt.Sprint(want))
	}
	q.Channel = desk.ChannelWhatsApp
	if got := topics(q); len(got) != 0 {
		t.Errorf("on WhatsApp: %v", got)
	}
}

package storetest

import (
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// rings opens a request in the conversation, at a time, and ends it where an end is given.
func (h *house) rings(conversationID string, kind desk.RequestKind, at time.Time, end desk.RequestEnd) desk.Request {
	h.Helper()
	r := desk.Request{ID: id("request"), Kind: kind, Stage: desk.StageRinging, Cause: desk.CauseGuest, OpenedAt: at, StageAt: at, Wait: 1,
		Round: 1, Rung: []string{ana, ben}}
	h.asks(conversationID, r)
	if end != "" {
		r.End, r.EndedAt, r.EndedBy, r.Declined = end, at.Add(40*time.Second), ana, []string{ben}
		h.asks(conversationID, r)
	}
	return r
}

// asks saves a request as the conversation's newest.
func (h *house) asks(conversationID string, r desk.Request) {
	h.Helper()
	h.save(conversationID, func(o *desk.Outcome) { o.State.Request = &r })
}

// unmet notes a wish that met nobody.
func (h *house) unmet(conversationID, reason string, at time.Time) desk.Entry {
	h.Helper()
	var e desk.Entry
	h.write(func(tx store.Tx) error {
		s, err := tx.State(conversationID)
		if err != nil {
			return err
		}
		out, entries := line(s, at, func(*desk.Outcome) {})
		entries[0].Code, entries[0].Params = desk.LineUnavailable, map[string]string{"reason": reason}
		e = entries[0]
		return tx.Save(s, out, entries)
	})
	return e
}

func (h *house) openedRequests(f store.ReportFilter) (ids []string) {
	h.Helper()
	h.read(func(tx store.Tx) error {
		page, err := tx.RequestsOpened(f)
		for _, r := range page {
			ids = append(ids, r.ID)
		}
		return err
	})
	return ids
}

func (h *house) unmetWishes(f store.ReportFilter) (ids []string) {
	h.Helper()
	h.read(func(tx store.Tx) error {
		page, err := tx.UnmetWishes(f)
		for _, w := range page {
			ids = append(ids, w.ID)
		}
		return err
	})
	return ids
}

var reports = []testCase{
	{"RequestsOfAPropertyInTheirOrder", func(h *house) {
		at := func(minutes int) time.Time { return h.start.Add(time.Duration(minutes) * time.Minute) }
		one, two := h.talk(harbour), h.talk(harbour)
		var want []string
		for _, r := range []desk.Request{
			h.rings(one.ID, desk.RequestPerson, at(1), desk.EndExpired), // the conversation's newest one is another
			h.rings(one.ID, desk.RequestPerson, at(2), desk.EndAccepted),
			h.rings(two.ID, desk.RequestEmergency, at(2), desk.EndCancelled), // at the same moment
			h.rings(one.ID, desk.RequestPerson, at(3), ""),
		} {
			want = append(want, r.ID)
		}
		h.rings(two.ID, desk.RequestTransfer, at(1), desk.EndExpired)
		other := h.rings(h.talk(mill).ID, desk.RequestPerson, at(1), desk.EndExpired)
		all := store.ReportFilter{PropertyID: harbour, From: at(0), To: at(9)}
		h.equal(h.openedRequests(all), want)
		h.equal(h.openedRequests(store.ReportFilter{PropertyID: mill, From: at(0), To: at(9)}), []string{other.ID})
		// From is included, To is not.
		h.equal(h.openedRequests(store.ReportFilter{PropertyID: harbour, From: at(2), To: at(3)}), want[1:3])
		h.equal(h.openedRequests(store.ReportFilter{PropertyID: harbour, From: at(4), To: at(9)}), []string{})
		// Pages follow each other, through equal times too.
		var paged []string
		f := all
		for f.Limit = 1; ; {
			var page []store.OpenedRequest
			h.read(func(tx store.Tx) (err error) {
				page, err = tx.RequestsOpened(f)
				return err
			})
			if len(page) == 0 {
				break
			}
			paged = append(paged, page[0].ID)
			f.After = store.ReportPlace{At: page[0].OpenedAt, ID: page[0].ID}
		}
		h.equal(paged, want)
	}},
	{"ConversationsByWhenTheyBegan", func(h *house) {
		one, two := h.talk(harbour), h.talk(harbour)
		h.talk(mill)
		h.save(two.ID, func(o *desk.Outcome) {
			o.State.Facts.Topic, o.State.Facts.Told, o.State.Facts.Untold = desk.TopicFood, 3, 1
		})
		f := store.ReportFilter{PropertyID: harbour, From: h.start, To: h.start.Add(time.Hour), Limit: 1}
		var got []store.BegunConversation
		for {
			var page []store.BegunConversation
			h.read(func(tx store.Tx) (err error) {
				page, err = tx.ConversationsBegun(f)
				return err
			})
			if len(page) == 0 {
				break
			}
			got = append(got, page...)
			f.After = store.ReportPlace{At: page[0].StartedAt, ID: page[0].ID}
		}
		want := []store.BegunConversation{{ID: one.ID, StartedAt: one.StartedAt, Channel: one.Channel},
			{ID: two.ID, StartedAt: two.StartedAt, Channel: two.Channel, Topic: desk.TopicFood, Told: 3, Untold: 1}}
		if two.StartedAt.Before(one.StartedAt) || two.StartedAt.Equal(one.StartedAt) && two.ID < one.ID {
			want[0], want[1] = want[1], want[0]
		}
		h.equal(got, want)
		f.After, f.From = store.ReportPlace{}, h.start.Add(time.Hour)
		f.To = f.From.Add(time.Hour)
		h.read(func(tx store.Tx) error {
			page, err := tx.ConversationsBegun(f)
			h.equal(len(page), 0)
			return err
		})
	}},
	{"ARequestComesWithAllThatIsKnownOfIt", func(h *house) {
		s := h.talk(harbour)
		r := h.rings(s.ID, desk.RequestPerson, h.start, "")
		f := store.ReportFilter{PropertyID: harbour, From: h.start, To: h.start.Add(time.Hour)}
		read := func() store.OpenedRequest {
			var page []store.OpenedRequest
			h.read(func(tx store.Tx) (err error) {
				page, err = tx.RequestsOpened(f)
				return err
			})
			if len(page) != 1 {
				h.Fatalf("%d requests", len(page))
			}
			return page[0]
		}
		want := store.OpenedRequest{Request: r, ConversationID: s.ID, PropertyID: harbour, ContactID: s.ContactID, Channel: desk.ChannelWeb}
		h.equal(read(), want)
		// What it became is read, not what it was.
		r.Kind, r.PromiseUsed, r.End, r.EndedAt, r.EndedBy, r.GuestLeft = desk.RequestEmergency, true, desk.EndExpired, h.start.Add(time.Minute), ben, true
		h.asks(s.ID, r)
		want.Request = r
		h.equal(read(), want)
	}},
	{"OneThatIsReplacedInTheSameChangeIsKept", func(h *house) {
		s := h.talk(harbour)
		first := h.rings(s.ID, desk.RequestPerson, h.start, "")
		ended, next := first, first
		ended.End, ended.EndedAt = desk.EndClosed, h.start.Add(time.Second)
		next.ID, next.OpenedAt = id("request"), h.start.Add(time.Second)
		h.save(s.ID, func(o *desk.Outcome) {
			o.EndedRequests = []desk.Request{ended}
			o.State.Request = &next
		})
		h.equal(h.openedRequests(store.ReportFilter{PropertyID: harbour, From: h.start, To: h.start.Add(time.Hour)}), []string{first.ID, next.ID})
	}},
	{"WishesThatMetNobody", func(h *house) {
		at := func(minutes int) time.Time { return h.start.Add(time.Duration(minutes) * time.Minute) }
		s, other := h.talk(harbour), h.talk(mill)
		h.hear(s.ID, "Is anybody there?")
		first := h.unmet(s.ID, "outside_hours", at(1))
		second := h.unmet(s.ID, "nobody_on_duty", at(2))
		h.unmet(other.ID, "nobody_on_duty", at(1))
		all := store.ReportFilter{PropertyID: harbour, From: at(0), To: at(9)}
		var got []store.UnmetWish
		h.read(func(tx store.Tx) (err error) {
			got, err = tx.UnmetWishes(all)
			return err
		})
		wish := func(e desk.Entry) store.UnmetWish {
			return store.UnmetWish{ID: e.ID, ConversationID: s.ID, PropertyID: harbour, ContactID: s.ContactID, Channel: desk.ChannelWeb,
				At: e.At, Params: e.Params}
		}
		h.equal(got, []store.UnmetWish{wish(first), wish(second)})
		h.equal(h.unmetWishes(store.ReportFilter{PropertyID: harbour, From: at(1), To: at(2)}), []string{first.ID})
		next := all
		next.After = store.ReportPlace{At: first.At, ID: first.ID}
		h.equal(h.unmetWishes(next), []string{second.ID})
		h.equal(h.unmetWishes(store.ReportFilter{PropertyID: "nowhere", From: at(0), To: at(9)}), []string{})
	}},
	{"TestsOfTheHouseAreLeftOut", func(h *house) {
		s := h.talk(harbour)
		h.rings(s.ID, desk.RequestPerson, h.start, desk.EndExpired)
		h.unmet(s.ID, "outside_hours", h.start)
		h.save(s.ID, func(o *desk.Outcome) { o.State.Test = true })
		f := store.ReportFilter{PropertyID: harbour, From: h.start, To: h.start.Add(time.Hour)}
		h.equal(h.openedRequests(f), []string{})
		h.equal(h.unmetWishes(f), []string{})
	}},
}

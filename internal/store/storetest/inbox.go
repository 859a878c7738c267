package storetest

import (
	"fmt"
	"strings"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/store/words"
)

var both = []string{harbour, mill}

var inbox = []testCase{
	{"ViewsShowWhatBelongsToThem", func(h *house) {
		at := func(kind desk.ControllerKind, agent string, age time.Duration) func(*desk.Outcome) {
			return func(o *desk.Outcome) {
				o.State.Controller = desk.Controller{Kind: kind, AgentID: agent}
				o.State.LastAt = h.start.Add(-age)
			}
		}
		live, old := h.talk(harbour), h.talk(harbour)
		waiting, mine, bens, outside, done, away := h.talk(harbour), h.talk(harbour), h.talk(harbour), h.talk(harbour), h.talk(harbour), h.talk(mill)
		h.save(live.ID, at(desk.ControllerAssistant, "", time.Minute))
		h.save(old.ID, at(desk.ControllerAssistant, "", 6*time.Minute))
		h.save(waiting.ID, func(o *desk.Outcome) {
			at(desk.ControllerWaiting, "", 10*time.Minute)(o)
			o.State.Request = &desk.Request{ID: id("request"), Kind: desk.RequestPerson, Stage: desk.StageRinging, OpenedAt: h.start}
		})
		h.save(mine.ID, at(desk.ControllerAgent, ana, 2*time.Minute))
		h.save(bens.ID, at(desk.ControllerAgent, ben, time.Hour))
		h.save(outside.ID, at(desk.ControllerOutside, "", 3*time.Hour))
		h.save(done.ID, func(o *desk.Outcome) { o.State.Status = desk.StatusResolved })
		h.save(away.ID, at(desk.ControllerAssistant, "", 0))
		for _, c := range []struct {
			name string
			f    store.ListFilter
			want []desk.State
		}{
			{"live", store.ListFilter{View: store.ViewLive, PropertyIDs: []string{harbour}}, []desk.State{live, waiting, mine, bens, outside}},
			{"live of both", store.ListFilter{View: store.ViewLive, PropertyIDs: both}, []desk.State{live, waiting, mine, bens, outside, away}},
			{"mine", store.ListFilter{View: store.ViewMine, PropertyIDs: both, PersonID: ana}, []desk.State{mine}},
			{"mine elsewhere", store.ListFilter{View: store.ViewMine, PropertyIDs: []string{mill}, PersonID: ana}, nil},
			{"nobody's", store.ListFilter{View: store.ViewMine, PropertyIDs: both}, nil},
			{"requests", store.ListFilter{View: store.ViewRequests, PropertyIDs: both}, []desk.State{waiting}},
			{"history", store.ListFilter{View: store.ViewHistory, PropertyIDs: []string{harbour}}, []desk.State{live, old, waiting, mine, bens, outside, done}},
			{"resolved", store.ListFilter{View: store.ViewHistory, PropertyIDs: both, Status: desk.StatusResolved}, []desk.State{done}},
			{"nothing", store.ListFilter{View: store.ViewHistory}, nil},
		} {
			got, want := map[string]bool{}, map[string]bool{}
			for _, s := range h.list(c.f) {
				got[s.State.ID] = true
			}
			for _, s := range c.want {
				want[s.ID] = true
			}
			if fmt.Sprint(got) != fmt.Sprint(want) {
				h.Errorf("%s: got %v, want %v", c.name, got, want)
			}
		}
		h.write(func(tx store.Tx) error { return tx.SetReadMark(ana, mine.ID, 0) })
		h.hear(mine.ID, "hello?")
		h.counts(ana, both, store.Counts{Live: 2, Mine: 1, MineUnread: 1, Requests: 1})
		h.write(func(tx store.Tx) error { return tx.SetReadMark(ana, mine.ID, 2) })
		h.counts(ana, both, store.Counts{Live: 2, Mine: 1, Requests: 1})
		h.counts(ana, []string{mill}, store.Counts{Live: 1})
		h.counts(ana, nil, store.Counts{})
	}},
	{"PagesFollowEachOther", func(h *house) {
		var want []string
		for i := range 25 {
			c := h.guest([]string{harbour, mill}[i%2])
			conv := h.fresh(c)
			conv.StartedAt = h.start.Add(time.Duration(i/3) * time.Second) // some begin in the same moment
			conv.LastAt = h.start.Add(-time.Duration(i/3) * time.Minute)
			conv.Controller = desk.Controller{Kind: desk.ControllerAgent, AgentID: ana}
			h.write(func(tx store.Tx) error { return tx.CreateConversation(conv) })
			want = append(want, conv.ID)
		}
		for _, view := range []store.View{store.ViewHistory, store.ViewLive, store.ViewMine} {
			seen := map[string]bool{}
			var last store.Cursor
			f := store.ListFilter{View: view, PropertyIDs: both, PersonID: ana, Limit: 7}
			pages := 0
			for {
				var page []store.Summary
				h.read(func(tx store.Tx) (err error) {
					page, f.Cursor, err = tx.List(f)
					return err
				})
				pages++
				for _, s := range page {
					place := store.Cursor{Rank: store.ActiveMinute(s.State.LastAt), ID: s.State.ID}
					if view == store.ViewHistory {
						place.Rank = s.State.StartedAt.UnixMilli()
					}
					if last.ID != "" && (place.Rank > last.Rank || (place.Rank == last.Rank && place.ID > last.ID)) {
						h.Errorf("%s: %v follows %v", view, place, last)
					}
					if seen[s.State.ID] {
						h.Errorf("%s: %s comes twice", view, s.State.ID)
					}
					seen[s.State.ID], last = true, place
				}
				if f.Cursor == "" {
					break
				}
			}
			if len(seen) != len(want) || pages != 4 {
				h.Errorf("%s: %d of %d on %d pages", view, len(seen), len(want), pages)
			}
		}
	}},
	{"ABrokenCursorIsInvalid", func(h *house) {
		for _, cursor := range []string{"x", "!!!", "eA", strings.Repeat("eA", 500)} {
			h.refused(desk.CodeInvalid, h.Read(h.Context(), func(tx store.Tx) error {
				_, _, err := tx.List(store.ListFilter{View: store.ViewHistory, PropertyIDs: both, Cursor: cursor})
				return err
			}))
		}
	}},
	{"SummariesCarryTheLastMessages", func(h *house) {
		s := h.talk(harbour)
		for i := range 5 {
			h.hear(s.ID, fmt.Sprint("message ", i))
			h.save(s.ID, func(*desk.Outcome) {})
		}
		var got []store.Summary
		h.read(func(tx store.Tx) (err error) {
			got, err = tx.Summaries([]string{s.ID, "nowhere"})
			return err
		})
		if len(got) != 1 {
			h.Fatalf("%d summaries", len(got))
		}
		h.equal(got[0].State, h.state(s.ID))
		h.equal(got[0].Contact.ID, s.ContactID)
		var texts []string
		for _, e := range got[0].Last {
			texts = append(texts, e.Text)
		}
		h.equal(texts, []string{"message 2", "message 3", "message 4"})
	}},
	{"ConversationsOfAGuestNewestFirst", func(h *house) {
		c := h.guest(harbour)
		var want []string
		for i := range 3 {
			conv := h.fresh(c)
			conv.Status, conv.StartedAt = desk.StatusResolved, h.start.Add(time.Duration(i)*time.Second)
			h.write(func(tx store.Tx) error { return tx.CreateConversation(conv) })
			want = append([]string{conv.ID}, want...)
		}
		for limit, n := range map[int]int{0: 3, 2: 2} {
			var got []string
			h.read(func(tx store.Tx) error {
				page, err := tx.ConversationsOfContact(c.ID, limit)
				for _, s := range page {
					got = append(got, s.State.ID)
				}
				return err
			})
			h.equal(got, want[:n])
		}
	}},
	{"SearchFindsWordsByTheirBeginning", func(h *house) {
		s, other := h.talk(harbour), h.talk(mill)
		said := map[string]int64{}
		for _, text := range []string{"Is the swimming pool open?", "Pool and sauna, please", "Wo ist das Schließfach für Müller?", "O'Neil, e-mail me: a.b@mail.com",
			"ΚΑΛΗΜΕΡΑ Йога हिन्दी 日本語", "room 1042a", "\"quoted\" AND NOT (this) OR that*"} {
			said[text] = h.hear(s.ID, text).Seq
		}
		h.hear(other.ID, "The pool of the mill")
		h.save(s.ID, func(*desk.Outcome) {})
		for query, want := range map[string][]string{
			"pool":       {"Pool and sauna, please", "Is the swimming pool open?"},
			"POO":        {"Pool and sauna, please", "Is the swimming pool open?"},
			"pool sauna": {"Pool and sauna, please"},
			"ool":        nil,
			"muller":     {"Wo ist das Schließfach für Müller?"},
			"schließ":    {"Wo ist das Schließfach für Müller?"},
			"o'neil":     {"O'Neil, e-mail me: a.b@mail.com"},
			"mail.com":   {"O'Neil, e-mail me: a.b@mail.com"},
			"καλη":       {"ΚΑΛΗΜΕΡΑ Йога हिन्दी 日本語"},
			"йога":       {"ΚΑΛΗΜΕΡΑ Йога हिन्दी 日本語"},
			"हिन्दी":     {"ΚΑΛΗΜΕΡΑ Йога हिन्दी 日本語"},
			"1042":       {"room 1042a"},
			"NOT this":   {"\"quoted\" AND NOT (this) OR that*"},
			"\" OR *":    {"\"quoted\" AND NOT (this) OR that*"},
			"'; --":      nil,
			"":           nil,
			"nothing":    nil,
		} {
			var got []string
			for _, hit := range h.search([]string{harbour}, query, 0) {
				for text, seq := range said {
					if seq == hit.Seq {
						got = append(got, text)
					}
				}
				if hit.Kind != "message" || hit.ConversationID != s.ID || hit.PropertyID != harbour || hit.At.IsZero() ||
					!strings.Contains(hit.Snippet, words.Open) || !strings.Contains(hit.Snippet, words.Close) {
					h.Errorf("%q: hit %+v", query, hit)
				}
			}
			if fmt.Sprint(got) != fmt.Sprint(want) {
				h.Errorf("%q found %q, want %q", query, got, want)
			}
		}
		h.equal(len(h.search(both, "pool", 0)), 3)
		h.equal(len(h.search(both, "pool", 2)), 2)
		h.equal(len(h.search(nil, "pool", 0)), 0)
	}},
	{"SearchFindsGuests", func(h *house) {
		s := h.talk(harbour)
		silent := h.guest(harbour)
		name := func(contactID, name string) {
			h.write(func(tx store.Tx) error {
				c, err := tx.Contact(contactID)
				if err != nil {
					return err
				}
				c.Name, c.Email, c.Phone = name, "zoe@mail.example", "+351 912 345"
				return tx.UpdateContact(c)
			})
		}
		name(s.ContactID, "Zoë Quinn")
		name(silent.ID, "Zoë Silent") // never wrote: there is nothing to open
		for _, query := range []string{"zoe", "Zoë qui", "mail.example", "912"} {
			hits := h.search(both, query, 0)
			if len(hits) != 1 || hits[0].Kind != "guest" || hits[0].ConversationID != s.ID || hits[0].GuestName != "Zoë Quinn" {
				h.Errorf("%q found %+v", query, hits)
			}
		}
		h.equal(len(h.search([]string{mill}, "zoe", 0)), 0)
		name(s.ContactID, "Anna Berg")
		h.equal(len(h.search(both, "quinn", 0)), 0)
		h.equal(len(h.search(both, "berg", 0)), 1)
		h.hear(s.ID, "greetings from the pool")
		h.equal(h.search(both, "greetings", 0)[0].GuestName, "Anna Berg")
	}},
	{"HistoryIsSearched", func(h *house) {
		a, b, c := h.talk(harbour), h.talk(harbour), h.talk(mill)
		h.hear(a.ID, "is there a sauna?")
		h.hear(b.ID, "no wish")
		h.hear(c.ID, "sauna at the mill?")
		h.write(func(tx store.Tx) error {
			g, err := tx.Contact(b.ContactID)
			if err != nil {
				return err
			}
			g.Name = "Sauna Lover"
			return tx.UpdateContact(g)
		})
		h.save(b.ID, func(o *desk.Outcome) { o.State.Status = desk.StatusResolved })
		for _, x := range []struct {
			f    store.ListFilter
			want int
		}{
			{store.ListFilter{Query: "sauna", PropertyIDs: []string{harbour}}, 2},
			{store.ListFilter{Query: "sauna", PropertyIDs: both}, 3},
			{store.ListFilter{Query: "sauna", PropertyIDs: both, Status: desk.StatusResolved}, 1},
			{store.ListFilter{Query: "  ?!", PropertyIDs: both}, 0},
			{store.ListFilter{Query: "nothing", PropertyIDs: both}, 0},
		} {
			x.f.View = store.ViewHistory
			h.equal(len(h.list(x.f)), x.want)
		}
		f := store.ListFilter{View: store.ViewHistory, Query: "sauna", PropertyIDs: both, Limit: 2}
		n := 0
		for page := 0; page == 0 || f.Cursor != ""; page++ {
			h.read(func(tx store.Tx) error {
				got, next, err := tx.List(f)
				n, f.Cursor = n+len(got), next
				return err
			})
		}
		h.equal(n, 3)
	}},
	{"ReadMarksOnlyRise", func(h *house) {
		s, other := h.talk(harbour), h.talk(harbour)
		for _, seq := range []int64{3, 7, 5} {
			h.write(func(tx store.Tx) error { return tx.SetReadMark(ana, s.ID, seq) })
		}
		h.read(func(tx store.Tx) error {
			marks, err := tx.ReadMarks(ana, []string{s.ID, other.ID})
			h.equal(marks, map[string]int64{s.ID: 7})
			none, _ := tx.ReadMarks(ben, []string{s.ID})
			h.equal(none, map[string]int64{})
			return err
		})
		h.isNotFound(h.Write(h.Context(), func(tx store.Tx) error { return tx.SetReadMark(ana, "nowhere", 1) }))
	}},
	{"UnreadIsWhatTheGuestWroteSince", func(h *house) {
		s, long, quiet := h.talk(harbour), h.talk(harbour), h.talk(harbour)
		first := h.hear(s.ID, "hello")
		h.hear(s.ID, "hello?")
		for range store.UnreadWithin + 5 {
			h.hear(long.ID, "hello?")
		}
		unread := func(person string, ids ...string) (n map[string]int) {
			h.read(func(tx store.Tx) (err error) {
				n, err = tx.Unread(person, ids)
				return err
			})
			return n
		}
		h.equal(unread(ana, s.ID, long.ID, quiet.ID, "nowhere"), map[string]int{s.ID: 2, long.ID: store.UnreadWithin})
		h.equal(unread(ana), map[string]int{})
		h.write(func(tx store.Tx) error { return tx.SetReadMark(ana, s.ID, first.Seq) })
		h.equal(unread(ana, s.ID), map[string]int{s.ID: 1})
		h.equal(unread(ben, s.ID), map[string]int{s.ID: 2})
		h.write(func(tx store.Tx) error { return tx.SetReadMark(ana, s.ID, first.Seq+1) })
		h.equal(unread(ana, s.ID), map[string]int{})
	}},
	{"DraftsBelongToPersonAndConversation", func(h *house) {
		s := h.talk(harbour)
		draft := func(person string) [2]string {
			var d [2]string
			h.read(func(tx store.Tx) (err error) {
				d[0], d[1], err = tx.Draft(person, s.ID)
				return err
			})
			return d
		}
		h.write(func(tx store.Tx) error { return tx.SetDraft(ana, s.ID, "Dear guest", "ask Ben") })
		h.equal(draft(ana), [2]string{"Dear guest", "ask Ben"})
		h.equal(draft(ben), [2]string{})
		h.write(func(tx store.Tx) error { return tx.SetDraft(ana, s.ID, "", "ask Ben") })
		h.equal(draft(ana), [2]string{"", "ask Ben"})
		h.write(func(tx store.Tx) error { return tx.SetDraft(ana, s.ID, "", "") })
		h.equal(draft(ana), [2]string{})
		h.isNotFound(h.Write(h.Context(), func(tx store.Tx) error { return tx.SetDraft(ana, "nowhere", "x", "") }))
	}},
}

func (h *house) list(f store.ListFilter) (page []store.Summary) {
	h.Helper()
	h.read(func(tx store.Tx) (err error) {
		page, _, err = tx.List(f)
		return err
	})
	return page
}

func (h *house) search(properties []string, query string, limit int) (hits []store.Hit) {
	h.Helper()
	h.read(func(tx store.Tx) (err error) {
		hits, err = tx.Search(properties, query, limit)
		return err
	})
	return hits
}

func (h *house) counts(person string, properties []string, want store.Counts) {
	h.Helper()
	h.read(func(tx store.Tx) error {
		got, err := tx.Counts(person, properties)
		h.equal(got, want)
		return err
	})
}

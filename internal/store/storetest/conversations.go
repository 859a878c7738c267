package storetest

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

var conversations = []testCase{
	{"WhatWasReadIsOfTheNewestOne", func(h *house) {
		c := h.guest(harbour)
		first := h.fresh(c)
		first.Status, first.ResolvedAt = desk.StatusResolved, h.start
		h.write(func(tx store.Tx) error { return tx.CreateConversation(first) })
		h.write(func(tx store.Tx) error { return tx.SetGuestRead(c.ID, 12) })
		h.write(func(tx store.Tx) error { return tx.CreateConversation(h.fresh(c)) })
		h.equal(h.contact(c.ID).ReadSeq, int64(0))
	}},
	{"CreateAndLoad", func(h *house) {
		c := h.guest(harbour)
		conv := h.fresh(c)
		conv.Test, conv.Language = true, "pt-PT"
		h.read(func(tx store.Tx) error {
			_, err := tx.StateOfContact(c.ID)
			h.isNotFound(err)
			return nil
		})
		h.write(func(tx store.Tx) error { return tx.CreateConversation(conv) })
		h.equal(h.state(conv.ID), desk.State{Conversation: conv})
		h.read(func(tx store.Tx) error {
			s, err := tx.StateOfContact(c.ID)
			h.equal(s, desk.State{Conversation: conv})
			return err
		})
	}},
	{"OneOpenConversationOfAContact", func(h *house) {
		first := h.talk(harbour)
		again := first.Conversation
		again.ID = id("conversation")
		h.refused(desk.CodeConflict, h.Write(h.Context(), func(tx store.Tx) error { return tx.CreateConversation(again) }))
		h.save(first.ID, func(o *desk.Outcome) { o.State.Status, o.State.ResolvedAt = desk.StatusResolved, h.start })
		again.StartedAt = h.start.Add(time.Second)
		h.write(func(tx store.Tx) error { return tx.CreateConversation(again) })
		h.read(func(tx store.Tx) error {
			s, err := tx.StateOfContact(first.ContactID)
			h.equal(s.ID, again.ID)
			return err
		})
	}},
	{"AConversationNeedsItsContactAtItsProperty", func(h *house) {
		c := h.guest(harbour)
		c.PropertyID = mill
		h.isNotFound(h.Write(h.Context(), func(tx store.Tx) error { return tx.CreateConversation(h.fresh(c)) }))
		c.ID, c.PropertyID = "nobody", harbour
		h.isNotFound(h.Write(h.Context(), func(tx store.Tx) error { return tx.CreateConversation(h.fresh(c)) }))
	}},
	{"SaveKeepsEverything", func(h *house) {
		s := h.talk(harbour)
		at := h.start.Add(90 * time.Second)
		want := s
		want.Status, want.Epoch, want.LastSeq, want.LastPublicSeq = desk.StatusOpen, 4, 2, 1
		want.Controller = desk.Controller{Kind: desk.ControllerAgent, AgentID: ana}
		want.Language, want.GuestAt, want.LastAt, want.ResolvedAt = "de", at, at.Add(time.Millisecond), h.start
		want.Facts = desk.Facts{GuestSeq: 1, UnansweredSeq: 1, UnansweredAt: at, WishAt: at, LostAgentID: ben, Reminded: true, NoAnswer: true}
		want.Request = &desk.Request{ID: id("request"), Kind: desk.RequestPerson, Stage: desk.StagePromised, Cause: desk.CauseGuest, OpenedAt: at,
			StageAt: at, Wait: 2, PromisedBy: ana, PromisedUntil: at.Add(time.Minute), Rung: []string{ana, ben}, Declined: []string{ben},
			End: desk.EndAccepted, EndedAt: at, EndedBy: ana, Note: "late arrival"}
		want.Offer = &desk.Offer{ID: id("offer"), State: desk.OfferShown, ShownAt: at, KeepWaiting: true, FormAt: at}
		want.Turn = &desk.Turn{ID: id("turn"), ForSeq: 1, Epoch: 3, OwedAt: at, Attempts: 2, NotBefore: at, End: desk.TurnWithdrawn, EndedAt: at}
		want.Timers = []desk.Timer{{Kind: desk.TimerReminder, For: "4/1", DueAt: at.Add(3 * time.Minute)}, {Kind: desk.TimerQuiet, For: "q", DueAt: at.Add(time.Hour)}}
		e1 := desk.Entry{ID: id("entry"), ConversationID: s.ID, PropertyID: harbour, ContactID: s.ContactID, Seq: 1, Public: true,
			Kind: desk.EntryMessage, Author: desk.Author{Kind: desk.AuthorAssistant, ID: "assistant", Name: "digital assistant"},
			Text: "From 15:00.\nאבג 🛎️", Epoch: 3, At: at, ClientID: "c", ProviderID: "wamid.1",
			Files: []desk.File{{ID: "f", Key: "k", Name: "n.png", Type: "image/png", Size: 10, Width: 2, Height: 3}},
			Answer: &desk.Answer{Decision: "suggest", Confidence: 0.25, Sources: []desk.Source{{ID: "s", Title: "t", Kind: "fact"}},
				Suggestions: []desk.Suggestion{{ID: "1", Text: "Parking?"}}, OfferHuman: true}}
		e2 := desk.Entry{ID: id("entry"), ConversationID: s.ID, PropertyID: harbour, ContactID: s.ContactID, Seq: 2, PrevPublic: 1,
			Kind: desk.EntryControl, Author: desk.Author{Kind: desk.AuthorSystem}, Code: desk.LineJoined, Text: "Ana joined",
			Params: map[string]string{"agent": "Ana", "minutes": "3"}, Epoch: 4, At: at}
		h.write(func(tx store.Tx) error { return tx.Save(s, desk.Outcome{State: want}, []desk.Entry{e1, e2}) })
		h.equal(h.state(s.ID), want)
		h.equal(h.entries(s.ID, store.EntryFilter{}), []desk.Entry{e1, e2})
	}},
	{"SaveIsGuardedByTheVersion", func(h *house) {
		s := h.talk(harbour)
		h.hear(s.ID, "first")
		err := h.Write(h.Context(), func(tx store.Tx) error { return save(tx, s) })
		if !errors.Is(err, desk.ErrChanged) {
			h.Fatalf("got %v, want ErrChanged", err)
		}
		h.equal(len(h.entries(s.ID, store.EntryFilter{})), 1)
	}},
	{"SaveRefusesWhatDoesNotFit", func(h *house) {
		s := h.talk(harbour)
		for name, spoil := range map[string]func(*desk.Outcome, []desk.Entry){
			"gap":           func(_ *desk.Outcome, e []desk.Entry) { e[0].Seq = 5 },
			"other":         func(_ *desk.Outcome, e []desk.Entry) { e[0].ConversationID = "other" },
			"last seq":      func(o *desk.Outcome, _ []desk.Entry) { o.State.LastSeq = 7 },
			"agent missing": func(o *desk.Outcome, _ []desk.Entry) { o.State.Controller.Kind = desk.ControllerAgent },
			"resolved with an agent": func(o *desk.Outcome, _ []desk.Entry) {
				o.State.Status, o.State.Controller = desk.StatusResolved, desk.Controller{Kind: desk.ControllerAgent, AgentID: ana}
			},
			"request without its end": func(o *desk.Outcome, _ []desk.Entry) {
				o.State.Request = &desk.Request{ID: id("request"), Kind: desk.RequestPerson, Stage: desk.StageRinging, End: desk.EndExpired}
			},
		} {
			out, entries := says(s, "hello", "", h.start)
			spoil(&out, entries)
			if err := h.Write(h.Context(), func(tx store.Tx) error { return tx.Save(s, out, entries) }); err == nil {
				h.Errorf("%s was saved", name)
			}
		}
		h.equal(h.state(s.ID), s)
	}},
	{"AClientIDIsStoredOnce", func(h *house) {
		s, other := h.talk(harbour), h.talk(harbour)
		send := func(s desk.State, clientID string) error {
			return h.Write(h.Context(), func(tx store.Tx) error {
				now, err := tx.State(s.ID)
				if err != nil {
					return err
				}
				out, entries := says(now, "hello", clientID, h.start)
				return tx.Save(now, out, entries)
			})
		}
		for _, x := range []desk.State{s, other} { // another guest may use the same id
			if err := send(x, "one"); err != nil {
				h.Fatal(err)
			}
		}
		h.refused(desk.CodeExists, send(s, "one"))
		h.equal(h.state(s.ID).LastSeq, int64(1))
		if err := send(s, "two"); err != nil {
			h.Fatal(err)
		}
		stored := h.entries(s.ID, store.EntryFilter{})[0]
		h.read(func(tx store.Tx) error {
			e, err := tx.EntryByClientID(s.ContactID, "one")
			h.equal(e, stored)
			_, none := tx.EntryByClientID(s.ContactID, "three")
			h.isNotFound(none)
			_, none = tx.EntryByClientID(s.ContactID, "")
			h.isNotFound(none)
			return err
		})
	}},
	{"AnAgentsClientIDIsThePersons", func(h *house) {
		s, other := h.talk(harbour), h.talk(mill)
		reply := func(s desk.State, by string) error {
			return h.Write(h.Context(), func(tx store.Tx) error {
				out, entries := says(s, "hello", "one", h.start)
				entries[0].Author = desk.Author{Kind: desk.AuthorAgent, ID: by, Name: by}
				return tx.Save(s, out, entries)
			})
		}
		if err := reply(s, ana); err != nil {
			h.Fatal(err)
		}
		h.refused(desk.CodeExists, reply(other, ana))
		if err := reply(other, ben); err != nil {
			h.Fatal(err)
		}
		h.read(func(tx store.Tx) error {
			e, err := tx.EntryByClientID(ana, "one")
			h.equal(e.ConversationID, s.ID)
			return err
		})
	}},
	{"AProviderIDIsStoredOncePerAccount", func(h *house) {
		s, same, other := h.talk(harbour), h.talk(harbour), h.talk(mill)
		arrive := func(s desk.State) error {
			return h.Write(h.Context(), func(tx store.Tx) error {
				out, entries := says(s, "hello", "", h.start)
				entries[0].ProviderID = "mid.1"
				return tx.Save(s, out, entries)
			})
		}
		if err := arrive(s); err != nil {
			h.Fatal(err)
		}
		h.refused(desk.CodeExists, arrive(same))
		if err := arrive(other); err != nil {
			h.Fatal(err)
		}
	}},
	{"RowsEndAndNewOnesFollow", func(h *house) {
		s := h.talk(harbour)
		first := desk.Request{ID: id("request"), Kind: desk.RequestPerson, Stage: desk.StageRinging, Cause: desk.CauseGuest, OpenedAt: h.start, StageAt: h.start}
		owed := desk.Turn{ID: id("turn"), ForSeq: 1, Epoch: 1, OwedAt: h.start}
		shown := desk.Offer{ID: id("offer"), State: desk.OfferShown, ShownAt: h.start}
		h.save(s.ID, func(o *desk.Outcome) { o.State.Request, o.State.Turn, o.State.Offer = &first, &owed, &shown })
		h.equal(h.state(s.ID).Request, &first)
		second, next, again := first, owed, shown
		second.ID, next.ID, again.ID = id("request"), id("turn"), id("offer")
		h.save(s.ID, func(o *desk.Outcome) {
			r, u, f := first, owed, shown
			r.End, r.EndedAt, u.End, u.EndedAt, f.State = desk.EndExpired, h.start, desk.TurnWithdrawn, h.start, desk.OfferDismissed
			o.EndedRequests, o.EndedTurns, o.EndedOffers = []desk.Request{r}, []desk.Turn{u}, []desk.Offer{f}
			o.State.Request, o.State.Turn, o.State.Offer = &second, &next, &again
		})
		got := h.state(s.ID)
		h.equal(got.Request, &second)
		h.equal(got.Turn, &next)
		h.equal(got.Offer, &again)
		h.save(s.ID, func(o *desk.Outcome) { // in place
			r := second
			r.Stage, r.PromisedBy = desk.StagePromised, ana
			o.State.Request = &r
		})
		h.equal(h.state(s.ID).Request.PromisedBy, ana)
		h.save(s.ID, func(o *desk.Outcome) { // opened and ended in the same change
			r := second
			r.End, r.EndedAt = desk.EndClosed, h.start
			brief := desk.Request{ID: id("request"), Kind: desk.RequestPerson, Stage: desk.StageRinging, OpenedAt: h.start, End: desk.EndAccepted, EndedAt: h.start}
			o.EndedRequests, o.State.Request = []desk.Request{r}, &brief
		})
		h.equal(h.state(s.ID).Request.End, desk.EndAccepted)
	}},
	{"LoadedStatesAreValues", func(h *house) {
		s := h.talk(harbour)
		h.save(s.ID, func(o *desk.Outcome) {
			o.State.Request = &desk.Request{ID: id("request"), Kind: desk.RequestPerson, Stage: desk.StageRinging, Rung: []string{ana}}
			o.State.Timers = []desk.Timer{{Kind: desk.TimerQuiet, DueAt: h.start}}
		})
		got := h.state(s.ID)
		got.Request.Rung[0], got.Request.Stage, got.Timers[0].For = ben, desk.StagePromised, "spoilt"
		again := h.state(s.ID)
		h.equal([]string{again.Request.Rung[0], string(again.Request.Stage), again.Timers[0].For}, []string{ana, string(desk.StageRinging), ""})
	}},
	{"HeldChatsHaveALimit", func(h *house) {
		s := h.talk(harbour)
		take := func(by int, limited bool, limit int) error {
			return h.Write(h.Context(), func(tx store.Tx) error {
				now, err := tx.State(s.ID)
				if err != nil {
					return err
				}
				out, entries := line(now, h.start, func(o *desk.Outcome) {
					o.Held = []desk.HeldChange{{AgentID: ana, By: by, Limited: limited, Limit: limit}}
				})
				return tx.Save(now, out, entries)
			})
		}
		for _, step := range []struct {
			by      int
			limited bool
			limit   int
			want    desk.Code
			held    int
		}{{1, true, 2, "", 1}, {1, true, 2, "", 2}, {1, true, 2, desk.CodeLimitReached, 2}, {1, false, 2, "", 3}, {1, true, 0, "", 4},
			{-1, false, 0, "", 3}, {-5, false, 0, "", 0}} {
			h.refused(step.want, take(step.by, step.limited, step.limit))
			h.equal(h.person(ana).Held, step.held)
		}
		now := h.state(s.ID)
		h.isNotFound(h.Write(h.Context(), func(tx store.Tx) error {
			out, entries := line(now, h.start, func(o *desk.Outcome) { o.Held = []desk.HeldChange{{AgentID: "nobody", By: 1}} })
			return tx.Save(now, out, entries)
		}))
	}},
	{"EntriesAreListedByFilter", func(h *house) {
		s := h.talk(harbour)
		for i := range 6 {
			if i%2 == 0 {
				h.hear(s.ID, fmt.Sprint("message ", i+1))
			} else {
				h.save(s.ID, func(*desk.Outcome) {})
			}
		}
		for _, c := range []struct {
			f    store.EntryFilter
			want []int64
		}{
			{store.EntryFilter{}, []int64{1, 2, 3, 4, 5, 6}},
			{store.EntryFilter{After: 2}, []int64{3, 4, 5, 6}},
			{store.EntryFilter{After: 2, Limit: 2}, []int64{3, 4}},
			{store.EntryFilter{Before: 5, Limit: 2}, []int64{3, 4}},
			{store.EntryFilter{After: 1, Before: 5, Limit: 2}, []int64{2, 3}},
			{store.EntryFilter{PublicOnly: true}, []int64{1, 3, 5}},
			{store.EntryFilter{PublicOnly: true, Before: 5, Limit: 1}, []int64{3}},
			{store.EntryFilter{After: 6}, nil},
		} {
			var got []int64
			for _, e := range h.entries(s.ID, c.f) {
				got = append(got, e.Seq)
			}
			if fmt.Sprint(got) != fmt.Sprint(c.want) {
				h.Errorf("%+v listed %v, want %v", c.f, got, c.want)
			}
		}
		h.equal(len(h.entries("nowhere", store.EntryFilter{})), 0)
	}},
	{"EntriesHaveALimit", func(h *house) {
		s := h.talk(harbour)
		h.write(func(tx store.Tx) error {
			out, entries := says(s, "1", "", h.start)
			for len(entries) < 600 {
				e := entries[0]
				e.ID, e.Seq = id("entry"), int64(len(entries)+1)
				entries = append(entries, e)
			}
			out.State.LastSeq, out.State.LastPublicSeq = 600, 600
			return tx.Save(s, out, entries)
		})
		h.equal(len(h.entries(s.ID, store.EntryFilter{})), 200)
		h.equal(len(h.entries(s.ID, store.EntryFilter{Limit: 5000})), 500)
	}},
	{"TextIsKeptAsItIs", func(h *house) {
		s := h.talk(harbour)
		for _, text := range []string{"'; DROP TABLE entries; --", "<script>alert(1)</script>", "日本語 ไทย العربية 👩‍👩‍👧‍👦 e\u0301", "%_\\\"$1 ?1",
			strings.Repeat("ü", 4000)} {
			e := h.hear(s.ID, text)
			got := h.entries(s.ID, store.EntryFilter{After: e.Seq - 1})
			h.equal(got[0].Text, text)
		}
	}},
	{"RearmMovesOneTimerOnly", func(h *house) {
		s := h.talk(harbour)
		quiet := desk.Timer{Kind: desk.TimerQuiet, For: "quiet", DueAt: h.start}
		other := desk.Timer{Kind: desk.TimerOutside, For: "o", DueAt: h.start.Add(time.Hour)}
		before := h.save(s.ID, func(o *desk.Outcome) { o.State.Timers = []desk.Timer{other, quiet} })
		quiet.DueAt = h.start.Add(time.Minute)
		h.write(func(tx store.Tx) error {
			return tx.Save(before, desk.Outcome{State: before, Rearm: &quiet}, nil)
		})
		want := before
		want.Timers = []desk.Timer{other, quiet}
		h.equal(h.state(s.ID), want)
		h.read(func(tx store.Tx) error {
			at, err := tx.NextTimer()
			h.equal(at, quiet.DueAt)
			return err
		})
	}},
}

func (h *house) person(personID string) (p desk.Person) {
	h.Helper()
	h.read(func(tx store.Tx) (err error) {
		p, err = tx.Person(personID)
		return err
	})
	return p
}

package storetest

import (
	"slices"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// surroundings are those in which the suite merges.
func surroundings(now time.Time) desk.Env {
	lc := desk.DefaultLiveChat(desk.ChannelWeb)
	lc.Enabled = true
	return desk.Env{Now: now, LiveChat: lc, NewID: func() string { return id("row") }}
}

// merge makes one of two conversations as a use case does, and tells what was decided.
func (h *house) merge(olderID, youngerID string) (m desk.Merged) {
	h.Helper()
	h.write(func(tx store.Tx) error {
		older, err := tx.State(olderID)
		if err != nil {
			return err
		}
		younger, err := tx.State(youngerID)
		if err != nil {
			return err
		}
		m = desk.Merge(older, younger, surroundings(tx.Now()))
		if err := tx.Absorb(older, younger, m); err != nil {
			return err
		}
		return tx.Save(m.Base, m.Outcome, mergeLines(m, tx.Now()))
	})
	return m
}

// mergeLines are the entries of a merge's outcome, numbered.
func mergeLines(m desk.Merged, now time.Time) []desk.Entry {
	var out []desk.Entry
	public := m.Base.LastPublicSeq
	for i, w := range m.Outcome.Write {
		e := desk.Entry{ID: id("entry"), ConversationID: m.Base.ID, PropertyID: m.Base.PropertyID, ContactID: m.Base.ContactID,
			Seq: m.Base.LastSeq + 1 + int64(i), PrevPublic: public, Public: w.Public(), Kind: desk.EntrySystem, Code: w.Line.Code,
			Epoch: w.Epoch, At: now, Author: desk.Author{Kind: desk.AuthorSystem}}
		if e.Public {
			public = e.Seq
		}
		out = append(out, e)
	}
	return out
}

// waits opens a request in a conversation that nobody has.
func (h *house) waits(conversationID string, at time.Time) desk.Request {
	h.Helper()
	r := desk.Request{ID: id("request"), Kind: desk.RequestPerson, Stage: desk.StageRinging, Cause: desk.CauseGuest, OpenedAt: at,
		StageAt: at, Wait: 1, Round: 1}
	h.save(conversationID, func(out *desk.Outcome) {
		out.State.Controller, out.State.Epoch = desk.Controller{Kind: desk.ControllerWaiting}, out.State.Epoch+1
		out.State.Request = &r
		out.State.Facts.WishAt = at
		out.State.Timers = []desk.Timer{{Kind: desk.TimerFirstWait, For: r.ID + "/1", DueAt: at.Add(time.Minute)}}
	})
	return r
}

var merging = []testCase{
	{"EntriesGoBehindTheOlders", func(h *house) {
		a, b := h.talk(harbour), h.talk(harbour)
		h.hear(a.ID, "one")
		h.save(a.ID, func(*desk.Outcome) {}) // a line for the desk
		first := h.hear(b.ID, "two")
		h.save(b.ID, func(*desk.Outcome) {})
		h.hear(b.ID, "three")
		h.merge(a.ID, b.ID)
		var texts []string
		var public int64
		for i, e := range h.entries(a.ID, store.EntryFilter{}) {
			if e.Seq != int64(i+1) || e.PrevPublic != public || e.ConversationID != a.ID || e.ContactID != a.ContactID {
				h.Errorf("entry %d: %+v, previous public %d", i+1, e, public)
			}
			if e.Public {
				public = e.Seq
				texts = append(texts, e.Text)
			}
		}
		h.equal(texts, []string{"one", "two", "three"})
		h.equal(h.entries(b.ID, store.EntryFilter{}), []desk.Entry(nil))
		s, p := h.state(a.ID), h.state(b.ID)
		if s.LastSeq != 6 || s.LastPublicSeq != 5 || s.Facts.GuestSeq != 5 {
			h.Errorf("the older is %+v, %+v", s.Conversation, s.Facts)
		}
		if p.MergedInto != a.ID || p.Status != desk.StatusResolved || p.LastSeq <= b.LastSeq || len(p.Timers) > 0 {
			h.Errorf("the younger is %+v", p)
		}
		h.hear(a.ID, "four") // the version counts on
		h.read(func(tx store.Tx) error {
			found, err := tx.EntryByClientID(b.ContactID, first.ClientID)
			if err == nil && (found.ConversationID != a.ID || found.Seq != 3) {
				h.Errorf("found under its client id: %+v", found)
			}
			return err
		})
	}},
	{"OnlyWhereNothingMovedOn", func(h *house) {
		a, b := h.talk(harbour), h.talk(harbour)
		h.hear(a.ID, "one")
		h.hear(b.ID, "two")
		for _, moved := range []string{a.ID, b.ID} {
			older, younger := h.state(a.ID), h.state(b.ID)
			h.hear(moved, "meanwhile")
			err := h.Write(background(), func(tx store.Tx) error {
				return tx.Absorb(older, younger, desk.Merge(older, younger, surroundings(tx.Now())))
			})
			h.isChanged(err)
		}
		if s := h.state(b.ID); s.MergedInto != "" || len(h.entries(b.ID, store.EntryFilter{})) != 2 {
			h.Errorf("half a merge stayed: %+v", s)
		}
	}},
	{"RowsFollow", func(h *house) {
		a, b := h.talk(harbour), h.talk(harbour)
		young := h.waits(b.ID, h.start)
		h.ringsAs(young.ID, b.ID)
		file := store.StoredFile{File: desk.File{ID: id("file"), Key: id("key")}, PropertyID: harbour, ContactID: b.ContactID, ConversationID: b.ID, CreatedAt: h.start}
		ticket := h.openTicket(desk.Ticket{PropertyID: harbour, ConversationID: b.ID, ContactID: b.ContactID, Channel: b.Channel, FormID: "f",
			Cause: desk.TicketLeft, Status: desk.TicketNew, Priority: desk.PriorityNormal, CreatedAt: h.start, MovedAt: h.start})
		h.write(func(tx store.Tx) error {
			if err := tx.PutFile(file); err != nil {
				return err
			}
			return tx.SetDraft(ana, b.ID, "half a reply", "")
		})
		h.hear(a.ID, "words")
		m := h.merge(a.ID, b.ID)
		s := h.state(a.ID)
		if s.Request == nil || s.Request.ID != young.ID || !s.Request.Open() || s.Controller.Kind != desk.ControllerWaiting || s.Epoch != m.Outcome.State.Epoch {
			h.Errorf("the request of the younger does not go on: %+v, %+v", s.Controller, s.Request)
		}
		h.read(func(tx store.Tx) error {
			due, err := tx.DueTimers(h.start.Add(time.Hour), 1000)
			if err != nil {
				return err
			}
			waits := 0
			for _, d := range due {
				if d.ConversationID == b.ID {
					h.Errorf("a clock of the pointer runs: %+v", d)
				}
				if d.ConversationID == a.ID && d.Timer.Kind == desk.TimerFirstWait {
					waits++
				}
			}
			if waits != 1 {
				h.Errorf("%d first waits run", waits)
			}
			if f, err := tx.File(file.ID); err != nil || f.ConversationID != a.ID {
				h.Errorf("the file lies in %q: %v", f.ConversationID, err)
			}
			of, err := tx.TicketsOfConversation(a.ID)
			if err != nil || len(of) != 1 || of[0].Number != ticket.Number {
				h.Errorf("tickets of the older: %+v, %v", of, err)
			}
			alerts, err := tx.AlertsOf(a.ID)
			if err != nil || len(alerts) != 1 || alerts[0].ID != young.ID {
				h.Errorf("alerts of the older: %+v, %v", alerts, err)
			}
			if reply, _, err := tx.Draft(ana, a.ID); err != nil || reply != "half a reply" {
				h.Errorf("the draft: %q, %v", reply, err)
			}
			return nil
		})
	}},
	{"OfTwoLooksTheOlderRingsOn", func(h *house) {
		a, b := h.talk(harbour), h.talk(harbour)
		look, alarm := h.alert(a.ID, harbour, store.AlertAttention), h.alert(b.ID, harbour, store.AlertAlarm)
		left := h.alert(b.ID, harbour, store.AlertAttention)
		h.merge(a.ID, b.ID)
		h.read(func(tx store.Tx) error {
			open, err := tx.AlertsOf(a.ID)
			if err != nil {
				return err
			}
			var ids []string
			for _, o := range open {
				ids = append(ids, o.ID)
			}
			slices.Sort(ids)
			h.equal(ids, slices.Sorted(slices.Values([]string{look.ID, alarm.ID}))) // an alarm is no look: it follows
			stays, err := tx.Alert(left.ID)
			h.equal(stays.ConversationID, b.ID)
			return err
		})
	}},
	{"OfTwoRequestsOneStays", func(h *house) {
		a, b := h.talk(harbour), h.talk(harbour)
		old := h.waits(b.ID, h.start.Add(-time.Minute))
		late := h.waits(a.ID, h.start)
		h.merge(a.ID, b.ID)
		if s := h.state(a.ID); s.Request.ID != old.ID || !s.Request.Open() {
			h.Errorf("the older request does not stay: %+v", s.Request)
		}
		h.read(func(tx store.Tx) error {
			opened, err := tx.RequestsOpened(store.ReportFilter{PropertyID: harbour, From: h.start.Add(-time.Hour), To: h.start.Add(time.Hour)})
			for _, r := range opened {
				if r.ID == late.ID && (r.End != desk.EndClosed || r.ConversationID != a.ID) {
					h.Errorf("the younger request ended as %+v", r)
				}
			}
			return err
		})
		h.save(a.ID, func(out *desk.Outcome) { // it can end, once
			r := *out.State.Request
			r.End, r.EndedAt = desk.EndCancelled, h.start
			out.State.Request, out.State.Controller = &r, desk.Controller{Kind: desk.ControllerAssistant}
			out.State.Timers, out.State.Epoch = nil, out.State.Epoch+1
		})
	}},
	{"ContactsBecomeOne", func(h *house) {
		a, b := h.talk(harbour), h.talk(harbour)
		hash := id("hash")
		h.write(func(tx store.Tx) error {
			if err := tx.PutForm(store.FormDraft{ContactID: b.ContactID, FormID: "f", Text: "half", ChangedAt: h.start}); err != nil {
				return err
			}
			return tx.CreateGuestToken(hash, b.ContactID, h.start.Add(time.Hour))
		})
		h.refused(desk.CodeConflict, h.Write(background(), func(tx store.Tx) error { return tx.MergeContacts(a.ContactID, b.ContactID) }))
		sent := h.hear(b.ID, "two")
		h.merge(a.ID, b.ID)
		h.write(func(tx store.Tx) error { return tx.MergeContacts(a.ContactID, b.ContactID) })
		h.read(func(tx store.Tx) error {
			if c, err := tx.ContactByToken(hash, h.start); err != nil || c.ID != a.ContactID {
				h.Errorf("the token's owner is %q: %v", c.ID, err)
			}
			if c, err := tx.Contact(b.ContactID); err != nil || c.MergedInto != a.ContactID {
				h.Errorf("the younger contact is %+v: %v", c, err)
			}
			if f, err := tx.Form(a.ContactID); err != nil || f.Text != "half" {
				h.Errorf("the form: %+v, %v", f, err)
			}
			if e, err := tx.EntryByClientID(a.ContactID, sent.ClientID); err != nil || e.ID != sent.ID {
				h.Errorf("what was sent is found as %+v: %v", e, err)
			}
			_, err := tx.StateOfContact(b.ContactID)
			h.isNotFound(err)
			if s, err := tx.StateOfContact(a.ContactID); err != nil || s.ID != a.ID {
				h.Errorf("the older contact is in %q: %v", s.ID, err)
			}
			if of, err := tx.ConversationsOfContact(a.ContactID, 10); err != nil || len(of) != 1 {
				h.Errorf("conversations of the older: %d, %v", len(of), err)
			}
			page, _, err := tx.List(store.ListFilter{View: store.ViewHistory, PropertyIDs: []string{harbour}, Limit: 500})
			for _, sum := range page {
				if sum.State.ID == b.ID {
					h.Error("the history shows a pointer")
				}
			}
			return err
		})
	}},
	{"AConversationGoesOverAsItIs", func(h *house) {
		a, b := h.guest(harbour), h.talk(harbour)
		h.hear(b.ID, "words")
		h.write(func(tx store.Tx) error { return tx.MergeContacts(a.ID, b.ContactID) })
		h.read(func(tx store.Tx) error {
			s, err := tx.StateOfContact(a.ID)
			if err == nil && (s.ID != b.ID || s.ContactID != a.ID || s.Status != desk.StatusOpen) {
				h.Errorf("%+v", s.Conversation)
			}
			return err
		})
		if e := h.entries(b.ID, store.EntryFilter{}); len(e) != 1 || e[0].ContactID != a.ID {
			h.Errorf("%+v", e)
		}
		h.isNotFound(h.Write(background(), func(tx store.Tx) error { return tx.MergeContacts(a.ID, "nobody") }))
	}},
}

// ringsAs rings for a request.
func (h *house) ringsAs(requestID, conversationID string) {
	h.Helper()
	h.write(func(tx store.Tx) error {
		return tx.CreateAlert(store.Alert{ID: requestID, ConversationID: conversationID, PropertyID: harbour, Kind: store.AlertPerson, Round: 1,
			OpenedAt: h.start, RoundAt: h.start, NextAt: h.start.Add(5 * time.Second)})
	})
}

package storetest

import (
	"sync"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// ticketOf is a ticket of a new thread at a property.
func (h *house) ticketOf(property string, change func(*desk.Ticket)) desk.Ticket {
	h.Helper()
	s := h.talk(property)
	k := desk.Ticket{PropertyID: property, ConversationID: s.ID, ContactID: s.ContactID, Channel: s.Channel, Cause: desk.TicketLeft,
		Status: desk.TicketNew, Priority: desk.PriorityNormal, Language: "en", CreatedAt: h.start, MovedAt: h.start}
	if change != nil {
		change(&k)
	}
	return k
}

func (h *house) openTicket(k desk.Ticket) desk.Ticket {
	h.Helper()
	h.write(func(tx store.Tx) (err error) {
		k.Number, err = tx.CreateTicket(k)
		return err
	})
	return k
}

// numbers lists a view's tickets, page by page.
func (h *house) numbers(f store.TicketFilter) []int64 {
	h.Helper()
	var out []int64
	for {
		var page []desk.Ticket
		h.read(func(tx store.Tx) (err error) {
			page, f.Cursor, err = tx.ListTickets(f)
			return err
		})
		for _, k := range page {
			out = append(out, k.Number)
		}
		if f.Cursor == "" {
			return out
		}
	}
}

var tickets = []testCase{
	{"NumbersRiseWithoutGapsFrom1001", func(h *house) {
		var wg sync.WaitGroup
		var mu sync.Mutex
		seen := map[int64]int{}
		made := make([]desk.Ticket, 20)
		for i := range made {
			made[i] = h.ticketOf(harbour, nil)
		}
		for i, k := range made {
			wg.Go(func() {
				var n int64
				err := h.Write(h.Context(), func(tx store.Tx) (err error) {
					if n, err = tx.CreateTicket(k); err == nil && i%5 == 0 {
						err = errOnPurpose // what is undone leaves no hole
					}
					return err
				})
				if err == nil {
					mu.Lock()
					seen[n]++
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		want := map[int64]int{}
		for i := range 16 {
			want[int64(store.FirstTicket+i)] = 1
		}
		h.equal(seen, want)
	}},
	{"AnOpportunityIsKeptAndGrows", func(h *house) {
		k := h.openTicket(h.ticketOf(harbour, func(k *desk.Ticket) {
			k.Text = "A wedding in June."
			k.Opportunity = &desk.TicketOpportunity{Opportunity: desk.Opportunity{Kind: desk.OpportunityWedding, When: "in June", Asked: desk.OpportunityAsked{Size: true}}}
		}))
		read := func() desk.Ticket {
			var got desk.Ticket
			h.read(func(tx store.Tx) (err error) {
				got, err = tx.Ticket(k.Number)
				return err
			})
			return got
		}
		h.equal(read(), k)
		k.Text += "\nWe will be eighty, with fireworks."
		k.Opportunity = &desk.TicketOpportunity{Opportunity: desk.Opportunity{Kind: desk.OpportunityWedding, Persons: 80},
			Worth: &desk.Worth{Amount: 7200, Currency: "EUR", Parts: []desk.WorthPart{{Unit: desk.WorthPersonDays, Count: 80, Times: 1, Rate: 90}}}}
		h.write(func(tx store.Tx) error { return tx.UpdateTicket(k) })
		h.equal(read(), k)
		h.equal(h.numbers(store.TicketFilter{View: store.TicketsAll, PropertyIDs: []string{harbour}, Query: "fireworks"}), []int64{k.Number})
	}},
	{"WhatWasWrittenIsRead", func(h *house) {
		k := h.openTicket(h.ticketOf(harbour, func(k *desk.Ticket) {
			k.FormID, k.AssigneeID, k.Name, k.Email, k.Phone, k.Text = "form", ana, "Zoë", "zoe@example.org", "+351 1", "A <b>cot</b>, please.\nThanks"
			k.DueAt, k.ReplyBy, k.Test, k.Language = h.start.Add(time.Hour), h.start.Add(2*time.Hour), true, "pt"
		}))
		h.read(func(tx store.Tx) error {
			got, err := tx.Ticket(k.Number)
			h.equal(got, k)
			byForm, _ := tx.TicketByForm(k.ContactID, "form")
			h.equal(byForm, k)
			of, _ := tx.TicketsOfConversation(k.ConversationID)
			h.equal(of, []desk.Ticket{k})
			_, none := tx.TicketByForm(k.ContactID, "")
			h.isNotFound(none)
			_, none = tx.Ticket(1)
			h.isNotFound(none)
			return err
		})
		k.Status, k.Priority, k.AssigneeID, k.DueAt, k.Email = desk.TicketWaiting, desk.PriorityUrgent, "", time.Time{}, "new@example.org"
		k.AnsweredAt, k.MovedAt = h.start.Add(time.Minute), h.start.Add(time.Minute)
		h.write(func(tx store.Tx) error { return tx.UpdateTicket(k) })
		h.read(func(tx store.Tx) error {
			got, err := tx.Ticket(k.Number)
			h.equal(got, k)
			return err
		})
		h.isNotFound(h.Write(h.Context(), func(tx store.Tx) error { return tx.UpdateTicket(desk.Ticket{Number: 9999}) }))
		k.PropertyID = mill
		k.FormID = ""
		h.isNotFound(h.Write(h.Context(), func(tx store.Tx) error { // the thread is another property's
			_, err := tx.CreateTicket(k)
			return err
		}))
	}},
	{"AFormIsOneTicket", func(h *house) {
		k := h.ticketOf(harbour, func(k *desk.Ticket) { k.FormID = "form" })
		first := h.openTicket(k)
		h.refused(desk.CodeExists, h.Write(h.Context(), func(tx store.Tx) error {
			_, err := tx.CreateTicket(k)
			return err
		}))
		other := h.openTicket(h.ticketOf(harbour, func(k *desk.Ticket) { k.FormID = "form" })) // another guest's
		h.equal(other.Number, first.Number+1)
	}},
	{"ViewsAndPages", func(h *house) {
		at := h.start
		add := func(property string, status desk.TicketStatus, assignee string) int64 {
			at = at.Add(time.Second)
			return h.openTicket(h.ticketOf(property, func(k *desk.Ticket) { k.Status, k.AssigneeID, k.MovedAt = status, assignee, at })).Number
		}
		fresh, mine, waiting, done, elsewhere := add(harbour, desk.TicketNew, ""), add(harbour, desk.TicketOpen, ana),
			add(harbour, desk.TicketWaiting, ben), add(harbour, desk.TicketDone, ana), add(mill, desk.TicketNew, ana)
		both := []string{harbour, mill}
		for _, x := range []struct {
			f    store.TicketFilter
			want []int64
		}{
			{store.TicketFilter{View: store.TicketsNew, PropertyIDs: both}, []int64{elsewhere, fresh}},
			{store.TicketFilter{View: store.TicketsNew, PropertyIDs: []string{harbour}}, []int64{fresh}},
			{store.TicketFilter{View: store.TicketsOpen, PropertyIDs: both}, []int64{mine}},
			{store.TicketFilter{View: store.TicketsWaiting, PropertyIDs: both}, []int64{waiting}},
			{store.TicketFilter{View: store.TicketsDone, PropertyIDs: both}, []int64{done}},
			{store.TicketFilter{View: store.TicketsMine, PropertyIDs: both, PersonID: ana}, []int64{elsewhere, mine}},
			{store.TicketFilter{View: store.TicketsMine, PropertyIDs: both}, nil},
			{store.TicketFilter{View: store.TicketsAll, PropertyIDs: both, Limit: 2}, []int64{elsewhere, done, waiting, mine, fresh}},
			{store.TicketFilter{View: store.TicketsAll}, nil},
		} {
			h.equal(h.numbers(x.f), x.want)
		}
		h.read(func(tx store.Tx) error {
			got, err := tx.CountTickets(ana, both)
			h.equal(got, store.TicketCounts{New: 2, Open: 1, Waiting: 1, Done: 1, Mine: 2, All: 5})
			one, _ := tx.CountTickets(ana, []string{harbour})
			h.equal(one, store.TicketCounts{New: 1, Open: 1, Waiting: 1, Done: 1, Mine: 1, All: 4})
			return err
		})
		h.read(func(tx store.Tx) error {
			_, _, err := tx.ListTickets(store.TicketFilter{View: store.TicketsAll, PropertyIDs: both, Cursor: "made up"})
			h.refused(desk.CodeInvalid, err)
			return nil
		})
	}},
	{"Search", func(h *house) {
		zoe := h.openTicket(h.ticketOf(harbour, func(k *desk.Ticket) {
			k.Name, k.Email, k.Phone, k.Text = "Zoë Müller", "zoe@guests.example", "+49 171 5550199", "Could we have a cot?"
		}))
		ali := h.openTicket(h.ticketOf(mill, func(k *desk.Ticket) {
			k.Name, k.Text, k.Status, k.MovedAt = "Ali", "A cot and parking", desk.TicketDone, h.start.Add(time.Second)
		}))
		h.write(func(tx store.Tx) error {
			return tx.AddTicketLine(desk.TicketLine{ID: id("line"), Number: zoe.Number, Kind: desk.LineNote, At: h.start, PersonID: ana, Text: "Room with balcony"})
		})
		find := func(query string, view store.TicketView, at ...string) []int64 {
			return h.numbers(store.TicketFilter{View: view, PropertyIDs: at, Query: query, PersonID: ana})
		}
		for _, x := range []struct {
			query string
			want  []int64
		}{
			{"cot", []int64{ali.Number, zoe.Number}}, {"zoe muller", []int64{zoe.Number}}, {"guests.example", []int64{zoe.Number}},
			{"5550199", []int64{zoe.Number}}, {"#1002", []int64{ali.Number}}, {"1001", []int64{zoe.Number}}, {"balc", []int64{zoe.Number}},
			{"cot balcony", []int64{zoe.Number}}, {"garden", nil}, {"!?", nil},
		} {
			if got := find(x.query, store.TicketsAll, harbour, mill); len(got) != len(x.want) {
				h.Errorf("%q finds %v, want %v", x.query, got, x.want)
			} else {
				h.equal(got, x.want)
			}
		}
		h.equal(find("cot", store.TicketsAll, harbour), []int64{zoe.Number})
		h.equal(find("cot", store.TicketsDone, harbour, mill), []int64{ali.Number})
		h.equal(find("cot", store.TicketsMine, harbour, mill), []int64(nil))
		zoe.Email = "other@elsewhere.example"
		h.write(func(tx store.Tx) error { return tx.UpdateTicket(zoe) })
		h.equal(find("elsewhere", store.TicketsAll, harbour), []int64{zoe.Number})
	}},
	{"Lines", func(h *house) {
		k := h.openTicket(h.ticketOf(harbour, nil))
		lines := []desk.TicketLine{
			{ID: id("line"), Number: k.Number, N: 1, Kind: desk.LineNote, At: h.start, PersonID: ana, ClientID: "c1", Text: "Called. No answer"},
			{ID: id("line"), Number: k.Number, N: 2, Kind: desk.LineReply, At: h.start, PersonID: ben, ClientID: "c1", Text: "Yes",
				TicketLineMore: desk.TicketLineMore{Way: desk.WayEmail, MailID: "m"}},
			{ID: id("line"), Number: k.Number, N: 3, Kind: desk.LineMail, At: h.start, Text: "Thanks",
				TicketLineMore: desk.TicketLineMore{Address: "other@example.org", Left: []string{"plan.docx"}}},
			{ID: id("line"), Number: k.Number, N: 4, Kind: desk.LineChange, At: h.start, PersonID: ana,
				TicketLineMore: desk.TicketLineMore{Field: "status", From: "new", To: "done"}},
		}
		h.write(func(tx store.Tx) error {
			for _, l := range lines {
				l.N = 0
				if err := tx.AddTicketLine(l); err != nil {
					return err
				}
			}
			return nil
		})
		again := lines[0]
		again.ID = id("line")
		h.refused(desk.CodeExists, h.Write(h.Context(), func(tx store.Tx) error { return tx.AddTicketLine(again) }))
		again.Number, again.ClientID = 4711, "c9"
		h.isNotFound(h.Write(h.Context(), func(tx store.Tx) error { return tx.AddTicketLine(again) }))
		h.read(func(tx store.Tx) error {
			got, err := tx.TicketLines(k.Number)
			h.equal(got, lines)
			mine, _ := tx.TicketLineByClientID(ben, "c1")
			h.equal(mine, lines[1])
			_, none := tx.TicketLineByClientID(ben, "")
			h.isNotFound(none)
			return err
		})
	}},
}

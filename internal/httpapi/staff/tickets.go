package staff

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"deskbell/internal/auth"
	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/tickets"
	"deskbell/internal/wire"
)

// TicketList is a page of tickets, the one that moved last first.
type TicketList struct {
	Tickets []wire.Ticket `json:"tickets"`
	Cursor  string        `json:"cursor,omitempty" doc:"Asks for the next page; absent on the last."`
	Counts  TicketCounts  `json:"counts" doc:"Over all of one's properties, whatever the filter."`
}

// TicketCounts are how many tickets each view has.
type TicketCounts struct {
	New     int `json:"new"`
	Open    int `json:"open"`
	Waiting int `json:"waiting"`
	Done    int `json:"done"`
	Mine    int `json:"mine" doc:"One's own that are not done."`
	All     int `json:"all"`
}

// TicketDetail is a ticket with its history.
type TicketDetail struct {
	wire.Ticket
	Lines  []wire.TicketLine `json:"lines"`
	People []wire.Who        `json:"people" doc:"To whom it can be given."`
}

// TicketChange is what changes about a ticket; what is absent stays.
type TicketChange struct {
	Status   *desk.TicketStatus   `json:"status,omitempty" enum:"new,open,waiting,done"`
	Assignee *string              `json:"assignee,omitempty" maxLength:"64" doc:"A person's id; empty is nobody."`
	Priority *desk.TicketPriority `json:"priority,omitempty" enum:"low,normal,high,urgent"`
	Due      *string              `json:"due,omitempty" maxLength:"40" doc:"RFC 3339; empty is never."`
}

// TicketReply tells how a reply went.
type TicketReply struct {
	How string `json:"how" enum:"live,channel,email"`
}

// TicketPath names a ticket. Its number is read by hand, so that anything that is none is not found.
type TicketPath struct {
	Number string `path:"number" maxLength:"64" doc:"The ticket's number."`
}

func (p TicketPath) number() (int64, error) {
	n, err := strconv.ParseInt(p.Number, 10, 64)
	if err != nil || n < store.FirstTicket {
		return 0, desk.ErrNotFound
	}
	return n, nil
}

const ticketTag = "Tickets"

func (a *API) ticketRoutes() {
	add(a, route{method: "GET", path: "/tickets", name: "list-tickets", tag: ticketTag, summary: "What guests left for the desk to answer"}, a.listTickets)
	add(a, route{method: "GET", path: "/tickets/{number}", name: "get-ticket", tag: ticketTag, summary: "One ticket with its history"},
		func(ctx context.Context, v auth.Visit, in *TicketPath) (*body[TicketDetail], error) {
			n, err := in.number()
			if err != nil {
				return nil, err
			}
			d, err := a.ticket(ctx, v.Person, n)
			return answer(d), err
		})
	add(a, route{method: "PATCH", path: "/tickets/{number}", name: "change-ticket", tag: ticketTag, summary: "Change its state, priority, assignee or due time"}, a.changeTicket)
	add(a, route{method: "POST", path: "/tickets/{number}/replies", name: "reply-to-ticket", tag: ticketTag, status: http.StatusCreated, also: []int{http.StatusConflict},
		summary: "Answer where the guest can be reached: in the open thread (which takes control), through the channel, or by e-mail"}, a.replyToTicket)
	add(a, route{method: "POST", path: "/tickets/{number}/notes", name: "note-on-ticket", tag: ticketTag, status: http.StatusCreated, also: []int{http.StatusConflict},
		summary: "Write a note that guests never see"}, a.noteOnTicket)
	add(a, route{method: "POST", path: "/tickets/{number}/lines/{line}/send-again", name: "send-ticket-mail-again", tag: ticketTag, also: []int{http.StatusConflict},
		summary: "Send an e-mail again that may not have arrived"}, func(ctx context.Context, v auth.Visit, in *struct {
		TicketPath
		Line string `path:"line" maxLength:"64"`
	}) (*none, error) {
		n, err := in.number()
		if err != nil {
			return nil, err
		}
		return nil, a.cfg.Tickets.SendAgain(context.WithoutCancel(ctx), v.Person, n, in.Line)
	})
}

type listTicketsInput struct {
	View     store.TicketView `query:"view" enum:"new,open,waiting,done,mine,all" default:"all"`
	Property string           `query:"property" maxLength:"4000" doc:"Ids, separated by commas; absent: all of mine."`
	Query    string           `query:"q" maxLength:"500" doc:"Words in the ticket or its history, the guest's name or addresses, or the number."`
	Cursor   string           `query:"cursor" maxLength:"500"`
	Limit    int              `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

func (a *API) listTickets(ctx context.Context, v auth.Visit, in *listTicketsInput) (*body[TicketList], error) {
	out := TicketList{Tickets: []wire.Ticket{}}
	err := a.read(ctx, func(tx store.Tx) error {
		all, err := a.conversing(tx, v.Person)
		if err != nil {
			return err
		}
		some, err := narrow(all, in.Property)
		if err != nil {
			return err
		}
		page, cursor, err := tx.ListTickets(store.TicketFilter{View: in.View, PropertyIDs: some, PersonID: v.Person.ID,
			Query: in.Query, Cursor: in.Cursor, Limit: in.Limit})
		if err != nil {
			return err
		}
		n, err := tx.CountTickets(v.Person.ID, all)
		if err != nil {
			return err
		}
		out.Cursor, out.Counts = cursor, TicketCounts(n)
		out.Tickets, err = a.ticketsOf(tx, page)
		return err
	})
	return answer(out), err
}

func (a *API) ticketsOf(tx store.Tx, list []desk.Ticket) ([]wire.Ticket, error) {
	standings, err := a.cfg.Tickets.Standings(tx, list)
	if err != nil {
		return nil, err
	}
	people := a.people(tx)
	out := make([]wire.Ticket, 0, len(standings))
	for _, s := range standings {
		out = append(out, wire.TicketOf(s.Ticket, s.Way, s.Why, people))
	}
	return out, nil
}

// ticket is a ticket for one of the desk; one of a property that the person does not see is not found.
func (a *API) ticket(ctx context.Context, p desk.Person, number int64) (TicketDetail, error) {
	var out TicketDetail
	err := a.read(ctx, func(tx store.Tx) error {
		t, err := tx.Ticket(number)
		if err != nil {
			return err
		}
		if err := desk.Allow(p, desk.ActConverse, t.PropertyID); err != nil {
			return err
		}
		shapes, err := a.ticketsOf(tx, []desk.Ticket{t})
		if err != nil {
			return err
		}
		lines, err := tx.TicketLines(number)
		if err != nil {
			return err
		}
		mails, err := tx.MailsOfTicket(number)
		if err != nil {
			return err
		}
		people, err := tickets.People(tx, t.PropertyID)
		if err != nil {
			return err
		}
		out = TicketDetail{Ticket: shapes[0], Lines: wire.TicketLines(lines, mails, a.people(tx), p.ID), People: []wire.Who{}}
		for _, p := range people {
			out.People = append(out.People, wire.Who{ID: p.ID, Name: p.Name})
		}
		return nil
	})
	return out, err
}

func (a *API) changeTicket(ctx context.Context, v auth.Visit, in *struct {
	TicketPath
	Body TicketChange
}) (*body[TicketDetail], error) {
	n, err := in.number()
	if err != nil {
		return nil, err
	}
	ch := tickets.Change{Status: in.Body.Status, Priority: in.Body.Priority, Assignee: in.Body.Assignee}
	if in.Body.Due != nil {
		due := time.Time{}
		if *in.Body.Due != "" {
			if due, err = time.Parse(time.RFC3339, *in.Body.Due); err != nil || due.Year() < 2000 || due.Year() > 2200 {
				return nil, desk.Wrong([]desk.FieldError{{Location: "due", Message: "Write the due time like 2026-11-22T18:00:00Z."}})
			}
		}
		ch.Due = &due
	}
	if _, err := a.cfg.Tickets.Change(context.WithoutCancel(ctx), v.Person, n, ch); err != nil {
		return nil, err
	}
	d, err := a.ticket(ctx, v.Person, n)
	return answer(d), err
}

// TicketWords are what somebody writes about a ticket.
type TicketWords struct {
	ClientID string `json:"client_id" minLength:"1" maxLength:"100" doc:"Your own id of it: a repeat is answered as the first one was."`
	Text     string `json:"text" maxLength:"20000"`
}

func (a *API) replyToTicket(ctx context.Context, v auth.Visit, in *struct {
	TicketPath
	Body struct {
		TicketWords
		How desk.Way `json:"how,omitempty" enum:"live,channel,email" doc:"Where you were told that it goes. Where it would go elsewhere by now it is refused (conflict; reason says where) instead of, say, taking over a chat."`
	}
}) (*body[TicketReply], error) {
	n, err := in.number()
	if err != nil {
		return nil, err
	}
	way, err := a.cfg.Tickets.Reply(context.WithoutCancel(ctx), v.Person, n,
		tickets.Reply{ClientID: in.Body.ClientID, Text: in.Body.Text, Way: in.Body.How})
	return answer(TicketReply{How: string(way)}), err
}

func (a *API) noteOnTicket(ctx context.Context, v auth.Visit, in *struct {
	TicketPath
	Body TicketWords
}) (*body[TicketDetail], error) {
	n, err := in.number()
	if err != nil {
		return nil, err
	}
	if err := a.cfg.Tickets.Note(context.WithoutCancel(ctx), v.Person, n, in.Body.ClientID, in.Body.Text); err != nil {
		return nil, err
	}
	d, err := a.ticket(ctx, v.Person, n)
	return answer(d), err
}

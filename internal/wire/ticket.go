package wire

import (
	"slices"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// Ticket is what a guest left for the desk to answer later. How and Why tell what a reply would do now.
type Ticket struct {
	Number         int64  `json:"number" doc:"Guests know it by this number."`
	PropertyID     string `json:"property_id"`
	ConversationID string `json:"conversation_id,omitempty" doc:"Its thread."`
	Channel        string `json:"channel" enum:"web,messenger,instagram,whatsapp,api"`
	Status         string `json:"status" enum:"new,open,waiting,done"`
	Priority       string `json:"priority" enum:"low,normal,high,urgent"`
	Assignee       string `json:"assignee,omitempty" doc:"The id of whoever has it."`
	AssigneeName   string `json:"assignee_name,omitempty"`
	Due            string `json:"due,omitempty" format:"date-time"`
	Name           string `json:"name" doc:"The guest's, as they said it."`
	Email          string `json:"email"`
	Phone          string `json:"phone"`
	Text           string `json:"text"`
	Language       string `json:"language"`
	CreatedAt      string `json:"created_at" format:"date-time"`
	UpdatedAt      string `json:"updated_at" format:"date-time"`
	Cause          string `json:"cause" enum:"left,guest_left,mail" doc:"left: the guest left a message; guest_left: the guest asked for a person and had gone when nobody came; mail: the guest answered an e-mail."`
	ReplyBy        string `json:"reply_by,omitempty" format:"date-time" doc:"What the guest was promised."`
	How            string `json:"how" enum:"live,channel,email,none" doc:"Where a reply would go now."`
	Why            string `json:"why,omitempty" enum:"no_address,no_mail" doc:"Why it would go nowhere."`
	AnsweredAt     string `json:"answered_at,omitempty" format:"date-time" doc:"When the guest answered by e-mail, as long as nobody of the desk did anything since."`
	Test           bool   `json:"test"`
	// Opportunity is what makes it a group enquiry.
	Opportunity *Opportunity `json:"opportunity,omitempty" doc:"What makes it a group enquiry: what the guest has in mind. Absent of other tickets."`
}

// Opportunity is a group, an event, a wedding or a long stay that a guest has in mind, for the desk.
type Opportunity struct {
	Kind    string `json:"kind" enum:"group,event,wedding,long_stay"`
	From    string `json:"from,omitempty" format:"date"`
	To      string `json:"to,omitempty" format:"date"`
	When    string `json:"when,omitempty" doc:"Where no day was told: a month (2027-06), or the guest's own words."`
	Nights  int    `json:"nights,omitempty"`
	Days    int    `json:"days,omitempty"`
	Persons int    `json:"persons,omitempty"`
	Rooms   int    `json:"rooms,omitempty"`
	Worth   *Worth `json:"worth,omitempty" doc:"What it may bring by the property's private planning rates; absent where too little is known."`
}

// Worth is what an opportunity may bring, and what it was reckoned from. No guest ever reads it.
type Worth struct {
	Amount   int64       `json:"amount" doc:"In whole units of the currency."`
	Currency string      `json:"currency"`
	AtLeast  bool        `json:"at_least,omitempty" doc:"How long it lasts is not known: one night or day is counted."`
	Parts    []WorthPart `json:"parts" nullable:"false"`
}

// WorthPart is so many rooms or persons, so many nights or days, at a rate.
type WorthPart struct {
	Unit  string `json:"unit" enum:"room_nights,person_days"`
	Count int    `json:"count"`
	Times int    `json:"times"`
	Rate  int64  `json:"rate"`
}

func opportunityOf(o *desk.TicketOpportunity) *Opportunity {
	if o == nil {
		return nil
	}
	w := &Opportunity{Kind: string(o.Kind), From: o.From, To: o.To, When: o.When, Nights: o.Nights, Days: o.Days, Persons: o.Persons, Rooms: o.Rooms}
	if o.Worth != nil {
		w.Worth = &Worth{Amount: o.Worth.Amount, Currency: o.Worth.Currency, AtLeast: o.Worth.AtLeast, Parts: make([]WorthPart, 0, len(o.Worth.Parts))}
		for _, p := range o.Worth.Parts {
			w.Worth.Parts = append(w.Worth.Parts, WorthPart{Unit: string(p.Unit), Count: p.Count, Times: p.Times, Rate: p.Rate})
		}
	}
	return w
}

// TicketOf is the shape of a ticket.
func TicketOf(t desk.Ticket, way desk.Way, why string, people People) Ticket {
	w := Ticket{
		Number: t.Number, PropertyID: t.PropertyID, ConversationID: t.ConversationID, Channel: string(t.Channel), Status: string(t.Status),
		Priority: string(t.Priority), Assignee: t.AssigneeID, Due: optionalTime(t.DueAt), Name: t.Name, Email: t.Email, Phone: t.Phone,
		Text: t.Text, Language: t.Language, CreatedAt: Time(t.CreatedAt), UpdatedAt: Time(t.MovedAt), Cause: t.Cause,
		ReplyBy: optionalTime(t.ReplyBy), How: string(way), Why: why, AnsweredAt: optionalTime(t.AnsweredAt), Test: t.Test,
		Opportunity: opportunityOf(t.Opportunity),
	}
	if t.AssigneeID != "" {
		w.AssigneeName = nameOf(people, t.AssigneeID)
	}
	return w
}

// TicketLine is one thing that happened to a ticket, in the order of N.
type TicketLine struct {
	ID   string `json:"id"`
	N    int64  `json:"n"`
	Kind string `json:"kind" enum:"note,reply,mail,bounce,change"`
	At   string `json:"at" format:"date-time"`
	By   *Who   `json:"by,omitempty" doc:"Who of the desk did it; absent for the guest and for Deskbell itself."`
	Text string `json:"text,omitempty"`
	// ClientID is told to whoever wrote it.
	ClientID string      `json:"client_id,omitempty"`
	How      string      `json:"how,omitempty" enum:"live,channel,email" doc:"Where a reply went."`
	Mail     *TicketMail `json:"mail,omitempty" doc:"The e-mail that took a reply."`
	Field    string      `json:"field,omitempty" enum:"status,priority,assignee,due,opportunity" doc:"opportunity: the guest told more of it, in text."`
	From     string      `json:"from,omitempty"`
	To       string      `json:"to,omitempty"`
	FromName string      `json:"from_name,omitempty" doc:"Of an assignee."`
	ToName   string      `json:"to_name,omitempty"`
	Address  string      `json:"address,omitempty" doc:"Where a guest's mail came from, if not from the ticket's address."`
	Left     []string    `json:"left,omitempty" nullable:"false" doc:"What a mail carried beside its text: it stays in the mailbox."`
}

// TicketMail is how far the e-mail of a reply is.
type TicketMail struct {
	State string `json:"state" enum:"queued,sending,sent,uncertain,failed" doc:"uncertain: it may not have arrived, and is not sent again by itself."`
	To    string `json:"to"`
	Error string `json:"error,omitempty"`
}

// TicketLines are the shape of a ticket's history for one of the desk; never nil.
func TicketLines(lines []desk.TicketLine, mails []store.Mail, people People, viewerID string) []TicketLine {
	out := make([]TicketLine, 0, len(lines))
	for _, l := range lines {
		w := TicketLine{ID: l.ID, N: l.N, Kind: string(l.Kind), At: Time(l.At), Text: l.Text, How: string(l.Way), Field: l.Field,
			From: l.From, To: l.To, Address: l.Address, Left: l.Left}
		if l.PersonID != "" {
			w.By = &Who{ID: l.PersonID, Name: nameOf(people, l.PersonID)}
		}
		if l.PersonID == viewerID {
			w.ClientID = l.ClientID
		}
		if l.Field == "assignee" {
			w.FromName, w.ToName = nameOf(people, l.From), nameOf(people, l.To)
		}
		if i := slices.IndexFunc(mails, func(m store.Mail) bool { return m.ID == l.MailID }); i >= 0 && l.Kind == desk.LineReply {
			w.Mail = &TicketMail{State: string(mails[i].State), To: mails[i].To, Error: mails[i].Error}
		}
		out = append(out, w)
	}
	return out
}

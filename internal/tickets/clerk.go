package tickets

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/mail"
	"deskbell/internal/store"
)

// Conversations are where a reply into a thread goes: the one door.
type Conversations interface {
	Reply(ctx context.Context, by desk.Person, conversationID string, d conversation.Draft) (conversation.Receipt, error)
	// Closed says why nobody of the desk can write into a thread of an outside channel now; "" where somebody can.
	Closed(tx store.Tx, conversationID string) (desk.Code, error)
}

// Config is what a Clerk is made of. Store, Book, Conversations, Properties and Post are required.
type Config struct {
	Store         store.Store
	Book          *Book
	Conversations Conversations
	Properties    *conversation.Properties
	Post          *mail.Post
	// Away reports whether a guest has left the page; nil thinks everybody gone.
	Away func(contactID string) bool
	// BaseURL is the address that guests' links begin with.
	BaseURL string
	Log     *slog.Logger
}

// Clerk does what the people at the desk, and the mail, do with tickets. Its methods may be called concurrently.
type Clerk struct {
	cfg  Config
	book *Book
	wake chan time.Time
}

// New makes one.
func New(cfg Config) *Clerk {
	if cfg.Away == nil {
		cfg.Away = func(string) bool { return true }
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	return &Clerk{cfg: cfg, book: cfg.Book, wake: make(chan time.Time, 1)}
}

// Standing is a ticket with what a reply to it would do now.
type Standing struct {
	desk.Ticket
	Way desk.Way
	// Why is what stands against WayNone's other ways: WhyNoAddress or WhyNoMail.
	Why string
}

// Why there is no way to reach a guest: these, or the code of why nothing can be written on the guest's channel.
const (
	WhyNoAddress = "no_address" // the guest has left, and left no e-mail address
	WhyNoMail    = "no_mail"    // no mail server is set up
)

// Standings tells of each ticket how its guest can be reached now.
func (c *Clerk) Standings(tx store.Tx, list []desk.Ticket) ([]Standing, error) {
	s, err := mail.SettingsIn(tx)
	if err != nil {
		return nil, err
	}
	out := make([]Standing, 0, len(list))
	for _, t := range list {
		way, why, err := c.way(tx, t, s.Set())
		if err != nil {
			return nil, err
		}
		out = append(out, Standing{t, way, why})
	}
	return out, nil
}

func (c *Clerk) way(tx store.Tx, t desk.Ticket, mail bool) (desk.Way, string, error) {
	why := WhyNoAddress
	if t.Channel != desk.ChannelWeb {
		closed, err := c.cfg.Conversations.Closed(tx, t.ConversationID)
		if err != nil || closed == "" {
			return desk.WayChannel, "", err
		}
		why = string(closed)
	} else if !c.cfg.Away(t.ContactID) {
		return desk.WayLive, "", nil
	}
	switch {
	case t.Email == "":
		return desk.WayNone, why, nil
	case !mail:
		return desk.WayNone, WhyNoMail, nil
	}
	return desk.WayEmail, "", nil
}

// in loads a ticket for somebody; one that they may not see is not found.
func in(tx store.Tx, by desk.Person, number int64) (desk.Ticket, error) {
	t, err := tx.Ticket(number)
	if err != nil {
		return t, err
	}
	return t, desk.Allow(by, desk.ActConverse, t.PropertyID)
}

// Change is what somebody changes about a ticket; nil leaves as it is. An empty assignee is nobody, a zero due time
// never.
type Change struct {
	Status   *desk.TicketStatus
	Priority *desk.TicketPriority
	Assignee *string
	Due      *time.Time
}

// Change changes a ticket and writes each change into its history. What is as it was is no change.
func (c *Clerk) Change(ctx context.Context, by desk.Person, number int64, ch Change) (desk.Ticket, error) {
	var t desk.Ticket
	err := c.cfg.Store.Write(ctx, func(tx store.Tx) (err error) {
		if t, err = in(tx, by, number); err != nil {
			return err
		}
		before := t
		if ch.Assignee != nil {
			if err := mayHave(tx, *ch.Assignee, t.PropertyID); err != nil {
				return err
			}
			t.AssigneeID = *ch.Assignee
		}
		if ch.Priority != nil {
			t.Priority = *ch.Priority
		}
		if ch.Due != nil {
			t.DueAt = ch.Due.UTC().Truncate(time.Millisecond)
		}
		if ch.Status != nil {
			t.Status = *ch.Status
		} else if t.Status == desk.TicketNew && t.AssigneeID != "" && t.AssigneeID != before.AssigneeID {
			t.Status = desk.TicketOpen // whoever is given it works on it
		}
		lines := differences(before, t)
		if len(lines) == 0 {
			return nil
		}
		for _, l := range lines {
			l.PersonID = by.ID
			if err := c.book.line(tx, t, l); err != nil {
				return err
			}
		}
		if t.Status != before.Status || t.AssigneeID == by.ID {
			t.AnsweredAt = time.Time{}
		}
		return c.book.save(tx, t, false)
	})
	return t, err
}

// mayHave refuses an assignee who could not work on the ticket.
func mayHave(tx store.Tx, personID, propertyID string) error {
	if personID == "" {
		return nil
	}
	p, err := tx.Person(personID)
	if err == nil {
		err = desk.Allow(p, desk.ActConverse, propertyID)
	}
	if err != nil {
		if code := desk.CodeOf(err); code == desk.CodeUnavailable || code == desk.CodeInternal {
			return err
		}
		return desk.Refuse(desk.CodeInvalid, "This person does not answer guests of the property.")
	}
	return nil
}

// differences are the lines that tell what changed.
func differences(a, b desk.Ticket) []desk.TicketLine {
	var out []desk.TicketLine
	add := func(field, from, to string) {
		if from != to {
			out = append(out, desk.TicketLine{Kind: desk.LineChange, TicketLineMore: desk.TicketLineMore{Field: field, From: from, To: to}})
		}
	}
	add("assignee", a.AssigneeID, b.AssigneeID)
	add("status", string(a.Status), string(b.Status))
	add("priority", string(a.Priority), string(b.Priority))
	add("due", instant(a.DueAt), instant(b.DueAt))
	return out
}

func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05.000Z")
}

// Note writes for the desk only. The same client id again is the same note.
func (c *Clerk) Note(ctx context.Context, by desk.Person, number int64, clientID, text string) error {
	text, err := conversation.Clean(text)
	if err != nil {
		return err
	}
	return c.cfg.Store.Write(ctx, func(tx store.Tx) error {
		t, err := in(tx, by, number)
		if err != nil {
			return err
		}
		if old, err := tx.TicketLineByClientID(by.ID, clientID); err == nil {
			return same(old, number, desk.LineNote)
		}
		if err := c.book.line(tx, t, desk.TicketLine{Kind: desk.LineNote, PersonID: by.ID, ClientID: clientID, Text: text}); err != nil {
			return err
		}
		if t.Status == desk.TicketNew {
			t.Status = desk.TicketOpen
		}
		return c.book.save(tx, t, false)
	})
}

// same accepts the repetition of an earlier send, and refuses a client id that was used for something else.
func same(old desk.TicketLine, number int64, kind desk.TicketLineKind) error {
	if old.Number != number || old.Kind != kind {
		return desk.Refuse(desk.CodeExists, "This client id was used for something else.")
	}
	return nil
}

// People are those at a property to whom a ticket can be given, by name.
func People(tx store.Tx, propertyID string) ([]desk.Person, error) {
	all, err := tx.ListPeople()
	if err != nil {
		return nil, err
	}
	var out []desk.Person
	for _, p := range all {
		if desk.Allow(p, desk.ActConverse, propertyID) == nil {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(a, b desk.Person) int {
		switch {
		case a.Name < b.Name:
			return -1
		case a.Name > b.Name:
			return 1
		}
		return 0
	})
	return out, nil
}

// SendAgain sends the e-mail of a reply once more that is uncertain or did not arrive.
func (c *Clerk) SendAgain(ctx context.Context, by desk.Person, number int64, lineID string) error {
	return c.cfg.Store.Write(ctx, func(tx store.Tx) error {
		t, err := in(tx, by, number)
		if err != nil {
			return err
		}
		lines, err := tx.TicketLines(number)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(lines, func(l desk.TicketLine) bool {
			return l.ID == lineID && l.Kind == desk.LineReply && l.MailID != ""
		})
		if i < 0 {
			return desk.ErrNotFound
		}
		if err := c.cfg.Post.Again(tx, lines[i].MailID); err != nil {
			return err
		}
		return c.book.save(tx, t, false)
	})
}

// MailSettled tells the screens of a ticket that its e-mail got on. It is the Post's Settled.
func (b *Book) MailSettled(m store.Mail) {
	if m.Ticket != 0 {
		b.cfg.Changed(desk.Ticket{Number: m.Ticket, PropertyID: m.PropertyID}, false)
	}
}

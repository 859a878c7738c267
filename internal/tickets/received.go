package tickets

import (
	"context"
	"errors"
	"slices"

	"deskbell/internal/desk"
	"deskbell/internal/mail"
	"deskbell/internal/store"
)

var _ mail.Receiver = (*Clerk)(nil)

// Received implements mail.Receiver. An answer goes into its ticket and to whoever has that; it touches nobody's control
// and owes no turn of the assistant. A mail that answers none of ours is nobody's, and is left alone.
func (c *Clerk) Received(ctx context.Context, m mail.Incoming) (bool, error) {
	if m.Own || m.Automatic && m.Bounce == nil {
		return false, nil // ours that came back, or a machine's: an answer to it would be answered again
	}
	taken := false
	err := c.cfg.Store.Write(ctx, func(tx store.Tx) error {
		taken = false
		if m.Bounce != nil {
			var err error
			taken, err = c.cameBack(tx, m)
			return err
		}
		t, about, err := c.find(tx, m)
		if err != nil || t.Number == 0 && about.ID == "" {
			return err
		}
		fresh, err := tx.TakeMail(m.MessageID, tx.Now())
		if taken = true; err != nil || !fresh {
			return err
		}
		if t.Number == 0 {
			return c.openByMail(tx, about, m)
		}
		return c.answered(tx, t, m)
	})
	return taken, err
}

// find is the ticket that a mail answers, by what cannot be made up: the Message-ID of a mail of ours, or a ticket's tag
// in the address or the subject. Where it answers a mail of ours that was of no ticket, that mail is told.
func (c *Clerk) find(tx store.Tx, m mail.Incoming) (desk.Ticket, store.Mail, error) {
	var about store.Mail
	for _, id := range m.Answers {
		sent, err := tx.MailByMessageID(id)
		if errors.Is(err, desk.ErrNotFound) {
			continue
		}
		if err != nil {
			return desk.Ticket{}, about, err
		}
		if sent.Ticket != 0 {
			t, err := tx.Ticket(sent.Ticket)
			return t, about, err
		}
		if about.ID == "" && sent.ConversationID != "" {
			about = sent
		}
	}
	seal := c.cfg.Post.Seal()
	for _, text := range append(slices.Clone(m.To), m.Subject) {
		if number := seal.Tagged(text); number != 0 {
			t, err := tx.Ticket(number)
			if errors.Is(err, desk.ErrNotFound) {
				continue
			}
			return t, store.Mail{}, err
		}
	}
	if about.ID == "" {
		return desk.Ticket{}, about, nil
	}
	// What was missed in a thread that has a ticket is about that.
	list, err := tx.TicketsOfConversation(about.ConversationID)
	if err != nil || len(list) == 0 {
		return desk.Ticket{}, about, err
	}
	return list[0], store.Mail{}, nil
}

func (c *Clerk) answered(tx store.Tx, t desk.Ticket, m mail.Incoming) error {
	l := desk.TicketLine{Kind: desk.LineMail, Text: m.Text, TicketLineMore: desk.TicketLineMore{MailID: m.MessageID, Left: m.Left}}
	if m.From != lower(t.Email) {
		l.Address = m.From
	}
	if err := c.book.line(tx, t, l); err != nil {
		return err
	}
	t.AnsweredAt = tx.Now()
	if t.Status != desk.TicketNew {
		t.Status = desk.TicketOpen
	}
	return c.book.save(tx, t, true)
}

// openByMail makes a ticket of an answer to what the thread had said meanwhile. It is that agent's who has the thread,
// or who wrote there last.
func (c *Clerk) openByMail(tx store.Tx, about store.Mail, m mail.Incoming) error {
	s, err := tx.State(about.ConversationID)
	if err != nil {
		return err
	}
	t := desk.Ticket{
		PropertyID: s.PropertyID, ConversationID: s.ID, ContactID: s.ContactID, Channel: s.Channel, Cause: desk.TicketByMail,
		Status: desk.TicketNew, Priority: desk.PriorityNormal, Email: about.To, Text: shorten(m.Text, textMost), Language: s.Language, Test: s.Test,
	}
	if t.AssigneeID, err = agentOf(tx, s); err != nil {
		return err
	}
	if err := c.book.complete(tx, s, &t); err != nil {
		return err
	}
	if t.Number, err = c.book.create(tx, &t); err != nil {
		return err
	}
	return c.answered(tx, t, m)
}

// agentOf is who has a thread, or wrote to its guest last, as long as that person may.
func agentOf(tx store.Tx, s desk.State) (string, error) {
	id := s.Controller.AgentID
	if id == "" {
		entries, err := tx.Entries(s.ID, store.EntryFilter{Before: s.LastSeq + 1, Limit: 200})
		if err != nil {
			return "", err
		}
		for _, e := range slices.Backward(entries) {
			if e.Public && e.Kind == desk.EntryMessage && e.Author.Kind == desk.AuthorAgent {
				id = e.Author.ID
				break
			}
		}
	}
	if mayHave(tx, id, s.PropertyID) != nil {
		return "", nil
	}
	return id, nil
}

// cameBack notes that a mail of ours did not arrive. It is believed because only who had the mail knows its Message-ID.
func (c *Clerk) cameBack(tx store.Tx, m mail.Incoming) (bool, error) {
	sent, err := tx.MailByMessageID(m.Bounce.MessageID)
	if errors.Is(err, desk.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	fresh, err := tx.TakeMail(m.MessageID, tx.Now())
	if err != nil || !fresh || sent.State == store.MailFailed {
		return true, err
	}
	if err := tx.FailMail(sent.ID, m.Bounce.Why); err != nil || sent.Ticket == 0 {
		return true, err
	}
	t, err := tx.Ticket(sent.Ticket)
	if err != nil {
		return true, err
	}
	if err := c.book.line(tx, t, desk.TicketLine{Kind: desk.LineBounce, Text: m.Bounce.Why, TicketLineMore: desk.TicketLineMore{MailID: sent.ID}}); err != nil {
		return true, err
	}
	if t.Status == desk.TicketWaiting { // for a guest who was never answered
		t.Status = desk.TicketOpen
	}
	t.AnsweredAt = tx.Now()
	return true, c.book.save(tx, t, true)
}

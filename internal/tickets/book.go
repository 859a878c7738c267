// Package tickets is what guests left for the desk to answer later: the ticket's row and history, the reply that goes
// where its guest can be reached, the guest's answer that comes back by e-mail, and what an absent guest has missed.
//
// A ticket is a fact of its own, linked to its thread. It never changes who controls the conversation: a reply into the
// thread goes through the one door like any other, an e-mailed one touches the ticket only.
package tickets

import (
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// missedAfter is how long something may wait unread for an absent guest before it goes out by e-mail.
const missedAfter = 2 * time.Minute

// textMost is how long a ticket's text may be, in characters.
const textMost = 4000

// Changed hears after the commit that a ticket was made or changed; assigneeID is whose it is, and answered says that
// its guest wrote. It must not block.
type Changed func(t desk.Ticket, answered bool)

// BookConfig is what a Book is made of. NewID is required.
type BookConfig struct {
	NewID   func() string
	Changed Changed
	// Due hears, after the commit, when to look next whether an absent guest has missed something. It must not block.
	Due func(time.Time)
}

// Book keeps the tickets along with what happens to conversations, in the same transactions: it opens them
// (conversation.Tickets) and writes down what they owe to a change (conversation.Follower).
type Book struct {
	cfg BookConfig
}

var (
	_ conversation.Tickets  = (*Book)(nil)
	_ conversation.Follower = (*Book)(nil)
)

// NewBook makes one.
func NewBook(cfg BookConfig) *Book {
	if cfg.Changed == nil {
		cfg.Changed = func(desk.Ticket, bool) {}
	}
	if cfg.Due == nil {
		cfg.Due = func(time.Time) {}
	}
	return &Book{cfg: cfg}
}

// Open implements conversation.Tickets. A message left while an agent controls is that agent's.
func (b *Book) Open(tx store.Tx, n conversation.NewTicket) (int64, error) {
	s := n.State
	t := desk.Ticket{
		PropertyID: s.PropertyID, ConversationID: s.ID, ContactID: s.ContactID, Channel: s.Channel, FormID: n.Form.ID,
		Cause: n.Cause, Status: desk.TicketNew, Priority: desk.PriorityNormal, DueAt: n.ReplyBy, ReplyBy: n.ReplyBy,
		Name: n.Form.Name, Email: n.Form.Email, Phone: n.Form.Phone, Text: n.Form.Text, Language: s.Language, Test: s.Test,
	}
	if t.FormID != "" {
		old, err := tx.TicketByForm(t.ContactID, t.FormID)
		if err == nil {
			return old.Number, nil
		}
		if !errors.Is(err, desk.ErrNotFound) {
			return 0, err
		}
	}
	if s.Controller.Kind == desk.ControllerAgent {
		t.AssigneeID = s.Controller.AgentID
	}
	if err := b.complete(tx, s, &t); err != nil {
		return 0, err
	}
	return b.create(tx, &t)
}

// complete fills in what the form did not say from what is known of the guest and from the thread.
func (b *Book) complete(tx store.Tx, s desk.State, t *desk.Ticket) error {
	c, err := tx.Contact(t.ContactID)
	if err != nil {
		return err
	}
	if t.Name == "" {
		t.Name = c.Name
	}
	if t.Email == "" && t.Phone == "" {
		t.Email, t.Phone = c.Email, c.Phone
	}
	if t.Language == "" {
		t.Language = c.Language
	}
	if t.Text == "" {
		t.Text, err = unansweredText(tx, s)
	}
	return err
}

func (b *Book) create(tx store.Tx, t *desk.Ticket) (int64, error) {
	t.CreatedAt, t.MovedAt = tx.Now(), tx.Now()
	number, err := tx.CreateTicket(*t)
	if err != nil {
		return 0, err
	}
	t.Number = number
	made := *t
	tx.AfterCommit(func() { b.cfg.Changed(made, false) })
	return number, nil
}

// unansweredText is what the guest wrote without an answer, or last; "" where nothing was written.
func unansweredText(tx store.Tx, s desk.State) (string, error) {
	entries, err := tx.Entries(s.ID, store.EntryFilter{Before: s.LastSeq + 1, PublicOnly: true, Limit: 100})
	if err != nil {
		return "", err
	}
	var unanswered, last []string
	for _, e := range entries {
		if e.Kind != desk.EntryMessage || e.Author.Kind != desk.AuthorGuest || e.Text == "" {
			continue
		}
		last = []string{e.Text}
		if s.Facts.UnansweredSeq > 0 && e.Seq >= s.Facts.UnansweredSeq {
			unanswered = append(unanswered, e.Text)
		}
	}
	if len(unanswered) > 0 {
		last = unanswered
	}
	return shorten(strings.Join(last, "\n"), textMost), nil
}

// shorten cuts text to a number of characters, and shows that it did.
func shorten(s string, limit int) string {
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	return string([]rune(s)[:limit-1]) + "…"
}

// Follow implements conversation.Follower. Somebody's answer in a thread answers its tickets, and what is written to a
// guest may turn out to be missed.
func (b *Book) Follow(tx store.Tx, c conversation.Change, _ desk.Outcome) error {
	if err := b.opportunity(tx, c); err != nil {
		return err
	}
	var answer *desk.Entry
	carries := false
	for i, e := range c.Entries {
		if !e.Public {
			continue
		}
		if e.Kind == desk.EntryMessage && e.Author.Kind == desk.AuthorAgent {
			answer = &c.Entries[i]
			carries = true
		}
		carries = carries || e.Code == desk.LineTicket
	}
	if answer != nil {
		if err := b.answered(tx, c.After.ID, *answer); err != nil {
			return err
		}
	}
	if carries && c.After.Channel == desk.ChannelWeb {
		return b.mayMiss(tx, c.After)
	}
	return nil
}

// answered notes that an agent wrote in the thread of tickets that had no answer yet.
func (b *Book) answered(tx store.Tx, conversationID string, e desk.Entry) error {
	list, err := tx.TicketsOfConversation(conversationID)
	if err != nil {
		return err
	}
	for _, t := range list {
		if t.Status != desk.TicketNew && t.Status != desk.TicketOpen {
			continue
		}
		way := desk.WayLive
		if t.Channel != desk.ChannelWeb {
			way = desk.WayChannel
		}
		line := desk.TicketLine{Kind: desk.LineReply, PersonID: e.Author.ID, ClientID: e.ClientID, Text: e.Text,
			TicketLineMore: desk.TicketLineMore{Way: way}}
		if err := b.reply(tx, t, line); err != nil {
			return err
		}
	}
	return nil
}

// reply adds an answer of the desk to a ticket: it waits for the guest then, and is somebody's.
func (b *Book) reply(tx store.Tx, t desk.Ticket, l desk.TicketLine) error {
	// Of several tickets of one thread the first keeps the client id: one send is one line under it.
	if l.ClientID != "" {
		if _, err := tx.TicketLineByClientID(l.PersonID, l.ClientID); err == nil {
			l.ClientID = ""
		}
	}
	if err := b.line(tx, t, l); err != nil {
		return err
	}
	t.Status, t.AnsweredAt = desk.TicketWaiting, time.Time{}
	if t.AssigneeID == "" {
		t.AssigneeID = l.PersonID
	}
	return b.save(tx, t, false)
}

func (b *Book) line(tx store.Tx, t desk.Ticket, l desk.TicketLine) error {
	l.ID, l.Number, l.At = b.cfg.NewID(), t.Number, tx.Now()
	return tx.AddTicketLine(l)
}

// save writes a ticket that something happened to.
func (b *Book) save(tx store.Tx, t desk.Ticket, answered bool) error {
	t.MovedAt = tx.Now()
	if err := tx.UpdateTicket(t); err != nil {
		return err
	}
	tx.AfterCommit(func() { b.cfg.Changed(t, answered) })
	return nil
}

// mayMiss looks again in a while whether the guest has read what was written, where an address is known to which it
// could go.
func (b *Book) mayMiss(tx store.Tx, s desk.State) error {
	a, err := tx.Absence(s.ID)
	if err != nil || !a.DueAt.IsZero() {
		return err
	}
	address, err := addressOf(tx, s)
	if err != nil || address == "" {
		return err
	}
	a.DueAt, a.Looks = tx.Now().Add(missedAfter), 0
	tx.AfterCommit(func() { b.cfg.Due(a.DueAt) })
	return tx.PutAbsence(a)
}

// addressOf is the e-mail address that a guest left, with the contact or with the newest ticket of the thread; "" if
// none.
func addressOf(tx store.Tx, s desk.State) (string, error) {
	c, err := tx.Contact(s.ContactID)
	if err != nil || c.Email != "" {
		return c.Email, err
	}
	list, err := tx.TicketsOfConversation(s.ID)
	for _, t := range list {
		if t.Email != "" {
			return t.Email, err
		}
	}
	return "", err
}

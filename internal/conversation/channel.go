package conversation

import (
	"context"
	"errors"
	"strings"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// Correcting is what has become of an earlier message, which the channel's id names: one that arrived, or one that was
// sent. A message that is not known (yet: events overtake each other) is desk.ErrNotFound, to be brought again later.
type Correcting struct {
	ContactID  string
	ProviderID string
	// By is whose change it is: desk.AuthorGuest, or desk.AuthorAgent in the channel's own app.
	By desk.AuthorKind
	// At is when it happened by the channel's clock: of two edits the later counts, whichever comes first.
	At time.Time
	// Text is the new one, Revision how often it was changed (0 where the channel does not count).
	Text     string
	Revision int
	// Emoji is the reaction; "" takes it back.
	Emoji string
}

// Fetched is what came of fetching one piece of media: File, or the Reason why it could not be had (a stable name, as
// of desk.Media). Index counts the message's media from 0.
type Fetched struct {
	ConversationID string
	EntryID        string
	Index          int
	File           *desk.File
	Reason         string
}

// ThreadMoved says who holds a guest's thread at the channel: Owner is the other app, "" where it is ours (again).
type ThreadMoved struct {
	ContactID string
	Owner     string
	At        time.Time
}

// maxOuter is how many characters are kept of a message from outside, which is taken in however long it is.
const maxOuter = 20_000

// outer reports whether a message came through an outside channel.
func (in Incoming) outer() bool { return in.ProviderID != "" }

// fill cleans what goes into a message. What comes from outside is never refused: the channel would bring it again, or
// not at all.
func (in Incoming) fill(m *desk.Message) error {
	if !in.outer() {
		return setText(m, in.Text)
	}
	m.Text = scrub(in.Text)
	if r := []rune(m.Text); len(r) > maxOuter {
		m.Text = string(r[:maxOuter])
	}
	m.Carried = &desk.Carried{
		Media: in.Media, Place: in.Place, Cards: in.Cards, Shared: in.Shared, Choice: in.Choice, Referral: in.Referral,
		Unsupported: in.Unsupported, SaidAt: in.At, Old: in.Old,
	}
	if !strings.ContainsFunc(m.Text, shows) {
		m.Text = ""
		if m.Carried.Empty() && len(m.Files) == 0 {
			m.Carried.Unsupported = true
		}
	}
	return nil
}

// adapt reads from the conversation what a guest's message is about: the message that it answers, the choice that it makes.
func (in Incoming) adapt(tx store.Tx, s desk.State, ev *desk.Event) error {
	msg := copyMessage(*ev.Message)
	ev.Message = &msg
	if err := quote(tx, s, in.ReplyTo, &msg); err != nil {
		return err
	}
	if c, err := tx.Contact(s.ContactID); err != nil {
		return err
	} else if c.Blocked {
		ev.Old = true // it is kept, and nobody is troubled with it
	}
	if ev.Old || in.Standby {
		return nil
	}
	choice, ok := choose(s, in.Choice, msg.Text)
	if !ok {
		return nil
	}
	msg.Carried.Choice = choice.Payload
	if kind := chosen[choice.Payload]; kind != "" {
		ev.Kind, ev.Pressed, ev.Message = kind, &msg, nil
		msg.Author.ID = s.ContactID
		return nil
	}
	msg.Text = scrub(choice.Title) // buttons cut it
	return nil
}

func copyMessage(m desk.Message) desk.Message {
	if m.Carried != nil {
		c := *m.Carried
		m.Carried = &c
	}
	return m
}

// quoted is how much of a quoted message stands with its answer.
const quoted = 160

// quote finds the message that another answers: one that arrived, or one that was sent.
func quote(tx store.Tx, s desk.State, providerID string, m *desk.Message) error {
	if providerID == "" {
		return nil
	}
	m.Carried.Quote = &desk.Quote{ProviderID: providerID}
	e, err := named(tx, s.AccountID, providerID)
	if errors.Is(err, desk.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	m.Carried.Quote.EntryID, m.Carried.Quote.Author, m.Carried.Quote.Text = e.ID, e.Author.Kind, desk.CleanLine(e.Text, quoted)
	return nil
}

// named is the message that a channel knows under an id, one that arrived or one that was sent, as it was written.
func named(tx store.Tx, accountID, providerID string) (desk.Entry, error) {
	e, err := tx.EntryByProvider(accountID, providerID)
	if !errors.Is(err, desk.ErrNotFound) {
		return e, err
	}
	sent, err := tx.DeliveryByProvider(accountID, providerID)
	if err != nil {
		return desk.Entry{}, err
	}
	return tx.Entry(sent.ConversationID, sent.EntryID)
}

// opens notes that the guest did what lets the channel be written to, at a time by the channel's clock.
func opens(s *desk.State, at, now time.Time) {
	if at.IsZero() || at.After(now) {
		at = now
	}
	if at.After(s.Facts.WindowFrom) {
		s.Facts.WindowFrom = at
	}
}

// sendOuter is send, with the media of the message as it stands.
func (d *Desk) sendOuter(ctx context.Context, a act) (Receipt, error) {
	r, err := d.send(ctx, a)
	if err != nil {
		return r, err
	}
	if r.stored == nil {
		if c := a.event.Message.Carried; c != nil {
			r.Media = c.Media
		}
		return r, nil
	}
	if c := r.stored.Carried; c == nil || len(c.Media) == 0 {
		return r, nil
	}
	err = d.store.Read(ctx, func(tx store.Tx) error {
		now, err := standing(tx, *r.stored)
		if now.Carried != nil {
			r.Media = now.Carried.Media
		}
		return err
	})
	return r, err
}

// standing is a message as it stands now.
func standing(tx store.Tx, e desk.Entry) (desk.Entry, error) {
	list, err := tx.Corrections(e.ConversationID, e.Seq)
	if err != nil {
		return e, err
	}
	return desk.Standing([]desk.Entry{e}, list...)[0], nil
}

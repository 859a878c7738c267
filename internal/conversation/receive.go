package conversation

import (
	"context"
	"errors"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// Incoming is a guest's message. ContactID has been authenticated.
type Incoming struct {
	ContactID string
	// ClientID is the sender's own id of the message: a repeat is answered with the first one's receipt. Channels
	// that have no such id are told apart by ProviderID.
	ClientID   string
	ProviderID string
	Text       string
	Files      []desk.File
	// Language is what the guest reads now (BCP 47); "" is as before.
	Language string
	// Page is where the guest is, if that is not known yet; nil costs least.
	Page *desk.PageView

	// What follows comes from outside channels only.

	// At is when it was written by the channel's clock, from which the window counts; zero is now.
	At time.Time
	// Media begins as pending (or as a link, where no copy may be kept) and is completed by MediaFetched.
	Media  []desk.Media
	Place  *desk.Place
	Cards  []desk.Card
	Shared []desk.Shared
	// ReplyTo is the channel's id of the message that this one answers; Choice the payload of the button pressed, whose
	// title is Text.
	ReplyTo     string
	Choice      string
	Referral    *desk.Referral
	Unsupported bool
	// Standby says that another app holds the thread, Old that it is from a history that was handed over: it is stored,
	// and nothing follows.
	Standby bool
	Old     bool

	// again says that it is asked again for the guest, who does not repeat themselves.
	again bool
}

// Receipt says that a message is on disk, and where.
type Receipt struct {
	ConversationID string
	EntryID        string
	Seq            int64
	// Epoch is the control epoch after the message.
	Epoch int64
	At    time.Time
	// Repeated says that an equal send was stored before; the receipt is that one's.
	Repeated bool
	// Media is that of the stored message as it stands now: what is still pending is to be fetched, by index.
	Media []desk.Media

	stored *desk.Entry
}

// Receive takes a guest's message in. The contact's conversation goes on; one that was resolved more than seven days
// ago is followed by a new one. On outside channels it may be a press of one of the choices that the guest was given, or
// words that mean one: then what was chosen follows.
func (d *Desk) Receive(ctx context.Context, in Incoming) (Receipt, error) {
	msg := desk.Message{
		ID: d.newID(), ClientID: in.ClientID, ProviderID: in.ProviderID, Files: in.Files,
		Author: desk.Author{Kind: desk.AuthorGuest, ID: in.ContactID},
	}
	if msg.ClientID == "" {
		msg.ClientID = in.ProviderID
	}
	if err := in.fill(&msg); err != nil {
		return Receipt{}, err
	}
	a := act{
		load:   d.ofContact(in.ContactID, true),
		event:  desk.Event{Kind: desk.EventGuestWrites, Message: &msg, At: in.At, Standby: in.Standby, Old: in.Old},
		sender: in.ContactID, language: in.Language,
	}
	if in.outer() {
		a.adapt = func(tx store.Tx, s desk.State, _ *Account, ev *desk.Event) error { return in.adapt(tx, s, ev) }
	}
	a.finish = func(after *desk.State, now time.Time) {
		if in.Language != "" {
			after.Language = in.Language
		}
		if in.again {
			after.Facts.Mood.Said = ""
		}
		if in.outer() && !in.Old {
			opens(after, in.At, now)
		}
	}
	if in.Page != nil {
		page := *in.Page
		a.then = func(tx store.Tx, _ desk.State) error {
			_, err := d.visit(tx, in.ContactID, page)
			return err
		}
	}
	return d.sendOuter(ctx, a)
}

// Echoed takes in what a person wrote to the guest in the channel's own app: whoever sees to the channel knows that it is
// a person's (ruling 8). The conversation is outside then, and the assistant is silent. It is known by the channel's own id
// of it: a repeat is answered with the first one's receipt.
func (d *Desk) Echoed(ctx context.Context, in Incoming) (Receipt, error) {
	if in.ProviderID == "" {
		return Receipt{}, desk.Refuse(desk.CodeInvalid, "An echo is known by the channel's id of it.")
	}
	msg := desk.Message{ID: d.newID(), ProviderID: in.ProviderID, Files: in.Files, Author: desk.Author{Kind: desk.AuthorAgent}}
	if err := in.fill(&msg); err != nil {
		return Receipt{}, err
	}
	msg.Carried.Outside = true
	var unwritten bool // no person's: the channel answers so by itself
	return d.sendOuter(ctx, act{
		load:  d.ofContact(in.ContactID, true),
		event: desk.Event{Kind: desk.EventEcho, Message: &msg, Epoch: -1, At: in.At, Standby: in.Standby, Old: in.Old},
		adapt: func(tx store.Tx, s desk.State, _ *Account, ev *desk.Event) (err error) {
			if unwritten, err = in.instant(tx, s); err != nil {
				return err
			}
			ev.Old = in.Old || unwritten
			return quote(tx, s, in.ReplyTo, ev.Message)
		},
		finish: func(after *desk.State, _ time.Time) {
			if !in.Old && !unwritten {
				after.Facts.Asked, after.Facts.Voice = "", desk.AuthorAgent
			}
		},
	})
}

// send runs an act that writes a message and makes its receipt.
func (d *Desk) send(ctx context.Context, a act) (Receipt, error) {
	res, err := d.run(ctx, a)
	if err != nil {
		return Receipt{}, err
	}
	if e := res.stored; e != nil {
		return Receipt{ConversationID: e.ConversationID, EntryID: e.ID, Seq: e.Seq, Epoch: e.Epoch, At: e.At, Repeated: true, stored: e}, nil
	}
	r := Receipt{ConversationID: res.After.ID, Epoch: res.After.Epoch}
	for _, e := range res.Entries {
		if e.ID == a.event.Message.ID {
			r.EntryID, r.Seq, r.At = e.ID, e.Seq, e.At
		}
	}
	return r, nil
}

// setText cleans what goes into a message. A message of files alone has no text.
func setText(m *desk.Message, text string) error {
	text, err := Clean(text)
	if err != nil && (text != "" || len(m.Files) == 0) {
		return err
	}
	m.Text = text
	return nil
}

// ofContact loads the contact's newest conversation. Where there is none, one is begun, or the state is the zero
// value, to which nothing can happen.
func (d *Desk) ofContact(contactID string, begin bool) func(store.Tx) (desk.State, error) {
	return func(tx store.Tx) (desk.State, error) {
		s, err := tx.StateOfContact(contactID)
		if !errors.Is(err, desk.ErrNotFound) {
			return s, err
		}
		c, err := d.guest(tx, contactID)
		if err != nil && begin {
			return s, err
		}
		if c.ID != contactID && err == nil { // the guest is known under another id by now
			if s, err = tx.StateOfContact(c.ID); !errors.Is(err, desk.ErrNotFound) {
				return s, err
			}
		}
		if !begin {
			return desk.State{}, errNone
		}
		return d.begin(tx, c)
	}
}

// errNone says inside this package that a contact has no conversation yet.
var errNone = errors.New("no conversation yet")

// Visit keeps the page that the guest looks at, for the people at the desk, who are told where it is a new one.
func (d *Desk) Visit(ctx context.Context, contactID string, page desk.PageView) error {
	return d.store.Write(ctx, func(tx store.Tx) error {
		moved, err := d.visit(tx, contactID, page)
		if err != nil || !moved {
			return err
		}
		s, err := d.ofContact(contactID, false)(tx)
		if errors.Is(err, errNone) {
			return nil
		}
		if err == nil {
			tx.AfterCommit(func() { d.publish(Change{Before: s, After: s}) })
		}
		return err
	})
}

// pagesKept is how many pages of a guest's way through the website are kept.
const pagesKept = 20

func (d *Desk) visit(tx store.Tx, contactID string, page desk.PageView) (moved bool, err error) {
	page.URL, page.Title = desk.CleanLine(page.URL, 2000), desk.CleanLine(page.Title, 200)
	c, err := d.guest(tx, contactID)
	if err != nil || page.URL == "" {
		return false, err
	}
	if n := len(c.Pages); n > 0 && c.Pages[n-1].URL == page.URL && c.Pages[n-1].Title == page.Title {
		return false, nil
	}
	page.At = tx.Now()
	pages := append(append([]desk.PageView(nil), c.Pages...), page)
	c.Pages = pages[max(0, len(pages)-pagesKept):]
	return true, tx.UpdateContact(c)
}

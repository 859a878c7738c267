package conversation

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strconv"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// Left says what a message left became.
type Left struct {
	Ticket int64
	// ReplyBy is by when it is answered; zero where the property promises no time.
	ReplyBy time.Time
	// State is the conversation after it.
	State desk.State
}

// maxGuestName is how long a guest's name may be.
const maxGuestName = 80

// formPrefix stands before a form's id where the message in it is stored under a client id: forms and messages are told
// apart, and the same form again is found.
const formPrefix = "form:"

// LeaveMessage takes in what a guest leaves for the desk: the message goes into the thread, a ticket is made of it, and
// what the guest says of themselves is kept with the contact. An e-mail address or a phone number is needed. The same
// form again is the same ticket; one without an id is the same if it says the same on the same day.
func (d *Desk) LeaveMessage(ctx context.Context, contactID string, f Form) (Left, error) {
	if d.tickets == nil {
		return Left{}, desk.Refuse(desk.CodeUnavailable, "Messages cannot be left here.")
	}
	contact, prop, now, err := d.guestOf(ctx, contactID)
	if err != nil {
		return Left{}, err
	}
	if f, err = checkForm(f, prop.Settings, now); err != nil {
		return Left{}, err
	}
	msg := desk.Message{
		ID: d.newID(), ClientID: formPrefix + f.ID, Text: f.Text,
		Author: desk.Author{Kind: desk.AuthorGuest, ID: contact.ID},
	}
	res, err := d.run(ctx, act{
		load:   d.ofContact(contact.ID, true),
		event:  desk.Event{Kind: desk.EventMessageLeft, Message: &msg, FormID: f.ID},
		sender: contact.ID,
		form:   &f,
		then: func(tx store.Tx, after desk.State) error {
			if err := introduce(tx, after.ContactID, f); err != nil {
				return err
			}
			return tx.DropForm(after.ContactID)
		},
	})
	if err != nil {
		return Left{}, err
	}
	if res.stored == nil && len(res.Entries) > 0 {
		facts := res.After.Facts
		return Left{Ticket: facts.TicketNumber, ReplyBy: facts.ReplyBy, State: res.After}, nil
	}
	return d.leftBefore(ctx, contact.ID, msg.ClientID)
}

// guestOf is a contact with its property, and what time it is.
func (d *Desk) guestOf(ctx context.Context, contactID string) (c desk.Contact, prop desk.Property, now time.Time, err error) {
	err = d.store.Read(ctx, func(tx store.Tx) (err error) {
		if c, err = d.guest(tx, contactID); err != nil {
			return err
		}
		now = tx.Now()
		prop, err = d.props.In(tx, c.PropertyID)
		return err
	})
	return c, prop, now, err
}

// checkForm cleans what a guest filled in, and refuses what cannot be answered.
func checkForm(f Form, of desk.PropertySettings, now time.Time) (Form, error) {
	var err error
	if f.Text, err = Clean(f.Text); err != nil {
		return f, err
	}
	if f.Email, err = CheckEmail(f.Email); err != nil {
		return f, err
	}
	if f.Phone, err = CheckPhone(f.Phone, of); err != nil {
		return f, err
	}
	if f.Email == "" && f.Phone == "" {
		return f, desk.Refuse(desk.CodeInvalid, "Leave an e-mail address or a phone number, so that we can answer.")
	}
	f.Name, f.ID = desk.CleanLine(f.Name, maxGuestName), desk.CleanLine(f.ID, 100)
	if f.ID == "" {
		sum := sha256.Sum256([]byte(now.Format(time.DateOnly) + "\x00" + f.Name + "\x00" + f.Email + "\x00" + f.Phone + "\x00" + f.Text))
		f.ID = hex.EncodeToString(sum[:16])
	}
	return f, nil
}

// introduce keeps with the contact what a guest says of themselves, unverified. What was proven is not overwritten.
func introduce(tx store.Tx, contactID string, f Form) error {
	c, err := tx.Contact(contactID)
	if err != nil || c.Verified(tx.Now()) {
		return err
	}
	was := c
	for _, v := range []struct {
		into *string
		said string
	}{{&c.Name, f.Name}, {&c.Email, f.Email}, {&c.Phone, f.Phone}} {
		if v.said != "" {
			*v.into = v.said
		}
	}
	if c.Name == was.Name && c.Email == was.Email && c.Phone == was.Phone {
		return nil
	}
	return tx.UpdateContact(c)
}

// openTicket makes the ticket that an outcome calls for, and what its line tells of it.
func (d *Desk) openTicket(tx store.Tx, prop desk.Property, out *desk.Outcome, form *Form) (map[string]string, error) {
	if out.Ticket == "" || d.tickets == nil {
		return nil, nil
	}
	t := NewTicket{Property: prop, State: out.State, Cause: out.Ticket}
	t.ReplyBy, _ = prop.Settings.ReplyBy(out.State.Channel, tx.Now())
	address := ""
	switch {
	case form != nil:
		t.Form = *form
		address = mask(form.Email, form.Phone)
	case out.TicketFrom > 0:
		left, err := d.leftHere(tx, *out)
		if err != nil {
			return nil, err
		}
		t.Form = left
	default:
		c, err := tx.Contact(out.State.ContactID)
		if err != nil {
			return nil, err
		}
		address = mask(c.Email, c.Phone)
	}
	number, err := d.tickets.Open(tx, t)
	if err != nil {
		return nil, err
	}
	out.State.Facts.TicketNumber, out.State.Facts.ReplyBy = number, t.ReplyBy
	params := map[string]string{ParamTicket: strconv.FormatInt(number, 10)}
	if address != "" {
		params[ParamAddress] = address
	}
	return params, nil
}

// leftBefore is what an earlier, equal send of a form became: its message stands in the thread, the ticket's line after
// it.
func (d *Desk) leftBefore(ctx context.Context, contactID, clientID string) (Left, error) {
	var left Left
	err := d.store.Read(ctx, func(tx store.Tx) error {
		e, err := tx.EntryByClientID(contactID, clientID)
		if err != nil {
			return err
		}
		if left.State, err = tx.State(e.ConversationID); err != nil {
			return err
		}
		after, err := tx.Entries(e.ConversationID, store.EntryFilter{After: e.Seq, Limit: 5})
		if err != nil {
			return err
		}
		for _, l := range after {
			if l.Code != desk.LineTicket || left.Ticket != 0 {
				continue
			}
			left.Ticket, err = strconv.ParseInt(l.Params[ParamTicket], 10, 64)
			if at, e := time.Parse(time.RFC3339, l.Params[ParamReplyBy]); e == nil {
				left.ReplyBy = at
			}
		}
		return err
	})
	if errors.Is(err, desk.ErrNotFound) || err == nil && left.Ticket == 0 {
		err = desk.Refuse(desk.CodeExists, "This form id was used for another message.")
	}
	return left, err
}

// FormBegun keeps what a guest has half written for the desk, as it stands now; an empty form drops it. While it is
// being written the conversation is not taken for quiet, and the offer is not taken away by an agent's answer. What was
// sent already is not kept again.
func (d *Desk) FormBegun(ctx context.Context, contactID string, f Form) error {
	draft := store.FormDraft{
		FormID: desk.CleanLine(f.ID, 100), Name: desk.CleanLine(f.Name, maxGuestName), Email: desk.CleanLine(f.Email, maxEmail),
		Phone: desk.CleanLine(f.Phone, maxPhone), Text: scrub(f.Text),
	}
	if draft.Text != "" {
		if _, err := Clean(draft.Text); err != nil {
			return err
		}
	}
	var sent bool
	keep := func(tx store.Tx, contactID string) error {
		switch {
		case sent:
			return nil
		case draft.Name+draft.Email+draft.Phone+draft.Text == "":
			return tx.DropForm(contactID)
		}
		kept := draft
		kept.ContactID, kept.ChangedAt = contactID, tx.Now()
		return tx.PutForm(kept)
	}
	var owner string
	_, err := d.run(ctx, act{
		load:  d.ofContact(contactID, false),
		event: desk.Event{Kind: desk.EventFormBegun},
		check: func(_ store.Tx, s desk.State) error {
			owner, sent = s.ContactID, draft.FormID != "" && draft.FormID == s.Facts.FormID
			return nil
		},
		then: func(tx store.Tx, after desk.State) error { return keep(tx, after.ContactID) },
		idle: func(tx store.Tx) error { return keep(tx, owner) },
	})
	if errors.Is(err, errNone) {
		sent = false
		return d.store.Write(ctx, func(tx store.Tx) error {
			c, err := d.guest(tx, contactID)
			if err != nil {
				return err
			}
			return keep(tx, c.ID)
		})
	}
	return err
}

// Form is what is known already for a message to the desk: what the guest has half written, and who they said they are.
func (d *Desk) Form(ctx context.Context, contactID string) (Form, error) {
	var f Form
	err := d.store.Read(ctx, func(tx store.Tx) error {
		c, err := d.guest(tx, contactID)
		if err != nil {
			return err
		}
		draft, err := tx.Form(c.ID)
		if err != nil && !errors.Is(err, desk.ErrNotFound) {
			return err
		}
		f = Form{ID: draft.FormID, Name: draft.Name, Email: draft.Email, Phone: draft.Phone, Text: draft.Text}
		if draft.FormID == "" && draft.ChangedAt.IsZero() {
			f = Form{Name: c.Name, Email: c.Email, Phone: c.Phone}
		}
		return nil
	})
	return f, err
}

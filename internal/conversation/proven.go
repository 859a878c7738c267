package conversation

import (
	"context"
	"errors"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// Proven is called when a guest's booking was proven. Where the last thing the guest heard is that only guests with a
// booking are told what they asked, the question is asked again for them, as if they had pressed it: once, however often a
// booking is proven.
func (d *Desk) Proven(ctx context.Context, contactID string) error {
	var question, refusal string
	err := d.store.Read(ctx, func(tx store.Tx) error {
		s, err := d.ofContact(contactID, false)(tx)
		if err != nil || s.Status != desk.StatusOpen || s.Controller.Kind != desk.ControllerAssistant || s.Turn.Open() {
			return err
		}
		// At the desk a booking may be seen days later: what cannot be sent any more is not asked either.
		account, err := d.account(tx, s)
		if err != nil {
			return err
		}
		if account != nil {
			if open, _ := account.Open(s, desk.AuthorAssistant, tx.Now()); !open {
				return nil
			}
		}
		entries, err := tx.Entries(s.ID, store.EntryFilter{Before: s.LastSeq + 1, Limit: lookNear, PublicOnly: true})
		question, refusal = refused(entries)
		return err
	})
	if errors.Is(err, errNone) || err == nil && question == "" {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = d.Receive(ctx, Incoming{ContactID: contactID, ClientID: "proven-" + refusal, Text: question, again: true})
	return err
}

// refused is what a guest asked whose last answer is that it is for guests with a booking, and that answer's id.
func refused(entries []desk.Entry) (question, refusal string) {
	for i := len(entries) - 1; i >= 0; i-- {
		e := entries[i]
		switch {
		case e.Kind != desk.EntryMessage:
		case refusal == "":
			if e.Author.Kind != desk.AuthorAssistant || e.Answer == nil || e.Answer.Intent != desk.IntentBooked {
				return "", ""
			}
			refusal = e.ID
		case e.Author.Kind != desk.AuthorGuest || aside(e):
			return question, refusal
		case e.Text != "":
			if question != "" {
				question = "\n" + question
			}
			if question = e.Text + question; len(question) > MaxText {
				return e.Text, refusal
			}
		}
	}
	return question, refusal
}

// offerProof lets a guest on the website prove a booking beside the answer that asks for one, where the property keeps any.
func offerProof(tx store.Tx, s desk.State, m *desk.Message) error {
	if m == nil || m.Answer == nil || m.Answer.Intent != desk.IntentBooked || s.Channel != desk.ChannelWeb {
		return nil
	}
	has, err := tx.HasBookings(s.PropertyID)
	m.Answer.OfferBooking = has
	return err
}

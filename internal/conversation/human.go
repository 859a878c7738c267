package conversation

import (
	"context"
	"errors"
	"strconv"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// GuestState is the contact's newest conversation; the zero State (no ID) if there is none yet.
func (d *Desk) GuestState(ctx context.Context, contactID string) (desk.State, error) {
	var s desk.State
	err := d.store.Read(ctx, func(tx store.Tx) (err error) {
		s, err = d.ofContact(contactID, false)(tx)
		return err
	})
	if errors.Is(err, errNone) {
		return desk.State{}, nil
	}
	return s, err
}

// AskForHuman is the Human Chat button. Asking again changes nothing and succeeds.
func (d *Desk) AskForHuman(ctx context.Context, contactID string) (desk.State, error) {
	return d.state(ctx, act{load: d.ofContact(contactID, true), event: desk.Event{Kind: desk.EventGuestAsks}})
}

// CancelHuman takes the wish for a person back. Where nothing is asked it changes nothing and succeeds, as do the
// other choices; a contact without a conversation gets the zero State.
func (d *Desk) CancelHuman(ctx context.Context, contactID string) (desk.State, error) {
	return d.choose(ctx, contactID, desk.EventGuestCancels)
}

// KeepChatting dismisses the offer: the assistant is back.
func (d *Desk) KeepChatting(ctx context.Context, contactID string) (desk.State, error) {
	return d.choose(ctx, contactID, desk.EventKeepChatting)
}

// KeepWaiting asks once more after an expiry that offered it.
func (d *Desk) KeepWaiting(ctx context.Context, contactID string) (desk.State, error) {
	return d.choose(ctx, contactID, desk.EventKeepWaiting)
}

// AskMeanwhile asks the assistant meanwhile, past the reminder of an agent in control.
func (d *Desk) AskMeanwhile(ctx context.Context, contactID string) (desk.State, error) {
	return d.choose(ctx, contactID, desk.EventAskMeanwhile)
}

// Rate keeps what the guest thought of a conversation, for the desk: 1 to 5 stars and, if wished, a comment.
func (d *Desk) Rate(ctx context.Context, contactID string, stars int, comment string) error {
	if stars < 1 || stars > 5 {
		return desk.Refuse(desk.CodeInvalid, "Give 1 to 5 stars.")
	}
	_, err := d.run(ctx, act{load: d.ofContact(contactID, false), event: desk.Event{
		Kind: desk.EventRating, Reason: strconv.Itoa(stars), Note: desk.CleanLine(comment, 1000),
	}})
	if errors.Is(err, errNone) {
		return desk.ErrNotFound
	}
	return err
}

func (d *Desk) choose(ctx context.Context, contactID string, kind desk.EventKind) (desk.State, error) {
	s, err := d.state(ctx, act{load: d.ofContact(contactID, false), event: desk.Event{Kind: kind}})
	if errors.Is(err, errNone) {
		return desk.State{}, nil
	}
	return s, err
}

// state runs an act and answers with the conversation as it is then.
func (d *Desk) state(ctx context.Context, a act) (desk.State, error) {
	res, err := d.run(ctx, a)
	if err != nil {
		return desk.State{}, err
	}
	return res.After, nil
}

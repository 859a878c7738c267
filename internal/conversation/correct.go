package conversation

import (
	"context"
	"errors"
	"slices"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// Edited changes the text of an earlier message. Of several the newest counts, in whatever order they come.
func (d *Desk) Edited(ctx context.Context, c Correcting) error {
	return d.correct(ctx, c, func(was desk.Correction) (desk.Correction, bool) {
		at := was.EditedAt
		older := c.Revision != 0 && c.Revision <= was.Revision || c.Revision == 0 && !c.At.IsZero() && !c.At.After(at)
		text := scrub(c.Text)
		if was.Unsent || older || text == "" || text == was.Text && was.Edited {
			return was, false
		}
		was.Cause, was.Text, was.Edited, was.Revision, was.EditedAt = desk.CorrectionEdit, text, true, c.Revision, c.At
		return was, true
	})
}

// Unsent takes an earlier message back: neither words nor files of it are shown from then on.
func (d *Desk) Unsent(ctx context.Context, c Correcting) error {
	return d.correct(ctx, c, func(was desk.Correction) (desk.Correction, bool) {
		if was.Unsent {
			return was, false
		}
		return desk.Correction{Of: was.Of, Cause: desk.CorrectionUnsend, Unsent: true, Revision: was.Revision, EditedAt: was.EditedAt}, true
	})
}

// Reacted puts a reaction on an earlier message, or takes it back: each side has one at most, and of two the later counts.
func (d *Desk) Reacted(ctx context.Context, c Correcting) error {
	by := c.By
	if by == "" {
		by = desk.AuthorGuest
	}
	return d.correct(ctx, c, func(was desk.Correction) (desk.Correction, bool) {
		i := slices.IndexFunc(was.Reactions, func(r desk.Reaction) bool { return r.By == by })
		emoji := sign(c.Emoji)
		switch {
		case was.Unsent:
			return was, false
		case i < 0 && emoji == "" && c.At.IsZero():
			return was, false
		case i >= 0 && (was.Reactions[i].Emoji == emoji || !c.At.IsZero() && !c.At.After(was.Reactions[i].At)):
			return was, false
		case i >= 0:
			was.Reactions[i].Emoji, was.Reactions[i].At = emoji, c.At
		default:
			// One that was taken back is remembered: the reaction itself may come after it.
			was.Reactions = append(was.Reactions, desk.Reaction{By: by, Emoji: emoji, At: c.At})
		}
		was.Cause = desk.CorrectionReaction
		return was, true
	})
}

// MediaFetched completes one piece of a message's media. What is complete, or taken back, stays as it is.
func (d *Desk) MediaFetched(ctx context.Context, f Fetched) error {
	find := func(tx store.Tx, s desk.State) (desk.Entry, error) { return tx.Entry(s.ID, f.EntryID) }
	return d.change(ctx, byID(f.ConversationID), find, desk.AuthorGuest, func(was desk.Correction) (desk.Correction, bool) {
		if f.Index < 0 || f.Index >= len(was.Media) || was.Media[f.Index].State != desk.MediaPending {
			return was, false
		}
		was.Media = slices.Clone(was.Media)
		m := &was.Media[f.Index]
		if f.File == nil {
			m.State, m.Reason = desk.MediaFailed, f.Reason
		} else {
			file := *f.File
			m.State, m.File = desk.MediaReady, &file
		}
		was.Cause = desk.CorrectionMedia
		return was, true
	}, nil)
}

// correct changes the message that a channel knows under an id.
func (d *Desk) correct(ctx context.Context, c Correcting, change func(desk.Correction) (desk.Correction, bool)) error {
	find := func(tx store.Tx, s desk.State) (desk.Entry, error) { return named(tx, s.AccountID, c.ProviderID) }
	var finish func(*desk.State, time.Time)
	if c.By != desk.AuthorAgent && c.Emoji != "" {
		finish = func(after *desk.State, now time.Time) { opens(after, c.At, now) }
	}
	by := c.By
	if by == "" {
		by = desk.AuthorGuest
	}
	// The message says whose conversation it is: the guest may have a newer one by now.
	var id string
	err := d.store.Read(ctx, func(tx store.Tx) error {
		contact, err := d.guest(tx, c.ContactID)
		if err != nil {
			return err
		}
		e, err := named(tx, contact.AccountID, c.ProviderID)
		if err == nil && e.ContactID != contact.ID {
			err = desk.ErrNotFound // another guest's: an id that was made up, or the account's own mistake
		}
		id = e.ConversationID
		return err
	})
	if err != nil {
		return err
	}
	return d.change(ctx, byID(id), find, by, change, finish)
}

// change writes down what a message is now.
func (d *Desk) change(ctx context.Context, load func(store.Tx) (desk.State, error), find func(store.Tx, desk.State) (desk.Entry, error),
	by desk.AuthorKind, change func(desk.Correction) (desk.Correction, bool), finish func(*desk.State, time.Time)) error {
	_, err := d.run(ctx, act{
		load:  load,
		event: desk.Event{Kind: desk.EventCorrection, Author: by},
		adapt: func(tx store.Tx, s desk.State, _ *Account, ev *desk.Event) error {
			e, err := find(tx, s)
			if err != nil {
				return err
			}
			was := desk.Uncorrected(e)
			list, err := tx.Corrections(s.ID, e.Seq)
			if err != nil {
				return err
			}
			for _, c := range list {
				if c.Correction.Of == e.ID {
					was = *c.Correction
				}
			}
			was.Reactions = slices.Clone(was.Reactions)
			now, changed := change(was)
			if !changed {
				return errIdle
			}
			ev.Correction, ev.Seq = &now, e.Seq
			return nil
		},
		finish: finish,
	})
	if errors.Is(err, errIdle) {
		return nil
	}
	return err
}

// ThreadMoved notes who holds a guest's thread at the channel. Of two words about it the later counts.
func (d *Desk) ThreadMoved(ctx context.Context, m ThreadMoved) error {
	return d.happens(ctx, m.ContactID, desk.Event{Kind: desk.EventThread, Owner: m.Owner, At: m.At}, nil)
}

// Referred notes that a guest came (again) by an advertisement or a link, and when.
func (d *Desk) Referred(ctx context.Context, contactID string, r desk.Referral, at time.Time) error {
	what := r.Title
	for _, s := range []string{r.Source, r.Ref, r.URL} {
		if what == "" {
			what = s
		}
	}
	ev := desk.Event{Kind: desk.EventReferral, Reason: desk.CleanLine(what, 200), At: at}
	return d.happens(ctx, contactID, ev, func(after *desk.State, now time.Time) { opens(after, at, now) })
}

// Unsaid notes that an answer of the assistant's was withdrawn after it had been on its way: what it answered is unanswered
// again, unless it was answered since.
func (d *Desk) Unsaid(ctx context.Context, deliveryID string) error {
	var of store.Delivery
	_, err := d.run(ctx, act{
		load: func(tx store.Tx) (s desk.State, err error) {
			if of, err = tx.Delivery(deliveryID); err != nil {
				return s, err
			}
			return tx.State(of.ConversationID)
		},
		event: desk.Event{Kind: desk.EventUnsaid},
		adapt: func(_ store.Tx, _ desk.State, _ *Account, ev *desk.Event) error {
			ev.Seq, ev.At = of.Answers, of.AnswersAt
			return nil
		},
	})
	return err
}

// happens brings an event of the channel to the guest's conversation, which is begun where there is none.
func (d *Desk) happens(ctx context.Context, contactID string, ev desk.Event, finish func(*desk.State, time.Time)) error {
	_, err := d.run(ctx, act{load: d.ofContact(contactID, true), event: ev, finish: finish})
	return err
}

// GuestRead notes how far a guest has read: up to a time, or up to one message of ours.
func (d *Desk) GuestRead(ctx context.Context, contactID string, upTo time.Time, providerID string) error {
	return d.store.Write(ctx, func(tx store.Tx) error {
		c, err := d.guest(tx, contactID)
		if err != nil {
			return err
		}
		s, err := tx.StateOfContact(c.ID)
		if err != nil {
			return err
		}
		var seq int64
		if providerID != "" {
			e, err := named(tx, s.AccountID, providerID)
			if errors.Is(err, desk.ErrNotFound) || err == nil && e.ConversationID != s.ID {
				return nil
			}
			if err != nil {
				return err
			}
			seq = e.Seq
		} else if upTo.IsZero() {
			return nil
		} else {
			list, err := tx.Entries(s.ID, store.EntryFilter{Before: s.LastSeq + 1, Limit: lookBack, PublicOnly: true})
			if err != nil {
				return err
			}
			for _, e := range list {
				if !e.At.After(upTo) {
					seq = e.Seq
				}
			}
		}
		if seq <= c.ReadSeq {
			return nil
		}
		return tx.SetGuestRead(c.ID, seq)
	})
}

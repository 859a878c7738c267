package conversation

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// conversationsOf bounds how many conversations of one guest are looked at when two guests become one.
const conversationsOf = 100

// Merge makes one of two contacts that turned out to be one guest (ruling 9): the younger's conversation goes on in the
// older's, with everything that hangs on it, and the younger stays as a pointer. Pages that are open as the younger go
// on as the older: whoever keeps tokens in memory is to forget the younger's. Merging again changes nothing.
//
// It is for callers who know that the two are one: it checks no sign-in. Contacts of different accounts stay apart,
// because a reply goes to one of them only.
func (d *Desk) Merge(ctx context.Context, olderID, youngerID string) (desk.State, error) {
	for range attempts {
		var s desk.State
		err := d.store.Write(ctx, func(tx store.Tx) (err error) {
			s, err = d.merge(tx, olderID, youngerID)
			return err
		})
		if !errors.Is(err, desk.ErrChanged) {
			return s, err
		}
	}
	return desk.State{}, errStorm
}

func (d *Desk) merge(tx store.Tx, olderID, youngerID string) (desk.State, error) {
	older, err := d.guest(tx, olderID)
	if err != nil {
		return desk.State{}, err
	}
	younger, err := d.guest(tx, youngerID)
	if err != nil {
		return desk.State{}, err
	}
	if older.ID != younger.ID {
		if older.PropertyID != younger.PropertyID || older.AccountID != younger.AccountID || older.Channel != younger.Channel {
			return desk.State{}, desk.Refuse(desk.CodeConflict, "Guests who write to different accounts cannot become one.")
		}
		if err := d.join(tx, older, younger); err != nil {
			return desk.State{}, err
		}
	}
	s, err := tx.StateOfContact(older.ID)
	if errors.Is(err, desk.ErrNotFound) {
		return desk.State{}, nil
	}
	return s, err
}

// join merges what must be one: the conversation of the two that began first takes in all of theirs that began later.
func (d *Desk) join(tx store.Tx, older, younger desk.Contact) error {
	var stays desk.State
	var all []desk.State
	for _, c := range []desk.Contact{older, younger} {
		of, err := tx.ConversationsOfContact(c.ID, conversationsOf)
		if err != nil {
			return err
		}
		for i, sum := range of {
			all = append(all, sum.State)
			if i == 0 && (stays.ID == "" || begun(sum.State, stays) < 0) {
				stays = sum.State
			}
		}
	}
	slices.SortFunc(all, begun)
	var joined []desk.State
	for _, s := range all {
		if stays.ID == "" || begun(s, stays) <= 0 {
			continue
		}
		after, err := d.absorb(tx, stays, s, older.ID)
		if err != nil {
			return err
		}
		stays = after
		joined = append(joined, s)
	}
	if err := tx.MergeContacts(older.ID, younger.ID); err != nil {
		return err
	}
	if err := tx.UpdateContact(one(older, younger, tx.Now())); err != nil {
		return err
	}
	tx.AfterCommit(func() {
		for _, s := range joined {
			d.publish(Change{Before: s, After: pointer(s, stays.ID)})
		}
		if stays.ID != "" {
			moved := stays
			moved.ContactID = older.ID
			d.publish(Change{Before: moved, After: moved})
		}
	})
	return nil
}

func begun(a, b desk.State) int {
	return cmp.Or(a.StartedAt.Compare(b.StartedAt), cmp.Compare(a.ID, b.ID))
}

// absorb lets one conversation take in another. Requests that end because only one may be open end first, so that what
// rings for them stops before the two become one.
func (d *Desk) absorb(tx store.Tx, older, younger desk.State, contactID string) (desk.State, error) {
	prop, err := d.props.In(tx, older.PropertyID)
	if err != nil {
		return older, err
	}
	account, err := d.account(tx, older)
	if err != nil {
		return older, err
	}
	env := d.env(tx, prop, account, older)
	m := desk.Merge(older, younger, env)
	limit(m.Outcome.Held, env.LiveChat)
	for _, s := range []desk.State{older, younger} {
		for _, r := range m.Ended.Requests {
			if s.Request.Open() && s.Request.ID == r.ID {
				ended := s
				ended.Request = &r
				if err := d.followed(tx, Change{Before: s, After: ended}, desk.Outcome{State: ended}); err != nil {
					return older, err
				}
			}
		}
	}
	if err := tx.Absorb(older, younger, m); err != nil {
		return older, err
	}
	m.Base.ContactID, m.Outcome.State.ContactID = contactID, contactID
	var res done
	if err := d.save(tx, prop, account, m.Base, m.Outcome, desk.Event{}, nil, &res); err != nil {
		return older, err
	}
	if t := younger.Turn; t.Open() && d.turns != nil {
		tx.AfterCommit(func() { d.turns.Drop(t.ID) })
	}
	after := res.After
	after.ContactID = older.ContactID // until the contacts are one
	return after, nil
}

// pointer is what is left of a conversation that another took in, for those who show it.
func pointer(s desk.State, into string) desk.State {
	p := desk.State{Conversation: s.Conversation}
	p.Status, p.Controller, p.MergedInto = desk.StatusResolved, desk.Controller{Kind: desk.ControllerAssistant}, into
	p.Epoch, p.LastSeq, p.LastPublicSeq = s.Epoch+1, s.LastSeq+1, 0
	return p
}

// one is the older contact with what only the younger said. What was proven of the younger counts more than what the
// older only said.
func one(older, younger desk.Contact, now time.Time) desk.Contact {
	c, proven := older, younger.Verified(now) && !older.Verified(now)
	pick := func(into *string, other string) {
		if *into == "" || proven && other != "" {
			*into = other
		}
	}
	pick(&c.Name, younger.Name)
	pick(&c.Email, younger.Email)
	pick(&c.Phone, younger.Phone)
	pick(&c.Language, younger.Language)
	pick(&c.TimeZone, younger.TimeZone)
	c.Proof, c.Blocked = older.Proof.Longer(younger.Proof), older.Blocked || younger.Blocked
	c.NoAddress = older.NoAddress || younger.NoAddress
	if c.Notes != younger.Notes {
		c.Notes = joined(c.Notes, younger.Notes)
	}
	attributes := map[string]string{}
	for _, from := range []map[string]string{younger.Attributes, older.Attributes} {
		for k, v := range from {
			attributes[k] = v
		}
	}
	c.Attributes = attributes
	pages := append(slices.Clone(older.Pages), younger.Pages...)
	slices.SortStableFunc(pages, func(a, b desk.PageView) int { return a.At.Compare(b.At) })
	c.Pages = pages[max(0, len(pages)-pagesKept):]
	if younger.SeenAt.After(c.SeenAt) {
		c.SeenAt, c.Device = younger.SeenAt, younger.Device
	}
	return c
}

// guest is a contact, or the one that it turned out to be.
func (d *Desk) guest(tx store.Tx, id string) (desk.Contact, error) {
	for {
		c, err := tx.Contact(id)
		if err != nil || c.MergedInto == "" {
			return c, err
		}
		id = c.MergedInto
	}
}

package arrival

import (
	"context"
	"errors"
	"time"

	"deskbell/internal/channel"
	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// profileWithin is how long a channel may take to tell a guest's name.
const profileWithin = 10 * time.Second

// attach lets the media of a stored message be fetched, each on its own. The body is done only when they are: what a killed
// server did not fetch is fetched after its restart.
func (in *Intake) attach(ctx context.Context, j *job, contact string, r conversation.Receipt) {
	if in.cfg.Media == nil {
		return
	}
	for i, m := range r.Media {
		if m.State != desk.MediaPending || i >= len(j.Media) {
			continue
		}
		a := Attached{Account: j.account, Contact: contact, ConversationID: r.ConversationID, EntryID: r.EntryID, Index: i, Media: j.Media[i]}
		j.body.mu.Lock()
		j.body.left++
		j.body.mu.Unlock()
		if !in.fetching.give(j.account.ID, contact, func(ctx context.Context) { in.fetch(ctx, j.body, a) }) {
			in.end(ctx, j.body, errCrowded) // it is tried again later, so that no message waits behind files
		}
	}
}

func (in *Intake) fetch(ctx context.Context, b *body, a Attached) {
	_, err := safely(func() (struct{}, error) { return struct{}{}, in.cfg.Media.Fetch(ctx, a, b.last()) })
	if ctx.Err() != nil {
		return // it is given back
	}
	if err != nil && !errors.Is(err, store.ErrPanic) && desk.CodeOf(err) != desk.CodeUnavailable {
		in.cfg.Log.Info("what a guest attached was not fetched", "conversation_id", a.ConversationID, "err", err)
		err = desk.Refuse(desk.CodeUnavailable, "what was attached could not be fetched")
	}
	in.end(ctx, b, err)
}

// introduce asks the channel for a guest's name, once after each start for those who show none.
func (in *Intake) introduce(ctx context.Context, j *job, contactID, externalID string) {
	key := "name\x00" + contactID
	if _, asked := in.people.Get(key); asked {
		return
	}
	in.people.Put(key, "")
	profiler := j.adapter.(channel.Profiler) // or it would not have been asked to
	given := in.fetching.give(j.account.ID, contactID, func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(ctx, profileWithin)
		defer cancel()
		g, err := safely(func() (channel.Guest, error) { return profiler.Profile(ctx, j.account, externalID) })
		switch {
		case errors.Is(err, store.ErrPanic):
			in.cfg.Log.Error("asking for a guest's name panicked", "channel", j.account.Channel, "err", err)
		case err != nil:
			in.cfg.Log.Debug("a guest's name was not told", "channel", j.account.Channel, "err", err)
		default:
			in.named(ctx, contactID, g)
		}
	})
	if !given { // too much waits: the next message asks again
		in.people.Delete(key)
	}
}

// named keeps what a channel told of a guest.
func (in *Intake) named(ctx context.Context, contactID string, g channel.Guest) {
	err := in.cfg.Store.Write(ctx, func(tx store.Tx) error {
		c, err := tx.Contact(contactID)
		if err != nil || c.MergedInto != "" {
			return err
		}
		if c, more := completed(c, g); more {
			return tx.UpdateContact(c)
		}
		return nil
	})
	if err != nil {
		in.cfg.Log.Debug("a guest's name was not kept", "err", err)
		return
	}
	if in.cfg.Named != nil {
		in.cfg.Named(contactID)
	}
}

// profiles reports whether a channel tells of guests what they do not say themselves.
func profiles(a channel.Adapter) bool {
	_, ok := a.(channel.Profiler)
	return ok
}

// errCrowded says that nobody was free to wait for a channel.
var errCrowded = desk.Refuse(desk.CodeUnavailable, "too many files are being fetched")

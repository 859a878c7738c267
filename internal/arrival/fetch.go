package arrival

import (
	"context"
	"time"

	"deskbell/internal/channel"
	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// How what channels are asked for is fetched.
const (
	fetchers = 6
	// profileWithin is how long a channel may take to tell a guest's name.
	profileWithin = 10 * time.Second
)

// fetch works on what waits for channels, until ctx is done.
func (in *Intake) fetch(ctx context.Context) {
	for {
		select {
		case do := <-in.fetching:
			do(ctx)
		case <-ctx.Done():
			return
		}
	}
}

// attach lets the media of a stored message be fetched. The body is done only when that is: what a killed server did not
// fetch is fetched after its restart.
func (in *Intake) attach(ctx context.Context, j *job, contact string, r conversation.Receipt, outgoing bool) {
	pending := false
	for _, m := range r.Media {
		pending = pending || m.State == desk.MediaPending
	}
	if !pending || in.cfg.Media == nil {
		return
	}
	j.body.mu.Lock()
	j.body.left++
	j.body.mu.Unlock()
	in.later(ctx, j.body, func(ctx context.Context) {
		_, err := safely(func() (struct{}, error) {
			return struct{}{}, in.cfg.Media.Fetch(ctx, Attached{Account: j.account, Contact: contact, Receipt: r, Media: j.Media, Outgoing: outgoing}, j.body.last())
		})
		if ctx.Err() != nil {
			return // it is given back
		}
		if err != nil && desk.CodeOf(err) != desk.CodeUnavailable {
			in.cfg.Log.Info("what a guest attached was not fetched", "conversation_id", r.ConversationID, "err", err)
			err = desk.Refuse(desk.CodeUnavailable, "what was attached could not be fetched")
		}
		in.end(ctx, j.body, err)
	})
}

// introduce asks the channel for a guest's name, once after each start for those who show none.
func (in *Intake) introduce(ctx context.Context, j *job, contactID, externalID string) {
	key := "name\x00" + contactID
	if _, asked := in.people.Get(key); asked {
		return
	}
	in.people.Put(key, "")
	profiler := j.adapter.(channel.Profiler) // or it would not have been asked to
	select {
	case in.fetching <- func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(ctx, profileWithin)
		defer cancel()
		g, err := profiler.Profile(ctx, j.account, externalID)
		if err != nil {
			in.cfg.Log.Debug("a guest's name was not told", "channel", j.account.Channel, "err", err)
			return
		}
		err = in.cfg.Store.Write(ctx, func(tx store.Tx) error {
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
	}:
	default: // too much waits: the next message asks again
		in.people.Delete(key)
	}
}

// profiles reports whether a channel tells of guests what they do not say themselves.
func profiles(a channel.Adapter) bool {
	_, ok := a.(channel.Profiler)
	return ok
}

// later gives work to those who wait for channels. Where too much waits for them already, the body is tried again later,
// so that no message waits behind files.
func (in *Intake) later(ctx context.Context, b *body, do func(context.Context)) {
	if b.last() {
		select {
		case in.fetching <- do:
		case <-ctx.Done():
		}
		return
	}
	select {
	case in.fetching <- do:
	default:
		in.end(ctx, b, desk.Refuse(desk.CodeUnavailable, "too many files are being fetched"))
	}
}

package connect

import (
	"context"
	"errors"
	"strings"
	"time"

	"deskbell/internal/channel"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// TakeThread asks the channel for a guest's thread that another app has. What comes of it is told by the channel.
func (c *Connections) TakeThread(ctx context.Context, p desk.Person, conversationID string) error {
	var acc channel.Account
	var guest string
	err := c.cfg.Store.Read(ctx, func(tx store.Tx) error {
		s, err := tx.State(conversationID)
		if err != nil {
			return err
		}
		if err := desk.Allow(p, desk.ActConverse, s.PropertyID); err != nil {
			return err
		}
		if s.Channel == desk.ChannelWeb {
			return errNoThreads
		}
		if _, acc, _, err = c.load(tx, s.AccountID); err != nil {
			return err
		}
		ids, err := tx.Identities(s.ContactID)
		if err != nil {
			return err
		}
		if len(ids) == 0 {
			return desk.ErrNotFound
		}
		guest = ids[0]
		if acc.Channel == desk.ChannelWhatsApp { // it takes a number there, and would not know the business-scoped id
			for _, id := range ids {
				if strings.Trim(id, "0123456789") == "" {
					guest = id
				}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	ad, ok := c.cfg.Adapters[acc.Channel].(channel.Threads)
	if !ok {
		return errNoThreads
	}
	asking, cancel := context.WithTimeout(ctx, askWithin)
	defer cancel()
	if err := ad.TakeThread(asking, acc, guest); err != nil {
		c.cfg.Log.Warn("a thread was not handed over", "account_id", acc.ID, "conversation_id", conversationID, "err", err)
		return refusal(err)
	}
	return c.cfg.Store.Write(context.WithoutCancel(ctx), func(tx store.Tx) error {
		return tx.Audit(store.AuditLine{At: tx.Now(), PersonID: p.ID, PropertyID: acc.PropertyID, Action: "thread_taken", Subject: conversationID})
	})
}

var errNoThreads = desk.Refuse(desk.CodeConflict, "Threads of this channel belong to nobody else.")

// refusal words what a channel said for whoever pressed the button. The detail stays in the log.
func refusal(err error) error {
	var f *channel.Failure
	if !errors.As(err, &f) {
		return desk.Refuse(desk.CodeUnavailable, "The channel could not be asked. Please try again in a moment.")
	}
	switch f.Kind {
	case channel.FailureThrottled, channel.FailurePair:
		return &desk.Error{Code: desk.CodeRateLimited, RetryAfter: max(f.After, time.Second), Message: "The channel asks to be asked less often."}
	case channel.FailureTransient, channel.FailureUnknown:
		return desk.Refuse(desk.CodeUnavailable, "The channel does not answer. Please try again in a moment.")
	case channel.FailureToken:
		return desk.Refuse(desk.CodeConflict, "The account's token no longer works. An Admin enters a new one under Channels.")
	}
	if f.Reason == channel.ReasonRoutingOff {
		return desk.Refuse(desk.CodeConflict, "The thread can only be asked for where conversation routing is on, in the Page's settings at Meta.")
	}
	return desk.Refuse(desk.CodeConflict, "The channel refused (%s).", why(err))
}

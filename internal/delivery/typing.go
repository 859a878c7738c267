package delivery

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"deskbell/internal/channel"
	"deskbell/internal/desk"
	"deskbell/internal/recent"
	"deskbell/internal/store"
)

// What is only shown: that somebody writes, and that something was read. It is best effort, bounded, and never repeated
// sooner than the channels let it fade.
const (
	signsWaiting = 256
	signHands    = 4
	signWithin   = 5 * time.Second
	signAgain    = 8 * time.Second
	signsKept    = 10_000
)

// sign is something to be shown to a guest.
type sign struct {
	conversationID string
	// agentID is whose sign it is: it is shown while they are in control. "" is the assistant's.
	agentID string
	read    bool
}

type typing struct {
	signs chan sign
	shown *recent.Map[sign, time.Time]
}

func newTyping() typing {
	return typing{signs: make(chan sign, signsWaiting), shown: recent.New[sign, time.Time](signsKept)}
}

// Typing shows a guest outside the website that the agent in control writes, or with "" the assistant; Read that the agent
// in control has read. Both return at once, and forget it where too much waits.
func (o *Outbox) Typing(conversationID, agentID string) {
	o.sign(sign{conversationID: conversationID, agentID: agentID})
}

// Read is as Typing.
func (o *Outbox) Read(conversationID, agentID string) {
	o.sign(sign{conversationID: conversationID, agentID: agentID, read: true})
}

func (o *Outbox) sign(s sign) {
	now := o.cfg.Now()
	if at, ok := o.shown.Get(s); ok && now.Sub(at) < signAgain {
		return
	}
	o.shown.Put(s, now)
	select {
	case o.signs <- s:
	default:
	}
}

// showAll shows what is to be shown until ctx is done.
func (o *Outbox) showAll(ctx context.Context) error {
	done := make(chan struct{}, signHands)
	for range signHands {
		go func() {
			defer func() { done <- struct{}{} }()
			for {
				select {
				case s := <-o.signs:
					if err := o.showSafely(ctx, s); err != nil && ctx.Err() == nil {
						o.cfg.Log.Debug("a sign was not shown to a guest", "conversation_id", s.conversationID, "err", err)
					}
				case <-ctx.Done():
					return
				}
			}
		}()
	}
	for range signHands {
		<-done
	}
	return nil
}

// showSafely is show, where a panic ends no more than the sign.
func (o *Outbox) showSafely(ctx context.Context, g sign) (err error) {
	defer func() {
		if p := recover(); p != nil {
			o.cfg.Log.Error("a sign panicked", "conversation_id", g.conversationID, "err", fmt.Errorf("%v\n%s", p, debug.Stack()))
		}
	}()
	return o.show(ctx, g)
}

// show asks the channel to show one sign.
func (o *Outbox) show(ctx context.Context, g sign) error {
	ctx, cancel := context.WithTimeout(ctx, signWithin)
	defer cancel()
	var st desk.State
	var ids []string
	var last string
	err := o.cfg.Store.Read(ctx, func(tx store.Tx) (err error) {
		if st, err = tx.State(g.conversationID); err != nil || st.Channel == desk.ChannelWeb {
			return err
		}
		if ids, err = tx.Identities(st.ContactID); err != nil {
			return err
		}
		entries, err := tx.Entries(st.ID, store.EntryFilter{Before: st.Facts.GuestSeq + 1, Limit: 1})
		if err == nil && len(entries) > 0 && entries[0].Author.Kind == desk.AuthorGuest {
			last = entries[0].ProviderID
		}
		return err
	})
	if err != nil || st.Channel == desk.ChannelWeb || len(ids) == 0 || g.agentID != "" && g.agentID != st.Controller.AgentID {
		return err
	}
	_, a, paused, err := o.cfg.Accounts.Account(ctx, st.AccountID)
	if err != nil || paused != "" {
		return err
	}
	adapter := o.cfg.Adapters[a.Channel]
	if adapter == nil {
		return errors.New("no such channel")
	}
	if open, late := Window(adapter.Capabilities(a), false, desk.AuthorAgent, st.GuestAt, o.cfg.Now()); !open || late {
		return nil
	}
	if g.read {
		if r, ok := adapter.(channel.Reader); ok {
			return r.MarkRead(ctx, a, ids[0], last)
		}
		return nil
	}
	if t, ok := adapter.(channel.Typer); ok {
		return t.Typing(ctx, a, ids[0], last)
	}
	return nil
}

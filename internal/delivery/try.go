package delivery

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"runtime/debug"
	"strings"
	"time"

	"deskbell/internal/channel"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// How often an attempt is repeated.
const (
	// transientMost is how often a message is tried that the channel does not take while it takes others; while it takes
	// none, a message waits as long as its window is open.
	transientMost = 5
	doubtfulMost  = 3
	// windowMargin is before the end of the window, because clocks differ and a message is under way for a moment.
	windowMargin = time.Minute
)

// scene is what an attempt needs to know beside the message.
type scene struct {
	app     channel.App
	account channel.Account
	adapter channel.Adapter
	caps    channel.Capabilities
	ids     []string
	phone   string
	// window is when the guest last wrote.
	guestAt time.Time
	now     time.Time
}

// guest is how the pace tells guests apart.
func (s scene) guest() string {
	if len(s.ids) == 0 {
		return ""
	}
	return s.ids[0]
}

// try makes one attempt at a claimed message.
func (o *Outbox) try(ctx context.Context, d store.Delivery) result {
	s, paused, err := o.scene(ctx, d)
	switch {
	case errors.Is(err, desk.ErrNotFound):
		return failed(store.ReasonAccountRemoved, "")
	case err != nil:
		o.cfg.Log.Warn("a message waits", "delivery_id", d.ID, "err", err)
		return waits(spread(backOffFirst))
	case paused != "":
		r := waits(spread(pausedFor))
		r.Reason = paused
		return r
	case len(s.ids) == 0 && s.phone == "":
		return failed(channel.ReasonUnknownGuest, "")
	}
	out, why := o.outgoing(d, s)
	if why != "" {
		return failed(why, "")
	}
	if wait := o.pace.begin(s.account.ID, s.caps, s.guest(), out.Media != nil); wait > 0 {
		return waits(wait)
	}
	ctx, cancel := context.WithTimeout(ctx, within(d))
	defer cancel()
	sent, f := o.send(ctx, s, out)
	o.pace.end(s.account.ID, s.guest(), f)
	if f == nil {
		if sent.Slow > 0 {
			o.pace.slow(s.account.ID, sent.Slow)
		}
		return result{DeliveryResult: store.DeliveryResult{State: store.DeliverySent, ProviderID: sent.ID}, recipient: sent.Recipient,
			note: func() { o.cfg.Accounts.Sent(s.account.ID) }}
	}
	o.cfg.Log.Info("a message was not sent", "delivery_id", d.ID, "channel", s.account.Channel, "kind", f.Kind, "code", f.Code, "reason", f.Reason,
		"trace", f.Trace, "attempt", d.Attempts)
	r := o.judge(d, s, f)
	r.note = func() { o.cfg.Accounts.Failed(s.account.ID, *f) }
	return r
}

// send hands a message to the channel. A panic may have happened on either side of the line, so the message is uncertain.
func (o *Outbox) send(ctx context.Context, s scene, out channel.Outgoing) (sent channel.Sent, f *channel.Failure) {
	defer func() {
		if p := recover(); p != nil {
			o.cfg.Log.Error("a message panicked", "delivery_id", out.Ours, "err", fmt.Errorf("%v\n%s", p, debug.Stack()))
			o.cfg.Dead("delivery")
			f = &channel.Failure{Kind: channel.FailureUnknown, Reason: channel.ReasonNoAnswer}
		}
	}()
	sent, err := s.adapter.Send(ctx, s.app, s.account, out)
	if err == nil {
		return sent, nil
	}
	if errors.As(err, &f) {
		return sent, f
	}
	// An adapter promises a *Failure. What it did not promise says nothing of what became of the message.
	return sent, &channel.Failure{Kind: channel.FailureUnknown, Reason: channel.ReasonNoAnswer, Err: err}
}

// scene loads what an attempt needs.
func (o *Outbox) scene(ctx context.Context, d store.Delivery) (s scene, paused string, err error) {
	if s.app, s.account, paused, err = o.cfg.Accounts.Account(ctx, d.AccountID); err != nil {
		return s, "", err
	}
	if s.adapter = o.cfg.Adapters[s.account.Channel]; s.adapter == nil {
		return s, "", desk.ErrNotFound
	}
	s.caps = s.adapter.Capabilities(s.account)
	err = o.cfg.Store.Read(ctx, func(tx store.Tx) error {
		s.now = tx.Now()
		// Two guests may have turned out to be one since it was claimed, and it moved with its conversation.
		now, err := tx.Delivery(d.ID)
		if err != nil {
			return err
		}
		st, err := tx.State(now.ConversationID)
		if err != nil {
			return err
		}
		if s.guestAt = st.Facts.WindowFrom; s.guestAt.IsZero() {
			s.guestAt = st.GuestAt
		}
		c, err := tx.Contact(st.ContactID)
		if err != nil {
			return err
		}
		s.phone = c.Phone
		s.ids, err = tx.Identities(c.ID)
		return err
	})
	return s, paused, err
}

// outgoing is the message as the channel takes it, or why it can never be sent.
func (o *Outbox) outgoing(d store.Delivery, s scene) (out channel.Outgoing, why string) {
	doc := d.Doc
	out = channel.Outgoing{Ours: d.ID, To: s.ids, Phone: s.phone, Text: doc.Text, ReplyTo: doc.ReplyTo}
	for _, c := range doc.Choices {
		out.Choices = append(out.Choices, channel.Choice{Title: c.Title, Payload: c.Payload, Description: c.Description})
	}
	if doc.Template != "" {
		out.Template = new(channel.Filled)
		if json.Unmarshal([]byte(doc.Template), out.Template) != nil {
			return out, channel.ReasonTemplateInvalid
		}
		return out, ""
	}
	open, late := Window(s.caps, s.account.HumanAgent, d.Author, s.guestAt, s.now)
	if !open {
		return out, channel.ReasonWindow
	}
	out.Late = late
	if f := doc.File; f != nil {
		kind, why := s.caps.Carry(f.Type, f.Size)
		if why != "" {
			return out, why
		}
		out.Media = &channel.Upload{Kind: kind, Type: f.Type, Name: f.Name, Size: f.Size, Caption: doc.Caption,
			// Nobody at the desk sends music: what sounds was spoken.
			Voice: doc.Voice || kind == channel.MediaAudio,
			Open: func() (io.ReadCloser, error) {
				if o.cfg.Files == nil {
					return nil, desk.ErrNotFound
				}
				return o.cfg.Files.Open(context.Background(), f.Key)
			},
			URL: o.address(f)}
	}
	return out, ""
}

// address is where a channel that fetches files itself finds one: whoever knows its key may.
func (o *Outbox) address(f *desk.File) string {
	if o.cfg.BaseURL == "" {
		return ""
	}
	return strings.TrimRight(o.cfg.BaseURL, "/") + "/files/" + f.Key + "/" + url.PathEscape(f.Name)
}

// Window tells whether a message of an author may be sent now to a guest who last wrote at a time, and whether it would
// be late: after the window for everybody, within the one for people.
func Window(caps channel.Capabilities, humanAgent bool, author desk.AuthorKind, guestAt, now time.Time) (open, late bool) {
	switch {
	case caps.Window <= 0 || now.Before(guestAt.Add(caps.Window-windowMargin)):
		return true, false
	case author == desk.AuthorAgent && humanAgent && now.Before(guestAt.Add(caps.HumanWindow-windowMargin)):
		return true, true
	}
	return false, false
}

// judge decides what a failure means for the message.
func (o *Outbox) judge(d store.Delivery, s scene, f *channel.Failure) result {
	tries := d.Attempts // this one is counted already
	switch f.Kind {
	case channel.FailureUnknown:
		return result{DeliveryResult: store.DeliveryResult{State: store.DeliveryUncertain, Reason: f.Reason, Code: f.Code}}
	case channel.FailureSent:
		return result{DeliveryResult: store.DeliveryResult{State: store.DeliverySent, Reason: f.Reason, Code: f.Code}}
	case channel.FailureThrottled, channel.FailurePair:
		return again(f, max(f.After, backOff(tries-1)))
	case channel.FailureToken, channel.FailureAccount:
		return again(f, spread(pausedFor))
	case channel.FailureDoubtful:
		if tries < doubtfulMost {
			return again(f, max(f.After, backOff(tries)))
		}
	case channel.FailureTransient:
		// Where others get through it lies with this message, and ever more tries do not help.
		if tries < transientMost || o.pace.well(s.account.ID).Before(o.cfg.Now().Add(-sinceFirst(tries))) {
			return again(f, max(f.After, backOff(tries)))
		}
	}
	return failed(f.Reason, f.Code)
}

// sinceFirst is about how long ago the first of so many tries was.
func sinceFirst(tries int) time.Duration {
	var sum time.Duration
	for i := range tries {
		sum += min(backOffMost, backOffFirst<<min(i, 10))
	}
	return sum
}

func waits(d time.Duration) result {
	return result{DeliveryResult: store.DeliveryResult{State: store.DeliveryWaiting, Untried: true}, after: d}
}

func again(f *channel.Failure, d time.Duration) result {
	return result{DeliveryResult: store.DeliveryResult{State: store.DeliveryWaiting, Reason: f.Reason, Code: f.Code}, after: d}
}

func failed(reason, code string) result {
	return result{DeliveryResult: store.DeliveryResult{State: store.DeliveryFailed, Reason: reason, Code: code}}
}

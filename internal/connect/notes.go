package connect

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"deskbell/internal/channel"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// What happens on accounts is noted in memory and written down within a second: a burst of a thousand messages is one write,
// and a process that is killed forgets a second of what only tells how an account does.

// notedEvery is how long notes wait for others.
const notedEvery = time.Second

// How long failures, days and notices are kept.
const (
	failuresFor = 24 * time.Hour
	daysFor     = 28 * 24 * time.Hour
	noticesFor  = 7 * 24 * time.Hour
)

const (
	hourForm = "2006-01-02T15"
	dayForm  = "2006-01-02"
)

type notes struct {
	mu       sync.Mutex
	apps     map[string]appNote
	accounts map[string]*accountNote
	// some says that there is something to write down, wake that it does not wait.
	some, wake chan struct{}
}

func newNotes() notes {
	return notes{apps: map[string]appNote{}, accounts: map[string]*accountNote{}, some: make(chan struct{}, 1), wake: make(chan struct{}, 1)}
}

func knock(on chan struct{}) {
	select {
	case on <- struct{}{}:
	default:
	}
}

type appNote struct {
	verified, tested, forged time.Time
	bad                      int64
}

type accountNote struct {
	in              int64
	lastIn, lastOut time.Time
	delivered       time.Time
	failed          time.Time
	reasons         map[string]int64
	lastReason      string
	notices         map[string]time.Time
	// pause is why nothing can be sent until somebody has done something.
	pause string
	// templates says that the prepared messages changed.
	templates bool
	// shared is what the channel said of all accounts of the same parent.
	shared []channel.Notice
}

func newAccountNote() *accountNote {
	return &accountNote{reasons: map[string]int64{}, notices: map[string]time.Time{}}
}

func (c *Connections) noteApp(id string, change func(*appNote)) {
	c.notes.mu.Lock()
	n := c.notes.apps[id]
	change(&n)
	c.notes.apps[id] = n
	c.notes.mu.Unlock()
	knock(c.notes.some)
}

func (c *Connections) note(id string, change func(*accountNote, time.Time)) {
	now := c.cfg.Now()
	defer knock(c.notes.some)
	c.notes.mu.Lock()
	defer c.notes.mu.Unlock()
	n := c.notes.accounts[id]
	if n == nil {
		n = newAccountNote()
		c.notes.accounts[id] = n
	}
	change(n, now)
}

// soon writes the notes down at once: somebody waits to see them, or they stop an account.
func (c *Connections) soon() { knock(c.notes.wake) }

// Verified notes that the owner has asked whether an app's address is ours, and was answered.
func (c *Connections) Verified(app channel.App) {
	c.noteApp(app.ID, func(n *appNote) { n.verified = c.cfg.Now() })
	c.soon()
}

// Forged notes a body whose signature was none of the app's.
func (c *Connections) Forged(app channel.App) {
	c.noteApp(app.ID, func(n *appNote) {
		n.forged = c.cfg.Now()
		n.bad++
	})
}

// Heard notes that a guest wrote.
func (c *Connections) Heard(accountID string) {
	c.note(accountID, func(n *accountNote, now time.Time) {
		n.lastIn = now
		n.in++
	})
}

// Sent notes that the channel took a message.
func (c *Connections) Sent(accountID string) {
	c.note(accountID, func(n *accountNote, now time.Time) { n.lastOut = now })
}

// Delivered notes what became of messages: that one arrived is the last lamp.
func (c *Connections) Delivered(list []store.Delivery) {
	for _, d := range list {
		if d.State == store.DeliveryDelivered || d.State == store.DeliveryRead || d.State == store.DeliveryPlayed {
			c.note(d.AccountID, func(n *accountNote, now time.Time) { n.delivered = now })
		}
	}
}

// Failed notes why a message was not sent. What concerns the account and not the message pauses it.
func (c *Connections) Failed(accountID string, f channel.Failure) {
	c.note(accountID, func(n *accountNote, now time.Time) {
		if f.Kind == channel.FailureToken || f.Kind == channel.FailureAccount {
			n.pause = pauseReason(f)
		}
		if f.Kind == channel.FailureSent {
			return
		}
		reason := f.Reason
		if reason == "" {
			reason = string(f.Kind)
		}
		n.failed, n.lastReason = now, reason
		n.reasons[reason]++
	})
	if f.Kind == channel.FailureToken || f.Kind == channel.FailureAccount {
		c.soon()
	}
}

func pauseReason(f channel.Failure) string {
	switch {
	case f.Reason != "":
		return f.Reason
	case f.Kind == channel.FailureToken:
		return channel.ReasonToken
	}
	return channel.ReasonRestricted
}

// Noticed notes what the channel says about the account.
func (c *Connections) Noticed(accountID string, notice channel.Notice) {
	c.note(accountID, func(n *accountNote, now time.Time) {
		switch {
		case notice.Kind == channel.NoticeTemplates:
			n.templates = true
		case notice.Shared:
			n.shared = append(n.shared, notice)
		default:
			n.take(notice, now)
		}
	})
	c.soon()
}

// take notes what the channel says about this account.
func (n *accountNote) take(notice channel.Notice, now time.Time) {
	name := notice.Kind
	if f := notice.Failure; f != nil {
		if f.Kind == channel.FailureToken || f.Kind == channel.FailureAccount {
			n.pause = pauseReason(*f)
		}
		if f.Reason != "" {
			name = f.Reason
		}
	}
	if name != "" {
		n.notices[name] = now
	}
}

// spread gives every account of a parent what was said of all of them, and what was said of one number to that one. It may be
// run again.
func spread(tx store.Tx, accounts map[string]*accountNote) error {
	var all []store.ChannelAccount
	for id, from := range maps.Clone(accounts) {
		if len(from.shared) == 0 {
			continue
		}
		if all == nil {
			var err error
			if all, err = tx.ListAccounts(nil); err != nil {
				return err
			}
		}
		heard := slices.IndexFunc(all, func(a store.ChannelAccount) bool { return a.ID == id })
		if heard < 0 {
			continue // disconnected meanwhile
		}
		for _, notice := range from.shared {
			beside := below(all, all[heard].AppID, all[heard].Parent)
			if one := slices.IndexFunc(beside, func(a store.ChannelAccount) bool {
				return notice.Number != "" && digits(a.Health.Number) == notice.Number
			}); one >= 0 {
				beside = beside[one : one+1]
			}
			for _, a := range beside {
				n := accounts[a.ID]
				if n == nil {
					n = newAccountNote()
					accounts[a.ID] = n
				}
				n.take(notice, tx.Now())
			}
		}
	}
	return nil
}

// digits are those of a number as a channel shows it.
func digits(number string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, number)
}

// writeNotes writes down what was noted, within a second, and once more when ctx is done.
func (c *Connections) writeNotes(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
			defer cancel()
			c.writeDown(last)
			return nil
		case <-c.notes.some:
		}
		t := time.NewTimer(notedEvery)
		select {
		case <-ctx.Done():
		case <-t.C:
		case <-c.notes.wake:
		}
		t.Stop()
		c.writeDown(ctx)
	}
}

func (c *Connections) writeDown(ctx context.Context) {
	c.notes.mu.Lock()
	apps, accounts := c.notes.apps, c.notes.accounts
	c.notes.apps, c.notes.accounts = map[string]appNote{}, map[string]*accountNote{}
	c.notes.mu.Unlock()
	if len(apps)+len(accounts) == 0 {
		return
	}
	type told struct{ property, account string }
	var lit, stopped []told
	err := c.cfg.Store.Write(ctx, func(tx store.Tx) error {
		lit, stopped = nil, nil
		if err := spread(tx, accounts); err != nil {
			return err
		}
		for id, n := range apps {
			if err := tx.NoteApp(id, n.verified, n.tested, n.forged, n.bad); err != nil && !errors.Is(err, desk.ErrNotFound) {
				return err
			}
		}
		for id, n := range accounts {
			a, err := tx.Account(id)
			if errors.Is(err, desk.ErrNotFound) || err == nil && !a.RemovedAt.IsZero() {
				continue
			}
			if err != nil {
				return err
			}
			if n.templates {
				if err := staleTemplates(tx, a); err != nil {
					return err
				}
			}
			caps := c.capabilities(a)
			if err := tx.NoteAccount(id, func(h *store.AccountHealth) { n.into(h, caps, tx.Now()) }); err != nil {
				return err
			}
			if h := a.Health; h.HelloAt.IsZero() && !n.lastIn.IsZero() || h.AnsweredAt.IsZero() && !later(n.delivered, n.lastOut).IsZero() {
				lit = append(lit, told{a.PropertyID, id})
			}
			if n.pause == "" || a.Paused != "" {
				continue
			}
			if _, err := tx.PauseAccount(id, n.pause); err != nil {
				return err
			}
			if err := tx.SetMark(lookMark(id), tx.Now()); err != nil { // it is looked at now
				return err
			}
			if err := tx.Audit(store.AuditLine{At: tx.Now(), PropertyID: a.PropertyID, Action: "channel_paused", Subject: id, Detail: detail(map[string]any{"reason": n.pause})}); err != nil {
				return err
			}
			stopped = append(stopped, told{a.PropertyID, id})
		}
		return nil
	})
	if err != nil {
		if ctx.Err() == nil {
			c.cfg.Log.Warn("how channels do is not noted yet", "err", err)
		}
		c.again(apps, accounts)
		return
	}
	for _, t := range stopped {
		c.cfg.Log.Warn("an account sends nothing any more", "account_id", t.account)
		c.poke()
	}
	for _, t := range append(lit, stopped...) {
		c.changed(t.property, t.account)
	}
	for id, n := range apps {
		if !n.verified.IsZero() {
			c.changed("", id)
		}
	}
}

// again keeps notes that could not be written, among those made meanwhile.
func (c *Connections) again(apps map[string]appNote, accounts map[string]*accountNote) {
	for id, old := range apps {
		c.noteApp(id, func(n *appNote) {
			n.verified, n.tested, n.forged = later(n.verified, old.verified), later(n.tested, old.tested), later(n.forged, old.forged)
			n.bad += old.bad
		})
	}
	for id, old := range accounts {
		c.note(id, func(n *accountNote, _ time.Time) {
			n.in += old.in
			n.lastIn, n.lastOut, n.delivered = later(n.lastIn, old.lastIn), later(n.lastOut, old.lastOut), later(n.delivered, old.delivered)
			if old.failed.After(n.failed) {
				n.failed, n.lastReason = old.failed, old.lastReason
			}
			for reason, count := range old.reasons {
				n.reasons[reason] += count
			}
			for name, at := range old.notices {
				n.notices[name] = later(n.notices[name], at)
			}
			if n.pause == "" {
				n.pause = old.pause
			}
			n.templates = n.templates || old.templates
			n.shared = append(n.shared, old.shared...)
		})
	}
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// into adds a note to what is known, and forgets what is old.
func (n *accountNote) into(h *store.AccountHealth, caps channel.Capabilities, now time.Time) {
	h.LastIn, h.LastOut, h.LastFailure = later(h.LastIn, n.lastIn), later(h.LastOut, n.lastOut), later(h.LastFailure, n.failed)
	if n.lastReason != "" {
		h.LastReason = n.lastReason
	}
	if h.HelloAt.IsZero() {
		h.HelloAt = n.lastIn
	}
	if h.AnsweredAt.IsZero() {
		h.AnsweredAt = n.delivered
		if !caps.Delivered && h.AnsweredAt.IsZero() { // the channel tells no more than that it took a message
			h.AnsweredAt = n.lastOut
		}
	}
	for reason, count := range n.reasons {
		h.Failures = add(h.Failures, now.UTC().Format(hourForm)+" "+reason, count)
	}
	if n.in > 0 {
		h.Days = add(h.Days, now.UTC().Format(dayForm), n.in)
	}
	for name, at := range n.notices {
		if h.Notices == nil {
			h.Notices = map[string]time.Time{}
		}
		h.Notices[name] = at
	}
	tidy(h, now)
}

func add(m map[string]int64, key string, by int64) map[string]int64 {
	if m == nil {
		m = map[string]int64{}
	}
	m[key] += by
	return m
}

// tidy forgets what is older than anybody looks at.
func tidy(h *store.AccountHealth, now time.Time) {
	maps.DeleteFunc(h.Failures, func(key string, _ int64) bool {
		hour, _, _ := strings.Cut(key, " ")
		at, err := time.Parse(hourForm, hour)
		return err != nil || now.Sub(at) > failuresFor+time.Hour
	})
	maps.DeleteFunc(h.Days, func(day string, _ int64) bool {
		at, err := time.Parse(dayForm, day)
		return err != nil || now.Sub(at) > daysFor+24*time.Hour
	})
	maps.DeleteFunc(h.Notices, func(_ string, at time.Time) bool { return now.Sub(at) > noticesFor })
}

func (c *Connections) capabilities(a store.ChannelAccount) channel.Capabilities {
	if ad := c.cfg.Adapters[a.Channel]; ad != nil {
		return ad.Capabilities(bare(a))
	}
	return channel.Capabilities{}
}

package connect

import (
	"context"
	"errors"
	"math/rand/v2"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"deskbell/internal/channel"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// How the keeper works. Meta cuts an app off that has not answered for an hour and tells nobody: what is switched off is
// switched on again within one round.
const (
	lookEvery = 10 * time.Minute
	// askWithin bounds one account's round, asking how many are asked at once.
	askWithin = 30 * time.Second
	asking    = 4
	// refreshEvery is how often a token is prolonged at most: Instagram's must be a day old.
	refreshEvery = 24*time.Hour + 10*time.Minute
	// retryPaused is how long an account stays paused by itself, where the channel does not say that it is well, until one
	// message finds out.
	retryPaused = time.Hour
	// warnAgain is how long people are left in peace about the same trouble.
	warnAgain = 72 * time.Hour
)

// Run writes down what is noted and keeps the accounts until ctx is done.
func (c *Connections) Run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return c.writeNotes(ctx) })
	g.Go(func() error { return c.keep(ctx) })
	return g.Wait()
}

// poke lets the keeper look at once.
func (c *Connections) poke() { knock(c.wake) }

func (c *Connections) keep(ctx context.Context) error {
	wait := time.Duration(rand.Int64N(int64(5 * time.Second))) // nodes that start together
	for {
		t := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			t.Stop()
			return nil
		case <-t.C:
		case <-c.wake:
			t.Stop()
		}
		c.round(ctx)
		wait = time.Minute
	}
}

// round looks at every account whose time has come. Of several nodes one does: a mark says when it was looked at.
func (c *Connections) round(ctx context.Context) {
	var list []store.ChannelAccount
	err := c.cfg.Store.Read(ctx, func(tx store.Tx) (err error) {
		list, err = tx.ListAccounts(nil)
		return err
	})
	if err != nil {
		c.cfg.Log.Warn("accounts of channels are not looked at", "err", err)
		return
	}
	if err := c.sealAnew(ctx); err != nil && ctx.Err() == nil {
		c.cfg.Log.Warn("what was sealed under an older key stays so for now", "err", err)
	}
	g := &errgroup.Group{}
	g.SetLimit(asking)
	for _, a := range list {
		g.Go(func() error {
			defer func() {
				if p := recover(); p != nil {
					c.cfg.Log.Error("an account's round panicked", "account_id", a.ID, "panic", p)
				}
			}()
			mine, err := c.turn(ctx, a.ID)
			if err == nil && mine {
				err = c.lookAt(ctx, a.ID)
			}
			if err != nil && ctx.Err() == nil && !errors.Is(err, desk.ErrNotFound) {
				c.cfg.Log.Warn("an account could not be looked at", "account_id", a.ID, "err", err)
			}
			return nil
		})
	}
	_ = g.Wait() // each has told of its own errors
}

// sealAnew seals under the newest key what is under an older one, so that the older one can go.
func (c *Connections) sealAnew(ctx context.Context) error {
	stale := false
	look := func(tx store.Tx, change bool) error {
		apps, err := tx.ListApps()
		if err != nil {
			return err
		}
		for _, a := range apps {
			var s appSecrets
			if !c.cfg.Sealer.Stale(a.Sealed) || c.open(appPlace(a.ID), a.Sealed, &s) != nil {
				continue
			}
			if stale = true; !change {
				continue
			}
			if a.Sealed, err = c.seal(appPlace(a.ID), s); err != nil {
				return err
			}
			if err := tx.UpdateApp(a); err != nil {
				return err
			}
		}
		accounts, err := tx.ListAccounts(nil)
		if err != nil {
			return err
		}
		for _, a := range accounts {
			var s accountSecrets
			if !c.cfg.Sealer.Stale(a.Sealed) || c.open(accountPlace(a.ID), a.Sealed, &s) != nil {
				continue
			}
			if stale = true; !change {
				continue
			}
			if a.Sealed, err = c.seal(accountPlace(a.ID), s); err != nil {
				return err
			}
			if err := tx.UpdateAccount(a); err != nil {
				return err
			}
		}
		return nil
	}
	err := c.cfg.Store.Read(ctx, func(tx store.Tx) error { return look(tx, false) })
	if err != nil || !stale {
		return err
	}
	return c.cfg.Store.Write(ctx, func(tx store.Tx) error { return look(tx, true) })
}

// lookMark says until when an account need not be looked at.
func lookMark(id string) string { return "channel look " + id }

// turn takes the account's round, where it is due.
func (c *Connections) turn(ctx context.Context, id string) (mine bool, err error) {
	err = c.cfg.Store.Write(ctx, func(tx store.Tx) error {
		mine = false
		until, err := tx.Mark(lookMark(id))
		if err != nil || !until.IsZero() {
			return err
		}
		mine = true
		return tx.SetMark(lookMark(id), tx.Now().Add(lookEvery))
	})
	return mine, err
}

// lookAt asks the account's channel how it stands, mends what can be mended from here, and warns of the rest.
func (c *Connections) lookAt(ctx context.Context, id string) error {
	var app channel.App
	var acc channel.Account
	var row store.ChannelAccount
	err := c.cfg.Store.Read(ctx, func(tx store.Tx) (err error) {
		app, acc, row, err = c.load(tx, id)
		return err
	})
	if err != nil {
		if errors.Is(err, errSealed) {
			return c.warn(ctx, id)
		}
		return err
	}
	if sub, ok := c.cfg.Adapters[row.Channel].(channel.Subscriber); ok && row.Paused != PausedByHand {
		ask, cancel := context.WithTimeout(ctx, askWithin)
		err := c.check(ask, sub, app, acc, row)
		cancel()
		if err != nil {
			return err
		}
	}
	return c.warn(ctx, id)
}

// check asks, switches on again what is off, prolongs the token, and writes down what was found.
func (c *Connections) check(ctx context.Context, sub channel.Subscriber, app channel.App, acc channel.Account, row store.ChannelAccount) error {
	var until time.Time
	refreshed := false
	cond, err := sub.Condition(ctx, app, acc)
	if err == nil && cond.TokenValid && c.due(row, cond) {
		token, ends, failed := sub.Refresh(ctx, app, acc)
		if failed != nil {
			c.cfg.Log.Warn("a token was not prolonged", "account_id", acc.ID, "err", failed)
			var f *channel.Failure
			if errors.As(failed, &f) && f.Kind == channel.FailureToken {
				cond.TokenValid = false
			}
		} else {
			refreshed, acc.Token, until = true, token, ends
			if !until.IsZero() {
				cond.TokenUntil = until
			}
		}
	}
	again := false
	if err == nil && cond.TokenValid && (!cond.Subscribed || len(cond.Missing) > 0) {
		switch failed := sub.Subscribe(ctx, app, acc); {
		case failed != nil:
			c.cfg.Log.Warn("an account was not subscribed again", "account_id", acc.ID, "err", failed)
		default:
			again = !cond.Subscribed
			if now, err := sub.Condition(ctx, app, acc); err == nil {
				if !until.IsZero() {
					now.TokenUntil = until
				}
				cond = now
			}
		}
	}
	return c.found(context.WithoutCancel(ctx), acc, cond, err, refreshed, again)
}

// due is whether a token is to be prolonged: daily at most, and not before a week has gone of what it lasts.
func (c *Connections) due(row store.ChannelAccount, cond channel.Condition) bool {
	now := c.cfg.Now()
	if now.Sub(later(row.Health.RefreshedAt, row.CreatedAt)) < refreshEvery {
		return false
	}
	until := later(cond.TokenUntil, row.Health.TokenUntil)
	return until.IsZero() || until.Sub(now) < 53*24*time.Hour
}

// found writes down how an account stands, and lets it go on where what stopped it is over.
func (c *Connections) found(ctx context.Context, acc channel.Account, cond channel.Condition, failed error, refreshed, again bool) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	err := c.cfg.Store.Write(ctx, func(tx store.Tx) error {
		row, err := tx.Account(acc.ID)
		if err != nil {
			return err
		}
		if !row.RemovedAt.IsZero() {
			return desk.ErrNotFound
		}
		now := tx.Now()
		if refreshed {
			if row.Sealed, err = c.seal(accountPlace(row.ID), accountSecrets{acc.Token}); err != nil {
				return err
			}
			if err := tx.UpdateAccount(row); err != nil {
				return err
			}
		}
		if err := tx.NoteAccount(row.ID, func(h *store.AccountHealth) {
			noteCondition(h, cond, failed, now)
			if refreshed {
				h.RefreshedAt = now
			}
			if again {
				h.ResubscribedAt = now
			}
		}); err != nil {
			return err
		}
		if failed != nil {
			return nil
		}
		reason := row.Paused
		switch {
		case !cond.TokenValid && row.Paused == "":
			reason = channel.ReasonToken
		case cond.TokenValid && recovered(row, cond, now):
			reason = ""
		}
		if reason == row.Paused {
			return nil
		}
		if _, err = tx.PauseAccount(row.ID, reason); err != nil {
			return err
		}
		action := "channel_resumed"
		if reason != "" {
			action = "channel_paused"
		}
		return tx.Audit(store.AuditLine{At: now, PropertyID: row.PropertyID, Action: action, Subject: row.ID, Detail: detail(map[string]any{"reason": reason})})
	})
	if err != nil {
		return err
	}
	c.changed(acc.PropertyID, acc.ID)
	return nil
}

// recovered is whether an account that was stopped by a failure may go on: its token works again, the channel names
// nothing that is wrong, and where it cannot be known one message finds out.
func recovered(row store.ChannelAccount, cond channel.Condition, now time.Time) bool {
	switch {
	case row.Paused == "" || row.Paused == PausedByHand || len(cond.Problems) > 0:
		return false
	case row.Paused == channel.ReasonToken:
		return true
	}
	return now.Sub(row.Health.LastFailure) >= retryPaused
}

// noteCondition writes what the channel said, or that it said nothing.
func noteCondition(h *store.AccountHealth, cond channel.Condition, failed error, now time.Time) {
	if failed != nil {
		h.CheckFailed = why(failed)
		return
	}
	h.CheckedAt, h.CheckFailed = now, ""
	h.TokenValid, h.Problems = cond.TokenValid, cond.Problems
	if cond.TokenValid { // without a token nobody was asked for the rest
		h.Subscribed, h.Missing, h.Number = cond.Subscribed, cond.Missing, cond.Number
	}
	// Not every channel tells when a token ends: then what was told as it was prolonged counts.
	if !cond.TokenUntil.IsZero() || h.TokenUntil.Before(now) {
		h.TokenUntil = cond.TokenUntil
	}
	tidy(h, now)
}

// why is a failure for people: its reason, and what the channel said.
func why(err error) string {
	var f *channel.Failure
	if !errors.As(err, &f) {
		if errors.Is(err, context.DeadlineExceeded) {
			return channel.ReasonNoAnswer
		}
		return channel.ReasonUnavailable
	}
	return strings.TrimSpace(strings.Join([]string{f.Reason, f.Code}, " "))
}

// warn tells a property's admins of troubles that they were not told of lately, by bell and e-mail, and forgets those that
// are over.
func (c *Connections) warn(ctx context.Context, id string) error {
	told := false
	var property string
	err := c.cfg.Store.Write(ctx, func(tx store.Tx) error {
		told = false
		row, err := tx.Account(id)
		if err != nil {
			return err
		}
		property = row.PropertyID
		now := tx.Now()
		m, err := month(tx, row, now)
		if err != nil {
			return err
		}
		list := troubles(row, m.Lines, now)
		if c.sealedAway(row) {
			list = append([]string{troubleSealed}, list...)
		}
		warned := map[string]time.Time{}
		var fresh []string
		for _, name := range list {
			at, known := row.Health.Warned[name]
			if !known || now.Sub(at) >= warnAgain {
				fresh = append(fresh, name)
				at = now
			}
			warned[name] = at
		}
		if len(fresh) == 0 && len(warned) == len(row.Health.Warned) {
			return nil
		}
		if err := tx.NoteAccount(id, func(h *store.AccountHealth) { h.Warned = warned }); err != nil || len(fresh) == 0 {
			return err
		}
		told = true
		return c.write(tx, row, fresh, now)
	})
	if err == nil && told {
		c.cfg.Bell(property, id)
	}
	return err
}

// troubleSealed is that the account's token cannot be opened.
const troubleSealed = "key_missing"

func (c *Connections) sealedAway(row store.ChannelAccount) bool {
	var s accountSecrets
	return c.open(accountPlace(row.ID), row.Sealed, &s) != nil
}

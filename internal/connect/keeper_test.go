package connect_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"deskbell/internal/channel"
	"deskbell/internal/connect"
	"deskbell/internal/desk"
	"deskbell/internal/secret"
	"deskbell/internal/store"
	"deskbell/internal/store/memstore"
)

func TestLamps_LightAsThingsHappen(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := open(t)
		lit(t, d.view(), "webhook=", "hello=", "answered=")
		d.Verified(channel.App{ID: d.app.ID})
		d.keeps(2 * time.Second)
		lit(t, d.view(), "hello=", "answered=")
		if _, a, err := d.ByKey(t.Context(), d.app.ID, "106"); err != nil || a.Token != "token" || a.Secret != "secret" {
			t.Errorf("the account is %+v: %v", a, err)
		}
		d.Forged(channel.App{ID: d.app.ID})
		d.keeps(2 * time.Second)
		d.Heard(d.account.ID)
		d.Sent(d.account.ID)
		d.keeps(2 * time.Second)
		lit(t, d.view(), "answered=") // sent is not delivered, where the channel tells
		d.Delivered([]store.Delivery{{AccountID: d.account.ID, State: store.DeliveryDelivered}})
		d.keeps(2 * time.Second)
		a := d.view()
		lit(t, a)
		if a.BadSignatures != 1 || a.Health.LastIn.IsZero() || a.Health.LastOut.IsZero() {
			t.Errorf("health is %+v, %d signatures were bad", a.Health, a.BadSignatures)
		}
	})
}

func TestKeeper_SwitchesOnAgainWhatWasSwitchedOff(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := open(t)
		before := d.ad.subscribe
		d.ad.stands(func(ad *adapter) { ad.cond.Subscribed = false })
		d.keeps(lookFor)
		if a := d.view(); d.ad.subscribe != before+1 || !a.Health.Subscribed || a.Health.ResubscribedAt.IsZero() {
			t.Errorf("subscribed %d times, health is %+v", d.ad.subscribe-before, a.Health)
		}
		d.ad.stands(func(ad *adapter) { ad.cond.Missing = []string{"messages"} })
		d.keeps(lookFor)
		lit(t, d.view(), "webhook=", "hello=", "answered=")
		if got := d.mails(); got != "" {
			t.Errorf("what was mended was written about: %s", got)
		}
		// What cannot be mended from here is told, once.
		d.ad.stands(func(ad *adapter) {
			ad.cond.Subscribed, ad.refused = false, &channel.Failure{Kind: channel.FailureAccount, Reason: channel.ReasonPermission}
		})
		d.keeps(3 * lookFor)
		lit(t, d.view(), "webhook=", "subscribed=unsubscribed", "hello=", "answered=")
		if got := d.mails(); strings.Count(got, "\n") != 1 || !strings.HasPrefix(got, "admin@example.org: Desk needs attention") || !strings.Contains(got, "no longer brings messages") {
			t.Errorf("was written: %s", got)
		}
		d.keeps(73 * time.Hour)
		if got := d.mails(); strings.Count(got, "\n") != 1 || d.rung != 2 {
			t.Errorf("three days later was written: %s", got)
		}
	})
}

const lookFor = 12 * time.Minute

func TestKeeper_ATokenThatEndsIsProlongedInTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := open(t)
		ends := time.Now().Add(60 * 24 * time.Hour)
		d.ad.stands(func(ad *adapter) { ad.cond.TokenUntil = ends })
		d.keeps(6 * 24 * time.Hour)
		if d.ad.refreshes != 0 {
			t.Errorf("a fresh token was prolonged %d times", d.ad.refreshes)
		}
		later := ends.Add(30 * 24 * time.Hour)
		d.ad.stands(func(ad *adapter) { ad.token, ad.until = "second", later })
		d.keeps(2 * 24 * time.Hour)
		if _, a, _, err := d.Account(t.Context(), d.account.ID); err != nil || a.Token != "second" {
			t.Errorf("the token is %q: %v", a.Token, err)
		}
		if d.ad.refreshes == 0 || d.ad.refreshes > 2 {
			t.Errorf("prolonged %d times in two days", d.ad.refreshes)
		}
		// One that nothing prolongs any more is warned of a week before.
		d.ad.stands(func(ad *adapter) { ad.token, ad.cond.TokenUntil = "", time.Now().Add(6*24*time.Hour) })
		d.keeps(lookFor)
		lit(t, d.view(), "webhook=", "token=token_ends", "hello=", "answered=")
		if got := d.mails(); !strings.Contains(got, "The token ends on") {
			t.Errorf("was written: %s", got)
		}
	})
}

func TestKeeper_AFailureOfTheAccountPausesItUntilItIsWell(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := open(t)
		d.Failed(d.account.ID, channel.Failure{Kind: channel.FailureGone, Reason: channel.ReasonUnreachable})
		d.keeps(2 * time.Second)
		if a := d.row(); a.Paused != "" || a.Health.LastReason != channel.ReasonUnreachable {
			t.Errorf("one guest's failure paused the account: %+v", a)
		}
		d.Failed(d.account.ID, channel.Failure{Kind: channel.FailureToken, Reason: channel.ReasonToken, Code: "190"})
		d.ad.stands(func(ad *adapter) { ad.cond.TokenValid, ad.cond.Subscribed = false, false })
		d.keeps(lookFor)
		if _, _, paused, err := d.Account(t.Context(), d.account.ID); err != nil || paused != channel.ReasonToken {
			t.Errorf("paused is %q: %v", paused, err)
		}
		a := d.view()
		lit(t, a, "webhook=", "token=token_expired", "hello=", "answered=")
		if len(a.Failures) != 2 || a.Failures[0].Count != 1 {
			t.Errorf("failures are %+v", a.Failures)
		}
		if got := d.mails(); strings.Count(got, "\n") != 1 || !strings.Contains(got, "token no longer works") {
			t.Errorf("was written: %s", got)
		}
		d.ad.stands(func(ad *adapter) { ad.cond.TokenValid, ad.cond.Subscribed = true, true })
		d.keeps(lookFor)
		if a := d.row(); a.Paused != "" {
			t.Errorf("it stays paused: %s", a.Paused)
		}
		// What the channel's own view does not show is found out with one message, an hour later.
		d.Failed(d.account.ID, channel.Failure{Kind: channel.FailureAccount, Reason: channel.ReasonSpam})
		d.keeps(40 * time.Minute)
		if a := d.row(); a.Paused != channel.ReasonSpam {
			t.Errorf("paused is %q", a.Paused)
		}
		d.keeps(40 * time.Minute)
		if a := d.row(); a.Paused != "" {
			t.Errorf("it stays paused: %s", a.Paused)
		}
		d.keeps(25 * time.Hour)
		if a := d.view(); len(a.Failures) != 0 {
			t.Errorf("a day later the failures are %+v", a.Failures)
		}
	})
}

func TestKeeper_WhatAnAdminPausedStaysPaused(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := open(t)
		yes := true
		if _, err := d.Update(t.Context(), d.admin, d.account.ID, connect.AccountChange{Paused: &yes}); err != nil {
			t.Fatal(err)
		}
		asked := d.ad.asked
		d.keeps(3 * lookFor)
		if a := d.row(); a.Paused != connect.PausedByHand || d.ad.asked != asked {
			t.Errorf("paused is %q, asked %d times", a.Paused, d.ad.asked-asked)
		}
		if got := d.mails(); got != "" {
			t.Errorf("was written: %s", got)
		}
	})
}

func TestKeeper_AChannelThatDoesNotAnswerIsToldOfAfterAnHour(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := open(t)
		d.ad.stands(func(ad *adapter) {
			ad.failed = &channel.Failure{Kind: channel.FailureTransient, Reason: channel.ReasonUnavailable}
		})
		d.keeps(30 * time.Minute)
		if a := d.view(); a.Health.CheckFailed != channel.ReasonUnavailable || !a.Health.TokenValid || a.Paused != "" {
			t.Errorf("health is %+v", a.Health)
		}
		if got := d.mails(); got != "" {
			t.Errorf("half an hour was written about: %s", got)
		}
		d.keeps(time.Hour)
		if got := d.mails(); !strings.Contains(got, "has not answered since") {
			t.Errorf("was written: %s", got)
		}
		d.ad.stands(func(ad *adapter) { ad.failed = nil })
		d.keeps(lookFor)
		if h := d.view().Health; h.CheckFailed != "" || len(h.Warned) != 0 {
			t.Errorf("health is %+v", h)
		}
	})
}

func TestKeeper_UnusualSilenceIsToldOf(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := open(t)
		for range 14 { // twice a day for a week
			d.Heard(d.account.ID)
			d.keeps(12 * time.Hour)
		}
		if a := d.view(); !a.SilentSince.IsZero() {
			t.Errorf("silent since %v", a.SilentSince)
		}
		d.keeps(48 * time.Hour)
		if a := d.view(); !a.SilentSince.IsZero() {
			t.Errorf("a quiet weekend is silence since %v", a.SilentSince)
		}
		d.keeps(10 * 24 * time.Hour)
		if a := d.view(); a.SilentSince.IsZero() {
			t.Error("ten days are no silence")
		}
		if got := d.mails(); !strings.Contains(got, "No guest has written since") {
			t.Errorf("was written: %s", got)
		}
		d.Heard(d.account.ID)
		d.keeps(lookFor)
		if a := d.view(); !a.SilentSince.IsZero() || len(a.Health.Warned) != 0 {
			t.Errorf("after a message: silent since %v, warned %v", a.SilentSince, a.Health.Warned)
		}
	})
}

func TestMonth_IsCountedEstimatedAndCapped(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := open(t)
		if _, err := d.Update(t.Context(), d.admin, d.account.ID, connect.AccountChange{Settings: &store.AccountSettings{LineFree: 3, LinePrice: 45, LineCap: 5, Currency: "EUR"}}); err != nil {
			t.Fatal(err)
		}
		month := time.Now().UTC().Format(connect.MonthForm)
		for range 5 {
			d.write(func(tx store.Tx) error { return tx.CountLine(d.account.ID, month, "service") })
		}
		m := d.view().Month
		if m == nil || m.Lines != 5 || m.Estimate != 90 || m.Month != month {
			t.Errorf("the month is %+v", m)
		}
		d.keeps(lookFor)
		if got := d.mails(); !strings.Contains(got, "limit of billed messages") {
			t.Errorf("was written: %s", got)
		}
	})
}

func TestNotes_OfADatabaseThatIsAwayAreKept(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := open(t)
		s := d.store.(*memstore.Store)
		s.FailCommits(errors.New("disk full"))
		for range 3 {
			d.Heard(d.account.ID)
			d.Failed(d.account.ID, channel.Failure{Kind: channel.FailureRefused, Reason: channel.ReasonTooLong})
			d.keeps(2 * time.Second)
		}
		s.FailCommits(nil)
		d.keeps(2 * time.Second)
		h := d.row().Health
		var in int64
		for _, n := range h.Days {
			in += n
		}
		if in != 3 || len(h.Failures) == 0 {
			t.Errorf("health is %+v", h)
		}
	})
}

func TestKeys_WithoutTheKeyNothingIsLostAndSomebodyIsTold(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := open(t)
		other, err := secret.New(strings.Repeat("cd", secret.KeySize))
		if err != nil {
			t.Fatal(err)
		}
		told := ""
		c := connect.New(connect.Config{Store: d.store, Sealer: other, Adapters: map[desk.Channel]channel.Adapter{desk.ChannelWhatsApp: d.ad},
			Mail: func(_ store.Tx, l connect.Letter) error { told += strings.Join(l.Lines, " "); return nil }})
		if _, err := c.App(t.Context(), desk.ChannelWhatsApp, d.app.ID); desk.CodeOf(err) != desk.CodeUnavailable {
			t.Errorf("without the key an app is answered with %v", err)
		}
		if _, _, _, err := c.Account(t.Context(), d.account.ID); desk.CodeOf(err) != desk.CodeUnavailable {
			t.Errorf("without the key an account is answered with %v", err)
		}
		if _, accounts, err := c.List(t.Context(), d.admin); err != nil || len(accounts) != 1 {
			t.Errorf("the page shows %v: %v", accounts, err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- c.Run(ctx) }()
		time.Sleep(lookFor) // virtual time
		synctest.Wait()
		cancel()
		<-done
		if !strings.Contains(told, "key of the stored secrets") {
			t.Errorf("was told: %s", told)
		}
	})
}

func TestKeys_AnOlderOneIsReplaced(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := open(t)
		newest, older := strings.Repeat("cd", secret.KeySize), strings.Repeat("ab", secret.KeySize)
		both, err := secret.New(newest + "," + older)
		if err != nil {
			t.Fatal(err)
		}
		with := func(s *secret.Sealer) *connect.Connections {
			return connect.New(connect.Config{Store: d.store, Sealer: s, Adapters: map[desk.Channel]channel.Adapter{desk.ChannelWhatsApp: d.ad}})
		}
		d.Connections = with(both)
		d.keeps(lookFor)
		alone, err := secret.New(newest)
		if err != nil {
			t.Fatal(err)
		}
		if app, a, _, err := with(alone).Account(t.Context(), d.account.ID); err != nil || a.Token != "token" || app.Secrets[0] != "secret" {
			t.Errorf("without the older key the account is %+v: %v", a, err)
		}
	})
}

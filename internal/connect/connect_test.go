package connect_test

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"deskbell/internal/channel"
	"deskbell/internal/channel/api"
	"deskbell/internal/connect"
	"deskbell/internal/desk"
	"deskbell/internal/secret"
	"deskbell/internal/store"
	"deskbell/internal/store/memstore"
)

const house = "prop-harbour"

// adapter is a channel that stands as a test says.
type adapter struct {
	mu        sync.Mutex
	cond      channel.Condition
	failed    error // of asking
	refused   error // of subscribing
	until     time.Time
	token     string // what a token is prolonged to
	asked     int
	refreshes int
	subscribe int
	seen      channel.Account
}

func (*adapter) Channel() desk.Channel { return desk.ChannelWhatsApp }
func (*adapter) Handshake(http.ResponseWriter, *http.Request, channel.App) bool {
	return false
}
func (*adapter) Authentic(channel.App, http.Header, []byte) bool { return true }
func (*adapter) Decode([]byte) ([]channel.Event, error)          { return nil, nil }
func (*adapter) Capabilities(channel.Account) channel.Capabilities {
	return channel.Capabilities{Answers: true, Delivered: true, Billed: true}
}
func (*adapter) Send(context.Context, channel.App, channel.Account, channel.Outgoing) (channel.Sent, error) {
	return channel.Sent{}, nil
}

func (ad *adapter) Subscribe(_ context.Context, _ channel.App, a channel.Account) error {
	ad.mu.Lock()
	defer ad.mu.Unlock()
	ad.subscribe++
	ad.seen = a
	if ad.refused == nil {
		ad.cond.Subscribed, ad.cond.Missing = true, nil
	}
	return ad.refused
}

func (ad *adapter) Condition(_ context.Context, _ channel.App, a channel.Account) (channel.Condition, error) {
	ad.mu.Lock()
	defer ad.mu.Unlock()
	ad.asked++
	ad.seen = a
	return ad.cond, ad.failed
}

func (ad *adapter) Refresh(_ context.Context, _ channel.App, a channel.Account) (string, time.Time, error) {
	ad.mu.Lock()
	defer ad.mu.Unlock()
	ad.refreshes++
	if ad.token == "" {
		return a.Token, time.Time{}, nil
	}
	return ad.token, ad.until, nil
}

func (ad *adapter) stands(change func(*adapter)) {
	ad.mu.Lock()
	defer ad.mu.Unlock()
	change(ad)
}

// desks is a property with connections, an admin, and a connected account.
type desks struct {
	*testing.T
	*connect.Connections
	store   store.Store
	ad      *adapter
	admin   desk.Person
	app     connect.App
	account connect.Account

	mu      sync.Mutex
	letters []connect.Letter
	rung    int
}

var admins = desk.Person{ID: "admin", Email: "admin@example.org", Name: "Ana", Role: desk.RoleAdmin, Duty: desk.DutyOnline, Active: true, PropertyIDs: []string{house}}

func open(t *testing.T) *desks {
	t.Helper()
	s := memstore.New(nil)
	sealer, err := secret.New(strings.Repeat("ab", secret.KeySize))
	if err != nil {
		t.Fatal(err)
	}
	d := &desks{T: t, store: s, admin: admins, ad: &adapter{cond: channel.Condition{Subscribed: true, TokenValid: true, Number: "+49 1"}}}
	n := 0
	d.Connections = connect.New(connect.Config{Store: s, Sealer: sealer, Adapters: map[desk.Channel]channel.Adapter{desk.ChannelWhatsApp: d.ad, desk.ChannelAPI: api.New(nil, time.Now)},
		NewID: func() string { n++; return "id" + strconv.Itoa(n) },
		Mail: func(_ store.Tx, l connect.Letter) error {
			d.mu.Lock()
			defer d.mu.Unlock()
			d.letters = append(d.letters, l)
			return nil
		},
		Bell: func(string, string) {
			d.mu.Lock()
			defer d.mu.Unlock()
			d.rung++
		}})
	d.write(func(tx store.Tx) error {
		if err := tx.CreateProperty(desk.Property{ID: house, Key: "harbour", Name: "Harbour", CreatedAt: tx.Now(), UpdatedAt: tx.Now(),
			Settings: desk.PropertySettings{DefaultLanguage: "en", TimeZone: "UTC"}}); err != nil {
			return err
		}
		return tx.CreatePerson(admins)
	})
	name, key := "Main", "1234"
	if d.app, err = d.CreateApp(t.Context(), d.admin, connect.AppWish{Channel: desk.ChannelWhatsApp, Name: &name, Key: &key, Secrets: []string{"secret"}}); err != nil {
		t.Fatal(err)
	}
	if d.account, err = d.Connect(t.Context(), d.admin, connect.AccountWish{PropertyID: house, AppID: d.app.ID, Key: "106", Parent: "102", Name: "Desk",
		Token: "token"}); err != nil {
		t.Fatal(err)
	}
	return d
}

func (d *desks) write(fn func(store.Tx) error) {
	d.Helper()
	if err := d.store.Write(d.Context(), fn); err != nil {
		d.Fatal(err)
	}
}

func (d *desks) row() (a store.ChannelAccount) {
	d.Helper()
	err := d.store.Read(d.Context(), func(tx store.Tx) (err error) {
		a, err = tx.Account(d.account.ID)
		return err
	})
	if err != nil {
		d.Fatal(err)
	}
	return a
}

func (d *desks) view() connect.Account {
	d.Helper()
	a, err := d.View(d.Context(), d.admin, d.account.ID)
	if err != nil {
		d.Fatal(err)
	}
	return a
}

// keeps lets the connections run for a while.
func (d *desks) keeps(span time.Duration) {
	d.Helper()
	ctx, cancel := context.WithCancel(d.Context())
	done := make(chan error, 1)
	go func() { done <- d.Connections.Run(ctx) }()
	time.Sleep(span) // virtual time
	synctest.Wait()
	cancel()
	if err := <-done; err != nil && !errors.Is(err, context.Canceled) {
		d.Error(err)
	}
}

// mails are the letters so far, as one text, and forgets them.
func (d *desks) mails() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	text := ""
	for _, l := range d.letters {
		text += strings.Join(l.To, ",") + ": " + l.Subject + " / " + strings.Join(l.Lines, " / ") + "\n"
	}
	d.letters = nil
	return text
}

func dark(a connect.Account) (out []string) {
	for _, l := range a.Lamps {
		if !l.On {
			out = append(out, l.Name+"="+l.Cure)
		}
	}
	return out
}

func lit(t *testing.T, a connect.Account, want ...string) {
	t.Helper()
	if got := strings.Join(dark(a), " "); got != strings.Join(want, " ") {
		t.Errorf("dark are %q, want %q", got, strings.Join(want, " "))
	}
}

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

// Under an app that brings what other properties' guests write, an account is connected by whoever shows that it is theirs;
// and the one token of an API app is not lent.
func TestConnect_UnderAnAppOfOthers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := open(t)
		d.write(func(tx store.Tx) error {
			return tx.CreateProperty(desk.Property{ID: "prop-mill", Key: "mill", Name: "Mill", CreatedAt: tx.Now(), UpdatedAt: tx.Now()})
		})
		stranger := admins
		stranger.PropertyIDs = []string{"prop-mill"}
		wish := connect.AccountWish{PropertyID: "prop-mill", AppID: d.app.ID, Key: "107", Parent: "102", Name: "Mill", Token: "anything"}
		proven := channel.Condition{Subscribed: true, TokenValid: true, Number: "+49 2"}
		for name, c := range map[string]struct {
			cond   channel.Condition
			failed error
		}{
			"NoToken":      {cond: channel.Condition{}},
			"Nothing":      {cond: channel.Condition{TokenValid: true}},
			"AnotherOnes":  {cond: channel.Condition{TokenValid: true, Name: "Mill", Problems: []string{channel.ReasonOtherAccount}}},
			"Refused":      {failed: &channel.Failure{Kind: channel.FailureDoubtful}},
			"NotReachable": {cond: proven, failed: &channel.Failure{Kind: channel.FailureTransient}},
		} {
			d.ad.stands(func(ad *adapter) { ad.cond, ad.failed = c.cond, c.failed })
			if _, err := d.Connect(t.Context(), stranger, wish); err == nil {
				t.Fatalf("%s: somebody else's account is connected", name)
			}
		}
		d.ad.stands(func(ad *adapter) { ad.cond, ad.failed = proven, nil })
		if _, err := d.Connect(t.Context(), stranger, wish); err != nil {
			t.Errorf("one's own account is not connected: %v", err)
		}
		name := "Gateway"
		gateway, err := d.CreateApp(t.Context(), d.admin, connect.AppWish{Channel: desk.ChannelAPI, Name: &name})
		if err != nil {
			t.Fatal(err)
		}
		source := connect.AccountWish{PropertyID: house, AppID: gateway.ID, Name: "Kiosk"}
		if _, err := d.Connect(t.Context(), d.admin, source); err != nil {
			t.Fatal(err)
		}
		// Its bodies name no account: a second one would leave them without any.
		source.PropertyID, source.Key = "prop-mill", "mine"
		if _, err := d.Connect(t.Context(), stranger, source); desk.CodeOf(err) != desk.CodeForbidden {
			t.Errorf("a stranger connects under the gateway: %v", err)
		}
		if _, _, err := d.ByKey(t.Context(), gateway.ID, "default"); err != nil {
			t.Errorf("what the gateway brings belongs nowhere: %v", err)
		}
	})
}

// An id becomes a part of the addresses that are asked.
func TestConnect_RefusesWhatIsNoID(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := open(t)
		for _, bad := range []string{"106/../me", "106?fields=x", "106%zz", "106#", "me accounts", ".."} {
			for _, w := range []connect.AccountWish{{Key: bad, Parent: "102"}, {Key: "108", Parent: bad}} {
				w.PropertyID, w.AppID, w.Name, w.Token = house, d.app.ID, "Desk", "token"
				if _, err := d.Connect(t.Context(), d.admin, w); desk.CodeOf(err) != desk.CodeInvalid {
					t.Errorf("%q of %q: %v", w.Key, w.Parent, err)
				}
			}
		}
		if _, err := d.Connect(t.Context(), d.admin, connect.AccountWish{AppID: d.app.ID, Key: "109", Parent: "102", Name: "Desk", Token: "token"}); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("of no property: %v", err)
		}
	})
}

// An app under which nothing is connected yet brings the next account that is: it is its maker's, and of the maker's house.
func TestApps_WithNothingUnderThemAreTheirMakers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := open(t)
		d.write(func(tx store.Tx) error {
			return tx.CreateProperty(desk.Property{ID: "prop-mill", Key: "mill", Name: "Mill", CreatedAt: tx.Now(), UpdatedAt: tx.Now()})
		})
		person := func(id string, role desk.Role, properties ...string) desk.Person {
			p := desk.Person{ID: id, Email: id + "@hotel.example", Name: id, Role: role, PropertyIDs: properties, Active: true}
			d.write(func(tx store.Tx) error { return tx.CreatePerson(p) })
			return p
		}
		maker, colleague := person("maker", desk.RoleAdmin, house), person("colleague", desk.RoleAdmin, "prop-mill", house)
		stranger, operator := person("stranger", desk.RoleAdmin, "prop-mill"), person("operator", desk.RoleOperator)
		name := "Gateway"
		app, err := d.CreateApp(t.Context(), maker, connect.AppWish{Channel: desk.ChannelAPI, Name: &name})
		if err != nil {
			t.Fatal(err)
		}
		source := connect.AccountWish{PropertyID: "prop-mill", AppID: app.ID, Name: "Kiosk"}
		if _, err := d.Connect(t.Context(), stranger, source); desk.CodeOf(err) != desk.CodeForbidden {
			t.Errorf("a stranger connects under somebody's new app: %v", err)
		}
		if _, err := d.UpdateApp(t.Context(), stranger, app.ID, connect.AppWish{Secrets: []string{""}}); desk.CodeOf(err) != desk.CodeForbidden {
			t.Errorf("a stranger asks for its token anew: %v", err)
		}
		if err := d.DeleteApp(t.Context(), stranger, app.ID); desk.CodeOf(err) != desk.CodeForbidden {
			t.Errorf("a stranger deletes it: %v", err)
		}
		for _, p := range []desk.Person{maker, colleague, operator} {
			if _, err := d.UpdateApp(t.Context(), p, app.ID, connect.AppWish{Name: &p.ID}); err != nil {
				t.Errorf("%s may not change it: %v", p.ID, err)
			}
		}
		source.PropertyID = house
		if _, err := d.Connect(t.Context(), colleague, source); err != nil {
			t.Errorf("a colleague does not connect under it: %v", err)
		}
	})
}

func TestApps_OfSeveralPropertiesAreChangedByWhoSeesThemAll(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := open(t)
		stranger := admins
		stranger.PropertyIDs = []string{"prop-mill"}
		if _, err := d.UpdateApp(t.Context(), stranger, d.app.ID, connect.AppWish{Secrets: []string{"mine"}}); desk.CodeOf(err) != desk.CodeForbidden {
			t.Errorf("a stranger changed the app: %v", err)
		}
		apps, accounts, err := d.List(t.Context(), stranger)
		if err != nil || len(apps) != 1 || apps[0].VerifyToken != "" || len(accounts) != 0 {
			t.Errorf("a stranger sees %+v and %v: %v", apps, accounts, err)
		}
		if _, err := d.View(t.Context(), stranger, d.account.ID); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("a stranger sees the account: %v", err)
		}
		if err := d.Remove(t.Context(), stranger, d.account.ID); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("a stranger removed the account: %v", err)
		}
		agent := admins
		agent.Role = desk.RoleAgent
		if _, _, err := d.List(t.Context(), agent); desk.CodeOf(err) != desk.CodeForbidden {
			t.Errorf("an agent sees the page: %v", err)
		}
	})
}

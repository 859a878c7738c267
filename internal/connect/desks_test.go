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

// Package connect looks after the connections to the places outside the website: registered apps and connected accounts,
// their sealed secrets, what lights on the way to a working account, and whether it still works. A keeper asks every
// account's channel how it stands, switches on again what was switched off, prolongs tokens, and tells the admins before
// messages vanish. What is said on a channel is none of its business.
package connect

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"deskbell/internal/channel"
	"deskbell/internal/desk"
	"deskbell/internal/secret"
	"deskbell/internal/store"
)

// rememberFor is how long a connection is known by heart. Changes made here are known at once, and what another node
// changed by its hints; this is for the hint that was lost.
const rememberFor = 5 * time.Second

// Config is what the connections are made of. Store, Sealer, Adapters and NewID are required.
type Config struct {
	Store    store.Store
	Sealer   *secret.Sealer
	Adapters map[desk.Channel]channel.Adapter
	NewID    func() string
	// Now measures; nil is the machine's clock. What is stored has the store's time.
	Now func() time.Time
	// Mail writes to a property's admins in the transaction of what it is about; nil writes to nobody.
	Mail func(tx store.Tx, l Letter) error
	// Bell shows the admins of a property that an account needs them. Changed hears that an account, or an app ("" as
	// property), is otherwise now: what is kept of it elsewhere is old, and screens look again. Neither may block.
	Bell, Changed func(propertyID, accountID string)
	Log           *slog.Logger
}

// Connections are the apps and accounts of an installation.
type Connections struct {
	cfg   Config
	notes notes
	wake  chan struct{}

	mu    sync.Mutex
	known map[string]remembered
}

// remembered is a connection as it was read.
type remembered struct {
	until time.Time
	app   channel.App
	acc   channel.Account
	pause string
}

// New makes the connections; Run keeps them.
func New(cfg Config) *Connections {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Mail == nil {
		cfg.Mail = func(store.Tx, Letter) error { return nil }
	}
	if cfg.Bell == nil {
		cfg.Bell = func(string, string) {}
	}
	if cfg.Changed == nil {
		cfg.Changed = func(string, string) {}
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	return &Connections{cfg: cfg, wake: make(chan struct{}, 1), known: map[string]remembered{}, notes: newNotes()}
}

// appSecrets are what is sealed of an app, token what is sealed of an account.
type (
	appSecrets struct {
		Secrets []string `json:"secrets"`
		Verify  string   `json:"verify"`
	}
	accountSecrets struct {
		Token string `json:"token"`
	}
)

func appPlace(id string) secret.Place {
	return secret.Place{Table: "channel_apps", ID: id, Column: "sealed"}
}

func accountPlace(id string) secret.Place {
	return secret.Place{Table: "channel_accounts", ID: id, Column: "sealed"}
}

func (c *Connections) seal(at secret.Place, v any) ([]byte, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return c.cfg.Sealer.Seal(at, plain)
}

// errSealed is what people are told where a secret cannot be opened.
var errSealed = desk.Refuse(desk.CodeUnavailable, "The secrets of this connection were sealed under a key that this server does not have. Bring back secret.key, or set "+secret.KeyVariable+" to the key that was used.")

func (c *Connections) open(at secret.Place, sealed []byte, into any) error {
	if len(sealed) == 0 {
		return nil
	}
	plain, err := c.cfg.Sealer.Open(at, sealed)
	if err != nil {
		return fmt.Errorf("%w (%s %s: %w)", errSealed, at.Table, at.ID, err)
	}
	return json.Unmarshal(plain, into)
}

// plainApp is an app with its secrets in the plain.
func (c *Connections) plainApp(a store.ChannelApp) (channel.App, error) {
	var s appSecrets
	err := c.open(appPlace(a.ID), a.Sealed, &s)
	return channel.App{ID: a.ID, Channel: a.Channel, Key: a.Key, Secrets: s.Secrets, VerifyToken: s.Verify}, err
}

// RouteLogin is the way to an Instagram account for which the app has a secret of its own, its second one.
const RouteLogin = "login"

// plain is an account with its token in the plain.
func (c *Connections) plain(app channel.App, a store.ChannelAccount) (channel.Account, error) {
	var s accountSecrets
	err := c.open(accountPlace(a.ID), a.Sealed, &s)
	out := channel.Account{ID: a.ID, PropertyID: a.PropertyID, AppID: a.AppID, Channel: a.Channel, Key: a.Key, Keys: a.Keys, Parent: a.Parent,
		Name: a.Name, Token: s.Token, Route: route(a), HumanAgent: a.HumanAgent, Callback: a.Callback}
	for i, secret := range app.Secrets {
		if secret != "" && (out.Secret == "" || a.Route == RouteLogin && i == 1) {
			out.Secret = secret
		}
	}
	return out, err
}

// route is the way to an account; of a WhatsApp number how it came, because one that a phone uses too may send less.
func route(a store.ChannelAccount) string {
	if a.Channel == desk.ChannelWhatsApp {
		return a.Settings.Mode
	}
	return a.Route
}

// bare is an account without its token: what it can do does not hang on that.
func bare(a store.ChannelAccount) channel.Account {
	return channel.Account{ID: a.ID, PropertyID: a.PropertyID, AppID: a.AppID, Channel: a.Channel, Key: a.Key, Parent: a.Parent, Name: a.Name,
		Route: route(a), HumanAgent: a.HumanAgent, Callback: a.Callback}
}

// load reads an account and its app.
func (c *Connections) load(tx store.Tx, id string) (app channel.App, acc channel.Account, row store.ChannelAccount, err error) {
	if row, err = tx.Account(id); err != nil {
		return app, acc, row, err
	}
	if !row.RemovedAt.IsZero() {
		return app, acc, row, desk.ErrNotFound
	}
	a, err := tx.App(row.AppID)
	if err != nil {
		return app, acc, row, err
	}
	if app, err = c.plainApp(a); err != nil {
		return app, acc, row, err
	}
	acc, err = c.plain(app, row)
	return app, acc, row, err
}

// App is one by the last part of its address, with its secrets in the plain; desk.ErrNotFound if the channel has none such.
func (c *Connections) App(ctx context.Context, ch desk.Channel, id string) (channel.App, error) {
	if r, ok := c.recall("app " + id); ok {
		return r.app, wrongChannel(r.app, ch)
	}
	var app channel.App
	err := c.cfg.Store.Read(ctx, func(tx store.Tx) error {
		row, err := tx.App(id)
		if err != nil {
			return err
		}
		app, err = c.plainApp(row)
		return err
	})
	if err != nil {
		return channel.App{}, err
	}
	c.remember("app "+id, remembered{app: app})
	return app, wrongChannel(app, ch)
}

func wrongChannel(app channel.App, ch desk.Channel) error {
	if app.Channel != ch {
		return desk.ErrNotFound
	}
	return nil
}

// ByKey is the account that arrives under an app by one of its ids; desk.ErrNotFound if there is none.
func (c *Connections) ByKey(ctx context.Context, appID, key string) (channel.App, channel.Account, error) {
	name := "key " + appID + " " + key
	if r, ok := c.recall(name); ok {
		c.noteApp(appID, func(n *appNote) { n.tested = c.cfg.Now() })
		return r.app, r.acc, nil
	}
	var r remembered
	err := c.cfg.Store.Read(ctx, func(tx store.Tx) error {
		row, err := tx.AccountByKey(appID, key)
		if err != nil {
			row, err = onlySource(tx, appID, err)
		}
		if errors.Is(err, desk.ErrNotFound) {
			row, err = firstBelow(tx, appID, key)
		}
		if err != nil {
			return err
		}
		r.app, r.acc, _, err = c.load(tx, row.ID)
		return err
	})
	if err == nil || errors.Is(err, desk.ErrNotFound) { // whatever account it is for: it was signed by the app
		c.noteApp(appID, func(n *appNote) { n.tested = c.cfg.Now() })
	}
	if err != nil {
		return channel.App{}, channel.Account{}, err
	}
	c.remember(name, r)
	return r.app, r.acc, nil
}

// firstBelow is the first account of those that belong to a parent, which is what the channel names where it speaks of all
// of them.
func firstBelow(tx store.Tx, appID, parent string) (store.ChannelAccount, error) {
	all, err := tx.ListAccounts(nil)
	if err != nil {
		return store.ChannelAccount{}, err
	}
	if all = below(all, appID, parent); len(all) > 0 {
		return all[0], nil
	}
	return store.ChannelAccount{}, desk.ErrNotFound
}

// below are the accounts of an app that belong to a parent.
func below(all []store.ChannelAccount, appID, parent string) (of []store.ChannelAccount) {
	for _, a := range all {
		if a.AppID == appID && a.Parent == parent && parent != "" && a.Channel == desk.ChannelWhatsApp {
			of = append(of, a)
		}
	}
	return of
}

// onlySource is the one account of an app of the API channel, whose bodies need not name it.
func onlySource(tx store.Tx, appID string, missing error) (store.ChannelAccount, error) {
	app, err := tx.App(appID)
	if err != nil || app.Channel != desk.ChannelAPI || !errors.Is(missing, desk.ErrNotFound) {
		return store.ChannelAccount{}, missing
	}
	all, err := tx.ListAccounts(nil)
	if err != nil {
		return store.ChannelAccount{}, err
	}
	var found []store.ChannelAccount
	for _, a := range all {
		if a.AppID == appID {
			found = append(found, a)
		}
	}
	if len(found) != 1 {
		return store.ChannelAccount{}, missing
	}
	return found[0], nil
}

// Account is a connected account with its app, and why nothing is sent by it at the moment ("" is nothing);
// desk.ErrNotFound if it is not connected any more.
func (c *Connections) Account(ctx context.Context, id string) (app channel.App, a channel.Account, paused string, err error) {
	if r, ok := c.recall("account " + id); ok {
		return r.app, r.acc, r.pause, nil
	}
	var r remembered
	err = c.cfg.Store.Read(ctx, func(tx store.Tx) error {
		var row store.ChannelAccount
		var err error
		r.app, r.acc, row, err = c.load(tx, id)
		r.pause = row.Paused
		return err
	})
	if err != nil {
		return channel.App{}, channel.Account{}, "", err
	}
	c.remember("account "+id, r)
	return r.app, r.acc, r.pause, nil
}

// Capabilities are what a connected account can do.
func (c *Connections) Capabilities(ctx context.Context, id string) (channel.Capabilities, error) {
	_, acc, _, err := c.Account(ctx, id)
	if err != nil {
		return channel.Capabilities{}, err
	}
	if ad := c.cfg.Adapters[acc.Channel]; ad != nil {
		return ad.Capabilities(acc), nil
	}
	return channel.Capabilities{}, nil
}

// knownMost bounds what is known by heart.
const knownMost = 4096

func (c *Connections) recall(name string) (remembered, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	r, ok := c.known[name]
	return r, ok && c.cfg.Now().Before(r.until)
}

func (c *Connections) remember(name string, r remembered) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.known) >= knownMost {
		clear(c.known)
	}
	r.until = c.cfg.Now().Add(rememberFor)
	c.known[name] = r
}

// changed follows a change that was made here.
func (c *Connections) changed(propertyID, id string) {
	c.Forget()
	c.cfg.Changed(propertyID, id)
}

// Forget reads all connections anew when they are needed next: something about them changed, here or on another node.
func (c *Connections) Forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.known)
}

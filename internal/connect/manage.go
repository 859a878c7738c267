package connect

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"strings"

	"deskbell/internal/channel"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// AppWish is a new app, or what of one is to change: nil is left alone.
type AppWish struct {
	Channel desk.Channel
	Name    *string
	Key     *string
	Secrets []string
}

// AccountWish is an account that is to be connected.
type AccountWish struct {
	PropertyID, AppID string
	Key, Parent, Name string
	Route, Callback   string
	Token             string
	HumanAgent        bool
	Settings          store.AccountSettings
}

// AccountChange is what of an account is to change; nil is left alone.
type AccountChange struct {
	Name, Token, Callback *string
	HumanAgent, Paused    *bool
	Settings              *store.AccountSettings
}

func detail(v map[string]any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return "{}"
	}
	return string(b)
}

// newToken is one that nobody guesses.
func newToken(prefix string) string {
	b := make([]byte, 24)
	_, _ = rand.Read(b) // never fails: crypto/rand ends the process instead
	return prefix + base64.RawURLEncoding.EncodeToString(b)
}

func clean(list []string) []string {
	var out []string
	for _, s := range list {
		out = append(out, strings.TrimSpace(s))
	}
	for len(out) > 0 && out[len(out)-1] == "" {
		out = out[:len(out)-1]
	}
	return out
}

// CreateApp registers an app. Its verify token is made here, and for the API channel its token, which is told once.
func (c *Connections) CreateApp(ctx context.Context, p desk.Person, w AppWish) (App, error) {
	if err := desk.Allow(p, desk.ActEditSettings, ""); err != nil {
		return App{}, err
	}
	s := appSecrets{Secrets: clean(w.Secrets), Verify: newToken("")}
	out := App{ChannelApp: store.ChannelApp{ID: newToken(""), Channel: w.Channel, MadeBy: p.ID}, VerifyToken: s.Verify}
	out.ID = out.ID[:20] // a part of an address, and no secret
	if w.Name != nil {
		out.Name = *w.Name
	}
	if w.Key != nil {
		out.Key = strings.TrimSpace(*w.Key)
	}
	if w.Channel == desk.ChannelAPI {
		out.Token = newToken("dba_")
		s.Secrets, out.VerifyToken, s.Verify = []string{out.Token}, "", ""
	}
	if c.cfg.Adapters[w.Channel] == nil {
		return App{}, desk.Refuse(desk.CodeInvalid, "This channel cannot be connected.")
	}
	if w.Channel != desk.ChannelAPI && !slices.ContainsFunc(s.Secrets, func(s string) bool { return s != "" }) {
		return App{}, desk.Wrong([]desk.FieldError{{Location: "secrets", Message: "Enter the app secret: without it nothing that arrives can be trusted."}})
	}
	out.Secrets = len(s.Secrets)
	var err error
	if out.Sealed, err = c.seal(appPlace(out.ID), s); err != nil {
		return App{}, err
	}
	err = c.cfg.Store.Write(ctx, func(tx store.Tx) error {
		out.CreatedAt = tx.Now()
		if err := tx.PutApp(out.ChannelApp); err != nil {
			return err
		}
		return tx.Audit(store.AuditLine{At: tx.Now(), PersonID: p.ID, Action: "channel_app_created", Subject: out.ID,
			Detail: detail(map[string]any{"channel": w.Channel, "name": out.Name, "key": out.Key})})
	})
	c.changed("", out.ID)
	return out, err
}

// mayChange is whether a person may change an app: everything that is connected under it must be theirs to change; while
// nothing is, it is its maker's, and of those who change settings where the maker is.
func mayChange(tx store.Tx, p desk.Person, app store.ChannelApp) error {
	if err := desk.Allow(p, desk.ActEditSettings, ""); err != nil {
		return err
	}
	list, err := tx.ListAccounts(nil)
	if err != nil {
		return err
	}
	used := false
	for _, a := range list {
		if a.AppID != app.ID {
			continue
		}
		used = true
		if desk.Allow(p, desk.ActEditSettings, a.PropertyID) != nil {
			return desk.Refuse(desk.CodeForbidden, "Accounts of other properties are connected under this app. Ask whoever runs Deskbell to change it.")
		}
	}
	if used || p.Role == desk.RoleOperator || p.ID == app.MadeBy {
		return nil
	}
	maker, err := tx.Person(app.MadeBy)
	if err != nil && !errors.Is(err, desk.ErrNotFound) {
		return err
	}
	if maker.Role != desk.RoleOperator && slices.ContainsFunc(maker.PropertyIDs, p.Sees) {
		return nil
	}
	return desk.Refuse(desk.CodeForbidden, "Somebody of another property registered this app. Register one of your own, or ask whoever runs Deskbell.")
}

// UpdateApp changes an app's name and secrets.
func (c *Connections) UpdateApp(ctx context.Context, p desk.Person, id string, w AppWish) (App, error) {
	var out App
	err := c.cfg.Store.Write(ctx, func(tx store.Tx) error {
		if err := desk.Allow(p, desk.ActEditSettings, ""); err != nil {
			return err
		}
		row, err := tx.App(id)
		if err != nil {
			return err
		}
		if err := mayChange(tx, p, row); err != nil {
			return err
		}
		var s appSecrets
		if err := c.open(appPlace(id), row.Sealed, &s); err != nil && len(w.Secrets) == 0 {
			return err
		}
		if w.Name != nil {
			row.Name = *w.Name
		}
		if w.Key != nil {
			row.Key = strings.TrimSpace(*w.Key)
		}
		out = App{}
		switch secrets := clean(w.Secrets); {
		case row.Channel == desk.ChannelAPI && len(w.Secrets) > 0: // a new one is asked for; it is made here
			out.Token = newToken("dba_")
			s.Secrets = []string{out.Token}
		case len(secrets) > 0:
			for i, secret := range secrets { // an empty one leaves what is there
				if secret == "" && i < len(s.Secrets) {
					secrets[i] = s.Secrets[i]
				}
			}
			if len(secrets) < len(s.Secrets) {
				secrets = append(secrets, s.Secrets[len(secrets):]...)
			}
			s.Secrets = secrets
		}
		if s.Verify == "" && row.Channel != desk.ChannelAPI {
			s.Verify = newToken("")
		}
		if row.Sealed, err = c.seal(appPlace(id), s); err != nil {
			return err
		}
		if err := tx.UpdateApp(row); err != nil {
			return err
		}
		out.ChannelApp, out.Secrets, out.VerifyToken = row, len(s.Secrets), s.Verify
		return tx.Audit(store.AuditLine{At: tx.Now(), PersonID: p.ID, Action: "channel_app_changed", Subject: id,
			Detail: detail(map[string]any{"name": row.Name, "secrets": len(w.Secrets) > 0})})
	})
	c.changed("", id)
	c.poke()
	return out, err
}

// DeleteApp takes an app away under which nothing is connected.
func (c *Connections) DeleteApp(ctx context.Context, p desk.Person, id string) error {
	err := c.cfg.Store.Write(ctx, func(tx store.Tx) error {
		if err := desk.Allow(p, desk.ActEditSettings, ""); err != nil {
			return err
		}
		row, err := tx.App(id)
		if err != nil {
			return err
		}
		if err := mayChange(tx, p, row); err != nil {
			return err
		}
		if err := tx.DeleteApp(id); err != nil {
			return err
		}
		return tx.Audit(store.AuditLine{At: tx.Now(), PersonID: p.ID, Action: "channel_app_deleted", Subject: id})
	})
	c.changed("", id)
	return err
}

// errKey asks for the id without which nothing finds its account.
var errKey = desk.FieldError{Location: "key", Message: "Enter the account's id at the channel."}

// errNotProven is for who connects under an app by which other properties' guests arrive.
var errNotProven = desk.Refuse(desk.CodeConflict, "Other properties are connected under this app too, so the account's token must show that the account is yours. Enter a token of this very account, or register an app of your own.")

// prove asks the channel whether the token is the account's, where the app brings what guests of others write: without that
// whoever enters the id of somebody's account, while it is not connected, would be brought its messages.
func (c *Connections) prove(ctx context.Context, p desk.Person, w AccountWish) error {
	var app channel.App
	var acc channel.Account
	shared := false
	err := c.cfg.Store.Read(ctx, func(tx store.Tx) error {
		if err := desk.Allow(p, desk.ActEditSettings, w.PropertyID); err != nil {
			return err
		}
		row, err := tx.App(w.AppID)
		if err != nil {
			return err
		}
		of, err := wanted(w, row)
		if err != nil {
			return err
		}
		err = mayChange(tx, p, row)
		if shared = desk.CodeOf(err) == desk.CodeForbidden; err != nil && !shared {
			return err
		}
		if row.Channel == desk.ChannelAPI { // its one token posts for all of its accounts
			return err
		}
		if app, err = c.plainApp(row); err != nil {
			return err
		}
		acc, err = c.plain(app, of)
		acc.Token = strings.TrimSpace(w.Token)
		return err
	})
	if err != nil || !shared {
		return err
	}
	sub, ok := c.cfg.Adapters[acc.Channel].(channel.Subscriber)
	if !ok {
		return errNotProven
	}
	asking, cancel := context.WithTimeout(ctx, askWithin)
	defer cancel()
	cond, err := sub.Condition(asking, app, acc)
	var f *channel.Failure
	switch {
	case errors.As(err, &f) && (f.Kind == channel.FailureTransient || f.Kind == channel.FailureThrottled || f.Kind == channel.FailureUnknown):
		return refusal(err)
	case err != nil || !cond.TokenValid || cond.Name+cond.Number == "" || slices.Contains(cond.Problems, channel.ReasonOtherAccount):
		c.cfg.Log.Warn("an account was not connected: its token does not show whose it is", "app_id", app.ID, "person_id", p.ID, "err", err)
		return errNotProven
	}
	return nil
}

// Connect connects an account, subscribes the app to it and asks how it stands. What the channel says against it is shown
// by the lamps and is no error: it can be mended while the account is there. One that was connected before comes back
// with its conversations.
func (c *Connections) Connect(ctx context.Context, p desk.Person, w AccountWish) (Account, error) {
	if w.PropertyID == "" {
		return Account{}, desk.ErrNotFound
	}
	if err := c.prove(ctx, p, w); err != nil {
		return Account{}, err
	}
	var row store.ChannelAccount
	err := c.cfg.Store.Write(ctx, func(tx store.Tx) error {
		if err := desk.Allow(p, desk.ActEditSettings, w.PropertyID); err != nil {
			return err
		}
		app, err := tx.App(w.AppID)
		if err != nil {
			return err
		}
		if row, err = wanted(w, app); err != nil {
			return err
		}
		row.CreatedAt = tx.Now()
		old, err := tx.RemovedAccount(w.PropertyID, app.Channel, row.Key)
		back := err == nil
		if err != nil && !errors.Is(err, desk.ErrNotFound) {
			return err
		}
		row.ID = c.cfg.NewID()
		if back {
			row.ID, row.CreatedAt = old.ID, old.CreatedAt
		}
		if row.Sealed, err = c.seal(accountPlace(row.ID), accountSecrets{w.Token}); err != nil {
			return err
		}
		if back {
			err = tx.UpdateAccount(row)
			if err == nil {
				err = tx.NoteAccount(row.ID, func(h *store.AccountHealth) { *h = store.AccountHealth{} })
			}
		} else {
			err = tx.PutAccount(row)
		}
		if err != nil {
			return err
		}
		return tx.Audit(store.AuditLine{At: tx.Now(), PersonID: p.ID, PropertyID: row.PropertyID, Action: "channel_connected", Subject: row.ID,
			Detail: detail(map[string]any{"channel": row.Channel, "name": row.Name, "key": row.Key})})
	})
	if err != nil {
		return Account{}, err
	}
	c.changed(row.PropertyID, row.ID)
	return c.Subscribe(ctx, p, row.ID)
}

// wanted is the row that a wish asks for.
func wanted(w AccountWish, app store.ChannelApp) (store.ChannelAccount, error) {
	row := store.ChannelAccount{PropertyID: w.PropertyID, AppID: app.ID, Channel: app.Channel, Key: strings.TrimSpace(w.Key),
		Parent: strings.TrimSpace(w.Parent), Name: strings.TrimSpace(w.Name), Route: w.Route, Callback: strings.TrimSpace(w.Callback),
		HumanAgent: w.HumanAgent, Settings: w.Settings}
	var wrong []desk.FieldError
	if app.Channel == desk.ChannelAPI {
		if row.Key == "" {
			row.Key = app.ID
		}
		if err := checkCallback(row.Callback); err != nil {
			wrong = append(wrong, *err)
		}
	} else {
		row.Callback = ""
		switch {
		case row.Key == "":
			wrong = append(wrong, errKey)
		case !plainID(row.Key):
			wrong = append(wrong, desk.FieldError{Location: "key", Message: "This is no id: it has letters and digits only."})
		}
		if !plainID(row.Parent) {
			wrong = append(wrong, desk.FieldError{Location: "parent", Message: "This is no id: it has letters and digits only."})
		}
		if strings.TrimSpace(w.Token) == "" {
			wrong = append(wrong, desk.FieldError{Location: "token", Message: "Enter the account's token."})
		}
		if row.Parent == "" && (app.Channel == desk.ChannelWhatsApp || app.Channel == desk.ChannelInstagram && row.Route != RouteLogin) {
			wrong = append(wrong, desk.FieldError{Location: "parent", Message: "Enter the id of what the account belongs to."})
		}
	}
	if app.Channel == desk.ChannelInstagram && row.Route == "" {
		row.Route = "page"
	}
	if row.Name == "" {
		wrong = append(wrong, desk.FieldError{Location: "name", Message: "Give the account a name."})
	}
	if len(wrong) > 0 {
		return row, desk.Wrong(wrong)
	}
	return row, nil
}

// plainID reports whether an id is one that may stand in an address as it is: it becomes a part of those that are asked.
func plainID(id string) bool {
	return strings.Trim(id, "-_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") == ""
}

// checkCallback is what is wrong with the address for answers; "" is an account that is only watched. Whether it lies
// inside a network is decided when it is asked.
func checkCallback(address string) *desk.FieldError {
	if address == "" {
		return nil
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil {
		return &desk.FieldError{Location: "callback", Message: "Enter a whole address, beginning with https://."}
	}
	return nil
}

// mine is a connected account that the person may change.
func mine(tx store.Tx, p desk.Person, id string) (store.ChannelAccount, error) {
	row, err := tx.Account(id)
	if err != nil {
		return row, err
	}
	if err := desk.Allow(p, desk.ActEditSettings, row.PropertyID); err != nil {
		return row, err
	}
	if !row.RemovedAt.IsZero() {
		return row, desk.ErrNotFound
	}
	return row, nil
}

// Update changes an account. A new token is tried at once.
func (c *Connections) Update(ctx context.Context, p desk.Person, id string, w AccountChange) (Account, error) {
	property := ""
	err := c.cfg.Store.Write(ctx, func(tx store.Tx) error {
		row, err := mine(tx, p, id)
		if err != nil {
			return err
		}
		property = row.PropertyID
		changed := []string{}
		if w.Name != nil && strings.TrimSpace(*w.Name) != "" {
			row.Name, changed = strings.TrimSpace(*w.Name), append(changed, "name")
		}
		if w.HumanAgent != nil {
			row.HumanAgent, changed = *w.HumanAgent, append(changed, "human_agent")
		}
		if w.Callback != nil && row.Channel == desk.ChannelAPI {
			if wrong := checkCallback(strings.TrimSpace(*w.Callback)); wrong != nil {
				return desk.Wrong([]desk.FieldError{*wrong})
			}
			row.Callback, changed = strings.TrimSpace(*w.Callback), append(changed, "callback")
		}
		if w.Settings != nil {
			row.Settings, changed = *w.Settings, append(changed, "settings")
		}
		if w.Token != nil && strings.TrimSpace(*w.Token) != "" {
			if row.Sealed, err = c.seal(accountPlace(id), accountSecrets{strings.TrimSpace(*w.Token)}); err != nil {
				return err
			}
			changed = append(changed, "token")
		}
		if err := tx.UpdateAccount(row); err != nil {
			return err
		}
		reason := row.Paused
		if slices.Contains(changed, "token") && reason != PausedByHand {
			reason = ""
		}
		if w.Paused != nil {
			reason, changed = "", append(changed, "paused")
			if *w.Paused {
				reason = PausedByHand
			}
		}
		if _, err := tx.PauseAccount(id, reason); err != nil {
			return err
		}
		return tx.Audit(store.AuditLine{At: tx.Now(), PersonID: p.ID, PropertyID: row.PropertyID, Action: "channel_changed", Subject: id,
			Detail: detail(map[string]any{"changed": changed})})
	})
	if err != nil {
		return Account{}, err
	}
	c.changed(property, id)
	if w.Token != nil {
		return c.Subscribe(ctx, p, id)
	}
	return c.View(ctx, p, id)
}

// Remove disconnects an account. Its conversations stay.
func (c *Connections) Remove(ctx context.Context, p desk.Person, id string) error {
	var row store.ChannelAccount
	err := c.cfg.Store.Write(ctx, func(tx store.Tx) (err error) {
		if row, err = mine(tx, p, id); err != nil {
			return err
		}
		if err := tx.DeleteAccount(id, tx.Now()); err != nil {
			return err
		}
		return tx.Audit(store.AuditLine{At: tx.Now(), PersonID: p.ID, PropertyID: row.PropertyID, Action: "channel_removed", Subject: id,
			Detail: detail(map[string]any{"channel": row.Channel, "name": row.Name, "key": row.Key})})
	})
	c.changed(row.PropertyID, id)
	return err
}

// Test asks the account's channel now how it stands.
func (c *Connections) Test(ctx context.Context, p desk.Person, id string) (Account, error) {
	return c.ask(ctx, p, id, false)
}

// Subscribe switches the app on for the account, and asks how it stands.
func (c *Connections) Subscribe(ctx context.Context, p desk.Person, id string) (Account, error) {
	return c.ask(ctx, p, id, true)
}

func (c *Connections) ask(ctx context.Context, p desk.Person, id string, subscribe bool) (Account, error) {
	var app channel.App
	var acc channel.Account
	err := c.cfg.Store.Read(ctx, func(tx store.Tx) error {
		if _, err := mine(tx, p, id); err != nil {
			return err
		}
		var err error
		app, acc, _, err = c.load(tx, id)
		return err
	})
	if err != nil {
		return Account{}, err
	}
	if sub, ok := c.cfg.Adapters[acc.Channel].(channel.Subscriber); ok {
		asking, cancel := context.WithTimeout(ctx, askWithin)
		var failed error
		if subscribe {
			failed = sub.Subscribe(asking, app, acc)
		}
		cond, err := sub.Condition(asking, app, acc)
		cancel()
		if err == nil {
			err = stops(failed)
		}
		if err := c.found(context.WithoutCancel(ctx), acc, cond, err, false, false); err != nil {
			return Account{}, err
		}
	}
	return c.View(ctx, p, id)
}

// stops is a failure to subscribe that the condition does not tell of by itself.
func stops(err error) error {
	var f *channel.Failure
	if errors.As(err, &f) && (f.Kind == channel.FailureToken || f.Kind == channel.FailureAccount) {
		return nil
	}
	return err
}

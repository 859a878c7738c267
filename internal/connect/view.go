package connect

import (
	"context"
	"time"

	"deskbell/internal/channel"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// App is an app as people see it: its secrets are only counted.
type App struct {
	store.ChannelApp
	Secrets int
	// VerifyToken is what is pasted at the channel's owner, for those who may change the app.
	VerifyToken string
	// Token is what the other system shows, of the API channel; only as it was made.
	Token string
}

// Account is an account as people see it, without its token.
type Account struct {
	store.ChannelAccount
	Lamps        []Lamp
	SilentSince  time.Time
	Failures     []FailureCount
	Problems     []string
	Capabilities channel.Capabilities
	Counts       store.DeliveryCounts
	// App is what happens at the address under which it arrives.
	BadSignatures  int64
	BadSignatureAt time.Time
	// Month is set where the channel bills messages.
	Month *Month
}

// View is an account as it stands.
func (c *Connections) View(ctx context.Context, p desk.Person, id string) (Account, error) {
	var out Account
	err := c.cfg.Store.Read(ctx, func(tx store.Tx) error {
		row, err := mine(tx, p, id)
		if err != nil {
			return err
		}
		app, err := tx.App(row.AppID)
		if err != nil {
			return err
		}
		out, err = c.view(tx, app, row)
		return err
	})
	return out, err
}

func (c *Connections) view(tx store.Tx, app store.ChannelApp, row store.ChannelAccount) (Account, error) {
	now := tx.Now()
	caps := c.capabilities(row)
	out := Account{ChannelAccount: row, Lamps: lamps(app, row, caps, now), SilentSince: silentSince(row, now), Failures: failures(row.Health, now),
		Problems: problems(row.Health, now), Capabilities: caps, BadSignatures: app.BadSignatures, BadSignatureAt: app.BadSignatureAt}
	out.Sealed = nil
	var err error
	if out.Counts, err = tx.CountDeliveries(row.ID); err != nil {
		return out, err
	}
	if caps.Billed {
		m, err := month(tx, row, now)
		if err != nil {
			return out, err
		}
		out.Month = &m
	}
	return out, nil
}

// List are the apps, and the accounts of the properties that the person may change.
func (c *Connections) List(ctx context.Context, p desk.Person) (apps []App, accounts []Account, err error) {
	err = c.cfg.Store.Read(ctx, func(tx store.Tx) error {
		apps, accounts = nil, nil
		if err := desk.Allow(p, desk.ActEditSettings, ""); err != nil {
			return err
		}
		rows, err := tx.ListApps()
		if err != nil {
			return err
		}
		byID := map[string]store.ChannelApp{}
		for _, row := range rows {
			byID[row.ID] = row
			a := App{ChannelApp: row}
			var s appSecrets
			if err := c.open(appPlace(row.ID), row.Sealed, &s); err != nil {
				c.cfg.Log.Warn("an app's secrets cannot be opened", "app_id", row.ID, "err", err)
			}
			a.Secrets, a.Sealed = len(s.Secrets), nil
			if mayChange(tx, p, row) == nil {
				a.VerifyToken = s.Verify
			}
			apps = append(apps, a)
		}
		list, err := tx.ListAccounts(nil)
		if err != nil {
			return err
		}
		for _, row := range list {
			if desk.Allow(p, desk.ActEditSettings, row.PropertyID) != nil {
				continue
			}
			a, err := c.view(tx, byID[row.AppID], row)
			if err != nil {
				return err
			}
			accounts = append(accounts, a)
		}
		return nil
	})
	return apps, accounts, err
}

package app

import (
	"context"
	"errors"
	"fmt"

	"deskbell/internal/connect"
	"deskbell/internal/desk"
	"deskbell/internal/sample"
	"deskbell/internal/simulator"
	"deskbell/internal/store"
)

// simulatedName is how the simulator's apps are called on the Channels page.
const simulatedName = "Simulator"

// connectDemo connects the simulator's accounts to the first sample property, in the way that an operator would: an app
// for each channel, its webhook's address verified by a handshake, the account under it. What is there stays, and so does
// what somebody disconnected.
func (a *App) connectDemo(ctx context.Context) error {
	var property desk.Property
	var operator desk.Person
	var removed = map[simulator.Channel]bool{}
	accounts := a.simulated.Accounts()
	err := a.store.Read(ctx, func(tx store.Tx) (err error) {
		if property, err = tx.PropertyByKey(sample.Properties()[0].Key); err != nil {
			return err
		}
		people, err := tx.ListPeople()
		if err != nil {
			return err
		}
		for _, p := range people {
			if p.Role == desk.RoleOperator && p.Active {
				operator = p
				break
			}
		}
		for _, acc := range accounts {
			_, err := tx.RemovedAccount(property.ID, desk.Channel(acc.Channel), acc.Key)
			if err != nil && !errors.Is(err, desk.ErrNotFound) {
				return err
			}
			removed[acc.Channel] = err == nil
		}
		return nil
	})
	if errors.Is(err, desk.ErrNotFound) || err == nil && operator.ID == "" {
		return nil // the folder is somebody's own by now
	}
	if err != nil {
		return err
	}
	apps, connected, err := a.channels.connections.List(ctx, operator)
	if err != nil {
		return err
	}
	for _, acc := range accounts {
		app, err := a.demoApp(ctx, operator, acc, apps)
		if err == nil && !removed[acc.Channel] {
			err = a.demoAccount(ctx, operator, property.ID, app, acc, connected)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", acc.Channel, err)
		}
	}
	return nil
}

// demoApp is the app under which an account of the simulator arrives, with its webhook verified at this start's address.
func (a *App) demoApp(ctx context.Context, p desk.Person, acc simulator.Account, apps []connect.App) (connect.App, error) {
	at := a.simulated.App()
	secrets := []string{at.Secret}
	if acc.Channel == simulator.Instagram {
		secrets = append(secrets, at.InstagramSecret)
	}
	name, ch := simulatedName, desk.Channel(acc.Channel)
	verify := func(app connect.App, token string) error {
		return a.simulated.Connect(ctx, acc.Channel, a.cfg.BaseURL+"/hooks/"+string(acc.Channel)+"/"+app.ID, token)
	}
	for _, app := range apps {
		if app.Channel != ch || app.Key != at.ID {
			continue
		}
		if verify(app, at.Hooks[acc.Channel].VerifyToken) == nil {
			return app, nil
		}
		changed, err := a.channels.connections.UpdateApp(ctx, p, app.ID, connect.AppWish{Secrets: secrets})
		if err != nil {
			return app, err
		}
		return changed, verify(changed, changed.VerifyToken)
	}
	app, err := a.channels.connections.CreateApp(ctx, p, connect.AppWish{Channel: ch, Name: &name, Key: &at.ID, Secrets: secrets})
	if err != nil {
		return app, err
	}
	return app, verify(app, app.VerifyToken)
}

// demoAccount connects an account, unless it is.
func (a *App) demoAccount(ctx context.Context, p desk.Person, propertyID string, app connect.App, acc simulator.Account, connected []connect.Account) error {
	for _, c := range connected {
		if c.AppID == app.ID && c.Key == acc.Key {
			return nil
		}
	}
	mode := ""
	if acc.Channel == simulator.WhatsApp {
		mode = "both" // the owner's phone answers beside the desk
	}
	_, err := a.channels.connections.Connect(ctx, p, connect.AccountWish{PropertyID: propertyID, AppID: app.ID, Key: acc.Key, Parent: acc.Parent,
		Name: acc.Name, Route: acc.Route, Token: acc.Token, HumanAgent: acc.HumanAgent, Settings: store.AccountSettings{Mode: mode}})
	return err
}

package app

import (
	"context"
	"errors"
	"slices"

	"deskbell/internal/auth"
	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/metrics"
	"deskbell/internal/store"
)

// Accounts are the sign-ins of an installation that this process does not serve: for the command line.
type Accounts struct {
	gate  *auth.Gate
	store store.Store
}

// OpenAccounts opens the data of an installation. On SQLite no server may be using it.
func OpenAccounts(ctx context.Context, cfg Config) (*Accounts, error) {
	s, err := openStore(ctx, cfg, metrics.New(cfg.Version))
	if err != nil {
		return nil, err
	}
	return &Accounts{gate: auth.New(auth.Config{Store: s, NewID: conversation.NewID, Log: cfg.Log, Cost: cfg.Cost}), store: s}, nil
}

// Close closes the data.
func (a *Accounts) Close() error { return a.store.Close() }

// Add creates somebody who signs in with the password. Properties are named by their widget keys.
func (a *Accounts) Add(ctx context.Context, email, name string, role desk.Role, keys []string, password string) (desk.Person, error) {
	var ids []string
	err := a.store.Read(ctx, func(tx store.Tx) error {
		ids = nil
		for _, key := range keys {
			pr, err := tx.PropertyByKey(key)
			if errors.Is(err, desk.ErrNotFound) {
				return desk.Refuse(desk.CodeNotFound, "There is no property with the key %q.", key)
			}
			if err != nil {
				return err
			}
			ids = append(ids, pr.ID)
		}
		return nil
	})
	if err != nil {
		return desk.Person{}, err
	}
	return a.gate.AddPerson(ctx, email, name, role, ids, password)
}

// SetPassword sets somebody's password and ends all their sessions.
func (a *Accounts) SetPassword(ctx context.Context, email, password string) error {
	err := a.gate.SetPassword(ctx, email, password)
	if errors.Is(err, desk.ErrNotFound) {
		return desk.Refuse(desk.CodeNotFound, "Nobody signs in as %s.", email)
	}
	return err
}

// Account is a sign-in as List tells it.
type Account struct {
	desk.Person
	// Keys are the widget keys of the person's properties.
	Keys []string
}

// List are all sign-ins, by address.
func (a *Accounts) List(ctx context.Context) ([]Account, error) {
	var list []Account
	err := a.store.Read(ctx, func(tx store.Tx) error {
		list = nil
		props, err := tx.ListProperties()
		if err != nil {
			return err
		}
		keys := map[string]string{}
		for _, p := range props {
			keys[p.ID] = p.Key
		}
		people, err := tx.ListPeople()
		if err != nil {
			return err
		}
		for _, p := range people {
			acc := Account{Person: p}
			for _, id := range p.PropertyIDs {
				acc.Keys = append(acc.Keys, keys[id])
			}
			list = append(list, acc)
		}
		return nil
	})
	slices.SortFunc(list, func(x, y Account) int {
		switch {
		case x.Email < y.Email:
			return -1
		case x.Email > y.Email:
			return 1
		}
		return 0
	})
	return list, err
}

package app

import (
	"context"
	"log/slog"

	"deskbell/internal/assistant"
	"deskbell/internal/assistant/tools"
	"deskbell/internal/desk"
	"deskbell/internal/httpapi/staff"
	"deskbell/internal/secret"
	"deskbell/internal/store"
)

// tooling is the services that properties let their assistants ask.
type tooling struct {
	*tools.Box
	store store.Store
	seals *secret.Sealer
	log   *slog.Logger
}

var _ staff.Tools = (*tooling)(nil)

func toolPlace(propertyID, serviceID string) secret.Place {
	return secret.Place{Table: "tool_services", ID: propertyID + "/" + serviceID, Column: "sealed"}
}

// of are a property's services that can be asked. One whose secret cannot be opened is not.
func (t *tooling) of(ctx context.Context, propertyID string) ([]tools.Service, error) {
	var kept []desk.ToolService
	err := t.store.Read(ctx, func(tx store.Tx) (err error) {
		kept, err = tx.ToolServices(propertyID)
		return err
	})
	var out []tools.Service
	for _, s := range kept {
		opened, err := t.opened(s)
		if err != nil {
			t.log.Warn("the secret of a service with tools cannot be opened", "property_id", propertyID, "service", s.Name, "err", err)
			continue
		}
		out = append(out, opened)
	}
	return out, err
}

func (t *tooling) opened(s desk.ToolService) (tools.Service, error) {
	if len(s.Sealed) == 0 {
		return tools.Service{ToolService: s}, nil
	}
	plain, err := t.seals.Open(toolPlace(s.PropertyID, s.ID), s.Sealed)
	return tools.Service{ToolService: s, Secret: string(plain)}, err
}

// Seal implements staff.Tools.
func (t *tooling) Seal(propertyID, serviceID, plain string) ([]byte, error) {
	return t.seals.Seal(toolPlace(propertyID, serviceID), []byte(plain))
}

// Look implements staff.Tools.
func (t *tooling) Look(ctx context.Context, s desk.ToolService) ([]tools.Found, string) {
	opened, err := t.opened(s)
	if err != nil {
		return nil, "secret"
	}
	return t.Box.Look(ctx, opened)
}

// Try implements staff.Tools.
func (t *tooling) Try(ctx context.Context, q assistant.Question, s desk.ToolService, tool string, arguments []byte) (tools.Result, error) {
	opened, err := t.opened(s)
	if err != nil {
		return tools.Result{Because: "secret"}, nil
	}
	return t.Box.Try(ctx, q, opened, tool, arguments)
}

// reseal puts services' secrets under the newest key, so that the one before it can go.
func (t *tooling) reseal(ctx context.Context) error {
	var stale []desk.ToolService
	err := t.store.Read(ctx, func(tx store.Tx) error {
		all, err := tx.ToolServices("")
		for _, s := range all {
			if t.seals.Stale(s.Sealed) {
				stale = append(stale, s)
			}
		}
		return err
	})
	if err != nil || len(stale) == 0 {
		return err
	}
	return t.store.Write(ctx, func(tx store.Tx) error {
		for _, s := range stale {
			opened, err := t.opened(s)
			if err != nil {
				continue // under a key that is not here: its secret is entered again
			}
			if s.Sealed, err = t.Seal(s.PropertyID, s.ID, opened.Secret); err != nil {
				return err
			}
			if err := tx.PutToolService(s); err != nil {
				return err
			}
		}
		return nil
	})
}

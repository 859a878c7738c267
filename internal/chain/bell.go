package chain

import (
	"context"
	"errors"

	"deskbell/internal/bell"
)

// Ringer is a Caller as the bell uses it.
type Ringer struct {
	*Caller
	// BaseURL is the address that people use, for the link in what is sent.
	BaseURL string
}

var _ bell.Caller = Ringer{}

// Call implements bell.Caller: one attempt, and in the error why it failed.
func (r Ringer) Call(ctx context.Context, c bell.Call) error {
	of := About(c.Kind, c.ID, c.Property, c.Channel, c.Language, r.BaseURL)
	of.Key = c.Key
	res := r.Try(ctx, c.Step, of)
	if res.OK {
		return nil
	}
	return errors.New(res.Detail)
}

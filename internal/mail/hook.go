package mail

import (
	"context"
	"encoding/base64"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/webhook"
)

// NewHookSecret makes a secret for the hook.
func NewHookSecret() string {
	return webhook.Prefix + base64.StdEncoding.EncodeToString(randomBytes(32))
}

var errSignature = desk.Refuse(desk.CodeUnauthorized, "The signature is missing or wrong. Sign the body with the secret under Settings, Mail.")

// Brought takes in a mail that was brought to the hook with a signature. Without a secret the hook is not found.
func (p *Post) Brought(ctx context.Context, sig webhook.Signature, body []byte, r Receiver) (taken bool, err error) {
	var s Settings
	var now time.Time
	err = p.cfg.Store.Read(ctx, func(tx store.Tx) (err error) {
		now = tx.Now()
		s, err = SettingsIn(tx)
		return err
	})
	if err != nil {
		return false, err
	}
	if s.HookSecret == "" {
		return false, desk.ErrNotFound
	}
	if !sig.Signs(s.HookSecret, now, body) {
		return false, errSignature
	}
	in, err := Parse(body)
	if err != nil {
		return false, err
	}
	return r.Received(context.WithoutCancel(ctx), in)
}

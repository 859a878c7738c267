package mail

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// hookSkew is how old a signature may be, or how far ahead its clock.
const hookSkew = 5 * time.Minute

// secretPrefix begins secrets in the form of Standard Webhooks.
const secretPrefix = "whsec_"

// NewHookSecret makes a secret for the hook.
func NewHookSecret() string {
	return secretPrefix + base64.StdEncoding.EncodeToString(randomBytes(32))
}

// Signature are the headers of a mail brought to the hook, as Standard Webhooks has them
// (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md).
type Signature struct {
	ID, Timestamp, Signatures string
}

// Sign signs a body, for those who bring mails and for tests.
func Sign(secret, id string, at time.Time, body []byte) Signature {
	stamp := strconv.FormatInt(at.Unix(), 10)
	return Signature{ID: id, Timestamp: stamp, Signatures: "v1," + base64.StdEncoding.EncodeToString(hookMAC(secret, id, stamp, body))}
}

func hookMAC(secret, id, stamp string, body []byte) []byte {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, secretPrefix))
	if err != nil {
		key = []byte(secret)
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(id + "." + stamp + "."))
	mac.Write(body)
	return mac.Sum(nil)
}

var errSignature = desk.Refuse(desk.CodeUnauthorized, "The signature is missing or wrong. Sign the body with the secret under Settings, Mail.")

// Brought takes in a mail that was brought to the hook with a signature. Without a secret the hook is not found.
func (p *Post) Brought(ctx context.Context, sig Signature, body []byte, r Receiver) (taken bool, err error) {
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
	stamp, err := strconv.ParseInt(sig.Timestamp, 10, 64)
	if err != nil || sig.ID == "" || now.Sub(time.Unix(stamp, 0)).Abs() > hookSkew {
		return false, errSignature
	}
	want := hookMAC(s.HookSecret, sig.ID, sig.Timestamp, body)
	signed := false
	for one := range strings.FieldsSeq(sig.Signatures) {
		text, ok := strings.CutPrefix(one, "v1,")
		got, err := base64.StdEncoding.DecodeString(text)
		if ok && err == nil && hmac.Equal(got, want) {
			signed = true
		}
	}
	if !signed {
		return false, errSignature
	}
	in, err := Parse(body)
	if err != nil {
		return false, err
	}
	return r.Received(context.WithoutCancel(ctx), in)
}

// Package webhook signs what programs bring each other and checks who brought it, as Standard Webhooks has it
// (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md): over an id, a time and the
// raw bytes of the body.
package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Skew is how old a signature may be, or how far ahead its clock.
const Skew = 5 * time.Minute

// Prefix begins secrets in the form of the standard: what follows is base64. Others are used as they are.
const Prefix = "whsec_"

// Signature are the headers of what was brought.
type Signature struct {
	// ID is the same for all attempts to bring the same thing.
	ID, Timestamp, Signatures string
}

// Of is what a request is signed with; empty where it is not.
func Of(h http.Header) Signature {
	return Signature{ID: h.Get("Webhook-Id"), Timestamp: h.Get("Webhook-Timestamp"), Signatures: h.Get("Webhook-Signature")}
}

// Sign signs a body, for those who bring something and for tests.
func Sign(secret, id string, at time.Time, body []byte) Signature {
	stamp := strconv.FormatInt(at.Unix(), 10)
	return Signature{ID: id, Timestamp: stamp, Signatures: "v1," + base64.StdEncoding.EncodeToString(mac(secret, id, stamp, body))}
}

// Put writes the signature into the headers of a request.
func (s Signature) Put(h http.Header) {
	h.Set("Webhook-Id", s.ID)
	h.Set("Webhook-Timestamp", s.Timestamp)
	h.Set("Webhook-Signature", s.Signatures)
}

// Signs reports whether the signature is the secret's, over this body and of about now. One of several is enough: whoever
// changes the secret signs with both for a while.
func (s Signature) Signs(secret string, now time.Time, body []byte) bool {
	stamp, err := strconv.ParseInt(s.Timestamp, 10, 64)
	if err != nil || s.ID == "" || now.Sub(time.Unix(stamp, 0)).Abs() > Skew {
		return false
	}
	want, signed := mac(secret, s.ID, s.Timestamp, body), false
	for one := range strings.FieldsSeq(s.Signatures) {
		text, ok := strings.CutPrefix(one, "v1,")
		got, err := base64.StdEncoding.DecodeString(text)
		if ok && err == nil && hmac.Equal(got, want) {
			signed = true
		}
	}
	return signed
}

func mac(secret, id, stamp string, body []byte) []byte {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, Prefix))
	if err != nil {
		key = []byte(secret)
	}
	m := hmac.New(sha256.New, key)
	m.Write([]byte(id + "." + stamp + "."))
	m.Write(body)
	return m.Sum(nil)
}

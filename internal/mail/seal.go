package mail

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"regexp"
	"strconv"
	"strings"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// Seal signs what comes back to us from outside: the tags by which answers find their ticket, and the links that open a
// guest's thread. Its key is the installation's own and never leaves it.
type Seal struct {
	key []byte
}

// sealIn reads the installation's key, and makes it where there is none yet.
func sealIn(tx store.Tx) (*Seal, error) {
	text, err := tx.Setting(sealKey)
	if err != nil {
		return nil, err
	}
	if key, err := base64.RawStdEncoding.DecodeString(text); err == nil && len(key) == sha256.Size {
		return &Seal{key}, nil
	}
	key := make([]byte, sha256.Size)
	_, _ = rand.Read(key) // never fails: crypto/rand ends the process instead
	return &Seal{key}, tx.SetSetting(sealKey, base64.RawStdEncoding.EncodeToString(key))
}

// sign is the signature of a text for one purpose: one made for another is worth nothing.
func (s *Seal) sign(purpose, text string) []byte {
	mac := hmac.New(sha256.New, s.key)
	mac.Write([]byte(purpose + "\x00" + text))
	return mac.Sum(nil)
}

var tagCode = base32.NewEncoding("abcdefghijkmnpqrstuvwxyz23456789").WithPadding(base32.NoPadding)

// Tag names a ticket in an address or a subject so that nobody can make one up: 1042-k3f9x2ab.
func (s *Seal) Tag(number int64) string {
	n := strconv.FormatInt(number, 10)
	return n + "-" + tagCode.EncodeToString(s.sign("ticket", n)[:5])
}

var tagPattern = regexp.MustCompile(`\b(\d{4,15})-([a-z2-9]{8})\b`)

// Tagged is the ticket whose tag stands in the text, in whatever case; 0 if there is none that we made.
func (s *Seal) Tagged(text string) int64 {
	for _, m := range tagPattern.FindAllStringSubmatch(strings.ToLower(text), 4) {
		number, err := strconv.ParseInt(m[1], 10, 64)
		if err == nil && hmac.Equal([]byte(s.Tag(number)), []byte(m[0])) {
			return number
		}
	}
	return 0
}

// LinkLife is how long a link to a thread works: as long as a resolved conversation can be gone on with.
const LinkLife = desk.ReopenWithin

// Link is the token that lets whoever holds it into a guest's thread until it expires. It is no session and does not
// tell one: what it is exchanged for is a session of its own.
func (s *Seal) Link(propertyID, contactID string, expires time.Time) string {
	text := propertyID + " " + contactID + " " + strconv.FormatInt(expires.Unix(), 36)
	return base64.RawURLEncoding.EncodeToString([]byte(text)) + "." + base64.RawURLEncoding.EncodeToString(s.sign("thread", text))
}

// ErrLink refuses a link that has expired, or that we never made.
var ErrLink = desk.Refuse(desk.CodeNotFound, "This link does not work any more. Start a new chat, or call us.")

// OpenLink reads a token of Link's. Any other, and one that has expired, is ErrLink.
func (s *Seal) OpenLink(token string, now time.Time) (propertyID, contactID string, err error) {
	body, mac, ok := strings.Cut(token, ".")
	text, e1 := base64.RawURLEncoding.DecodeString(body)
	signature, e2 := base64.RawURLEncoding.DecodeString(mac)
	if !ok || len(token) > 400 || e1 != nil || e2 != nil || !hmac.Equal(signature, s.sign("thread", string(text))) {
		return "", "", ErrLink
	}
	parts := strings.Split(string(text), " ")
	if len(parts) != 3 {
		return "", "", ErrLink
	}
	expires, err := strconv.ParseInt(parts[2], 36, 64)
	if err != nil || !now.Before(time.Unix(expires, 0)) {
		return "", "", ErrLink
	}
	return parts[0], parts[1], nil
}

package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"

	"deskbell/internal/desk"
)

// newToken makes an unguessable token (256 bit) and the hash under which it is stored. A plain SHA-256 is enough:
// nobody can try out tokens of that size.
func newToken() (token, hash string) {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand ends the process instead
	token = base64.RawURLEncoding.EncodeToString(b[:])
	return token, hashToken(token)
}

func hashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// tokenLike tells a token from noise before anybody asks the database.
func tokenLike(token string) bool { return len(token) == 43 }

// Email brings an address into the form that is stored and compared, and refuses what cannot be one. It only keeps
// nonsense out: whether the address is right shows when somebody signs in with it.
func Email(s string) (string, error) {
	s = strings.ToLower(strings.TrimSpace(s))
	local, domain, ok := strings.Cut(s, "@")
	if !ok || local == "" || len(s) > 254 || !strings.Contains(domain, ".") || strings.ContainsAny(s, " \t\r\n<>,;\"\\()") ||
		strings.Contains(domain, "@") || strings.HasPrefix(domain, ".") || strings.HasSuffix(domain, ".") {
		return "", desk.Refuse(desk.CodeInvalid, "This does not look like an e-mail address.")
	}
	return s, nil
}

package meta

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"io"
	"net/http"
	"strings"

	"deskbell/internal/channel"
)

// Handshake answers Meta's question whether the address is ours: the challenge as it came for the right token, 403 for
// any other. It reports false, and writes nothing, for what is no such question.
func Handshake(w http.ResponseWriter, r *http.Request, app channel.App) bool {
	q := r.URL.Query()
	if r.Method != http.MethodGet || !q.Has("hub.mode") && !q.Has("hub.challenge") && !q.Has("hub.verify_token") {
		return false
	}
	if q.Get("hub.mode") != "subscribe" || !same(app.VerifyToken, q.Get("hub.verify_token")) {
		http.Error(w, "the verify token is not the one of this app", http.StatusForbidden)
		return true
	}
	// The challenge is whatever the caller says: as plain text it is nothing but that.
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = io.WriteString(w, q.Get("hub.challenge"))
	return true
}

// same compares in a time that tells nothing, not even the length. An empty token fits nothing.
func same(token, given string) bool {
	a, b := sha256.Sum256([]byte(token)), sha256.Sum256([]byte(given))
	return subtle.ConstantTimeCompare(a[:], b[:]) == 1 && token != ""
}

// Authentic reports whether body, byte for byte as it came, was signed with one of the app's secrets. Meta signs the
// escaped form, so nothing may be decoded before.
func Authentic(app channel.App, header http.Header, body []byte) bool {
	sum, ok := strings.CutPrefix(header.Get("X-Hub-Signature-256"), "sha256=")
	if !ok {
		return false
	}
	given, err := hex.DecodeString(sum)
	if err != nil {
		return false
	}
	found := false
	for _, secret := range app.Secrets {
		if secret != "" && hmac.Equal(given, mac(secret, body)) {
			found = true
		}
	}
	return found
}

// Sign is what Meta puts into X-Hub-Signature-256; the simulator and tests speak with Meta's voice by it.
func Sign(secret string, body []byte) string {
	return "sha256=" + hex.EncodeToString(mac(secret, body))
}

// Proof is the appsecret_proof of a token: it shows that whoever holds the token knows the app's secret too.
func Proof(secret, token string) string { return hex.EncodeToString(mac(secret, []byte(token))) }

func mac(secret string, body []byte) []byte {
	m := hmac.New(sha256.New, []byte(secret))
	m.Write(body)
	return m.Sum(nil)
}

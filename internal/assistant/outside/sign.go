package outside

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strings"
)

// prefix marks a secret of Standard Webhooks (https://www.standardwebhooks.com), so that scanners of leaked secrets know it.
const prefix = "whsec_"

// NewSecret makes the secret under which a bot's requests are signed.
func NewSecret() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails
	return prefix + base64.StdEncoding.EncodeToString(b)
}

// sign is the Webhook-Signature of a request: HMAC-SHA256 over id, timestamp and body, with dots between. A secret that is
// none signs nothing.
func sign(secret, id, timestamp string, body []byte) (string, bool) {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, prefix))
	if err != nil || len(key) < 16 {
		return "", false
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(id + "." + timestamp + "."))
	mac.Write(body)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)), true
}

// Package pushtest is the other side of a push, for tests: a browser that reads what is sent to it, and a push service
// that checks what real ones check. No real push service is asked by any test.
package pushtest

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"testing"
)

// Browser is what a browser keeps of its subscription: the keys that nobody else has.
type Browser struct {
	private *ecdh.PrivateKey
	auth    []byte
}

// NewBrowser makes the keys of a subscription.
func NewBrowser(t testing.TB) Browser {
	t.Helper()
	k, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	b := Browser{private: k, auth: make([]byte, 16)}
	_, _ = rand.Read(b.auth) // never fails
	return b
}

// P256dh and Auth are what the browser tells the server.
func (b Browser) P256dh() string {
	return base64.RawURLEncoding.EncodeToString(b.private.PublicKey().Bytes())
}

// Auth is its secret.
func (b Browser) Auth() string { return base64.RawURLEncoding.EncodeToString(b.auth) }

// Decrypt reads a push as RFC 8291 has it.
func (b Browser) Decrypt(body []byte) ([]byte, error) {
	if len(body) < 86 || len(body) > 4096 {
		return nil, fmt.Errorf("a body of %d bytes", len(body))
	}
	salt, size, idLength := body[:16], binary.BigEndian.Uint32(body[16:20]), int(body[20])
	if len(body) < 21+idLength {
		return nil, errors.New("no key of the sender")
	}
	sender, sealed := body[21:21+idLength], body[21+idLength:]
	if int(size) < len(sealed) {
		return nil, errors.New("more than one record")
	}
	public, err := ecdh.P256().NewPublicKey(sender)
	if err != nil {
		return nil, err
	}
	shared, err := b.private.ECDH(public)
	if err != nil {
		return nil, err
	}
	secret, err := hkdf.Key(sha256.New, shared, b.auth, "WebPush: info\x00"+string(b.private.PublicKey().Bytes())+string(sender), 32)
	if err != nil {
		return nil, err
	}
	key, err := hkdf.Key(sha256.New, secret, salt, "Content-Encoding: aes128gcm\x00", 16)
	if err != nil {
		return nil, err
	}
	nonce, err := hkdf.Key(sha256.New, secret, salt, "Content-Encoding: nonce\x00", 12)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	plain, err := gcm.Open(nil, nonce, sealed, nil)
	if err != nil {
		return nil, err
	}
	end := bytes.LastIndexByte(plain, 2) // then padding
	if end < 0 || len(bytes.Trim(plain[end+1:], "\x00")) > 0 {
		return nil, errors.New("no end of the last record")
	}
	return plain[:end], nil
}

// Read is the message in a push as the service worker is given it.
func (b Browser) Read(t testing.TB, s Sent) map[string]string {
	t.Helper()
	plain, err := b.Decrypt(s.Body)
	if err != nil {
		t.Fatalf("the browser cannot read it: %v", err)
	}
	var m map[string]string
	if err := json.Unmarshal(plain, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

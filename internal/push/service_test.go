package push_test

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"deskbell/internal/push"
)

// browser is what a browser keeps of its subscription: the keys that nobody else has.
type browser struct {
	private *ecdh.PrivateKey
	auth    []byte
}

func newBrowser(t *testing.T) browser {
	t.Helper()
	k, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	b := browser{private: k, auth: make([]byte, 16)}
	_, _ = rand.Read(b.auth)
	return b
}

func (b browser) wish(device, endpoint string) push.Wish {
	return push.Wish{DeviceID: device, Name: "Phone", Language: "en", Endpoint: endpoint,
		P256dh: base64.RawURLEncoding.EncodeToString(b.private.PublicKey().Bytes()), Auth: base64.RawURLEncoding.EncodeToString(b.auth)}
}

// decrypt is RFC 8291 as a browser does it.
func (b browser) decrypt(body []byte) ([]byte, error) {
	if len(body) < 86 || len(body) > 4096 {
		return nil, fmt.Errorf("a body of %d bytes", len(body))
	}
	salt, size, idLength := body[:16], binary.BigEndian.Uint32(body[16:20]), int(body[20])
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
	info := "WebPush: info\x00" + string(b.private.PublicKey().Bytes()) + string(sender)
	secret, err := hkdf.Key(sha256.New, shared, b.auth, info, 32)
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

// sent is one push as its service received it.
type sent struct {
	path    string
	header  http.Header
	body    []byte
	refusal error // why a push service would refuse it
}

// payload is what the service worker is given.
func (s sent) payload(t *testing.T, b browser) map[string]string {
	t.Helper()
	plain, err := b.decrypt(s.body)
	if err != nil {
		t.Fatalf("the browser cannot read it: %v", err)
	}
	var m map[string]string
	if err := json.Unmarshal(plain, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

// service is a push service on this machine. It checks what real ones check: RFC 8030 and RFC 8292.
type service struct {
	key    string // the application server's, with which the browser subscribed
	origin string

	mu   sync.Mutex
	got  []sent
	more chan struct{}
	// answer decides what the n-th push to a path is answered; 201 if nil.
	answer func(path string, n int) (status int, header map[string]string)
}

func newService() *service {
	return &service{origin: "https://push.example.net", more: make(chan struct{}, 100)}
}

// Do implements push.Client.
func (s *service) Do(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	got := sent{path: r.URL.Path, header: r.Header.Clone(), body: body, refusal: s.check(r)}
	s.got = append(s.got, got)
	n := 0
	for _, x := range s.got {
		if x.path == got.path {
			n++
		}
	}
	s.mu.Unlock()
	status, header := http.StatusCreated, map[string]string{}
	if s.answer != nil {
		status, header = s.answer(got.path, n)
	}
	if got.refusal != nil {
		status = http.StatusBadRequest
	}
	s.more <- struct{}{}
	resp := &http.Response{StatusCode: status, Header: http.Header{}, Body: http.NoBody, Request: r}
	for k, v := range header {
		resp.Header.Set(k, v)
	}
	return resp, nil
}

func (s *service) check(r *http.Request) error {
	if r.Method != http.MethodPost || r.Header.Get("Content-Encoding") != "aes128gcm" || r.Header.Get("TTL") == "" {
		return fmt.Errorf("%s with %v is no push", r.Method, r.Header)
	}
	if topic := r.Header.Get("Topic"); len(topic) > 32 {
		return fmt.Errorf("the topic %q is too long", topic)
	}
	var token, key string
	scheme, rest, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	for part := range strings.SplitSeq(rest, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		switch name {
		case "t":
			token = value
		case "k":
			key = value
		}
	}
	if scheme != "vapid" || key != s.key {
		return fmt.Errorf("%q with the key %q is not who subscribed (%q)", scheme, key, s.key)
	}
	raw, err := base64.RawURLEncoding.DecodeString(key)
	if err != nil {
		return err
	}
	public, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), raw)
	if err != nil {
		return err
	}
	claims := jwt.MapClaims{}
	_, err = jwt.ParseWithClaims(token, claims, func(*jwt.Token) (any, error) { return public, nil },
		jwt.WithValidMethods([]string{"ES256"}), jwt.WithAudience(s.origin), jwt.WithExpirationRequired())
	if err != nil {
		return err
	}
	if sub, _ := claims.GetSubject(); !strings.HasPrefix(sub, "mailto:") && !strings.HasPrefix(sub, "https:") {
		return fmt.Errorf("nobody to turn to in %q", sub)
	}
	exp, _ := claims.GetExpirationTime()
	if time.Until(exp.Time) > 24*time.Hour {
		return errors.New("valid for more than a day")
	}
	return nil
}

// all are the pushes so far; it is a fault if one would have been refused.
func (s *service) all(t *testing.T) []sent {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, x := range s.got {
		if x.refusal != nil {
			t.Errorf("a push service refuses it: %v", x.refusal)
		}
	}
	return append([]sent(nil), s.got...)
}

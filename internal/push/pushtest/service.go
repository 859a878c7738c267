package pushtest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// Sent is one push as its service received it.
type Sent struct {
	Path   string
	Header http.Header
	Body   []byte
	// Refusal is why a real push service would refuse it.
	Refusal error
}

// Service is a push service. It is an http.Handler, and a client that asks itself without a network.
type Service struct {
	// Origin is where it is asked.
	Origin string
	// Answer decides what the n-th push to a path is answered; 201 if nil.
	Answer func(path string, n int) (status int, header map[string]string)

	mu  sync.Mutex
	key string
	got []Sent
}

// Expect names the key with which browsers subscribed.
func (s *Service) Expect(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.key = key
}

// Do implements push.Client.
func (s *Service) Do(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Result(), nil
}

// ServeHTTP takes a push in.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	s.mu.Lock()
	got := Sent{Path: r.URL.Path, Header: r.Header.Clone(), Body: body, Refusal: check(r, s.Origin, s.key)}
	s.got = append(s.got, got)
	n := 0
	for _, x := range s.got {
		if x.Path == got.Path {
			n++
		}
	}
	s.mu.Unlock()
	status, header := http.StatusCreated, map[string]string(nil)
	if s.Answer != nil {
		status, header = s.Answer(got.Path, n)
	}
	if got.Refusal != nil {
		status = http.StatusBadRequest
	}
	for k, v := range header {
		w.Header().Set(k, v)
	}
	w.WriteHeader(status)
}

// check is RFC 8030 and RFC 8292, as real services check them.
func check(r *http.Request, origin, expected string) error {
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
	if scheme != "vapid" || key != expected {
		return fmt.Errorf("%q with the key %q is not who subscribed (%q)", scheme, key, expected)
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
		jwt.WithValidMethods([]string{"ES256"}), jwt.WithAudience(origin), jwt.WithExpirationRequired())
	if err != nil {
		return err
	}
	if sub, _ := claims.GetSubject(); !strings.HasPrefix(sub, "mailto:") && !strings.HasPrefix(sub, "https:") {
		return fmt.Errorf("nobody to turn to in %q", sub)
	}
	if exp, _ := claims.GetExpirationTime(); time.Until(exp.Time) > 24*time.Hour {
		return errors.New("valid for more than a day")
	}
	return nil
}

// All are the pushes so far; one that a real service would have refused is a fault.
func (s *Service) All(t testing.TB) []Sent {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, x := range s.got {
		if x.Refusal != nil {
			t.Errorf("a push service refuses it: %v", x.Refusal)
		}
	}
	return slices.Clone(s.got)
}

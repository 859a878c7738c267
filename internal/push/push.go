// Package push wakes phones and closed tabs: it sends what the bell rings to the browser makers' push services, which
// hand it to the browser (RFC 8030). Nobody between here and that browser can read it (RFC 8291), and nothing runs in
// between but those services: they know us by the installation's own key (VAPID, RFC 8292), which is made once.
//
// A push is a hint like any frame: it is sent until the ring it is about has ended, and forgotten then. What a device did
// with it, the device says itself (a confirmation); that a push service took it proves nothing.
package push

import (
	"context"
	"crypto/ecdh"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	webpush "github.com/SherClockHolmes/webpush-go"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// settingKeys is where the installation keeps its VAPID keys.
const settingKeys = "push.keys"

// Sending is bounded: so many at a time, and so many that wait for a push service or for their next attempt. Beyond that
// a push is dropped and logged; the bell notices that no device confirmed.
const (
	maxSending = 32
	maxPending = 4096
)

// Client sends requests; internal/outward's does it safely.
type Client interface {
	Do(r *http.Request) (*http.Response, error)
}

// Config is what a Service is made of.
type Config struct {
	Store  store.Store
	Client Client
	// BaseURL is the address that people use. Push services are told it, to have somebody to turn to (RFC 8292, 2.1).
	BaseURL string
	NewID   func() string
	Now     func() time.Time
	Log     *slog.Logger
}

// Service keeps the subscriptions and sends to them.
type Service struct {
	cfg  Config
	slot chan struct{}

	mu     sync.Mutex
	keys   keys
	closed bool
	// pending are the deliveries under way, by subscription and topic: a newer one of the same replaces the older.
	pending map[pendingKey]*delivery
	work    sync.WaitGroup
}

// keys are the installation's own, by which push services and browsers know it: base64url, as browsers take them.
type keys struct {
	Public  string `json:"public"`
	Private string `json:"private"`
}

type pendingKey struct{ subscription, topic string }

// New makes a Service. Close ends what it sends.
func New(cfg Config) *Service {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	return &Service{cfg: cfg, slot: make(chan struct{}, maxSending), pending: map[pendingKey]*delivery{}}
}

// Key is the public key that browsers subscribe with. It is made when it is first asked for and never changes: every
// subscription is bound to it.
func (s *Service) Key(ctx context.Context) (string, error) {
	k, err := s.ownKeys(ctx)
	return k.Public, err
}

func (s *Service) ownKeys(ctx context.Context) (keys, error) {
	s.mu.Lock()
	k := s.keys
	s.mu.Unlock()
	if k.Private != "" {
		return k, nil
	}
	private, public, err := webpush.GenerateVAPIDKeys()
	if err != nil {
		return keys{}, err
	}
	err = s.cfg.Store.Write(context.WithoutCancel(ctx), func(tx store.Tx) error {
		doc, err := tx.Setting(settingKeys)
		if err != nil {
			return err
		}
		if doc != "" { // made before, here or by another node
			k = keys{}
			return json.Unmarshal([]byte(doc), &k)
		}
		k = keys{Public: public, Private: private}
		b, err := json.Marshal(k)
		if err != nil {
			return err
		}
		return tx.SetSetting(settingKeys, string(b))
	})
	if err != nil {
		return keys{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.keys = k
	return k, nil
}

// Wish is what a browser registers.
type Wish struct {
	// DeviceID names the browser, which made the name up; Name is for its owner; Language that of its dashboard.
	DeviceID, Name, Language string
	// Endpoint, P256dh and Auth are the browser's PushSubscription.
	Endpoint, P256dh, Auth string
}

// Subscribe registers a browser of a person. One that is registered already is brought up to date.
func (s *Service) Subscribe(ctx context.Context, personID string, w Wish) (store.PushSubscription, error) {
	sub := store.PushSubscription{ID: s.cfg.NewID(), PersonID: personID, DeviceID: w.DeviceID, Name: w.Name, Language: w.Language,
		Endpoint: w.Endpoint, P256dh: w.P256dh, Auth: w.Auth}
	if err := check(sub); err != nil {
		return sub, err
	}
	err := s.cfg.Store.Write(context.WithoutCancel(ctx), func(tx store.Tx) (err error) {
		sub.At = tx.Now()
		sub, err = tx.PutPushSubscription(sub)
		return err
	})
	return sub, err
}

// check refuses what no push service and no browser made. Where an endpoint leads is decided when it is asked.
func check(sub store.PushSubscription) error {
	public, err := decode(sub.P256dh)
	if err == nil {
		_, err = ecdh.P256().NewPublicKey(public)
	}
	auth, authErr := decode(sub.Auth)
	switch {
	case sub.DeviceID == "" || len(sub.DeviceID) > 64 || !desk.Storable(sub.DeviceID):
		return desk.Refuse(desk.CodeInvalid, "A device has an id of 1 to 64 characters.")
	case !strings.HasPrefix(sub.Endpoint, "https://") || len(sub.Endpoint) > 2000 || strings.ContainsAny(sub.Endpoint, " \t\r\n\"<>"):
		return desk.Refuse(desk.CodeInvalid, "The endpoint of a push subscription begins with https://.")
	case err != nil || authErr != nil || len(auth) != 16:
		return desk.Refuse(desk.CodeInvalid, "The keys of this push subscription are not those that a browser makes.")
	}
	return nil
}

func decode(s string) ([]byte, error) {
	return base64.RawURLEncoding.DecodeString(strings.TrimRight(strings.NewReplacer("+", "-", "/", "_").Replace(s), "="))
}

// Unsubscribe forgets a browser of a person; another person's is not found.
func (s *Service) Unsubscribe(ctx context.Context, personID, id string) error {
	return s.cfg.Store.Write(context.WithoutCancel(ctx), func(tx store.Tx) error {
		sub, err := tx.PushSubscription(id)
		if err != nil {
			return err
		}
		if sub.PersonID != personID {
			return desk.ErrNotFound
		}
		return tx.DeletePushSubscription(id)
	})
}

// SignedOut forgets all browsers of a person who has left.
func (s *Service) SignedOut(ctx context.Context, personID string) error {
	return s.cfg.Store.Write(context.WithoutCancel(ctx), func(tx store.Tx) error { return tx.DropPushSubscriptions(personID) })
}

// Close gives up what is still being sent, and waits for it.
func (s *Service) Close() {
	s.mu.Lock()
	s.closed = true
	for _, d := range s.pending {
		d.stop()
	}
	s.mu.Unlock()
	s.work.Wait()
}

// topic names what replaces what at a push service: at most 32 characters of base64url (RFC 8030, 5.4).
func topic(ring string) string {
	sum := sha256.Sum256([]byte(ring))
	return base64.RawURLEncoding.EncodeToString(sum[:24])
}

// forget deletes a subscription that its push service no longer knows.
func (s *Service) forget(sub store.PushSubscription) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	err := s.cfg.Store.Write(ctx, func(tx store.Tx) error {
		now, err := tx.PushSubscription(sub.ID)
		if errors.Is(err, desk.ErrNotFound) || err == nil && now.Endpoint != sub.Endpoint {
			return nil // it subscribed anew meanwhile
		}
		if err != nil {
			return err
		}
		return tx.DeletePushSubscription(sub.ID)
	})
	if err != nil {
		s.cfg.Log.Error("a push subscription that has ended is not forgotten", "person_id", sub.PersonID, "err", err)
	}
}

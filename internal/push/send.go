package push

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"

	webpush "github.com/SherClockHolmes/webpush-go"

	"deskbell/internal/outward"
	"deskbell/internal/store"
)

// How an attempt that failed is repeated.
const (
	firstPause = time.Second
	mostPause  = 15 * time.Second
)

// delivery is one message on its way to one browser.
type delivery struct {
	sub     store.PushSubscription
	payload []byte
	topic   string
	// until is when the message is of no use any more.
	until time.Time
	ctx   context.Context
	stop  context.CancelFunc
}

// send starts deliveries; it does not wait for them. One of the same topic to the same browser replaces the one before.
func (s *Service) send(list []*delivery) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range list {
		key := pendingKey{d.sub.ID, d.topic}
		if old := s.pending[key]; old != nil {
			old.stop()
		} else if len(s.pending) >= maxPending {
			s.cfg.Log.Error("a push was dropped: too many are under way", "person_id", d.sub.PersonID)
			continue
		}
		if s.closed {
			return
		}
		d.ctx, d.stop = context.WithDeadline(context.Background(), d.until)
		s.pending[key] = d
		s.work.Go(func() {
			defer d.stop()
			s.deliver(d)
			s.mu.Lock()
			defer s.mu.Unlock()
			if s.pending[key] == d {
				delete(s.pending, key)
			}
		})
	}
}

// deliver tries until the push service took the message, refuses it for good, or the message is of no use any more.
func (s *Service) deliver(d *delivery) {
	for pause := firstPause; ; pause = min(2*pause, mostPause) {
		select {
		case s.slot <- struct{}{}:
		case <-d.ctx.Done():
			return
		}
		again, err := s.attempt(d)
		<-s.slot
		switch {
		case err == nil || d.ctx.Err() != nil:
			return
		case errors.Is(err, errGone):
			s.cfg.Log.Info("a push subscription has ended", "person_id", d.sub.PersonID)
			s.forget(d.sub)
			return
		case again < 0:
			s.cfg.Log.Warn("a push service refuses a push", "person_id", d.sub.PersonID, "err", err)
			return
		}
		s.cfg.Log.Debug("a push is tried again", "person_id", d.sub.PersonID, "err", err)
		wait := max(again, pause/2+rand.N(pause/2)) // jitter, so that an outage does not end in a crowd
		select {
		case <-time.After(wait):
		case <-d.ctx.Done():
			s.cfg.Log.Warn("a push was given up: the ring has ended", "person_id", d.sub.PersonID, "err", err)
			return
		}
	}
}

var errGone = errors.New("the subscription has ended")

// attempt sends once. Where that failed it says how long to wait at least, or less than 0 where trying again is no use.
func (s *Service) attempt(d *delivery) (again time.Duration, err error) {
	k, err := s.ownKeys(d.ctx)
	if err != nil {
		return 0, err
	}
	resp, err := webpush.SendNotificationWithContext(d.ctx, d.payload,
		&webpush.Subscription{Endpoint: d.sub.Endpoint, Keys: webpush.Keys{Auth: d.sub.Auth, P256dh: d.sub.P256dh}},
		&webpush.Options{
			HTTPClient: s.cfg.Client, Subscriber: s.contact(), Topic: d.topic, Urgency: webpush.UrgencyHigh,
			// Nobody wants to be rung after the ring: the service keeps it no longer than that.
			TTL:            max(1, int(math.Ceil(d.until.Sub(s.cfg.Now()).Seconds()))),
			VAPIDPublicKey: k.Public, VAPIDPrivateKey: k.Private,
		})
	switch {
	case errors.Is(err, outward.ErrInside) || errors.Is(err, outward.ErrScheme):
		return -1, err
	case err != nil:
		return 0, err
	}
	defer resp.Body.Close()
	said, _ := io.ReadAll(io.LimitReader(resp.Body, 200))
	switch code := resp.StatusCode; {
	case code >= 200 && code < 300:
		return 0, nil
	case code == http.StatusNotFound || code == http.StatusGone:
		return -1, errGone
	case code == http.StatusTooManyRequests || code >= 500:
		return retryAfter(resp.Header.Get("Retry-After"), s.cfg.Now()), fmt.Errorf("status %d", code)
	default: // our fault, or no push service at all
		return -1, fmt.Errorf("status %d: %q", code, said)
	}
}

// contact is whom push services may turn to. They ask for an address that begins so.
func (s *Service) contact() string {
	if strings.HasPrefix(s.cfg.BaseURL, "https:") {
		return s.cfg.BaseURL
	}
	return "deskbell@localhost.invalid" // tried out without a secure address
}

// retryAfter reads the header of that name, in seconds or as a date.
func retryAfter(v string, now time.Time) time.Duration {
	if n, err := strconv.Atoi(v); err == nil && n > 0 {
		return time.Duration(min(n, 3600)) * time.Second
	}
	if at, err := http.ParseTime(v); err == nil && at.After(now) {
		return at.Sub(now)
	}
	return 0
}

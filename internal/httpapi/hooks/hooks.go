// Package hooks takes in what other programs bring: e-mails that answer ours, what happens on the channels, and who has
// booked. What comes is signed, and verified before anything of it is looked at; it is answered after it is stored.
package hooks

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"golang.org/x/sync/semaphore"

	"deskbell/internal/desk"
	"deskbell/internal/httpapi/problem"
	"deskbell/internal/limit"
	"deskbell/internal/mail"
	"deskbell/internal/webhook"
)

// MailPath is where mails are brought.
const MailPath = "/hooks/mail"

// Post takes mails in.
type Post interface {
	Brought(ctx context.Context, sig webhook.Signature, body []byte, r mail.Receiver) (taken bool, err error)
}

// Config is what the hooks are made of. All of it is required but Proxies and Channels.
type Config struct {
	Post     Post
	Receiver mail.Receiver
	Bookings Bookings
	Limits   *limit.Limiter
	Channels Channels
	// Proxies are believed about the client's address.
	Proxies limit.Proxies
}

// brought is how often one address may bring something: a mail server has many at once, and a signature is dear to check.
var brought = limit.Rule{Name: "hook-mail", Burst: 120, Every: 250 * time.Millisecond}

// New answers POST MailPath, where the body is the mail as it came (RFC 5322), signed in the headers of Standard Webhooks,
// signed likewise POST BookingsPath+PROPERTY, where a property's own system brings who has booked, and /hooks/CHANNEL/APP,
// where the owners of the channels bring what happened there.
func New(cfg Config) http.Handler {
	channels := &webhooks{Channels: cfg.Channels, limits: cfg.Limits, proxies: cfg.Proxies, room: semaphore.NewWeighted(allBodies)}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if property, ok := strings.CutPrefix(r.URL.Path, BookingsPath); ok {
			if err := channels.bookings(w, r, cfg.Bookings, property); err != nil {
				problem.Write(w, r, err)
			}
			return
		}
		if r.URL.Path != MailPath {
			channels.ServeHTTP(w, r)
			return
		}
		if r.Method != http.MethodPost {
			problem.NotFound(w, r)
			return
		}
		taken, err := cfg.bring(w, r)
		if err != nil {
			problem.Write(w, r, err)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		_ = json.NewEncoder(w).Encode(map[string]bool{"taken": taken}) // the client has gone: it brings it again
	})
}

func (cfg Config) bring(w http.ResponseWriter, r *http.Request) (bool, error) {
	addr := cfg.Proxies.Client(r)
	if addr == (netip.Addr{}) {
		addr = netip.IPv4Unspecified()
	}
	if wait, ok := cfg.Limits.Allow(brought, limit.AddrKey(addr)); !ok {
		return false, &desk.Error{Code: desk.CodeRateLimited, RetryAfter: wait, Message: "Too many mails at once. Bring it again in a moment."}
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, mail.Most))
	if err != nil {
		return false, err
	}
	return cfg.Post.Brought(r.Context(), webhook.Of(r.Header), body, cfg.Receiver)
}

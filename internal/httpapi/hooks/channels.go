package hooks

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"golang.org/x/sync/semaphore"

	"deskbell/internal/channel"
	"deskbell/internal/desk"
	"deskbell/internal/httpapi/problem"
	"deskbell/internal/limit"
)

// Limits of a webhook's body. WhatsApp's are up to 3 MB.
const (
	mostBody = 4 << 20
	// freeBody of each is read at once; what goes beyond it takes a share of allBodies, as it comes in, so that senders of
	// nothing hold none of it.
	freeBody  = 64 << 10
	allBodies = 64 << 20
	// bodyWithin is how long a body may take to arrive. The owners of the channels give up after 5 s.
	bodyWithin = 10 * time.Second
)

// guessed is how often one address may be wrong about a verify token. Wrong signatures are not counted: checking one is
// cheap, and behind a proxy that is not known the forger's address would be the channel's too.
var guessed = limit.Rule{Name: "hook-verify", Burst: 60, Every: time.Second}

// Apps are the programs that are registered with the channels' owners. What is noted must not block.
type Apps interface {
	// App is one by the last part of its address, with its secrets in the plain; CodeNotFound if the channel has none such.
	App(ctx context.Context, ch desk.Channel, id string) (channel.App, error)
	// Verified notes that the owner has asked whether the address is ours, and was answered.
	Verified(app channel.App)
	// Forged notes a body whose signature was none of the app's.
	Forged(app channel.App)
}

// Intake keeps what arrived.
type Intake interface {
	// Keep returns after the body is durable.
	Keep(ctx context.Context, app channel.App, body []byte) error
}

// Channels is what the channels' webhooks are made of; without adapters there are none.
type Channels struct {
	Adapters map[desk.Channel]channel.Adapter
	Apps     Apps
	Intake   Intake
}

// webhooks answers /hooks/CHANNEL/APP: what comes is checked over its raw bytes, stored as it is, and acknowledged once
// that is durable. Nothing of it is understood here, so nothing in it can keep it from being stored.
type webhooks struct {
	Channels
	limits  *limit.Limiter
	proxies limit.Proxies
	room    *semaphore.Weighted
}

func (h *webhooks) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, id, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/hooks/"), "/")
	adapter := h.Adapters[desk.Channel(name)]
	if adapter == nil || id == "" || len(id) > 64 || strings.Contains(id, "/") {
		problem.NotFound(w, r)
		return
	}
	if err := h.answer(w, r, adapter, id); err != nil {
		problem.Write(w, r, err)
	}
}

func (h *webhooks) answer(w http.ResponseWriter, r *http.Request, adapter channel.Adapter, id string) error {
	app, err := h.Apps.App(r.Context(), adapter.Channel(), id)
	if err != nil {
		return err
	}
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return h.shake(w, r, adapter, app)
	}
	if r.Method != http.MethodPost {
		return desk.ErrNotFound
	}
	body, done, err := h.read(w, r)
	defer done()
	if err != nil {
		return err
	}
	if !adapter.Authentic(app, r.Header, body) {
		h.Apps.Forged(app)
		return desk.Refuse(desk.CodeUnauthorized, "The signature of this request is not the one that its body should have.")
	}
	if err := h.Intake.Keep(r.Context(), app, body); err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusOK)
	return nil
}

// shake answers the question whether the address is ours.
func (h *webhooks) shake(w http.ResponseWriter, r *http.Request, adapter channel.Adapter, app channel.App) error {
	from := h.from(r)
	if wait, ok := h.limits.Peek(guessed, from); !ok {
		return &desk.Error{Code: desk.CodeRateLimited, RetryAfter: wait, Message: "Too many requests that did not know the verify token."}
	}
	seen := &watched{ResponseWriter: w}
	if !adapter.Handshake(seen, r, app) {
		return desk.Refuse(desk.CodeNotFound, "Only the channel's owner asks here.")
	}
	if seen.status == http.StatusOK {
		h.Apps.Verified(app)
	} else {
		h.limits.Allow(guessed, from)
	}
	return nil
}

// watched remembers how a request was answered.
type watched struct {
	http.ResponseWriter
	status int
}

// WriteHeader implements http.ResponseWriter.
func (w *watched) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (w *watched) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(b)
}

func (h *webhooks) from(r *http.Request) string {
	addr := h.proxies.Client(r)
	if addr == (netip.Addr{}) {
		addr = netip.IPv4Unspecified()
	}
	return limit.AddrKey(addr)
}

// read takes the body in, as it came. done gives its room back; it is never nil.
func (h *webhooks) read(w http.ResponseWriter, r *http.Request) (body []byte, done func(), err error) {
	held := int64(0)
	done = func() { h.room.Release(held) }
	if r.ContentLength > mostBody {
		return nil, done, tooLarge()
	}
	ctx, cancel := context.WithTimeout(r.Context(), bodyWithin)
	defer cancel()
	// A connection that cannot be told is one of a test.
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(bodyWithin))
	from := http.MaxBytesReader(w, r.Body, mostBody)
	body = make([]byte, 0, min(max(r.ContentLength+1, 512), freeBody))
	for {
		if len(body) == cap(body) {
			more := int64(cap(body))
			if held > 0 || cap(body)+int(more) > freeBody {
				if err := h.room.Acquire(ctx, more); err != nil {
					return nil, done, desk.Refuse(desk.CodeUnavailable, "Too much arrives at once. Bring it again in a moment.")
				}
				held += more
			}
			body = append(make([]byte, 0, int64(cap(body))+more), body...)
		}
		n, err := from.Read(body[len(body):cap(body)])
		body = body[:len(body)+n]
		switch {
		case err == nil:
		case errors.Is(err, io.EOF):
			return body, done, nil
		default:
			return nil, done, unread(err)
		}
	}
}

// unread says why a body was not read whole.
func unread(err error) error {
	var over *http.MaxBytesError
	if errors.As(err, &over) {
		return tooLarge()
	}
	return desk.Refuse(desk.CodeInvalid, "The body did not arrive whole.")
}

func tooLarge() error {
	return desk.Refuse(desk.CodeTooLarge, "This is larger than the %d MB that a webhook may bring.", mostBody>>20)
}

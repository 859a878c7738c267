// Package guest is the HTTP API of the guests: what the widget and the hosted page call.
//
// Its routes are a mux of their own. Who asks is known by a bearer token alone; cookies are never looked at, so nothing
// that a browser sends by itself can act for a guest. A browser's page must stand on the site list of the guest's
// property, or be one of our own; programs that send no Origin are let in, and counted like everybody. All that comes
// from outside is cleaned here, before it is stored or shown to anybody.
package guest

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"deskbell/internal/booking"
	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/files"
	"deskbell/internal/httpapi/intake"
	"deskbell/internal/httpapi/problem"
	"deskbell/internal/limit"
	"deskbell/internal/realtime"
	"deskbell/internal/recent"
	"deskbell/internal/store"
)

// Prefix is where the routes stand.
const Prefix = "/api/guest/v1"

// Live is what the API tells the desk's screens at once and nobody stores.
type Live interface {
	GuestTyping(propertyID, conversationID string, on bool)
	GuestRead(propertyID, conversationID string, seq int64)
	Card(conversationID string)
}

// Transcripts sends guests copies of their conversations by e-mail.
type Transcripts interface {
	// Transcript sends the contact's newest conversation to an address. Where the installation sends no e-mail it is
	// CodeUnavailable.
	Transcript(ctx context.Context, contactID, email string) error
}

// Config is what the API is made of. All of it is required but Transcripts, Links, BaseURL, Proxies and Log.
type Config struct {
	Store     store.Store
	Desk      *conversation.Desk
	Directory *realtime.Directory
	Guests    *realtime.Guests
	Live      Live
	Files     *files.Room
	// Bookings proves that guests have one.
	Bookings   *booking.Desk
	Limiter    *limit.Limiter
	Guesses    *limit.Attempts // at bookings
	Challenges *limit.Challenges
	// Transcripts sends copies of conversations; nil sends none. Links open threads from e-mails; nil opens none.
	Transcripts Transcripts
	Links       Links
	// Proxies are believed about the client's address.
	Proxies limit.Proxies
	// BaseURL is the address that people use: its origin is one of our own, like the host that was asked.
	BaseURL string
	Now     func() time.Time
	NewID   func() string
	Log     *slog.Logger
	Version string
}

// API is the guest API.
type API struct {
	cfg    Config
	base   string // origin of BaseURL
	api    huma.API
	mux    *http.ServeMux
	tokens *recent.Map[string, session]
	seen   *recent.Map[string, time.Time] // when a website was last noted to carry the widget
	names  *staffNames
	// opening are the places of those who open a stream, while the store is asked for them.
	opening chan struct{}
}

// openAtOnce is how many streams are opened at once. When thousands of guests come back in one moment, the others wait
// here, and not in the store before the reads of those who write.
const openAtOnce = 16

const (
	keptTokens = 20_000
	bodyLimit  = 128 << 10
)

// New makes the API with all its routes.
func New(cfg Config) *API {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	a := &API{cfg: cfg, mux: http.NewServeMux(), tokens: recent.New[string, session](keptTokens),
		seen: recent.New[string, time.Time](1000), names: &staffNames{store: cfg.Store, now: cfg.Now}, opening: make(chan struct{}, openAtOnce)}
	if u, err := url.Parse(cfg.BaseURL); err == nil && u.Host != "" {
		a.base = strings.ToLower(u.Scheme + "://" + u.Host)
	}
	hc := huma.DefaultConfig("Deskbell", cfg.Version)
	hc.OpenAPIPath, hc.DocsPath, hc.SchemasPath = "", "", "" // served with the staff's routes in one document
	hc.Formats = intake.Formats()
	hc.CreateHooks = nil // no $schema links in answers
	hc.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"guest": {Type: "http", Scheme: "bearer", Description: "The token of POST " + Prefix + "/sessions."},
	}
	a.api = humago.New(a.mux, hc)
	a.api.UseMiddleware(a.guestOnly)
	a.sessionRoutes()
	a.messageRoutes()
	a.humanRoutes()
	a.formRoutes()
	a.threadRoute()
	a.bookingRoutes()
	a.signalRoutes()
	a.streamRoute()
	a.fileRoute()
	a.mux.HandleFunc("/", problem.NotFound)
	return a
}

// OpenAPI describes the routes.
func (a *API) OpenAPI() *huma.OpenAPI { return a.api.OpenAPI() }

// call is one request on its way through the API.
type call struct {
	w      http.ResponseWriter
	r      *http.Request
	origin string // "" from programs
	own    bool   // from a page of ours
	addr   string // what the address is counted under
	guest  session
}

type callKey struct{}

func callOf(ctx context.Context) *call { return ctx.Value(callKey{}).(*call) }

// ServeHTTP answers requests below Prefix.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Add("Vary", "Origin")
	c := &call{w: w, r: r, origin: r.Header.Get("Origin")}
	c.own = a.isOwn(c.origin, r)
	known := c.origin != "" && (c.own || a.cfg.Directory.Site(r.Context(), c.origin))
	if known {
		c.letRead()
	}
	if r.Method == http.MethodOptions {
		a.preflight(c, known)
		return
	}
	addr := a.cfg.Proxies.Client(r)
	if addr == (netip.Addr{}) {
		addr = netip.IPv4Unspecified()
	}
	c.addr = limit.AddrKey(addr)
	if err := a.limited(anyRule, c.addr); err != nil {
		problem.Write(w, r, err)
		return
	}
	a.mux.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), callKey{}, c)))
}

func (a *API) isOwn(origin string, r *http.Request) bool {
	if origin == "" {
		return false
	}
	if strings.EqualFold(origin, a.base) {
		return true
	}
	scheme, host, ok := strings.Cut(origin, "://")
	return ok && (scheme == "http" || scheme == "https") && strings.EqualFold(host, r.Host)
}

// letRead lets the page that asked read the answer.
func (c *call) letRead() {
	c.w.Header().Set("Access-Control-Allow-Origin", c.origin)
	c.w.Header().Set("Access-Control-Expose-Headers", "Retry-After")
}

// preflight answers a browser that asks before it sends. It knows no token yet, so any property's site list will do:
// the request itself is held to its own property's.
func (a *API) preflight(c *call, known bool) {
	if !known {
		problem.Write(c.w, c.r, errOrigin)
		return
	}
	h := c.w.Header()
	h.Add("Vary", "Access-Control-Request-Method, Access-Control-Request-Headers")
	h.Set("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE")
	h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type")
	h.Set("Access-Control-Max-Age", "600")
	c.w.WriteHeader(http.StatusNoContent)
}

var errOrigin = desk.Refuse(desk.CodeOriginRefused, "This website is not on the property's list. Add it under Settings, Website.")

// admit holds the request to the property's site list. The refusal may be read by the page, so that whoever embeds the
// widget sees why it does not appear.
func (c *call) admit(p desk.Property) error {
	if c.origin == "" || c.own {
		return nil
	}
	for _, site := range p.Settings.Sites {
		if strings.EqualFold(strings.TrimSuffix(site, "/"), c.origin) {
			return nil
		}
	}
	c.letRead()
	return errOrigin
}

// limited takes one token of a rule.
func (a *API) limited(r limit.Rule, key string) error {
	wait, ok := a.cfg.Limiter.Allow(r, key)
	if ok {
		return nil
	}
	return tooFast(wait)
}

func tooFast(wait time.Duration) error {
	return &desk.Error{Code: desk.CodeRateLimited, Message: "That was a little fast. Please wait a moment and try again.", RetryAfter: wait}
}

// The limits: strict for one guest, generous for an address, which may be a whole hotel's.
var (
	anyRule        = limit.Rule{Name: "any", Burst: 2000, Every: 20 * time.Millisecond}            // requests, by address
	sessionRule    = limit.Rule{Name: "session", Burst: 30, Every: 6 * time.Second}                // new guests, by address
	solvedRule     = limit.Rule{Name: "session-solved", Burst: 300, Every: 600 * time.Millisecond} // those that solved a challenge
	propertyRule   = limit.Rule{Name: "session-property", Burst: 300, Every: 200 * time.Millisecond}
	messageRule    = limit.Rule{Name: "message", Burst: 8, Every: 3 * time.Second} // by guest, as all below
	messagesAtRule = limit.Rule{Name: "message-address", Burst: 300, Every: 100 * time.Millisecond}
	readRule       = limit.Rule{Name: "read", Burst: 60, Every: 500 * time.Millisecond}
	streamRule     = limit.Rule{Name: "stream", Burst: 30, Every: 2 * time.Second}
	signalRule     = limit.Rule{Name: "signal", Burst: 30, Every: 500 * time.Millisecond}
	humanRule      = limit.Rule{Name: "human", Burst: 5, Every: 3 * time.Minute} // only what would ring anew
	choiceRule     = limit.Rule{Name: "choice", Burst: 10, Every: 6 * time.Second}
	uploadRule     = limit.Rule{Name: "upload", Burst: 10, Every: 6 * time.Minute}
	uploadsAtRule  = limit.Rule{Name: "upload-address", Burst: 100, Every: 20 * time.Second}
	contactRule    = limit.Rule{Name: "contact", Burst: 10, Every: 30 * time.Second}
	draftRule      = limit.Rule{Name: "form-draft", Burst: 30, Every: 2 * time.Second}
	formRule       = limit.Rule{Name: "form", Burst: 6, Every: time.Minute}
	formsAtRule    = limit.Rule{Name: "form-address", Burst: 60, Every: 20 * time.Second}
	transcriptRule = limit.Rule{Name: "transcript", Burst: 4, Every: 10 * time.Minute}
)

// route is one operation as the tables of this package write it.
type route struct {
	method, path string
	name         string // operation id, after "guest-"
	summary      string
	open         bool // needs no token
	status       int
	also         []int // refusals beside those that every route may give
	rule         limit.Rule
}

const (
	openKey = "open"
	ruleKey = "rule"
)

func (rt route) operation() huma.Operation {
	op := huma.Operation{
		Method: rt.method, Path: Prefix + rt.path, OperationID: "guest-" + rt.name, Summary: rt.summary, Tags: []string{"Guest"},
		DefaultStatus: rt.status, MaxBodyBytes: bodyLimit,
		Metadata: map[string]any{openKey: rt.open, ruleKey: rt.rule},
		Errors:   append([]int{http.StatusForbidden, http.StatusNotFound, http.StatusUnprocessableEntity, http.StatusTooManyRequests, http.StatusServiceUnavailable}, rt.also...),
	}
	if rt.open {
		op.Security = []map[string][]string{}
	} else {
		op.Security = []map[string][]string{{"guest": {}}}
		op.Errors = append(op.Errors, http.StatusUnauthorized)
	}
	if rt.method == http.MethodPost || rt.method == http.MethodPut {
		op.Errors = append(op.Errors, http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	}
	return op
}

func add[I, O any](a *API, rt route, h func(ctx context.Context, c *call, in *I) (*O, error)) {
	huma.Register(a.api, rt.operation(), func(ctx context.Context, in *I) (*O, error) {
		return h(ctx, callOf(ctx), in)
	})
}

// raw registers a route that answers with something else than JSON made by huma, and describes it all the same.
func (a *API) raw(rt route, describe func(*huma.Operation), h func(c *call) error) {
	op := rt.operation()
	describe(&op)
	ref := a.api.OpenAPI().Components.Schemas.Schema(problemType, true, "")
	for _, status := range op.Errors {
		op.Responses[statusKey(status)] = &huma.Response{Description: http.StatusText(status),
			Content: map[string]*huma.MediaType{"application/problem+json": {Schema: ref}}}
	}
	a.api.OpenAPI().AddOperation(&op)
	a.mux.HandleFunc(rt.method+" "+op.Path, func(w http.ResponseWriter, r *http.Request) {
		c := callOf(r.Context())
		authenticate := func() error { return a.authenticate(r.Context(), c) }
		var err error
		if rt.rule.Name == streamRule.Name {
			err = a.inTurn(r.Context(), authenticate)
		} else {
			err = authenticate()
		}
		if err == nil {
			err = a.limited(rt.rule, c.guest.contactID)
		}
		if err == nil {
			err = h(c)
		}
		if err != nil {
			problem.Write(w, r, err)
		}
	})
}

// inTurn runs what opens a stream, when it has a place.
func (a *API) inTurn(ctx context.Context, fn func() error) error {
	select {
	case a.opening <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-a.opening }()
	return fn()
}

// guestOnly lets in whoever has a token, where a route needs one, and counts what the route's rule counts.
func (a *API) guestOnly(ctx huma.Context, next func(huma.Context)) {
	op := ctx.Operation()
	if op.Metadata[openKey] != true {
		c := callOf(ctx.Context())
		err := a.authenticate(ctx.Context(), c)
		if rule, ok := op.Metadata[ruleKey].(limit.Rule); ok && err == nil && rule.Name != "" {
			err = a.limited(rule, c.guest.contactID)
		}
		if err != nil {
			problem.Write(c.w, c.r, err)
			return
		}
	}
	next(ctx)
}

// write and read run a transaction. A write is waited for also when the client has gone, because its fn fills
// variables of the caller.
func (a *API) write(ctx context.Context, fn func(store.Tx) error) error {
	return a.cfg.Store.Write(context.WithoutCancel(ctx), fn)
}

func (a *API) read(ctx context.Context, fn func(store.Tx) error) error {
	return a.cfg.Store.Read(context.WithoutCancel(ctx), fn)
}

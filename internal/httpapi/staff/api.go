// Package staff is the HTTP API of the people at the desk: everything the dashboard does.
//
// Its routes are a mux of their own. Who asks is known by the session cookie alone, so every unsafe request must come
// from our own pages (net/http.CrossOriginProtection) and carry JSON. What they may do is asked of desk.Allow, here for
// the team, settings and knowledge, and inside the transaction by package conversation for conversations. An id of a
// property that the person does not see is not found, like one that does not exist.
package staff

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"deskbell/internal/assistant"
	"deskbell/internal/auth"
	"deskbell/internal/bell"
	"deskbell/internal/booking"
	"deskbell/internal/connect"
	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/files"
	"deskbell/internal/httpapi/intake"
	"deskbell/internal/httpapi/problem"
	"deskbell/internal/knowledge/hub"
	"deskbell/internal/knowledge/source"
	"deskbell/internal/limit"
	"deskbell/internal/mail"
	"deskbell/internal/store"
	"deskbell/internal/tickets"
	"deskbell/internal/wire"
)

// Prefix is where the routes stand.
const Prefix = "/api/v1"

// Bell is what the API asks and tells about presence.
type Bell interface {
	Heartbeat(personID string, d desk.Device)
	Gone(personID, deviceID string)
	// Sign says that a person did something.
	Sign(personID string)
	Reach(personID string) desk.Reach
	// Screen tells whether some screen of the person was heard from lately.
	Screen(personID string) bool
	// Duty and shifts.
	SetDuty(ctx context.Context, personID string, duty desk.Duty, until time.Time) error
	Shift(tx store.Tx, p desk.Person, propertyIDs []string) (bell.Shift, error)
	EndShift(ctx context.Context, c bell.Conversations, p desk.Person, propertyIDs []string, note string) (store.Sheet, error)
	// What rings, and what devices say about it.
	Rings(tx store.Tx, propertyIDs []string) (open, missed []store.Ringing, err error)
	Confirm(ctx context.Context, p desk.Person, deviceID string, kind store.ConfirmationKind, alertIDs ...string) error
	// What would keep a ring from being heard.
	Check(tx store.Tx, personID string) (bell.CheckReport, error)
	Test(ctx context.Context, p desk.Person, deviceID string) (string, error)
	Heard(ctx context.Context, p desk.Person, testID string, heard bool) error
	Who(tx store.Tx, propertyID string, ch desk.Channel) ([]bell.Hearer, error)
	Deserted(tx store.Tx, propertyIDs []string) ([]string, error)
	Drill(ctx context.Context, propertyID, by string) error
	TryPeople(ctx context.Context, propertyID, by string, ids []string) ([]bell.Tried, error)
}

// Live is what the API tells connected screens, and asks about them. None of it is stored.
type Live interface {
	// Typing and View say what a person does in a conversation right now.
	Typing(p desk.Person, propertyID, conversationID string, on bool)
	View(p desk.Person, propertyID, conversationID string, on bool)
	// Viewers are who has the conversation open.
	Viewers(conversationID string) []wire.Viewer
	// Read tells the guest how far the desk has read.
	Read(conversationID string, seq int64)
	// Duty, Settings and Me tell screens to look again.
	Duty(p desk.Person)
	Settings(propertyID string)
	Me(personID string)
	// Card tells that something beside the entries of a conversation changed.
	Card(conversationID string)
}

// Config is what the API is made of.
type Config struct {
	Store      store.Store
	Gate       *auth.Gate
	Desk       *conversation.Desk
	Properties *conversation.Properties
	Bell       Bell
	// Floors tells who would be rung, so that the settings can say what guests are offered.
	Floors conversation.Floors
	Live   Live
	Files  *files.Room
	// Answerer answers the questions of Try it out; KnowledgeChanged is told when a property's knowledge changed.
	Answerer assistant.Answerer
	// Answering is who else may answer.
	Answering Answering
	// Tools are the services that it may ask.
	Tools            Tools
	KnowledgeChanged func(propertyID string)
	// Hub is what people do with the property's knowledge.
	Hub *hub.Hub
	// Bookings are who has booked.
	Bookings *booking.Desk
	// Sources are the documents and websites that it is read from.
	Sources *source.Sources
	// GuestChanged is told when an agent changed a guest: one that was blocked must not write another word.
	GuestChanged func(contactID string)
	// PropertyChanged is told when a property's settings changed.
	PropertyChanged func(propertyID string)
	// Push wakes phones; Chain calls what is no device; Limits count how often that is tried.
	Push   Push
	Chain  Chain
	Limits *limit.Limiter
	// Tickets do what people do with tickets; Mail is the installation's e-mail.
	Tickets *tickets.Clerk
	Mail    *mail.Post
	// Channels are the connections to the places outside the website; Outbox sends what goes there.
	Channels *connect.Connections
	Outbox   Outbox
	// Intake works off what they bring.
	Intake Intake
	// Prepared are the messages that outside channels approved.
	Prepared Prepared
	// Late tells whether the servers of the installation hear each other late; nil is that there is one.
	Late func() bool
	// Proxies are believed about the client's address and scheme.
	Proxies limit.Proxies
	// BaseURL is the address that people use, without a slash at the end. Links are never made from what a request
	// claims: one with a token in it must not lead to wherever a forged header points.
	BaseURL string
	Now     func() time.Time
	NewID   func() string
	Log     *slog.Logger
	Demo    bool
	Version string
}

func init() {
	huma.DefaultArrayNullable = false // lists are never null here; the test of all answers sees to it
}

// API is the staff API.
type API struct {
	cfg Config
	api huma.API
	mux *http.ServeMux
	// handler is the mux behind what every request passes.
	handler http.Handler
}

// New makes the API with all its routes.
func New(cfg Config) *API {
	a := &API{cfg: cfg, mux: http.NewServeMux()}
	hc := huma.DefaultConfig("Deskbell", cfg.Version)
	hc.OpenAPIPath, hc.DocsPath, hc.SchemasPath = "", "", "" // served with the guest's routes in one document
	hc.Formats = intake.Formats()
	hc.CreateHooks = nil // no $schema links in answers
	hc.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"session": {Type: "apiKey", In: "cookie", Name: CookieName, Description: "The cookie of POST " + Prefix + "/login."},
	}
	a.api = humago.New(a.mux, hc)
	a.api.UseMiddleware(a.signedIn)
	a.routes()
	a.mux.HandleFunc("/", problem.NotFound)
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		problem.Write(w, r, desk.Refuse(desk.CodeForbidden, "This request came from another website. Open Deskbell itself and try again."))
	}))
	a.handler = guard.Handler(a.jsonOnly(a.mux))
	return a
}

// ServeHTTP answers requests below Prefix.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Cross-Origin-Resource-Policy", "same-origin")
	a.handler.ServeHTTP(w, r)
}

// OpenAPI describes the routes.
func (a *API) OpenAPI() *huma.OpenAPI { return a.api.OpenAPI() }

func (a *API) routes() {
	a.signInRoutes()
	a.meRoutes()
	a.deviceRoutes()
	a.conversationRoutes()
	a.whyRoutes()
	a.actRoutes()
	a.requestRoutes()
	a.bellRoutes()
	a.shiftRoutes()
	a.writeRoutes()
	a.fileRoutes()
	a.contactRoutes()
	a.shortcutRoutes()
	a.knowledgeRoutes()
	a.sourceRoutes()
	a.answeringRoutes()
	a.toolRoutes()
	a.opportunityRoutes()
	a.bookingRoutes()
	a.helpRoutes()
	a.propertyRoutes()
	a.settingsRoutes()
	a.liveChatRoutes()
	a.logoRoutes()
	a.teamRoutes()
	a.ticketRoutes()
	a.mailRoutes()
	a.pushRoutes()
	a.reportRoutes()
	a.templateRoutes()
	a.channelRoutes()
	a.arrivalRoutes()
}

// route is one operation as the tables of this package write it.
type route struct {
	method, path string
	name         string // operation id
	tag          string
	summary      string
	// open routes need nobody signed in.
	open bool
	// status is that of success; 200, or 204 where nothing is answered, if zero.
	status int
	// also are codes of refusals beside those that every route may give.
	also []int
	// upload says that the body is a form with a file.
	upload bool
	// media is what the answer is, where it is no JSON.
	media string
}

// openKey marks an operation that needs nobody signed in.
const openKey = "open"

// add registers a route. Its handler gets the visit of whoever is signed in; nobody's on open routes.
func add[I, O any](a *API, rt route, h func(ctx context.Context, v auth.Visit, in *I) (*O, error)) {
	errs := append([]int{http.StatusUnprocessableEntity, http.StatusServiceUnavailable, http.StatusForbidden}, rt.also...)
	op := huma.Operation{
		Method: rt.method, Path: Prefix + rt.path, OperationID: camel(rt.name), Summary: rt.summary, Tags: []string{rt.tag},
		DefaultStatus: rt.status, MaxBodyBytes: 256 << 10, Metadata: map[string]any{},
	}
	if rt.open {
		op.Metadata[openKey] = true
		op.Security = []map[string][]string{}
	} else {
		errs = append(errs, http.StatusUnauthorized, http.StatusNotFound)
		op.Security = []map[string][]string{{"session": {}}}
	}
	if rt.method != http.MethodGet && rt.method != http.MethodDelete {
		errs = append(errs, http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	}
	if rt.upload {
		op.MaxBodyBytes = -1 // the room of files has its own limit
		op.BodyReadTimeout = 2 * time.Minute
	}
	if rt.media != "" {
		op.Responses = map[string]*huma.Response{"200": {Description: http.StatusText(http.StatusOK),
			Content: map[string]*huma.MediaType{rt.media: {Schema: &huma.Schema{Type: huma.TypeString}}}}}
	}
	op.Errors = errs
	huma.Register(a.api, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := h(ctx, visitOf(ctx), in)
		if err != nil {
			return nil, err
		}
		return out, nil
	})
}

// camel turns the-name-of-a-route into theNameOfARoute: the names of schemas follow from it.
func camel(name string) string {
	words := strings.Split(name, "-")
	for i, w := range words[1:] {
		words[i+1] = strings.ToUpper(w[:1]) + w[1:]
	}
	return strings.Join(words, "")
}

// body is an answer that is one JSON value.
type body[T any] struct {
	Body T
}

func answer[T any](v T) *body[T] { return &body[T]{Body: v} }

// none is the input or answer of routes without one.
type none struct{}

// read and write run a transaction on the store. A write is waited for also when the client has gone, because its fn
// fills variables of the caller.
func (a *API) read(ctx context.Context, fn func(store.Tx) error) error {
	return a.cfg.Store.Read(ctx, fn)
}

func (a *API) write(ctx context.Context, fn func(store.Tx) error) error {
	return a.cfg.Store.Write(context.WithoutCancel(ctx), fn)
}

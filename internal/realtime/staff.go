package realtime

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/centrifugal/centrifuge"
	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/time/rate"

	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/wire"
)

// Limits of the agents' connections.
const (
	staffQueue    = 1 << 20
	staffMessage  = 16 << 10
	staffTogether = 256 // frames that wait for a connection go out in one write
	staffRate     = 20  // calls a second, with as many more saved up
	staleAfter    = 5 * time.Second
	recheckEvery  = 10 * time.Second
	perPerson     = 30
	pingEvery     = 20 * time.Second
	pongWithin    = 15 * time.Second
	connectWithin = 5 * time.Second
)

// What a connection that the server ends is told. Codes from 4500 on tell the client not to come back by itself.
var (
	endSignedOut = centrifuge.Disconnect{Code: 4501, Reason: "signed out"}
	endTooFast   = centrifuge.Disconnect{Code: 4502, Reason: "too many calls"}
	endResync    = centrifuge.Disconnect{Code: 4001, Reason: "read again"}
)

// StaffConfig is what a Staff needs. All of it but Heartbeat, Reach and Metrics is required.
type StaffConfig struct {
	Directory *Directory
	Guests    *Guests
	// Authenticate names the person behind a request and the session, as it will be asked for later; Check tells
	// whether a session is still good, and who the person is by now. Errors of desk.CodeUnauthorized end connections.
	Authenticate func(*http.Request) (desk.Person, string, error)
	Check        func(ctx context.Context, session string) (desk.Person, error)
	// Refuse answers a handshake that failed.
	Refuse func(http.ResponseWriter, *http.Request, error)
	// Origins may open connections beside the server's own host: the base URL's.
	Origins []string
	// Heartbeat hears of every presence call; Reach tells how an agent's devices stand.
	Heartbeat func(personID string, d desk.Device)
	Reach     func(personID string) desk.Reach
	// Confirm hears what a device did about rings; nil refuses it.
	Confirm func(ctx context.Context, p desk.Person, deviceID string, kind store.ConfirmationKind, alertIDs ...string) error
	// Typing hears that a person begins to type here, whatever they may see of the guest; nil is nobody. It must not block.
	Typing func(conversationID, personID string)
	// Others are the other nodes; nil where this one is the only one.
	Others  Others
	Metrics centrifuge.RegistererGatherer
	Now     func() time.Time
	Log     *slog.Logger
}

// Staff is the hub of the agents' connections, and what is only true while they last: who looks, who types.
type Staff struct {
	cfg     StaffConfig
	node    *centrifuge.Node
	handler http.Handler

	mu       sync.Mutex
	members  map[string]*member // by connection
	rooms    map[string]*room   // by conversation
	stop     chan struct{}
	stopping sync.Once
	opening  opening
	work     sync.WaitGroup
}

// member is one connection.
type member struct {
	client  *centrifuge.Client
	session string
	opened  func() // ends its place in Staff.opening
	person  atomic.Pointer[desk.Person]
	calls   *rate.Limiter
}

type memberKey struct{}

// Whoever is connected when the server goes is told 1012, "service restart", of RFC 6455's registry: what stands between
// knows that code, and clients come back.
func init() {
	centrifuge.DisconnectShutdown = centrifuge.Disconnect{Code: 1012, Reason: "service restart"}
}

// NewStaff starts the hub. Close ends it.
func NewStaff(cfg StaffConfig) (*Staff, error) {
	if cfg.Reach == nil {
		cfg.Reach = func(string) desk.Reach { return desk.ReachHere }
	}
	if cfg.Heartbeat == nil {
		cfg.Heartbeat = func(string, desk.Device) {}
	}
	if cfg.Metrics == nil {
		cfg.Metrics = prometheus.NewRegistry()
	}
	s := &Staff{cfg: cfg, members: map[string]*member{}, rooms: map[string]*room{}, stop: make(chan struct{})}
	node, err := centrifuge.New(centrifuge.Config{
		LogLevel: centrifuge.LogLevelWarn, LogHandler: s.logged,
		ClientQueueMaxSize: staffQueue, ClientStaleCloseDelay: staleAfter, UserConnectionLimit: perPerson,
		ClientChannelLimit: 10_000, // the server subscribes; an operator may see many properties
		Metrics:            centrifuge.MetricsConfig{RegistererGatherer: cfg.Metrics},
	})
	if err != nil {
		return nil, err
	}
	s.node = node
	node.OnConnecting(s.connecting)
	node.OnConnect(s.connected)
	if err := node.Run(); err != nil {
		return nil, err
	}
	s.handler = centrifuge.NewWebsocketHandler(node, centrifuge.WebsocketConfig{
		CheckOrigin:    func(*http.Request) bool { return true }, // looked at before, with an answer that says why
		ReadBufferSize: 1 << 10, UseWriteBufferPool: true,
		MessageSizeLimit: staffMessage, WriteTimeout: writeWithin,
		PingPongConfig: centrifuge.PingPongConfig{PingInterval: pingEvery, PongTimeout: pongWithin},
	})
	s.work.Go(s.watch)
	return s, nil
}

// Close tells all connections to come back later and ends them.
func (s *Staff) Close(ctx context.Context) error {
	s.stopping.Do(func() { close(s.stop) })
	s.opening.wait(ctx) // those that connect from here on are told by connected
	err := s.node.Shutdown(ctx)
	s.work.Wait()
	return err
}

// Len counts the open connections.
func (s *Staff) Len() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.members)
}

// ServeHTTP opens a connection for whoever is signed in. A page of another website is refused: browsers send cookies
// along from there, and check nothing themselves (https://www.rfc-editor.org/rfc/rfc6455#section-10.2).
func (s *Staff) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !s.ownOrigin(r) {
		s.cfg.Refuse(w, r, desk.Refuse(desk.CodeOriginRefused, "This connection may only be opened from Deskbell's own pages."))
		return
	}
	p, session, err := s.cfg.Authenticate(r)
	if err != nil {
		s.cfg.Refuse(w, r, err)
		return
	}
	m := &member{session: session, calls: rate.NewLimiter(staffRate, 2*staffRate), opened: s.opening.begin()}
	m.person.Store(&p)
	ctx := context.WithValue(r.Context(), memberKey{}, m)
	ctx = centrifuge.SetCredentials(ctx, &centrifuge.Credentials{UserID: p.ID})
	s.handler.ServeHTTP(w, r.WithContext(ctx))
}

func (s *Staff) ownOrigin(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true // no browser
	}
	u, err := url.Parse(origin)
	if err != nil || u.Host == "" {
		return false
	}
	if strings.EqualFold(u.Host, r.Host) {
		return true
	}
	for _, own := range s.cfg.Origins {
		if strings.EqualFold(origin, own) {
			return true
		}
	}
	return false
}

func (s *Staff) connecting(ctx context.Context, _ centrifuge.ConnectEvent) (centrifuge.ConnectReply, error) {
	m, ok := ctx.Value(memberKey{}).(*member)
	if !ok {
		return centrifuge.ConnectReply{}, endSignedOut
	}
	ctx, cancel := context.WithTimeout(ctx, connectWithin)
	defer cancel()
	channels, err := s.channels(ctx, *m.person.Load())
	if err != nil {
		return centrifuge.ConnectReply{}, centrifuge.DisconnectServerError // comes back by itself
	}
	subs := make(map[string]centrifuge.SubscribeOptions, len(channels))
	for ch := range channels {
		subs[ch] = centrifuge.SubscribeOptions{}
	}
	return centrifuge.ConnectReply{Subscriptions: subs, MaxMessagesInFrame: staffTogether}, nil
}

func userChannel(id string) string     { return "user:" + id }
func propertyChannel(id string) string { return "property:" + id }

// channels are what a person hears: themselves, and the properties at which they may talk with guests.
func (s *Staff) channels(ctx context.Context, p desk.Person) (map[string]bool, error) {
	chs := map[string]bool{userChannel(p.ID): true}
	ids := p.PropertyIDs
	if p.Role == desk.RoleOperator {
		all, err := s.cfg.Directory.Properties(ctx)
		if err != nil {
			return nil, err
		}
		ids = nil
		for _, prop := range all {
			ids = append(ids, prop.ID)
		}
	}
	for _, id := range ids {
		if desk.Allow(p, desk.ActConverse, id) == nil {
			chs[propertyChannel(id)] = true
		}
	}
	return chs, nil
}

func (s *Staff) connected(c *centrifuge.Client) {
	m, ok := c.Context().Value(memberKey{}).(*member)
	if !ok {
		c.Disconnect(endSignedOut)
		return
	}
	defer m.opened()
	m.client = c
	s.mu.Lock()
	s.members[c.ID()] = m
	s.mu.Unlock()
	select {
	case <-s.stop:
		c.Disconnect(centrifuge.DisconnectShutdown)
	default:
	}
	c.OnDisconnect(func(centrifuge.DisconnectEvent) {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.members, c.ID())
	})
	c.OnRPC(func(e centrifuge.RPCEvent, done centrifuge.RPCCallback) {
		if !m.calls.Allow() {
			done(centrifuge.RPCReply{}, endTooFast)
			return
		}
		done(s.call(m, e.Method, e.Data))
	})
}

// Recheck looks again at the sessions of a person, or of everybody for "": connections of ended ones are closed, and the
// others hear of the properties that the person sees by now.
func (s *Staff) Recheck(ctx context.Context, personID string) {
	s.mu.Lock()
	var list []*member
	for _, m := range s.members {
		if personID == "" || m.person.Load().ID == personID {
			list = append(list, m)
		}
	}
	s.mu.Unlock()
	for _, m := range list {
		p, err := s.cfg.Check(ctx, m.session)
		switch code := desk.CodeOf(err); {
		case err == nil:
			m.person.Store(&p)
			s.resubscribe(ctx, m, p)
		case code == desk.CodeUnauthorized || code == desk.CodeForbidden || code == desk.CodeNotFound:
			m.client.Disconnect(endSignedOut)
		case ctx.Err() == nil:
			s.cfg.Log.Warn("cannot check a session", "err", err) // unknown is not signed out
		}
	}
}

func (s *Staff) resubscribe(ctx context.Context, m *member, p desk.Person) {
	want, err := s.channels(ctx, p)
	if err != nil {
		return
	}
	for ch := range want {
		if !m.client.IsSubscribed(ch) {
			if err := m.client.Subscribe(ch); err != nil && !errors.Is(err, centrifuge.ErrorAlreadySubscribed) {
				m.client.Disconnect(endResync)
				return
			}
		}
	}
	for _, ch := range m.client.Channels() {
		if !want[ch] {
			m.client.Unsubscribe(ch)
		}
	}
}

// watch rechecks sessions and ends what nobody renews.
func (s *Staff) watch() {
	second, minute := time.NewTicker(time.Second), time.NewTicker(recheckEvery)
	defer second.Stop()
	defer minute.Stop()
	for {
		select {
		case <-s.stop:
			return
		case <-second.C:
			s.sweep()
		case <-minute.C:
			ctx, cancel := context.WithTimeout(context.Background(), recheckEvery/2)
			s.Recheck(ctx, "")
			cancel()
		}
	}
}

// Drop ends a person's connections for good: signed out everywhere, or not active any more.
func (s *Staff) Drop(personID string) {
	if err := s.node.Disconnect(personID, centrifuge.WithCustomDisconnect(endSignedOut)); err != nil {
		s.cfg.Log.Warn("cannot end connections", "person_id", personID, "err", err)
	}
}

// Resync ends all connections for a reconnect, after which clients read everything again.
func (s *Staff) Resync() {
	s.mu.Lock()
	list := make([]*member, 0, len(s.members))
	for _, m := range s.members {
		list = append(list, m)
	}
	s.mu.Unlock()
	for _, m := range list {
		m.client.Disconnect(endResync)
	}
}

// listening reports whether anybody here hears what happens at a property.
func (s *Staff) listening(propertyID string) bool {
	return s.node.Hub().NumSubscribers(propertyChannel(propertyID)) > 0
}

// publishAll publishes on every node.
func (s *Staff) publishAll(channel string, f wire.Frame) {
	if s.cfg.Others == nil {
		s.publish(channel, f)
		return
	}
	data := f.Encode()
	s.cfg.Others.Tell(tellFrame, func(b []byte) []byte { return append(appendText(b, channel), data...) })
	s.send(channel, data)
}

func (s *Staff) publish(channel string, f wire.Frame) {
	if s.node.Hub().NumSubscribers(channel) == 0 {
		return
	}
	if _, err := s.node.Publish(channel, f.Encode()); err != nil {
		s.cfg.Log.Warn("cannot publish", "err", err)
	}
}

func (s *Staff) logged(e centrifuge.LogEntry) {
	s.cfg.Log.Warn("realtime: "+e.Message, "fields", e.Fields)
}

var errBadCall = &centrifuge.Error{Code: 400, Message: "invalid"}

// call is one RPC. Its errors are codes; nothing of what came in is echoed.
func (s *Staff) call(m *member, method string, data []byte) (reply centrifuge.RPCReply, err error) {
	defer func() {
		if v := recover(); v != nil { // a connection must never end the process
			s.cfg.Log.Error("panic in a realtime call", "method", method, "panic", v)
			err = centrifuge.ErrorInternal
		}
	}()
	h, ok := calls[method]
	if !ok {
		return reply, centrifuge.ErrorMethodNotFound
	}
	if err := h(s, m, data); err != nil {
		return reply, err
	}
	return centrifuge.RPCReply{Data: []byte("{}")}, nil
}

var calls = map[string]func(*Staff, *member, []byte) error{
	"presence": (*Staff).presence,
	"typing":   (*Staff).typing,
	"view":     (*Staff).view,
	"confirm":  (*Staff).confirm,
}

func decode(data []byte, v any) error {
	if len(data) == 0 || json.Unmarshal(data, v) != nil {
		return errBadCall
	}
	return nil
}

func (s *Staff) presence(m *member, data []byte) error {
	var in struct {
		Device  string `json:"device"`
		Name    string `json:"name"`
		Sound   bool   `json:"sound"`
		Visible bool   `json:"visible"`
		Viewing string `json:"viewing"`
		desk.DeviceState
	}
	if err := decode(data, &in); err != nil || in.Device == "" || len(in.Device) > 64 || !desk.Storable(in.Device) {
		return errBadCall
	}
	p := *m.person.Load()
	s.cfg.Heartbeat(p.ID, desk.Device{ID: in.Device, PersonID: p.ID, Kind: desk.DeviceScreen, Sound: in.Sound,
		Visible: in.Visible, SeenAt: s.cfg.Now(), Name: in.Name, Says: in.DeviceState.Valid()})
	if in.Viewing != "" {
		return s.in(p, in.Viewing, func(place Place) { s.View(p, place.PropertyID, in.Viewing, true) })
	}
	return nil
}

type onCall struct {
	ConversationID string `json:"conversation_id"`
	On             bool   `json:"on"`
}

func (s *Staff) typing(m *member, data []byte) error {
	var in onCall
	if err := decode(data, &in); err != nil {
		return err
	}
	p := *m.person.Load()
	return s.in(p, in.ConversationID, func(place Place) { s.Typing(p, place.PropertyID, in.ConversationID, in.On) })
}

func (s *Staff) view(m *member, data []byte) error {
	var in onCall
	if err := decode(data, &in); err != nil {
		return err
	}
	p := *m.person.Load()
	return s.in(p, in.ConversationID, func(place Place) { s.View(p, place.PropertyID, in.ConversationID, in.On) })
}

// confirm says what a device did about one ring or several.
func (s *Staff) confirm(m *member, data []byte) error {
	var in struct {
		Device string                 `json:"device"`
		Ring   string                 `json:"ring"`
		Rings  []string               `json:"rings"`
		Kind   store.ConfirmationKind `json:"kind"`
	}
	if err := decode(data, &in); err != nil {
		return err
	}
	if in.Ring != "" {
		in.Rings = append(in.Rings, in.Ring)
	}
	if s.cfg.Confirm == nil {
		return centrifuge.ErrorMethodNotFound
	}
	ctx, cancel := context.WithTimeout(m.client.Context(), lookup)
	defer cancel()
	return refusal(s.cfg.Confirm(ctx, *m.person.Load(), in.Device, in.Kind, in.Rings...))
}

// refusal is an error of a use case as a call's answer.
func refusal(err error) error {
	switch desk.CodeOf(err) {
	case "":
		return nil
	case desk.CodeInvalid:
		return errBadCall
	case desk.CodeNotFound:
		return &centrifuge.Error{Code: 404, Message: string(desk.CodeNotFound)}
	case desk.CodeForbidden, desk.CodeUnauthorized:
		return centrifuge.ErrorPermissionDenied
	default:
		return &centrifuge.Error{Code: 503, Message: string(desk.CodeUnavailable), Temporary: true}
	}
}

// in runs fn if the person may see the conversation. One that is not theirs is not found, like one that does not exist.
func (s *Staff) in(p desk.Person, conversationID string, fn func(Place)) error {
	if conversationID == "" || len(conversationID) > 64 || !desk.Storable(conversationID) {
		return errBadCall
	}
	place, err := s.cfg.Directory.Place(conversationID)
	if err == nil {
		err = desk.Allow(p, desk.ActConverse, place.PropertyID)
	}
	if err == nil {
		fn(place)
	}
	return refusal(err)
}

package realtime_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/realtime"
	"deskbell/internal/store"
	"deskbell/internal/store/memstore"
)

// office is both hubs on a store in memory, with two houses and people who sign in by name.
type office struct {
	t     *testing.T
	store *memstore.Store
	desk  *conversation.Desk
	dir   *realtime.Directory
	hub   *realtime.Guests
	staff *realtime.Staff
	fan   *realtime.Fanout
	srv   *httptest.Server
	stop  func()

	mu     sync.Mutex
	now    time.Time
	people map[string]desk.Person // signed in, by id
	beats  []desk.Device
	heard  []string // confirmations
	silent string   // who is reconnecting
}

func newOffice(t *testing.T, run bool) *office {
	t.Helper()
	o := &office{t: t, now: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC), people: map[string]desk.Person{}}
	o.store = memstore.New(o.clock)
	log := slog.New(slog.DiscardHandler)
	o.write(func(tx store.Tx) error {
		for _, id := range []string{"h1", "h2"} {
			if err := tx.CreateProperty(desk.Property{ID: id, Key: id, Name: id}); err != nil {
				return err
			}
			if err := tx.CreateContact(desk.Contact{ID: "guest-" + id, PropertyID: id, AccountID: id, Channel: desk.ChannelWeb, Name: "Maria", CreatedAt: o.now, SeenAt: o.now}); err != nil {
				return err
			}
		}
		return nil
	})
	for _, p := range []desk.Person{
		{ID: "ana", Email: "ana@x", Name: "Ana Sousa", PublicName: "Ana", Role: desk.RoleAgent, PropertyIDs: []string{"h1"}, Active: true},
		{ID: "ben", Email: "ben@x", Name: "Ben Berg", Role: desk.RoleAgent, PropertyIDs: []string{"h1"}, Active: true},
		{ID: "mia", Email: "mia@x", Name: "Mia Mill", Role: desk.RoleAgent, PropertyIDs: []string{"h2"}, Active: true},
		{ID: "kim", Email: "kim@x", Name: "Kim", Role: desk.RoleKnowledgeManager, PropertyIDs: []string{"h1"}, Active: true},
		{ID: "op", Email: "op@x", Name: "Op", Role: desk.RoleOperator, Active: true},
	} {
		o.people[p.ID] = p
		o.write(func(tx store.Tx) error { return tx.CreatePerson(p) })
	}
	o.dir = realtime.NewDirectory(o.store, floors{}, o.clock, log)
	o.hub = realtime.NewGuests()
	var err error
	o.staff, err = realtime.NewStaff(realtime.StaffConfig{
		Directory: o.dir, Guests: o.hub, Now: o.clock, Log: log, Origins: []string{"https://chat.example"},
		Authenticate: func(r *http.Request) (desk.Person, string, error) {
			p, err := o.check(r.Context(), r.Header.Get("X-Person"))
			return p, p.ID, err
		},
		Check: o.check,
		Refuse: func(w http.ResponseWriter, _ *http.Request, err error) {
			http.Error(w, string(desk.CodeOf(err)), http.StatusForbidden)
		},
		Reach:     o.reach,
		Confirm:   o.confirm,
		Heartbeat: func(_ string, d desk.Device) { o.mu.Lock(); defer o.mu.Unlock(); o.beats = append(o.beats, d) },
	})
	if err != nil {
		t.Fatal(err)
	}
	o.fan = realtime.NewFanout(o.hub, o.staff, o.dir)
	o.desk = conversation.New(conversation.Config{Store: o.store, Floors: floors{}, Publisher: o.fan, Owner: "test", Log: log})
	o.srv = httptest.NewServer(o.staff)
	ctx, cancel := context.WithCancel(context.Background())
	var work sync.WaitGroup
	o.stop = sync.OnceFunc(func() {
		cancel()
		work.Wait()
	})
	if run {
		work.Go(func() { _ = o.fan.Run(ctx) })
	}
	t.Cleanup(func() {
		o.hub.Close()
		stop, done := context.WithTimeout(context.Background(), 5*time.Second)
		defer done()
		if err := o.staff.Close(stop); err != nil {
			t.Error(err)
		}
		o.srv.Close()
		o.stop()
		_ = o.store.Close()
	})
	return o
}

func (o *office) clock() time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.now
}

func (o *office) pass(d time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.now = o.now.Add(d)
}

func (o *office) reach(id string) desk.Reach {
	o.mu.Lock()
	defer o.mu.Unlock()
	if id == o.silent {
		return desk.ReachReconnecting
	}
	return desk.ReachHere
}

func (o *office) check(_ context.Context, id string) (desk.Person, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	p, ok := o.people[id]
	if !ok {
		return p, desk.Refuse(desk.CodeUnauthorized, "Sign in.")
	}
	return p, nil
}

func (o *office) write(fn func(store.Tx) error) {
	o.t.Helper()
	if err := o.store.Write(context.Background(), fn); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) says(contact, text string) conversation.Receipt {
	o.t.Helper()
	r, err := o.desk.Receive(o.t.Context(), conversation.Incoming{ContactID: contact, ClientID: text, Text: text})
	if err != nil {
		o.t.Fatal(err)
	}
	return r
}

type floors struct{}

func (floors) Floor(store.Tx, string, desk.Channel, desk.LiveChat) desk.Floor { return floors{} }
func (floors) Eligible() []string                                             { return nil }
func (floors) InHours() bool                                                  { return true }
func (floors) Reach(string) desk.Reach                                        { return desk.ReachHere }

// screen is one agent's connection.
type screen struct {
	o    *office
	conn *websocket.Conn
	id   int
	read []map[string]any // lines of a frame that were not looked at yet
}

func (o *office) dial(person string, header http.Header) (*websocket.Conn, *http.Response, error) {
	if header == nil {
		header = http.Header{}
	}
	header.Set("X-Person", person)
	return websocket.Dial(o.t.Context(), o.srv.URL, &websocket.DialOptions{HTTPHeader: header})
}

func (o *office) connect(person string) *screen {
	o.t.Helper()
	before := o.staff.Len()
	conn, _, err := o.dial(person, nil)
	if err != nil {
		o.t.Fatal(err)
	}
	conn.SetReadLimit(1 << 20)
	o.t.Cleanup(func() { _ = conn.CloseNow() })
	s := &screen{o: o, conn: conn, id: 1}
	s.send(`{"id":1,"connect":{}}`)
	for s.next()["id"] != 1.0 {
	}
	waitFor(o.t, func() bool { return o.staff.Len() > before })
	return s
}

func (s *screen) send(line string) {
	s.o.t.Helper()
	if err := s.conn.Write(s.o.t.Context(), websocket.MessageText, []byte(line)); err != nil {
		s.o.t.Fatal(err)
	}
}

// line is the next one; nil and the close code at the end.
func (s *screen) line() (map[string]any, websocket.StatusCode) {
	s.o.t.Helper()
	for len(s.read) == 0 {
		ctx, cancel := context.WithTimeout(s.o.t.Context(), 10*time.Second)
		_, frame, err := s.conn.Read(ctx)
		cancel()
		if err != nil {
			return nil, websocket.CloseStatus(err)
		}
		for l := range strings.SplitSeq(strings.TrimSpace(string(frame)), "\n") {
			m := map[string]any{}
			if err := json.Unmarshal([]byte(l), &m); err != nil {
				s.o.t.Fatalf("%v in %s", err, l)
			}
			if len(m) > 0 { // an empty one is a ping
				s.read = append(s.read, m)
			}
		}
	}
	m := s.read[0]
	s.read = s.read[1:]
	return m, 0
}

func (s *screen) next() map[string]any {
	s.o.t.Helper()
	m, code := s.line()
	if m == nil {
		s.o.t.Fatalf("the connection ended: %d", code)
	}
	return m
}

// until is the data of the next publication of a kind, with its channel.
func (s *screen) until(kind string) map[string]any {
	s.o.t.Helper()
	for {
		push, _ := s.next()["push"].(map[string]any)
		pub, _ := push["pub"].(map[string]any)
		if data, _ := pub["data"].(map[string]any); data["t"] == kind {
			data["channel"] = push["channel"]
			return data
		}
	}
}

// call is an RPC's error code; 0 for success. Publications meanwhile are kept.
func (s *screen) call(method string, data any) float64 {
	s.o.t.Helper()
	s.id++
	raw, err := json.Marshal(data)
	if err != nil {
		s.o.t.Fatal(err)
	}
	s.send(fmt.Sprintf(`{"id":%d,"rpc":{"method":%q,"data":%s}}`, s.id, method, raw))
	var others []map[string]any
	for {
		m := s.next()
		if m["id"] == float64(s.id) {
			s.read = append(others, s.read...)
			e, _ := m["error"].(map[string]any)
			code, _ := e["code"].(float64)
			return code
		}
		others = append(others, m)
	}
}

// ends reads until the connection is closed, and is its code.
func (s *screen) ends() websocket.StatusCode {
	s.o.t.Helper()
	for {
		if m, code := s.line(); m == nil {
			return code
		}
	}
}

func TestStaff_EntriesAndNotices(t *testing.T) {
	t.Parallel()
	o := newOffice(t, true)
	ana, ben, mia, op := o.connect("ana"), o.connect("ben"), o.connect("mia"), o.connect("op")
	r := o.says("guest-h1", "Hello")
	for _, s := range []*screen{ana, ben, op} {
		f := s.until("entry")
		e, card := f["entry"].(map[string]any), f["card"].(map[string]any)
		if f["channel"] != "property:h1" || f["conversation_id"] != r.ConversationID || e["text"] != "Hello" || e["prev"] != 0.0 ||
			card["guest"].(map[string]any)["name"] != "Maria" || card["group"] != "live" || card["request"] != nil {
			t.Errorf("frame %v", f)
		}
		if _, there := card["can"]; there {
			t.Error("a frame for everybody says what one person may do")
		}
	}
	if _, err := o.desk.TakeControl(t.Context(), o.people["ana"], r.ConversationID); err != nil {
		t.Fatal(err)
	}
	f := ben.until("entry")
	if c := f["card"].(map[string]any)["controller"].(map[string]any); c["agent_id"] != "ana" || c["name"] != "Ana Sousa" {
		t.Errorf("controller %v", c)
	}
	o.says("guest-h1", "Are you there?")
	if n := ana.until("mine"); n["channel"] != "user:ana" || n["conversation_id"] != r.ConversationID || n["seq"] == nil {
		t.Errorf("notice %v", n)
	}
	// What Mia hears next is of her own house: nothing of the other was sent to her.
	own := o.says("guest-h2", "Mill?")
	if f := mia.until("entry"); f["conversation_id"] != own.ConversationID {
		t.Errorf("Mia hears of another house: %v", f)
	}
}

// While an agent is reconnecting colleagues may take over, so the cards of what the agent holds say it at once.
func TestStaff_Silent(t *testing.T) {
	t.Parallel()
	o := newOffice(t, true)
	ben := o.connect("ben")
	id := o.says("guest-h1", "Hello").ConversationID
	if _, err := o.desk.TakeControl(t.Context(), o.people["ana"], id); err != nil {
		t.Fatal(err)
	}
	for _, who := range []string{"ana", ""} {
		o.mu.Lock()
		o.silent = who
		o.mu.Unlock()
		o.staff.Silent("ana")
		var want any
		if who != "" {
			want = "reconnecting"
		}
		card := ben.until("card")["card"].(map[string]any)
		if card["id"] != id || card["agent_gone"] != want {
			t.Errorf("got %v of %v, want %v", card["agent_gone"], card["id"], want)
		}
	}
}

func TestStaff_ViewersAndTyping(t *testing.T) {
	t.Parallel()
	o := newOffice(t, true)
	ana, ben, mia := o.connect("ana"), o.connect("ben"), o.connect("mia")
	id := o.says("guest-h1", "Hello").ConversationID
	if code := mia.call("view", map[string]any{"conversation_id": id, "on": true}); code != 404 {
		t.Errorf("another house's conversation: %v, want 404", code)
	}
	if code := mia.call("typing", map[string]any{"conversation_id": "nothing", "on": true}); code != 404 {
		t.Errorf("no conversation: %v, want 404", code)
	}
	if code := ana.call("presence", map[string]any{"device": "d1", "sound": true, "visible": true, "viewing": id}); code != 0 {
		t.Errorf("presence: %v", code)
	}
	if len(o.beats) != 1 || o.beats[0].PersonID != "ana" || !o.beats[0].Sound {
		t.Errorf("heard %+v", o.beats)
	}
	viewers := func(f map[string]any) string {
		var names []string
		for _, v := range f["viewers"].([]any) {
			v := v.(map[string]any)
			names = append(names, fmt.Sprint(v["name"], v["typing"] == true))
		}
		return strings.Join(names, ",")
	}
	if got := viewers(ben.until("viewers")); got != "Ana Sousafalse" {
		t.Errorf("viewers %q", got)
	}
	ben.call("view", map[string]any{"conversation_id": id, "on": true})
	ana.call("typing", map[string]any{"conversation_id": id, "on": true})
	if f := ben.until("typing"); f["on"] != true || f["author"].(map[string]any)["id"] != "ana" {
		t.Errorf("typing %v", f)
	}
	if got := viewers(ben.until("viewers")); got != "Ana Sousatrue,Ben Bergfalse" && got != "Ana Sousafalse,Ben Bergfalse" {
		t.Errorf("viewers %q", got)
	}
	if v := o.staff.Viewers(id); len(v) != 2 {
		t.Errorf("viewers %v", v)
	}
	// Nobody says that they stopped: the leases run out.
	o.pass(7 * time.Second)
	if f := ben.until("typing"); f["on"] != false {
		t.Errorf("typing %v", f)
	}
	o.staff.GuestTyping("h1", id, true)
	if f := ben.until("typing"); f["author"].(map[string]any)["kind"] != "guest" || f["on"] != true {
		t.Errorf("typing %v", f)
	}
	o.pass(30 * time.Second)
	if f := ben.until("typing"); f["author"].(map[string]any)["kind"] != "guest" || f["on"] != false {
		t.Errorf("typing %v", f)
	}
	waitFor(t, func() bool { return len(o.staff.Viewers(id)) == 0 })
	if got := viewers(ben.until("viewers")); strings.Contains(got, "true") {
		t.Errorf("viewers %q", got)
	}
	o.staff.GuestRead("h1", id, 3)
	if f := ben.until("read"); f["seq"] != 3.0 {
		t.Errorf("read %v", f)
	}
}

// The guest is told that the agent in control types, and of nobody else.
func TestStaff_GuestSeesAgentTyping(t *testing.T) {
	t.Parallel()
	o := newOffice(t, true)
	id := o.says("guest-h1", "Hello").ConversationID
	if _, err := o.desk.TakeControl(t.Context(), o.people["ana"], id); err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = o.hub.Serve(w, r, realtime.Request{ContactID: "guest-h1", Load: func(context.Context, int64) (realtime.Backlog, error) { return realtime.Backlog{}, nil }})
	}))
	defer srv.Close()
	g := (&site{srv: srv}).open(t, "")
	g.want("state ")
	waitFor(t, func() bool { p, err := o.dir.Place(id); return err == nil && p.Controller.AgentID == "ana" })
	o.staff.Typing(o.people["ben"], "h1", id, true)
	o.staff.Typing(o.people["ana"], "h1", id, true)
	for {
		if got := g.next(); strings.HasPrefix(got, "typing ") {
			if got != `typing {"author":{"kind":"agent","name":"Ana"},"on":true}` {
				t.Errorf("guest hears %s", got)
			}
			break
		}
	}
	o.staff.Read(id, 1)
	o.staff.Read(id, 1)
	for {
		if got := g.next(); strings.HasPrefix(got, "read ") {
			break
		}
	}
	o.hub.Close()
}

func TestStaff_WhoMayConnect(t *testing.T) {
	t.Parallel()
	o := newOffice(t, true)
	for name, c := range map[string]struct {
		person, origin string
		ok             bool
	}{
		"NotSignedIn": {"nobody", "", false},
		"NoBrowser":   {"ana", "", true},
		"OwnPage":     {"ana", o.srv.URL, true},
		"BaseURL":     {"ana", "https://chat.example", true},
		"OtherSite":   {"ana", "https://evil.example", false},
		"Null":        {"ana", "null", false},
	} {
		h := http.Header{}
		if c.origin != "" {
			h.Set("Origin", c.origin)
		}
		conn, res, err := o.dial(c.person, h)
		if (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil {
			_ = conn.CloseNow()
		} else if res == nil || res.StatusCode != 403 {
			t.Errorf("%s: no answer says why", name)
		}
	}
	kim := o.connect("kim")
	o.says("guest-h1", "Hello")
	o.staff.Me("kim")
	if push := kim.next()["push"].(map[string]any); push["channel"] != "user:kim" {
		t.Errorf("a Knowledge Manager hears a guest: %v", push)
	}
}

func TestStaff_SessionsEnd(t *testing.T) {
	t.Parallel()
	o := newOffice(t, true)
	ana, ben := o.connect("ana"), o.connect("ben")
	o.staff.Drop("ben")
	if code := ben.ends(); code != 4501 {
		t.Errorf("dropped with %d, want 4501", code)
	}
	// Ana moves to the other house: she hears that one at once, and no longer the first.
	o.mu.Lock()
	p := o.people["ana"]
	p.PropertyIDs = []string{"h2"}
	o.people["ana"] = p
	o.mu.Unlock()
	o.staff.Me("ana")
	ana.until("me")
	o.says("guest-h1", "Anybody?")
	id := o.says("guest-h2", "Mill?").ConversationID
	if f := ana.until("entry"); f["conversation_id"] != id {
		t.Errorf("Ana still hears the house that she left: %v", f)
	}
	o.mu.Lock()
	delete(o.people, "ana")
	o.mu.Unlock()
	o.staff.Recheck(t.Context(), "")
	if code := ana.ends(); code != 4501 {
		t.Errorf("ended with %d, want 4501", code)
	}
	waitFor(t, func() bool { return o.staff.Len() == 0 })
}

// Whatever a connection sends ends at worst that connection.
func TestStaff_BrokenFrames(t *testing.T) {
	t.Parallel()
	o := newOffice(t, true)
	ana := o.connect("ana")
	id := o.says("guest-h1", "Hello").ConversationID
	hello := `{"id":1,"connect":{}}`
	for _, frame := range []string{
		"", " ", "\n", "null", "[]", "{}", "1", `"x"`, "{", "\x00\xff\xfe", strings.Repeat("[", 10_000), strings.Repeat("x", 20_000),
		`{"id":0}`, `{"id":-1}`, `{"id":1e99}`, `{"id":"x","connect":null}`, `{"id":1,"connect":null}`, `{"id":1,"subscribe":{"channel":"property:h2"}}`,
		hello + "\n" + hello, hello + "\n" + `{"id":2,"subscribe":{"channel":"property:h2"}}`, hello + "\n" + `{"id":2,"subscribe":{"channel":"user:ben"}}`,
		hello + "\n" + `{"id":2,"publish":{"channel":"property:h1","data":{"t":"signed_out"}}}`,
		hello + "\n" + `{"id":2,"presence":{"channel":"property:h1"}}`, hello + "\n" + `{"id":2,"history":{"channel":"property:h1","limit":-1}}`,
		hello + "\n" + `{"id":2,"rpc":null}`, hello + "\n" + `{"id":2,"rpc":{}}`, hello + "\n" + `{"id":2,"rpc":{"method":"view"}}`,
		hello + "\n" + `{"id":2,"rpc":{"method":"view","data":null}}`, hello + "\n" + `{"id":2,"rpc":{"method":"view","data":[]}}`,
		hello + "\n" + `{"id":2,"rpc":{"method":"presence","data":{"device":1}}}`, hello + "\n" + `{"id":2,"rpc":{"method":"presence","data":{"device":"a\u0000b"}}}`,
		hello + "\n" + `{"id":2,"rpc":{"method":"view","data":{"conversation_id":"a\u0000b","on":true}}}`, hello + "\n" + `{"id":2,"rpc":{"method":"@clients","data":{}}}`,
		hello + "\n" + `{"id":2,"rpc":{"method":"typing","data":{"conversation_id":"` + strings.Repeat("a", 200) + `"}}}`,
		hello + "\n" + `{"id":2,"refresh":{}}`, hello + "\n" + `{"id":2,"send":{"data":{}}}`, hello + "\n" + `{"id":2,"sub_refresh":null}`,
	} {
		conn, _, err := o.dial("mia", nil)
		if err != nil {
			t.Fatalf("after an earlier frame: %v", err)
		}
		_ = conn.Write(t.Context(), websocket.MessageText, []byte(frame))
		_ = conn.Write(t.Context(), websocket.MessageBinary, []byte(frame))
		_ = conn.Close(websocket.StatusNormalClosure, "")
	}
	if f := ana.until("entry"); f["conversation_id"] != id {
		t.Errorf("frame %v", f)
	}
	if code := ana.call("view", map[string]any{"conversation_id": id, "on": true}); code != 0 {
		t.Errorf("after all that: %v", code)
	}
	for _, channel := range []string{"property:h2", "user:ben", "property:h1"} {
		ana.id++
		ana.send(fmt.Sprintf(`{"id":%d,"subscribe":{"channel":%q}}`, ana.id, channel))
		for {
			if m := ana.next(); m["id"] == float64(ana.id) {
				if m["error"] == nil {
					t.Errorf("subscribed to %s by asking", channel)
				}
				break
			}
		}
	}
	for range 200 {
		ana.id++
		_ = ana.conn.Write(t.Context(), websocket.MessageText, fmt.Appendf(nil, `{"id":%d,"rpc":{"method":"view","data":{"conversation_id":%q,"on":true}}}`, ana.id, id))
	}
	if code := ana.ends(); code != 4502 {
		t.Errorf("two hundred calls at once end with %d, want 4502", code)
	}
}

// Where changes come faster than they can be told, nobody waits for it, and everybody is told to read again.
func TestFanout_Overrun(t *testing.T) {
	t.Parallel()
	o := newOffice(t, false)
	ana := o.connect("ana")
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = o.hub.Serve(w, r, realtime.Request{ContactID: "guest-h2", Load: func(context.Context, int64) (realtime.Backlog, error) { return realtime.Backlog{}, nil }})
	}))
	defer srv.Close()
	g := (&site{srv: srv}).open(t, "")
	g.want("state ")
	s := desk.State{Conversation: desk.Conversation{ID: "c1", PropertyID: "h1", ContactID: "guest-h1"}}
	for range 10_000 {
		o.fan.Publish(conversation.Change{Before: s, After: s})
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- o.fan.Run(ctx) }()
	g.want("reset {}")
	if code := ana.ends(); code != 4001 && code != 3008 { // told to read again, or so slow that it was dropped before
		t.Errorf("ended with %d", code)
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	o.hub.Close()
}

package guest_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/files"
	"deskbell/internal/httpapi/guest"
	"deskbell/internal/limit"
	"deskbell/internal/realtime"
	"deskbell/internal/store"
	"deskbell/internal/store/memstore"
	"deskbell/internal/tickets"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m,
		goleak.IgnoreAnyFunction("internal/poll.runtime_pollWait"),              // idle client connections
		goleak.IgnoreAnyFunction("github.com/FZambia/eagle.(*Eagle).aggregate"), // centrifuge's metrics; they end with the process
	)
}

const site = "https://hotel.example"

// house is the guest API on a store in memory, with a clock that the test sets and one agent each at two properties, Ana and Mia.
type house struct {
	t     testing.TB
	store *memstore.Store
	desk  *conversation.Desk
	api   *guest.API
	srv   *httptest.Server
	live  *live
	post  *post

	mu  sync.Mutex
	now time.Time
}

var ana = desk.Person{ID: "p-ana", Email: "ana@hotel.example", Name: "Ana Sousa", PublicName: "Ana from the front desk", Role: desk.RoleAgent,
	PropertyIDs: []string{"h1"}, Duty: desk.DutyOnline, Active: true}

// mia works at the mill alone.
var mia = desk.Person{ID: "p-mia", Email: "mia@mill.example", Name: "Mia Moleiro", Role: desk.RoleAgent, PropertyIDs: []string{"h2"}, Active: true}

func newHouse(t testing.TB, limits bool) *house {
	t.Helper()
	h := &house{t: t, now: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC), live: &live{}, post: &post{}}
	h.store = memstore.New(h.clock)
	settings := desk.PropertySettings{Sites: []string{site}, Languages: []string{"en", "de", "pt"}, DefaultLanguage: "en", TimeZone: "Europe/Lisbon", Phone: "+351 210",
		Emergency: desk.Emergency{Number: "112"}, ReplyWithin: 2 * time.Hour,
		LiveChat: map[desk.Channel]desk.LiveChat{desk.ChannelWeb: func() desk.LiveChat {
			lc := desk.DefaultLiveChat(desk.ChannelWeb)
			lc.Enabled = true
			return lc
		}()}}
	other := settings
	other.Sites = []string{"https://mill.example"}
	h.write(func(tx store.Tx) error {
		if err := tx.CreateProperty(desk.Property{ID: "h1", Key: "demo", Name: "Harbour View Hotel", Settings: settings}); err != nil {
			return err
		}
		if err := tx.CreateProperty(desk.Property{ID: "h2", Key: "mill", Name: "Old Mill Inn", Settings: other}); err != nil {
			return err
		}
		if err := tx.CreatePerson(mia); err != nil {
			return err
		}
		return tx.CreatePerson(ana)
	})
	log := slog.New(slog.DiscardHandler)
	dir := realtime.NewDirectory(h.store, floors{}, h.clock, log)
	hub := realtime.NewGuests()
	staff, err := realtime.NewStaff(realtime.StaffConfig{Directory: dir, Guests: hub, Now: h.clock, Log: log,
		Authenticate: func(*http.Request) (desk.Person, string, error) { return desk.Person{}, "", desk.ErrNotFound },
		Check:        func(context.Context, string) (desk.Person, error) { return desk.Person{}, desk.ErrNotFound },
		Refuse:       func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(401) }})
	if err != nil {
		t.Fatal(err)
	}
	fan := realtime.NewFanout(hub, staff, dir)
	ctx, cancel := context.WithCancel(context.Background())
	var work sync.WaitGroup
	work.Go(func() { _ = fan.Run(ctx) })
	dir.Transcripts = func(context.Context) bool { return true }
	h.desk = conversation.New(conversation.Config{Store: h.store, Floors: floors{}, Publisher: fan, Owner: "test", Log: log,
		Tickets: tickets.NewBook(tickets.BookConfig{NewID: conversation.NewID}),
		Danger:  func(text, _ string) bool { return strings.Contains(text, "is on fire") }})
	room, err := files.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	h.api = guest.New(guest.Config{Store: h.store, Desk: h.desk, Directory: dir, Guests: hub, Live: h.live, Files: room,
		Limiter: limit.New(h.clock, !limits), Challenges: limit.NewChallenges(h.clock), Transcripts: h.post, BaseURL: "https://chat.example",
		Now: h.clock, NewID: conversation.NewID, Log: log})
	mux := http.NewServeMux()
	mux.Handle(guest.Prefix+"/", h.api)
	mux.Handle("/files/", room)
	h.srv = httptest.NewServer(mux)
	t.Cleanup(func() {
		hub.Close()
		h.srv.CloseClientConnections()
		h.srv.Close()
		cancel()
		work.Wait()
		stop, done := context.WithTimeout(context.Background(), 5*time.Second)
		defer done()
		_ = staff.Close(stop)
		_ = h.store.Close()
	})
	return h
}

func (h *house) clock() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

func (h *house) pass(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(d)
}

func (h *house) write(fn func(store.Tx) error) {
	h.t.Helper()
	if err := h.store.Write(context.Background(), fn); err != nil {
		h.t.Fatal(err)
	}
}

// floors has one agent on duty at all hours.
type floors struct{}

func (floors) Floor(store.Tx, string, desk.Channel, desk.LiveChat) desk.Floor { return floors{} }
func (floors) Eligible() []string                                             { return []string{ana.ID} }
func (floors) InHours() bool                                                  { return true }
func (floors) Reach(string) desk.Reach                                        { return desk.ReachHere }

// post records which conversations go out by e-mail.
type post struct {
	mu   sync.Mutex
	sent []string
}

func (p *post) Transcript(_ context.Context, contactID, email string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sent = append(p.sent, contactID+" to "+email)
	return nil
}

// live records what the desk's screens are told.
type live struct {
	mu    sync.Mutex
	heard []string
}

func (l *live) note(s string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.heard = append(l.heard, s)
}
func (l *live) GuestTyping(_, _ string, on bool) { l.note("typing " + strconv.FormatBool(on)) }
func (l *live) GuestRead(_, _ string, seq int64) { l.note("read " + strconv.FormatInt(seq, 10)) }
func (l *live) Card(string)                      { l.note("card") }
func (l *live) has(s string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Contains(strings.Join(l.heard, ","), s)
}

// client is one guest's browser.
type client struct {
	h      *house
	token  string
	header http.Header
}

type answer struct {
	status int
	header http.Header
	body   map[string]any
	raw    string
}

func (a answer) code() string { s, _ := a.body["code"].(string); return s }

func (h *house) anonymous() *client { return &client{h: h, header: http.Header{}} }

// arrive is a new guest of a property.
func (h *house) arrive(key string) *client {
	h.t.Helper()
	c := h.anonymous()
	a := c.do("POST", "/sessions", map[string]any{"key": key, "locale": "en"})
	if a.status != 201 {
		h.t.Fatalf("no session: %d %s", a.status, a.raw)
	}
	c.token = a.body["token"].(string)
	return c
}

func (c *client) request(method, path string, body any) *http.Request {
	c.h.t.Helper()
	var reader io.Reader
	kind := ""
	switch b := body.(type) {
	case nil:
	case string:
		reader, kind = strings.NewReader(b), "application/json"
	case io.Reader:
		reader = b
	default:
		raw, err := json.Marshal(b)
		if err != nil {
			c.h.t.Fatal(err)
		}
		reader, kind = bytes.NewReader(raw), "application/json"
	}
	r, err := http.NewRequestWithContext(c.h.t.Context(), method, c.h.srv.URL+guest.Prefix+path, reader)
	if err != nil {
		c.h.t.Fatal(err)
	}
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	for k, v := range c.header {
		r.Header[k] = v
	}
	return r
}

func (c *client) do(method, path string, body any) answer {
	c.h.t.Helper()
	res, err := c.h.srv.Client().Do(c.request(method, path, body))
	if err != nil {
		c.h.t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		c.h.t.Fatal(err)
	}
	a := answer{status: res.StatusCode, header: res.Header, raw: string(raw)}
	_ = json.Unmarshal(raw, &a.body)
	return a
}

// must fails the test unless the status is the wanted one.
func (c *client) must(status int, method, path string, body any) answer {
	c.h.t.Helper()
	a := c.do(method, path, body)
	if a.status != status {
		c.h.t.Fatalf("%s %s: %d %s, want %d", method, path, a.status, a.raw, status)
	}
	return a
}

func (c *client) says(id, text string) answer {
	c.h.t.Helper()
	return c.must(201, "POST", "/messages", map[string]any{"client_id": id, "text": text})
}

func (c *client) upload(name string, content []byte) answer {
	c.h.t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	part, err := form.CreateFormFile("file", name)
	if err != nil {
		c.h.t.Fatal(err)
	}
	_, _ = part.Write(content)
	_ = form.Close()
	old := c.header
	c.header = c.header.Clone()
	c.header.Set("Content-Type", form.FormDataContentType())
	defer func() { c.header = old }()
	return c.do("POST", "/files", &b)
}

// stream reads a guest's event stream.
type stream struct {
	t    testing.TB
	res  *http.Response
	scan *bufio.Scanner
}

func (c *client) listen(query string) *stream {
	c.h.t.Helper()
	res, err := c.h.srv.Client().Do(c.request("GET", "/stream"+query, nil))
	if err != nil {
		c.h.t.Fatal(err)
	}
	c.h.t.Cleanup(func() { _ = res.Body.Close() })
	scan := bufio.NewScanner(res.Body)
	scan.Buffer(nil, 1<<20)
	return &stream{c.h.t, res, scan}
}

// next is the next event: its name and its data.
func (s *stream) next() (name string, data map[string]any) {
	s.t.Helper()
	for s.scan.Scan() {
		key, value, _ := strings.Cut(s.scan.Text(), ": ")
		switch {
		case key == "event":
			name = value
		case key == "data":
			if err := json.Unmarshal([]byte(value), &data); err != nil {
				s.t.Fatal(err)
			}
		case key == "" && value == "" && name != "":
			return name, data
		}
	}
	s.t.Fatalf("the stream ended: %v", s.scan.Err())
	return "", nil
}

// until skips to the next event of a name.
func (s *stream) until(name string) map[string]any {
	s.t.Helper()
	for {
		if got, data := s.next(); got == name {
			return data
		}
	}
}

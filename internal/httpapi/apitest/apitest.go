// Package apitest starts the whole of Deskbell inside a test, with the sample property in a folder of its own, and
// speaks to it over HTTP as browsers do. Every answer that passes through its clients is held against the OpenAPI
// document that the same server serves.
package apitest

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"deskbell/internal/app"
	"deskbell/internal/auth"
	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/outward"
	"deskbell/internal/store"
)

// House is a running Deskbell.
type House struct {
	URL string
	App *app.App
	// Stop ends it as SIGTERM does and waits. The end of the test does it by itself.
	Stop func()
	t    testing.TB
	doc  *Document
	ids  map[string]string // of properties, by key
	// transport is that of its clients.
	transport http.RoundTripper
}

// Options change what Start starts.
type Options struct {
	// Empty starts an installation that was not set up, instead of the sample.
	Empty bool
	// Limits keeps the rate limits on.
	Limits bool
	// Outward lets the server ask a test's own servers.
	Outward outward.Config
	// Change changes how the server is started. Its clients then go through Transport (nil is the usual one).
	Change    func(*app.Config)
	Transport http.RoundTripper
	// Log receives the server's log; nil drops it.
	Log *slog.Logger
}

// Start runs the sample property until the test ends.
func Start(t testing.TB, opts ...Options) *House {
	t.Helper()
	var o Options
	if len(opts) > 0 {
		o = opts[0]
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cfg := app.Config{Dir: t.TempDir(), Addr: l.Addr().String(), Demo: !o.Empty, LimitsOff: !o.Limits, Log: o.Log,
		Outward: o.Outward, Version: "test", Cost: auth.Cost{MemoryKiB: 64, Passes: 1}}
	if o.Change != nil {
		o.Change(&cfg)
	}
	a, err := app.Open(ctx, cfg)
	if err != nil {
		cancel()
		_ = l.Close()
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- a.Run(ctx, l) }()
	h := &House{URL: a.BaseURL(), App: a, t: t, transport: o.Transport, ids: map[string]string{}, Stop: sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("the server did not stop cleanly: %v", err)
		}
	})}
	t.Cleanup(h.Stop)
	document.once.Do(func() { document.is = h.fetchDocument() })
	if h.doc = document.is; h.doc == nil {
		t.Fatal("no house has given the document")
	}
	if err := a.Store().Read(ctx, func(tx store.Tx) error {
		props, err := tx.ListProperties()
		for _, p := range props {
			h.ids[p.Key] = p.ID
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return h
}

// document is the same in every house, and takes a second to write and to read with the race detector.
var document struct {
	once sync.Once
	is   *Document
}

func (h *House) fetchDocument() *Document {
	h.t.Helper()
	res, err := (&http.Client{Transport: h.transport}).Get(h.URL + "/api/openapi.json")
	if err != nil {
		h.t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		h.t.Fatalf("openapi.json: %d %v", res.StatusCode, err)
	}
	doc, err := ParseDocument(raw)
	if err != nil {
		h.t.Fatal(err)
	}
	return doc
}

// Document is the OpenAPI document that the server serves.
func (h *House) Document() *Document { return h.doc }

// Property is the id of the sample property with the widget key demo or demo-mill.
func (h *House) Property(key string) string {
	h.t.Helper()
	id, ok := h.ids[key]
	if !ok {
		h.t.Fatalf("there is no property %q", key)
	}
	return id
}

// Chat lets a new guest of a property write, and waits until the assistant has answered. It returns the conversation's
// and the contact's id.
func (h *House) Chat(propertyKey, text string) (conversationID, contactID string) {
	h.t.Helper()
	ctx := context.Background()
	c := desk.Contact{ID: conversation.NewID(), PropertyID: h.Property(propertyKey), AccountID: h.Property(propertyKey),
		Channel: desk.ChannelWeb, Language: "en", CreatedAt: time.Now().UTC(), SeenAt: time.Now().UTC()}
	if err := h.App.Store().Write(ctx, func(tx store.Tx) error { return tx.CreateContact(c) }); err != nil {
		h.t.Fatal(err)
	}
	r, err := h.App.Desk().Receive(ctx, conversation.Incoming{ContactID: c.ID, ClientID: conversation.NewID(), Text: text})
	if err != nil {
		h.t.Fatal(err)
	}
	h.Until("the assistant answers", func() bool {
		var s desk.State
		err := h.App.Store().Read(ctx, func(tx store.Tx) (err error) { s, err = tx.State(r.ConversationID); return err })
		return err == nil && !s.Turn.Open()
	})
	return r.ConversationID, c.ID
}

// Until waits for a condition that something else brings about.
func (h *House) Until(what string, ok func() bool) {
	h.t.Helper()
	deadline := time.NewTimer(time.Minute)
	defer deadline.Stop()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !ok() {
		select {
		case <-tick.C:
		case <-deadline.C:
			h.t.Fatalf("waited in vain: %s", what)
		}
	}
}

// Client is one browser.
type Client struct {
	house *House
	http  *http.Client
	// Header is sent with every request.
	Header http.Header
	// beats ends the signs of life of a device.
	beats map[string]func()
}

// Client is a browser that nobody signed in with.
func (h *House) Client() *Client {
	jar, err := cookiejar.New(nil)
	if err != nil {
		h.t.Fatal(err)
	}
	return &Client{house: h, http: &http.Client{Jar: jar, Timeout: 30 * time.Second, Transport: h.transport}, Header: http.Header{}}
}

// SignIn is a browser in which one of the sample's people is signed in; name is what stands before the @.
func (h *House) SignIn(name string) *Client {
	h.t.Helper()
	c := h.Client()
	c.Must(http.StatusOK, "POST", "/api/v1/login", Map{"email": name + "@demo.example", "password": app.DemoPassword})
	return c
}

// Map is a JSON object.
type Map map[string]any

// Answer is what came back.
type Answer struct {
	Status int
	Header http.Header
	Raw    []byte
	// JSON is the body, if it is an object.
	JSON Map
}

// Code is the stable code of a refusal.
func (a Answer) Code() string { s, _ := a.JSON["code"].(string); return s }

// Text is a member of the body by its path ("controller.kind").
func (a Answer) Text(path string) string {
	var v any = map[string]any(a.JSON)
	for name := range strings.SplitSeq(path, ".") {
		m, _ := v.(map[string]any)
		v = m[name]
	}
	s, _ := v.(string)
	return s
}

// List is a member of the body that is a list of objects.
func (a Answer) List(name string) []Map {
	list, _ := a.JSON[name].([]any)
	out := make([]Map, 0, len(list))
	for _, v := range list {
		m, _ := v.(map[string]any)
		out = append(out, m)
	}
	return out
}

// Must is Do that fails the test unless the status is the wanted one.
func (c *Client) Must(status int, method, path string, body any) Answer {
	c.house.t.Helper()
	a := c.Do(method, path, body)
	if a.Status != status {
		c.house.t.Fatalf("%s %s: got %d %s, want %d", method, path, a.Status, a.Raw, status)
	}
	return a
}

// Do sends a request. A body that is an io.Reader is sent as it is, with the content type of Header; any other as JSON.
func (c *Client) Do(method, path string, body any) Answer {
	c.house.t.Helper()
	var reader io.Reader
	header := c.Header.Clone()
	switch b := body.(type) {
	case nil:
	case io.Reader:
		reader = b
	default:
		raw, err := json.Marshal(b)
		if err != nil {
			c.house.t.Fatal(err)
		}
		reader = bytes.NewReader(raw)
		header.Set("Content-Type", "application/json")
	}
	req, err := http.NewRequest(method, c.house.URL+path, reader)
	if err != nil {
		c.house.t.Fatal(err)
	}
	for k, v := range header {
		req.Header[k] = v
	}
	res, err := c.http.Do(req)
	if err != nil {
		c.house.t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		c.house.t.Fatal(err)
	}
	a := Answer{Status: res.StatusCode, Header: res.Header, Raw: raw}
	_ = json.Unmarshal(raw, &a.JSON) // lists and texts are in Raw
	if strings.HasPrefix(path, "/api/") {
		seen.add(method, path, a.Status, c.house.doc)
		for _, fault := range c.house.doc.Check(method, req.URL.Path, a.Status, res.Header.Get("Content-Type"), raw) {
			c.house.t.Errorf("%s %s answered %d against the document: %s\n%s", method, path, a.Status, fault, raw)
		}
	}
	return a
}

// Saw notes an answer that no Client could read to its end, such as a stream.
func (h *House) Saw(method, path string, status int) { seen.add(method, path, status, h.doc) }

// seen notes which operations were answered with which statuses, in all tests of one binary.
var seen = &coverage{by: map[string]map[int]bool{}}

type coverage struct {
	mu  sync.Mutex
	by  map[string]map[int]bool
	ops []Operation
}

func (c *coverage) add(method, path string, status int, doc *Document) {
	op, ok := doc.Find(method, strings.SplitN(path, "?", 2)[0])
	if !ok {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ops = doc.ops
	if c.by[op.ID] == nil {
		c.by[op.ID] = map[int]bool{}
	}
	c.by[op.ID][status] = true
}

// Unseen are the operations of the document that no client of this test binary has seen succeed.
func Unseen() []string {
	seen.mu.Lock()
	defer seen.mu.Unlock()
	var ids []string
	for _, op := range seen.ops {
		ok := false
		for status := range seen.by[op.ID] {
			ok = ok || status < 300
		}
		if !ok {
			ids = append(ids, op.ID)
		}
	}
	return ids
}

// PNG is a small picture.
var PNG = []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89" +
	"\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82")

// Upload sends a file as a form does.
func (c *Client) Upload(path, name string, content []byte) Answer {
	c.house.t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	part, err := form.CreateFormFile("file", name)
	if err != nil {
		c.house.t.Fatal(err)
	}
	_, _ = part.Write(content) // into memory
	if err := form.Close(); err != nil {
		c.house.t.Fatal(err)
	}
	old := c.Header.Get("Content-Type")
	c.Header.Set("Content-Type", form.FormDataContentType())
	defer func() {
		c.Header.Set("Content-Type", old)
		if old == "" {
			c.Header.Del("Content-Type")
		}
	}()
	return c.Do("POST", path, &b)
}

// Cookie is what the browser would send in the header of that name.
func (c *Client) Cookie() string {
	u, err := url.Parse(c.house.URL)
	if err != nil {
		c.house.t.Fatal(err)
	}
	var all []string
	for _, k := range c.http.Jar.Cookies(u) {
		all = append(all, k.Name+"="+k.Value)
	}
	return strings.Join(all, "; ")
}

package channeltest

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"deskbell/internal/channel/meta"
	"deskbell/internal/outward"
)

// API stands in for a channel's own API: it notes what it is asked and answers what it was told to.
type API struct {
	// URL is its address. Meta's hosts are path elements below it.
	URL    string
	server *httptest.Server

	mu     sync.Mutex
	asked  []Asked
	answer http.HandlerFunc
}

// Asked is a request that came.
type Asked struct {
	Method string
	// Path begins with the host that was meant: /graph.facebook.com/v26.0/me/messages.
	Path   string
	Query  url.Values
	Header http.Header
	Body   []byte
}

// NewAPI starts one that ends with the test. It answers 200 and {} until it is told otherwise.
func NewAPI(t testing.TB) *API {
	a := &API{}
	a.Answer(http.StatusOK, "{}")
	a.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		a.mu.Lock()
		a.asked = append(a.asked, Asked{r.Method, r.URL.Path, r.URL.Query(), r.Header.Clone(), body})
		answer := a.answer
		a.mu.Unlock()
		r.Body = io.NopCloser(strings.NewReader(string(body)))
		answer(w, r)
	}))
	a.URL = a.server.URL
	t.Cleanup(a.server.Close)
	return a
}

// Answer says the same to everything from now on.
func (a *API) Answer(status int, body string) {
	a.Handle(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	})
}

// Handle answers from now on.
func (a *API) Handle(h http.HandlerFunc) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.answer = h
}

// Asked are the requests so far; they are forgotten with that.
func (a *API) Asked() []Asked {
	a.mu.Lock()
	defer a.mu.Unlock()
	all := a.asked
	a.asked = nil
	return all
}

// Client asks the API and nothing else inside.
func (a *API) Client(t testing.TB) *outward.Client {
	c := outward.New(outward.Config{}).Naming(a.URL)
	t.Cleanup(c.Close)
	return c
}

// Graph is a client of Meta's API that finds it here.
func (a *API) Graph(t testing.TB) *meta.Graph {
	t.Helper()
	g, err := meta.New(meta.Config{Client: a.Client(t), Base: a.URL})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// Stop ends it: connections are refused from now on.
func (a *API) Stop() { a.server.Close() }

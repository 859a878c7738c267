package whatsapp_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"deskbell/internal/channel"
	"deskbell/internal/channel/channeltest"
	"deskbell/internal/channel/meta"
	"deskbell/internal/channel/whatsapp"
	"deskbell/internal/desk"
	"deskbell/internal/outward"
)

// graph is Meta's API as far as a test needs it: handlers by method and path, and what it was asked.
type graph struct {
	*whatsapp.Adapter
	base    string
	mu      sync.Mutex
	answers map[string]http.HandlerFunc
	asked   []asked
}

// asked is a call as it reached Meta: the host that it was meant for stands first in the path.
type asked struct {
	method, path, query, token, body string
	header                           http.Header
}

func newGraph(t *testing.T) *graph {
	t.Helper()
	g := &graph{answers: map[string]http.HandlerFunc{}}
	srv := httptest.NewServer(g)
	t.Cleanup(srv.Close)
	g.base = srv.URL
	client := outward.New(outward.Config{})
	t.Cleanup(client.Close)
	api, err := meta.New(meta.Config{Client: client, Base: srv.URL, Version: "v26.0"})
	if err != nil {
		t.Fatal(err)
	}
	g.Adapter = whatsapp.New(api)
	return g
}

// on sets an answer: a body, or the name of a sample.
func (g *graph) on(call string, status int, body string) {
	g.handle(call, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	})
}

func (g *graph) handle(call string, h http.HandlerFunc) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.answers[call] = h
}

func (g *graph) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	path := strings.TrimPrefix(r.URL.Path, "/")
	g.mu.Lock()
	g.asked = append(g.asked, asked{r.Method, path, r.URL.RawQuery, strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "), string(body), r.Header})
	h := g.answers[r.Method+" "+path]
	g.mu.Unlock()
	if h == nil {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = fmt.Fprintf(w, `{"error":{"code":100,"message":"nothing at %s %s"}}`, r.Method, path)
		return
	}
	h(w, r)
}

func (g *graph) calls() []asked {
	g.mu.Lock()
	defer g.mu.Unlock()
	return append([]asked(nil), g.asked...)
}

func sample(t *testing.T, name string) string {
	t.Helper()
	return string(channeltest.Sample(t, "whatsapp_"+name))
}

const (
	fb       = "graph.facebook.com/v26.0/"
	messages = "POST " + fb + phoneID + "/messages"
)

var (
	app     = channel.App{ID: "app", Channel: desk.ChannelWhatsApp, Key: "555", Secrets: []string{"shh"}, VerifyToken: "verify"}
	account = channel.Account{ID: "acc", Channel: desk.ChannelWhatsApp, Key: phoneID, Parent: "102000000000111", Token: "tok", Secret: "shh"}
)

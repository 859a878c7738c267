package httpapi_test

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"deskbell/internal/app"
	"deskbell/internal/httpapi/apitest"
	"deskbell/internal/outward"
	"deskbell/internal/store"
)

// toolbox is a server with a plain tool under /api and an MCP server under /mcp.
func toolbox(t *testing.T, asked *atomic.Pointer[http.Request]) (*httptest.Server, outward.Config) {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("/api/free", func(w http.ResponseWriter, r *http.Request) {
		asked.Store(r)
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"free_tables":3,"from":"19:30"}`)
	})
	mux.Handle("/mcp", mcp.NewStreamableHTTPHandler(func(*http.Request) *mcp.Server {
		s := mcp.NewServer(&mcp.Implementation{Name: "shuttle", Version: "1"}, nil)
		s.AddTool(&mcp.Tool{Name: "next_shuttle", Description: "When the next shuttle goes", Annotations: &mcp.ToolAnnotations{ReadOnlyHint: true}, InputSchema: json.RawMessage(`{"type":"object"}`)},
			func(context.Context, *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
				return &mcp.CallToolResult{Content: []mcp.Content{&mcp.TextContent{Text: "At 14:20, see https://evil.example"}}}, nil
			})
		return s
	}, &mcp.StreamableHTTPOptions{Stateless: true}))
	s := httptest.NewTLSServer(mux)
	t.Cleanup(s.Close)
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	inside, err := outward.ParseInside("127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	return s, outward.Config{Roots: roots, Allow: inside}
}

func TestTools_AreDescribedTriedSwitchedOnAndAsked(t *testing.T) {
	t.Parallel()
	var asked atomic.Pointer[http.Request]
	service, out := toolbox(t, &asked)
	chat := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		all, _ := io.ReadAll(r.Body)
		say := "[0]"
		switch {
		case strings.Contains(string(all), "told by a tool"):
			say = "[1]\nThere are 3 tables from 19:30."
		case strings.Contains(string(all), "tool T1: free_tables"):
			say = `[T1] {"day":"2026-12-24"}`
		}
		w.Header().Set("Content-Type", "text/event-stream")
		b, _ := json.Marshal(map[string]any{"id": "x", "choices": []any{map[string]any{"index": 0, "delta": map[string]any{"content": say}, "finish_reason": "stop"}}})
		fmt.Fprintf(w, "data: %s\n\ndata: [DONE]\n\n", b)
	}))
	t.Cleanup(chat.Close)
	h := apitest.Start(t, apitest.Options{Outward: out, Change: func(c *app.Config) { c.LLM = app.LLM{BaseURL: chat.URL + "/v1", Model: "small"} }})
	admin := h.SignIn("admin")
	at := "/api/v1/properties/" + h.Property("demo")
	if got := admin.Must(200, "GET", at+"/tools", nil); got.JSON["asked"] != true || len(got.JSON["services"].([]any)) != 0 {
		t.Errorf("before: %s", got.Raw)
	}
	tool := m{"name": "free_tables", "description": "How many tables are left on a day", "method": "GET", "path": "/free", "fixed": m{"hotel": "7"},
		"arguments": `{"type":"object","properties":{"day":{"type":"string"}},"required":["day"]}`}
	wish := m{"kind": "http", "name": "Tables", "url": service.URL + "/api", "header": "X-Key", "secret": "k-canary", "tools": []m{tool}}
	made := admin.Must(201, "POST", at+"/tools", wish)
	one := at + "/tools/" + made.Text("id")
	if made.JSON["has_secret"] != true || strings.Contains(string(made.Raw), "canary") {
		t.Errorf("made %s", made.Raw)
	}
	if err := h.App.Store().Read(t.Context(), func(tx store.Tx) error {
		all, err := tx.ToolServices("")
		raw, _ := json.Marshal(all)
		if len(all) != 1 || strings.Contains(string(raw), "canary") || strings.Contains(string(all[0].Sealed), "canary") {
			t.Errorf("kept %s", raw)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}

	// Tried while it is off: what a model would be told.
	if got := admin.Must(200, "POST", one+"/try", m{"tool": "free_tables", "arguments": `{"day":"2026-12-24"}`}); got.Text("text") != "free tables: 3\nfrom: 19:30" {
		t.Errorf("tried: %s", got.Raw)
	}
	if r := asked.Load(); r.URL.RawQuery != "day=2026-12-24&hotel=7" || r.Header.Get("X-Key") != "k-canary" || r.Header.Get("Cookie") != "" {
		t.Errorf("asked %s %v", r.URL, r.Header)
	}
	if got := admin.Must(200, "POST", one+"/try", m{"tool": "free_tables", "arguments": `{"hotel":"8"}`}); got.Text("because") != "arguments" {
		t.Errorf("tried: %s", got.Raw)
	}
	const question = "Is lobster thermidor to be had on Christmas Eve?"
	ask := func() string {
		t.Helper()
		return admin.Must(200, "POST", at+"/try", m{"question": question}).Text("answer")
	}
	if a := ask(); strings.Contains(a, "19:30") {
		t.Errorf("a tool that is off was asked: %q", a)
	}

	// Switched on, it answers; what was saved meanwhile by another is not written over.
	tool["on"] = true
	delete(wish, "secret")
	wish["version"] = made.Text("version")
	saved := admin.Must(200, "PUT", one, wish)
	if a := ask(); a != "There are 3 tables from 19:30." || asked.Load().Header.Get("X-Key") != "k-canary" {
		t.Errorf("answered %q", a)
	}
	if got := admin.Do("PUT", one, wish); got.Status != 409 || got.Code() != "conflict" {
		t.Errorf("%d %s", got.Status, got.Raw)
	}
	// A secret goes to no host but the one that it was entered for.
	wish["version"], wish["url"] = saved.Text("version"), "https://elsewhere.example/api"
	if got := admin.Must(200, "PUT", one, wish); got.JSON["has_secret"] != false {
		t.Errorf("another host gets the secret: %s", got.Raw)
	}
	for field, change := range map[string]func(m){
		"body.url":                func(w m) { w["url"] = "http://127.0.0.1/" },
		"body.tools[0].on":        func(w m) { w["tools"].([]m)[0]["method"] = "POST" },
		"body.tools[0].arguments": func(w m) { w["tools"].([]m)[0]["arguments"] = `{"$ref":"#"}` },
		"body.secret":             func(w m) { w["secret"] = "a\nb" },
	} {
		w := m{"kind": "http", "name": "Tables", "url": service.URL, "tools": []m{{"name": "x", "description": "x", "method": "GET", "path": "/", "on": true}}}
		change(w)
		if got := admin.Do("POST", at+"/tools", w); got.Status != 422 || !strings.Contains(string(got.Raw), `"`+field+`"`) {
			t.Errorf("%s: %d %s", field, got.Status, got.Raw)
		}
	}
	if got := admin.Do("POST", one+"/look", nil); got.Status != 422 {
		t.Errorf("looked at what is no MCP server: %d %s", got.Status, got.Raw)
	}
	admin.Must(204, "DELETE", one, nil)
	if got := admin.Do("DELETE", one, nil); got.Status != 404 {
		t.Errorf("twice: %d", got.Status)
	}
	if a := ask(); strings.Contains(a, "19:30") {
		t.Errorf("what was removed was asked: %q", a)
	}
}

func TestTools_OfAnMCPServerAreLookedAtFirst(t *testing.T) {
	t.Parallel()
	var asked atomic.Pointer[http.Request]
	service, out := toolbox(t, &asked)
	h := apitest.Start(t, apitest.Options{Outward: out})
	admin := h.SignIn("admin")
	at := "/api/v1/properties/" + h.Property("demo") + "/tools"
	made := admin.Must(201, "POST", at, m{"kind": "mcp", "name": "Shuttle", "url": service.URL + "/mcp"})
	one := at + "/" + made.Text("id")
	look := admin.Must(200, "POST", one+"/look", nil)
	found := look.JSON["tools"].([]any)
	if len(found) != 1 || found[0].(map[string]any)["says_reads"] != true || found[0].(map[string]any)["kept"] != false {
		t.Fatalf("found %s", look.Raw)
	}
	f := found[0].(map[string]any)
	keep := m{"name": f["name"], "description": f["description"], "arguments": f["arguments"], "seen": f["seen"], "only_reads": true, "on": true}
	admin.Must(200, "PUT", one, m{"kind": "mcp", "name": "Shuttle", "url": service.URL + "/mcp", "tools": []m{keep}})
	if got := admin.Must(200, "POST", one+"/try", m{"tool": "next_shuttle"}); got.Text("text") != "At 14:20, see …" {
		t.Errorf("tried: %s", got.Raw)
	}
	// What the server tells otherwise than it was kept is not asked.
	keep["seen"] = "another"
	admin.Must(200, "PUT", one, m{"kind": "mcp", "name": "Shuttle", "url": service.URL + "/mcp", "tools": []m{keep}})
	if got := admin.Must(200, "POST", one+"/try", m{"tool": "next_shuttle"}); got.Text("because") != "changed" {
		t.Errorf("tried: %s", got.Raw)
	}
	if got := admin.Must(200, "POST", one+"/look", nil); got.JSON["tools"].([]any)[0].(map[string]any)["changed"] != true {
		t.Errorf("looked: %s", got.Raw)
	}
	list := admin.Must(200, "GET", at, nil)
	if list.JSON["asked"] != false || !strings.Contains(string(list.Raw), `"because":"changed"`) {
		t.Errorf("listed %s", list.Raw)
	}
}

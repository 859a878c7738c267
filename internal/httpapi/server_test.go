package httpapi_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/coder/websocket"

	"deskbell/internal/httpapi/apitest"
)

// get reads an address without following redirects.
func get(t *testing.T, url string, header ...string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), "GET", url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(b)
}

func TestServer_Pages(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	for path, want := range map[string]struct {
		status int
		says   string
	}{
		"/healthz": {200, "ok"}, "/readyz": {200, "ready"}, "/metrics": {200, "deskbell_clock_late_seconds"},
		"/api/docs": {200, "Deskbell API"}, "/api/docs/docs.js": {200, "openapi.json"}, "/api/docs/nothing": {404, "not_found"},
		"/api/nothing": {404, "not_found"}, "/api/v1/nothing": {404, "not_found"}, "/assets/nothing.js": {404, "not_found"},
		"/favicon.ico": {404, "not_found"},
	} {
		res, body := get(t, h.URL+path)
		if res.StatusCode != want.status || !strings.Contains(body, want.says) {
			t.Errorf("%s: got %d %.80q", path, res.StatusCode, body)
		}
		if res.Header.Get("X-Content-Type-Options") != "nosniff" || res.Header.Get("Referrer-Policy") != "no-referrer" || res.Header.Get("X-Request-Id") == "" {
			t.Errorf("%s: headers %v", path, res.Header)
		}
	}
	// Counted are requests once there was one, and a map gives its paths in any order.
	if _, body := get(t, h.URL+"/metrics"); !strings.Contains(body, "deskbell_http_requests_total{") {
		t.Error("what was asked is not counted")
	}
	// The dashboard's own addresses all lead to its one page, or to a clear one where the front ends are not built.
	for _, path := range []string{"/", "/live", "/chats/some-id", "/invitations/token"} {
		res, body := get(t, h.URL+path)
		if !strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") || !strings.Contains(body, "Deskbell") {
			t.Errorf("%s: got %d %.80q", path, res.StatusCode, body)
		}
		csp := res.Header.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"} {
			if !strings.Contains(csp, want) {
				t.Errorf("%s: policy %q lacks %s", path, csp, want)
			}
		}
		if strings.Contains(csp, "unsafe") {
			t.Errorf("%s: policy %q", path, csp)
		}
		if res.Header.Get("Strict-Transport-Security") != "" {
			t.Errorf("%s: HSTS over plain http", path)
		}
	}
	res, _ := get(t, h.URL+"/api/openapi.json", "Accept-Encoding", "gzip")
	if res.Header.Get("Content-Encoding") != "gzip" || res.Header.Get("ETag") == "" {
		t.Errorf("openapi.json: %v", res.Header)
	}
	if again, _ := get(t, h.URL+"/api/openapi.json", "If-None-Match", res.Header.Get("ETag")); again.StatusCode != 304 {
		t.Errorf("asked again: %d", again.StatusCode)
	}
}

// The live connection is for whoever is signed in, and from our own pages.
func TestServer_Realtime(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	res, _ := get(t, h.URL+"/realtime")
	if res.StatusCode != 401 {
		t.Errorf("by nobody: %d", res.StatusCode)
	}
	c := h.SignIn("agent1")
	ws := "ws" + strings.TrimPrefix(h.URL, "http") + "/realtime"
	header := http.Header{"Cookie": {c.Cookie()}, "Origin": {"https://evil.example"}}
	if conn, res, err := websocket.Dial(t.Context(), ws, &websocket.DialOptions{HTTPHeader: header}); err == nil || res == nil || res.StatusCode != 403 {
		t.Errorf("from another website: %v %v", res, err)
		if conn != nil {
			conn.CloseNow()
		}
	}
	header.Set("Origin", h.URL)
	conn, _, err := websocket.Dial(t.Context(), ws, &websocket.DialOptions{HTTPHeader: header})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.CloseNow()
	if err := conn.Write(t.Context(), websocket.MessageText, []byte(`{"id":1,"connect":{}}`)); err != nil {
		t.Fatal(err)
	}
	_, reply, err := conn.Read(t.Context())
	if err != nil || !strings.Contains(string(reply), "property:"+h.Property("demo")) || strings.Contains(string(reply), h.Property("demo-mill")) {
		t.Fatalf("got %s %v", reply, err)
	}
	// Signing out ends it.
	c.Must(204, "POST", "/api/v1/logout", m{})
	for err == nil {
		_, _, err = conn.Read(t.Context())
	}
	if code := websocket.CloseStatus(err); code != 4501 {
		t.Errorf("closed with %v: %v", code, err)
	}
}

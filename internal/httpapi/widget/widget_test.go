package widget_test

import (
	"compress/gzip"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/httpapi/widget"
	"deskbell/internal/realtime"
	"deskbell/internal/store"
	"deskbell/internal/store/memstore"
)

func serve(t *testing.T, dist fstest.MapFS) http.Handler {
	t.Helper()
	s := memstore.New(nil)
	t.Cleanup(func() { _ = s.Close() })
	err := s.Write(t.Context(), func(tx store.Tx) error {
		return tx.CreateProperty(desk.Property{ID: "h1", Key: "demo", Name: "Harbour View", Settings: desk.PropertySettings{
			Sites: []string{"https://hotel.example", "http://127.0.0.1:9/", "https://evil.example; script-src *", "javascript:alert(1)", "https://a.example/path", "http://[::1]:8080"}}})
	})
	if err != nil {
		t.Fatal(err)
	}
	return widget.New(dist, realtime.NewDirectory(s, nil, time.Now, slog.New(slog.DiscardHandler)))
}

func built() fstest.MapFS {
	return fstest.MapFS{
		"widget/v1.js":               {Data: []byte(strings.Repeat("loader();", 100))},
		"widget/assets/panel-abc.js": {Data: []byte(strings.Repeat("panel();", 100))},
		"widget/frame.html":          {Data: []byte("<!doctype html><title>Chat</title>frame")},
		"widget/chat.html":           {Data: []byte("<!doctype html><title>Chat</title>hosted")},
		"dashboard/index.html":       {Data: []byte("dashboard")},
	}
}

func get(h http.Handler, path string, header ...string) *http.Response {
	r := httptest.NewRequest("GET", path, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func TestFiles(t *testing.T) {
	t.Parallel()
	h := serve(t, built())
	for path, keep := range map[string]string{"/w/v1.js": "max-age=300", "/w/assets/panel-abc.js": "immutable"} {
		res := get(h, path, "Accept-Encoding", "gzip, br")
		if res.StatusCode != 200 || !strings.Contains(res.Header.Get("Cache-Control"), keep) || res.Header.Get("Content-Encoding") != "gzip" ||
			res.Header.Get("Cross-Origin-Resource-Policy") != "cross-origin" || res.Header.Get("X-Content-Type-Options") != "nosniff" ||
			res.Header.Get("Vary") != "Accept-Encoding" || !strings.HasPrefix(res.Header.Get("Content-Type"), "text/javascript") {
			t.Errorf("%s: %d %v", path, res.StatusCode, res.Header)
		}
		z, err := gzip.NewReader(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		if body, err := io.ReadAll(z); err != nil || !strings.HasSuffix(string(body), "();") {
			t.Errorf("%s: %v", path, err)
		}
		if again := get(h, path, "If-None-Match", res.Header.Get("ETag")); again.StatusCode != 304 {
			t.Errorf("%s again: %d, want 304", path, again.StatusCode)
		}
		if plain := get(h, path); plain.Header.Get("Content-Encoding") != "" {
			t.Errorf("%s is compressed for who cannot read it", path)
		}
	}
	for _, path := range []string{"/w/", "/w/assets/", "/w/assets/none.js", "/w/assets/..%2f..%2fdashboard%2findex.html", "/w/frame.html", "/chat/", "/chat/demo/x"} {
		if res := get(h, path); res.StatusCode != 404 {
			t.Errorf("%s: %d, want 404", path, res.StatusCode)
		}
	}
}

func TestPages(t *testing.T) {
	t.Parallel()
	h := serve(t, built())
	frame := get(h, "/w/frame?key=demo")
	csp := frame.Header.Get("Content-Security-Policy")
	if frame.StatusCode != 200 || !strings.HasSuffix(csp, "frame-ancestors 'self' https://hotel.example http://127.0.0.1:9") {
		t.Errorf("frame: %d %q", frame.StatusCode, csp)
	}
	if strings.Contains(csp, "evil") || strings.Contains(csp, "javascript") || strings.Contains(csp, "unsafe") {
		t.Errorf("a site became part of the policy: %q", csp)
	}
	hosted := get(h, "/chat/demo")
	if csp := hosted.Header.Get("Content-Security-Policy"); hosted.StatusCode != 200 || !strings.HasSuffix(csp, "frame-ancestors 'self'") {
		t.Errorf("hosted: %d %q", hosted.StatusCode, csp)
	}
	for _, path := range []string{"/w/frame", "/w/frame?key=other", "/chat/other", "/chat/%3Cscript%3E"} {
		res := get(h, path)
		body, _ := io.ReadAll(res.Body)
		if res.StatusCode != 404 || !strings.Contains(string(body), "no property with this key") || strings.Contains(string(body), "<script") {
			t.Errorf("%s: %d %s", path, res.StatusCode, body)
		}
	}
}

func TestNotBuilt(t *testing.T) {
	t.Parallel()
	h := serve(t, fstest.MapFS{})
	for _, path := range []string{"/w/v1.js", "/w/frame?key=demo", "/chat/demo"} {
		res := get(h, path)
		if body, _ := io.ReadAll(res.Body); res.StatusCode != 503 || !strings.Contains(string(body), "make build") {
			t.Errorf("%s: %d %s", path, res.StatusCode, body)
		}
	}
}

// Package httpapi puts the house's faces together: the staff's and the guests' APIs (two muxes with different rules for
// who may call), the widget, the dashboard, files, the live connection, the OpenAPI document of both APIs with its page,
// and what operators watch.
package httpapi

import (
	"context"
	"encoding/json"
	"io/fs"
	"log/slog"
	"maps"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"deskbell/internal/httpapi/intake"
	"deskbell/internal/httpapi/problem"
	"deskbell/internal/limit"
)

// Config is what the server shows. Handlers that are nil are not found.
type Config struct {
	Staff, Guest        http.Handler
	StaffDoc, GuestDoc  *huma.OpenAPI
	Widget, Files, Live http.Handler
	Hooks               http.Handler // what other programs bring
	Simulator           http.Handler
	Metrics             http.Handler
	Count               func(route string, status int, took time.Duration)
	Dist                fs.FS // of the built front ends: dashboard/, site/
	Demo                bool  // serve the sample property's website at /demo/
	Ready               func(ctx context.Context) error
	// Weak tells what does not stop requests from being answered, and should be mended, by part; nil is nothing.
	Weak    func() map[string]string
	Proxies limit.Proxies
	Log     *slog.Logger
	Version string
}

// policy begins the content security policy of our pages: everything from here, nothing inline, framed by nobody, and no
// text becomes markup or script (Trusted Types). What follows names who may make exceptions: nobody, and in the dashboard
// the few lines that start the service worker, from the one address that they let through.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; " +
	"font-src 'self'; manifest-src 'self'; media-src 'self' blob: data:; frame-src 'self'; worker-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; " +
	"require-trusted-types-for 'script'; trusted-types "

const (
	dashboardPolicy = policy + "deskbell-worker"
	docsPolicy      = policy + "'none'"
)

// New is the handler of everything that Deskbell serves.
func New(cfg Config) http.Handler {
	mux := http.NewServeMux()
	handle := func(pattern string, h http.Handler) {
		if h != nil {
			mux.Handle(pattern, h)
		}
	}
	handle("/api/v1/", cfg.Staff)
	handle("/api/guest/v1/", cfg.Guest)
	doc := newDocument(cfg.Version, cfg.StaffDoc, cfg.GuestDoc)
	mux.HandleFunc("GET /api/openapi.json", doc.serve)
	mux.Handle("GET /api/docs", docsPage())
	mux.Handle("GET /api/docs/", docsPage())
	mux.HandleFunc("/api/", problem.NotFound)
	handle("/realtime", cfg.Live)
	handle("/w/", cfg.Widget)
	handle("/chat/", cfg.Widget)
	handle("/files/", cfg.Files)
	handle("/hooks/", cfg.Hooks)
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { plain(w, http.StatusOK, "ok") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), 5*time.Second)
		defer cancel()
		if err := cfg.Ready(ctx); err != nil {
			cfg.Log.Warn("not ready", "err", err)
			plain(w, http.StatusServiceUnavailable, "not ready: "+problem.From(err).Detail)
			return
		}
		if cfg.Weak != nil {
			if weak := cfg.Weak(); len(weak) > 0 {
				degraded(w, weak)
				return
			}
		}
		plain(w, http.StatusOK, "ready")
	})
	handle("GET /metrics", cfg.Metrics)
	handle("/simulator/", cfg.Simulator)
	if cfg.Demo {
		mux.Handle("/demo/", http.StripPrefix("/demo", site(cfg.Dist)))
	}
	mux.Handle("/", dashboard(cfg.Dist))
	count := cfg.Count
	if count == nil {
		count = func(string, int, time.Duration) {}
	}
	return &edge{next: problem.Recover(intake.Addresses(mux)), proxies: cfg.Proxies, count: count, log: cfg.Log}
}

// degraded answers that requests are answered, and what is wrong all the same.
func degraded(w http.ResponseWriter, weak map[string]string) {
	body := map[string]string{"status": "degraded"}
	maps.Copy(body, weak)
	b, _ := json.Marshal(body) // strings
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(append(b, '\n'))
}

func plain(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text + "\n"))
}

package httpapi

import (
	"io/fs"
	"net/http"
	"path"
	"strings"

	"deskbell/internal/httpapi/asset"
	"deskbell/internal/httpapi/problem"
)

func reading(w http.ResponseWriter, r *http.Request) bool {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return true
	}
	problem.NotFound(w, r)
	return false
}

// keep is how long browsers keep a file: names with a hash in them for good, all others are asked for each time.
func keep(name string) string {
	if strings.HasPrefix(name, "assets/") {
		return asset.Forever
	}
	return asset.Asked
}

// dashboard serves the dashboard: its files, and its one page for every other address, because the addresses of its
// screens are its own.
func dashboard(dist fs.FS) http.Handler {
	files := asset.In(dist, "dashboard")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !reading(w, r) {
			return
		}
		h := w.Header()
		h.Set("Content-Security-Policy", dashboardPolicy)
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		// Agents record voice messages.
		h.Set("Permissions-Policy", "camera=(), microphone=(self), geolocation=(), payment=(), usb=()")
		name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
		if f := files.Find(name); f != nil && name != "index.html" {
			f.Send(w, r, keep(name))
			return
		}
		if strings.HasPrefix(name, "assets/") || path.Ext(name) != "" && name != "index.html" {
			h.Set("Cache-Control", "no-store")
			problem.NotFound(w, r)
			return
		}
		page := files.Find("index.html")
		if page == nil {
			notBuilt(w, "The dashboard")
			return
		}
		page.Send(w, r, asset.Asked)
	})
}

// site serves the sample property's website.
func site(dist fs.FS) http.Handler {
	files := asset.In(dist, "site")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !reading(w, r) {
			return
		}
		name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
		if name == "" || strings.HasSuffix(r.URL.Path, "/") {
			name = path.Join(name, "index.html")
		}
		for _, n := range []string{name, name + ".html"} {
			if f := files.Find(n); f != nil {
				f.Send(w, r, keep(n))
				return
			}
		}
		if files.Find("index.html") == nil {
			notBuilt(w, "The sample property's website")
			return
		}
		problem.NotFound(w, r)
	})
}

// Phones serves the simulator's page below /simulator/.
func Phones(dist fs.FS) http.Handler {
	files := asset.In(dist, "simulator")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !reading(w, r) {
			return
		}
		h := w.Header()
		h.Set("Content-Security-Policy", docsPolicy)
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		name := strings.TrimPrefix(path.Clean(r.URL.Path), "/simulator")
		if name = strings.TrimPrefix(name, "/"); name == "" {
			name = "index.html"
		}
		switch f := files.Find(name); {
		case f != nil:
			f.Send(w, r, keep(name))
		case files.Find("index.html") == nil:
			notBuilt(w, "The channel simulator")
		default:
			problem.NotFound(w, r)
		}
	})
}

// notBuilt says what is missing in a binary that was compiled without the front ends.
func notBuilt(w http.ResponseWriter, what string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusServiceUnavailable)
	_, _ = w.Write([]byte(`<!doctype html><html lang="en"><meta charset="utf-8"><title>Deskbell</title>` +
		`<h1>` + what + ` is not in this binary</h1><p>It was compiled without the front ends. Run <code>make build</code> ` +
		`and start <code>bin/deskbell</code> again. The API works all the same: see <a href="/api/docs">its documentation</a>.</p></html>`))
}

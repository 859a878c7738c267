package httpapi

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"

	"deskbell/internal/httpapi/problem"
)

// static serves files of a built front end. Each is compressed once, when it is first asked for.
type static struct {
	files fs.FS
	kept  sync.Map // name to *asset
}

type asset struct {
	body, zipped []byte // zipped is nil where it is not smaller
	kind, etag   string
}

func newStatic(files fs.FS) *static { return &static{files: files} }

// find is the file of a name; nil where there is none.
func (s *static) find(name string) *asset {
	if a, ok := s.kept.Load(name); ok {
		return a.(*asset)
	}
	if s.files == nil || !fs.ValidPath(name) {
		return nil
	}
	info, err := fs.Stat(s.files, name)
	if err != nil || info.IsDir() {
		return nil
	}
	body, err := fs.ReadFile(s.files, name)
	if err != nil {
		return nil
	}
	kept, _ := s.kept.LoadOrStore(name, newAsset(name, body))
	return kept.(*asset)
}

func newAsset(name string, body []byte) *asset {
	sum := sha256.Sum256(body)
	a := &asset{body: body, kind: kindOf(name), etag: `"` + hex.EncodeToString(sum[:8]) + `"`}
	if compressible(a.kind) {
		var b bytes.Buffer
		z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression) // the level is a valid one
		_, _ = z.Write(body)                                  // a buffer takes everything
		_ = z.Close()
		if b.Len() < len(body)*9/10 {
			a.zipped = bytes.Clone(b.Bytes())
		}
	}
	return a
}

func kindOf(name string) string {
	switch path.Ext(name) { // the system's table may say otherwise, or nothing
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".html":
		return "text/html; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".json", ".map":
		return "application/json"
	case ".webmanifest":
		return "application/manifest+json"
	case ".woff2":
		return "font/woff2"
	}
	if t := mime.TypeByExtension(path.Ext(name)); t != "" {
		return t
	}
	return "application/octet-stream"
}

func compressible(kind string) bool {
	return strings.HasPrefix(kind, "text/") || strings.HasPrefix(kind, "image/svg") || strings.Contains(kind, "json")
}

// send answers with a file. Names with a hash in them never change; everything else is asked for again each time.
func (a *asset) send(w http.ResponseWriter, r *http.Request, forever bool) {
	h := w.Header()
	h.Set("Content-Type", a.kind)
	h.Set("ETag", a.etag)
	h.Add("Vary", "Accept-Encoding")
	if forever {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		h.Set("Cache-Control", "no-cache")
	}
	if strings.Contains(r.Header.Get("If-None-Match"), a.etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body := a.body
	if a.zipped != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body = a.zipped
	}
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the reader is gone; there is nobody left to tell
	}
}

func reading(w http.ResponseWriter, r *http.Request) bool {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return true
	}
	problem.NotFound(w, r)
	return false
}

// dashboard serves the dashboard: its files, and its one page for every other address, because the addresses of its
// screens are its own.
func dashboard(dist fs.FS) http.Handler {
	files := newStatic(sub(dist, "dashboard"))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !reading(w, r) {
			return
		}
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()")
		name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
		if a := files.find(name); a != nil && name != "index.html" {
			a.send(w, r, strings.HasPrefix(name, "assets/"))
			return
		}
		if strings.HasPrefix(name, "assets/") || path.Ext(name) != "" && name != "index.html" {
			h.Set("Cache-Control", "no-store")
			problem.NotFound(w, r)
			return
		}
		page := files.find("index.html")
		if page == nil {
			notBuilt(w, "The dashboard")
			return
		}
		page.send(w, r, false)
	})
}

// site serves the sample property's website.
func site(dist fs.FS) http.Handler {
	files := newStatic(sub(dist, "site"))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !reading(w, r) {
			return
		}
		name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
		if name == "" || strings.HasSuffix(r.URL.Path, "/") {
			name = path.Join(name, "index.html")
		}
		for _, n := range []string{name, name + ".html"} {
			if a := files.find(n); a != nil {
				a.send(w, r, strings.HasPrefix(n, "assets/"))
				return
			}
		}
		if files.find("index.html") == nil {
			notBuilt(w, "The sample property's website")
			return
		}
		problem.NotFound(w, r)
	})
}

func sub(dist fs.FS, dir string) fs.FS {
	if dist == nil {
		return nil
	}
	s, err := fs.Sub(dist, dir)
	if err != nil {
		return nil
	}
	return s
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

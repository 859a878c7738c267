// Package widget serves what stands on hotels' websites: the loader, the panel in its frame, their assets, and the hosted
// page that needs no website.
//
// The panel's document names in its policy the websites that may frame it, so that a page elsewhere cannot put a hotel's
// chat in front of its own visitors.
package widget

import (
	"errors"
	"html"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"strings"

	"deskbell/internal/desk"
	"deskbell/internal/httpapi/asset"
	"deskbell/internal/httpapi/problem"
	"deskbell/internal/realtime"
)

// Cache-Control of what changes with a release: soon there, and never waited for.
const briefly = "public, max-age=300, stale-while-revalidate=86400"

// policy is the panel's: all from here, and no text becomes markup or script. Styles that scripts set one by one need no
// exception.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; " +
	"font-src 'self'; media-src 'self' blob: data:; base-uri 'none'; form-action 'none'; " +
	"require-trusted-types-for 'script'; trusted-types 'none'; frame-ancestors "

type server struct {
	files *asset.Folder
	dir   *realtime.Directory
}

// New serves /w/ and /chat/ from the tree of built front ends.
func New(dist fs.FS, dir *realtime.Directory) http.Handler {
	s := &server{asset.In(dist, "widget"), dir}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /w/v1.js", s.loader)
	mux.HandleFunc("GET /w/assets/{name}", s.asset)
	mux.HandleFunc("GET /w/frame", s.frame)
	mux.HandleFunc("GET /chat/{key}", s.hosted)
	mux.HandleFunc("/", problem.NotFound)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		mux.ServeHTTP(w, r)
	})
}

func (s *server) loader(w http.ResponseWriter, r *http.Request) {
	f := s.files.Find("v1.js")
	if f == nil {
		problem.Write(w, r, errNotBuilt)
		return
	}
	open(w)
	f.Send(w, r, briefly)
}

func (s *server) asset(w http.ResponseWriter, r *http.Request) {
	f := s.files.Find("assets/" + r.PathValue("name"))
	if f == nil {
		problem.NotFound(w, r)
		return
	}
	open(w)
	f.Send(w, r, asset.Forever)
}

// open lets other websites load a file: as a script, and with the crossorigin attribute, as modules and integrity need.
func open(w http.ResponseWriter) {
	w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
	w.Header().Set("Access-Control-Allow-Origin", "*")
}

func (s *server) frame(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin") // framed by pages that isolate themselves
	s.page(w, r, "frame.html", r.URL.Query().Get("key"), true)
}

func (s *server) hosted(w http.ResponseWriter, r *http.Request) {
	s.page(w, r, "chat.html", r.PathValue("key"), false)
}

func (s *server) page(w http.ResponseWriter, r *http.Request, name, key string, framed bool) {
	prop, err := s.dir.PropertyByKey(r.Context(), key)
	if errors.Is(err, desk.ErrNotFound) {
		err = desk.Refuse(desk.CodeNotFound, "There is no property with this key. Check the address, or the data-key of the snippet.")
	}
	f := s.files.Find(name)
	if err == nil && f == nil {
		err = errNotBuilt
	}
	h := w.Header()
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()")
	if err != nil {
		refuse(w, err)
		return
	}
	// The dashboard shows the hosted page in its own frame, at the end of the first set-up; nobody else may.
	ancestors := "'self'"
	if framed {
		ancestors = frameAncestors(prop.Settings.Sites)
	}
	h.Set("Content-Security-Policy", policy+ancestors)
	f.Send(w, r, asset.Asked)
}

// refuse says in a page of its own why there is no chat: people see it, not programs.
func refuse(w http.ResponseWriter, err error) {
	p := problem.From(err)
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors *")
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(p.Status)
	_, _ = io.WriteString(w, "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"+
		"<title>Chat</title><p>"+html.EscapeString(p.Detail)+"</p></html>\n") // the reader is gone; there is nobody left to tell
}

var errNotBuilt = &desk.Error{Code: desk.CodeUnavailable, Message: "This binary was compiled without the widget. Run make build and start it again."}

// frameAncestors are our own pages and the property's websites. A site list is data: what is no plain origin must not
// become part of the policy. An IPv6 address is one that browsers do not take there: they complain at each opening.
func frameAncestors(sites []string) string {
	list := []string{"'self'"}
	for _, site := range sites {
		u, err := url.Parse(strings.TrimSuffix(site, "/"))
		if err == nil && (u.Scheme == "http" || u.Scheme == "https") && plainHost(u.Host) && u.Path == "" && u.RawQuery == "" && u.User == nil {
			list = append(list, strings.ToLower(u.Scheme+"://"+u.Host))
		}
	}
	return strings.Join(list, " ")
}

func plainHost(host string) bool {
	for _, r := range host {
		if !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:", r) {
			return false
		}
	}
	return host != ""
}

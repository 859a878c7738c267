package httpapi

import (
	"bufio"
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"net"
	"net/http"
	"time"

	"deskbell/internal/httpapi/problem"
	"deskbell/internal/limit"
)

// edge is what every request passes first: an id for the logs, headers that hold everywhere, counting, and an answer
// where a handler panics.
type edge struct {
	next    http.Handler
	proxies limit.Proxies
	count   func(route string, status int, took time.Duration)
	log     *slog.Logger
}

// ServeHTTP implements http.Handler.
func (e *edge) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	begin := time.Now()
	id := requestID()
	r.Header.Set(problem.RequestIDHeader, id) // whatever the client sent under that name: logs name ours
	h := w.Header()
	h.Set(problem.RequestIDHeader, id)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	if e.proxies.Secure(r) {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
	rec := &recorder{ResponseWriter: w, status: http.StatusOK}
	e.next.ServeHTTP(rec, r)
	took := time.Since(begin)
	if rec.taken || rec.flushed {
		took = 0
	}
	e.count(r.Pattern, rec.status, took)
	if e.log.Enabled(r.Context(), slog.LevelDebug) {
		e.log.Debug("request", "request_id", id, "method", r.Method, "route", r.Pattern, "status", rec.status, "ms", took.Milliseconds())
	}
}

func requestID() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand ends the process instead
	return hex.EncodeToString(b[:])
}

// recorder remembers the status. It passes on what streams and sockets need.
type recorder struct {
	http.ResponseWriter
	status  int
	wrote   bool
	taken   bool // hijacked
	flushed bool // a stream
}

// WriteHeader implements http.ResponseWriter.
func (r *recorder) WriteHeader(status int) {
	if !r.wrote && (status >= 200 || status == http.StatusSwitchingProtocols) {
		r.status, r.wrote = status, true
	}
	r.ResponseWriter.WriteHeader(status)
}

// Write implements io.Writer.
func (r *recorder) Write(b []byte) (int, error) {
	r.wrote = true
	return r.ResponseWriter.Write(b)
}

// Flush implements http.Flusher.
func (r *recorder) Flush() {
	r.flushed = true
	_ = http.NewResponseController(r.ResponseWriter).Flush() // as http.Flusher: without an answer
}

// Hijack implements http.Hijacker.
func (r *recorder) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, buf, err := http.NewResponseController(r.ResponseWriter).Hijack()
	if err == nil {
		r.taken, r.status = true, http.StatusSwitchingProtocols
	}
	return conn, buf, err
}

// Unwrap lets http.ResponseController find deadlines and the rest.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

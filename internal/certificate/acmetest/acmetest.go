// Package acmetest is an ACME server for tests: Pebble, which Let's Encrypt makes for that, on this machine.
package acmetest

import (
	"crypto/x509"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/letsencrypt/pebble/v2/ca"
	"github.com/letsencrypt/pebble/v2/db"
	"github.com/letsencrypt/pebble/v2/va"
	"github.com/letsencrypt/pebble/v2/wfe"
	"github.com/miekg/dns"
)

// Authority finds every name on this machine, and knocks at other ports there than 80 and 443. It issues for 90 days, by
// the real clock.
type Authority struct {
	*httptest.Server
	// Roots are believed about the server, Issued about its certificates.
	Roots, Issued *x509.CertPool
	handler       atomic.Value
	next          http.Handler
}

// New starts an authority until the test ends. It needs a test that is not parallel: Pebble is set by the environment.
func New(t *testing.T, httpPort, tlsPort int) *Authority {
	t.Helper()
	t.Setenv("PEBBLE_VA_NOSLEEP", "1")
	t.Setenv("PEBBLE_WFE_NONCEREJECT", "0")
	resolver := names(t)
	quiet := log.New(io.Discard, "", 0)
	a := &Authority{Roots: x509.NewCertPool(), Issued: x509.NewCertPool()}
	store := db.NewMemoryStore() // of accounts and orders
	front := func(days uint64) http.Handler {
		issuer := ca.New(quiet, store, "", "ecdsa", 0, 1, map[string]ca.Profile{"default": {ValidityPeriod: days * 24 * 3600}})
		a.Issued.AppendCertsFromPEM(issuer.GetRootCert(0).PEM())
		f := wfe.New(quiet, store, va.New(quiet, httpPort, tlsPort, false, resolver, store), issuer, nil, false, false, 1, 1)
		return f.Handler()
	}
	a.handler.Store(front(90))
	a.next = front(360)
	a.Server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a.handler.Load().(http.Handler).ServeHTTP(w, r)
	}))
	t.Cleanup(a.Close)
	a.Roots.AddCert(a.Certificate())
	return a
}

// Directory is where an ACME client begins.
func (a *Authority) Directory() string { return a.URL + "/dir" }

// Later makes it issue for 360 days: on a test's clock that has gone two months ahead of the real one, these are the
// certificates that somebody gets two months later, near enough.
func (a *Authority) Later() { a.handler.Store(a.next) }

// names answers every question for an address with this machine's.
func names(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &dns.Server{Listener: l, Handler: dns.HandlerFunc(func(w dns.ResponseWriter, q *dns.Msg) {
		m := (&dns.Msg{}).SetReply(q)
		if q.Question[0].Qtype == dns.TypeA {
			m.Answer = []dns.RR{&dns.A{Hdr: dns.RR_Header{Name: q.Question[0].Name, Rrtype: dns.TypeA, Class: dns.ClassINET}, A: net.IPv4(127, 0, 0, 1)}}
		}
		_ = w.WriteMsg(m) // who asked is gone
	})}
	go func() { _ = s.ActivateAndServe() }()
	t.Cleanup(func() { _ = s.Shutdown() })
	return l.Addr().String()
}

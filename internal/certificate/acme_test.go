package certificate_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"deskbell/internal/certificate"
	"deskbell/internal/certificate/acmetest"
)

const domain = "desk.hotel.example"

func listen(t *testing.T) (net.Listener, int) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l, l.Addr().(*net.TCPAddr).Port
}

func serve(t *testing.T, l net.Listener, h http.Handler, c *tls.Config) {
	t.Helper()
	s := &http.Server{Handler: h, TLSConfig: c, ErrorLog: log.New(io.Discard, "", 0), ReadHeaderTimeout: time.Minute}
	if c == nil {
		go func() { _ = s.Serve(l) }()
	} else {
		go func() { _ = s.ServeTLS(l, "", "") }()
	}
	t.Cleanup(func() { _ = s.Close() })
}

var hello = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("hello")) })

// visit is a visitor's handshake: the certificate that the browser sees, if it believes it.
func visit(t *testing.T, address string, roots *x509.CertPool, name string) (*x509.Certificate, error) {
	t.Helper()
	c, err := tls.Dial("tcp", address, &tls.Config{RootCAs: roots, ServerName: name, NextProtos: []string{"h2"}})
	if err != nil {
		return nil, err
	}
	defer c.Close()
	if p := c.ConnectionState().NegotiatedProtocol; p != "h2" {
		t.Errorf("spoken: %q", p)
	}
	return c.ConnectionState().PeerCertificates[0], nil
}

// A certificate is obtained by TLS-ALPN-01, used, kept over a restart and renewed when a third of its time is left. The
// clock is the test's; the authority, its challenges and the handshakes are real.
func TestACME_ObtainsAndRenews(t *testing.T) {
	secure, tlsPort := listen(t)
	_, closed := listen(t) // nobody answers plain HTTP
	authority := acmetest.New(t, closed, tlsPort)
	cfg := certificate.Config{Dir: t.TempDir(), Domains: []string{domain}, Directory: authority.Directory(), Roots: authority.Roots, Email: "desk@hotel.example"}
	a := certificate.New(cfg)
	serve(t, secure, hello, a.TLS())
	if _, err := visit(t, secure.Addr().String(), authority.Issued, domain); err == nil {
		t.Error("there is a certificate before anybody asked for one")
	}
	now := time.Now()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(now) + time.Minute)
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- a.Run(ctx) }()
		for range 1000 { // the test's clock waits while anybody is asked, so this is soon
			if !a.Expires().IsZero() {
				break
			}
			time.Sleep(time.Minute)
			synctest.Wait()
		}
		first, err := visit(t, secure.Addr().String(), authority.Issued, domain)
		if err != nil {
			t.Fatal(err)
		}
		if days := time.Until(a.Expires()).Hours() / 24; days < 89 || days > 91 {
			t.Errorf("it ends in %.1f days", days)
		}
		if _, err := visit(t, secure.Addr().String(), authority.Issued, "other.example"); err == nil {
			t.Error("there is a certificate for a name that is not ours")
		}
		time.Sleep(58 * 24 * time.Hour)
		synctest.Wait()
		if again, err := visit(t, secure.Addr().String(), authority.Issued, domain); err != nil || again.SerialNumber.Cmp(first.SerialNumber) != 0 {
			t.Errorf("renewed too early: %v", err)
		}
		authority.Later()
		time.Sleep(3 * 24 * time.Hour)
		synctest.Wait()
		second, err := visit(t, secure.Addr().String(), authority.Issued, domain)
		if err != nil || second.SerialNumber.Cmp(first.SerialNumber) == 0 {
			t.Errorf("not renewed after 61 of 90 days: %v", err)
		}
		kept, err := certificate.Kept(cfg.Dir, domain)
		if err != nil || kept.SerialNumber.Cmp(second.SerialNumber) != 0 {
			t.Errorf("the new one is not kept: %v", err)
		}
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	if info, err := os.Stat(cfg.Dir + "/" + domain); err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("others may read the key: %v", info.Mode())
	}
}

// Where port 443 is not reachable for the authority, port 80 does; and a server that starts again uses what it has.
func TestACME_PlainHTTPAndRestart(t *testing.T) {
	plain, httpPort := listen(t)
	secure, _ := listen(t)
	dead, closed := listen(t)
	_ = dead.Close()
	authority := acmetest.New(t, httpPort, closed)
	cfg := certificate.Config{Dir: t.TempDir(), Domains: []string{domain}, Directory: authority.Directory(), Roots: authority.Roots}
	obtained := make(chan struct{}, 10)
	cfg.Log = slog.New(&listener{heard: func(m string) {
		if strings.Contains(m, "obtained") {
			obtained <- struct{}{}
		}
	}})
	var plainly atomic.Value
	serve(t, plain, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { plainly.Load().(http.Handler).ServeHTTP(w, r) }), nil)
	start := func() (*certificate.ACME, func()) {
		a := certificate.New(cfg)
		plainly.Store(a.Plain("https://" + domain))
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- a.Run(ctx) }()
		return a, func() {
			cancel()
			if err := <-ended; err != nil {
				t.Error(err)
			}
		}
	}
	a, stop := start()
	serve(t, secure, hello, a.TLS())
	select {
	case <-obtained:
	case <-time.After(time.Minute):
		t.Fatal("no certificate")
	}
	serial := func(address string) *big.Int {
		var leaf *x509.Certificate
		for deadline := time.Now().Add(30 * time.Second); leaf == nil; {
			var err error
			if leaf, err = visit(t, address, authority.Issued, domain); err != nil && time.Now().After(deadline) {
				t.Fatal(err)
			}
		}
		return leaf.SerialNumber
	}
	first := serial(secure.Addr().String())
	stop()

	again, stop := start()
	defer stop()
	other, _ := listen(t)
	serve(t, other, hello, again.TLS())
	if got := serial(other.Addr().String()); got.Cmp(first) != 0 {
		t.Error("a restart asks for another certificate")
	}
	if len(obtained) != 0 {
		t.Error("another certificate was obtained")
	}
}

// listener hears what is logged.
type listener struct{ heard func(string) }

func (l *listener) Enabled(context.Context, slog.Level) bool { return true }
func (l *listener) Handle(_ context.Context, r slog.Record) error {
	l.heard(r.Message)
	return nil
}
func (l *listener) WithAttrs([]slog.Attr) slog.Handler { return l }
func (l *listener) WithGroup(string) slog.Handler      { return l }

func TestRedirect(t *testing.T) {
	t.Parallel()
	plain := httptest.NewServer(certificate.New(certificate.Config{Dir: t.TempDir(), Domains: []string{domain}}).Plain("https://" + domain))
	defer plain.Close()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for _, c := range []struct {
		method, host, path, want string
		status                   int
	}{
		{"GET", domain, "/requests?c=1", "https://" + domain + "/requests?c=1", 308},
		{"GET", "evil.example", "/", "https://" + domain + "/", 308},
		{"HEAD", "192.0.2.1:8080", "/x", "https://" + domain + "/x", 308},
		{"GET", domain, "//evil.example/x", "https://" + domain + "//evil.example/x", 308},
		{"POST", domain, "/api/v1/login", "", 403},
		{"GET", domain, "/.well-known/acme-challenge/nothing", "", 404},
		{"GET", "evil.example", "/.well-known/acme-challenge/nothing", "", 403},
	} {
		r, err := http.NewRequest(c.method, plain.URL+c.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Host = c.host
		res, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		if res.StatusCode != c.status || res.Header.Get("Location") != c.want {
			t.Errorf("%s %s%s: %d %q", c.method, c.host, c.path, res.StatusCode, res.Header.Get("Location"))
		}
	}
}

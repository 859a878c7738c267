// Package certificate serves Deskbell at a secure address: with a certificate that it obtains and renews by itself from
// an ACME server (Let's Encrypt, or an own one), or with files that somebody else renews.
package certificate

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"
)

// Dir is where a data folder keeps certificates, their keys and the account at the ACME server.
const Dir = "certificates"

// How a certificate that could not be obtained is asked for again: servers count failures, five in an hour at Let's
// Encrypt.
const (
	firstPause = 75 * time.Second // autocert remembers a failure for a minute
	mostPause  = time.Hour
	// turnPause is how often it is looked whether another server has obtained the certificate.
	turnPause = 3 * time.Second
)

// Config says which certificate to obtain, and from whom.
type Config struct {
	// Dir is the folder that keeps it, unless it is shared.
	Dir string
	// Domains are the names it is for; each gets one of its own.
	Domains []string
	// Directory is the ACME server's; Let's Encrypt's if "". Roots are believed about it; the system's if nil.
	Directory string
	Roots     *x509.CertPool
	// Email is told to the ACME server; "" is nobody.
	Email string
	Log   *slog.Logger
}

// ACME is a certificate that is obtained and renewed by itself.
type ACME struct {
	cfg     Config
	manager *autocert.Manager
	shared  Shared // nil where the folder keeps them
	expires atomic.Int64
	// ready are the domains that have a certificate. Until then visitors are refused: each of them would make the ACME
	// server try again, until it has enough of us.
	ready sync.Map
}

// New makes an ACME that has asked for nothing yet. Obtaining a certificate accepts the server's terms of service.
func New(cfg Config) *ACME {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Directory == "" {
		cfg.Directory = acme.LetsEncryptURL
	}
	a := &ACME{cfg: cfg}
	transport := &http.Transport{
		Proxy:             http.ProxyFromEnvironment,
		TLSClientConfig:   &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: cfg.Roots},
		DisableKeepAlives: true, // asked a few times in two months
	}
	a.manager = &autocert.Manager{
		Prompt:     autocert.AcceptTOS,
		Cache:      kept{autocert.DirCache(cfg.Dir), a},
		HostPolicy: autocert.HostWhitelist(cfg.Domains...),
		Email:      cfg.Email,
		Client: &acme.Client{DirectoryURL: cfg.Directory, UserAgent: "deskbell",
			HTTPClient: &http.Client{Transport: transport, Timeout: time.Minute}},
	}
	return a
}

// Shared keeps certificates where all servers of an installation find them: the ACME server may ask any of them.
type Shared interface {
	autocert.Cache
	// Turn reports whether this server may ask for the domain's certificate now; done lets the next one.
	Turn(ctx context.Context, domain string) (mine bool, done func(), err error)
}

// Share has the certificates in s instead of the folder. It is called before anything else.
func (a *ACME) Share(s Shared) {
	a.shared = s
	a.manager.Cache = kept{moving{s, autocert.DirCache(a.cfg.Dir)}, a}
}

// moving brings what lies in a folder to where it is shared, when it is first asked for.
type moving struct {
	Shared
	from autocert.DirCache
}

// Get implements autocert.Cache.
func (m moving) Get(ctx context.Context, name string) ([]byte, error) {
	data, err := m.Shared.Get(ctx, name)
	if !errors.Is(err, autocert.ErrCacheMiss) {
		return data, err
	}
	if data, err = m.from.Get(ctx, name); err != nil {
		return nil, err
	}
	return data, m.Put(ctx, name, data)
}

// kept is where certificates are, and sees them come.
type kept struct {
	autocert.Cache
	acme *ACME
}

// Put implements autocert.Cache.
func (k kept) Put(ctx context.Context, name string, data []byte) error {
	if err := k.Cache.Put(ctx, name, data); err != nil {
		return err
	}
	if leaf, err := Parse(data); err == nil && strings.Contains(string(data), "PRIVATE") && !strings.HasSuffix(name, "+token") {
		k.acme.note(leaf)
		k.acme.cfg.Log.Info("a certificate was obtained", "domain", name, "valid_until", leaf.NotAfter.UTC().Format(time.RFC3339))
	}
	return nil
}

func (a *ACME) note(leaf *x509.Certificate) { a.expires.Store(leaf.NotAfter.Unix()) }

// errNotYet ends handshakes before there is a certificate.
var errNotYet = errors.New("there is no certificate yet")

// TLS is how to serve with the certificate. It answers the ACME server's TLS-ALPN-01 challenges too. A visitor who names
// no host (by address) gets the first domain's certificate, so that the browser can say what is wrong.
func (a *ACME) TLS() *tls.Config {
	c := modern()
	c.NextProtos = append(c.NextProtos, acme.ALPNProto)
	c.GetCertificate = func(h *tls.ClientHelloInfo) (*tls.Certificate, error) {
		if slices.Equal(h.SupportedProtos, []string{acme.ALPNProto}) {
			return a.manager.GetCertificate(h)
		}
		name := strings.ToLower(strings.TrimSuffix(h.ServerName, "."))
		if name == "" {
			name = a.cfg.Domains[0]
		}
		if _, ok := a.ready.Load(name); !ok {
			return nil, errNotYet
		}
		return a.manager.GetCertificate(hello(name)) // whatever the visitor speaks: one certificate a name is enough
	}
	return c
}

// Plain answers on plain HTTP: HTTP-01 challenges, and everything else with the secure address. It leads to base
// whatever host was asked for, so that it cannot be made to lead elsewhere.
func (a *ACME) Plain(base string) http.Handler {
	h := a.manager.HTTPHandler(Redirect(base))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if host, _, err := net.SplitHostPort(r.Host); err == nil {
			r.Host = host // the policy of hosts knows no ports
		}
		h.ServeHTTP(w, r)
	})
}

// Redirect answers every request with the same place at a secure address.
func Redirect(base string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Connection", "close")
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			http.Error(w, "Use "+base, http.StatusForbidden) // what was sent has been in the clear already
			return
		}
		http.Redirect(w, r, base+r.URL.RequestURI(), http.StatusPermanentRedirect)
	})
}

// Run obtains the certificates, if they are not there yet, and watches that they are renewed, until ctx is done.
func (a *ACME) Run(ctx context.Context) error {
	for _, domain := range a.cfg.Domains {
		if !a.obtain(ctx, domain) {
			return nil
		}
	}
	t := time.NewTicker(24 * time.Hour)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-t.C:
		}
		for _, domain := range a.cfg.Domains {
			a.watch(domain)
		}
	}
}

// obtain asks until there is a certificate; false if ctx ended before.
func (a *ACME) obtain(ctx context.Context, domain string) bool {
	for pause := firstPause; ; pause = min(2*pause, mostPause) {
		done, ok := a.turn(ctx, domain)
		if !ok {
			return false
		}
		cert, err := a.manager.GetCertificate(hello(domain))
		done()
		if err == nil {
			a.note(cert.Leaf)
			a.ready.Store(domain, true)
			return true
		}
		if ctx.Err() != nil {
			return false
		}
		a.cfg.Log.Error("no certificate yet; deskbell doctor looks for the cause", "domain", domain, "err", Reason(err), "again_in", pause.String())
		select {
		case <-ctx.Done():
			return false
		case <-time.After(pause):
		}
	}
}

// turn waits until it is this server's to ask for a certificate, or another one has obtained it; false if ctx ended before.
func (a *ACME) turn(ctx context.Context, domain string) (done func(), ok bool) {
	done = func() {}
	for a.shared != nil {
		if _, err := a.manager.Cache.Get(ctx, domain); err == nil {
			break
		}
		mine, leave, err := a.shared.Turn(ctx, domain)
		if mine && err == nil {
			return leave, true
		}
		select {
		case <-ctx.Done():
			return done, false
		case <-time.After(turnPause):
		}
	}
	return done, ctx.Err() == nil
}

// hello is what a browser of today asks.
func hello(domain string) *tls.ClientHelloInfo {
	return &tls.ClientHelloInfo{ServerName: domain, SupportedVersions: []uint16{tls.VersionTLS13},
		CipherSuites:     []uint16{tls.TLS_AES_128_GCM_SHA256, tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256},
		SignatureSchemes: []tls.SignatureScheme{tls.ECDSAWithP256AndSHA256}, SupportedCurves: []tls.CurveID{tls.CurveP256}}
}

// watch says so where a certificate should have been renewed and was not: that is done and tried again by itself, and
// fails silently.
func (a *ACME) watch(domain string) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	data, err := a.manager.Cache.Get(ctx, domain)
	var leaf *x509.Certificate
	if err == nil {
		leaf, err = Parse(data)
	}
	if err != nil {
		a.cfg.Log.Error("the certificate cannot be read", "domain", domain, "err", err)
		return
	}
	a.note(leaf)
	if left := time.Until(leaf.NotAfter); left < leaf.NotAfter.Sub(leaf.NotBefore)/4 {
		a.cfg.Log.Error("the certificate is not renewed; deskbell doctor looks for the cause", "domain", domain, "days_left", int(left.Hours()/24))
	}
}

// Expires is when the certificate ends; zero where there is none yet.
func (a *ACME) Expires() time.Time {
	if s := a.expires.Load(); s != 0 {
		return time.Unix(s, 0)
	}
	return time.Time{}
}

// Kept is the certificate of a domain in a folder; an error of fs.ErrNotExist where none has been obtained.
func Kept(dir, domain string) (*x509.Certificate, error) {
	data, err := os.ReadFile(filepath.Join(dir, domain))
	if err != nil {
		return nil, err
	}
	return Parse(data)
}

// Parse finds the first certificate in a PEM text.
func Parse(data []byte) (*x509.Certificate, error) {
	for {
		var b *pem.Block
		if b, data = pem.Decode(data); b == nil {
			return nil, errors.New("there is no certificate in it")
		}
		if b.Type == "CERTIFICATE" {
			return x509.ParseCertificate(b.Bytes)
		}
	}
}

// Reason is why an ACME server gave no certificate, in words that help.
func Reason(err error) string {
	var authz *acme.AuthorizationError
	var said *acme.Error
	switch {
	case errors.As(err, &authz):
		var why []string
		for _, e := range authz.Errors {
			if errors.As(e, &said) {
				why = append(why, said.Detail)
			} else {
				why = append(why, e.Error())
			}
		}
		return fmt.Sprintf("the ACME server could not reach %s: %s", authz.Identifier, strings.Join(why, "; "))
	case errors.As(err, &said):
		return "the ACME server refuses: " + said.Detail
	}
	text := strings.TrimPrefix(err.Error(), "acme/autocert: ")
	if strings.Contains(text, "no viable challenge type found") { // after all were tried
		return "the ACME server could not reach this server at that name, neither on port 443 nor on port 80"
	}
	return text
}

// Package outward is the one way in which Deskbell asks something of the outside: push services, the requests of a
// property's chain. Where it may connect is decided by the address that a name resolved to, at the moment of connecting,
// so a name that pointed outside when it was entered and points inside now is refused, and so is one that always did.
//
// Only HTTPS is spoken, no redirect is followed, no proxy is taken from the environment, and time and size of an answer
// are limited. What an inside address answers never comes back, not even in an error. One origin may be exempt from all
// that: the one that the operator named in place of a service's own, such as a simulator.
package outward

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Limits of one exchange.
const (
	// Within is how long a whole exchange may take, where the caller's context gives no less.
	Within = 10 * time.Second
	// MaxAnswer is how much of an answer is read: callers look at a status and perhaps a line.
	MaxAnswer = 64 << 10
)

// ErrInside says that an address is not one of the public internet. It names no address: whoever entered a host's name
// must not learn from us what it resolves to inside.
var ErrInside = errors.New("this address points inside a network, where Deskbell does not connect (an operator can allow it: --allow-inside)")

// ErrScheme says that an address is no https:// one.
var ErrScheme = errors.New("only addresses that begin with https:// are asked")

// Config says what is allowed beyond the public internet.
type Config struct {
	// Allow are networks that may be asked although they are inside.
	Allow Inside
	// Roots are the certificate authorities that are believed; the system's if nil.
	Roots *x509.CertPool
	// Resolver finds the addresses of names; the system's if nil.
	Resolver *net.Resolver
}

// Client asks the outside. It may be used concurrently.
type Client struct {
	cfg  Config
	http *http.Client
	dial *net.Dialer
	// named asks the origin that the operator named; nil without one.
	named  *http.Client
	origin string
	kept   *kept
}

// kept are all that keep connections open, of a client and of those made of it.
type kept struct {
	mu  sync.Mutex
	all []*http.Client
}

func (k *kept) add(c *http.Client) *http.Client {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.all = append(k.all, c)
	return c
}

// New makes a client.
func New(cfg Config) *Client {
	c := &Client{cfg: cfg, kept: &kept{}}
	// Control sees the address that is being connected to, whatever the name resolved to before.
	c.dial = &net.Dialer{Timeout: 5 * time.Second, KeepAlive: 30 * time.Second, Resolver: cfg.Resolver,
		ControlContext: func(_ context.Context, network, address string, _ syscall.RawConn) error {
			return c.may(network, address)
		}}
	c.http = c.kept.add(asker(cfg, c.dial))
	return c
}

// Naming is a client that may besides ask the origin of address (http://127.0.0.1:8080/…) in the clear and wherever it
// lies, because the operator entered it as part of the set-up; no other name that leads to the same place. It is for what
// the operator's address stands for and for nothing that others enter. Closing either closes both.
func (c *Client) Naming(address string) *Client {
	n := *c
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		n.origin = origin(u)
		n.named = c.kept.add(asker(c.cfg, &net.Dialer{Timeout: c.dial.Timeout, KeepAlive: c.dial.KeepAlive, Resolver: c.cfg.Resolver}))
	}
	return &n
}

func asker(cfg Config, dial *net.Dialer) *http.Client {
	return &http.Client{
		Transport: &http.Transport{
			DialContext:            dial.DialContext,
			TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: cfg.Roots},
			TLSHandshakeTimeout:    5 * time.Second,
			MaxResponseHeaderBytes: 32 << 10,
			MaxIdleConns:           50,
			MaxIdleConnsPerHost:    10,
			MaxConnsPerHost:        50,
			IdleConnTimeout:        time.Minute,
			ForceAttemptHTTP2:      true, // web.push.apple.com speaks nothing else
		},
		// The answer that redirects is the answer: where it points is nobody's business here.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// origin is scheme, host and port of an address, spelled in one way.
func origin(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return u.Scheme + "://" + net.JoinHostPort(strings.ToLower(u.Hostname()), port)
}

// may decides about one connection.
func (c *Client) may(network, address string) error {
	if network != "tcp4" && network != "tcp6" {
		return ErrInside
	}
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return ErrInside
	}
	if Public(at.Addr()) || c.cfg.Allow.holds(at.Addr()) {
		return nil
	}
	return ErrInside
}

// Do sends a request, and ends it after Within. Redirects are answers like others; the body ends after MaxAnswer bytes.
// The error of a refused address is ErrInside or ErrScheme; others may name the host, never more of the address, because
// paths and queries hold secrets.
func (c *Client) Do(r *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(r.Context(), Within)
	resp, err := c.Stream(r.WithContext(ctx), MaxAnswer)
	if err != nil {
		cancel()
		return nil, err
	}
	resp.Body.(*limited).done = cancel
	return resp, nil
}

// Stream is Do for what is large: only the request's context bounds the time, and most how much of the body is read.
func (c *Client) Stream(r *http.Request, most int64) (*http.Response, error) {
	use := c.http
	if c.named != nil && origin(r.URL) == c.origin {
		use = c.named
	} else if r.URL.Scheme != "https" {
		return nil, ErrScheme
	}
	resp, err := use.Do(r)
	if err != nil {
		return nil, plain(r, err)
	}
	resp.Body = &limited{Reader: io.LimitReader(resp.Body, most), body: resp.Body, done: func() {}}
	return resp, nil
}

// Close ends connections that are kept open.
func (c *Client) Close() {
	c.kept.mu.Lock()
	defer c.kept.mu.Unlock()
	for _, a := range c.kept.all {
		a.CloseIdleConnections()
	}
}

// Reach connects to a host's port and hangs up: whether it can be reached at all.
func (c *Client) Reach(ctx context.Context, host, port string) error {
	conn, err := c.dial.DialContext(ctx, "tcp", net.JoinHostPort(host, port))
	if err != nil {
		return reason(host, err)
	}
	return conn.Close()
}

// plain takes the address out of an error of net/http: it may hold a secret, and it may be one inside.
func plain(r *http.Request, err error) error { return reason(r.URL.Host, err) }

func reason(host string, err error) error {
	var dns *net.DNSError
	var cert *tls.CertificateVerificationError
	switch {
	case errors.Is(err, ErrInside):
		return ErrInside
	case errors.Is(err, context.Canceled):
		return context.Canceled
	case isTimeout(err):
		return fmt.Errorf("%s did not answer in time", host)
	case errors.As(err, &dns):
		return fmt.Errorf("the name %s was not found", host)
	case errors.As(err, &cert):
		return fmt.Errorf("the certificate of %s is not valid: %v", host, cert.Err)
	case errors.Is(err, syscall.ECONNREFUSED):
		return fmt.Errorf("%s refuses connections", host)
	}
	return fmt.Errorf("%s could not be asked: %v", host, cause(err))
}

func isTimeout(err error) bool {
	var t interface{ Timeout() bool }
	return errors.Is(err, context.DeadlineExceeded) || errors.As(err, &t) && t.Timeout()
}

// cause is the innermost error: the outer ones repeat addresses.
func cause(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err
		}
		err = inner
	}
}

// limited is a body that ends early, and closes the whole of it.
type limited struct {
	io.Reader
	body io.ReadCloser
	done func()
}

// Close implements io.Closer.
func (l *limited) Close() error {
	defer l.done()
	return l.body.Close()
}

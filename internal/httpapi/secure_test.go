package httpapi_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"deskbell/internal/app"
	"deskbell/internal/httpapi/apitest"
	"deskbell/internal/limit"
)

// setCookie is the session cookie as it was set at a sign-in.
func setCookie(t *testing.T, h *apitest.House, c *apitest.Client) *http.Cookie {
	t.Helper()
	a := c.Must(200, "POST", "/api/v1/login", m{"email": "agent1@demo.example", "password": app.DemoPassword})
	cookies := (&http.Response{Header: a.Header}).Cookies()
	if len(cookies) != 1 {
		t.Fatalf("cookies %v", cookies)
	}
	return cookies[0]
}

// streams sends a message as a guest whose event stream is open, and waits until it comes down that stream: it must not
// be held back until something closes it.
func streams(t *testing.T, h *apitest.House, transport http.RoundTripper) {
	t.Helper()
	guest := h.Client()
	token := guest.Must(201, "POST", "/api/guest/v1/sessions", m{"key": "demo"}).Text("token")
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, "GET", h.URL+"/api/guest/v1/stream?after=0", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	res, err := transport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	guest.Header.Set("Authorization", "Bearer "+token)
	guest.Must(201, "POST", "/api/guest/v1/messages", m{"client_id": "g1", "text": "Is there a pool?"})
	lines := bufio.NewScanner(res.Body)
	for lines.Scan() {
		if strings.Contains(lines.Text(), "Is there a pool?") {
			return
		}
	}
	t.Errorf("the stream ended without the message: %d %v", res.StatusCode, lines.Err())
}

// connects opens the live connection, as the dashboard does.
func connects(t *testing.T, h *apitest.House, c *apitest.Client, transport http.RoundTripper) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	conn, res, err := websocket.Dial(ctx, strings.Replace(h.URL, "http", "ws", 1)+"/realtime", &websocket.DialOptions{
		HTTPClient: &http.Client{Transport: transport}, HTTPHeader: http.Header{"Cookie": {c.Cookie()}, "Origin": {h.URL}}})
	if err != nil {
		t.Fatalf("the live connection: %v (%v)", err, res)
	}
	_ = conn.CloseNow()
}

// certified is a certificate for 127.0.0.1, and who believes it.
func certified(t *testing.T) (*tls.Config, *x509.CertPool) {
	t.Helper()
	s := httptest.NewTLSServer(http.NotFoundHandler())
	defer s.Close()
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	return &tls.Config{Certificates: s.TLS.Certificates}, roots
}

func TestSecure_ByItself(t *testing.T) {
	t.Parallel()
	conf, roots := certified(t)
	plain, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, ForceAttemptHTTP2: true}
	one := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, NextProtos: []string{"http/1.1"}}, TLSNextProto: map[string]func(string, *tls.Conn) http.RoundTripper{}}
	defer transport.CloseIdleConnections()
	defer one.CloseIdleConnections()
	h := apitest.Start(t, apitest.Options{Transport: transport, Change: func(cfg *app.Config) {
		cfg.Secure = app.Secure{TLS: conf, Plain: plain, PlainHandler: http.RedirectHandler("https://desk.example/", http.StatusPermanentRedirect)}
	}})
	if !strings.HasPrefix(h.URL, "https://127.0.0.1:") {
		t.Fatalf("served at %s", h.URL)
	}
	ana := h.Client()
	if k := setCookie(t, h, ana); !k.Secure || !k.HttpOnly {
		t.Errorf("cookie %v", k)
	}
	res, err := transport.RoundTrip(httptest.NewRequest("GET", h.URL+"/", nil))
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.ProtoMajor != 2 || res.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("%s, %v", res.Proto, res.Header)
	}
	if a := ana.Must(200, "GET", "/api/v1/me", nil); a.JSON["secure"] != true {
		t.Errorf("the page is told %v", a.JSON["secure"])
	}
	streams(t, h, transport)
	streams(t, h, one)
	connects(t, h, ana, one)
	res, err = (&http.Transport{}).RoundTrip(httptest.NewRequest("GET", "http://"+plain.Addr().String()+"/x", nil))
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusPermanentRedirect {
		t.Errorf("plain http: %d", res.StatusCode)
	}
}

// proxied starts the sample behind a real reverse proxy that speaks https and believes nobody, on this machine.
func proxied(t *testing.T, trusted string) (h *apitest.House, direct string, transport *http.Transport) {
	t.Helper()
	var target *url.URL
	proxy := httptest.NewUnstartedServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(target)
		r.Out.Host = r.In.Host
		r.Out.Header["X-Forwarded-For"] = r.In.Header["X-Forwarded-For"] // what the client claims stays, as in nginx
		r.SetXForwarded()
	}})
	proxy.StartTLS()
	t.Cleanup(proxy.Close)
	roots := x509.NewCertPool()
	roots.AddCert(proxy.Certificate())
	transport = &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}
	t.Cleanup(transport.CloseIdleConnections)
	// The client has an address of its own, so that it can be told from the proxy's.
	d := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 2)}}
	transport.DialContext = d.DialContext
	proxies, err := limit.ParseProxies(trusted)
	if err != nil {
		t.Fatal(err)
	}
	wrap := func(cfg *app.Config) {
		direct = "http://" + cfg.Addr
		target, err = url.Parse(direct)
		if err != nil {
			t.Fatal(err)
		}
		cfg.BaseURL, cfg.Proxies = proxy.URL, proxies
	}
	return apitest.Start(t, apitest.Options{Transport: transport, Change: wrap}), direct, transport
}

func addressOf(c *apitest.Client) any {
	return c.Must(200, "GET", "/api/v1/me/sessions", nil).List("sessions")[0]["address"]
}

func TestSecure_BehindAProxy(t *testing.T) {
	t.Parallel()
	h, direct, transport := proxied(t, "127.0.0.1")
	ana := h.Client()
	if k := setCookie(t, h, ana); !k.Secure {
		t.Errorf("cookie %v", k)
	}
	if a := addressOf(ana); a != "127.0.0.2" {
		t.Errorf("the client's address is taken for %v", a)
	}
	liar := h.Client()
	liar.Header.Set("X-Forwarded-For", "198.51.100.7")
	liar.Must(200, "POST", "/api/v1/login", m{"email": "agent2@demo.example", "password": app.DemoPassword})
	if a := addressOf(liar); a != "127.0.0.2" {
		t.Errorf("a client made its address up: %v", a)
	}
	res, err := transport.RoundTrip(httptest.NewRequest("GET", h.URL+"/", nil))
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, res.Body)
	_ = res.Body.Close()
	if res.Header.Get("Strict-Transport-Security") == "" {
		t.Error("browsers are not told to stay with https")
	}
	if a := ana.Must(200, "GET", "/api/v1/me", nil); a.JSON["secure"] != true {
		t.Errorf("the page is told %v", a.JSON["secure"])
	}
	streams(t, h, transport)
	connects(t, h, ana, transport)

	// Whoever comes past the proxy is believed nothing: their address is the one that they come from.
	r, err := http.NewRequest("POST", direct+"/api/v1/login", strings.NewReader(`{"email":"agent1@demo.example","password":"`+app.DemoPassword+`"}`))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Forwarded-For", "198.51.100.7")
	r.Header.Set("X-Forwarded-Proto", "https")
	past := &http.Transport{DialContext: (&net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 3)}}).DialContext}
	defer past.CloseIdleConnections()
	if res, err = past.RoundTrip(r); err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, res.Body)
	_ = res.Body.Close()
	if res.StatusCode != 200 || res.Header.Get("Strict-Transport-Security") != "" {
		t.Errorf("past the proxy: %d %v", res.StatusCode, res.Header)
	}
	found := false
	for _, s := range ana.Must(200, "GET", "/api/v1/me/sessions", nil).List("sessions") {
		found = found || s["address"] == "127.0.0.3"
		if s["address"] == "198.51.100.7" {
			t.Error("a header of somebody who is no proxy is believed")
		}
	}
	if !found {
		t.Error("the address of who came past the proxy is not known")
	}
}

// A proxy that nobody named is a client like any other.
func TestSecure_BehindAProxyThatIsNotTrusted(t *testing.T) {
	t.Parallel()
	h, _, _ := proxied(t, "")
	ana := h.Client()
	if k := setCookie(t, h, ana); !k.Secure { // the base URL alone says so
		t.Errorf("cookie %v", k)
	}
	if a := addressOf(ana); a != "127.0.0.1" {
		t.Errorf("the client's address is taken for %v", a)
	}
}

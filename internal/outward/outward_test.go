package outward_test

import (
	"context"
	"crypto/x509"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"deskbell/internal/outward"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestPublic(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"1.1.1.1", "93.184.216.34", "172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.1",
		"2606:4700::1111", "2a00:1450:4001:81b::200e", "::ffff:1.1.1.1"} {
		if !outward.Public(netip.MustParseAddr(s)) {
			t.Errorf("%s is refused", s)
		}
	}
	for _, s := range []string{
		"0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200", "100.127.255.255", "127.0.0.1",
		"127.1.2.3", "168.63.129.16", "169.254.169.254", "169.254.0.1", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1",
		"192.88.99.1", "192.168.0.1", "192.168.255.255", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9",
		"224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
		"::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:0:127.0.0.1",
		"64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::a00:1", "100::1", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2",
		"2001:10::1", "2001:20::1", "2001:db8::1", "2002:7f00:1::", "2002:a9fe:a9fe::1", "3fff::1", "4000::1", "5f00::1",
		"fc00::1", "fd00:ec2::254", "fdff::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "ff05::1:3",
	} {
		if outward.Public(netip.MustParseAddr(s)) {
			t.Errorf("%s is taken for a public address", s)
		}
	}
	if outward.Public(netip.Addr{}) {
		t.Error("no address is taken for a public one")
	}
}

func TestParseInside(t *testing.T) {
	t.Parallel()
	in, err := outward.ParseInside(" 192.168.1.7/24, ::1 ,, 10.0.0.5")
	if err != nil || len(in) != 3 || in[0].String() != "192.168.1.0/24" || in[2].String() != "10.0.0.5/32" {
		t.Errorf("got %v, %v", in, err)
	}
	for _, bad := range []string{"ntfy.local", "10.0.0.0/33", "10.0.0.1-10.0.0.9", "*"} {
		if _, err := outward.ParseInside(bad); err == nil {
			t.Errorf("%q is accepted", bad)
		}
	}
}

// service is an HTTPS server on this machine's loopback, which says who it was asked as.
func service(t *testing.T, h http.HandlerFunc) (*httptest.Server, *x509.CertPool) {
	t.Helper()
	s := httptest.NewTLSServer(h)
	t.Cleanup(s.Close)
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	return s, roots
}

func client(t *testing.T, cfg outward.Config) *outward.Client {
	t.Helper()
	c := outward.New(cfg)
	t.Cleanup(c.Close)
	return c
}

func ask(t *testing.T, c *outward.Client, url string) (*http.Response, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader("hello"))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := c.Do(r)
	if resp != nil {
		t.Cleanup(func() { _ = resp.Body.Close() })
	}
	return resp, err
}

var loopback = outward.Inside{netip.MustParsePrefix("127.0.0.0/8")}

func TestDo_RefusesInside(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	s, roots := service(t, func(http.ResponseWriter, *http.Request) { asked.Add(1) })
	_, port, _ := net.SplitHostPort(s.Listener.Addr().String())
	c := client(t, outward.Config{Roots: roots})
	for _, host := range []string{"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "[::]", "127.1", "2130706433", "0x7f000001"} {
		_, err := ask(t, c, "https://"+host+":"+port+"/secret")
		if err == nil {
			t.Errorf("%s was asked", host)
			continue
		}
		if strings.Contains(err.Error(), "secret") || !errors.Is(err, outward.ErrInside) && strings.Contains(err.Error(), "127.0.0.1:") {
			t.Errorf("%s: the error tells too much: %v", host, err)
		}
	}
	for _, host := range []string{"127.0.0.1", "localhost", "[::ffff:127.0.0.1]"} {
		if _, err := ask(t, c, "https://"+host+":"+port); !errors.Is(err, outward.ErrInside) {
			t.Errorf("%s: %v", host, err)
		}
	}
	if err := c.Reach(t.Context(), "localhost", port); !errors.Is(err, outward.ErrInside) {
		t.Errorf("reach: %v", err)
	}
	if n := asked.Load(); n != 0 {
		t.Errorf("the server inside was asked %d times", n)
	}
	allowed := client(t, outward.Config{Roots: roots, Allow: loopback})
	if resp, err := ask(t, allowed, s.URL); err != nil || resp.StatusCode != http.StatusOK || asked.Load() != 1 {
		t.Errorf("an allowed address: %v", err)
	}
}

func TestDo_OnlyHTTPS(t *testing.T) {
	t.Parallel()
	plain := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("asked in the clear") }))
	defer plain.Close()
	c := client(t, outward.Config{Allow: loopback})
	for _, url := range []string{plain.URL, "ftp://127.0.0.1/", "file:///etc/passwd", "unix:/run/x"} {
		if _, err := ask(t, c, url); !errors.Is(err, outward.ErrScheme) {
			t.Errorf("%s: %v", url, err)
		}
	}
}

func TestDo_FollowsNoRedirect(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	s, roots := service(t, func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		http.Redirect(w, r, "http://169.254.169.254/latest/meta-data/", http.StatusFound)
	})
	resp, err := ask(t, client(t, outward.Config{Roots: roots, Allow: loopback}), s.URL)
	if err != nil || resp.StatusCode != http.StatusFound || asked.Load() != 1 {
		t.Errorf("%v, asked %d times", err, asked.Load())
	}
}

// What the operator named is asked in the clear and inside, but by that name alone: another name, port or scheme that
// leads to the same place is refused as ever.
func TestDo_TheNamedOriginAlone(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer s.Close()
	c := client(t, outward.Config{}).Naming(s.URL + "/simulator/graph")
	if _, err := ask(t, c, s.URL+"/anything"); err != nil {
		t.Errorf("the named origin: %v", err)
	}
	_, port, _ := net.SplitHostPort(s.Listener.Addr().String())
	for _, other := range []string{"http://localhost:" + port, "http://127.0.0.1:1", "http://[::ffff:127.0.0.1]:" + port} {
		if _, err := ask(t, c, other); !errors.Is(err, outward.ErrScheme) {
			t.Errorf("%s: %v", other, err)
		}
	}
	for _, other := range []string{"https://127.0.0.1:" + port, "https://localhost:" + port} {
		if _, err := ask(t, c, other); !errors.Is(err, outward.ErrInside) {
			t.Errorf("%s: %v", other, err)
		}
	}
	if n := asked.Load(); n != 1 {
		t.Errorf("asked %d times", n)
	}
}

func TestStream_ReadsMoreWithinItsBound(t *testing.T) {
	t.Parallel()
	s, roots := service(t, func(w http.ResponseWriter, _ *http.Request) {
		for range 100 {
			_, _ = w.Write(make([]byte, 64<<10))
		}
	})
	r, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL, nil)
	resp, err := client(t, outward.Config{Roots: roots, Allow: loopback}).Stream(r, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	if n, err := io.Copy(io.Discard, resp.Body); n != 1<<20 || err != nil {
		t.Errorf("read %d bytes, %v", n, err)
	}
}

// No proxy of the environment is used: it would connect in our place, and look at no address.
func TestDo_NoProxy(t *testing.T) {
	var proxied atomic.Int32
	proxy := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { proxied.Add(1) }))
	defer proxy.Close()
	t.Setenv("HTTPS_PROXY", proxy.URL)
	t.Setenv("https_proxy", proxy.URL)
	c := client(t, outward.Config{})
	if _, err := ask(t, c, "https://10.0.0.1/"); !errors.Is(err, outward.ErrInside) || proxied.Load() != 0 {
		t.Errorf("%v, proxied %d", err, proxied.Load())
	}
}

func TestDo_BoundsTheAnswer(t *testing.T) {
	t.Parallel()
	s, roots := service(t, func(w http.ResponseWriter, _ *http.Request) {
		for range 100 {
			_, _ = w.Write(make([]byte, 64<<10))
		}
	})
	resp, err := ask(t, client(t, outward.Config{Roots: roots, Allow: loopback}), s.URL)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := io.Copy(io.Discard, resp.Body); n != outward.MaxAnswer || err != nil {
		t.Errorf("read %d bytes, %v", n, err)
	}
}

func TestDo_EndsInTime(t *testing.T) {
	t.Parallel()
	hold := make(chan struct{})
	s, roots := service(t, func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		select {
		case <-hold:
		case <-r.Context().Done():
		}
	})
	defer close(hold)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	r, _ := http.NewRequestWithContext(ctx, http.MethodGet, s.URL+"/token-123", nil)
	_, err := client(t, outward.Config{Roots: roots, Allow: loopback}).Do(r)
	if err == nil || strings.Contains(err.Error(), "token-123") || !strings.Contains(err.Error(), "did not answer in time") {
		t.Errorf("got %v", err)
	}
}

// names answers every question with the addresses of the next turn: a name server that changes its mind.
type names struct {
	conn  net.PacketConn
	turns [][]netip.Addr
	asked atomic.Int32
}

func (n *names) serve() {
	buf := make([]byte, 512)
	for {
		size, from, err := n.conn.ReadFrom(buf)
		if err != nil {
			return
		}
		q := buf[:size]
		end := 12
		for q[end] != 0 {
			end += int(q[end]) + 1
		}
		end += 5
		kind := binary.BigEndian.Uint16(q[end-4:])
		reply := append([]byte{q[0], q[1], 0x81, 0x80, 0, 1, 0, 0, 0, 0, 0, 0}, q[12:end]...)
		if kind == 1 {
			turn := min(int(n.asked.Add(1)), len(n.turns)) - 1
			for _, a := range n.turns[turn] {
				four := a.As4()
				reply[7]++
				reply = append(reply, 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, four[0], four[1], four[2], four[3])
			}
		}
		_, _ = n.conn.WriteTo(reply, from)
	}
}

func resolver(t *testing.T, turns ...[]netip.Addr) *net.Resolver {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	n := &names{conn: conn, turns: turns}
	done := make(chan struct{})
	go func() {
		defer close(done)
		n.serve()
	}()
	t.Cleanup(func() {
		_ = conn.Close()
		<-done
	})
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

// A name that pointed to an allowed place first and inside later is refused at the connection that would lead inside:
// nothing is decided by what it resolved to before. 127.0.0.2 stands for the place outside, 127.0.0.1 for the one inside.
func TestDo_NameThatChangesItsAddress(t *testing.T) {
	t.Parallel()
	outside, within := netip.MustParseAddr("127.0.0.2"), netip.MustParseAddr("127.0.0.1")
	l, err := net.Listen("tcp", "127.0.0.2:0")
	if err != nil {
		t.Skip("this machine has one loopback address only")
	}
	var asked atomic.Int32
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		w.Header().Set("Connection", "close")
	}))
	_ = s.Listener.Close()
	s.Listener = l
	s.StartTLS()
	defer s.Close()
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	_, port, _ := net.SplitHostPort(l.Addr().String())
	url := "https://rebind.example.com:" + port + "/"

	c := client(t, outward.Config{Roots: roots, Allow: outward.Inside{netip.PrefixFrom(outside, 32)},
		Resolver: resolver(t, []netip.Addr{outside}, []netip.Addr{within}, []netip.Addr{netip.MustParseAddr("169.254.169.254")})})
	if _, err := ask(t, c, url); err != nil || asked.Load() != 1 {
		t.Fatalf("the place outside: %v", err)
	}
	c.Close()
	for range 2 {
		if _, err := ask(t, c, url); !errors.Is(err, outward.ErrInside) {
			t.Errorf("after the name changed: %v", err)
		}
	}
	if asked.Load() != 1 {
		t.Errorf("the server was asked %d times", asked.Load())
	}
	// Of several addresses in one answer only the ones outside are connected to.
	both := client(t, outward.Config{Roots: roots, Allow: outward.Inside{netip.PrefixFrom(outside, 32)},
		Resolver: resolver(t, []netip.Addr{within, outside})})
	if _, err := ask(t, both, url); err != nil || asked.Load() != 2 {
		t.Errorf("a name with an address inside and one outside: %v", err)
	}
}

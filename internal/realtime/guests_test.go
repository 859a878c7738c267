package realtime_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"deskbell/internal/realtime"
	"deskbell/internal/wire"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m,
		goleak.IgnoreAnyFunction("internal/poll.runtime_pollWait"),              // idle client connections
		goleak.IgnoreAnyFunction("github.com/FZambia/eagle.(*Eagle).aggregate"), // centrifuge's metrics; they end with the process
		// It waits a second before it forgets a channel that nobody hears any more, also when the node is shut down.
		goleak.IgnoreAnyFunction("github.com/centrifugal/centrifuge.(*Node).removeSubscription.func1"),
	)
}

// site is a hub behind a server whose store is the list of entries.
type site struct {
	hub *realtime.Guests
	srv *httptest.Server

	mu      sync.Mutex
	entries []wire.Entry
	loaded  func() // runs after each look into the list
	fail    error
}

func newSite(t *testing.T, tls bool) *site {
	t.Helper()
	s := &site{hub: realtime.NewGuests()}
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var after int64
		_, _ = fmt.Sscan(r.URL.Query().Get("after"), &after)
		w.Header().Set("X-Mine", "kept")
		err := s.hub.Serve(w, r, realtime.Request{ContactID: r.URL.Query().Get("contact"), TokenHash: r.URL.Query().Get("token"), After: after, Load: s.load})
		if err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
		}
	})
	if tls {
		s.srv = httptest.NewUnstartedServer(h)
		s.srv.EnableHTTP2 = true
		s.srv.StartTLS()
	} else {
		s.srv = httptest.NewServer(h)
	}
	t.Cleanup(func() {
		s.hub.Close()
		s.srv.Close()
	})
	return s
}

func (s *site) load(_ context.Context, after int64) (realtime.Backlog, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fail != nil {
		return realtime.Backlog{}, s.fail
	}
	b := realtime.Backlog{State: wire.GuestState{ConversationID: "c1", Status: "open", LastSeq: int64(len(s.entries))}, Version: int64(len(s.entries))}
	for _, e := range s.entries {
		if e.Seq <= after {
			continue
		}
		if b.More = len(b.Entries) == 3; b.More { // small pages
			break
		}
		b.Entries = append(b.Entries, e)
	}
	if s.loaded != nil {
		s.loaded()
	}
	return b, nil
}

func (s *site) store(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for range n {
		s.entries = append(s.entries, numbered(len(s.entries)+1))
	}
}

func numbered(seq int) wire.Entry {
	return wire.Entry{Seq: int64(seq), Prev: int64(seq - 1), ID: fmt.Sprint("e", seq), Kind: "message"}
}

// reader reads a stream event by event.
type reader struct {
	t    *testing.T
	res  *http.Response
	scan *bufio.Scanner
}

func (s *site) open(t *testing.T, query string) *reader {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), "GET", s.srv.URL+"/?"+query, nil)
	if err != nil {
		t.Fatal(err)
	}
	client := s.srv.Client()
	if tr, ok := client.Transport.(*http.Transport); ok && req.URL.Scheme == "http" {
		tr.DisableKeepAlives = true
	}
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = res.Body.Close() })
	scan := bufio.NewScanner(res.Body)
	scan.Buffer(nil, 1<<20)
	return &reader{t, res, scan}
}

// next is the next event as "name id data"; "end" at the end of the stream. Comments are skipped.
func (r *reader) next() string {
	r.t.Helper()
	var parts []string
	for r.scan.Scan() {
		line := r.scan.Text()
		if line == "" && len(parts) > 0 {
			return strings.Join(parts, " ")
		}
		if _, v, ok := strings.Cut(line, ": "); ok && !strings.HasPrefix(line, ":") {
			parts = append(parts, v)
		}
	}
	return "end"
}

func (r *reader) want(prefix string) {
	r.t.Helper()
	if got := r.next(); !strings.HasPrefix(got, prefix) {
		r.t.Fatalf("got %q, want %q…", got, prefix)
	}
}

func both(t *testing.T, name string, fn func(t *testing.T, s *site)) {
	t.Helper()
	for kind, tls := range map[string]bool{"TakenOver": false, "HTTP2": true} {
		t.Run(name+kind, func(t *testing.T) {
			t.Parallel()
			fn(t, newSite(t, tls))
		})
	}
}

func TestGuests_Serve(t *testing.T) {
	t.Parallel()
	both(t, "ReplaysPagesThenLive", func(t *testing.T, s *site) {
		s.store(8)
		r := s.open(t, "contact=g1&after=2")
		if ct := r.res.Header.Get("Content-Type"); r.res.StatusCode != 200 || !strings.HasPrefix(ct, "text/event-stream") || r.res.Header.Get("X-Mine") != "kept" {
			t.Fatalf("%d %v", r.res.StatusCode, r.res.Header)
		}
		r.want("state ")
		for seq := 3; seq <= 8; seq++ {
			r.want(fmt.Sprintf("entry %d ", seq))
		}
		waitFor(t, func() bool { return s.hub.Len() == 1 })
		realtime.SendEntry(s.hub, "g1", "c1", numbered(9))
		realtime.SendEntry(s.hub, "g2", "c1", numbered(10)) // another guest's
		s.hub.Read("g1", 9)
		r.want("entry 9 ")
		r.want(`read {"seq":9}`)
	})

	// Entries that are committed between the look into the store and going live come once, and in order.
	both(t, "NoGapNoRepeat", func(t *testing.T, s *site) {
		s.store(5)
		n := 5
		s.loaded = func() { // called with s.mu held, after the page was made
			for range 3 {
				n++
				s.entries = append(s.entries, numbered(n))
				realtime.SendEntry(s.hub, "g1", "c1", numbered(n))
			}
			if n == 14 {
				s.loaded = nil
			}
		}
		r := s.open(t, "contact=g1&after=0")
		r.want("state ")
		for seq := 1; seq <= 14; seq++ {
			r.want(fmt.Sprintf("entry %d ", seq))
		}
	})

	both(t, "OtherConversation", func(t *testing.T, s *site) {
		s.store(4)
		r := s.open(t, "contact=g1&after=4")
		r.want("state ")
		realtime.SendEntry(s.hub, "g1", "c1", numbered(4)) // known
		realtime.SendEntry(s.hub, "g1", "c2", numbered(1))
		r.want("reset {}")
		r.want("entry 1 ")
	})

	both(t, "OldStateIsSkipped", func(t *testing.T, s *site) {
		s.store(4)
		r := s.open(t, "contact=g1&after=4")
		r.want("state ")
		realtime.SendState(s.hub, "g1", wire.GuestState{ConversationID: "c1", Status: "resolved"}, 3)
		realtime.SendState(s.hub, "g1", wire.GuestState{ConversationID: "c1", Status: "open"}, 5)
		r.want(`state {"conversation_id":"c1","status":"open"`)
	})

	both(t, "SignedOut", func(t *testing.T, s *site) {
		a, b := s.open(t, "contact=g1&token=a"), s.open(t, "contact=g1&token=b")
		a.want("state ")
		b.want("state ")
		s.hub.Drop("g1", "a")
		a.want(`bye {"reason":"signed_out"}`)
		a.want("end")
		s.hub.Reset("g1")
		b.want("reset {}")
	})

	both(t, "GoingAway", func(t *testing.T, s *site) {
		r := s.open(t, "contact=g1")
		r.want("state ")
		s.hub.Close()
		r.want(`bye {"reason":"going_away","retry_ms":`)
		r.want("end")
		waitFor(t, func() bool { return s.hub.Len() == 0 })
		if res := s.open(t, "contact=g1"); res.res.StatusCode != 503 {
			t.Errorf("a closed hub answers %d", res.res.StatusCode)
		}
	})

	both(t, "TooMany", func(t *testing.T, s *site) {
		first := s.open(t, "contact=g1")
		first.want("state ")
		for range 10 {
			s.open(t, "contact=g1").want("state ")
		}
		first.want(`bye {"reason":"too_many"`)
		waitFor(t, func() bool { return s.hub.Len() == 10 })
	})

	both(t, "StoreFails", func(t *testing.T, s *site) {
		s.fail = errors.New("no database")
		if r := s.open(t, "contact=g1"); r.res.StatusCode != 503 {
			t.Errorf("status %d, want the error", r.res.StatusCode)
		}
		waitFor(t, func() bool { return s.hub.Len() == 0 })
	})
}

// A reader that does not read is dropped, costs no one else anything, and leaves nothing behind.
func TestGuests_SlowReader(t *testing.T) {
	t.Parallel()
	s := newSite(t, false)
	conn, err := net.Dial("tcp", s.srv.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.(*net.TCPConn).SetReadBuffer(4 << 10)
	_, _ = io.WriteString(conn, "GET /?contact=g1 HTTP/1.1\r\nHost: x\r\n\r\n")
	brisk := s.open(t, "contact=g1")
	brisk.want("state ")
	waitFor(t, func() bool { return s.hub.Len() == 2 })
	big := strings.Repeat("x", 32<<10)
	// More than the kernel's buffers and the queue hold together.
	for seq := 1; seq <= 512 && s.hub.Len() == 2; seq++ {
		e := numbered(seq)
		e.Text = big
		realtime.SendEntry(s.hub, "g1", "c1", e)
		brisk.want(fmt.Sprintf("entry %d ", seq))
	}
	// It is given a moment to read why it goes.
	waitFor(t, func() bool { return s.hub.Len() == 1 })
}

// The connection of a guest who is gone is noticed by writing to it.
func TestGuests_GoneReader(t *testing.T) {
	t.Parallel()
	s := newSite(t, false)
	r := s.open(t, "contact=g1")
	r.want("state ")
	_ = r.res.Body.Close()
	waitFor(t, func() bool { s.hub.Reset("g1"); return s.hub.Len() == 0 })
}

// An idle stream is a socket and a struct: no goroutine waits for it.
func TestGuests_NoGoroutinePerStream(t *testing.T) {
	s := newSite(t, false)
	before := runtime.NumGoroutine()
	var conns []net.Conn
	for i := range 50 {
		conns = append(conns, idle(t, s.srv.Listener.Addr().String(), fmt.Sprint("g", i)))
	}
	waitFor(t, func() bool { return s.hub.Len() == 50 && runtime.NumGoroutine() < before+10 })
	for _, c := range conns {
		_ = c.Close()
	}
}

// idle opens a stream and reads its first event with no goroutine on this side either.
func idle(tb testing.TB, addr, contact string) net.Conn {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		tb.Fatal(err)
	}
	if _, err := io.WriteString(conn, "GET /?contact="+contact+" HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		tb.Fatal(err)
	}
	buf := make([]byte, 2048)
	for got := ""; !strings.Contains(got, "event: state"); {
		n, err := conn.Read(buf)
		if err != nil {
			tb.Fatal(err)
		}
		got += string(buf[:n])
	}
	return conn
}

// BenchmarkGuests_Idle measures what a connected guest costs the server: heap and stacks, without the client's side.
func BenchmarkGuests_Idle(b *testing.B) {
	const guests = 5000
	s := &site{hub: realtime.NewGuests()}
	s.srv = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = s.hub.Serve(w, r, realtime.Request{ContactID: r.URL.Query().Get("contact"), TokenHash: strings.Repeat("h", 32), Load: s.load})
	}))
	defer s.srv.Close()
	defer s.hub.Close()
	used := func() uint64 {
		runtime.GC()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapInuse + m.StackInuse
	}
	for b.Loop() {
		before := used()
		conns := make([]net.Conn, 0, guests)
		for i := range guests {
			conns = append(conns, idle(b, s.srv.Listener.Addr().String(), fmt.Sprintf("0193-contact-%d", i)))
		}
		b.ReportMetric(float64(used()-before)/guests, "B/guest")
		for _, c := range conns {
			_ = c.Close()
		}
	}
}

func waitFor(t *testing.T, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !ok(); runtime.Gosched() {
		if time.Now().After(end) {
			t.Fatal("waited 10 s in vain")
		}
	}
}

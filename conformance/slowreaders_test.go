package conformance

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/coder/websocket"

	"deskbell/conformance/drive"
)

// Of all connections a tenth reads 1 kB/s: guests' streams and agents' WebSockets. The others are told everything all
// the same, the server's memory does not grow with what the slow ones do not take, and they are closed, come back, and
// miss nothing.
func TestSlowReaders(t *testing.T) {
	aloneInShapes(t, func(t *testing.T, h *house) {
		slowReaders(t, h, times(20, 400), times(4, 50), times(2, 40), times(2, 10))
	})
}

// grows is how much a node's memory may grow with slow readers: a queue of at most 1 MiB for each, twice that for the
// garbage collector, and some for what is on its way.
func grows(slow int) int64 { return int64(slow)*2<<20 + 64<<20 }

func slowReaders(t *testing.T, h *house, guests, agents, slowGuests, slowAgents int) {
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	changeLiveChat(t, signedIn(t, h.Base(0), "operator@demo.example"), func(all map[string]any) { all["held_limit"] = 0 })
	// The slow guests write a great deal, at the other property: what fills their queues does not fill the fast screens too.
	desk, inn := signedIn(t, h.Base(1), "agent1@demo.example"), signedIn(t, h.Base(1), "night@demo.example")

	// Everybody is in a conversation with the desk, so that nobody is answered by the assistant.
	type one struct {
		*page
		conversation string
	}
	list := make([]one, guests+slowGuests)
	each(8, len(list), func(i int) {
		key, desk := "demo", desk
		if i >= guests {
			key, desk = "demo-mill", inn
		}
		g, err := drive.NewGuest(ctx, h.Base(i), key, &http.Client{Transport: drive.NewTransport(4)})
		if err != nil {
			t.Error(err)
			return
		}
		r, err := g.Send(ctx, "first", "May I have a late check-out?")
		if err == nil {
			err = insist(ctx, func() error { return desk.Act(ctx, r.ConversationID, "take-control", nil) })
		}
		if err != nil {
			t.Errorf("guest %d: %v", i, err)
		}
		list[i] = one{newPage(g), r.ConversationID}
	})
	if t.Failed() {
		return
	}
	fast, slow := list[:guests], list[guests:]
	var living sync.WaitGroup
	defer living.Wait()
	looking, stop := context.WithCancel(ctx)
	defer stop()
	for _, p := range fast {
		living.Go(func() { p.live(looking) })
	}
	var screens []*screen
	// A person has at most 30 connections to a node.
	people := []string{"agent2@demo.example", "admin@demo.example"}
	for n := range agents {
		s := &screen{at: map[string]time.Time{}}
		screens = append(screens, s)
		who := signedIn(t, h.Base(len(screens)), people[n/2%len(people)])
		living.Go(func() { s.live(looking, who, nil) })
	}
	if !soon(ctx, time.Minute, func() bool {
		return !slices.ContainsFunc(fast, func(p one) bool { return p.streams() == 0 }) && !slices.ContainsFunc(screens, func(s *screen) bool { return s.opened() == 0 })
	}) {
		t.Fatal("not everybody is connected")
	}
	round := 0
	// talk is what the fast ones do all the while; it reports how long each message took to every screen.
	talk := func(until func() bool) (delays []time.Duration) {
		for first := true; first || !until(); first = false {
			round++
			sent := map[string]time.Time{}
			for i, p := range fast {
				id := fmt.Sprintf("round %d guest %d", round, i)
				sent[id] = time.Now()
				if _, err := p.guest.Send(ctx, id, id); err != nil {
					t.Errorf("%s: %v", id, err)
				}
			}
			for _, s := range screens {
				for id, at := range sent {
					if !soon(ctx, 15*time.Second, func() bool { return !s.seen(id).IsZero() }) {
						t.Fatalf("%q is not on every fast screen within 15 s", id)
					}
					delays = append(delays, s.seen(id).Sub(at))
				}
			}
		}
		return delays
	}
	for range 3 {
		talk(func() bool { return true })
	}
	calm := talk(func() bool { return true })
	before := memory(t, h)

	// The slow ones come to the first node, which then has to hold what they do not read.
	for _, p := range slow {
		g := *p.guest
		g.Client = &http.Client{Transport: &http.Transport{DialContext: dripping}}
		living.Go(func() {
			res, err := openStream(looking, &g, 0)
			if err != nil {
				return
			}
			defer res.Body.Close()
			_, _ = io.Copy(io.Discard, res.Body)
		})
	}
	for range slowAgents {
		who := signedIn(t, h.Base(0), "night@demo.example") // sees both properties
		living.Go(func() { (&screen{at: map[string]time.Time{}}).live(looking, who, dripping) })
	}
	all := open(t, h)
	if !soon(ctx, 30*time.Second, func() bool {
		now := open(t, h)
		all = max(all, now)
		return now >= guests+agents+slowGuests+slowAgents
	}) {
		t.Fatalf("%d connections are open, %d are wanted", all, guests+agents+slowGuests+slowAgents)
	}

	// Long messages fill what the kernels keep for the slow ones, and then their queues.
	long := strings.Repeat("鍵", 3900)
	var writers sync.WaitGroup
	enough, stopWriting := context.WithCancel(ctx)
	defer stopWriting()
	for i, p := range slow {
		writers.Go(func() {
			for n := 0; enough.Err() == nil && n < 1200; n++ {
				if _, err := p.guest.Send(ctx, strconv.Itoa(n), long); err != nil {
					t.Errorf("slow guest %d: %v", i, err)
					return
				}
			}
		})
	}
	most := before
	closed := func() bool {
		most = max(most, memory(t, h))
		return open(t, h) <= guests+agents
	}
	begun := time.Now()
	busy := talk(func() bool { return closed() || time.Since(begun) > 90*time.Second })
	if !soon(ctx, 5*time.Second, closed) {
		t.Errorf("%d connections are open after %s, %d are fast: the slow ones are not closed", open(t, h), time.Since(begun).Round(time.Second), guests+agents)
	}
	took := time.Since(begun)
	stopWriting()
	writers.Wait()
	if grown := most - before; grown > grows(slowGuests+slowAgents) {
		t.Errorf("the server's memory grew by %d MB", grown>>20)
	}
	for _, s := range screens {
		if n := s.opened(); n != 1 {
			t.Errorf("a fast screen was connected %d times", n)
		}
	}
	for i, p := range fast {
		if p.streams() != 1 {
			t.Errorf("fast page %d was connected %d times", i, p.streams())
		}
	}
	// Read at full speed again, nothing is missing.
	for _, p := range slow {
		living.Go(func() { p.live(looking) })
	}
	for i, p := range list {
		stored, err := p.guest.AllEntries(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if !soon(ctx, 30*time.Second, func() bool { return p.cursor() >= stored[len(stored)-1].Seq }) {
			t.Errorf("page %d stops at %d of %d", i, p.cursor(), stored[len(stored)-1].Seq)
		}
		same(t, fmt.Sprintf("page %d", i), p.seen(), stored)
	}
	t.Logf("%d of %d connections slow, all closed after %s; the others' p95 %s before, %s meanwhile; memory %d MB, at most %d MB meanwhile",
		slowGuests+slowAgents, guests+agents+slowGuests+slowAgents, took.Round(time.Millisecond), p95(calm), p95(busy), before>>20, most>>20)
}

// dripping dials a line that takes 1 kB/s, with next to no room in between.
func dripping(ctx context.Context, network, addr string) (net.Conn, error) {
	d := net.Dialer{Control: func(_, _ string, c syscall.RawConn) (err error) {
		if e := c.Control(func(fd uintptr) { err = syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_RCVBUF, 4<<10) }); e != nil {
			return e
		}
		return err
	}}
	conn, err := d.DialContext(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	return &drip{Conn: conn, ctx: ctx, fast: 2 << 10}, nil
}

type drip struct {
	net.Conn
	ctx  context.Context
	fast int // bytes that come at once: the handshake
}

func (d *drip) Read(b []byte) (int, error) {
	if d.fast > 0 {
		n, err := d.Conn.Read(b[:min(len(b), d.fast)])
		d.fast -= n
		return n, err
	}
	select {
	case <-time.After(100 * time.Millisecond):
	case <-d.ctx.Done():
		return 0, d.ctx.Err()
	}
	return d.Conn.Read(b[:min(len(b), 100)])
}

// screen is an agent's dashboard: when it was told of which message.
type screen struct {
	mu    sync.Mutex
	at    map[string]time.Time
	times int
}

func (s *screen) seen(text string) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.at[text]
}

func (s *screen) opened() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.times
}

// live is one connection until ctx or the connection ends, over a line of its own where one is given.
func (s *screen) live(ctx context.Context, who *drive.Staff, dial func(context.Context, string, string) (net.Conn, error)) {
	conn, _, err := websocket.Dial(ctx, "ws"+strings.TrimPrefix(who.Base, "http")+"/realtime", &websocket.DialOptions{
		HTTPClient: &http.Client{Jar: who.Client.Jar, Transport: &http.Transport{DialContext: dial}},
		HTTPHeader: http.Header{"Origin": []string{who.Base}},
	})
	if err != nil {
		return
	}
	defer conn.CloseNow()
	conn.SetReadLimit(8 << 20)
	if conn.Write(ctx, websocket.MessageText, []byte(`{"id":1,"connect":{}}`)) != nil {
		return
	}
	for {
		_, b, err := conn.Read(ctx)
		if err != nil {
			return
		}
		for line := range strings.Lines(string(b)) {
			if strings.TrimSpace(line) == "{}" {
				if conn.Write(ctx, websocket.MessageText, []byte("{}")) != nil {
					return
				}
				continue
			}
			s.take(line)
		}
	}
}

func (s *screen) take(line string) {
	var m struct {
		Connect *struct{} `json:"connect"`
		Push    *struct {
			Pub struct {
				Data struct {
					Entry struct{ Text string } `json:"entry"`
				} `json:"data"`
			} `json:"pub"`
		} `json:"push"`
	}
	if json.Unmarshal([]byte(line), &m) != nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if m.Connect != nil {
		s.times++
	}
	if m.Push != nil && m.Push.Pub.Data.Entry.Text != "" {
		if text := m.Push.Pub.Data.Entry.Text; s.at[text].IsZero() {
			s.at[text] = time.Now()
		}
	}
}

// open counts the open connections of guests and agents on all nodes.
func open(t *testing.T, h *house) (n int) {
	t.Helper()
	for i := range h.Len() {
		n += gauge(t, h.Base(i), "guest_streams") + gauge(t, h.Base(i), "staff_connections")
	}
	return n
}

// memory is what the node that has the most of it has resident.
func memory(t *testing.T, h *house) (most int64) {
	t.Helper()
	for i := range h.Len() {
		rss, err := h.Node(i).RSS()
		if err != nil {
			t.Fatal(err)
		}
		most = max(most, rss)
	}
	return most
}

// gauge reads a number from /metrics by the end of its name.
func gauge(t *testing.T, base, name string) int {
	t.Helper()
	res, err := http.Get(base + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	n, err := number(string(b), name)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// number finds one by the end of its name in what /metrics tells.
func number(metrics, name string) (int, error) {
	for line := range strings.Lines(metrics) {
		key, value, ok := strings.Cut(strings.TrimSpace(line), " ")
		if ok && strings.HasSuffix(key, name) && !strings.HasPrefix(line, "#") {
			v, err := strconv.ParseFloat(value, 64)
			return int(v), err
		}
	}
	return 0, fmt.Errorf("/metrics has no %s", name)
}

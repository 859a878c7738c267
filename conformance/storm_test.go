package conformance

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"deskbell/conformance/drive"
)

// All streams are cut at once, as when a load balancer or a provider's line goes, and all their pages come back at once.
// Nobody is refused but for now and with the word when to come back; those who write meanwhile go on; and what was said
// meanwhile stands on every page, once.
func TestReconnectStorm(t *testing.T) {
	aloneInShapes(t, func(t *testing.T, h *house) { storm(t, h, times(500, 5000)) })
}

// files bounds how many connections a test opens by what this process and the server may have open.
func files(t *testing.T, want int) int {
	t.Helper()
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
	if most := int(limit.Cur) - 500; want > most {
		t.Logf("%d connections instead of %d: no more files may be open here (ulimit -n)", most, want)
		return max(most, 0)
	}
	return want
}

func storm(t *testing.T, h *house, count int) {
	count = files(t, count)
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	lines := make([]*cable, count)
	line := &http.Client{Transport: drive.NewTransport(32)}
	each(32, count, func(i int) {
		g, err := drive.NewGuest(ctx, h.Base(i), "demo", line)
		if err != nil {
			t.Errorf("guest %d: %v", i, err)
			return
		}
		lines[i] = &cable{guest: g}
	})
	if t.Failed() {
		return
	}
	var living sync.WaitGroup
	defer living.Wait()
	stop, end := context.WithCancel(ctx)
	defer end()
	var refused, wrong atomic.Int64
	for _, c := range lines {
		living.Go(func() { c.live(stop, &refused, func(what string) { wrong.Add(1); t.Log(what) }) })
	}
	open := func() (n int) {
		for _, c := range lines {
			if c.open.Load() {
				n++
			}
		}
		return n
	}
	if !soon(ctx, 2*time.Minute, func() bool { return open() == count }) {
		t.Fatalf("%d of %d streams are open", open(), count)
	}

	// Some of the guests are in a conversation, and the desk writes to them all the while.
	agent := signedIn(t, h.Base(1), "agent1@demo.example")
	changeLiveChat(t, signedIn(t, h.Base(0), "admin@demo.example"), func(all map[string]any) { all["held_limit"] = 0 })
	const talking = 20
	var pages []*page
	var roads []*road
	for i := range h.Len() {
		roads = append(roads, newRoad(t, h.Base(i)))
	}
	looking, stopLooking := context.WithCancel(ctx)
	defer stopLooking()
	conversations := make([]string, talking)
	for i := range talking {
		g := visitor(t, h.Base(i))
		r, err := g.Send(ctx, "first", "May I have a late check-out?")
		if err != nil {
			t.Fatal(err)
		}
		if err := insist(ctx, func() error { return agent.Act(ctx, r.ConversationID, "take-control", nil) }); err != nil {
			t.Fatal(err)
		}
		conversations[i] = r.ConversationID
		far := *g
		far.Base = roads[i%len(roads)].Base
		p := newPage(&far)
		pages = append(pages, p)
		living.Go(func() { p.live(looking) })
	}
	if !soon(ctx, time.Minute, func() bool { return !slices.ContainsFunc(pages, func(p *page) bool { return p.streams() == 0 }) }) {
		t.Fatal("not every page that talks has its stream")
	}
	writing, stopWriting := context.WithCancel(ctx)
	var mu sync.Mutex
	var took []time.Duration
	var writers sync.WaitGroup
	for i := range pages {
		g := *pages[i].guest
		g.Base = h.Base(i)
		writers.Go(func() {
			for n := 0; writing.Err() == nil; n++ {
				begun := time.Now()
				id := fmt.Sprintf("guest %d message %d", i, n)
				if err := insist(ctx, func() error { _, err := g.Send(ctx, id, id); return err }); err != nil {
					t.Errorf("%s: %v", id, err)
					return
				}
				d := time.Since(begun)
				id = fmt.Sprintf("reply %d to guest %d", n, i)
				if err := insist(ctx, func() error { _, err := agent.Reply(ctx, conversations[i], id, id); return err }); err != nil {
					t.Errorf("%s: %v", id, err)
					return
				}
				mu.Lock()
				took = append(took, d)
				mu.Unlock()
				pause(writing, begun.Add(200*time.Millisecond))
			}
		})
	}
	pause(ctx, time.Now().Add(time.Second))
	mu.Lock()
	calm := slices.Clone(took)
	took = nil
	mu.Unlock()
	connections := watchConnections(ctx, t, h)

	begun := time.Now()
	for _, r := range roads {
		r.cut()
	}
	for _, c := range lines {
		c.cut()
	}
	for _, r := range roads {
		r.mend(t)
	}
	back := soon(ctx, 2*time.Minute, func() bool { return open() == count })
	after := time.Since(begun)
	if !back {
		t.Errorf("%d of %d streams are back after %s", open(), count, after)
	}
	pause(ctx, begun.Add(2*time.Second))
	stopWriting()
	writers.Wait()
	most := connections()
	if wrong.Load() > 0 {
		t.Errorf("%d answers were neither a stream nor a 503 that says when to come back", wrong.Load())
	}
	if h.Shared && most > h.Len()*poolMost {
		t.Errorf("%d connections to PostgreSQL, at most %d are the pools'", most, h.Len()*poolMost)
	}
	for i, p := range pages {
		fresh := *p.guest
		fresh.Base = h.Base(i)
		stored, err := fresh.AllEntries(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if !soon(ctx, time.Minute, func() bool { return p.cursor() >= stored[len(stored)-1].Seq }) {
			t.Errorf("page %d stops at entry %d of %d", i, p.cursor(), stored[len(stored)-1].Seq)
		}
		same(t, fmt.Sprintf("page %d", i), p.seen(), stored)
		if p.bare > 0 {
			t.Errorf("page %d was refused %d times without a word when to come back", i, p.bare)
		}
	}
	t.Logf("%d streams, all back after %s; %d refused for now; sends p95 %s before, %s meanwhile, at most %s; at most %d connections to PostgreSQL",
		count, after.Round(time.Millisecond), refused.Load(), p95(calm), p95(took), slices.Max(append(took, 0)).Round(10*time.Microsecond), most)
}

// poolMost is how many connections a node has to PostgreSQL: its pool, and some for what must not wait for a place.
const poolMost = 24

// watchConnections counts the installation's connections to PostgreSQL until the returned function is called, which
// answers the most there were.
func watchConnections(ctx context.Context, t *testing.T, h *house) func() int {
	t.Helper()
	if !h.Shared {
		return func() int { return 0 }
	}
	conn, err := pgx.Connect(ctx, h.PostgresURL)
	if err != nil {
		t.Fatal(err)
	}
	most := 0
	watching, stop := context.WithCancel(ctx)
	var done sync.WaitGroup
	done.Go(func() {
		for ; watching.Err() == nil; pause(watching, time.Now().Add(100*time.Millisecond)) {
			var n int
			err := conn.QueryRow(ctx, `SELECT count(*) FROM pg_stat_activity 
				WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()`).Scan(&n)
			if err != nil {
				t.Errorf("count the connections: %v", err)
				return
			}
			most = max(most, n)
		}
	})
	return func() int {
		stop()
		done.Wait()
		_ = conn.Close(context.WithoutCancel(ctx))
		return most
	}
}

// each runs fn for 0 to n-1, some at a time.
func each(hands, n int, fn func(int)) {
	var next atomic.Int64
	var all sync.WaitGroup
	for range hands {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				fn(i)
			}
		})
	}
	all.Wait()
}

func p95(list []time.Duration) time.Duration {
	if len(list) == 0 {
		return 0
	}
	list = slices.Sorted(slices.Values(list))
	return list[len(list)*95/100].Round(10 * time.Microsecond)
}

// cable is a guest's stream as cheap as it gets: thousands of them share the machine with the server.
type cable struct {
	guest *drive.Guest
	open  atomic.Bool

	mu   sync.Mutex
	conn net.Conn
}

// cut resets the connection, without a goodbye.
func (c *cable) cut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.conn == nil {
		return
	}
	c.open.Store(false)
	if tcp, ok := c.conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = c.conn.Close()
}

// live keeps the stream open until ctx ends, and comes back as a page does: with full jitter, and not before it is asked.
func (c *cable) live(ctx context.Context, refused *atomic.Int64, wrong func(string)) {
	for attempt := 0; ctx.Err() == nil; attempt++ {
		began := time.Now()
		status, least, err := c.listen(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case status == http.StatusServiceUnavailable && least > 0:
			refused.Add(1)
		case status == 0: // no answer, or one that had begun was cut
		case status != http.StatusOK:
			wrong(fmt.Sprintf("a stream was answered %d (%v)", status, err))
		}
		if time.Since(began) > 10*time.Second || status == http.StatusOK {
			attempt = 0
		}
		pause(ctx, time.Now().Add(max(least, rand.N(min(500*time.Millisecond<<min(attempt, 6), 30*time.Second)))))
	}
}

func (c *cable) listen(ctx context.Context) (status int, least time.Duration, err error) {
	addr := strings.TrimPrefix(c.guest.Base, "http://")
	conn, err := (&net.Dialer{Timeout: 10 * time.Second}).DialContext(ctx, "tcp", addr)
	if err != nil {
		return 0, 0, err
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	c.mu.Lock()
	c.conn = conn
	c.mu.Unlock()
	if _, err := fmt.Fprintf(conn, "GET /api/guest/v1/stream?after=0 HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n\r\n", addr, c.guest.Token); err != nil {
		return 0, 0, err
	}
	rd := bufio.NewReaderSize(conn, 1<<10)
	for {
		line, err := rd.ReadSlice('\n')
		if err != nil {
			if err == bufio.ErrBufferFull {
				continue
			}
			c.open.Store(false)
			return status, least, err
		}
		switch text := strings.TrimSpace(string(line[:min(len(line), 64)])); {
		case status == 0:
			if len(text) < 12 {
				return 0, 0, fmt.Errorf("answered with %q", text)
			}
			if status, err = strconv.Atoi(text[9:12]); err != nil {
				return 0, 0, err
			}
		case strings.HasPrefix(text, "Retry-After: "):
			s, _ := strconv.Atoi(text[len("Retry-After: "):])
			least = time.Duration(s) * time.Second
		case text == "" && status != http.StatusOK:
			return status, least, nil
		case text == "event: state": // what is stored was sent, and frames come from here on
			c.open.Store(true)
		}
	}
}

package conformance

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"deskbell/conformance/drive"
)

// A line that dies without a word, as when a phone is switched off or a router loses its memory: no end of the
// connection ever comes. Both sides notice within 45 s; the guest counts as gone then, and what was said meanwhile is on
// the page, in order, once the line is back.
func TestALineThatDiesSilently(t *testing.T) {
	t.Parallel()
	l := newLink(t)
	srv := start(t, drive.Options{Addr: l.far + ":8080", Wrap: l.wrap})
	desk := signedIn(t, srv.URL, "agent1@demo.example")
	ctx, cancel := context.WithTimeout(t.Context(), 150*time.Second)
	defer cancel()
	g, err := drive.NewGuest(ctx, srv.URL, "demo", &http.Client{Transport: drive.NewTransport(8)})
	if err != nil {
		t.Fatal(err)
	}
	r, err := g.Send(ctx, "first", "May I have a late check-out?")
	if err != nil {
		t.Fatal(err)
	}
	if err := desk.Act(ctx, r.ConversationID, "take-control", nil); err != nil {
		t.Fatal(err)
	}
	p := newPage(g)
	var living sync.WaitGroup
	defer living.Wait()
	looking, stop := context.WithCancel(ctx)
	defer stop()
	living.Go(func() { p.live(looking) })
	s := &screen{at: map[string]time.Time{}}
	screenEnded := make(chan struct{})
	living.Go(func() {
		defer close(screenEnded)
		s.live(looking, desk, nil)
	})
	if !soon(ctx, 15*time.Second, func() bool { return p.streams() == 1 && s.opened() == 1 }) {
		t.Fatal("not connected")
	}
	inside := l.inside(srv) // its loopback is not cut
	if n := inside("guest_streams"); n != 1 {
		t.Fatalf("%d streams are open", n)
	}

	l.down(t)
	lost := time.Now()
	// The guest writes on: the page repeats it until it is acknowledged.
	sent := make(chan error, 1)
	living.Go(func() {
		for n := range 5 {
			id := fmt.Sprintf("into the dark %d", n)
			if err := p.send(ctx, id, id); err != nil {
				sent <- err
				return
			}
		}
		sent <- nil
	})
	var stream, screen time.Duration
	if !soon(ctx, 60*time.Second, func() bool {
		if stream == 0 && inside("guest_streams") == 0 {
			stream = time.Since(lost)
		}
		if screen == 0 && inside("staff_connections") == 0 {
			screen = time.Since(lost)
		}
		return stream > 0 && screen > 0
	}) {
		t.Errorf("a minute after the line died the server still holds %d streams and %d agents' connections", inside("guest_streams"), inside("staff_connections"))
	}
	if stream > 45*time.Second || screen > 45*time.Second {
		t.Errorf("noticed after %s (stream) and %s (agent); 45 s are promised", stream, screen)
	}
	pause(ctx, lost.Add(42*time.Second)) // so that the page has noticed too
	l.up(t)
	back := time.Now()
	desk2 := signedIn(t, srv.URL, "agent1@demo.example")
	for n := range 5 {
		id := fmt.Sprintf("out of the dark %d", n)
		if _, err := desk2.Reply(ctx, r.ConversationID, id, id); err != nil {
			t.Errorf("%s: %v", id, err)
		}
	}
	if err := <-sent; err != nil {
		t.Errorf("what was written into the dark: %v", err)
	}
	stored, err := g.AllEntries(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if !soon(ctx, 45*time.Second, func() bool { return p.cursor() >= stored[len(stored)-1].Seq }) {
		t.Errorf("the page stops at entry %d of %d", p.cursor(), stored[len(stored)-1].Seq)
	}
	same(t, "the page", p.seen(), stored)
	order := 0
	for _, e := range stored {
		if e.Text == fmt.Sprintf("into the dark %d", order) {
			order++
		}
	}
	if order != 5 || p.streams() < 2 {
		t.Errorf("%d of 5 messages stand in order; %d streams were opened", order, p.streams())
	}
	t.Logf("the server noticed the guest's stream after %s, the agent's connection after %s; the page was whole %s after the line was back",
		stream.Round(time.Millisecond), screen.Round(time.Millisecond), time.Since(back).Round(time.Millisecond))
}

// link is a cable between this process and a network namespace, which can be pulled out.
type link struct {
	name, near, far string
	wrap            []string
}

func newLink(t *testing.T) *link {
	t.Helper()
	n := os.Getpid() % 16000
	l := &link{name: fmt.Sprintf("dbell%d", n), near: fmt.Sprintf("10.%d.%d.1", 192+n/250, n%250), far: fmt.Sprintf("10.%d.%d.2", 192+n/250, n%250)}
	l.wrap = []string{"ip", "netns", "exec", l.name}
	if out, err := exec.Command("ip", "netns", "add", l.name).CombinedOutput(); err != nil {
		t.Skipf("NOT SHOWN HERE: no network namespace may be made (%v: %s); run it as root", err, strings.TrimSpace(string(out)))
	}
	t.Cleanup(func() {
		if err := ip("netns", "del", l.name); err != nil {
			t.Error(err)
		}
	})
	for _, args := range [][]string{
		{"link", "add", l.name, "type", "veth", "peer", "name", "far", "netns", l.name},
		{"addr", "add", l.near + "/30", "dev", l.name},
		{"link", "set", l.name, "up"},
		{"-n", l.name, "addr", "add", l.far + "/30", "dev", "far"},
		{"-n", l.name, "link", "set", "far", "up"},
		{"-n", l.name, "link", "set", "lo", "up"},
	} {
		if err := ip(args...); err != nil {
			t.Fatal(err)
		}
	}
	return l
}

func ip(args ...string) error {
	if out, err := exec.Command("ip", args...).CombinedOutput(); err != nil {
		return errors.Join(err, fmt.Errorf("ip %s: %s", strings.Join(args, " "), out))
	}
	return nil
}

// down lets frames go to an address that is nobody's: what either side sends is dropped, and no connection ends.
func (l *link) down(t *testing.T) {
	t.Helper()
	const nobody = "02:00:00:00:00:01"
	for _, args := range [][]string{
		{"neigh", "replace", l.far, "lladdr", nobody, "dev", l.name, "nud", "permanent"},
		{"-n", l.name, "neigh", "replace", l.near, "lladdr", nobody, "dev", "far", "nud", "permanent"},
	} {
		if err := ip(args...); err != nil {
			t.Fatal(err)
		}
	}
}

func (l *link) up(t *testing.T) {
	t.Helper()
	for _, args := range [][]string{{"neigh", "del", l.far, "dev", l.name}, {"-n", l.name, "neigh", "del", l.near, "dev", "far"}} {
		if err := ip(args...); err != nil {
			t.Fatal(err)
		}
	}
}

// inside reads the server's numbers from its own side of the link.
func (l *link) inside(s *drive.Server) func(name string) int {
	return func(name string) int {
		out, err := exec.Command("ip", "netns", "exec", l.name, "curl", "-s", "--max-time", "3", s.URL+"/metrics").Output()
		if err != nil {
			return -1
		}
		n, err := number(string(out), name)
		if err != nil {
			return -1
		}
		return n
	}
}

package conformance

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"deskbell/conformance/drive"
)

// Redis goes away in each way that it can, while a guest at one node talks with an agent at the other. Nobody is
// refused, nothing is lost, nobody is relieved; what is said comes across within 2 s, and at once again when Redis is
// back.
func TestRedisIsLost(t *testing.T) {
	t.Parallel()
	for _, shape := range drive.Shapes() {
		if !shape.Heard {
			continue
		}
		var redis *road
		h := inShape(t, shape, drive.Setup{Redis: func(addr string) (string, error) {
			redis = newRoad(t, addr)
			return redis.Addr, nil
		}})
		if redis == nil {
			t.Fatal("the nodes do not hear each other by way of Redis")
		}
		faults := []struct {
			name       string
			lose, mend func()
		}{
			{name: "killed", lose: redis.cut, mend: func() { redis.mend(t) }},
			{name: "black hole", lose: func() {
				redis.weather(t, "timeout", up, map[string]any{"timeout": 0})
				redis.weather(t, "timeout", down, map[string]any{"timeout": 0})
			}, mend: redis.clear},
			{name: "slow", lose: func() { redis.weather(t, "latency", down, map[string]any{"latency": 2500}) }, mend: redis.clear},
			{name: "flushed", lose: func() { flush(t, h.RedisAddr) }, mend: func() {}},
		}
		d := newDialogue(t, h)
		d.talk("before", 10)
		for _, f := range faults {
			f.lose()
			first := len(d.delays())
			d.talk(f.name, times(15, 100))
			delays := d.delays()[first:]
			slices.Sort(delays)
			p95 := delays[len(delays)*95/100]
			if p95 > 2*time.Second {
				t.Errorf("%s: what is said comes across in %s (p95); 2 s are promised", f.name, p95)
			}
			f.mend()
			mended := time.Now()
			if !soon(t.Context(), 30*time.Second, func() bool { return ready(h.Base(0)) && ready(h.Base(1)) }) {
				t.Errorf("%s: 30 s after the return the nodes do not hear each other", f.name)
			}
			t.Logf("%s: p50 %s, p95 %s, most %s; both nodes ready %s after the return", f.name, round(delays[len(delays)/2]), round(p95),
				round(delays[len(delays)-1]), round(time.Since(mended)))
		}
		d.talk("after", 10)
		d.check()
	}
}

func round(d time.Duration) time.Duration { return d.Round(time.Millisecond) }

// ready reports whether a node says so, and complains of nothing.
func ready(base string) bool {
	res, err := http.Get(base + "/readyz")
	if err != nil {
		return false
	}
	defer res.Body.Close()
	return res.StatusCode == http.StatusOK && strings.HasPrefix(res.Header.Get("Content-Type"), "text/plain")
}

func flush(t *testing.T, addr string) {
	conn, err := net.Dial("tcp", addr)
	if err == nil {
		defer conn.Close()
		_, err = conn.Write([]byte("FLUSHALL\r\n"))
	}
	if err != nil {
		t.Error(err)
	}
}

// dialogue is a guest with a page at one node and an agent with a screen at the other, who write to each other.
type dialogue struct {
	t            *testing.T
	ctx          context.Context
	agent        *drive.Staff
	conversation string
	page         *page
	screen       *screen
	sent         map[string]time.Time
	took         []time.Duration
	n            int
}

func newDialogue(t *testing.T, h *house) *dialogue {
	ctx, cancel := context.WithCancel(t.Context())
	var living sync.WaitGroup
	t.Cleanup(func() {
		cancel()
		living.Wait()
	})
	d := &dialogue{t: t, ctx: ctx, agent: signedIn(t, h.Base(1), "agent1@demo.example"), page: newPage(visitor(t, h.Base(0))),
		screen: &screen{at: map[string]time.Time{}}, sent: map[string]time.Time{}}
	living.Go(func() { d.page.live(ctx) })
	living.Go(func() {
		for ctx.Err() == nil {
			d.screen.live(ctx, d.agent, nil)
		}
	})
	living.Go(func() {
		for ctx.Err() == nil {
			_ = d.agent.Present(ctx, "tab") // the next one follows
			pause(ctx, time.Now().Add(10*time.Second))
		}
	})
	if !soon(ctx, 15*time.Second, func() bool { return d.page.connected() && d.screen.opened() > 0 }) {
		t.Fatal("not connected")
	}
	r, err := d.page.at().Send(ctx, "first", "May I have a late check-out?")
	if err == nil {
		d.conversation = r.ConversationID
		err = d.agent.Act(ctx, r.ConversationID, "take-control", nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// talk lets both write so many times each, and waits until all of it is on the other's screen.
func (d *dialogue) talk(what string, times int) {
	d.t.Helper()
	var texts []string
	for range times {
		d.n++
		guest, agent := fmt.Sprintf("%s: a question %d", what, d.n), fmt.Sprintf("%s: an answer %d", what, d.n)
		began := time.Now()
		if _, err := d.page.at().Send(d.ctx, guest, guest); err != nil {
			d.t.Fatalf("%s: %v", guest, err)
		}
		d.sent[guest] = time.Now()
		if _, err := d.agent.Reply(d.ctx, d.conversation, agent, agent); err != nil {
			d.t.Fatalf("%s: %v", agent, err)
		}
		d.sent[agent] = time.Now()
		if took := time.Since(began); took > 5*time.Second {
			d.t.Errorf("%s: to write took %s", what, took)
		}
		texts = append(texts, guest)
		pause(d.ctx, began.Add(100*time.Millisecond))
	}
	if !soon(d.ctx, 15*time.Second, func() bool {
		return !slices.ContainsFunc(texts, func(text string) bool { return d.screen.seen(text).IsZero() })
	}) {
		d.t.Errorf("%s: not everything that the guest wrote is on the agent's screen", what)
	}
	for _, text := range texts {
		if at := d.screen.seen(text); !at.IsZero() {
			d.took = append(d.took, at.Sub(d.sent[text]))
		}
	}
	stored, err := d.page.at().AllEntries(d.ctx)
	if err != nil {
		d.t.Fatal(err)
	}
	last := stored[len(stored)-1].Seq
	if !soon(d.ctx, 3*time.Second, func() bool { return d.page.cursor() >= last }) {
		d.t.Errorf("%s: the guest's page stops at entry %d of %d", what, d.page.cursor(), last)
	}
}

func (d *dialogue) delays() []time.Duration { return d.took }

// check holds that the page shows what is stored, all of it once and in order, and that the agent has the guest still.
func (d *dialogue) check() {
	d.t.Helper()
	stored, err := d.page.at().AllEntries(d.ctx)
	if err != nil {
		d.t.Fatal(err)
	}
	same(d.t, "the page", d.page.seen(), stored)
	told := map[string]int{}
	for _, e := range stored {
		told[e.Text]++
	}
	for text := range d.sent {
		if told[text] != 1 {
			d.t.Errorf("%q is stored %d times", text, told[text])
		}
	}
	card, err := d.agent.Card(d.ctx, d.conversation)
	if err != nil {
		d.t.Fatal(err)
	}
	if card.Controller.Kind != "agent" {
		d.t.Errorf("the guest is with the %s by now", card.Controller.Kind)
	}
}

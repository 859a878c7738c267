package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"

	"deskbell/conformance/drive"
)

const (
	ringers = 100 // agents on duty, each with a connection
	callers = 200 // guests who ask
	rounds  = 40  // single requests in a run
)

// belfry is a server with a hundred agents on duty, whose screens confirm what rings as the dashboard does, and guests
// who ask for a person.
type belfry struct {
	srv    *drive.Server
	agents []*ringer
	guests []*guest
	cancel context.CancelFunc
	wg     sync.WaitGroup
}

// ringer is one agent: a connection, and one on which they accept.
type ringer struct {
	*drive.Staff
	line *drive.Line

	mu      sync.Mutex
	rung    map[string]time.Time // by conversation
	stopped map[string]time.Time
	calls   int
}

// measureBell is how soon a request rings on a hundred screens, alone and two hundred at once, and how soon everybody
// knows who has it.
func measureBell(ctx context.Context, c config, r *report) error {
	b, err := newBelfry(ctx)
	if err != nil {
		return err
	}
	defer b.close()
	for range c.runs {
		floor50, floor99, err := floorFan(ctx, b.srv.Opts.Dir, ringers, c.seconds/4)
		if err != nil {
			return err
		}
		ring, know := latencies(), latencies()
		for n := range rounds {
			g := b.guests[n%len(b.guests)]
			if err := b.one(ctx, g, b.agents[n%len(b.agents)], ring, know); err != nil {
				return err
			}
		}
		name := fmt.Sprintf("request → ring, %d screens", ringers)
		r.add(Figure{Name: name + ", p50", Unit: "ms", Floor: floor50}, ms(ring, 50))
		r.add(Figure{Name: name + ", p99", Unit: "ms", Floor: floor99, Must: 50}, ms(ring, 99))
		name = fmt.Sprintf("accept → everybody knows, %d screens", ringers)
		r.add(Figure{Name: name + ", p50", Unit: "ms", Floor: floor50}, ms(know, 50))
		r.add(Figure{Name: name + ", p99", Unit: "ms", Floor: floor99, Must: 50}, ms(know, 99))

		ring, know = latencies(), latencies()
		u, taken, err := b.all(ctx, ring, know)
		if err != nil {
			return err
		}
		name = fmt.Sprintf("%d requests at once → ring, %d screens", callers, ringers)
		r.add(Figure{Name: name + ", p50", Unit: "ms"}, ms(ring, 50))
		r.add(Figure{Name: name + ", p99", Unit: "ms", Aim: 50}, ms(ring, 99))
		r.add(Figure{Name: "  processor time of one request until it rings, server", Unit: "µs", Of: name}, float64(u.server.Microseconds())/callers)
		r.add(Figure{Name: "  processor time of one request until it rings, load", Unit: "µs", Of: name}, float64(u.own.Microseconds())/callers)
		name = fmt.Sprintf("%d accepted at once → everybody knows, %d screens", callers, ringers)
		r.add(Figure{Name: name + ", p99", Unit: "ms"}, ms(know, 99))
		r.add(Figure{Name: "  processor time of one until everybody knows, server", Unit: "µs", Of: name}, float64(taken.server.Microseconds())/callers)
		r.add(Figure{Name: "  processor time of one until everybody knows, load", Unit: "µs", Of: name}, float64(taken.own.Microseconds())/callers)
	}
	return nil
}

func newBelfry(ctx context.Context) (*belfry, error) {
	dir, err := os.MkdirTemp("", "deskbell-bench-")
	if err != nil {
		return nil, err
	}
	srv, err := drive.Start(ctx, drive.Options{Dir: dir})
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	b := &belfry{srv: srv, cancel: cancel}
	if err := b.fill(ctx); err != nil {
		b.close()
		return nil, err
	}
	return b, nil
}

// fill invites the agents, puts each before a screen, and lets the guests say hello.
func (b *belfry) fill(ctx context.Context) error {
	boss, err := drive.Login(ctx, b.srv.URL, "operator@demo.example", "deskbell-demo", 4)
	if err != nil {
		return err
	}
	var me struct {
		Properties []struct{ ID, Name string } `json:"properties"`
	}
	if err := boss.Do(ctx, "GET", "/me", nil, &me); err != nil {
		return err
	}
	property := me.Properties[0].ID
	b.agents = make([]*ringer, ringers)
	if err := each(ringers, 4, func(i int) error {
		var invited struct{ URL string }
		if err := boss.Do(ctx, "POST", "/team/invitations", map[string]any{"email": fmt.Sprintf("ringer%d@bench.example", i), "role": "agent", "properties": []string{property}}, &invited); err != nil {
			return err
		}
		_, path, _ := strings.Cut(invited.URL, "/invitations/")
		s, err := drive.Visitor(b.srv.URL, 4)
		if err != nil {
			return err
		}
		if err := s.Do(ctx, "POST", "/invitations/"+path, map[string]any{"name": fmt.Sprintf("Ringer %d", i), "password": "the bell rings at noon"}, nil); err != nil {
			return err
		}
		b.agents[i] = &ringer{Staff: s, line: s.Line(), rung: map[string]time.Time{}, stopped: map[string]time.Time{}}
		return b.agents[i].arrive(ctx, b)
	}); err != nil {
		return err
	}
	// Everybody else of the sample is off duty, so that a hundred ring.
	transport := drive.NewTransport(2*callers + 64)
	for i := range callers {
		g, err := drive.NewGuest(ctx, b.srv.URL, "demo", drive.Client(transport))
		if err != nil {
			return err
		}
		receipt, err := g.Send(ctx, fmt.Sprintf("hello-%d", i), "Do you rent kayaks to children?")
		if err != nil {
			return err
		}
		b.guests = append(b.guests, &guest{Guest: g, conversation: receipt.ConversationID, line: g.Line()})
	}
	return nil
}

// arrive goes on duty, opens the connection, and stays.
func (a *ringer) arrive(ctx context.Context, b *belfry) error {
	if err := a.Do(ctx, "PUT", "/me/duty", map[string]any{"duty": "online"}, nil); err != nil {
		return err
	}
	ready, ended := make(chan struct{}), make(chan error, 1)
	accepted := false
	b.wg.Go(func() {
		ended <- a.Lines(ctx, func(line []byte) ([]byte, error) {
			if !accepted {
				accepted = true
				close(ready)
			}
			return a.hear(line), nil
		})
	})
	select {
	case <-ready:
	case err := <-ended:
		return fmt.Errorf("an agent's connection: %w", err)
	}
	if err := a.Present(ctx, "tab"); err != nil {
		return err
	}
	b.wg.Go(func() {
		beat := time.NewTicker(15 * time.Second)
		defer beat.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-beat.C:
				_ = a.Present(ctx, "tab") // an agent who is missed shows in the figures
			}
		}
	})
	return nil
}

var (
	ringFrame  = []byte(`"t":"ring`)
	endFrame   = []byte(`{"t":"ring_end","conversation_id":"`)
	ringBegins = []byte(`{"id":"`)
	ringOf     = []byte(`","conversation_id":"`)
)

// idLen is how long an id is.
const idLen = 36

// hear notes what rings and what stops in a line, by looking for it and not by decoding, and returns what the dashboard
// would send: that it was sounded.
func (a *ringer) hear(line []byte) []byte {
	if !bytes.Contains(line, ringFrame) {
		return nil
	}
	now := time.Now()
	a.mu.Lock()
	defer a.mu.Unlock()
	if at := bytes.Index(line, endFrame); at >= 0 {
		from := at + len(endFrame)
		a.stopped[string(line[from:from+idLen])] = now
		return nil
	}
	var ids [][]byte
	for rest := line; ; {
		at := bytes.Index(rest, ringBegins)
		if at < 0 {
			break
		}
		rest = rest[at+len(ringBegins):]
		if len(rest) < 2*idLen+len(ringOf) || !bytes.Equal(rest[idLen:idLen+len(ringOf)], ringOf) {
			continue // a guest's id, or a colleague's
		}
		conversation := string(rest[idLen+len(ringOf) : 2*idLen+len(ringOf)])
		if _, known := a.rung[conversation]; !known {
			a.rung[conversation] = now
			ids = append(ids, rest[:idLen])
		}
	}
	if len(ids) == 0 {
		return nil
	}
	a.calls++
	return fmt.Appendf(nil, `{"id":%d,"rpc":{"method":"confirm","data":{"device":"tab","kind":"sounded","rings":["%s"]}}}`, a.calls+1, bytes.Join(ids, []byte(`","`)))
}

// forget clears what was heard.
func (b *belfry) forget() {
	for _, a := range b.agents {
		a.mu.Lock()
		clear(a.rung)
		clear(a.stopped)
		a.mu.Unlock()
	}
}

// settled waits until every agent has heard of all conversations, and records how long each took since it began.
func (b *belfry) settled(ctx context.Context, begins map[string]time.Time, of func(*ringer) map[string]time.Time, h *hdrhistogram.Histogram) error {
	deadline := time.Now().Add(20 * time.Second)
	for _, a := range b.agents {
		for {
			a.mu.Lock()
			n := 0
			for id := range begins {
				if _, ok := of(a)[id]; ok {
					n++
				}
			}
			a.mu.Unlock()
			if n == len(begins) {
				break
			}
			if time.Now().After(deadline) || ctx.Err() != nil {
				return fmt.Errorf("an agent heard of %d of %d", n, len(begins))
			}
			time.Sleep(2 * time.Millisecond) // what is measured was noted when it came
		}
		a.mu.Lock()
		for id, begin := range begins {
			_ = h.RecordValue(max(of(a)[id].Sub(begin).Microseconds(), 1))
		}
		a.mu.Unlock()
	}
	return nil
}

func rungs(a *ringer) map[string]time.Time  { return a.rung }
func stopps(a *ringer) map[string]time.Time { return a.stopped }

// one is a single request: asked, rung everywhere, accepted, known everywhere, handed back.
func (b *belfry) one(ctx context.Context, g *guest, by *ringer, ring, know *hdrhistogram.Histogram) error {
	b.forget()
	asked := time.Now()
	if err := g.line.Post("/api/guest/v1/human", struct{}{}, nil); err != nil {
		return err
	}
	if err := b.settled(ctx, map[string]time.Time{g.conversation: asked}, rungs, ring); err != nil {
		return fmt.Errorf("ring: %w", err)
	}
	accepted := time.Now()
	if err := by.line.Post("/api/v1/conversations/"+g.conversation+"/accept", struct{}{}, nil); err != nil {
		return err
	}
	if err := b.settled(ctx, map[string]time.Time{g.conversation: accepted}, stopps, know); err != nil {
		return fmt.Errorf("everybody knows: %w", err)
	}
	if err := by.Act(ctx, g.conversation, "hand-back", nil); err != nil {
		return err
	}
	time.Sleep(30 * time.Millisecond) // requests come one by one
	return nil
}

// all is every guest asking in the same moment, and every request accepted in the same moment.
func (b *belfry) all(ctx context.Context, ring, know *hdrhistogram.Histogram) (rung, taken usage, err error) {
	b.forget()
	before := used(b.srv)
	begins, err := b.at(func(i int) error {
		return b.guests[i].line.Post("/api/guest/v1/human", struct{}{}, nil)
	})
	if err != nil {
		return rung, taken, err
	}
	if err := b.settled(ctx, begins, rungs, ring); err != nil {
		return rung, taken, fmt.Errorf("ring: %w", err)
	}
	rung = used(b.srv).since(before)
	time.Sleep(time.Second) // the confirmations of a hundred screens
	before = used(b.srv)
	if begins, err = b.at(func(i int) error {
		return b.agents[i%len(b.agents)].line.Post("/api/v1/conversations/"+b.guests[i].conversation+"/accept", struct{}{}, nil)
	}); err != nil {
		return rung, taken, err
	}
	if err := b.settled(ctx, begins, stopps, know); err != nil {
		return rung, taken, fmt.Errorf("everybody knows: %w", err)
	}
	taken = used(b.srv).since(before)
	return rung, taken, each(len(b.guests), 8, func(i int) error {
		return b.agents[i%len(b.agents)].Act(ctx, b.guests[i].conversation, "hand-back", nil)
	})
}

// at lets all do something at one moment, and tells when each began.
func (b *belfry) at(do func(i int) error) (map[string]time.Time, error) {
	begins := make([]time.Time, len(b.guests))
	gate := make(chan struct{})
	var failed atomic.Pointer[error]
	var wg sync.WaitGroup
	for i := range b.guests {
		wg.Go(func() {
			<-gate
			begins[i] = time.Now()
			if err := do(i); err != nil {
				failed.Store(&err)
			}
		})
	}
	close(gate)
	wg.Wait()
	if e := failed.Load(); e != nil {
		return nil, *e
	}
	out := map[string]time.Time{}
	for i, g := range b.guests {
		out[g.conversation] = begins[i]
	}
	return out, nil
}

func (b *belfry) close() {
	b.cancel()
	b.wg.Wait()
	for _, g := range b.guests {
		_ = g.line.Close()
	}
	for _, a := range b.agents {
		if a != nil {
			_ = a.line.Close()
		}
	}
	b.srv.Stop()
	_ = os.RemoveAll(b.srv.Opts.Dir)
}

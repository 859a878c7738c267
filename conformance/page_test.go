package conformance

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"deskbell/conformance/drive"
)

// page is a guest's open page as far as the network sees it: one stream that is opened again after every cut, gaps that
// are read over HTTP, and messages that are sent again under their own id until they are acknowledged. It follows
// docs/protocol.md, as the widget does.
type page struct {
	guest *drive.Guest

	mu    sync.Mutex
	shown []drive.Entry // in the order in which the guest saw them first
	// Streams that were opened, and why they ended: byes by reason, refusals by status.
	opened  int
	byes    map[string]int
	refused map[int]int
	bare    int // 503 without Retry-After
	heard   time.Time
	most    time.Duration                   // between two attempts; 0 is the protocol's 30 s
	onFrame func(event string, data []byte) // under no lock
	cut     func()                          // ends the connection that stands
	up      bool                            // one stands
}

// connected reports whether the page's stream stands.
func (p *page) connected() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.up
}

// at is the guest at the node where the page is now.
func (p *page) at() *drive.Guest {
	p.mu.Lock()
	defer p.mu.Unlock()
	g := *p.guest
	return &g
}

// move lets the page connect to another node.
func (p *page) move(base string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.guest.Base = base
	if p.cut != nil {
		p.cut()
	}
}

// said is how many streams ended with a reason that the server gave.
func (p *page) said(reason string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.byes[reason]
}

func newPage(g *drive.Guest) *page {
	return &page{guest: g, byes: map[string]int{}, refused: map[int]int{}}
}

// frame is one event of a stream as it came; its event is "" for a beat.
type frame struct {
	event string
	data  []byte
}

// quiet is how long a page waits for a sign of life: two missed beats and a bit, as in the widget.
const quiet = 40 * time.Second

// live keeps a stream open until ctx ends.
func (p *page) live(ctx context.Context) {
	for attempt := 0; ctx.Err() == nil; attempt++ {
		began := time.Now()
		least := p.listen(ctx)
		if time.Since(began) > 10*time.Second {
			attempt = 0
		}
		most := min(500*time.Millisecond<<min(attempt, 6), 30*time.Second)
		if p.most > 0 {
			most = min(most, p.most)
		}
		pause(ctx, time.Now().Add(max(least, rand.N(most))))
	}
}

// listen is one connection, until it ends; it returns the least wait before the next.
func (p *page) listen(ctx context.Context) (least time.Duration) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	dead := time.AfterFunc(quiet, cancel)
	defer dead.Stop()
	p.mu.Lock()
	p.cut = cancel
	p.mu.Unlock()
	res, err := openStream(ctx, p.at(), p.cursor())
	if err != nil {
		return 0
	}
	defer res.Body.Close()
	p.mu.Lock()
	if res.StatusCode != http.StatusOK {
		p.refused[res.StatusCode]++
		after := res.Header.Get("Retry-After")
		if after == "" && res.StatusCode == http.StatusServiceUnavailable {
			p.bare++
		}
		p.mu.Unlock()
		s, _ := strconv.Atoi(after)
		return time.Duration(s) * time.Second
	}
	p.opened++
	p.up = true
	p.mu.Unlock()
	defer func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.up = false
	}()
	readFrames(res, func(f frame) bool {
		dead.Reset(quiet)
		p.mu.Lock()
		p.heard = time.Now()
		hook := p.onFrame
		p.mu.Unlock()
		if hook != nil {
			hook(f.event, f.data)
		}
		switch f.event {
		case "entry":
			var e drive.Entry
			if json.Unmarshal(f.data, &e) == nil {
				p.take(ctx, e)
			}
		case "reset":
			p.fill(ctx)
		case "bye":
			var said struct {
				Reason string `json:"reason"`
				Retry  int    `json:"retry_ms"`
			}
			_ = json.Unmarshal(f.data, &said) // a broken one says no reason
			p.mu.Lock()
			p.byes[said.Reason]++
			p.mu.Unlock()
			least = time.Duration(said.Retry) * time.Millisecond
			return false
		}
		return true
	})
	return least
}

func openStream(ctx context.Context, g *drive.Guest, after int64) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, fmt.Sprintf("%s/api/guest/v1/stream?after=%d", g.Base, after), nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+g.Token)
	return g.Client.Do(req)
}

// readFrames reads events and beats until the stream ends or fn answers false.
func readFrames(res *http.Response, fn func(frame) bool) {
	var f frame
	for rd := bufio.NewReader(res.Body); ; {
		line, err := rd.ReadString('\n')
		if err != nil {
			return
		}
		switch line = strings.TrimSuffix(line, "\n"); {
		case line == "":
			if !fn(f) {
				return
			}
			f = frame{}
		case strings.HasPrefix(line, "event: "):
			f.event = line[len("event: "):]
		case strings.HasPrefix(line, "data: "):
			f.data = append(f.data, line[len("data: "):]...)
		}
	}
}

func (p *page) cursor() int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.shown) == 0 {
		return 0
	}
	return p.shown[len(p.shown)-1].Seq
}

// take shows an entry, or reads what is missing before it.
func (p *page) take(ctx context.Context, e drive.Entry) {
	if !p.show(e) {
		p.fill(ctx)
	}
}

// show reports whether nothing is missing before the entry.
func (p *page) show(e drive.Entry) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	last := int64(0)
	if n := len(p.shown); n > 0 {
		last = p.shown[n-1].Seq
	}
	if e.Seq <= last {
		return true
	}
	if e.Prev != last {
		return false
	}
	p.shown = append(p.shown, e)
	return true
}

// fill reads over HTTP what the page does not have.
func (p *page) fill(ctx context.Context) {
	for ctx.Err() == nil {
		s, err := p.at().Entries(ctx, p.cursor())
		if err != nil {
			return // the next frame shows the gap again
		}
		for _, e := range s.Entries {
			p.show(e)
		}
		if !s.More {
			return
		}
	}
}

// send sends until it is acknowledged, under one id.
func (p *page) send(ctx context.Context, clientID, text string) error {
	for attempt := 0; ; attempt++ {
		asking, cancel := context.WithTimeout(ctx, 15*time.Second)
		_, err := p.at().Send(asking, clientID, text)
		cancel()
		var refusal *drive.Problem
		if err == nil || ctx.Err() != nil || errors.As(err, &refusal) && refusal.Status < 500 && refusal.Status != http.StatusTooManyRequests {
			return err
		}
		pause(ctx, time.Now().Add(rand.N(min(500*time.Millisecond<<min(attempt, 6), 5*time.Second))))
	}
}

// streams is how many streams were opened so far.
func (p *page) streams() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.opened
}

// seen is what the page shows by now.
func (p *page) seen() []drive.Entry {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]drive.Entry(nil), p.shown...)
}

// same holds that a page shows what a fresh reader is given, nothing twice and in that order.
func same(t *testing.T, name string, shown, stored []drive.Entry) {
	t.Helper()
	if len(shown) != len(stored) {
		t.Errorf("%s shows %d entries, stored are %d", name, len(shown), len(stored))
		return
	}
	for i := range shown {
		if shown[i].ID != stored[i].ID || shown[i].Seq != stored[i].Seq || shown[i].Text != stored[i].Text {
			t.Errorf("%s shows entry %d in place %d, where %d is stored", name, shown[i].Seq, i, stored[i].Seq)
			return
		}
	}
}

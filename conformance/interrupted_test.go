package conformance

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"deskbell/conformance/drive"
)

// Promise 2 where an answer is in the making: somebody takes control at any moment of it, on another node too. From the
// change of control on nothing of the assistant's is written, however late its answer is ready; the guest sees nobody
// write any more; and once the desk hands back, the question is answered, once.
func TestTakeControlInTheMiddleOfAnAnswer(t *testing.T) {
	t.Parallel()
	eachShape(t, func(t *testing.T, h *house) {
		thinks(t, h.Base(0), 3*time.Second)
		changeLiveChat(t, signedIn(t, h.Base(0), "admin@demo.example"), func(all map[string]any) { all["held_limit"] = 0 })
		agent := signedIn(t, h.Base(1), "agent1@demo.example")
		var all sync.WaitGroup
		var mu sync.Mutex
		var silent []time.Duration // from the acknowledged take until the guest saw nobody write
		late := 0                  // takes that came after the answer
		for i := range times(40, 400) {
			all.Go(func() {
				if i >= 40 { // in waves
					pause(t.Context(), time.Now().Add(time.Duration(i/40)*8*time.Second))
				}
				took, answered, err := interrupt(t, h, agent, i)
				if err != nil {
					t.Errorf("guest %d: %v", i, err)
				}
				mu.Lock()
				defer mu.Unlock()
				if answered {
					late++
				} else {
					silent = append(silent, took)
				}
			})
		}
		all.Wait()
		if len(silent) == 0 {
			t.Fatal("every answer came before it was interrupted: nothing was shown")
		}
		slices.Sort(silent)
		t.Logf("%d interrupted, %d had been answered; nobody writes any more after p50 %s, at most %s",
			len(silent), late, silent[len(silent)/2].Round(time.Millisecond), silent[len(silent)-1].Round(time.Millisecond))
	})
}

// interrupt is one guest whose question somebody takes over. It reports how long after that the guest still saw the
// assistant write, and whether the answer had come before.
func interrupt(t *testing.T, h *house, agent *drive.Staff, i int) (took time.Duration, answered bool, err error) {
	g, err := drive.NewGuest(t.Context(), h.Base(0), "demo", &http.Client{Transport: drive.NewTransport(4), Timeout: 15 * time.Second})
	if err != nil {
		return 0, false, err
	}
	ctx, cancel := context.WithCancel(t.Context())
	p := newPage(g)
	writes := &typing{changed: make(chan struct{}, 64)}
	p.onFrame = writes.frame
	var living sync.WaitGroup
	defer living.Wait()
	defer cancel()
	living.Go(func() { p.live(ctx) })
	if !soon(ctx, 10*time.Second, func() bool { return p.streams() > 0 }) {
		return 0, false, fmt.Errorf("no stream within 10 s")
	}
	r, err := g.Send(ctx, "question", "When is breakfast?")
	if err != nil {
		return 0, false, err
	}
	moment := 300*time.Millisecond + time.Duration(rand.Int64N(int64(2600*time.Millisecond)))
	if i%4 == 0 { // these meet the answer itself
		moment = 3*time.Second + time.Duration(rand.Int64N(int64(60*time.Millisecond))) - 30*time.Millisecond
	}
	pause(ctx, time.Now().Add(moment))
	if err := insist(ctx, func() error { return agent.Act(ctx, r.ConversationID, "take-control", nil) }); err != nil {
		return 0, false, err
	}
	taken := time.Now()
	if !writes.was() {
		return 0, false, fmt.Errorf("the guest never saw that an answer is being written")
	}
	if err := writes.ends(ctx, taken.Add(5*time.Second)); err != nil {
		return 0, false, err
	}
	took = time.Since(taken)
	pause(ctx, taken.Add(4500*time.Millisecond)) // by then a late answer would long be there
	thread, err := agent.Entries(ctx, r.ConversationID)
	if err != nil {
		return 0, false, err
	}
	joined := slices.IndexFunc(thread, func(e drive.Entry) bool { return e.Kind == "control" && e.Code == "joined" })
	if joined < 0 {
		return 0, false, fmt.Errorf("the take is not in the thread")
	}
	for n, e := range thread {
		if said := e.Author.Kind == "assistant" && e.Kind == "message" && e.Decision != "greeting"; said && n > joined {
			return 0, false, fmt.Errorf("the assistant wrote entry %d after the desk took control with %d", e.Seq, thread[joined].Seq)
		} else if said {
			answered = true
		}
	}
	if err := insist(ctx, func() error { return agent.Act(ctx, r.ConversationID, "hand-back", nil) }); err != nil {
		return 0, false, err
	}
	// What is unanswered by then is answered once; what was answered is not answered again.
	if !soon(ctx, 15*time.Second, func() bool { return said(p.seen()) > 0 }) {
		return 0, false, fmt.Errorf("no answer within 15 s of the hand back")
	}
	pause(ctx, time.Now().Add(time.Second))
	if n := said(p.seen()); n != 1 {
		return 0, false, fmt.Errorf("%d answers to one question", n)
	}
	return took, answered, nil
}

func said(entries []drive.Entry) (n int) {
	for _, e := range entries {
		if e.Author.Kind == "assistant" && e.Kind == "message" && e.Decision != "greeting" {
			n++
		}
	}
	return n
}

// typing is what a page shows of somebody writing.
type typing struct {
	mu      sync.Mutex
	on      bool
	began   bool // it was on at some time
	changed chan struct{}
}

func (w *typing) frame(event string, data []byte) {
	var f struct {
		Author drive.Author
		On     bool
	}
	if event == "entry" { // what was being written is here
		w.set(false)
	}
	if event == "typing" && json.Unmarshal(data, &f) == nil && f.Author.Kind == "assistant" {
		w.set(f.On)
	}
}

func (w *typing) set(on bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.on, w.began = on, w.began || on
	select {
	case w.changed <- struct{}{}:
	default:
	}
}

func (w *typing) was() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.began
}

// ends waits until nobody writes.
func (w *typing) ends(ctx context.Context, until time.Time) error {
	ctx, cancel := context.WithDeadline(ctx, until)
	defer cancel()
	for {
		w.mu.Lock()
		on := w.on
		w.mu.Unlock()
		if !on {
			return nil
		}
		select {
		case <-w.changed:
		case <-ctx.Done():
			return fmt.Errorf("the assistant still writes, as the guest sees it")
		}
	}
}

// thinks sets how long the sample property's assistant takes for an answer.
func thinks(t *testing.T, base string, d time.Duration) {
	t.Helper()
	admin := signedIn(t, base, "admin@demo.example")
	err := admin.Do(t.Context(), http.MethodPatch, "/properties/"+property(t, admin)+"/settings", map[string]any{"assistant": map[string]any{"pause_ms": d.Milliseconds()}}, nil)
	if err != nil {
		t.Fatal(err)
	}
}

// property is the sample property's id.
func property(t *testing.T, s *drive.Staff) string {
	t.Helper()
	var me struct{ Properties []struct{ ID string } }
	if err := s.Do(t.Context(), http.MethodGet, "/me", nil, &me); err != nil {
		t.Fatal(err)
	}
	return me.Properties[0].ID
}

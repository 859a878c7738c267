package conformance

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"testing"
	"time"

	"deskbell/conformance/drive"
)

// What the law allows: a step comes at most late after it was due, or after the server was back; an expiry that fell due
// while the server was away, or would within grace of its return, comes grace after the return.
const (
	late  = 2 * time.Second
	grace = 20 * time.Second
)

// span is when something may have happened.
type span struct{ from, to time.Time }

func (s span) holds(at time.Time) bool { return !at.Before(s.from) && !at.After(s.to) }

func (s span) String() string {
	return s.from.Format("05.000") + " to " + s.to.Format("05.000")
}

// outage is a time without a server: killed at some moment, and back at one of which only bounds are known from outside.
type outage struct {
	killed span
	back   span
	// unnoticed says that it may have been too short for nodes on a shared database to know that no other was there:
	// then nothing is postponed, and what fell due comes with the return.
	unnoticed bool
}

// noticedAfter is how long no node has lived when the next one knows it, with some room.
const noticedAfter = 11 * time.Second

// expiries are when an expiry that was due at a moment may have come; more than one span where it cannot be told from
// outside on which side of an outage it fell.
func expiries(due time.Time, outages []outage) []span {
	open := []span{{due, due}}
	var done []span
	for _, o := range outages {
		var next []span
		for _, d := range open {
			if d.from.Before(o.killed.to) { // it may have come before the server went
				done = append(done, span{d.from, earlier(d.to.Add(late), o.killed.to)})
			}
			if d.to.Add(late).Before(o.killed.from) {
				continue
			}
			if o.unnoticed {
				next = append(next, span{later(d.from, o.back.from), later(d.to, o.back.to)})
			}
			if d.from.Before(o.back.to.Add(grace)) {
				next = append(next, span{o.back.from.Add(grace), o.back.to.Add(grace)})
			}
			if !o.unnoticed && !d.to.Before(o.back.from.Add(grace)) {
				next = append(next, d)
			}
		}
		open = next
	}
	for _, d := range open {
		done = append(done, span{d.from, d.to.Add(late)})
	}
	return done
}

// notices are the same for a notice: one that is due while the server is away comes with its return.
func notices(due time.Time, outages []outage) []span {
	spans := []span{{due, due.Add(late)}}
	for _, o := range outages {
		if due.Before(o.back.to) && !due.Add(late).Before(o.killed.from) {
			spans = append(spans, span{o.back.from, o.back.to.Add(late)})
		}
	}
	return spans
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func within(at time.Time, spans []span) bool {
	for _, s := range spans {
		if s.holds(at) {
			return true
		}
	}
	return false
}

// Promise 5 through a power cut: of 500 guests who wait when every node is killed, each is told what is due exactly
// once and in time, and nobody's wait is over at once because nobody was there.
func TestWaitsThroughAKill(t *testing.T) {
	t.Parallel()
	for round := range times(1, 3) {
		t.Run(fmt.Sprint("Round", round), func(t *testing.T) {
			t.Parallel()
			seed := seeded(t)
			allShapes(t, func(t *testing.T, h *house) {
				dice := rand.New(rand.NewPCG(seed, 0))
				// Long enough a time away for the notice and the end of one wait to fall into it.
				p := plan{guests: 120, wait: 10 * time.Second, down: 11*time.Second + time.Duration(dice.Int64N(int64(5*time.Second))), kills: 1}
				if long() {
					p.guests, p.wait, p.down, p.kills = 500, time.Minute, time.Second+time.Duration(dice.Int64N(int64(89*time.Second))), 1+round%2
				}
				p.killAfter = time.Duration(dice.Int64N(int64(2 * p.wait)))
				p.run(t, h, dice)
			})
		})
	}
}

// plan is one round of it. Guests come over the length of one wait, so that a kill meets every stage of waiting.
type plan struct {
	guests    int
	wait      time.Duration // each of the two
	killAfter time.Duration
	down      time.Duration
	kills     int // the second comes soon after the return, into the grace
}

func (p plan) run(t *testing.T, h *house, dice *rand.Rand) {
	waits(t, h.Base(0), p.wait)
	h.known(t)
	line := &http.Client{Transport: drive.NewTransport(32), Timeout: 10 * time.Second}
	guests := make([]*drive.Guest, p.guests)
	for i := range guests {
		g, err := drive.NewGuest(t.Context(), h.Base(i), "demo", line)
		if err != nil {
			t.Fatal(err)
		}
		guests[i] = g
	}
	var asking sync.WaitGroup
	begun := time.Now()
	for i, g := range guests {
		asking.Go(func() { askUntilHeard(t, g, begun.Add(p.wait*time.Duration(i)/time.Duration(p.guests))) })
	}
	var outages []outage
	kill := begun.Add(p.killAfter)
	for range p.kills {
		pause(t.Context(), kill)
		var o outage
		o.killed.from = time.Now()
		h.killAll()
		o.killed.to = time.Now()
		pause(t.Context(), o.killed.to.Add(p.down))
		o.back.from = time.Now()
		h.allAgain(t)
		o.back.to = time.Now()
		o.unnoticed = h.Shared && o.back.to.Sub(o.killed.from) < noticedAfter
		outages = append(outages, o)
		t.Logf("killed after %s, down for %s", o.killed.from.Sub(begun), o.back.to.Sub(o.killed.to))
		kill = o.back.to.Add(time.Duration(dice.Int64N(int64(grace + 5*time.Second))))
		p.down = time.Second + time.Duration(dice.Int64N(int64(9*time.Second)))
	}
	asking.Wait()
	desk := signedIn(t, h.Base(1), "agent1@demo.example")
	eventually(t, 2*p.wait+2*grace+time.Minute, "every wait is over", func() bool {
		var list struct {
			Counts struct{ Requests int }
		}
		err := desk.Do(t.Context(), http.MethodGet, "/conversations?view=requests&limit=1", nil, &list)
		return err == nil && list.Counts.Requests == 0
	})
	skipped, moved := 0, 0
	var latest time.Duration
	for i, g := range guests {
		state, err := g.Entries(t.Context(), 0)
		if err != nil {
			t.Fatal(err)
		}
		thread, err := desk.Entries(t.Context(), state.ConversationID)
		if err != nil {
			t.Fatal(err)
		}
		if err := checkThread(thread, state.Entries); err != nil {
			t.Errorf("guest %d: %v", i, err)
		}
		if state.Controller.Kind != "assistant" || state.Offer == nil {
			t.Errorf("guest %d is left with %q and no offer", i, state.Controller.Kind)
		}
		w, err := waited(thread)
		if err != nil {
			t.Errorf("guest %d: %v", i, err)
			continue
		}
		first, second := w.asked.Add(p.wait), w.asked.Add(2*p.wait)
		// Skipped notices are recorded with whatever overtook them.
		if w.skipped {
			skipped++
			if first.Add(late).Before(outages[0].killed.from) || w.told.Before(second) {
				t.Errorf("guest %d: the notice was skipped at %s, it was due at %s", i, w.told, first)
			}
		} else if !within(w.told, notices(first, outages)) {
			t.Errorf("guest %d: told at %s that it takes longer, due at %s; may be %v", i, w.told.Format("05.000"), first.Format("05.000"), notices(first, outages))
		}
		latest = max(latest, lateness(w.over, expiries(second, outages)))
		if !within(w.over, expiries(second, outages)) {
			t.Errorf("guest %d: the wait was over at %s, due at %s; may be %v", i, w.over.Format("05.000"), second.Format("05.000"), expiries(second, outages))
		}
		if w.over.Sub(second) > late {
			moved++
		}
	}
	t.Logf("%d notices were overtaken, %d waits were over later because the server was away; at most %s late", skipped, moved, latest)
}

// lateness is how long after the earliest moment it could have happened something did.
func lateness(at time.Time, spans []span) time.Duration {
	least := time.Duration(1<<63 - 1)
	for _, s := range spans {
		if d := at.Sub(s.from); d >= 0 {
			least = min(least, d)
		}
	}
	return least
}

// wait is what the desk's thread tells of one guest's wait.
type wait struct {
	asked, told, over time.Time
	skipped           bool // the notice was overtaken
}

// waited reads a thread in which a guest asked and nobody came: each step must stand there exactly once.
func waited(thread []drive.Entry) (w wait, err error) {
	counts := map[string]int{}
	for _, e := range thread {
		code := e.Code
		if code == "skipped" {
			if e.Params["reason"] != "first_wait" {
				continue
			}
			code, w.skipped = "still_connecting", true
		}
		counts[code]++
		switch code {
		case "waiting":
			w.asked = e.At
		case "still_connecting":
			w.told = e.At
		case "nobody_free":
			w.over = e.At
		}
	}
	for _, code := range []string{"waiting", "still_connecting", "nobody_free"} {
		if counts[code] != 1 {
			err = errors.Join(err, fmt.Errorf("%q came %d times", code, counts[code]))
		}
	}
	return w, err
}

// waits sets how long the first and the second wait are, and that guests may wait although nobody is there.
func waits(t *testing.T, base string, each time.Duration) {
	t.Helper()
	admin := signedIn(t, base, "admin@demo.example")
	changeLiveChat(t, admin, func(all map[string]any) {
		all["regardless"] = true
		all["first_wait_seconds"], all["second_wait_seconds"] = each.Seconds(), each.Seconds()
	})
}

// changeLiveChat changes what all channels of the sample property inherit.
func changeLiveChat(t *testing.T, admin *drive.Staff, change func(all map[string]any)) {
	t.Helper()
	var me struct {
		Properties []struct{ ID string }
	}
	if err := admin.Do(t.Context(), http.MethodGet, "/me", nil, &me); err != nil {
		t.Fatal(err)
	}
	for _, property := range me.Properties {
		path := "/properties/" + property.ID + "/live-chat"
		var settings map[string]any
		if err := admin.Do(t.Context(), http.MethodGet, path, nil, &settings); err != nil {
			t.Fatal(err)
		}
		change(settings["all"].(map[string]any))
		delete(settings, "channels") // the website has own settings in the sample
		if err := admin.Do(t.Context(), http.MethodPut, path, settings, nil); err != nil {
			t.Fatal(err)
		}
	}
}

// askUntilHeard asks for a person at a time, again and again until the wish is acknowledged: asking twice is asking once.
func askUntilHeard(t *testing.T, g *drive.Guest, at time.Time) {
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	for pause(ctx, at); ; pause(ctx, time.Now().Add(100*time.Millisecond)) {
		_, err := g.Human(ctx)
		if err == nil {
			return
		}
		if p := (*drive.Problem)(nil); errors.As(err, &p) && p.Status < 500 || ctx.Err() != nil {
			t.Errorf("asking for a person: %v", err)
			return
		}
	}
}

// pause waits until a moment, or until the test is over.
func pause(ctx context.Context, until time.Time) {
	select {
	case <-time.After(time.Until(until)):
	case <-ctx.Done():
	}
}

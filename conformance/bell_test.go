package conformance

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"testing"
	"time"

	"deskbell/conformance/drive"
)

// Promise 4 through a power cut: requests ring on devices of which none confirms. That is said after five seconds, and
// the property's chain is climbed, each step at its time; what falls due while the server is away happens with its
// return. Nobody who is called twice is called by two.
func TestChainThroughAKill(t *testing.T) {
	t.Parallel()
	for round := range times(1, 6) {
		t.Run(fmt.Sprint("Round", round), func(t *testing.T) {
			t.Parallel()
			killAfter, down := time.Duration(rand.Int64N(int64(18*time.Second))), time.Second+time.Duration(rand.Int64N(int64(9*time.Second)))
			allShapes(t, func(t *testing.T, h *house) { chainThroughAKill(t, h, killAfter, down) })
		})
	}
}

func chainThroughAKill(t *testing.T, h *house, killAfter, down time.Duration) {
	var called struct{ ID string }
	night := signedIn(t, h.Base(1), "agent2@demo.example")
	if err := night.Do(t.Context(), http.MethodGet, "/me", nil, &called); err != nil {
		t.Fatal(err)
	}
	if err := night.Do(t.Context(), http.MethodPut, "/me/duty", map[string]any{"duty": "away"}, nil); err != nil {
		t.Fatal(err)
	}
	changeLiveChat(t, signedIn(t, h.Base(1), "admin@demo.example"), func(all map[string]any) { all["regardless"] = true })
	setChain(t, signedIn(t, h.Base(1), "admin@demo.example"), called.ID)
	h.known(t)
	var asking sync.WaitGroup
	begun := time.Now()
	const guests = 40
	for i := range guests {
		g, err := drive.NewGuest(t.Context(), h.Base(i), "demo", &http.Client{Timeout: 10 * time.Second})
		if err != nil {
			t.Fatal(err)
		}
		asking.Go(func() { askUntilHeard(t, g, begun.Add(time.Duration(i)*50*time.Millisecond)) })
	}
	pause(t.Context(), begun.Add(killAfter))
	var o outage
	o.killed.from = time.Now()
	h.killAll()
	o.killed.to = time.Now()
	pause(t.Context(), o.killed.to.Add(down))
	o.back.from = time.Now()
	h.allAgain(t)
	o.back.to = time.Now()
	t.Logf("killed after %s, down for %s", killAfter, o.back.to.Sub(o.killed.to))
	asking.Wait()

	// Each alert is looked at until its whole chain was called.
	desk := signedIn(t, h.Base(1), "agent2@demo.example")
	climbed := map[string][2]time.Time{} // when the steps were first seen
	eventually(t, time.Minute, "every chain was climbed", func() bool {
		rings, err := desk.Rings(t.Context())
		if err != nil {
			return false
		}
		now, done := time.Now(), 0
		for _, r := range rings {
			seen := climbed[r.ID]
			for step := range seen {
				if r.Step > step && seen[step].IsZero() {
					seen[step] = now
				}
			}
			climbed[r.ID] = seen
			if r.Step > 0 && !r.ForMe {
				t.Errorf("step %d was called, and whom it names is not rung", r.Step)
			}
			if r.Step > 2 || r.State != "ringing" {
				t.Errorf("a ring stands at %+v", r)
			}
			if !seen[1].IsZero() {
				done++
				if !r.Unheard {
					t.Errorf("nobody confirmed it, and it is not unheard: %+v", r)
				}
			}
			for step, due := range []time.Time{r.OpenedAt.Add(hearWithin), r.OpenedAt.Add(secondStep)} {
				latest := due // a step that is due while the server is away comes with its return
				if latest.Before(o.back.to) {
					latest = o.back.to
				}
				switch at := seen[step]; {
				case at.IsZero() && now.After(latest.Add(late)), !at.IsZero() && at.Before(due):
					t.Errorf("step %d was due at %s, and stands at %s; now is %s", step+1, due.Format("05.000"), at.Format("05.000"), now.Format("05.000"))
				}
			}
		}
		return done == guests && len(rings) == guests
	})
}

// hearWithin is how long devices have to confirm a ring; the first step of the chain comes with it. secondStep is when
// the other comes.
const (
	hearWithin = 5 * time.Second
	secondStep = 16 * time.Second
)

// setChain gives the sample property a chain of two steps that call a person who is off duty.
func setChain(t *testing.T, admin *drive.Staff, person string) {
	t.Helper()
	var me struct{ Properties []struct{ ID string } }
	if err := admin.Do(t.Context(), http.MethodGet, "/me", nil, &me); err != nil {
		t.Fatal(err)
	}
	path := "/properties/" + me.Properties[0].ID + "/live-chat"
	var settings map[string]any
	if err := admin.Do(t.Context(), http.MethodGet, path, nil, &settings); err != nil {
		t.Fatal(err)
	}
	step := func(after time.Duration) map[string]any {
		return map[string]any{"kind": "people", "after_seconds": after.Seconds(), "people": []string{person}}
	}
	settings["chain"] = []any{step(10 * time.Second), step(secondStep)}
	delete(settings, "channels")
	if err := admin.Do(t.Context(), http.MethodPut, path, settings, nil); err != nil {
		t.Fatal(err)
	}
}

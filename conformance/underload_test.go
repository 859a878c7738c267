package conformance

import (
	"context"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"deskbell/conformance/check"
	"deskbell/conformance/drive"
	"deskbell/conformance/history"
)

// Guests and agents do what they do, and nothing is broken on purpose: what is checked here is what every fault below
// must leave as it is.
func TestWorkload(t *testing.T) {
	t.Parallel()
	eachShape(t, func(t *testing.T, h *house) {
		w := newWorld(t, h, seeded(t), times(12, 40))
		w.ringing = check.Within + time.Second
		var passersby []*caller // who is not on a page that is looked at, and waits
		for i := range 6 {
			passersby = append(passersby, w.passerby(i))
		}
		got := w.during(time.Duration(times(8, 60))*time.Second, func(ctx context.Context, _ *rand.Rand) {
			var asking sync.WaitGroup
			for _, v := range passersby {
				asking.Go(func() {
					v.send(ctx)
					v.insists(ctx, history.Ask, "", v.g.Human)
				})
			}
			asking.Wait()
		})
		w.checked(got)
		if rings := check.Rings(got); rings == 0 {
			t.Error("nobody waited for two seconds, so nothing was shown about the bell")
		} else {
			t.Logf("%d rings were seen in time", rings)
		}
	})
}

// during lets everybody work for a while in which happens what happens, and takes down how it all ends.
func (w *world) during(lasts time.Duration, happens func(ctx context.Context, dice *rand.Rand)) *history.History {
	w.Helper()
	closed := w.live()
	ctx, cancel := context.WithTimeout(w.Context(), lasts)
	defer cancel()
	var working sync.WaitGroup
	working.Go(func() { w.run(ctx) })
	happens(ctx, rand.New(rand.NewPCG(w.seed, 0)))
	working.Wait()
	return w.settle(closed)
}

// A node is killed at random moments while guests and agents are at work, one after the other where there are two:
// nothing acknowledged is lost, doubled or out of order, whoever controls controls alone, every request ends once, and
// all pages show the same in the end.
func TestKilledWhileAllWork(t *testing.T) {
	t.Parallel()
	eachShape(t, func(t *testing.T, h *house) {
		w := newWorld(t, h, seeded(t), times(12, 30))
		w.pace = 8
		kills := 0
		var slowest time.Duration
		got := w.during(time.Duration(times(6, 100))*time.Second, func(ctx context.Context, dice *rand.Rand) {
			for ctx.Err() == nil {
				pause(ctx, time.Now().Add(time.Duration(200+dice.IntN(1200))*time.Millisecond))
				whole := w.rec.Broken()
				h.Kill(kills)
				h.again(t, kills)
				slowest = max(slowest, h.Node(kills).Took)
				whole()
				kills++
			}
		})
		t.Logf("%d kills, ready again at most %s after the start", kills, slowest.Round(time.Millisecond))
		w.checked(got)
	})
}

// SIGTERM in the middle of everything ends a node cleanly and soon: what it accepted it answers, its sockets are told
// that the service restarts (1012) and its streams say bye; others, or the same one again, go on.
func TestStoppedWhileAllWork(t *testing.T) {
	t.Parallel()
	eachShape(t, func(t *testing.T, h *house) {
		w := newWorld(t, h, seeded(t), times(12, 30))
		w.pace = 20 // so that something is under way whenever it stops
		stops := 0
		var slowest time.Duration
		got := w.during(time.Duration(times(5, 60))*time.Second, func(ctx context.Context, dice *rand.Rand) {
			for ctx.Err() == nil {
				pause(ctx, time.Now().Add(time.Duration(1000+dice.IntN(1000))*time.Millisecond))
				whole := w.rec.Broken()
				code, took := h.Stop(stops)
				if code != 0 || took > stopsWithin {
					t.Errorf("ended with %d after %s", code, took)
				}
				slowest = max(slowest, took)
				h.again(t, stops)
				whole()
				stops++
			}
		})
		told, untold := 0, 0
		for _, a := range w.agents {
			for status, n := range a.desk.closes() {
				switch status {
				case restarts:
					told += n
				case tooSlow: // on a busy machine, and no matter of the stop
				default:
					untold += n
					t.Logf("%s: %d connections ended with %d", a.name, n, status)
				}
			}
		}
		byes := 0
		for _, v := range w.guests {
			byes += v.page.said("going_away")
		}
		t.Logf("%d stops, at most %s; %d sockets were told, %d streams said bye", stops, slowest.Round(time.Millisecond), told, byes)
		if told == 0 || untold > 0 || byes == 0 {
			t.Errorf("%d sockets were told that the service restarts, %d were not; %d streams said bye", told, untold, byes)
		}
		w.checked(got)
		// A repeat that meets its first attempt stored is one whose acknowledgement was cut off.
		for _, o := range got.Ops {
			if o.Outcome == history.OK && (o.Do == history.Send || o.Do == history.Reply || o.Do == history.Note) && o.Status == 200 {
				t.Errorf("%s of %s was stored, and its acknowledgement was not sent", o.ClientID, o.Client)
			}
		}
	})
}

// stopsWithin is how long a clean stop may take; restarts the status of a socket whose server goes away,
// tooSlow that of one that did not take what it was sent.
const (
	stopsWithin = 10 * time.Second
	restarts    = 1012
	tooSlow     = 3008
)

// Nodes are added and stopped while all work: whoever was at a node that goes continues at another.
func TestNodesComeAndGo(t *testing.T) {
	t.Parallel()
	inShapes(t, drive.Setup{}, func(s drive.Shape) bool { return s.Heard }, func(t *testing.T, h *house) {
		w := newWorld(t, h, seeded(t), times(12, 30))
		w.checked(w.during(time.Duration(times(6, 60))*time.Second, func(ctx context.Context, dice *rand.Rand) {
			for ctx.Err() == nil {
				added, err := h.Add(ctx)
				if err != nil {
					if ctx.Err() == nil {
						t.Error(err)
					}
					return
				}
				pause(ctx, time.Now().Add(time.Duration(500+dice.IntN(1000))*time.Millisecond))
				w.moves(dice, added, 2)
				pause(ctx, time.Now().Add(time.Duration(500+dice.IntN(1000))*time.Millisecond))
				whole := w.rec.Broken()
				code, _ := h.Stop(added)
				if code != 0 {
					t.Errorf("a node that was added ended with %d", code)
				}
				w.moves(dice, dice.IntN(2), 1)
				whole()
			}
		}))
	})
}

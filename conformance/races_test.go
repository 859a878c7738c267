package conformance

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"deskbell/conformance/drive"
	"deskbell/conformance/history"
)

// A hundred agents press Take Control in the same moment, at every node there is: exactly one has it, and every other is
// told who.
func TestAHundredTakers(t *testing.T) {
	t.Parallel()
	eachShape(t, func(t *testing.T, h *house) {
		w := newWorld(t, h, seeded(t), 1)
		takers := w.hire(times(24, 100))
		closed := w.live()
		w.opened()
		knew := map[string]time.Time{} // when a page showed who has it, by conversation and page
		var mu sync.Mutex
		for _, a := range w.agents {
			a.desk.mu.Lock()
			a.desk.onFrame = func(f drive.DeskFrame) {
				if f.Entry != nil && f.Entry.Code == "joined" {
					mu.Lock()
					knew[f.ConversationID+" "+a.name] = time.Now()
					mu.Unlock()
				}
			}
			a.desk.mu.Unlock()
		}
		var took, told []time.Duration
		wins := make([]int, h.Len())
		acknowledged := map[string]time.Time{}
		for round := range times(10, 1000) {
			v := w.passerby(round)
			v.send(t.Context())
			barrier := make(chan struct{})
			var all sync.WaitGroup
			won, lost := make(chan *attendant, len(takers)), make(chan string, len(takers))
			for _, a := range takers {
				all.Go(func() {
					<-barrier
					begun := time.Now()
					err := a.do(a.op(history.Take, v.conversation), func(*history.Op) error { return a.s.Act(t.Context(), v.conversation, history.Take, nil) })
					if err == nil {
						mu.Lock()
						acknowledged[v.conversation] = time.Now()
						mu.Unlock()
						won <- a
						return
					}
					mu.Lock()
					took = append(took, time.Since(begun))
					mu.Unlock()
					if p, ok := err.(*drive.Problem); ok && p.Status == http.StatusConflict {
						lost <- p.By.ID
					} else {
						t.Errorf("round %d: %v", round, err)
					}
				})
			}
			close(barrier)
			all.Wait()
			close(won)
			close(lost)
			if len(won) != 1 {
				t.Fatalf("round %d: %d agents have it", round, len(won))
			}
			winner := <-won
			wins[winner.node%len(wins)]++
			for by := range lost {
				if by != winner.id {
					t.Errorf("round %d: somebody was told that %q has it, and it is %s", round, by, winner.id)
				}
			}
			// Places are freed, so that nobody's list grows with the rounds.
			if err := winner.do(winner.op(history.Resolve, v.conversation), func(*history.Op) error {
				return winner.s.Act(t.Context(), v.conversation, history.Resolve, map[string]any{"confirm": true})
			}); err != nil {
				t.Error(err)
			}
		}
		got := w.settle(closed)
		for conversation, at := range acknowledged {
			for _, a := range w.agents {
				told = append(told, knew[conversation+" "+a.name].Sub(at))
			}
		}
		t.Logf("%d takers; wins by node %v; told who has it p50 %s, p99 %s; screens show it p50 %s, p99 %s after the acknowledgement",
			len(takers), wins, percentile(took, 50), percentile(took, 99), percentile(told, 50), percentile(told, 99))
		w.checked(got)
	})
}

func percentile(of []time.Duration, p int) time.Duration {
	if len(of) == 0 {
		return 0
	}
	slices.Sort(of)
	return of[min(len(of)-1, len(of)*p/100)].Round(time.Millisecond)
}

// hire invites agents to the sample property, who sign in at one node after the other. They open no page.
func (w *world) hire(n int) []*attendant {
	w.Helper()
	admin := signedIn(w.T, w.house.Base(0), "admin@demo.example")
	me, err := admin.Me(w.Context())
	if err != nil {
		w.Fatal(err)
	}
	hired := make([]*attendant, n)
	var hiring sync.WaitGroup
	for half := range 2 {
		hiring.Go(func() {
			for i := half; i < n; i += 2 {
				a := &attendant{}
				w.begin(&a.actor, fmt.Sprint("taker ", i), i)
				if err := a.join(w.Context(), admin, me.Properties[0].ID); err != nil {
					w.Errorf("%s: %v", a.name, err)
					return
				}
				hired[i] = a
			}
		})
	}
	hiring.Wait()
	if w.Failed() {
		w.FailNow()
	}
	return hired
}

// join accepts an invitation to a property.
func (a *attendant) join(ctx context.Context, admin *drive.Staff, property string) error {
	var invited struct{ URL string }
	email := strings.ReplaceAll(a.name, " ", "") + "@demo.example"
	if err := admin.Do(ctx, http.MethodPost, "/team/invitations", map[string]any{"email": email, "role": "agent", "properties": []string{property}}, &invited); err != nil {
		return err
	}
	_, path, _ := strings.Cut(invited.URL, "/invitations/")
	var err error
	if a.s, err = drive.Visitor(a.w.house.Base(a.node), 2); err != nil {
		return err
	}
	if err := a.s.Do(ctx, http.MethodPost, "/invitations/"+path, map[string]any{"name": a.name, "password": "the bell rings at noon"}, nil); err != nil {
		return err
	}
	me, err := a.s.Me(ctx)
	a.id = me.ID
	return err
}

// opened waits until every page is connected.
func (w *world) opened() {
	w.Helper()
	eventually(w.T, time.Minute, "every page is connected", func() bool {
		for _, a := range w.agents {
			if !a.desk.connected() {
				return false
			}
		}
		for _, v := range w.guests {
			if !v.page.connected() {
				return false
			}
		}
		return true
	})
}

// One request is taken, accepted twice, cancelled and over in the same moment, while an answer of the assistant is
// ready: whatever order that falls into, one voice speaks, the request ends once, and everybody is told the same.
func TestAllInOneMoment(t *testing.T) {
	t.Parallel()
	allShapes(t, func(t *testing.T, h *house) {
		thinks(t, h.Base(0), 3*time.Second)
		waves := times(1, 10)
		w := newWorld(t, h, seeded(t), times(15, 40))
		closed := w.live()
		w.opened()
		ends := map[string]int{}
		for range waves {
			var all sync.WaitGroup
			for i, v := range w.guests {
				all.Go(func() { v.moment(t.Context(), time.Now().Add(time.Duration(i)*40*time.Millisecond)) })
			}
			all.Wait()
			for _, a := range w.agents { // whoever won gives it back for the next wave
				cards, err := a.s.List(t.Context(), "mine")
				if err != nil {
					t.Fatal(err)
				}
				for _, c := range cards {
					_ = a.do(a.op(history.HandBack, c.ID), func(*history.Op) error { return a.s.Act(t.Context(), c.ID, history.HandBack, nil) }) // taken down
				}
			}
		}
		got := w.settle(closed)
		for _, thread := range got.Threads {
			for i, e := range thread.Desk {
				if e.Kind == "control" && i > 0 && e.Code != "waiting" && e.Code != "handed_back" {
					ends[e.Code]++
				}
			}
		}
		t.Logf("%d moments: %v", waves*len(w.guests), ends)
		w.checked(got)
	})
}

// moment is one guest's wait, at whose very end everything happens at once.
func (v *caller) moment(ctx context.Context, begin time.Time) {
	pause(ctx, begin)
	v.send(ctx)
	v.insists(ctx, history.Ask, "", v.g.Human)
	over := time.Now().Add(20 * time.Second) // both waits
	jitter := func() time.Time { return over.Add(time.Duration(v.dice.IntN(60)-30) * time.Millisecond) }
	ask, take, accept, again, cancel := over.Add(time.Duration(v.dice.IntN(60)-30)*time.Millisecond-3*time.Second), jitter(), jitter(), jitter(), jitter()
	pause(ctx, ask)
	v.send(ctx) // its answer takes three seconds
	var all sync.WaitGroup
	press := func(a *attendant, verb string, at time.Time) {
		if v.key != "demo" && len(a.hers) < 2 {
			return
		}
		all.Go(func() {
			pause(ctx, at)
			_ = a.do(a.op(verb, v.conversation), func(*history.Op) error { return a.s.Act(ctx, v.conversation, verb, nil) }) // taken down
		})
	}
	press(v.w.agents[0], history.Take, take)
	press(v.w.agents[1], history.Accept, accept)
	press(v.w.agents[2], history.Accept, again)
	all.Go(func() {
		pause(ctx, cancel)
		asked := time.Now()
		_ = v.do(v.op(history.Cancel), func(*history.Op) error { // taken down
			s, err := v.g.CancelHuman(ctx)
			if err == nil {
				v.saw(s, asked)
			}
			return err
		})
	})
	all.Wait()
}

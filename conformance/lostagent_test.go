package conformance

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"deskbell/conformance/drive"
	"deskbell/conformance/history"
)

// An agent's laptop dies while she has a guest who waits for an answer: closed, so that its connection ends, or asleep,
// so that the connection stands and nothing comes. After 30 s she counts as reconnecting, after 45 s the guest is told and
// the others are rung; nobody waits in silence for longer than a minute. Who comes back while it still rings has the guest
// again; of a guest who had been answered nothing changes until the guest writes.
func TestAgentsWhoAreLost(t *testing.T) {
	t.Parallel()
	if !long() { // the last two thirds of a minute are the product's own, so the richest shape stands for all
		inShapes(t, drive.Setup{}, func(s drive.Shape) bool { return s.Heard }, lostAgents)
		return
	}
	allShapes(t, lostAgents)
}

func lostAgents(t *testing.T, h *house) {
	w := newWorld(t, h, seeded(t), 4)
	ctx, cancel := context.WithTimeout(t.Context(), 4*time.Minute)
	defer cancel()
	closed, asleep, awake := w.agents[0], w.agents[1], w.agents[2]
	for _, a := range w.agents {
		if err := a.s.Do(ctx, "PUT", "/me/duty", map[string]any{"duty": "online"}, nil); err != nil {
			t.Fatal(err)
		}
	}
	here := map[*attendant]context.CancelFunc{}
	var pages sync.WaitGroup
	open := func(a *attendant) {
		living, leave := context.WithCancel(ctx)
		here[a] = leave
		pages.Go(func() { a.desk.live(living) })
	}
	for _, a := range w.agents {
		open(a)
	}
	for _, v := range w.guests {
		pages.Go(func() { v.page.live(ctx) })
	}
	w.opened()

	// Two guests wait for the one who closes hers, one for the one who falls asleep; the last was answered by the latter.
	held := []*attendant{closed, closed, asleep, asleep}
	for i, v := range w.guests {
		v.send(ctx)
		held[i].act(ctx, v.conversation, history.Take, nil)
		held[i].write(ctx, v.conversation, history.Reply)
		if i < 3 {
			v.send(ctx)
		}
	}
	// Asleep: a connection that stands and hears nothing, after the last beat.
	stuck, wake := context.WithCancel(ctx)
	defer wake()
	standing := make(chan struct{})
	pages.Go(func() {
		first := true
		_ = asleep.s.Lines(stuck, func([]byte) ([]byte, error) {
			if first {
				first = false
				close(standing)
			}
			<-stuck.Done()
			return nil, nil
		})
	})
	<-standing
	died := time.Now()
	here[closed]()
	here[asleep]()

	gone := map[string]time.Time{} // when a guest's card first said that the agent reconnects
	lost := func(v *caller) *drive.Entry {
		for _, e := range awake.desk.seen(v.conversation) {
			if e.Kind == "control" && e.Code == "lost" {
				return &e
			}
		}
		return nil
	}
	waiting := w.guests[:3]
	eventually(t, 70*time.Second, "the guests are handed on", func() bool {
		cards, err := awake.s.List(ctx, "live")
		if err != nil {
			return false
		}
		for _, c := range cards {
			if c.AgentGone == "reconnecting" && gone[c.ID].IsZero() {
				gone[c.ID] = time.Now()
			}
		}
		return !slices.ContainsFunc(waiting, func(v *caller) bool { return lost(v) == nil })
	})
	for i, v := range waiting {
		after := lost(v).At.Sub(died)
		t.Logf("guest %d: reconnecting after %s, handed on after %s", i, gone[v.conversation].Sub(died).Round(time.Millisecond), after.Round(time.Millisecond))
		if after < lostAfter-beat || after > silence {
			t.Errorf("guest %d was handed on %s after the last sign of life", i, after)
		}
		if at := gone[v.conversation]; at.IsZero() || at.Sub(died) < reconnecting-beat {
			t.Errorf("guest %d: the desk saw that the agent reconnects at %v", i, at)
		}
		eventually(t, converge, "the guest is told", func() bool {
			return slices.ContainsFunc(v.page.seen(), func(e drive.Entry) bool { return e.Code == "lost" })
		})
	}
	answered := w.guests[3]
	if lost(answered) != nil {
		t.Error("a guest who had been answered was handed on")
	}
	answered.send(ctx)
	eventually(t, converge, "who writes to a lost agent is handed on at once", func() bool { return lost(answered) != nil })

	// The one who is awake takes one of the two guests of the closed laptop; then that one comes back.
	awake.act(ctx, waiting[0].conversation, history.Accept, nil)
	open(closed)
	eventually(t, 20*time.Second, "who comes back has the guest again", func() bool {
		c, err := awake.s.Card(ctx, waiting[1].conversation)
		return err == nil && c.Controller.AgentID == closed.id
	})
	for _, v := range []*caller{waiting[2], answered} {
		awake.act(ctx, v.conversation, history.Accept, nil)
	}
	for v, who := range map[*caller]*attendant{waiting[0]: awake, waiting[1]: closed, waiting[2]: awake, answered: awake} {
		if c, err := awake.s.Card(ctx, v.conversation); err != nil || c.Controller.AgentID != who.id {
			t.Errorf("%s is with %v, want %s (%v)", v.name, c.Controller, who.name, err)
		}
	}
	wake()
	open(asleep)
	w.checked(w.settle(func() {
		cancel()
		pages.Wait()
	}))
}

// What the law says of an agent without a sign of life; beat is how long before the death the last one may have been.
const (
	reconnecting = 30 * time.Second
	lostAfter    = 45 * time.Second
	silence      = time.Minute
	beat         = 11 * time.Second
)

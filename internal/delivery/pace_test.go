package delivery_test

import (
	"fmt"
	"testing"
	"time"

	"deskbell/internal/channel"
	"deskbell/internal/delivery"
)

// clock is a test's time.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func newClock() *clock { return &clock{time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)} }

// An account never sends faster than its channel allows, and whoever finds it empty is told a moment of their own.
func TestPace_Account(t *testing.T) {
	t.Parallel()
	c := newClock()
	p := delivery.NewPace(c.now)
	caps := channel.Capabilities{PerSecond: 10}
	waits := map[time.Duration]bool{}
	for i := range 30 {
		wait := p.Begin("a", caps, fmt.Sprint("g", i), false)
		if (wait == 0) != (i < 10) {
			t.Fatalf("%d waits %v", i, wait)
		}
		if wait == 0 {
			p.End("a", fmt.Sprint("g", i), nil)
		} else if waits[wait] {
			t.Errorf("two are to come back after %v", wait)
		}
		waits[wait] = true
	}
	if p.Begin("b", caps, "g", false) != 0 {
		t.Error("another account waits too")
	}
	c.at = c.at.Add(500 * time.Millisecond)
	sent := 0
	for i := range 30 {
		if p.Begin("a", caps, fmt.Sprint("h", i), false) == 0 {
			sent++
			p.End("a", fmt.Sprint("h", i), nil)
		}
	}
	if sent != 5 {
		t.Errorf("%d in half a second", sent)
	}
}

// A guest of WhatsApp gets 45 at once and then one in 6 s; the others are not slowed by that.
func TestPace_Pair(t *testing.T) {
	t.Parallel()
	c := newClock()
	p := delivery.NewPace(c.now)
	caps := channel.Capabilities{PerSecond: 1000, PairEvery: 6 * time.Second, PairBurst: 45}
	for i := range 45 {
		if wait := p.Begin("a", caps, "g", false); wait != 0 {
			t.Fatalf("%d waits %v", i, wait)
		}
		p.End("a", "g", nil)
	}
	if wait := p.Begin("a", caps, "g", false); wait < 5*time.Second || wait > 6*time.Second {
		t.Errorf("the next waits %v", wait)
	}
	if wait := p.Begin("a", caps, "h", false); wait != 0 {
		t.Errorf("somebody else waits %v", wait)
	}
	p.End("a", "h", &channel.Failure{Kind: channel.FailurePair, After: 16 * time.Second})
	if wait := p.Begin("a", caps, "h", false); wait != 16*time.Second {
		t.Errorf("told to wait 16 s, waits %v", wait)
	}
	if wait := p.Begin("a", caps, "i", false); wait != 0 {
		t.Errorf("somebody else waits %v", wait)
	}
}

// A channel that fails is asked by one message at a time, ever more rarely, and by all again once one went through.
func TestPace_Down(t *testing.T) {
	t.Parallel()
	c := newClock()
	p := delivery.NewPace(c.now)
	var caps channel.Capabilities
	fail := &channel.Failure{Kind: channel.FailureTransient}
	for i := range 3 {
		if wait := p.Begin("a", caps, fmt.Sprint(i), false); wait != 0 {
			t.Fatalf("%d waits %v", i, wait)
		}
		p.End("a", fmt.Sprint(i), fail)
	}
	last := time.Duration(0)
	for range 10 {
		wait := p.Begin("a", caps, "g", false)
		if wait < last/2 || wait > 50*time.Second {
			t.Fatalf("waits %v after %v", wait, last)
		}
		last = wait
		c.at = c.at.Add(wait)
		if wait := p.Begin("a", caps, "g", false); wait != 0 {
			t.Fatalf("the one that looks waits %v", wait)
		}
		if p.Begin("a", caps, "h", false) == 0 {
			t.Fatal("two look at once")
		}
		p.End("a", "g", fail)
	}
	if last < 10*time.Second {
		t.Errorf("looks every %v", last)
	}
	c.at = c.at.Add(time.Minute)
	if p.Begin("a", caps, "g", false) != 0 {
		t.Fatal("nobody looks")
	}
	p.End("a", "g", nil)
	for i := range 5 {
		if p.Begin("a", caps, fmt.Sprint(i), false) != 0 {
			t.Errorf("%d waits though the channel is back", i)
		}
	}
}

// A channel that hangs takes some hands, not all.
func TestPace_Hanging(t *testing.T) {
	t.Parallel()
	c := newClock()
	p := delivery.NewPace(c.now)
	going := 0
	for i := range 100 {
		if p.Begin("a", channel.Capabilities{}, fmt.Sprint(i), false) == 0 {
			going++
		}
	}
	if going == 0 || going > 32 {
		t.Errorf("%d under way", going)
	}
	if p.Begin("b", channel.Capabilities{}, "g", false) != 0 {
		t.Error("another account waits for it")
	}
}

// Throttled, an account slows down for good until messages go through again.
func TestPace_Throttled(t *testing.T) {
	t.Parallel()
	c := newClock()
	p := delivery.NewPace(c.now)
	caps := channel.Capabilities{PerSecond: 80}
	p.Begin("a", caps, "g", false)
	p.End("a", "g", &channel.Failure{Kind: channel.FailureThrottled, After: 2 * time.Second})
	if wait := p.Begin("a", caps, "h", false); wait < 2*time.Second {
		t.Errorf("waits %v", wait)
	}
	c.at = c.at.Add(time.Minute)
	sent := 0
	for i := range 80 {
		if p.Begin("a", caps, fmt.Sprint(i), false) == 0 {
			sent++
			p.End("a", fmt.Sprint(i), &channel.Failure{Kind: channel.FailureGone})
		}
	}
	if sent != 40 {
		t.Errorf("%d at once after throttling", sent)
	}
}

// Of two servers each sends half of what the channel allows, to an account and to a guest; where one is left it sends all.
func TestPace_TwoServers(t *testing.T) {
	t.Parallel()
	c := newClock()
	caps := channel.Capabilities{PerSecond: 20, PairEvery: 6 * time.Second, PairBurst: 45}
	begun := func(of []delivery.Pace, guests int) (n int) {
		for i := range 400 {
			p, guest := of[i%len(of)], fmt.Sprint("g", i%guests)
			if p.Begin("a", caps, guest, false) == 0 {
				p.End("a", guest, nil)
				n++
			}
		}
		return n
	}
	two := []delivery.Pace{delivery.NewPace(c.now), delivery.NewPace(c.now)}
	two[0].Share(2)
	two[1].Share(2)
	sent := begun(two, 400)
	for range 10 {
		c.at = c.at.Add(time.Second)
		sent += begun(two, 400)
	}
	if sent != 20+10*20 {
		t.Errorf("%d in ten seconds", sent)
	}
	c.at = c.at.Add(time.Hour)
	two[1].Share(1)
	if n := begun(two[1:], 400); n != 20 {
		t.Errorf("the one that is left sends %d at once", n)
	}
	c.at = c.at.Add(time.Hour)
	caps.PerSecond = 0
	two[1].Share(2)
	if n := begun(two, 1); n != 44 {
		t.Errorf("%d to one guest at once", n)
	}
}

// Package circuit keeps questions from a service that does not answer them. After some faults in a row nobody asks it for a
// while, then one does, and what comes of that decides for all. Without it every guest would wait for what is down, and a
// service that gets on its feet again would be knocked over by all of them.
package circuit

import (
	"sync"
	"time"
)

// How a circuit behaves.
const (
	After = 5 // faults in a row open it
	First = 15 * time.Second
	Most  = 5 * time.Minute
)

// Circuit is made with [New]. Whoever enters says how it went, with one of Well, Failed and CalledOff.
type Circuit struct {
	now func() time.Time

	mu     sync.Mutex
	faults int
	open   time.Duration // how long it was opened for last
	until  time.Time     // nobody asks before it; zero while it is closed
	probe  bool          // somebody asks for all
	well   time.Time     // it answered last
	failed time.Time     // it did not, last
}

// State is what a circuit saw.
type State struct {
	// Closed says that the service is being asked; while it is not, nobody asks before Until.
	Closed bool
	Until  time.Time
	// Well is when it last answered, Failed when it last did not; zero is never.
	Well, Failed time.Time
}

// New makes a closed one.
func New(now func() time.Time) *Circuit { return &Circuit{now: now} }

// Enter reports whether the service may be asked now.
func (c *Circuit) Enter() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.until.IsZero() {
		return true
	}
	if c.probe || c.now().Before(c.until) {
		return false
	}
	c.probe = true
	return true
}

// Well says that it answered.
func (c *Circuit) Well() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.faults, c.open, c.until, c.probe, c.well = 0, 0, time.Time{}, false, c.now()
}

// CalledOff says that the question was: that tells nothing about the service.
func (c *Circuit) CalledOff() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.probe = false
}

// Failed says that it did not answer. Where it asked to be left alone for a while (after is above 0), it is at once.
func (c *Circuit) Failed(after time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	probed := c.probe
	c.probe = false
	c.faults++
	c.failed = c.now()
	switch {
	case after > 0:
		c.open = min(max(after, time.Second), Most)
	case probed, c.faults >= After:
		c.open = min(max(c.open*2, First), Most)
	default:
		return
	}
	c.until = c.now().Add(c.open)
}

// Closed reports whether the service is being asked.
func (c *Circuit) Closed() bool { return c.State().Closed }

// State tells how the service does.
func (c *Circuit) State() State {
	c.mu.Lock()
	defer c.mu.Unlock()
	return State{Closed: c.until.IsZero() || !c.now().Before(c.until), Until: c.until, Well: c.well, Failed: c.failed}
}

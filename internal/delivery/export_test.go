package delivery

import (
	"time"

	"deskbell/internal/channel"
)

// Pace is an account's pace by itself, for tests.
type Pace struct{ p *pace }

// NewPace makes one that goes by a test's clock.
func NewPace(now func() time.Time) Pace { return Pace{newPace(now)} }

// Share is how many servers there are.
func (p Pace) Share(servers int) { p.p.share(servers) }

// Begin and End are what the sending asks.
func (p Pace) Begin(id string, caps channel.Capabilities, guest string, media bool) time.Duration {
	return p.p.begin(id, caps, guest, media)
}

// End is as begin's.
func (p Pace) End(id, guest string, f *channel.Failure) { p.p.end(id, guest, f) }

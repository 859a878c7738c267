package clock

import (
	"log/slog"
	"sync"
	"time"
)

const (
	// follows is the share of the time that passes by which a steady clock may catch up with the machine's: what is due
	// in two minutes comes at most 0.6 s early or late for it.
	follows = 200
	// wasSet is from how large a difference on somebody is told: smaller ones are corrections, as NTP makes them.
	wasSet = 2 * time.Second
)

// Steady is a clock for an installation that has only this machine's: it starts with the machine's time and then counts
// how much time passes, so that nothing falls due because somebody, or NTP, set the machine's clock, nor stops falling
// due because it was set back. What it differs by it makes good slowly; a restart takes the machine's time at once.
type Steady struct {
	wall func() time.Time
	ran  func() time.Duration
	log  *slog.Logger

	mu   sync.Mutex
	last time.Duration // what ran said when Now was asked
	now  time.Time     // and what was answered
	told bool          // that the machine's clock was set
}

// NewSteady starts one. wall is the machine's clock, ran how long the machine has been running, its sleep included; nil
// are the real ones.
func NewSteady(wall func() time.Time, ran func() time.Duration, log *slog.Logger) *Steady {
	if wall == nil {
		wall = time.Now
	}
	if ran == nil {
		ran = sinceBoot
	}
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Steady{wall: wall, ran: ran, log: log, last: ran(), now: wall().Round(0)}
}

// Now is the time. It never goes backward.
func (s *Steady) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	ran, wall := s.ran(), s.wall().Round(0)
	passed := max(ran-s.last, 0)
	s.last = ran
	s.now = s.now.Add(passed)
	differs := wall.Sub(s.now)
	if set := differs.Abs() > wasSet; set != s.told {
		if s.told = set; set {
			s.log.Warn("the machine's clock was set; Deskbell follows slowly, or at once when it is restarted", "by", differs.Round(time.Millisecond).String())
		}
	}
	most := passed / follows
	s.now = s.now.Add(min(max(differs, -most), most))
	return s.now
}

// Package clock tells what time it is for all servers of an installation: the time of the database that they share. A
// machine's own clock may be wrong by an hour, and may be set while we run; neither is noticed, because of it only how
// much time has passed is taken.
package clock

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"deskbell/internal/store"
)

const (
	// measureEvery is how often the database is asked.
	measureEvery = 5 * time.Second
	// drift is by how much two machines' seconds differ at most: 200 parts in a million, ten times what quartz does.
	drift = 5000
	// rounded is by how much what a transaction tells is rounded.
	rounded = time.Millisecond
	// stands is how far the clock may be ahead and wait: further back than that it goes, because it was wrong, or the
	// database's is another by now.
	stands = time.Second
)

// Clock is the database's clock, as this process knows it. The zero value is none: see New.
type Clock struct {
	store store.Store
	local func() time.Time
	log   *slog.Logger

	mu sync.Mutex
	// base was the database's time when the machine's was at, give or take doubt.
	at, base time.Time
	doubt    time.Duration
	last     time.Time // that Now told
}

// New asks the database what time it is. local is the machine's clock; nil is the real one.
func New(ctx context.Context, s store.Store, local func() time.Time, log *slog.Logger) (*Clock, error) {
	if local == nil {
		local = time.Now
	}
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	c := &Clock{store: s, local: local, log: log}
	if err := c.measure(ctx); err != nil {
		return nil, err
	}
	if ahead := c.Ahead(); ahead.Abs() > 2*time.Second {
		log.Warn("this machine's clock is not the database's; the database's counts", "ahead", ahead.Round(time.Millisecond).String())
	}
	return c, nil
}

// Now is the database's time. It does not go backward, unless the database's clock was set back by more than a second.
func (c *Clock) Now() time.Time {
	now := c.local()
	c.mu.Lock()
	defer c.mu.Unlock()
	t := c.base.Add(now.Sub(c.at))
	if c.last.After(t) && c.last.Sub(t) < stands {
		return c.last
	}
	c.last = t
	return t
}

// Ahead is by how much the machine's clock is ahead of the database's.
func (c *Clock) Ahead() time.Duration { return c.local().Round(0).Sub(c.Now()) }

// Run keeps the clock right until ctx is done.
func (c *Clock) Run(ctx context.Context) error {
	tick := time.NewTicker(measureEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		asking, cancel := context.WithTimeout(ctx, measureEvery)
		err := c.measure(asking)
		cancel()
		if err != nil && ctx.Err() == nil {
			c.log.Debug("the database's clock was not read", "err", err) // it goes on by itself meanwhile
		}
	}
}

// measure asks the database for its time. The answer was true at some moment of the way there and back: the middle is
// taken, and half of the way is how wrong it may be.
func (c *Clock) measure(ctx context.Context) error {
	var told, asked, heard time.Time
	err := c.store.Read(ctx, func(tx store.Tx) error {
		asked = c.local()
		told = tx.Now()
		heard = c.local()
		return nil
	})
	if err != nil {
		return err
	}
	half := heard.Sub(asked) / 2
	base, doubt := told.Add(half), half+rounded
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.base.IsZero() {
		c.at, c.base, c.doubt = heard, base, doubt
		return nil
	}
	passed := heard.Sub(c.at)
	known, sure := c.base.Add(passed), c.doubt+passed/drift
	differs := base.Sub(known)
	// A worse reading than what is known is of use only where the two cannot both be true.
	if doubt > sure && differs.Abs() <= sure+doubt {
		return nil
	}
	if differs.Abs() > stands {
		c.log.Warn("the database's clock was set, or another database answers", "by", differs.Round(time.Millisecond).String())
	}
	c.at, c.base, c.doubt = heard, base, doubt
	return nil
}

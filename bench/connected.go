package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"deskbell/conformance/drive"
)

// The sizes of the two groups of this file.
const (
	talking   = 200   // guests who write
	inStorm   = 5_000 // guests who lose their connection at once
	quietFor  = 6 * time.Second
	stormRate = 50 // messages a second meanwhile
	// cameBack is within which a widget tries again first, at a moment of its own (web/shared/backoff.ts).
	cameBack = 500 * time.Millisecond
)

// crowds are how many guests are connected, the talking ones among them.
var crowds = []int{200, 2_000, 10_000}

// measureGuests is what connected guests cost, and what they cost those who write: memory, the processor while nothing
// happens, and delivery with 200, 2,000 and 10,000 of them.
func measureGuests(ctx context.Context, c config, r *report) error {
	for _, on := range c.alone() {
		if err := c.guestsOn(ctx, on, r); err != nil {
			return err
		}
	}
	return nil
}

func (c config) guestsOn(ctx context.Context, on shape, r *report) error {
	s, err := c.newScene(ctx, sceneOptions{shape: on, guests: talking, control: true, streams: true})
	if err != nil {
		return err
	}
	defer s.close()
	crowd := newCrowd(s)
	defer crowd.leave()
	time.Sleep(2 * time.Second) // memory is measured at rest
	first, err := s.servers[0].RSS()
	if err != nil {
		return err
	}
	for _, n := range crowds {
		if err := crowd.grow(ctx, n-talking); err != nil {
			return err
		}
		time.Sleep(3 * time.Second)
		of := fmt.Sprintf("%s guests connected%s", thousands(n), on.word)
		rss, err := s.servers[0].RSS()
		if err != nil {
			return err
		}
		memory := Figure{Name: of + ": the process, resident", Unit: "MB"}
		idle := Figure{Name: of + ": processor while nothing happens", Unit: "% of a core"}
		if n == crowds[len(crowds)-1] {
			memory.Must, memory.Aim, idle.Must = 250, 100, 10
			per := Figure{Name: "a connected idle guest" + on.word, Unit: "KB", Must: 12, Aim: 4}
			r.add(per, float64(rss-first)/float64(n-talking)/1024)
		}
		r.add(memory, float64(rss)/(1<<20))
		before := s.used()
		time.Sleep(quietFor)
		r.add(idle, 100*s.used().since(before).server.Seconds()/quietFor.Seconds())
		f50, f99, err := floor(ctx, s.servers[0].Opts.Dir, 30, c.seconds/4)
		if err != nil {
			return err
		}
		h, err := s.openLoop(ctx, 30, c.seconds, s.guestSends)
		if err != nil {
			return err
		}
		r.add(Figure{Name: of + ": guest → agent, 30/s, p50", Unit: "ms", Floor: f50}, ms(h, 50))
		r.add(Figure{Name: of + ": guest → agent, 30/s, p99", Unit: "ms", Floor: f99}, ms(h, 99))
	}
	return nil
}

// crowd are guests who only listen.
type crowd struct {
	s      *scene
	calls  *http.Client
	guests []*drive.Guest
	cancel []context.CancelFunc
}

func newCrowd(s *scene) *crowd { return &crowd{s: s, calls: drive.Client(drive.NewTransport(16))} }

// grow lets so many listen.
func (c *crowd) grow(ctx context.Context, to int) error {
	from := len(c.guests)
	if to <= from {
		return nil
	}
	c.guests = append(c.guests, make([]*drive.Guest, to-from)...)
	if err := each(to-from, 16, func(i int) error {
		g, err := drive.NewGuest(ctx, c.s.base(i, false), "demo", c.calls)
		c.guests[from+i] = g
		return err
	}); err != nil {
		return err
	}
	return c.listen(ctx, c.guests[from:], 16, 0)
}

// listen opens the streams of some of them, so many at a time, each at a moment of its own within the time given, and
// again within twice that where the server has too much to do.
func (c *crowd) listen(ctx context.Context, guests []*drive.Guest, atOnce int, within time.Duration) error {
	ctx, cancel := context.WithCancel(ctx)
	c.cancel = append(c.cancel, cancel)
	streams := drive.Client(drive.NewTransport(len(guests) + 16))
	return each(len(guests), atOnce, func(i int) error {
		guests[i].Client = streams
		for window := within; ; window *= 2 {
			if window > 0 {
				time.Sleep(rand.N(window))
			}
			err := c.s.listen(ctx, &guest{Guest: guests[i]})
			var refused *drive.Problem
			if window == 0 || window > time.Minute || !errors.As(err, &refused) || refused.Status != http.StatusServiceUnavailable {
				return err
			}
		}
	})
}

// leave ends all their streams.
func (c *crowd) leave() {
	for _, cancel := range c.cancel {
		cancel()
	}
	c.cancel = nil
}

// measureStorm cuts 5,000 guests off at once, who come back as the widget does, each within half a second, as after a
// proxy's restart. Others write meanwhile.
func measureStorm(ctx context.Context, c config, r *report) error {
	for _, on := range c.alone() {
		if err := c.stormOn(ctx, on, r); err != nil {
			return err
		}
	}
	return nil
}

func (c config) stormOn(ctx context.Context, on shape, r *report) error {
	s, err := c.newScene(ctx, sceneOptions{shape: on, guests: talking, control: true, streams: true})
	if err != nil {
		return err
	}
	defer s.close()
	crowd := newCrowd(s)
	defer crowd.leave()
	if err := crowd.grow(ctx, inStorm); err != nil {
		return err
	}
	for range c.runs {
		crowd.leave()
		begin := time.Now()
		back := make(chan error, 1)
		go func() { back <- crowd.listen(ctx, crowd.guests, inStorm, cameBack) }()
		var took time.Duration
		acks := latencies()
		if err := s.acknowledged(ctx, stormRate, acks, func() bool {
			select {
			case err = <-back:
				took = time.Since(begin)
			default:
			}
			return took > 0 && time.Since(begin) > max(took, 2*time.Second)
		}); err != nil {
			return err
		}
		if err != nil {
			return err
		}
		of := "5,000 guests cut off" + on.word
		r.add(Figure{Name: of + ": all back", Unit: "s", Must: 30}, took.Seconds())
		r.add(Figure{Name: of + ": sends meanwhile acknowledged, p95", Unit: "ms", Must: 1000}, ms(acks, 95))
		r.add(Figure{Name: of + ": sends meanwhile acknowledged, p99", Unit: "ms"}, ms(acks, 99))
	}
	return nil
}

// acknowledged sends at a steady rate until enough, and records how long each took from when it was due until it was
// acknowledged.
func (s *scene) acknowledged(ctx context.Context, rate int, into interface{ RecordValue(int64) error }, enough func() bool) error {
	var mu sync.Mutex
	var wg sync.WaitGroup
	var failed atomic.Pointer[error]
	begin, step := time.Now(), time.Second/time.Duration(rate)
	for n := 0; !enough() && failed.Load() == nil; n++ {
		due := begin.Add(time.Duration(n) * step)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Until(due)):
		}
		if time.Since(begin) > 2*time.Minute {
			failed.CompareAndSwap(nil, &errNotBack)
		}
		wg.Go(func() {
			if err := s.guestSends(ctx, n%len(s.guests), fmt.Sprintf("in the storm %s %d", s.name, s.serial.Add(1))); err != nil {
				failed.Store(&err)
				return
			}
			mu.Lock()
			defer mu.Unlock()
			_ = into.RecordValue(max(time.Since(due).Microseconds(), 1)) // beyond a minute the request has failed
		})
	}
	wg.Wait()
	if e := failed.Load(); e != nil {
		return *e
	}
	return nil
}

var errNotBack = errors.New("not all were back within two minutes")

// thousands writes a number as people read it.
func thousands(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", thousands(n/1000), n%1000)
}

package arrival

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"deskbell/internal/channel"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// reasonsMost is how many different failures of one body are written down, each of at most so many characters.
const (
	reasonsMost = 8
	reasonLong  = 200
)

// body is one that is worked on.
type body struct {
	store.Arrival
	taken    time.Time // when it was taken up here
	mu       sync.Mutex
	left     int // events that are not done
	failed   map[string]int
	again    bool // some of it is to be tried again
	crowded  bool // some of it was not tried, for nobody was free to
	panicked bool
}

// job is one event on its way.
type job struct {
	body    *body
	adapter channel.Adapter
	app     channel.App
	account channel.Account
	channel.Event
}

// last reports whether the body is not tried again after this time.
func (b *body) last() bool { return b.Attempts > len(pauses) }

// handOut reads bodies and gives their events to the lanes: in the order in which they happened, as far as the bodies that
// are here tell it.
func (in *Intake) handOut(ctx context.Context, door Door, list []store.Arrival) {
	bodies := make([]*body, len(list))
	in.mu.Lock() // all at once: their leases are renewed from now on, however long one takes to read
	for i, a := range list {
		bodies[i] = &body{Arrival: a, taken: time.Now(), failed: map[string]int{}}
		in.hand[a.ID] = bodies[i]
	}
	in.mu.Unlock()
	var jobs []*job
	for _, b := range bodies {
		of := in.decode(ctx, b)
		b.left = len(of) + 1
		jobs = append(jobs, of...)
		in.end(ctx, b, nil) // one more than its events, so that one without any ends too
	}
	slices.SortStableFunc(jobs, func(x, y *job) int { return x.happened().Compare(y.happened()) })
	for _, j := range jobs {
		in.lanes.do(ctx, j.lane(), func(ctx context.Context) { in.work(ctx, door, j) })
	}
}

// happened is when the event did by the channel's clock, or when it arrived.
func (j *job) happened() time.Time {
	if j.At.IsZero() {
		return j.body.At
	}
	return j.At
}

// lane is what an event must keep its order in.
func (j *job) lane() string {
	if len(j.Guest.IDs) > 0 {
		return j.Event.Account + " " + j.Guest.IDs[0]
	}
	return j.Event.Account + " " + j.ID
}

// decode reads a body. One that cannot be read at all is done with that failure.
func (in *Intake) decode(ctx context.Context, b *body) []*job {
	adapter := in.cfg.Adapters[b.Channel]
	if adapter == nil {
		b.fail("there is no such channel any more")
		return nil
	}
	events, err := safely(func() ([]channel.Event, error) { return adapter.Decode(b.Body) })
	if err != nil {
		b.fail("not understood: " + err.Error())
		in.cfg.Log.Warn("a body of a channel was not understood; it is kept", "arrival_id", b.ID, "channel", b.Channel, "err", err)
		return nil
	}
	jobs := make([]*job, 0, len(events))
	accounts := map[string]*job{}
	for _, ev := range events {
		j := &job{body: b, adapter: adapter, Event: ev}
		if of := accounts[ev.Account]; of != nil {
			j.app, j.account = of.app, of.account
		} else if ev.Account != "" {
			j.app, j.account, err = in.cfg.Accounts.ByKey(ctx, b.AppID, ev.Account)
			switch {
			case err == nil:
				accounts[ev.Account] = j
			case !errors.Is(err, desk.ErrNotFound):
				if b.last() {
					b.fail("the account could not be read: " + err.Error())
				}
				b.retry()
				in.cfg.Log.Warn("the account of an event is not known", "arrival_id", b.ID, "err", err)
				continue
			}
		}
		if j.account.ID == "" && ev.Kind != channel.EventTest {
			b.fail("no account is connected for " + desk.CleanLine(cmp.Or(ev.Account, "an event that names none"), 60))
			continue
		}
		jobs = append(jobs, j)
	}
	return jobs
}

// work brings one event to the door. What fails for now is tried again here for a moment, so that what comes after it in
// the lane stays after it.
func (in *Intake) work(ctx context.Context, door Door, j *job) {
	var err error
	for try := 0; ; try++ {
		_, err = safely(func() (struct{}, error) { return struct{}{}, in.bring(ctx, door, j) })
		if !passes(err) || try == 5 || ctx.Err() != nil {
			break
		}
		pause := time.NewTimer(50 * time.Millisecond << try)
		select {
		case <-pause.C:
		case <-ctx.Done():
			pause.Stop()
		}
	}
	if ctx.Err() != nil {
		return // it is given back
	}
	in.end(ctx, j.body, err)
}

// passes reports whether what failed may do now: something was away, or was changed by somebody else at the same moment.
func passes(err error) bool {
	return desk.CodeOf(err) == desk.CodeUnavailable || errors.Is(err, desk.ErrChanged)
}

// errEarly says that an event is about something that is not known yet.
var errEarly = errors.New("it is about a message that is not known")

// end counts an event of a body as done, and the body when it was the last.
func (in *Intake) end(ctx context.Context, b *body, err error) {
	switch {
	case err == nil:
	case errors.Is(err, store.ErrPanic):
		in.cfg.Log.Error("an event of a channel panicked", "arrival_id", b.ID, "err", err)
		b.mu.Lock()
		b.panicked, b.again = true, true
		b.mu.Unlock()
	case errors.Is(err, errCrowded):
		b.mu.Lock()
		b.crowded, b.again = true, true
		b.mu.Unlock()
	case errors.Is(err, errEarly), passes(err), desk.CodeOf(err) == desk.CodeInternal:
		if b.last() {
			b.fail(err.Error())
		}
		b.retry()
	default:
		b.fail(err.Error())
		in.cfg.Log.Warn("an event of a channel was not taken; it is kept", "arrival_id", b.ID, "err", err)
	}
	b.mu.Lock()
	b.left--
	ended := b.left == 0
	b.mu.Unlock()
	if ended {
		select {
		case in.done <- b:
		case <-ctx.Done():
		}
	}
}

func (b *body) fail(why string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.failed[desk.CleanLine(why, reasonLong)]++
}

func (b *body) retry() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.again = true
}

// failure is what is written of what failed: which, and how often.
func (b *body) failure() string {
	var all []string
	for why, n := range b.failed {
		if n > 1 {
			why = fmt.Sprintf("%s (%d times)", why, n)
		}
		all = append(all, why)
	}
	slices.Sort(all)
	return strings.Join(all[:min(len(all), reasonsMost)], "; ")
}

// settleAll writes down what came of bodies, of several in one transaction.
func (in *Intake) settleAll(ctx context.Context) error {
	for {
		var list []*body
		select {
		case b := <-in.done:
			list = append(list, b)
		case <-ctx.Done():
			return nil
		}
		for more := true; more && len(list) < inHand; {
			select {
			case b := <-in.done:
				list = append(list, b)
			default:
				more = false
			}
		}
		for try := 0; ; try++ {
			err := in.settle(ctx, list)
			if err == nil || ctx.Err() != nil {
				break
			}
			in.cfg.Log.Warn("what came of what arrived was not written", "count", len(list), "err", err)
			pause := time.NewTimer(min(time.Second, 50*time.Millisecond<<min(try, 5)))
			select {
			case <-pause.C:
			case <-ctx.Done():
				pause.Stop()
			}
		}
		in.mu.Lock()
		for _, b := range list {
			delete(in.hand, b.ID)
		}
		in.mu.Unlock()
		in.Wake()
	}
}

func (in *Intake) settle(ctx context.Context, list []*body) error {
	return in.writeLeases(ctx, func(tx store.Tx) error {
		now := tx.Now()
		for _, b := range list {
			var err error
			if b.again && !b.last() {
				_, err = tx.RetryArrival(b.ID, in.cfg.Owner, now.Add(pauses[max(b.Attempts, 1)-1]), b.failure())
			} else if b.crowded { // what was not tried cannot have failed
				_, err = tx.RetryArrival(b.ID, in.cfg.Owner, now.Add(crowdedFor), b.failure())
			} else {
				if b.panicked {
					b.fail("what works on it panicked")
					in.cfg.Dead("arrival")
				}
				_, err = tx.FinishArrival(b.ID, in.cfg.Owner, now, b.failure())
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// safely turns a panic into an error: one event must not end the process for all, again and again after each restart.
func safely[T any](do func() (T, error)) (v T, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v\n%s", store.ErrPanic, p, debug.Stack())
		}
	}()
	return do()
}

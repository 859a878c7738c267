package clock_test

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"deskbell/internal/clock"
	"deskbell/internal/store"
	"deskbell/internal/store/memstore"
)

// far is a store that is a way off: asking for the time takes so long there, and so long back.
type far struct {
	store.Store
	there, back atomic.Int64
	down        atomic.Bool
}

func (f *far) Read(ctx context.Context, fn func(store.Tx) error) error {
	if f.down.Load() {
		return context.DeadlineExceeded
	}
	return f.Store.Read(ctx, func(tx store.Tx) error { return fn(farTx{tx, f}) })
}

type farTx struct {
	store.Tx
	f *far
}

func (t farTx) Now() time.Time {
	time.Sleep(time.Duration(t.f.there.Load())) // in a bubble: no time passes
	now := t.Tx.Now()
	time.Sleep(time.Duration(t.f.back.Load()))
	return now
}

// bench is a database whose clock is set by the test, and the clock of a server whose own is wrong.
type bench struct {
	t     *testing.T
	far   *far
	shift atomic.Int64 // of the database's clock
	*clock.Clock
}

func start(t *testing.T, local func() time.Time, there, back time.Duration) *bench {
	b := &bench{t: t}
	b.far = &far{Store: memstore.New(b.truth)}
	b.far.there.Store(int64(there))
	b.far.back.Store(int64(back))
	c, err := clock.New(t.Context(), b.far, local, nil)
	if err != nil {
		t.Fatal(err)
	}
	b.Clock = c
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = c.Run(ctx)
	}()
	t.Cleanup(func() {
		stop()
		<-ended
	})
	return b
}

// truth is the database's time.
func (b *bench) truth() time.Time { return time.Now().Add(time.Duration(b.shift.Load())) }

func (b *bench) within(d time.Duration) {
	b.t.Helper()
	if off := b.Now().Sub(b.truth()); off.Abs() > d {
		b.t.Errorf("the clock is wrong by %v, want at most %v", off, d)
	}
}

func TestClock_MachineIsWrong(t *testing.T) {
	t.Parallel()
	for _, wrong := range []time.Duration{time.Hour, -time.Hour, 24 * time.Hour, 0} {
		synctest.Test(t, func(t *testing.T) {
			local := func() time.Time { return time.Now().Add(wrong) }
			b := start(t, local, 20*time.Millisecond, 30*time.Millisecond)
			b.within(6 * time.Millisecond)
			time.Sleep(time.Minute)
			b.within(6 * time.Millisecond)
			if ahead := b.Ahead(); (ahead - wrong).Abs() > 10*time.Millisecond {
				t.Errorf("the machine is said to be %v ahead, want %v", ahead, wrong)
			}
		})
	}
}

// A machine whose seconds are a little too long stays right.
func TestClock_Drifts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		local := func() time.Time { return began.Add(time.Since(began) * 10_001 / 10_000) }
		b := start(t, local, time.Millisecond, time.Millisecond)
		for range 60 {
			time.Sleep(time.Minute)
			b.within(5 * time.Millisecond)
		}
	})
}

// One answer that was long on its way does not move the clock, and a database that is away does not stop it.
func TestClock_SlowAnswers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := start(t, nil, time.Millisecond, time.Millisecond)
		b.far.there.Store(int64(3 * time.Second))
		time.Sleep(20 * time.Second)
		b.within(10 * time.Millisecond)
		b.far.down.Store(true)
		time.Sleep(10 * time.Minute)
		b.within(10 * time.Millisecond)
	})
}

// It never goes backward by little, and follows a database whose clock was set, or another one after a failover.
func TestClock_DatabaseIsSet(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := start(t, nil, time.Millisecond, time.Millisecond)
		last := b.Now()
		b.shift.Store(int64(-300 * time.Millisecond))
		for range 100 {
			time.Sleep(100 * time.Millisecond)
			now := b.Now()
			if now.Before(last) {
				t.Fatalf("the clock went back by %v", last.Sub(now))
			}
			last = now
		}
		b.within(10 * time.Millisecond)
		for _, shift := range []time.Duration{time.Hour, -time.Hour} {
			b.shift.Store(int64(shift))
			time.Sleep(6 * time.Second)
			b.within(10 * time.Millisecond)
		}
	})
}

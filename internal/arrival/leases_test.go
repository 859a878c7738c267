package arrival_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"deskbell/internal/arrival"
	"deskbell/internal/channel"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// lateCommits is a store whose commits of leases take a while, and that counts those that begin before the last has ended.
type lateCommits struct {
	store.Store
	open, renewed, overlapped atomic.Int32
}

type lateTx struct {
	store.Tx
	of     *lateCommits
	leases *bool
}

func (s *lateCommits) Write(ctx context.Context, fn func(store.Tx) error) error {
	leases := false
	err := s.Store.Write(ctx, func(tx store.Tx) error { return fn(lateTx{tx, s, &leases}) })
	if leases {
		time.Sleep(300 * time.Millisecond) // in virtual time: the commit that takes a while, so that a second one would meet it
		s.open.Add(-1)
	}
	return err
}

func (t lateTx) touch() {
	if !*t.leases {
		*t.leases = true
		if t.of.open.Add(1) > 1 {
			t.of.overlapped.Add(1)
		}
	}
}

func (t lateTx) RenewArrivals(owner string, ids []string, until time.Time) error {
	t.touch()
	t.of.renewed.Add(1)
	return t.Tx.RenewArrivals(owner, ids, until)
}

func (t lateTx) FinishArrival(id, owner string, now time.Time, failure string) (bool, error) {
	t.touch()
	return t.Tx.FinishArrival(id, owner, now, failure)
}

// A server writes its leases in one place at a time: PostgreSQL found two that waited for each other once a second while 500
// messages a second came, and fewer were brought than came.
func TestIntake_LeasesOneAtATime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		s := &lateCommits{Store: h.store}
		cfg := h.cfg
		cfg.Store = s
		h.intake = arrival.New(cfg)
		go func() {
			for i := range 100 {
				h.arrives(text(fmt.Sprintf("49155500%d", i%7), fmt.Sprint(i), "hello"))
				time.Sleep(70 * time.Millisecond) // the guests' pace, in virtual time too
			}
		}()
		h.works(20 * time.Second)
		if s.renewed.Load() == 0 {
			t.Fatal("no lease was renewed while something was in hand")
		}
		if n := s.overlapped.Load(); n > 0 {
			t.Errorf("leases were written %d times while they were being written", n)
		}
		if h.waiting() > 0 {
			t.Errorf("%d wait still", h.waiting())
		}
	})
}

// reading is a channel one of whose bodies takes long to read.
type reading struct{ quiet }

func (r reading) Decode(body []byte) ([]channel.Event, error) {
	if string(body) == "long" {
		time.Sleep(2 * aLease) // in virtual time
		return nil, nil
	}
	return r.quiet.Decode(body)
}

// aLease is longer than any lease of a body.
const aLease = 10 * time.Second

// What was claimed together is held from then on, however long one of it takes to read.
func TestIntake_LeasesWhileOneIsRead(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		h.cfg.Adapters = map[desk.Channel]channel.Adapter{desk.ChannelWhatsApp: reading{h.cfg.Adapters[desk.ChannelWhatsApp].(quiet)}}
		made := 0
		h.cfg.NewID = func() string { made++; return fmt.Sprint("body ", made) }
		h.intake = arrival.New(h.cfg)
		h.arrives("long", text("4915550001", "1", "hello"))
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- h.intake.Run(ctx, h.desk) }()
		time.Sleep(aLease)
		h.read(func(tx store.Tx) error {
			for _, id := range []string{"body 1", "body 2"} {
				a, err := tx.Arrival(id)
				if err != nil {
					return err
				}
				if !a.Until.After(tx.Now()) {
					t.Errorf("%s is held by nobody", id)
				}
			}
			return nil
		})
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

// mortal is a store that a killed server reaches no more.
type mortal struct {
	store.Store
	killed atomic.Bool
}

func (m *mortal) Write(ctx context.Context, fn func(store.Tx) error) error {
	if m.killed.Load() {
		return desk.Refuse(desk.CodeUnavailable, "killed")
	}
	return m.Store.Write(ctx, fn)
}

// What comes for the app of a server that was killed waits for its lease, which is short.
func TestIntake_OfAKilledServer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		h.cfg.Alone = false
		first, gone := h.cfg, &mortal{Store: h.store}
		first.Owner, first.Store = "first", gone
		first.Adapters = map[desk.Channel]channel.Adapter{desk.ChannelWhatsApp: reading{h.cfg.Adapters[desk.ChannelWhatsApp].(quiet)}}
		ctx, cancel := context.WithCancel(t.Context())
		var ended sync.WaitGroup
		run := func(cfg arrival.Config) {
			ended.Go(func() {
				if err := arrival.New(cfg).Run(ctx, h.desk); err != nil {
					t.Error(err)
				}
			})
		}
		h.arrives("long")
		run(first)
		time.Sleep(time.Second)
		gone.killed.Store(true)
		h.arrives(text("4915550001", "1", "hello"))
		run(h.cfg)
		time.Sleep(7 * time.Second)
		if len(h.conversations()) != 1 {
			t.Error("a guest waits still")
		}
		cancel()
		ended.Wait()
	})
}

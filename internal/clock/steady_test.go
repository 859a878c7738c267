package clock_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"deskbell/internal/clock"
	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/store/memstore"
)

// machine is one whose clock can be set while time passes as it does.
type machine struct {
	mu  sync.Mutex
	off time.Duration
}

func (m *machine) wall() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return time.Now().Add(m.off)
}

func (m *machine) set(by time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.off += by
}

func running() func() time.Duration {
	began := time.Now()
	return func() time.Duration { return time.Since(began) }
}

// F9 of the fault table: whatever the machine's clock is set to while guests wait, their 60 s and 120 s come at their
// time, neither a second early nor lost.
func TestSteady_WaitsWhileTheMachinesClockIsSet(t *testing.T) {
	t.Parallel()
	for name, jumps := range map[string][]time.Duration{
		"AnHourAhead": {time.Hour}, "AnHourBack": {-time.Hour}, "ADayAhead": {24 * time.Hour}, "ADayBack": {-24 * time.Hour},
		"ALeapSecond": {-time.Second}, "ThereAndBack": {time.Hour, -time.Hour, -3 * time.Minute, 24 * time.Hour},
		"FromBeforeNTP": {20 * 365 * 24 * time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				m := &machine{}
				c := clock.NewSteady(m.wall, running(), nil)
				s := memstore.New(c.Now)
				defer s.Close()
				began := time.Now()
				due := arm(t, s, 60*time.Second, 120*time.Second)
				came := map[desk.TimerKind]time.Duration{}
				last := c.Now()
				for n := 0; len(came) < len(due) && time.Since(began) < 10*time.Minute; n++ {
					time.Sleep(100 * time.Millisecond)
					if n%70 == 30 && n/70 < len(jumps) {
						m.set(jumps[n/70])
					}
					if now := c.Now(); now.Before(last) {
						t.Fatalf("the clock went back from %s to %s", last, now)
					} else {
						last = now
					}
					var list []store.Due
					read(t, s, func(tx store.Tx) (err error) { list, err = tx.DueTimers(tx.Now(), 10); return err })
					for _, d := range list {
						if came[d.Timer.Kind] == 0 {
							came[d.Timer.Kind] = time.Since(began)
						}
					}
				}
				for kind, at := range due {
					if off := came[kind] - at; came[kind] == 0 || off < -time.Second || off > time.Second {
						t.Errorf("%s was due after %s and came after %s", kind, at, came[kind])
					}
				}
			})
		})
	}
}

// What it differs by is made good, and a machine that slept has passed that time.
func TestSteady_FollowsTheMachine(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := &machine{}
		c := clock.NewSteady(m.wall, running(), nil)
		m.set(time.Minute)
		for range 60 * 60 * 4 {
			time.Sleep(time.Second)
			c.Now()
		}
		if off := m.wall().Sub(c.Now()).Abs(); off > 10*time.Millisecond {
			t.Errorf("four hours later it still differs by %s", off)
		}
		time.Sleep(8 * time.Hour) // nobody asked meanwhile, as in a machine's sleep
		if off := m.wall().Sub(c.Now()).Abs(); off > 10*time.Millisecond {
			t.Errorf("after a night it differs by %s", off)
		}
	})
}

func TestSteady_TheRealOneIsTheMachines(t *testing.T) {
	t.Parallel()
	if off := time.Until(clock.NewSteady(nil, nil, nil).Now()).Abs(); off > time.Minute {
		t.Errorf("differs by %s", off)
	}
}

// arm starts the two waits of a guest.
func arm(t *testing.T, s store.Store, first, second time.Duration) map[desk.TimerKind]time.Duration {
	t.Helper()
	err := s.Write(context.Background(), func(tx store.Tx) error {
		if err := tx.CreateProperty(desk.Property{ID: "p", Key: "p", Name: "Harbour View"}); err != nil {
			return err
		}
		if err := tx.CreateContact(desk.Contact{ID: "guest", PropertyID: "p", Channel: desk.ChannelWeb}); err != nil {
			return err
		}
		conv := desk.Conversation{ID: "c", PropertyID: "p", ContactID: "guest", Channel: desk.ChannelWeb, Status: desk.StatusOpen, StartedAt: tx.Now(), LastAt: tx.Now()}
		if err := tx.CreateConversation(conv); err != nil {
			return err
		}
		before, err := tx.State("c")
		if err != nil {
			return err
		}
		after := before
		after.LastSeq = 1
		after.Timers = []desk.Timer{{Kind: desk.TimerFirstWait, For: "r", DueAt: tx.Now().Add(first)}, {Kind: desk.TimerSecondWait, For: "r", DueAt: tx.Now().Add(second)}}
		return tx.Save(before, desk.Outcome{State: after}, []desk.Entry{{ID: "e", ConversationID: "c", Seq: 1, Kind: desk.EntrySystem, At: tx.Now()}})
	})
	if err != nil {
		t.Fatal(err)
	}
	return map[desk.TimerKind]time.Duration{desk.TimerFirstWait: first, desk.TimerSecondWait: second}
}

func read(t *testing.T, s store.Store, fn func(store.Tx) error) {
	t.Helper()
	if err := s.Read(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

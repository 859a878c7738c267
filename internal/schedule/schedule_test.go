package schedule_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"deskbell/internal/desk"
	"deskbell/internal/schedule"
	"deskbell/internal/store"
	"deskbell/internal/store/memstore"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// pass lets time go by in the bubble, and everything happen that is due by then.
func pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// door records which clock it was brought when, and drops it as a use case would.
type door struct {
	store store.Store
	began time.Time

	mu    sync.Mutex
	fired map[string][]time.Duration
	fail  error
}

func (d *door) Expire(ctx context.Context, due store.Due) error {
	d.mu.Lock()
	key := due.ConversationID + "/" + string(due.Timer.Kind)
	d.fired[key] = append(d.fired[key], time.Since(d.began))
	fail := d.fail
	d.mu.Unlock()
	if fail != nil {
		return fail
	}
	return d.store.Write(ctx, func(tx store.Tx) error { return tx.DropTimer(due.ConversationID, due.Timer) })
}

func (d *door) at(key string) []time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.fired[key]
}

// claimer records when it was asked to claim, and claims for real.
type claimer struct {
	store store.Store
	began time.Time
	full  bool

	mu    sync.Mutex
	asked []time.Duration
	owed  []string
}

func (c *claimer) Claim(ctx context.Context) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asked = append(c.asked, time.Since(c.began))
	if c.full {
		return 0, nil
	}
	n := 0
	err := c.store.Write(ctx, func(tx store.Tx) error {
		owed, err := tx.ClaimTurns("me", tx.Now(), tx.Now().Add(time.Hour), 10)
		for _, o := range owed {
			c.owed = append(c.owed, fmt.Sprintf("%s %s", o.Turn.ID, time.Since(c.began)))
		}
		n = len(owed)
		return err
	})
	return n, err
}

type bench struct {
	t        *testing.T
	store    *memstore.Store
	schedule *schedule.Schedule
	door     *door
	claimer  *claimer
	end      func()
}

func setUp(t *testing.T, alone bool) *bench {
	s := memstore.New(nil)
	return &bench{t: t, store: s, schedule: schedule.New(schedule.Config{Store: s, Alone: alone}),
		door:    &door{store: s, began: time.Now(), fired: map[string][]time.Duration{}},
		claimer: &claimer{store: s, began: time.Now()}}
}

// run starts the schedule; it ends with the test.
func (b *bench) run() {
	ctx, cancel := context.WithCancel(b.t.Context())
	done := make(chan error, 1)
	go func() { done <- b.schedule.Run(ctx, b.door, b.claimer) }()
	b.end = func() {
		cancel()
		if err := <-done; err != nil {
			b.t.Error(err)
		}
	}
	synctest.Wait()
}

// arm saves a conversation with clocks that are due after the given times, and maybe a turn.
func (b *bench) arm(id string, turn *desk.Turn, clocks map[desk.TimerKind]time.Duration, lease ...store.Lease) {
	b.t.Helper()
	err := b.store.Write(b.t.Context(), func(tx store.Tx) error {
		if _, err := tx.Property("p"); err != nil {
			if err := tx.CreateProperty(desk.Property{ID: "p", Key: "p"}); err != nil {
				return err
			}
		}
		if err := tx.CreateContact(desk.Contact{ID: "of-" + id, PropertyID: "p", Channel: desk.ChannelWeb}); err != nil {
			return err
		}
		before := desk.State{Conversation: desk.Conversation{ID: id, PropertyID: "p", ContactID: "of-" + id, Channel: desk.ChannelWeb,
			Status: desk.StatusOpen, Controller: desk.Controller{Kind: desk.ControllerAssistant}, Epoch: 1}}
		if err := tx.CreateConversation(before.Conversation); err != nil {
			return err
		}
		after := before
		after.LastSeq, after.Turn = 1, turn
		for k, in := range clocks {
			after.Timers = append(after.Timers, desk.Timer{Kind: k, For: "x", DueAt: tx.Now().Add(in)})
		}
		entry := desk.Entry{ID: "e-" + id, ConversationID: id, PropertyID: "p", ContactID: "of-" + id, Seq: 1, Kind: desk.EntrySystem, At: tx.Now()}
		return tx.Save(before, desk.Outcome{State: after}, []desk.Entry{entry}, lease...)
	})
	if err != nil {
		b.t.Fatal(err)
	}
	for _, in := range clocks {
		b.schedule.Wake(time.Now().Add(in))
	}
}

func (b *bench) wantFired(key string, want ...time.Duration) {
	b.t.Helper()
	if got := b.door.at(key); fmt.Sprint(got) != fmt.Sprint(want) {
		b.t.Errorf("%s came at %v, want %v", key, got, want)
	}
}

func TestClocks_ComeAtTheirTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := setUp(t, true)
		b.run()
		defer func() { b.end() }()
		b.arm("later", nil, map[desk.TimerKind]time.Duration{desk.TimerQuiet: time.Hour + 250*time.Millisecond})
		b.arm("soon", nil, map[desk.TimerKind]time.Duration{desk.TimerFirstWait: 1234 * time.Millisecond, desk.TimerSecondWait: 2 * time.Second})
		pass(2 * time.Hour)
		b.wantFired("soon/first_wait", 1234*time.Millisecond)
		b.wantFired("soon/second_wait", 2*time.Second)
		b.wantFired("later/quiet", time.Hour+250*time.Millisecond)
	})
}

func TestClocks_OfAnotherNodeAreSeenWithinASecond(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := setUp(t, true)
		b.run()
		defer func() { b.end() }()
		mute := *b
		mute.schedule = schedule.New(schedule.Config{Store: b.store}) // wakes nobody who runs
		mute.arm("c", nil, map[desk.TimerKind]time.Duration{desk.TimerQuiet: 100 * time.Millisecond})
		pass(time.Second)
		if got := b.door.at("c/quiet"); len(got) != 1 {
			t.Errorf("came at %v", got)
		}
	})
}

func TestClocks_ThatFailComeAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := setUp(t, true)
		b.run()
		defer func() { b.end() }()
		b.door.fail = errors.New("the disk is full")
		b.arm("c", nil, map[desk.TimerKind]time.Duration{desk.TimerQuiet: 0})
		pass(2500 * time.Millisecond)
		b.door.mu.Lock()
		b.door.fail = nil
		b.door.mu.Unlock()
		pass(time.Hour)
		b.wantFired("c/quiet", 0, time.Second, 2*time.Second, 3*time.Second)
	})
}

func TestManyClocks_AreAllBrought(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := setUp(t, true)
		b.run()
		defer func() { b.end() }()
		for i := range 1000 {
			b.arm(fmt.Sprint(i), nil, map[desk.TimerKind]time.Duration{desk.TimerQuiet: time.Minute})
		}
		pass(time.Minute)
		for i := range 1000 {
			b.wantFired(fmt.Sprint(i, "/quiet"), time.Minute)
		}
	})
}

func TestReturn_GivesExpiriesTheirGrace(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := setUp(t, true)
		b.arm("c", nil, map[desk.TimerKind]time.Duration{desk.TimerFirstWait: time.Minute, desk.TimerSecondWait: 2 * time.Minute,
			desk.TimerQuiet: time.Hour + 10*time.Second, desk.TimerReminder: 2 * time.Hour})
		pass(time.Hour) // nobody was there
		b.run()
		defer func() { b.end() }()
		pass(3 * time.Hour)
		b.wantFired("c/first_wait", time.Hour) // a notice: the rules say whether it was overtaken
		b.wantFired("c/second_wait", time.Hour+20*time.Second)
		b.wantFired("c/quiet", time.Hour+20*time.Second)
		b.wantFired("c/reminder", 2*time.Hour)
	})
}

// lives says for a node that it lives.
func (b *bench) lives(node string) {
	b.t.Helper()
	if err := b.store.Write(b.t.Context(), func(tx store.Tx) error {
		_, err := tx.Listen(node, nil, nil)
		return err
	}); err != nil {
		b.t.Fatal(err)
	}
}

func TestReturn_OfOneNodeAmongOthersPostponesNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := setUp(t, false)
		b.arm("c", nil, map[desk.TimerKind]time.Duration{desk.TimerQuiet: 12 * time.Second})
		b.lives("another")
		pass(6 * time.Second) // it says so every five
		b.run()
		defer func() { b.end() }()
		pass(time.Minute)
		b.wantFired("c/quiet", 12*time.Second)
	})
}

// Where no other node has lived for a while, nobody was there, although nothing fell due meanwhile.
func TestReturn_OfTheOnlyNodeGivesExpiriesTheirGrace(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := setUp(t, false)
		b.arm("c", nil, map[desk.TimerKind]time.Duration{desk.TimerQuiet: 12 * time.Second})
		b.lives("the same, before")
		pass(10 * time.Second)
		b.lives("") // this process's own life is nobody's
		b.run()
		defer func() { b.end() }()
		pass(time.Minute)
		b.wantFired("c/quiet", 30*time.Second)
	})
}

func TestTurns_AreClaimedAtTheirTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := setUp(t, false)
		now := time.Now().UTC()
		owed := func(id string, notBefore time.Time) *desk.Turn {
			return &desk.Turn{ID: id, ForSeq: 1, Epoch: 1, OwedAt: now, NotBefore: notBefore}
		}
		b.run()
		defer func() { b.end() }()
		b.arm("a", owed("leased", time.Time{}), nil, store.Lease{Owner: "a dead node", Until: now.Add(10 * time.Second)})
		b.arm("b", owed("retried", now.Add(1500*time.Millisecond)), nil)
		b.arm("c", owed("free", time.Time{}), nil)
		pass(time.Minute)
		if got, want := fmt.Sprint(b.claimer.owed), "[free 1s retried 1.5s leased 10s]"; got != want {
			t.Errorf("claimed %s, want %s", got, want)
		}
	})
}

func TestTurns_OfAKilledProcessAreFreeAtItsReturn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := setUp(t, true)
		turn := &desk.Turn{ID: "t", ForSeq: 1, Epoch: 1, OwedAt: time.Now().UTC()}
		b.arm("a", turn, nil, store.Lease{Owner: "me, before", Until: time.Now().Add(10 * time.Second)})
		b.run()
		defer func() { b.end() }()
		if len(b.claimer.owed) != 1 {
			t.Errorf("claimed %v at once", b.claimer.owed)
		}
	})
}

func TestTurns_AreAskedForInPeaceWithoutRoom(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := setUp(t, true)
		b.claimer.full = true
		b.arm("a", &desk.Turn{ID: "t", ForSeq: 1, Epoch: 1, OwedAt: time.Now().UTC()}, nil)
		b.run()
		defer func() { b.end() }()
		pass(time.Second)
		if n := len(b.claimer.asked); n < 10 || n > 30 {
			t.Errorf("asked %d times in a second", n)
		}
	})
}

package schedule_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/schedule"
	"deskbell/internal/store"
)

// cursed is a door at which one conversation makes the handler panic, in the transaction or outside it.
type cursed struct {
	*door
	id     string
	inside bool
}

func (c *cursed) Expire(ctx context.Context, due store.Due) error {
	if due.ConversationID != c.id {
		return c.door.Expire(ctx, due)
	}
	c.mu.Lock()
	key := due.ConversationID + "/" + string(due.Timer.Kind)
	c.fired[key] = append(c.fired[key], time.Since(c.began))
	c.mu.Unlock()
	if c.inside {
		return c.store.Write(ctx, func(store.Tx) error { panic("nobody thought of this") })
	}
	panic("nobody thought of this")
}

// F28 of the fault table: a clock that panics its handler is left alone between its attempts, given up after the fifth
// with a line in the audit, and holds up nobody.
func TestAClockThatPanicsItsHandler(t *testing.T) {
	t.Parallel()
	for name, inside := range map[string]bool{"Outside": false, "InTheTransaction": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := setUp(t, true)
				var dead []string
				b.schedule = schedule.New(schedule.Config{Store: b.store, Alone: true, Dead: func(kind string) { dead = append(dead, kind) }})
				c := &cursed{door: b.door, id: "cursed", inside: inside}
				ctx, stop := context.WithCancel(t.Context())
				done := make(chan error)
				go func() { done <- b.schedule.Run(ctx, c, b.claimer) }()
				defer func() {
					stop()
					<-done
				}()
				synctest.Wait()
				b.arm("cursed", nil, map[desk.TimerKind]time.Duration{desk.TimerQuiet: time.Second, desk.TimerReminder: 3 * time.Second})
				b.arm("before", nil, map[desk.TimerKind]time.Duration{desk.TimerQuiet: time.Second})
				b.arm("meanwhile", nil, map[desk.TimerKind]time.Duration{desk.TimerQuiet: 2500 * time.Millisecond})
				b.arm("after", nil, map[desk.TimerKind]time.Duration{desk.TimerQuiet: time.Minute})
				pass(time.Hour)

				if n := len(b.door.at("cursed/quiet")); n != 5 {
					t.Errorf("tried %d times", n)
				}
				if n := len(b.door.at("cursed/reminder")); n != 5 {
					t.Errorf("the conversation's other clock was tried %d times", n)
				}
				b.wantFired("before/quiet", time.Second)
				b.wantFired("after/quiet", time.Minute)
				if at := b.door.at("meanwhile/quiet"); len(at) != 1 || at[0] > 2600*time.Millisecond {
					t.Errorf("another's clock came at %v, due at 2.5s", at)
				}
				if len(dead) != 2 {
					t.Errorf("%d were told as dead", len(dead))
				}
				var lines []store.AuditLine
				if err := b.store.Read(t.Context(), func(tx store.Tx) (err error) {
					lines, err = tx.ListAudit([]string{"", "p"}, 10)
					return err
				}); err != nil {
					t.Fatal(err)
				}
				found := 0
				for _, l := range lines {
					var said struct{ Attempts int }
					if l.Action == schedule.AuditDeadLetter && l.Subject == "cursed" && json.Unmarshal([]byte(l.Detail), &said) == nil && said.Attempts == 5 {
						found++
					}
				}
				if found != 2 {
					t.Errorf("the audit names %d: %+v", found, lines)
				}
				// Given up means gone: nothing of it is due any more.
				var next time.Time
				if err := b.store.Read(t.Context(), func(tx store.Tx) (err error) { next, err = tx.NextTimer(); return err }); err != nil || !next.IsZero() {
					t.Errorf("the next is due at %v (%v)", next, err)
				}
			})
		})
	}
}

// What fails for all, as a full disk does, gives none of them up.
func TestClocksThatOnlyFailAreNotGivenUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := setUp(t, true)
		b.run()
		defer func() { b.end() }()
		b.door.fail = errors.New("the disk is full")
		b.arm("c", nil, map[desk.TimerKind]time.Duration{desk.TimerQuiet: 0})
		pass(time.Minute)
		b.door.mu.Lock()
		b.door.fail = nil
		tried := len(b.door.fired["c/quiet"])
		b.door.mu.Unlock()
		pass(2 * time.Second)
		if n := len(b.door.at("c/quiet")); tried < 50 || n != tried+1 {
			t.Errorf("tried %d times, then %d", tried, n-tried)
		}
	})
}

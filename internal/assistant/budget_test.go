package assistant_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"deskbell/internal/assistant"
	"deskbell/internal/store"
)

func TestLedger(t *testing.T) {
	t.Parallel()
	s := newStore(t, 0)
	may := assistant.Allowance{GuestCalls: 3, Calls: 100, Tokens: 1000, Day: "2026-11-23", Before: "2026-09-22"}
	l := assistant.NewLedger(s, func(context.Context, string) (assistant.Allowance, error) { return may, nil })
	spent := func(contact string) (out store.Spent) {
		t.Helper()
		if err := s.Read(t.Context(), func(tx store.Tx) (err error) {
			out, err = tx.Spent("p", contact, may.Day)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return out
	}
	take := func(contact string, tokens int64) func(int64) {
		t.Helper()
		settle, err := l.Take(t.Context(), "p", contact, tokens)
		if err != nil {
			t.Fatal(err)
		}
		return settle
	}
	refused := func(contact string, tokens int64) {
		t.Helper()
		if _, err := l.Take(t.Context(), "p", contact, tokens); !errors.Is(err, assistant.ErrBudget) {
			t.Errorf("taken by %q: %v", contact, err)
		}
	}
	settle := take("g", 400)
	if got := spent(""); got != (store.Spent{Calls: 1, Tokens: 400}) {
		t.Errorf("set aside %+v", got)
	}
	settle(150)
	if got := spent("g"); got != (store.Spent{Calls: 1, Tokens: 150}) {
		t.Errorf("spent %+v", got)
	}
	take("g", 100)
	take("g", 100)
	refused("g", 1)   // the guest's share of calls
	take("h", 600)    // another's: 950 are gone
	refused("h", 100) // and the property's tokens
	if got := spent(""); got != (store.Spent{Calls: 4, Tokens: 950}) {
		t.Errorf("what was refused left its mark: %+v", got)
	}
	// A call that was called off has been spent as it says.
	ctx, cancel := context.WithCancel(t.Context())
	settle, err := l.Take(ctx, "p", "i", 50)
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	settle(20)
	if got := spent("i"); got.Tokens != 20 {
		t.Errorf("spent %+v", got)
	}
	// A new day begins from nothing; days long gone are forgotten.
	may.Day, may.Before = "2027-02-01", "2026-12-01"
	take("g", 1)
	may.Day = "2026-11-23"
	if got := spent(""); got != (store.Spent{}) {
		t.Errorf("kept %+v", got)
	}
	may.Tokens = 0
	refused("", 0)
	if _, err := assistant.NewLedger(s, func(context.Context, string) (assistant.Allowance, error) { return may, errors.New("no") }).Take(t.Context(), "p", "", 1); err == nil {
		t.Error("spent without knowing what may be")
	}
}

// However many ask at once, no more is set aside than the cap.
func TestLedger_TheCapHoldsAtOnce(t *testing.T) {
	t.Parallel()
	s := newStore(t, 0)
	l := assistant.NewLedger(s, func(context.Context, string) (assistant.Allowance, error) {
		return assistant.Allowance{GuestCalls: 1000, Calls: 1000, Tokens: 1000, Day: "2026-11-23"}, nil
	})
	var taken atomic.Int64
	var wg sync.WaitGroup
	for range 64 {
		wg.Go(func() {
			if _, err := l.Take(t.Context(), "p", "g", 90); err == nil {
				taken.Add(90)
			}
		})
	}
	wg.Wait()
	if taken.Load() != 990 {
		t.Errorf("%d tokens were set aside, want 990", taken.Load())
	}
}

func TestDayOf(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 23, 23, 30, 0, 0, time.UTC)
	if day, before := assistant.DayOf(at, "Europe/Berlin"); day != "2026-11-24" || before != "2026-09-23" {
		t.Errorf("%s, %s", day, before)
	}
	if day, _ := assistant.DayOf(at, "nowhere"); day != "2026-11-23" {
		t.Errorf("%s", day)
	}
}

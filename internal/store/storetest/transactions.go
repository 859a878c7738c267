package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

var transactions = []testCase{
	{"WriteIsSeenByLaterReads", func(h *house) {
		h.write(func(tx store.Tx) error { return tx.SetSetting("k", "v") })
		h.equal(h.setting("k"), "v")
	}},
	{"ErrorUndoesAndIsReturnedAsItIs", func(h *house) {
		err := h.Write(h.Context(), func(tx store.Tx) error {
			if err := tx.SetSetting("k", "v"); err != nil {
				return err
			}
			return errOnPurpose
		})
		if !errors.Is(err, errOnPurpose) {
			h.Fatalf("got %v", err)
		}
		h.equal(h.setting("k"), "")
	}},
	{"PanicFailsItsOwnFnAlone", func(h *house) {
		err := h.Write(h.Context(), func(tx store.Tx) error {
			if err := tx.SetSetting("k", "v"); err != nil {
				return err
			}
			panic("on purpose")
		})
		if err == nil {
			h.Fatal("a panic was answered with success")
		}
		h.equal(h.setting("k"), "")
		h.write(func(tx store.Tx) error { return tx.SetSetting("after", "v") })
		h.equal(h.setting("after"), "v")
	}},
	{"ReadDoesNotWrite", func(h *house) {
		err := h.Read(h.Context(), func(tx store.Tx) error { return tx.SetSetting("k", "v") })
		if err == nil {
			h.Fatal("a write in a Read succeeded")
		}
		if err := h.Read(h.Context(), func(tx store.Tx) error { _ = tx.SetSetting("k", "v"); return nil }); err == nil {
			h.Fatal("a write in a Read was swallowed")
		}
		h.equal(h.setting("k"), "")
	}},
	{"ReadSeesOneSnapshot", func(h *house) {
		h.write(func(tx store.Tx) error { return tx.SetSetting("k", "old") })
		began, wrote := make(chan struct{}), make(chan error, 1)
		go func() {
			<-began
			wrote <- h.Write(background(), func(tx store.Tx) error { return tx.SetSetting("k", "new") })
		}()
		h.read(func(tx store.Tx) error {
			first, err := tx.Setting("k")
			if err != nil {
				return err
			}
			close(began)
			// A store may make the write wait for this read; it may not show it.
			second, err := tx.Setting("k")
			if first != "old" || second != "old" {
				return fmt.Errorf("saw %q, then %q", first, second)
			}
			return err
		})
		if err := <-wrote; err != nil {
			h.Fatal(err)
		}
		h.equal(h.setting("k"), "new")
	}},
	{"CancelledBeforeItBegan", func(h *house) {
		ctx, cancel := context.WithCancel(background())
		cancel()
		ran := false
		err := h.Write(ctx, func(store.Tx) error { ran = true; return nil })
		if err == nil || ran {
			h.Fatalf("ran %v, answered %v", ran, err)
		}
	}},
	{"NowIsOneReadingInWholeMilliseconds", func(h *house) {
		h.write(func(tx store.Tx) error {
			a, b := tx.Now(), tx.Now()
			if !a.Equal(b) || a.Nanosecond()%1e6 != 0 || a.Location().String() != "UTC" {
				return fmt.Errorf("read %v, then %v", a, b)
			}
			return nil
		})
	}},
	{"HooksRunAfterSuccessOnly", func(h *house) {
		ran := 0
		h.write(func(tx store.Tx) error {
			tx.AfterCommit(func() { ran++ })
			tx.AfterCommit(func() { ran *= 10 })
			if ran != 0 {
				return errors.New("a hook ran before the commit")
			}
			return nil
		})
		if ran != 10 {
			h.Fatalf("the hooks left %d, want 10: in order, before the answer", ran)
		}
		_ = h.Write(h.Context(), func(tx store.Tx) error {
			tx.AfterCommit(func() { ran = -1 })
			return errOnPurpose
		})
		h.write(func(tx store.Tx) error { return nil })
		if ran != 10 {
			h.Fatal("a hook of a failed write ran")
		}
	}},
	{"HooksMayRead", func(h *house) {
		var seen string
		h.write(func(tx store.Tx) error {
			tx.AfterCommit(func() {
				_ = h.Read(background(), func(tx store.Tx) (err error) {
					seen, err = tx.Setting("k")
					return err
				})
			})
			return tx.SetSetting("k", "v")
		})
		h.equal(seen, "v")
	}},
	{"HooksRunInCommitOrder", func(h *house) {
		conv := h.talk(harbour)
		var mu sync.Mutex
		var order []int64
		each(h.T, 40, func(int) error {
			for {
				err := h.Write(background(), func(tx store.Tx) error {
					s, err := tx.State(conv.ID)
					if err != nil {
						return err
					}
					out, entries := says(s, "hello", "", tx.Now())
					tx.AfterCommit(func() {
						mu.Lock()
						defer mu.Unlock()
						order = append(order, entries[0].Seq)
					})
					return tx.Save(s, out, entries)
				})
				if !errors.Is(err, desk.ErrChanged) {
					return err
				}
			}
		})
		for i, seq := range order {
			if seq != int64(i+1) {
				h.Fatalf("hooks ran for %v", order)
			}
		}
		if len(order) != 40 {
			h.Fatalf("%d hooks ran of 40", len(order))
		}
	}},
	{"OneFailureTakesNoOtherAlong", func(h *house) {
		var refused atomic.Int64
		each(h.T, 200, func(i int) error {
			err := h.Write(background(), func(tx store.Tx) error {
				if err := tx.SetSetting(fmt.Sprint("k", i), "v"); err != nil {
					return err
				}
				switch i % 4 {
				case 0:
					return errOnPurpose
				case 1:
					panic("on purpose")
				}
				return nil
			})
			if i%4 < 2 {
				if err == nil {
					return fmt.Errorf("%d succeeded", i)
				}
				refused.Add(1)
				return nil
			}
			return err
		})
		for i := range 200 {
			want := "v"
			if i%4 < 2 {
				want = ""
			}
			if got := h.setting(fmt.Sprint("k", i)); got != want {
				h.Fatalf("k%d is %q, want %q", i, got, want)
			}
		}
		h.equal(refused.Load(), int64(100))
	}},
	{"ARefusalLeavesTheTransactionAlive", func(h *house) {
		conv := h.talk(harbour)
		h.hear(conv.ID, "one")
		h.write(func(tx store.Tx) error {
			again := h.fresh(desk.Contact{ID: conv.ContactID, PropertyID: harbour, AccountID: conv.AccountID, Channel: desk.ChannelWeb})
			h.refused(desk.CodeConflict, tx.CreateConversation(again))
			h.refused(desk.CodeExists, tx.CreatePerson(somebody(ana, h.start)))
			h.refused(desk.CodeConflict, save(tx, conv)) // the version that was loaded is old
			_, err := tx.State("nowhere")
			h.isNotFound(err)
			return tx.SetSetting("k", "v")
		})
		h.equal(h.setting("k"), "v")
	}},
	{"ClosedAnswersUnavailable", func(h *house) {
		if err := h.Close(); err != nil {
			h.Fatal(err)
		}
		h.refused(desk.CodeUnavailable, h.Write(h.Context(), func(store.Tx) error { return nil }))
		h.refused(desk.CodeUnavailable, h.Read(h.Context(), func(store.Tx) error { return nil }))
	}},
}

func save(tx store.Tx, s desk.State) error {
	out, entries := says(s, "late", "", s.LastAt)
	return tx.Save(s, out, entries)
}

func (h *house) setting(key string) (v string) {
	h.Helper()
	h.read(func(tx store.Tx) (err error) {
		v, err = tx.Setting(key)
		return err
	})
	return v
}

// each runs f n times at once and fails the test with the first error.
func each(t *testing.T, n int, f func(i int) error) {
	t.Helper()
	var wg sync.WaitGroup
	errs := make([]error, n)
	gate := make(chan struct{})
	for i := range n {
		wg.Go(func() {
			<-gate
			errs[i] = f(i)
		})
	}
	close(gate)
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

package storetest

import (
	"errors"
	"sync"
	"sync/atomic"

	"deskbell/internal/store"
)

var spending = []testCase{
	{"AddsUpByGuestPropertyAndDay", func(h *house) {
		spent := func(property, contact, day string) (s store.Spent) {
			h.read(func(tx store.Tx) (err error) {
				s, err = tx.Spent(property, contact, day)
				return err
			})
			return s
		}
		h.write(func(tx store.Tx) error {
			return tx.Spend(harbour, "guest-1", "2026-11-23", store.Spent{Calls: 1, Tokens: 700})
		})
		h.write(func(tx store.Tx) error {
			return tx.Spend(harbour, "guest-2", "2026-11-23", store.Spent{Calls: 2, Tokens: 100})
		})
		h.write(func(tx store.Tx) error { return tx.Spend(harbour, "guest-1", "2026-11-23", store.Spent{Tokens: -200}) })
		h.write(func(tx store.Tx) error { return tx.Spend(harbour, "", "2026-11-23", store.Spent{Calls: 1}) })
		h.write(func(tx store.Tx) error { return tx.Spend(harbour, "guest-1", "2026-11-24", store.Spent{Calls: 5}) })
		h.equal(spent(harbour, "guest-1", "2026-11-23"), store.Spent{Calls: 1, Tokens: 500})
		h.equal(spent(harbour, "", "2026-11-23"), store.Spent{Calls: 4, Tokens: 600})
		h.equal(spent(mill, "", "2026-11-23"), store.Spent{})
		h.equal(spent(harbour, "guest-3", "2026-11-23"), store.Spent{})
		h.write(func(tx store.Tx) error { return tx.ForgetSpent(harbour, "2026-11-24") })
		h.equal(spent(harbour, "guest-1", "2026-11-23"), store.Spent{})
		h.equal(spent(harbour, "", "2026-11-24"), store.Spent{Calls: 5})
	}},
	{"ABudgetHoldsWhereManySpendAtOnce", func(h *house) {
		over := errors.New("over")
		var fit atomic.Int64
		var wg sync.WaitGroup
		for range 40 {
			wg.Go(func() {
				err := h.Write(h.Context(), func(tx store.Tx) error {
					if err := tx.Spend(harbour, "g", "2026-11-23", store.Spent{Tokens: 100}); err != nil {
						return err
					}
					s, err := tx.Spent(harbour, "", "2026-11-23")
					if err == nil && s.Tokens > 1000 {
						err = over
					}
					return err
				})
				switch {
				case err == nil:
					fit.Add(1)
				case !errors.Is(err, over):
					h.Error(err)
				}
			})
		}
		wg.Wait()
		h.equal(fit.Load(), int64(10))
	}},
}

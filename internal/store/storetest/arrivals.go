package storetest

import (
	"sync"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

func (h *house) arrive(body string) store.Arrival {
	h.Helper()
	a := store.Arrival{ID: id("arrival"), AppID: "app", Channel: desk.ChannelWhatsApp, At: h.start, Body: []byte(body), NotBefore: h.start}
	h.write(func(tx store.Tx) error { return tx.PutArrival(a) })
	return a
}

func (h *house) claimArrivals(owner string, now time.Time, limit int) (out []string) {
	h.Helper()
	h.write(func(tx store.Tx) error {
		out = nil
		list, err := tx.ClaimArrivals(owner, now, now.Add(time.Minute), limit)
		for _, a := range list {
			out = append(out, a.ID)
		}
		return err
	})
	return out
}

// suspected claims a suspect: "" is none.
func (h *house) suspected(owner string, now time.Time) (claimed string) {
	h.Helper()
	h.write(func(tx store.Tx) error {
		claimed = ""
		list, err := tx.ClaimSuspect(owner, now, now.Add(time.Minute))
		for _, a := range list {
			claimed += a.ID
		}
		return err
	})
	return claimed
}

// expireArrivals are the bodies that are set aside because their servers ended.
func (h *house) expireArrivals(now time.Time, all bool) (aside []string) {
	h.Helper()
	h.write(func(tx store.Tx) error {
		aside = nil
		list, err := tx.ExpireArrivals(now, all, "set aside")
		for _, a := range list {
			aside = append(aside, a.ID)
		}
		return err
	})
	return aside
}

// held runs what reports whether the row was the owner's.
func (h *house) held(fn func(store.Tx) (bool, error)) (held bool) {
	h.Helper()
	h.write(func(tx store.Tx) (err error) {
		held, err = fn(tx)
		return err
	})
	return held
}

var arrivals = []testCase{
	{"EachIsClaimedOnceInOrder", func(h *house) {
		var want []string
		for range 30 {
			want = append(want, h.arrive(`{}`).ID)
		}
		var mu sync.Mutex
		got := map[string]int{}
		var wg sync.WaitGroup
		for _, owner := range []string{"a", "b", "c"} {
			wg.Go(func() {
				for range 12 {
					var batch []store.Arrival
					if err := h.Write(h.Context(), func(tx store.Tx) (err error) {
						batch, err = tx.ClaimArrivals(owner, h.start, h.start.Add(time.Minute), 3)
						return err
					}); err != nil {
						h.Errorf("claim: %v", err)
					}
					mu.Lock()
					last := ""
					for _, a := range batch {
						got[a.ID]++
						if a.ID < last {
							h.Errorf("%s comes after %s", a.ID, last)
						}
						last = a.ID
					}
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		for _, id := range want {
			if got[id] != 1 {
				h.Errorf("%s was claimed %d times", id, got[id])
			}
		}
	}},
	{"WhatWasBroughtIsThereAsItCame", func(h *house) {
		raw := "{\"text\":\"\\u00e4\\/\"}\x00\xff"
		a := h.arrive(raw)
		empty := h.arrive("")
		h.read(func(tx store.Tx) error {
			got, err := tx.Arrival(a.ID)
			h.equal(got, a)
			got, _ = tx.Arrival(empty.ID)
			h.equal(len(got.Body), 0)
			_, none := tx.Arrival("none")
			h.isNotFound(none)
			n, _ := tx.CountArrivals()
			h.equal(n, store.ArrivalCounts{Waiting: 2, Oldest: h.start})
			return err
		})
	}},
	{"RetriedFinishedReplayed", func(h *house) {
		a := h.arrive(`{}`)
		later, done := h.start.Add(time.Minute), h.start.Add(2*time.Minute)
		next := func() (at time.Time) {
			h.read(func(tx store.Tx) (err error) {
				at, err = tx.NextArrival()
				return err
			})
			return at
		}
		h.equal(next(), h.start)
		h.equal(h.claimArrivals("a", h.start, 0), []string{a.ID})
		h.equal(next(), h.start.Add(time.Minute))
		h.equal(h.claimArrivals("b", h.start, 0), []string(nil))
		h.equal(h.held(func(tx store.Tx) (bool, error) { return tx.RetryArrival(a.ID, "b", later, "x") }), false)
		h.equal(h.held(func(tx store.Tx) (bool, error) { return tx.RetryArrival(a.ID, "a", later, "database away") }), true)
		h.equal(h.claimArrivals("b", h.start, 0), []string(nil))
		h.equal(h.claimArrivals("b", later, 0), []string{a.ID})
		h.write(func(tx store.Tx) error { return tx.RenewArrivals("b", []string{a.ID}, later.Add(time.Hour)) })
		h.equal(h.claimArrivals("a", later.Add(time.Minute), 0), []string(nil))
		h.equal(h.held(func(tx store.Tx) (bool, error) { return tx.FinishArrival(a.ID, "a", done, "") }), false)
		h.equal(h.held(func(tx store.Tx) (bool, error) { return tx.FinishArrival(a.ID, "b", done, "event 3: no such account") }), true)
		h.equal(h.held(func(tx store.Tx) (bool, error) { return tx.FinishArrival(a.ID, "b", done, "") }), false)
		h.equal(next(), time.Time{})
		h.read(func(tx store.Tx) error {
			list, err := tx.FailedArrivals(0)
			h.equal(len(list), 1)
			h.equal([]any{list[0].DoneAt, list[0].Failure, list[0].Attempts}, []any{done, "event 3: no such account", 2})
			n, _ := tx.CountArrivals()
			h.equal(n, store.ArrivalCounts{Failed: 1})
			return err
		})
		h.write(func(tx store.Tx) error { return tx.ReplayArrival(a.ID, done) })
		h.isNotFound(h.Write(h.Context(), func(tx store.Tx) error { return tx.ReplayArrival("none", done) }))
		h.equal(h.claimArrivals("c", done, 0), []string{a.ID})
		h.equal(h.expireArrivals(done, true), []string(nil))
		h.equal(h.claimArrivals("d", done, 0), []string{a.ID})
		h.equal(h.held(func(tx store.Tx) (bool, error) { return tx.FinishArrival(a.ID, "d", done, "") }), true)
	}},
	{"OfOneAppOneOwnerHoldsThem", func(h *house) {
		first, second := h.arrive(`first`), h.arrive(`second`)
		other := store.Arrival{ID: id("arrival"), AppID: "another", Channel: desk.ChannelAPI, At: h.start, Body: []byte("x"), NotBefore: h.start}
		h.write(func(tx store.Tx) error { return tx.PutArrival(other) })
		h.equal(h.claimArrivals("a", h.start, 1), []string{first.ID})
		h.equal(h.claimArrivals("b", h.start, 0), []string{other.ID})
		h.equal(h.claimArrivals("a", h.start, 0), []string{second.ID})
		third := h.arrive(`third`)
		h.equal(h.held(func(tx store.Tx) (bool, error) { return tx.FinishArrival(first.ID, "a", h.start, "") }), true)
		h.equal(h.claimArrivals("b", h.start, 0), []string(nil))
		h.equal(h.held(func(tx store.Tx) (bool, error) { return tx.RetryArrival(second.ID, "a", h.start.Add(time.Hour), "") }), true)
		h.equal(h.claimArrivals("b", h.start, 0), []string{third.ID})
	}},
	{"OwnersWhoClaimAtOnceOvertakeNobody", func(h *house) {
		for range 40 {
			h.arrive(`{}`)
		}
		var wg sync.WaitGroup
		var mu sync.Mutex
		holders := map[string]bool{}
		for _, owner := range []string{"a", "b", "c", "d"} {
			wg.Go(func() {
				var got []store.Arrival
				if err := h.Write(h.Context(), func(tx store.Tx) (err error) {
					got, err = tx.ClaimArrivals(owner, h.start, h.start.Add(time.Minute), 10)
					return err
				}); err != nil {
					h.Errorf("claim: %v", err)
				}
				mu.Lock()
				defer mu.Unlock()
				if len(got) > 0 {
					holders[owner] = true
				}
			})
		}
		wg.Wait()
		h.equal(len(holders), 1)
	}},
	{"WhatServersEndOverIsSetAside", func(h *house) {
		bad, good, third := h.arrive(`bad`), h.arrive(`good`), h.arrive(`third`)
		now := h.start
		later := func(d time.Duration) time.Time { now = now.Add(d); return now }
		failed := func() (all []string) {
			h.read(func(tx store.Tx) error {
				list, err := tx.FailedArrivals(0)
				for _, a := range list {
					all = append(all, a.ID)
				}
				return err
			})
			return all
		}
		h.equal(h.claimArrivals("a", now, 0), []string{bad.ID, good.ID, third.ID})
		h.equal(h.expireArrivals(now, false), []string(nil)) // a still works on them
		h.equal(h.claimArrivals("b", later(2*time.Minute), 0), []string(nil))
		h.equal(h.expireArrivals(now, false), []string(nil))
		fresh := h.arrive(`fresh`)
		// What a server ended over is tried one after the other, and nothing else waits for that.
		h.equal(h.claimArrivals("b", now, 0), []string{bad.ID, fresh.ID})
		h.equal(h.claimArrivals("b", later(9*time.Second), 0), []string(nil))
		h.equal(h.claimArrivals("b", later(2*time.Second), 0), []string{good.ID}) // not for ever
		h.equal(h.held(func(tx store.Tx) (bool, error) { return tx.FinishArrival(good.ID, "b", now, "half") }), true)
		h.equal(h.held(func(tx store.Tx) (bool, error) { return tx.RetryArrival(fresh.ID, "b", now, "") }), true)
		// b ends too: once more, by an owner who holds nothing else.
		h.equal(h.expireArrivals(later(2*time.Minute), false), []string(nil))
		h.equal(h.claimArrivals("c", now, 0), []string{third.ID, fresh.ID})
		h.equal(h.suspected("c", now), "")
		h.equal(h.suspected("d", now), "") // the app is c's
		h.equal(h.held(func(tx store.Tx) (bool, error) { return tx.RetryArrival(third.ID, "c", now, "") }), true)
		h.equal(h.held(func(tx store.Tx) (bool, error) { return tx.RetryArrival(fresh.ID, "c", now, "") }), true)
		h.equal(h.suspected("c", now), bad.ID)
		h.equal(h.suspected("c", now), "")
		h.equal(failed(), []string{good.ID})
		h.equal(h.expireArrivals(later(2*time.Minute), false), []string{bad.ID})
		h.equal(failed(), []string{bad.ID, good.ID})
		h.read(func(tx store.Tx) error {
			a, err := tx.Arrival(bad.ID)
			h.equal([]any{a.SetAside(), a.Suspect(), a.Failure, a.DoneAt, a.Lost}, []any{true, false, "set aside", now, store.LostMost})
			a, _ = tx.Arrival(good.ID)
			h.equal([]any{a.SetAside(), a.Failure, a.Lost}, []any{false, "half", 0})
			return err
		})
		h.equal(h.claimArrivals("d", now, 0), []string{third.ID, fresh.ID})
		h.equal(h.held(func(tx store.Tx) (bool, error) { return tx.RetryArrival(third.ID, "d", now, "") }), true)
		h.equal(h.held(func(tx store.Tx) (bool, error) { return tx.FinishArrival(fresh.ID, "d", now, "") }), true)
		// Somebody has it tried again, once.
		h.write(func(tx store.Tx) error { return tx.ReplayArrival(bad.ID, now) })
		h.equal(failed(), []string{good.ID})
		h.equal(h.suspected("e", now), bad.ID)
		h.equal(h.expireArrivals(now, true), []string{bad.ID})
		// One that a server survived is like any other.
		h.write(func(tx store.Tx) error { return tx.ReplayArrival(bad.ID, now) })
		h.equal(h.suspected("f", now), bad.ID)
		h.equal(h.held(func(tx store.Tx) (bool, error) { return tx.RetryArrival(bad.ID, "f", now, "") }), true)
		h.read(func(tx store.Tx) error {
			a, err := tx.Arrival(bad.ID)
			h.equal(a.Lost, 0)
			return err
		})
	}},
	{"WhatWasNotAloneIsNotSetAside", func(h *house) {
		slow, beside := h.arrive(`slow`), h.arrive(`beside`)
		now := h.start
		h.equal(h.claimArrivals("a", now, 1), []string{slow.ID})
		h.equal(h.expireArrivals(now, true), []string(nil))
		h.equal(h.claimArrivals("b", now, 1), []string{slow.ID})
		h.equal(h.expireArrivals(now, true), []string(nil))
		// A busy owner takes it too, once it has waited for a minute.
		h.equal(h.claimArrivals("c", now, 0), []string{beside.ID})
		h.equal(h.suspected("c", now.Add(59*time.Second)), "")
		for lost := store.LostMost; lost < store.LostEver; lost++ {
			now = now.Add(time.Minute)
			h.equal(h.suspected("c", now), slow.ID)
			h.write(func(tx store.Tx) error { return tx.RenewArrivals("c", []string{beside.ID}, now.Add(time.Hour)) })
			h.equal(h.expireArrivals(now.Add(time.Minute), false), []string(nil))
			h.read(func(tx store.Tx) error {
				a, err := tx.Arrival(slow.ID)
				h.equal([]any{a.Lost, a.Suspect()}, []any{lost, true})
				return err
			})
		}
		// Not for ever.
		now = now.Add(time.Minute)
		h.equal(h.suspected("c", now), slow.ID)
		h.equal(h.expireArrivals(now, true), []string{slow.ID})
	}},
	{"OldOnesGo", func(h *house) {
		old, young, owed := h.arrive(`1`), h.arrive(`2`), h.arrive(`3`)
		h.claimArrivals("a", h.start, 2)
		h.write(func(tx store.Tx) error {
			if _, err := tx.FinishArrival(old.ID, "a", h.start, ""); err != nil {
				return err
			}
			if _, err := tx.SeenEvent("account", "key"); err != nil {
				return err
			}
			_, err := tx.FinishArrival(young.ID, "a", h.start.Add(time.Hour), "")
			return err
		})
		prune := func(before time.Time) (n int) {
			h.write(func(tx store.Tx) (err error) {
				n, err = tx.PruneArrivals(before)
				return err
			})
			return n
		}
		h.equal(prune(h.start.Add(time.Minute)), 2)
		h.equal(prune(h.start.Add(time.Minute)), 0)
		h.read(func(tx store.Tx) error {
			_, none := tx.Arrival(old.ID)
			h.isNotFound(none)
			_, err := tx.Arrival(young.ID)
			if err == nil {
				_, err = tx.Arrival(owed.ID)
			}
			return err
		})
		h.equal(h.held(func(tx store.Tx) (bool, error) { return tx.SeenEvent("account", "key") }), true)
	}},
}

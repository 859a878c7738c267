package storetest

import (
	"slices"
	"sync"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// thread begins a conversation of a new guest of an account.
func (h *house) thread(a store.ChannelAccount) desk.State {
	h.Helper()
	conv := h.fresh(h.guestOf(a, id("external")))
	h.write(func(tx store.Tx) error { return tx.CreateConversation(conv) })
	return h.state(conv.ID)
}

// deliver writes one of the assistant's behind those that wait.
func (h *house) deliver(s desk.State, change func(*store.Delivery)) store.Delivery {
	h.Helper()
	d := store.Delivery{ID: id("delivery"), ConversationID: s.ID, PropertyID: s.PropertyID, AccountID: s.AccountID, ContactID: s.ContactID,
		EntryID: id("entry"), Seq: ids.Add(1), Author: desk.AuthorAssistant, Epoch: s.Epoch, State: store.DeliveryWaiting, NotBefore: h.start,
		CreatedAt: h.start, ChangedAt: h.start, Doc: store.DeliveryContent{Text: "At 22:00."}}
	if change != nil {
		change(&d)
	}
	h.write(func(tx store.Tx) error { return tx.PutDeliveries([]store.Delivery{d}) })
	return d
}

func (h *house) delivery(id string) (d store.Delivery) {
	h.Helper()
	h.read(func(tx store.Tx) (err error) {
		d, err = tx.Delivery(id)
		return err
	})
	return d
}

// claimed are the ids of what an owner claims, each with its state.
func (h *house) claimed(owner string, now time.Time) (out []string) {
	h.Helper()
	h.write(func(tx store.Tx) error {
		out = nil
		list, err := tx.ClaimDeliveries(owner, now, now.Add(time.Minute), 0)
		for _, d := range list {
			out = append(out, d.ID+" "+string(d.State))
		}
		return err
	})
	return out
}

func (h *house) finish(id, owner string, r store.DeliveryResult) (d store.Delivery, held bool) {
	h.Helper()
	h.write(func(tx store.Tx) (err error) {
		d, held, err = tx.FinishDelivery(id, owner, h.start.Add(time.Second), r)
		return err
	})
	return d, held
}

func (h *house) expire(now time.Time) (out []string) {
	h.Helper()
	h.write(func(tx store.Tx) error {
		out = nil
		list, err := tx.ExpireDeliveries(now)
		for _, d := range list {
			out = append(out, d.ID+" "+string(d.State))
		}
		return err
	})
	return out
}

func (h *house) nextDelivery() (at time.Time) {
	h.Helper()
	h.read(func(tx store.Tx) (err error) {
		at, err = tx.NextDelivery()
		return err
	})
	return at
}

// changes counts what a settlement changed.
func (h *house) changes(fn func(store.Tx) ([]store.Delivery, error)) (n int) {
	h.Helper()
	h.write(func(tx store.Tx) error {
		list, err := fn(tx)
		n = len(list)
		return err
	})
	return n
}

// becomes expects a delivery's state.
func (h *house) becomes(id string, want store.DeliveryState) {
	h.Helper()
	h.equal(h.delivery(id).State, want)
}

func (h *house) taken(d store.Delivery) string     { return d.ID + " sending" }
func (h *house) takenBack(d store.Delivery) string { return d.ID + " withdrawn" }

var deliveries = []testCase{
	{"WhatWasWrittenIsRead", func(h *house) {
		s := h.thread(h.account(harbour, desk.ChannelWhatsApp))
		d := h.deliver(s, func(d *store.Delivery) {
			d.Answers, d.AnswersAt, d.Part = 3, h.start.Add(time.Second), 2
			d.Doc = store.DeliveryContent{Text: "Choose", Choices: []store.DeliveryChoice{{Title: "Yes", Payload: "y"}}, ReplyTo: "m_1", Late: true,
				File: &desk.File{ID: "f", Key: "k", Name: "a.pdf", Type: "application/pdf", Size: 9}, Caption: "c", Template: `{"name":"x"}`}
		})
		h.equal(h.delivery(d.ID), d)
		twin := d
		twin.ID = id("delivery")
		h.refused(desk.CodeExists, h.Write(h.Context(), func(tx store.Tx) error { return tx.PutDeliveries([]store.Delivery{twin}) }))
		h.read(func(tx store.Tx) error {
			of, err := tx.DeliveriesOf(s.ID, []string{d.EntryID, "other"})
			h.equal(of, []store.Delivery{d})
			open, _ := tx.OpenDeliveries(s.ID)
			h.equal(open, []store.Delivery{d})
			n, _ := tx.CountDeliveries(s.AccountID)
			h.equal(n, store.DeliveryCounts{Waiting: 1, Oldest: h.start})
			n, _ = tx.CountDeliveries("other")
			h.equal(n, store.DeliveryCounts{})
			n, _ = tx.CountDeliveries("")
			h.equal(n.Waiting, 1)
			_, none := tx.Delivery("none")
			h.isNotFound(none)
			return err
		})
	}},
	{"OneLanePerConversationInOrder", func(h *house) {
		a := h.account(harbour, desk.ChannelMessenger)
		s, other := h.thread(a), h.thread(a)
		one, two, three := h.deliver(s, nil), h.deliver(s, nil), h.deliver(s, nil)
		else1 := h.deliver(other, nil)
		h.equal(h.nextDelivery(), h.start)
		got := h.claimed("w", h.start)
		slices.Sort(got)
		h.equal(got, []string{h.taken(one), h.taken(else1)})
		h.equal(h.claimed("v", h.start), []string(nil))
		h.equal(h.nextDelivery(), h.start.Add(time.Minute)) // the leases
		if _, held := h.finish(one.ID, "v", store.DeliveryResult{State: store.DeliverySent}); held {
			h.Error("somebody else finished it")
		}
		d, held := h.finish(one.ID, "w", store.DeliveryResult{State: store.DeliverySent, ProviderID: "m_1"})
		h.equal([]any{d.State, d.ProviderID, held, d.Attempts, d.SentAt}, []any{store.DeliverySent, "m_1", true, 1, h.start})
		h.equal(h.delivery(one.ID), d)
		// Put back: the one behind it waits with it.
		h.equal(h.claimed("w", h.start), []string{h.taken(two)})
		later := h.start.Add(10 * time.Second)
		h.finish(two.ID, "w", store.DeliveryResult{State: store.DeliveryWaiting, NotBefore: later, Reason: "throttled", Code: "4"})
		h.equal(h.claimed("w", h.start), []string(nil))
		h.equal(h.claimed("w", later), []string{h.taken(two)})
		h.finish(two.ID, "w", store.DeliveryResult{State: store.DeliveryWaiting, NotBefore: later, Untried: true})
		h.equal(h.delivery(two.ID).Attempts, 1)
		h.equal(h.claimed("w", later), []string{h.taken(two)})
		h.finish(two.ID, "w", store.DeliveryResult{State: store.DeliveryFailed, Reason: "gone", Code: "551"})
		h.equal(h.claimed("w", later), []string{h.taken(three)})
		h.read(func(tx store.Tx) error {
			got, err := tx.DeliveryByProvider(a.ID, "m_1")
			h.equal(got.ID, one.ID)
			_, none := tx.DeliveryByProvider(a.ID, "")
			h.isNotFound(none)
			bad, _ := tx.TroubledDeliveries(a.ID, 0)
			h.equal(len(bad), 1)
			return err
		})
	}},
	{"PartsGoInOrder", func(h *house) {
		s := h.thread(h.account(harbour, desk.ChannelInstagram))
		second := h.deliver(s, func(d *store.Delivery) { d.Part = 1 })
		first := h.deliver(s, func(d *store.Delivery) { d.Seq, d.EntryID = second.Seq, second.EntryID })
		h.equal(h.claimed("w", h.start), []string{h.taken(first)})
		h.finish(first.ID, "w", store.DeliveryResult{State: store.DeliverySent})
		h.equal(h.claimed("w", h.start), []string{h.taken(second)})
	}},
	{"EachIsClaimedOnce", func(h *house) {
		a := h.account(harbour, desk.ChannelMessenger)
		want := map[string]int{}
		for range 20 {
			s := h.thread(a)
			want[h.deliver(s, nil).ID]++
			want[h.deliver(s, nil).ID]++
		}
		var mu sync.Mutex
		got := map[string]int{}
		flying := map[string]bool{}
		var wg sync.WaitGroup
		for _, owner := range []string{"a", "b", "c"} {
			wg.Go(func() {
				for range 30 {
					var batch []store.Delivery
					if err := h.Write(h.Context(), func(tx store.Tx) (err error) {
						batch, err = tx.ClaimDeliveries(owner, h.start, h.start.Add(time.Minute), 3)
						return err
					}); err != nil {
						h.Errorf("claim: %v", err)
					}
					mu.Lock()
					for _, d := range batch {
						got[d.ID]++
						if flying[d.ConversationID] {
							h.Errorf("two of %s are under way", d.ConversationID)
						}
						flying[d.ConversationID] = true
					}
					mu.Unlock()
					for _, d := range batch {
						mu.Lock()
						flying[d.ConversationID] = false
						mu.Unlock()
						if err := h.Write(h.Context(), func(tx store.Tx) error {
							_, _, err := tx.FinishDelivery(d.ID, owner, h.start, store.DeliveryResult{State: store.DeliverySent})
							return err
						}); err != nil {
							h.Errorf("finish: %v", err)
						}
					}
				}
			})
		}
		wg.Wait()
		h.equal(got, want)
	}},
	{"AnotherEpochWithdrawsAtTheClaim", func(h *house) {
		s := h.thread(h.account(harbour, desk.ChannelWhatsApp))
		ours := h.deliver(s, nil)
		line := h.deliver(s, func(d *store.Delivery) { d.Author = desk.AuthorSystem })
		h.save(s.ID, func(out *desk.Outcome) {
			out.State.Controller, out.State.Epoch = desk.Controller{Kind: desk.ControllerOutside}, s.Epoch+1
		})
		h.equal(h.claimed("w", h.start), []string{h.takenBack(ours)})
		d := h.delivery(ours.ID)
		h.equal([]any{d.Reason, d.Owner, d.Attempts}, []any{store.ReasonTakenOver, "", 0})
		h.equal(h.claimed("w", h.start), []string{h.taken(line)})
	}},
	{"ARiseOfTheEpochSettles", func(h *house) {
		a := h.account(harbour, desk.ChannelWhatsApp)
		s := h.thread(a)
		flying := h.deliver(s, func(d *store.Delivery) { d.Answers, d.AnswersAt = 1, h.start })
		late := h.deliver(s, func(d *store.Delivery) { d.Answers, d.AnswersAt = 5, h.start.Add(5*time.Second) })
		early := h.deliver(s, func(d *store.Delivery) { d.Answers, d.AnswersAt = 3, h.start.Add(3*time.Second) })
		line := h.deliver(s, func(d *store.Delivery) { d.Author = desk.AuthorSystem })
		agent := h.deliver(s, func(d *store.Delivery) { d.Author = desk.AuthorAgent })
		h.claimed("w", h.start)
		undelivered := func(after int64) (u desk.Undelivered) {
			h.read(func(tx store.Tx) (err error) {
				u, err = tx.Undelivered(s.ID, after)
				return err
			})
			return u
		}
		h.equal(undelivered(0), desk.Undelivered{Seq: 3, At: early.AnswersAt})
		h.equal(undelivered(3), desk.Undelivered{Seq: 5, At: late.AnswersAt})
		h.equal(undelivered(5), desk.Undelivered{})
		settle := func(s1 desk.Settlement, epoch int64) int {
			return h.changes(func(tx store.Tx) ([]store.Delivery, error) { return tx.SettleEpoch(s.ID, s1, epoch) })
		}
		h.equal(settle(desk.SettleNothing, 9), 0)
		h.equal(settle(desk.SettleRestamp, 7), 2)
		h.equal([]int64{h.delivery(late.ID).Epoch, h.delivery(flying.ID).Epoch, h.delivery(agent.ID).Epoch}, []int64{7, 7, s.Epoch})
		h.equal(settle(desk.SettleWithdraw, 8), 2)
		h.equal(h.delivery(flying.ID).Epoch, int64(store.RecalledEpoch))
		for d, want := range map[string]store.DeliveryState{flying.ID: store.DeliverySending, late.ID: store.DeliveryWithdrawn,
			early.ID: store.DeliveryWithdrawn, line.ID: store.DeliveryWaiting, agent.ID: store.DeliveryWaiting} {
			h.becomes(d, want)
		}
		h.equal(h.changes(func(tx store.Tx) ([]store.Delivery, error) {
			return tx.WithdrawDeliveries([]string{line.ID, flying.ID, "none"}, store.ReasonNotNeeded)
		}), 1)
		h.equal(h.delivery(line.ID).Reason, store.ReasonNotNeeded)
		h.equal(undelivered(0), desk.Undelivered{})
	}},
	{"WhatIsTakenBackWhileItIsSentDoesNotGoAgain", func(h *house) {
		s := h.thread(h.account(harbour, desk.ChannelWhatsApp))
		line := h.deliver(s, func(d *store.Delivery) { d.Author = desk.AuthorSystem })
		behind := h.deliver(s, nil)
		h.claimed("w", h.start)
		h.equal(h.changes(func(tx store.Tx) ([]store.Delivery, error) {
			return tx.WithdrawDeliveries([]string{line.ID}, store.ReasonNotNeeded)
		}), 0)
		h.becomes(line.ID, store.DeliverySending)
		h.finish(line.ID, "w", store.DeliveryResult{State: store.DeliveryWaiting, NotBefore: h.start, Reason: "throttled"})
		h.equal(h.claimed("w", h.start), []string{h.takenBack(line)})
		h.equal(h.delivery(line.ID).Reason, store.ReasonNotNeeded)
		h.equal(h.claimed("w", h.start), []string{h.taken(behind)})
	}},
	{"ALeaseIsRenewedByItsOwner", func(h *house) {
		s := h.thread(h.account(harbour, desk.ChannelMessenger))
		d := h.deliver(s, nil)
		h.claimed("w", h.start)
		until, later := h.start.Add(time.Minute), h.start.Add(time.Hour)
		renew := func(owner string) {
			h.write(func(tx store.Tx) error { return tx.RenewDelivery(d.ID, owner, later) })
		}
		renew("another")
		h.equal(h.nextDelivery(), until)
		renew("w")
		h.equal(h.nextDelivery(), later)
		h.equal(h.expire(until), []string(nil))
		h.equal(h.expire(later), []string{d.ID + " uncertain"})
		renew("w") // too late
		h.equal(h.delivery(d.ID).Until, time.Time{})
	}},
	{"AnExpiredLeaseIsUncertain", func(h *house) {
		s := h.thread(h.account(harbour, desk.ChannelMessenger))
		one, two := h.deliver(s, nil), h.deliver(s, nil)
		h.claimed("w", h.start)
		until := h.start.Add(time.Minute)
		h.equal(h.expire(until.Add(-time.Millisecond)), []string(nil))
		h.equal(h.expire(until), []string{one.ID + " uncertain"})
		h.equal(h.claimed("w", until), []string(nil)) // it holds its lane
		h.equal(h.nextDelivery(), until.Add(store.UncertainHolds))
		// Its owner comes late: back to waiting it cannot go, what it learned counts.
		h.finish(one.ID, "w", store.DeliveryResult{State: store.DeliveryWaiting, NotBefore: until})
		h.becomes(one.ID, store.DeliveryUncertain)
		free := until.Add(store.UncertainHolds)
		h.equal(h.expire(free.Add(-time.Millisecond)), []string(nil))
		h.equal(h.expire(free), []string{one.ID + " uncertain"})
		h.equal(h.expire(free), []string(nil))
		h.equal(h.claimed("w", free), []string{h.taken(two)})
		d, held := h.finish(one.ID, "w", store.DeliveryResult{State: store.DeliverySent, ProviderID: "m_1"})
		h.equal([]any{d.State, held}, []any{store.DeliverySent, true})
		h.finish(two.ID, "w", store.DeliveryResult{State: store.DeliveryUncertain, Reason: "timeout"})
		h.becomes(two.ID, store.DeliveryUncertain)
		h.equal(h.nextDelivery(), h.start.Add(time.Second+store.UncertainHolds))
		// A restart: whatever was being sent.
		three := h.deliver(s, nil)
		h.expire(free.Add(time.Hour))
		h.equal(h.claimed("w", free), []string{h.taken(three)})
		h.equal(h.expire(time.Time{}), []string{three.ID + " uncertain"})
	}},
	{"NothingWaitsForEver", func(h *house) {
		s := h.thread(h.account(harbour, desk.ChannelMessenger))
		d := h.deliver(s, func(d *store.Delivery) { d.NotBefore = h.start.Add(30 * 24 * time.Hour) })
		h.equal(h.nextDelivery(), h.start.Add(store.DeliveryKeeps))
		h.equal(h.expire(h.start.Add(store.DeliveryKeeps)), []string{d.ID + " failed"})
		h.equal(h.delivery(d.ID).Reason, store.ReasonTooOld)
		h.equal(h.nextDelivery(), time.Time{})
	}},
	{"APausedAccountSendsNothing", func(h *house) {
		a := h.account(harbour, desk.ChannelMessenger)
		d := h.deliver(h.thread(a), nil)
		pause := func(reason string) {
			h.write(func(tx store.Tx) error {
				_, err := tx.PauseAccount(a.ID, reason)
				return err
			})
		}
		pause("token_expired")
		h.equal(h.claimed("w", h.start), []string(nil))
		h.equal(h.nextDelivery(), h.start.Add(store.DeliveryKeeps))
		pause("")
		h.equal(h.nextDelivery(), h.start)
		h.equal(h.claimed("w", h.start), []string{h.taken(d)})
		// What the channel put off for the account's sake goes when the account runs again.
		h.finish(d.ID, "w", store.DeliveryResult{State: store.DeliveryWaiting, NotBefore: h.start.Add(time.Hour)})
		pause("token_expired")
		pause("")
		if got := h.delivery(d.ID).NotBefore; !got.Before(h.start.Add(time.Hour)) {
			h.Errorf("it still waits until %v", got)
		}
	}},
	{"StatesOnlyMoveForward", func(h *house) {
		a := h.account(harbour, desk.ChannelWhatsApp)
		all := []store.DeliveryState{store.DeliverySent, store.DeliveryDelivered, store.DeliveryRead, store.DeliveryFailed}
		end := func(states []store.DeliveryState) store.DeliveryState {
			d := h.deliver(h.thread(a), nil)
			h.claimed("w", h.start)
			h.finish(d.ID, "w", store.DeliveryResult{State: store.DeliverySent, ProviderID: d.ID})
			for _, s := range states {
				h.changes(func(tx store.Tx) ([]store.Delivery, error) {
					return tx.SettleByProvider(a.ID, []string{d.ID, "other"}, store.DeliveryStatus{State: s})
				})
			}
			return h.delivery(d.ID).State
		}
		for i := range all {
			order := append(slices.Clone(all[i:]), all[:i]...)
			h.equal(end(order), store.DeliveryFailed)
			h.equal(end(slices.DeleteFunc(order, func(s store.DeliveryState) bool { return s == store.DeliveryFailed })), store.DeliveryRead)
		}
	}},
	{"AStatusMayComeBeforeTheAnswer", func(h *house) {
		a := h.account(harbour, desk.ChannelWhatsApp)
		s := h.thread(a)
		one, two := h.deliver(s, nil), h.deliver(s, nil)
		h.claimed("w", h.start)
		h.equal(h.changes(func(tx store.Tx) ([]store.Delivery, error) {
			return tx.SettleByOurs(a.ID, one.ID, store.DeliveryStatus{State: store.DeliveryDelivered, ProviderID: "m_1"})
		}), 1)
		h.equal(h.claimed("v", h.start), []string{h.taken(two)})
		d, held := h.finish(one.ID, "w", store.DeliveryResult{State: store.DeliveryWaiting, NotBefore: h.start})
		h.equal([]any{d.State, d.ProviderID, held}, []any{store.DeliveryDelivered, "m_1", true})
		h.equal(h.changes(func(tx store.Tx) ([]store.Delivery, error) {
			return tx.SettleByOurs(a.ID, one.ID, store.DeliveryStatus{State: store.DeliverySent, ProviderID: "m_1"})
		}), 0)
		stranger := h.account(mill, desk.ChannelWhatsApp)
		h.equal(h.changes(func(tx store.Tx) ([]store.Delivery, error) {
			return tx.SettleByOurs(stranger.ID, two.ID, store.DeliveryStatus{State: store.DeliveryRead})
		}), 0)
		h.equal(h.changes(func(tx store.Tx) ([]store.Delivery, error) {
			return tx.SettleByOurs(a.ID, "none", store.DeliveryStatus{State: store.DeliverySent})
		}), 0)
	}},
	{"AWatermarkSettlesWhatWasSentBefore", func(h *house) {
		a := h.account(harbour, desk.ChannelMessenger)
		s := h.thread(a)
		send := func(s desk.State, at time.Time) store.Delivery {
			d := h.deliver(s, nil)
			h.claimed("w", at)
			h.finish(d.ID, "w", store.DeliveryResult{State: store.DeliverySent})
			return d
		}
		one, two := send(s, h.start), send(s, h.start.Add(time.Minute))
		waits, stranger := h.deliver(s, nil), send(h.thread(a), h.start)
		h.claimed("w", h.start)
		read := func(at time.Time) int {
			return h.changes(func(tx store.Tx) ([]store.Delivery, error) {
				return tx.SettleBefore(s.ContactID, at, store.DeliveryStatus{State: store.DeliveryRead})
			})
		}
		h.equal(read(h.start.Add(time.Second)), 1)
		h.equal(read(h.start.Add(time.Second)), 0)
		for d, want := range map[string]store.DeliveryState{one.ID: store.DeliveryRead, two.ID: store.DeliverySent, waits.ID: store.DeliverySending,
			stranger.ID: store.DeliverySent} {
			h.becomes(d, want)
		}
		h.equal(h.changes(func(tx store.Tx) ([]store.Delivery, error) {
			return tx.SettleBefore(s.ContactID, h.start.Add(time.Hour), store.DeliveryStatus{State: store.DeliveryDelivered})
		}), 1)
	}},
	{"SentAgain", func(h *house) {
		a := h.account(harbour, desk.ChannelWhatsApp)
		s := h.thread(a)
		one, two := h.deliver(s, nil), h.deliver(s, nil)
		retry := func(id string) error {
			return h.Write(h.Context(), func(tx store.Tx) error {
				_, err := tx.RetryDelivery(id, h.start)
				return err
			})
		}
		h.refused(desk.CodeConflict, retry(one.ID))
		h.isNotFound(retry("none"))
		h.claimed("w", h.start)
		h.finish(one.ID, "w", store.DeliveryResult{State: store.DeliveryFailed, Reason: "gone", ProviderID: "m_1"})
		h.claimed("w", h.start)
		h.save(s.ID, func(out *desk.Outcome) {
			out.State.Controller, out.State.Epoch = desk.Controller{Kind: desk.ControllerOutside}, s.Epoch+1
		})
		if err := retry(one.ID); err != nil {
			h.Errorf("retry: %v", err)
		}
		d := h.delivery(one.ID)
		h.equal([]any{d.State, d.Reason, d.ProviderID, d.Attempts, d.Epoch}, []any{store.DeliveryWaiting, "", "", 0, s.Epoch + 1})
		h.equal(h.claimed("v", h.start), []string(nil)) // the other one is being sent
		h.equal(h.changes(func(tx store.Tx) ([]store.Delivery, error) {
			return tx.SettleByOurs(a.ID, one.ID, store.DeliveryStatus{State: store.DeliveryFailed})
		}), 0) // of the attempt before
		h.finish(two.ID, "w", store.DeliveryResult{State: store.DeliverySent})
		h.equal(h.claimed("v", h.start), []string{h.taken(one)})
		if _, held := h.finish(one.ID, "w", store.DeliveryResult{State: store.DeliveryFailed}); held {
			h.Error("the owner of the attempt before finished it")
		}
	}},
	{"SentAgainAfterALongTime", func(h *house) {
		s := h.thread(h.account(harbour, desk.ChannelInstagram))
		d := h.deliver(s, nil)
		h.claimed("w", h.start)
		h.expire(h.start.Add(time.Minute))
		now := h.start.Add(store.DeliveryKeeps + time.Hour)
		h.expire(now)
		again := func() {
			h.write(func(tx store.Tx) error {
				_, err := tx.RetryDelivery(d.ID, now)
				return err
			})
		}
		again()
		h.equal(h.expire(now), []string(nil))
		h.becomes(d.ID, store.DeliveryWaiting)
		h.equal(h.nextDelivery(), now)
		// What became of the attempt before is not known, and its echo may still come.
		h.equal(h.delivery(d.ID).UncertainAt, h.start.Add(time.Minute))
		h.equal(h.claimed("w", now), []string{h.taken(d)})
		doubted := func(since time.Time) (n int) {
			h.read(func(tx store.Tx) error {
				list, err := tx.DoubtedDeliveries(s.ID, since)
				n = len(list)
				return err
			})
			return n
		}
		h.equal(doubted(h.start), 0) // it is open
		h.finish(d.ID, "w", store.DeliveryResult{State: store.DeliveryFailed, Reason: "gone"})
		h.equal([]int{doubted(h.start), doubted(h.start.Add(time.Minute))}, []int{1, 0})
		again()
		h.equal(h.delivery(d.ID).UncertainAt, time.Time{})
		h.equal(h.expire(now.Add(store.DeliveryKeeps)), []string{d.ID + " failed"})
	}},
	{"MergedThreads", func(h *house) {
		a := h.account(harbour, desk.ChannelWhatsApp)
		older, younger := h.thread(a), h.thread(a)
		h.hear(older.ID, "Hello")
		h.hear(younger.ID, "Hello?")
		sent := h.deliver(younger, func(d *store.Delivery) { d.Seq, d.Answers = 2, 1 })
		var m desk.Merged
		h.write(func(tx store.Tx) error {
			o, err := tx.State(older.ID)
			if err != nil {
				return err
			}
			y, err := tx.State(younger.ID)
			if err != nil {
				return err
			}
			m = desk.Merge(o, y, surroundings(tx.Now()))
			if err := tx.Absorb(o, y, m); err != nil {
				return err
			}
			if err := tx.Save(m.Base, m.Outcome, mergeLines(m, tx.Now())); err != nil {
				return err
			}
			return tx.MergeContacts(older.ContactID, younger.ContactID)
		})
		d := h.delivery(sent.ID)
		h.equal([]any{d.ConversationID, d.ContactID, d.Seq, d.Answers}, []any{older.ID, older.ContactID, 2 + m.Offset, 1 + m.Offset})
	}},
}

package storetest

import (
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// waited is a request of the given kind and cause that was opened at a time and ended so much later.
func (h *house) waited(conversationID string, kind desk.RequestKind, cause desk.RequestCause, at time.Time, wait time.Duration, end desk.RequestEnd) {
	h.Helper()
	r := desk.Request{ID: id("request"), Kind: kind, Stage: desk.StageRinging, Cause: cause, OpenedAt: at, StageAt: at, Wait: 1, Round: 1}
	h.asks(conversationID, r)
	r.End, r.EndedAt, r.EndedBy = end, at.Add(wait), ana
	h.asks(conversationID, r)
}

var waits = []testCase{
	{"OfGuestsWhoAskedAndWereAnswered", func(h *house) {
		one := h.talk(harbour)
		at := func(minutes int) time.Time { return h.start.Add(time.Duration(minutes) * time.Minute) }
		h.waited(one.ID, desk.RequestPerson, desk.CauseGuest, at(-1), time.Second, desk.EndAccepted) // too long ago
		h.waited(one.ID, desk.RequestPerson, desk.CauseGuest, at(0), 5*time.Second, desk.EndAccepted)
		h.waited(one.ID, desk.RequestPerson, desk.CauseGuest, at(1), 6*time.Second, desk.EndExpired)
		h.waited(one.ID, desk.RequestPerson, desk.CauseLost, at(2), 7*time.Second, desk.EndAccepted)
		h.waited(one.ID, desk.RequestTransfer, desk.CauseTransfer, at(3), 8*time.Second, desk.EndAccepted)
		h.waited(one.ID, desk.RequestEmergency, desk.CauseEmergency, at(4), 9*time.Second, desk.EndAccepted)
		h.waited(one.ID, desk.RequestPerson, desk.CauseGuest, at(5), 40*time.Second, desk.EndAccepted)
		h.asks(one.ID, desk.Request{ID: id("request"), Kind: desk.RequestPerson, Stage: desk.StageRinging, Cause: desk.CauseGuest,
			OpenedAt: at(6), StageAt: at(6), Wait: 1})
		h.waited(h.talk(mill).ID, desk.RequestPerson, desk.CauseGuest, at(1), 3*time.Second, desk.EndAccepted)
		of := func(limit int) (got []time.Duration) {
			h.read(func(tx store.Tx) (err error) {
				got, err = tx.AcceptedWaits(harbour, h.start, limit)
				return err
			})
			return got
		}
		h.equal(of(0), []time.Duration{40 * time.Second, 5 * time.Second})
		h.equal(of(1), []time.Duration{40 * time.Second})
	}},
	{"TrialsAreNoWaits", func(h *house) {
		one := h.talk(harbour)
		h.save(one.ID, func(o *desk.Outcome) { o.State.Test = true })
		h.waited(one.ID, desk.RequestPerson, desk.CauseGuest, h.start, time.Second, desk.EndAccepted)
		h.read(func(tx store.Tx) error {
			got, err := tx.AcceptedWaits(harbour, h.start, 0)
			h.equal(len(got), 0)
			return err
		})
	}},
}

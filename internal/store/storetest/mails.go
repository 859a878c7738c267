package storetest

import (
	"sync"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

func (h *house) queueMail(change func(*store.Mail)) store.Mail {
	h.Helper()
	m := store.Mail{ID: id("mail"), Kind: store.MailReply, State: store.MailQueued, To: "zoe@example.org", PropertyID: harbour,
		Letter: `{"subject":"x"}`, NextAt: h.start, CreatedAt: h.start}
	m.MessageID = m.ID + "@desk.example"
	if change != nil {
		change(&m)
	}
	h.write(func(tx store.Tx) error { return tx.QueueMail(m) })
	return m
}

func (h *house) mailed(id string) (m store.Mail) {
	h.Helper()
	h.read(func(tx store.Tx) (err error) {
		m, err = tx.Mail(id)
		return err
	})
	return m
}

func (h *house) claimMails(owner string, now, until time.Time) (out []string) {
	h.Helper()
	h.write(func(tx store.Tx) error {
		out = nil
		got, err := tx.ClaimMails(owner, now, until, 0)
		for _, m := range got {
			out = append(out, m.ID)
			h.equal(m.State, store.MailSending)
		}
		return err
	})
	return out
}

func (h *house) settleMail(id, owner string, r store.MailResult) (held bool) {
	h.Helper()
	h.write(func(tx store.Tx) (err error) {
		held, err = tx.SettleMail(id, owner, h.start.Add(time.Second), r)
		return err
	})
	return held
}

var mails = []testCase{
	{"EachIsClaimedOnce", func(h *house) {
		want := map[string]int{}
		for range 30 {
			want[h.queueMail(nil).ID] = 1
		}
		later := h.queueMail(func(m *store.Mail) { m.NextAt = h.start.Add(time.Hour) })
		var mu sync.Mutex
		got := map[string]int{}
		var wg sync.WaitGroup
		for _, owner := range []string{"a", "b", "c"} {
			wg.Go(func() {
				for range 20 {
					var batch []store.Mail
					if err := h.Write(h.Context(), func(tx store.Tx) (err error) {
						batch, err = tx.ClaimMails(owner, h.start, h.start.Add(time.Minute), 3)
						return err
					}); err != nil {
						h.Errorf("claim: %v", err)
					}
					mu.Lock()
					for _, m := range batch {
						got[m.ID]++
					}
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		h.equal(got, want)
		h.equal(h.mailed(later.ID), later)
		h.read(func(tx store.Tx) error {
			next, err := tx.NextMail()
			h.equal(next, h.start.Add(time.Minute)) // the leases end before the other one's time comes
			return err
		})
	}},
	{"StatesOnlyMoveForward", func(h *house) {
		m := h.queueMail(func(m *store.Mail) {
			m.Ticket, m.ContactID, m.ConversationID, m.Kind = 1001, "contact", "conv", store.MailMissed
		})
		h.equal(h.mailed(m.ID), m)
		h.equal(h.settleMail(m.ID, "a", store.MailResult{State: store.MailSent}), false) // not claimed
		h.equal(h.claimMails("a", h.start, h.start.Add(time.Minute)), []string{m.ID})
		h.equal(h.claimMails("a", h.start, h.start.Add(time.Minute)), []string(nil))
		h.equal(h.settleMail(m.ID, "b", store.MailResult{State: store.MailSent}), false) // not its own
		again := h.start.Add(2 * time.Minute)
		h.equal(h.settleMail(m.ID, "a", store.MailResult{State: store.MailQueued, Error: "busy", NextAt: again}), true)
		got := h.mailed(m.ID)
		h.equal([]any{got.State, got.Attempts, got.Error, got.NextAt, got.DoneAt}, []any{store.MailQueued, 1, "busy", again, time.Time{}})
		h.equal(h.claimMails("a", h.start, h.start.Add(time.Minute)), []string(nil)) // not yet
		h.equal(h.claimMails("a", again, again.Add(time.Minute)), []string{m.ID})
		doubt := func(now time.Time) (ids []string) {
			h.write(func(tx store.Tx) error {
				ids = nil
				list, err := tx.DoubtMails(now)
				for _, m := range list {
					ids = append(ids, m.ID)
				}
				return err
			})
			return ids
		}
		h.equal(doubt(again), []string(nil))
		h.equal(doubt(again.Add(time.Minute)), []string{m.ID})
		h.equal(h.mailed(m.ID).State, store.MailUncertain)
		h.equal(h.claimMails("b", again.Add(time.Hour), again.Add(2*time.Hour)), []string(nil)) // never by itself
		h.equal(h.settleMail(m.ID, "a", store.MailResult{State: store.MailQueued}), false)
		h.equal(h.settleMail(m.ID, "a", store.MailResult{State: store.MailSent}), true) // its owner knows better after all
		h.equal(h.mailed(m.ID).DoneAt, h.start.Add(time.Second))
		h.refused(desk.CodeConflict, h.Write(h.Context(), func(tx store.Tx) error { return tx.RequeueMail(m.ID, again) }))
		h.isNotFound(h.Write(h.Context(), func(tx store.Tx) error { return tx.RequeueMail("nobody's", again) }))
		h.write(func(tx store.Tx) error { return tx.FailMail(m.ID, "no such mailbox") })
		h.read(func(tx store.Tx) error {
			trouble, err := tx.TroubledMails(0)
			if len(trouble) != 1 || trouble[0].Error != "no such mailbox" {
				h.Errorf("troubled are %+v", trouble)
			}
			n, _ := tx.CountMails()
			h.equal(n, store.MailCounts{Failed: 1})
			return err
		})
		h.write(func(tx store.Tx) error { return tx.RequeueMail(m.ID, again) })
		h.equal(h.mailed(m.ID).Attempts, 0)
		h.equal(h.claimMails("b", again, again.Add(time.Minute)), []string{m.ID})
		h.equal(h.settleMail(m.ID, "a", store.MailResult{State: store.MailFailed}), false) // of the attempt before
		h.equal(doubt(time.Time{}), []string{m.ID})
	}},
	{"FoundAgain", func(h *house) {
		at := h.start.Add(time.Minute)
		one := h.queueMail(func(m *store.Mail) { m.Ticket, m.ContactID = 1001, "zoe" })
		two := h.queueMail(func(m *store.Mail) { m.Ticket, m.ContactID, m.CreatedAt = 1001, "zoe", at })
		h.queueMail(func(m *store.Mail) { m.ContactID, m.Kind = "zoe", store.MailTranscript })
		h.queueMail(nil)
		h.read(func(tx store.Tx) error {
			got, err := tx.MailByMessageID(two.MessageID)
			h.equal(got, two)
			_, none := tx.MailByMessageID("made up")
			h.isNotFound(none)
			of, _ := tx.MailsOfTicket(1001)
			h.equal(of, []store.Mail{one, two})
			of, _ = tx.MailsOfTicket(0)
			h.equal(of, []store.Mail(nil))
			n, _ := tx.MailsSince("zoe", store.MailReply, h.start)
			h.equal(n, 2)
			n, _ = tx.MailsSince("zoe", store.MailReply, at)
			h.equal(n, 1)
			n, _ = tx.MailsSince("", store.MailReply, h.start)
			h.equal(n, 0)
			n, _ = tx.MailsTo("zoe@example.org", store.MailReply, h.start)
			h.equal(n, 3)
			n, _ = tx.MailsTo("zoe@example.org", store.MailReply, at)
			h.equal(n, 1)
			n, _ = tx.MailsTo("ali@example.org", store.MailReply, h.start)
			h.equal(n, 0)
			next, _ := tx.NextMail()
			h.equal(next, h.start)
			return err
		})
	}},
	{"WhatComesInIsTakenOnce", func(h *house) {
		take := func(messageID string) (fresh bool) {
			h.write(func(tx store.Tx) (err error) {
				fresh, err = tx.TakeMail(messageID, h.start)
				return err
			})
			return fresh
		}
		h.equal([]bool{take("a@x"), take("a@x"), take("b@x")}, []bool{true, false, true})
		if err := h.Write(h.Context(), func(tx store.Tx) error {
			if _, err := tx.TakeMail("c@x", h.start); err != nil {
				return err
			}
			return errOnPurpose
		}); err == nil {
			h.Error("the transaction was kept")
		}
		h.equal(take("c@x"), true)
	}},
	{"Absences", func(h *house) {
		a, b := h.talk(harbour), h.talk(mill)
		h.read(func(tx store.Tx) error {
			got, err := tx.Absence(a.ID)
			h.equal(got, store.Absence{ConversationID: a.ID})
			return err
		})
		late := store.Absence{ConversationID: a.ID, DueAt: h.start.Add(2 * time.Minute)}
		soon := store.Absence{ConversationID: b.ID, DueAt: h.start.Add(time.Minute), SentSeq: 3, Looks: 2}
		h.write(func(tx store.Tx) error {
			if err := tx.PutAbsence(late); err != nil {
				return err
			}
			return tx.PutAbsence(soon)
		})
		due := func(at time.Time) (out []store.Absence, next time.Time) {
			h.read(func(tx store.Tx) (err error) {
				if out, err = tx.DueAbsences(at, 0); err != nil {
					return err
				}
				next, err = tx.NextAbsence()
				return err
			})
			return out, next
		}
		got, next := due(h.start.Add(59 * time.Second))
		h.equal(got, []store.Absence(nil))
		h.equal(next, soon.DueAt)
		got, _ = due(late.DueAt)
		h.equal(got, []store.Absence{soon, late})
		soon.DueAt, soon.SentSeq = time.Time{}, 7
		late.DueAt = time.Time{}
		h.write(func(tx store.Tx) error {
			if err := tx.PutAbsence(late); err != nil {
				return err
			}
			return tx.PutAbsence(soon)
		})
		got, next = due(h.start.Add(time.Hour))
		h.equal(got, []store.Absence(nil))
		h.equal(next, time.Time{})
		h.isNotFound(h.Write(h.Context(), func(tx store.Tx) error { return tx.PutAbsence(store.Absence{ConversationID: "nowhere"}) }))
	}},
}

package conversation_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// refuses lets the assistant say that what was asked is for guests with a booking.
func (h *house) refuses() {
	h.t.Helper()
	err := h.desk.Answered(h.t.Context(), h.owed(), conversation.Answer{Text: "This is for guests with a booking.", Language: "en",
		Answer: desk.Answer{Decision: "cannot_help", Intent: desk.IntentBooked}})
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) proves(p desk.Proof) {
	h.t.Helper()
	h.write(func(tx store.Tx) error {
		c, err := tx.Contact("guest")
		c.Proof = p
		if err != nil {
			return err
		}
		return tx.UpdateContact(c)
	})
	if err := h.desk.Proven(h.t.Context(), "guest"); err != nil {
		h.t.Fatal(err)
	}
}

func TestProven_WhatWasAskedIsAskedAgain(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.build(func(c *conversation.Config) {
		c.Mood = func(text string) (desk.Feeling, string) { return "", strings.ToLower(text) }
	})
	h.write(func(tx store.Tx) error {
		return tx.PutBooking(desk.Booking{PropertyID: "harbour", Number: "1", Surname: "Hopper", Arrival: "2026-12-01", Departure: "2026-12-02"})
	})
	if err := h.desk.Proven(t.Context(), "guest"); err != nil { // nothing was said yet
		t.Fatal(err)
	}
	const question = "What is the code of the shed?"
	h.says(question)
	h.refuses()
	id := h.state().ID
	all := h.entries(id)
	if last := all[len(all)-1]; last.Answer == nil || !last.Answer.OfferBooking {
		t.Errorf("no booking can be proven beside %+v", last)
	}
	h.proves(desk.PressProof(h.now()))
	h.proves(desk.PressProof(h.now())) // while it is owed, and after it was answered: no second time
	q, err := h.desk.Question(t.Context(), h.owed())
	if err != nil || q.Text != question || !q.Verified {
		t.Fatalf("%+v %v", q, err)
	}
	if err := h.answers(h.owed(), "It is 4711."); err != nil {
		t.Fatal(err)
	}
	h.proves(desk.PressProof(h.now()))
	if s := h.state(); s.Turn.Open() || s.Facts.Mood.Repeated {
		t.Errorf("after it was answered: turn %+v, mood %+v", s.Turn, s.Facts.Mood)
	}
	if got := h.messages(id); len(got) != 4 {
		t.Errorf("said: %v", got)
	}
	// What ends proves nothing from then on.
	h.proves(desk.Proof{By: desk.ProofByForm, Booking: "1", Until: h.now().Add(time.Second)})
	h.pass(time.Second)
	h.says(question)
	if q, err := h.desk.Question(t.Context(), h.owed()); err != nil || q.Verified {
		t.Errorf("over: %+v %v", q, err)
	}
}

// Where a person has the conversation, or where there is nothing to prove by, nothing is written for the guest.
func TestProven_OnlyForTheAssistant(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.says("What is the code of the shed?")
	h.refuses()
	id := h.state().ID
	all := h.entries(id)
	if all[len(all)-1].Answer.OfferBooking {
		t.Error("a form for bookings that the property does not keep")
	}
	h.floor.eligible = []string{"ana"}
	if _, err := h.desk.TakeControl(t.Context(), ana, id); err != nil {
		t.Fatal(err)
	}
	before := h.messages(id)
	h.proves(desk.PressProof(h.now()))
	if got := h.messages(id); !slices.Equal(got, before) {
		t.Errorf("said: %v", got)
	}
}

func TestMerge_TheLongerProofStays(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.guest("phone", "harbour", "en")
	long := desk.Proof{By: desk.ProofByForm, Booking: "HV-1", Until: h.now().Add(48 * time.Hour)}
	h.write(func(tx store.Tx) error {
		for id, p := range map[string]desk.Proof{"guest": {By: desk.ProofByLink, Booking: "HV-2", Until: h.now().Add(time.Hour)}, "phone": long} {
			c, err := tx.Contact(id)
			c.Proof = p
			if err == nil {
				err = tx.UpdateContact(c)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	h.merge("guest", "phone")
	if got := h.contact().Proof; got != long {
		t.Errorf("%+v", got)
	}
}

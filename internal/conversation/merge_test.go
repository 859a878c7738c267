package conversation_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// writesAs lets any guest write.
func (h *house) writesAs(guest, text string) conversation.Receipt {
	h.t.Helper()
	r, err := h.desk.Receive(h.t.Context(), conversation.Incoming{ContactID: guest, ClientID: fmt.Sprint("c", sends.Add(1)), Text: text})
	if err != nil {
		h.t.Fatal(err)
	}
	return r
}

func (h *house) merge(older, younger string) desk.State {
	h.t.Helper()
	s, err := h.desk.Merge(h.t.Context(), older, younger)
	if err != nil {
		h.t.Fatal(err)
	}
	return s
}

func TestMerge_TwoGuestsBecomeOne(t *testing.T) {
	onStores(t, func(t *testing.T, h *house) {
		h.floor.eligible = []string{"ana", "ben"}
		h.guest("phone", "harbour", "en")
		first := h.writesAs("guest", "Hello from the laptop")
		h.pass(time.Second)
		in := conversation.Incoming{ContactID: "phone", ClientID: "again", Text: "Hello from the phone"}
		second, err := h.desk.Receive(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.desk.AskForHuman(t.Context(), "guest"); err != nil {
			t.Fatal(err)
		}
		if _, err := h.desk.TakeControl(t.Context(), ana, second.ConversationID); err != nil {
			t.Fatal(err)
		}
		if err := h.desk.FormBegun(t.Context(), "phone", conversation.Form{ID: "f", Text: "half"}); err != nil {
			t.Fatal(err)
		}
		h.write(func(tx store.Tx) error {
			c, err := tx.Contact("phone")
			c.Email, c.Notes = "grace@example.org", "VIP"
			if err != nil {
				return err
			}
			return tx.UpdateContact(c)
		})
		s := h.merge("guest", "phone")
		if s.ID != first.ConversationID || s.ContactID != "guest" || s.Controller.AgentID != "ana" || s.Request.End != desk.EndAccepted || s.Request.EndedBy != "ana" {
			t.Fatalf("%+v, request %+v", s.Conversation, s.Request)
		}
		if got := h.messages(s.ID); !slices.Equal(got, []string{"guest: Hello from the laptop", "guest: Hello from the phone"}) {
			t.Errorf("messages %q", got)
		}
		if c := h.contact(); c.Email != "grace@example.org" || c.Notes != "VIP" {
			t.Errorf("the contact is %+v", c)
		}
		// Whoever still knows the younger is led on: the phone, its repeated send, the agent's screen.
		if state, err := h.desk.GuestState(t.Context(), "phone"); err != nil || state.ID != s.ID {
			t.Errorf("the phone is in %q: %v", state.ID, err)
		}
		again, err := h.desk.Receive(t.Context(), in)
		if err != nil || !again.Repeated || again.EntryID != second.EntryID || again.ConversationID != s.ID {
			t.Errorf("sent again: %+v, %v", again, err)
		}
		if r := h.writesAs("phone", "Still me"); r.ConversationID != s.ID {
			t.Errorf("the phone went on in %q", r.ConversationID)
		}
		if f, err := h.desk.Form(t.Context(), "phone"); err != nil || f.Text != "half" {
			t.Errorf("the form: %+v, %v", f, err)
		}
		if _, err := h.desk.Reply(t.Context(), ana, second.ConversationID, conversation.Draft{ClientID: "r", Text: "Good morning", Epoch: -1}); err != nil {
			t.Error(err)
		}
		messages := h.messages(s.ID)
		if last := messages[len(messages)-1]; last != "agent: Good morning" {
			t.Errorf("the last message is %q", last)
		}
		same := h.merge("guest", "phone")
		if more := h.merge("phone", "guest"); more.LastSeq != same.LastSeq || more.ID != s.ID {
			t.Error("merging again changed something")
		}
		held := 0
		h.write(func(tx store.Tx) error {
			list, err := tx.ListPeople()
			for _, p := range list {
				held += p.Held
			}
			return err
		})
		if held != 1 {
			t.Errorf("%d places are held", held)
		}
		pointed := slices.ContainsFunc(h.changes(), func(c conversation.Change) bool {
			return c.After.ID == second.ConversationID && c.After.MergedInto == s.ID && c.After.Status == desk.StatusResolved
		})
		if !pointed {
			t.Error("nobody was told that the younger conversation is over")
		}
	})
}

func TestMerge_WhatOneOfThemLacks(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.guest("phone", "harbour", "en")
	if s := h.merge("guest", "phone"); s.ID != "" {
		t.Errorf("two guests without a conversation have %+v", s)
	}
	h.guest("tablet", "harbour", "en")
	r := h.writesAs("tablet", "Hello")
	if s := h.merge("guest", "tablet"); s.ID != r.ConversationID || s.ContactID != "guest" || !s.Turn.Open() {
		t.Errorf("the conversation did not go over as it is: %+v", s)
	}
	if r2 := h.writesAs("phone", "And from the phone"); r2.ConversationID != r.ConversationID {
		t.Errorf("merged twice over, the phone went on in %q", r2.ConversationID)
	}
	h.guest("mill", "mill", "de")
	_, err := h.desk.Merge(t.Context(), "guest", "mill")
	wantCode(t, err, desk.CodeConflict)
	_, err = h.desk.Merge(t.Context(), "guest", "nobody")
	wantCode(t, err, desk.CodeNotFound)
}

// An older guest's newest conversation may have begun after the younger guest's: the one that began first goes on, and
// what lies between becomes part of it.
func TestMerge_TheConversationThatBeganFirstGoesOn(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	resolve := func(id string) {
		t.Helper()
		if _, err := h.desk.Resolve(t.Context(), ana, id, true); err != nil {
			t.Fatal(err)
		}
	}
	h.guest("phone", "harbour", "en")
	long := h.writesAs("phone", "Long ago")
	h.pass(time.Hour)
	between := h.writesAs("guest", "In between")
	resolve(between.ConversationID)
	h.pass(8 * 24 * time.Hour)
	newest := h.writesAs("guest", "Now")
	if newest.ConversationID == between.ConversationID {
		t.Fatal("no new conversation began")
	}
	s := h.merge("guest", "phone")
	if s.ID != long.ConversationID || s.ContactID != "guest" || s.Status != desk.StatusOpen {
		t.Fatalf("%+v", s.Conversation)
	}
	if got := h.messages(s.ID); !slices.Equal(got, []string{"guest: Long ago", "guest: In between", "guest: Now"}) {
		t.Errorf("messages %q", got)
	}
	if r := h.writesAs("guest", "And on"); r.ConversationID != s.ID {
		t.Errorf("the guest went on in %q", r.ConversationID)
	}
}

// While the two become one, both write and somebody accepts: nothing is lost, nobody is in two places.
func TestRace_MergingLosesNothing(t *testing.T) {
	onStores(t, func(t *testing.T, h *house) {
		h.floor.eligible = []string{"ana", "ben"}
		for round := range rounds(t, 20) {
			a, b := fmt.Sprint("a-", round), fmt.Sprint("b-", round)
			h.guest(a, "harbour", "en")
			h.guest(b, "harbour", "en")
			h.writesAs(a, "a")
			asked, err := h.desk.AskForHuman(t.Context(), b)
			if err != nil {
				t.Fatal(err)
			}
			fns := []func(){func() { h.merge(a, b) }, func() {
				if _, err := h.desk.Accept(t.Context(), ana, asked.ID); err != nil {
					t.Error(err)
				}
			}}
			const each = 5
			for i := range each {
				fns = append(fns, func() { h.writesAs(a, fmt.Sprint("a", i)) }, func() { h.writesAs(b, fmt.Sprint("b", i)) })
			}
			atOnce(fns...)
			s, _ := h.desk.GuestState(t.Context(), b)
			if s.ContactID != a || s.Controller.AgentID != "ana" || s.Request.End != desk.EndAccepted {
				t.Fatalf("%+v, request %+v", s.Conversation, s.Request)
			}
			if got := h.messages(s.ID); len(got) != 2*each+1 {
				t.Fatalf("messages %q", got)
			}
			if _, err := h.desk.Resolve(t.Context(), ana, s.ID, true); err != nil {
				t.Fatal(err)
			}
		}
		h.write(func(tx store.Tx) error {
			p, err := tx.Person("ana")
			if p.Held != 0 {
				t.Errorf("ana holds %d chats", p.Held)
			}
			return err
		})
	})
}

package tickets_test

import (
	"testing"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/tickets"

	"github.com/google/go-cmp/cmp"
)

// understands lets the assistant answer what is owed, having understood what the guest has in mind.
func (h *house) understands(conversationID string, o desk.Opportunity) {
	h.Helper()
	s := h.conversation(conversationID)
	if !s.Turn.Open() {
		h.Fatal("no answer is owed")
	}
	err := h.desk.Answered(h.Context(), store.Owed{ConversationID: s.ID, Turn: *s.Turn},
		conversation.Answer{Text: "Lovely.", Answer: desk.Answer{Decision: "opportunity"}, Language: "en", Opportunity: &o})
	if err != nil {
		h.Fatal(err)
	}
}

func (h *house) ticketsOf(conversationID string) (list []desk.Ticket) {
	h.Helper()
	h.read(func(tx store.Tx) (err error) {
		list, err = tx.TicketsOfConversation(conversationID)
		return err
	})
	return list
}

func (h *house) plans(o desk.OpportunitySettings) {
	h.Helper()
	h.write(func(tx store.Tx) error {
		p, err := tx.Property("harbour")
		if err != nil {
			return err
		}
		p.Settings.Currency, p.Settings.Opportunities = "EUR", o
		return tx.UpdateProperty(p)
	})
}

func TestBook_AnOpportunityIsATicketThatGrows(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.plans(desk.OpportunitySettings{PersonDay: 90, RoomNight: 110})
	guest := h.guest("harbour", "en")
	id := h.says(guest, "We would like to marry at yours")
	o := desk.Opportunity{Kind: desk.OpportunityWedding, Words: "We would like to marry at yours"}
	o.Ask(desk.AskDates)
	h.understands(id, o)
	got := h.ticketsOf(id)
	if len(got) != 1 || got[0].Text != o.Words || got[0].Opportunity == nil || got[0].Opportunity.Worth != nil || got[0].Status != desk.TicketNew || got[0].Email != "" {
		t.Fatalf("got %+v", got)
	}
	// What the guest passes over changes nothing.
	h.says(guest, "Is there a pool?")
	passed := o
	passed.Asking = ""
	h.understands(id, passed)
	if again := h.ticketsOf(id); !cmp.Equal(again, got) {
		t.Errorf("it was changed: %s", cmp.Diff(got, again))
	}
	h.build() // a restart forgets nothing
	h.says(guest, "12 June, 80 people, zoe@guests.example")
	o.From, o.Persons, o.Email, o.Words, o.Asking = "2027-06-12", 80, "zoe@guests.example", "12 June, 80 people, zoe@guests.example", ""
	h.understands(id, o)
	got = h.ticketsOf(id)
	want := &desk.TicketOpportunity{Opportunity: desk.Opportunity{Kind: desk.OpportunityWedding, From: "2027-06-12", Persons: 80, Email: "zoe@guests.example"},
		Worth: &desk.Worth{Amount: 7200, Currency: "EUR", Parts: []desk.WorthPart{{Unit: desk.WorthPersonDays, Count: 80, Times: 1, Rate: 90}}}}
	if len(got) != 1 {
		t.Fatalf("%d tickets", len(got))
	}
	if diff := cmp.Diff(want, got[0].Opportunity); diff != "" {
		t.Error(diff)
	}
	if got[0].Text != "We would like to marry at yours" || got[0].Email != "zoe@guests.example" {
		t.Errorf("got %q, %q", got[0].Text, got[0].Email)
	}
	// What they added is a line of its history, of nobody of the desk, and no reply.
	if told := h.history(got[0].Number); told != "change opportunity "+o.Words {
		t.Errorf("the history is %q", told)
	}
	// One that is done stays as it is; what is told later is a new one.
	done := desk.TicketDone
	if _, err := h.clerk.Change(t.Context(), ana, got[0].Number, tickets.Change{Status: &done}); err != nil {
		t.Fatal(err)
	}
	h.says(guest, "It will be 100 people after all")
	o.Persons, o.Words = 100, "It will be 100 people after all"
	h.understands(id, o)
	if got = h.ticketsOf(id); len(got) != 2 || got[0].Opportunity.Persons != 100 || got[1].Opportunity.Persons != 80 {
		t.Errorf("got %+v", got)
	}
	// The worth stands with the ticket alone: nothing that guests or the assistant are told of the conversation has it.
	if s := h.conversation(id); s.Facts.Opportunity.Persons != 100 || s.Facts.Opportunity.Seq == 0 {
		t.Errorf("got %+v", s.Facts.Opportunity)
	}
}

package bell_test

import (
	"testing"
	"time"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// plans sets what a wedding's guest is worth a day, and from what worth it rings.
func (h *house) plans(from int64) {
	h.Helper()
	h.write(func(tx store.Tx) error {
		p, err := tx.Property("harbour")
		if err != nil {
			return err
		}
		p.Settings.Opportunities = desk.OpportunitySettings{PersonDay: 90, RingFrom: from}
		return tx.UpdateProperty(p)
	})
}

// understands lets the assistant answer, having understood a wedding of so many.
func (h *house) understands(conversationID string, persons int) {
	h.Helper()
	var s desk.State
	h.read(func(tx store.Tx) (err error) {
		s, err = tx.State(conversationID)
		return err
	})
	err := h.desk.Answered(h.Context(), store.Owed{ConversationID: s.ID, Turn: *s.Turn}, conversation.Answer{Text: "Lovely.",
		Answer: desk.Answer{Decision: "opportunity"}, Opportunity: &desk.Opportunity{Kind: desk.OpportunityWedding, Persons: persons}})
	if err != nil {
		h.Fatal(err)
	}
}

// An opportunity of the property's figure rings as a request does, the chain too, whatever looks ring otherwise; one
// below it does not.
func TestOpportunity_RingsFromThePropertysFigure(t *testing.T) {
	t.Parallel()
	inHouse(t, options{chain: whole}, func(h *house) {
		h.plans(7200)
		h.at("ana", "ben")
		h.told.take()
		id, contact := h.guest("harbour", "we marry")
		h.understands(id, 79)
		h.expect(nil, "push")
		h.says(contact, "eighty")
		h.understands(id, 80)
		h.expect([]string{"  0s ring attention ana ben"}, "push")
		look := h.told.of(store.AlertAttention)
		if r := h.told.shown(look); r.Alert.Doc.Why != desk.AttentionOpportunity {
			h.Errorf("shown %+v", r.Alert)
		}
		h.confirm("ana", "tab", store.ConfirmSounded, look)
		pass(time.Minute)
		h.expect([]string{" 15s ring attention ana ben nadia", " 30s call request 1", " 50s call email 1"}, "push")
		// It rings once, however much it grows.
		must(h.desk.TakeControl(h.Context(), h.person("ana"), id))(h)
		h.expect([]string{" 60s end confirmed ana"}, "push")
		must(h.desk.HandBack(h.Context(), h.person("ana"), id))(h)
		h.says(contact, "a hundred")
		h.understands(id, 100)
		h.expect(nil, "push")
	})
}

// Without a figure nothing rings, and what a person has settled needs no look.
func TestOpportunity_IsSilentWithoutAFigure(t *testing.T) {
	t.Parallel()
	inHouse(t, options{chain: whole}, func(h *house) {
		h.plans(0)
		h.at("ana")
		h.told.take()
		id, _ := h.guest("harbour", "we marry, with five hundred")
		h.understands(id, 500)
		pass(time.Minute)
		h.expect(nil, "push")
	})
}

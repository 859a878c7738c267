package source_test

import (
	"context"
	"testing"

	"deskbell/internal/store"
)

const ours = `{"prices":[{"amount":"18","per":["night"]}],"currency":"EUR"}`

// proposed are the open proposals, the newest first.
func (h *house) proposed() (out []store.KnowledgeProposal) {
	h.Helper()
	if err := h.store.Read(context.Background(), func(tx store.Tx) (err error) {
		out, err = tx.Proposals(harbour)
		return err
	}); err != nil {
		h.Fatal(err)
	}
	return out
}

func (h *house) confirmed() {
	h.Helper()
	h.write(func(tx store.Tx) error {
		return tx.PutFact(store.KnowledgeFact{PropertyID: harbour, Key: "parking", State: "yes", Details: "18 EUR a night.", Value: ours, UpdatedBy: manager.ID, UpdatedAt: tx.Now(), Rev: 1})
	})
}

func TestAPageThatSaysOtherwiseIsProposedBesideTheFact(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.confirmed()
	h.web.say("/", "<h1>Hotel</h1><p>Parking is 95 EUR a night.</p>")
	h.run()
	s := h.website()
	h.read(s.ID)
	open := h.proposed()
	if len(open) != 1 || open[0].Kind != "fact" || open[0].Subject != "parking" || open[0].Source != "page:https://hotel.example/" ||
		open[0].Fact.Details != "Parking is 95 EUR a night." || open[0].Fact.Value == ours {
		t.Fatalf("%+v", open)
	}
	// Ours stands, and reading it again asks nothing a second time.
	h.again(s.ID)
	if again := h.proposed(); len(again) != 1 || again[0].ID != open[0].ID {
		t.Errorf("%+v", again)
	}
	if err := h.store.Read(context.Background(), func(tx store.Tx) error {
		facts, err := tx.Facts(harbour)
		if len(facts) != 1 || facts[0].Value != ours {
			t.Errorf("overwritten: %+v", facts)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}

	// The page agrees again: nothing waits. It says otherwise once more: that waits again.
	h.web.say("/", "<h1>Hotel</h1><p>Parking is 18 EUR a night.</p>")
	h.again(s.ID)
	if open := h.proposed(); len(open) != 0 {
		t.Errorf("%+v", open)
	}
	h.web.say("/", "<h1>Hotel</h1><p>Parking is 95 EUR a night.</p>")
	h.again(s.ID)
	open = h.proposed()
	if len(open) != 1 {
		t.Fatalf("%+v", open)
	}

	// Ours was kept: the same page is not asked about again, another price is.
	h.write(func(tx store.Tx) error {
		p := open[0]
		p.State = "refused"
		return tx.PutProposal(p)
	})
	h.again(s.ID)
	if open := h.proposed(); len(open) != 0 {
		t.Errorf("asked again: %+v", open)
	}
	h.web.say("/", "<h1>Hotel</h1><p>Parking is 96 EUR a night.</p>")
	h.again(s.ID)
	if open := h.proposed(); len(open) != 1 || open[0].Fact.Details != "Parking is 96 EUR a night." {
		t.Errorf("%+v", open)
	}
}

func TestADocumentThatSaysOtherwiseIsProposedBesideTheFact(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.confirmed()
	h.run()
	s, err := h.AddDocument(context.Background(), manager, harbour, "house.md", []byte("# Parking\n\nIt is 20 EUR per night.\n\n# Bar\n\nA beer is 6 EUR.\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got := h.read(s.ID); got.Proposed != 1 {
		t.Errorf("%+v", got)
	}
	if open := h.proposed(); len(open) != 1 || open[0].Source != "document:"+s.ID || open[0].Fact.Details != "It is 20 EUR per night." {
		t.Errorf("%+v", open)
	}
}

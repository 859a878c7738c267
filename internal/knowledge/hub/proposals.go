package hub

import (
	"context"
	"encoding/json"
	"errors"

	"deskbell/internal/desk"
	"deskbell/internal/knowledge"
	"deskbell/internal/store"
)

// SourceCopy begins the source of what was copied or inherited from another property; its id follows.
const SourceCopy = "copy:"

// maxParents bounds how far up inheritance is looked at, so that properties that name each other end somewhere.
const maxParents = 4

// Inherited are the facts that a property's group has said something about and the property has not. They are told to
// nobody before they are confirmed here.
func Inherited(tx store.Tx, propertyID string) (map[string]store.KnowledgeFact, error) {
	facts, err := tx.Facts(propertyID)
	if err != nil {
		return nil, err
	}
	said := map[string]bool{}
	for _, f := range facts {
		said[f.Key] = f.State != string(knowledge.FactUnknown)
	}
	out := map[string]store.KnowledgeFact{}
	seen := map[string]bool{propertyID: true}
	at := propertyID
	for range maxParents {
		s, err := tx.HubSettings(at)
		if err != nil {
			return nil, err
		}
		if at = s.ParentID; at == "" || seen[at] {
			break
		}
		seen[at] = true
		facts, err := tx.Facts(at)
		if err != nil {
			return nil, err
		}
		for _, f := range facts {
			if _, nearer := out[f.Key]; !nearer && !said[f.Key] && f.State != string(knowledge.FactUnknown) {
				f.Source = SourceCopy + at
				out[f.Key] = f
			}
		}
	}
	return out, nil
}

// PutSettings changes from whom a property inherits. Whoever sets it must see both.
func (h *Hub) PutSettings(ctx context.Context, by desk.Person, propertyID string, s store.HubSettings) error {
	return h.cfg.Store.Write(context.WithoutCancel(ctx), func(tx store.Tx) error {
		if _, err := allow(tx, by, desk.ActEditKnowledge, propertyID); err != nil {
			return err
		}
		if s.ParentID != "" {
			if s.ParentID == propertyID {
				return desk.Refuse(desk.CodeInvalid, "A property cannot inherit from itself.")
			}
			if _, err := allow(tx, by, desk.ActViewKnowledge, s.ParentID); err != nil {
				return err
			}
		}
		return tx.PutHubSettings(propertyID, s)
	})
}

// CopyFacts proposes here what another property says and this one does not, or says otherwise. It tells how many there are.
func (h *Hub) CopyFacts(ctx context.Context, by desk.Person, propertyID, fromID string) (int, error) {
	n := 0
	err := h.cfg.Store.Write(context.WithoutCancel(ctx), func(tx store.Tx) error {
		n = 0
		if _, err := allow(tx, by, desk.ActEditKnowledge, propertyID); err != nil {
			return err
		}
		if _, err := allow(tx, by, desk.ActViewKnowledge, fromID); err != nil {
			return err
		}
		if fromID == propertyID {
			return desk.Refuse(desk.CodeInvalid, "Choose another property to copy from.")
		}
		theirs, err := tx.Facts(fromID)
		if err != nil {
			return err
		}
		facts, err := tx.Facts(propertyID)
		if err != nil {
			return err
		}
		ours := map[string]store.KnowledgeFact{}
		for _, f := range facts {
			ours[f.Key] = f
		}
		open, err := tx.Proposals(propertyID)
		if err != nil {
			return err
		}
		for _, f := range theirs {
			if f.State == string(knowledge.FactUnknown) || sameFact(f, ours[f.Key]) {
				continue
			}
			f := store.KnowledgeFact{Key: f.Key, State: f.State, Details: f.Details, Value: f.Value}
			p := store.KnowledgeProposal{ID: h.cfg.NewID(), PropertyID: propertyID, Kind: KindFact, Subject: f.Key, Source: SourceCopy + fromID, Fact: &f, State: "open", At: tx.Now()}
			known := false
			for _, o := range open {
				if o.Kind != KindFact || o.Subject != f.Key || o.Source != p.Source {
					continue
				}
				if o.Fact != nil && sameFact(*o.Fact, f) {
					known = true
				}
				p.ID = o.ID // what was copied before is out of date
			}
			if known {
				continue
			}
			if err := tx.PutProposal(p); err != nil {
				return err
			}
			n++
		}
		return nil
	})
	return n, err
}

// sameFact reports whether two say the same.
func sameFact(a, b store.KnowledgeFact) bool {
	return a.State == b.State && a.Details == b.Details && a.Value == b.Value
}

// Conflicts are the subjects on which what is proposed, or what is said, does not agree, by fact.
func Conflicts(facts []store.KnowledgeFact, proposals []store.KnowledgeProposal) map[string]bool {
	said := map[string]store.KnowledgeFact{}
	for _, f := range facts {
		if f.State != string(knowledge.FactUnknown) {
			said[f.Key] = f
		}
	}
	out := map[string]bool{}
	for _, p := range proposals {
		if p.Kind != KindFact || p.Fact == nil {
			continue
		}
		if f, ok := said[p.Subject]; ok && !sameFact(f, *p.Fact) {
			out[p.Subject] = true
		}
		said[p.Subject] = *p.Fact
	}
	return out
}

// Decide takes a proposal or refuses it. What is taken becomes a fact that is confirmed, or an entry that is published.
func (h *Hub) Decide(ctx context.Context, by desk.Person, propertyID, id string, take bool) (store.KnowledgeProposal, error) {
	var p store.KnowledgeProposal
	err := h.write(ctx, propertyID, func(tx store.Tx) (err error) {
		if _, err := allow(tx, by, desk.ActEditKnowledge, propertyID); err != nil {
			return err
		}
		if p, err = tx.Proposal(propertyID, id); err != nil {
			return err
		}
		if p.State != "open" {
			e := stale(tx, p.DecidedBy, p.DecidedAt)
			e.Message = "Somebody decided on this already."
			return e
		}
		p, err = h.decide(tx, by, p, take)
		return err
	})
	if err == nil && take {
		h.try(propertyID)
	}
	return p, err
}

// DecideAll takes or refuses many at once, all or none of them, and tells how many that were: what somebody else has decided
// on meanwhile stays as that person decided.
func (h *Hub) DecideAll(ctx context.Context, by desk.Person, propertyID string, ids []string, take bool) (int, error) {
	decided := 0
	err := h.write(ctx, propertyID, func(tx store.Tx) error {
		if _, err := allow(tx, by, desk.ActEditKnowledge, propertyID); err != nil {
			return err
		}
		decided = 0
		for _, id := range ids {
			p, err := tx.Proposal(propertyID, id)
			if errors.Is(err, desk.ErrNotFound) || err == nil && p.State != "open" {
				continue
			}
			if err != nil {
				return err
			}
			if _, err := h.decide(tx, by, p, take); err != nil {
				return err
			}
			decided++
		}
		return nil
	})
	if err == nil && take && decided > 0 {
		h.try(propertyID)
	}
	return decided, err
}

// decide settles an open proposal.
func (h *Hub) decide(tx store.Tx, by desk.Person, p store.KnowledgeProposal, take bool) (_ store.KnowledgeProposal, err error) {
	p.State, p.DecidedBy, p.DecidedAt = "refused", by.ID, tx.Now()
	if take {
		p.State = "taken"
		if p.Subject, err = h.take(tx, by, p); err != nil {
			return p, err
		}
	}
	return p, tx.PutProposal(p)
}

// take makes of a proposal what it proposes, and names that.
func (h *Hub) take(tx store.Tx, by desk.Person, p store.KnowledgeProposal) (subject string, err error) {
	switch {
	case p.Fact != nil:
		f, err := checkFact(p.Subject, FactInput{State: p.Fact.State, Details: p.Fact.Details, Value: json.RawMessage(p.Fact.Value), Source: p.Source})
		if err != nil {
			return "", err
		}
		_, err = putFact(tx, by.ID, p.PropertyID, f, nil, "confirmed", "")
		return p.Subject, err
	case p.Entry == nil:
		return "", desk.Refuse(desk.CodeConflict, "There is nothing in this proposal.")
	}
	content, err := check(*p.Entry)
	if err != nil {
		return "", err
	}
	if p.Subject != "" {
		_, err := editEntry(tx, by.ID, p.PropertyID, p.Subject, nil, "confirmed", "", func(e *store.KnowledgeEntry) error {
			e.SetContent(content)
			e.Hidden, e.Draft, e.Source = false, nil, p.Source
			return nil
		})
		return p.Subject, err
	}
	e, err := createEntry(tx, by.ID, store.KnowledgeEntry{ID: h.cfg.NewID(), PropertyID: p.PropertyID, Source: p.Source}, content, false, "")
	return e.ID, err
}

package hub

import (
	"context"
	"slices"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/knowledge"
	"deskbell/internal/store"
)

// maxKept is how many of the things are named that somebody changed since; all are counted.
const maxKept = 20

// UndoImport begins to take back what an import brought: what it added goes, what it changed becomes what it was. What
// somebody changed since stays, and is named. It runs like an import, can be stopped, and asked for again.
func (h *Hub) UndoImport(ctx context.Context, by desk.Person, propertyID, id string) (store.KnowledgeImport, error) {
	return h.begin(ctx, by, propertyID, id, func(tx store.Tx, i *store.KnowledgeImport) error {
		if i.State == ImportChecked || i.State == ImportUndone {
			return desk.Refuse(desk.CodeConflict, "Nothing of this import is in the Knowledge Hub.")
		}
		i.State, i.Undo, i.Failure, i.EndedAt = ImportUndoing, store.KnowledgeUndo{}, "", time.Time{}
		return tx.Audit(store.AuditLine{At: tx.Now(), PersonID: by.ID, PropertyID: propertyID, Action: "knowledge_import_undone", Subject: id})
	})
}

// takeBack walks through what the import did, the newest first, some in each transaction.
func (h *Hub) takeBack(ctx context.Context, i *store.KnowledgeImport) error {
	for over := false; !over; {
		var next store.KnowledgeImport
		err := h.cfg.Store.Write(ctx, func(tx store.Tx) error {
			next = *i
			next.Undo.Titles = slices.Clone(i.Undo.Titles)
			if err := tx.HoldImport(i.PropertyID, i.ID, tx.Now().Add(holds)); err != nil {
				if desk.CodeOf(err) == desk.CodeNotFound {
					return errStopped
				}
				return err
			}
			lines, err := tx.History(store.HistoryFilter{PropertyID: i.PropertyID, Batch: i.ID, Before: i.Undo.At, Limit: chunk})
			if err != nil {
				return err
			}
			for _, c := range lines {
				if err := h.takeLineBack(tx, &next, c); err != nil {
					return err
				}
				next.Undo.At = c.N
			}
			if over = len(lines) < chunk; over {
				if err := withdraw(tx, &next); err != nil {
					return err
				}
			}
			return tx.UpdateImport(next)
		})
		if err != nil {
			return err
		}
		*i = next
	}
	return nil
}

// takeLineBack undoes one line of the import, unless that was done before or somebody was there since.
func (h *Hub) takeLineBack(tx store.Tx, i *store.KnowledgeImport, c store.KnowledgeChange) error {
	there, done, err := stands(tx, c)
	if err != nil || done || !there { // what is not there was deleted since
		return err
	}
	switch err := h.undo(tx, i.PersonID, c); {
	case err == nil:
		i.Undo.Gone++
		return nil
	case desk.CodeOf(err) != desk.CodeConflict && desk.CodeOf(err) != desk.CodeNotFound:
		return err
	}
	keep(&i.Undo, c.Title)
	return nil
}

func keep(u *store.KnowledgeUndo, title string) {
	u.Kept++
	if len(u.Titles) < maxKept && !slices.Contains(u.Titles, title) {
		u.Titles = append(u.Titles, title)
	}
}

// stands tells whether what a line is about is there, and whether it stands as it did before the line already.
func stands(tx store.Tx, c store.KnowledgeChange) (there, done bool, err error) {
	absent := func(err error) error {
		if desk.CodeOf(err) == desk.CodeNotFound {
			return nil
		}
		return err
	}
	switch c.Kind {
	case KindEntry:
		before, _, err := states[store.KnowledgeEntry](c)
		if err != nil {
			return false, false, err
		}
		now, err := tx.KnowledgeEntry(c.PropertyID, c.Subject)
		there = err == nil
		return there, there && before != nil && sameEntry(now, *before), absent(err)
	case KindFact:
		before, _, err := states[store.KnowledgeFact](c)
		if err != nil {
			return false, false, err
		}
		if before == nil {
			before = &store.KnowledgeFact{State: string(knowledge.FactUnknown)}
		}
		now, said, err := factOf(tx, c.PropertyID, c.Subject)
		return said, sameFact(now, *before), err
	case KindTest:
		before, _, err := states[store.KnowledgeTest](c)
		if err != nil {
			return false, false, err
		}
		now, there, err := testOf(tx, c.PropertyID, c.Subject)
		return there, there && before != nil && sameTest(now, *before), err
	case KindNotice:
		now, err := tx.Notice(c.PropertyID, c.Subject)
		return err == nil, err == nil && !now.EndsAt.After(tx.Now()), absent(err)
	}
	return true, false, nil
}

// withdraw takes back what the import proposed and nobody has decided on. What somebody confirmed is theirs, and is named.
func withdraw(tx store.Tx, i *store.KnowledgeImport) error {
	for _, kind := range knowledge.Catalogue() {
		p, err := tx.Proposal(i.PropertyID, proposalOf(*i, kind.Key))
		if desk.CodeOf(err) == desk.CodeNotFound {
			continue
		}
		if err != nil {
			return err
		}
		switch p.State {
		case "open":
			p.State, p.DecidedBy, p.DecidedAt = "withdrawn", i.PersonID, tx.Now()
			if err := tx.PutProposal(p); err != nil {
				return err
			}
			i.Undo.Gone++
		case "taken":
			keep(&i.Undo, kind.Label)
		}
	}
	return nil
}

// proposalOf is the id of what an import proposes of a fact.
func proposalOf(i store.KnowledgeImport, key string) string { return i.ID + "." + key }

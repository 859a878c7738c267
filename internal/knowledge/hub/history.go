package hub

import (
	"context"
	"encoding/json"
	"fmt"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// kindPassage is what the history calls what was read from documents and websites.
const kindPassage = "passage"

// Undo takes one change back: what it made of a thing becomes again what it was before, where nobody changed it since. The
// undoing is a change like any other.
func (h *Hub) Undo(ctx context.Context, by desk.Person, propertyID string, n int64) error {
	err := h.write(ctx, propertyID, func(tx store.Tx) error {
		if _, err := allow(tx, by, desk.ActEditKnowledge, propertyID); err != nil {
			return err
		}
		c, err := tx.Change(propertyID, n)
		if err != nil {
			return err
		}
		return h.undo(tx, by.ID, c)
	})
	if err == nil {
		h.try(propertyID)
	}
	return err
}

func (h *Hub) undo(tx store.Tx, by string, c store.KnowledgeChange) error {
	switch c.Kind {
	case KindFact:
		return undoFact(tx, by, c)
	case KindEntry:
		return undoEntry(tx, by, c)
	case KindNotice:
		return undoNotice(tx, by, c)
	case KindTest:
		return undoTest(tx, by, c)
	case kindPassage:
		if h.cfg.UndoPassage != nil {
			return h.cfg.UndoPassage(tx, by, c)
		}
	}
	return desk.Refuse(desk.CodeConflict, "This change cannot be undone.")
}

// states reads how something stood before and after a change; nil for what was not there.
func states[T any](c store.KnowledgeChange) (before, after *T, err error) {
	read := func(text string) (*T, error) {
		if text == "" {
			return nil, nil
		}
		v := new(T)
		if err := json.Unmarshal([]byte(text), v); err != nil {
			return nil, fmt.Errorf("line %d of the history: %w", c.N, err)
		}
		return v, nil
	}
	if before, err = read(c.Before); err == nil {
		after, err = read(c.After)
	}
	return before, after, err
}

func undoFact(tx store.Tx, by string, c store.KnowledgeChange) error {
	before, after, err := states[store.KnowledgeFact](c)
	if err != nil {
		return err
	}
	if before == nil {
		before = &store.KnowledgeFact{Key: c.Subject, State: "unknown"}
	}
	now, _, err := factOf(tx, c.PropertyID, c.Subject)
	if err != nil {
		return err
	}
	if after == nil || !sameFact(now, *after) {
		return &Stale{Why: stale(tx, now.UpdatedBy, now.UpdatedAt), Fact: &now}
	}
	_, err = putFact(tx, by, c.PropertyID, *before, nil, "undone", "")
	return err
}

func undoEntry(tx store.Tx, by string, c store.KnowledgeChange) error {
	before, after, err := states[store.KnowledgeEntry](c)
	if err != nil {
		return err
	}
	now, err := tx.KnowledgeEntry(c.PropertyID, c.Subject)
	there := err == nil
	if err != nil && desk.CodeOf(err) != desk.CodeNotFound {
		return err
	}
	switch {
	case there && (after == nil || !sameEntry(now, *after)):
		return &Stale{Why: stale(tx, now.UpdatedBy, now.UpdatedAt), Entry: &now}
	case !there && after != nil:
		return desk.Refuse(desk.CodeConflict, "The entry was deleted since. Undo that first.")
	case before == nil: // it was created: it goes
		if err := tx.DeleteEntry(c.PropertyID, c.Subject); err != nil {
			return err
		}
		return note(tx, change{person: by, property: c.PropertyID, kind: KindEntry, subject: c.Subject, title: c.Title, action: "undone", before: now})
	}
	e := *before
	e.ID, e.PropertyID = c.Subject, c.PropertyID
	e.UpdatedBy, e.UpdatedAt, e.Rev = by, tx.Now(), max(before.Rev, now.Rev)+1
	if err := tx.PutEntry(e); err != nil {
		return err
	}
	line := change{person: by, property: c.PropertyID, kind: KindEntry, subject: c.Subject, title: title(e), action: "undone", after: e}
	if there {
		line.before = now
	}
	return note(tx, line)
}

func undoNotice(tx store.Tx, by string, c store.KnowledgeChange) error {
	before, after, err := states[store.KnowledgeNotice](c)
	if err != nil {
		return err
	}
	now, err := tx.Notice(c.PropertyID, c.Subject)
	if err != nil {
		return err
	}
	if after == nil || !sameNotice(now, *after) {
		return &Stale{Why: stale(tx, now.UpdatedBy, now.UpdatedAt), Notice: &now}
	}
	n := now
	if before == nil {
		n.EndsAt = tx.Now()
	} else {
		n = *before
		n.ID, n.PropertyID = now.ID, now.PropertyID
	}
	n.UpdatedBy, n.UpdatedAt, n.Rev = by, tx.Now(), now.Rev+1
	if err := tx.PutNotice(n); err != nil {
		return err
	}
	return note(tx, change{person: by, property: c.PropertyID, kind: KindNotice, subject: n.ID, title: n.Text, action: "undone", before: now, after: n})
}

func undoTest(tx store.Tx, by string, c store.KnowledgeChange) error {
	before, after, err := states[store.KnowledgeTest](c)
	if err != nil {
		return err
	}
	now, there, err := testOf(tx, c.PropertyID, c.Subject)
	if err != nil {
		return err
	}
	switch {
	case there != (after != nil) || there && !sameTest(now, *after):
		return stale(tx, now.UpdatedBy, now.UpdatedAt)
	case before == nil:
		if err := tx.DeleteTest(c.PropertyID, c.Subject); err != nil {
			return err
		}
	default:
		q := *before
		q.PropertyID, q.UpdatedBy, q.UpdatedAt = c.PropertyID, by, tx.Now()
		if err := tx.PutTest(q); err != nil {
			return err
		}
	}
	line := change{person: by, property: c.PropertyID, kind: KindTest, subject: c.Subject, title: c.Title, action: "undone"}
	if there {
		line.before = now
	}
	if before != nil {
		line.after = *before
	}
	return note(tx, line)
}

// sameEntry reports whether an entry says and hides the same, whoever wrote it last.
func sameEntry(a, b store.KnowledgeEntry) bool {
	return a.Hidden == b.Hidden && document(a.Content()) == document(b.Content()) && document(a.Draft) == document(b.Draft)
}

func sameNotice(a, b store.KnowledgeNotice) bool {
	return a.Text == b.Text && a.Topic == b.Topic && a.Language == b.Language && a.StartsAt.Equal(b.StartsAt) && a.EndsAt.Equal(b.EndsAt)
}

func sameTest(a, b store.KnowledgeTest) bool {
	return a.Question == b.Question && a.Expect == b.Expect && a.Language == b.Language && a.Booked == b.Booked
}

// Sides are how something stood before and after a change: a *store.KnowledgeFact, KnowledgeEntry, KnowledgeNotice or
// KnowledgeTest, nil for what was not there.
func Sides(c store.KnowledgeChange) (before, after any, err error) {
	switch c.Kind {
	case KindFact:
		return sides[store.KnowledgeFact](c)
	case KindEntry:
		return sides[store.KnowledgeEntry](c)
	case KindNotice:
		return sides[store.KnowledgeNotice](c)
	case KindTest:
		return sides[store.KnowledgeTest](c)
	}
	return nil, nil, nil
}

func sides[T any](c store.KnowledgeChange) (before, after any, err error) {
	b, a, err := states[T](c)
	if b != nil {
		before = b
	}
	if a != nil {
		after = a
	}
	return before, after, err
}

package source

import (
	"encoding/json"
	"fmt"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// KindPassage is what the Knowledge Hub's history calls a passage.
const KindPassage = "passage"

// side is how a passage stood before or after a decision, as the history keeps it.
type side struct {
	store.KnowledgePassage
	// Told is, before it, the approved passage that was told in its place and went with the decision.
	Told *store.KnowledgePassage `json:",omitempty"`
	// Found is, after a correction, the passage that keeps the words that were found.
	Found string `json:",omitempty"`
}

// record writes a line of the Knowledge Hub's history.
func record(tx store.Tx, by, action string, before, after side) error {
	doc := func(s side) string {
		b, _ := json.Marshal(s) // strings, numbers and times always have JSON
		return string(b)
	}
	title := after.Title
	if title == "" {
		title = after.Page
	}
	return tx.AddChange(store.KnowledgeChange{PropertyID: before.PropertyID, PersonID: by, At: tx.Now(), Kind: KindPassage, Subject: before.ID,
		Title: title, Action: action, Before: doc(before), After: doc(after)})
}

func sidesOf(c store.KnowledgeChange) (before, after side, err error) {
	if err = json.Unmarshal([]byte(c.Before), &before); err == nil {
		err = json.Unmarshal([]byte(c.After), &after)
	}
	if err != nil {
		err = fmt.Errorf("line %d of the history: %w", c.N, err)
	}
	return before, after, err
}

// Undo takes a decision on a passage back, where nobody decided on it since: what it was is what it is again, and what was
// told in its place is told again. The line of history is the caller's permission; the undoing is a line like any other.
func Undo(tx store.Tx, by string, c store.KnowledgeChange) error {
	if c.Action == "undone" {
		return desk.Refuse(desk.CodeConflict, "Approve or refuse the passage instead.")
	}
	before, after, err := sidesOf(c)
	if err != nil {
		return err
	}
	now, err := tx.Passage(c.PropertyID, c.Subject)
	switch {
	case notFound(err):
		return desk.Refuse(desk.CodeConflict, "The passage is no longer there. Read its source again.")
	case err != nil:
		return err
	case now.State != after.State || now.Title != after.Title || now.Text != after.Text || now.DecidedAt.UnixMilli() != after.DecidedAt.UnixMilli():
		return desk.Refuse(desk.CodeConflict, "Somebody decided on this passage since.")
	}
	p := before.KnowledgePassage
	p.Nth, p.Gone = now.Nth, now.Gone && p.State == Approved
	switch old, err := tx.Passage(c.PropertyID, p.Replaces); {
	case p.Replaces == "" || notFound(err):
		p.Replaces = ""
	case err != nil:
		return err
	case p.State == Draft: // it waits for a decision again, in the place of what is told
		old.Gone = true
		if err := tx.PutPassage(old); err != nil {
			return err
		}
	}
	if before.Told != nil {
		told := *before.Told
		told.Gone, p.Replaces = true, told.ID // its source says otherwise now
		if err := tx.PutPassage(told); err != nil {
			return err
		}
	}
	if after.Found != "" {
		if err := tx.DeletePassage(c.PropertyID, after.Found); err != nil && !notFound(err) {
			return err
		}
	}
	if err := tx.PutPassage(p); err != nil {
		return err
	}
	if err := record(tx, by, "undone", side{KnowledgePassage: now}, side{KnowledgePassage: p}); err != nil {
		return err
	}
	return tx.PassagesChanged(c.PropertyID)
}

// Sides are how a passage stood before and after a decision; before, that is what guests were told where it replaced that.
func Sides(c store.KnowledgeChange) (before, after *Found, err error) {
	b, a, err := sidesOf(c)
	if err != nil {
		return nil, nil, err
	}
	before, after = &Found{KnowledgePassage: b.KnowledgePassage}, &Found{KnowledgePassage: a.KnowledgePassage}
	if b.Told != nil {
		before.KnowledgePassage = *b.Told
	}
	return before, after, nil
}

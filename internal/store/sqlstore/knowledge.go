package sqlstore

import (
	"errors"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// raise counts a change of a property's knowledge.
func (t *tx) raise(propertyID string) error {
	t.Tell(store.Hint{Kind: store.HintKnowledge, ID: propertyID})
	return t.run(`INSERT INTO knowledge_versions (property_id, version) VALUES ($1, 1)
		ON CONFLICT (property_id) DO UPDATE SET version = knowledge_versions.version + 1`, propertyID)
}

// PutFact implements store.Knowledge.
func (t *tx) PutFact(f store.KnowledgeFact) error {
	if err := t.run(`INSERT INTO knowledge_facts (property_id, key, state, details, updated_by, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (property_id, key) DO UPDATE SET state = excluded.state, details = excluded.details,
			updated_by = excluded.updated_by, updated_at = excluded.updated_at`,
		f.PropertyID, f.Key, f.State, f.Details, f.UpdatedBy, ms(f.UpdatedAt)); err != nil {
		return err
	}
	return t.raise(f.PropertyID)
}

// PutEntry implements store.Knowledge.
func (t *tx) PutEntry(e store.KnowledgeEntry) error {
	if err := t.run(`INSERT INTO knowledge_entries (property_id, id, questions, answer, language, booked_only, updated_by, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (property_id, id) DO UPDATE SET questions = excluded.questions, answer = excluded.answer,
			language = excluded.language, booked_only = excluded.booked_only, updated_by = excluded.updated_by,
			updated_at = excluded.updated_at`,
		e.PropertyID, e.ID, asDoc(e.Questions), e.Answer, e.Language, bit(e.BookedOnly), e.UpdatedBy, ms(e.UpdatedAt)); err != nil {
		return err
	}
	return t.raise(e.PropertyID)
}

// DeleteEntry implements store.Knowledge.
func (t *tx) DeleteEntry(propertyID, id string) error {
	if err := t.must(desk.ErrNotFound, `DELETE FROM knowledge_entries WHERE property_id = $1 AND id = $2`, propertyID, id); err != nil {
		return err
	}
	return t.raise(propertyID)
}

// Facts implements store.Knowledge.
func (t *tx) Facts(propertyID string) ([]store.KnowledgeFact, error) {
	return all(t, `SELECT property_id, key, state, details, updated_by, updated_at FROM knowledge_facts
		WHERE property_id = $1 ORDER BY key`, with(propertyID), func(rows cursor) (store.KnowledgeFact, error) {
		var f store.KnowledgeFact
		err := rows.Scan(&f.PropertyID, &f.Key, &f.State, &f.Details, &f.UpdatedBy, (*stamp)(&f.UpdatedAt))
		return f, err
	})
}

const knowledgeQuery = `SELECT property_id, id, questions, answer, language, booked_only, updated_by, updated_at
	FROM knowledge_entries WHERE property_id = $1`

func scanKnowledge(rows cursor) (store.KnowledgeEntry, error) {
	var e store.KnowledgeEntry
	err := rows.Scan(&e.PropertyID, &e.ID, doc{&e.Questions}, &e.Answer, &e.Language, (*flag)(&e.BookedOnly), &e.UpdatedBy, (*stamp)(&e.UpdatedAt))
	return e, err
}

// KnowledgeEntries implements store.Knowledge.
func (t *tx) KnowledgeEntries(propertyID string) ([]store.KnowledgeEntry, error) {
	return all(t, knowledgeQuery+` ORDER BY id`, with(propertyID), scanKnowledge)
}

// KnowledgeEntry implements store.Knowledge.
func (t *tx) KnowledgeEntry(propertyID, id string) (store.KnowledgeEntry, error) {
	return first(t, knowledgeQuery+` AND id = $2`, with(propertyID, id), scanKnowledge)
}

// KnowledgeVersion implements store.Knowledge.
func (t *tx) KnowledgeVersion(propertyID string) (int64, error) {
	var v int64
	err := t.one(`SELECT version FROM knowledge_versions WHERE property_id = $1`, with(propertyID), &v)
	if errors.Is(err, desk.ErrNotFound) {
		return 0, nil
	}
	return v, err
}

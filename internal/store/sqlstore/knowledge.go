package sqlstore

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/store/words"
)

// raise counts a change of a property's knowledge.
func (t *tx) raise(propertyID string) error {
	t.Tell(store.Hint{Kind: store.HintKnowledge, ID: propertyID})
	return t.run(`INSERT INTO knowledge_versions (property_id, version) VALUES ($1, 1)
		ON CONFLICT (property_id) DO UPDATE SET version = knowledge_versions.version + 1`, propertyID)
}

// PutFact implements store.Knowledge.
func (t *tx) PutFact(f store.KnowledgeFact) error {
	if err := t.run(`INSERT INTO knowledge_facts (property_id, key, state, details, value, source, rev, updated_by, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (property_id, key) DO UPDATE SET state = excluded.state, details = excluded.details, value = excluded.value,
			source = excluded.source, rev = excluded.rev, updated_by = excluded.updated_by, updated_at = excluded.updated_at`,
		f.PropertyID, f.Key, f.State, f.Details, f.Value, f.Source, f.Rev, f.UpdatedBy, ms(f.UpdatedAt)); err != nil {
		return err
	}
	return t.raise(f.PropertyID)
}

// PutEntry implements store.Knowledge.
func (t *tx) PutEntry(e store.KnowledgeEntry) error {
	var versions, draft string
	searched := entryWords(e.Content())
	if len(e.Versions) > 0 {
		versions = asDoc(e.Versions)
	}
	if e.Draft != nil {
		draft = asDoc(e.Draft)
		searched += " " + entryWords(*e.Draft)
	}
	if err := t.run(`INSERT INTO knowledge_entries (property_id, id, questions, answer, language, booked_only, updated_by, updated_at,
			versions, valid_from, valid_until, hidden, draft, source, rev, searched)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
		ON CONFLICT (property_id, id) DO UPDATE SET questions = excluded.questions, answer = excluded.answer,
			language = excluded.language, booked_only = excluded.booked_only, updated_by = excluded.updated_by,
			updated_at = excluded.updated_at, versions = excluded.versions, valid_from = excluded.valid_from,
			valid_until = excluded.valid_until, hidden = excluded.hidden, draft = excluded.draft, source = excluded.source,
			rev = excluded.rev, searched = excluded.searched`,
		e.PropertyID, e.ID, asDoc(e.Questions), e.Answer, e.Language, bit(e.BookedOnly), e.UpdatedBy, ms(e.UpdatedAt),
		versions, e.ValidFrom, e.ValidUntil, bit(e.Hidden), draft, e.Source, e.Rev, searched); err != nil {
		return err
	}
	return t.raise(e.PropertyID)
}

// entryWords is what an entry is found by.
func entryWords(c store.KnowledgeContent) string {
	all := append([]string{c.Answer}, c.Questions...)
	for _, v := range c.Versions {
		all = append(append(all, v.Answer), v.Questions...)
	}
	return words.Fold(strings.Join(all, " "))
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
	return all(t, `SELECT property_id, key, state, details, value, source, rev, updated_by, updated_at FROM knowledge_facts
		WHERE property_id = $1 ORDER BY key`, with(propertyID), func(rows cursor) (store.KnowledgeFact, error) {
		var f store.KnowledgeFact
		err := rows.Scan(&f.PropertyID, &f.Key, &f.State, &f.Details, &f.Value, &f.Source, &f.Rev, &f.UpdatedBy, (*stamp)(&f.UpdatedAt))
		return f, err
	})
}

const knowledgeQuery = `SELECT property_id, id, questions, answer, language, booked_only, updated_by, updated_at,
	versions, valid_from, valid_until, hidden, draft, source, rev FROM knowledge_entries WHERE property_id = $1`

func scanKnowledge(rows cursor) (store.KnowledgeEntry, error) {
	var e store.KnowledgeEntry
	err := rows.Scan(&e.PropertyID, &e.ID, doc{&e.Questions}, &e.Answer, &e.Language, (*flag)(&e.BookedOnly), &e.UpdatedBy, (*stamp)(&e.UpdatedAt),
		doc{&e.Versions}, &e.ValidFrom, &e.ValidUntil, (*flag)(&e.Hidden), doc{&e.Draft}, &e.Source, &e.Rev)
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

// entryStates are the parts of a property's entries, as conditions.
var entryStates = map[store.EntryState]string{
	store.EntriesLive:       ` AND hidden = 0`,
	store.EntriesDraft:      ` AND draft <> ''`,
	store.EntriesUnanswered: ` AND hidden = 0 AND answer = ''`,
}

// PageEntries implements store.Knowledge.
func (t *tx) PageEntries(f store.KnowledgeEntryFilter) ([]store.KnowledgeEntry, error) {
	query, args := knowledgeQuery+entryStates[f.State], with(f.PropertyID)
	bind := func(v any) string {
		args = append(args, v)
		return "$" + strconv.Itoa(len(args))
	}
	if f.Before != "" {
		query += ` AND id < ` + bind(f.Before)
	}
	for _, w := range words.Query(f.Query) {
		query += ` AND searched LIKE ` + bind("%"+w+"%")
	}
	query += ` ORDER BY id DESC LIMIT ` + bind(store.Clamp(f.Limit, 100, 1000)) + ` + 0`
	return all(t, query, args, scanKnowledge)
}

// CountEntries implements store.Knowledge.
func (t *tx) CountEntries(propertyID string) (store.EntryCounts, error) {
	var c store.EntryCounts
	err := t.one(`SELECT COUNT(*), COUNT(CASE WHEN hidden = 0 THEN 1 END), COUNT(CASE WHEN draft <> '' THEN 1 END),
		COUNT(CASE WHEN hidden = 0 AND answer = '' THEN 1 END) FROM knowledge_entries WHERE property_id = $1`,
		with(propertyID), &c.All, &c.Live, &c.Draft, &c.Unanswered)
	return c, err
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

// PutNotice implements store.Knowledge.
func (t *tx) PutNotice(n store.KnowledgeNotice) error {
	if err := t.run(`INSERT INTO knowledge_notices (property_id, id, text, topic, language, starts_at, ends_at, created_by, created_at,
			updated_by, updated_at, rev) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
		ON CONFLICT (property_id, id) DO UPDATE SET text = excluded.text, topic = excluded.topic, language = excluded.language,
			starts_at = excluded.starts_at, ends_at = excluded.ends_at, updated_by = excluded.updated_by,
			updated_at = excluded.updated_at, rev = excluded.rev`,
		n.PropertyID, n.ID, n.Text, n.Topic, n.Language, ms(n.StartsAt), ms(n.EndsAt), n.CreatedBy, ms(n.CreatedAt), n.UpdatedBy,
		ms(n.UpdatedAt), n.Rev); err != nil {
		return err
	}
	return t.raise(n.PropertyID)
}

const noticeQuery = `SELECT property_id, id, text, topic, language, starts_at, ends_at, created_by, created_at, updated_by, updated_at, rev
	FROM knowledge_notices WHERE property_id = $1`

func scanNotice(rows cursor) (store.KnowledgeNotice, error) {
	var n store.KnowledgeNotice
	err := rows.Scan(&n.PropertyID, &n.ID, &n.Text, &n.Topic, &n.Language, (*stamp)(&n.StartsAt), (*stamp)(&n.EndsAt), &n.CreatedBy,
		(*stamp)(&n.CreatedAt), &n.UpdatedBy, (*stamp)(&n.UpdatedAt), &n.Rev)
	return n, err
}

// Notice implements store.Knowledge.
func (t *tx) Notice(propertyID, id string) (store.KnowledgeNotice, error) {
	return first(t, noticeQuery+` AND id = $2`, with(propertyID, id), scanNotice)
}

// Notices implements store.Knowledge.
func (t *tx) Notices(propertyID string, endAfter time.Time) ([]store.KnowledgeNotice, error) {
	return all(t, noticeQuery+` AND ends_at > $2 ORDER BY ends_at, id LIMIT 500`, with(propertyID, ms(endAfter)), scanNotice)
}

// AddChange implements store.Knowledge.
func (t *tx) AddChange(c store.KnowledgeChange) error {
	return t.run(`INSERT INTO knowledge_history (property_id, at, person_id, kind, subject, title, action, batch, before, after)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		c.PropertyID, ms(c.At), c.PersonID, c.Kind, c.Subject, c.Title, c.Action, c.Batch, c.Before, c.After)
}

const changeQuery = `SELECT n, property_id, at, person_id, kind, subject, title, action, batch, before, after
	FROM knowledge_history WHERE property_id = $1`

func scanChange(rows cursor) (store.KnowledgeChange, error) {
	var c store.KnowledgeChange
	err := rows.Scan(&c.N, &c.PropertyID, (*stamp)(&c.At), &c.PersonID, &c.Kind, &c.Subject, &c.Title, &c.Action, &c.Batch, &c.Before, &c.After)
	return c, err
}

// Change implements store.Knowledge.
func (t *tx) Change(propertyID string, n int64) (store.KnowledgeChange, error) {
	return first(t, changeQuery+` AND n = $2`, with(propertyID, n), scanChange)
}

// History implements store.Knowledge.
func (t *tx) History(f store.HistoryFilter) ([]store.KnowledgeChange, error) {
	before := f.Before
	if before <= 0 {
		before = math.MaxInt64
	}
	query, args := changeQuery+` AND n < $2`, with(f.PropertyID, before, store.Clamp(f.Limit, 50, 200))
	if f.Subject != "" {
		query += ` AND kind = $4 AND subject = $5`
		args = append(args, f.Kind, f.Subject)
	}
	if f.Batch != "" {
		args = append(args, f.Batch)
		query += fmt.Sprintf(` AND batch = $%d AND batch <> ''`, len(args)) // the second names the index
	}
	return all(t, query+` ORDER BY n DESC LIMIT $3 + 0`, args, scanChange)
}

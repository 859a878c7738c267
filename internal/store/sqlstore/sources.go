package sqlstore

import (
	"strconv"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// overtaken refuses what an earlier run of a source still says.
var overtaken = desk.Refuse(desk.CodeConflict, "Somebody stopped or began this reading meanwhile.")

// AddSource implements store.Sources.
func (t *tx) AddSource(s store.KnowledgeSource, body []byte) error {
	if body == nil {
		body = []byte{}
	}
	return t.run(`INSERT INTO knowledge_sources (id, property_id, due_at, run, doc, body) VALUES ($1, $2, $3, $4, $5, $6)`,
		s.ID, s.PropertyID, ms(s.Due), s.Run, asDoc(s), body)
}

// SaveSource implements store.Sources.
func (t *tx) SaveSource(s store.KnowledgeSource, run int64) error {
	return t.must(overtaken, `UPDATE knowledge_sources SET due_at = $3, run = $4, doc = $5 WHERE property_id = $1 AND id = $2 AND run = $6`,
		s.PropertyID, s.ID, ms(s.Due), s.Run, asDoc(s), run)
}

// DeleteSource implements store.Sources.
func (t *tx) DeleteSource(propertyID, id string) error {
	if err := t.must(desk.ErrNotFound, `DELETE FROM knowledge_sources WHERE property_id = $1 AND id = $2`, propertyID, id); err != nil {
		return err
	}
	if err := t.run(`DELETE FROM knowledge_passages WHERE property_id = $1 AND source_id = $2`, propertyID, id); err != nil {
		return err
	}
	return t.raise(propertyID)
}

const sourceColumns = `id, property_id, due_at, run, doc`

func scanSource(rows cursor) (store.KnowledgeSource, error) {
	var s store.KnowledgeSource
	err := rows.Scan(&s.ID, &s.PropertyID, (*stamp)(&s.Due), &s.Run, doc{&s})
	return s, err
}

// Source implements store.Sources.
func (t *tx) Source(propertyID, id string) (store.KnowledgeSource, error) {
	return first(t, `SELECT `+sourceColumns+` FROM knowledge_sources WHERE property_id = $1 AND id = $2`, with(propertyID, id), scanSource)
}

// SourceBody implements store.Sources.
func (t *tx) SourceBody(propertyID, id string) ([]byte, error) {
	var b []byte
	err := t.one(`SELECT body FROM knowledge_sources WHERE property_id = $1 AND id = $2`, with(propertyID, id), &b)
	return b, err
}

// ListSources implements store.Sources.
func (t *tx) ListSources(propertyID string) ([]store.KnowledgeSource, error) {
	return all(t, `SELECT `+sourceColumns+` FROM knowledge_sources WHERE property_id = $1 ORDER BY id`, with(propertyID), scanSource)
}

// ClaimSource implements store.Sources.
func (t *tx) ClaimSource(now, until time.Time) (store.KnowledgeSource, error) {
	return first(t, `UPDATE knowledge_sources SET due_at = $2, run = run + 1 WHERE id = (SELECT id FROM knowledge_sources
		WHERE due_at > 0 AND due_at <= $1 ORDER BY due_at, id LIMIT 1`+t.d.skipLocked+`) RETURNING `+sourceColumns,
		with(ms(now), ms(until)), scanSource)
}

// NextSource implements store.Sources.
func (t *tx) NextSource() (time.Time, error) {
	at, err := all(t, `SELECT due_at FROM knowledge_sources WHERE due_at > 0 ORDER BY due_at LIMIT 1`, nil, func(rows cursor) (time.Time, error) {
		var at time.Time
		err := rows.Scan((*stamp)(&at))
		return at, err
	})
	if err != nil || len(at) == 0 {
		return time.Time{}, err
	}
	return at[0], nil
}

// PutPassage implements store.Sources.
func (t *tx) PutPassage(p store.KnowledgePassage) error {
	return t.run(`INSERT INTO knowledge_passages (property_id, id, source_id, page, nth, title, text, language, state, gone, replaces,
			found_at, decided_by, decided_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
		ON CONFLICT (property_id, id) DO UPDATE SET page = excluded.page, nth = excluded.nth, title = excluded.title, text = excluded.text,
			language = excluded.language, state = excluded.state, gone = excluded.gone, replaces = excluded.replaces,
			decided_by = excluded.decided_by, decided_at = excluded.decided_at`,
		p.PropertyID, p.ID, p.SourceID, p.Page, int64(p.Nth), p.Title, p.Text, p.Language, p.State, bit(p.Gone), p.Replaces,
		ms(p.FoundAt), p.DecidedBy, ms(p.DecidedAt))
}

// DeletePassage implements store.Sources.
func (t *tx) DeletePassage(propertyID, id string) error {
	return t.must(desk.ErrNotFound, `DELETE FROM knowledge_passages WHERE property_id = $1 AND id = $2`, propertyID, id)
}

const passageQuery = `SELECT property_id, id, source_id, page, nth, title, text, language, state, gone, replaces, found_at, decided_by, decided_at
	FROM knowledge_passages WHERE property_id = $1`

func scanPassage(rows cursor) (store.KnowledgePassage, error) {
	var p store.KnowledgePassage
	var gone int64
	err := rows.Scan(&p.PropertyID, &p.ID, &p.SourceID, &p.Page, &p.Nth, &p.Title, &p.Text, &p.Language, &p.State, &gone, &p.Replaces,
		(*stamp)(&p.FoundAt), &p.DecidedBy, (*stamp)(&p.DecidedAt))
	p.Gone = gone == 1
	return p, err
}

// Passage implements store.Sources.
func (t *tx) Passage(propertyID, id string) (store.KnowledgePassage, error) {
	return first(t, passageQuery+` AND id = $2`, with(propertyID, id), scanPassage)
}

// PassagesOfPage implements store.Sources.
func (t *tx) PassagesOfPage(propertyID, sourceID, page string) ([]store.KnowledgePassage, error) {
	return all(t, passageQuery+` AND source_id = $2 AND page = $3 ORDER BY id`, with(propertyID, sourceID, page), scanPassage)
}

// PagesOfSource implements store.Sources.
func (t *tx) PagesOfSource(propertyID, sourceID string) ([]string, error) {
	return all(t, `SELECT DISTINCT page FROM knowledge_passages WHERE property_id = $1 AND source_id = $2 ORDER BY page`, with(propertyID, sourceID),
		func(rows cursor) (string, error) {
			var page string
			err := rows.Scan(&page)
			return page, err
		})
}

// ListPassages implements store.Sources.
func (t *tx) ListPassages(f store.PassageFilter) ([]store.KnowledgePassage, error) {
	query, args := passageQuery+` AND id > $2`, with(f.PropertyID, f.After)
	bind := func(condition string, v any) {
		args = append(args, v)
		query += condition + `$` + strconv.Itoa(len(args))
	}
	if f.SourceID != "" {
		bind(` AND source_id = `, f.SourceID)
	}
	switch f.State {
	case "":
	case "gone":
		query += ` AND state = 'approved' AND gone = 1`
	default:
		bind(` AND state = `, f.State)
	}
	args = append(args, store.Clamp(f.Limit, 100, 1000))
	return all(t, query+` ORDER BY id LIMIT $`+strconv.Itoa(len(args))+` + 0`, args, scanPassage)
}

// ApprovedPassages implements store.Sources.
func (t *tx) ApprovedPassages(propertyID string) ([]store.KnowledgePassage, error) {
	return all(t, passageQuery+` AND state = 'approved' ORDER BY id`, with(propertyID), scanPassage)
}

// CountPassages implements store.Sources.
func (t *tx) CountPassages(propertyID string) (map[string]store.PassageCounts, error) {
	out := map[string]store.PassageCounts{}
	err := t.each(`SELECT source_id, state, COUNT(*), COALESCE(SUM(gone), 0) FROM knowledge_passages WHERE property_id = $1 GROUP BY source_id, state`,
		with(propertyID), func(rows cursor) error {
			var source, state string
			var n, gone int64
			if err := rows.Scan(&source, &state, &n, &gone); err != nil {
				return err
			}
			c := out[source]
			switch state {
			case "draft":
				c.Draft = n
			case "refused":
				c.Refused = n
			default:
				c.Approved, c.Gone = n, gone
			}
			out[source] = c
			return nil
		})
	if err != nil {
		return nil, err
	}
	return out, t.each(`SELECT source_id, COUNT(DISTINCT page) FROM knowledge_passages WHERE property_id = $1 GROUP BY source_id`,
		with(propertyID), func(rows cursor) error {
			var source string
			var pages int64
			err := rows.Scan(&source, &pages)
			c := out[source]
			c.Pages = pages
			out[source] = c
			return err
		})
}

// PassagesChanged implements store.Sources.
func (t *tx) PassagesChanged(propertyID string) error { return t.raise(propertyID) }

package sqlstore

import (
	"errors"
	"slices"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/store/words"
)

// guest is a contact that a search found.
type guest struct{ id, propertyID, name, email, phone string }

// Search implements store.Inbox.
func (t *tx) Search(propertyIDs []string, query string, limit int) ([]store.Hit, error) {
	q := words.Query(query)
	if len(q) == 0 {
		return nil, nil
	}
	limit = store.Clamp(limit, 50, 200)
	hits, err := t.messageHits(propertyIDs, q, limit)
	if err != nil {
		return nil, err
	}
	guests, err := t.guestHits(propertyIDs, q, limit)
	if err != nil {
		return nil, err
	}
	for _, g := range guests {
		h := store.Hit{Kind: "guest", PropertyID: g.propertyID, GuestName: g.name,
			Snippet: words.Snippet(g.name+" "+g.email+" "+g.phone, q)}
		err := t.one(`SELECT id, last_at FROM conversations WHERE contact_id = $1 AND merged_into = '' ORDER BY started_at DESC, id DESC LIMIT 1`,
			with(g.id), &h.ConversationID, (*stamp)(&h.At))
		switch {
		case errors.Is(err, desk.ErrNotFound): // has never written
		case err != nil:
			return nil, err
		default:
			hits = append(hits, h)
		}
	}
	slices.SortFunc(hits, store.CompareHits)
	hits = hits[:min(len(hits), limit)]
	for i, h := range hits {
		if h.Kind != "message" {
			continue
		}
		if err := t.one(`SELECT k.name FROM conversations c JOIN contacts k ON k.id = c.contact_id WHERE c.id = $1`,
			with(h.ConversationID), &hits[i].GuestName); err != nil {
			return nil, err
		}
	}
	return hits, nil
}

// messageHits are the messages with the words, the newest first: out of the index, and out of what it still lacks.
func (t *tx) messageHits(propertyIDs []string, query []string, limit int) ([]store.Hit, error) {
	scan := func(into *[]store.Hit, check bool) func(cursor) error {
		return func(rows cursor) error {
			var text string
			h := store.Hit{Kind: "message"}
			if err := rows.Scan(&h.ConversationID, &h.PropertyID, &h.Seq, (*stamp)(&h.At), &text); err != nil {
				return err
			}
			if len(*into) < limit && (!check || words.Match(text, query)) {
				h.Snippet = words.Snippet(text, query)
				*into = append(*into, h)
			}
			return nil
		}
	}
	var hits []store.Hit
	at := asList(propertyIDs)
	if t.d.tail != "" {
		if err := t.each(t.d.tail, with(at), scan(&hits, true)); err != nil {
			return nil, err
		}
	}
	// Whole words are found in order, beginnings only after collecting every message that has one: on a large store
	// a common word costs a hundred times more as a beginning.
	late := len(hits)
	if err := t.each(t.d.messages, with(t.d.whole(query), at, int64(limit-late)), scan(&hits, false)); err != nil {
		return nil, err
	}
	if len(hits) < limit {
		hits = hits[:late]
		if err := t.each(t.d.messages, with(t.d.match(query), at, int64(limit-late)), scan(&hits, false)); err != nil {
			return nil, err
		}
	}
	return hits, nil
}

func (t *tx) guestHits(propertyIDs []string, query []string, limit int) ([]guest, error) {
	return all(t, t.d.guests, with(t.d.match(query), asList(propertyIDs), int64(limit)), func(rows cursor) (guest, error) {
		var g guest
		err := rows.Scan(&g.id, &g.propertyID, &g.name, &g.email, &g.phone)
		return g, err
	})
}

// indexBatch is how many messages one write adds to the search's index: few, because guests wait behind it.
const indexBatch = 64

// unindexed reports whether there are messages that SQLite's full-text index lacks.
func (t *tx) unindexed() (bool, error) {
	done, last, err := t.indexed()
	return done < last, err
}

func (t *tx) indexed() (done, last int64, err error) {
	err = t.one(`SELECT indexed, (SELECT COALESCE(MAX(n), 0) FROM entries) FROM search_progress`, nil, &done, &last)
	return done, last, err
}

// indexMessages adds the next messages to SQLite's full-text index and reports whether there are more.
func (t *tx) indexMessages() (more bool, err error) {
	type row struct {
		n    int64
		text string
	}
	done, last, err := t.indexed()
	if err != nil || done >= last {
		return false, err
	}
	until := min(last, done+indexBatch)
	rows, err := all(t, `SELECT n, text FROM entries WHERE n > $1 AND n <= $2 AND kind = 'message' ORDER BY n`, with(done, until),
		func(rows cursor) (r row, err error) {
			err = rows.Scan(&r.n, &r.text)
			return r, err
		})
	if err != nil {
		return false, err
	}
	for _, r := range rows {
		if err := t.run(`INSERT INTO message_words (rowid, words) VALUES ($1, $2)`, r.n, words.Index(r.text)); err != nil {
			return false, err
		}
	}
	return until < last, t.run(`UPDATE search_progress SET indexed = $1`, until)
}

// mergePages is how much of the full-text index one step of a merge may move: a step is one write, and others wait for it.
const mergePages = 8

// mergeIndex moves a little of the full-text index's small parts into larger ones and reports whether there is more to
// do. A step that found nothing to merge changes less than two rows: https://www.sqlite.org/fts5.html#the_merge_command
func (t *tx) mergeIndex() (more bool, err error) {
	var before, after int64
	if err := t.one(`SELECT total_changes()`, nil, &before); err != nil {
		return false, err
	}
	if err := t.run(`INSERT INTO message_words (message_words, rank) VALUES ('merge', $1)`, mergePages); err != nil {
		return false, err
	}
	err = t.one(`SELECT total_changes()`, nil, &after)
	return after-before >= 2, err
}

// indexGuest keeps SQLite's full-text index of guests; PostgreSQL's keeps itself.
func (t *tx) indexGuest(id string) error {
	if t.d.tail == "" {
		return nil
	}
	var n int64
	var g guest
	if err := t.one(`SELECT n, name, email, phone FROM contacts WHERE id = $1`, with(id), &n, &g.name, &g.email, &g.phone); err != nil {
		return err
	}
	if err := t.run(`DELETE FROM guest_words WHERE rowid = $1`, n); err != nil {
		return err
	}
	return t.run(`INSERT INTO guest_words (rowid, words) VALUES ($1, $2)`, n, words.Index(g.name+" "+g.email+" "+g.phone))
}

// indexEvery is how long the index may lag behind the writes when there is nothing else to do.
const indexEvery = 200 * time.Millisecond

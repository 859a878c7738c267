package sqlstore

import (
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// PutPiece implements store.Shared.
func (t *tx) PutPiece(key string, n int, bytes []byte) error {
	return t.run(`INSERT INTO file_pieces (key, n, bytes) VALUES ($1, $2, $3) ON CONFLICT (key, n) DO NOTHING`, key, int64(n), bytes)
}

// Piece implements store.Shared.
func (t *tx) Piece(key string, n int) ([]byte, error) {
	return first(t, `SELECT bytes FROM file_pieces WHERE key = $1 AND n = $2`, with(key, int64(n)), func(rows cursor) (b []byte, err error) {
		return b, rows.Scan(&b)
	})
}

// FileSize implements store.Shared.
func (t *tx) FileSize(key string) (int64, error) {
	var pieces, size int64
	err := t.one(`SELECT COUNT(*), COALESCE(SUM(LENGTH(bytes)), 0) FROM file_pieces WHERE key = $1`, with(key), &pieces, &size)
	if err == nil && pieces == 0 {
		err = desk.ErrNotFound
	}
	return size, err
}

// DropPieces implements store.Shared.
func (t *tx) DropPieces(key string) error {
	return t.run(`DELETE FROM file_pieces WHERE key = $1`, key)
}

// Mark implements store.Shared.
func (t *tx) Mark(name string) (time.Time, error) {
	list, err := all(t, `SELECT until FROM marks WHERE name = $1 AND until > $2`, with(name, ms(t.Now())), func(rows cursor) (at time.Time, err error) {
		return at, rows.Scan((*stamp)(&at))
	})
	if err != nil || len(list) == 0 {
		return time.Time{}, err
	}
	return list[0], nil
}

// SetMark implements store.Shared.
func (t *tx) SetMark(name string, until time.Time) error {
	return t.run(`INSERT INTO marks (name, until) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET until = excluded.until`, name, ms(until))
}

// DropMarks implements store.Shared.
func (t *tx) DropMarks(now time.Time) error {
	return t.run(`DELETE FROM marks WHERE name IN (SELECT name FROM marks WHERE until <= $1 ORDER BY until LIMIT 1000`+t.d.skipLocked+`)`, ms(now))
}

// Listen implements store.Shared. The node's own row has no contact.
func (t *tx) Listen(node string, came, left []string) (known bool, err error) {
	at := ms(t.Now())
	n, err := t.exec(`UPDATE listeners SET at = $2 WHERE contact_id = '' AND node = $1`, node, at)
	if err == nil && n == 0 {
		err = t.run(`INSERT INTO listeners (contact_id, node, here, at) VALUES ('', $1, 1, $2)`, node, at)
	}
	if err != nil {
		return false, err
	}
	for i, list := range [][]string{left, came} {
		if len(list) == 0 {
			continue
		}
		if err := t.run(`INSERT INTO listeners (contact_id, node, here, at) SELECT c.id, $1, $2, $3 FROM contacts c
			WHERE c.id IN `+t.d.list("$4")+`
			ON CONFLICT (contact_id, node) DO UPDATE SET here = excluded.here, at = excluded.at`, node, int64(i), at, asList(list)); err != nil {
			return false, err
		}
	}
	return n > 0, nil
}

// Listeners implements store.Shared.
func (t *tx) Listeners(since time.Time) ([]store.Listener, error) {
	return all(t, `SELECT contact_id, node, here, at FROM listeners WHERE at >= $1 ORDER BY at, contact_id, node`, with(ms(since)),
		func(rows cursor) (l store.Listener, err error) {
			return l, rows.Scan(&l.ContactID, &l.Node, (*flag)(&l.Here), (*stamp)(&l.At))
		})
}

// DropListeners implements store.Shared.
func (t *tx) DropListeners(before time.Time) error {
	return t.run(`DELETE FROM listeners WHERE here = 0 AND at < $1
		OR node IN (SELECT node FROM listeners WHERE contact_id = '' AND at < $1)`, ms(before))
}

package sqlstore

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"sync"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// Tell implements store.News. Only PostgreSQL has nodes that could hear of it.
func (t *tx) Tell(h store.Hint) {
	if t.node == "" {
		return
	}
	i := slices.IndexFunc(t.hints, func(old store.Hint) bool { return old.Kind == h.Kind && old.ID == h.ID })
	if i < 0 {
		t.hints = append(t.hints, h)
		return
	}
	t.hints[i].Seq = max(t.hints[i].Seq, h.Seq)
}

// tellTicket tells of a ticket by its number.
func (t *tx) tellTicket(number int64) {
	t.Tell(store.Hint{Kind: store.HintTicket, ID: strconv.FormatInt(number, 10)})
}

// tell writes what was told in a transaction that is about to commit: one row, and no round trip of its own.
func (t *tx) tell() error {
	if len(t.hints) == 0 {
		return nil
	}
	return t.later(nil, `INSERT INTO news (node, hints) VALUES ($1, $2)`, t.node, asDoc(t.hints))
}

// unheard are the hints of this node's own commits whose answer was lost: what they changed, if they did, it told nobody,
// itself included. The next bulletin tells of them.
type unheard struct {
	mu    sync.Mutex
	hints []store.Hint
}

// unheardMost bounds them; a node that was cut off for so long reads everything anew.
const unheardMost = 10_000

func (u *unheard) add(hints []store.Hint) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if len(u.hints) < unheardMost {
		u.hints = append(u.hints, hints...)
	}
}

// next are those that wait, and what forgets them once they are told.
func (u *unheard) next() (hints []store.Hint, told func()) {
	u.mu.Lock()
	defer u.mu.Unlock()
	hints = slices.Clone(u.hints)
	return hints, func() {
		u.mu.Lock()
		defer u.mu.Unlock()
		u.hints = u.hints[len(hints):]
	}
}

// newsCursor is what a store.NewsCursor says: what was visible when the last bulletin was read, in which life of the table, and
// when that was by the database's clock.
type newsCursor struct {
	Snapshot string `json:"snapshot"`
	Began    string `json:"began"`
	At       int64  `json:"at"`
}

// News implements store.News. A transaction gets its number when it first writes and is seen when it commits, and those
// are two orders. So it is not asked for the numbers after the last one, but for what was not visible in the snapshot
// of the last bulletin and is in this one's: each row falls between two snapshots, and between no others.
func (t *tx) News(since store.NewsCursor) (store.Bulletin, error) {
	if t.d != postgresDialect {
		return store.Bulletin{Next: since}, t.failed
	}
	var now newsCursor
	if err := t.one(`SELECT CAST(pg_current_snapshot() AS TEXT), COALESCE((SELECT id FROM news_began), ''), `+postgresClock, nil,
		&now.Snapshot, &now.Began, &now.At); err != nil {
		return store.Bulletin{}, err
	}
	if now.Began == "" {
		now.Began = t.began()
		if t.failed != nil {
			return store.Bulletin{}, t.failed
		}
	}
	b := store.Bulletin{Next: store.NewsCursor(asDoc(now))}
	var last newsCursor
	if since == "" {
		b.Missed = true
		return b, nil
	}
	if err := json.Unmarshal([]byte(since), &last); err != nil {
		return store.Bulletin{}, fmt.Errorf("%w (%w)", desk.Refuse(desk.CodeInvalid, "This is no place in the news."), err)
	}
	if last.Began != now.Began || now.At-last.At > store.NewsKept.Milliseconds() {
		b.Missed = true
		return b, nil
	}
	if t.unheard != nil {
		own, told := t.unheard.next()
		b.Hints = own
		t.AfterCommit(told)
	}
	err := t.each(`SELECT hints FROM news WHERE xid >= pg_snapshot_xmin(CAST(CAST($1 AS TEXT) AS pg_snapshot))
		AND NOT pg_visible_in_snapshot(xid, CAST(CAST($1 AS TEXT) AS pg_snapshot)) AND node <> $2`,
		with(last.Snapshot, t.node), func(rows cursor) error {
			var hints []store.Hint
			if err := rows.Scan(doc{&hints}); err != nil {
				return err
			}
			b.Hints = append(b.Hints, hints...)
			return nil
		})
	return b, err
}

// began names a new life of the table of news.
func (t *tx) began() string {
	var id string
	if t.readOnly {
		_ = t.fail(errReadOnly)
		return ""
	}
	_ = t.one(`INSERT INTO news_began (one, id) VALUES (1, CAST(gen_random_uuid() AS TEXT))
		ON CONFLICT (one) DO UPDATE SET id = news_began.id RETURNING id`, nil, &id)
	return id
}

// DropNews implements store.News. It goes a little beyond what can be asked for, and takes a bounded number at a time.
func (t *tx) DropNews() error {
	if t.d != postgresDialect {
		return t.failed
	}
	return t.run(`DELETE FROM news WHERE xid IN (SELECT xid FROM (SELECT xid, at FROM news ORDER BY xid LIMIT 20000) AS oldest
		WHERE at < `+postgresClock+` - CAST($1 AS BIGINT))`, (store.NewsKept + store.NewsKept/5).Milliseconds())
}

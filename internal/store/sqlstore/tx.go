package sqlstore

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// conn runs statements inside one open transaction.
type conn interface {
	exec(query string, args []any) (int64, error)
	query(query string, args []any) (cursor, error)
}

// cursor goes through the rows of a query: *sql.Rows is one.
type cursor interface {
	Next() bool
	Scan(dest ...any) error
	Err() error
	Close() error
}

// tx is one transaction: the same code for both databases, over a conn.
type tx struct {
	c        conn
	d        *dialect
	clock    func(*tx) time.Time
	shift    func() time.Duration // of the database's clock, where that is asked
	at       time.Time
	readOnly bool
	// failed is the first error of the database. PostgreSQL ends a transaction with it, so nothing may go on after
	// it on SQLite either, and fn cannot look away from it.
	failed error
	hooks  []func()
	// node is this process, where others share the database; hints are what they are told, unheard what nobody was.
	node    string
	hints   []store.Hint
	unheard *unheard
	saved   saved
	// loaded is the conversation that was loaded last, and at which version.
	loaded struct {
		id  string
		seq int64
	}
}

var _ store.Tx = (*tx)(nil)

// Now implements store.Tx.
func (t *tx) Now() time.Time {
	if t.at.IsZero() {
		t.at = t.clock(t).UTC().Truncate(time.Millisecond)
	}
	return t.at
}

// shifted is a reading of the database's clock as the transaction's time.
func (t *tx) shifted(ms int64) time.Time {
	return time.UnixMilli(ms).Add(t.shift()).UTC().Truncate(time.Millisecond)
}

// AfterCommit implements store.Tx.
func (t *tx) AfterCommit(fn func()) { t.hooks = append(t.hooks, fn) }

var errReadOnly = errors.New("a write in a transaction that only reads, or is over")

func (t *tx) fail(err error) error {
	if t.failed == nil {
		t.failed = translate(err)
	}
	return t.failed
}

// exec runs a statement and reports how many rows it touched.
func (t *tx) exec(query string, args ...any) (int64, error) {
	if t.failed != nil {
		return 0, t.failed
	}
	if t.readOnly {
		return 0, t.fail(errReadOnly)
	}
	n, err := t.c.exec(query, args)
	if err != nil {
		return 0, t.fail(err)
	}
	return n, nil
}

// run is exec where the number of rows says nothing.
func (t *tx) run(query string, args ...any) error {
	_, err := t.exec(query, args...)
	return err
}

// must is exec where no row touched is the given error.
func (t *tx) must(none error, query string, args ...any) error {
	n, err := t.exec(query, args...)
	if err == nil && n == 0 {
		return none
	}
	return err
}

// later is must where nobody waits for the answer: on PostgreSQL the statement is sent together with the next one, or
// with the commit, and its error comes with that. none nil asks for no row.
func (t *tx) later(none error, query string, args ...any) error {
	switch c, ok := t.c.(*pgConn); {
	case ok && t.failed != nil:
		return t.failed
	case ok && !t.readOnly:
		c.after(laterStatement{none: none, query: query, args: args})
		return nil
	case none == nil:
		return t.run(query, args...)
	}
	return t.must(none, query, args...)
}

// add is later for a new row, or the error taken where it is there already. On SQLite the query says what to do then
// (ON CONFLICT DO NOTHING); PostgreSQL would look for it beforehand, and learns it for nothing from the failed insert.
func (t *tx) add(taken error, query string, args ...any) error {
	switch c, ok := t.c.(*pgConn); {
	case ok && t.failed != nil:
		return t.failed
	case ok && !t.readOnly:
		c.after(laterStatement{taken: taken, query: query, args: args})
		return nil
	}
	return t.must(taken, query, args...)
}

// one scans the first row of a query; desk.ErrNotFound if there is none.
func (t *tx) one(query string, args []any, dest ...any) error {
	found := false
	err := t.each(query, args, func(rows cursor) error {
		if found {
			return nil
		}
		found = true
		return rows.Scan(dest...)
	})
	if err == nil && !found {
		return desk.ErrNotFound
	}
	return err
}

// each calls scan for every row of a query.
func (t *tx) each(query string, args []any, scan func(cursor) error) error {
	if t.failed != nil {
		return t.failed
	}
	rows, err := t.c.query(query, args)
	if err != nil {
		return t.fail(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return t.fail(err)
		}
	}
	if err := rows.Err(); err != nil {
		return t.fail(err)
	}
	return nil
}

// all collects what scan makes of every row.
func all[T any](t *tx, query string, args []any, scan func(cursor) (T, error)) ([]T, error) {
	var out []T
	err := t.each(query, args, func(rows cursor) error {
		v, err := scan(rows)
		out = append(out, v)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// first is all for at most one row; desk.ErrNotFound if there is none.
func first[T any](t *tx, query string, args []any, scan func(cursor) (T, error)) (T, error) {
	out, err := all(t, query, args, scan)
	if err == nil && len(out) == 0 {
		err = desk.ErrNotFound
	}
	if err != nil {
		var zero T
		return zero, err
	}
	return out[0], nil
}

func with(args ...any) []any { return args }

// ms is how a time is stored; 0 is never.
func ms(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// bit is how yes and no are stored.
func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// stamp scans a stored time.
type stamp time.Time

func (s *stamp) Scan(v any) error {
	n, ok := v.(int64)
	if !ok {
		return fmt.Errorf("a time is stored as %T", v)
	}
	if n == 0 {
		*s = stamp{}
		return nil
	}
	*s = stamp(time.UnixMilli(n).UTC())
	return nil
}

// flag scans a stored yes or no.
type flag bool

func (f *flag) Scan(v any) error {
	n, ok := v.(int64)
	if !ok {
		return fmt.Errorf("a yes or no is stored as %T", v)
	}
	*f = n != 0
	return nil
}

// doc scans a stored document into what it points to; nothing stored leaves that alone.
type doc struct{ into any }

func (d doc) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		return nil
	case string:
		if v == "" {
			return nil
		}
		return json.Unmarshal([]byte(v), d.into)
	}
	return fmt.Errorf("a document is stored as %T", v)
}

// asDoc is how a document is stored.
func asDoc(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("a value of ours has no JSON: %v", err))
	}
	return string(b)
}

// maybeDoc reads a document that may be absent: nothing stored is nil.
type maybeDoc[T any] struct{ into **T }

// Scan implements sql.Scanner.
func (d maybeDoc[T]) Scan(v any) error {
	*d.into = nil
	if v == "" {
		return nil
	}
	*d.into = new(T)
	return doc{*d.into}.Scan(v)
}

// asMaybeDoc is how a document that may be absent is stored.
func asMaybeDoc[T any](v *T) string {
	if v == nil {
		return ""
	}
	return asDoc(v)
}

// asList is a set of strings for dialect.list.
func asList(ids []string) string {
	if len(ids) == 0 {
		return "[]"
	}
	return asDoc(ids)
}

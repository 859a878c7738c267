package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"deskbell/internal/desk"
)

// The statements around a transaction. All that is read in one is of one snapshot, as on SQLite; what others changed
// meanwhile is met as a serialization failure, and the use case is run again.
const (
	beginWriting = "BEGIN ISOLATION LEVEL REPEATABLE READ"
	beginReading = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
	commit       = "COMMIT"
	rollback     = "ROLLBACK"
)

// rollbackWithin is how long a connection may take to undo before it is given up.
const rollbackWithin = 5 * time.Second

// pgConn runs statements in one transaction of PostgreSQL, in as few round trips as it can, because they are most of
// what a message costs: the transaction begins together with the first statement, and statements whose outcome nobody
// waits for travel with the next one, or with the commit. A guest's message is so two round trips and not six.
type pgConn struct {
	ctx  context.Context
	pool *sql.Conn
	c    *pgx.Conn

	closed func() // is called once the connection is back

	begin string // is sent with the first statement; "" once it was
	later []laterStatement
}

// laterStatement was asked for and not sent yet. It touches a row, or it is the error none; it adds a row that is not
// there yet, or it is the error taken. nil asks for nothing.
type laterStatement struct {
	none, taken error
	query       string
	args        []any
}

// errCrowded is that no connection became free: there is more to do than PostgreSQL can, or it does not answer.
var errCrowded = errors.New("all connections to PostgreSQL were in use for too long")

// pgConnOf waits for a place and takes a connection of the pool, both to be given back with close.
func pgConnOf(ctx context.Context, db *sql.DB, places chan struct{}, begin string) (*pgConn, error) {
	waiting, cancel := context.WithTimeout(ctx, connectionWithin)
	defer cancel()
	select {
	case places <- struct{}{}:
	case <-waiting.Done():
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		return nil, errCrowded
	}
	c, err := pooledConn(ctx, waiting, db)
	if err != nil {
		<-places
		return nil, err
	}
	c.begin, c.closed = begin, func() { <-places }
	return c, nil
}

func pooledConn(ctx, waiting context.Context, db *sql.DB) (*pgConn, error) {
	pooled, err := db.Conn(waiting)
	crowded := waiting.Err() != nil && ctx.Err() == nil
	if err != nil {
		var connect *pgconn.ConnectError
		if crowded && !errors.As(err, &connect) {
			err = errCrowded
		}
		return nil, err
	}
	c := &pgConn{ctx: ctx, pool: pooled}
	if err := pooled.Raw(func(driver any) error {
		c.c = driver.(*stdlib.Conn).Conn()
		return nil
	}); err != nil {
		return nil, errors.Join(err, pooled.Close())
	}
	return c, nil
}

// batch is what waits to be sent.
func (c *pgConn) batch() *pgx.Batch {
	b := &pgx.Batch{}
	if c.begin != "" {
		b.Queue(c.begin)
	}
	for _, s := range c.later {
		b.Queue(s.text(), s.args...)
	}
	return b
}

// settle reads the answers to what batch put in front.
func (c *pgConn) settle(res pgx.BatchResults) error {
	later := c.later
	c.later = nil
	if c.begin != "" {
		c.begin = ""
		if _, err := res.Exec(); err != nil {
			return err
		}
	}
	for _, s := range later {
		if _, err := res.Exec(); err != nil {
			return s.meaning(err)
		}
	}
	return nil
}

// idle reports whether nothing waits to be sent.
func (c *pgConn) idle() bool { return c.begin == "" && len(c.later) == 0 }

func (c *pgConn) exec(query string, args []any) (int64, error) {
	if c.idle() {
		tag, err := c.c.Exec(c.ctx, query, args...)
		return tag.RowsAffected(), err
	}
	b := c.batch()
	b.Queue(query, args...)
	res := c.c.SendBatch(c.ctx, b)
	if err := c.settle(res); err != nil {
		return 0, ended(res, err)
	}
	tag, err := res.Exec()
	return tag.RowsAffected(), ended(res, err)
}

// ended ends a batch that came to err.
func ended(res pgx.BatchResults, err error) error {
	if e := res.Close(); err == nil {
		err = e
	}
	return err
}

func (c *pgConn) query(query string, args []any) (cursor, error) {
	if c.idle() {
		rows, err := c.c.Query(c.ctx, query, args...)
		return pgRows{Rows: rows}, err
	}
	b := c.batch()
	b.Queue(query, args...)
	res := c.c.SendBatch(c.ctx, b)
	if err := c.settle(res); err != nil {
		return nil, ended(res, err)
	}
	rows, err := res.Query()
	if err != nil {
		return nil, ended(res, err)
	}
	return pgRows{rows, res}, nil
}

// pgRows are the rows of a query, and the batch that it ends.
type pgRows struct {
	pgx.Rows
	batch pgx.BatchResults
}

// Close implements cursor.
func (r pgRows) Close() error {
	r.Rows.Close()
	if r.batch != nil {
		return r.batch.Close()
	}
	return nil
}

// after keeps a statement until the next one, or the commit, is sent.
func (c *pgConn) after(s laterStatement) { c.later = append(c.later, s) }

// text is the statement; one that must touch a row divides by the number of rows, so that it fails where it is run, and
// a commit that travels with it commits nothing.
func (s laterStatement) text() string {
	if s.none == nil {
		return s.query
	}
	return "WITH touched AS (" + s.query + " RETURNING 1) SELECT 1 / count(*) FROM touched"
}

// meaning is what a failure of the statement says.
func (s laterStatement) meaning(err error) error {
	var pg *pgconn.PgError
	switch {
	case !errors.As(err, &pg):
	case s.none != nil && pg.Code == "22012": // division_by_zero
		return s.none
	case s.taken != nil && pg.Code == "23505": // unique_violation
		return s.taken
	}
	return err
}

// errUnknown is a commit of which nobody knows whether it happened.
type errUnknown struct{ cause error }

func (e errUnknown) Error() string { return fmt.Sprintf("a commit was not answered: %v", e.cause) }
func (e errUnknown) Unwrap() error { return e.cause }

// commit sends what waits, and commits. Every error but errUnknown says that nothing was kept.
func (c *pgConn) commit() error {
	if c.begin != "" && len(c.later) == 0 {
		return nil // nothing was asked
	}
	b := c.batch()
	b.Queue(commit)
	res := c.c.SendBatch(c.ctx, b)
	if err := c.settle(res); err != nil {
		err = ended(res, err)
		var answered *pgconn.PgError
		var refusal *desk.Error
		if errors.As(err, &answered) || errors.As(err, &refusal) || pgconn.SafeToRetry(err) {
			return err // a statement failed, so the server skipped the commit
		}
		return errUnknown{err}
	}
	tag, err := res.Exec()
	if err = ended(res, err); err == nil && tag.String() != commit {
		return errors.New("the transaction had failed before its commit")
	}
	if err == nil || retryable(err) {
		return err
	}
	return errUnknown{err}
}

// close undoes what was not committed, and gives the connection back, once. What became of the caller does not matter.
func (c *pgConn) close() {
	if c.c == nil {
		return
	}
	if c.begin == "" && !c.c.IsClosed() && c.c.PgConn().TxStatus() != 'I' {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(c.ctx), rollbackWithin)
		defer cancel()
		if _, err := c.c.Exec(ctx, rollback); err != nil {
			_ = c.c.Close(ctx) // the server undoes it then
		}
	}
	c.c = nil
	_ = c.pool.Close()
	c.closed()
}

// discard gives the connection up for good.
func (c *pgConn) discard() {
	if c.c == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.ctx), time.Second)
	defer cancel()
	_ = c.c.Close(ctx)
}

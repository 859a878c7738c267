package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// connections is how many transactions run at once; the others wait for a place.
const connections = 16

// tries is how often a use case is run again because it met another one, or lost its connection.
const tries = 12

// migrationLock is the advisory lock under which one of several starting nodes migrates: "Dskb".
const migrationLock = applicationID

// postgresEngine is a PostgreSQL database that several nodes may share.
type postgresEngine struct {
	db    *sql.DB
	log   *slog.Logger
	stats *stats
	shift func() time.Duration
	order order

	gate gate
}

func openPostgres(ctx context.Context, o Options, s *stats) (*postgresEngine, error) {
	cfg, err := pgx.ParseConfig(o.URL)
	if err != nil {
		return nil, desk.Refuse(desk.CodeInvalid, "This is not the address of a PostgreSQL database: it should look like postgres://user:password@host/name.")
	}
	if cfg.RuntimeParams["application_name"] == "" {
		cfg.RuntimeParams["application_name"] = "deskbell"
	}
	e := &postgresEngine{db: stdlib.OpenDB(*cfg), log: o.Log, stats: s, shift: o.Shift}
	if e.shift == nil {
		e.shift = func() time.Duration { return 0 }
	}
	e.db.SetMaxOpenConns(connections)
	e.db.SetMaxIdleConns(connections)
	e.db.SetConnMaxIdleTime(5 * time.Minute)
	if err := e.prepare(ctx, o.Log); err != nil {
		e.db.Close()
		return nil, err
	}
	return e, nil
}

// prepare checks the server and brings the schema up to date; of several nodes that start at once one does, the others
// wait for it.
func (e *postgresEngine) prepare(ctx context.Context, log *slog.Logger) error {
	conn, err := e.db.Conn(ctx)
	if err != nil {
		// The driver's own line names each attempt; the last one tells enough, and fits into a line.
		why := err.Error()
		why = strings.TrimSpace(why[strings.LastIndexByte(why, '\n')+1:])
		return desk.Refuse(desk.CodeUnavailable, "PostgreSQL cannot be reached: %s", why)
	}
	defer conn.Close()
	var encoding, bound string
	if err := conn.QueryRowContext(ctx, `SELECT pg_encoding_to_char(encoding), $2 || $1 || $2 FROM pg_database WHERE datname = current_database()`,
		"b", "a").Scan(&encoding, &bound); err != nil {
		return fmt.Errorf("ask PostgreSQL for its encoding: %w", translate(err))
	}
	if encoding != "UTF8" || bound != "aba" {
		return desk.Refuse(desk.CodeUnavailable, "The PostgreSQL database must be made with the encoding UTF8; this one has %s.", encoding)
	}
	if _, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock($1)`, migrationLock); err != nil {
		return fmt.Errorf("wait for the migrations of another node: %w", translate(err))
	}
	defer func() {
		// Closing the connection would do, but it goes back to the pool.
		_, _ = conn.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1)`, migrationLock)
	}()
	return migrate(ctx, e.db, postgresDialect, log, func(from, to int64) error {
		log.Warn("the schema is about to change; PostgreSQL keeps no copy of its own", "from", from, "to", to)
		return nil
	})
}

// pgConn runs statements in one transaction of PostgreSQL.
type pgConn struct {
	ctx context.Context
	tx  *sql.Tx
}

func (c pgConn) exec(query string, args []any) (int64, error) {
	res, err := c.tx.ExecContext(c.ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

func (c pgConn) query(query string, args []any) (cursor, error) {
	return c.tx.QueryContext(c.ctx, query, args...)
}

// clock is the database's own, so that several nodes agree.
func (e *postgresEngine) clock(t *tx) time.Time {
	var now int64
	if err := t.one(`SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)`, nil, &now); err != nil {
		return time.Now() // the transaction has failed; nothing of it is kept
	}
	return time.UnixMilli(now).Add(e.shift())
}

// begin opens a transaction. All its statements see one snapshot, as on SQLite; what others changed meanwhile is met
// as a serialization failure, and the use case is run again.
func (e *postgresEngine) begin(ctx context.Context, readOnly bool) (*tx, *sql.Tx, error) {
	x, err := e.db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: readOnly})
	if err != nil {
		return nil, nil, err
	}
	return &tx{c: pgConn{ctx, x}, d: postgresDialect, clock: e.clock, readOnly: readOnly}, x, nil
}

// Write implements store.Store.
func (e *postgresEngine) Write(ctx context.Context, fn func(store.Tx) error) error {
	return e.repeat(ctx, func() (error, bool) { return e.once(ctx, fn) })
}

// Read implements store.Store.
func (e *postgresEngine) Read(ctx context.Context, fn func(store.Tx) error) error {
	return e.repeat(ctx, func() (error, bool) {
		t, x, err := e.begin(ctx, true)
		if err != nil {
			return translate(err), lostConnection(err)
		}
		defer x.Rollback()
		err = call(t, fn)
		return err, lostConnection(err)
	})
}

// repeat runs once until it is settled, with growing pauses.
func (e *postgresEngine) repeat(ctx context.Context, once func() (err error, again bool)) error {
	if !e.gate.enter() {
		return errClosed
	}
	defer e.gate.leave()
	for try := 1; ; try++ {
		err, again := once()
		if ctx.Err() != nil && err != nil {
			return ctx.Err()
		}
		if !again {
			return err
		}
		if try == tries {
			return unavailable(err)
		}
		pause := time.NewTimer(rand.N(time.Duration(1<<min(try, 7)) * time.Millisecond))
		select {
		case <-pause.C:
		case <-ctx.Done():
			pause.Stop()
			return ctx.Err()
		}
	}
}

// once is one attempt. again says that the database has certainly kept nothing of it, only because of others or of a
// broken connection. A connection that breaks during the commit leaves open what was kept: that is the caller's to
// repeat, with the same client id.
func (e *postgresEngine) once(ctx context.Context, fn func(store.Tx) error) (error, bool) {
	t, x, err := e.begin(ctx, false)
	if err != nil {
		return translate(err), lostConnection(err)
	}
	// A failed transaction is undone whatever became of the caller.
	defer x.Rollback()
	if err := call(t, fn); err != nil {
		return err, retryable(err) || lostConnection(err)
	}
	// Who holds rows that another transaction waits for takes its number before that one can.
	number := e.order.take()
	start := time.Now()
	if err := x.Commit(); err != nil {
		e.order.done(number, nil)
		e.stats.failed()
		if retryable(err) {
			return translate(err), true
		}
		if errors.Is(err, sql.ErrTxDone) && ctx.Err() != nil {
			return ctx.Err(), false
		}
		e.log.Error("a commit failed", "err", err)
		return unavailable(err), false
	}
	e.stats.committed(1, time.Since(start))
	hooks := t.hooks
	e.order.done(number, func() {
		for _, hook := range hooks {
			e.after(hook)
		}
	})
	return nil, false
}

func (e *postgresEngine) after(hook func()) {
	defer func() {
		if p := recover(); p != nil {
			e.log.Error("panic after a commit", "err", p, "stack", string(debug.Stack()))
		}
	}()
	hook()
}

// Ping implements engine.
func (e *postgresEngine) Ping(ctx context.Context) error {
	var inRecovery bool
	err := e.db.QueryRowContext(ctx, `SELECT pg_is_in_recovery()`).Scan(&inRecovery)
	if err != nil {
		return translate(err)
	}
	if inRecovery {
		return desk.Refuse(desk.CodeUnavailable, "This PostgreSQL server only reads.")
	}
	return nil
}

func (e *postgresEngine) waiting() int { return 0 }

// Close implements store.Store.
func (e *postgresEngine) Close() error {
	if !e.gate.shut() {
		return nil
	}
	return e.db.Close()
}

// order runs what follows commits one after the other, in the order in which the commits were sent: two that touch the
// same row are so in the order in which they became true.
type order struct {
	mu    sync.Mutex
	taken uint64
	next  uint64
	ready map[uint64]func()
}

func (o *order) take() uint64 {
	o.mu.Lock()
	defer o.mu.Unlock()
	n := o.taken
	o.taken++
	return n
}

// done says that the commit of the number is over, and runs then and whatever waited for it; nil is nothing to run.
func (o *order) done(number uint64, then func()) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.ready == nil {
		o.ready = map[uint64]func(){}
	}
	o.ready[number] = then
	for {
		run, ok := o.ready[o.next]
		if !ok {
			return
		}
		delete(o.ready, o.next)
		o.next++
		if run != nil {
			run()
		}
	}
}

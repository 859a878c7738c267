package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5/stdlib"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// pgWriters and pgReaders are how many transactions of each kind run at once; the others wait for a place. Each kind has
// its own, so that thousands of guests who come back at once, and read, do not stand before those who write.
const (
	pgWriters   = 16
	pgReaders   = 8
	connections = pgWriters + pgReaders
)

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
	node  string
	order order
	// writing and reading are the places. They are handed out in the order in which they were asked for, as the pool's
	// connections are not: at full load that makes the slowest use cases several times quicker.
	writing, reading chan struct{}
	// identity is the installation whose database this is, once that is known.
	identity atomic.Pointer[string]
	outage   outage
	unheard  unheard

	gate gate
}

func openPostgres(ctx context.Context, o Options, s *stats) (*postgresEngine, error) {
	e := &postgresEngine{log: o.Log, stats: s, shift: o.Shift, node: o.Node, writing: make(chan struct{}, pgWriters), reading: make(chan struct{}, pgReaders), outage: outage{log: o.Log}}
	if e.shift == nil {
		e.shift = func() time.Duration { return 0 }
	}
	cfg, err := e.connectConfig(o.URL)
	if err != nil {
		return nil, err
	}
	e.db = stdlib.OpenDB(*cfg)
	e.db.SetMaxOpenConns(connections)
	e.db.SetMaxIdleConns(connections)
	e.db.SetConnMaxIdleTime(5 * time.Minute)
	if err := e.prepare(ctx, o.Log, o.unfinished); err != nil {
		e.db.Close()
		return nil, err
	}
	return e, nil
}

// clock is the database's own, so that several nodes agree.
func (e *postgresEngine) clock(t *tx) time.Time {
	var now int64
	if err := t.one(`SELECT `+postgresClock, nil, &now); err != nil {
		return time.Now() // the transaction has failed; nothing of it is kept
	}
	return t.shifted(now)
}

// begin opens a transaction; nothing is sent yet.
func (e *postgresEngine) begin(ctx context.Context, how string) (*tx, *pgConn, error) {
	places := e.writing
	if how == beginReading {
		places = e.reading
	}
	c, err := pgConnOf(ctx, e.db, places, how)
	if err != nil {
		return nil, nil, err
	}
	return &tx{c: c, d: postgresDialect, clock: e.clock, shift: e.shift, node: e.node, unheard: &e.unheard, readOnly: how == beginReading}, c, nil
}

// Write implements store.Store.
func (e *postgresEngine) Write(ctx context.Context, fn func(store.Tx) error) error {
	return e.repeat(ctx, writeWithin, func(ctx context.Context) (error, bool) { return e.once(ctx, fn) })
}

// Read implements store.Store.
func (e *postgresEngine) Read(ctx context.Context, fn func(store.Tx) error) error {
	return e.repeat(ctx, readWithin, func(ctx context.Context) (error, bool) {
		t, c, err := e.begin(ctx, beginReading)
		if err != nil {
			return translate(err), down(err)
		}
		// What was read is known; the end of the transaction is a round trip that nobody needs to wait for.
		defer func() { go c.close() }()
		if err = call(t, fn); err == nil {
			e.outage.end(false)
		}
		return err, down(err)
	})
}

// repeat runs once until it is settled, with growing pauses: so often where it met others, and while patience lasts
// where there is no server.
func (e *postgresEngine) repeat(ctx context.Context, within time.Duration, once func(context.Context) (err error, again bool)) error {
	if !e.gate.enter() {
		return errClosed
	}
	defer e.gate.leave()
	began := time.Now()
	for try := 1; ; try++ {
		attempt, cancel := context.WithTimeout(ctx, within)
		err, again := once(attempt)
		cancel()
		if ctx.Err() != nil && err != nil {
			return ctx.Err()
		}
		if !again {
			return err
		}
		if !down(err) {
			if try >= tries {
				return unavailable(err)
			}
		} else {
			if lostConnection(err) {
				// What broke this connection broke those that lie idle, or most of them: they go.
				e.db.SetMaxIdleConns(-1)
				e.db.SetMaxIdleConns(connections)
			}
			if since := e.outage.begin(err); time.Since(since) > patience || time.Since(began) > patience {
				return unavailable(err)
			}
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
	t, c, err := e.begin(ctx, beginWriting)
	if err != nil {
		return translate(err), down(err)
	}
	defer c.close()
	err = call(t, func(s store.Tx) error {
		if err := fn(s); err != nil {
			return err
		}
		return t.tell()
	})
	if err != nil {
		if readOnlyServer(err) {
			c.discard() // it was the primary; the next connection may find that
		}
		return err, retryable(err) || down(err)
	}
	// Of two that change the same row, the later one read it after the commit of the earlier one (or it fails), and takes
	// its number after that.
	number := e.order.take()
	start := time.Now()
	if err := c.commit(); err != nil {
		e.order.done(number, nil)
		var unknown errUnknown
		if !errors.As(err, &unknown) {
			if retryable(err) {
				e.stats.failed()
			}
			if readOnlyServer(err) {
				c.discard()
			}
			return translate(err), retryable(err) || down(err)
		}
		e.stats.failed()
		e.unheard.add(t.hints)
		e.log.Error("a commit failed", "err", err)
		return unavailable(err), false
	}
	c.close() // others wait for a connection
	e.outage.end(true)
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
	err := writable(ctx, e.db)
	if err != nil && desk.CodeOf(err) == desk.CodeInternal {
		what, _ := diagnose(err)
		err = fmt.Errorf("%w (%w)", desk.Refuse(desk.CodeUnavailable, "%s.", what), err)
	}
	return err
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

package sqlstore

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// readers is how many transactions may read at once. Each keeps a small page cache of its own.
const readers = 4

// sqliteEngine is a SQLite database in a data folder.
type sqliteEngine struct {
	dir   string
	now   func() time.Time
	log   *slog.Logger
	stats *stats
	lock  *folderLock

	writeDB *sql.DB
	writer  *sqliteConn
	// queue holds the use cases that wait for the writer, acks the batches that are durable and wait for their hooks.
	queue chan *job
	acks  chan []*job
	// states are the conversations as the writer saved them last.
	states *states
	// pauses are run by the writer between two batches.
	pauses chan func()

	readDB *sql.DB
	// free holds the readers that are not in use; nil stands for one that is not open yet.
	free chan *sqliteConn

	gate    gate
	stop    chan struct{} // closed first, for what works behind the writes
	writing sync.WaitGroup
	behind  sync.WaitGroup
	dirty   chan struct{} // something was written
	// unmerged says that the search's index may have small parts to merge; only its own goroutine looks at it.
	unmerged bool

	// failCommit makes a commit fail, in tests.
	failCommit func() error
}

// dsn names a database file. The pragmas in it hold for every connection, because a pool opens them when it likes.
func dsn(path string, pragmas ...string) string {
	q := url.Values{"_txlock": {"immediate"}, "_pragma": append([]string{
		"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "temp_store(MEMORY)",
		"wal_autocheckpoint(0)",
	}, pragmas...)}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
}

func openSQLite(ctx context.Context, o Options, s *stats) (_ *sqliteEngine, err error) {
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	lock, err := lockFolder(dir)
	if err != nil {
		return nil, err
	}
	e := &sqliteEngine{dir: dir, now: o.Now, log: o.Log, stats: s, lock: lock, states: newStates(),
		queue: make(chan *job, queueLength), acks: make(chan []*job, 4), pauses: make(chan func()),
		free: make(chan *sqliteConn, readers), stop: make(chan struct{}), dirty: make(chan struct{}, 1)}
	defer func() {
		if err != nil {
			e.closeFiles()
		}
	}()
	path := filepath.Join(dir, DatabaseFile)
	if err := checkFile(path); err != nil {
		return nil, err
	}
	// 64 MiB of pages for the one writer: its working set is the index leaves of whoever is chatting.
	if e.writeDB, err = sql.Open("sqlite", dsn(path, "cache_size(-65536)")); err != nil {
		return nil, err
	}
	e.writeDB.SetMaxOpenConns(1)
	if err := e.writeDB.PingContext(ctx); err != nil {
		return nil, fmt.Errorf("open %s: %w", path, refuseForeign(path, err))
	}
	if err := ownFile(ctx, e.writeDB, path); err != nil {
		return nil, err
	}
	err = migrate(ctx, e.writeDB, sqliteDialect, o.Log, func(from, to int64) error {
		return copyBefore(ctx, e.writeDB, dir, o.Log, from, to)
	})
	if err != nil {
		return nil, err
	}
	c, err := e.writeDB.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("open the writer: %w", err)
	}
	e.writer = newSQLiteConn(c)
	if err := selfTest(ctx, c); err != nil {
		return nil, err
	}
	if e.readDB, err = sql.Open("sqlite", dsn(path, "cache_size(-2048)", "query_only(1)")); err != nil {
		return nil, err
	}
	for range readers {
		e.free <- nil
	}
	e.writing.Add(2)
	go e.write()
	go e.acknowledge()
	e.behind.Add(2)
	go e.checkpoint()
	go e.index()
	return e, nil
}

// checkFile refuses a file in the database's place that is not Deskbell's, before the driver changes anything in it.
func checkFile(path string) error {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("open the database: %w", err)
	}
	defer f.Close()
	// https://sqlite.org/fileformat.html#the_database_header
	head := make([]byte, 100)
	n, err := io.ReadFull(f, head)
	switch {
	case n == 0 && errors.Is(err, io.EOF):
		return nil
	case n < len(head), !bytes.HasPrefix(head, []byte("SQLite format 3\x00")):
		return notOurs(path)
	}
	mark, cookie := binary.BigEndian.Uint32(head[68:]), binary.BigEndian.Uint32(head[40:])
	if _, err := os.Stat(path + "-wal"); err == nil || mark == applicationID || cookie == 0 {
		return nil // Deskbell's, empty, or the log knows: see ownFile
	}
	return notOurs(path)
}

func notOurs(path string) error {
	return desk.Refuse(desk.CodeUnavailable, "%s is not a database of Deskbell's. Move it away, or choose another data folder.", path)
}

func refuseForeign(path string, err error) error {
	if desk.CodeOf(translate(err)) == desk.CodeInternal { // not a database after all
		return fmt.Errorf("%w (%w)", notOurs(path), err)
	}
	return translate(err)
}

// ownFile refuses a database of another program. Deskbell's own carry its mark from the first migration on.
func ownFile(ctx context.Context, db *sql.DB, path string) error {
	var id, tables int64
	err := db.QueryRowContext(ctx, `SELECT (SELECT application_id FROM pragma_application_id), (SELECT COUNT(*) FROM sqlite_schema)`).Scan(&id, &tables)
	if err != nil {
		return refuseForeign(path, err)
	}
	if tables > 0 && id != applicationID {
		return notOurs(path)
	}
	return nil
}

// applicationID is "Dskb", written by the first migration.
const applicationID = 0x44736b62

// copyBefore keeps a copy of a database that is about to be migrated.
func copyBefore(ctx context.Context, db *sql.DB, dir string, log *slog.Logger, from, to int64) error {
	path := filepath.Join(dir, BackupDir, fmt.Sprintf("before-migration-%d.db", from+1))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("copy the database before its migration: %w", err)
	}
	if err := vacuumInto(ctx, db, path); err != nil {
		return fmt.Errorf("copy the database before its migration: %w", err)
	}
	log.Info("copied the database before its migration", "schema", from, "next", to, "copy", path)
	return nil
}

// selfTest makes sure that the connection keeps what this package promises: that its settings are in force, and that
// the driver binds placeholders by their number, as PostgreSQL does.
func selfTest(ctx context.Context, c *sql.Conn) error {
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1",
		"busy_timeout": "5000", "wal_autocheckpoint": "0"} {
		var got string
		if err := c.QueryRowContext(ctx, "PRAGMA "+pragma).Scan(&got); err != nil {
			return fmt.Errorf("self-test: %w", err)
		}
		if got != want {
			return desk.Refuse(desk.CodeUnavailable, "The database cannot be used safely: %s is %s instead of %s. Is the data folder on a network drive?", pragma, got, want)
		}
	}
	var got string
	if err := c.QueryRowContext(ctx, `SELECT $2 || $1 || $2`, "b", "a").Scan(&got); err != nil || got != "aba" {
		return fmt.Errorf("self-test: the driver binds placeholders in their order and not by their number (%q, %w)", got, err)
	}
	return nil
}

// Read implements store.Store.
func (e *sqliteEngine) Read(ctx context.Context, fn func(store.Tx) error) error {
	if !e.gate.enter() {
		return errClosed
	}
	defer e.gate.leave()
	var c *sqliteConn
	select {
	case c = <-e.free:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { e.free <- c }()
	if c == nil {
		conn, err := e.readDB.Conn(ctx)
		if err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return unavailable(err)
		}
		c = newSQLiteConn(conn)
	}
	if _, err := c.exec("BEGIN", nil); err != nil {
		c = c.discard()
		return unavailable(err)
	}
	t := &tx{c: c, d: sqliteDialect, clock: e.clock, readOnly: true}
	err := call(t, fn)
	if _, end := c.exec("ROLLBACK", nil); end != nil {
		c = c.discard()
	}
	return err
}

func (e *sqliteEngine) clock(*tx) time.Time { return e.now() }

// Ping implements engine: it goes the way of a write, but writes nothing.
func (e *sqliteEngine) Ping(ctx context.Context) error {
	return e.Write(ctx, func(t store.Tx) error {
		_, err := t.Setting("")
		return err
	})
}

func (e *sqliteEngine) waiting() int { return len(e.queue) }

// Close implements store.Store.
func (e *sqliteEngine) Close() error {
	// Whoever is inside is answered first: the writer still runs.
	if !e.gate.shut() {
		return nil
	}
	close(e.stop)
	e.behind.Wait()
	close(e.queue)
	e.writing.Wait()
	// All is durable in the log already; moving it into the database makes the next start quick.
	if _, err := e.writer.exec("PRAGMA wal_checkpoint(TRUNCATE)", nil); err != nil {
		e.log.Warn("the last checkpoint was not possible", "err", err)
	}
	return e.closeFiles()
}

func (e *sqliteEngine) closeFiles() error {
	var errs []error
	for {
		select {
		case c := <-e.free:
			c.discard()
			continue
		default:
		}
		break
	}
	if e.readDB != nil {
		errs = append(errs, e.readDB.Close())
	}
	if e.writer != nil {
		e.writer.discard()
	}
	if e.writeDB != nil {
		errs = append(errs, e.writeDB.Close())
	}
	e.lock.release()
	return errors.Join(errs...)
}

// sqliteConn is one connection with its prepared statements. They are run without a context: with one the driver
// starts a goroutine for every statement, and a statement of ours takes microseconds.
type sqliteConn struct {
	c     *sql.Conn
	stmts map[string]*sql.Stmt
	// fail makes a statement fail, in tests.
	fail func(query string) error
}

func newSQLiteConn(c *sql.Conn) *sqliteConn { return &sqliteConn{c: c, stmts: map[string]*sql.Stmt{}} }

func (s *sqliteConn) prepare(query string) (*sql.Stmt, error) {
	if stmt, ok := s.stmts[query]; ok {
		return stmt, nil
	}
	stmt, err := s.c.PrepareContext(context.Background(), query)
	if err != nil {
		return nil, fmt.Errorf("prepare %q: %w", query, err)
	}
	s.stmts[query] = stmt
	return stmt, nil
}

func (s *sqliteConn) exec(query string, args []any) (int64, error) {
	if s.fail != nil {
		if err := s.fail(query); err != nil {
			return 0, err
		}
	}
	stmt, err := s.prepare(query)
	if err != nil {
		return 0, err
	}
	res, err := stmt.Exec(args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

func (s *sqliteConn) query(query string, args []any) (cursor, error) {
	if s.fail != nil {
		if err := s.fail(query); err != nil {
			return nil, err
		}
	}
	stmt, err := s.prepare(query)
	if err != nil {
		return nil, err
	}
	return stmt.Query(args...)
}

// discard closes the connection and returns nil, for the place it had.
func (s *sqliteConn) discard() *sqliteConn {
	if s != nil {
		for _, stmt := range s.stmts {
			stmt.Close()
		}
		s.c.Close()
	}
	return nil
}

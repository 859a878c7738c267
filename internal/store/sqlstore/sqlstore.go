// Package sqlstore keeps the store's contract in a database: SQLite in a data folder, or PostgreSQL. Both speak one
// set of SQL with numbered placeholders; dialect.go declares the few words in which they differ.
//
// On SQLite one goroutine writes. It runs whatever use cases wait in one transaction, each in a savepoint of its own,
// and one sync of the write-ahead log makes all of them durable; only then are they answered. A pool of connections
// reads. On PostgreSQL one use case is one transaction, which is run again where it met another.
package sqlstore

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"deskbell/internal/store"
)

// The names inside a data folder.
const (
	DatabaseFile = "deskbell.db"
	LockFile     = "deskbell.lock"
	BackupDir    = "backups"
)

// Options say which database to open. Either Dir or URL is set.
type Options struct {
	// Dir is the data folder of a SQLite installation. It is created where it is missing.
	Dir string
	// URL is the address of a PostgreSQL database: postgres://…
	URL string
	// Now is the clock of a SQLite installation; nil is the real one.
	Now func() time.Time
	// Shift is added to the clock of a PostgreSQL database, for tests; nil is nothing.
	Shift func() time.Duration
	// OnCommit hears how many use cases a commit held and how long the commit took, for metrics; nil is nobody.
	OnCommit func(size int, took time.Duration)
	Log      *slog.Logger
	// unfinished lets a database be opened into which an installation is being moved.
	unfinished bool
	// Node names this process among those that share a PostgreSQL database: it hears no news of its own, and "" writes
	// none.
	Node string
	// Version is the program's, for the log of migrations.
	Version string
}

// DB is an open database.
type DB struct {
	engine
	stats stats
}

var _ store.Store = (*DB)(nil)

// engine is what differs between the two databases beyond their words.
type engine interface {
	store.Store
	// Ping tells whether the database would take a write now; for readiness.
	Ping(ctx context.Context) error
	waiting() int
}

// Open opens the database, brings its schema up to date, and makes sure that it behaves as this package relies on.
// A data folder that another process uses, one written by a newer version, and a file that is no database of Deskbell's
// are refused with an error whose text says so in one line.
func Open(ctx context.Context, o Options) (*DB, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	db := &DB{}
	db.stats.onCommit = o.OnCommit
	var err error
	if o.URL != "" {
		db.engine, err = openPostgres(ctx, o, &db.stats)
	} else {
		db.engine, err = openSQLite(ctx, o, &db.stats)
	}
	if err != nil {
		return nil, err
	}
	return db, nil
}

// Stats is what a database has done since it was opened.
type Stats struct {
	// Waiting use cases have not begun.
	Waiting int
	// Commits held Written use cases; FailedCommits undid theirs. LargestBatch is the most that one commit held.
	Commits, Written, FailedCommits uint64
	LargestBatch                    int
	// CommitTime is what all commits took together, SlowestCommit the slowest.
	CommitTime, SlowestCommit time.Duration
}

// Stats reads the counters.
func (db *DB) Stats() Stats {
	s := db.stats.read()
	s.Waiting = db.waiting()
	return s
}

type stats struct {
	onCommit func(int, time.Duration)
	mu       sync.Mutex
	s        Stats
}

func (c *stats) read() Stats {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.s
}

func (c *stats) committed(size int, took time.Duration) {
	c.mu.Lock()
	c.s.Commits++
	c.s.Written += uint64(size)
	c.s.LargestBatch = max(c.s.LargestBatch, size)
	c.s.CommitTime += took
	c.s.SlowestCommit = max(c.s.SlowestCommit, took)
	c.mu.Unlock()
	if c.onCommit != nil {
		c.onCommit(size, took)
	}
}

func (c *stats) failed() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.s.FailedCommits++
}

// gate lets callers in until it is shut. One who is inside may enter again.
type gate struct {
	mu     sync.Mutex
	closed bool
	inside sync.WaitGroup
}

func (g *gate) enter() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed {
		return false
	}
	g.inside.Add(1)
	return true
}

func (g *gate) leave() { g.inside.Done() }

// shut closes the gate and waits for those inside; false if it was shut before.
func (g *gate) shut() bool {
	g.mu.Lock()
	was := g.closed
	g.closed = true
	g.mu.Unlock()
	if !was {
		g.inside.Wait()
	}
	return !was
}

package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// The write-ahead log is moved into the database behind the writes, by a connection of its own. Frames are pages of
// 4 KiB.
const (
	// checkpointAt is how long the log may grow before it is moved.
	checkpointAt = 4000
	// pauseAt is how long it may get before the writer waits for the rest of it to be moved: about 64 MB. The log
	// begins anew only when all of it is moved, which never happens while somebody writes without a break.
	pauseAt = 16000
	// look is how often the log's length is looked at.
	look = 50 * time.Millisecond
)

// checkpoint moves the log into the database until the engine stops.
func (e *sqliteEngine) checkpoint() {
	defer e.behind.Done()
	c, err := e.connect()
	if err != nil {
		e.log.Error("no connection for checkpoints", "err", err)
		return
	}
	defer c.discard()
	tick := time.NewTicker(look)
	defer tick.Stop()
	for {
		select {
		case <-e.stop:
			return
		case <-e.dirty:
		}
		select {
		case <-e.stop:
			return
		case <-tick.C:
		}
		if err := e.move(c); err != nil {
			e.log.Warn("a checkpoint was not possible", "err", err)
		}
	}
}

func (e *sqliteEngine) connect() (*sqliteConn, error) {
	conn, err := e.readDB.Conn(context.Background())
	if err != nil {
		return nil, err
	}
	c := newSQLiteConn(conn)
	if _, err := c.exec("PRAGMA query_only = 0", nil); err != nil {
		c.discard()
		return nil, err
	}
	return c, nil
}

// move is one look at the log.
func (e *sqliteEngine) move(c *sqliteConn) error {
	length, _, err := wal(c, "NOOP")
	if err != nil || length < checkpointAt {
		return err
	}
	if length, _, err = wal(c, "PASSIVE"); err != nil || length < pauseAt {
		return err
	}
	// What was written meanwhile is little. Once it is moved too, the next commit begins the log anew.
	done := make(chan struct{})
	select {
	case e.pauses <- func() {
		defer close(done)
		_, _, err = wal(c, "PASSIVE")
	}:
		<-done
	case <-e.stop:
	}
	return err
}

// wal runs a checkpoint and reports how many frames the log has and how many of them are moved.
func wal(c *sqliteConn, mode string) (length, moved int, err error) {
	rows, err := c.query("PRAGMA wal_checkpoint("+mode+")", nil)
	if err != nil {
		return 0, 0, err
	}
	defer rows.Close()
	var busy int
	if !rows.Next() {
		return 0, 0, rows.Err()
	}
	err = rows.Scan(&busy, &length, &moved)
	return length, moved, err
}

// index adds messages to the search behind the writes, a few at a time and only while nobody waits for the writer: what
// the index lacks, a search reads itself.
func (e *sqliteEngine) index() {
	defer e.behind.Done()
	tick := time.NewTicker(indexEvery)
	defer tick.Stop()
	for {
		select {
		case <-e.stop:
			return
		case <-tick.C:
		}
		if err := e.catchUp(context.Background()); err != nil && desk.CodeOf(err) != desk.CodeUnavailable {
			e.log.Error("the search's index stands still", "err", err)
		}
	}
}

// catchUp indexes what is missing, and merges what was indexed, in small writes of their own.
func (e *sqliteEngine) catchUp(ctx context.Context) error {
	var missing bool
	// A reader looks first, so that an idle server writes nothing.
	err := e.Read(ctx, func(s store.Tx) (err error) {
		missing, err = s.(*tx).unindexed()
		return err
	})
	for err == nil && (missing || e.unmerged) && len(e.queue) == 0 {
		select {
		case <-e.stop:
			return nil
		default:
		}
		step := (*tx).mergeIndex
		if missing && !e.unmerged {
			step = (*tx).indexMessages
		}
		var more bool
		if err = e.Write(ctx, func(s store.Tx) (err error) {
			more, err = step(s.(*tx))
			return err
		}); err != nil {
			return err
		}
		if e.unmerged {
			e.unmerged = more
		} else {
			missing, e.unmerged = more, true
		}
	}
	return err
}

// vacuumInto writes a consistent copy of the database, which may be written to meanwhile. The copy appears under its
// name only when it is whole and on disk.
func vacuumInto(ctx context.Context, db *sql.DB, path string) error {
	part := path + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if _, err := db.ExecContext(ctx, `VACUUM INTO $1`, part); err != nil {
		os.Remove(part)
		return translate(err)
	}
	if err := syncFile(part); err != nil {
		return err
	}
	if err := os.Rename(part, path); err != nil {
		return err
	}
	return syncFile(filepath.Dir(path))
}

func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}

// Snapshot writes a consistent copy of the database of a data folder to a file, whether or not a server uses the folder.
func Snapshot(ctx context.Context, dir, path string) error {
	from := filepath.Join(dir, DatabaseFile)
	if _, err := os.Stat(from); err != nil {
		return desk.Refuse(desk.CodeNotFound, "There is no database of Deskbell's in %s.", dir)
	}
	if err := checkFile(from); err != nil {
		return err
	}
	db, err := sql.Open("sqlite", dsn(from))
	if err != nil {
		return err
	}
	defer db.Close()
	if err := ownFile(ctx, db, from); err != nil {
		return err
	}
	if err := vacuumInto(ctx, db, path); err != nil {
		return fmt.Errorf("copy the database: %w", err)
	}
	return nil
}

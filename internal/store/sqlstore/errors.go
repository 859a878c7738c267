package sqlstore

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"deskbell/internal/desk"
)

// tryAgain is after how long callers are asked to come back: long enough for what waits in line, short enough for
// somebody who looks at a screen.
const tryAgain = 2 * time.Second

// unavailable is what callers are told where the database cannot do its work now. The cause is kept for the log.
func unavailable(cause error) error {
	refusal := &desk.Error{Code: desk.CodeUnavailable, RetryAfter: tryAgain, Message: "This could not be stored just now. Please try again."}
	return fmt.Errorf("%w (%w)", refusal, cause)
}

var errClosed = &desk.Error{Code: desk.CodeUnavailable, RetryAfter: tryAgain, Message: "Deskbell is stopping. Please try again in a moment."}

// translate turns an error of a driver into one of the desk's, by its code and never by its text. What is left is a
// fault of ours.
func translate(err error) error {
	var refusal *desk.Error
	if errors.As(err, &refusal) {
		return err
	}
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		if lite.Code() == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY {
			return fmt.Errorf("%w (%w)", desk.ErrNotFound, err)
		}
		switch lite.Code() & 0xff {
		case sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY,
			sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_INTERRUPT:
			return unavailable(err)
		}
		return err
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		switch {
		case pg.Code == "23503": // foreign_key_violation
			return fmt.Errorf("%w (%w)", desk.ErrNotFound, err)
		case retryable(err), lostConnection(err), pg.Code[:2] == "53", pg.Code == "25006": // resources; read only
			return unavailable(err)
		}
		return err
	}
	if lostConnection(err) || errors.Is(err, errCrowded) || errors.Is(err, context.DeadlineExceeded) {
		return unavailable(err)
	}
	return err
}

// retryable reports whether PostgreSQL undid a transaction only because of others.
func retryable(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01") // serialization_failure, deadlock_detected
}

// lostConnection reports whether the connection to PostgreSQL broke or could not be made.
func lostConnection(err error) bool {
	var connect *pgconn.ConnectError
	if errors.As(err, &connect) {
		return true
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		// connection exceptions, and a server that shuts down or starts up
		return pg.Code[:2] == "08" || pg.Code == "57P01" || pg.Code == "57P02" || pg.Code == "57P03"
	}
	var network net.Error
	return errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) ||
		errors.As(err, &network) || pgconn.SafeToRetry(err)
}

package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"deskbell/internal/desk"
)

// startsWithin is how long a server may still be starting up when Deskbell already wants it: machines start everything
// at once.
const startsWithin = 20 * time.Second

// oldest is the first version of PostgreSQL that knows all that is asked of it here.
const oldest = 13

// prepare looks at where the address leads and brings the schema up to date; of several nodes that start at once one
// does, the others wait for it. What does not fit is refused in a line that says why, before anything is changed.
func (e *postgresEngine) prepare(ctx context.Context, log *slog.Logger, unfinished bool) error {
	conn, err := e.firstConn(ctx)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return desk.Refuse(desk.CodeUnavailable, "%s.", complaint(err))
	}
	defer conn.Close()
	if err := suitable(ctx, conn); err != nil {
		return explain("look at PostgreSQL", err)
	}
	unlock, err := lockMigrations(ctx, conn, log)
	if err != nil {
		return explain("wait for the migrations of another server", err)
	}
	defer unlock()
	if err := ownSchema(ctx, conn, unfinished); err != nil {
		return explain("look at the database", err)
	}
	err = migrate(ctx, e.db, postgresDialect, log, func(from, to int64) error {
		log.Warn("the schema is about to change; PostgreSQL keeps no copy of its own", "from", from, "to", to)
		return nil
	})
	if err != nil {
		return explain("migrate", err)
	}
	var id string
	if err := conn.QueryRowContext(ctx, installation).Scan(&id); err != nil {
		return explain("ask the database for its installation", err)
	}
	e.identity.Store(&id)
	return nil
}

// explain turns what PostgreSQL itself refuses into a line for whoever starts Deskbell.
func explain(doing string, err error) error {
	var pg *pgconn.PgError
	if desk.CodeOf(err) == desk.CodeInternal && (errors.As(err, &pg) || lostConnection(err)) {
		return fmt.Errorf("%w (%s: %w)", desk.Refuse(desk.CodeUnavailable, "%s.", complaint(err)), doing, err)
	}
	return err
}

// firstConn waits for a server that is just starting.
func (e *postgresEngine) firstConn(ctx context.Context) (*sql.Conn, error) {
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for began := time.Now(); ; {
		conn, err := e.db.Conn(ctx)
		var pg *pgconn.PgError
		if err == nil || !errors.As(err, &pg) || pg.Code != "57P03" || time.Since(began) > startsWithin {
			return conn, err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// asker is a pool or a connection.
type asker interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// suitable refuses a server that is too old or only reads, a database in another encoding, and a driver that does not
// bind placeholders by their number.
func suitable(ctx context.Context, conn asker) error {
	var version int
	var encoding, bound string
	if err := conn.QueryRowContext(ctx, `SELECT CAST(current_setting('server_version_num') AS INTEGER), pg_encoding_to_char(encoding),
		$2 || $1 || $2 FROM pg_database WHERE datname = current_database()`, "b", "a").Scan(&version, &encoding, &bound); err != nil {
		return err
	}
	switch {
	case version/10000 < oldest:
		return desk.Refuse(desk.CodeUnavailable, "This is PostgreSQL %d; Deskbell needs %d or later.", version/10000, oldest)
	case encoding != "UTF8" || bound != "aba":
		return desk.Refuse(desk.CodeUnavailable, "The PostgreSQL database must be made with the encoding UTF8; this one has %s.", encoding)
	}
	return writable(ctx, conn)
}

// writable refuses a server that only reads.
func writable(ctx context.Context, conn asker) error {
	var standby bool
	var readOnly string
	if err := conn.QueryRowContext(ctx, `SELECT pg_is_in_recovery(), current_setting('transaction_read_only')`).Scan(&standby, &readOnly); err != nil {
		return err
	}
	switch {
	case standby:
		return desk.Refuse(desk.CodeUnavailable, "This PostgreSQL server is a standby and only reads; Deskbell needs the primary.")
	case readOnly == "on":
		return desk.Refuse(desk.CodeUnavailable, "This PostgreSQL server was told to only read (default_transaction_read_only); Deskbell needs one that may be written to.")
	}
	return nil
}

// ownSchema refuses a database with tables of another program, because migrating would mix two, and one into which an
// installation is being moved, unless that is what it is opened for.
func ownSchema(ctx context.Context, conn asker, unfinished bool) error {
	var tables, ours, marks int64
	var database string
	if err := conn.QueryRowContext(ctx, `SELECT COUNT(*), COUNT(*) FILTER (WHERE table_name IN ('conversations', 'entries', 'settings', '`+versionTable+`')),
		COUNT(*) FILTER (WHERE table_name = '`+markTable+`'), current_database()
		FROM information_schema.tables WHERE table_schema = current_schema()`).Scan(&tables, &ours, &marks, &database); err != nil {
		return err
	}
	if marks > 0 && !unfinished {
		return desk.Refuse(desk.CodeUnavailable, "An installation was being moved into the database %s, and that was not finished. Run the same deskbell migrate again.", database)
	}
	if tables > marks && ours < 4 {
		return desk.Refuse(desk.CodeUnavailable, "The PostgreSQL database %s holds tables of another program. Make one for Deskbell alone: createdb --encoding UTF8 deskbell.", database)
	}
	return nil
}

// lockMigrations waits until no other server migrates, and says so where that takes long.
func lockMigrations(ctx context.Context, conn *sql.Conn, log *slog.Logger) (unlock func(), err error) {
	var got bool
	if err := conn.QueryRowContext(ctx, `SELECT pg_try_advisory_lock($1)`, migrationLock).Scan(&got); err != nil {
		return nil, err
	}
	if !got {
		log.Info("waiting for another server, which is bringing the database up to date")
		if _, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock($1)`, migrationLock); err != nil {
			return nil, err
		}
	}
	return func() {
		// Closing the connection would do, but it goes back to the pool.
		_, _ = conn.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1)`, migrationLock)
	}, nil
}

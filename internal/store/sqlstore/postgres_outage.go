package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// patience is for how long after the beginning of an outage use cases are run again: a restart or a failover is over by
// then, and nobody but a slower answer tells of it. While an outage lasts longer, each is tried once and refused.
const patience = 3 * time.Second

// Bounds of an attempt, so that a server that neither answers nor breaks its connections keeps nobody for ever: until
// there is a connection, and until the transaction is over. Reports may read for longer than anybody writes.
const (
	connectionWithin = 5 * time.Second
	writeWithin      = 30 * time.Second
	readWithin       = 2 * time.Minute
)

// saidEvery is how often the log repeats that PostgreSQL cannot be used; another reason is told sooner.
const saidEvery = 10 * time.Second

// outage is the time from the first attempt that failed for want of a usable server to the next that did not.
type outage struct {
	log *slog.Logger
	on  atomic.Bool // there is one

	mu       sync.Mutex
	since    time.Time
	said     time.Time // when the log last told of one
	told     bool      // of this one
	why      string
	readOnly bool // it concerns writes alone, so that a read does not end it
}

// begin notes a failure and reports since when there are any.
func (o *outage) begin(err error) time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	now := time.Now()
	o.readOnly = readOnlyServer(err)
	if !o.on.Load() {
		o.on.Store(true)
		o.since, o.told = now, false
	}
	why := complaint(err)
	if spoke := now.Sub(o.said); spoke >= saidEvery || why != o.why && spoke >= saidEvery/20 {
		o.said, o.told, o.why = now, true, why
		o.log.Warn("PostgreSQL cannot be used; trying again", "why", why, "since", now.Sub(o.since).Round(time.Millisecond))
	}
	return o.since
}

// end notes that something worked.
func (o *outage) end(wrote bool) {
	if !o.on.Load() {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.readOnly && !wrote || !o.on.Load() {
		return
	}
	o.on.Store(false)
	if o.told {
		o.log.Info("PostgreSQL can be used again", "after", time.Since(o.since).Round(time.Millisecond))
	}
}

// down reports whether an attempt failed because there is no server that can do the work now: another attempt, later,
// may find one.
func down(err error) bool {
	var foreign *errForeign
	var pg *pgconn.PgError
	return lostConnection(err) || readOnlyServer(err) || errors.As(err, &foreign) ||
		errors.As(err, &pg) && pg.Code == "53300" // too_many_connections
}

// readOnlyServer reports whether the server on the other end takes no writes: a standby, or one that was told so.
func readOnlyServer(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.Code == "25006" // read_only_sql_transaction
}

// errForeign is a connection that led to the database of another installation.
type errForeign struct{ want, got string }

func (e *errForeign) Error() string {
	got := "of installation " + e.got
	if e.got == "" {
		got = "that is not Deskbell's"
	}
	return fmt.Sprintf("PostgreSQL came back with another database: one %s instead of installation %s. Nothing is written to it. Bring the right one back, or restart Deskbell if this one is meant", got, e.want)
}

// settingInstallation is the setting that tells one installation's database from another's.
const settingInstallation = "installation"

// installation reads it.
const installation = `SELECT value FROM settings WHERE key = '` + settingInstallation + `'`

// recognise refuses a connection that leads to another database than the first one did. No statement of a use case gets
// there.
func (e *postgresEngine) recognise(ctx context.Context, conn *pgconn.PgConn) error {
	want := e.identity.Load()
	if want == nil {
		return nil // the very first connections; prepare looks at where they lead
	}
	results, err := conn.Exec(ctx, installation).ReadAll()
	var pg *pgconn.PgError
	switch {
	case errors.As(err, &pg) && (pg.Code == "42P01" || pg.Code == "42703"): // undefined_table, undefined_column
		return &errForeign{want: *want}
	case err != nil:
		return err
	case len(results) != 1 || len(results[0].Rows) != 1:
		return &errForeign{want: *want}
	}
	if got := string(results[0].Rows[0][0]); got != *want {
		return &errForeign{*want, got}
	}
	return nil
}

// complaint says in one line what is wrong with the server, for a person who looks after it.
func complaint(err error) string {
	what, detail := diagnose(err)
	if detail != "" {
		what += ": " + detail
	}
	return what
}

// diagnose says what is wrong with the server: what everybody may know, and what names users and hosts.
func diagnose(err error) (what, detail string) {
	var foreign *errForeign
	var pg *pgconn.PgError
	switch {
	case errors.As(err, &foreign):
		return foreign.Error(), ""
	case errors.Is(err, errCrowded):
		return "All connections to PostgreSQL are in use", ""
	case errors.As(err, &pg):
		switch pg.Code {
		case "28P01", "28000": // invalid_password, invalid_authorization_specification
			return "PostgreSQL refuses the user or the password of the address", pg.Message
		case "3D000": // invalid_catalog_name
			return "PostgreSQL has no such database (createdb --encoding UTF8 makes one)", pg.Message
		case "42501": // insufficient_privilege
			return "The user of the address may not use the database or make tables in it", pg.Message
		case "53300": // too_many_connections
			return fmt.Sprintf("PostgreSQL has no connection left (each server of Deskbell uses up to %d; see max_connections)", connections), ""
		case "57P03": // cannot_connect_now
			return "PostgreSQL is starting up or stopping", pg.Message
		case "25006": // read_only_sql_transaction
			return "PostgreSQL only reads; Deskbell needs the primary, and one that may be written to", ""
		}
		return "PostgreSQL cannot be used", pg.Message
	}
	return "PostgreSQL cannot be reached", lastLine(err)
}

package sqlstore

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// Move carries an installation from a data folder into an empty PostgreSQL database. While it lasts the folder is
// locked and the database is marked as unfinished, so that neither is served; one that failed is begun anew.
type Move struct {
	from   *DB
	source *sql.DB
	to     *pgx.Conn
	tables []movedTable
}

// Moved is a table, or the files, that arrived and were found equal.
type Moved struct {
	Table string
	Rows  int64
	// Sum is the same on both sides: it is of all values of all rows, in no order.
	Sum string
}

// movedTable is a table with its columns, in the order in which they are read.
type movedTable struct {
	name    string
	columns []string
	serial  string // the column that counts up, if there is one
}

// markTable exists in a database that a move has not finished.
const markTable = "deskbell_move"

// BeginMove opens both ends. The database is refused where it holds anything but what an unfinished move left behind,
// which is deleted; the folder where it is being served, or holds no installation.
func BeginMove(ctx context.Context, dir, address string, log *slog.Logger) (_ *Move, err error) {
	from, err := Open(ctx, Options{Dir: dir, Log: log})
	if err != nil {
		return nil, err
	}
	m := &Move{from: from, source: from.engine.(*sqliteEngine).readDB}
	defer func() {
		if err != nil {
			m.Close(ctx)
		}
	}()
	e := &postgresEngine{log: log}
	cfg, err := e.connectConfig(address)
	if err != nil {
		return nil, err
	}
	if m.to, err = pgx.ConnectConfig(ctx, cfg); err != nil {
		return nil, desk.Refuse(desk.CodeUnavailable, "%s.", complaint(err))
	}
	if err := m.claim(ctx); err != nil {
		return nil, err
	}
	db, err := openPostgres(ctx, Options{URL: address, Log: log, unfinished: true}, &stats{})
	if err != nil {
		return nil, err
	}
	if err := db.Close(); err != nil {
		return nil, err
	}
	if m.tables, err = m.list(ctx); err != nil {
		return nil, err
	}
	return m, nil
}

// claim takes the database for this move alone, and clears away what an unfinished one left.
func (m *Move) claim(ctx context.Context) error {
	var mine, marked bool
	var tables int64
	var name string
	if err := m.to.QueryRow(ctx, `SELECT pg_try_advisory_lock($1), current_database(), COUNT(*), COUNT(*) FILTER (WHERE table_name = '`+markTable+`') > 0
		FROM information_schema.tables WHERE table_schema = current_schema()`, int64(migrationLock)+1).Scan(&mine, &name, &tables, &marked); err != nil {
		return explain("look at the target", err)
	}
	switch {
	case !mine:
		return desk.Refuse(desk.CodeUnavailable, "Another deskbell migrate is filling the database %s.", name)
	case tables > 0 && !marked:
		return desk.Refuse(desk.CodeConflict, "The database %s is not empty. A move needs one of its own: createdb --encoding UTF8 deskbell.", name)
	}
	if marked {
		if err := m.clear(ctx); err != nil {
			return explain("clear away the unfinished move", err)
		}
	}
	if _, err := m.to.Exec(ctx, `CREATE TABLE `+markTable+` (began TIMESTAMPTZ NOT NULL DEFAULT now())`); err != nil {
		return explain("mark the target", err)
	}
	return nil
}

// clear drops everything but the mark, and that last: whatever interrupts it, the database stays an unfinished one.
func (m *Move) clear(ctx context.Context) error {
	for _, list := range []string{
		`SELECT 'DROP TABLE ' || quote_ident(table_name) || ' CASCADE' FROM information_schema.tables
			WHERE table_schema = current_schema() AND table_name <> '` + markTable + `'`,
		`SELECT 'DROP FUNCTION ' || CAST(p.oid AS regprocedure) || ' CASCADE' FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
			WHERE n.nspname = current_schema() AND p.proname IN ('audit_stays', 'search_words', 'ticket_words')`,
		`SELECT 'DROP TABLE ` + markTable + `'`,
	} {
		rows, err := m.to.Query(ctx, list)
		if err != nil {
			return err
		}
		drops, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			return err
		}
		for _, drop := range drops {
			if _, err := m.to.Exec(ctx, drop); err != nil {
				return err
			}
		}
	}
	return nil
}

// stays are the tables that belong to one database: which migrations it has seen, and how far SQLite's search got.
var stays = []string{versionTable, "search_progress"}

// list names the tables so that each comes after those that it refers to, and makes sure that both sides know the same.
func (m *Move) list(ctx context.Context) ([]movedTable, error) {
	names, err := tableNames(ctx, m.source)
	if err != nil {
		return nil, err
	}
	names = slices.DeleteFunc(names, func(n string) bool { return slices.Contains(stays, n) })
	var ordered []movedTable
	placed := map[string]bool{}
	var place func(name string) error
	place = func(name string) error {
		if placed[name] {
			return nil
		}
		placed[name] = true
		first, err := column(ctx, m.source, `SELECT DISTINCT "table" FROM pragma_foreign_key_list($1) ORDER BY 1`, name)
		if err != nil {
			return err
		}
		for _, other := range first {
			if err := place(other); err != nil {
				return err
			}
		}
		t := movedTable{name: name}
		if t.columns, err = column(ctx, m.source, `SELECT name FROM pragma_table_info($1) ORDER BY name`, name); err != nil {
			return err
		}
		rows, err := m.to.Query(ctx, `SELECT CAST(column_name AS TEXT), is_identity = 'YES' FROM information_schema.columns
			WHERE table_schema = current_schema() AND table_name = $1 ORDER BY column_name COLLATE "C"`, name)
		if err != nil {
			return err
		}
		var theirs []string
		var theirName string
		var counts bool
		if _, err := pgx.ForEachRow(rows, []any{&theirName, &counts}, func() error {
			theirs = append(theirs, theirName)
			if counts {
				t.serial = theirName
			}
			return nil
		}); err != nil {
			return err
		}
		if !slices.Equal(t.columns, theirs) {
			return fmt.Errorf("the table %s has the columns %v here and %v there", name, t.columns, theirs)
		}
		ordered = append(ordered, t)
		return nil
	}
	for _, name := range names {
		if err := place(name); err != nil {
			return nil, fmt.Errorf("list the tables: %w", err)
		}
	}
	return ordered, nil
}

func column(ctx context.Context, db *sql.DB, query string, args ...any) (list []string, err error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, rows.Err()
}

// Tables copies every table, reads it back, and compares. progress hears of each how far it is, now and then.
func (m *Move) Tables(ctx context.Context, progress func(table string, done, total int64)) ([]Moved, error) {
	var all []Moved
	for _, t := range m.tables {
		moved, err := m.table(ctx, t, progress)
		if err != nil {
			return all, fmt.Errorf("move the table %s: %w", t.name, err)
		}
		all = append(all, moved)
	}
	return all, nil
}

// everyRows is how often progress is told.
const everyRows = 50_000

func (m *Move) table(ctx context.Context, t movedTable, progress func(string, int64, int64)) (Moved, error) {
	quoted := `"` + strings.Join(t.columns, `", "`) + `"`
	var total int64
	if err := m.source.QueryRowContext(ctx, `SELECT COUNT(*) FROM "`+t.name+`"`).Scan(&total); err != nil {
		return Moved{}, err
	}
	progress(t.name, 0, total)
	// What the migrations put there is the source's to say.
	var born int64
	if err := m.to.QueryRow(ctx, `SELECT COUNT(*) FROM "`+t.name+`"`).Scan(&born); err != nil {
		return Moved{}, err
	}
	if born > 0 {
		if _, err := m.to.Exec(ctx, `DELETE FROM "`+t.name+`"`); err != nil {
			return Moved{}, err
		}
	}
	rows, err := m.source.QueryContext(ctx, `SELECT `+quoted+` FROM "`+t.name+`"`)
	if err != nil {
		return Moved{}, err
	}
	defer rows.Close()
	src := &sourceRows{rows: rows, values: make([]any, len(t.columns)), into: make([]any, len(t.columns)),
		told: func(done int64) { progress(t.name, done, total) }}
	for i := range src.values {
		src.into[i] = &src.values[i]
	}
	copied, err := m.to.CopyFrom(ctx, pgx.Identifier{t.name}, t.columns, src)
	if err != nil {
		return Moved{}, err
	}
	if t.serial != "" {
		if _, err := m.to.Exec(ctx, `SELECT setval(pg_get_serial_sequence($1, $2), COALESCE(MAX("`+t.serial+`"), 0) + 1, false) FROM "`+t.name+`"`,
			`"`+t.name+`"`, t.serial); err != nil {
			return Moved{}, err
		}
	}
	arrived, err := m.sum(ctx, `SELECT `+quoted+` FROM "`+t.name+`"`, len(t.columns))
	if err != nil {
		return Moved{}, fmt.Errorf("read it back: %w", err)
	}
	if copied != total || arrived != src.sum {
		return Moved{}, fmt.Errorf("what arrived is not what was sent: %d rows of %d, checksum %s instead of %s", arrived.rows, total, arrived, src.sum)
	}
	progress(t.name, total, total)
	return Moved{t.name, total, src.sum.String()}, nil
}

// sum reads what a query finds in the target.
func (m *Move) sum(ctx context.Context, query string, columns int) (s rowSum, err error) {
	rows, err := m.to.Query(ctx, query)
	if err != nil {
		return s, err
	}
	defer rows.Close()
	for rows.Next() {
		values, err := rows.Values()
		if err != nil {
			return s, err
		}
		if err := s.add(values[:columns]); err != nil {
			return s, err
		}
	}
	return s, rows.Err()
}

// PutFile stores the bytes of a file in the target and compares what arrived.
func (m *Move) PutFile(ctx context.Context, key string, from io.Reader) (size int64, err error) {
	sent, arrived := sha256.New(), sha256.New()
	piece := make([]byte, store.PieceSize)
	for n := int64(0); ; n++ {
		got, err := io.ReadFull(from, piece)
		if got > 0 {
			_, _ = sent.Write(piece[:got])
			size += int64(got)
			if _, err := m.to.Exec(ctx, `INSERT INTO file_pieces (key, n, bytes) VALUES ($1, $2, $3)`, key, n, piece[:got]); err != nil {
				return size, err
			}
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			break
		}
		if err != nil {
			return size, err
		}
	}
	rows, err := m.to.Query(ctx, `SELECT bytes FROM file_pieces WHERE key = $1 ORDER BY n`, key)
	if err != nil {
		return size, err
	}
	var b []byte
	if _, err := pgx.ForEachRow(rows, []any{&b}, func() error { _, err := arrived.Write(b); return err }); err != nil {
		return size, err
	}
	if [32]byte(sent.Sum(nil)) != [32]byte(arrived.Sum(nil)) {
		return size, errors.New("what arrived is not what was sent")
	}
	return size, nil
}

// Finish takes the mark away: from now on the database may be served.
func (m *Move) Finish(ctx context.Context) error {
	if _, err := m.to.Exec(ctx, `ANALYZE`); err != nil {
		return fmt.Errorf("let PostgreSQL look at what it has: %w", err)
	}
	if _, err := m.to.Exec(ctx, `DROP TABLE `+markTable); err != nil {
		return fmt.Errorf("finish the move: %w", err)
	}
	return nil
}

// Close lets go of both ends.
func (m *Move) Close(ctx context.Context) error {
	err := m.from.Close()
	if m.to == nil {
		return err
	}
	ctx = context.WithoutCancel(ctx)
	// PostgreSQL takes its time to notice that a session is over: the next move would be told of this one.
	if !m.to.IsClosed() {
		_, _ = m.to.Exec(ctx, `SELECT pg_advisory_unlock_all()`)
	}
	return errors.Join(err, m.to.Close(ctx))
}

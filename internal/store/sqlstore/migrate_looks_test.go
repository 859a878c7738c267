package sqlstore

import (
	"context"
	"database/sql"
	"log/slog"
	"path/filepath"
	"slices"
	"testing"
)

// SQLite's alerts are copied into a new table to ring for looks too: nothing of them is lost, and what refers to them
// refers to the new one.
func TestMigrate_AlertsStayWhenTheyRingForLooksToo(t *testing.T) {
	t.Parallel()
	ctx, log := context.Background(), slog.New(slog.DiscardHandler)
	db, err := sql.Open("sqlite", dsn(filepath.Join(t.TempDir(), "x.db")))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	steps, err := migrations(sqliteDialect)
	if err != nil {
		t.Fatal(err)
	}
	const looks = 17
	before := slices.DeleteFunc(slices.Clone(steps), func(m migration) bool { return m.version >= looks })
	copied := func(int64, int64) error { return nil }
	if err := apply(ctx, db, sqliteDialect, before, log, copied); err != nil {
		t.Fatal(err)
	}
	const alert = `INSERT INTO alerts VALUES (?, ?, 'p', ?, 1, 0, 1, 1, 0, 0, 0, 0, 9, 0, '', '{}', 3, 1)`
	run := func(query string, args ...any) error {
		_, err := db.ExecContext(ctx, query, args...)
		return err
	}
	if err := run(alert, "a", "c", "person"); err != nil {
		t.Fatal(err)
	}
	if err := run(`INSERT INTO rings (n, alert_id, round, step, at, people) VALUES (7, 'a', 1, 0, 1, '["ana"]')`); err != nil {
		t.Fatal(err)
	}
	if err := run(alert, "early", "c", "attention"); err == nil {
		t.Error("a look rang before there was one")
	}
	if err := apply(ctx, db, sqliteDialect, steps, log, copied); err != nil {
		t.Fatal(err)
	}
	var version, n, wrong int
	if err := db.QueryRowContext(ctx, `SELECT a.version, r.n FROM alerts a JOIN rings r ON r.alert_id = a.id`).Scan(&version, &n); err != nil || version != 3 || n != 7 {
		t.Errorf("version %d, ring %d: %v", version, n, err)
	}
	if err := db.QueryRowContext(ctx, `SELECT COUNT(*) FROM pragma_foreign_key_check`).Scan(&wrong); err != nil || wrong != 0 {
		t.Errorf("%d rows refer to nothing: %v", wrong, err)
	}
	if err := run(`INSERT INTO rings (alert_id, round, step, at, people) VALUES ('nothing', 1, 0, 1, '[]')`); err == nil {
		t.Error("a ring refers to nothing")
	}
	for _, again := range []bool{false, true} {
		if err := run(alert, "look"+map[bool]string{true: "2"}[again], "c", "attention"); (err != nil) != again {
			t.Errorf("a look, again %v: %v", again, err)
		}
	}
}

package sqlstore

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestMigrate_KeepsACopyOfADatabaseInUse(t *testing.T) {
	t.Parallel()
	ctx, dir, log := context.Background(), t.TempDir(), slog.New(slog.DiscardHandler)
	db, _ := openEngine(t, dir)
	if err := set(db, "k", func() {}); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if left, _ := os.ReadDir(filepath.Join(dir, BackupDir)); len(left) != 0 {
		t.Fatalf("a new database was copied: %v", left)
	}
	steps, err := migrations(sqliteDialect)
	if err != nil {
		t.Fatal(err)
	}
	newest := SchemaVersion()
	broken := append(slices.Clip(steps), migration{newest + 1, `DELETE FROM settings; CREATE TABLE broken (`})
	better := append(slices.Clip(steps), migration{newest + 1, `DELETE FROM settings; CREATE TABLE better (id TEXT) STRICT`})
	open := func(steps []migration) error {
		db, err := sql.Open("sqlite", dsn(filepath.Join(dir, DatabaseFile)))
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		return apply(ctx, db, sqliteDialect, steps, log, func(from, to int64) error { return copyBefore(ctx, db, dir, log, from, to) })
	}
	path := filepath.Join(dir, BackupDir, fmt.Sprintf("before-migration-%d.db", newest+1))
	check := func(path string, schema, settings int64) {
		t.Helper()
		c, err := Inspect(ctx, path)
		if err != nil || c.Schema != schema || c.Counts["settings"] != settings {
			t.Fatalf("%s holds %+v: %v", filepath.Base(path), c, err)
		}
	}
	if err := open(broken); err == nil {
		t.Fatal("a broken migration succeeded")
	}
	check(path, newest, 2)                             // the installation's own name is the other
	check(filepath.Join(dir, DatabaseFile), newest, 2) // what a broken migration did is undone
	if err := open(better); err != nil {
		t.Fatal(err)
	}
	check(path, newest, 2)
	check(filepath.Join(dir, DatabaseFile), newest+1, 0)
}

func TestMigrate_NoCopyNoMigration(t *testing.T) {
	t.Parallel()
	ctx, log := context.Background(), slog.New(slog.DiscardHandler)
	db, err := sql.Open("sqlite", dsn(filepath.Join(t.TempDir(), "x.db")))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	refuse := func(int64, int64) error { return fmt.Errorf("no room for a copy") }
	for range 2 { // new, then up to date: nothing to copy
		if err := migrate(ctx, db, sqliteDialect, log, refuse); err != nil {
			t.Fatal(err)
		}
	}
	steps, _ := migrations(sqliteDialect)
	steps = append(steps, migration{SchemaVersion() + 1, `CREATE TABLE next (id TEXT) STRICT`})
	if err := apply(ctx, db, sqliteDialect, steps, log, refuse); err == nil {
		t.Fatal("migrated without a copy")
	}
	if v, err := schemaVersion(ctx, db, sqliteDialect); err != nil || v != SchemaVersion() {
		t.Fatalf("schema %d: %v", v, err)
	}
}

func TestMigrations_SpeakBothLanguages(t *testing.T) {
	t.Parallel()
	for _, d := range []*dialect{sqliteDialect, postgresDialect} {
		steps, err := migrations(d)
		if err != nil {
			t.Fatal(err)
		}
		for i, s := range steps {
			if s.version != int64(i+1) {
				t.Errorf("%s: step %d has the number %d", d.name, i+1, s.version)
			}
			for _, word := range []string{"{int}", "{serial}", "{strict}", "{clustered}"} {
				if strings.Contains(s.sql, word) {
					t.Errorf("%s: step %d still says %s", d.name, s.version, word)
				}
			}
		}
	}
}

func TestSelfTest_NoticesLoweredDurability(t *testing.T) {
	t.Parallel()
	for _, pragma := range []string{"synchronous = NORMAL", "synchronous = OFF", "foreign_keys = 0", "journal_mode = DELETE"} {
		db, err := sql.Open("sqlite", dsn(filepath.Join(t.TempDir(), "x.db")))
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		c, err := db.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := selfTest(t.Context(), c); err != nil {
			t.Errorf("as it is meant to be: %v", err)
		}
		if _, err := c.ExecContext(t.Context(), "PRAGMA "+pragma); err != nil {
			t.Fatal(err)
		}
		if err := selfTest(t.Context(), c); err == nil {
			t.Errorf("%s went unnoticed", pragma)
		}
		c.Close()
	}
}

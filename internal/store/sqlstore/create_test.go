package sqlstore

import (
	"context"
	"database/sql"
	commandline "flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = commandline.Bool("update", false, "write schema.sqlite.sql from the migrations")

// A new file is what the migrations make of an empty one: the same schema, the same rows.
func TestCreate_IsWhatTheMigrationsMake(t *testing.T) {
	t.Parallel()
	ctx, log := context.Background(), slog.New(slog.DiscardHandler)
	steps, err := migrations(sqliteDialect)
	if err != nil {
		t.Fatal(err)
	}
	open := func() *sql.DB {
		db, err := sql.Open("sqlite", dsn(filepath.Join(t.TempDir(), DatabaseFile)))
		if err != nil {
			t.Fatal(err)
		}
		db.SetMaxOpenConns(1)
		t.Cleanup(func() { db.Close() })
		return db
	}
	stepwise, whole := open(), open()
	if err := apply(ctx, stepwise, sqliteDialect, steps, log, nil); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("schema.sqlite.sql", []byte(dumpSchema(t, stepwise)), 0o600); err != nil {
			t.Fatal(err)
		}
		return // what is compiled in is the one before
	}
	if err := create(ctx, whole, SchemaVersion(), log); err != nil {
		t.Fatal(err)
	}
	if want, got := dumpSchema(t, stepwise), dumpSchema(t, whole); want != got {
		t.Error("schema.sqlite.sql is not what the migrations make; go test ./internal/store/sqlstore -run TestCreate -update writes it")
	}
	if want, got := dumpRows(t, stepwise), dumpRows(t, whole); want != got {
		t.Errorf("the migrations write\n%s\nand create\n%s", want, got)
	}
	for _, db := range []*sql.DB{whole, stepwise} { // in use already
		if err := create(ctx, db, SchemaVersion(), log); err != nil {
			t.Error("a file in use:", err)
		}
	}
}

// A first start that was broken off while it went step by step goes on where it was.
func TestCreate_LeavesWhatWasBegunToTheMigrations(t *testing.T) {
	t.Parallel()
	ctx, log := context.Background(), slog.New(slog.DiscardHandler)
	steps, err := migrations(sqliteDialect)
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", dsn(filepath.Join(t.TempDir(), DatabaseFile)))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := apply(ctx, db, sqliteDialect, steps[:3], log, nil); err != nil {
		t.Fatal(err)
	}
	if err := migrate(ctx, db, sqliteDialect, log, func(int64, int64) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if v, err := schemaVersion(ctx, db, sqliteDialect); err != nil || v != SchemaVersion() {
		t.Errorf("schema %d: %v", v, err)
	}
}

// dumpSchema is everything that makes a file's schema, in the order in which it was made; not what a virtual table makes by itself.
func dumpSchema(t *testing.T, db *sql.DB) string {
	t.Helper()
	var out strings.Builder
	var virtual []string
	for _, row := range texts(t, db, `SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name <> 'sqlite_sequence' ORDER BY rowid`) {
		name, made := row[0], row[1]
		if madeBy(virtual, name) {
			continue
		}
		if strings.HasPrefix(made, "CREATE VIRTUAL") {
			virtual = append(virtual, name)
		}
		out.WriteString(made + ";\n\n")
	}
	return out.String()
}

func madeBy(virtual []string, name string) bool {
	for _, v := range virtual {
		if strings.HasPrefix(name, v+"_") {
			return true
		}
	}
	return false
}

// dumpRows is every row of every table, but for what is different each time.
func dumpRows(t *testing.T, db *sql.DB) string {
	t.Helper()
	var out strings.Builder
	for _, table := range texts(t, db, `SELECT name, '' FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name`) {
		var columns []string
		for _, c := range texts(t, db, fmt.Sprintf(`SELECT name, '' FROM pragma_table_info('%s')`, table[0])) {
			if c[0] != "tstamp" {
				columns = append(columns, fmt.Sprintf(`quote("%s")`, c[0]))
			}
		}
		for _, row := range texts(t, db, fmt.Sprintf(`SELECT %s, '' FROM "%s"`, strings.Join(columns, " || ', ' || "), table[0])) {
			line := table[0] + ": " + row[0]
			if table[0] == "settings" && strings.Contains(line, "'installation'") {
				line = "settings: the installation's name"
			}
			out.WriteString(line + "\n")
		}
	}
	for _, id := range texts(t, db, `SELECT application_id, '' FROM pragma_application_id`) {
		out.WriteString("application " + id[0] + "\n")
	}
	return out.String()
}

// texts reads rows of two columns.
func texts(t *testing.T, db *sql.DB, query string) (out [][2]string) {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatal(query, err)
	}
	defer rows.Close()
	for rows.Next() {
		var row [2]string
		if err := rows.Scan(&row[0], &row[1]); err != nil {
			t.Fatal(query, err)
		}
		out = append(out, row)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(query, err)
	}
	return out
}

package sqlstore

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"log/slog"
	"slices"
	"strconv"
	"strings"

	"github.com/pressly/goose/v3"

	"deskbell/internal/desk"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// migration is one step of the schema: NNNNN_name.sql for both databases, then NNNNN_name.<database>.sql for what only
// one of them knows. Either may be missing.
type migration struct {
	version int64
	sql     string
}

// migrations are the steps in the words of one database, in rising order.
func migrations(d *dialect) ([]migration, error) {
	files, err := fs.Glob(migrationFiles, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	byVersion := map[int64]string{}
	for _, file := range files { // in order: "1_a.postgres.sql", "1_a.sql", "1_a.sqlite.sql"
		name := strings.TrimSuffix(strings.TrimPrefix(file, "migrations/"), ".sql")
		step, only, _ := strings.Cut(name, ".")
		if only != "" && only != d.name {
			continue
		}
		number, _, _ := strings.Cut(step, "_")
		version, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("migration %s has no number", file)
		}
		text, err := migrationFiles.ReadFile(file)
		if err != nil {
			return nil, err
		}
		if only == "" {
			byVersion[version] = d.ddl.Replace(string(text)) + "\n" + byVersion[version]
		} else {
			byVersion[version] += string(text)
		}
	}
	var steps []migration
	for version, text := range byVersion {
		steps = append(steps, migration{version, text})
	}
	slices.SortFunc(steps, func(a, b migration) int { return int(a.version - b.version) })
	return steps, nil
}

// SchemaVersion is the newest schema that this program knows.
func SchemaVersion() int64 {
	steps, err := migrations(sqliteDialect)
	if err != nil || len(steps) == 0 {
		return 0
	}
	return steps[len(steps)-1].version
}

const versionTable = "goose_db_version"

// schemaVersion is the newest migration that was applied; 0 in a new database.
func schemaVersion(ctx context.Context, db *sql.DB, d *dialect) (int64, error) {
	exists := `SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = $1`
	if d == postgresDialect {
		exists = `SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = $1`
	}
	var n, version int64
	if err := db.QueryRowContext(ctx, exists, versionTable).Scan(&n); err != nil || n == 0 {
		return 0, err
	}
	err := db.QueryRowContext(ctx, `SELECT COALESCE(MAX(version_id), 0) FROM `+versionTable).Scan(&version)
	return version, err
}

// migrate makes the schema, or brings it up to date. before is called with the version that is left, if a database that is in use
// already is about to change.
func migrate(ctx context.Context, db *sql.DB, d *dialect, log *slog.Logger, before func(from, to int64) error) error {
	steps, err := migrations(d)
	if err != nil {
		return err
	}
	if d == sqliteDialect {
		if err := create(ctx, db, steps[len(steps)-1].version, log); err != nil {
			return err
		}
	}
	return apply(ctx, db, d, steps, log, before)
}

func apply(ctx context.Context, db *sql.DB, d *dialect, steps []migration, log *slog.Logger, before func(from, to int64) error) error {
	newest := steps[len(steps)-1].version
	version, err := schemaVersion(ctx, db, d)
	if err != nil {
		return fmt.Errorf("read the schema's version: %w", err)
	}
	switch {
	case version > newest:
		return desk.Refuse(desk.CodeUnavailable,
			"This database was written by a newer Deskbell (schema %d; this one knows %d). Use that version, or restore the backup made before the update.", version, newest)
	case version == newest:
		return nil
	case version > 0:
		if err := before(version, newest); err != nil {
			return err
		}
	}
	var list []*goose.Migration
	for _, s := range steps {
		list = append(list, goose.NewGoMigration(s.version, &goose.GoFunc{RunTx: func(ctx context.Context, tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, s.sql)
			return err
		}}, nil))
	}
	name := goose.DialectSQLite3
	if d == postgresDialect {
		name = goose.DialectPostgres
	}
	provider, err := goose.NewProvider(name, db, nil, goose.WithGoMigrations(list...), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("prepare migrations: %w", err)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate the database from schema %d to %d: %w", version, newest, err)
	}
	log.Info("schema updated", "from", version, "to", newest)
	return nil
}

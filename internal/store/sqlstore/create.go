package sqlstore

import (
	"context"
	"database/sql"
	_ "embed"
	"fmt"
	"log/slog"
)

// wholeSchema is what the migrations make of an empty SQLite file. SQLite reads its schema anew with every column that is added, so
// that step by step a first start would take twice as long. A test holds it against the migrations, and writes it.
//
//go:embed schema.sqlite.sql
var wholeSchema string

// firstRows are what the migrations write into an empty SQLite file beside its schema; the same test holds them, too.
const firstRows = `
INSERT INTO message_words (message_words, rank) VALUES ('automerge', 0);
INSERT INTO message_words (message_words, rank) VALUES ('crisismerge', 64);
INSERT INTO search_progress (one, indexed) VALUES (1, 0);
INSERT INTO ticket_numbers (one, last) VALUES (1, 1000);
INSERT INTO settings (key, value) VALUES ('installation', lower(hex(randomblob(16))));
`

// create gives an empty SQLite file its schema in one step. A file that holds anything, or what a broken first start left of
// it, is left to the migrations.
func create(ctx context.Context, db *sql.DB, newest int64, log *slog.Logger) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	var n int
	if err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM sqlite_schema`).Scan(&n); err != nil || n > 0 {
		return err
	}
	for _, sql := range []string{fmt.Sprintf(`PRAGMA application_id = %d`, applicationID), wholeSchema, firstRows} {
		if _, err := tx.ExecContext(ctx, sql); err != nil {
			return fmt.Errorf("create the schema: %w", err)
		}
	}
	for version := range newest + 1 { // as goose counts, from 0
		if _, err := tx.ExecContext(ctx, `INSERT INTO `+versionTable+` (version_id, is_applied) VALUES ($1, 1)`, version); err != nil {
			return fmt.Errorf("create the schema: %w", err)
		}
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("create the schema: %w", err)
	}
	log.Info("schema created", "version", newest)
	return nil
}

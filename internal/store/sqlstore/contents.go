package sqlstore

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"

	"deskbell/internal/desk"
)

// Contents is what a copy of a database holds.
type Contents struct {
	Schema int64            `json:"schema"`
	Counts map[string]int64 `json:"counts"` // rows by table
}

// Inspect checks a copy of a database, which nobody may be writing to, and counts its rows. A damaged one, and one that
// is not Deskbell's, are refused.
func Inspect(ctx context.Context, path string) (Contents, error) {
	if err := checkFile(path); err != nil {
		return Contents{}, err
	}
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?mode=ro&immutable=1")
	if err != nil {
		return Contents{}, err
	}
	defer db.Close()
	if err := ownFile(ctx, db, path); err != nil {
		return Contents{}, err
	}
	var found string
	if err := db.QueryRowContext(ctx, `PRAGMA quick_check(1)`).Scan(&found); err != nil {
		return Contents{}, fmt.Errorf("check %s: %w", path, translate(err))
	}
	if found != "ok" {
		return Contents{}, desk.Refuse(desk.CodeUnavailable, "The database %s is damaged: %s.", path, found)
	}
	c := Contents{Counts: map[string]int64{}}
	if c.Schema, err = schemaVersion(ctx, db, sqliteDialect); err != nil {
		return c, fmt.Errorf("read the schema of %s: %w", path, err)
	}
	tables, err := tableNames(ctx, db)
	if err != nil {
		return c, fmt.Errorf("list the tables of %s: %w", path, err)
	}
	for _, table := range tables {
		var n int64
		if err := db.QueryRowContext(ctx, `SELECT COUNT(*) FROM "`+table+`"`).Scan(&n); err != nil {
			return c, fmt.Errorf("count %s: %w", table, err)
		}
		c.Counts[table] = n
	}
	return c, nil
}

// tableNames lists the tables of ours: not SQLite's own, and not those behind the full-text search.
func tableNames(ctx context.Context, db *sql.DB) ([]string, error) {
	rows, err := db.QueryContext(ctx, `SELECT name FROM pragma_table_list
		WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY name`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}

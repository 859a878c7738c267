package sqlstore

import (
	"context"
	"database/sql"
	"log/slog"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// What agents said of bookings before proofs had an end counts for 30 days from when the guest was last here.
func TestMigrate_WhatAgentsHaveSeenGetsAnEnd(t *testing.T) {
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
	const bookings = 20
	before := slices.DeleteFunc(slices.Clone(steps), func(m migration) bool { return m.version >= bookings })
	copied := func(int64, int64) error { return nil }
	if err := apply(ctx, db, sqliteDialect, before, log, copied); err != nil {
		t.Fatal(err)
	}
	run := func(query string, args ...any) {
		t.Helper()
		if _, err := db.ExecContext(ctx, query, args...); err != nil {
			t.Fatal(err)
		}
	}
	run(`INSERT INTO properties (id, key, name, settings, created_at, updated_at) VALUES ('p', 'p', 'P', '{}', 0, 0)`)
	for id, verified := range map[string]int{"seen": 1, "stranger": 0} {
		run(`INSERT INTO contacts (id, property_id, account_id, channel, external_id, name, email, phone, language, time_zone, verified, blocked, test, notes,
			attributes, device, pages, created_at, seen_at, no_address) VALUES (?, 'p', 'p', 'web', '', '', '', '', '', '', ?, 0, 0, '', '', '', '', 0, 1000, 0)`, id, verified)
	}
	if err := apply(ctx, db, sqliteDialect, steps, log, copied); err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]int64{"seen": 1000 + (30 * 24 * time.Hour).Milliseconds(), "stranger": 0} {
		var by string
		var until int64
		if err := db.QueryRowContext(ctx, `SELECT proof_by, proof_until FROM contacts WHERE id = ?`, id).Scan(&by, &until); err != nil || until != want || (by == "agent") != (want > 0) {
			t.Errorf("%s: %q until %d, %v", id, by, until, err)
		}
	}
}

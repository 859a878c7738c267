package app

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"deskbell/internal/metrics"
	"deskbell/internal/store/sqlstore"
)

// minFree is the room on the disk below which an installation is not ready and takes no files: enough for the growth of
// backups and of the WAL while somebody makes room.
const minFree = 64 << 20

// filesDir is where uploaded files lie in a data folder.
func filesDir(dir string) string { return filepath.Join(dir, "files") }

// freeBytes is the room on the disk of a folder for this process.
func freeBytes(dir string) (int64, error) {
	var st syscall.Statfs_t
	if err := syscall.Statfs(dir, &st); err != nil {
		return 0, err
	}
	return int64(st.Bavail) * int64(st.Bsize), nil
}

// openStore opens the database, and counts what it does.
func openStore(ctx context.Context, cfg Config, numbers *metrics.Metrics) (*sqlstore.DB, error) {
	if err := os.MkdirAll(cfg.Dir, 0o750); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	o := sqlstore.Options{Dir: cfg.Dir, Now: cfg.Now, OnCommit: numbers.Commit, Log: cfg.Log, Version: cfg.Version}
	if cfg.DatabaseURL != "" {
		o.Dir, o.URL, o.Node = "", cfg.DatabaseURL, cfg.node
	}
	db, err := sqlstore.Open(ctx, o)
	if err != nil {
		return nil, err
	}
	numbers.Gauge("store_waiting", "Use cases that wait for the database's writer.", func() float64 { return float64(db.Stats().Waiting) })
	numbers.Counter("store_failed_commits_total", "Commits that failed; what they held was refused.",
		func() float64 { return float64(db.Stats().FailedCommits) })
	return db, nil
}

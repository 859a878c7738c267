package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"deskbell/internal/desk"
	"deskbell/internal/store/sqlstore"
)

// Migration says what is moved where.
type Migration struct {
	// Dir is the data folder that the installation leaves, URL the PostgreSQL database that it goes to.
	Dir, URL string
	// Progress hears how far a table is, or the files; it is called now and then.
	Progress func(what string, done, total int64)
	Log      *slog.Logger
}

// Migrated is what arrived and was found equal.
type Migrated struct {
	Tables []sqlstore.Moved
	Files  int64
	Bytes  int64
}

// Run moves the installation. The folder stays as it is. What failed can be run again: it begins anew.
func (m Migration) Run(ctx context.Context) (done Migrated, err error) {
	if !HasData(m.Dir) {
		return done, desk.Refuse(desk.CodeNotFound, "There is no installation in %s.", m.Dir)
	}
	if m.Log == nil {
		m.Log = slog.New(slog.DiscardHandler)
	}
	move, err := sqlstore.BeginMove(ctx, m.Dir, m.URL, m.Log)
	if err != nil {
		return done, err
	}
	defer func() { err = errors.Join(err, move.Close(ctx)) }()
	if done.Tables, err = move.Tables(ctx, m.Progress); err != nil {
		return done, err
	}
	names, err := fileNames(filesDir(m.Dir))
	if err != nil {
		return done, fmt.Errorf("list the files: %w", err)
	}
	for _, path := range names {
		m.Progress("files", done.Files, int64(len(names)))
		size, err := moveFile(ctx, move, path)
		if err != nil {
			return done, fmt.Errorf("move the file %s: %w", path, err)
		}
		done.Files++
		done.Bytes += size
	}
	m.Progress("files", done.Files, done.Files)
	return done, move.Finish(ctx)
}

func moveFile(ctx context.Context, move *sqlstore.Move, path string) (int64, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	return move.PutFile(ctx, filepath.Base(path), f)
}

// fileNames lists the file room without what is still arriving there.
func fileNames(dir string) (names []string, err error) {
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return err
		case d.Type().IsRegular() && !strings.HasPrefix(d.Name(), "."):
			names = append(names, path)
		}
		return nil
	})
	return names, err
}

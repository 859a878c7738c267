package app

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/files"
	"deskbell/internal/limit"
	"deskbell/internal/store"
)

// cacheDir is where a server of several keeps copies of files that lie in the database.
func cacheDir(dir string) string { return filepath.Join(dir, "cache", "files") }

// openFiles opens the file room: the data folder's, or the database's where several servers share one.
func openFiles(cfg Config, s store.Store) (*files.Room, error) {
	var room *files.Room
	var err error
	if cfg.DatabaseURL == "" {
		room, err = files.Open(filesDir(cfg.Dir))
	} else {
		room, err = files.OpenShared(cacheDir(cfg.Dir), vault{s})
	}
	if err != nil {
		return nil, err
	}
	room.Full = func() bool {
		free, err := freeBytes(cfg.Dir)
		return err == nil && free < minFree
	}
	return room, nil
}

// importFiles brings what an installation has in its file room into the database: it used SQLite before, or an older
// Deskbell. What fails is tried again at the next start; until then those files are not found.
func (a *App) importFiles(ctx context.Context) error {
	moved, err := a.room.Import(ctx, filesDir(a.cfg.Dir))
	if err != nil && ctx.Err() == nil {
		a.cfg.Log.Error("files on this disk are not all in the database; the next start goes on", "moved", moved, "err", err)
	} else if moved > 0 {
		a.cfg.Log.Info("files on this disk are in the database now", "moved", moved)
	}
	return nil
}

// together counts in transactions of the database.
func together(s store.Store) limit.Together {
	return func(fn func(limit.Book) error) error {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		return s.Write(ctx, func(tx store.Tx) error { return fn(tx) })
	}
}

// challengeKey is the setting by which all servers know each other's challenges.
const challengeKey = "challenge_key"

// challengeSecret reads the installation's key for challenges, and makes it where there is none yet.
func challengeSecret(ctx context.Context, s store.Store) (secret [32]byte, err error) {
	err = s.Write(ctx, func(tx store.Tx) error {
		text, err := tx.Setting(challengeKey)
		if err != nil {
			return err
		}
		if raw, err := base64.RawStdEncoding.DecodeString(text); err == nil && len(raw) == len(secret) {
			secret = [32]byte(raw)
			return nil
		}
		_, _ = rand.Read(secret[:]) // never fails: crypto/rand ends the process instead
		return tx.SetSetting(challengeKey, base64.RawStdEncoding.EncodeToString(secret[:]))
	})
	return secret, err
}

// sweepEvery is how often what has passed is deleted.
const sweepEvery = time.Minute

// sweep deletes what several servers counted and is over, until ctx is done. Each of them does; none waits for another.
func (a *App) sweep(ctx context.Context) error {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		if err := a.store.Write(ctx, func(tx store.Tx) error { return tx.DropMarks(tx.Now()) }); err != nil && ctx.Err() == nil {
			a.cfg.Log.Debug("what is over was not deleted", "err", err) // the next time
		}
	}
}

// vault keeps the bytes of files in the database.
type vault struct{ store store.Store }

// piecesTogether is how much of a file is written in one transaction: a film must not hold up messages.
const piecesTogether = 16

// Put implements files.Vault.
func (v vault) Put(ctx context.Context, key string, raw io.Reader) (err error) {
	// What was begun ends: who goes away meanwhile must not leave it open whether the file is there.
	ctx = context.WithoutCancel(ctx)
	some := make([]byte, piecesTogether*store.PieceSize)
	for n := 0; ; n += piecesTogether {
		size, end := io.ReadFull(raw, some)
		if end != nil && !errors.Is(end, io.EOF) && !errors.Is(end, io.ErrUnexpectedEOF) {
			err = end
		} else if size > 0 {
			err = v.store.Write(ctx, func(tx store.Tx) error { return putPieces(tx, key, n, some[:size]) })
		}
		if err != nil && n > 0 {
			_ = v.Drop(ctx, key) // at worst they take room
		}
		if err != nil || end != nil {
			return err
		}
	}
}

// putPieces stores bytes of a file as its pieces from the n-th.
func putPieces(tx store.Tx, key string, n int, raw []byte) error {
	for piece := range slices.Chunk(raw, store.PieceSize) {
		if err := tx.PutPiece(key, n, piece); err != nil {
			return err
		}
		n++
	}
	return nil
}

// Size implements files.Vault.
func (v vault) Size(ctx context.Context, key string) (size int64, err error) {
	err = v.store.Read(ctx, func(tx store.Tx) (err error) {
		size, err = tx.FileSize(key)
		return err
	})
	return size, err
}

// Piece implements files.Vault.
func (v vault) Piece(ctx context.Context, key string, n int) (piece []byte, err error) {
	err = v.store.Read(ctx, func(tx store.Tx) (err error) {
		piece, err = tx.Piece(key, n)
		return err
	})
	if errors.Is(err, desk.ErrNotFound) {
		err = errors.New("a piece of a file is missing")
	}
	return piece, err
}

// Drop implements files.Vault.
func (v vault) Drop(ctx context.Context, key string) error {
	return v.store.Write(ctx, func(tx store.Tx) error { return tx.DropPieces(key) })
}

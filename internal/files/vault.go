package files

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"deskbell/internal/desk"
)

// Vault keeps files where every server of an installation finds them. A file never changes.
type Vault interface {
	// Put stores a file, whole or not at all: the key of one that failed is given to nobody.
	Put(ctx context.Context, key string, raw io.Reader) error
	// Size and Piece read one: all of its pieces but the last are equally large. One that was never stored is
	// desk.ErrNotFound.
	Size(ctx context.Context, key string) (int64, error)
	Piece(ctx context.Context, key string, n int) ([]byte, error)
	Drop(ctx context.Context, key string) error
}

// cacheMost is how many bytes of a vault's files lie in the folder beside it.
const cacheMost = 1 << 30

// OpenShared makes a room whose files lie in a vault. The folder is a cache: whatever is in it may go at any time.
func OpenShared(dir string, v Vault) (*Room, error) {
	r, err := Open(dir)
	if err != nil {
		return nil, err
	}
	r.vault, r.most = v, cacheMost
	r.cached, err = r.weigh()
	return r, err
}

// file is a stored file that is being read.
type file interface {
	io.ReadSeekCloser
}

// open opens a stored file: that of the folder, or the vault's, a copy of which then lies in the folder.
func (r *Room) open(ctx context.Context, key string) (file, error) {
	if !keyPattern.MatchString(key) {
		return nil, desk.ErrNotFound
	}
	f, err := os.Open(r.path(key))
	switch {
	case err == nil:
		if r.vault != nil {
			r.used(f)
		}
		return f, nil
	case r.vault == nil && errors.Is(err, fs.ErrNotExist):
		return nil, desk.ErrNotFound
	case r.vault == nil:
		return nil, err
	}
	size, err := r.vault.Size(ctx, key)
	if err != nil {
		return nil, err
	}
	far := &remote{ctx: ctx, vault: r.vault, key: key, size: size}
	if near, err := r.fetch(ctx, key, far); err == nil {
		return near, nil
	}
	// The folder is full, or the vault stopped answering: whoever reads on hears which of the two.
	return far, nil
}

// fetch copies a file of the vault into the folder; of those who want the same one does.
func (r *Room) fetch(ctx context.Context, key string, from *remote) (*os.File, error) {
	if r.Full != nil && r.Full() {
		return nil, errRoom
	}
	leave, err := r.fetching.enter(ctx, key)
	if err != nil {
		return nil, err
	}
	defer leave()
	if f, err := os.Open(r.path(key)); err == nil {
		return f, nil
	}
	copied := *from // its own place in the file
	if err := r.place(key, &copied); err != nil {
		return nil, err
	}
	r.makeRoom(from.size, key)
	return os.Open(r.path(key))
}

// remote reads a file of the vault, of which it holds a piece at a time.
type remote struct {
	ctx   context.Context
	vault Vault
	key   string
	size  int64
	at    int64
	// piece begins at byte from; width is how large all but the last are, known once the first was read.
	piece []byte
	from  int64
	width int64
}

// Read implements io.Reader.
func (f *remote) Read(b []byte) (int, error) {
	if f.at >= f.size {
		return 0, io.EOF
	}
	if f.piece == nil || f.at < f.from || f.at >= f.from+int64(len(f.piece)) {
		if err := f.load(); err != nil {
			return 0, err
		}
	}
	n := copy(b, f.piece[f.at-f.from:])
	f.at += int64(n)
	return n, nil
}

// load reads the piece in which the next byte is.
func (f *remote) load() error {
	n := 0
	if f.width > 0 {
		n = int(f.at / f.width)
	}
	piece, err := f.vault.Piece(f.ctx, f.key, n)
	if err != nil {
		return err
	}
	if f.width == 0 {
		f.width = int64(len(piece))
	}
	f.piece, f.from = piece, int64(n)*f.width
	switch {
	case len(piece) == 0 || f.from+int64(len(piece)) > f.size:
		return fmt.Errorf("read the file %s: a piece of it has %d bytes", f.key, len(piece))
	case f.at >= f.from+int64(len(piece)) && n == 0: // it was the first, to learn how large they are
		return f.load()
	case f.at >= f.from+int64(len(piece)):
		return io.ErrUnexpectedEOF
	}
	return nil
}

// Seek implements io.Seeker.
func (f *remote) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += f.at
	case io.SeekEnd:
		offset += f.size
	}
	if offset < 0 {
		return 0, errors.New("seek before the beginning of a file")
	}
	f.at = offset
	return offset, nil
}

// Close implements io.Closer.
func (f *remote) Close() error { return nil }

// Import brings files that lie in another folder into the vault, and moves them into the cache: those of an installation
// that had them on disk. What is in the vault already is not read. It reports how many there were.
func (r *Room) Import(ctx context.Context, dir string) (moved int, err error) {
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		key := d.Name()
		if err != nil || !d.Type().IsRegular() || !keyPattern.MatchString(key) {
			return err
		}
		if _, err := r.vault.Size(ctx, key); errors.Is(err, desk.ErrNotFound) {
			if err := r.bring(ctx, path, key); err != nil {
				return err
			}
		} else if err != nil {
			return err
		}
		moved++
		return os.Remove(path) // the cache reads it again where somebody wants it
	})
	if err != nil {
		return moved, fmt.Errorf("bring files into the database: %w", err)
	}
	return moved, nil
}

func (r *Room) bring(ctx context.Context, path, key string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return r.vault.Put(ctx, key, f)
}

// used notes that a file of the cache was wanted, to the hour: the one that nobody wanted for longest goes first.
func (r *Room) used(f *os.File) {
	if info, err := f.Stat(); err == nil && time.Since(info.ModTime()) > time.Hour {
		_ = os.Chtimes(f.Name(), time.Now(), time.Now())
	}
}

// kept is a file of the cache.
type kept struct {
	path string
	size int64
	at   time.Time
}

func (r *Room) list() ([]kept, error) {
	var list []kept
	err := filepath.WalkDir(r.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || strings.HasPrefix(d.Name(), ".") {
			return err
		}
		if info, err := d.Info(); err == nil {
			list = append(list, kept{path, info.Size(), info.ModTime()})
		}
		return nil
	})
	return list, err
}

func (r *Room) weigh() (int64, error) {
	list, err := r.list()
	total := int64(0)
	for _, k := range list {
		total += k.size
	}
	return total, err
}

// makeRoom counts what came into the cache, and drops the files that were wanted longest ago where it is too much. Who
// reads one of them reads on.
func (r *Room) makeRoom(came int64, key string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.cached += came; r.cached <= r.most {
		return
	}
	list, err := r.list()
	if err != nil {
		return // tried again with the next file
	}
	slices.SortFunc(list, func(a, b kept) int { return a.at.Compare(b.at) })
	r.cached = 0
	for _, k := range list {
		r.cached += k.size
	}
	for _, k := range list {
		if r.cached <= r.most*3/4 {
			return
		}
		if k.path != r.path(key) && os.Remove(k.path) == nil {
			r.cached -= k.size
		}
	}
}

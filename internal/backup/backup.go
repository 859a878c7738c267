// Package backup copies a SQLite installation while it runs, and puts a copy back into an empty folder.
//
// An archive is one tar file: a consistent snapshot of the database, then the file room and the key of sealed values, then
// a manifest with the sizes and checksums of all of them and the number of rows of every table. The file room is copied
// after the database: a file is on disk before a row names it and never changes, so every file that the snapshot names is
// there; so is the key, which lies on disk before anything is sealed under it.
package backup

import (
	"archive/tar"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/secret"
	"deskbell/internal/store/sqlstore"
)

// FilesDir is the file room's folder in a data folder.
const FilesDir = "files"

// keyFile is the key of what is sealed in the database, where it lies in the data folder. Without it an archive would bring
// back accounts of channels that nobody can send by.
const keyFile = secret.FileName

const (
	manifestName = "manifest.json"
	format       = 1
)

// Manifest says what an archive holds.
type Manifest struct {
	Format   int               `json:"format"`
	Version  string            `json:"version"` // of the program that made it
	MadeAt   time.Time         `json:"made_at"`
	Database File              `json:"database"`
	Contents sqlstore.Contents `json:"contents"`
	Files    []File            `json:"files"`
}

// File is one file of an archive, by its path in the data folder.
type File struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// Options refine a backup. The zero value is usable.
type Options struct {
	Version string
	Now     func() time.Time
	// Progress hears how many bytes of how many are in the archive.
	Progress func(done, total int64)
}

// Create writes an archive of a data folder to a file, whether or not a server uses the folder. The file appears under
// its name only when it is whole and on disk.
func Create(ctx context.Context, dir, path string, o Options) (m Manifest, err error) {
	part := path + ".part"
	f, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return m, fmt.Errorf("make the archive: %w", err)
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(part)
		}
	}()
	if m, err = Write(ctx, dir, f, o); err != nil {
		return m, err
	}
	if err = errors.Join(f.Sync(), f.Close()); err != nil {
		return m, fmt.Errorf("finish the archive: %w", err)
	}
	if err = os.Rename(part, path); err != nil {
		return m, fmt.Errorf("finish the archive: %w", err)
	}
	return m, syncDir(filepath.Dir(path))
}

// Write writes an archive of a data folder.
func Write(ctx context.Context, dir string, w io.Writer, o Options) (Manifest, error) {
	now := o.Now
	if now == nil {
		now = time.Now
	}
	m := Manifest{Format: format, Version: o.Version, MadeAt: now().UTC().Truncate(time.Second)}
	// The snapshot lies beside the database meanwhile: there is a disk that is large enough.
	room, err := os.MkdirTemp(dir, ".backup-")
	if err != nil {
		return m, fmt.Errorf("make room for the snapshot: %w", err)
	}
	defer os.RemoveAll(room)
	snapshot := filepath.Join(room, sqlstore.DatabaseFile)
	if err := sqlstore.Snapshot(ctx, dir, snapshot); err != nil {
		return m, err
	}
	if m.Contents, err = sqlstore.Inspect(ctx, snapshot); err != nil {
		return m, err
	}
	names, total, err := listFiles(dir)
	if err != nil {
		return m, err
	}
	size, err := sizeOf(snapshot)
	if err != nil {
		return m, err
	}
	p := &packer{ctx: ctx, tar: tar.NewWriter(w), at: m.MadeAt, total: total + size, progress: o.Progress}
	if m.Database, err = p.add(snapshot, sqlstore.DatabaseFile); err != nil {
		return m, err
	}
	for _, name := range names {
		f, err := p.add(filepath.Join(dir, filepath.FromSlash(name)), name)
		if errors.Is(err, fs.ErrNotExist) { // deleted since it was listed
			continue
		}
		if err != nil {
			return m, err
		}
		m.Files = append(m.Files, f)
	}
	if err := p.manifest(m); err != nil {
		return m, err
	}
	return m, nil
}

// listFiles lists the file room and the key by paths in the data folder.
func listFiles(dir string) (names []string, total int64, err error) {
	err = filepath.WalkDir(filepath.Join(dir, FilesDir), func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || !d.Type().IsRegular() || strings.HasPrefix(d.Name(), ".") { // those with a dot are still arriving
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		if info, err := d.Info(); err == nil {
			total += info.Size()
		}
		names = append(names, filepath.ToSlash(name))
		return nil
	})
	if err != nil {
		return nil, 0, fmt.Errorf("list the file room: %w", err)
	}
	if info, err := os.Stat(filepath.Join(dir, keyFile)); err == nil {
		names, total = append(names, keyFile), total+info.Size()
	}
	return names, total, nil
}

func sizeOf(path string) (int64, error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// packer writes files into a tar and sums them up.
type packer struct {
	ctx         context.Context
	tar         *tar.Writer
	at          time.Time
	done, total int64
	progress    func(done, total int64)
}

func (p *packer) add(path, name string) (File, error) {
	f, err := os.Open(path)
	if err != nil {
		return File{}, fmt.Errorf("back up %s: %w", name, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return File{}, fmt.Errorf("back up %s: %w", name, err)
	}
	if err := p.header(name, info.Size()); err != nil {
		return File{}, err
	}
	sum := sha256.New()
	if _, err := io.CopyN(io.MultiWriter(p.tar, sum, p), f, info.Size()); err != nil {
		return File{}, fmt.Errorf("back up %s: %w", name, err)
	}
	return File{Name: name, Size: info.Size(), SHA256: hex.EncodeToString(sum.Sum(nil))}, nil
}

func (p *packer) header(name string, size int64) error {
	err := p.tar.WriteHeader(&tar.Header{Name: name, Size: size, Mode: 0o600, ModTime: p.at, Typeflag: tar.TypeReg})
	if err != nil {
		return fmt.Errorf("back up %s: %w", name, err)
	}
	return nil
}

// Write counts what goes into the archive, and ends it where the caller gave up.
func (p *packer) Write(b []byte) (int, error) {
	p.done += int64(len(b))
	if p.progress != nil {
		p.progress(p.done, max(p.total, p.done))
	}
	return len(b), p.ctx.Err()
}

func (p *packer) manifest(m Manifest) error {
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	if err := p.header(manifestName, int64(len(text))); err != nil {
		return err
	}
	_, err = p.tar.Write(text)
	if err = errors.Join(err, p.tar.Close()); err != nil {
		return fmt.Errorf("finish the archive: %w", err)
	}
	return nil
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

// damaged refuses an archive, with the reason.
func damaged(format string, args ...any) error {
	return desk.Refuse(desk.CodeInvalid, "This backup cannot be used: "+format+".", args...)
}

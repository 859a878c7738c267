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
	"maps"
	"os"
	"path/filepath"
	"strings"

	"deskbell/internal/desk"
	"deskbell/internal/store/sqlstore"
)

// Restore puts an archive into an empty or absent folder. Everything is checked against the manifest before anything
// appears in the folder; a folder that is in use, or an archive that is damaged, is left as it was.
func Restore(ctx context.Context, archive, dir string) (m Manifest, err error) {
	made := false
	if _, err := os.Stat(dir); errors.Is(err, os.ErrNotExist) {
		made = true
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return m, fmt.Errorf("make the folder: %w", err)
	}
	defer func() {
		if err != nil && made {
			os.Remove(dir)
		}
	}()
	there, err := os.ReadDir(dir)
	if err != nil {
		return m, fmt.Errorf("look into the folder: %w", err)
	}
	if len(there) > 0 {
		return m, desk.Refuse(desk.CodeConflict, "The folder %s is not empty. A backup is restored into an empty one, so that nothing is lost.", dir)
	}
	room, err := os.MkdirTemp(dir, ".restore-")
	if err != nil {
		return m, fmt.Errorf("make room in the folder: %w", err)
	}
	defer os.RemoveAll(room)
	if m, err = unpack(ctx, archive, room, true); err != nil {
		return m, err
	}
	// The database goes last: a folder without one is not an installation.
	for _, name := range []string{FilesDir, keyFile, sqlstore.DatabaseFile} {
		err := os.Rename(filepath.Join(room, name), filepath.Join(dir, name))
		if err != nil && !(name != sqlstore.DatabaseFile && errors.Is(err, os.ErrNotExist)) {
			return m, fmt.Errorf("move %s into the folder: %w", name, err)
		}
	}
	return m, syncDir(dir)
}

// Verify checks an archive as Restore would, and leaves nothing behind.
func Verify(ctx context.Context, archive string) (Manifest, error) {
	room, err := os.MkdirTemp(filepath.Dir(archive), ".verify-")
	if err != nil {
		return Manifest{}, fmt.Errorf("make room for the check: %w", err)
	}
	defer os.RemoveAll(room)
	return unpack(ctx, archive, room, false)
}

// unpack reads an archive into a folder and holds it against its manifest: the database always, the file room only where
// it is kept.
func unpack(ctx context.Context, archive, dir string, keepFiles bool) (Manifest, error) {
	var m Manifest
	f, err := os.Open(archive)
	if err != nil {
		return m, fmt.Errorf("open the backup: %w", err)
	}
	defer f.Close()
	found := map[string]File{}
	in := tar.NewReader(f)
	for {
		h, err := in.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return m, damaged("it is not a whole tar file (%v)", err)
		}
		switch {
		case h.Name == manifestName:
			if err := json.NewDecoder(io.LimitReader(in, 1<<30)).Decode(&m); err != nil {
				return m, damaged("its manifest cannot be read (%v)", err)
			}
		case !ours(h):
			return m, damaged("it holds %q, which is no part of a backup", h.Name)
		default:
			path := filepath.Join(dir, filepath.FromSlash(h.Name))
			if !keepFiles && h.Name != sqlstore.DatabaseFile {
				path = ""
			}
			if _, twice := found[h.Name]; twice {
				return m, damaged("it holds %s twice", h.Name)
			}
			if found[h.Name], err = extract(ctx, in, h.Name, path); err != nil {
				return m, err
			}
		}
	}
	if err := compare(m, found); err != nil {
		return m, err
	}
	got, err := sqlstore.Inspect(ctx, filepath.Join(dir, sqlstore.DatabaseFile))
	if err != nil {
		return m, err
	}
	if got.Schema != m.Contents.Schema || !maps.Equal(got.Counts, m.Contents.Counts) {
		return m, damaged("the database does not hold what the manifest says")
	}
	return m, nil
}

// ours reports whether an entry of a tar may be one of a backup: a plain file, at a path that stays inside.
func ours(h *tar.Header) bool {
	if h.Typeflag != tar.TypeReg || !filepath.IsLocal(filepath.FromSlash(h.Name)) || strings.Contains(h.Name, `\`) {
		return false
	}
	return h.Name == sqlstore.DatabaseFile || h.Name == keyFile || strings.HasPrefix(h.Name, FilesDir+"/")
}

// extract writes one file to path, or only sums it up where path is "".
func extract(ctx context.Context, in io.Reader, name, path string) (File, error) {
	sum := sha256.New()
	to := []io.Writer{sum, &packer{ctx: ctx}}
	var f *os.File
	if path != "" {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return File{}, fmt.Errorf("restore %s: %w", name, err)
		}
		var err error
		if f, err = os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600); err != nil {
			return File{}, fmt.Errorf("restore %s: %w", name, err)
		}
		defer f.Close()
		to = append(to, f)
	}
	n, err := io.Copy(io.MultiWriter(to...), in)
	if err != nil {
		return File{}, fmt.Errorf("restore %s: %w", name, err)
	}
	if f != nil {
		if err := errors.Join(f.Sync(), f.Close()); err != nil {
			return File{}, fmt.Errorf("restore %s: %w", name, err)
		}
	}
	return File{Name: name, Size: n, SHA256: hex.EncodeToString(sum.Sum(nil))}, nil
}

// compare holds what was found against the manifest.
func compare(m Manifest, found map[string]File) error {
	switch {
	case m.Format == 0:
		return damaged("it has no manifest; it was cut off, or is something else")
	case m.Format > format, m.Contents.Schema > sqlstore.SchemaVersion():
		return damaged("it was made by a newer Deskbell (%s)", m.Version)
	case m.Database.Name != sqlstore.DatabaseFile:
		return damaged("its manifest names no database")
	case len(found) != len(m.Files)+1:
		return damaged("it holds %d files, its manifest names %d", len(found), len(m.Files)+1)
	}
	for _, want := range append([]File{m.Database}, m.Files...) {
		if found[want.Name] != want {
			return damaged("%s is not as its manifest says", want.Name)
		}
	}
	return nil
}

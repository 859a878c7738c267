package backup_test

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"deskbell/internal/backup"
	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/store/sqlstore"
	"deskbell/internal/store/storetest"
)

func open(t *testing.T, dir string) *sqlstore.DB {
	t.Helper()
	db, err := sqlstore.Open(context.Background(), sqlstore.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// installation is a filled data folder with a server running on it.
func installation(t *testing.T) (dir string, db *sqlstore.DB) {
	t.Helper()
	dir = t.TempDir()
	db = open(t, dir)
	if _, err := storetest.Fill(t.Context(), db, 50, 10, 20); err != nil {
		t.Fatal(err)
	}
	for i := range 5 {
		path := filepath.Join(dir, backup.FilesDir, fmt.Sprint("0", i), fmt.Sprint("file", i, ".png"))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, bytes.Repeat([]byte{byte(i)}, 100_000*i), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "secret.key"), []byte("a key\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	// An upload that is still arriving belongs to nobody yet.
	if err := os.WriteFile(filepath.Join(dir, backup.FilesDir, ".arriving-1"), []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir, db
}

func TestBackup_UnderLoad(t *testing.T) {
	t.Parallel()
	dir, db := installation(t)
	// Every write makes two rows that must not be torn apart.
	stop, wrote := make(chan struct{}), make(chan int, 1)
	first := make(chan struct{})
	go func() {
		n := 0
		defer func() { wrote <- n }()
		for {
			select {
			case <-stop:
				return
			default:
			}
			if err := db.Write(context.Background(), func(tx store.Tx) error {
				if err := tx.SetSetting(fmt.Sprint("left", n), "v"); err != nil {
					return err
				}
				return tx.SetSetting(fmt.Sprint("right", n), "v")
			}); err != nil {
				t.Error(err)
				return
			}
			if n++; n == 10 {
				close(first)
			}
		}
	}()
	<-first
	archive := filepath.Join(t.TempDir(), "a.tar")
	var last, total int64
	m, err := backup.Create(t.Context(), dir, archive, backup.Options{Version: "v1", Progress: func(done, all int64) {
		if done < last || done > all {
			t.Errorf("%d of %d after %d", done, all, last)
		}
		last, total = done, all
	}})
	close(stop)
	n := <-wrote
	if err != nil {
		t.Fatal(err)
	}
	if last != total || total != m.Database.Size+100_000*(1+2+3+4)+int64(len("a key\n")) || len(m.Files) != 6 || m.Version != "v1" {
		t.Errorf("progress ended at %d of %d; manifest %+v", last, total, m)
	}
	settings := m.Contents.Counts["settings"]
	if pairs := settings - 1; pairs%2 != 0 || pairs < 20 || pairs > int64(2*n) { // one is the installation's own name
		t.Errorf("%d settings in the snapshot of %d written", pairs, 2*n)
	}
	checked, err := backup.Verify(t.Context(), archive)
	if err != nil || checked.Database != m.Database {
		t.Fatalf("verify: %v", err)
	}
	to := filepath.Join(t.TempDir(), "new", "folder")
	if err := os.Mkdir(filepath.Dir(to), 0o700); err != nil {
		t.Fatal(err)
	}
	restored, err := backup.Restore(t.Context(), archive, to)
	if err != nil {
		t.Fatal(err)
	}
	if sum(t, filepath.Join(to, sqlstore.DatabaseFile)) != m.Database.SHA256 {
		t.Error("the database is another")
	}
	for _, f := range restored.Files {
		name := filepath.FromSlash(f.Name)
		if sum(t, filepath.Join(to, name)) != f.SHA256 || sum(t, filepath.Join(dir, name)) != f.SHA256 {
			t.Errorf("%s is another", f.Name)
		}
	}
	for _, leftover := range []string{dir, to, filepath.Dir(archive)} {
		if found, _ := filepath.Glob(filepath.Join(leftover, ".*-*")); len(found) > 0 {
			t.Errorf("left behind: %v", found)
		}
	}
	// The restored installation runs, and holds what the manifest counted.
	again := open(t, to)
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
	contents, err := sqlstore.Inspect(t.Context(), filepath.Join(to, sqlstore.DatabaseFile))
	if err != nil || contents.Counts["entries"] != 500 || contents.Counts["settings"] != settings || contents.Counts["conversations"] != 50 {
		t.Fatalf("restored %+v: %v", contents, err)
	}
}

func TestBackup_OfAFolderThatNobodyUses(t *testing.T) {
	t.Parallel()
	dir, db := installation(t)
	db.Close()
	var out bytes.Buffer
	if _, err := backup.Write(t.Context(), dir, &out, backup.Options{}); err != nil {
		t.Fatal(err)
	}
	if _, err := backup.Write(t.Context(), t.TempDir(), io.Discard, backup.Options{}); desk.CodeOf(err) != desk.CodeNotFound {
		t.Fatalf("an empty folder: %v", err)
	}
	if _, err := backup.Write(t.Context(), dir, brokenPipe{}, backup.Options{}); err == nil {
		t.Fatal("a broken pipe was not noticed")
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

func TestRestore_NeedsAnEmptyFolder(t *testing.T) {
	t.Parallel()
	dir, _ := installation(t)
	archive := filepath.Join(t.TempDir(), "a.tar")
	if _, err := backup.Create(t.Context(), dir, archive, backup.Options{}); err != nil {
		t.Fatal(err)
	}
	before := sum(t, filepath.Join(dir, sqlstore.DatabaseFile))
	if _, err := backup.Restore(t.Context(), archive, dir); desk.CodeOf(err) != desk.CodeConflict {
		t.Fatalf("got %v", err)
	}
	if sum(t, filepath.Join(dir, sqlstore.DatabaseFile)) != before {
		t.Fatal("a folder in use was changed")
	}
}

func TestRestore_RefusesWhatIsDamaged(t *testing.T) {
	t.Parallel()
	dir, db := installation(t)
	db.Close()
	var whole bytes.Buffer
	if _, err := backup.Write(t.Context(), dir, &whole, backup.Options{}); err != nil {
		t.Fatal(err)
	}
	flip := func(at int) []byte {
		b := bytes.Clone(whole.Bytes())
		b[at] ^= 0xff
		return b
	}
	for name, content := range map[string][]byte{
		"empty":                 nil,
		"cut in the database":   whole.Bytes()[:whole.Len()/4],
		"cut off":               whole.Bytes()[:whole.Len()-4096],
		"something else":        []byte(strings.Repeat("no archive ", 1000)),
		"a bit in the database": flip(30_000),
		"a bit in a file":       flip(whole.Len() - 20_000),
		"climbing out":          withEntry(t, whole.Bytes(), tar.Header{Name: "files/../../evil", Typeflag: tar.TypeReg}),
		"absolute":              withEntry(t, whole.Bytes(), tar.Header{Name: "/etc/evil", Typeflag: tar.TypeReg}),
		"a link":                withEntry(t, whole.Bytes(), tar.Header{Name: "files/link", Linkname: "/etc/passwd", Typeflag: tar.TypeSymlink}),
		"one file more":         withEntry(t, whole.Bytes(), tar.Header{Name: "files/more", Typeflag: tar.TypeReg}),
		"twice the same":        withEntry(t, whole.Bytes(), tar.Header{Name: sqlstore.DatabaseFile, Typeflag: tar.TypeReg}),
	} {
		archive := filepath.Join(t.TempDir(), "a.tar")
		if err := os.WriteFile(archive, content, 0o600); err != nil {
			t.Fatal(err)
		}
		to := t.TempDir()
		if _, err := backup.Restore(t.Context(), archive, to); err == nil {
			t.Errorf("%s: restored", name)
		}
		if left, _ := os.ReadDir(to); len(left) != 0 {
			t.Errorf("%s: left %v behind", name, left)
		}
		if _, err := backup.Verify(t.Context(), archive); err == nil {
			t.Errorf("%s: verified", name)
		}
	}
}

// withEntry is the archive with one more entry.
func withEntry(t *testing.T, archive []byte, h tar.Header) []byte {
	t.Helper()
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	if err := w.WriteHeader(&h); err != nil {
		t.Fatal(err)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return append(out.Bytes(), archive...)
}

func TestNightly(t *testing.T) {
	t.Parallel()
	dir, _ := installation(t)
	west := time.FixedZone("west", -3600)
	synctest.Test(t, func(t *testing.T) {
		var attempts []error
		n := backup.Nightly{Dir: dir, Now: func() time.Time { return time.Now().In(west) }, Hour: 3, Keep: 3,
			Done: func(_ backup.Manifest, err error) { attempts = append(attempts, err) }}
		var wg sync.WaitGroup
		run := func(d time.Duration) { // a server that runs for so long
			t.Helper()
			ctx, cancel := context.WithTimeout(t.Context(), d)
			defer cancel()
			wg.Go(func() { _ = n.Run(ctx) })
			<-ctx.Done()
			wg.Wait()
		}
		expect := func(made, failed int, newest string) {
			t.Helper()
			for _, err := range attempts {
				if err != nil {
					failed--
				} else {
					made--
				}
			}
			names, _ := filepath.Glob(filepath.Join(dir, sqlstore.BackupDir, "nightly-*.tar"))
			if made != 0 || failed != 0 || len(names) == 0 || filepath.Base(names[len(names)-1]) != "nightly-"+newest+".tar" || len(names) > 3 {
				t.Fatalf("attempts %v; kept %v", attempts, names)
			}
			attempts = nil
		}
		run(5 * time.Hour) // from 00:00 UTC, which is 23:00 in the west
		expect(1, 0, "20000101T040000Z")
		run(4 * 24 * time.Hour)
		expect(4, 0, "20000105T040000Z")
		newest := filepath.Join(dir, sqlstore.BackupDir, "nightly-20000105T040000Z.tar")
		if _, err := backup.Verify(t.Context(), newest); err != nil {
			t.Fatal(err)
		}
		time.Sleep(50 * time.Hour) // off during two nights: made up for, once
		run(time.Hour)
		expect(1, 0, "20000107T070100Z")
		// A night that fails is tried again an hour later.
		if err := os.Rename(filepath.Join(dir, sqlstore.DatabaseFile), filepath.Join(dir, "away")); err != nil {
			t.Fatal(err)
		}
		run(22*time.Hour + 30*time.Minute)
		expect(0, 3, "20000107T070100Z")
		if err := os.Rename(filepath.Join(dir, "away"), filepath.Join(dir, sqlstore.DatabaseFile)); err != nil {
			t.Fatal(err)
		}
		run(time.Hour)
		expect(1, 0, "20000108T063100Z")
	})
}

func sum(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}

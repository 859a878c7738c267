package sqlstore_test

import (
	"bytes"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/store/sqlstore"
	"deskbell/internal/store/storetest"
)

func openDir(t testing.TB, dir string) *sqlstore.DB {
	t.Helper()
	db, err := sqlstore.Open(t.Context(), sqlstore.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func TestContract_SQLite(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T) store.Store { return openDir(t, sqlstore.Migrated(t)) })
}

func TestOpen_ASecondProcessIsRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first := openDir(t, dir)
	// The lock is one of the open file, so a second opening in this process meets it as another process would.
	_, err := sqlstore.Open(t.Context(), sqlstore.Options{Dir: dir})
	if desk.CodeOf(err) != desk.CodeUnavailable || !strings.Contains(err.Error(), fmt.Sprint("process ", os.Getpid())) || strings.Contains(err.Error(), "\n") {
		t.Fatalf("got %v", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	openDir(t, dir)
}

func TestOpen_WrongFilesAreRefused(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(path string) error{
		"text": func(path string) error {
			return os.WriteFile(path, []byte("This is no database, by a long way.\n"), 0o600)
		},
		"short": func(path string) error { return os.WriteFile(path, []byte("x"), 0o600) },
		"header": func(path string) error {
			return os.WriteFile(path, append([]byte("SQLite format 3\x00"), make([]byte, 5000)...), 0o600)
		},
		"otherwise": func(path string) error { return execute(path, "CREATE TABLE guests (id)") },
		"folder":    func(path string) error { return os.Mkdir(path, 0o700) },
	} {
		dir := t.TempDir()
		path := filepath.Join(dir, sqlstore.DatabaseFile)
		if err := spoil(path); err != nil {
			t.Fatal(err)
		}
		before, _ := os.ReadFile(path)
		_, err := sqlstore.Open(t.Context(), sqlstore.Options{Dir: dir})
		if err == nil || (name != "folder" && desk.CodeOf(err) != desk.CodeUnavailable) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: got %v", name, err)
		}
		if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
			t.Errorf("%s: the file was changed", name)
		}
	}
}

func TestOpen_AnEmptyFileIsANewDatabase(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, sqlstore.DatabaseFile), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	openDir(t, dir)
}

func TestOpen_NewerSchemaIsRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	openDir(t, dir).Close()
	if err := execute(filepath.Join(dir, sqlstore.DatabaseFile), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)"); err != nil {
		t.Fatal(err)
	}
	_, err := sqlstore.Open(t.Context(), sqlstore.Options{Dir: dir})
	if desk.CodeOf(err) != desk.CodeUnavailable || !strings.Contains(err.Error(), "newer") {
		t.Fatalf("got %v", err)
	}
}

func TestOpen_ReadOnlyFolder(t *testing.T) {
	t.Parallel()
	if _, err := sqlstore.Open(t.Context(), sqlstore.Options{Dir: "/proc/deskbell"}); err == nil {
		t.Fatal("opened a database in /proc")
	}
}

func TestOpen_StrangeFolderNames(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "a b?c#d%20e&f=ü")
	db := openDir(t, dir)
	if err := db.Write(t.Context(), func(tx store.Tx) error { return tx.SetSetting("k", "v") }); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, sqlstore.DatabaseFile)); err != nil {
		t.Fatal(err)
	}
}

func TestOpen_WhatWasStoredIsThereAgain(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	db := openDir(t, dir)
	f, err := storetest.Fill(t.Context(), db, 20, 5, 10)
	if err != nil {
		t.Fatal(err)
	}
	list := func(db *sqlstore.DB) (page []store.Summary, hits []store.Hit) {
		if err := db.Read(t.Context(), func(tx store.Tx) (err error) {
			if page, _, err = tx.List(store.ListFilter{View: store.ViewHistory, PropertyIDs: []string{f.PropertyID}}); err != nil {
				return err
			}
			hits, err = tx.Search([]string{f.PropertyID}, "bre", 0)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return page, hits
	}
	page, hits := list(db)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(filepath.Join(dir, sqlstore.DatabaseFile+"-wal")); err == nil && info.Size() > 0 {
		t.Errorf("%d bytes of the log are left after a clean stop", info.Size())
	}
	gotPage, gotHits := list(openDir(t, dir))
	if len(page) != 20 || !reflect.DeepEqual(page, gotPage) || len(hits) == 0 || !reflect.DeepEqual(hits, gotHits) {
		t.Fatalf("%d conversations and %d hits became %d and %d", len(page), len(hits), len(gotPage), len(gotHits))
	}
}

func TestAudit_IsAppendOnly(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	db := openDir(t, dir)
	if err := db.Write(t.Context(), func(tx store.Tx) error { return tx.Audit(store.AuditLine{Action: "sign_in"}) }); err != nil {
		t.Fatal(err)
	}
	db.Close()
	for _, statement := range []string{"UPDATE audit SET action = 'x'", "DELETE FROM audit"} {
		if err := execute(filepath.Join(dir, sqlstore.DatabaseFile), statement); err == nil {
			t.Errorf("%s succeeded", statement)
		}
	}
}

func execute(path, statement string) error {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.Exec(statement)
	return err
}

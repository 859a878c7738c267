package sqlstore

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// migrated is the file of a new database after every migration.
var migrated = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "migrated")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	db, err := Open(context.Background(), Options{Dir: dir})
	if err != nil {
		return nil, err
	}
	if err := db.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(dir, DatabaseFile))
})

// Migrated is a data folder with a new database, copied from one that was migrated: most tests do not care how it came
// to be, and migrating takes most of their time.
func Migrated(t testing.TB) string {
	t.Helper()
	file, err := migrated()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, DatabaseFile), file, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

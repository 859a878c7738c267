package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"deskbell/internal/app"
	"deskbell/internal/store"
	"deskbell/internal/store/pgtest"
	"deskbell/internal/store/sqlstore"
)

// onPostgres is an installation in a new database, which the test's end drops.
func onPostgres(t *testing.T) app.Config {
	t.Helper()
	cfg := house(t)
	cfg.DatabaseURL = pgtest.Database(t)
	return cfg
}

// Of an installation in PostgreSQL it says what holds it, what does not, and what lies on this disk and should not.
func TestDoctor_Postgres(t *testing.T) {
	t.Parallel()
	cfg := onPostgres(t)
	if got := told(t, cfg, app.Address{Local: true}, "schema"); !strings.HasPrefix(got, "WARN there is none yet") {
		t.Errorf("told %q", got)
	}
	db, err := sqlstore.Open(t.Context(), sqlstore.Options{URL: cfg.DatabaseURL})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	here := app.Address{BaseURL: "https://localhost:1", Domains: []string{"localhost"}, PushHosts: []string{}}
	for what, want := range map[string]string{"backup": "WARN Deskbell makes none", "schema": "OK", "files": "",
		"certificate": "WARN there is none yet", "clock": "OK"} {
		if got := told(t, cfg, here, what); !strings.HasPrefix(got, want) || want == "" && got != "" {
			t.Errorf("%s: told %q, want %q", what, got, want)
		}
	}

	own := own(t, "localhost", 10, 80)
	pem, err := os.ReadFile(own.TLSCert)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Write(t.Context(), func(tx store.Tx) error { return tx.SetSetting("certificate/localhost", string(pem)) }); err != nil {
		t.Fatal(err)
	}
	left := filepath.Join(cfg.Dir, "files", "ab", "abc.pdf")
	if err := os.MkdirAll(filepath.Dir(left), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{left, filepath.Join(cfg.Dir, sqlstore.DatabaseFile)} {
		if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for what, want := range map[string]string{"certificate": "OK 80 days", "files": "WARN 1 files lie in"} {
		if got := told(t, cfg, here, what); !strings.HasPrefix(got, want) {
			t.Errorf("%s: told %q, want %q", what, got, want)
		}
	}
	if got := told(t, cfg, here, "folder"); !strings.Contains(got, "SQLite database, which is not used") {
		t.Errorf("told %q", got)
	}
}

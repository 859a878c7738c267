package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"deskbell/internal/app"
	"deskbell/internal/store/pgtest"
)

func TestMigrate_Refusals(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, c := range []struct {
		args string
		code int
		says string
	}{
		{"migrate --from " + dir + " --to postgres://x@127.0.0.1:1/y", 2, "sqlite:"},
		{"migrate --from sqlite: --to postgres://x@127.0.0.1:1/y", 2, "sqlite:"},
		{"migrate --from sqlite:" + dir + " --to mysql://x/y", 2, "postgres://"},
		{"migrate --from postgres://x/y --to sqlite:" + dir, 2, "way back"},
		{"migrate --from sqlite:" + dir + "/none --to postgres://x:SECRET@127.0.0.1:1/y", 1, "no installation"},
	} {
		var out, errs bytes.Buffer
		code := run(t.Context(), strings.Fields(c.args), &out, &errs)
		if line := errs.String(); code != c.code || strings.Count(line, "\n") != 1 || !strings.Contains(line, c.says) || strings.Contains(line, "SECRET") {
			t.Errorf("%s: status %d, said %q", c.args, code, line)
		}
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("a mistyped folder was made: %v", left)
	}
}

// TestMigrate_Demo moves the sample property, with a file in its room.
func TestMigrate_Demo(t *testing.T) {
	t.Parallel()
	address := pgtest.Database(t)
	dir := filepath.Join(t.TempDir(), "data")
	a, err := app.Open(t.Context(), app.Config{Dir: dir, Addr: "127.0.0.1:0", Demo: true})
	if err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	args := []string{"migrate", "--from", "sqlite:" + dir, "--to", address}
	if code := run(t.Context(), args, &out, &errs); code != 1 || !strings.Contains(errs.String(), "in use") {
		t.Errorf("while it is served: status %d, said %q", code, errs.String())
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	room := filepath.Join(dir, "files", "ab")
	if err := os.MkdirAll(room, 0o700); err != nil {
		t.Fatal(err)
	}
	for file, text := range map[string]string{"abcdef0123456789abcdef0123456789.png": strings.Repeat("x", 300_000), ".uploading": "half"} {
		if err := os.WriteFile(filepath.Join(room, file), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out.Reset()
	errs.Reset()
	if code := run(t.Context(), args, &out, &errs); code != 0 {
		t.Fatalf("status %d\n%s%s", code, &out, &errs)
	}
	for _, want := range []string{"agrees", "properties", "2 rows", "300000 bytes"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("it does not say %q:\n%s", want, &out)
		}
	}
	errs.Reset()
	if code := run(t.Context(), args, &out, &errs); code != 1 || !strings.Contains(errs.String(), "not empty") {
		t.Errorf("a second time: status %d, said %q", code, errs.String())
	}
	// It is served from there.
	b, err := app.Open(t.Context(), app.Config{Dir: filepath.Join(t.TempDir(), "node"), Addr: "127.0.0.1:0", DatabaseURL: address})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
}

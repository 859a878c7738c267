package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// Wrong use and what cannot be done get one line each on stderr, and the status that scripts rely on.
func TestRun_Refusals(t *testing.T) {
	dir := t.TempDir()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	foreign := filepath.Join(dir, "foreign")
	if err := os.MkdirAll(foreign, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(foreign, "deskbell.db"), []byte("this is no database at all"), 0o600); err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		args string
		code int
		says string
	}{
		{"frobnicate", 2, "frobnicate"},
		{"serve --frobnicate", 2, "--frobnicate"},
		{"serve --data", 2, "--data"},
		{"serve --addr here", 2, "host:port"},
		{"serve --addr 127.0.0.1:70000", 2, "host:port"},
		{"serve --limits perhaps", 2, "--limits"},
		{"serve --log-level loud", 2, "--log-level"},
		{"serve --database-url mysql://x/y", 2, "postgres://"},
		{"serve --base-url ftp://x", 2, "--base-url"},
		{"serve --base-url https://x/with/path", 2, "--base-url"},
		{"serve --profile-addr 0.0.0.0:6060", 2, "not on this machine"},
		{"serve --trusted-proxy everybody", 2, "--trusted-proxy"},
		{"user add someone@hotel.example", 2, "--name"},
		{"help frobnicate", 2, "frobnicate"},
		{"serve --addr " + taken.Addr().String() + " --data " + dir + "/a", 1, "in use"},
		{"serve --addr 127.0.0.1:0 --data " + foreign, 1, "not a database of Deskbell's"},
		{"serve --addr 127.0.0.1:0 --data " + foreign + "/deskbell.db", 1, "folder"},
		{"serve --addr 127.0.0.1:0 --database-url postgres://desk:SECRET@127.0.0.1:1/desk --data " + dir + "/c", 1, "PostgreSQL cannot be reached"},
		{"user list --data " + dir + "/none", 1, "no installation"},
		{"backup --data " + dir + "/none", 1, "no installation"},
		{"backup --data " + dir + " --database-url postgres://db/desk", 1, "pg_dump"},
		{"restore --data " + dir + "/new --database-url postgres://db/desk archive.tar", 1, "pg_restore"},
		{"restore " + dir + "/none.tar --data " + dir + "/b", 1, "none.tar"},
		{"doctor --data " + foreign, 1, ""},
	}
	for _, c := range cases {
		var out, errs bytes.Buffer
		code := run(t.Context(), strings.Fields(c.args), &out, &errs)
		if code != c.code {
			t.Errorf("%s: status %d, want %d\n%s%s", c.args, code, c.code, &out, &errs)
		}
		if c.says == "" {
			continue
		}
		if line := errs.String(); strings.Count(line, "\n") != 1 || !strings.Contains(line, c.says) || strings.Contains(line, "SECRET") || strings.Contains(line, "\t") {
			t.Errorf("%s: said %q, want one line with %q", c.args, line, c.says)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "none")); err == nil {
		t.Error("a mistyped folder was made")
	}
}

func TestRun_Help(t *testing.T) {
	for _, args := range []string{"", "help", "--help", "help serve", "help user add", "serve --help", "version"} {
		var out, errs bytes.Buffer
		if code := run(t.Context(), strings.Fields(args), &out, &errs); code != 0 || out.Len() == 0 {
			t.Errorf("%q: status %d, %d bytes, %s", args, code, out.Len(), &errs)
		}
	}
}

// server runs a command that serves until stop is called.
type server struct {
	out, errs locked
	url       string
	code      chan int
	cancel    context.CancelFunc
}

type locked struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *locked) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

var servingAt = regexp.MustCompile(`msg=serving addr=(\S+)`)

func start(t *testing.T, args ...string) *server {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	s := &server{code: make(chan int, 1), cancel: cancel}
	go func() { s.code <- run(ctx, args, &s.out, &s.errs) }()
	t.Cleanup(cancel)
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	deadline := time.NewTimer(30 * time.Second)
	defer deadline.Stop()
	for {
		if m := servingAt.FindStringSubmatch(s.errs.String()); m != nil {
			s.url = "http://" + m[1]
			return s
		}
		select {
		case <-tick.C:
		case code := <-s.code:
			t.Fatalf("ended with %d: %s", code, s.errs.String())
		case <-deadline.C:
			t.Fatalf("does not serve: %s", s.errs.String())
		}
	}
}

func (s *server) stop(t *testing.T) {
	t.Helper()
	s.cancel()
	select {
	case code := <-s.code:
		if code != 0 {
			t.Errorf("stopped with status %d: %s", code, s.errs.String())
		}
	case <-time.After(20 * time.Second):
		t.Fatal("does not stop")
	}
}

// A folder that was used before goes on where it stopped, is backed up while it runs, and is filled from that again.
func TestDemo_GoesOn(t *testing.T) {
	dir := t.TempDir()
	data := filepath.Join(dir, "data")
	s := start(t, "demo", "--addr", "127.0.0.1:0", "--data", data)
	for _, want := range []string{"/demo/", "agent1@demo.example", "operator@demo.example", "deskbell-demo"} {
		if !strings.Contains(s.out.String(), want) {
			t.Errorf("does not tell of %s:\n%s", want, s.out.String())
		}
	}
	var second bytes.Buffer
	if code := run(t.Context(), []string{"demo", "--addr", "127.0.0.1:0", "--data", data}, io.Discard, &second); code != 1 || !strings.Contains(second.String(), "in use") {
		t.Errorf("a second one on the same folder: %d %s", code, &second)
	}
	archive := filepath.Join(dir, "copy.tar")
	var told, errs bytes.Buffer
	if code := run(t.Context(), []string{"backup", archive, "--data", data}, &told, &errs); code != 0 || !strings.Contains(told.String(), "people") {
		t.Errorf("backup: %d %s%s", code, &told, &errs)
	}
	if code := run(t.Context(), []string{"backup", archive, "--data", data}, io.Discard, &errs); code != 1 {
		t.Errorf("overwrote a backup: %d", code)
	}
	s.stop(t)

	s = start(t, "demo", "--addr", "127.0.0.1:0", "--data", data)
	body := `{"email":"agent1@demo.example","password":"deskbell-demo"}`
	res, err := http.Post(s.url+"/api/v1/login", "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusOK {
		t.Errorf("sign-in after a restart: %d", res.StatusCode)
	}
	s.stop(t)

	restored := filepath.Join(dir, "restored")
	told.Reset()
	if code := run(t.Context(), []string{"restore", archive, "--data", restored}, &told, &errs); code != 0 {
		t.Fatalf("restore: %d %s", code, &errs)
	}
	told.Reset()
	if code := run(t.Context(), []string{"user", "list", "--data", restored}, &told, &errs); code != 0 || strings.Count(told.String(), "\n") != 7 {
		t.Errorf("user list: %d %s%s", code, &told, &errs)
	}
	told.Reset()
	if code := run(t.Context(), []string{"doctor", "--data", restored}, &told, &errs); code != 0 || !strings.Contains(told.String(), "schema") {
		t.Errorf("doctor: %d %s%s", code, &told, &errs)
	}
}

var setupToken = regexp.MustCompile(`(?m)^    (\S{43})$`)

func TestServe_SetsUp(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	if err := os.Mkdir(data, 0o755); err != nil { // made by hand, as many do
		t.Fatal(err)
	}
	s := start(t, "serve", "--addr", "127.0.0.1:0", "--data", data)
	if err := filepath.WalkDir(data, func(path string, d fs.DirEntry, err error) error {
		if err != nil || path == data {
			return err
		}
		info, err := d.Info()
		if err == nil && info.Mode().Perm()&0o007 != 0 {
			t.Errorf("anybody on the machine may read %s: %v", path, info.Mode())
		}
		return err
	}); err != nil {
		t.Error(err)
	}
	m := setupToken.FindStringSubmatch(s.out.String())
	if m == nil {
		t.Fatalf("no token in %q", s.out.String())
	}
	if strings.Contains(s.errs.String(), m[1]) {
		t.Error("the token is in the log")
	}
	body, err := json.Marshal(map[string]any{"token": m[1], "email": "erik@hotel.example", "name": "Erik", "password": "the bell rings at noon",
		"property": map[string]string{"name": "Hotel Sol", "timezone": "Europe/Madrid", "language": "es"}})
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.Post(s.url+"/api/v1/setup", "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusOK {
		t.Errorf("set-up: %d", res.StatusCode)
	}
	s.stop(t)
	s = start(t, "serve", "--addr", "127.0.0.1:0", "--data", data)
	if s.out.String() != "" {
		t.Errorf("prints again: %q", s.out.String())
	}
	s.stop(t)
	var told, errs bytes.Buffer
	args := []string{"user", "add", "ana@hotel.example", "--name", "Ana", "--role", "operator", "--data", data}
	if code := run(t.Context(), args, &told, &errs); code != 0 {
		t.Errorf("user add: %d %s", code, &errs)
	}
	if code := run(t.Context(), []string{"user", "reset-password", "ana@hotel.example", "--data", data}, &told, &errs); code != 0 {
		t.Errorf("user reset-password: %d %s", code, &errs)
	}
	if code := run(t.Context(), []string{"user", "reset-password", "nobody@hotel.example", "--data", data}, &told, &errs); code != 1 {
		t.Errorf("user reset-password of nobody: %d", code)
	}
}

// Every flag is also an environment variable.
func TestServe_ReadsTheEnvironment(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	t.Setenv("DESKBELL_ADDR", "127.0.0.1:0")
	t.Setenv("DESKBELL_DATA", data)
	t.Setenv("DESKBELL_BASE_URL", "https://chat.hotel.example")
	t.Setenv("DESKBELL_LIMITS", "off")
	s := start(t, "serve")
	if !strings.Contains(s.out.String(), "https://chat.hotel.example") || !strings.Contains(s.errs.String(), "RATE LIMITS ARE OFF") {
		t.Errorf("got %s%s", s.out.String(), s.errs.String())
	}
	s.stop(t)
}

// Package pgtest runs PostgreSQL servers that belong to one test, which may kill them, starve them, and make one the
// standby of another. Tests that are content with a database of their own use the server of scripts/with-postgres.sh.
package pgtest

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Superuser is who owns the servers.
const Superuser = "deskbell"

// startsWithin is how long a server may take to start; the machine may be busy.
const startsWithin = 60 * time.Second

// Server is a PostgreSQL server. Its methods fail the test where they cannot do what they say.
type Server struct {
	t       testing.TB
	bin     string
	dir     string
	port    int
	options []string
	owner   *syscall.Credential
	process *exec.Cmd
	ended   chan struct{}
}

// Start makes and starts a server with settings like "max_connections=20", and ends it with the test. Where no tests on
// PostgreSQL are asked for, it skips the test.
func Start(t testing.TB, settings ...string) *Server {
	t.Helper()
	if os.Getenv("DESKBELL_TEST_POSTGRES") == "" {
		t.Skip("NOT RUN: it needs PostgreSQL; run it below scripts/with-postgres.sh")
	}
	s := prepare(t, settings)
	s.run("initdb", "--pgdata", s.data(), "--username", Superuser, "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync")
	s.Start()
	return s
}

func prepare(t testing.TB, settings []string) *Server {
	t.Helper()
	dir, err := os.MkdirTemp("", "pgtest")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	s := &Server{t: t, bin: programs(t), dir: dir, port: freePort(t), options: settings}
	if os.Getuid() == 0 { // PostgreSQL refuses to run as root
		u, err := user.Lookup("postgres")
		if err != nil {
			u, err = user.Lookup("nobody")
		}
		if err != nil {
			t.Fatal(err)
		}
		uid, _ := strconv.Atoi(u.Uid)
		gid, _ := strconv.Atoi(u.Gid)
		s.owner = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		if err := os.Chown(dir, uid, gid); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(s.Kill)
	return s
}

// programs is the folder of the newest server programs on this machine.
func programs(t testing.TB) string {
	t.Helper()
	found := ""
	for _, pattern := range []string{"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin", "/usr/local/opt/postgresql*/bin"} {
		dirs, _ := filepath.Glob(pattern)
		for _, dir := range dirs {
			if _, err := os.Stat(filepath.Join(dir, "initdb")); err == nil {
				found = dir
			}
		}
	}
	if path, err := exec.LookPath("initdb"); err == nil && found == "" {
		found = filepath.Dir(path)
	}
	if found == "" {
		t.Fatal("the programs of a PostgreSQL server (initdb, postgres) are not on this machine")
	}
	return found
}

// freePort is below the ports that outgoing connections are given by themselves: while a killed server is away, one of
// them could take its port.
func freePort(t testing.TB) int {
	t.Helper()
	for range 100 {
		port := 10_000 + rand.IntN(20_000)
		if l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port))); err == nil {
			_ = l.Close()
			return port
		}
	}
	t.Fatal("no port is free")
	return 0
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

func (s *Server) command(program string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(s.bin, program), args...)
	cmd.Dir = s.dir
	cmd.Env = append(os.Environ(), "HOME="+s.dir)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.owner, Setpgid: true}
	return cmd
}

func (s *Server) run(program string, args ...string) {
	s.t.Helper()
	if out, err := s.command(program, args...).CombinedOutput(); err != nil {
		s.t.Fatalf("%s: %v\n%s", program, err, out)
	}
}

// Addr is host:port. It stays the same over restarts.
func (s *Server) Addr() string { return fmt.Sprintf("127.0.0.1:%d", s.port) }

// URL is the address of a database for the superuser.
func (s *Server) URL(database string) string {
	return fmt.Sprintf("postgres://%s@%s/%s?sslmode=disable", Superuser, s.Addr(), database)
}

// Start starts a server that was stopped or killed, and waits until it can be used.
func (s *Server) Start() {
	s.t.Helper()
	s.Launch()
	s.Wait()
}

// Launch starts it and does not wait.
func (s *Server) Launch() {
	s.t.Helper()
	args := []string{"-D", s.data(), "-p", strconv.Itoa(s.port), "-k", s.dir, "-c", "listen_addresses=127.0.0.1", "-c", "shared_buffers=16MB",
		// What a process wrote outlives its end, if not the machine's.
		"-c", "fsync=off", "-c", "max_connections=100"}
	for _, o := range s.options {
		args = append(args, "-c", o)
	}
	log, err := os.OpenFile(filepath.Join(s.dir, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		s.t.Fatal(err)
	}
	defer log.Close()
	cmd := s.command("postgres", args...)
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	ended := make(chan struct{})
	s.process, s.ended = cmd, ended
	go func() { _ = cmd.Wait(); close(ended) }()
}

// Wait waits until the server answers.
func (s *Server) Wait() {
	s.t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(startsWithin); ; <-tick.C {
		if err := s.Try("postgres", "SELECT 1"); err == nil {
			return
		} else if time.Now().After(deadline) {
			s.t.Fatalf("PostgreSQL does not answer: %v\n%s", err, s.Log())
		}
		select {
		case <-s.ended:
			s.t.Fatalf("PostgreSQL ended:\n%s", s.Log())
		default:
		}
	}
}

// Log is what the server wrote.
func (s *Server) Log() string {
	b, _ := os.ReadFile(filepath.Join(s.dir, "log"))
	return string(b[max(0, len(b)-4000):])
}

// Stop ends the server as an administrator does who restarts it: connections are cut, nothing is lost.
func (s *Server) Stop() { s.end(syscall.SIGINT) }

// Kill ends every process of the server with kill -9, as the machine does that runs out of memory.
func (s *Server) Kill() {
	if s.process == nil {
		return
	}
	children := childrenOf(s.process.Process.Pid)
	s.end(syscall.SIGKILL)
	for _, pid := range children {
		_ = syscall.Kill(pid, syscall.SIGKILL)
	}
	// They hold the shared memory until they are gone.
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); <-tick.C {
		alive := false
		for _, pid := range children {
			alive = alive || running(pid)
		}
		if !alive {
			return
		}
	}
}

func (s *Server) end(sig syscall.Signal) {
	if s.process == nil {
		return
	}
	_ = s.process.Process.Signal(sig)
	<-s.ended
	s.process = nil
}

// Pause holds every process of the server still, and returns what lets them go on: connections stay, nothing answers.
func (s *Server) Pause() (resume func()) {
	pids := append(childrenOf(s.process.Process.Pid), s.process.Process.Pid)
	for _, pid := range pids {
		_ = syscall.Kill(pid, syscall.SIGSTOP)
	}
	return func() {
		for _, pid := range pids {
			_ = syscall.Kill(pid, syscall.SIGCONT)
		}
	}
}

func childrenOf(pid int) (list []int) {
	out, _ := exec.Command("ps", "-o", "pid=", "--ppid", strconv.Itoa(pid)).Output()
	for _, f := range strings.Fields(string(out)) {
		if n, err := strconv.Atoi(f); err == nil {
			list = append(list, n)
		}
	}
	return list
}

// running reports whether a process is there and no zombie.
func running(pid int) bool {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return false
	}
	_, rest, _ := bytes.Cut(b, []byte(") "))
	return !bytes.HasPrefix(rest, []byte("Z"))
}

// Exec runs one statement in a database.
func (s *Server) Exec(database, statement string) {
	s.t.Helper()
	if err := s.Try(database, statement); err != nil {
		s.t.Fatalf("%s: %v", statement, err)
	}
}

// Try runs one statement in a database, and answers how that ended.
func (s *Server) Try(database, statement string) error {
	ctx, cancel := context.WithTimeout(context.Background(), startsWithin)
	defer cancel()
	conn, err := pgx.Connect(ctx, s.URL(database))
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, statement)
	return err
}

// Standby makes and starts a server that follows this one. Without a name it follows on its own time; with one, commits
// on this server wait for it from now on.
func (s *Server) Standby(name string) *Server {
	s.t.Helper()
	follower := prepare(s.t, s.options)
	follower.run("pg_basebackup", "--host", "127.0.0.1", "--port", strconv.Itoa(s.port), "--username", Superuser, "--pgdata", follower.data(),
		"--checkpoint", "fast", "--no-sync", "--wal-method", "stream")
	conf := fmt.Sprintf("primary_conninfo = 'host=127.0.0.1 port=%d user=%s application_name=%s'\n", s.port, Superuser, name)
	for file, text := range map[string]string{"postgresql.auto.conf": conf, "standby.signal": ""} {
		path := filepath.Join(follower.data(), file)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			s.t.Fatal(err)
		}
		if follower.owner != nil {
			if err := os.Chown(path, int(follower.owner.Uid), int(follower.owner.Gid)); err != nil {
				s.t.Fatal(err)
			}
		}
	}
	follower.Start()
	if name != "" {
		s.Exec("postgres", "ALTER SYSTEM SET synchronous_standby_names = '"+name+"'")
		s.Exec("postgres", "SELECT pg_reload_conf()")
	}
	return follower
}

// Promote makes a standby a primary, and waits until it is one.
func (s *Server) Promote() {
	s.t.Helper()
	// Its settings are a copy of the primary's, and it has nobody to wait for.
	s.Exec("postgres", "SELECT pg_promote(true, 60)")
	s.Exec("postgres", "ALTER SYSTEM RESET synchronous_standby_names")
	s.Exec("postgres", "SELECT pg_reload_conf()")
}

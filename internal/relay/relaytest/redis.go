package relaytest

import (
	"bufio"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// Redis is a server of a test's own.
type Redis struct {
	// URL is its address, Socket the socket behind it.
	URL, Socket string
	binary      string
	cmd         *exec.Cmd
	t           testing.TB
}

// StartRedis runs a Redis or Valkey server until the test ends. Where neither is installed the test is skipped, unless
// DESKBELL_TEST_REDIS says that there must be one.
func StartRedis(t testing.TB) *Redis {
	t.Helper()
	r := &Redis{t: t}
	for _, name := range []string{"valkey-server", "redis-server"} {
		if path, err := exec.LookPath(name); err == nil {
			r.binary = path
		}
	}
	if r.binary == "" {
		if os.Getenv("DESKBELL_TEST_REDIS") != "" {
			t.Fatal("these tests need redis-server or valkey-server: apt-get install redis-server")
		}
		t.Skip("neither redis-server nor valkey-server is installed")
	}
	dir, err := os.MkdirTemp("", "redis") // a socket's path must be short
	if err != nil {
		t.Fatal(err)
	}
	r.Socket = filepath.Join(dir, "s")
	r.URL = "unix://" + r.Socket
	t.Cleanup(func() {
		r.Stop()
		_ = os.RemoveAll(dir)
	})
	r.Start()
	return r
}

// Start runs the server, again after Stop, and waits until it answers.
func (r *Redis) Start() {
	r.t.Helper()
	r.cmd = exec.Command(r.binary, "--port", "0", "--unixsocket", r.Socket, "--save", "", "--appendonly", "no", "--dir", filepath.Dir(r.Socket))
	if err := r.cmd.Start(); err != nil {
		r.t.Fatal(err)
	}
	for deadline := time.Now().Add(10 * time.Second); !r.answers(); {
		if time.Now().After(deadline) {
			r.t.Fatal("the Redis server does not answer")
		}
	}
}

func (r *Redis) answers() bool {
	conn, err := net.Dial("unix", r.Socket)
	if err != nil {
		return false
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(time.Second))
	_, err = conn.Write([]byte("PING\r\n"))
	if err != nil {
		return false
	}
	line, err := bufio.NewReader(conn).ReadString('\n')
	return err == nil && line == "+PONG\r\n"
}

// Stop kills the server.
func (r *Redis) Stop() {
	if r.cmd == nil {
		return
	}
	_ = r.cmd.Process.Kill()
	_ = r.cmd.Wait()
	r.cmd = nil
	_ = os.Remove(r.Socket)
}

// Do runs one command, and reads the first line of its answer.
func (r *Redis) Do(command string) string {
	r.t.Helper()
	conn, err := net.Dial("unix", r.Socket)
	if err != nil {
		r.t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(5 * time.Second))
	_, _ = conn.Write([]byte(command + "\r\n"))
	line, err := bufio.NewReader(conn).ReadString('\n')
	if err != nil {
		r.t.Fatal(err)
	}
	return line
}

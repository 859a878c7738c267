package conformance

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"deskbell/conformance/drive"
)

// PostgreSQL's disk is full: the same is held of it. Deskbell is not restarted, whatever PostgreSQL does.
func TestAFullDiskOfPostgreSQL(t *testing.T) {
	t.Parallel()
	if m := drive.Shapes()[1].Missing(); m != "" { // wherever there is a server, there are its programs
		t.Skip("NOT RUN: " + m)
	}
	pg := startCluster(t, "400m")
	srv := start(t, drive.Options{Env: []string{"DESKBELL_DATABASE_URL=" + pg.url}})
	full(t, []string{srv.URL}, func() func() {
		release := fill(t, seenBy(pg.pid, pg.dir), 0)
		return func() {
			release()
			pg.supervise(t)
		}
	})
}

// cluster is a PostgreSQL server on a small volume of its own.
type cluster struct {
	dir, url string
	pid      int
}

func startCluster(t *testing.T, size string) *cluster {
	t.Helper()
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		t.Skip("NOT SHOWN HERE: PostgreSQL's programs are not where Debian puts them")
	}
	bin := filepath.Dir(found[len(found)-1])
	dir, err := os.MkdirTemp("", "volume")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	addr, err := drive.FreeAddr()
	if err != nil {
		t.Fatal(err)
	}
	port := addr[strings.LastIndexByte(addr, ':')+1:]
	as := ""
	if os.Geteuid() == 0 { // PostgreSQL refuses to run as root
		who, err := user.Lookup("postgres")
		if err != nil {
			if who, err = user.Lookup("nobody"); err != nil {
				t.Fatal(err)
			}
		}
		as = fmt.Sprintf("setpriv --reuid %s --regid %s --clear-groups ", who.Uid, who.Gid)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	c := &cluster{dir: dir, url: "postgres://deskbell@127.0.0.1:" + port + "/postgres?sslmode=disable"}
	script := fmt.Sprintf(`cd '%[1]s' && %[2]s'%[3]s/initdb' -D '%[1]s/data' -U deskbell -A trust -E UTF8 --locale C.UTF-8 --no-sync >/dev/null &&
while true; do %[2]s'%[3]s/postgres' -D '%[1]s/data' -p %[4]s -k '%[1]s' -c listen_addresses=127.0.0.1 -c max_wal_size=64MB -c fsync=off; sleep 0.3; done`,
		dir, as, bin, port)
	args := append(onVolumes(t, volume{dir, size}), "sh", "-c", script)
	cmd := exec.Command(args[0], args[1:]...)
	log, err := os.Create(filepath.Join(t.TempDir(), "postgres.log"))
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stdout, cmd.Stderr = log, log
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	c.pid = cmd.Process.Pid
	t.Cleanup(func() {
		_ = syscall.Kill(-c.pid, syscall.SIGKILL)
		_ = cmd.Wait()
		_ = log.Close()
		if t.Failed() {
			b, _ := os.ReadFile(log.Name())
			t.Logf("PostgreSQL:\n%s", tail(string(b), 3000))
		}
	})
	c.supervise(t)
	return c
}

// supervise waits until the server answers; the loop around it starts it again, as systemd does.
func (c *cluster) supervise(t *testing.T) {
	t.Helper()
	if !soon(t.Context(), 60*time.Second, func() bool {
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		conn, err := pgx.Connect(ctx, c.url)
		if err != nil {
			return false
		}
		defer conn.Close(ctx)
		return conn.Ping(ctx) == nil
	}) {
		t.Fatal("PostgreSQL does not answer")
	}
}

package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"syscall"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"

	"deskbell/conformance/drive"
)

// cluster is a PostgreSQL server of the bench's own, which syncs every commit: what is measured is what is durable.
type cluster struct {
	dir, addr string
	cmd       *exec.Cmd
	done      chan error
	databases int
	version   string
}

// placesOfPostgres is where its server is looked for beside the PATH; the newest comes last.
var placesOfPostgres = []string{"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin", "/usr/local/opt/postgresql*/bin"}

// newCluster makes and starts one in a folder of its own.
func newCluster(ctx context.Context) (*cluster, error) {
	bin, err := binPostgres()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "deskbell-bench-postgres-")
	if err != nil {
		return nil, err
	}
	c := &cluster{dir: dir, done: make(chan error, 1)}
	as, err := unprivileged(dir)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	data := filepath.Join(dir, "data")
	made := exec.CommandContext(ctx, filepath.Join(bin, "initdb"), "--pgdata", data, "--username", "deskbell", "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8")
	made.Dir, made.SysProcAttr = dir, &syscall.SysProcAttr{Credential: as}
	if out, err := made.CombinedOutput(); err != nil {
		return nil, errors.Join(fmt.Errorf("initdb: %w: %s", err, out), os.RemoveAll(dir))
	}
	if c.addr, err = drive.FreeAddr(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	_, port, _ := strings.Cut(c.addr, ":")
	log, err := os.Create(filepath.Join(dir, "server.log"))
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	defer log.Close()
	// Only what everybody who runs PostgreSQL in earnest sets: memory for its pages, and checkpoints that are not the
	// measured thing. fsync, full_page_writes and synchronous_commit stay on, as they come.
	c.cmd = exec.Command(filepath.Join(bin, "postgres"), "-D", data, "-p", port, "-k", dir, "-c", "listen_addresses=127.0.0.1",
		"-c", "max_connections=200", "-c", "shared_buffers=512MB", "-c", "max_wal_size=4GB", "-c", "checkpoint_timeout=15min")
	c.cmd.Dir, c.cmd.Stdout, c.cmd.Stderr = dir, log, log
	c.cmd.SysProcAttr = &syscall.SysProcAttr{Credential: as, Setpgid: true, Pdeathsig: syscall.SIGINT}
	if err := c.cmd.Start(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	go func() { c.done <- c.cmd.Wait() }()
	if err := c.awaited(ctx); err != nil {
		c.close()
		return nil, err
	}
	return c, nil
}

// awaited waits until the server answers, and asks how it keeps what it is given.
func (c *cluster) awaited(ctx context.Context) error {
	db, err := sql.Open("pgx", c.url("postgres"))
	if err != nil {
		return err
	}
	defer db.Close()
	for deadline := time.Now().Add(30 * time.Second); ; {
		var fsync, commit string
		err := db.QueryRowContext(ctx, `SELECT current_setting('server_version'), current_setting('fsync'), current_setting('synchronous_commit')`).
			Scan(&c.version, &fsync, &commit)
		if err == nil {
			if fsync != "on" || commit != "on" {
				return fmt.Errorf("PostgreSQL runs with fsync %s and synchronous_commit %s: that is not durable", fsync, commit)
			}
			return nil
		}
		select {
		case e := <-c.done:
			c.done <- e
			text, _ := os.ReadFile(filepath.Join(c.dir, "server.log")) // without it there is still the exit status
			return fmt.Errorf("PostgreSQL ended: %v\n%s", e, text)
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
			if time.Now().After(deadline) {
				return fmt.Errorf("PostgreSQL did not start: %w", err)
			}
		}
	}
}

func (c *cluster) url(database string) string {
	return "postgres://deskbell@" + c.addr + "/" + database + "?sslmode=disable"
}

// database makes an empty one and tells its address.
func (c *cluster) database(ctx context.Context) (string, error) {
	db, err := sql.Open("pgx", c.url("postgres"))
	if err != nil {
		return "", err
	}
	defer db.Close()
	c.databases++
	name := fmt.Sprintf("bench%d", c.databases)
	if _, err := db.ExecContext(ctx, "CREATE DATABASE "+name); err != nil {
		return "", err
	}
	return c.url(name), nil
}

// analyze lets PostgreSQL count what was put in at once, as a move does at its end; by itself it does so within a minute,
// and plans by guesses until then.
func analyze(ctx context.Context, url string) error {
	db, err := sql.Open("pgx", url)
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.ExecContext(ctx, `ANALYZE`)
	return err
}

// used is the processor time of all processes of the server: those that live, and those that ended.
func (c *cluster) used() time.Duration {
	sum := time.Duration(0)
	for _, pid := range family(c.cmd.Process.Pid) {
		path := fmt.Sprintf("/proc/%d/stat", pid)
		sum += statTime(path, 13, 15)
		if pid == c.cmd.Process.Pid {
			sum += statTime(path, 15, 17) // of children that were waited for
		}
	}
	return sum
}

// family is a process and its children.
func family(pid int) []int {
	pids := []int{pid}
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
	if err != nil {
		return pids
	}
	for _, f := range strings.Fields(string(b)) {
		if n, err := strconv.Atoi(f); err == nil {
			pids = append(pids, n)
		}
	}
	return pids
}

// close stops the server and removes what it kept.
func (c *cluster) close() {
	_ = c.cmd.Process.Signal(syscall.SIGINT) // fast shutdown
	select {
	case <-c.done:
	case <-time.After(20 * time.Second):
		_ = c.cmd.Process.Signal(syscall.SIGQUIT)
		<-c.done
	}
	_ = os.RemoveAll(c.dir)
}

// binPostgres is the folder of PostgreSQL's server programs.
func binPostgres() (string, error) {
	var found []string
	if p, err := exec.LookPath("initdb"); err == nil {
		found = append(found, filepath.Dir(p))
	}
	for _, place := range placesOfPostgres {
		dirs, err := filepath.Glob(place)
		if err != nil {
			return "", err
		}
		sort.Strings(dirs)
		found = append(found, dirs...)
	}
	for i := len(found) - 1; i >= 0; i-- {
		if _, err := os.Stat(filepath.Join(found[i], "postgres")); err == nil {
			return found[i], nil
		}
	}
	return "", errors.New("the bench on PostgreSQL needs its server (initdb and postgres): apt-get install postgresql, or brew install postgresql")
}

// unprivileged is whom the server runs as, and gives that user the folder: PostgreSQL refuses to run as root.
func unprivileged(dir string) (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		if u, err = user.Lookup("nobody"); err != nil {
			return nil, err
		}
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return nil, err
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, os.Chown(dir, int(uid), int(gid))
}

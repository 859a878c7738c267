package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"deskbell/conformance/drive"
)

// shape is a way to run Deskbell. Word stands in the figures' names; SQLite's have none.
type shape struct {
	name, word string
	nodes      int
}

// The shapes: SQLite alone, one node on PostgreSQL, several nodes on one PostgreSQL and one Valkey or Redis.
var (
	onSQLite   = shape{"sqlite", "", 1}
	onPostgres = shape{"postgres", ", PostgreSQL", 1}
	onNodes    = shape{"nodes", ", %d nodes on PostgreSQL", 2}
)

// backstage are the servers that installations of the bench share, started when they are first needed.
type backstage struct {
	postgres *cluster
	redis    *exec.Cmd
	redisAt  string
	done     chan error
	dir      string
}

// place is an installation to be measured: its nodes, and what they share.
type place struct {
	servers []*drive.Server
	cluster *cluster
	redis   *exec.Cmd
	dir     string // "" belongs to somebody else
}

// open starts an installation of the shape. dir "" is a fresh folder, and a fresh database where the shape has one; url is
// a database that is kept.
func (c config) open(ctx context.Context, s shape, o drive.Options, url string) (*place, error) {
	p := &place{}
	if o.Dir == "" {
		dir, err := os.MkdirTemp("", "deskbell-bench-")
		if err != nil {
			return nil, err
		}
		o.Dir, p.dir = dir, dir
	}
	if err := c.start(ctx, p, s, o, url); err != nil {
		p.close()
		return nil, err
	}
	return p, nil
}

func (c config) start(ctx context.Context, p *place, s shape, o drive.Options, url string) (err error) {
	if s.name != onSQLite.name {
		if p.cluster, err = c.stage.cluster(ctx); err != nil {
			return err
		}
		if url == "" {
			if url, err = p.cluster.database(ctx); err != nil {
				return err
			}
		}
		o.Env = append(slices.Clone(o.Env), "DESKBELL_DATABASE_URL="+url)
	}
	if s.nodes > 1 {
		if err := c.stage.hear(ctx); err != nil {
			return err
		}
		p.redis = c.stage.redis
		o.Env = append(o.Env, "DESKBELL_REDIS_URL=redis://"+c.stage.redisAt)
	}
	for i := range s.nodes {
		of := o
		if s.nodes > 1 {
			of.Dir = filepath.Join(o.Dir, fmt.Sprint("node", i))
			if err := os.MkdirAll(of.Dir, 0o700); err != nil {
				return err
			}
		}
		srv, err := drive.Start(ctx, of)
		if err != nil {
			return err
		}
		p.servers = append(p.servers, srv)
	}
	return nil
}

// used is the processor time of the installation so far.
func (p *place) used() usage {
	u := used(p.servers...)
	if p.cluster != nil {
		u.database = p.cluster.used()
	}
	if p.redis != nil {
		u.server += statTime(fmt.Sprintf("/proc/%d/stat", p.redis.Process.Pid), 13, 15)
	}
	return u
}

// close ends the nodes and removes what is the place's own.
func (p *place) close() {
	for _, srv := range p.servers {
		srv.Stop()
	}
	if p.dir != "" {
		_ = os.RemoveAll(p.dir)
	}
}

func (b *backstage) cluster(ctx context.Context) (*cluster, error) {
	if b.postgres == nil {
		c, err := newCluster(ctx)
		if err != nil {
			return nil, err
		}
		b.postgres = c
	}
	return b.postgres, nil
}

// hear starts Valkey or Redis, which keeps nothing.
func (b *backstage) hear(ctx context.Context) error {
	if b.redis != nil {
		return nil
	}
	bin, err := exec.LookPath("valkey-server")
	if err != nil {
		if bin, err = exec.LookPath("redis-server"); err != nil {
			return errors.New("the bench of several nodes needs Valkey or Redis: apt-get install redis-server, or brew install valkey")
		}
	}
	if b.dir, err = os.MkdirTemp("", "deskbell-bench-redis-"); err != nil {
		return err
	}
	if b.redisAt, err = drive.FreeAddr(); err != nil {
		return err
	}
	_, port, _ := strings.Cut(b.redisAt, ":")
	b.redis = exec.Command(bin, "--port", port, "--bind", "127.0.0.1", "--dir", b.dir, "--save", "", "--appendonly", "no", "--daemonize", "no")
	b.redis.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGTERM}
	if err := b.redis.Start(); err != nil {
		b.redis = nil
		return err
	}
	b.done = make(chan error, 1)
	go func(cmd *exec.Cmd) { b.done <- cmd.Wait() }(b.redis)
	for deadline := time.Now().Add(10 * time.Second); ; {
		conn, err := net.DialTimeout("tcp", b.redisAt, time.Second)
		if err == nil {
			return conn.Close()
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("%s does not listen: %w", bin, err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// close ends what was started.
func (b *backstage) close() {
	if b.postgres != nil {
		b.postgres.close()
	}
	if b.redis != nil {
		_ = b.redis.Process.Signal(syscall.SIGTERM)
		<-b.done
		_ = os.RemoveAll(b.dir)
	}
}

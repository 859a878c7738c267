package drive

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

// Shape is one way to run Deskbell: what holds of it must hold in each of them.
type Shape struct {
	Name string
	// Shared says that the data is in PostgreSQL, Heard that nodes tell each other through Redis.
	Shared, Heard bool
	nodes         int
}

// Shapes are the three ways: SQLite alone, one node on PostgreSQL, two nodes on one PostgreSQL and one Redis or Valkey.
func Shapes() []Shape {
	return []Shape{{Name: "SQLite", nodes: 1}, {Name: "PostgreSQL", Shared: true, nodes: 1}, {Name: "TwoNodes", Shared: true, Heard: true, nodes: 2}}
}

// The environment variables in which the tests find their servers, and what sets them.
const (
	envPostgres = "DESKBELL_TEST_POSTGRES"
	envRedis    = "DESKBELL_TEST_REDIS"
)

// Missing says what the shape needs and this run does not have; "" if nothing is missing.
func (s Shape) Missing() string {
	switch {
	case s.Shared && os.Getenv(envPostgres) == "":
		return envPostgres + " names no server; run it below scripts/with-postgres.sh"
	case s.Heard && os.Getenv(envRedis) == "":
		return envRedis + " names no server; run it below scripts/with-redis.sh"
	}
	return ""
}

// Setup says how the nodes of an installation are started.
type Setup struct {
	// Options hold for every node. Dir is the folder in which each gets a data folder of its own; Addr is chosen.
	Options
	// Nodes is how many there are; 0 is the shape's own number.
	Nodes int
	// Postgres and Redis put something between the nodes and their servers: they are given host:port of the server and
	// answer the one that the nodes shall use. nil leaves the line direct.
	Postgres, Redis func(addr string) (string, error)
}

// Installation is a running one: its nodes, and the servers that they share. Its methods may be called from several
// goroutines; each node by one at a time.
type Installation struct {
	Shape
	// PostgresAddr and RedisAddr are host:port of the servers themselves; "" where the shape has none. Others use them too.
	PostgresAddr, RedisAddr string
	// PostgresURL leads to the installation's own database, past whatever Setup put in between.
	PostgresURL string

	setup    Setup
	env      []string
	database string // to be dropped
	mu       sync.Mutex
	nodes    []*Server
	ended    []*Server // processes whose nodes were started again
}

// Start runs an installation. The caller ends it with Close, also after an error where there is one to close.
func (s Shape) Start(ctx context.Context, setup Setup) (*Installation, error) {
	if m := s.Missing(); m != "" {
		return nil, errors.New(m)
	}
	in := &Installation{Shape: s, setup: setup}
	if s.Shared {
		if err := in.createDatabase(ctx); err != nil {
			return nil, err
		}
	}
	if s.Heard {
		u, err := url.Parse(os.Getenv(envRedis))
		if err != nil {
			return nil, err
		}
		in.RedisAddr = u.Host
		if err := in.through(u, setup.Redis); err != nil {
			return nil, err
		}
		in.env = append(in.env, "DESKBELL_REDIS_URL="+u.String())
	}
	count := setup.Nodes
	if count == 0 {
		count = s.nodes
	}
	for range count {
		if _, err := in.Add(ctx); err != nil {
			return nil, errors.Join(err, in.Close())
		}
	}
	return in, nil
}

func (in *Installation) createDatabase(ctx context.Context) error {
	u, err := url.Parse(os.Getenv(envPostgres))
	if err != nil {
		return err
	}
	in.PostgresAddr = u.Host
	in.database = fmt.Sprintf("conformance_%d_%s", os.Getpid(), strconv.FormatInt(time.Now().UnixNano(), 36))
	if err := in.admin(ctx, "CREATE DATABASE "+in.database); err != nil {
		return err
	}
	u.Path = "/" + in.database
	in.PostgresURL = u.String()
	if err := in.through(u, in.setup.Postgres); err != nil {
		return err
	}
	in.env = append(in.env, "DESKBELL_DATABASE_URL="+u.String())
	return nil
}

func (in *Installation) through(u *url.URL, between func(string) (string, error)) (err error) {
	if between != nil {
		u.Host, err = between(u.Host)
	}
	return err
}

func (in *Installation) admin(ctx context.Context, statement string) error {
	conn, err := pgx.Connect(ctx, os.Getenv(envPostgres))
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, statement)
	return err
}

// Len is how many nodes there are, the ended ones too.
func (in *Installation) Len() int {
	in.mu.Lock()
	defer in.mu.Unlock()
	return len(in.nodes)
}

// Node is a node by its number; after the last comes the first again.
func (in *Installation) Node(i int) *Server {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.nodes[i%len(in.nodes)]
}

// Base is the address of a node, which stays the same over restarts; after the last comes the first again.
func (in *Installation) Base(i int) string { return in.Node(i).URL }

// Kill ends a node as a power cut would.
func (in *Installation) Kill(i int) { in.Node(i).Kill() }

// Stop asks a node to end and waits; it reports the exit code and how long it took.
func (in *Installation) Stop(i int) (code int, took time.Duration) { return in.Node(i).Stop() }

// Restart starts a node whose process has ended, on its address and folder.
func (in *Installation) Restart(ctx context.Context, i int) error {
	old := in.Node(i)
	again, err := old.Restart(ctx)
	if err != nil {
		return err
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	in.nodes[i%len(in.nodes)] = again
	in.ended = append(in.ended, old)
	return nil
}

// Add starts one more node, which only a shared shape bears, and answers its number.
func (in *Installation) Add(ctx context.Context) (int, error) {
	o := in.setup.Options
	o.Addr = ""
	o.Env = append(append([]string{}, in.env...), o.Env...)
	o.Dir = filepath.Join(in.setup.Dir, fmt.Sprint("node", in.Len()))
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		return 0, err
	}
	s, err := Start(ctx, o)
	if err != nil {
		return 0, err
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	in.nodes = append(in.nodes, s)
	return len(in.nodes) - 1, nil
}

// Log is the last n bytes that each process printed.
func (in *Installation) Log(n int) string {
	in.mu.Lock()
	defer in.mu.Unlock()
	var b strings.Builder
	for _, s := range append(append([]*Server{}, in.ended...), in.nodes...) {
		log := s.Log()
		if len(log) > n {
			log = "…" + log[len(log)-n:]
		}
		fmt.Fprintf(&b, "-- %s (process %d)\n%s\n", s.URL, s.PID(), log)
	}
	return b.String()
}

// Close ends what still runs and drops the database. The folders are the caller's.
func (in *Installation) Close() error {
	for i := range in.Len() {
		in.Kill(i)
	}
	if in.database == "" {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	return in.admin(ctx, "DROP DATABASE IF EXISTS "+in.database+" WITH (FORCE)")
}

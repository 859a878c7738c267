package sqlstore_test

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"

	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/store/sqlstore"
	"deskbell/internal/store/storetest"
)

// server is the PostgreSQL server of the tests, where they may make databases. scripts/with-postgres.sh starts one.
func server(t testing.TB) string {
	t.Helper()
	address := os.Getenv("DESKBELL_TEST_POSTGRES")
	if address == "" {
		t.Skip("NOT RUN: DESKBELL_TEST_POSTGRES names no server; run scripts/with-postgres.sh go test ./internal/store/...")
	}
	return address
}

var databases atomic.Int64

// newDatabase makes one like the template ("" is PostgreSQL's own) and drops it at the test's end.
func newDatabase(t testing.TB, template string) string {
	t.Helper()
	address := server(t)
	name := fmt.Sprintf("deskbell_test_%d_%d", os.Getpid(), databases.Add(1))
	statement := "CREATE DATABASE " + name
	if template != "" {
		statement += " TEMPLATE " + template
	}
	command(t, address, statement)
	t.Cleanup(func() { command(t, address, "DROP DATABASE "+name+" WITH (FORCE)") })
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}

func command(t testing.TB, address, statement string) {
	t.Helper()
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(context.Background(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

func openURL(t testing.TB, address string) *sqlstore.DB {
	t.Helper()
	db, err := sqlstore.Open(t.Context(), sqlstore.Options{URL: address})
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func TestContract_PostgreSQL(t *testing.T) {
	t.Parallel()
	// One migrated database is the template of the others, which is quicker than migrating each.
	template := newDatabase(t, "")
	if err := openURL(t, template).Close(); err != nil {
		t.Fatal(err)
	}
	u, _ := url.Parse(template)
	var copying sync.Mutex
	small := &narrow{found: map[string]bool{}}
	t.Cleanup(func() { small.report(t) }) // when the cases, which run at the same time, have ended
	storetest.Run(t, func(t *testing.T) store.Store {
		copying.Lock()
		address := newDatabase(t, u.Path[1:])
		copying.Unlock()
		db := openURL(t, address)
		t.Cleanup(func() { db.Close() })
		return watched{db, small}
	})
}

func TestPostgres_NodesStartAtOnce(t *testing.T) {
	t.Parallel()
	address := newDatabase(t, "")
	var wg sync.WaitGroup
	errs := make([]error, 4)
	for i := range errs {
		wg.Go(func() {
			db, err := sqlstore.Open(t.Context(), sqlstore.Options{URL: address})
			if err == nil {
				err = db.Close()
			}
			errs[i] = err
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestPostgres_TimeIsTheDatabases(t *testing.T) {
	t.Parallel()
	address := newDatabase(t, "")
	db, err := sqlstore.Open(t.Context(), sqlstore.Options{URL: address, Shift: func() time.Duration { return 90 * time.Minute },
		Now: func() time.Time { panic("the process's clock was asked") }})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var now time.Time
	if err := db.Read(t.Context(), func(tx store.Tx) error { now = tx.Now(); return nil }); err != nil {
		t.Fatal(err)
	}
	if ahead := time.Until(now); ahead < 85*time.Minute || ahead > 95*time.Minute {
		t.Fatalf("the transaction's time is %v ahead", ahead)
	}
}

func TestPostgres_LostConnectionsAreMadeAgain(t *testing.T) {
	t.Parallel()
	address := newDatabase(t, "")
	db := openURL(t, address)
	defer db.Close()
	u, _ := url.Parse(address)
	runs := 0
	err := db.Write(t.Context(), func(tx store.Tx) error {
		if runs++; runs == 1 {
			command(t, server(t), "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"+u.Path[1:]+"'")
		}
		return tx.SetSetting("k", "v")
	})
	if err != nil || runs != 2 {
		t.Fatalf("after %d runs: %v", runs, err)
	}
}

func TestPostgres_ConflictsAreRunAgain(t *testing.T) {
	t.Parallel()
	db := openURL(t, newDatabase(t, ""))
	defer db.Close()
	if err := db.Write(t.Context(), func(tx store.Tx) error { return tx.SetSetting("k", "") }); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if err := db.Write(context.Background(), func(tx store.Tx) error {
				v, err := tx.Setting("k")
				if err != nil {
					return err
				}
				return tx.SetSetting("k", v+"x")
			}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if err := db.Read(t.Context(), func(tx store.Tx) error {
		v, err := tx.Setting("k")
		if len(v) != 20 {
			t.Errorf("20 appended, %d are there", len(v))
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// A claim does not read what is done, also before PostgreSQL has counted the table for the first time: in its first minute
// an installation brought fewer than 500 messages a second, for each claim read all that had come.
func TestPostgres_ClaimsOfAnUncountedTable(t *testing.T) {
	t.Parallel()
	address := newDatabase(t, "")
	db := openURL(t, address)
	defer db.Close()
	command(t, address, `ALTER TABLE arrivals SET (autovacuum_enabled = false)`)
	command(t, address, `INSERT INTO arrivals (id, app_id, channel, at, body, attempts, not_before, lease_owner, lease_until, done_at, failure)
		SELECT 'a' || g, 'app', 'whatsapp', 1, convert_to(repeat('x', 400), 'UTF8'), 1, 0, '', 0, 1, '' FROM generate_series(1, 20000) g`)
	direct, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer direct.Close()
	rows, err := direct.QueryContext(t.Context(), "EXPLAIN "+sqlstore.OwedArrivals, 1000, 100, "me", 2)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var step string
		if err := rows.Scan(&step); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(step, "Seq Scan") {
			t.Errorf("%s", step)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}

func TestPostgres_NewerSchemaIsRefused(t *testing.T) {
	t.Parallel()
	address := newDatabase(t, "")
	if err := openURL(t, address).Close(); err != nil {
		t.Fatal(err)
	}
	command(t, address, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, true)")
	_, err := sqlstore.Open(t.Context(), sqlstore.Options{URL: address})
	if desk.CodeOf(err) != desk.CodeUnavailable {
		t.Fatalf("got %v", err)
	}
}

func TestPostgres_WrongAddress(t *testing.T) {
	t.Parallel()
	if _, err := sqlstore.Open(t.Context(), sqlstore.Options{URL: "postgres://%zz"}); desk.CodeOf(err) != desk.CodeInvalid {
		t.Errorf("broken address: %v", err)
	}
	if _, err := sqlstore.Open(t.Context(), sqlstore.Options{URL: "postgres://x@127.0.0.1:1/none?connect_timeout=2"}); desk.CodeOf(err) != desk.CodeUnavailable {
		t.Errorf("no server: %v", err)
	}
}

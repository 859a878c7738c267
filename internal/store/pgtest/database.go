package pgtest

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"sync/atomic"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver of the databases
)

var databases atomic.Int64

// Database is the address of an empty database on the server that all tests share, dropped when the test ends; what is
// still connected then is cut off. Where no tests on PostgreSQL are asked for, it skips the test.
func Database(t testing.TB) string {
	t.Helper()
	address := os.Getenv("DESKBELL_TEST_POSTGRES")
	if address == "" {
		t.Skip("NOT RUN: DESKBELL_TEST_POSTGRES names no server; run it below scripts/with-postgres.sh")
	}
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = fmt.Sprintf("/deskbell_test_%d_%d", os.Getpid(), databases.Add(1))
	if _, err := db.ExecContext(context.Background(), "CREATE DATABASE "+u.Path[1:]); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := db.ExecContext(context.Background(), "DROP DATABASE "+u.Path[1:]+" WITH (FORCE)"); err != nil {
			t.Error(err)
		}
		_ = db.Close()
	})
	return u.String()
}

package conversation_test

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"sync/atomic"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"

	"deskbell/internal/store/sqlstore"
)

var databases atomic.Int64

// newPostgresHouse is a house in a database of its own on the server that scripts/with-postgres.sh starts. There use
// cases run side by side and meet in the middle, which the one writer of SQLite spares them.
func newPostgresHouse(t *testing.T) *house {
	t.Helper()
	address := os.Getenv("DESKBELL_TEST_POSTGRES")
	if address == "" {
		t.Skip("NOT RUN: DESKBELL_TEST_POSTGRES names no server; run scripts/with-postgres.sh go test ./internal/conversation")
	}
	server, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("deskbell_desk_%d_%d", os.Getpid(), databases.Add(1))
	command := func(statement string) {
		if _, err := server.ExecContext(context.Background(), statement); err != nil {
			t.Fatal(err)
		}
	}
	command("CREATE DATABASE " + name)
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	h := new(house)
	db, err := sqlstore.Open(context.Background(), sqlstore.Options{URL: u.String(), Shift: h.shifted})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
		command("DROP DATABASE " + name + " WITH (FORCE)")
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	return h.on(t, db)
}

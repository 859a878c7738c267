package sqlstore_test

import (
	"net/url"
	"sync"
	"testing"

	"deskbell/internal/store"
	"deskbell/internal/store/sqlstore"
	"deskbell/internal/store/storetest"
)

// openNode opens a database as one of several nodes.
func openNode(t testing.TB, address, node string) *sqlstore.DB {
	t.Helper()
	db, err := sqlstore.Open(t.Context(), sqlstore.Options{URL: address, Node: node})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func TestNews_PostgreSQL(t *testing.T) {
	t.Parallel()
	template := newDatabase(t, "")
	if err := openURL(t, template).Close(); err != nil {
		t.Fatal(err)
	}
	u, _ := url.Parse(template)
	var copying sync.Mutex
	storetest.RunNews(t, func(t *testing.T) (a, b store.Store) {
		copying.Lock()
		address := newDatabase(t, u.Path[1:])
		copying.Unlock()
		return openNode(t, address, "a"), openNode(t, address, "b")
	})
}

// bulletin reads the news once.
func bulletin(t testing.TB, db *sqlstore.DB, since store.NewsCursor) (b store.Bulletin) {
	t.Helper()
	if err := db.Write(t.Context(), func(tx store.Tx) (err error) {
		b, err = tx.News(since)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return b
}

func tell(t testing.TB, db *sqlstore.DB, id string) {
	t.Helper()
	if err := db.Write(t.Context(), func(tx store.Tx) error { tx.Tell(store.Hint{Kind: "k", ID: id}); return nil }); err != nil {
		t.Fatal(err)
	}
}

// TestNews_WhoSleptLongMissed moves time by moving what is stored.
func TestNews_WhoSleptLongMissed(t *testing.T) {
	t.Parallel()
	address := newDatabase(t, "")
	a, b := openNode(t, address, "a"), openNode(t, address, "b")
	old := bulletin(t, b, "").Next
	tell(t, a, "old")
	command(t, address, "UPDATE news SET at = at - 400000")
	tell(t, a, "new")
	if err := a.Write(t.Context(), func(tx store.Tx) error { return tx.DropNews() }); err != nil {
		t.Fatal(err)
	}
	if got := bulletin(t, b, old); len(got.Hints) != 1 || got.Hints[0].ID != "new" || got.Missed {
		t.Errorf("after the old were dropped: %+v", got)
	}
	slept := store.NewsCursor(sqlstore.AgedCursor(string(old), 2*store.NewsKept))
	if got := bulletin(t, b, slept); !got.Missed || len(got.Hints) > 0 {
		t.Errorf("who slept for long got %+v", got)
	}
}

// TestNews_ACrashIsMissed empties the tables as a crash of PostgreSQL does.
func TestNews_ACrashIsMissed(t *testing.T) {
	t.Parallel()
	address := newDatabase(t, "")
	a, b := openNode(t, address, "a"), openNode(t, address, "b")
	cursor := bulletin(t, b, "").Next
	tell(t, a, "lost")
	command(t, address, "TRUNCATE news, news_began")
	got := bulletin(t, b, cursor)
	if !got.Missed {
		t.Errorf("after the crash: %+v", got)
	}
	tell(t, a, "after")
	if got = bulletin(t, b, got.Next); got.Missed || len(got.Hints) != 1 {
		t.Errorf("later: %+v", got)
	}
}

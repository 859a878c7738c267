package sqlstore_test

import (
	"fmt"
	"testing"
	"time"

	"deskbell/internal/store/pgtest"
)

// TestF6_AStandbyTakesOver kills a primary under load and promotes its standby, again and again. Commits wait for the
// standby, so that nothing that was acknowledged is lost; Deskbell finds the new primary by itself, because the address
// names both.
func TestF6_AStandbyTakesOver(t *testing.T) {
	t.Parallel()
	rounds := 1
	if long() {
		rounds = 20
	}
	primary := pgtest.Start(t, "wal_keep_size=64MB", "synchronous_commit=on")
	primary.Exec("postgres", "CREATE DATABASE deskbell")
	var slowest time.Duration
	for i := range rounds {
		t.Run(fmt.Sprint(i+1), func(t *testing.T) {
			standby := primary.Standby(fmt.Sprint("next", i+1))
			// The driver is told of both, and not which of them may be written to: at first that is the other one.
			db := openNode(t, fmt.Sprintf("postgres://%s@%s,%s/deskbell?sslmode=disable", pgtest.Superuser, standby.Addr(), primary.Addr()), "node")
			if i > 0 {
				primary.Exec("deskbell", "TRUNCATE conversations, contacts CASCADE")
			}
			g := startGuests(t, db)
			g.flow(100)
			primary.Kill()
			standby.Promote()
			slowest = max(slowest, g.flow(1))
			g.flow(50)
			g.check(db)
			primary = standby
		})
		if t.Failed() {
			return
		}
	}
	if slowest > 10*time.Second {
		t.Errorf("after the promotion it took %v until a message was stored", slowest)
	}
	t.Logf("%d failovers; at most %v from promoted to the next message", rounds, slowest)
}

// TestF6_APrimaryIsDemoted lets the primary live on as a server that only reads: its connections stay, and must be left
// for those of the new one.
func TestF6_APrimaryIsDemoted(t *testing.T) {
	t.Parallel()
	primary := pgtest.Start(t, "wal_keep_size=64MB")
	primary.Exec("postgres", "CREATE DATABASE deskbell")
	standby := primary.Standby("")
	db := openNode(t, fmt.Sprintf("postgres://%s@%s,%s/deskbell?sslmode=disable", pgtest.Superuser, primary.Addr(), standby.Addr()), "node")
	g := startGuests(t, db)
	g.flow(50)
	primary.Exec("postgres", "ALTER SYSTEM SET default_transaction_read_only = on")
	primary.Exec("postgres", "SELECT pg_reload_conf()")
	eventually(t, "the primary only reads", func() bool { return primary.Try("deskbell", "DELETE FROM settings WHERE false") != nil })
	eventually(t, "the standby has everything", func() bool { return primary.Try("postgres", caughtUp) == nil })
	standby.Promote()
	if took := g.flow(1); took > 10*time.Second {
		t.Errorf("after the promotion it took %v until a message was stored", took)
	}
	g.flow(50)
	g.check(db)
}

// caughtUp fails while the standby lacks something.
const caughtUp = "SELECT 1 / (CASE WHEN bool_and(replay_lsn = pg_current_wal_lsn()) THEN 1 ELSE 0 END) FROM pg_stat_replication"

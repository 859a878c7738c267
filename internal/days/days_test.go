package days_test

import (
	"context"
	"math/rand/v2"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"deskbell/internal/store"
	"deskbell/internal/store/memstore"
	"deskbell/internal/store/sqlstore"
)

// How many days pass. With the race detector, which takes ten times as long, fewer do; DESKBELL_LONG=1 is for
// `make conformance`. DESKBELL_DAYS is another number, DESKBELL_SEED lets one day pass again.
const (
	daysRaced = 25
	days      = 1000
	daysLong  = 10_000
	// On SQLite each commit waits for the disk.
	daysSQLite     = 1
	daysSQLiteLong = 50
)

func howMany(t *testing.T, short, long int) (n int) {
	t.Helper()
	n = short
	if os.Getenv("DESKBELL_LONG") != "" {
		n = long
	}
	if asked, err := strconv.Atoi(os.Getenv("DESKBELL_DAYS")); err == nil {
		n = asked
	}
	return n
}

func TestMain(m *testing.M) {
	debug.SetGCPercent(400) // a day leaves little behind
	os.Exit(m.Run())
}

// TestDays lets random days pass on the store in memory.
func TestDays(t *testing.T) {
	t.Parallel()
	n := days
	if raced || testing.Short() {
		n = daysRaced
	}
	run(t, howMany(t, n, daysLong), inMemory)
}

// TestDays_SQLite lets a few pass on SQLite, whose clock is the virtual one.
func TestDays_SQLite(t *testing.T) {
	t.Parallel()
	run(t, min(howMany(t, daysSQLite, daysSQLiteLong), daysSQLiteLong), onSQLite)
}

// memory keeps one store through all restarts.
type memory struct{ *memstore.Store }

func inMemory(*testing.T) shelf { return memory{memstore.New(time.Now)} }

func (m memory) open() (store.Store, error) { return m.Store, nil }
func (memory) close(store.Store) error      { return nil }

// folder is a data folder.
type folder string

func onSQLite(t *testing.T) shelf { return folder(t.TempDir()) }

func (f folder) open() (store.Store, error) {
	return sqlstore.Open(context.Background(), sqlstore.Options{Dir: string(f), Now: time.Now})
}

func (folder) close(s store.Store) error { return s.Close() }

// run lets days pass, as many at once as there are processors, and says how often each thing happened.
func run(t *testing.T, n int, on func(*testing.T) shelf) {
	seed := rand.Uint64()
	if s := os.Getenv("DESKBELL_SEED"); s != "" {
		asked, err := strconv.ParseUint(s, 10, 64)
		if err != nil {
			t.Fatalf("DESKBELL_SEED: %v", err)
		}
		seed, n = asked, 1
	}
	began := time.Now()
	var mu sync.Mutex
	total := map[string]int{}
	next := 0
	t.Run("days", func(t *testing.T) {
		for worker := range min(n, runtime.GOMAXPROCS(0)) {
			t.Run(strconv.Itoa(worker), func(t *testing.T) {
				t.Parallel()
				for {
					mu.Lock()
					i := next
					next++
					mu.Unlock()
					if i >= n || t.Failed() {
						return
					}
					counts := one(t, seed+uint64(i), on)
					mu.Lock()
					add(total, counts)
					mu.Unlock()
				}
			})
		}
	})
	t.Logf("%d days from seed %d in %s", n, seed, time.Since(began).Round(time.Millisecond))
	for _, what := range table(total) {
		t.Logf("%9d %s", total[what], what)
	}
	if n < days || t.Failed() {
		return
	}
	for _, must := range mustHappen {
		if total[must] == 0 {
			t.Errorf("in %d days this never happened, so nothing was seen of it: %s", n, must)
		}
	}
}

// pass lets the day of a seed pass.
func pass(t *testing.T, seed uint64, on func(*testing.T) shelf) (d *day) {
	synctest.Test(t, func(t *testing.T) {
		d = &day{shelf: on(t), rng: rand.New(rand.NewPCG(seed, 1))}
		d.live()
	})
	return d
}

// one lets one day pass and says what happened.
func one(t *testing.T, seed uint64, on func(*testing.T) shelf) map[string]int {
	d := pass(t, seed, on)
	if report := d.watch.report(); report != "" {
		t.Errorf("day %d went wrong; it passes again with DESKBELL_SEED=%d go test ./internal/days -run '%s$' -count 1\n%s",
			seed, seed, strings.SplitN(t.Name(), "/", 2)[0], report)
	}
	return d.watch.counts
}

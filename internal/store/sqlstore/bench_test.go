package sqlstore_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/store/sqlstore"
	"deskbell/internal/store/storetest"
)

// The benchmarks of the large store fill it once; DESKBELL_BENCH_DIR keeps it between runs.
var large = sync.OnceValues(func() (string, error) {
	dir := os.Getenv("DESKBELL_BENCH_DIR")
	if dir == "" {
		var err error
		if dir, err = os.MkdirTemp("", "deskbell-bench"); err != nil {
			return "", err
		}
		made = append(made, dir)
	}
	if _, err := os.Stat(filepath.Join(dir, sqlstore.DatabaseFile)); err == nil {
		return dir, nil
	}
	db, err := sqlstore.Open(context.Background(), sqlstore.Options{Dir: dir})
	if err != nil {
		return "", err
	}
	if _, err := storetest.Fill(context.Background(), db, 100_000, 10, 2000); err != nil {
		return "", err
	}
	return dir, db.Close()
})

func openLarge(b *testing.B) *sqlstore.DB {
	dir, err := large()
	if err != nil {
		b.Fatal(err)
	}
	start := time.Now()
	db := openDir(b, dir)
	b.Logf("open to ready: %v", time.Since(start))
	return db
}

// BenchmarkReceive is a guest's message under an agent's control: load the state by the contact, save it with one entry.
// 200 conversations, as many guests who write without a pause.
func BenchmarkReceive(b *testing.B) {
	b.Run("small", func(b *testing.B) { receive(b, openDir(b, b.TempDir())) })
	b.Run("large", func(b *testing.B) { receive(b, openLarge(b)) })
	b.Run("postgres", func(b *testing.B) { receive(b, openPostgres(b)) })
}

func openPostgres(b *testing.B) *sqlstore.DB {
	db, err := sqlstore.Open(b.Context(), sqlstore.Options{URL: newDatabase(b, "")})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	return db
}

func receive(b *testing.B, db *sqlstore.DB) {
	const guests = 200
	f, err := storetest.Fill(b.Context(), db, guests, 3, guests)
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range f.Contacts {
		if err := write(db, c, func(s desk.State, o *desk.Outcome) {
			o.State.Controller, o.State.Epoch = desk.Controller{Kind: desk.ControllerAgent, AgentID: f.PersonID}, s.Epoch+1
			o.State.Timers = []desk.Timer{{Kind: desk.TimerReminder, For: "2/1", DueAt: s.LastAt}, {Kind: desk.TimerRelief, For: "2/1", DueAt: s.LastAt}}
			o.State.Turn = &desk.Turn{ID: "turn-" + c, OwedAt: s.LastAt, End: desk.TurnWithdrawn, EndedAt: s.LastAt}
		}); err != nil {
			b.Fatal(err)
		}
	}
	before, cpu := db.Stats(), cpuTime()
	var sent atomic.Int64
	var mu sync.Mutex
	var took []time.Duration
	b.ResetTimer()
	var wg sync.WaitGroup
	for _, c := range f.Contacts {
		wg.Go(func() {
			var mine []time.Duration
			for sent.Add(1) <= int64(b.N) {
				start := time.Now()
				if err := write(db, c, nil); err != nil {
					b.Error(err)
					return
				}
				mine = append(mine, time.Since(start))
			}
			mu.Lock()
			took = append(took, mine...)
			mu.Unlock()
		})
	}
	wg.Wait()
	b.StopTimer()
	after := db.Stats()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "msg/s")
	b.ReportMetric(float64((cpuTime()-cpu).Microseconds())/float64(b.N), "cpu-us/msg")
	b.ReportMetric(float64(after.Written-before.Written)/float64(max(1, after.Commits-before.Commits)), "per-commit")
	percentiles(b, took)
}

// write is one message of the contact's.
func write(db store.Store, contactID string, change func(desk.State, *desk.Outcome)) error {
	return db.Write(context.Background(), func(tx store.Tx) error {
		s, err := tx.StateOfContact(contactID)
		if err != nil {
			return err
		}
		seq := s.LastSeq + 1
		e := desk.Entry{ID: fmt.Sprintf("%s-%d", s.ID, seq), ConversationID: s.ID, PropertyID: s.PropertyID, ContactID: contactID, Seq: seq,
			PrevPublic: s.LastPublicSeq, Public: true, Kind: desk.EntryMessage, Author: desk.Author{Kind: desk.AuthorGuest, ID: contactID},
			Text: "Could we have two more towels, please? We are in room 214.", ClientID: fmt.Sprintf("%s-%d", contactID, seq), Epoch: s.Epoch, At: tx.Now()}
		out := desk.Outcome{State: s}
		out.State.LastSeq, out.State.LastPublicSeq, out.State.GuestAt, out.State.LastAt, out.State.Facts.GuestSeq = seq, seq, e.At, e.At, seq
		if change != nil {
			change(s, &out)
		}
		return tx.Save(s, out, []desk.Entry{e})
	})
}

// cpuTime is what the process has used of the processors: on a busy machine it says more than the clock.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func percentiles(b *testing.B, took []time.Duration) {
	if len(took) == 0 {
		return
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}

// BenchmarkPaced is the same at 1,000 messages a second, each sent when it is due whether or not others are answered.
func BenchmarkPaced(b *testing.B) {
	b.Run("small", func(b *testing.B) { paced(b, openDir(b, b.TempDir())) })
	b.Run("large", func(b *testing.B) { paced(b, openLarge(b)) })
}

func paced(b *testing.B, db *sqlstore.DB) {
	f, err := storetest.Fill(b.Context(), db, 200, 3, 200)
	if err != nil {
		b.Fatal(err)
	}
	took := make([]time.Duration, b.N)
	b.ResetTimer()
	start := time.Now()
	var wg sync.WaitGroup
	for i := range took {
		due := start.Add(time.Duration(i) * time.Millisecond)
		time.Sleep(time.Until(due))
		wg.Go(func() {
			for {
				err := write(db, f.Contacts[i%len(f.Contacts)], nil)
				if errors.Is(err, desk.ErrChanged) {
					continue
				}
				if err != nil {
					b.Error(err)
				}
				break
			}
			took[i] = time.Since(due)
		})
	}
	wg.Wait()
	b.StopTimer()
	percentiles(b, took)
}

// BenchmarkList is a page of the wall, while guests write 1,000 messages a second.
func BenchmarkList(b *testing.B) {
	db := openLarge(b)
	f, err := storetest.Fill(b.Context(), db, 200, 3, 200)
	if err != nil {
		b.Fatal(err)
	}
	var properties []string
	if err := db.Read(b.Context(), func(tx store.Tx) error {
		all, err := tx.ListProperties()
		for _, p := range all {
			properties = append(properties, p.ID)
		}
		return err
	}); err != nil {
		b.Fatal(err)
	}
	stop := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			case <-time.After(time.Millisecond):
				_ = write(db, f.Contacts[i%len(f.Contacts)], nil)
			}
		}
	})
	for _, view := range []store.View{store.ViewLive, store.ViewHistory, store.ViewRequests} {
		b.Run(string(view), func(b *testing.B) {
			took := make([]time.Duration, b.N)
			for i := range took {
				start := time.Now()
				if err := db.Read(b.Context(), func(tx store.Tx) error {
					_, _, err := tx.List(store.ListFilter{View: view, PropertyIDs: properties})
					return err
				}); err != nil {
					b.Fatal(err)
				}
				took[i] = time.Since(start)
			}
			percentiles(b, took)
		})
	}
	b.Run("counts", func(b *testing.B) {
		for b.Loop() {
			if err := db.Read(b.Context(), func(tx store.Tx) error { _, err := tx.Counts(f.PersonID, properties); return err }); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("search", func(b *testing.B) {
		for b.Loop() {
			if err := db.Read(b.Context(), func(tx store.Tx) error { _, err := tx.Search(properties, "towels mueller", 50); return err }); err != nil {
				b.Fatal(err)
			}
		}
	})
	close(stop)
	wg.Wait()
}

package hub_test

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/knowledge/hub"
	"deskbell/internal/store"
	"deskbell/internal/store/sqlstore"
)

// BenchmarkImport_50000 brings as many entries as a file may have into a database on disk, and lists them from the first
// page to the last. It tells how long both take and what stays in memory.
func BenchmarkImport_50000(b *testing.B) {
	const most, page = 50_000, 100
	carla := desk.Person{ID: "carla", Email: "carla@example.org", Name: "carla", Role: desk.RoleKnowledgeManager, Active: true, Duty: desk.DutyAway, PropertyIDs: []string{harbour}}
	var file strings.Builder
	file.WriteString("question,answer\n")
	for n := range most {
		fmt.Fprintf(&file, "Where is room %d?,Room %d is on floor %d beside the lift.\n", n, n, n/100)
	}
	for range b.N {
		db, err := sqlstore.Open(b.Context(), sqlstore.Options{Dir: b.TempDir()})
		if err != nil {
			b.Fatal(err)
		}
		if err := db.Write(b.Context(), func(tx store.Tx) error {
			if err := tx.CreateProperty(desk.Property{ID: harbour, Key: harbour, Name: harbour, CreatedAt: tx.Now(), UpdatedAt: tx.Now()}); err != nil {
				return err
			}
			return tx.CreatePerson(carla)
		}); err != nil {
			b.Fatal(err)
		}
		var ids atomic.Int64
		// Changed is told when an import ends, before its row says so.
		ended := make(chan struct{}, 1)
		h := hub.New(hub.Config{Store: db, NewID: func() string { return fmt.Sprintf("id-%06d", ids.Add(1)) }, Changed: func(string) { ended <- struct{}{} }})
		before := inUse()
		began := time.Now()
		i, err := h.Upload(b.Context(), carla, harbour, "rooms.csv", []byte(file.String()))
		if err != nil || i.Total != most {
			b.Fatalf("%+v, %v", i, err)
		}
		if _, err := h.Start(b.Context(), carla, harbour, i.ID, false, true); err != nil {
			b.Fatal(err)
		}
		ctx, stop := context.WithCancel(b.Context())
		done := make(chan error, 1)
		go func() { done <- h.Run(ctx) }()
		<-ended
		b.ReportMetric(time.Since(began).Seconds(), "s/import")
		stop()
		if err := <-done; err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(inUse()-before)/(1<<20), "MB-kept")

		listed, longest := 0, time.Duration(0)
		for last := ""; ; {
			began := time.Now()
			var list []store.KnowledgeEntry
			if err := db.Read(b.Context(), func(tx store.Tx) (err error) {
				list, err = tx.PageEntries(store.KnowledgeEntryFilter{PropertyID: harbour, Before: last, Limit: page})
				return err
			}); err != nil {
				b.Fatal(err)
			}
			longest = max(longest, time.Since(began))
			if len(list) == 0 {
				break
			}
			listed, last = listed+len(list), list[len(list)-1].ID
		}
		if listed != most {
			b.Fatalf("%d entries are listed", listed)
		}
		b.ReportMetric(float64(longest.Microseconds())/1000, "ms/longest-page")
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// inUse is what is in memory and used.
func inUse() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

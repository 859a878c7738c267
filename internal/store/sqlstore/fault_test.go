package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// These look inside the package: they make commits fail and hold the writer still.

func openEngine(t *testing.T, dir string) (*DB, *sqliteEngine) {
	t.Helper()
	db, err := Open(context.Background(), Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db, db.engine.(*sqliteEngine)
}

func set(db store.Store, key string, hook func()) error {
	return db.Write(context.Background(), func(tx store.Tx) error {
		tx.AfterCommit(hook)
		return tx.SetSetting(key, "v")
	})
}

func has(t *testing.T, db store.Store, key string) bool {
	t.Helper()
	var v string
	if err := db.Read(context.Background(), func(tx store.Tx) (err error) { v, err = tx.Setting(key); return err }); err != nil {
		t.Fatal(err)
	}
	return v != ""
}

// hold keeps the writer busy until the returned function is called, so that what is written meanwhile shares a commit.
func hold(t *testing.T, e *sqliteEngine) (release func()) {
	t.Helper()
	began, end := make(chan struct{}), make(chan struct{})
	go func() { e.pauses <- func() { close(began); <-end } }()
	<-began
	return sync.OnceFunc(func() { close(end) })
}

func waitQueue(t *testing.T, e *sqliteEngine, n int) {
	t.Helper()
	for len(e.queue) < n {
		if t.Context().Err() != nil {
			t.Fatal("the queue did not fill")
		}
		runtime.Gosched()
	}
}

func TestWriter_AFailedCommitReleasesNothing(t *testing.T) {
	t.Parallel()
	db, e := openEngine(t, Migrated(t))
	for _, size := range []int{1, 30} {
		var failing atomic.Bool
		failing.Store(true)
		release := hold(t, e)
		e.failCommit = func() error {
			if failing.Load() {
				return errors.New("injected")
			}
			return nil
		}
		var hooks atomic.Int64
		var wg sync.WaitGroup
		for i := range size {
			wg.Go(func() {
				err := set(db, fmt.Sprint("failed", size, i), func() { hooks.Add(1) })
				if desk.CodeOf(err) != desk.CodeUnavailable {
					t.Errorf("answered %v", err)
				}
			})
		}
		waitQueue(t, e, size)
		release()
		wg.Wait()
		failing.Store(false)
		if err := set(db, fmt.Sprint("after", size), func() {}); err != nil {
			t.Fatalf("the store does not recover: %v", err)
		}
		for i := range size {
			if has(t, db, fmt.Sprint("failed", size, i)) {
				t.Fatal("something of a failed commit is stored")
			}
		}
		if !has(t, db, fmt.Sprint("after", size)) || hooks.Load() != 0 {
			t.Fatalf("after the failure: stored %v, %d hooks ran", has(t, db, fmt.Sprint("after", size)), hooks.Load())
		}
	}
	if got := db.Stats().FailedCommits; got != 2 {
		t.Fatalf("%d failed commits counted", got)
	}
}

func TestWriter_ManyShareACommit(t *testing.T) {
	t.Parallel()
	db, e := openEngine(t, Migrated(t))
	before := db.Stats()
	release := hold(t, e)
	var wg sync.WaitGroup
	var order []int
	for i := range 300 {
		wg.Go(func() {
			if err := set(db, fmt.Sprint("k", i), func() { order = append(order, i) }); err != nil {
				t.Error(err)
			}
		})
	}
	waitQueue(t, e, 300)
	release()
	wg.Wait()
	after := db.Stats()
	if after.LargestBatch != batch || after.Commits-before.Commits > 3 || len(order) != 300 {
		t.Fatalf("%d commits, the largest of %d; %d hooks", after.Commits-before.Commits, after.LargestBatch, len(order))
	}
}

func TestWriter_WhoGivesUpBeforeItsTurnIsSkipped(t *testing.T) {
	t.Parallel()
	db, e := openEngine(t, Migrated(t))
	release := hold(t, e)
	defer release()
	ctx, cancel := context.WithCancel(t.Context())
	answered := make(chan error, 1)
	var ran atomic.Bool
	go func() {
		answered <- db.Write(ctx, func(store.Tx) error { ran.Store(true); return nil })
	}()
	waitQueue(t, e, 1)
	cancel()
	if err := <-answered; !errors.Is(err, context.Canceled) {
		t.Fatalf("answered %v", err)
	}
	release()
	if err := set(db, "later", func() {}); err != nil || ran.Load() {
		t.Fatalf("%v; ran %v", err, ran.Load())
	}
}

func TestWriter_AFullQueueRefuses(t *testing.T) {
	t.Parallel()
	db, e := openEngine(t, Migrated(t))
	release := hold(t, e)
	defer release()
	var wg sync.WaitGroup
	for range queueLength {
		wg.Go(func() { _ = db.Write(context.Background(), func(store.Tx) error { return nil }) })
	}
	waitQueue(t, e, queueLength)
	err := db.Write(t.Context(), func(store.Tx) error { return nil })
	var refusal *desk.Error
	if !errors.As(err, &refusal) || refusal.Code != desk.CodeUnavailable || refusal.RetryAfter == 0 {
		t.Fatalf("answered %v", err)
	}
	release()
	wg.Wait()
}

func TestWriter_CloseAnswersWhoWaits(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	db, e := openEngine(t, dir)
	release := hold(t, e)
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() {
			if err := set(db, fmt.Sprint("k", i), func() {}); err != nil {
				t.Error(err)
			}
		})
	}
	waitQueue(t, e, 50)
	closed := make(chan error)
	go func() { closed <- db.Close() }()
	release()
	if err := <-closed; err != nil {
		t.Fatal(err)
	}
	wg.Wait()
	again, _ := openEngine(t, dir)
	for i := range 50 {
		if !has(t, again, fmt.Sprint("k", i)) {
			t.Fatalf("k%d was answered and is gone", i)
		}
	}
}

func TestWriter_AHookThatPanicsStopsNobody(t *testing.T) {
	t.Parallel()
	db, _ := openEngine(t, Migrated(t))
	if err := set(db, "a", func() { panic("on purpose") }); err != nil {
		t.Fatal(err)
	}
	if err := set(db, "b", func() {}); err != nil || !has(t, db, "b") {
		t.Fatal(err)
	}
}

func TestTx_IsOverAfterItsFn(t *testing.T) {
	t.Parallel()
	db, _ := openEngine(t, Migrated(t))
	var kept store.Tx
	if err := db.Write(t.Context(), func(tx store.Tx) error { kept = tx; return nil }); err != nil {
		t.Fatal(err)
	}
	if err := kept.SetSetting("late", "v"); !errors.Is(err, errOver) {
		t.Fatalf("answered %v", err)
	}
}

func TestTx_ADatabaseErrorFailsTheFnThatLooksAway(t *testing.T) {
	t.Parallel()
	db, _ := openEngine(t, Migrated(t))
	err := db.Write(t.Context(), func(s store.Tx) error {
		if err := s.SetSetting("k", "v"); err != nil {
			return err
		}
		_ = s.(*tx).run(`INSERT INTO settings (key, value) VALUES ('k', 'again')`)
		return nil
	})
	if err == nil || has(t, db, "k") {
		t.Fatalf("answered %v; stored %v", err, has(t, db, "k"))
	}
}

// A limit on the size of files stands in for a full disk: writes beyond it fail as writes to a full disk do. It holds
// for a whole process, so the test runs itself again.
func TestWriter_FullDisk(t *testing.T) {
	if os.Getenv("DESKBELL_TEST_FULL_DISK") != "" {
		fullDisk(t, os.Getenv("DESKBELL_TEST_FULL_DISK"))
		return
	}
	t.Parallel()
	cmd := exec.Command(os.Args[0], "-test.run=^TestWriter_FullDisk$", "-test.v")
	cmd.Env = append(os.Environ(), "DESKBELL_TEST_FULL_DISK="+t.TempDir())
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

func fullDisk(t *testing.T, dir string) {
	db, e := openEngine(t, dir)
	if err := set(db, "before", func() {}); err != nil {
		t.Fatal(err)
	}
	size := func() int64 {
		info, err := os.Stat(filepath.Join(e.dir, DatabaseFile+"-wal"))
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	limit(t, uint64(size())+64<<10)
	hooks := 0
	fill := func(i int) error {
		return db.Write(context.Background(), func(tx store.Tx) error {
			tx.AfterCommit(func() { hooks++ })
			return tx.SetSetting(fmt.Sprint("filler", i), strings.Repeat("x", 10_000))
		})
	}
	stored, refused := 0, 0
	for i := range 40 {
		switch err := fill(i); desk.CodeOf(err) {
		case "":
			stored++
		case desk.CodeUnavailable:
			refused++
		default:
			t.Fatalf("answered %v", err)
		}
	}
	if refused == 0 {
		t.Fatal("the disk did not get full")
	}
	limit(t, 1<<40)
	if err := set(db, "after", func() {}); err != nil {
		t.Fatalf("with room again: %v", err)
	}
	found := 0
	for i := range 40 {
		if has(t, db, fmt.Sprint("filler", i)) {
			found++
		}
	}
	if found != stored || hooks != stored || !has(t, db, "before") || !has(t, db, "after") {
		t.Fatalf("%d answered as stored, %d are; %d hooks ran", stored, found, hooks)
	}
}

func limit(t *testing.T, bytes uint64) {
	t.Helper()
	var now syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &now); err != nil {
		t.Fatal(err)
	}
	now.Cur = min(bytes, now.Max)
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &now); err != nil {
		t.Fatal(err)
	}
}

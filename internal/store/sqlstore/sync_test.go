package sqlstore

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestASyncPrecedesEveryAcknowledgement holds the system calls of a store against promise 1: between a write's bytes in
// the log and its acknowledgement there is a sync of the log. With `synchronous` lowered the same check must fail, or it
// would show nothing.
func TestASyncPrecedesEveryAcknowledgement(t *testing.T) {
	t.Parallel()
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("no strace here; make test installs it")
	}
	for _, c := range []struct {
		level    string
		unsynced bool
	}{{"FULL", false}, {"NORMAL", true}, {"OFF", true}} {
		t.Run(c.level, func(t *testing.T) {
			t.Parallel()
			trace := filepath.Join(t.TempDir(), "trace")
			cmd := exec.Command(strace, "-f", "-y", "-o", trace, "-e", "trace=write,pwrite64,fsync,fdatasync",
				os.Args[0], "-test.run", "^TestSyncChild$")
			cmd.Env = append(os.Environ(), "DESKBELL_SYNC_CHILD="+c.level, "DESKBELL_SYNC_DIR="+t.TempDir())
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			acks, unsynced := readTrace(t, trace)
			if acks != syncWrites {
				t.Fatalf("the trace shows %d acknowledgements of %d", acks, syncWrites)
			}
			if got := unsynced > 0; got != c.unsynced {
				t.Errorf("%d of %d were acknowledged without a sync of the log", unsynced, acks)
			}
		})
	}
}

const syncWrites = 30

// TestSyncChild is the traced process: it writes, and says so where the trace sees it.
func TestSyncChild(t *testing.T) {
	level := os.Getenv("DESKBELL_SYNC_CHILD")
	if level == "" {
		t.Skip("runs only as the traced process of TestASyncPrecedesEveryAcknowledgement")
	}
	db, e := openEngine(t, os.Getenv("DESKBELL_SYNC_DIR"))
	done := make(chan error)
	e.pauses <- func() {
		_, err := e.writer.exec("PRAGMA synchronous = "+level, nil)
		go func() { done <- err }()
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	acks, err := os.Create(filepath.Join(os.Getenv("DESKBELL_SYNC_DIR"), "acknowledged"))
	if err != nil {
		t.Fatal(err)
	}
	defer acks.Close()
	for n := range syncWrites {
		if err := set(db, fmt.Sprint("key", n), func() {}); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(acks, n)
	}
}

var (
	traced  = regexp.MustCompile(`^(\d+) +(\w+)\(\d+<([^>]*)>`)
	resumed = regexp.MustCompile(`^(\d+) +<\.\.\. (\w+) resumed>`)
)

// readTrace counts acknowledgements, and those with no finished sync of written log since the one before.
func readTrace(t *testing.T, path string) (acks, unsynced int) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	wrote, synced := false, false
	files := map[string]string{}
	for scan := bufio.NewScanner(bytes.NewReader(b)); scan.Scan(); {
		line := scan.Text()
		var call, file string
		ended := true
		if m := traced.FindStringSubmatch(line); m != nil {
			call, file = m[2], m[3]
			files[m[1]] = file
			ended = !strings.Contains(line, "<unfinished")
		} else if m := resumed.FindStringSubmatch(line); m != nil {
			call, file = m[2], files[m[1]]
		}
		switch {
		case strings.HasSuffix(file, "/acknowledged") && traced.MatchString(line):
			acks++
			if !wrote || !synced {
				unsynced++
			}
			wrote, synced = false, false
		case strings.HasSuffix(file, "-wal") && strings.HasPrefix(call, "pwrite"):
			wrote = true
		case strings.HasSuffix(file, "-wal") && strings.HasSuffix(call, "sync") && ended:
			synced = synced || wrote
		}
	}
	return acks, unsynced
}

package conformance

import (
	"bufio"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"deskbell/conformance/drive"
)

// Promise 1, to the letter: between a message's bytes in the write-ahead log and its 201 there is a sync of that log. The
// system calls tell; internal/store/sqlstore holds the same check against a lowered `synchronous` and sees it fail.
func TestASyncPrecedesEveryAcknowledgement(t *testing.T) {
	t.Parallel()
	trace := filepath.Join(t.TempDir(), "trace")
	srv := start(t, drive.Options{Wrap: []string{
		"strace", "-f", "-y", "-s", "64", "-o", trace, "-e", "trace=write,pwrite64,fsync,fdatasync",
	}})
	g := guest(t, srv)
	first, err := g.Send(t.Context(), "first", "first")
	if err != nil {
		t.Fatal(err)
	}
	// Under an agent's control nobody else writes: each sync is the message's own.
	if err := staff(t, srv, "agent1@demo.example").Act(t.Context(), first.ConversationID, "take-control", nil); err != nil {
		t.Fatal(err)
	}
	const messages = 50
	for n := range messages {
		text := "message " + strconv.Itoa(n)
		if _, err := g.Send(t.Context(), text, text); err != nil {
			t.Fatal(err)
		}
	}
	srv.Stop()
	acks, unsynced, err := readTrace(trace)
	if err != nil {
		t.Fatal(err)
	}
	if acks < messages {
		t.Fatalf("the trace shows %d acknowledgements, want at least %d: the check sees nothing", acks, messages)
	}
	for _, line := range unsynced {
		t.Errorf("acknowledged without a sync since the one before: %s", line)
	}
}

var (
	finished   = regexp.MustCompile(`^(\d+) +(\w+)\(\d+<([^>]*)>.*\) += `)
	unfinished = regexp.MustCompile(`^(\d+) +(\w+)\(\d+<([^>]*)>.*<unfinished \.\.\.>`)
	resumed    = regexp.MustCompile(`^(\d+) +<\.\.\. (\w+) resumed>`)
)

// readTrace walks the system calls in order. Messages were sent one after the other, so each acknowledgement needs a
// write to the log and then a finished sync of its own since the acknowledgement before.
func readTrace(path string) (acks int, unsynced []string, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, nil, err
	}
	defer f.Close()
	wrote, synced := false, false
	pending := map[string]string{} // thread → the file of a call that is under way
	scan := bufio.NewScanner(f)
	scan.Buffer(make([]byte, 1<<20), 1<<20)
	for scan.Scan() {
		line := scan.Text()
		if strings.Contains(line, `"HTTP/1.1 201 Created`) {
			acks++
			if acks > 1 && !(wrote && synced) { // the first 201 is the session's
				unsynced = append(unsynced, line)
			}
			wrote, synced = false, false
			continue
		}
		var call, file string
		if m := finished.FindStringSubmatch(line); m != nil {
			call, file = m[2], m[3]
		} else if m := unfinished.FindStringSubmatch(line); m != nil {
			pending[m[1]] = m[3]
			if m[2] == "pwrite64" && strings.HasSuffix(m[3], "-wal") {
				wrote = true
			}
			continue
		} else if m := resumed.FindStringSubmatch(line); m != nil {
			call, file = m[2], pending[m[1]]
			delete(pending, m[1])
		}
		if !strings.HasSuffix(file, "-wal") {
			continue
		}
		switch call {
		case "pwrite64", "write":
			wrote = true
		case "fsync", "fdatasync":
			synced = synced || wrote
		}
	}
	return acks, unsynced, scan.Err()
}

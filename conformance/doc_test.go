// Package conformance tests the built binary from outside, through its public faces only: what it acknowledges must be
// true, whatever happens to the process. `make test` runs the short forms, `make conformance` the long ones.
package conformance

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"testing"
	"time"

	"deskbell/conformance/drive"
)

// long reports whether the long forms are asked for.
func long() bool { return os.Getenv("DESKBELL_LONG") != "" }

func times(short, longer int) int {
	if long() {
		return longer
	}
	return short
}

// start runs a server that ends with the test; its log is shown if the test failed.
func start(t *testing.T, o drive.Options) *drive.Server {
	t.Helper()
	if _, err := os.Stat(drive.Binary()); err != nil {
		t.Skip("the binary is not built: make build") // make test builds it first, so there it always runs
	}
	if o.Dir == "" {
		o.Dir = t.TempDir()
	}
	s, err := drive.Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		s.Kill()
		if t.Failed() {
			t.Logf("server:\n%s", tail(s.Log(), 4000))
		}
	})
	return s
}

func tail(s string, n int) string {
	if len(s) > n {
		return "…" + s[len(s)-n:]
	}
	return s
}

func guest(t *testing.T, s *drive.Server) *drive.Guest {
	t.Helper()
	// No connection is kept, so that a killed server is met anew.
	g, err := drive.NewGuest(t.Context(), s.URL, "demo", &http.Client{Transport: drive.NewTransport(8), Timeout: 10 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func staff(t *testing.T, s *drive.Server, email string) *drive.Staff {
	t.Helper()
	p, err := drive.Login(t.Context(), s.URL, email, "deskbell-demo", 16)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// eventually asks until the condition holds, for at most the given time.
func eventually(t *testing.T, within time.Duration, what string, ok func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), within)
	defer cancel()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !ok() {
		select {
		case <-ctx.Done():
			t.Fatalf("not within %s: %s", within, what)
		case <-tick.C:
		}
	}
}

// checkThread holds a thread as the desk and the guest read it against the promises: rising seqs without gaps for the
// desk, prev links without gaps for the guest, the same entries in the same order for both.
func checkThread(desk, public []drive.Entry) error {
	for i, e := range desk {
		if e.Seq != int64(i+1) || e.Prev != int64(i) {
			return fmt.Errorf("the desk's entry %d has seq %d after %d", i+1, e.Seq, e.Prev)
		}
	}
	prev := int64(0)
	for _, e := range public {
		if e.Prev != prev || e.Seq <= prev {
			return fmt.Errorf("the guest's entry %d names %d as the one before it, which was %d", e.Seq, e.Prev, prev)
		}
		if e.Seq > int64(len(desk)) || desk[e.Seq-1].ID != e.ID || desk[e.Seq-1].Text != e.Text {
			return fmt.Errorf("entry %d is not the same to guest and desk", e.Seq)
		}
		prev = e.Seq
	}
	return nil
}

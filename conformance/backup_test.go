package conformance

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"sync"
	"testing"
	"time"

	"deskbell/conformance/drive"
)

// A backup that is made under load restores into an empty folder as a whole: what was acknowledged before it began is in
// it, every thread in it is without gaps, and the restored installation serves it.
func TestBackupUnderLoad(t *testing.T) {
	t.Parallel()
	srv := start(t, drive.Options{})
	var all []*writer
	for range 8 {
		all = append(all, &writer{guest: guest(t, srv)})
	}
	load := func(lasts time.Duration) {
		ctx, cancel := context.WithTimeout(t.Context(), lasts)
		defer cancel()
		var wg sync.WaitGroup
		for _, w := range all {
			wg.Go(func() { w.write(ctx) })
		}
		wg.Wait()
	}
	load(time.Second)
	before := make([]int, len(all))
	for i, w := range all {
		before[i] = len(w.acked)
	}

	archive := filepath.Join(t.TempDir(), "backup.tar")
	var made []byte
	var wg sync.WaitGroup
	wg.Go(func() { load(3 * time.Second) })
	made = command(t, 0, "backup", archive, "--data", srv.Opts.Dir)
	wg.Wait()
	srv.Kill()

	empty := filepath.Join(t.TempDir(), "restored")
	restored := command(t, 0, "restore", archive, "--data", empty)
	if a, b := counts(made), counts(restored); len(a) == 0 || fmt.Sprint(a) != fmt.Sprint(b) {
		t.Errorf("backup and restore tell other counts and checksums:\n%s\n%s", made, restored)
	}
	command(t, 1, "restore", archive, "--data", empty) // it is not empty any more

	o := srv.Opts
	o.Dir = empty
	again := start(t, o)
	agent := staff(t, again, "agent1@demo.example")
	for i, w := range all {
		public, err := w.guest.AllEntries(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		desk, err := agent.Entries(t.Context(), w.conv)
		if err != nil {
			t.Fatal(err)
		}
		mine := 0
		for _, e := range public {
			if e.Author.Kind != "guest" {
				continue
			}
			if e.Text != w.text(mine) {
				t.Errorf("message %d is %q", mine, e.Text)
			}
			mine++
		}
		if mine < before[i] {
			t.Errorf("%d messages are in the backup, %d were acknowledged before it began", mine, before[i])
		}
		if len(desk) > len(public) {
			desk = desk[:max(len(public), int(public[len(public)-1].Seq))]
		}
		if err := checkThread(desk, public); err != nil {
			t.Error(err)
		}
	}
}

var counted = regexp.MustCompile(`(?m)^.*(?:[0-9a-f]{16,}|\b\d+ (?:rows|files)\b).*$`)

// counts are the lines of a command that tell numbers of rows or files, and checksums.
func counts(out []byte) []string {
	return counted.FindAllString(string(out), -1)
}

// command runs the binary and holds its exit code.
func command(t *testing.T, code int, args ...string) []byte {
	t.Helper()
	cmd := exec.Command(drive.Binary(), args...)
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	if got := cmd.ProcessState.ExitCode(); got != code {
		t.Fatalf("deskbell %s ended with %d, want %d:\n%s", args[0], got, code, out)
	}
	return out
}

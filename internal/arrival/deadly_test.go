package arrival_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"deskbell/internal/arrival"
	"deskbell/internal/channel"
	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/store/sqlstore"
)

// folderVariable makes the test binary a server over that data folder, for TestIntake_BodyThatKills.
const folderVariable = "DESKBELL_TEST_DEADLY"

// deadly is a channel over one of whose bodies the process ends, as it does where memory or the stack is used up: no
// recover helps there.
type deadly struct{ quiet }

func (d deadly) Decode(body []byte) ([]channel.Event, error) {
	if string(body) == "the end" {
		os.Exit(137)
	}
	return d.quiet.Decode(body)
}

// serveDeadly works until everything that arrived is done.
func serveDeadly(t *testing.T, dir string) *house {
	t.Helper()
	s, err := sqlstore.Open(t.Context(), sqlstore.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	h := newHouseOn(t, s)
	h.cfg.Adapters = map[desk.Channel]channel.Adapter{desk.ChannelWhatsApp: deadly{h.cfg.Adapters[desk.ChannelWhatsApp].(quiet)}}
	h.intake = arrival.New(h.cfg)
	return h
}

// A body over which servers end is set aside after the third, and what came with it and after it is brought.
func TestIntake_BodyThatKills(t *testing.T) {
	if dir := os.Getenv(folderVariable); dir != "" {
		h := serveDeadly(t, dir)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		go func() {
			for h.waiting() > 0 && ctx.Err() == nil {
				time.Sleep(10 * time.Millisecond)
			}
			cancel()
		}()
		if err := h.intake.Run(ctx, h.desk); err != nil {
			t.Error(err)
		}
		return
	}
	t.Parallel()
	dir := t.TempDir()
	s, err := sqlstore.Open(t.Context(), sqlstore.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	h := newHouseOn(t, s)
	h.arrives(text("4915550001", "1", "before it"), "the end", text("4915550001", "2", "after it"))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	ended := 0
	for ; ended < 5; ended++ {
		server := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestIntake_BodyThatKills$")
		server.Env = append(os.Environ(), folderVariable+"="+dir)
		out, err := server.CombinedOutput()
		if err == nil {
			break
		}
		if exit := (*exec.ExitError)(nil); !errors.As(err, &exit) || exit.ExitCode() != 137 {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	if ended != store.LostMost {
		t.Errorf("%d servers ended over it", ended)
	}
	h = serveDeadly(t, dir)
	aside := h.failures()
	if len(aside) != 1 || !aside[0].SetAside() || string(aside[0].Body) != "the end" || !strings.Contains(aside[0].Failure, "set aside") {
		t.Errorf("set aside are %v", aside)
	}
	said := map[string]bool{}
	for _, entries := range h.conversations() {
		for _, e := range entries {
			said[e.Text] = true
		}
	}
	if !said["before it"] || !said["after it"] {
		t.Errorf("what stands is %v", said)
	}
}

// killed is a server that takes up what it may and is killed at once.
func (h *house) killed() {
	h.write(func(tx store.Tx) error {
		if _, err := tx.ExpireArrivals(tx.Now(), true, "x"); err != nil {
			return err
		}
		list, err := tx.ClaimSuspect("killed", tx.Now(), tx.Now().Add(time.Hour))
		if err == nil && len(list) == 0 {
			_, err = tx.ClaimArrivals("killed", tx.Now(), tx.Now().Add(time.Hour), 100)
		}
		return err
	})
}

// A server that is killed for another reason while it works on many bodies, and its successor too, cost nothing: what the
// successor was trying is tried once more. Only the one that a third was trying, and nothing beside it, is set aside.
func TestIntake_KilledForAnotherReason(t *testing.T) {
	t.Parallel()
	for kills, aside := range map[int]int{2: 0, 3: 1} {
		synctest.Test(t, func(t *testing.T) {
			h := newHouse(t)
			for range 30 {
				h.arrives(text("4915550001", conversation.NewID(), "hello"))
			}
			for range kills {
				h.killed()
			}
			h.works(10 * time.Second)
			if n, w := len(h.failures()), h.waiting(); n != aside || w != 0 {
				t.Errorf("after %d: %d are set aside, %d wait", kills, n, w)
			}
		})
	}
}

// A suspect is worked on alone, so that nothing else is suspected with it; but not for long: what it waits for may take a
// minute, and others wait for it only seconds.
func TestIntake_SuspectAlone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		h.cfg.Media = hanging{}
		h.intake = arrival.New(h.cfg)
		h.arrives(picture("4915550001"))
		h.killed()
		h.killed()
		h.arrives(text("4915550002", "1", "hello"))
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- h.intake.Run(ctx, h.desk) }()
		said := func(after time.Duration) (n int) {
			time.Sleep(after) // in virtual time
			for _, entries := range h.conversations() {
				for _, e := range entries {
					if e.Text == "hello" {
						n++
					}
				}
			}
			return n
		}
		if n := said(4 * time.Second); n != 0 {
			t.Error("another is worked on beside it")
		}
		if n := said(2 * time.Second); n != 1 {
			t.Error("another waits still")
		}
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

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

// A body over which servers end is set aside after the second, and what came with it and after it is brought.
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
	if ended != 2 {
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

// A server that is killed for another reason while it works on many bodies, and its successor too, cost no more than the
// one that the successor was trying.
func TestIntake_KilledTwice(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		for range 30 {
			h.arrives(text("4915550001", conversation.NewID(), "hello"))
		}
		for range 2 { // one that holds all, and one that comes back and is killed at once
			h.write(func(tx store.Tx) error {
				if _, err := tx.ExpireArrivals(tx.Now(), true, "x"); err != nil {
					return err
				}
				_, err := tx.ClaimArrivals("killed", tx.Now(), tx.Now().Add(time.Hour), 100)
				return err
			})
		}
		h.works(10 * time.Second)
		if n, w := len(h.failures()), h.waiting(); n != 1 || w != 0 {
			t.Errorf("%d are set aside, %d wait", n, w)
		}
	})
}

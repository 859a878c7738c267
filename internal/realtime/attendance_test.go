package realtime_test

import (
	"context"
	"log/slog"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/realtime"
	"deskbell/internal/store"
	"deskbell/internal/store/memstore"
)

// cut is a store that a node cannot reach while it is down.
type cut struct {
	store.Store
	down atomic.Bool
}

var errCut = desk.Refuse(desk.CodeUnavailable, "The line is cut.")

func (c *cut) Write(ctx context.Context, fn func(store.Tx) error) error {
	if c.down.Load() {
		return errCut
	}
	return c.Store.Write(ctx, fn)
}

func (c *cut) Read(ctx context.Context, fn func(store.Tx) error) error {
	if c.down.Load() {
		return errCut
	}
	return c.Store.Read(ctx, fn)
}

// hall is a node with its hub.
type hall struct {
	*realtime.Guests
	line *cut
	stop context.CancelFunc
	t    *testing.T
}

func newHall(t *testing.T, s store.Store, node string) *hall {
	h := &hall{Guests: realtime.NewGuests(), line: &cut{Store: s}, t: t}
	a := h.Attend(h.line, node, time.Now, slog.New(slog.DiscardHandler))
	ctx, stop := context.WithCancel(t.Context())
	h.stop = stop
	done := make(chan error, 1)
	go func() { done <- a.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		h.Close()
		<-done
	})
	return h
}

// visit opens a page of the guest's and returns how to close it.
func (h *hall) visit(contactID string) (leave func()) {
	ctx, cancel := context.WithCancel(h.t.Context())
	done := make(chan error, 1)
	go func() {
		r := httptest.NewRequestWithContext(ctx, "GET", "/", nil)
		done <- h.Serve(httptest.NewRecorder(), r, realtime.Request{ContactID: contactID,
			Load: func(context.Context, int64) (realtime.Backlog, error) { return realtime.Backlog{}, nil }})
	}()
	synctest.Wait()
	return func() {
		cancel()
		if err := <-done; err != nil {
			h.t.Error(err)
		}
	}
}

func (h *hall) away(after time.Duration, contactID string, want bool) {
	h.t.Helper()
	time.Sleep(after)
	synctest.Wait()
	if got := h.Away(contactID); got != want {
		h.t.Errorf("%s: away %v, want %v", contactID, got, want)
	}
}

func hotel(t *testing.T, guests ...string) store.Store {
	s := memstore.New(nil)
	err := s.Write(t.Context(), func(tx store.Tx) error {
		if err := tx.CreateProperty(desk.Property{ID: "sol", Key: "sol", Name: "Sol"}); err != nil {
			return err
		}
		for _, id := range guests {
			if err := tx.CreateContact(desk.Contact{ID: id, PropertyID: "sol", AccountID: "sol", Channel: desk.ChannelWeb}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// A guest whose page listens at another node is there, and a minute after it left at both is away for both.
func TestAttendance_AtAnotherNode(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := hotel(t, "zoe", "max")
		one, two := newHall(t, s, "one"), newHall(t, s, "two")
		leave := two.visit("zoe")
		one.away(2*time.Minute, "zoe", false)
		one.away(0, "max", true) // nobody's page
		one.away(time.Hour, "zoe", false)
		leave()
		one.away(50*time.Second, "zoe", false)
		one.away(20*time.Second, "zoe", true)
		two.away(0, "zoe", true)
		// From one node to the other: at no moment is she away.
		leave = one.visit("zoe")
		for range 5 {
			two.away(10*time.Second, "zoe", false)
			leave()
			next := two.visit("zoe")
			one.away(10*time.Second, "zoe", false)
			two.away(time.Minute, "zoe", false)
			next()
			leave = one.visit("zoe")
		}
		leave()
	})
}

// The guests of a node that died are away when nobody has seen them for a minute; those of one that was only cut off are
// there again as soon as it is.
func TestAttendance_NodeIsLost(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := hotel(t, "zoe")
		one, two := newHall(t, s, "one"), newHall(t, s, "two")
		leave := two.visit("zoe")
		defer leave()
		one.away(2*time.Minute, "zoe", false)
		two.line.down.Store(true)
		one.away(50*time.Second, "zoe", false)
		one.away(20*time.Second, "zoe", true)
		two.away(0, "zoe", false)
		one.away(20*time.Minute, "zoe", true) // long enough for all that is known of the node to be swept
		two.line.down.Store(false)
		one.away(10*time.Second, "zoe", false)
	})
}

// A node that could not ask knows nothing, and unknown is not away: neither while the line is cut nor just after.
func TestAttendance_Unknown(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := hotel(t, "zoe")
		one := newHall(t, s, "one")
		one.away(2*time.Minute, "zoe", true)
		one.line.down.Store(true)
		one.away(10*time.Second, "zoe", false)
		one.away(time.Hour, "zoe", false)
		one.line.down.Store(false)
		one.away(10*time.Second, "zoe", false)
		one.away(time.Minute, "zoe", true)
	})
}

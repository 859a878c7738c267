package bell_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"deskbell/internal/bell"
	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/store/memstore"
)

// wires carry what one bell tells to another, while they hold.
type wires struct {
	mu   sync.Mutex
	to   *bell.Bell
	told []string
}

func (w *wires) Alert(id string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.told = append(w.told, "alert "+id)
	if w.to != nil {
		w.to.HearAlert(id)
	}
}

func (w *wires) Device(d desk.Device, left bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	what := "heard "
	if left {
		what = "left "
	}
	w.told = append(w.told, what+d.ID)
	if w.to != nil {
		go w.to.HearDevice(d, left) // on its way: the teller holds its own lock
	}
}

// broken is a store that can be lost.
type broken struct {
	*memstore.Store
	mu   sync.Mutex
	lost bool
}

func (b *broken) fail(lost bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.lost = lost
}

func (b *broken) err() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.lost {
		return errors.New("the database is away")
	}
	return nil
}

func (b *broken) Read(ctx context.Context, fn func(store.Tx) error) error {
	return errors.Join(b.err(), b.Store.Read(ctx, fn))
}

func (b *broken) Write(ctx context.Context, fn func(store.Tx) error) error {
	if err := b.err(); err != nil {
		return err
	}
	return b.Store.Write(ctx, fn)
}

// runs starts a bell as one node of several.
func runs(t *testing.T, cfg bell.Config, e *ears) (*bell.Bell, func()) {
	t.Helper()
	b := bell.New(cfg)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- b.Run(ctx, e) }()
	synctest.Wait()
	return b, func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

// Whoever comes at one node is known at the others: at once where they are told, within a second where not.
func TestNodes_KnowWhoCame(t *testing.T) {
	t.Parallel()
	for name, told := range map[string]bool{"told": true, "not told": false} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := memstore.New(nil)
				people(t, s, agent("ana"))
				there, stop := runs(t, bell.Config{Store: s}, &ears{})
				defer stop()
				w := &wires{}
				if told {
					w.to = there
				}
				here, stop2 := runs(t, bell.Config{Store: s, Others: w}, &ears{})
				defer stop2()
				pass(40 * time.Second)
				here.Heartbeat("ana", screen("tab"))
				synctest.Wait()
				if !told {
					pass(time.Second)
				}
				if got := eligible(t, s, there, desk.LiveChat{}); len(got) != 1 {
					t.Errorf("the other node sees %v", got)
				}
				here.Gone("ana", "tab")
				synctest.Wait()
				if !told {
					pass(6 * time.Second)
				}
				if got := eligible(t, s, there, desk.LiveChat{}); len(got) != 0 {
					t.Errorf("the other node still sees %v", got)
				}
				if want := []string{"heard ana tab", "left ana tab"}; !slices.Equal(w.told, want) {
					t.Errorf("told %v", w.told)
				}
			})
		})
	}
}

// A guest asks at a node that has not read yet of somebody who came at another a while ago: it looks again once it has.
func TestNodes_WhoCameIsRungByTheNodeThatHearsLate(t *testing.T) {
	t.Parallel()
	inHouse(t, options{}, func(h *house) {
		slow := &broken{Store: h.store}
		there, stop := runs(h.T, bell.Config{Store: slow}, &ears{})
		defer stop()
		here, stop2 := runs(h.T, bell.Config{Store: h.store}, &ears{})
		defer stop2()
		pass(40 * time.Second)
		there.Heartbeat("ben", screen("tab"))
		pass(3 * time.Second)
		slow.fail(true)
		here.Heartbeat("ana", screen("tab"))
		pass(3 * time.Second)
		h.desk = conversation.New(conversation.Config{Store: h.store, Floors: there, Followers: []conversation.Follower{there}, Owner: "there"})
		_, _, request := h.asks("harbour")
		rung := func() (people []string) {
			h.read(func(tx store.Tx) error {
				rings, err := tx.Rings([]string{request})
				for _, r := range rings {
					people = append(people, r.People...)
				}
				return err
			})
			slices.Sort(people)
			return people
		}
		if got := rung(); !slices.Equal(got, []string{"ben"}) {
			h.Fatalf("%v are rung: the test shows nothing", got)
		}
		slow.fail(false)
		pass(2 * time.Second)
		if got := rung(); !slices.Equal(got, []string{"ana", "ben"}) {
			h.Errorf("%v are rung", got)
		}
	})
}

// A page that closes at one node and comes back at another, as behind a balancer, is there.
func TestNodes_APageComesBackElsewhere(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := memstore.New(nil)
		people(t, s, agent("ana"))
		here, stop := runs(t, bell.Config{Store: s}, &ears{})
		defer stop()
		there, stop2 := runs(t, bell.Config{Store: s}, &ears{})
		defer stop2()
		pass(35 * time.Second)
		here.Heartbeat("ana", screen("tab"))
		pass(4 * time.Second)
		here.Gone("ana", "tab")
		time.Sleep(300 * time.Millisecond)
		there.Heartbeat("ana", screen("tab"))
		for range 14 { // the next sign of life is far
			pass(time.Second)
			if got := eligible(t, s, there, desk.LiveChat{}); len(got) != 1 {
				t.Fatalf("where it came back: %v", got)
			}
		}
		if got := eligible(t, s, here, desk.LiveChat{}); len(got) != 1 {
			t.Errorf("where it was: %v", got)
		}
	})
}

// Whose leases cannot be read is not lost, nor when they can be read again and the others have not written yet.
func TestNodes_UnknownIsNotOffline(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &broken{Store: memstore.New(nil)}
		people(t, s.Store, agent("ana"))
		here, stop := runs(t, bell.Config{Store: s}, &ears{})
		defer stop()
		e := &ears{began: time.Now()}
		there, stop2 := runs(t, bell.Config{Store: s}, e)
		defer stop2()
		beat := func() {
			here.Heartbeat("ana", screen("tab"))
			pass(bell.Heartbeat)
		}
		for range 4 {
			beat()
		}
		s.fail(true)
		for range 8 {
			beat()
			if r := there.Reach("ana"); r != desk.ReachHere {
				t.Errorf("while nothing is known she is %s", r)
			}
		}
		s.fail(false)
		for range 4 {
			beat()
		}
		for _, what := range e.all() {
			if what[:4] == "lost" {
				t.Errorf("told %v", e.all())
			}
		}
		pass(2 * time.Minute) // and who really is gone is lost, once everything is known
		if got := e.all(); len(got) == 0 || got[len(got)-1][:8] != "lost ana" {
			t.Errorf("told %v", got)
		}
	})
}

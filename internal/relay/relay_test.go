package relay_test

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"deskbell/internal/relay"
	"deskbell/internal/relay/relaytest"
)

// ear is a node that keeps what it heard.
type ear struct {
	*relay.Relay
	mu     sync.Mutex
	heard  []string
	missed int
}

func node(t *testing.T, name string, l relay.Line) *ear {
	e := new(ear)
	e.Relay = relay.New(relay.Config{Line: l, Node: name,
		Heard: func(kind string, payload []byte) {
			e.mu.Lock()
			defer e.mu.Unlock()
			e.heard = append(e.heard, kind+" "+string(payload))
		},
		Missed: func() {
			e.mu.Lock()
			defer e.mu.Unlock()
			e.missed++
		}})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := e.Run(ctx); err != nil {
			t.Error(err)
		}
	}()
	t.Cleanup(func() {
		cancel()
		<-done
	})
	return e
}

// since is what was heard and how often something was missed since the last look.
func (e *ear) since() (heard []string, missed int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	heard, missed = e.heard, e.missed
	e.heard, e.missed = nil, 0
	return heard, missed
}

func say(e *ear, kind, text string) {
	e.Tell(kind, func(b []byte) []byte { return append(b, text...) })
}

func TestNodesHearEachOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := new(relaytest.Memory)
		a, b, c := node(t, "a", m), node(t, "b", m), node(t, "c", m)
		time.Sleep(1500 * time.Millisecond) // whoever comes first hears of the others with their next beat
		synctest.Wait()
		for _, e := range []*ear{a, b, c} {
			if _, missed := e.since(); missed == 0 {
				t.Error("a node that came does not look at what was before")
			}
		}
		var want []string
		for n := range 2000 {
			say(a, "news", fmt.Sprint(n))
			want = append(want, fmt.Sprintf("news %d", n))
		}
		synctest.Wait()
		for name, e := range map[string]*ear{"b": b, "c": c} {
			if heard, missed := e.since(); !slices.Equal(heard, want) || missed != 0 {
				t.Errorf("%s heard %d messages, missed %d", name, len(heard), missed)
			}
		}
		if heard, _ := a.since(); len(heard) != 0 {
			t.Errorf("a node heard itself: %v", heard)
		}
		if a.Nodes() != 2 || a.Told() != 2000 || b.Heard() != 2000 {
			t.Errorf("nodes %d, told %d, heard %d", a.Nodes(), a.Told(), b.Heard())
		}
	})
}

func TestWhatIsLostIsNoticed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := new(relaytest.Memory)
		a, b := node(t, "a", m), node(t, "b", m)
		say(a, "news", "first")
		time.Sleep(1500 * time.Millisecond)
		a.since()
		b.since()
		m.Lose(func(msg []byte) bool { return slices.Contains([]string{"2", "4"}, string(msg[len(msg)-1:])) })
		for _, n := range []string{"1", "2", "3"} {
			say(a, "news", n)
			synctest.Wait()
		}
		if heard, missed := b.since(); !slices.Equal(heard, []string{"news 1", "news 3"}) || missed != 1 {
			t.Errorf("heard %v, missed %d", heard, missed)
		}
		say(a, "news", "4") // nothing follows it but the node's own count
		synctest.Wait()
		if _, missed := b.since(); missed != 0 {
			t.Error("a loss is noticed before anything shows it")
		}
		time.Sleep(time.Second)
		synctest.Wait()
		if _, missed := b.since(); missed != 1 {
			t.Errorf("a lost last message is missed %d times", missed)
		}
		time.Sleep(10 * time.Second)
		if _, missed := b.since(); missed != 0 {
			t.Errorf("it is missed %d times more", missed)
		}
	})
}

func TestLineIsCutAndMended(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := new(relaytest.Memory)
		a, b := node(t, "a", m), node(t, "b", m)
		time.Sleep(deafAfter)
		synctest.Wait()
		if _, lost := a.Lost(); lost {
			t.Fatal("the line is lost from the start")
		}
		b.since()
		m.Cut()
		for range 20_000 { // far more than may wait: Tell never does
			say(a, "news", "while cut")
		}
		time.Sleep(deafAfter)
		if since, lost := a.Lost(); !lost || time.Since(since) < deafAfter {
			t.Errorf("lost: %v since %v", lost, since)
		}
		m.Mend()
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if _, lost := a.Lost(); lost {
			t.Error("the line is still lost")
		}
		if heard, missed := b.since(); len(heard) != 0 || missed == 0 {
			t.Errorf("after the return %d old messages were heard, missed %d", len(heard), missed)
		}
		say(a, "news", "again")
		synctest.Wait()
		if heard, _ := b.since(); !slices.Equal(heard, []string{"news again"}) {
			t.Errorf("heard %v", heard)
		}
	})
}

// deafAfter is how long a line may be silent until it counts as lost.
const deafAfter = 3 * time.Second

func TestLineThatBringsNothingBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := new(relaytest.Memory)
		m.Lose(func([]byte) bool { return true })
		a := node(t, "a", m)
		time.Sleep(deafAfter)
		if _, lost := a.Lost(); !lost {
			t.Error("a line that brings nothing back is not lost")
		}
		if _, missed := a.since(); missed != 0 {
			t.Errorf("missed %d", missed)
		}
		m.Lose(nil)
		time.Sleep(4 * time.Second)
		if _, lost := a.Lost(); lost {
			t.Error("it is lost for good")
		}
	})
}

func TestStrangeMessagesArePassedOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := new(relaytest.Memory)
		a := node(t, "a", m)
		s, err := m.Open(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		synctest.Wait()
		a.since()
		future := append([]byte{200}, "a version that does not exist yet"...)
		msgs := [][]byte{nil, {}, {1}, {1, 0}, {1, 5, 'x'}, {1, 1, 'x', 0xff}, {1, 1, 'x', 1, 9, 'n'}, future,
			slices.Concat([]byte{1, 1, 'x'}, binary.AppendUvarint(nil, 7), []byte{3}, []byte("new"), []byte("payload"))}
		if err := s.Send(msgs); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if heard, missed := a.since(); !slices.Equal(heard, []string{"new payload"}) || missed != 0 {
			t.Errorf("heard %v, missed %d", heard, missed)
		}
	})
}

func TestWhatWasToldIsSaidBeforeTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := new(relaytest.Memory)
		b := node(t, "b", m)
		a := relay.New(relay.Config{Line: m, Node: "a", Heard: func(string, []byte) {}})
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- a.Run(ctx) }()
		synctest.Wait()
		b.since()
		for n := range 1000 {
			a.Tell("bye", func(b []byte) []byte { return fmt.Append(b, n) })
		}
		a.Tell("huge", func(b []byte) []byte { return append(b, make([]byte, relay.MaxMessage)...) })
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		synctest.Wait()
		if heard, _ := b.since(); len(heard) != 1000 {
			t.Errorf("heard %d of 1000 (and one too large)", len(heard))
		}
	})
}

func TestNoRelay(t *testing.T) {
	t.Parallel()
	var none *relay.Relay
	none.Tell("anything", nil)
	if _, lost := none.Lost(); lost {
		t.Error("what is not there is lost")
	}
}

func BenchmarkTell(b *testing.B) {
	server := relaytest.StartRedis(b)
	l, err := relay.NewRedis(server.URL, "bench")
	if err != nil {
		b.Fatal(err)
	}
	heard := make(chan struct{}, 1)
	ready := make(chan struct{}, 2)
	ctx, cancel := context.WithCancel(b.Context())
	var work sync.WaitGroup
	start := func(name string) *relay.Relay {
		r := relay.New(relay.Config{Line: l, Node: name, Heard: func(string, []byte) { heard <- struct{}{} },
			Missed: func() {
				select {
				case ready <- struct{}{}:
				default:
				}
			}})
		work.Go(func() { _ = r.Run(ctx) })
		return r
	}
	speaker := start("speaker")
	start("listener")
	<-ready
	<-ready
	payload := make([]byte, 1500)
	b.ReportAllocs()
	for b.Loop() {
		speaker.Tell("change", func(b []byte) []byte { return append(b, payload...) })
		<-heard
	}
	cancel()
	work.Wait()
}

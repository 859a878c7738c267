package relaytest

import (
	"bytes"
	"context"
	"fmt"
	"testing"
	"time"

	"deskbell/internal/relay"
)

// Line is the contract of a relay.Line. lines makes two ends of the same one, and a third of another that must not be
// heard.
func Line(t *testing.T, lines func(t *testing.T) (a, b, stranger relay.Line)) {
	open := func(t *testing.T, l relay.Line) relay.Session {
		t.Helper()
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		s, err := l.Open(ctx)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		return s
	}
	t.Run("everybody hears everything in order, the speaker too", func(t *testing.T) {
		la, lb, _ := lines(t)
		a, b := open(t, la), open(t, lb)
		var want [][]byte
		for n := range 500 {
			want = append(want, fmt.Appendf(nil, "message %d", n))
		}
		want = append(want, bytes.Repeat([]byte("\r\n$\x00"), relay.MaxMessage/4), []byte("last"))
		sent := make(chan error, 1)
		go func() {
			err := a.Send(want[:1])
			if err == nil {
				err = a.Send(want[1:])
			}
			sent <- err
		}()
		for name, s := range map[string]relay.Session{"speaker": a, "listener": b} {
			for n, w := range want {
				if got, err := s.Receive(); err != nil || !bytes.Equal(got, w) {
					t.Fatalf("the %s received as message %d: %.40q, %v", name, n, got, err)
				}
			}
		}
		if err := <-sent; err != nil {
			t.Fatal(err)
		}
	})
	t.Run("nothing of another line is heard", func(t *testing.T) {
		la, lb, lc := lines(t)
		a, b, c := open(t, la), open(t, lb), open(t, lc)
		if err := c.Send([][]byte{[]byte("strange")}); err != nil {
			t.Fatal(err)
		}
		if got, err := c.Receive(); err != nil || string(got) != "strange" {
			t.Fatalf("%q, %v", got, err)
		}
		if err := a.Send([][]byte{[]byte("ours")}); err != nil {
			t.Fatal(err)
		}
		if got, err := b.Receive(); err != nil || string(got) != "ours" {
			t.Fatalf("%q, %v", got, err)
		}
	})
	t.Run("what is said after Open is received", func(t *testing.T) {
		la, lb, _ := lines(t)
		a := open(t, la)
		for n := range 20 {
			b := open(t, lb)
			if err := a.Send([][]byte{{byte(n)}}); err != nil {
				t.Fatal(err)
			}
			if got, err := b.Receive(); err != nil || len(got) != 1 || got[0] != byte(n) {
				t.Fatalf("%v, %v", got, err)
			}
		}
	})
	t.Run("Close lets Receive return, and ends Send", func(t *testing.T) {
		la, _, _ := lines(t)
		a := open(t, la)
		done := make(chan error, 1)
		go func() { _, err := a.Receive(); done <- err }()
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		if err := <-done; err == nil {
			t.Error("Receive went on after Close")
		}
		_ = a.Close()
		if err := a.Send([][]byte{[]byte("late")}); err == nil {
			t.Error("Send after Close is no error")
		}
	})
	t.Run("a listener who does not listen holds nobody up", func(t *testing.T) {
		la, lb, _ := lines(t)
		a, idle := open(t, la), open(t, lb)
		const times, each = 60, 1000
		read := make(chan error, times)
		go func() { // the speaker hears itself all the while
			for range times {
				for range each {
					if _, err := a.Receive(); err != nil {
						read <- err
						return
					}
				}
				read <- nil
			}
		}()
		batch := make([][]byte, each)
		for i := range batch {
			batch[i] = bytes.Repeat([]byte("x"), 1000)
		}
		for range times {
			if err := a.Send(batch); err != nil {
				t.Fatal(err)
			}
			// Otherwise a busy machine makes the speaker the slow one.
			if err := <-read; err != nil {
				t.Fatal(err)
			}
		}
		_ = idle
	})
}

package delivery_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"deskbell/internal/delivery"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// A server that shares its accounts with another takes its part of the pace, and all of it again once the other is gone.
func TestOutbox_SharesThePace(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPost(t)
		p.caps.PerSecond = 10
		p.cfg.Alone = false
		p.write(func(tx store.Tx) error {
			_, err := tx.Listen("another", nil, nil)
			return err
		})
		for i := range 100 {
			p.guest(fmt.Sprint("g", i))
			p.says(fmt.Sprint("g", i), desk.AuthorAgent, "hello")
		}
		o := delivery.New(p.cfg)
		p.run(o, 4*time.Second)
		if n := len(p.went); n < 15 || n > 26 {
			t.Errorf("one of two sent %d in four seconds", n)
		}
		time.Sleep(20 * time.Second) // the other says nothing any more
		p.run(o, 8*time.Second)
		p.inOrder(100)
	})
}

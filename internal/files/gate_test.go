package files

import (
	"context"
	"testing"
	"testing/synctest"
)

// The large one waits until there is room for it, the small one that came later does not overtake it, and one that
// gives up leaves its place to the next.
func TestGate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := newGate(10)
		leave, err := g.enter(t.Context(), 6)
		if err != nil {
			t.Fatal(err)
		}
		order := make(chan int, 3)
		ctx, giveUp := context.WithCancel(t.Context())
		go func() {
			if _, err := g.enter(ctx, 10); err == nil {
				t.Error("was let in after giving up")
			}
			order <- 1
		}()
		synctest.Wait()
		go func() {
			l, err := g.enter(t.Context(), 4)
			if err != nil {
				t.Error(err)
			}
			order <- 2
			l()
		}()
		synctest.Wait()
		if len(order) != 0 {
			t.Fatal("the small one overtook the large one")
		}
		giveUp()
		synctest.Wait()
		if a, b := <-order, <-order; a+b != 3 {
			t.Errorf("got %d and %d", a, b)
		}
		leave()
		if g.free != 10 || len(g.queue) != 0 {
			t.Errorf("%d free, %d waiting at the end", g.free, len(g.queue))
		}
	})
}

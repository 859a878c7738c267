package sqlstore

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

func TestLane_LetsInByOrder(t *testing.T) {
	for _, newestFirst := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			l := &lane{free: 1, newestFirst: newestFirst}
			if !l.enter(t.Context()) {
				t.Fatal("no place in an empty lane")
			}
			var order []int
			for i := range 4 {
				go func() {
					ctx, cancel := context.WithCancel(t.Context())
					defer cancel()
					if i == 1 { // gives up
						ctx, cancel = context.WithTimeout(t.Context(), time.Second)
						defer cancel()
					}
					if l.enter(ctx) {
						order = append(order, i)
						l.leave()
					}
				}()
				synctest.Wait()
			}
			time.Sleep(2 * time.Second)
			synctest.Wait()
			l.leave()
			synctest.Wait()
			want := []int{0, 2, 3}
			if newestFirst {
				slices.Reverse(want)
			}
			if !slices.Equal(order, want) || l.free != 1 || len(l.waiting) != 0 {
				t.Errorf("newest first %v: let in %v, want %v; %d free, %d waiting", newestFirst, order, want, l.free, len(l.waiting))
			}
		})
	}
}

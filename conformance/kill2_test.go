package conformance

import (
	"context"
	"testing"
	"time"
)

// Guests and agents do what they do, and nothing is broken on purpose: what is checked here is what every fault below
// must leave as it is.
func TestWorkload(t *testing.T) {
	t.Parallel()
	eachShape(t, func(t *testing.T, h *house) {
		w := newWorld(t, h, seeded(t), 12)
		closed := w.live()
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(times(6, 60))*time.Second)
		defer cancel()
		w.run(ctx)
		w.checked(w.settle(closed))
	})
}

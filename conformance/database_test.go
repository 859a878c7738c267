package conformance

import (
	"context"
	"math/rand/v2"
	"net/http"
	"testing"
	"time"

	"deskbell/conformance/drive"
	"deskbell/internal/store/pgtest"
)

// PostgreSQL is killed again and again while guests and agents are at work, and no node is restarted: nothing
// acknowledged is lost or doubled, and soon after the database is back messages are stored again.
//
// The test has a server of its own, and the environment says so to whatever starts meanwhile: it runs alone.
func TestPostgresKilledWhileAllWork(t *testing.T) {
	for _, shape := range drive.Shapes() {
		if !shape.Shared {
			continue
		}
		t.Run(shape.Name, func(t *testing.T) {
			server := pgtest.Start(t)
			t.Setenv("DESKBELL_TEST_POSTGRES", server.URL("postgres"))
			h := inShape(t, shape, drive.Setup{})
			w := newWorld(t, h, seeded(t), times(8, 30))
			w.pace = 8
			kills := 0
			var slowest time.Duration
			got := w.during(time.Duration(times(5, 150))*time.Second, func(ctx context.Context, dice *rand.Rand) {
				for ctx.Err() == nil {
					pause(ctx, time.Now().Add(time.Duration(500+dice.IntN(1500))*time.Millisecond))
					whole := w.rec.Broken()
					server.Kill()
					server.Start()
					began := time.Now()
					kills++
					for i := range h.Len() {
						if !soon(t.Context(), 30*time.Second, func() bool { return wellAt(t, h.Base(i)) }) {
							t.Errorf("node %d is not ready again", i)
						}
					}
					slowest = max(slowest, time.Since(began))
					whole()
				}
			})
			t.Logf("%d kills; all nodes were ready again at most %s after PostgreSQL was", kills, slowest.Round(time.Millisecond))
			if slowest > 5*time.Second {
				t.Errorf("it took %s until all nodes were ready again", slowest)
			}
			w.checked(got)
		})
	}
}

// wellAt asks a node whether it would do its work now.
func wellAt(t *testing.T, base string) bool {
	t.Helper()
	res, err := http.Get(base + "/readyz")
	if err != nil {
		return false
	}
	defer res.Body.Close()
	return res.StatusCode == http.StatusOK
}

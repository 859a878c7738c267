package conformance

import (
	"bytes"
	"context"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"time"

	"github.com/Shopify/toxiproxy/v2/toxics"

	"deskbell/conformance/drive"
)

// loseCommit takes the server's answer to a commit away and cuts the line, once each time it is armed: the commit is
// done, and nobody hears of it.
type loseCommit struct{}

// armedCommit and lostCommits belong to the one test that loses commits; toxiproxy makes toxics itself.
var (
	armedCommit atomic.Bool
	lostCommits atomic.Int64
)

// Pipe implements toxics.Toxic.
func (*loseCommit) Pipe(stub *toxics.ToxicStub) {
	for {
		select {
		case <-stub.Interrupt:
			return
		case c := <-stub.Input:
			if c == nil {
				stub.Close()
				return
			}
			if bytes.Contains(c.Data, []byte("COMMIT\x00")) && armedCommit.CompareAndSwap(true, false) {
				lostCommits.Add(1)
				stub.Close()
				return
			}
			stub.Output <- c
		}
	}
}

func init() { toxics.Register("lose_commit", new(loseCommit)) }

// The answers to commits are lost on the way from PostgreSQL, of whatever guests and agents do: nobody knows then
// whether it is stored, they ask again under the same ids, and nothing is stored twice.
func TestAnswersToCommitsAreLost(t *testing.T) {
	for _, shape := range drive.Shapes() {
		if !shape.Shared {
			continue
		}
		t.Run(shape.Name, func(t *testing.T) {
			lostCommits.Store(0)
			h := inShape(t, shape, drive.Setup{Postgres: func(addr string) (string, error) {
				r := newRoad(t, addr)
				r.weather(t, "lose_commit", down, nil)
				return r.Addr, nil
			}})
			w := newWorld(t, h, seeded(t), times(8, 30))
			w.pace = 8
			got := w.during(time.Duration(times(5, 100))*time.Second, func(ctx context.Context, dice *rand.Rand) {
				whole := w.rec.Broken()
				defer whole()
				defer armedCommit.Store(false)
				for ctx.Err() == nil {
					armedCommit.Store(true)
					pause(ctx, time.Now().Add(time.Duration(20+dice.IntN(100))*time.Millisecond))
				}
			})
			t.Logf("%d answers to commits were lost", lostCommits.Load())
			if lostCommits.Load() == 0 {
				t.Error("no answer was lost: nothing was shown")
			}
			w.checked(got)
		})
	}
}

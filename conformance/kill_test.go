package conformance

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"deskbell/conformance/drive"
)

// writer is one guest who sends numbered messages one after the other, through crashes, each until it is acknowledged.
type writer struct {
	guest *drive.Guest
	conv  string
	acked []drive.Receipt // by message number
	all   *atomic.Int64   // acknowledgements of all writers
}

func (w *writer) text(n int) string { return fmt.Sprintf("%s message %d", w.guest.Contact, n) }

// write sends until ctx ends. A message without an acknowledgement is sent again under the same client id next time.
func (w *writer) write(ctx context.Context) {
	for ctx.Err() == nil {
		n := len(w.acked)
		r, err := w.guest.Send(ctx, w.text(n), w.text(n))
		if err != nil {
			return // killed in the middle: whether it was stored is not known
		}
		w.acked = append(w.acked, r)
		w.conv = r.ConversationID
		if w.all != nil {
			w.all.Add(1)
		}
	}
}

// Promise 1 under kill -9: nothing acknowledged is lost, doubled or out of order, and what was in doubt can be sent again.
func TestKilledUnderLoad(t *testing.T) {
	t.Parallel()
	eachShape(t, killedUnderLoad)
}

func killedUnderLoad(t *testing.T, h *house) {
	rounds, writers := times(10, 100), 16
	var all []*writer
	var acknowledged atomic.Int64
	for i := range writers {
		all = append(all, &writer{guest: visitor(t, h.Base(i)), all: &acknowledged})
	}
	for round := range rounds {
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		for _, w := range all {
			wg.Go(func() { w.write(ctx) })
		}
		before := acknowledged.Load()
		pause(ctx, time.Now().Add(time.Duration(50+rand.IntN(250))*time.Millisecond))
		// However slow the machine is, there is something to lose.
		eventually(t, time.Minute, "a round's messages are acknowledged", func() bool { return acknowledged.Load() >= before+int64(writers) })
		h.Kill(round)
		pause(ctx, time.Now().Add(time.Duration(h.Len()-1)*100*time.Millisecond)) // where another node lives, its writers go on
		cancel()
		wg.Wait()
		h.again(t, round)
	}
	agent := signedIn(t, h.Base(1), "agent1@demo.example")
	total := 0
	for _, w := range all {
		n := len(w.acked)
		total += n
		// The one in doubt is sent again under its own id.
		r, err := w.guest.Send(t.Context(), w.text(n), w.text(n))
		if err != nil {
			t.Fatal(err)
		}
		w.acked = append(w.acked, r)
		public, err := w.guest.AllEntries(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		desk, err := agent.Entries(t.Context(), w.conv)
		if err != nil {
			t.Fatal(err)
		}
		checkWriter(t, w, public)
		if len(desk) > len(public) { // the assistant may have written between the two reads
			desk = desk[:max(len(public), int(public[len(public)-1].Seq))]
		}
		if err := checkThread(desk, public); err != nil {
			t.Error(err)
		}
	}
	t.Logf("%d kills, %d messages acknowledged", rounds, total)
}

func checkWriter(t *testing.T, w *writer, public []drive.Entry) {
	t.Helper()
	var mine []drive.Entry
	for _, e := range public {
		if e.Author.Kind == "guest" {
			mine = append(mine, e)
		}
	}
	if len(mine) != len(w.acked) {
		t.Errorf("%d messages are stored, %d were acknowledged", len(mine), len(w.acked))
	}
	for n, r := range w.acked {
		if n < len(mine) && (mine[n].Text != w.text(n) || mine[n].Seq != r.Seq || mine[n].ID != r.ID) {
			t.Errorf("message %d was acknowledged as %d; stored in its place is %d", n, r.Seq, mine[n].Seq)
		}
	}
}

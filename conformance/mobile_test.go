package conformance

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"deskbell/conformance/drive"
)

// A guest on a train: 400 ms ± 200 ms each way, 32 kbit/s, answers in slivers, and every few seconds a tunnel. What was
// typed arrives once, in order, and the page shows what the desk wrote, once.
func TestGuestsOnABadMobileNet(t *testing.T) {
	t.Parallel()
	eachShape(t, func(t *testing.T, h *house) {
		guests, messages, every := times(6, 12), times(4, 30), time.Duration(times(2500, 10_000))*time.Millisecond
		agent := signedIn(t, h.Base(1), "agent1@demo.example")
		r := newRoad(t, h.Base(0))
		for _, way := range []string{up, down} {
			r.weather(t, "latency", way, map[string]any{"latency": 400, "jitter": 200})
			r.weather(t, "bandwidth", way, map[string]any{"rate": 4})
			r.weather(t, "slicer", way, map[string]any{"average_size": 200, "size_variation": 150, "delay": 1000})
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(times(60, 20*60))*time.Second)
		defer cancel()
		var pages []*page
		var living, working sync.WaitGroup
		looking, stopLooking := context.WithCancel(ctx)
		defer living.Wait()
		defer stopLooking()
		for i := range guests {
			direct := visitor(t, h.Base(0))
			first, err := direct.Send(ctx, "first", "May I have a late check-out?")
			if err != nil {
				t.Fatal(err)
			}
			if err := agent.Act(ctx, first.ConversationID, "take-control", nil); err != nil {
				t.Fatal(err)
			}
			far := *direct
			far.Base, far.Client = r.Base, &http.Client{Transport: drive.NewTransport(8)}
			p := newPage(&far)
			p.most = 2 * time.Second // as a page does that the browser tells of the net's return
			pages = append(pages, p)
			living.Go(func() { p.live(looking) })
			working.Go(func() {
				for n := range messages {
					id := fmt.Sprintf("guest %d message %d", i, n)
					if err := p.send(ctx, id, id); err != nil {
						t.Errorf("%s: %v", id, err)
						return
					}
				}
			})
			working.Go(func() {
				for n := range messages {
					id := fmt.Sprintf("reply %d to guest %d", n, i)
					if _, err := agent.Reply(ctx, first.ConversationID, id, id); err != nil {
						t.Errorf("%s: %v", id, err)
						return
					}
					pause(ctx, time.Now().Add(time.Duration(times(700, 4000))*time.Millisecond))
				}
			})
		}
		cuts := 0
		tunnels, stopTunnels := context.WithCancel(ctx)
		var railway sync.WaitGroup
		railway.Go(func() {
			for pause(tunnels, time.Now().Add(every)); tunnels.Err() == nil; pause(tunnels, time.Now().Add(every)) {
				r.cut()
				cuts++
				pause(tunnels, time.Now().Add(500*time.Millisecond))
				r.mend(t)
			}
		})
		begun := time.Now()
		working.Wait()
		stopTunnels()
		railway.Wait()
		took := time.Since(begun)
		for i, p := range pages {
			fresh := *p.guest
			fresh.Base = h.Base(0)
			stored, err := fresh.AllEntries(ctx)
			if err != nil {
				t.Fatal(err)
			}
			last := stored[len(stored)-1].Seq
			eventually(t, 30*time.Second, "the page shows the last entry", func() bool { return p.cursor() >= last })
			same(t, fmt.Sprintf("the page of guest %d", i), p.seen(), stored)
			counts := map[string]int{}
			order := -1
			for _, e := range stored {
				counts[e.Text]++
				var n, of int
				if _, err := fmt.Sscanf(e.Text, "guest %d message %d", &of, &n); err == nil {
					if n != order+1 {
						t.Errorf("guest %d: message %d stands after message %d", i, n, order)
					}
					order = n
				}
			}
			for n := range messages {
				for _, text := range []string{fmt.Sprintf("guest %d message %d", i, n), fmt.Sprintf("reply %d to guest %d", n, i)} {
					if counts[text] != 1 {
						t.Errorf("%q is stored %d times", text, counts[text])
					}
				}
			}
		}
		opened := 0
		for _, p := range pages {
			opened += p.streams()
		}
		if cuts == 0 || opened < guests {
			t.Errorf("%d cuts, %d streams: the road was too good to show anything", cuts, opened)
		}
		t.Logf("%d guests, %d messages each way in %s, %d cuts, %d streams", guests, guests*messages, took.Round(time.Millisecond), cuts, opened)
	})
}

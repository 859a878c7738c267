package conformance

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"deskbell/conformance/drive"
)

// outside is an installation with a WhatsApp number, and Meta as far as it needs it.
type outside struct {
	*testing.T
	*house
	meta   *drive.Meta
	number *drive.Number
	desk   *drive.Staff
}

// eachOutside runs a test in every shape.
func eachOutside(t *testing.T, test func(o *outside)) {
	t.Helper()
	for _, shape := range drive.Shapes() {
		t.Run(shape.Name, func(t *testing.T) {
			t.Parallel()
			meta, err := drive.StartMeta()
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = meta.Close() })
			// Servers that share a database share the key of what is sealed in it.
			h := inShape(t, shape, drive.Setup{Options: drive.Options{Env: []string{"DESKBELL_GRAPH_BASE_URL=" + meta.URL,
				"DESKBELL_SECRET_KEY=" + strings.Repeat("5a", 32)}}})
			number, err := drive.ConnectNumber(t.Context(), h.Base(0))
			if err != nil {
				t.Fatal(err)
			}
			test(&outside{T: t, house: h, meta: meta, number: number, desk: signedIn(t, h.Base(0), "agent1@demo.example")})
		})
	}
}

// brings delivers a body as Meta does: again until it is acknowledged.
func (o *outside) brings(ctx context.Context, node int, body []byte) {
	for try := 0; ; try++ {
		status, _, err := o.number.Bring(ctx, o.Base(node%o.Len()), body)
		if err == nil && status == 200 {
			return
		}
		if ctx.Err() != nil || try > 100 {
			o.Errorf("a webhook was not acknowledged: %d %v", status, err)
			return
		}
		pause(ctx, time.Now().Add(100*time.Millisecond))
	}
}

// threads are the guests' messages as the desk sees them, by conversation.
func (o *outside) threads() map[string][]drive.Entry {
	o.Helper()
	list, err := o.desk.List(o.Context(), "history")
	if err != nil {
		o.Fatal(err)
	}
	out := map[string][]drive.Entry{}
	for _, c := range list {
		entries, err := o.desk.Entries(o.Context(), c.ID)
		if err != nil {
			o.Fatal(err)
		}
		out[c.ID] = entries
	}
	return out
}

func guests(entries []drive.Entry) []string {
	var said []string
	for _, e := range entries {
		if e.Kind == "message" && e.Author.Kind == "guest" {
			said = append(said, e.Text)
		}
	}
	return said
}

// unread are the messages of ours that the channel did not yet say were read, but those that were taken back, and those that
// never reached it, for they were being handed over as the node was killed: nobody can know that, and they stay uncertain.
func (o *outside) unread(numberOf func([]drive.Entry) string) (unread []drive.Entry) {
	reached := map[string]int{}
	for _, s := range o.meta.Sent() {
		reached[s.To]++
	}
	for _, entries := range o.threads() {
		ours := slices.DeleteFunc(slices.Clone(entries), func(e drive.Entry) bool { return e.Delivery.State == "" || e.Delivery.State == "withdrawn" })
		lost := len(ours) - reached[numberOf(entries)]
		for _, e := range ours {
			switch {
			case e.Delivery.State == "read":
			case e.Delivery.State == "uncertain" && lost > 0:
				lost--
			default:
				unread = append(unread, e)
			}
		}
	}
	return unread
}

// F10: every update comes one to five times, in any order, at any node, alone or in bodies with others, some much later,
// while a node is killed: each message stands once, each guest has one conversation, and what we sent is shown as far as
// it came, however its statuses arrived.
func TestWebhooksDoubledAndShuffled(t *testing.T) {
	t.Parallel()
	eachOutside(t, func(o *outside) {
		people, each := times(20, 250), times(10, 40) // fewer each than answers that one guest may be sent at once
		phone := func(guest int) string { return fmt.Sprintf("49155500%04d", guest) }
		phoneOf := func(entries []drive.Entry) string {
			var n, guest int
			if said := guests(entries); len(said) == 0 {
				return ""
			} else if _, err := fmt.Sscanf(said[0], "message %d of guest %d", &n, &guest); err != nil {
				o.Fatal(err)
			}
			return phone(guest)
		}
		dice := rand.New(rand.NewPCG(seeded(o.T), 10))
		begun := time.Now().Add(-time.Minute)
		// What is sent is told of, out of order and repeatedly, as soon as it was accepted.
		var later sync.Mutex
		var statuses []drive.Update
		o.meta.OnSent = func(s drive.Sent) {
			later.Lock()
			defer later.Unlock()
			statuses = append(statuses, drive.Status(s, "read"), drive.Status(s, "sent"), drive.Status(s, "delivered"), drive.Status(s, "read"), drive.Status(s, "sent"))
		}
		var updates []drive.Update
		for g := range people {
			for n := range each {
				u := drive.Text(phone(g), fmt.Sprintf("g%dn%d", g, n), fmt.Sprintf("message %d of guest %d", n, g), begun.Add(time.Duration(n)*time.Second))
				for range 1 + dice.IntN(5) {
					updates = append(updates, u)
				}
			}
		}
		dice.Shuffle(len(updates), func(i, j int) { updates[i], updates[j] = updates[j], updates[i] })
		bodies := make(chan []byte)
		var bringing sync.WaitGroup
		for range 16 {
			bringing.Go(func() {
				for b := range bodies {
					o.brings(o.Context(), rand.IntN(8), b)
				}
			})
		}
		spread := func(list []drive.Update) {
			for len(list) > 0 {
				n := min(len(list), 1+dice.IntN(40))
				bodies <- o.number.Body(list[:n]...)
				list = list[n:]
			}
		}
		half := len(updates) / 2
		spread(updates[:half])
		o.Kill(0)
		o.again(o.T, 0)
		spread(updates[half:])
		o.T.Log("brought ", len(updates), " updates of ", people*each)
		whole := soon(o.Context(), time.Duration(times(60, 300))*time.Second, func() bool {
			pause(o.Context(), time.Now().Add(time.Second)) // looking is work for the servers too
			n := 0
			for _, entries := range o.threads() {
				n += len(guests(entries))
			}
			return n >= people*each
		})
		// What becomes of the answers is told as they leave.
		var unread []drive.Entry
		for deadline := time.Now().Add(time.Duration(times(90, 1200)) * time.Second); ; pause(o.Context(), time.Now().Add(time.Second)) {
			later.Lock()
			list := statuses
			statuses = nil
			later.Unlock()
			dice.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
			spread(list)
			if unread = o.unread(phoneOf); len(list) == 0 && len(unread) == 0 || time.Now().After(deadline) || o.Context().Err() != nil {
				break
			}
		}
		close(bodies)
		bringing.Wait()
		threads := o.threads()
		if !whole || len(threads) != people {
			o.Errorf("%d conversations of %d guests; everything had come: %v", len(threads), people, whole)
		}
		for id, entries := range threads {
			said := guests(entries)
			slices.Sort(said)
			if got := len(slices.Compact(slices.Clone(said))); got != len(said) || got != each {
				o.Errorf("%s: %d messages, %d different, want %d", id, len(said), got, each)
			}
		}
		for _, e := range unread {
			o.Errorf("#%d %q is %s (%s)", e.Seq, e.Text, e.Delivery.State, e.Delivery.Reason)
		}
		sent := map[string]bool{}
		for _, s := range o.meta.Sent() {
			if sent[s.Ours] {
				o.Errorf("%s went twice to %s: %q", s.Ours, s.To, s.Text)
			}
			sent[s.Ours] = true
		}
	})
}

// F11: an album of ten pictures from somebody who was never heard of, all at the same moment at all nodes: one guest, one
// conversation, ten messages with a picture each.
func TestAlbumOfAStranger(t *testing.T) {
	t.Parallel()
	eachOutside(t, func(o *outside) {
		strangers := times(5, 50)
		for g := range strangers {
			var all sync.WaitGroup
			for n := range 10 {
				body := o.number.Body(drive.Picture(fmt.Sprintf("49155600%04d", g), fmt.Sprintf("a%dp%d", g, n), time.Now()))
				all.Go(func() { o.brings(o.Context(), n, body) })
			}
			all.Wait()
		}
		pictures := func() (full, conversations int) {
			list, err := o.desk.List(o.Context(), "history")
			if err != nil {
				o.Fatal(err)
			}
			for _, c := range list {
				var page struct {
					Entries []struct {
						Kind   string `json:"kind"`
						Author struct {
							Kind string `json:"kind"`
						} `json:"author"`
						Media []struct {
							State string `json:"state"`
						} `json:"media"`
					} `json:"entries"`
				}
				if err := o.desk.Do(o.Context(), "GET", "/conversations/"+c.ID+"/entries?limit=500", nil, &page); err != nil {
					o.Fatal(err)
				}
				n := 0
				for _, e := range page.Entries {
					if e.Kind == "message" && e.Author.Kind == "guest" && len(e.Media) == 1 && e.Media[0].State == "ready" {
						n++
					}
				}
				if n == 10 {
					full++
				}
			}
			return full, len(list)
		}
		if !soon(o.Context(), time.Duration(times(30, 120))*time.Second, func() bool { full, _ := pictures(); return full == strangers }) {
			full, conversations := pictures()
			o.Errorf("%d of %d strangers have one conversation with ten pictures; there are %d conversations", full, strangers, conversations)
		}
		if _, n := pictures(); n != strangers {
			o.Errorf("%d conversations of %d strangers", n, strangers)
		}
	})
}

// F20: the channel is away while guests write and agents answer, and a node is killed meanwhile: everything waits, is
// shown as waiting, and goes in order when the channel is back, each once.
func TestChannelAway(t *testing.T) {
	t.Parallel()
	eachOutside(t, func(o *outside) {
		people, each := times(10, 50), 10
		for g := range people {
			o.brings(o.Context(), g, o.number.Body(drive.Text(fmt.Sprintf("49155700%04d", g), fmt.Sprintf("o%d", g), "Is anybody there?", time.Now())))
		}
		if !soon(o.Context(), 30*time.Second, func() bool { return len(o.threads()) == people }) {
			o.Fatalf("%d conversations", len(o.threads()))
		}
		o.meta.Down(true)
		already := len(o.meta.Sent())
		begun := time.Now()
		want := map[string][]string{}
		for id := range o.threads() {
			if err := o.desk.Act(o.Context(), id, "take-control", nil); err != nil {
				o.Fatal(err)
			}
			for n := range each {
				text := fmt.Sprintf("answer %d to %s", n, id)
				if _, err := o.desk.Reply(o.Context(), id, text, text); err != nil {
					o.Fatal(err)
				}
				want[id] = append(want[id], text)
			}
		}
		o.Kill(0)
		o.again(o.T, 0)
		waiting := func() (n int) {
			for _, entries := range o.threads() {
				for _, e := range entries {
					if e.Author.Kind == "agent" && (e.Delivery.State == "waiting" || e.Delivery.State == "sending") {
						n++
					}
				}
			}
			return n
		}
		if n := waiting(); n != people*each {
			o.Errorf("%d of %d are shown as waiting", n, people*each)
		}
		pause(o.Context(), begun.Add(time.Duration(times(15, 3600))*time.Second))
		if n := len(o.meta.Sent()); n > already+people {
			o.Errorf("%d went while the channel was away", n-already)
		}
		o.meta.Down(false)
		// What was being sent as the node was killed is uncertain when its lease has run out, twenty seconds later, and holds
		// those behind it for a minute.
		if !soon(o.Context(), 3*time.Minute, func() bool { return waiting() == 0 }) {
			o.Errorf("%d still wait after the channel was back for three minutes", waiting())
		}
		doubtful := map[string]bool{}
		for _, entries := range o.threads() {
			for _, e := range entries {
				doubtful[e.Text] = e.Delivery.State == "uncertain"
			}
		}
		got := map[string][]string{}
		seen := map[string]bool{}
		for _, s := range o.meta.Sent() {
			if seen[s.Ours] {
				o.Errorf("%q went twice", s.Text)
			}
			seen[s.Ours] = true
			if i := strings.Index(s.Text, "answer "); i >= 0 { // the first one brings the line that an agent joined
				text := s.Text[i:]
				id := text[strings.LastIndexByte(text, ' ')+1:]
				got[id] = append(got[id], text)
			}
		}
		for id := range want {
			sure := slices.DeleteFunc(want[id], func(text string) bool { return doubtful[text] && !slices.Contains(got[id], text) })
			if !slices.Equal(got[id], sure) {
				o.Errorf("%s: went %q", id, got[id])
			}
		}
	})
}

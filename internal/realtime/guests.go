package realtime

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync"
	"time"

	"deskbell/internal/recent"
	"deskbell/internal/wire"
)

// Limits of the guests' streams.
const (
	beatEvery   = 15 * time.Second
	queueFrames = 256
	queueBytes  = 1 << 20
	perContact  = 10 // tabs and devices of one guest
	writeWithin = 10 * time.Second
	lastWords   = time.Second // for a bye to a slow reader
	// resumeWithin is over how long streams that were closed together come back.
	resumeWithin = 5 * time.Second
	// awayAfter is how long no page of a guest may listen before the guest counts as gone; of how many that left lately
	// the moment is known. A page comes back in seconds, so more than that many leave only where many really do.
	awayAfter = time.Minute
	leftKept  = 2000
)

// Reasons of a bye. Those after which the client must not come back with the same token say so by no retry_ms.
const (
	byeGoingAway = "going_away"
	byeTooMany   = "too_many"
	byeSignedOut = "signed_out"
	byeSlow      = "slow"
)

// frame is one event, encoded once for everyone who gets it.
type frame struct {
	data []byte
	// seq is set on entries: a stream that has it already skips it.
	seq int64
	// version is the conversation's last seq, set on states: an older one than the stream was given is skipped.
	version int64
	// conversation is set on entries and states: a stream that was fed another one is told to read again first.
	conversation string
}

var (
	beat       = frame{data: []byte(": beat\n\n")}
	resetFrame = frame{data: event("reset", "", []byte("{}"))}
)

func event(name, id string, data []byte) []byte {
	b := make([]byte, 0, len(name)+len(id)+len(data)+24)
	b = append(append(b, "event: "...), name...)
	if id != "" {
		b = append(append(b, "\nid: "...), id...)
	}
	b = append(append(b, "\ndata: "...), data...)
	return append(b, "\n\n"...)
}

func entryFrame(conversationID string, e wire.Entry) frame {
	return frame{data: event("entry", strconv.FormatInt(e.Seq, 10), wire.Encode(e)), seq: e.Seq, conversation: conversationID}
}

func stateFrame(s wire.GuestState, version int64) frame {
	return frame{data: event("state", "", wire.Encode(s)), version: version, conversation: s.ConversationID}
}

func byeFrame(reason string, retry time.Duration) frame {
	v := map[string]any{"reason": reason}
	if retry > 0 {
		v["retry_ms"] = retry.Milliseconds()
	}
	b, _ := json.Marshal(v) // a string and a number
	return frame{data: event("bye", "", b)}
}

// Guests is the hub of the guests' event streams. All methods may be called concurrently, and none waits for a reader.
type Guests struct {
	// Others are the other nodes; nil where there are none. It is set before the first use.
	Others Others

	elsewhere *Attendance // nil where there are no other nodes

	mu     sync.RWMutex
	by     map[string][]*stream
	slots  [int(beatEvery / time.Second)]map[*stream]struct{} // by the second in which they beat
	houses map[string]int                                     // how many there are of each property
	next   int
	count  int
	began  time.Time
	left   *recent.Map[string, time.Time] // when a guest's last stream ended
	closed bool                           // nobody comes in any more
	sealed bool                           // and nothing is started any more
	stop   chan struct{}
	work   sync.WaitGroup // the heart, and who writes for slow readers
}

// NewGuests makes the hub and starts its one heartbeat. Close ends it.
func NewGuests() *Guests {
	g := &Guests{by: map[string][]*stream{}, houses: map[string]int{}, began: time.Now(), left: recent.New[string, time.Time](leftKept), stop: make(chan struct{})}
	for i := range g.slots {
		g.slots[i] = map[*stream]struct{}{}
	}
	g.work.Go(g.heart)
	return g
}

// Len counts the open streams.
func (g *Guests) Len() int {
	g.mu.RLock()
	defer g.mu.RUnlock()
	return g.count
}

// Listening reports whether the guest has a stream open here.
func (g *Guests) Listening(contactID string) bool {
	g.mu.RLock()
	defer g.mu.RUnlock()
	return len(g.by[contactID]) > 0
}

// Away reports whether a guest has left: no page of theirs has listened for a minute, here or at another node. Of the
// time before the hub was made nothing is known, and unknown is not away.
func (g *Guests) Away(contactID string) bool {
	return g.awayHere(contactID) && g.elsewhere.away(contactID)
}

func (g *Guests) awayHere(contactID string) bool {
	g.mu.RLock()
	defer g.mu.RUnlock()
	if len(g.by[contactID]) > 0 {
		return false
	}
	since := g.began
	if at, ok := g.left.Get(contactID); ok {
		since = at
	}
	return time.Since(since) >= awayAfter
}

func (g *Guests) streams(contactID string) []*stream {
	g.mu.RLock()
	defer g.mu.RUnlock()
	return append([]*stream(nil), g.by[contactID]...)
}

func (g *Guests) send(contactID string, frames ...frame) {
	if len(frames) == 0 {
		return
	}
	for _, s := range g.streams(contactID) {
		s.put(frames...)
	}
}

// Typing tells a guest that somebody writes, or stopped.
func (g *Guests) Typing(contactID string, by wire.Author, on bool) {
	by.ID = ""
	g.send(contactID, frame{data: event("typing", "", wire.Encode(struct {
		Author wire.Author `json:"author"`
		On     bool        `json:"on"`
	}{by, on}))})
}

// Read tells a guest how far an agent has read.
func (g *Guests) Read(contactID string, seq int64) {
	g.send(contactID, frame{data: event("read", "", fmt.Appendf(nil, `{"seq":%d}`, seq))})
}

// Reset tells a guest to read the conversation again.
func (g *Guests) Reset(contactID string) { g.send(contactID, resetFrame) }

// Again lets a guest's pages come back, with the token that they have: whose it is has changed.
func (g *Guests) Again(contactID string) {
	for _, s := range g.streams(contactID) {
		s.bye(byeGoingAway, jitter())
	}
}

// ResetAll does so for all.
func (g *Guests) ResetAll() {
	for _, s := range g.everyone() {
		s.put(resetFrame)
	}
}

// Drop closes the streams of a token that is no longer good.
func (g *Guests) Drop(contactID, tokenHash string) {
	g.dropHere(contactID, tokenHash)
	if g.Others != nil {
		g.Others.Tell(tellDrop, func(b []byte) []byte { return append(appendText(b, contactID), tokenHash...) })
	}
}

func (g *Guests) dropHere(contactID, tokenHash string) {
	for _, s := range g.streams(contactID) {
		if s.token == tokenHash {
			s.bye(byeSignedOut, 0)
		}
	}
}

func (g *Guests) everyone() []*stream {
	g.mu.RLock()
	defer g.mu.RUnlock()
	all := make([]*stream, 0, g.count)
	for _, list := range g.by {
		all = append(all, list...)
	}
	return all
}

// Close says bye to all streams, each to come back at another moment, and waits until what was being written is
// written or given up.
func (g *Guests) Close() {
	g.mu.Lock()
	if g.closed {
		g.mu.Unlock()
		return
	}
	g.closed = true
	g.mu.Unlock()
	close(g.stop)
	for _, s := range g.everyone() {
		s.bye(byeGoingAway, jitter())
	}
	g.mu.Lock()
	g.sealed = true
	g.mu.Unlock()
	g.work.Wait()
}

// start runs fn on a goroutine that Close waits for; false when it is too late for that.
func (g *Guests) start(fn func()) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.sealed {
		return false
	}
	g.work.Go(fn)
	return true
}

func jitter() time.Duration {
	return 500*time.Millisecond + rand.N(resumeWithin)
}

// add takes a stream in. Where one guest has too many, the oldest goes.
func (g *Guests) add(s *stream) bool {
	g.mu.Lock()
	if g.closed {
		g.mu.Unlock()
		return false
	}
	var oldest *stream
	if list := g.by[s.contact]; len(list) >= perContact {
		oldest = list[0]
	}
	if g.by[s.contact] = append(g.by[s.contact], s); len(g.by[s.contact]) == 1 {
		g.elsewhere.note(s.contact, true)
	}
	s.slot = g.next
	g.next = (g.next + 1) % len(g.slots)
	g.slots[s.slot][s] = struct{}{}
	g.houses[s.house]++
	g.count++
	g.mu.Unlock()
	if oldest != nil {
		oldest.bye(byeTooMany, 30*time.Second)
	}
	return true
}

func (g *Guests) remove(s *stream) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if _, in := g.slots[s.slot][s]; !in {
		return
	}
	delete(g.slots[s.slot], s)
	g.count--
	if g.houses[s.house]--; g.houses[s.house] == 0 {
		delete(g.houses, s.house)
	}
	rest := make([]*stream, 0, max(0, len(g.by[s.contact])-1))
	for _, other := range g.by[s.contact] {
		if other != s {
			rest = append(rest, other)
		}
	}
	if len(rest) == 0 {
		delete(g.by, s.contact)
		g.left.Put(s.contact, time.Now())
		g.elsewhere.note(s.contact, false)
		return
	}
	g.by[s.contact] = rest
}

// heart beats for all streams, a fifteenth of them each second. A connection that is gone is noticed here: there is no
// goroutine that would wait for its end.
func (g *Guests) heart() {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for slot := 0; ; slot = (slot + 1) % len(g.slots) {
		select {
		case <-g.stop:
			return
		case <-tick.C:
		}
		g.mu.RLock()
		due := make([]*stream, 0, len(g.slots[slot]))
		for s := range g.slots[slot] {
			due = append(due, s)
		}
		g.mu.RUnlock()
		for _, s := range due {
			s.put(beat)
		}
	}
}

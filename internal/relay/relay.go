// Package relay lets the nodes of an installation tell each other at once what each of them would find out a moment
// later by asking the database. What it carries are hints: they may be lost, repeated or late, and nothing that must
// happen depends on them. It knows neither what they say nor what follows.
//
// A Line is the way between the nodes: Redis, or memory in tests. Relay speaks on it and listens. Tell never waits,
// whatever state the line is in. Each message names its node and counts up, so that a listener who misses one knows it
// (Missed) and asks the database; every second each node says how far it has counted, which shows a lost last message,
// and shows the node itself that the line still brings back what was said on it.
package relay

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"
)

// How the relay paces itself, and what it holds.
const (
	// beatEvery is how often a node says how far it has counted.
	beatEvery = time.Second
	// deafAfter is how long the line may fail to bring back what this node said until it counts as lost.
	deafAfter = 3 * time.Second
	// openWithin bounds one attempt to open the line; between two there are pauses from pauseFirst to pauseMost.
	openWithin = 2 * time.Second
	pauseFirst = 50 * time.Millisecond
	pauseMost  = time.Second
	// backlog is how many messages may wait to be sent: about a second's worth at full load. Together are those that
	// are sent at once because they waited.
	backlog  = 8192
	together = 256
	// MaxMessage bounds one message, in both directions.
	MaxMessage = 1 << 20
)

// Line is a way on which nodes hear each other.
type Line interface {
	// Open goes on the line. Whatever is said there by anybody after it returned is received.
	Open(ctx context.Context) (Session, error)
}

// Session is one stay on a line. An error of any method ends it.
type Session interface {
	// Send says messages, in order. It waits for no answer, and for a stuck line a second at most.
	Send(messages [][]byte) error
	// Receive waits for the next message, those of this node among them. It may be used until the next call.
	Receive() ([]byte, error)
	// Close ends the session and lets Receive return. It may be called more than once.
	Close() error
}

// Config is what a Relay is made of. Line, Node and Heard are required.
type Config struct {
	Line Line
	// Node names this process among all that ever use the line: a new name with each start.
	Node string
	// Heard is told what another node said; the payload is good during the call only. It must be quick.
	Heard func(kind string, payload []byte)
	// Missed is told that something may have been said that was not heard. It must not wait.
	Missed func()
	Log    *slog.Logger
}

// Relay is this node's mouth and ears. Its methods may be called concurrently; those of a nil Relay do nothing.
type Relay struct {
	cfg   Config
	queue chan message

	open    atomic.Bool  // a session is open
	skipped atomic.Int64 // messages that were not even queued
	echo    atomic.Int64 // how long after it began the line last brought back what this node said; 0 is never
	began   time.Time
	told    atomic.Int64 // messages sent
	heard   atomic.Int64 // messages of other nodes

	mu    sync.Mutex
	nodes map[string]*node
}

// message waits to be said. It is encoded by whoever sends it, not by whoever tells it.
type message struct {
	kind   string
	encode func([]byte) []byte
}

// node is another one, as far as it was heard.
type node struct {
	count uint64
	at    time.Time
}

// New makes a relay; nothing is said or heard before Run.
func New(cfg Config) *Relay {
	if cfg.Missed == nil {
		cfg.Missed = func() {}
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	return &Relay{cfg: cfg, queue: make(chan message, backlog), began: time.Now(), nodes: map[string]*node{}}
}

// Tell says something to the other nodes, soon. encode appends it to a buffer, once, on another goroutine. Where the
// line is lost or behind, it is not said, and the others will notice that they missed something.
func (r *Relay) Tell(kind string, encode func([]byte) []byte) {
	if r == nil {
		return
	}
	if r.open.Load() {
		select {
		case r.queue <- message{kind, encode}:
			return
		default:
		}
	}
	r.skipped.Add(1)
}

// Lost reports whether this node and the others do not hear each other through the line, and since when. One that has
// just started is given a moment.
func (r *Relay) Lost() (since time.Time, lost bool) {
	if r == nil {
		return time.Time{}, false
	}
	since = r.began.Add(time.Duration(r.echo.Load()))
	return since, time.Since(since) >= deafAfter
}

// Told and Heard count the messages sent, and those that came from other nodes.
func (r *Relay) Told() int64 { return r.told.Load() }

// Heard counts the messages of other nodes.
func (r *Relay) Heard() int64 { return r.heard.Load() }

// Nodes counts the other nodes that were heard lately.
func (r *Relay) Nodes() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := 0
	for _, other := range r.nodes {
		if time.Since(other.at) < deafAfter {
			n++
		}
	}
	return n
}

// Run speaks and listens until ctx is done; what was told by then is still said. A line that breaks is opened again.
func (r *Relay) Run(ctx context.Context) error {
	speaker := &speaker{relay: r}
	pause, said := pauseFirst, ""
	for ctx.Err() == nil {
		err := r.stay(ctx, speaker, func() { pause, said = pauseFirst, "" })
		if ctx.Err() != nil {
			return nil
		}
		if why := err.Error(); why != said { // once for each reason, however long it lasts
			said = why
			r.cfg.Log.Warn("the line to the other servers is lost; they are heard by way of the database", "err", err)
		}
		timer := time.NewTimer(pause/2 + rand.N(pause))
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
		}
		pause = min(2*pause, pauseMost)
	}
	return nil
}

var errDeaf = errors.New("the line brings nothing back")

// stay opens the line and uses it until it breaks or ctx is done. well is called once the line brought something back.
func (r *Relay) stay(ctx context.Context, sp *speaker, well func()) error {
	opening, cancel := context.WithTimeout(ctx, openWithin)
	s, err := r.cfg.Line.Open(opening)
	cancel()
	if err != nil {
		return err
	}
	r.drop() // what waited for the last session is late
	r.open.Store(true)
	broken := make(chan error, 1)
	heardSelf := make(chan struct{}, 1)
	var listening sync.WaitGroup
	listening.Go(func() {
		for {
			msg, err := s.Receive()
			if err != nil {
				broken <- err
				return
			}
			r.hear(msg, heardSelf)
		}
	})
	defer listening.Wait()
	defer s.Close()
	defer r.open.Store(false)

	if err := sp.beat(s); err != nil {
		return err
	}
	tick := time.NewTicker(beatEvery)
	defer tick.Stop()
	deaf := time.NewTimer(deafAfter)
	defer deaf.Stop()
	first := true
	for {
		select {
		case m := <-r.queue:
			err = sp.say(s, m)
		case <-tick.C:
			err = sp.beat(s)
		case <-heardSelf:
			deaf.Reset(deafAfter)
			if first {
				first = false
				well()
				r.cfg.Log.Info("the line to the other servers is open")
				r.cfg.Missed() // whatever was said before
			}
		case <-deaf.C:
			err = errDeaf
		case err = <-broken:
		case <-ctx.Done():
			for err == nil && len(r.queue) > 0 {
				err = sp.say(s, <-r.queue)
			}
			return err
		}
		if err != nil {
			return err
		}
	}
}

// drop forgets what waits to be sent.
func (r *Relay) drop() {
	for {
		select {
		case <-r.queue:
			r.skipped.Add(1)
		default:
			return
		}
	}
}

// hear takes in a message from the line. What is no message of ours, or of a version that is not known here, is passed
// over.
func (r *Relay) hear(b []byte, self chan<- struct{}) {
	e, ok := parse(b)
	if !ok {
		return
	}
	now := time.Now()
	if e.node == r.cfg.Node {
		if e.kind == kindBeat {
			r.echo.Store(int64(now.Sub(r.began)))
			select {
			case self <- struct{}{}:
			default:
			}
		}
		return
	}
	if r.count(e, now) {
		r.cfg.Missed()
	}
	if e.kind == kindBeat {
		return
	}
	r.heard.Add(1)
	r.cfg.Heard(e.kind, e.payload)
}

// maxNodes bounds how many other nodes are counted along; nobody runs as many.
const maxNodes = 256

// count counts along with another node and reports whether something of it was missed. A node that was not heard before
// begins where it stands: what it said until then was before its first beat, or before this node listened.
func (r *Relay) count(e envelope, now time.Time) (missed bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := r.nodes[e.node]
	if n == nil {
		for name, old := range r.nodes {
			if now.Sub(old.at) > time.Minute || len(r.nodes) >= maxNodes {
				delete(r.nodes, name)
			}
		}
		r.nodes[e.node] = &node{e.count, now}
		return false
	}
	want := n.count
	if e.kind != kindBeat {
		want++
	}
	n.at = now
	if e.count <= n.count && e.kind != kindBeat {
		return false // said twice by the line; to act on a hint twice does no harm
	}
	n.count = max(n.count, e.count)
	return e.count > want
}

// speaker numbers and sends what a node says; one goroutine uses it.
type speaker struct {
	relay *Relay
	count uint64
	// Buffers of one batch: what is encoded, where each message ends in it, and the messages.
	buf   []byte
	ends  []int
	batch [][]byte
}

// beat says how far was counted.
func (sp *speaker) beat(s Session) error {
	sp.reset()
	sp.skip()
	sp.add(kindBeat, func(b []byte) []byte { return b })
	return sp.send(s)
}

// say sends a message, and with it those that wait already.
func (sp *speaker) say(s Session, m message) error {
	sp.reset()
	for n := 1; ; n++ {
		sp.skip()
		sp.count++
		sp.add(m.kind, m.encode)
		if n == together {
			break
		}
		select {
		case m = <-sp.relay.queue:
			continue
		default:
		}
		break
	}
	sp.relay.told.Add(int64(len(sp.ends)))
	return sp.send(s)
}

// skip counts what was not queued, so that the others find a hole in its place.
func (sp *speaker) skip() {
	if n := sp.relay.skipped.Swap(0); n > 0 {
		sp.count += uint64(n)
	}
}

// maxBuffer is how large a buffer is kept between batches.
const maxBuffer = 4 << 20

func (sp *speaker) reset() {
	if cap(sp.buf) > maxBuffer {
		sp.buf = nil
	}
	sp.buf, sp.ends, sp.batch = sp.buf[:0], sp.ends[:0], sp.batch[:0]
}

func (sp *speaker) add(kind string, encode func([]byte) []byte) {
	start := len(sp.buf)
	sp.buf = encode(appendHead(sp.buf, sp.relay.cfg.Node, sp.count, kind))
	if len(sp.buf)-start > MaxMessage {
		sp.buf = sp.buf[:start] // a hole
		return
	}
	sp.ends = append(sp.ends, len(sp.buf))
}

func (sp *speaker) send(s Session) error {
	start := 0
	for _, end := range sp.ends {
		sp.batch = append(sp.batch, sp.buf[start:end])
		start = end
	}
	if len(sp.batch) == 0 {
		return nil
	}
	return s.Send(sp.batch)
}

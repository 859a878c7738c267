// Package delivery is the outbox at work: it takes messages that conversations wrote for guests outside the website, one
// at a time and in order from each conversation, gives them to their channel, and follows what becomes of them.
//
// A message that is claimed is being sent. From then on nobody can say that it was not, unless the channel says so: when
// its lease runs out it is uncertain, and what settles it is a status, an echo, or a person. So nothing is claimed that
// could not go at once, and what a full bucket holds back is put back before it was handed over.
package delivery

import (
	"math/rand/v2"
	"sync"
	"time"

	"deskbell/internal/channel"
)

// How an account is paced beyond what its channel tells.
const (
	// flyingMost is how many messages of one account are under way at once, so that a channel that hangs does not take all
	// hands from the others.
	flyingMost = 24
	// crowded is how long a message waits that found all of them taken.
	crowded = 200 * time.Millisecond
	// looksFor is how long a message waits while another finds out whether the channel is back.
	looksFor = 2 * time.Second
	// downAfter is how many failures in a row, of whatever messages, say that it is the channel that fails. Then one message
	// at a time finds out whether it is back.
	downAfter = 3
	// backOffFirst and backOffMost are how long is waited after a failure that may pass.
	backOffFirst = time.Second
	backOffMost  = 15 * time.Second
	// slowest is the rate, per second, below which no throttling brings an account.
	slowest = 0.5
	// pairsKept is how many guests of an account are counted before those that have been idle are forgotten.
	pairsKept = 4096
)

// pace tells when an account may send its next message: as often as the channel allows, and less often while it says that
// this is too much, or fails. It may be used concurrently. Every server keeps its own and takes its part of what the channel
// allows: what the channel says slows each.
type pace struct {
	now      func() time.Time
	mu       sync.Mutex
	accounts map[string]*account
	// servers is how many share an account.
	servers float64
}

// account is how one account stands. Times are by the machine's clock: they only measure.
type account struct {
	text, media bucket
	// rate is what throttling left of the channel's limit, from 0 to 1.
	rate   float64
	flying int
	// until is when the next message may go at the earliest; misses are the failures in a row.
	until  time.Time
	misses int
	// wellAt is when a message last went through.
	wellAt time.Time
	pairs  map[string]*pair
}

type pair struct {
	bucket
	until time.Time
}

// bucket lets messages through at a rate, and tells those that find it empty when there will be one for them.
type bucket struct {
	tokens float64
	at     time.Time
	next   time.Time // the last moment that was promised to somebody
}

func newPace(now func() time.Time) *pace {
	return &pace{now: now, accounts: map[string]*account{}, servers: 1}
}

// share says how many servers there are.
func (p *pace) share(servers int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.servers = float64(max(servers, 1))
}

// of is the account's; the caller holds the lock.
func (p *pace) of(id string) *account {
	a := p.accounts[id]
	if a == nil {
		a = &account{rate: 1, pairs: map[string]*pair{}}
		p.accounts[id] = a
	}
	return a
}

// begin lets a message go, which is under way until end; or it says after what time to ask again.
func (p *pace) begin(id string, caps channel.Capabilities, guest string, media bool) (wait time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	a, now := p.of(id), p.now()
	if wait := a.until.Sub(now); wait > 0 {
		return spread(wait)
	}
	if a.misses >= downAfter && a.flying > 0 {
		return spread(looksFor)
	}
	if a.flying >= flyingMost {
		return spread(crowded)
	}
	who := a.pair(guest, now)
	if wait := who.until.Sub(now); wait > 0 {
		return wait
	}
	b, rate := &a.text, caps.PerSecond
	if media && caps.MediaPerSecond > 0 {
		b, rate = &a.media, caps.MediaPerSecond
	}
	rate /= p.servers
	rate = max(rate*a.rate, min(rate, slowest))
	if wait := b.wait(now, rate, max(rate, 1)); wait > 0 {
		return wait
	}
	var perPair float64
	if caps.PairEvery > 0 {
		perPair = 1 / caps.PairEvery.Seconds() / p.servers
	}
	if wait := who.wait(now, perPair, max(float64(caps.PairBurst)/p.servers, 1)); wait > 0 {
		return wait
	}
	b.take(rate)
	who.take(perPair)
	a.flying++
	return 0
}

// end says what came of a message that was let go.
func (p *pace) end(id, guest string, f *channel.Failure) {
	p.mu.Lock()
	defer p.mu.Unlock()
	a, now := p.of(id), p.now()
	a.flying--
	if f == nil {
		a.misses, a.wellAt = 0, now
		a.rate = min(1, a.rate*1.1)
		return
	}
	switch f.Kind {
	case channel.FailureThrottled:
		a.rate = max(a.rate/2, 0.01)
		a.until = later(a.until, now.Add(max(f.After, backOffFirst)))
	case channel.FailurePair:
		who := a.pair(guest, now)
		who.until = later(who.until, now.Add(max(f.After, backOffFirst)))
	case channel.FailureTransient, channel.FailureUnknown:
		if a.misses++; a.misses >= downAfter {
			a.until = later(a.until, now.Add(max(f.After, backOff(a.misses-downAfter))))
		}
	default: // the channel works: it answered that this message or this account will not do
		a.misses = 0
	}
}

// slow holds an account back that has nearly used up what it may send.
func (p *pace) slow(id string, d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	a := p.of(id)
	a.until = later(a.until, p.now().Add(d))
}

// well is when a message of the account last went through here.
func (p *pace) well(id string) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.of(id).wellAt
}

func (a *account) pair(guest string, now time.Time) *pair {
	who := a.pairs[guest]
	if who == nil {
		if len(a.pairs) >= pairsKept {
			for g, w := range a.pairs {
				if now.Sub(w.at) > time.Hour && now.After(w.until) {
					delete(a.pairs, g)
				}
			}
		}
		who = &pair{}
		a.pairs[guest] = who
	}
	return who
}

// wait is how long until there is a token; 0 is at once. A rate of 0 is no limit. Each that waits is told a moment of its
// own, so that they do not all come back at the first.
func (b *bucket) wait(now time.Time, rate, burst float64) time.Duration {
	if rate <= 0 {
		return 0
	}
	if b.at.IsZero() {
		b.tokens = burst
	} else {
		b.tokens = min(burst, b.tokens+now.Sub(b.at).Seconds()*rate)
	}
	b.at = now
	if b.tokens >= 1 {
		return 0
	}
	each := time.Duration(float64(time.Second) / rate)
	b.next = later(b.next, now.Add(time.Duration((1-b.tokens)*float64(each))-each)).Add(each)
	return max(b.next.Sub(now), time.Millisecond)
}

func (b *bucket) take(rate float64) {
	if rate > 0 {
		b.tokens--
	}
}

// backOff is how long to wait after the n-th failure, from 0.
func backOff(n int) time.Duration {
	return spread(min(backOffMost, backOffFirst<<min(n, 10)))
}

// spread lets those that wait for the same come back one after the other.
func spread(d time.Duration) time.Duration {
	return d + time.Duration(rand.Int64N(int64(d)/4+1))
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

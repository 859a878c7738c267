// Package limit counts how often something may happen: token buckets in bounded memory, the throttle of sign-ins, the
// silent challenge that comes before a refusal, and whose address a request really came from.
//
// It knows nothing of what it counts: callers name a Rule and a key. Limits are per node, which means that some more get
// through where there are several; guesses at passwords and at bookings, and a solution that is taken once, several
// nodes count together (Share).
package limit

import (
	"hash/maphash"
	"sync"
	"time"
)

// Rule is a bucket: Burst at once, then one every Every.
type Rule struct {
	// Name keeps the keys of different rules apart.
	Name  string
	Burst int
	Every time.Duration
}

// Limiter holds the buckets of all rules and keys. It may be used concurrently.
type Limiter struct {
	now    func() time.Time
	off    bool
	seed   maphash.Seed
	shards [16]shard
}

type shard struct {
	mu      sync.Mutex
	buckets map[bucket]time.Time
}

type bucket struct{ rule, key string }

// perShard bounds memory: about 100 bytes each, 64,000 in all.
const perShard = 4000

// New makes a Limiter on the given clock. Where off is set it allows everything (load tests).
func New(now func() time.Time, off bool) *Limiter {
	l := &Limiter{now: now, off: off, seed: maphash.MakeSeed()}
	for i := range l.shards {
		l.shards[i].buckets = map[bucket]time.Time{}
	}
	return l
}

// Allow takes one token. Where there is none it takes nothing, and tells how long until there is.
func (l *Limiter) Allow(r Rule, key string) (wait time.Duration, ok bool) {
	return l.take(r, key, true)
}

// Peek answers like Allow, and takes nothing.
func (l *Limiter) Peek(r Rule, key string) (wait time.Duration, ok bool) {
	return l.take(r, key, false)
}

// A bucket is stored as the time at which it is full again (the generic cell rate algorithm): one word instead of
// a count and a time, and a bucket that is full needs no entry at all.
func (l *Limiter) take(r Rule, key string, take bool) (time.Duration, bool) {
	if l.off {
		return 0, true
	}
	now := l.now()
	b := bucket{r.Name, key}
	s := l.shard(b)
	s.mu.Lock()
	defer s.mu.Unlock()
	full := s.buckets[b]
	if full.Before(now) {
		full = now
	}
	next := full.Add(r.Every)
	if over := next.Sub(now) - time.Duration(r.Burst)*r.Every; over > 0 {
		return over, false
	}
	if take {
		if _, known := s.buckets[b]; !known && len(s.buckets) >= perShard {
			s.makeRoom(now)
		}
		s.buckets[b] = next
	}
	return 0, true
}

// Return gives a token back that was taken for something that did not count after all.
func (l *Limiter) Return(r Rule, key string) {
	b := bucket{r.Name, key}
	s := l.shard(b)
	s.mu.Lock()
	defer s.mu.Unlock()
	if full, known := s.buckets[b]; known {
		s.buckets[b] = full.Add(-r.Every)
	}
}

func (l *Limiter) shard(b bucket) *shard {
	return &l.shards[maphash.Comparable(l.seed, b)%uint64(len(l.shards))]
}

// makeRoom drops the buckets that are full again, which changes nothing. Where an attack filled all, it drops a part at
// random: some of the attacker's keys start anew, and memory stays bounded.
func (s *shard) makeRoom(now time.Time) {
	for b, full := range s.buckets {
		if !full.After(now) {
			delete(s.buckets, b)
		}
	}
	for b := range s.buckets {
		if len(s.buckets) < perShard*7/8 {
			return
		}
		delete(s.buckets, b)
	}
}

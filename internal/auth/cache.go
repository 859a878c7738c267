package auth

import (
	"sync"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// known is a session and its person as they were read.
type known struct {
	session store.Session
	person  desk.Person
	readAt  time.Time
}

// cache saves the two reads that every request of a signed-in person would cost. It is small, short-lived, and told of
// every change made by this process.
type cache struct {
	fresh time.Duration // how long what was read is believed

	mu sync.Mutex
	by map[string]known // by token hash
	// changes rises with every forget, so that a read that began before it is not remembered after it.
	changes uint64
}

func (c *cache) get(hash string, now time.Time) (known, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	k, ok := c.by[hash]
	if !ok || now.Sub(k.readAt) >= c.fresh || now.Before(k.readAt) {
		return known{}, false
	}
	return k, true
}

func (c *cache) mark() uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.changes
}

func (c *cache) put(hash string, k known, mark uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.changes != mark {
		return
	}
	if len(c.by) >= cachedAtMost {
		clear(c.by) // it fills again within seconds; no order needs keeping
	}
	c.by[hash] = k
}

func (c *cache) forget(personID string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.changes++
	for hash, k := range c.by {
		if k.person.ID == personID {
			delete(c.by, hash)
		}
	}
}

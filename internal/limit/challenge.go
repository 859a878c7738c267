package limit

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"math/bits"
	"sync"
	"time"
)

// Difficulty is how many leading zero bits a solution has: some ten thousand hashes, well under a second on a phone.
const Difficulty = 14

// challengeAge is how long a solution is taken, solved bounds how many used ones are remembered meanwhile.
const (
	challengeAge = 2 * time.Minute
	solved       = 20_000
)

// Challenges hands out small proofs of work and checks them. A salt carries its own time and signature, so nothing is
// remembered of those that are never solved; a solved one is taken once.
type Challenges struct {
	now      func() time.Time
	secret   [32]byte
	together Together // nil where no other server takes these

	mu   sync.Mutex
	used map[string]time.Time
}

// NewChallenges makes challenges that only this process takes back, unless it shares them.
func NewChallenges(now func() time.Time) *Challenges {
	c := &Challenges{now: now, used: map[string]time.Time{}}
	rand.Read(c.secret[:])
	return c
}

// Salt makes a challenge for a purpose (the widget's key): a nonce is wanted for which sha256(salt + nonce) begins with
// Difficulty zero bits.
func (c *Challenges) Salt(purpose string) string {
	var b [24]byte
	binary.BigEndian.PutUint64(b[:8], uint64(c.now().UnixMilli()))
	rand.Read(b[8:])
	return base64.RawURLEncoding.EncodeToString(append(b[:], c.sign(b[:], purpose)...))
}

func (c *Challenges) sign(b []byte, purpose string) []byte {
	m := hmac.New(sha256.New, c.secret[:])
	m.Write(b)
	m.Write([]byte(purpose))
	return m.Sum(nil)[:16]
}

// Solved reports whether the nonce solves a salt that was handed out for the purpose, lately and not used before.
func (c *Challenges) Solved(purpose, salt, nonce string) bool {
	if len(nonce) > 64 || len(salt) > 128 {
		return false
	}
	raw, err := base64.RawURLEncoding.DecodeString(salt)
	if err != nil || len(raw) != 40 || !hmac.Equal(raw[24:], c.sign(raw[:24], purpose)) {
		return false
	}
	now := c.now()
	age := now.Sub(time.UnixMilli(int64(binary.BigEndian.Uint64(raw[:8]))))
	if age < -time.Second || age > challengeAge || zeroBits(sha256.Sum256([]byte(salt+nonce))) < Difficulty {
		return false
	}
	if !c.spend(salt, now) {
		return false
	}
	return c.together == nil || c.spendTogether(salt)
}

func (c *Challenges) spend(salt string, now time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, again := c.used[salt]; again {
		return false
	}
	if len(c.used) >= solved {
		for s, until := range c.used {
			if until.Before(now) {
				delete(c.used, s)
			}
		}
		if len(c.used) >= solved {
			return false // solved faster than they age: refuse rather than forget which were used
		}
	}
	c.used[salt] = now.Add(challengeAge)
	return true
}

func zeroBits(sum [32]byte) int {
	n := 0
	for _, b := range sum {
		n += bits.LeadingZeros8(b)
		if b != 0 {
			break
		}
	}
	return n
}

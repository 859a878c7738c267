package limit

import (
	"crypto/sha256"
	"encoding/base64"
	"time"
)

// Book is a transaction in which several servers count together: names that count until a moment, and what time it is.
// A store's transaction is one.
type Book interface {
	Now() time.Time
	Mark(name string) (time.Time, error)
	SetMark(name string, until time.Time) error
}

// Together runs fn in one transaction, more than once where it met another one.
type Together func(fn func(Book) error) error

// Share has several servers count the guesses at an account together. Each still counts alone too, so that a flood at one
// does not reach the database; and what comes from an address, of which a whole desk signs in at once, it counts alone
// only. Where the database is away nobody can sign in, and nothing more is counted.
func (s *SignIns) Share(t Together) *SignIns {
	s.together = t
	return s
}

// begin takes an attempt's part from what all servers counted.
func (s *SignIns) begin(keys []ruleKey) (wait time.Duration, ok bool) {
	err := s.together(func(b Book) error {
		wait, ok = 0, true
		full := make([]time.Time, len(keys))
		for i, k := range keys {
			at, err := b.Mark(k.name())
			if err != nil {
				return err
			}
			if at.Before(b.Now()) {
				at = b.Now()
			}
			full[i] = at.Add(k.rule.Every)
			if over := full[i].Sub(b.Now()) - time.Duration(k.rule.Burst)*k.rule.Every; over > 0 {
				wait, ok = over, false
				return nil
			}
		}
		for i, k := range keys {
			if err := b.SetMark(k.name(), full[i]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, true // the sign-in itself is about to meet the same database
	}
	return wait, ok
}

// succeeded gives the part back.
func (s *SignIns) succeeded(keys []ruleKey) {
	_ = s.together(func(b Book) error { // it comes back with time
		for _, k := range keys {
			at, err := b.Mark(k.name())
			if err != nil {
				return err
			}
			if at.IsZero() {
				continue
			}
			if err := b.SetMark(k.name(), at.Add(-k.rule.Every)); err != nil {
				return err
			}
		}
		return nil
	})
}

// ofAccount are those of an attempt's keys that are counted together.
func ofAccount(keys [3]ruleKey) []ruleKey { return keys[:2] }

// name is what a bucket is called in the book: nobody finds addresses there.
func (k ruleKey) name() string {
	sum := sha256.Sum256([]byte(k.rule.Name + "\x00" + k.key))
	return k.rule.Name + " " + base64.RawURLEncoding.EncodeToString(sum[:18])
}

// Share has servers take each other's challenges, each solution once at all of them together. The secret is the
// installation's own.
func (c *Challenges) Share(secret [32]byte, t Together) *Challenges {
	c.secret, c.together = secret, t
	return c
}

// spendTogether reports whether the salt was not used at any server.
func (c *Challenges) spendTogether(salt string) (first bool) {
	err := c.together(func(b Book) error {
		used, err := b.Mark("challenge " + salt)
		if first = used.IsZero(); err != nil || !first {
			return err
		}
		return b.SetMark("challenge "+salt, b.Now().Add(2*challengeAge))
	})
	return err == nil && first
}

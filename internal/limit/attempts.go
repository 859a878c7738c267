package limit

import (
	"crypto/sha256"
	"encoding/base64"
	"time"
)

// Attempts counts guesses, each by several rules at once: whoever guesses right gets back what it cost. Several servers
// count together, so that nobody has a try more for each of them.
type Attempts struct {
	limiter  *Limiter
	together Together // nil where one server counts alone
}

// Part is one of the rules by which an attempt counts, and under which key.
type Part struct {
	Rule Rule
	Key  string
	// Alone says that each server counts this one for itself.
	Alone bool
}

// NewAttempts counts on a Limiter.
func NewAttempts(l *Limiter) *Attempts { return &Attempts{limiter: l} }

// Share has several servers count together. Each still counts alone too, so that a flood at one does not reach the
// database. Where the database is away nothing can be guessed at, and nothing more is counted.
func (a *Attempts) Share(t Together) *Attempts {
	a.together = t
	return a
}

// Begin takes an attempt's part of each rule before it is looked at, so that many at once count each. A refused one costs
// nothing.
func (a *Attempts) Begin(parts ...Part) (wait time.Duration, ok bool) {
	for i, p := range parts {
		if wait, ok := a.limiter.Allow(p.Rule, p.Key); !ok {
			a.giveBack(parts[:i])
			return wait, false
		}
	}
	if a.together == nil || a.limiter.off {
		return 0, true
	}
	if wait, ok = a.begin(parts); !ok {
		a.giveBack(parts)
	}
	return wait, ok
}

// Succeeded gives back what the attempt took: only failures count.
func (a *Attempts) Succeeded(parts ...Part) {
	a.giveBack(parts)
	if a.together != nil && !a.limiter.off {
		a.succeeded(parts)
	}
}

func (a *Attempts) giveBack(parts []Part) {
	for _, p := range parts {
		a.limiter.Return(p.Rule, p.Key)
	}
}

// begin takes an attempt's part from what all servers counted.
func (a *Attempts) begin(parts []Part) (wait time.Duration, ok bool) {
	err := a.together(func(b Book) error {
		wait, ok = 0, true
		full := make([]time.Time, len(parts))
		for i, p := range parts {
			if p.Alone {
				continue
			}
			at, err := b.Mark(p.name())
			if err != nil {
				return err
			}
			if at.Before(b.Now()) {
				at = b.Now()
			}
			full[i] = at.Add(p.Rule.Every)
			if over := full[i].Sub(b.Now()) - time.Duration(p.Rule.Burst)*p.Rule.Every; over > 0 {
				wait, ok = over, false
				return nil
			}
		}
		for i, p := range parts {
			if p.Alone {
				continue
			}
			if err := b.SetMark(p.name(), full[i]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, true // what is attempted is about to meet the same database
	}
	return wait, ok
}

// succeeded gives the part back.
func (a *Attempts) succeeded(parts []Part) {
	_ = a.together(func(b Book) error { // it comes back with time
		for _, p := range parts {
			if p.Alone {
				continue
			}
			at, err := b.Mark(p.name())
			if err != nil {
				return err
			}
			if at.IsZero() {
				continue
			}
			if err := b.SetMark(p.name(), at.Add(-p.Rule.Every)); err != nil {
				return err
			}
		}
		return nil
	})
}

// name is what a bucket is called in the book: nobody finds addresses there.
func (p Part) name() string {
	sum := sha256.Sum256([]byte(p.Rule.Name + "\x00" + p.Key))
	return p.Rule.Name + " " + base64.RawURLEncoding.EncodeToString(sum[:18])
}

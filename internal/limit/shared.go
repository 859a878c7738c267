package limit

import "time"

// Book is a transaction in which several servers count together: names that count until a moment, and what time it is.
// A store's transaction is one.
type Book interface {
	Now() time.Time
	Mark(name string) (time.Time, error)
	SetMark(name string, until time.Time) error
}

// Together runs fn in one transaction, more than once where it met another one.
type Together func(fn func(Book) error) error

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

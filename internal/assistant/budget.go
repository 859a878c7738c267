package assistant

import (
	"context"
	"errors"
	"time"

	"deskbell/internal/store"
)

// ErrBudget says that nothing more is spent today: the guest's share, or the property's, is used up.
var ErrBudget = errors.New("the day's budget is used up")

// Budget bounds what is spent on others' programs.
type Budget interface {
	// Take sets tokens aside for one call, for a guest (contactID, "" where nobody asks) of a property, or says why none
	// may be made: ErrBudget, or that nobody knows. settle tells what was really used; it may be called once.
	Take(ctx context.Context, propertyID, contactID string, tokens int64) (settle func(used int64), err error)
}

// Allowance is what may be spent on a day. 0 is nothing at all.
type Allowance struct {
	// GuestCalls are the calls for one guest, Calls those of the property, Tokens what they may use together.
	GuestCalls, Calls, Tokens int64
	// Day is the property's day of now, as 2006-01-02; Before the first that is still kept.
	Day, Before string
}

// keptDays is for how many days it can be read what was spent.
const keptDays = 62

// DayOf names a day by a property's clock.
func DayOf(now time.Time, zone string) (day, before string) {
	if loc, err := time.LoadLocation(zone); err == nil {
		now = now.In(loc)
	}
	return now.Format(time.DateOnly), now.AddDate(0, 0, -keptDays).Format(time.DateOnly)
}

// Ledger keeps budgets in rows, so that several servers together spend no more than one would. What a call may use at most
// is set aside before it is made: the cap holds however many are made at once, and a server that dies has spent it.
type Ledger struct {
	store     store.Store
	allowance func(ctx context.Context, propertyID string) (Allowance, error)
}

// settleWithin bounds the note of what was used, which nobody waits for.
const settleWithin = 5 * time.Second

// NewLedger makes a ledger over what each property may spend.
func NewLedger(s store.Store, allowance func(ctx context.Context, propertyID string) (Allowance, error)) *Ledger {
	return &Ledger{store: s, allowance: allowance}
}

// Take implements [Budget].
func (l *Ledger) Take(ctx context.Context, propertyID, contactID string, tokens int64) (func(int64), error) {
	a, err := l.allowance(ctx, propertyID)
	if err != nil {
		return nil, err
	}
	if a.Calls <= 0 || a.Tokens <= 0 || contactID != "" && a.GuestCalls <= 0 {
		return nil, ErrBudget
	}
	err = l.store.Write(ctx, func(tx store.Tx) error {
		if err := tx.Spend(propertyID, contactID, a.Day, store.Spent{Calls: 1, Tokens: tokens}); err != nil {
			return err
		}
		whole, err := tx.Spent(propertyID, "", a.Day)
		if err != nil {
			return err
		}
		if whole.Calls > a.Calls || whole.Tokens > a.Tokens {
			return ErrBudget
		}
		if contactID != "" {
			guest, err := tx.Spent(propertyID, contactID, a.Day)
			if err != nil {
				return err
			}
			if guest.Calls > a.GuestCalls {
				return ErrBudget
			}
		}
		if whole.Calls == 1 { // the day's first
			return tx.ForgetSpent(propertyID, a.Before)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return func(used int64) {
		if used == tokens {
			return
		}
		// The call may have been called off, and is spent all the same.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleWithin)
		defer cancel()
		// Where it cannot be noted, what was set aside stays spent: the cap is never passed by forgetting.
		_ = l.store.Write(ctx, func(tx store.Tx) error {
			return tx.Spend(propertyID, contactID, a.Day, store.Spent{Tokens: used - tokens})
		})
	}, nil
}

var _ Budget = (*Ledger)(nil)

package conversation

import (
	"context"
	"errors"
	"sync"
	"time"

	"deskbell/internal/channel"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

const (
	// accountAge bounds how long another node's change of an account may go unnoticed here.
	accountAge = 2 * time.Second
	// windowMargin is how long before its end a window counts as closed: clocks differ, and what is written now is sent a
	// moment later.
	windowMargin = 2 * time.Minute
)

// Account is a channel account as conversations see it.
type Account struct {
	ID   string
	Name string
	Can  channel.Capabilities
	// HumanAgent says that people may answer for Can.HumanWindow.
	HumanAgent bool
	// Paused is why nothing leaves at the moment (token_expired, removed, …); "" where it does. Capped says that the month's
	// billed lines are used up: the assistant is silent.
	Paused string
	Capped bool
}

// Window is until when anything may be sent to a guest, and until when a person may still write: zero where there is no
// such time.
func (a Account) Window(s desk.State) (until, human time.Time) {
	from := s.Facts.WindowFrom
	if from.IsZero() {
		from = s.GuestAt
	}
	if a.Can.Window <= 0 || from.IsZero() {
		return time.Time{}, time.Time{}
	}
	until = from.Add(a.Can.Window - windowMargin)
	if a.HumanAgent && a.Can.HumanWindow > 0 {
		human = from.Add(a.Can.HumanWindow - windowMargin)
	}
	return until, human
}

// Open tells whether an author may write to the guest now; late says that only people may, and that the message says so.
func (a Account) Open(s desk.State, by desk.AuthorKind, now time.Time) (open, late bool) {
	until, human := a.Window(s)
	switch {
	case a.Can.Window <= 0 || now.Before(until):
		return true, false
	case by == desk.AuthorAgent && now.Before(human):
		return true, true
	}
	return false, false
}

// closes is when nobody of the desk can answer any more; zero where that is never, or where there is no account.
func (a *Account) closes(s desk.State) time.Time {
	if a == nil {
		return time.Time{}
	}
	until, human := a.Window(s)
	if human.After(until) {
		return human
	}
	return until
}

// Accounts keeps the channel accounts in memory, because every change of a conversation outside the website needs one. A
// change made on this node is seen at once (Forget), one of another node within two seconds.
type Accounts struct {
	store store.Store
	can   func(store.ChannelAccount) channel.Capabilities
	now   func() time.Time

	mu    sync.RWMutex
	kept  map[string]keptAccount
	round int64
}

type keptAccount struct {
	account Account
	until   time.Time
}

// NewAccounts makes a cache in front of s. can tells what an account can do; a nil now is time.Now.
func NewAccounts(s store.Store, can func(store.ChannelAccount) channel.Capabilities, now func() time.Time) *Accounts {
	if now == nil {
		now = time.Now
	}
	return &Accounts{store: s, can: can, now: now, kept: map[string]keptAccount{}}
}

// Account is a connected account by its id, and false where there is none (any more). Inside a transaction use In.
func (a *Accounts) Account(ctx context.Context, id string) (Account, bool) {
	if got, ok, _ := a.look(id); ok {
		return got, got.ID != ""
	}
	var got Account
	err := a.store.Read(ctx, func(tx store.Tx) (err error) {
		got, err = a.In(tx, id)
		return err
	})
	return got, err == nil && got.ID != ""
}

// In is an account read through the transaction where it is not kept: the zero Account, which can do nothing, where it is
// not connected.
func (a *Accounts) In(tx store.Tx, id string) (Account, error) {
	got, ok, round := a.look(id)
	if ok {
		return got, nil
	}
	row, err := tx.Account(id)
	switch {
	case errors.Is(err, desk.ErrNotFound):
	case err != nil:
		return Account{}, err
	case row.RemovedAt.IsZero():
		got = Account{ID: row.ID, Name: row.Name, Can: a.can(row), HumanAgent: row.HumanAgent, Paused: row.Paused}
		if row.Settings.LineCap > 0 {
			lines, err := tx.LineCount(row.ID, tx.Now().Format("2006-01"))
			if err != nil {
				return Account{}, err
			}
			var n int64
			for _, of := range lines {
				n += of
			}
			got.Capped = n >= row.Settings.LineCap
		}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.round == round {
		a.kept[id] = keptAccount{got, a.now().Add(accountAge)}
	}
	return got, nil
}

func (a *Accounts) look(id string) (Account, bool, int64) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	k, ok := a.kept[id]
	return k.account, ok && a.now().Before(k.until), a.round
}

// Forget drops what is kept of an account: call it after the commit of a change.
func (a *Accounts) Forget(id string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.round++
	delete(a.kept, id)
}

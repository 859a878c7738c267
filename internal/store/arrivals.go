package store

import (
	"time"

	"deskbell/internal/desk"
)

// Arrival is one body that a channel brought, as it came over the wire and after its signature was checked. It is stored
// before it is acknowledged, and understood afterwards.
type Arrival struct {
	ID, AppID string
	Channel   desk.Channel
	At        time.Time
	Body      []byte
	Attempts  int
	NotBefore time.Time
	Owner     string
	Until     time.Time // of the lease
	TriedAt   time.Time // when it was last claimed, or a person asked for another try
	// Lost counts, in a row, the servers that ended while they worked on it, and never said what came of it.
	Lost   int
	DoneAt time.Time
	// Failure is why it, or some of it, was not understood. With DoneAt it stays for a person to look at and replay.
	Failure string
}

// How many servers may end over one body before it is set aside.
const (
	// LostMost is how many where the last one held nothing beside it: then nothing else that arrived can have ended that one.
	LostMost = 3
	// LostEver is how many whatever they held: what ends a server slowly is never alone for long enough.
	LostEver = 2 * LostMost
)

// Suspect reports whether it is owed one more try, by a server that holds nothing beside it.
func (a Arrival) Suspect() bool { return a.DoneAt.IsZero() && a.Lost >= LostMost-1 }

// SetAside reports whether it is kept from everybody because servers ended over it: nobody ever said what came of it.
func (a Arrival) SetAside() bool { return !a.DoneAt.IsZero() && a.Lost > 0 }

// ArrivalCounts are how many bodies wait, and how many are done with a failure.
type ArrivalCounts struct {
	Waiting, Failed int
	// Oldest is when the one that waits longest arrived.
	Oldest time.Time
}

// Arrivals are what the channels brought.
type Arrivals interface {
	PutArrival(a Arrival) error
	// ClaimArrivals leases those that nobody holds and whose time has come, in the order in which they were stored. Of those
	// over which a server ended it is one at a time, and the next after some seconds even if that is not done: should a
	// server end again, it is likely over which. Suspects are left to ClaimSuspect. What arrived under an app of which another
	// owner holds something stays that owner's to claim: whoever brings the earlier body brings the later one, or a guest's
	// messages would overtake each other.
	ClaimArrivals(owner string, now, until time.Time, limit int) ([]Arrival, error)
	// ClaimSuspect leases the first suspect to an owner who holds nothing; after a minute to whoever asks, because a server
	// that is always busy would never try it. It stays alone as long as the owner claims nothing else.
	ClaimSuspect(owner string, now, until time.Time) ([]Arrival, error)
	// RenewArrivals prolongs the owner's leases.
	RenewArrivals(owner string, ids []string, until time.Time) error
	// FinishArrival says that it is done, in whole ("" as failure) or in part; false where it is not the owner's (any more).
	FinishArrival(id, owner string, now time.Time, failure string) (bool, error)
	// RetryArrival gives it back, to be tried again from notBefore.
	RetryArrival(id, owner string, notBefore time.Time, failure string) (bool, error)
	// ReplayArrival takes a finished one up again; events that it brought before are known by their keys. One that was set
	// aside is a suspect.
	ReplayArrival(id string, now time.Time) error
	// ExpireArrivals gives back what a server ended over: leases that ran out, or all, which a single process asks for at
	// its start. Those that were alone as LostMost ended over them, or over which LostEver did, are set aside with that
	// failure, and returned.
	ExpireArrivals(now time.Time, all bool, failure string) ([]Arrival, error)
	// NextArrival is when the next one can be claimed; zero if none waits.
	NextArrival() (time.Time, error)
	Arrival(id string) (Arrival, error)
	// FailedArrivals are the newest of those done with a failure, and before them the newest that were set aside.
	FailedArrivals(limit int) ([]Arrival, error)
	CountArrivals() (ArrivalCounts, error)
	// PruneArrivals deletes some of those that were done before a time, and of what SeenEvent remembers from before it. It
	// reports how many, and is called until that is none.
	PruneArrivals(before time.Time) (int, error)
}

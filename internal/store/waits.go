package store

import "time"

// Waits tell how long guests really waited for a person.
type Waits interface {
	// AcceptedWaits are how long guests of a property waited who asked since the given time and whom somebody
	// answered: the newest first, at most limit (0 is 1000, at most 1000). Conversations held for a test, transfers,
	// emergencies and requests that nobody asked for (an agent was lost, a shift ended) are left out.
	AcceptedWaits(propertyID string, since time.Time, limit int) ([]time.Duration, error)
}

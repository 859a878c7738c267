package store

import "time"

// PushSubscription is a browser that its maker's push service can wake: a phone in a pocket, or a computer whose tab is
// closed. P256dh and Auth are its keys (base64url): what is sent to it only it can read. When it last proved to show
// what it is sent is known of its device (DeviceCheck).
type PushSubscription struct {
	ID       string
	PersonID string
	// DeviceID is the browser as the bell knows it; the same after it subscribed anew.
	DeviceID string
	Name     string // what its owner calls it
	Language string // of its dashboard, in which it is told things
	Endpoint string
	P256dh   string
	Auth     string
	// At is when it was registered last: the dashboard does that whenever it starts in that browser.
	At time.Time
}

// MaxPushSubscriptions is how many one person may have; the one that was registered longest ago makes room.
const MaxPushSubscriptions = 20

// Push are the browsers that can be woken.
type Push interface {
	// PutPushSubscription keeps a subscription and returns it as it is kept. One device of a person has one: a new
	// endpoint of it replaces the old one and keeps the ID. An endpoint belongs to who registered it last, because only
	// one person at a time is signed in to a browser.
	PutPushSubscription(s PushSubscription) (PushSubscription, error)
	// PushSubscriptions are those of the given people, or of all where none is named, by person and device.
	PushSubscriptions(personIDs ...string) ([]PushSubscription, error)
	PushSubscription(id string) (PushSubscription, error)
	// DeletePushSubscription forgets one; it is no error where it is gone already.
	DeletePushSubscription(id string) error
	// DropPushSubscriptions forgets all of a person's.
	DropPushSubscriptions(personID string) error
}

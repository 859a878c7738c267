// Package conversation is the one door: everything that changes a conversation comes through it, whoever brings it
// (a guest, an agent, the assistant, a clock, a device that fell silent).
//
// One use case is one transaction: load the state, let the rules of package desk decide, number and word the entries,
// save, and publish after the commit. A conversation that moved on between load and save is loaded and decided again.
package conversation

import (
	"log/slog"
	"time"

	"github.com/google/uuid"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// TurnLease is how long a turn belongs to the node that works on it. It is short, so that another node soon takes over
// from a dead one; who works longer renews it.
const TurnLease = 10 * time.Second

// Change is what one use case did. Entries may be empty where only something beside the conversation changed (the
// page that the guest looks at).
type Change struct {
	Before, After desk.State
	Entries       []desk.Entry
	Notices       []desk.Notice
}

// Publisher hears of every change after its commit; on one node in the order of the commits. Publish must not block.
type Publisher interface {
	Publish(c Change)
}

// Floors tells about the people on duty at a property, seen from inside the deciding transaction.
type Floors interface {
	Floor(tx store.Tx, propertyID string, ch desk.Channel, lc desk.LiveChat) desk.Floor
}

// Turns is where the turns of this node are worked on: the assistant's turn-taker. Its methods must not block.
type Turns interface {
	// Room reports whether Take would accept a turn. Without room a turn is left to whoever claims it next.
	Room() bool
	// Take hands over a turn that is leased to this node until now plus TurnLease.
	Take(o store.Owed)
	// Drop says that the turn has ended without its answer, so that work on it can stop.
	Drop(turnID string)
}

// Follower writes, in the transaction of a change and after its entries, the rows that another room owes because of it
// (whom the bell rings, what a report counts). An error undoes the change. What is to happen in the world belongs into
// the transaction's AfterCommit. Follow may be called again for a change that was decided again.
type Follower interface {
	Follow(tx store.Tx, c Change, out desk.Outcome) error
}

// Tickets makes the ticket that an outcome calls for, in the transaction of the change, and tells its number, which the
// guest reads. The same form again is the same ticket.
type Tickets interface {
	Open(tx store.Tx, t NewTicket) (number int64, err error)
}

// NewTicket is what a ticket is made of. State is the conversation after the change; Cause one of desk's; Form what
// the guest filled in, checked, empty where the ticket is made from the thread; ReplyBy what the guest is promised, zero
// where that is nothing.
type NewTicket struct {
	Property desk.Property
	State    desk.State
	Cause    string
	Form     Form
	ReplyBy  time.Time
}

// Form is a message left. ID is the form's own: a second press of its button makes no second ticket.
type Form struct {
	ID    string
	Name  string
	Email string
	Phone string
	Text  string
}

// Config is what a Desk is made of. Store, Floors and Owner are required.
type Config struct {
	Store     store.Store
	Floors    Floors
	Publisher Publisher // nil publishes nowhere
	// Followers write along with every change, in this order.
	Followers []Follower
	// Tickets makes tickets; nil makes none, and a message left is refused.
	Tickets Tickets
	// Danger reports whether a guest's message tells of an emergency; nil finds none. It must be quick: it is asked in
	// the transaction, for every message.
	Danger func(text, language string) bool
	// Mood tells how guests sound; nil hears nothing.
	Mood Mood
	// Away reports whether a guest has left: no page of theirs has listened for a minute. nil thinks everybody there.
	Away       func(contactID string) bool
	Properties *Properties
	// Owner names this node in the leases of turns.
	Owner string
	// Turns takes the turns that changes on this node create; nil leaves them to be claimed.
	Turns Turns
	// Accounts are the channel accounts; nil knows none, and then nothing leaves for outside channels.
	Accounts *Accounts
	// OnDelivery hears, after the commit, of messages to outside channels that a change wrote, withdrew or stamped anew. It
	// must not block.
	OnDelivery func([]store.Delivery)
	// OnTimer hears, after the commit, when the earliest clock is due that a change armed. It must not block.
	OnTimer func(time.Time)
	// NewID makes ids: unique, and rising with time. The default is UUIDv7.
	NewID func() string
	Log   *slog.Logger
}

// Desk is the one door. Its methods may be called concurrently.
type Desk struct {
	store   store.Store
	floors  Floors
	publish func(Change)
	follow  []Follower
	tickets Tickets
	danger  func(text, language string) bool
	mood    Mood
	away    func(contactID string) bool
	props   *Properties
	owner   string
	turns   Turns
	onTimer func(time.Time)

	accounts   *Accounts
	onDelivery func([]store.Delivery)

	newID func() string
	log   *slog.Logger
}

// New makes the door to the conversations of a store.
func New(cfg Config) *Desk {
	d := &Desk{
		store: cfg.Store, floors: cfg.Floors, props: cfg.Properties, owner: cfg.Owner, turns: cfg.Turns,
		follow: cfg.Followers, tickets: cfg.Tickets, danger: cfg.Danger, mood: cfg.Mood, away: cfg.Away, publish: func(Change) {},
		onTimer: cfg.OnTimer, newID: cfg.NewID, log: cfg.Log, accounts: cfg.Accounts, onDelivery: cfg.OnDelivery,
	}
	if d.onDelivery == nil {
		d.onDelivery = func([]store.Delivery) {}
	}
	if cfg.Publisher != nil {
		d.publish = cfg.Publisher.Publish
	}
	if d.props == nil {
		d.props = NewProperties(cfg.Store, nil)
	}
	if d.onTimer == nil {
		d.onTimer = func(time.Time) {}
	}
	if d.newID == nil {
		d.newID = NewID
	}
	if d.log == nil {
		d.log = slog.New(slog.DiscardHandler)
	}
	return d
}

// NewID makes a UUIDv7: unique, and rising with time within a process.
func NewID() string { return uuid.Must(uuid.NewV7()).String() }

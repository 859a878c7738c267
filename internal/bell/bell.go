// Package bell knows who must hear what, and sees to it that they do: which people on duty a device can reach now
// (presence, floor, duty), what rings and whom it calls (rings), what happens if nobody confirms or comes (clock,
// calls), what screens and phones are told (tell), and what would keep a ring from being heard (check, drill).
//
// All that rings is rows: it is written in the transaction of the change that it follows from, and whatever is due next
// stands in the row. So a restart forgets nothing, and of several nodes one does each step, because every update names
// the version that it was decided on. Screens and phones are told afterwards how things stand; they may be told twice.
//
// Leases of devices live in memory and, in batches, in the database, so that nobody vanishes with a restart. Nobody is
// taken for gone until the bell has listened for a while itself: unknown is not offline.
package bell

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// How long and how often.
const (
	// Heartbeat is how often a device gives a sign of life.
	Heartbeat = 15 * time.Second
	// grace is how long after a start nobody vanishes.
	grace = 30 * time.Second
	// flushEvery is how often heartbeats are written, and other nodes' read.
	flushEvery = 2 * time.Second
	// lookEvery is how often it is looked who fell silent.
	lookEvery = time.Second
	// forget is how long a silent device stays in memory; its owner is long lost by then.
	forget = time.Hour
	// maxDevices bounds what one person's browsers may register; the longest silent one makes room.
	maxDevices = 20
)

// Conversations hear of people who were lost and who returned. Both may be told again without harm.
type Conversations interface {
	AgentLost(ctx context.Context, personID string) error
	AgentReturned(ctx context.Context, personID string) error
	ShiftEnds(ctx context.Context, personID string) error
}

// Config is what a Bell is made of.
type Config struct {
	Store store.Store
	// Now is the clock of leases; nil is time.Now. All nodes of an installation must agree on it within a second or two.
	Now func() time.Time
	// Alone says that no other node uses the store: nothing is read again after the start.
	Alone bool
	// Silent hears of a person who is reconnecting, and who no longer is: nothing is decided by that, but colleagues may
	// take over meanwhile, so their screens must know. Nil is nobody.
	Silent func(personID string)
	// Others are the other nodes; nil tells them nothing.
	Others Others
	// Properties are asked for chains and hours; nil reads them from Store.
	Properties *conversation.Properties
	// Screens, Pusher and Caller tell people; nil tells nobody. Mailer writes to admins; nil writes nothing.
	Screens Screens
	Pusher  Pusher
	Caller  Caller
	Mailer  Mailer
	// Away reports whether a guest has left the page; nil is that nobody has.
	Away func(contactID string) bool
	// NewID makes ids: unique, and rising with time. The default is UUIDv7.
	NewID func() string
	Log   *slog.Logger
}

// Bell rings, and knows of the presence of everybody at the desk what this node knows.
type Bell struct {
	store store.Store
	now   func() time.Time
	alone bool
	// silent, away and newID are those of Config.
	silent  func(personID string)
	away    func(contactID string) bool
	newID   func() string
	props   *conversation.Properties
	screens Screens
	pusher  Pusher
	caller  Caller
	mailer  Mailer
	log     *slog.Logger
	across  across

	confirms confirms

	shows  *mailbox[look]
	phones *mailbox[summons]
	clock  *alarmClock
	calls  chan struct{} // a call may be due
	come   chan struct{} // somebody came
	// held are the intervals whose drill was seen to, by property; only the goroutine that holds drills uses it.
	held map[string]time.Time

	mu sync.Mutex
	// people are those who were heard from, or who hold chats.
	people map[string]*person
	// unwritten are heartbeats and departures that the database does not know yet, by device.
	unwritten map[string]desk.Device
	left      map[string]string // device to person
	// coming are people who can be rung since a moment, and may have missed what rings.
	coming map[string]bool
	// deserted are the properties whose admins were told that nobody is in reach.
	deserted map[string]bool
	notes    []note
	// rosters are the people of properties, for a moment.
	rosters map[string]roster
	// told are the versions of alerts that screens here were shown lately.
	told map[string]int64
	// started is when Run began to listen; zero before, when everybody counts as here.
	started time.Time
	returns chan struct{}
}

// person is what is known of one person's devices.
type person struct {
	devices map[string]desk.Device
	// sign is the last sign of life of any device, one that is gone too.
	sign time.Time
	// heard says that a sign came since the start: what was loaded then proves nothing.
	heard bool
	// told is what the conversations were told last; empty is nothing yet.
	told desk.Reach
	// silent says that Config.Silent heard of them as reconnecting.
	silent bool
	// rang says that a screen of theirs would have sounded at the last look, quietAt since when none does.
	rang    bool
	quietAt time.Time
}

// New makes a bell that knows nobody yet; Run loads the leases.
func New(cfg Config) *Bell {
	b := &Bell{
		store: cfg.Store, now: cfg.Now, alone: cfg.Alone, silent: cfg.Silent, away: cfg.Away, newID: cfg.NewID, props: cfg.Properties,
		screens: cfg.Screens, pusher: cfg.Pusher, caller: cfg.Caller, mailer: cfg.Mailer, log: cfg.Log,
		shows: newMailbox[look](), phones: newMailbox[summons](), clock: newAlarmClock(), calls: make(chan struct{}, 1), come: make(chan struct{}, 1), held: map[string]time.Time{},
		people: map[string]*person{}, unwritten: map[string]desk.Device{}, left: map[string]string{}, coming: map[string]bool{}, deserted: map[string]bool{}, told: map[string]int64{}, rosters: map[string]roster{},
		returns: make(chan struct{}, 1),
	}
	b.across = newAcross(cfg.Others)
	if b.now == nil {
		b.now = time.Now
	}
	if b.silent == nil {
		b.silent = func(string) {}
	}
	if b.away == nil {
		b.away = func(string) bool { return false }
	}
	if b.newID == nil {
		b.newID = conversation.NewID
	}
	if b.props == nil {
		b.props = conversation.NewProperties(cfg.Store, cfg.Now)
	}
	if b.screens == nil {
		b.screens = nobody{}
	}
	if b.pusher == nil {
		b.pusher = nobody{}
	}
	if b.caller == nil {
		b.caller = nobody{}
	}
	if b.log == nil {
		b.log = slog.New(slog.DiscardHandler)
	}
	return b
}

// Package arrival takes in what the channels bring: each body is kept as it came, acknowledged, and then brought event by
// event to the one door.
//
// A body is a row that is leased while it is worked on, so what a server acknowledged and did not finish is taken up
// after its restart, or by another. Everything in it may be brought again: messages are told apart by the channel's ids,
// the rest by the events' keys. Events of one guest are brought in order; a bad one fails neither those beside it nor the
// bodies behind it, and stays with its body, which can be replayed.
package arrival

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"deskbell/internal/channel"
	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/recent"
	"deskbell/internal/store"
)

// How the work paces itself.
const (
	// inHand is how many bodies are worked on at once, atOnce how many events.
	inHand = 128
	atOnce = 16
	// lease is how long a claimed body is its owner's; it is renewed while it is worked on, at each look and by itself. For so
	// long what comes for the apps of a server that was killed waits. Much shorter, and a server that is only slow for a moment
	// loses what it works on.
	lease      = 5 * time.Second
	renewAfter = lease / 4
	// lookAgain is how long it sleeps at most: another server may have left something.
	lookAgain = time.Second
	// dueLook is how long it sleeps where something is due that may not be taken up: it waits for another to end. For heldFor
	// after such a look the other is told of what arrives here.
	dueLook = 100 * time.Millisecond
	heldFor = time.Second
	// aloneFor is how long at most nothing is taken up beside a suspect.
	aloneFor = 5 * time.Second
	// kept is for how long bodies are kept after they were done, and events are known to have come.
	kept       = 30 * 24 * time.Hour
	pruneEvery = time.Hour
	// known is how many guests are remembered with the ids under which they write.
	known = 20_000
)

// asideFailure is what is written of a body over which servers end.
const asideFailure = "set aside: servers ended while they worked on it"

// pauses are how long a body waits before it is tried again, because something that it is about is not known yet or
// could not be had. After the last it is done with what it has. Channels are down for an hour at times, and hand files over
// for longer than that.
var pauses = []time.Duration{time.Second, 3 * time.Second, 10 * time.Second, 30 * time.Second, 2 * time.Minute, 10 * time.Minute, 30 * time.Minute, 2 * time.Hour}

// crowdedFor is how long a body waits after its last time, where nobody was free to fetch what is attached.
const crowdedFor = 30 * time.Second

// Door is what an event may do to a conversation.
type Door interface {
	Receive(ctx context.Context, in conversation.Incoming) (conversation.Receipt, error)
	Echoed(ctx context.Context, in conversation.Incoming) (conversation.Receipt, error)
	Edited(ctx context.Context, c conversation.Correcting) error
	Unsent(ctx context.Context, c conversation.Correcting) error
	Reacted(ctx context.Context, c conversation.Correcting) error
	Referred(ctx context.Context, contactID string, r desk.Referral, at time.Time) error
	GuestRead(ctx context.Context, contactID string, upTo time.Time, providerID string) error
	ThreadMoved(ctx context.Context, m conversation.ThreadMoved) error
	Merge(ctx context.Context, olderID, youngerID string) (desk.State, error)
}

// Outbox is told what became of what was sent.
type Outbox interface {
	// Settle applies a status; it reports whether any of our messages was meant.
	Settle(ctx context.Context, a channel.Account, contactID string, ev channel.Event) (found bool, err error)
	// Echoed reports whether an echo is of one of our own messages, and notes that it left.
	Echoed(ctx context.Context, a channel.Account, contactID string, ev channel.Event) (ours bool, err error)
}

// Accounts are the connected ones. What is noted must not block.
type Accounts interface {
	// ByKey is an account that arrives under an app by one of its ids; desk.ErrNotFound if there is none.
	ByKey(ctx context.Context, appID, key string) (channel.App, channel.Account, error)
	// Heard notes that a guest wrote, Noticed what the channel says about the account.
	Heard(accountID string)
	Noticed(accountID string, n channel.Notice)
}

// Media fetches what guests attached.
type Media interface {
	// Fetch completes a stored message by something attached that is pending, if it can be had; what may be had later is an
	// error. last says that there is no later.
	Fetch(ctx context.Context, a Attached, last bool) error
}

// Attached is something attached to a stored message: the entry's medium of that index, as the channel names it.
type Attached struct {
	Account                          channel.Account
	Contact, ConversationID, EntryID string
	Index                            int
	Media                            channel.Media
}

// Config is what the intake is made of. Store, Adapters, Accounts and Owner are required.
type Config struct {
	Store    store.Store
	Adapters map[desk.Channel]channel.Adapter
	Accounts Accounts
	Outbox   Outbox
	Media    Media // nil leaves it pending
	// Typing shows the desk that a guest writes; nil shows nothing. It must not block.
	Typing func(c desk.Conversation)
	// Named hears that a contact's name was learnt; nil is nobody.
	Named func(contactID string)
	// Others tells the other servers that something arrived that one of them is to bring: of an app one server at a time
	// brings what arrives. It must not block; nil lets them find it.
	Others func()
	// Owner is this process in the leases; Alone that it is the only one on the store.
	Owner string
	Alone bool
	NewID func() string
	// Dead hears of each body that was given up because what works on it panicked; nil is nobody.
	Dead func(kind string)
	Log  *slog.Logger
}

// Intake keeps what arrives and works it off.
type Intake struct {
	cfg   Config
	wake  chan struct{}
	lanes *lanes
	// fetching are the hands that wait for channels to hand over files and names; lanes never wait for those.
	fetching *hands
	done     chan *body
	people   *recent.Map[string, string]
	unknown  atomic.Int64
	// held is when something was last due that another server holds the app of, by this process's clock; 0 is never.
	held  atomic.Int64
	began time.Time
	// leases holds a token while this server's leases are written, for they are written by several: on PostgreSQL two that
	// take the same rows in another order would wait for each other, a second at a time.
	leases chan struct{}

	mu   sync.Mutex
	hand map[string]*body
}

// New makes an intake; Run works.
func New(cfg Config) *Intake {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.NewID == nil {
		cfg.NewID = conversation.NewID
	}
	if cfg.Typing == nil {
		cfg.Typing = func(desk.Conversation) {}
	}
	if cfg.Dead == nil {
		cfg.Dead = func(string) {}
	}
	return &Intake{
		cfg: cfg, wake: make(chan struct{}, 1), lanes: newLanes(atOnce, 64), fetching: newHands(),
		began: time.Now(), leases: make(chan struct{}, 1), done: make(chan *body, inHand), people: recent.New[string, string](known), hand: map[string]*body{},
	}
}

// Keep stores a body as it came. It returns after that is durable; working on it comes later.
func (in *Intake) Keep(ctx context.Context, app channel.App, raw []byte) error {
	a := store.Arrival{ID: in.cfg.NewID(), AppID: app.ID, Channel: app.Channel, Body: raw}
	err := in.cfg.Store.Write(ctx, func(tx store.Tx) error {
		a := a
		a.At = tx.Now()
		return tx.PutArrival(a)
	})
	if err == nil {
		in.arrived()
	}
	return err
}

// arrived says that something did: to this server, or to the one that is bringing what arrives.
func (in *Intake) arrived() {
	if held := in.held.Load(); in.cfg.Others != nil && held > 0 && time.Since(in.began) < time.Duration(held)+heldFor {
		in.cfg.Others()
		return
	}
	in.Wake()
}

// Wake says that something arrived. It does not block.
func (in *Intake) Wake() {
	select {
	case in.wake <- struct{}{}:
	default:
	}
}

// Unknown counts the events that were not understood and are kept raw.
func (in *Intake) Unknown() int64 { return in.unknown.Load() }

// Replay takes a body up again that is done, because what it failed on was mended.
func (in *Intake) Replay(ctx context.Context, id string) error {
	err := in.cfg.Store.Write(ctx, func(tx store.Tx) error { return tx.ReplayArrival(id, tx.Now()) })
	if err == nil {
		in.Wake()
	}
	return err
}

// Run brings what arrived to the door until ctx is done. What is in hand then is given back.
func (in *Intake) Run(ctx context.Context, door Door) error {
	if in.cfg.Alone {
		if err := in.cfg.Store.Write(ctx, func(tx store.Tx) error { return in.expire(tx, true) }); err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return err
		}
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { in.lanes.run(ctx); return nil })
	in.fetching.start(ctx)
	g.Go(func() error { in.fetching.run(ctx); return nil })
	g.Go(func() error { return in.claimAll(ctx, door) })
	g.Go(func() error { return in.settleAll(ctx) })
	g.Go(func() error { return in.keepUp(ctx) })
	err := g.Wait()
	in.giveBack(context.WithoutCancel(ctx))
	return err
}

// claimAll claims bodies and hands out their events, and sleeps while there is nothing.
func (in *Intake) claimAll(ctx context.Context, door Door) error {
	timer := time.NewTimer(0)
	defer timer.Stop()
	var looked time.Time
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-in.wake:
		case <-timer.C:
		}
		look := time.Since(looked) >= lookAgain
		if look {
			looked = time.Now()
		}
		wait, err := in.claim(ctx, door, look)
		if err != nil && ctx.Err() == nil {
			in.cfg.Log.Warn("what arrived waits", "err", err)
			looked = time.Now().Add(lease) // who could not renew a lease in this time has not ended
		}
		timer.Reset(wait)
	}
}

// claim takes up what there is room for, and says how long there is nothing to do. look is for the leases of others, too.
func (in *Intake) claim(ctx context.Context, door Door, look bool) (time.Duration, error) {
	in.mu.Lock()
	free := inHand - len(in.hand)
	in.mu.Unlock()
	if free == 0 {
		return lookAgain, nil // whoever ends one wakes it
	}
	alone := in.alone()
	if alone > 0 && !look {
		return min(alone, lookAgain), nil
	}
	var list []store.Arrival
	var now, next time.Time
	write := in.cfg.Store.Write
	if look {
		write = in.writeLeases
	}
	err := write(ctx, func(tx store.Tx) (err error) {
		now = tx.Now()
		if look {
			if mine := in.inHandIDs(); len(mine) > 0 { // or a store that was away for long would take them from this one
				if err = tx.RenewArrivals(in.cfg.Owner, mine, now.Add(lease)); err != nil {
					return err
				}
			}
			if err = in.expire(tx, false); err != nil {
				return err
			}
			if alone > 0 {
				next = now.Add(alone)
				return nil
			}
			if list, err = tx.ClaimSuspect(in.cfg.Owner, now, now.Add(lease)); err != nil || len(list) > 0 {
				return err
			}
		}
		if list, err = tx.ClaimArrivals(in.cfg.Owner, now, now.Add(lease), free); err != nil || len(list) > 0 {
			return err
		}
		next, err = tx.NextArrival()
		return err
	})
	if err != nil {
		return lookAgain, err
	}
	if len(list) == 0 {
		if next.IsZero() {
			return lookAgain, nil
		}
		if !next.After(now) {
			in.held.Store(int64(time.Since(in.began)))
			if in.cfg.Others != nil {
				in.cfg.Others()
			}
		}
		return min(max(next.Sub(now), dueLook), lookAgain), nil
	}
	in.held.Store(0)
	in.handOut(ctx, door, list)
	return 0, nil
}

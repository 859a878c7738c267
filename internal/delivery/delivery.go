package delivery

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"deskbell/internal/channel"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// How the sending paces itself.
const (
	// hands is how many messages are under way at once.
	hands = 64
	// sendWithin is how long a channel may take to accept a message, fileWithin one with a file.
	sendWithin = 30 * time.Second
	fileWithin = 2 * time.Minute
	// lease is how long a claimed message is its owner's; it is renewed while it is being sent. What runs out is uncertain.
	lease      = 20 * time.Second
	renewAfter = lease / 4
	// overdue is for how long a message is still held of which the channel should have said something: an adapter that never
	// comes back must not keep the lane for ever.
	overdue = time.Minute
	// lookAgain is how long it sleeps at most: another server may have left something.
	lookAgain = time.Second
	// countEvery is how often the servers are counted that share the accounts' pace; one that has not said for livesFor that
	// it lives is none. Each says so every few seconds.
	countEvery = 5 * time.Second
	livesFor   = 15 * time.Second
	// pausedFor is how long a message waits whose account sends nothing at the moment.
	pausedFor = time.Minute
)

// Accounts are the connected ones. What is noted must not block.
type Accounts interface {
	// Account is a connected account with its app, and why nothing is sent by it at the moment ("" is nothing);
	// desk.ErrNotFound if it is not connected any more.
	Account(ctx context.Context, id string) (app channel.App, a channel.Account, paused string, err error)
	// Sent notes that the channel took a message, Failed why it did not. What concerns the account and not the message
	// pauses it.
	Sent(accountID string)
	Failed(accountID string, f channel.Failure)
}

// Files opens what is in the file room.
type Files interface {
	Open(ctx context.Context, key string) (io.ReadCloser, error)
}

// Config is what an Outbox is made of. Store, Adapters, Accounts and Owner are required.
type Config struct {
	Store    store.Store
	Adapters map[desk.Channel]channel.Adapter
	Accounts Accounts
	Files    Files // nil fails what has one
	// BaseURL is the installation's public address, where channels that fetch files themselves find them (Instagram, API).
	// "" fails what has a file there.
	BaseURL string
	// Changed hears of deliveries that screens show otherwise now. It must not block.
	Changed func([]store.Delivery)
	// Unsaid brings to the conversation that an answer of the assistant's was withdrawn after it had been on its way; nil tells
	// nobody.
	Unsaid func(ctx context.Context, deliveryID string) error
	// Owner is this process in the leases; Alone that it is the only one on the store.
	Owner string
	Alone bool
	// Now measures pace; nil is the machine's clock.
	Now func() time.Time
	// Dead hears of each message that was given up because what sends it panicked; nil is nobody.
	Dead func(kind string)
	Log  *slog.Logger
}

// Outbox sends what waits and follows what becomes of it.
type Outbox struct {
	cfg  Config
	pace *pace
	wake chan struct{}
	free chan struct{} // a place for each hand
	// claims counts claims: each is made in a name of its own, so that what comes late of an attempt is not taken for what
	// came of the next one.
	claims atomic.Int64
	typing
}

// New makes an outbox; Run sends.
func New(cfg Config) *Outbox {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Changed == nil {
		cfg.Changed = func([]store.Delivery) {}
	}
	if cfg.Dead == nil {
		cfg.Dead = func(string) {}
	}
	return &Outbox{cfg: cfg, pace: newPace(cfg.Now), wake: make(chan struct{}, 1), free: make(chan struct{}, hands), typing: newTyping()}
}

// Wake says that a message was written, or may be sent now. It does not block.
func (o *Outbox) Wake() {
	select {
	case o.wake <- struct{}{}:
	default:
	}
}

// Run sends until ctx is done. What is under way then is given up to its answer.
func (o *Outbox) Run(ctx context.Context) error {
	if o.cfg.Alone {
		if err := o.expire(ctx, true); err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return err
		}
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return o.sendAll(ctx) })
	g.Go(func() error { return o.showAll(ctx) })
	return g.Wait()
}

// expire makes uncertain what nobody said the outcome of, and frees the lanes of what has been uncertain for long. all is
// for a process that comes back alone: whoever was sending is gone.
func (o *Outbox) expire(ctx context.Context, all bool) error {
	return o.cfg.Store.Write(ctx, func(tx store.Tx) error {
		now := tx.Now()
		if all {
			now = time.Time{}
		}
		list, err := tx.ExpireDeliveries(now)
		if err != nil {
			return err
		}
		if len(list) > 0 {
			tx.AfterCommit(func() { o.cfg.Changed(list) })
		}
		return nil
	})
}

// countServers finds out how many servers share what the accounts may send.
func (o *Outbox) countServers(ctx context.Context) error {
	alive := map[string]bool{}
	err := o.cfg.Store.Read(ctx, func(tx store.Tx) error {
		clear(alive)
		lives, err := tx.Listeners(tx.Now().Add(-livesFor))
		for _, l := range lives {
			if l.ContactID == "" {
				alive[l.Node] = true
			}
		}
		return err
	})
	if err == nil {
		alive[o.cfg.Owner] = true
		o.pace.share(len(alive))
	}
	return err
}

// sendAll sends what waits, and sleeps while there is nothing.
func (o *Outbox) sendAll(ctx context.Context) error {
	var working sync.WaitGroup
	defer working.Wait()
	timer := time.NewTimer(0)
	defer timer.Stop()
	var looked, counted time.Time
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-o.wake:
		case <-timer.C:
		}
		if time.Since(looked) >= lookAgain {
			looked = time.Now()
			if err := o.expire(ctx, false); err != nil && ctx.Err() == nil {
				o.cfg.Log.Warn("leases of messages were not looked at", "err", err)
				looked = time.Now().Add(lease) // who could not renew a lease in this time has not ended
			}
		}
		if !o.cfg.Alone && time.Since(counted) >= countEvery {
			counted = time.Now()
			if err := o.countServers(ctx); err != nil && ctx.Err() == nil {
				o.cfg.Log.Warn("servers were not counted", "err", err)
			}
		}
		wait, err := o.claim(ctx, &working)
		if err != nil && ctx.Err() == nil {
			o.cfg.Log.Warn("messages wait", "err", err)
			looked = time.Now().Add(lease)
		}
		timer.Reset(wait)
	}
}

// claim takes up as many messages as there are hands, and says how long there is nothing to do.
func (o *Outbox) claim(ctx context.Context, working *sync.WaitGroup) (time.Duration, error) {
	room := hands - len(o.free)
	if room == 0 {
		return lookAgain, nil // whoever is done wakes it
	}
	var list []store.Delivery
	var now, next time.Time
	owner := o.cfg.Owner + " " + strconv.FormatInt(o.claims.Add(1), 10)
	err := o.cfg.Store.Write(ctx, func(tx store.Tx) (err error) {
		now = tx.Now()
		if list, err = tx.ClaimDeliveries(owner, now, now.Add(lease), room); err != nil || len(list) > 0 {
			return err
		}
		next, err = tx.NextDelivery()
		return err
	})
	if err != nil {
		return lookAgain, err
	}
	if len(list) == 0 {
		if next.IsZero() {
			return lookAgain, nil
		}
		return min(max(next.Sub(now), 5*time.Millisecond), lookAgain), nil
	}
	var withdrawn []store.Delivery
	for _, d := range list {
		if d.State != store.DeliverySending {
			withdrawn = append(withdrawn, d)
			continue
		}
		o.free <- struct{}{} // there is room: nobody else takes places
		working.Go(func() {
			defer func() {
				<-o.free
				o.Wake()
			}()
			o.carry(context.WithoutCancel(ctx), d)
		})
	}
	if len(withdrawn) > 0 {
		o.cfg.Changed(withdrawn)
		if o.cfg.Unsaid != nil {
			working.Go(func() { o.unsaid(context.WithoutCancel(ctx), withdrawn) })
		}
	}
	return 0, nil
}

// unsaid tells of answers that did not leave any more.
func (o *Outbox) unsaid(ctx context.Context, withdrawn []store.Delivery) {
	for _, d := range withdrawn {
		if d.Author == desk.AuthorAssistant && d.Answers > 0 {
			o.insist(d, func() error { return o.cfg.Unsaid(ctx, d.ID) })
		}
	}
}

// carry sends one message and writes down what came of it.
func (o *Outbox) carry(ctx context.Context, d store.Delivery) {
	defer o.hold(ctx, d)()
	r := o.try(ctx, d)
	if r.note != nil {
		r.note()
	}
	o.insist(d, func() error { return o.finish(ctx, d, r) }) // or its lease runs out, and it is uncertain then
}

// insist writes what came of a message, again while the store is away for a moment.
func (o *Outbox) insist(d store.Delivery, write func() error) {
	for try := 0; ; try++ {
		err := write()
		if err == nil {
			return
		}
		o.cfg.Log.Warn("what came of a message was not written", "delivery_id", d.ID, "err", err)
		if try == 8 || desk.CodeOf(err) != desk.CodeUnavailable {
			return
		}
		time.Sleep(min(5*time.Second, 100*time.Millisecond<<try))
	}
}

// within is how long a channel may take to accept a message.
func within(d store.Delivery) time.Duration {
	if d.Doc.File != nil {
		return fileWithin
	}
	return sendWithin
}

// hold renews the lease of a message until it is let go, so that the lease of a server that was killed soon runs out.
func (o *Outbox) hold(ctx context.Context, d store.Delivery) (release func()) {
	ctx, cancel := context.WithTimeout(ctx, within(d)+overdue)
	var holding sync.WaitGroup
	holding.Go(func() {
		renew := time.NewTicker(renewAfter)
		defer renew.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-renew.C:
			}
			err := o.cfg.Store.Write(ctx, func(tx store.Tx) error { return tx.RenewDelivery(d.ID, d.Owner, tx.Now().Add(lease)) })
			if err != nil && ctx.Err() == nil {
				o.cfg.Log.Warn("the lease of a message was not renewed", "delivery_id", d.ID, "err", err)
			}
		}
	})
	return func() {
		cancel()
		holding.Wait()
	}
}

// result is what came of an attempt.
type result struct {
	store.DeliveryResult
	// after is until when the next attempt waits, for what waits.
	after time.Duration
	// recipient are ids under which the channel reached the guest.
	recipient []string
	note      func()
}

func (o *Outbox) finish(ctx context.Context, d store.Delivery, r result) error {
	return o.cfg.Store.Write(ctx, func(tx store.Tx) error {
		res := r.DeliveryResult
		now := tx.Now()
		if res.State == store.DeliveryWaiting {
			res.NotBefore = now.Add(r.after)
		}
		after, held, err := tx.FinishDelivery(d.ID, d.Owner, now, res)
		if err != nil {
			return err
		}
		if err := link(tx, d, r.recipient); err != nil {
			return err
		}
		if held && !res.Untried {
			tx.AfterCommit(func() { o.cfg.Changed([]store.Delivery{after}) })
		}
		return nil
	})
}

// link remembers the ids under which the channel says that it reached the guest: it may answer with another form of a
// number than the one that it was given.
func link(tx store.Tx, d store.Delivery, recipient []string) error {
	if len(recipient) == 0 {
		return nil
	}
	owners, err := tx.ContactByIdentity(d.AccountID, recipient)
	if err != nil || len(owners) > 0 {
		return err // known, or somebody else's: then whoever writes next under both makes them one
	}
	for _, id := range recipient {
		if id == "" {
			continue
		}
		if err := tx.LinkIdentity(d.AccountID, id, d.ContactID); err != nil && !errors.Is(err, desk.ErrNotFound) {
			return err
		}
	}
	return nil
}

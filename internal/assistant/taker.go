package assistant

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// How a turn is worked on.
const (
	// answerWithin is how long an answer may take, the pause before it included: less than the 30 s after which the
	// conversation gives the turn up.
	answerWithin = 25 * time.Second
	// inHand is how many turns are worked on or wait here at once. What is beyond it stays a row and is claimed later.
	inHand = 1024
	// claimMost is how many turns one claim takes.
	claimMost = 64
	// renewAfter is how long a turn is in hand before its lease is renewed; most are answered long before.
	renewAfter = conversation.TurnLease / 3
	// typingAfter is how long an answer may take before the guest sees that one is being written.
	typingAfter = 300 * time.Millisecond
	// typingAgain repeats it, because a browser forgets it when it hears nothing more.
	typingAgain = 4 * time.Second
)

// Conversations are what the turn-taker needs of the one door.
type Conversations interface {
	Question(ctx context.Context, owed store.Owed) (conversation.Question, error)
	Answered(ctx context.Context, owed store.Owed, ans conversation.Answer) error
	TurnFailed(ctx context.Context, owed store.Owed, reason string) error
}

// Typing shows the guest, and who watches, that the assistant is writing. It must not block.
type Typing interface {
	AssistantTyping(c desk.Conversation, on bool)
}

// Config is what a Taker is made of. Store, Answerer and Owner are required.
type Config struct {
	Store    store.Store
	Answerer Answerer
	// Owner names this node in the leases of turns: the same as the conversations'.
	Owner  string
	Typing Typing // nil shows nothing
	Drafts Drafts // nil shows answers when they are whole
	// Topic tells what a guest speaks of, where the answer does not; nil knows no topics.
	Topic func(text string) desk.Topic
	// AtOnce is how many answers are computed at the same time; 0 is 16. Pauses do not count.
	AtOnce int
	// Dead hears of each turn that was given up because what works on it panicked; nil is nobody.
	Dead func(kind string)
	Log  *slog.Logger
}

// Taker takes the assistant's turns: those that changes on this node create, and those that it claims. Each is a row
// that is leased meanwhile, so that one that this node does not finish is taken up by another, or after a restart.
type Taker struct {
	store    store.Store
	answerer Answerer
	owner    string
	typing   Typing
	drafts   Drafts
	topic    func(text string) desk.Topic
	slots    chan struct{}
	dead     func(kind string)
	log      *slog.Logger
	start    chan *job

	mu      sync.Mutex
	jobs    map[string]*job // by turn
	stopped bool
}

// job is a turn in hand.
type job struct {
	owed  store.Owed
	since time.Time
	// wanted ends when nobody waits for the answer any more.
	wanted context.Context
	drop   context.CancelFunc
	// draft is what the guest sees of the answer before it is said.
	draft *draft
}

// NewTaker makes a turn-taker; Run runs it.
func NewTaker(cfg Config) *Taker {
	t := &Taker{
		store: cfg.Store, answerer: cfg.Answerer, owner: cfg.Owner, typing: cfg.Typing, drafts: cfg.Drafts, topic: cfg.Topic, dead: cfg.Dead, log: cfg.Log,
		start: make(chan *job, inHand), jobs: map[string]*job{},
	}
	if cfg.AtOnce <= 0 {
		cfg.AtOnce = 16
	}
	t.slots = make(chan struct{}, cfg.AtOnce)
	if t.dead == nil {
		t.dead = func(string) {}
	}
	if t.log == nil {
		t.log = slog.New(slog.DiscardHandler)
	}
	return t
}

// Room reports whether Take would accept a turn, with some to spare for those that are decided at the same time.
func (t *Taker) Room() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return !t.stopped && len(t.jobs) < inHand/2
}

// Take hands over a turn that is leased to this node. One too many is left: it is claimed when its lease has run out.
func (t *Taker) Take(o store.Owed) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.stopped || len(t.jobs) >= inHand || t.jobs[o.Turn.ID] != nil {
		return
	}
	j := &job{owed: o, since: time.Now()}
	j.wanted, j.drop = context.WithCancel(context.Background())
	t.jobs[o.Turn.ID] = j
	t.start <- j // never full: it holds as many as may be in hand
}

// Drop says that a turn ended without its answer: work on it stops.
func (t *Taker) Drop(turnID string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if j := t.jobs[turnID]; j != nil {
		j.drop()
	}
}

// Claim takes up turns that nobody works on, as many as there is room for, and reports how many.
func (t *Taker) Claim(ctx context.Context) (int, error) {
	t.mu.Lock()
	free := inHand - len(t.jobs)
	if t.stopped {
		free = 0
	}
	t.mu.Unlock()
	if free == 0 {
		return 0, nil
	}
	var owed []store.Owed
	err := t.store.Write(ctx, func(tx store.Tx) (err error) {
		owed, err = tx.ClaimTurns(t.owner, tx.Now(), tx.Now().Add(conversation.TurnLease), min(free, claimMost))
		return err
	})
	if err != nil {
		return 0, err
	}
	for _, o := range owed {
		t.Take(o)
	}
	return len(owed), nil
}

// Run works on turns until ctx is done. Those that it does not finish are given back.
func (t *Taker) Run(ctx context.Context, c Conversations) error {
	var working sync.WaitGroup
	renew := time.NewTicker(renewAfter)
	defer renew.Stop()
	for {
		select {
		case j := <-t.start:
			working.Go(func() {
				if t.work(ctx, c, j) {
					t.finish(j)
				}
			})
		case <-renew.C:
			if err := t.renew(ctx); err != nil && ctx.Err() == nil {
				t.log.Warn("leases of turns were not renewed", "err", err)
			}
		case <-ctx.Done():
			t.mu.Lock()
			t.stopped = true
			t.mu.Unlock()
			working.Wait()
			return t.giveBack(context.WithoutCancel(ctx))
		}
	}
}

func (t *Taker) finish(j *job) {
	t.mu.Lock()
	defer t.mu.Unlock()
	j.drop()
	delete(t.jobs, j.owed.Turn.ID)
}

// renew keeps the leases of turns that take long.
func (t *Taker) renew(ctx context.Context) error {
	var long []string
	t.mu.Lock()
	for id, j := range t.jobs {
		if time.Since(j.since) >= renewAfter {
			long = append(long, id)
		}
	}
	t.mu.Unlock()
	if len(long) == 0 {
		return nil
	}
	return t.store.Write(ctx, func(tx store.Tx) error {
		return tx.RenewTurns(t.owner, long, tx.Now().Add(conversation.TurnLease))
	})
}

// giveBack frees what is left in hand, so that whoever comes next need not wait for the leases to run out.
func (t *Taker) giveBack(ctx context.Context) error {
	t.mu.Lock()
	left := make([]string, 0, len(t.jobs))
	for id, j := range t.jobs {
		j.drop()
		left = append(left, id)
	}
	clear(t.jobs)
	t.mu.Unlock()
	if len(left) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	err := t.store.Write(ctx, func(tx store.Tx) error {
		for _, id := range left {
			if err := tx.ReleaseTurn(id, t.owner); err != nil && !errors.Is(err, desk.ErrNotFound) {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.log.Warn("turns were not given back; their leases run out", "count", len(left), "err", err)
	}
	return nil
}

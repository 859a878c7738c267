package realtime

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"deskbell/internal/store"
)

// How nodes tell each other whose pages listen.
const (
	// attendEvery is how often it is written who came and went, and read what others wrote.
	attendEvery = 2 * time.Second
	// liveEvery is how often a node says that it lives though nobody came or went; silentAfter is when it is taken for
	// gone, and its guests with it.
	liveEvery   = 5 * time.Second
	silentAfter = 15 * time.Second
	// sweepEvery is how often what is past is deleted, sweepAfter how long it is kept.
	sweepEvery = time.Minute
	sweepAfter = 10 * time.Minute
	// readBehind is how far back each look goes: what a transaction wrote shows when it ends.
	readBehind = 10 * time.Second
	// attendMost is how many guests one transaction names.
	attendMost = 2000
)

// Attendance is at which node of several a guest's pages listen. Only who comes and who goes is written, so that ten
// thousand guests who sit and read cost nothing.
type Attendance struct {
	store store.Store
	node  string
	now   func() time.Time
	log   *slog.Logger
	// all are the guests who listen here.
	all func() []string

	mu     sync.Mutex
	unsaid map[string]bool                      // by guest: whether they came or left, not written yet
	others map[string]map[string]store.Listener // by guest and node
	lived  map[string]time.Time                 // when a node last said that it lives
	// steady is since when the others have been heard without a break; zero while they are not.
	steady time.Time
	// said, read and swept are when each was last done; only Run's goroutine uses them.
	said, read, swept time.Time
}

// Attend has the hub know of other nodes' guests, before its first use. now is the clock that all nodes go by.
func (g *Guests) Attend(s store.Store, node string, now func() time.Time, log *slog.Logger) *Attendance {
	a := &Attendance{store: s, node: node, now: now, log: log, all: g.everybody, unsaid: map[string]bool{},
		others: map[string]map[string]store.Listener{}, lived: map[string]time.Time{}}
	g.elsewhere = a
	return a
}

// everybody are the guests who listen here.
func (g *Guests) everybody() []string {
	g.mu.RLock()
	defer g.mu.RUnlock()
	ids := make([]string, 0, len(g.by))
	for id := range g.by {
		ids = append(ids, id)
	}
	return ids
}

// note keeps that a guest's first page came, or the last one left. It does not wait; nil is nobody to tell.
func (a *Attendance) note(contactID string, here bool) {
	if a == nil {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.unsaid[contactID] = here
}

// away reports whether no page of a guest has listened at another node for a minute. What has not been heard for as long
// is unknown, and unknown is not away.
func (a *Attendance) away(contactID string) bool {
	if a == nil {
		return true
	}
	now := a.now()
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.steady.IsZero() || time.Since(a.steady) < awayAfter {
		return false
	}
	for node, l := range a.others[contactID] {
		left := l.At
		if l.Here {
			left = a.lived[node]
			if now.Sub(left) < silentAfter {
				return false
			}
		}
		if now.Sub(left) < awayAfter {
			return false
		}
	}
	return true
}

// Run tells and hears until ctx is done.
func (a *Attendance) Run(ctx context.Context) error {
	tick := time.NewTicker(attendEvery)
	defer tick.Stop()
	for {
		err := a.round(ctx)
		a.mu.Lock()
		switch {
		case err != nil:
			a.steady = time.Time{}
		case a.steady.IsZero():
			a.steady = time.Now()
		}
		a.mu.Unlock()
		if err != nil && ctx.Err() == nil {
			a.log.Warn("which guests are at other nodes is not known", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

func (a *Attendance) round(ctx context.Context) error {
	if err := a.say(ctx); err != nil {
		return err
	}
	if err := a.hear(ctx); err != nil {
		return err
	}
	if time.Since(a.swept) < sweepEvery {
		return nil
	}
	err := a.store.Write(ctx, func(tx store.Tx) error { return tx.DropListeners(tx.Now().Add(-sweepAfter)) })
	if err == nil {
		a.swept = time.Now()
	}
	return err
}

// say writes who came and went since the last time.
func (a *Attendance) say(ctx context.Context) error {
	a.mu.Lock()
	unsaid := a.unsaid
	a.unsaid = map[string]bool{}
	a.mu.Unlock()
	if len(unsaid) == 0 && time.Since(a.said) < liveEvery {
		return nil
	}
	known, err := a.write(ctx, unsaid)
	if err != nil {
		a.mu.Lock()
		for id, here := range unsaid {
			if _, newer := a.unsaid[id]; !newer {
				a.unsaid[id] = here
			}
		}
		a.mu.Unlock()
		return err
	}
	if !known { // new, or taken for gone meanwhile: nobody knows who is here
		here := a.all()
		a.mu.Lock()
		for _, id := range here {
			if _, newer := a.unsaid[id]; !newer {
				a.unsaid[id] = true
			}
		}
		a.mu.Unlock()
	}
	a.said = time.Now()
	return nil
}

// write stores who came and went, some at a time.
func (a *Attendance) write(ctx context.Context, unsaid map[string]bool) (known bool, err error) {
	known = true
	var came, left []string
	flush := func() error {
		was := false
		err := a.store.Write(ctx, func(tx store.Tx) (err error) {
			was, err = tx.Listen(a.node, came, left)
			return err
		})
		known = known && was
		came, left = nil, nil
		return err
	}
	for id, here := range unsaid {
		if here {
			came = append(came, id)
		} else {
			left = append(left, id)
		}
		if len(came)+len(left) >= attendMost {
			if err := flush(); err != nil {
				return known, err
			}
		}
	}
	return known, flush()
}

// hear reads what the others wrote since the last time.
func (a *Attendance) hear(ctx context.Context) error {
	var list []store.Listener
	var now time.Time
	err := a.store.Read(ctx, func(tx store.Tx) (err error) {
		now = tx.Now()
		since := time.Time{}
		if !a.read.IsZero() {
			since = a.read.Add(-readBehind)
		}
		list, err = tx.Listeners(since)
		return err
	})
	if err != nil {
		return err
	}
	a.read = now
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, l := range list {
		switch {
		case l.Node == a.node:
		case l.ContactID == "":
			a.lived[l.Node] = l.At
		default:
			if a.others[l.ContactID] == nil {
				a.others[l.ContactID] = map[string]store.Listener{}
			}
			a.others[l.ContactID][l.Node] = l
		}
	}
	a.forget(now)
	return nil
}

// forget drops what says no more than that a guest is away.
func (a *Attendance) forget(now time.Time) {
	if time.Since(a.swept) < sweepEvery { // as often as the database is swept, a moment before
		return
	}
	for node, at := range a.lived {
		if now.Sub(at) > sweepAfter {
			delete(a.lived, node)
		}
	}
	for id, nodes := range a.others {
		for node, l := range nodes {
			if _, lives := a.lived[node]; !lives || !l.Here && now.Sub(l.At) > sweepAfter {
				delete(nodes, node)
			}
		}
		if len(nodes) == 0 {
			delete(a.others, id)
		}
	}
}

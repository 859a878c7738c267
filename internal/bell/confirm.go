package bell

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// maxConfirmed bounds how many alerts one confirmation may name: what a screen shows at once.
const maxConfirmed = 500

// Confirm takes in what a device did about rings: it showed them, sounded them, or its owner reacted. That a frame or a
// push arrived is none of these. An alert counts as heard by those only whom it called: whoever else sees it in a list
// is no proof that it rang. What is confirmed late counts for the device all the same. Alerts that are not the person's
// to see are passed over; where none is left, nothing is found.
func (b *Bell) Confirm(ctx context.Context, p desk.Person, deviceID string, kind store.ConfirmationKind, alertIDs ...string) error {
	if !slices.Contains([]store.ConfirmationKind{store.ConfirmShown, store.ConfirmSounded, store.ConfirmReacted}, kind) {
		return desk.Refuse(desk.CodeInvalid, "A device confirms that it showed or sounded a ring, or that somebody reacted.")
	}
	if !validDevice(deviceID) || len(alertIDs) > maxConfirmed || !slices.ContainsFunc(alertIDs, desk.Storable) {
		return desk.Refuse(desk.CodeInvalid, "A confirmation names its device, of 1 to 64 characters, and at most %d rings.", maxConfirmed)
	}
	c := &confirming{Confirmation: store.Confirmation{PersonID: p.ID, DeviceID: deviceID, Kind: kind}, person: p, ids: alertIDs}
	return b.confirms.join(c, func(list []*confirming) error { return b.confirmAll(ctx, list) })
}

func validDevice(id string) bool { return id != "" && len(id) <= 64 && desk.Storable(id) }

// confirming is a confirmation on its way to the store.
type confirming struct {
	store.Confirmation
	person desk.Person
	ids    []string
	err    error
	done   chan struct{}
	lead   chan struct{} // this one's caller takes the next ones
}

// confirms are the confirmations that wait. A hundred screens confirm one ring in one moment, while somebody accepts
// it: what comes while some are written is written together, and costs the writer little more than one.
type confirms struct {
	mu      sync.Mutex
	waiting []*confirming
	busy    bool
}

// confirmTogether is how many (of devices, about alerts) are written at once: more would keep others from writing.
const confirmTogether = 1000

// join writes a confirmation together with others, by write, and returns what came of it.
func (q *confirms) join(c *confirming, write func([]*confirming) error) error {
	c.done, c.lead = make(chan struct{}), make(chan struct{})
	q.mu.Lock()
	q.waiting = append(q.waiting, c)
	if busy := q.busy; busy {
		q.mu.Unlock()
		select {
		case <-c.done:
			return c.err
		case <-c.lead:
		}
		q.mu.Lock()
	}
	q.busy = true
	n, size := 0, 0
	for n < len(q.waiting) && (n == 0 || size+len(q.waiting[n].ids) <= confirmTogether) {
		size += len(q.waiting[n].ids)
		n++
	}
	list := slices.Clone(q.waiting[:n])
	q.waiting = slices.Delete(q.waiting, 0, n)
	q.mu.Unlock()
	err := write(list)
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.busy = len(q.waiting) > 0; q.busy {
		close(q.waiting[0].lead)
	}
	for _, c := range list {
		if err != nil {
			c.err = err
		}
		close(c.done)
	}
	return c.err
}

// confirmWithin is how long the confirmations that are written together may take, whoever of their callers has gone.
const confirmWithin = 10 * time.Second

// confirmAll writes confirmations in one transaction.
func (b *Bell) confirmAll(ctx context.Context, list []*confirming) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), confirmWithin)
	defer cancel()
	for {
		err := b.store.Write(ctx, func(tx store.Tx) error { return b.confirm(tx, list) })
		if !errors.Is(err, desk.ErrChanged) {
			return err
		}
	}
}

func (b *Bell) confirm(tx store.Tx, list []*confirming) error {
	var ids []string
	known := map[string]bool{}
	for _, c := range list {
		for _, id := range c.ids {
			if !known[id] {
				known[id], ids = true, append(ids, id)
			}
		}
	}
	found, err := tx.Alerts(ids)
	if err != nil {
		return err
	}
	alerts := make(map[string]store.Alert, len(found))
	for _, a := range found {
		alerts[a.ID] = a
	}
	var rows []store.Confirmation
	for _, c := range list {
		c.At, c.err = tx.Now(), nil
		mine := make([]string, 0, len(c.ids))
		for _, id := range c.ids {
			if a, ok := alerts[id]; ok && theirs(a, c.person) {
				mine = append(mine, id)
				row := c.Confirmation
				row.AlertID = id
				rows = append(rows, row)
			}
		}
		if c.ids = mine; len(mine) == 0 {
			c.err = desk.ErrNotFound
		}
	}
	if err := tx.Confirm(rows); err != nil {
		return err
	}
	// A hundred screens confirm each ring; what the alert itself says changes with the first, and with who reacts.
	for _, c := range list {
		news := slices.DeleteFunc(slices.Clone(c.ids), func(id string) bool {
			a := alerts[id]
			return c.Kind != store.ConfirmReacted && (!a.Open() || !a.RoundHeardAt.IsZero())
		})
		if len(news) == 0 {
			continue
		}
		called, err := tx.Called(c.PersonID, news)
		if err != nil {
			return err
		}
		for _, id := range called {
			if alerts[id], err = b.heard(tx, alerts[id], c.Confirmation); err != nil {
				return err
			}
		}
	}
	return nil
}

// theirs reports whether an alert is a person's to confirm: at a property of theirs, or a test that they ordered.
func theirs(a store.Alert, p desk.Person) bool {
	if a.Kind == store.AlertTest {
		return a.Doc.By == p.ID
	}
	return a.PropertyID != "" && p.Sees(a.PropertyID)
}

// heard notes on the alert what its row says about being heard, where that is news.
func (b *Bell) heard(tx store.Tx, a store.Alert, c store.Confirmation) (store.Alert, error) {
	if a.Kind == store.AlertTest || a.Kind == store.AlertDrill {
		return a, nil
	}
	chain, err := b.chain(tx, a.PropertyID)
	if err != nil {
		return a, err
	}
	was := a
	cleared := hear(&a, chain, c.At) // who reacts has noticed it, too
	if c.Kind == store.ConfirmReacted {
		a.ReactedAt = earlier(a.ReactedAt, c.At)
		if a.Kind.OfLook() && a.Open() {
			end(&a, store.EndConfirmed, c.PersonID, c.At)
		}
	}
	if a == was {
		return a, nil
	}
	if err := update(tx, &a); err != nil {
		return a, err
	}
	if cleared {
		b.tellAdmins(tx, a, ToldCleared)
	}
	if cleared || a.Open() != was.Open() {
		b.after(tx, a, nil, summons{})
	}
	return a, nil
}

// update stores an alert as it became.
func update(tx store.Tx, a *store.Alert) error {
	err := tx.UpdateAlert(*a)
	if err == nil {
		a.Version++
	}
	return err
}

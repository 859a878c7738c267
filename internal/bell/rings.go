package bell

import (
	"errors"
	"slices"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

var _ conversation.Follower = (*Bell)(nil)

// Follow writes what a change of a conversation means for the bell, in the transaction of that change: a request that
// opens rings, one that is promised falls silent, one that ends stops everywhere. Most changes touch no request, and
// cost nothing here.
func (b *Bell) Follow(tx store.Tx, c conversation.Change, out desk.Outcome) error {
	if len(out.Held) > 0 {
		b.changed(tx)
	}
	was, is := c.Before.Request, c.After.Request
	taker := takerOf(c)
	looked := c.Before.NeedsLook() && !c.After.NeedsLook()
	if !was.Open() && !is.Open() && !out.Alarm && taker == "" && !looked && out.Attention == desk.AttentionNone {
		return nil
	}
	if was.Open() && (is == nil || is.ID != was.ID) {
		for _, r := range out.EndedRequests {
			if r.ID == was.ID {
				if err := b.ended(tx, r); err != nil {
					return err
				}
			}
		}
	}
	var err error
	switch {
	case is == nil:
	case was.Open() && is.ID == was.ID && !is.Open():
		err = b.ended(tx, *is)
	case was.Open() && is.ID == was.ID:
		err = b.goesOn(tx, c, *was, *is)
	case is.Open():
		err = b.opened(tx, c.After, *is)
	}
	if err != nil {
		return err
	}
	if looked || taker != "" {
		if err := b.seen(tx, c.After.ID, store.AlertAttention, taker); err != nil {
			return err
		}
	}
	switch {
	case taker != "" || is.Open() && is.Kind == desk.RequestEmergency:
		return b.seen(tx, c.After.ID, store.AlertAlarm, taker)
	case out.Alarm:
		return b.alarm(tx, c.After)
	case out.Attention != desk.AttentionNone:
		return b.attention(tx, c.After, out.Attention)
	}
	return nil
}

// takerOf is who pressed for a conversation in this change, or resolved it: they have seen what an alarm is about.
func takerOf(c conversation.Change) string {
	for _, e := range c.Entries {
		if e.Code == desk.LineJoined || e.Code == desk.LineResolved {
			return e.Params[conversation.ParamAgentID]
		}
	}
	return ""
}

// kindOf is the kind of alert that a request rings as.
func kindOf(r desk.Request) store.AlertKind { return store.AlertKind(r.Kind) }

// opened begins to ring for a request.
func (b *Bell) opened(tx store.Tx, s desk.State, r desk.Request) error {
	a := store.Alert{ID: r.ID, ConversationID: s.ID, PropertyID: s.PropertyID, Kind: kindOf(r), OpenedAt: r.OpenedAt}
	return b.ring(tx, a, &s, r.Round, r.Rung)
}

// alarm begins to ring for an emergency that no request rings for. One that rings already goes on.
func (b *Bell) alarm(tx store.Tx, s desk.State) error {
	open, err := tx.AlertsOf(s.ID)
	if err != nil {
		return err
	}
	if len(open) > 0 && slices.ContainsFunc(open, func(a store.Alert) bool { return everything(a.Kind) }) {
		return nil
	}
	a := store.Alert{ID: b.newID(), ConversationID: s.ID, PropertyID: s.PropertyID, Kind: store.AlertAlarm, OpenedAt: tx.Now()}
	return b.ring(tx, a, &s, 1, nil)
}

// ring creates an alert and calls those it begins with.
func (b *Bell) ring(tx store.Tx, a store.Alert, s *desk.State, round int, rung []string) error {
	chain, err := b.chain(tx, a.PropertyID)
	if err != nil {
		return err
	}
	begin(&a, round, tx.Now())
	if everything(a.Kind) {
		climb(&a, chain, len(chain))
	}
	a.NextAt = next(a, chain)
	if err := tx.CreateAlert(a); err != nil {
		return err
	}
	return b.call(tx, a, s, chain, 0, rung, nil)
}

// call notes whom an alert calls from now on: the given people at once, and with them the steps of the chain after the
// given one. Those who are known to have been called in this round are not called twice.
func (b *Bell) call(tx store.Tx, a store.Alert, s *desk.State, chain []desk.ChainStep, from int, people, known []string) error {
	if everything(a.Kind) && len(known) == 0 {
		all, err := tx.PeopleOf(a.PropertyID)
		if err != nil {
			return err
		}
		for _, p := range all {
			if desk.Allow(p, desk.ActConverse, a.PropertyID) == nil {
				people = append(slices.Clip(people), p.ID)
			}
		}
	}
	seen := make(map[string]bool, len(known)+len(people))
	for _, id := range known {
		seen[id] = true
	}
	var called []string
	add := func(step int, people []string) error {
		r := store.Ring{AlertID: a.ID, Round: a.Round, Step: step, At: tx.Now()}
		for _, id := range people {
			if !seen[id] {
				seen[id] = true
				r.People = append(r.People, id)
			}
		}
		if len(r.People) == 0 {
			return nil
		}
		called = append(called, r.People...)
		return tx.CreateRing(r)
	}
	if err := add(0, people); err != nil {
		return err
	}
	for step := from; step < min(a.Step, len(chain)); step++ {
		if c := chain[step]; c.Kind == desk.ChainPeople {
			able, err := b.able(tx, a.PropertyID, c.People)
			if err == nil {
				err = add(step+1, able)
			}
			if err != nil {
				return err
			}
			continue
		}
		if err := tx.CreateCall(store.Call{AlertID: a.ID, Round: a.Round, Step: step + 1, NextAt: tx.Now()}); err != nil {
			return err
		}
		tx.AfterCommit(func() { poke(b.calls) })
	}
	b.after(tx, a, s, summons{people: called})
	return nil
}

// able are those of the people who may answer a guest of the property: settings outlive the people whom they name.
func (b *Bell) able(tx store.Tx, propertyID string, ids []string) ([]string, error) {
	var able []string
	people, err := tx.PeopleOf(propertyID)
	for _, p := range people {
		if slices.Contains(ids, p.ID) && desk.Allow(p, desk.ActConverse, propertyID) == nil {
			able = append(able, p.ID)
		}
	}
	return able, err
}

// rungNow are the people whom the alert has called in its present round.
func rungNow(tx store.Tx, a store.Alert) ([]string, error) {
	rings, err := tx.Rings([]string{a.ID})
	var ids []string
	for _, r := range rings {
		if r.Round == a.Round {
			ids = append(ids, r.People...)
		}
	}
	return ids, err
}

// chain are the steps that a property's alerts climb.
func (b *Bell) chain(tx store.Tx, propertyID string) ([]desk.ChainStep, error) {
	if propertyID == "" {
		return nil, nil
	}
	p, err := b.props.In(tx, propertyID)
	return p.Settings.Chain, err
}

// goesOn follows a request that is open still.
func (b *Bell) goesOn(tx store.Tx, c conversation.Change, was, is desk.Request) error {
	if is.Round == was.Round && is.Kind == was.Kind && is.Stage == was.Stage && is.Step == was.Step && len(is.Rung) == len(was.Rung) {
		if len(is.Declined) != len(was.Declined) || guestWrote(c) {
			tx.AfterCommit(func() {
				b.show(is.ID, look{state: &c.After})
				b.changedHere(is.ID)
			})
		}
		return nil
	}
	a, err := tx.Alert(is.ID)
	if errors.Is(err, desk.ErrNotFound) { // it was opened before there was a bell
		return b.opened(tx, c.After, is)
	}
	if err != nil {
		return err
	}
	chain, err := b.chain(tx, a.PropertyID)
	if err != nil {
		return err
	}
	from := a.Step
	var again []desk.ChainStep
	a.Kind = kindOf(is)
	switch {
	case is.Round != was.Round:
		if is.Step == 0 { // the waits began anew, and the chain with them
			a.Step, from = 0, 0
		}
		begin(&a, is.Round, tx.Now())
		if is.Step > 0 { // a broken promise: all are rung again, and the next step
			climb(&a, chain, 1)
			again = chain[:min(from, len(chain))]
		}
	case is.Stage == desk.StagePromised && !a.Doc.Promised:
		promise(&a)
	case is.Step > was.Step:
		climb(&a, chain, is.Step-was.Step)
	}
	if everything(a.Kind) {
		climb(&a, chain, len(chain))
	}
	a.NextAt = next(a, chain)
	if err := update(tx, &a); err != nil {
		return err
	}
	known, err := rungNow(tx, a)
	if err != nil {
		return err
	}
	rung := is.Rung
	for _, s := range again {
		able, err := b.able(tx, a.PropertyID, s.People)
		if err != nil {
			return err
		}
		rung = append(slices.Clip(rung), able...)
	}
	return b.call(tx, a, &c.After, chain, from, rung, known)
}

func guestWrote(c conversation.Change) bool {
	return slices.ContainsFunc(c.Entries, func(e desk.Entry) bool {
		return e.Kind == desk.EntryMessage && e.Author.Kind == desk.AuthorGuest
	})
}

// ended stops the ring of a request that has ended. One that never rang is no fault: it was opened before there was a
// bell.
func (b *Bell) ended(tx store.Tx, r desk.Request) error {
	found, err := tx.Alerts([]string{r.ID})
	if err != nil || len(found) == 0 || !found[0].Open() {
		return err
	}
	a := found[0]
	if r.End == desk.EndAccepted && a.ReactedAt.IsZero() {
		a.ReactedAt = tx.Now()
	}
	end(&a, string(r.End), r.EndedBy, tx.Now())
	if err := update(tx, &a); err != nil {
		return err
	}
	b.after(tx, a, nil, summons{})
	return nil
}

// seen ends a conversation's alarm, or its look: somebody has seen to it, or it is not needed any more.
func (b *Bell) seen(tx store.Tx, conversationID string, kind store.AlertKind, by string) error {
	open, err := tx.AlertsOf(conversationID)
	if err != nil {
		return err
	}
	for _, a := range open {
		if a.Kind != kind {
			continue
		}
		how := string(desk.EndClosed)
		if by != "" {
			how = store.EndConfirmed
			a.ReactedAt = earlier(a.ReactedAt, tx.Now())
		}
		end(&a, how, by, tx.Now())
		if err := update(tx, &a); err != nil {
			return err
		}
		b.after(tx, a, nil, summons{})
	}
	return nil
}

// poke wakes whoever waits on a channel of one place.
func poke(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// after shows an alert once it is stored, calls the phones of those who were just called, and wakes the bell's clock.
func (b *Bell) after(tx store.Tx, a store.Alert, s *desk.State, called summons) {
	tx.AfterCommit(func() {
		b.show(a.ID, look{alert: &a, state: s})
		b.changedHere(a.ID)
		if len(called.people) > 0 || called.all || !a.Open() {
			b.phones.put(a.ID, func(was summons) summons {
				return summons{people: append(was.people, called.people...), all: was.all || called.all, over: !a.Open()}
			})
		}
		if !a.NextAt.IsZero() {
			b.clock.wake(a.NextAt)
		}
	})
}

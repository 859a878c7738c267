package bell

import (
	"context"
	"errors"
	"slices"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// dutyMost is the longest that somebody may say to be on duty.
const dutyMost = 24 * time.Hour

// SetDuty is what a person says about being at work, and for Online until when; the zero time is until they say
// otherwise. Neither Away nor Do not disturb takes a chat from them; they are only not rung. Whoever comes on duty hears
// what rings already.
func (b *Bell) SetDuty(ctx context.Context, personID string, duty desk.Duty, until time.Time) error {
	if !slices.Contains([]desk.Duty{desk.DutyOnline, desk.DutyAway, desk.DutyDND}, duty) {
		return desk.Refuse(desk.CodeInvalid, "Duty is online, away or dnd.")
	}
	err := b.store.Write(ctx, func(tx store.Tx) error {
		p, err := tx.Person(personID)
		if err != nil {
			return err
		}
		p.Duty, p.DutyUntil = duty, time.Time{}
		if duty == desk.DutyOnline && !until.IsZero() {
			if left := until.Sub(tx.Now()); left <= 0 || left > dutyMost {
				return desk.Refuse(desk.CodeInvalid, "Duty ends within the next 24 hours.")
			}
			p.DutyUntil = until.UTC().Truncate(time.Millisecond)
			tx.AfterCommit(func() { b.clock.wake(p.DutyUntil) })
		}
		b.changed(tx)
		return tx.UpdatePerson(p)
	})
	if err == nil && duty == desk.DutyOnline {
		b.comes(personID)
	}
	return err
}

// endDuties ends what has lasted until its time. It is no end of a shift: what these people hold they keep; they are
// Away, so that nobody new rings them.
func (b *Bell) endDuties(ctx context.Context) error {
	var over []string
	err := b.store.Write(ctx, func(tx store.Tx) error {
		ids, err := tx.EndDuties(tx.Now())
		if err != nil || len(ids) == 0 {
			return err
		}
		b.changed(tx)
		tx.AfterCommit(func() {
			for _, id := range ids {
				b.note(note{dutyOver: id})
			}
		})
		over = ids
		return nil
	})
	for _, id := range over {
		err = errors.Join(err, b.outOfReach(ctx, id))
	}
	return err
}

// onDuty reports whether a person who chose Online is on duty at an instant.
func onDuty(p desk.Person, now time.Time) bool {
	return p.Duty == desk.DutyOnline && (p.DutyUntil.IsZero() || p.DutyUntil.After(now))
}

// joinAgain is when it is looked again for what rings for somebody who came: what was being decided without them has ended.
const joinAgain = 1500 * time.Millisecond

// arrives says that this node knows from now on of a screen that rings for a person.
func (b *Bell) arrives(personID string) {
	b.comes(personID)
	time.AfterFunc(joinAgain, func() { b.comes(personID) })
}

// comes says that a person can be rung from now on who could not before.
func (b *Bell) comes(personID string) {
	b.mu.Lock()
	b.coming[personID] = true
	b.mu.Unlock()
	poke(b.come)
}

// join lets those who came hear what rings already, where they would have been rung had they been there: nobody who is
// at the desk misses a request because of having come a moment after it.
func (b *Bell) join(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-b.come:
		}
		b.mu.Lock()
		coming := b.coming
		b.coming = map[string]bool{}
		b.mu.Unlock()
		for id := range coming {
			if err := errors.Join(b.joins(ctx, id), b.inReach(ctx, id)); err != nil && ctx.Err() == nil {
				b.log.Warn("somebody who came does not hear what rings", "person_id", id, "err", err)
			}
		}
	}
}

func (b *Bell) joins(ctx context.Context, personID string) error {
	// Most who come find nothing that rings, and cost no write.
	var ringing []string
	err := b.store.Read(ctx, func(tx store.Tx) error {
		ids, err := b.ringingWithout(tx, personID)
		ringing = ids
		return err
	})
	if err != nil || len(ringing) == 0 {
		return err
	}
	return b.store.Write(ctx, func(tx store.Tx) error {
		ids, err := b.ringingWithout(tx, personID)
		if err != nil {
			return err
		}
		alerts, err := tx.Alerts(ids)
		if err != nil {
			return err
		}
		for _, a := range alerts {
			if err := tx.CreateRing(store.Ring{AlertID: a.ID, Round: a.Round, At: tx.Now(), People: []string{personID}}); err != nil {
				return err
			}
			b.after(tx, a, nil, summons{people: []string{personID}})
		}
		return nil
	})
}

// ringingWithout are what rings for everyone on duty, a guest's request or a colleague's transfer, and would ring the
// person if it were opened now.
func (b *Bell) ringingWithout(tx store.Tx, personID string) ([]string, error) {
	p, err := tx.Person(personID)
	if err != nil || !onDuty(p, tx.Now()) {
		return nil, err
	}
	props, err := propertiesOf(tx, p)
	if err != nil {
		return nil, err
	}
	alerts, err := tx.OpenAlerts(props)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, a := range alerts {
		if a.Kind != store.AlertPerson && a.Kind != store.AlertTransfer || a.Doc.Promised {
			continue
		}
		s, err := tx.State(a.ConversationID)
		if err != nil {
			return nil, err
		}
		pr, err := b.props.In(tx, a.PropertyID)
		if err != nil {
			return nil, err
		}
		rung, err := rungNow(tx, a)
		if err != nil {
			return nil, err
		}
		// Whoever it comes from knows of it, and what is meant for one rings that one.
		if q := s.Request; q != nil && (q.FromAgentID == personID || q.TargetAgentID != "") {
			continue
		}
		if slices.Contains(rung, personID) {
			continue
		}
		floor := b.Floor(tx, a.PropertyID, s.Channel, pr.Settings.LiveChatFor(s.Channel))
		if slices.Contains(floor.Eligible(), personID) {
			ids = append(ids, a.ID)
		}
	}
	return ids, nil
}

// propertiesOf are those at which a person may answer guests.
func propertiesOf(tx store.Tx, p desk.Person) ([]string, error) {
	ids := p.PropertyIDs
	if p.Role == desk.RoleOperator {
		all, err := tx.ListProperties()
		if err != nil {
			return nil, err
		}
		ids = nil
		for _, pr := range all {
			ids = append(ids, pr.ID)
		}
	}
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return desk.Allow(p, desk.ActConverse, id) != nil }), nil
}

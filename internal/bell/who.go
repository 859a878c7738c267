package bell

import (
	"slices"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// Hearer is somebody of a property, and whether a ring would be heard.
type Hearer struct {
	desk.Person
	// Idle says that none of their screens was touched lately: a mark, and no bar to ringing.
	Idle  bool
	Means Means
	Limit int
	// WhyNot is what keeps them from being rung; empty where they would ring.
	WhyNot []string
	// CheckedAt is when a device of theirs last proved itself, or they last answered a test.
	CheckedAt time.Time
}

// Who tells who of a property's people would hear a ring on a channel now.
func (b *Bell) Who(tx store.Tx, propertyID string, ch desk.Channel) ([]Hearer, error) {
	people, err := tx.PeopleOf(propertyID)
	if err != nil {
		return nil, err
	}
	people = slices.DeleteFunc(people, func(p desk.Person) bool { return desk.Allow(p, desk.ActConverse, propertyID) != nil })
	ids := make([]string, len(people))
	for i, p := range people {
		ids[i] = p.ID
	}
	means, err := b.means(tx, people, true)
	if err != nil {
		return nil, err
	}
	checks, err := tx.DeviceChecks(ids)
	if err != nil {
		return nil, err
	}
	prop, err := b.props.In(tx, propertyID)
	if err != nil {
		return nil, err
	}
	lc := prop.Settings.LiveChatFor(ch)
	list := make([]Hearer, 0, len(people))
	for _, p := range people {
		h := Hearer{Person: p, Idle: b.idle(p.ID), Means: means[p.ID], Limit: lc.HeldLimit}
		h.WhyNot = b.whyNot(p, h.Means, propertyID, lc, tx.Now())
		for _, c := range checks {
			if c.PersonID != p.ID {
				continue
			}
			for _, at := range []time.Time{c.ConfirmedAt, c.HeardAt} {
				if at.After(h.CheckedAt) {
					h.CheckedAt = at
				}
			}
		}
		list = append(list, h)
	}
	return list, nil
}

// idle reports whether somebody has screens, and none was touched lately.
func (b *Bell) idle(personID string) bool {
	screens := b.open(personID, b.now())
	return len(screens) > 0 && !slices.ContainsFunc(screens, func(d desk.Device) bool { return !d.Says.Idle })
}

package bell

import (
	"context"
	"slices"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

const (
	// stepFor is how long the devices of people whom a step of the chain names have to confirm its test: a phone is woken
	// in a few seconds, and whoever pressed Test waits for the answer.
	stepFor = 12 * time.Second
	// stepLook is how often it is looked who has confirmed.
	stepLook = 200 * time.Millisecond
)

// Tried is what came of a test of somebody whom a step of the chain calls.
type Tried struct {
	Person desk.Person
	// Heard says that a device of theirs confirmed that it sounded, or on a phone that it showed, the test.
	Heard bool
	// WhyNot is why they are not called at all, or "": they may not answer guests of the property, or there is no device.
	WhyNot string
	// Silent are the devices that would not ring, with what keeps them from it.
	Silent []DeviceReport
}

// TryPeople rings people whom a step of the chain names, off duty too, quietly and on all of their devices, and tells
// who could have heard it. It answers once a device of each has confirmed it, and after stepFor at the latest. Those who
// do not exist any more are left out.
func (b *Bell) TryPeople(ctx context.Context, propertyID, by string, ids []string) ([]Tried, error) {
	id := b.newID()
	var able []string
	err := b.store.Write(ctx, func(tx store.Tx) (err error) {
		if able, err = b.able(tx, propertyID, ids); err != nil || len(able) == 0 {
			return err
		}
		now := tx.Now()
		a := store.Alert{ID: id, PropertyID: propertyID, Kind: store.AlertDrill, Round: 1, OpenedAt: now, RoundAt: now,
			NextAt: now.Add(stepFor), Doc: store.AlertDoc{By: by, Step: true}}
		if err := tx.CreateAlert(a); err != nil {
			return err
		}
		b.after(tx, a, nil, summons{people: able})
		return tx.CreateRing(store.Ring{AlertID: id, Round: 1, At: now, People: able})
	})
	if err != nil {
		return nil, err
	}
	look, over := time.NewTicker(stepLook), time.NewTimer(stepFor)
	defer look.Stop()
	defer over.Stop()
	for last := len(able) == 0; ; {
		list, all, err := b.tried(ctx, id, ids, able)
		if err != nil || all || last {
			return list, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-over.C:
			last = true
		case <-look.C:
		}
	}
}

// tried looks who of those whom a test rings has heard it, and whether all of them have.
func (b *Bell) tried(ctx context.Context, alertID string, ids, able []string) (list []Tried, all bool, err error) {
	err = b.store.Read(ctx, func(tx store.Tx) error {
		list, all = nil, true
		heard, err := tx.Confirmations(alertID)
		if err != nil {
			return err
		}
		people, err := tx.ListPeople()
		if err != nil {
			return err
		}
		for _, p := range people {
			if !slices.Contains(ids, p.ID) {
				continue
			}
			t := Tried{Person: p}
			devices, err := b.devices(tx, p)
			if err != nil {
				return err
			}
			for _, d := range devices {
				if silenced(d, heard, time.Time{}) == nil {
					t.Heard = true
					continue
				}
				// That its owner is off duty is no fault: the chain calls them all the same.
				d.Problems = slices.DeleteFunc(silenced(d, heard, time.Time{}), func(what string) bool { return what == ProblemDuty })
				t.Silent = append(t.Silent, d)
			}
			switch {
			case !slices.Contains(able, p.ID):
				t.WhyNot = WhyRole
			case len(devices) == 0:
				t.WhyNot = WhyDevice
			}
			all = all && (t.Heard || t.WhyNot == WhyRole)
			list = append(list, t)
		}
		return nil
	})
	return list, all, err
}

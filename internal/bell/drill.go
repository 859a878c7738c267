package bell

import (
	"context"
	"errors"
	"slices"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// When drills are held.
const (
	// drillAhead is how long before an interval its drill is held, drillFor how long devices have to confirm it.
	drillAhead = 15 * time.Minute
	drillFor   = 20 * time.Second
	// drillLook is how often it is looked whether one is due.
	drillLook = 30 * time.Second
	// keepFor is how long tests, drills' rings and what is known of devices are kept.
	keepFor = 30 * 24 * time.Hour
	// nightAt is the hour before which a property that never closes has its drill, by its own clock.
	nightAt = 22
)

// Mailer stores an e-mail that is to be sent, in the transaction of what it is about. Where there is no mail it does
// nothing.
type Mailer interface {
	Write(tx store.Tx, l Letter) error
}

// Drill holds a drill at a property now.
func (b *Bell) Drill(ctx context.Context, propertyID, by string) error {
	return b.drill(ctx, propertyID, time.Time{}, by)
}

// drill rings every device on duty at a property, quietly. The interval that it is held for claims it: another node
// that is a moment later finds it held.
func (b *Bell) drill(ctx context.Context, propertyID string, interval time.Time, by string) error {
	return b.store.Write(ctx, func(tx store.Tx) error {
		now := tx.Now()
		if interval.IsZero() {
			interval = now
		}
		id := b.newID()
		if err := tx.CreateDrill(store.Drill{PropertyID: propertyID, IntervalAt: interval, AlertID: id, At: now}); err != nil {
			return err
		}
		people, err := tx.PeopleOf(propertyID)
		if err != nil {
			return err
		}
		a := store.Alert{ID: id, PropertyID: propertyID, Kind: store.AlertDrill, Round: 1, OpenedAt: now, RoundAt: now,
			NextAt: now.Add(drillFor), Doc: store.AlertDoc{By: by, IntervalAt: interval}}
		var ids []string
		for _, p := range people {
			if onDuty(p, now) && desk.Allow(p, desk.ActConverse, propertyID) == nil {
				ids = append(ids, p.ID)
			}
		}
		if err := tx.CreateAlert(a); err != nil {
			return err
		}
		b.after(tx, a, nil, summons{people: ids})
		return tx.CreateRing(store.Ring{AlertID: a.ID, Round: 1, At: now, People: ids})
	})
}

// drillOver finds what would not have rung, and tells the admins.
func (b *Bell) drillOver(tx store.Tx, a store.Alert) error {
	heard, err := tx.Confirmations(a.ID)
	if err != nil {
		return err
	}
	rung, err := rungNow(tx, a)
	if err != nil {
		return err
	}
	d := store.Drill{PropertyID: a.PropertyID, IntervalAt: a.Doc.IntervalAt, AlertID: a.ID, At: a.OpenedAt, DoneAt: tx.Now(), Tested: len(rung)}
	for _, id := range rung {
		p, err := tx.Person(id)
		if err != nil {
			return err
		}
		devices, err := b.devices(tx, p)
		if err != nil {
			return err
		}
		s := store.SilentPerson{PersonID: id}
		for _, dev := range devices {
			if what := silenced(dev, heard, a.OpenedAt); len(what) > 0 {
				s.Devices = append(s.Devices, store.SilentDevice{Name: dev.Name, Kind: dev.Kind, Problems: what})
			} else {
				s.Rings = true
			}
		}
		if len(s.Devices) > 0 || !s.Rings {
			d.Silent = append(d.Silent, s)
		}
	}
	if err := tx.UpdateDrill(d); err != nil {
		return err
	}
	ordered := a.Doc.By != ""
	if len(d.Silent) > 0 || len(rung) == 0 || ordered {
		b.tellAdmins(tx, a, ToldDrill)
	}
	if len(d.Silent) == 0 || ordered || b.mailer == nil { // who ordered it looks at it
		return nil
	}
	return b.writeToAdmins(tx, d)
}

// writeToAdmins tells the admins by e-mail what a drill found.
func (b *Bell) writeToAdmins(tx store.Tx, d store.Drill) error {
	prop, err := b.props.In(tx, d.PropertyID)
	if err != nil {
		return err
	}
	people, err := tx.PeopleOf(d.PropertyID)
	if err != nil {
		return err
	}
	names := map[string]string{}
	var to []string
	for _, p := range people {
		names[p.ID] = p.Name
		if p.Role == desk.RoleAdmin {
			to = append(to, p.Email)
		}
	}
	if len(to) == 0 {
		return nil
	}
	l := drillLetter(prop, d, names)
	l.To = to
	return b.mailer.Write(tx, l)
}

// silenced tells what would keep a ring from being noticed on a device that had a drill; nothing where it confirmed that
// it sounded (a phone: that it showed it) and says nothing to the contrary.
func silenced(d DeviceReport, heard []store.Confirmation, since time.Time) []string {
	confirmed := slices.ContainsFunc(heard, func(c store.Confirmation) bool {
		return c.PersonID == d.PersonID && c.DeviceID == d.ID && !c.At.Before(since) &&
			(c.Kind == store.ConfirmSounded || d.Kind == desk.DevicePhone)
	})
	var what []string
	for _, p := range d.Problems {
		if p == ProblemAutoplay || p == ProblemVolume || p == ProblemSilent || p == ProblemPush && d.Kind == desk.DevicePhone {
			what = append(what, p)
		}
	}
	if !confirmed && len(what) == 0 {
		what = []string{ProblemSilent}
	}
	return what
}

// drills holds the drills whose time has come, until ctx is done.
func (b *Bell) drills(ctx context.Context) error {
	tick := time.NewTicker(drillLook)
	defer tick.Stop()
	var tidied time.Time
	for {
		err := b.drillsDue(ctx)
		if now := b.now(); err == nil && now.Sub(tidied) >= 24*time.Hour {
			tidied = now
			err = b.store.Write(ctx, func(tx store.Tx) error { return tx.TidyBell(tx.Now().Add(-keepFor)) })
		}
		if err != nil && ctx.Err() == nil {
			b.log.Warn("drills wait", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

func (b *Bell) drillsDue(ctx context.Context) error {
	type one struct {
		property string
		interval time.Time
	}
	var due []one
	err := b.store.Read(ctx, func(tx store.Tx) error {
		props, err := tx.ListProperties()
		if err != nil {
			return err
		}
		now := tx.Now()
		due = due[:0]
		for _, p := range props {
			for _, at := range intervals(p.Settings, now) {
				if ahead := at.Sub(now); ahead > 0 && ahead <= drillAhead {
					due = append(due, one{p.ID, at})
				}
			}
		}
		return nil
	})
	for _, d := range due {
		if b.held[d.property].Equal(d.interval) {
			continue // by this node
		}
		e := b.drill(ctx, d.property, d.interval, "")
		if e == nil || errors.Is(e, desk.ErrChanged) {
			b.held[d.property] = d.interval
			continue
		}
		err = errors.Join(err, e)
	}
	return err
}

// intervals are the next openings of a property's live chat, one of each channel's hours where they differ.
func intervals(s desk.PropertySettings, now time.Time) []time.Time {
	var at []time.Time
	for _, ch := range channels {
		lc := s.LiveChatFor(ch)
		if !lc.Enabled {
			continue
		}
		if next := opening(lc, now); !next.IsZero() && !slices.ContainsFunc(at, next.Equal) {
			at = append(at, next)
		}
	}
	return at
}

// opening is when live chat opens next; of one that is open all day, the evening's beginning.
func opening(lc desk.LiveChat, now time.Time) time.Time {
	open := lc.Hours.Open(now, lc.Zone)
	next, changes := lc.Hours.NextChange(now, lc.Zone)
	switch {
	case !open && changes:
		return next
	case open && (!changes || next.Sub(now) > 24*time.Hour):
		zone, err := time.LoadLocation(lc.Zone)
		if err != nil {
			zone = time.UTC
		}
		local := now.In(zone)
		at := time.Date(local.Year(), local.Month(), local.Day(), nightAt, 0, 0, 0, zone)
		if !at.After(now) {
			at = at.AddDate(0, 0, 1)
		}
		return at.UTC()
	}
	return time.Time{}
}

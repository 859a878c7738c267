package bell

import (
	"context"
	"slices"
	"strings"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// testFor is how long a test rings.
const testFor = 30 * time.Second

// What keeps a ring from being noticed on a device. Each is found from what the device says of itself, or from what its
// owner answered; nothing else is claimed.
const (
	ProblemInsecure   = "insecure"   // the address is one that browsers allow neither notifications nor push
	ProblemPermission = "permission" // to show notifications was not given
	ProblemAutoplay   = "autoplay"   // the page may not sound before somebody has touched it
	ProblemVolume     = "volume"     // the dashboard's own volume is off
	ProblemHidden     = "hidden"     // the tab is behind others, or sleeps, and can show no notification
	ProblemPush       = "push"       // nothing wakes the browser once the page is closed
	ProblemSilent     = "silent"     // its owner did not hear the last test, or it did not confirm a drill
	ProblemDuty       = "duty"       // its owner is not on duty
)

// DeviceReport is what is known of one device of a person.
type DeviceReport struct {
	desk.Device
	// ConfirmedAt is when it last showed or sounded something, HeardAt when its owner last answered a test; zero is
	// never.
	ConfirmedAt time.Time
	Heard       bool
	HeardAt     time.Time
	Problems    []string
}

// CheckReport is what a person's bell check shows.
type CheckReport struct {
	Person   desk.Person
	Eligible bool
	WhyNot   []string
	Devices  []DeviceReport
}

// Check tells what would stop a ring from reaching a person, device by device.
func (b *Bell) Check(tx store.Tx, personID string) (CheckReport, error) {
	p, err := tx.Person(personID)
	if err != nil {
		return CheckReport{}, err
	}
	r := CheckReport{Person: p}
	means, err := b.means(tx, []desk.Person{p}, true)
	if err != nil {
		return r, err
	}
	r.WhyNot = b.whyNot(p, means[p.ID], "", desk.LiveChat{}, tx.Now())
	r.Eligible = len(r.WhyNot) == 0
	devices, err := b.devices(tx, p)
	r.Devices = devices
	return r, err
}

// devices are a person's screens that were heard from lately, and the browsers that can be woken, with their problems.
func (b *Bell) devices(tx store.Tx, p desk.Person) ([]DeviceReport, error) {
	checks, err := tx.DeviceChecks([]string{p.ID})
	if err != nil {
		return nil, err
	}
	subs, err := tx.PushSubscriptions(p.ID)
	if err != nil {
		return nil, err
	}
	var list []DeviceReport
	now := b.now()
	for _, d := range b.open(p.ID, now) {
		list = append(list, DeviceReport{Device: d})
	}
	for _, s := range subs {
		list = append(list, DeviceReport{Device: desk.Device{ID: s.DeviceID, PersonID: p.ID, Kind: desk.DevicePhone, Name: s.Name, SeenAt: s.At}})
	}
	for i := range list {
		d := &list[i]
		at := slices.IndexFunc(checks, func(c store.DeviceCheck) bool { return c.DeviceID == d.ID })
		if at >= 0 {
			d.ConfirmedAt, d.Heard, d.HeardAt = checks[at].ConfirmedAt, checks[at].Heard, checks[at].HeardAt
		}
		d.Problems = problems(*d, onDuty(p, tx.Now()), now)
	}
	return list, nil
}

// problems are what would keep a ring from being noticed on a device, the first to be mended first.
func problems(d DeviceReport, onDuty bool, now time.Time) []string {
	list := []string{}
	add := func(is bool, what string) {
		if is {
			list = append(list, what)
		}
	}
	said := func(b *bool, is bool) bool { return b != nil && *b == is }
	if d.Kind == desk.DeviceScreen {
		denied := d.Says.Permission != "" && d.Says.Permission != "granted"
		asleep := now.Sub(d.SeenAt) >= desk.Reconnecting
		add(said(d.Says.Secure, false), ProblemInsecure)
		add(denied, ProblemPermission)
		add(!d.Sound, ProblemAutoplay)
		add(d.Says.Volume != nil && *d.Says.Volume <= 0, ProblemVolume)
		add(asleep || !d.Visible && denied, ProblemHidden)
		add(said(d.Says.Push, false), ProblemPush)
	} else {
		add(d.ConfirmedAt.IsZero() || now.Sub(d.ConfirmedAt) >= PhoneFor, ProblemPush)
	}
	add(!d.HeardAt.IsZero() && !d.Heard, ProblemSilent)
	add(!onDuty, ProblemDuty)
	return list
}

// Test rings one device of a person alone, so that its owner hears whether it would ring.
func (b *Bell) Test(ctx context.Context, p desk.Person, deviceID string) (string, error) {
	if !validDevice(deviceID) {
		return "", desk.Refuse(desk.CodeInvalid, "A device has an id of 1 to 64 characters.")
	}
	id := b.newID()
	err := b.store.Write(ctx, func(tx store.Tx) error {
		devices, err := b.devices(tx, p)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(devices, func(d DeviceReport) bool { return d.ID == deviceID }) {
			return desk.ErrNotFound
		}
		now := tx.Now()
		a := store.Alert{ID: id, Kind: store.AlertTest, Round: 1, OpenedAt: now, RoundAt: now, NextAt: now.Add(testFor),
			Doc: store.AlertDoc{By: p.ID, Device: deviceID}}
		if err := tx.CreateAlert(a); err != nil {
			return err
		}
		b.after(tx, a, nil, summons{people: []string{p.ID}})
		return tx.CreateRing(store.Ring{AlertID: id, Round: 1, At: now, People: []string{p.ID}})
	})
	return id, err
}

// Heard takes in the answer to a test: what no page can find out, its owner's ears do.
func (b *Bell) Heard(ctx context.Context, p desk.Person, testID string, heard bool) error {
	return b.store.Write(ctx, func(tx store.Tx) error {
		a, err := tx.Alert(testID)
		if err != nil {
			return err
		}
		if a.Kind != store.AlertTest || a.Doc.By != p.ID {
			return desk.ErrNotFound
		}
		if err := tx.SetHeard(p.ID, a.Doc.Device, heard, tx.Now()); err != nil || !a.Open() {
			return err
		}
		end(&a, store.EndDone, p.ID, tx.Now())
		if err := update(tx, &a); err != nil {
			return err
		}
		b.after(tx, a, nil, summons{})
		return nil
	})
}

// open are the person's screens that were heard from within the lost limit, under the names that they gave
// themselves.
func (b *Bell) open(personID string, now time.Time) []desk.Device {
	b.mu.Lock()
	defer b.mu.Unlock()
	var list []desk.Device
	if p := b.people[personID]; p != nil {
		for _, d := range p.devices {
			if d.Kind == desk.DeviceScreen && now.Sub(d.SeenAt) < desk.Lost {
				d.ID = strings.TrimPrefix(d.ID, own(personID, ""))
				list = append(list, d)
			}
		}
	}
	slices.SortFunc(list, func(a, b desk.Device) int { return strings.Compare(a.ID, b.ID) })
	return list
}

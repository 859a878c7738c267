package memstore

import (
	"cmp"
	"slices"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// belfry are the tables of the bell.
type belfry struct {
	alerts map[string]alert
	rings  map[string][]store.Ring    // by alert
	heard  map[hearing]time.Time      // who confirmed what, when
	checks map[pair]store.DeviceCheck // person, device
	calls  map[calling]store.Call
	drills map[drilling]store.Drill
	sheets map[string]store.Sheet
}

// alert is a row with when it was last written.
type alert struct {
	store.Alert
	changed time.Time
}

type hearing struct {
	alert, person, device string
	kind                  store.ConfirmationKind
}

type calling struct {
	alert       string
	round, step int
}

type drilling struct {
	property string
	at       int64
}

func newBelfry() belfry {
	return belfry{
		alerts: map[string]alert{}, rings: map[string][]store.Ring{}, heard: map[hearing]time.Time{},
		checks: map[pair]store.DeviceCheck{}, calls: map[calling]store.Call{}, drills: map[drilling]store.Drill{},
		sheets: map[string]store.Sheet{},
	}
}

// CreateAlert implements store.Bell.
func (t *tx) CreateAlert(a store.Alert) error {
	if err := t.writable(); err != nil {
		return err
	}
	if _, exists := t.d.alerts[a.ID]; exists {
		return desk.ErrChanged
	}
	open, err := t.AlertsOf(a.ConversationID)
	if err != nil {
		return err
	}
	for _, o := range open {
		if a.Open() && (o.Kind == a.Kind || o.Kind.OfRequest() && a.Kind.OfRequest()) {
			return desk.ErrChanged
		}
	}
	put(t, t.d.alerts, a.ID, alert{a, t.Now()})
	return nil
}

// UpdateAlert implements store.Bell.
func (t *tx) UpdateAlert(a store.Alert) error {
	if err := t.writable(); err != nil {
		return err
	}
	old, ok := t.d.alerts[a.ID]
	if !ok || old.Version != a.Version {
		return desk.ErrChanged
	}
	a.ConversationID, a.PropertyID, a.OpenedAt = old.ConversationID, old.PropertyID, old.OpenedAt
	a.Version++
	put(t, t.d.alerts, a.ID, alert{a, t.Now()})
	return nil
}

// Alert implements store.Bell.
func (t *tx) Alert(id string) (store.Alert, error) {
	a, err := get(t.d.alerts, id)
	return a.Alert, err
}

// alertsBy lists the alerts that keep keeps, in the given order; equal ones by their id.
func (t *tx) alertsBy(keep func(alert) bool, order func(a, b alert) int) ([]store.Alert, error) {
	var out []store.Alert
	for _, a := range values(t.d.alerts, keep, func(a, b alert) int { return cmp.Or(order(a, b), compare(a.ID, b.ID)) }) {
		out = append(out, a.Alert)
	}
	return out, nil
}

func byOpening(a, b alert) int { return a.OpenedAt.Compare(b.OpenedAt) }

// Alerts implements store.Bell.
func (t *tx) Alerts(ids []string) ([]store.Alert, error) {
	return t.alertsBy(func(a alert) bool { return slices.Contains(ids, a.ID) }, byOpening)
}

// OpenAlerts implements store.Bell.
func (t *tx) OpenAlerts(propertyIDs []string) ([]store.Alert, error) {
	return t.alertsBy(func(a alert) bool {
		return a.Open() && a.ConversationID != "" && slices.Contains(propertyIDs, a.PropertyID)
	}, byOpening)
}

// AlertsOf implements store.Bell.
func (t *tx) AlertsOf(conversationID string) ([]store.Alert, error) {
	return t.alertsBy(func(a alert) bool {
		return a.Open() && conversationID != "" && a.ConversationID == conversationID
	}, func(a, b alert) int {
		switch {
		case a.Kind.OfRequest() == b.Kind.OfRequest():
			return 0
		case a.Kind.OfRequest():
			return -1
		}
		return 1
	})
}

// EndedAlerts implements store.Bell.
func (t *tx) EndedAlerts(propertyIDs []string, since time.Time) ([]store.Alert, error) {
	out, err := t.alertsBy(func(a alert) bool {
		return !a.Open() && !a.EndedAt.Before(since) && a.ConversationID != "" && slices.Contains(propertyIDs, a.PropertyID)
	}, func(a, b alert) int { return cmp.Or(b.EndedAt.Compare(a.EndedAt), compare(b.ID, a.ID)) })
	return out[:min(len(out), 500)], err
}

// ChangedAlerts implements store.Bell.
func (t *tx) ChangedAlerts(since time.Time) ([]store.Alert, error) {
	return t.alertsBy(func(a alert) bool { return !a.changed.Before(since) }, func(a, b alert) int { return a.changed.Compare(b.changed) })
}

// DueAlerts implements store.Bell.
func (t *tx) DueAlerts(now time.Time, limit int) ([]store.Alert, error) {
	out, err := t.alertsBy(func(a alert) bool { return !a.NextAt.IsZero() && !a.NextAt.After(now) },
		func(a, b alert) int { return a.NextAt.Compare(b.NextAt) })
	return out[:min(len(out), store.Clamp(limit, 100, 1000))], err
}

// NextAlert implements store.Bell.
func (t *tx) NextAlert() (next time.Time, _ error) {
	for _, a := range t.d.alerts {
		next = earlier(next, a.NextAt)
	}
	return next, nil
}

// earlier is the earlier of two times that are not zero.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// CreateRing implements store.Bell.
func (t *tx) CreateRing(r store.Ring) error {
	if err := t.writable(); err != nil {
		return err
	}
	if _, ok := t.d.alerts[r.AlertID]; !ok {
		return desk.ErrNotFound
	}
	r.People = slices.Clone(r.People)
	put(t, t.d.rings, r.AlertID, append(slices.Clip(t.d.rings[r.AlertID]), r))
	return nil
}

// Rings implements store.Bell.
func (t *tx) Rings(alertIDs []string) ([]store.Ring, error) {
	var out []store.Ring
	for _, id := range alertIDs {
		out = append(out, t.d.rings[id]...)
	}
	slices.SortStableFunc(out, func(a, b store.Ring) int { return a.At.Compare(b.At) })
	return out, nil
}

// Called implements store.Bell.
func (t *tx) Called(personID string, alertIDs []string) ([]string, error) {
	var out []string
	for _, id := range alertIDs {
		if slices.ContainsFunc(t.d.rings[id], func(r store.Ring) bool { return slices.Contains(r.People, personID) }) {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// Confirm implements store.Bell.
func (t *tx) Confirm(list []store.Confirmation) error {
	if err := t.writable(); err != nil {
		return err
	}
	for _, c := range list {
		if _, ok := t.d.people[c.PersonID]; !ok {
			return desk.ErrNotFound
		}
		if _, ok := t.d.alerts[c.AlertID]; !ok {
			return desk.ErrNotFound
		}
		k := hearing{c.AlertID, c.PersonID, c.DeviceID, c.Kind}
		if _, known := t.d.heard[k]; known {
			continue
		}
		put(t, t.d.heard, k, c.At)
		check := t.deviceCheck(c.PersonID, c.DeviceID)
		if c.Kind != store.ConfirmReacted && c.At.After(check.ConfirmedAt) {
			check.ConfirmedAt = c.At
			put(t, t.d.checks, pair{c.PersonID, c.DeviceID}, check)
		}
	}
	return nil
}

func (t *tx) deviceCheck(personID, deviceID string) store.DeviceCheck {
	c := t.d.checks[pair{personID, deviceID}]
	c.PersonID, c.DeviceID = personID, deviceID
	return c
}

// Confirmations implements store.Bell.
func (t *tx) Confirmations(alertID string) ([]store.Confirmation, error) {
	var out []store.Confirmation
	for k, at := range t.d.heard {
		if k.alert == alertID {
			out = append(out, store.Confirmation{AlertID: k.alert, PersonID: k.person, DeviceID: k.device, Kind: k.kind, At: at})
		}
	}
	slices.SortFunc(out, func(a, b store.Confirmation) int {
		return cmp.Or(a.At.Compare(b.At), compare(a.PersonID, b.PersonID), compare(a.DeviceID, b.DeviceID), cmp.Compare(a.Kind, b.Kind))
	})
	return out, nil
}

// SetHeard implements store.Bell.
func (t *tx) SetHeard(personID, deviceID string, heard bool, at time.Time) error {
	if err := t.writable(); err != nil {
		return err
	}
	if _, ok := t.d.people[personID]; !ok {
		return desk.ErrNotFound
	}
	check := t.deviceCheck(personID, deviceID)
	check.Heard, check.HeardAt = heard, at
	put(t, t.d.checks, pair{personID, deviceID}, check)
	return nil
}

// DeviceChecks implements store.Bell.
func (t *tx) DeviceChecks(personIDs []string) ([]store.DeviceCheck, error) {
	return values(t.d.checks, func(c store.DeviceCheck) bool { return slices.Contains(personIDs, c.PersonID) },
		func(a, b store.DeviceCheck) int {
			return cmp.Or(compare(a.PersonID, b.PersonID), compare(a.DeviceID, b.DeviceID))
		}), nil
}

// TidyBell implements store.Bell.
func (t *tx) TidyBell(before time.Time) error {
	if err := t.writable(); err != nil {
		return err
	}
	for id, a := range t.d.alerts {
		if a.ConversationID != "" || a.Open() || !a.EndedAt.Before(before) {
			continue
		}
		drop(t, t.d.alerts, id)
		drop(t, t.d.rings, id)
		for k := range t.d.heard {
			if k.alert == id {
				drop(t, t.d.heard, k)
			}
		}
	}
	for k, c := range t.d.checks {
		if c.ConfirmedAt.Before(before) && c.HeardAt.Before(before) {
			drop(t, t.d.checks, k)
		}
	}
	return nil
}

// Phones implements store.Bell.
func (t *tx) Phones(since time.Time) (map[string]bool, error) {
	ids := map[string]bool{}
	for _, s := range t.d.pushes {
		if at := t.deviceCheck(s.PersonID, s.DeviceID).ConfirmedAt; !at.IsZero() && !at.Before(since) {
			ids[s.PersonID] = true
		}
	}
	return ids, nil
}

// CreateCall implements store.Bell.
func (t *tx) CreateCall(c store.Call) error {
	if err := t.writable(); err != nil {
		return err
	}
	k := calling{c.AlertID, c.Round, c.Step}
	if _, exists := t.d.calls[k]; !exists {
		put(t, t.d.calls, k, c)
	}
	return nil
}

// ClaimCalls implements store.Bell.
func (t *tx) ClaimCalls(now, until time.Time, limit int) ([]store.Call, error) {
	if err := t.writable(); err != nil {
		return nil, err
	}
	due := values(t.d.calls, func(c store.Call) bool { return !c.NextAt.IsZero() && !c.NextAt.After(now) },
		func(a, b store.Call) int {
			return cmp.Or(a.NextAt.Compare(b.NextAt), compare(a.AlertID, b.AlertID), cmp.Compare(a.Round, b.Round), cmp.Compare(a.Step, b.Step))
		})
	due = due[:min(len(due), store.Clamp(limit, 20, 200))]
	for i := range due {
		due[i].NextAt = until
		due[i].Attempts++
		put(t, t.d.calls, calling{due[i].AlertID, due[i].Round, due[i].Step}, due[i])
	}
	return due, nil
}

// SettleCall implements store.Bell.
func (t *tx) SettleCall(c store.Call) error {
	if err := t.writable(); err != nil {
		return err
	}
	k := calling{c.AlertID, c.Round, c.Step}
	if old, ok := t.d.calls[k]; ok && old.Attempts == c.Attempts {
		put(t, t.d.calls, k, c)
	}
	return nil
}

// NextCall implements store.Bell.
func (t *tx) NextCall() (next time.Time, _ error) {
	for _, c := range t.d.calls {
		next = earlier(next, c.NextAt)
	}
	return next, nil
}

// CreateDrill implements store.Bell.
func (t *tx) CreateDrill(d store.Drill) error {
	if err := t.writable(); err != nil {
		return err
	}
	k := drilling{d.PropertyID, d.IntervalAt.UnixMilli()}
	if _, exists := t.d.drills[k]; exists {
		return desk.ErrChanged
	}
	put(t, t.d.drills, k, d)
	return nil
}

// UpdateDrill implements store.Bell.
func (t *tx) UpdateDrill(d store.Drill) error {
	if err := t.writable(); err != nil {
		return err
	}
	k := drilling{d.PropertyID, d.IntervalAt.UnixMilli()}
	old, ok := t.d.drills[k]
	if !ok {
		return desk.ErrNotFound
	}
	old.DoneAt, old.Tested, old.Silent = d.DoneAt, d.Tested, slices.Clone(d.Silent)
	put(t, t.d.drills, k, old)
	return nil
}

// Drills implements store.Bell.
func (t *tx) Drills(propertyIDs []string, limit int) ([]store.Drill, error) {
	out := values(t.d.drills, func(d store.Drill) bool { return slices.Contains(propertyIDs, d.PropertyID) },
		func(a, b store.Drill) int { return cmp.Or(b.At.Compare(a.At), compare(a.PropertyID, b.PropertyID)) })
	return out[:min(len(out), store.Clamp(limit, 20, 200))], nil
}

// PutSheet implements store.Bell.
func (t *tx) PutSheet(s store.Sheet) error {
	if err := t.writable(); err != nil {
		return err
	}
	s.PropertyIDs, s.Lines = slices.Clone(s.PropertyIDs), slices.Clone(s.Lines)
	put(t, t.d.sheets, s.ID, s)
	return nil
}

// Sheets implements store.Bell.
func (t *tx) Sheets(since time.Time, limit int) ([]store.Sheet, error) {
	out := values(t.d.sheets, func(s store.Sheet) bool { return !s.At.Before(since) },
		func(a, b store.Sheet) int { return cmp.Or(b.At.Compare(a.At), compare(b.ID, a.ID)) })
	return out[:min(len(out), store.Clamp(limit, 50, 500))], nil
}

// PeopleOf implements store.Bell.
func (t *tx) PeopleOf(propertyID string) ([]desk.Person, error) {
	out := values(t.d.people, func(p desk.Person) bool { return p.Active && p.Sees(propertyID) },
		func(a, b desk.Person) int { return compare(a.ID, b.ID) })
	for i, p := range out {
		out[i] = desk.Person{ID: p.ID, Email: p.Email, Name: p.Name, Role: p.Role, Duty: p.Duty, DutyUntil: p.DutyUntil, Held: p.Held,
			Active: true, PropertyIDs: []string{propertyID}}
	}
	return out, nil
}

// EndDuties implements store.Bell.
func (t *tx) EndDuties(now time.Time) ([]string, error) {
	if err := t.writable(); err != nil {
		return nil, err
	}
	var ids []string
	for id, p := range t.d.people {
		if !p.DutyUntil.IsZero() && !p.DutyUntil.After(now) {
			p.Duty, p.DutyUntil = desk.DutyAway, time.Time{}
			put(t, t.d.people, id, p)
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids, nil
}

// NextDutyEnd implements store.Bell.
func (t *tx) NextDutyEnd() (next time.Time, _ error) {
	for _, p := range t.d.people {
		next = earlier(next, p.DutyUntil)
	}
	return next, nil
}

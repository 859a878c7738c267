package sqlstore

import (
	"slices"
	"strings"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

const alertQuery = `SELECT id, conversation_id, property_id, kind, round, step, opened_at, round_at, heard_at, reacted_at,
	unheard_at, round_heard_at, next_at, ended_at, ending, doc, version FROM alerts`

func scanAlert(rows cursor) (store.Alert, error) {
	var a store.Alert
	err := rows.Scan(&a.ID, &a.ConversationID, &a.PropertyID, (*string)(&a.Kind), &a.Round, &a.Step, (*stamp)(&a.OpenedAt),
		(*stamp)(&a.RoundAt), (*stamp)(&a.HeardAt), (*stamp)(&a.ReactedAt), (*stamp)(&a.UnheardAt), (*stamp)(&a.RoundHeardAt), (*stamp)(&a.NextAt),
		(*stamp)(&a.EndedAt), &a.End, doc{&a.Doc}, &a.Version)
	return a, err
}

// CreateAlert implements store.Bell.
func (t *tx) CreateAlert(a store.Alert) error {
	t.Tell(store.Hint{Kind: store.HintAlert, ID: a.ID, Seq: a.Version})
	return t.must(desk.ErrChanged, `INSERT INTO alerts (id, conversation_id, property_id, kind, round, step, opened_at, round_at,
			heard_at, reacted_at, unheard_at, round_heard_at, next_at, ended_at, ending, doc, version, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) ON CONFLICT DO NOTHING`,
		a.ID, a.ConversationID, a.PropertyID, string(a.Kind), int64(a.Round), int64(a.Step), ms(a.OpenedAt), ms(a.RoundAt),
		ms(a.HeardAt), ms(a.ReactedAt), ms(a.UnheardAt), ms(a.RoundHeardAt), ms(a.NextAt), ms(a.EndedAt), a.End, asDoc(a.Doc), a.Version, ms(t.Now()))
}

// UpdateAlert implements store.Bell.
func (t *tx) UpdateAlert(a store.Alert) error {
	t.Tell(store.Hint{Kind: store.HintAlert, ID: a.ID, Seq: a.Version + 1})
	return t.must(desk.ErrChanged, `UPDATE alerts SET kind = $3, round = $4, step = $5, round_at = $6, heard_at = $7,
			reacted_at = $8, unheard_at = $9, next_at = $10, ended_at = $11, ending = $12, doc = $13, version = $2 + 1, changed_at = $14, round_heard_at = $15
		WHERE id = $1 AND version = $2`,
		a.ID, a.Version, string(a.Kind), int64(a.Round), int64(a.Step), ms(a.RoundAt), ms(a.HeardAt), ms(a.ReactedAt),
		ms(a.UnheardAt), ms(a.NextAt), ms(a.EndedAt), a.End, asDoc(a.Doc), ms(t.Now()), ms(a.RoundHeardAt))
}

// Alert implements store.Bell.
func (t *tx) Alert(id string) (store.Alert, error) {
	return first(t, alertQuery+` WHERE id = $1`, with(id), scanAlert)
}

// Alerts implements store.Bell.
func (t *tx) Alerts(ids []string) ([]store.Alert, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return all(t, alertQuery+` WHERE id IN `+t.d.list("$1"), with(asList(ids)), scanAlert)
}

const openAlerts = alertQuery + ` WHERE ended_at = 0 AND conversation_id <> '' AND property_id IN `

// OpenAlerts implements store.Bell.
func (t *tx) OpenAlerts(propertyIDs []string) ([]store.Alert, error) {
	return all(t, openAlerts+t.d.list("$1")+` ORDER BY opened_at, id`, with(asList(propertyIDs)), scanAlert)
}

const (
	ringingOf = alertQuery + ` WHERE conversation_id = $1 AND ended_at = 0 AND kind IN ('person', 'transfer', 'emergency')`
	alarmOf   = alertQuery + ` WHERE conversation_id = $1 AND ended_at = 0 AND kind IN ('alarm', 'attention')`
)

// AlertsOf implements store.Bell. Two statements, because each goes along an index of its own.
func (t *tx) AlertsOf(conversationID string) ([]store.Alert, error) {
	found, err := all(t, ringingOf, with(conversationID), scanAlert)
	if err != nil {
		return nil, err
	}
	alarms, err := all(t, alarmOf, with(conversationID), scanAlert)
	slices.SortFunc(alarms, func(a, b store.Alert) int { return strings.Compare(a.ID, b.ID) }) // two at most: an index spares no sort
	return append(found, alarms...), err
}

const endedAlerts = alertQuery + ` WHERE conversation_id <> '' AND ended_at >= $2 AND ended_at > 0 AND property_id IN `

// EndedAlerts implements store.Bell.
func (t *tx) EndedAlerts(propertyIDs []string, since time.Time) ([]store.Alert, error) {
	return all(t, endedAlerts+t.d.list("$1")+` ORDER BY ended_at DESC, id DESC LIMIT 500`, with(asList(propertyIDs), ms(since)), scanAlert)
}

// ChangedAlerts implements store.Bell.
func (t *tx) ChangedAlerts(since time.Time) ([]store.Alert, error) {
	return all(t, alertQuery+` WHERE changed_at >= $1 ORDER BY changed_at, id`, with(ms(since)), scanAlert)
}

const dueAlerts = alertQuery + ` WHERE next_at > 0 AND next_at <= $1 ORDER BY next_at, id LIMIT $2 + 0`

// DueAlerts implements store.Bell.
func (t *tx) DueAlerts(now time.Time, limit int) ([]store.Alert, error) {
	return all(t, dueAlerts, with(ms(now), int64(store.Clamp(limit, 100, 1000))), scanAlert)
}

// NextAlert implements store.Bell.
func (t *tx) NextAlert() (time.Time, error) {
	return t.earliest(`SELECT COALESCE(MIN(next_at), 0) FROM alerts WHERE next_at > 0`)
}

// CreateRing implements store.Bell.
func (t *tx) CreateRing(r store.Ring) error {
	return t.run(`INSERT INTO rings (alert_id, round, step, at, people) VALUES ($1, $2, $3, $4, $5)`,
		r.AlertID, int64(r.Round), int64(r.Step), ms(r.At), asList(r.People))
}

// Rings implements store.Bell.
func (t *tx) Rings(alertIDs []string) ([]store.Ring, error) {
	if len(alertIDs) == 0 {
		return nil, nil
	}
	return all(t, `SELECT alert_id, round, step, at, people FROM rings WHERE alert_id IN `+t.d.list("$1")+` ORDER BY n`,
		with(asList(alertIDs)), func(rows cursor) (store.Ring, error) {
			var r store.Ring
			err := rows.Scan(&r.AlertID, &r.Round, &r.Step, (*stamp)(&r.At), doc{&r.People})
			return r, err
		})
}

// Called implements store.Bell. A ring's people are a list of quoted ids, and no id holds a quote.
func (t *tx) Called(personID string, alertIDs []string) ([]string, error) {
	if len(alertIDs) == 0 {
		return nil, nil
	}
	return all(t, `SELECT DISTINCT alert_id FROM rings WHERE alert_id IN `+t.d.list("$1")+` AND people LIKE $2 ORDER BY alert_id`,
		with(asList(alertIDs), `%"`+personID+`"%`), scanText)
}

// Confirmations implements store.Bell.
func (t *tx) Confirmations(alertID string) ([]store.Confirmation, error) {
	return all(t, `SELECT alert_id, person_id, device_id, kind, at FROM confirmations WHERE alert_id = $1
		ORDER BY at, person_id, device_id, kind`, with(alertID), func(rows cursor) (store.Confirmation, error) {
		var c store.Confirmation
		err := rows.Scan(&c.AlertID, &c.PersonID, &c.DeviceID, (*string)(&c.Kind), (*stamp)(&c.At))
		return c, err
	})
}

// SetHeard implements store.Bell.
func (t *tx) SetHeard(personID, deviceID string, heard bool, at time.Time) error {
	return t.run(`INSERT INTO device_checks (person_id, device_id, confirmed_at, heard, heard_at) VALUES ($1, $2, 0, $3, $4)
		ON CONFLICT (person_id, device_id) DO UPDATE SET heard = excluded.heard, heard_at = excluded.heard_at`,
		personID, deviceID, bit(heard), ms(at))
}

// DeviceChecks implements store.Bell.
func (t *tx) DeviceChecks(personIDs []string) ([]store.DeviceCheck, error) {
	return all(t, `SELECT person_id, device_id, confirmed_at, heard, heard_at FROM device_checks WHERE person_id IN `+t.d.list("$1")+`
		ORDER BY person_id, device_id`, with(asList(personIDs)), func(rows cursor) (store.DeviceCheck, error) {
		var c store.DeviceCheck
		err := rows.Scan(&c.PersonID, &c.DeviceID, (*stamp)(&c.ConfirmedAt), (*flag)(&c.Heard), (*stamp)(&c.HeardAt))
		return c, err
	})
}

// TidyBell implements store.Bell.
func (t *tx) TidyBell(before time.Time) error {
	const old = ` IN (SELECT id FROM alerts WHERE conversation_id = '' AND ended_at > 0 AND ended_at < $1)`
	for _, table := range []string{`rings WHERE alert_id` + old, `confirmations WHERE alert_id` + old, `alerts WHERE id` + old,
		`device_checks WHERE confirmed_at < $1 AND heard_at < $1`} {
		if err := t.run(`DELETE FROM `+table, ms(before)); err != nil {
			return err
		}
	}
	return nil
}

// Phones implements store.Bell.
func (t *tx) Phones(since time.Time) (map[string]bool, error) {
	ids, err := all(t, `SELECT DISTINCT s.person_id FROM push_subscriptions s
		JOIN device_checks c ON c.person_id = s.person_id AND c.device_id = s.device_id
		WHERE c.confirmed_at > 0 AND c.confirmed_at >= $1`, with(ms(since)), scanText)
	return setOf(ids), err
}

func setOf(ids []string) map[string]bool {
	m := make(map[string]bool, len(ids))
	for _, id := range ids {
		m[id] = true
	}
	return m
}

func scanCall(rows cursor) (store.Call, error) {
	var c store.Call
	err := rows.Scan(&c.AlertID, &c.Round, &c.Step, (*stamp)(&c.NextAt), &c.Attempts, (*stamp)(&c.DoneAt), &c.Detail)
	return c, err
}

// CreateCall implements store.Bell.
func (t *tx) CreateCall(c store.Call) error {
	return t.run(`INSERT INTO calls (alert_id, round, step, next_at, attempts, done_at, detail) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT DO NOTHING`, c.AlertID, int64(c.Round), int64(c.Step), ms(c.NextAt), int64(c.Attempts), ms(c.DoneAt), c.Detail)
}

// ClaimCalls implements store.Bell.
func (t *tx) ClaimCalls(now, until time.Time, limit int) ([]store.Call, error) {
	return all(t, `UPDATE calls SET next_at = $2, attempts = attempts + 1 WHERE (alert_id, round, step) IN (
			SELECT alert_id, round, step FROM calls WHERE next_at > 0 AND next_at <= $1
			ORDER BY next_at, alert_id, round, step LIMIT $3 + 0`+t.d.skipLocked+`)
		RETURNING alert_id, round, step, next_at, attempts, done_at, detail`,
		with(ms(now), ms(until), int64(store.Clamp(limit, 20, 200))), scanCall)
}

// SettleCall implements store.Bell.
func (t *tx) SettleCall(c store.Call) error {
	return t.run(`UPDATE calls SET next_at = $5, done_at = $6, detail = $7
		WHERE alert_id = $1 AND round = $2 AND step = $3 AND attempts = $4`,
		c.AlertID, int64(c.Round), int64(c.Step), int64(c.Attempts), ms(c.NextAt), ms(c.DoneAt), c.Detail)
}

// NextCall implements store.Bell.
func (t *tx) NextCall() (time.Time, error) {
	return t.earliest(`SELECT COALESCE(MIN(next_at), 0) FROM calls WHERE next_at > 0`)
}

// CreateDrill implements store.Bell.
func (t *tx) CreateDrill(d store.Drill) error {
	return t.must(desk.ErrChanged, `INSERT INTO drills (property_id, interval_at, alert_id, at, done_at, tested, silent)
		VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
		d.PropertyID, ms(d.IntervalAt), d.AlertID, ms(d.At), ms(d.DoneAt), int64(d.Tested), asDoc(d.Silent))
}

// UpdateDrill implements store.Bell.
func (t *tx) UpdateDrill(d store.Drill) error {
	return t.must(desk.ErrNotFound, `UPDATE drills SET done_at = $3, tested = $4, silent = $5
		WHERE property_id = $1 AND interval_at = $2`, d.PropertyID, ms(d.IntervalAt), ms(d.DoneAt), int64(d.Tested), asDoc(d.Silent))
}

// Drills implements store.Bell.
func (t *tx) Drills(propertyIDs []string, limit int) ([]store.Drill, error) {
	return all(t, `SELECT property_id, interval_at, alert_id, at, done_at, tested, silent FROM drills
		WHERE property_id IN `+t.d.list("$1")+` ORDER BY at DESC, property_id LIMIT $2 + 0`,
		with(asList(propertyIDs), int64(store.Clamp(limit, 20, 200))), func(rows cursor) (store.Drill, error) {
			var d store.Drill
			err := rows.Scan(&d.PropertyID, (*stamp)(&d.IntervalAt), &d.AlertID, (*stamp)(&d.At), (*stamp)(&d.DoneAt), &d.Tested, doc{&d.Silent})
			return d, err
		})
}

// PutSheet implements store.Bell.
func (t *tx) PutSheet(s store.Sheet) error {
	return t.run(`INSERT INTO sheets (id, person_id, at, note, property_ids, lines) VALUES ($1, $2, $3, $4, $5, $6)`,
		s.ID, s.PersonID, ms(s.At), s.Note, asList(s.PropertyIDs), asDoc(s.Lines))
}

// Sheets implements store.Bell.
func (t *tx) Sheets(since time.Time, limit int) ([]store.Sheet, error) {
	return all(t, `SELECT id, person_id, at, note, property_ids, lines FROM sheets WHERE at >= $1
		ORDER BY at DESC, id DESC LIMIT $2 + 0`, with(ms(since), int64(store.Clamp(limit, 50, 500))),
		func(rows cursor) (store.Sheet, error) {
			var s store.Sheet
			err := rows.Scan(&s.ID, &s.PersonID, (*stamp)(&s.At), &s.Note, doc{&s.PropertyIDs}, doc{&s.Lines})
			return s, err
		})
}

// PeopleOf implements store.Bell.
func (t *tx) PeopleOf(propertyID string) ([]desk.Person, error) {
	only := []string{propertyID}
	return all(t, `SELECT p.id, p.email, p.name, p.role, p.duty, p.duty_until, p.held FROM people p
		WHERE p.active = 1 AND (p.role = 'operator'
			OR EXISTS (SELECT 1 FROM person_properties pp WHERE pp.person_id = p.id AND pp.property_id = $1))
		ORDER BY p.id`, with(propertyID), func(rows cursor) (desk.Person, error) {
		p := desk.Person{Active: true, PropertyIDs: only}
		err := rows.Scan(&p.ID, &p.Email, &p.Name, (*string)(&p.Role), (*string)(&p.Duty), (*stamp)(&p.DutyUntil), &p.Held)
		return p, err
	})
}

// EndDuties implements store.Bell.
func (t *tx) EndDuties(now time.Time) ([]string, error) {
	ended, err := all(t, `UPDATE people SET duty = 'away', duty_until = 0 WHERE duty_until > 0 AND duty_until <= $1
		RETURNING id`, with(ms(now)), scanText)
	for _, id := range ended {
		t.Tell(store.Hint{Kind: store.HintPerson, ID: id})
	}
	return ended, err
}

// NextDutyEnd implements store.Bell.
func (t *tx) NextDutyEnd() (time.Time, error) {
	return t.earliest(`SELECT COALESCE(MIN(duty_until), 0) FROM people WHERE duty_until > 0`)
}

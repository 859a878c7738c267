package sqlstore

import (
	"slices"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// DueTimers implements store.Work.
func (t *tx) DueTimers(now time.Time, limit int) ([]store.Due, error) {
	return all(t, `SELECT conversation_id, kind, armed_for, due_at FROM timers WHERE due_at <= $1
		ORDER BY due_at, conversation_id, kind LIMIT $2 + 0`, with(ms(now), int64(store.Clamp(limit, 100, 1000))),
		func(rows cursor) (store.Due, error) {
			var d store.Due
			err := rows.Scan(&d.ConversationID, (*string)(&d.Timer.Kind), &d.Timer.For, (*stamp)(&d.Timer.DueAt))
			return d, err
		})
}

// NextTimer implements store.Work.
func (t *tx) NextTimer() (time.Time, error) {
	return t.earliest(`SELECT COALESCE(MIN(due_at), 0) FROM timers`)
}

func (t *tx) earliest(query string) (time.Time, error) {
	var at time.Time
	err := t.one(query, nil, (*stamp)(&at))
	return at, err
}

// PostponeOverdue implements store.Work.
func (t *tx) PostponeOverdue(now time.Time) (int, error) {
	t.saved.changes("")
	type armed struct {
		id     string
		timers []desk.Timer
	}
	until := now.Add(desk.OverdueGrace)
	found, err := all(t, `SELECT c.id, c.timers FROM conversations c
		WHERE c.id IN (SELECT conversation_id FROM timers WHERE due_at < $1)`, with(ms(until)),
		func(rows cursor) (armed, error) {
			var a armed
			err := rows.Scan(&a.id, doc{&a.timers})
			return a, err
		})
	if err != nil {
		return 0, err
	}
	moved := 0
	for _, a := range found {
		before := slices.Clone(a.timers)
		for i, timer := range a.timers {
			if timer.Kind.Expires() && timer.DueAt.Before(until) {
				a.timers[i].DueAt = until
				moved++
			}
		}
		if slices.Equal(before, a.timers) {
			continue
		}
		if err := t.run(`UPDATE conversations SET timers = $2 WHERE id = $1`, a.id, timersDoc(a.timers)); err != nil {
			return 0, err
		}
		if err := t.saveTimers(a.id, before, a.timers); err != nil {
			return 0, err
		}
	}
	return moved, nil
}

// DropTimer implements store.Work.
func (t *tx) DropTimer(conversationID string, timer desk.Timer) error {
	t.saved.changes(conversationID)
	var timers []desk.Timer
	if err := t.one(`SELECT timers FROM conversations WHERE id = $1`, with(conversationID), doc{&timers}); err != nil {
		return err
	}
	left := slices.DeleteFunc(slices.Clone(timers), func(o desk.Timer) bool {
		return o.Kind == timer.Kind && o.For == timer.For && o.DueAt.Equal(timer.DueAt)
	})
	if len(left) < len(timers) {
		if err := t.run(`UPDATE conversations SET timers = $2 WHERE id = $1`, conversationID, timersDoc(left)); err != nil {
			return err
		}
	}
	return t.run(`DELETE FROM timers WHERE conversation_id = $1 AND kind = $2 AND armed_for = $3 AND due_at = $4`,
		conversationID, string(timer.Kind), timer.For, ms(timer.DueAt))
}

// ClaimTurns implements store.Work.
func (t *tx) ClaimTurns(owner string, now, until time.Time, limit int) ([]store.Owed, error) {
	owed, err := all(t, `UPDATE turns SET lease_owner = $1, lease_until = $2 WHERE id IN (
			SELECT id FROM turns WHERE ending = '' AND lease_until <= $3 AND not_before <= $3
			ORDER BY owed_at, id LIMIT $4 + 0`+t.d.skipLocked+`)
		RETURNING conversation_id, doc`, with(owner, ms(until), ms(now), int64(store.Clamp(limit, 100, 1000))),
		func(rows cursor) (store.Owed, error) {
			var o store.Owed
			err := rows.Scan(&o.ConversationID, doc{&o.Turn})
			return o, err
		})
	slices.SortFunc(owed, func(a, b store.Owed) int { return a.Turn.OwedAt.Compare(b.Turn.OwedAt) })
	return owed, err
}

// ClaimTurn implements store.Work.
func (t *tx) ClaimTurn(turnID, owner string, now, until time.Time) (bool, error) {
	n, err := t.exec(`UPDATE turns SET lease_owner = $2, lease_until = $4
		WHERE id = $1 AND ending = '' AND lease_until <= $3 AND not_before <= $3`, turnID, owner, ms(now), ms(until))
	return n > 0, err
}

// ReleaseTurn implements store.Work.
func (t *tx) ReleaseTurn(turnID, owner string) error {
	return t.run(`UPDATE turns SET lease_owner = '', lease_until = 0 WHERE id = $1 AND lease_owner = $2`, turnID, owner)
}

// RenewTurns implements store.Work.
func (t *tx) RenewTurns(owner string, turnIDs []string, until time.Time) error {
	for _, id := range turnIDs {
		if err := t.run(`UPDATE turns SET lease_until = $3 WHERE id = $1 AND lease_owner = $2`, id, owner, ms(until)); err != nil {
			return err
		}
	}
	return nil
}

// ReleaseTurns implements store.Work.
func (t *tx) ReleaseTurns() error {
	return t.run(`UPDATE turns SET lease_owner = '', lease_until = 0 WHERE ending = '' AND lease_until > 0`)
}

// NextTurn implements store.Work.
func (t *tx) NextTurn() (time.Time, error) {
	return t.earliest(`SELECT COALESCE(MIN(CASE
			WHEN lease_until > owed_at AND lease_until > not_before THEN lease_until
			WHEN not_before > owed_at THEN not_before ELSE owed_at END), 0) FROM turns WHERE ending = ''`)
}

// PutDevices implements store.Presence.
func (t *tx) PutDevices(devices []desk.Device) error {
	for _, d := range devices {
		n, err := t.exec(`UPDATE people SET last_seen_at = CASE WHEN last_seen_at > $2 THEN last_seen_at ELSE $2 END
			WHERE id = $1`, d.PersonID, ms(d.SeenAt))
		if err != nil {
			return err
		}
		if n == 0 { // the person is gone; the other devices count all the same
			continue
		}
		if err := t.run(`INSERT INTO devices (id, person_id, kind, sound, visible, seen_at, name, says) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
			ON CONFLICT (id) DO UPDATE SET person_id = excluded.person_id, kind = excluded.kind, sound = excluded.sound,
				visible = excluded.visible, seen_at = excluded.seen_at, name = excluded.name, says = excluded.says`,
			d.ID, d.PersonID, string(d.Kind), bit(d.Sound), bit(d.Visible), ms(d.SeenAt), d.Name, asDoc(d.Says)); err != nil {
			return err
		}
	}
	return nil
}

// DropDevice implements store.Presence.
func (t *tx) DropDevice(deviceID, personID string) error {
	return t.run(`DELETE FROM devices WHERE id = $1 AND person_id = $2`, deviceID, personID)
}

const deviceQuery = `SELECT id, person_id, kind, sound, visible, seen_at, name, says FROM devices`

func scanDevice(rows cursor) (desk.Device, error) {
	var d desk.Device
	err := rows.Scan(&d.ID, &d.PersonID, (*string)(&d.Kind), (*flag)(&d.Sound), (*flag)(&d.Visible), (*stamp)(&d.SeenAt), &d.Name, doc{&d.Says})
	return d, err
}

// Devices implements store.Presence.
func (t *tx) Devices(personID string) ([]desk.Device, error) {
	return all(t, deviceQuery+` WHERE person_id = $1 ORDER BY id`, with(personID), scanDevice)
}

// DevicesSince implements store.Presence.
func (t *tx) DevicesSince(at time.Time) ([]desk.Device, error) {
	return all(t, deviceQuery+` WHERE seen_at >= $1 ORDER BY id`, with(ms(at)), scanDevice)
}

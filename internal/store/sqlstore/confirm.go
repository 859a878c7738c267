package sqlstore

import (
	"encoding/json"

	"deskbell/internal/store"
)

// confirmed takes the confirmations out of the JSON array in $1. A hundred screens confirm each ring within one
// moment: a statement of its own for each of them would hold the writer up for longer than the ring took.
func (d *dialect) confirmed() string {
	if d == postgresDialect {
		return `SELECT v->>0, v->>1, v->>2, v->>3, CAST(v->>4 AS BIGINT) FROM json_array_elements($1::json) AS v`
	}
	return `SELECT value->>0, value->>1, value->>2, value->>3, value->>4 FROM json_each($1) WHERE true`
}

// Confirm implements store.Bell.
func (t *tx) Confirm(list []store.Confirmation) error {
	if len(list) == 0 {
		return nil
	}
	rows := make([][5]any, len(list))
	for i, c := range list {
		rows[i] = [5]any{c.AlertID, c.PersonID, c.DeviceID, string(c.Kind), ms(c.At)}
	}
	array, err := json.Marshal(rows)
	if err != nil {
		return err
	}
	type device struct{ person, device string }
	proved := map[device]int64{}
	err = t.each(`INSERT INTO confirmations (alert_id, person_id, device_id, kind, at) `+t.d.confirmed()+`
		ON CONFLICT DO NOTHING RETURNING person_id, device_id, kind, at`, with(string(array)), func(rows cursor) error {
		var by device
		var kind string
		var at int64
		err := rows.Scan(&by.person, &by.device, &kind, &at)
		if kind != string(store.ConfirmReacted) { // whoever reacts has seen a card: it proves no device
			proved[by] = max(proved[by], at)
		}
		return err
	})
	for by, at := range proved {
		if err != nil {
			break
		}
		err = t.run(`INSERT INTO device_checks (person_id, device_id, confirmed_at, heard, heard_at) VALUES ($1, $2, $3, 0, 0)
			ON CONFLICT (person_id, device_id) DO UPDATE SET confirmed_at = excluded.confirmed_at
			WHERE excluded.confirmed_at > device_checks.confirmed_at`, by.person, by.device, at)
	}
	return err
}

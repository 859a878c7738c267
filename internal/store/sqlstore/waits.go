package sqlstore

import (
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// At property $1, since $2, at most $3. CROSS JOIN as in the reports.
const acceptedWaits = `SELECT r.doc FROM requests r CROSS JOIN conversations c
	WHERE r.property_id = $1 AND r.opened_at >= $2 AND r.kind = 'person' AND r.ending = 'accepted'
	AND c.id = r.conversation_id AND c.test = 0
	ORDER BY r.opened_at DESC, r.id DESC LIMIT $3 + 0`

// AcceptedWaits implements store.Waits.
func (t *tx) AcceptedWaits(propertyID string, since time.Time, limit int) ([]time.Duration, error) {
	list, err := all(t, acceptedWaits, with(propertyID, ms(since), int64(store.Clamp(limit, 1000, 1000))), func(rows cursor) (r desk.Request, err error) {
		return r, rows.Scan(doc{&r})
	})
	var waits []time.Duration
	for _, r := range list {
		if r.Cause == desk.CauseGuest {
			waits = append(waits, r.EndedAt.Sub(r.OpenedAt))
		}
	}
	return waits, err
}

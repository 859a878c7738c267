package sqlstore

import (
	"errors"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

const pushQuery = `SELECT id, person_id, device_id, name, language, endpoint, p256dh, auth, at FROM push_subscriptions`

func scanPush(rows cursor) (store.PushSubscription, error) {
	var s store.PushSubscription
	err := rows.Scan(&s.ID, &s.PersonID, &s.DeviceID, &s.Name, &s.Language, &s.Endpoint, &s.P256dh, &s.Auth, (*stamp)(&s.At))
	return s, err
}

// PutPushSubscription implements store.Push.
func (t *tx) PutPushSubscription(s store.PushSubscription) (store.PushSubscription, error) {
	old, err := first(t, pushQuery+` WHERE person_id = $1 AND device_id = $2`, with(s.PersonID, s.DeviceID), scanPush)
	switch {
	case err == nil:
		s.ID = old.ID
	case !errors.Is(err, desk.ErrNotFound):
		return s, err
	}
	if err := t.run(`DELETE FROM push_subscriptions WHERE endpoint = $1 AND id <> $2`, s.Endpoint, s.ID); err != nil {
		return s, err
	}
	if err := t.run(`INSERT INTO push_subscriptions (id, person_id, device_id, name, language, endpoint, p256dh, auth, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, language = excluded.language, endpoint = excluded.endpoint, p256dh = excluded.p256dh, auth = excluded.auth,
			at = excluded.at`,
		s.ID, s.PersonID, s.DeviceID, s.Name, s.Language, s.Endpoint, s.P256dh, s.Auth, ms(s.At)); err != nil {
		return s, err
	}
	return s, t.run(`DELETE FROM push_subscriptions WHERE person_id = $1 AND id <> $2 AND id NOT IN (
			SELECT id FROM push_subscriptions WHERE person_id = $1 AND id <> $2
			ORDER BY at DESC, id DESC LIMIT $3 + 0)`,
		s.PersonID, s.ID, store.MaxPushSubscriptions-1)
}

// PushSubscriptions implements store.Push.
func (t *tx) PushSubscriptions(personIDs ...string) ([]store.PushSubscription, error) {
	if len(personIDs) == 0 {
		return all(t, pushQuery+` ORDER BY person_id, device_id`, nil, scanPush)
	}
	return all(t, pushQuery+` WHERE person_id IN `+t.d.list("$1")+` ORDER BY person_id, device_id`, with(asList(personIDs)), scanPush)
}

// PushSubscription implements store.Push.
func (t *tx) PushSubscription(id string) (store.PushSubscription, error) {
	return first(t, pushQuery+` WHERE id = $1`, with(id), scanPush)
}

// DeletePushSubscription implements store.Push.
func (t *tx) DeletePushSubscription(id string) error {
	return t.run(`DELETE FROM push_subscriptions WHERE id = $1`, id)
}

// DropPushSubscriptions implements store.Push.
func (t *tx) DropPushSubscriptions(personID string) error {
	return t.run(`DELETE FROM push_subscriptions WHERE person_id = $1`, personID)
}

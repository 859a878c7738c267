package sqlstore

import (
	"errors"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// blob is how bytes are stored: none are an empty value, not NULL.
func blob(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

func (t *tx) tellChannel(id string) { t.Tell(store.Hint{Kind: store.HintChannel, ID: id}) }

const appQuery = `SELECT id, channel, name, key, sealed, made_by, created_at, verified_at, tested_at, bad_signatures, bad_signature_at FROM channel_apps`

func scanApp(rows cursor) (store.ChannelApp, error) {
	var a store.ChannelApp
	err := rows.Scan(&a.ID, (*string)(&a.Channel), &a.Name, &a.Key, &a.Sealed, &a.MadeBy, (*stamp)(&a.CreatedAt), (*stamp)(&a.VerifiedAt),
		(*stamp)(&a.TestedAt), &a.BadSignatures, (*stamp)(&a.BadSignatureAt))
	return a, err
}

// PutApp implements store.Channels.
func (t *tx) PutApp(a store.ChannelApp) error {
	t.tellChannel(a.ID)
	return t.run(`INSERT INTO channel_apps (id, channel, name, key, sealed, created_at, verified_at, tested_at, bad_signatures, bad_signature_at,
			removed_at, made_by) VALUES ($1, $2, $3, $4, $5, $6, 0, 0, 0, 0, 0, $7)`,
		a.ID, string(a.Channel), a.Name, a.Key, blob(a.Sealed), ms(a.CreatedAt), a.MadeBy)
}

// UpdateApp implements store.Channels.
func (t *tx) UpdateApp(a store.ChannelApp) error {
	t.tellChannel(a.ID)
	return t.must(desk.ErrNotFound, `UPDATE channel_apps SET name = $2, key = $3, sealed = $4 WHERE id = $1`, a.ID, a.Name, a.Key, blob(a.Sealed))
}

// NoteApp implements store.Channels.
func (t *tx) NoteApp(id string, verified, tested, forged time.Time, badSignatures int64) error {
	a, err := t.App(id)
	if err != nil {
		return err
	}
	a = a.Later(verified, tested, forged, badSignatures)
	return t.run(`UPDATE channel_apps SET verified_at = $2, tested_at = $3, bad_signatures = $4, bad_signature_at = $5 WHERE id = $1`,
		id, ms(a.VerifiedAt), ms(a.TestedAt), a.BadSignatures, ms(a.BadSignatureAt))
}

// App implements store.Channels.
func (t *tx) App(id string) (store.ChannelApp, error) {
	return first(t, appQuery+` WHERE id = $1 AND removed_at = 0`, with(id), scanApp)
}

// ListApps implements store.Channels.
func (t *tx) ListApps() ([]store.ChannelApp, error) {
	return all(t, appQuery+` WHERE removed_at = 0 ORDER BY created_at, id`, nil, scanApp)
}

// DeleteApp implements store.Channels. Accounts that were disconnected name it still: then it only loses its secrets.
func (t *tx) DeleteApp(id string) error {
	accounts, err := all(t, accountQuery+` WHERE app_id = $1`, with(id), scanAccount)
	if err != nil {
		return err
	}
	for _, a := range accounts {
		if a.RemovedAt.IsZero() {
			return store.ErrAppInUse
		}
	}
	t.tellChannel(id)
	if len(accounts) == 0 {
		return t.must(desk.ErrNotFound, `DELETE FROM channel_apps WHERE id = $1`, id)
	}
	return t.must(desk.ErrNotFound, `UPDATE channel_apps SET removed_at = $2, sealed = $3 WHERE id = $1 AND removed_at = 0`, id, ms(t.Now()), []byte{})
}

const accountQuery = `SELECT id, property_id, app_id, channel, key, keys, parent, name, route, callback, human_agent, sealed, paused,
	settings, health, created_at, removed_at FROM channel_accounts`

func scanAccount(rows cursor) (store.ChannelAccount, error) {
	var a store.ChannelAccount
	err := rows.Scan(&a.ID, &a.PropertyID, &a.AppID, (*string)(&a.Channel), &a.Key, doc{&a.Keys}, &a.Parent, &a.Name, &a.Route,
		&a.Callback, (*flag)(&a.HumanAgent), &a.Sealed, &a.Paused, doc{&a.Settings}, doc{&a.Health}, (*stamp)(&a.CreatedAt), (*stamp)(&a.RemovedAt))
	return a, err
}

// PutAccount implements store.Channels.
func (t *tx) PutAccount(a store.ChannelAccount) error {
	t.tellChannel(a.ID)
	if err := t.run(`INSERT INTO channel_accounts (id, property_id, app_id, channel, key, keys, parent, name, route, callback, human_agent,
			sealed, paused, settings, health, created_at, removed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 0)`,
		a.ID, a.PropertyID, a.AppID, string(a.Channel), a.Key, asDoc(a.Keys), a.Parent, a.Name, a.Route, a.Callback, bit(a.HumanAgent),
		blob(a.Sealed), a.Paused, asDoc(a.Settings), asDoc(a.Health), ms(a.CreatedAt)); err != nil {
		return err
	}
	return t.putKeys(a)
}

func (t *tx) putKeys(a store.ChannelAccount) error {
	for _, key := range a.AllKeys() {
		if err := t.must(store.ErrAccountTaken, `INSERT INTO channel_keys (app_id, key, account_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
			a.AppID, key, a.ID); err != nil {
			return err
		}
	}
	return nil
}

// UpdateAccount implements store.Channels.
func (t *tx) UpdateAccount(a store.ChannelAccount) error {
	t.tellChannel(a.ID)
	if err := t.must(desk.ErrNotFound, `UPDATE channel_accounts SET app_id = $2, key = $3, keys = $4, parent = $5, name = $6, route = $7, callback = $8,
			human_agent = $9, sealed = $10, paused = CASE WHEN removed_at = 0 THEN paused ELSE $11 END, settings = $12, removed_at = $13 WHERE id = $1`,
		a.ID, a.AppID, a.Key, asDoc(a.Keys), a.Parent, a.Name, a.Route, a.Callback, bit(a.HumanAgent), blob(a.Sealed), a.Paused,
		asDoc(a.Settings), ms(a.RemovedAt)); err != nil {
		return err
	}
	if err := t.run(`DELETE FROM channel_keys WHERE account_id = $1`, a.ID); err != nil || !a.RemovedAt.IsZero() {
		return err
	}
	return t.putKeys(a)
}

// Account implements store.Channels.
func (t *tx) Account(id string) (store.ChannelAccount, error) {
	return first(t, accountQuery+` WHERE id = $1`, with(id), scanAccount)
}

// AccountByKey implements store.Channels.
func (t *tx) AccountByKey(appID, key string) (store.ChannelAccount, error) {
	return first(t, accountQuery+` WHERE id = (SELECT account_id FROM channel_keys k WHERE k.app_id = $1 AND k.key = $2)`, with(appID, key), scanAccount)
}

// ListAccounts implements store.Channels.
func (t *tx) ListAccounts(propertyIDs []string) ([]store.ChannelAccount, error) {
	if propertyIDs == nil {
		return all(t, accountQuery+` WHERE removed_at = 0 ORDER BY created_at, id`, nil, scanAccount)
	}
	return all(t, accountQuery+` WHERE removed_at = 0 AND property_id IN `+t.d.list("$1")+` ORDER BY created_at, id`, with(asList(propertyIDs)), scanAccount)
}

// RemovedAccount implements store.Channels.
func (t *tx) RemovedAccount(propertyID string, ch desk.Channel, key string) (store.ChannelAccount, error) {
	return first(t, accountQuery+` WHERE property_id = $1 AND channel = $2 AND key = $3 AND removed_at <> 0 ORDER BY removed_at DESC LIMIT 1`,
		with(propertyID, string(ch), key), scanAccount)
}

// DeleteAccount implements store.Channels.
func (t *tx) DeleteAccount(id string, now time.Time) error {
	t.tellChannel(id)
	if err := t.must(desk.ErrNotFound, `UPDATE channel_accounts SET removed_at = $2, sealed = $3, paused = 'removed' WHERE id = $1 AND removed_at = 0`,
		id, ms(now), []byte{}); err != nil {
		return err
	}
	if err := t.run(`DELETE FROM channel_keys WHERE account_id = $1`, id); err != nil {
		return err
	}
	return t.run(`UPDATE deliveries SET state = 'failed', lane = 0, reason = '`+store.ReasonAccountRemoved+`', changed_at = $2
		WHERE account_id = $1 AND state = 'waiting'`, id, ms(now))
}

// PauseAccount implements store.Channels.
func (t *tx) PauseAccount(id, reason string) (bool, error) {
	n, err := t.exec(`UPDATE channel_accounts SET paused = $2 WHERE id = $1 AND paused <> $2 AND removed_at = 0`, id, reason)
	if err != nil || n == 0 {
		return false, err
	}
	t.tellChannel(id)
	if reason != "" {
		return true, nil
	}
	return true, t.run(`UPDATE deliveries SET not_before = $2 WHERE account_id = $1 AND state = 'waiting' AND not_before > $2`, id, ms(t.Now()))
}

// NoteAccount implements store.Channels.
func (t *tx) NoteAccount(id string, change func(*store.AccountHealth)) error {
	a, err := t.Account(id)
	if err != nil {
		return err
	}
	change(&a.Health)
	return t.run(`UPDATE channel_accounts SET health = $2 WHERE id = $1`, id, asDoc(a.Health))
}

// LinkIdentity implements store.Channels.
func (t *tx) LinkIdentity(accountID, externalID, contactID string) error {
	return t.run(`INSERT INTO identities (account_id, external_id, contact_id, at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (account_id, external_id) DO UPDATE SET contact_id = excluded.contact_id`, accountID, externalID, contactID, ms(t.Now()))
}

// ContactByIdentity implements store.Channels.
func (t *tx) ContactByIdentity(accountID string, externalIDs []string) ([]desk.Contact, error) {
	found := map[string]desk.Contact{}
	err := t.each(`SELECT `+contactColumns+`, i.external_id FROM identities i JOIN contacts k ON k.id = i.contact_id
		WHERE i.account_id = $1 AND i.external_id IN `+t.d.list("$2"), with(accountID, asList(externalIDs)), func(rows cursor) error {
		var c desk.Contact
		var id string
		if err := rows.Scan(append(contactInto(&c), &id)...); err != nil {
			return err
		}
		found[id] = c
		return nil
	})
	return store.InOrder(externalIDs, found), err
}

// Identities implements store.Channels.
func (t *tx) Identities(contactID string) ([]string, error) {
	return all(t, `SELECT external_id FROM identities WHERE contact_id = $1 ORDER BY at, external_id`, with(contactID), scanText)
}

// SeenEvent implements store.Channels.
func (t *tx) SeenEvent(accountID, key string) (bool, error) {
	n, err := t.exec(`INSERT INTO events_seen (account_id, key, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, accountID, key, ms(t.Now()))
	return n > 0, err
}

// CountLine implements store.Channels.
func (t *tx) CountLine(accountID, month, category string) error {
	return t.run(`INSERT INTO channel_lines (account_id, month, category, lines) VALUES ($1, $2, $3, 1)
		ON CONFLICT (account_id, month, category) DO UPDATE SET lines = channel_lines.lines + 1`, accountID, month, category)
}

// LineCount implements store.Channels.
func (t *tx) LineCount(accountID, month string) (map[string]int64, error) {
	out := map[string]int64{}
	err := t.each(`SELECT category, lines FROM channel_lines WHERE account_id = $1 AND month = $2`, with(accountID, month), func(rows cursor) error {
		var category string
		var n int64
		if err := rows.Scan(&category, &n); err != nil {
			return err
		}
		out[category] = n
		return nil
	})
	return out, err
}

// PutTemplates implements store.Channels.
func (t *tx) PutTemplates(accountID, text string, at time.Time) error {
	return t.run(`INSERT INTO channel_templates (account_id, doc, at) VALUES ($1, $2, $3)
		ON CONFLICT (account_id) DO UPDATE SET doc = excluded.doc, at = excluded.at`, accountID, text, ms(at))
}

// Templates implements store.Channels.
func (t *tx) Templates(accountID string) (text string, at time.Time, err error) {
	err = t.one(`SELECT doc, at FROM channel_templates WHERE account_id = $1`, with(accountID), &text, (*stamp)(&at))
	if errors.Is(err, desk.ErrNotFound) {
		return "", time.Time{}, nil
	}
	return text, at, err
}

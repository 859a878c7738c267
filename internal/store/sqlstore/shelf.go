package sqlstore

import (
	"errors"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

const shortcutQuery = `SELECT id, property_id, person_id, language, name, text, updated_at FROM shortcuts`

func scanShortcut(rows cursor) (desk.Shortcut, error) {
	var s desk.Shortcut
	err := rows.Scan(&s.ID, &s.PropertyID, &s.PersonID, &s.Language, &s.Name, &s.Text, (*stamp)(&s.UpdatedAt))
	return s, err
}

// PutShortcut implements store.Shelf.
func (t *tx) PutShortcut(s desk.Shortcut) error {
	return t.run(`INSERT INTO shortcuts (id, property_id, person_id, language, name, text, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (id) DO UPDATE SET property_id = excluded.property_id, person_id = excluded.person_id,
			language = excluded.language, name = excluded.name, text = excluded.text, updated_at = excluded.updated_at`,
		s.ID, s.PropertyID, s.PersonID, s.Language, s.Name, s.Text, ms(s.UpdatedAt))
}

// Shortcut implements store.Shelf.
func (t *tx) Shortcut(id string) (desk.Shortcut, error) {
	return first(t, shortcutQuery+` WHERE id = $1`, with(id), scanShortcut)
}

// ListShortcuts implements store.Shelf.
func (t *tx) ListShortcuts(personID string, propertyIDs []string) ([]desk.Shortcut, error) {
	return all(t, shortcutQuery+` WHERE (person_id <> '' AND person_id = $1)
		OR (person_id = '' AND (property_id = '' OR property_id IN `+t.d.list("$2")+`)) ORDER BY name, id`,
		with(personID, asList(propertyIDs)), scanShortcut)
}

// DeleteShortcut implements store.Shelf.
func (t *tx) DeleteShortcut(id string) error { return t.run(`DELETE FROM shortcuts WHERE id = $1`, id) }

const fileQuery = `SELECT id, key, property_id, contact_id, person_id, conversation_id, name, type, size, width, height, created_at FROM files`

func scanFile(rows cursor) (store.StoredFile, error) {
	var f store.StoredFile
	err := rows.Scan(&f.ID, &f.Key, &f.PropertyID, &f.ContactID, &f.PersonID, &f.ConversationID, &f.Name, &f.Type, &f.Size,
		&f.Width, &f.Height, (*stamp)(&f.CreatedAt))
	return f, err
}

// PutFile implements store.Shelf.
func (t *tx) PutFile(f store.StoredFile) error {
	return t.run(`INSERT INTO files (id, key, property_id, contact_id, person_id, conversation_id, name, type, size, width, height, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
		ON CONFLICT (id) DO UPDATE SET key = excluded.key, property_id = excluded.property_id, contact_id = excluded.contact_id,
			person_id = excluded.person_id, conversation_id = excluded.conversation_id, name = excluded.name,
			type = excluded.type, size = excluded.size, width = excluded.width, height = excluded.height`,
		f.ID, f.Key, f.PropertyID, f.ContactID, f.PersonID, f.ConversationID, f.Name, f.Type, f.Size, int64(f.Width), int64(f.Height), ms(f.CreatedAt))
}

// File implements store.Shelf.
func (t *tx) File(id string) (store.StoredFile, error) {
	return first(t, fileQuery+` WHERE id = $1`, with(id), scanFile)
}

// FileByKey implements store.Shelf.
func (t *tx) FileByKey(key string) (store.StoredFile, error) {
	return first(t, fileQuery+` WHERE key = $1`, with(key), scanFile)
}

// Setting implements store.Shelf.
func (t *tx) Setting(key string) (string, error) {
	var v string
	err := t.one(`SELECT value FROM settings WHERE key = $1`, with(key), &v)
	if errors.Is(err, desk.ErrNotFound) {
		return "", nil
	}
	return v, err
}

// SetSetting implements store.Shelf.
func (t *tx) SetSetting(key, value string) error {
	t.Tell(store.Hint{Kind: store.HintSetting, ID: key})
	return t.run(`INSERT INTO settings (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value`, key, value)
}

// Audit implements store.Shelf.
func (t *tx) Audit(a store.AuditLine) error {
	return t.run(`INSERT INTO audit (at, person_id, property_id, action, subject, detail) VALUES ($1, $2, $3, $4, $5, $6)`,
		ms(a.At), a.PersonID, a.PropertyID, a.Action, a.Subject, a.Detail)
}

// ListAudit implements store.Shelf.
func (t *tx) ListAudit(propertyIDs []string, limit int) ([]store.AuditLine, error) {
	return all(t, `SELECT at, person_id, property_id, action, subject, detail FROM audit
		WHERE property_id IN `+t.d.list("$1")+` ORDER BY n DESC LIMIT $2 + 0`,
		with(asList(propertyIDs), int64(store.Clamp(limit, 100, 1000))), func(rows cursor) (store.AuditLine, error) {
			var a store.AuditLine
			err := rows.Scan((*stamp)(&a.At), &a.PersonID, &a.PropertyID, &a.Action, &a.Subject, &a.Detail)
			return a, err
		})
}

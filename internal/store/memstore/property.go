package memstore

import (
	"slices"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// CreateProperty implements store.Properties.
func (t *tx) CreateProperty(p desk.Property) error {
	if err := t.writable(); err != nil {
		return err
	}
	if _, taken := t.d.properties[p.ID]; taken || t.keyTaken(p) {
		return store.ErrKeyTaken
	}
	put(t, t.d.properties, p.ID, cloneProperty(p))
	return nil
}

// UpdateProperty implements store.Properties.
func (t *tx) UpdateProperty(p desk.Property) error {
	if err := t.writable(); err != nil {
		return err
	}
	old, ok := t.d.properties[p.ID]
	if !ok {
		return desk.ErrNotFound
	}
	if t.keyTaken(p) {
		return store.ErrKeyTaken
	}
	p.CreatedAt = old.CreatedAt
	put(t, t.d.properties, p.ID, cloneProperty(p))
	return nil
}

func (t *tx) keyTaken(p desk.Property) bool {
	for id, other := range t.d.properties {
		if id != p.ID && other.Key == p.Key {
			return true
		}
	}
	return false
}

// Property implements store.Properties.
func (t *tx) Property(id string) (desk.Property, error) {
	p, err := get(t.d.properties, id)
	return cloneProperty(p), err
}

// PropertyByKey implements store.Properties.
func (t *tx) PropertyByKey(key string) (desk.Property, error) {
	for _, p := range t.d.properties {
		if p.Key == key {
			return cloneProperty(p), nil
		}
	}
	return desk.Property{}, desk.ErrNotFound
}

// ListProperties implements store.Properties.
func (t *tx) ListProperties() ([]desk.Property, error) {
	out := values(t.d.properties, nil, func(a, b desk.Property) int { return compare(a.ID, b.ID) })
	for i := range out {
		out[i] = cloneProperty(out[i])
	}
	return out, nil
}

// MarkSeen implements store.Properties.
func (t *tx) MarkSeen(propertyID, site string, at time.Time) error {
	if err := t.writable(); err != nil {
		return err
	}
	if _, ok := t.d.properties[propertyID]; !ok {
		return desk.ErrNotFound
	}
	if k := (pair{propertyID, site}); at.After(t.d.seen[k]) {
		put(t, t.d.seen, k, at)
	}
	return nil
}

// SitesSeen implements store.Properties.
func (t *tx) SitesSeen(propertyID string) (map[string]time.Time, error) {
	out := map[string]time.Time{}
	for k, at := range t.d.seen {
		if k.a == propertyID {
			out[k.b] = at
		}
	}
	return out, nil
}

// CreateContact implements store.Contacts.
func (t *tx) CreateContact(c desk.Contact) error {
	if err := t.writable(); err != nil {
		return err
	}
	if _, ok := t.d.properties[c.PropertyID]; !ok {
		return desk.ErrNotFound
	}
	if _, taken := t.d.contacts[c.ID]; taken {
		return store.ErrContactTaken
	}
	for _, other := range t.d.contacts {
		if c.ExternalID != "" && other.AccountID == c.AccountID && other.ExternalID == c.ExternalID {
			return store.ErrContactTaken
		}
	}
	put(t, t.d.contacts, c.ID, cloneContact(c))
	if c.ExternalID != "" {
		return t.LinkIdentity(c.AccountID, c.ExternalID, c.ID)
	}
	return nil
}

// UpdateContact implements store.Contacts.
func (t *tx) UpdateContact(c desk.Contact) error {
	if err := t.writable(); err != nil {
		return err
	}
	old, ok := t.d.contacts[c.ID]
	if !ok {
		return desk.ErrNotFound
	}
	c.PropertyID, c.AccountID, c.Channel, c.ExternalID = old.PropertyID, old.AccountID, old.Channel, old.ExternalID
	c.CreatedAt, c.ReadSeq = old.CreatedAt, old.ReadSeq
	put(t, t.d.contacts, c.ID, cloneContact(c))
	return nil
}

// Contact implements store.Contacts.
func (t *tx) Contact(id string) (desk.Contact, error) {
	c, err := get(t.d.contacts, id)
	return cloneContact(c), err
}

// CreateGuestToken implements store.Contacts.
func (t *tx) CreateGuestToken(tokenHash, contactID string, expires time.Time) error {
	if err := t.writable(); err != nil {
		return err
	}
	if _, ok := t.d.contacts[contactID]; !ok {
		return desk.ErrNotFound
	}
	put(t, t.d.tokens, tokenHash, token{contactID, expires})
	return nil
}

// ContactByToken implements store.Contacts.
func (t *tx) ContactByToken(tokenHash string, now time.Time) (desk.Contact, error) {
	k, ok := t.d.tokens[tokenHash]
	if !ok || !k.expires.After(now) {
		return desk.Contact{}, desk.ErrNotFound
	}
	return t.Contact(k.contactID)
}

// TouchGuestToken implements store.Contacts.
func (t *tx) TouchGuestToken(tokenHash string, expires time.Time) error {
	if err := t.writable(); err != nil {
		return err
	}
	if k, ok := t.d.tokens[tokenHash]; ok {
		put(t, t.d.tokens, tokenHash, token{k.contactID, expires})
	}
	return nil
}

// DeleteGuestToken implements store.Contacts.
func (t *tx) DeleteGuestToken(tokenHash string) error {
	if err := t.writable(); err != nil {
		return err
	}
	drop(t, t.d.tokens, tokenHash)
	return nil
}

// SetGuestRead implements store.Contacts.
func (t *tx) SetGuestRead(contactID string, seq int64) error {
	if err := t.writable(); err != nil {
		return err
	}
	c, ok := t.d.contacts[contactID]
	if !ok {
		return desk.ErrNotFound
	}
	if seq > c.ReadSeq {
		c.ReadSeq = seq
		put(t, t.d.contacts, contactID, c)
	}
	return nil
}

// PutShortcut implements store.Shelf.
func (t *tx) PutShortcut(s desk.Shortcut) error {
	if err := t.writable(); err != nil {
		return err
	}
	put(t, t.d.shortcuts, s.ID, s)
	return nil
}

// Shortcut implements store.Shelf.
func (t *tx) Shortcut(id string) (desk.Shortcut, error) { return get(t.d.shortcuts, id) }

// ListShortcuts implements store.Shelf.
func (t *tx) ListShortcuts(personID string, propertyIDs []string) ([]desk.Shortcut, error) {
	keep := func(s desk.Shortcut) bool {
		if s.PersonID != "" {
			return s.PersonID == personID
		}
		return s.PropertyID == "" || slices.Contains(propertyIDs, s.PropertyID)
	}
	return values(t.d.shortcuts, keep, func(a, b desk.Shortcut) int {
		if c := compare(a.Name, b.Name); c != 0 {
			return c
		}
		return compare(a.ID, b.ID)
	}), nil
}

// DeleteShortcut implements store.Shelf.
func (t *tx) DeleteShortcut(id string) error {
	if err := t.writable(); err != nil {
		return err
	}
	drop(t, t.d.shortcuts, id)
	return nil
}

// PutFile implements store.Shelf.
func (t *tx) PutFile(f store.StoredFile) error {
	if err := t.writable(); err != nil {
		return err
	}
	if _, ok := t.d.properties[f.PropertyID]; !ok {
		return desk.ErrNotFound
	}
	put(t, t.d.files, f.ID, f)
	return nil
}

// File implements store.Shelf.
func (t *tx) File(id string) (store.StoredFile, error) { return get(t.d.files, id) }

// FileByKey implements store.Shelf.
func (t *tx) FileByKey(key string) (store.StoredFile, error) {
	for _, f := range t.d.files {
		if f.Key == key {
			return f, nil
		}
	}
	return store.StoredFile{}, desk.ErrNotFound
}

// Setting implements store.Shelf.
func (t *tx) Setting(key string) (string, error) { return t.d.settings[key], nil }

// SetSetting implements store.Shelf.
func (t *tx) SetSetting(key, value string) error {
	if err := t.writable(); err != nil {
		return err
	}
	put(t, t.d.settings, key, value)
	return nil
}

// Audit implements store.Shelf.
func (t *tx) Audit(a store.AuditLine) error {
	if err := t.writable(); err != nil {
		return err
	}
	put(t, t.d.audit, len(t.d.audit), a)
	return nil
}

// ListAudit implements store.Shelf.
func (t *tx) ListAudit(propertyIDs []string, limit int) ([]store.AuditLine, error) {
	var out []store.AuditLine
	for i := len(t.d.audit) - 1; i >= 0 && len(out) < store.Clamp(limit, 100, 1000); i-- {
		if a := t.d.audit[i]; slices.Contains(propertyIDs, a.PropertyID) {
			out = append(out, a)
		}
	}
	return out, nil
}

package sqlstore

import (
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

const contactColumns = `k.id, k.property_id, k.account_id, k.channel, k.external_id, k.name, k.email, k.phone, k.language,
	k.time_zone, k.proof_by, k.proof_booking, k.proof_until, k.blocked, k.test, k.notes, k.attributes, k.device, k.pages, k.created_at, k.seen_at, k.read_seq, k.merged_into, k.no_address`

func contactInto(c *desk.Contact) []any {
	return []any{&c.ID, &c.PropertyID, &c.AccountID, (*string)(&c.Channel), &c.ExternalID, &c.Name, &c.Email, &c.Phone,
		&c.Language, &c.TimeZone, (*string)(&c.Proof.By), &c.Proof.Booking, (*stamp)(&c.Proof.Until), (*flag)(&c.Blocked), (*flag)(&c.Test), &c.Notes, doc{&c.Attributes},
		&c.Device, doc{&c.Pages}, (*stamp)(&c.CreatedAt), (*stamp)(&c.SeenAt), &c.ReadSeq, &c.MergedInto, (*flag)(&c.NoAddress)}
}

func scanContact(rows cursor) (desk.Contact, error) {
	var c desk.Contact
	err := rows.Scan(contactInto(&c)...)
	return c, err
}

func orEmpty[T any](n int, v T) string {
	if n == 0 {
		return ""
	}
	return asDoc(v)
}

// CreateContact implements store.Contacts.
func (t *tx) CreateContact(c desk.Contact) error {
	err := t.must(store.ErrContactTaken, `INSERT INTO contacts (id, property_id, account_id, channel, external_id, name, email,
			phone, language, time_zone, proof_by, proof_booking, proof_until, blocked, test, notes, attributes, device, pages, created_at, seen_at, read_seq, no_address)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
		ON CONFLICT DO NOTHING`,
		c.ID, c.PropertyID, c.AccountID, string(c.Channel), c.ExternalID, c.Name, c.Email, c.Phone, c.Language, c.TimeZone,
		string(c.Proof.By), c.Proof.Booking, ms(c.Proof.Until), bit(c.Blocked), bit(c.Test), c.Notes, orEmpty(len(c.Attributes), c.Attributes), c.Device,
		orEmpty(len(c.Pages), c.Pages), ms(c.CreatedAt), ms(c.SeenAt), c.ReadSeq, bit(c.NoAddress))
	if err == nil && c.ExternalID != "" {
		err = t.LinkIdentity(c.AccountID, c.ExternalID, c.ID)
	}
	if err != nil || c.Name+c.Email+c.Phone == "" {
		return err
	}
	return t.indexGuest(c.ID)
}

// UpdateContact implements store.Contacts. The guest's words are indexed again only where they changed.
func (t *tx) UpdateContact(c desk.Contact) error {
	old, err := t.Contact(c.ID)
	if err != nil {
		return err
	}
	err = t.run(`UPDATE contacts SET name = $2, email = $3, phone = $4, language = $5, time_zone = $6, proof_by = $7, proof_booking = $8,
		proof_until = $9, blocked = $10, test = $11, notes = $12, attributes = $13, device = $14, pages = $15, seen_at = $16, no_address = $17 WHERE id = $1`,
		c.ID, c.Name, c.Email, c.Phone, c.Language, c.TimeZone, string(c.Proof.By), c.Proof.Booking, ms(c.Proof.Until), bit(c.Blocked), bit(c.Test), c.Notes,
		orEmpty(len(c.Attributes), c.Attributes), c.Device, orEmpty(len(c.Pages), c.Pages), ms(c.SeenAt), bit(c.NoAddress))
	t.Tell(store.Hint{Kind: store.HintContact, ID: c.ID})
	if err != nil || (old.Name == c.Name && old.Email == c.Email && old.Phone == c.Phone) {
		return err
	}
	return t.indexGuest(c.ID)
}

// Contact implements store.Contacts.
func (t *tx) Contact(id string) (desk.Contact, error) {
	return first(t, `SELECT `+contactColumns+` FROM contacts k WHERE k.id = $1`, with(id), scanContact)
}

// CreateGuestToken implements store.Contacts.
func (t *tx) CreateGuestToken(tokenHash, contactID string, expires time.Time) error {
	return t.run(`INSERT INTO guest_tokens (token_hash, contact_id, expires_at) VALUES ($1, $2, $3)`, tokenHash, contactID, ms(expires))
}

// ContactByToken implements store.Contacts.
func (t *tx) ContactByToken(tokenHash string, now time.Time) (desk.Contact, error) {
	return first(t, `SELECT `+contactColumns+` FROM guest_tokens g JOIN contacts k ON k.id = g.contact_id
		WHERE g.token_hash = $1 AND g.expires_at > $2`, with(tokenHash, ms(now)), scanContact)
}

// TouchGuestToken implements store.Contacts.
func (t *tx) TouchGuestToken(tokenHash string, expires time.Time) error {
	return t.run(`UPDATE guest_tokens SET expires_at = $2 WHERE token_hash = $1`, tokenHash, ms(expires))
}

// DeleteGuestToken implements store.Contacts.
func (t *tx) DeleteGuestToken(tokenHash string) error {
	return t.run(`DELETE FROM guest_tokens WHERE token_hash = $1`, tokenHash)
}

// SetGuestRead implements store.Contacts.
func (t *tx) SetGuestRead(contactID string, seq int64) error {
	n, err := t.exec(`UPDATE contacts SET read_seq = $2 WHERE id = $1 AND read_seq < $2`, contactID, seq)
	if err != nil || n > 0 {
		t.Tell(store.Hint{Kind: store.HintContact, ID: contactID})
		return err
	}
	_, err = t.Contact(contactID)
	return err
}

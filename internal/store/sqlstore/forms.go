package sqlstore

import (
	"deskbell/internal/store"
)

// PutForm implements store.Forms.
func (t *tx) PutForm(f store.FormDraft) error {
	return t.run(`INSERT INTO guest_forms (contact_id, form_id, name, email, phone, text, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (contact_id) DO UPDATE SET form_id = excluded.form_id, name = excluded.name, email = excluded.email,
			phone = excluded.phone, text = excluded.text, changed_at = excluded.changed_at`,
		f.ContactID, f.FormID, f.Name, f.Email, f.Phone, f.Text, ms(f.ChangedAt))
}

// Form implements store.Forms.
func (t *tx) Form(contactID string) (store.FormDraft, error) {
	return first(t, `SELECT contact_id, form_id, name, email, phone, text, changed_at FROM guest_forms WHERE contact_id = $1`,
		with(contactID), func(rows cursor) (store.FormDraft, error) {
			var f store.FormDraft
			err := rows.Scan(&f.ContactID, &f.FormID, &f.Name, &f.Email, &f.Phone, &f.Text, (*stamp)(&f.ChangedAt))
			return f, err
		})
}

// DropForm implements store.Forms.
func (t *tx) DropForm(contactID string) error {
	return t.run(`DELETE FROM guest_forms WHERE contact_id = $1`, contactID)
}

package memstore

import (
	"fmt"

	"deskbell/internal/store"
)

// PutForm implements store.Forms.
func (t *tx) PutForm(f store.FormDraft) error {
	if err := t.writable(); err != nil {
		return err
	}
	if _, ok := t.d.contacts[f.ContactID]; !ok {
		t.failed = fmt.Errorf("form of contact %s: there is no such contact", f.ContactID)
		return t.failed
	}
	put(t, t.d.forms, f.ContactID, f)
	return nil
}

// Form implements store.Forms.
func (t *tx) Form(contactID string) (store.FormDraft, error) { return get(t.d.forms, contactID) }

// DropForm implements store.Forms.
func (t *tx) DropForm(contactID string) error {
	if err := t.writable(); err != nil {
		return err
	}
	drop(t, t.d.forms, contactID)
	return nil
}

package sqlstore

import (
	"slices"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// EntryByProvider implements store.Corrections.
func (t *tx) EntryByProvider(accountID, providerID string) (desk.Entry, error) {
	return t.oneEntry(` WHERE e.account_id = $1 AND e.provider_id = $2 AND e.provider_id <> ''`, accountID, providerID)
}

// Entry implements store.Corrections.
func (t *tx) Entry(conversationID, entryID string) (desk.Entry, error) {
	return t.oneEntry(` WHERE e.conversation_id = $1 AND e.id = $2`, conversationID, entryID)
}

func (t *tx) oneEntry(where string, args ...any) (desk.Entry, error) {
	found, err := t.entriesOf("", entryQuery+where, args...)
	if err == nil && len(found) == 0 {
		err = desk.ErrNotFound
	}
	if err != nil {
		return desk.Entry{}, err
	}
	e := found[0]
	e.ContactID, err = t.contactOf(e.ConversationID)
	return e, err
}

// Corrections implements store.Corrections.
func (t *tx) Corrections(conversationID string, after int64) ([]desk.Entry, error) {
	contactID, err := t.contactOf(conversationID)
	if err != nil {
		return nil, err
	}
	list, err := t.entriesOf(contactID, entryQuery+` WHERE e.conversation_id = $1 AND e.seq > $2 AND e.kind = 'edit'
		ORDER BY e.seq DESC LIMIT $3 + 0`, conversationID, after, int64(store.CorrectionsMax))
	slices.Reverse(list)
	return list, err
}

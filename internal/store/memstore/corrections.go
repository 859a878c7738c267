package memstore

import (
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// EntryByProvider implements store.Corrections.
func (t *tx) EntryByProvider(accountID, providerID string) (desk.Entry, error) {
	e, ok := t.d.byProviderID[pair{accountID, providerID}]
	if !ok || providerID == "" {
		return desk.Entry{}, desk.ErrNotFound
	}
	return cloneEntry(e), nil
}

// Entry implements store.Corrections.
func (t *tx) Entry(conversationID, entryID string) (desk.Entry, error) {
	for _, e := range t.d.entries[conversationID] {
		if e.ID == entryID {
			return cloneEntry(e), nil
		}
	}
	return desk.Entry{}, desk.ErrNotFound
}

// Corrections implements store.Corrections.
func (t *tx) Corrections(conversationID string, after int64) ([]desk.Entry, error) {
	if _, ok := t.d.states[conversationID]; !ok {
		return nil, desk.ErrNotFound
	}
	var list []desk.Entry
	for _, e := range t.d.entries[conversationID] {
		if e.Kind == desk.EntryEdit && e.Seq > after {
			list = append(list, cloneEntry(e))
		}
	}
	return list[max(0, len(list)-store.CorrectionsMax):], nil
}

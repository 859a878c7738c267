package sqlstore

import "deskbell/internal/desk"

// AddTrace implements store.Traces. It is written with the message, and nobody waits for it by itself.
func (t *tx) AddTrace(conversationID, entryID, doc string) error {
	return t.later(nil, `INSERT INTO answer_traces (conversation_id, entry_id, doc) VALUES ($1, $2, $3)
		ON CONFLICT (conversation_id, entry_id) DO NOTHING`, conversationID, entryID, doc)
}

// Trace implements store.Traces.
func (t *tx) Trace(conversationID, entryID string) (string, error) {
	found, err := all(t, `SELECT doc FROM answer_traces WHERE conversation_id = $1 AND entry_id = $2`, with(conversationID, entryID), scanText)
	if err == nil && len(found) == 0 {
		err = desk.ErrNotFound
	}
	if err != nil {
		return "", err
	}
	return found[0], nil
}

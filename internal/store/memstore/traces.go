package memstore

import (
	"deskbell/internal/desk"
	"fmt"
)

// AddTrace implements store.Traces.
func (t *tx) AddTrace(conversationID, entryID, doc string) error {
	if err := t.writable(); err != nil {
		return err
	}
	if _, ok := t.d.states[conversationID]; !ok || entryID == "" {
		t.failed = fmt.Errorf("a trace of entry %q in conversation %q: there is no such", entryID, conversationID)
		return t.failed
	}
	k := pair{conversationID, entryID}
	if _, there := t.d.traces[k]; !there {
		put(t, t.d.traces, k, doc)
	}
	return nil
}

// Trace implements store.Traces.
func (t *tx) Trace(conversationID, entryID string) (string, error) {
	doc, ok := t.d.traces[pair{conversationID, entryID}]
	if !ok {
		return "", desk.ErrNotFound
	}
	return doc, nil
}

// followTraces lets the traces of a conversation follow it into another.
func (t *tx) followTraces(older, younger string) {
	for k, doc := range t.d.traces {
		if k.a == younger {
			put(t, t.d.traces, pair{older, k.b}, doc)
			drop(t, t.d.traces, k)
		}
	}
}

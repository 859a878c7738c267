package storetest

import "deskbell/internal/store"

var traces = []testCase{
	{"ATraceStandsBesideItsMessage", func(h *house) {
		s, other := h.talk(harbour), h.talk(harbour)
		e := h.hear(s.ID, "when is breakfast?")
		h.write(func(tx store.Tx) error { return tx.AddTrace(s.ID, e.ID, `{"first":1}`) })
		h.write(func(tx store.Tx) error { return tx.AddTrace(s.ID, e.ID, `{"second":2}`) })
		h.read(func(tx store.Tx) error {
			doc, err := tx.Trace(s.ID, e.ID)
			h.equal(doc, `{"first":1}`)
			_, none := tx.Trace(s.ID, "nothing")
			h.isNotFound(none)
			_, none = tx.Trace(other.ID, e.ID)
			h.isNotFound(none)
			return err
		})
	}},
	{"ATraceOfNoConversationIsRefused", func(h *house) {
		err := h.Write(h.Context(), func(tx store.Tx) error { return tx.AddTrace("nothing", "entry", "{}") })
		if err == nil {
			h.Error("kept")
		}
	}},
	{"ATraceFollowsItsConversation", func(h *house) {
		a, b := h.talk(harbour), h.talk(harbour)
		h.hear(a.ID, "one")
		e := h.hear(b.ID, "two")
		h.write(func(tx store.Tx) error { return tx.AddTrace(b.ID, e.ID, "{}") })
		h.merge(a.ID, b.ID)
		h.read(func(tx store.Tx) error {
			_, err := tx.Trace(a.ID, e.ID)
			_, gone := tx.Trace(b.ID, e.ID)
			h.isNotFound(gone)
			return err
		})
	}},
}

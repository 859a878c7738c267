package storetest

import "deskbell/internal/store"

var vectors = []testCase{
	{"AVectorIsKeptByItsText", func(h *house) {
		kept := func(property, model string) (out map[string]string) {
			h.read(func(tx store.Tx) (err error) {
				out, err = tx.Vectors(property, model)
				return err
			})
			return out
		}
		h.write(func(tx store.Tx) error {
			return tx.PutVectors(harbour, "small", map[string]string{"a": "1", "b": "2", "c": "3"})
		})
		h.write(func(tx store.Tx) error { return tx.PutVectors(harbour, "small", map[string]string{"b": "4"}) })
		h.write(func(tx store.Tx) error { return tx.PutVectors(harbour, "large", map[string]string{"a": "5"}) })
		h.write(func(tx store.Tx) error { return tx.PutVectors(mill, "small", map[string]string{"a": "6"}) })
		h.equal(kept(harbour, "small"), map[string]string{"a": "1", "b": "4", "c": "3"})
		h.equal(kept(harbour, "large"), map[string]string{"a": "5"})
		h.equal(kept(harbour, "other"), map[string]string{})

		// What nobody says any more goes, and with another model all of the one before; other properties keep theirs.
		h.write(func(tx store.Tx) error { return tx.DropVectors(harbour, "small", []string{"a", "unknown"}) })
		h.equal(kept(harbour, "small"), map[string]string{"b": "4", "c": "3"})
		h.equal(kept(harbour, "large"), map[string]string{})
		h.equal(kept(mill, "small"), map[string]string{"a": "6"})
	}},
	{"AVectorOfNoPropertyIsRefused", func(h *house) {
		err := h.Write(h.Context(), func(tx store.Tx) error {
			return tx.PutVectors("nothing", "small", map[string]string{"a": "1"})
		})
		if err == nil {
			h.Error("kept")
		}
	}},
}

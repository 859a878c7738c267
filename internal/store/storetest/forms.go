package storetest

import (
	"deskbell/internal/store"
)

var forms = []testCase{
	{"ADraftIsKeptUntilItIsDropped", func(h *house) {
		c, other := h.guest(harbour), h.guest(harbour)
		f := store.FormDraft{ContactID: c.ID, FormID: "form-1", Name: "Grace", Email: "grace@example.org", Phone: "+351 1",
			Text: "Please\ncall", ChangedAt: h.start}
		h.read(func(tx store.Tx) error {
			_, err := tx.Form(c.ID)
			h.isNotFound(err)
			return nil
		})
		newer := f
		newer.FormID, newer.Text = "form-2", "Please write"
		for _, put := range []store.FormDraft{f, newer} {
			h.write(func(tx store.Tx) error { return tx.PutForm(put) })
			h.read(func(tx store.Tx) error {
				got, err := tx.Form(c.ID)
				h.equal(got, put)
				return err
			})
		}
		h.write(func(tx store.Tx) error { return tx.DropForm(c.ID) })
		h.write(func(tx store.Tx) error { return tx.DropForm(other.ID) })
		h.read(func(tx store.Tx) error {
			_, err := tx.Form(c.ID)
			h.isNotFound(err)
			return nil
		})
	}},
	{"OfNobodyIsRefused", func(h *house) {
		if err := h.Write(h.Context(), func(tx store.Tx) error { return tx.PutForm(store.FormDraft{ContactID: "nobody"}) }); err == nil {
			h.Error("a form of no contact was kept")
		}
	}},
}

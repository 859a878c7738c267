package storetest

import (
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

var shelf = []testCase{
	{"Shortcuts", func(h *house) {
		cut := func(name, property, person string) desk.Shortcut {
			return desk.Shortcut{ID: id("shortcut"), PropertyID: property, PersonID: person, Language: "en", Name: name, Text: "Hello {guest}", UpdatedAt: h.start}
		}
		mine, bens, shared, elsewhere, everywhere := cut("d", harbour, ana), cut("e", "", ben), cut("c", harbour, ""), cut("b", mill, ""), cut("a", "", "")
		h.write(func(tx store.Tx) error {
			for _, s := range []desk.Shortcut{mine, bens, shared, elsewhere, everywhere} {
				if err := tx.PutShortcut(s); err != nil {
					return err
				}
			}
			return nil
		})
		list := func(person string, at ...string) (out []desk.Shortcut) {
			h.read(func(tx store.Tx) (err error) {
				out, err = tx.ListShortcuts(person, at)
				return err
			})
			return out
		}
		h.equal(list(ana, harbour), []desk.Shortcut{everywhere, shared, mine})
		h.equal(list(ben), []desk.Shortcut{everywhere, bens})
		h.equal(list("", mill), []desk.Shortcut{everywhere, elsewhere})
		mine.Text, mine.PersonID = "Hi", ""
		h.write(func(tx store.Tx) error { return tx.PutShortcut(mine) })
		h.read(func(tx store.Tx) error {
			got, err := tx.Shortcut(mine.ID)
			h.equal(got, mine)
			return err
		})
		h.write(func(tx store.Tx) error { return tx.DeleteShortcut(mine.ID) })
		h.read(func(tx store.Tx) error {
			_, err := tx.Shortcut(mine.ID)
			h.isNotFound(err)
			return nil
		})
	}},
	{"Files", func(h *house) {
		f := store.StoredFile{File: desk.File{ID: id("file"), Key: "unguessable", Name: "päss.png", Type: "image/png", Size: 1 << 33, Width: 4, Height: 5},
			PropertyID: harbour, ContactID: "c", PersonID: ana, CreatedAt: h.start}
		h.write(func(tx store.Tx) error { return tx.PutFile(f) })
		f.ConversationID = "conv"
		h.write(func(tx store.Tx) error { return tx.PutFile(f) })
		h.read(func(tx store.Tx) error {
			got, err := tx.File(f.ID)
			h.equal(got, f)
			byKey, _ := tx.FileByKey("unguessable")
			h.equal(byKey, f)
			_, none := tx.FileByKey("guessed")
			h.isNotFound(none)
			return err
		})
		f.ID, f.Key, f.PropertyID = id("file"), "other", "nowhere"
		h.isNotFound(h.Write(h.Context(), func(tx store.Tx) error { return tx.PutFile(f) }))
	}},
	{"Settings", func(h *house) {
		h.equal(h.setting("k"), "")
		for _, v := range []string{"one", "two", ""} {
			h.write(func(tx store.Tx) error { return tx.SetSetting("k", v) })
			h.equal(h.setting("k"), v)
		}
	}},
	{"AuditIsListedNewestFirst", func(h *house) {
		line := func(action, property string, at time.Duration) store.AuditLine {
			return store.AuditLine{At: h.start.Add(at), PersonID: ana, PropertyID: property, Action: action, Subject: "s", Detail: `{"a":1}`}
		}
		a, b, c := line("sign_in", "", 0), line("take_over", harbour, time.Second), line("settings", mill, 0)
		h.write(func(tx store.Tx) error {
			for _, l := range []store.AuditLine{a, b, c} {
				if err := tx.Audit(l); err != nil {
					return err
				}
			}
			return nil
		})
		for _, x := range []struct {
			at    []string
			limit int
			want  []store.AuditLine
		}{{[]string{harbour, mill, ""}, 0, []store.AuditLine{c, b, a}}, {[]string{harbour, ""}, 0, []store.AuditLine{b, a}},
			{[]string{harbour, mill}, 1, []store.AuditLine{c}}, {nil, 0, nil}} {
			h.read(func(tx store.Tx) error {
				got, err := tx.ListAudit(x.at, x.limit)
				h.equal(got, x.want)
				return err
			})
		}
	}},
}

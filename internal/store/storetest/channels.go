package storetest

import (
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// account connects one under an app of its own.
func (h *house) account(property string, ch desk.Channel) store.ChannelAccount {
	h.Helper()
	app := store.ChannelApp{ID: id("app"), Channel: ch, Name: "Main", Key: "90071992547409931", Sealed: []byte{0, 1, 255}, CreatedAt: h.start}
	a := store.ChannelAccount{ID: id("account"), PropertyID: property, AppID: app.ID, Channel: ch, Key: id("key"), Name: "Desk", CreatedAt: h.start}
	h.write(func(tx store.Tx) error {
		if err := tx.PutApp(app); err != nil {
			return err
		}
		return tx.PutAccount(a)
	})
	return a
}

// guestOf is a contact of an account.
func (h *house) guestOf(a store.ChannelAccount, externalID string) desk.Contact {
	h.Helper()
	c := desk.Contact{ID: id("contact"), PropertyID: a.PropertyID, AccountID: a.ID, Channel: a.Channel, ExternalID: externalID,
		Language: "en", CreatedAt: h.start, SeenAt: h.start}
	h.write(func(tx store.Tx) error { return tx.CreateContact(c) })
	return c
}

func (h *house) connected(accountID string) (a store.ChannelAccount) {
	h.Helper()
	h.read(func(tx store.Tx) (err error) {
		a, err = tx.Account(accountID)
		return err
	})
	return a
}

// known are the contacts that an account knows by the ids.
func (h *house) known(a store.ChannelAccount, ids ...string) (out []string) {
	h.Helper()
	h.read(func(tx store.Tx) error {
		list, err := tx.ContactByIdentity(a.ID, ids)
		for _, c := range list {
			out = append(out, c.ID)
		}
		return err
	})
	return out
}

var channels = []testCase{
	{"Apps", func(h *house) {
		app := store.ChannelApp{ID: id("app"), Channel: desk.ChannelWhatsApp, Name: "Main", Key: "1", Sealed: []byte{0, 1, 255}, MadeBy: "ana", CreatedAt: h.start}
		bare := store.ChannelApp{ID: id("app"), Channel: desk.ChannelAPI, Sealed: []byte{}, CreatedAt: h.start.Add(time.Second)}
		h.write(func(tx store.Tx) error {
			if err := tx.PutApp(app); err != nil {
				return err
			}
			return tx.PutApp(bare)
		})
		at := h.start.Add(time.Minute)
		h.write(func(tx store.Tx) error {
			if err := tx.NoteApp(app.ID, at, time.Time{}, at, 2); err != nil {
				return err
			}
			return tx.NoteApp(app.ID, h.start, at, h.start, 3)
		})
		app.VerifiedAt, app.TestedAt, app.BadSignatureAt, app.BadSignatures = at, at, at, 5
		app.Name, app.Key, app.Sealed = "Second", "2", []byte("new")
		h.write(func(tx store.Tx) error { return tx.UpdateApp(app) })
		h.read(func(tx store.Tx) error {
			got, err := tx.App(app.ID)
			h.equal(got, app)
			list, _ := tx.ListApps()
			h.equal(list, []store.ChannelApp{app, bare})
			_, none := tx.App("none")
			h.isNotFound(none)
			return err
		})
		h.isNotFound(h.Write(h.Context(), func(tx store.Tx) error { return tx.UpdateApp(store.ChannelApp{ID: "none"}) }))
		h.isNotFound(h.Write(h.Context(), func(tx store.Tx) error { return tx.NoteApp("none", at, at, at, 1) }))
		h.write(func(tx store.Tx) error { return tx.DeleteApp(bare.ID) })
		h.isNotFound(h.Write(h.Context(), func(tx store.Tx) error { return tx.DeleteApp(bare.ID) }))
	}},
	{"AccountsAreFoundByEveryKey", func(h *house) {
		a := h.account(harbour, desk.ChannelInstagram)
		a.Keys, a.Parent, a.Route, a.Callback, a.HumanAgent = []string{"second", a.Key}, "page", "login", "https://x.example", true
		a.Sealed, a.Settings = []byte{7}, store.AccountSettings{Mode: "both", LineCap: 9}
		h.write(func(tx store.Tx) error { return tx.UpdateAccount(a) })
		other := h.account(mill, desk.ChannelInstagram)
		h.read(func(tx store.Tx) error {
			for _, key := range []string{a.Key, "second"} {
				got, err := tx.AccountByKey(a.AppID, key)
				h.equal(got, a)
				if err != nil {
					return err
				}
			}
			_, none := tx.AccountByKey(other.AppID, "second")
			h.isNotFound(none)
			list, _ := tx.ListAccounts([]string{harbour})
			h.equal(list, []store.ChannelAccount{a})
			list, _ = tx.ListAccounts(nil)
			h.equal(len(list), 2)
			list, err := tx.ListAccounts([]string{})
			h.equal(len(list), 0)
			return err
		})
		twin := a
		twin.ID, twin.Key, twin.Keys = id("account"), "third", []string{"second"}
		h.refused(desk.CodeExists, h.Write(h.Context(), func(tx store.Tx) error { return tx.PutAccount(twin) }))
		h.isNotFound(h.Write(h.Context(), func(tx store.Tx) error { return tx.UpdateAccount(store.ChannelAccount{ID: "none"}) }))
		a.Keys = nil
		h.write(func(tx store.Tx) error { return tx.UpdateAccount(a) })
		twin.AppID = a.AppID
		h.write(func(tx store.Tx) error { return tx.PutAccount(twin) })
	}},
	{"PausedAndResumed", func(h *house) {
		a := h.account(harbour, desk.ChannelMessenger)
		pause := func(reason string) (changed bool) {
			h.write(func(tx store.Tx) (err error) {
				changed, err = tx.PauseAccount(a.ID, reason)
				return err
			})
			return changed
		}
		h.equal([]bool{pause("token_expired"), pause("token_expired"), pause(""), pause("")}, []bool{true, false, true, false})
		h.equal(h.connected(a.ID).Paused, "")
	}},
	{"HealthIsNoted", func(h *house) {
		a := h.account(harbour, desk.ChannelMessenger)
		at := h.start.Add(time.Minute)
		note := func(change func(*store.AccountHealth)) {
			h.write(func(tx store.Tx) error { return tx.NoteAccount(a.ID, change) })
		}
		note(func(n *store.AccountHealth) { n.LastIn, n.Failures = at, map[string]int64{"h gone": 1} })
		note(func(n *store.AccountHealth) { n.LastOut = at; n.Failures["h gone"]++ })
		a.Health = store.AccountHealth{LastIn: at, LastOut: at, Failures: map[string]int64{"h gone": 2}}
		h.equal(h.connected(a.ID), a)
		changed := a
		changed.Health, changed.Name = store.AccountHealth{}, "New"
		h.write(func(tx store.Tx) error { return tx.UpdateAccount(changed) })
		a.Name = "New"
		h.equal(h.connected(a.ID), a)
		h.isNotFound(h.Write(h.Context(), func(tx store.Tx) error { return tx.NoteAccount("none", func(*store.AccountHealth) {}) }))
	}},
	{"DisconnectedAndBack", func(h *house) {
		a := h.account(harbour, desk.ChannelWhatsApp)
		s := h.thread(a)
		waits := h.deliver(s, nil)
		h.refused(desk.CodeConflict, h.Write(h.Context(), func(tx store.Tx) error { return tx.DeleteApp(a.AppID) }))
		gone := h.start.Add(time.Minute)
		h.write(func(tx store.Tx) error { return tx.DeleteAccount(a.ID, gone) })
		h.isNotFound(h.Write(h.Context(), func(tx store.Tx) error { return tx.DeleteAccount(a.ID, gone) }))
		h.equal(h.connected(a.ID).RemovedAt, gone)
		d := h.delivery(waits.ID)
		h.equal([]any{d.State, d.Reason}, []any{store.DeliveryFailed, store.ReasonAccountRemoved})
		h.read(func(tx store.Tx) error {
			_, none := tx.AccountByKey(a.AppID, a.Key)
			h.isNotFound(none)
			list, _ := tx.ListAccounts(nil)
			h.equal(len(list), 0)
			back, err := tx.RemovedAccount(harbour, desk.ChannelWhatsApp, a.Key)
			h.equal(back.ID, a.ID)
			_, none = tx.RemovedAccount(mill, desk.ChannelWhatsApp, a.Key)
			h.isNotFound(none)
			return err
		})
		h.write(func(tx store.Tx) error { return tx.DeleteApp(a.AppID) })
		h.read(func(tx store.Tx) error {
			_, none := tx.App(a.AppID)
			h.isNotFound(none)
			list, err := tx.ListApps()
			h.equal(len(list), 0)
			return err
		})
		other := h.account(harbour, desk.ChannelWhatsApp)
		a.AppID, a.Sealed = other.AppID, []byte("new")
		h.write(func(tx store.Tx) error { return tx.UpdateAccount(a) })
		h.equal(h.connected(a.ID), a)
		h.read(func(tx store.Tx) error {
			got, err := tx.AccountByKey(other.AppID, a.Key)
			h.equal(got.ID, a.ID)
			return err
		})
	}},
	{"OneGuestHasSeveralIDs", func(h *house) {
		a, other := h.account(harbour, desk.ChannelWhatsApp), h.account(harbour, desk.ChannelWhatsApp)
		zoe, ali := h.guestOf(a, "DE.1"), h.guestOf(a, "4915550100222")
		h.write(func(tx store.Tx) error { return tx.LinkIdentity(a.ID, "4915550100111", zoe.ID) })
		h.equal(h.known(a, "4915550100111", "DE.1"), []string{zoe.ID})
		h.equal(h.known(a, "4915550100222", "none", "DE.1"), []string{ali.ID, zoe.ID})
		h.equal(h.known(a), []string(nil))
		h.equal(h.known(other, "DE.1"), []string(nil))
		ids := func(contactID string) (out []string) {
			h.read(func(tx store.Tx) (err error) {
				out, err = tx.Identities(contactID)
				return err
			})
			return out
		}
		h.equal(len(ids(zoe.ID)), 2)
		h.write(func(tx store.Tx) error { return tx.LinkIdentity(a.ID, "4915550100222", zoe.ID) }) // the number was given to another
		h.equal(h.known(a, "4915550100222"), []string{zoe.ID})
		h.equal(ids(ali.ID), []string(nil))
		h.write(func(tx store.Tx) error { return tx.LinkIdentity(a.ID, "4915550100222", ali.ID) })
		h.write(func(tx store.Tx) error { return tx.MergeContacts(zoe.ID, ali.ID) })
		h.equal(h.known(a, "4915550100222", "4915550100111", "DE.1"), []string{zoe.ID})
	}},
	{"AnEventCountsOnce", func(h *house) {
		a, other := h.account(harbour, desk.ChannelMessenger), h.account(mill, desk.ChannelMessenger)
		seen := func(a store.ChannelAccount, key string) (fresh bool) {
			h.write(func(tx store.Tx) (err error) {
				fresh, err = tx.SeenEvent(a.ID, key)
				return err
			})
			return fresh
		}
		h.equal([]bool{seen(a, "k"), seen(a, "k"), seen(other, "k"), seen(a, "l")}, []bool{true, false, true, true})
	}},
	{"LinesByMonth", func(h *house) {
		a := h.account(harbour, desk.ChannelWhatsApp)
		h.write(func(tx store.Tx) error {
			for _, l := range [][2]string{{"2026-11", "service"}, {"2026-11", "service"}, {"2026-11", "utility"}, {"2026-12", "service"}} {
				if err := tx.CountLine(a.ID, l[0], l[1]); err != nil {
					return err
				}
			}
			return nil
		})
		h.read(func(tx store.Tx) error {
			got, err := tx.LineCount(a.ID, "2026-11")
			h.equal(got, map[string]int64{"service": 2, "utility": 1})
			got, _ = tx.LineCount(a.ID, "2026-10")
			h.equal(len(got), 0)
			return err
		})
	}},
	{"Templates", func(h *house) {
		a := h.account(harbour, desk.ChannelWhatsApp)
		read := func(want string, wantAt time.Time) {
			h.Helper()
			h.read(func(tx store.Tx) error {
				doc, at, err := tx.Templates(a.ID)
				h.equal([]any{doc, at}, []any{want, wantAt})
				return err
			})
		}
		read("", time.Time{})
		for i, doc := range []string{`[1]`, `[2]`} {
			at := h.start.Add(time.Duration(i) * time.Minute)
			h.write(func(tx store.Tx) error { return tx.PutTemplates(a.ID, doc, at) })
			read(doc, at)
		}
	}},
}

package storetest

import (
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

var people = []testCase{
	{"CreateUpdateFind", func(h *house) {
		p := desk.Person{ID: id("person"), Email: "zoe@example.org", Name: "Zoë Quinn", PublicName: "Zoë", Role: desk.RoleAdmin,
			PropertyIDs: []string{mill, harbour}, Duty: desk.DutyAway, Active: true, PasswordHash: "$argon2id$x", Preferences: `{"a":1}`, CreatedAt: h.start}
		h.write(func(tx store.Tx) error { return tx.CreatePerson(p) })
		p.PropertyIDs = []string{harbour, mill}
		h.equal(h.person(p.ID), p)
		h.read(func(tx store.Tx) error {
			got, err := tx.PersonByEmail("zoe@example.org")
			h.equal(got, p)
			_, none := tx.PersonByEmail("Zoe@example.org")
			h.isNotFound(none)
			return err
		})
		s := h.talk(harbour)
		h.save(s.ID, func(o *desk.Outcome) { o.Held = []desk.HeldChange{{AgentID: p.ID, By: 2}} })
		p.Name, p.Role, p.PropertyIDs, p.Duty, p.Active, p.Held, p.LastSeenAt = "Zoë", desk.RoleAgent, []string{mill}, desk.DutyOnline, false, 99, h.start
		h.write(func(tx store.Tx) error { return tx.UpdatePerson(p) })
		p.Held, p.LastSeenAt = 2, time.Time{} // those are not the caller's
		h.equal(h.person(p.ID), p)
		h.read(func(tx store.Tx) error {
			all, err := tx.ListPeople()
			h.equal(len(all), 3)
			return err
		})
	}},
	{"AnAddressBelongsToOne", func(h *house) {
		taken := somebody(id("person"), h.start)
		taken.Email = ana + "@example.org"
		h.refused(desk.CodeExists, h.Write(h.Context(), func(tx store.Tx) error { return tx.CreatePerson(taken) }))
		b := h.person(ben)
		b.Email = taken.Email
		h.refused(desk.CodeExists, h.Write(h.Context(), func(tx store.Tx) error { return tx.UpdatePerson(b) }))
		b.ID = "nobody"
		h.isNotFound(h.Write(h.Context(), func(tx store.Tx) error { return tx.UpdatePerson(b) }))
		h.equal(h.person(ben).Email, ben+"@example.org")
	}},
	{"APersonsPropertiesExist", func(h *house) {
		p := somebody(id("person"), h.start)
		p.PropertyIDs = []string{harbour, "nowhere"}
		h.isNotFound(h.Write(h.Context(), func(tx store.Tx) error { return tx.CreatePerson(p) }))
		h.read(func(tx store.Tx) error {
			_, err := tx.Person(p.ID)
			h.isNotFound(err)
			return nil
		})
	}},
	{"Sessions", func(h *house) {
		at := func(hash, person string, seen time.Duration) store.Session {
			return store.Session{TokenHash: hash, PersonID: person, CreatedAt: h.start, SeenAt: h.start.Add(seen), ExpiresAt: h.start.Add(time.Hour),
				Device: "Firefox on Linux", Address: "192.0.2.1"}
		}
		a, b, c := at("a", ana, 0), at("b", ana, time.Second), at("c", ben, 0)
		h.write(func(tx store.Tx) error {
			for _, s := range []store.Session{a, b, c} {
				if err := tx.CreateSession(s); err != nil {
					return err
				}
			}
			return nil
		})
		h.sessions(ana, b, a)
		a.SeenAt, a.ExpiresAt = h.start.Add(time.Minute), h.start.Add(2*time.Hour)
		h.write(func(tx store.Tx) error { return tx.TouchSession("a", a.SeenAt, a.ExpiresAt) })
		h.read(func(tx store.Tx) error {
			got, err := tx.Session("a")
			h.equal(got, a)
			_, none := tx.Session("nothing")
			h.isNotFound(none)
			return err
		})
		h.sessions(ana, a, b)
		h.write(func(tx store.Tx) error { return tx.DeleteSessions(ana, "b") })
		h.sessions(ana, b)
		h.write(func(tx store.Tx) error { return tx.DeleteSession("b") })
		h.sessions(ana)
		h.sessions(ben, c)
		h.write(func(tx store.Tx) error { return tx.DeleteSessions(ben, "") })
		h.sessions(ben)
		h.isNotFound(h.Write(h.Context(), func(tx store.Tx) error { return tx.CreateSession(at("d", "nobody", 0)) }))
	}},
	{"Invites", func(h *house) {
		i := store.Invite{ID: id("invite"), TokenHash: "t", Kind: "invitation", Email: "new@example.org", Role: desk.RoleAgent,
			PropertyIDs: []string{harbour}, CreatedBy: ana, CreatedAt: h.start, ExpiresAt: h.start.Add(time.Hour)}
		h.write(func(tx store.Tx) error { return tx.CreateInvite(i) })
		h.read(func(tx store.Tx) error {
			got, err := tx.InviteByToken("t")
			h.equal(got, i)
			list, _ := tx.ListInvites()
			h.equal(list, []store.Invite{i})
			_, none := tx.InviteByToken("u")
			h.isNotFound(none)
			return err
		})
		h.write(func(tx store.Tx) error { return tx.DeleteInvite(i.ID) })
		h.read(func(tx store.Tx) error {
			_, none := tx.InviteByToken("t")
			h.isNotFound(none)
			return nil
		})
	}},
}

func (h *house) sessions(person string, want ...store.Session) {
	h.Helper()
	h.read(func(tx store.Tx) error {
		got, err := tx.ListSessions(person)
		h.equal(got, want)
		return err
	})
}

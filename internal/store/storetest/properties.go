package storetest

import (
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

var properties = []testCase{
	{"CreateUpdateFind", func(h *house) {
		p := desk.Property{ID: id("property"), Key: "demo", Name: "Harbour View", CreatedAt: h.start, UpdatedAt: h.start,
			Settings: desk.PropertySettings{Code: "HV", Hue: 3, TimeZone: "Europe/Lisbon", Languages: []string{"en", "pt-PT"}, DefaultLanguage: "en",
				Sites: []string{"https://hotel.example"}, AssistantPause: time.Second,
				Look:     desk.Look{Colour: "#123456", Greeting: map[string]string{"en": "Hello"}, QuickReplies: map[string][]string{"en": {"Parking?"}}},
				PreChat:  desk.PreChat{Enabled: true, Fields: []string{"name"}},
				LiveChat: map[desk.Channel]desk.LiveChat{desk.ChannelWeb: desk.DefaultLiveChat(desk.ChannelWeb)},
				Words:    map[string]map[desk.LineCode]string{"de": {desk.LineWaiting: "Einen Moment"}}}}
		h.write(func(tx store.Tx) error { return tx.CreateProperty(p) })
		check := func() {
			h.Helper()
			h.read(func(tx store.Tx) error {
				got, err := tx.Property(p.ID)
				h.equal(got, p)
				byKey, _ := tx.PropertyByKey(p.Key)
				h.equal(byKey, p)
				all, _ := tx.ListProperties()
				h.equal(len(all), 3)
				return err
			})
		}
		check()
		p.Name, p.Key, p.UpdatedAt, p.Settings.Sites = "Harbour", "other", h.start.Add(time.Second), nil
		h.write(func(tx store.Tx) error { return tx.UpdateProperty(p) })
		check()
		h.read(func(tx store.Tx) error {
			_, err := tx.PropertyByKey("demo")
			h.isNotFound(err)
			return nil
		})
		taken := desk.Property{ID: id("property"), Key: "other"}
		h.refused(desk.CodeExists, h.Write(h.Context(), func(tx store.Tx) error { return tx.CreateProperty(taken) }))
		taken.ID = mill
		h.refused(desk.CodeExists, h.Write(h.Context(), func(tx store.Tx) error { return tx.UpdateProperty(taken) }))
		taken.ID = "nowhere"
		h.isNotFound(h.Write(h.Context(), func(tx store.Tx) error { return tx.UpdateProperty(desk.Property{ID: "nowhere", Key: "free"}) }))
	}},
	{"SitesSeen", func(h *house) {
		for _, d := range []time.Duration{0, time.Minute, time.Second} { // only later ones count
			h.write(func(tx store.Tx) error { return tx.MarkSeen(harbour, "https://a.example", h.start.Add(d)) })
		}
		h.write(func(tx store.Tx) error { return tx.MarkSeen(mill, "https://a.example", h.start) })
		h.read(func(tx store.Tx) error {
			got, err := tx.SitesSeen(harbour)
			h.equal(got, map[string]time.Time{"https://a.example": h.start.Add(time.Minute)})
			return err
		})
		h.isNotFound(h.Write(h.Context(), func(tx store.Tx) error { return tx.MarkSeen("nowhere", "https://a.example", h.start) }))
	}},
	{"Contacts", func(h *house) {
		c := desk.Contact{ID: id("contact"), PropertyID: harbour, AccountID: "page", Channel: desk.ChannelMessenger, ExternalID: "psid", Name: "Zoë",
			Email: "z@example.org", Phone: "+351", Language: "fr", TimeZone: "Europe/Paris", Proof: desk.Proof{By: desk.ProofByLink, Booking: "HV-1", Until: h.start.Add(time.Hour)}, Blocked: true, Test: true, NoAddress: true, Notes: "n",
			Attributes: map[string]string{"room": "12"}, Device: "phone", Pages: []desk.PageView{{URL: "https://a.example/", Title: "A", At: h.start}},
			CreatedAt: h.start, SeenAt: h.start, ReadSeq: 3}
		h.write(func(tx store.Tx) error { return tx.CreateContact(c) })
		h.equal(h.contact(c.ID), c)
		same := c
		same.ID = id("contact")
		h.refused(desk.CodeExists, h.Write(h.Context(), func(tx store.Tx) error { return tx.CreateContact(same) }))
		changed := c
		changed.Proof = desk.Proof{By: desk.ProofByAgent, Until: h.start.Add(time.Minute)}
		changed.Name, changed.Blocked, changed.NoAddress, changed.Pages, changed.Attributes = "Anna", false, false, nil, map[string]string{"room": "13"}
		changed.PropertyID, changed.ExternalID, changed.ReadSeq, changed.CreatedAt = mill, "other", 0, h.start.Add(time.Hour)
		h.write(func(tx store.Tx) error { return tx.UpdateContact(changed) })
		changed.PropertyID, changed.ExternalID, changed.ReadSeq, changed.CreatedAt = harbour, "psid", 3, h.start // where it belongs stays
		h.equal(h.contact(c.ID), changed)
		for _, seq := range []int64{9, 4} {
			h.write(func(tx store.Tx) error { return tx.SetGuestRead(c.ID, seq) })
		}
		h.equal(h.contact(c.ID).ReadSeq, int64(9))
		for _, err := range []error{
			h.Write(h.Context(), func(tx store.Tx) error { return tx.SetGuestRead("nobody", 1) }),
			h.Write(h.Context(), func(tx store.Tx) error { return tx.UpdateContact(desk.Contact{ID: "nobody"}) }),
			h.Write(h.Context(), func(tx store.Tx) error {
				return tx.CreateContact(desk.Contact{ID: id("contact"), PropertyID: "nowhere", Channel: desk.ChannelWeb})
			}),
		} {
			h.isNotFound(err)
		}
	}},
	{"GuestTokens", func(h *house) {
		c := h.guest(harbour)
		find := func(hash string, at time.Duration) (got desk.Contact, err error) {
			err = h.Read(h.Context(), func(tx store.Tx) (err error) {
				got, err = tx.ContactByToken(hash, h.start.Add(at))
				return err
			})
			return got, err
		}
		h.write(func(tx store.Tx) error { return tx.CreateGuestToken("hash", c.ID, h.start.Add(time.Hour)) })
		got, err := find("hash", 0)
		h.equal(got, c)
		h.refused("", err)
		_, err = find("hash", time.Hour)
		h.isNotFound(err)
		_, err = find("other", 0)
		h.isNotFound(err)
		h.write(func(tx store.Tx) error {
			if err := tx.TouchGuestToken("gone", h.start); err != nil {
				return err
			}
			return tx.TouchGuestToken("hash", h.start.Add(2*time.Hour))
		})
		_, err = find("hash", time.Hour)
		h.refused("", err)
		h.write(func(tx store.Tx) error { return tx.DeleteGuestToken("hash") })
		_, err = find("hash", 0)
		h.isNotFound(err)
		h.isNotFound(h.Write(h.Context(), func(tx store.Tx) error { return tx.CreateGuestToken("x", "nobody", h.start) }))
	}},
	{"KnowledgeHasAVersion", func(h *house) {
		version := func(want int64) {
			h.Helper()
			h.read(func(tx store.Tx) error {
				got, err := tx.KnowledgeVersion(harbour)
				h.equal(got, want)
				return err
			})
		}
		version(0)
		f := store.KnowledgeFact{PropertyID: harbour, Key: "parking", State: "yes", Details: "18 EUR a night", UpdatedBy: ana, UpdatedAt: h.start}
		e := store.KnowledgeEntry{ID: id("entry"), PropertyID: harbour, Questions: []string{"Pets?", "Dogs?"}, Answer: "Up to 10 kg.", Language: "en",
			BookedOnly: true, UpdatedBy: ana, UpdatedAt: h.start}
		h.write(func(tx store.Tx) error { return tx.PutFact(f) })
		version(1)
		h.write(func(tx store.Tx) error { return tx.PutEntry(e) })
		version(2)
		f.Details, e.Answer, e.BookedOnly = "20 EUR a night", "", false
		h.write(func(tx store.Tx) error {
			if err := tx.PutFact(f); err != nil {
				return err
			}
			return tx.PutEntry(e)
		})
		version(4)
		h.read(func(tx store.Tx) error {
			facts, err := tx.Facts(harbour)
			h.equal(facts, []store.KnowledgeFact{f})
			entries, _ := tx.KnowledgeEntries(harbour)
			h.equal(entries, []store.KnowledgeEntry{e})
			one, _ := tx.KnowledgeEntry(harbour, e.ID)
			h.equal(one, e)
			_, none := tx.KnowledgeEntry(mill, e.ID) // another property's
			h.isNotFound(none)
			others, _ := tx.Facts(mill)
			h.equal(len(others), 0)
			return err
		})
		h.isNotFound(h.Write(h.Context(), func(tx store.Tx) error { return tx.DeleteEntry(mill, e.ID) }))
		version(4)
		h.write(func(tx store.Tx) error { return tx.DeleteEntry(harbour, e.ID) })
		version(5)
		h.isNotFound(h.Write(h.Context(), func(tx store.Tx) error { return tx.PutFact(store.KnowledgeFact{PropertyID: "nowhere", Key: "k"}) }))
	}},
}

func (h *house) contact(contactID string) (c desk.Contact) {
	h.Helper()
	h.read(func(tx store.Tx) (err error) {
		c, err = tx.Contact(contactID)
		return err
	})
	return c
}

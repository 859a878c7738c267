package storetest

import (
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

var corrections = []testCase{
	{"WhatOnlyAChannelKnowsIsKept", func(h *house) {
		s := h.talk(harbour)
		carried := &desk.Carried{
			Media: []desk.Media{{Kind: "image", State: desk.MediaPending, Type: "image/jpeg"}},
			Place: &desk.Place{Latitude: 38.7, Longitude: -9.1, Name: "Quay"}, Cards: []desk.Card{{Name: "Jana", Phones: []string{"+49"}}},
			Quote: &desk.Quote{ProviderID: "mid.0"}, SaidAt: h.start,
		}
		var told desk.Entry
		h.wrote(s.ID, func(e *desk.Entry) {
			e.Kind, e.Author, e.ProviderID, e.Carried = desk.EntryMessage, desk.Author{Kind: desk.AuthorGuest, ID: s.ContactID}, "mid.1", carried
			told = *e
		})
		edit := desk.Correction{Of: told.ID, Cause: desk.CorrectionReaction, Text: "words", Reactions: []desk.Reaction{{By: desk.AuthorGuest, Emoji: "❤"}}}
		h.wrote(s.ID, func(e *desk.Entry) { e.Kind, e.Correction = desk.EntryEdit, &edit })
		h.hear(s.ID, "later")
		h.read(func(tx store.Tx) error {
			found, err := tx.EntryByProvider(s.AccountID, "mid.1")
			if err != nil {
				return err
			}
			h.equal(found.Carried, carried)
			h.equal(found.ID, told.ID)
			same, err := tx.Entry(s.ID, told.ID)
			if err != nil {
				return err
			}
			h.equal(same, found)
			for _, id := range []string{"", "mid.2"} {
				_, err = tx.EntryByProvider(s.AccountID, id)
				h.isNotFound(err)
			}
			_, err = tx.EntryByProvider("another", "mid.1")
			h.isNotFound(err)
			_, err = tx.Entry(s.ID, "nothing")
			h.isNotFound(err)
			list, err := tx.Corrections(s.ID, 0)
			if err != nil {
				return err
			}
			if len(list) != 1 || list[0].Seq != 2 {
				h.Errorf("corrections %+v", list)
			} else {
				h.equal(list[0].Correction, &edit)
			}
			list, err = tx.Corrections(s.ID, 2)
			if len(list) != 0 {
				h.Errorf("after the newest: %+v", list)
			}
			return err
		})
	}},
	{"AMergedMessageIsFoundUnderTheChannelsId", func(h *house) {
		a, b := h.talk(harbour), h.talk(harbour)
		h.hear(a.ID, "one")
		h.wrote(b.ID, func(e *desk.Entry) {
			e.Kind, e.Author, e.ProviderID = desk.EntryMessage, desk.Author{Kind: desk.AuthorGuest, ID: b.ContactID}, "mid.1"
		})
		h.merge(a.ID, b.ID)
		h.read(func(tx store.Tx) error {
			found, err := tx.EntryByProvider(b.AccountID, "mid.1")
			if err == nil && (found.ConversationID != a.ID || found.ContactID != a.ContactID || found.Seq != 2) {
				h.Errorf("%+v", found)
			}
			return err
		})
	}},
}

// wrote appends one public entry, as the test wants it.
func (h *house) wrote(conversationID string, change func(*desk.Entry)) {
	h.Helper()
	h.write(func(tx store.Tx) error {
		s, err := tx.State(conversationID)
		if err != nil {
			return err
		}
		out, entries := says(s, "words", "", tx.Now())
		change(&entries[0])
		return tx.Save(s, out, entries)
	})
}

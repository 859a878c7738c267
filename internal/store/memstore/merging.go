package memstore

import (
	"slices"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// Absorb implements store.Merging.
func (t *tx) Absorb(older, younger desk.State, m desk.Merged) error {
	if err := t.writable(); err != nil {
		return err
	}
	for _, s := range []desk.State{older, younger} {
		if stored, ok := t.d.states[s.ID]; !ok || stored.LastSeq != s.LastSeq {
			return desk.ErrChanged
		}
	}
	for _, s := range []desk.State{m.Base, m.Pointer} {
		if err := t.check(s); err != nil {
			return err
		}
	}
	put(t, t.d.states, older.ID, cloneState(m.Base))
	put(t, t.d.states, younger.ID, cloneState(m.Pointer))
	entries := slices.Clip(t.d.entries[older.ID])
	for _, e := range t.d.entries[younger.ID] {
		sent := pair{store.Sender(e), e.ClientID}
		e = cloneEntry(e)
		e.ConversationID, e.ContactID, e.Seq, e.Epoch = older.ID, older.ContactID, e.Seq+m.Offset, max(e.Epoch, m.Floor)
		if e.PrevPublic == 0 {
			e.PrevPublic = older.LastPublicSeq
		} else {
			e.PrevPublic += m.Offset
		}
		entries = append(entries, e)
		if e.ClientID != "" {
			put(t, t.d.byClientID, sent, cloneEntry(e))
		}
		if e.ProviderID != "" {
			put(t, t.d.byProviderID, pair{younger.AccountID, e.ProviderID}, cloneEntry(e))
		}
	}
	put(t, t.d.entries, older.ID, entries)
	drop(t, t.d.entries, younger.ID)
	t.followConversation(older, younger, m)
	t.followDeliveries(older.ID, younger.ID, m)
	t.followTraces(older.ID, younger.ID)
	return nil
}

// followConversation lets the rows that hang on a conversation follow it into another.
func (t *tx) followConversation(older, younger desk.State, m desk.Merged) {
	for id, r := range t.d.requests {
		if r.conversationID == younger.ID {
			put(t, t.d.requests, id, opened{older.ID, r.request})
		}
	}
	for _, r := range m.Ended.Requests {
		put(t, t.d.requests, r.ID, opened{older.ID, r})
	}
	for id, f := range t.d.files {
		if f.ConversationID == younger.ID {
			f.ConversationID = older.ID
			put(t, t.d.files, id, f)
		}
	}
	for n, k := range t.d.tickets {
		if k.ConversationID == younger.ID {
			k.ConversationID = older.ID
			put(t, t.d.tickets, n, k)
		}
	}
	of := append(slices.Clone(t.d.ofThread[older.ID]), t.d.ofThread[younger.ID]...)
	slices.Sort(of)
	put(t, t.d.ofThread, older.ID, of)
	drop(t, t.d.ofThread, younger.ID)
	for id, row := range t.d.mails {
		if row.ConversationID == younger.ID {
			row.ConversationID = older.ID
			put(t, t.d.mails, id, row)
		}
	}
	rings := map[store.AlertKind]bool{}
	for _, a := range t.d.alerts {
		if a.ConversationID == older.ID && a.Open() && a.Kind.OfLook() {
			rings[a.Kind] = true
		}
	}
	for id, a := range t.d.alerts {
		if a.ConversationID == younger.ID && !(a.Open() && rings[a.Kind]) {
			a.ConversationID = older.ID
			put(t, t.d.alerts, id, a)
		}
	}
	for k, d := range t.d.drafts {
		if to := (pair{k.a, older.ID}); k.b == younger.ID {
			if _, own := t.d.drafts[to]; !own {
				put(t, t.d.drafts, to, d)
				drop(t, t.d.drafts, k)
			}
		}
	}
	if a, ok := t.d.absences[younger.ID]; ok {
		if _, own := t.d.absences[older.ID]; !own {
			a.ConversationID, a.SentSeq = older.ID, a.SentSeq+m.Offset
			put(t, t.d.absences, older.ID, a)
		}
		drop(t, t.d.absences, younger.ID)
	}
}

// MergeContacts implements store.Merging.
func (t *tx) MergeContacts(olderID, youngerID string) error {
	if err := t.writable(); err != nil {
		return err
	}
	open := 0
	for _, id := range []string{olderID, youngerID} {
		if _, ok := t.d.contacts[id]; !ok {
			return desk.ErrNotFound
		}
		for _, of := range t.d.ofContact[id] {
			if t.d.states[of].Status == desk.StatusOpen {
				open++
			}
		}
	}
	if open > 1 {
		return desk.Refuse(desk.CodeConflict, "Both guests have an open conversation. Merge these first.")
	}
	var stay, moved []string
	for _, id := range t.d.ofContact[youngerID] {
		s := t.d.states[id]
		if s.MergedInto != "" {
			stay = append(stay, id)
			continue
		}
		moved = append(moved, id)
		s = cloneState(s)
		s.ContactID = olderID
		put(t, t.d.states, id, s)
	}
	put(t, t.d.ofContact, youngerID, stay)
	put(t, t.d.ofContact, olderID, append(slices.Clone(t.d.ofContact[olderID]), moved...))
	for id, list := range t.d.entries {
		if t.d.states[id].ContactID != olderID {
			continue
		}
		list = slices.Clone(list)
		for i := range list {
			list[i].ContactID = olderID
		}
		put(t, t.d.entries, id, list)
	}
	for k, e := range t.d.byClientID {
		if to := (pair{olderID, k.b}); k.a == youngerID {
			e.ContactID = olderID
			if _, own := t.d.byClientID[to]; !own {
				put(t, t.d.byClientID, to, e)
				drop(t, t.d.byClientID, k)
			}
		}
	}
	t.followContact(olderID, youngerID)
	t.followIdentities(olderID, youngerID)
	c := t.d.contacts[youngerID]
	c.MergedInto = olderID
	put(t, t.d.contacts, youngerID, c)
	return nil
}

// followContact lets the rows that hang on a contact follow it into another.
func (t *tx) followContact(olderID, youngerID string) {
	for id, f := range t.d.files {
		if f.ContactID == youngerID {
			f.ContactID = olderID
			put(t, t.d.files, id, f)
		}
	}
	for n, k := range t.d.tickets {
		if k.ContactID == youngerID {
			k.ContactID = olderID
			if from, to := (pair{youngerID, k.FormID}), (pair{olderID, k.FormID}); k.FormID != "" {
				drop(t, t.d.byForm, from)
				if _, own := t.d.byForm[to]; own {
					k.FormID = ""
				} else {
					put(t, t.d.byForm, to, n)
				}
			}
			put(t, t.d.tickets, n, k)
		}
	}
	for id, row := range t.d.mails {
		if row.ContactID == youngerID {
			row.ContactID = olderID
			put(t, t.d.mails, id, row)
		}
	}
	for hash, k := range t.d.tokens {
		if k.contactID == youngerID {
			put(t, t.d.tokens, hash, token{olderID, k.expires})
		}
	}
	if f, ok := t.d.forms[youngerID]; ok {
		if _, own := t.d.forms[olderID]; !own {
			f.ContactID = olderID
			put(t, t.d.forms, olderID, f)
		}
		drop(t, t.d.forms, youngerID)
	}
}

package sqlstore

import (
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// follows are the tables whose rows follow a conversation into another without more.
var follows = []string{"requests", "offers", "turns", "files", "tickets", "mails", "answer_traces"}

// Absorb implements store.Merging.
func (t *tx) Absorb(older, younger desk.State, m desk.Merged) error {
	for _, s := range []desk.State{older, younger} {
		t.saved.changes(s.ID)
		t.saved.begins(s.ContactID)
	}
	t.Tell(store.Hint{Kind: store.HintConversation, ID: younger.ID, Seq: m.Pointer.LastSeq})
	t.Tell(store.Hint{Kind: store.HintConversation, ID: older.ID, Seq: m.Base.LastSeq})
	// The pointer first: only one conversation of a contact may be open.
	if err := t.saveConversation(younger, m.Pointer); err != nil {
		return err
	}
	if err := t.run(`UPDATE conversations SET merged_into = $2 WHERE id = $1`, younger.ID, older.ID); err != nil {
		return err
	}
	if err := t.saveConversation(older, m.Base); err != nil {
		return err
	}
	if err := t.saveTimers(younger.ID, younger.Timers, nil); err != nil {
		return err
	}
	if err := t.saveTimers(older.ID, older.Timers, m.Base.Timers); err != nil {
		return err
	}
	if err := t.endRows(m.Ended); err != nil {
		return err
	}
	for _, table := range follows {
		if err := t.run(`UPDATE `+table+` SET conversation_id = $1 WHERE conversation_id = $2`, older.ID, younger.ID); err != nil {
			return err
		}
	}
	for _, follow := range []string{
		// Of two alarms that ring, or two looks, the younger's rings on where it is, until somebody confirms it.
		`UPDATE alerts SET conversation_id = $1 WHERE conversation_id = $2 AND (ended_at <> 0 OR kind NOT IN ('alarm', 'attention') OR NOT EXISTS (
			SELECT 1 FROM alerts o WHERE o.conversation_id = $1 AND o.ended_at = 0 AND o.kind = alerts.kind))`,
		`UPDATE drafts SET conversation_id = $1 WHERE conversation_id = $2 AND NOT EXISTS (
			SELECT 1 FROM drafts o WHERE o.conversation_id = $1 AND o.person_id = drafts.person_id)`,
	} {
		if err := t.run(follow, older.ID, younger.ID); err != nil {
			return err
		}
	}
	err := t.run(`UPDATE absences SET conversation_id = $1, sent_seq = CASE WHEN sent_seq = 0 THEN $3 ELSE sent_seq + $3 END
		WHERE conversation_id = $2 AND NOT EXISTS (SELECT 1 FROM absences o WHERE o.conversation_id = $1)`, older.ID, younger.ID, m.Offset)
	if err != nil {
		return err
	}
	if err := t.run(`UPDATE absences SET due_at = 0 WHERE conversation_id = $1`, younger.ID); err != nil {
		return err
	}
	if err := t.run(`UPDATE deliveries SET conversation_id = $1, seq = seq + $3, answers = CASE WHEN answers = 0 THEN 0 ELSE answers + $3 END,
			epoch = CASE WHEN epoch < $4 AND epoch <> -1 THEN $4 ELSE epoch END
		WHERE conversation_id = $2`, older.ID, younger.ID, m.Offset, m.Floor); err != nil {
		return err
	}
	return t.run(`UPDATE entries SET conversation_id = $1, seq = seq + $3,
			prev_public = CASE WHEN prev_public = 0 THEN $4 ELSE prev_public + $3 END,
			epoch = CASE WHEN epoch < $5 THEN $5 ELSE epoch END
		WHERE conversation_id = $2`, older.ID, younger.ID, m.Offset, older.LastPublicSeq, m.Floor)
}

// endRows writes rows that end before anything moves, because one conversation has no room for two open ones.
func (t *tx) endRows(rows desk.Rows) error {
	for _, r := range rows.Requests {
		if err := t.must(desk.ErrChanged, `UPDATE requests SET ending = $2, ended_at = $3, doc = $4 WHERE id = $1 AND ending = ''`,
			r.ID, string(r.End), ms(r.EndedAt), asDoc(r)); err != nil {
			return err
		}
	}
	for _, o := range rows.Offers {
		if err := t.must(desk.ErrChanged, `UPDATE offers SET state = $2, doc = $3 WHERE id = $1 AND state = 'shown'`,
			o.ID, string(o.State), asDoc(o)); err != nil {
			return err
		}
	}
	for _, u := range rows.Turns {
		if err := t.must(desk.ErrChanged, `UPDATE turns SET ending = $2, ended_at = $3, doc = $4 WHERE id = $1 AND ending = ''`,
			u.ID, string(u.End), ms(u.EndedAt), asDoc(u)); err != nil {
			return err
		}
	}
	return nil
}

// MergeContacts implements store.Merging.
func (t *tx) MergeContacts(olderID, youngerID string) error {
	t.saved.changes("") // the conversations of both name another contact from now on
	t.saved.begins(olderID)
	t.saved.begins(youngerID)
	t.Tell(store.Hint{Kind: store.HintContact, ID: olderID})
	t.Tell(store.Hint{Kind: store.HintContact, ID: youngerID})
	open, err := all(t, `SELECT id FROM conversations WHERE contact_id IN ($1, $2) AND status = 'open'`, with(olderID, youngerID), scanText)
	if err != nil {
		return err
	}
	if len(open) > 1 {
		return errTwoOpen
	}
	for _, id := range []string{olderID, youngerID} {
		if _, err := t.Contact(id); err != nil {
			return err
		}
	}
	for _, follow := range []string{
		`UPDATE conversations SET contact_id = $1 WHERE contact_id = $2 AND merged_into = ''`,
		`UPDATE files SET contact_id = $1 WHERE contact_id = $2`,
		`UPDATE mails SET contact_id = $1 WHERE contact_id = $2`,
		`UPDATE guest_tokens SET contact_id = $1 WHERE contact_id = $2`,
		`UPDATE identities SET contact_id = $1 WHERE contact_id = $2`,
		`UPDATE deliveries SET contact_id = $1 WHERE contact_id = $2`,
		// Two of the same id can only be a copy of one form.
		`UPDATE tickets SET contact_id = $1, form_id = CASE WHEN EXISTS (SELECT 1 FROM tickets o WHERE o.contact_id = $1 AND o.form_id <> ''
			AND o.form_id = tickets.form_id) THEN '' ELSE form_id END WHERE contact_id = $2`,
		`UPDATE entries SET sender_id = $1 WHERE sender_id = $2 AND client_id <> '' AND NOT EXISTS (
			SELECT 1 FROM entries o WHERE o.sender_id = $1 AND o.client_id = entries.client_id AND o.client_id <> '')`,
		`UPDATE guest_forms SET contact_id = $1 WHERE contact_id = $2 AND NOT EXISTS (SELECT 1 FROM guest_forms o WHERE o.contact_id = $1)`,
		`UPDATE contacts SET merged_into = $1 WHERE id = $2`,
	} {
		if err := t.run(follow, olderID, youngerID); err != nil {
			return err
		}
	}
	return t.run(`DELETE FROM guest_forms WHERE contact_id = $1`, youngerID)
}

var errTwoOpen = desk.Refuse(desk.CodeConflict, "Both guests have an open conversation. Merge these first.")

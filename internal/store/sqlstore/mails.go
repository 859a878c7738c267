package sqlstore

import (
	"errors"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

const mailColumns = `id, kind, state, message_id, recipient, property_id, conversation_id, contact_id, ticket, letter, attempts,
	next_at, error, created_at, done_at`

const mailQuery = `SELECT ` + mailColumns + ` FROM mails`

func scanMail(rows cursor) (store.Mail, error) {
	var m store.Mail
	err := rows.Scan(&m.ID, (*string)(&m.Kind), (*string)(&m.State), &m.MessageID, &m.To, &m.PropertyID, &m.ConversationID,
		&m.ContactID, &m.Ticket, &m.Letter, &m.Attempts, (*stamp)(&m.NextAt), &m.Error, (*stamp)(&m.CreatedAt), (*stamp)(&m.DoneAt))
	return m, err
}

// QueueMail implements store.Mails.
func (t *tx) QueueMail(m store.Mail) error {
	return t.run(`INSERT INTO mails (id, kind, state, message_id, recipient, property_id, conversation_id, contact_id, ticket, letter,
			attempts, next_at, lease_owner, lease_until, error, created_at, done_at)
		VALUES ($1, $2, 'queued', $3, $4, $5, $6, $7, $8, $9, 0, $10, '', 0, '', $11, 0)`,
		m.ID, string(m.Kind), m.MessageID, m.To, m.PropertyID, m.ConversationID, m.ContactID, m.Ticket, m.Letter, ms(m.NextAt), ms(m.CreatedAt))
}

// Mail implements store.Mails.
func (t *tx) Mail(id string) (store.Mail, error) {
	return first(t, mailQuery+` WHERE id = $1`, with(id), scanMail)
}

// MailByMessageID implements store.Mails.
func (t *tx) MailByMessageID(messageID string) (store.Mail, error) {
	return first(t, mailQuery+` WHERE message_id = $1`, with(messageID), scanMail)
}

// MailsOfTicket implements store.Mails.
func (t *tx) MailsOfTicket(number int64) ([]store.Mail, error) {
	return all(t, mailQuery+` WHERE ticket = $1 AND ticket <> 0 ORDER BY n`, with(number), scanMail)
}

const owedMails = `SELECT id FROM mails WHERE state = 'queued' AND next_at <= $1 ORDER BY next_at, n LIMIT $2 + 0`

// ClaimMails implements store.Mails.
func (t *tx) ClaimMails(owner string, now, until time.Time, limit int) ([]store.Mail, error) {
	return all(t, `UPDATE mails SET state = 'sending', lease_owner = $3, lease_until = $4, attempts = attempts + 1
		WHERE id IN (`+owedMails+t.d.skipLocked+`) AND state = 'queued' RETURNING `+mailColumns,
		with(ms(now), int64(store.Clamp(limit, 10, 100)), owner, ms(until)), scanMail)
}

// SettleMail implements store.Mails.
func (t *tx) SettleMail(id, owner string, now time.Time, r store.MailResult) (bool, error) {
	done := now
	from := `('sending', 'uncertain')`
	if r.State == store.MailQueued {
		done, from = time.Time{}, `('sending')`
	}
	n, err := t.exec(`UPDATE mails SET state = $3, error = $4, next_at = $5, done_at = $6, lease_until = 0
		WHERE id = $1 AND lease_owner = $2 AND state IN `+from, id, owner, string(r.State), r.Error, ms(r.NextAt), ms(done))
	return n > 0, err
}

// DoubtMails implements store.Mails.
func (t *tx) DoubtMails(now time.Time) ([]store.Mail, error) {
	until := ms(now)
	if now.IsZero() {
		until = 1 << 62
	}
	return all(t, `UPDATE mails SET state = 'uncertain', lease_until = 0, done_at = $2
		WHERE state = 'sending' AND lease_until <= $1 RETURNING `+mailColumns, with(until, ms(t.Now())), scanMail)
}

// RequeueMail implements store.Mails.
func (t *tx) RequeueMail(id string, now time.Time) error {
	n, err := t.exec(`UPDATE mails SET state = 'queued', attempts = 0, error = '', next_at = $2, lease_owner = '', done_at = 0
		WHERE id = $1 AND state IN ('uncertain', 'failed')`, id, ms(now))
	if err != nil || n > 0 {
		return err
	}
	if _, err := t.Mail(id); err != nil {
		return err
	}
	return store.ErrMailUnderWay
}

// FailMail implements store.Mails.
func (t *tx) FailMail(id, why string) error {
	return t.must(desk.ErrNotFound, `UPDATE mails SET state = 'failed', error = $2, lease_until = 0, lease_owner = '', done_at = $3
		WHERE id = $1`, id, why, ms(t.Now()))
}

// NextMail implements store.Mails.
func (t *tx) NextMail() (time.Time, error) {
	owed, err := t.earliest(`SELECT COALESCE(MIN(next_at), 0) FROM mails WHERE state = 'queued'`)
	if err != nil {
		return owed, err
	}
	leased, err := t.earliest(`SELECT COALESCE(MIN(lease_until), 0) FROM mails WHERE state = 'sending'`)
	if owed.IsZero() || !leased.IsZero() && leased.Before(owed) {
		return leased, err
	}
	return owed, err
}

// CountMails implements store.Mails.
func (t *tx) CountMails() (store.MailCounts, error) {
	var n store.MailCounts
	err := t.one(`SELECT (SELECT COUNT(*) FROM mails WHERE state = 'queued'),
		(SELECT COUNT(*) FROM mails WHERE state IN ('uncertain', 'failed') AND state = 'uncertain'),
		(SELECT COUNT(*) FROM mails WHERE state IN ('uncertain', 'failed') AND state = 'failed')`, nil, &n.Queued, &n.Uncertain, &n.Failed)
	return n, err
}

// TroubledMails implements store.Mails.
func (t *tx) TroubledMails(limit int) ([]store.Mail, error) {
	return all(t, mailQuery+` WHERE state IN ('uncertain', 'failed') ORDER BY n DESC LIMIT $1 + 0`,
		with(int64(store.Clamp(limit, 20, 100))), scanMail)
}

// MailsSince implements store.Mails.
func (t *tx) MailsSince(contactID string, kind store.MailKind, since time.Time) (int, error) {
	var n int
	err := t.one(`SELECT COUNT(*) FROM mails WHERE contact_id = $1 AND contact_id <> '' AND kind = $2 AND created_at >= $3`,
		with(contactID, string(kind), ms(since)), &n)
	return n, err
}

// MailsTo implements store.Mails.
func (t *tx) MailsTo(address string, kind store.MailKind, since time.Time) (int, error) {
	var n int
	err := t.one(`SELECT COUNT(*) FROM mails WHERE recipient = $1 AND kind = $2 AND created_at >= $3`,
		with(address, string(kind), ms(since)), &n)
	return n, err
}

// TakeMail implements store.Mails.
func (t *tx) TakeMail(messageID string, at time.Time) (bool, error) {
	n, err := t.exec(`INSERT INTO mails_taken (message_id, taken_at) VALUES ($1, $2) ON CONFLICT DO NOTHING`, messageID, ms(at))
	return n > 0, err
}

// PutAbsence implements store.Mails.
func (t *tx) PutAbsence(a store.Absence) error {
	return t.run(`INSERT INTO absences (conversation_id, sent_seq, due_at, looks) VALUES ($1, $2, $3, $4)
		ON CONFLICT (conversation_id) DO UPDATE SET sent_seq = excluded.sent_seq, due_at = excluded.due_at, looks = excluded.looks`,
		a.ConversationID, a.SentSeq, ms(a.DueAt), int64(a.Looks))
}

func scanAbsence(rows cursor) (store.Absence, error) {
	var a store.Absence
	err := rows.Scan(&a.ConversationID, &a.SentSeq, (*stamp)(&a.DueAt), &a.Looks)
	return a, err
}

// Absence implements store.Mails.
func (t *tx) Absence(conversationID string) (store.Absence, error) {
	a, err := first(t, `SELECT conversation_id, sent_seq, due_at, looks FROM absences WHERE conversation_id = $1`, with(conversationID), scanAbsence)
	if errors.Is(err, desk.ErrNotFound) {
		return store.Absence{ConversationID: conversationID}, nil
	}
	return a, err
}

// DueAbsences implements store.Mails.
func (t *tx) DueAbsences(now time.Time, limit int) ([]store.Absence, error) {
	return all(t, `SELECT conversation_id, sent_seq, due_at, looks FROM absences WHERE due_at <> 0 AND due_at <= $1
		ORDER BY due_at, conversation_id LIMIT $2 + 0`, with(ms(now), int64(store.Clamp(limit, 100, 1000))), scanAbsence)
}

// NextAbsence implements store.Mails.
func (t *tx) NextAbsence() (time.Time, error) {
	return t.earliest(`SELECT COALESCE(MIN(due_at), 0) FROM absences WHERE due_at <> 0`)
}

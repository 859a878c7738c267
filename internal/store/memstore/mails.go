package memstore

import (
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// mailRow is a mail with who sends it.
type mailRow struct {
	store.Mail
	lease store.Lease
}

// mailsWhere lists mails in the order in which they were written.
func (t *tx) mailsWhere(keep func(mailRow) bool) []mailRow {
	return values(t.d.mails, keep, func(a, b mailRow) int { return t.d.mailOrder[a.ID] - t.d.mailOrder[b.ID] })
}

func plain(rows []mailRow) []store.Mail {
	var out []store.Mail
	for _, r := range rows {
		out = append(out, r.Mail)
	}
	return out
}

// QueueMail implements store.Mails.
func (t *tx) QueueMail(m store.Mail) error {
	if err := t.writable(); err != nil {
		return err
	}
	m.State, m.Attempts, m.Error, m.DoneAt = store.MailQueued, 0, "", time.Time{}
	put(t, t.d.mails, m.ID, mailRow{Mail: m})
	put(t, t.d.mailOrder, m.ID, len(t.d.mailOrder))
	return nil
}

// Mail implements store.Mails.
func (t *tx) Mail(id string) (store.Mail, error) {
	r, err := get(t.d.mails, id)
	return r.Mail, err
}

// MailByMessageID implements store.Mails.
func (t *tx) MailByMessageID(messageID string) (store.Mail, error) {
	for _, r := range t.d.mails {
		if r.MessageID == messageID {
			return r.Mail, nil
		}
	}
	return store.Mail{}, desk.ErrNotFound
}

// MailsOfTicket implements store.Mails.
func (t *tx) MailsOfTicket(number int64) ([]store.Mail, error) {
	return plain(t.mailsWhere(func(r mailRow) bool { return number != 0 && r.Ticket == number })), nil
}

// ClaimMails implements store.Mails.
func (t *tx) ClaimMails(owner string, now, until time.Time, limit int) ([]store.Mail, error) {
	if err := t.writable(); err != nil {
		return nil, err
	}
	due := t.mailsWhere(func(r mailRow) bool { return r.State == store.MailQueued && !r.NextAt.After(now) })
	due = due[:min(len(due), store.Clamp(limit, 10, 100))]
	for i := range due {
		r := &due[i]
		r.State, r.lease = store.MailSending, store.Lease{Owner: owner, Until: until}
		r.Attempts++
		put(t, t.d.mails, r.ID, *r)
	}
	return plain(due), nil
}

// SettleMail implements store.Mails.
func (t *tx) SettleMail(id, owner string, now time.Time, res store.MailResult) (bool, error) {
	if err := t.writable(); err != nil {
		return false, err
	}
	r, ok := t.d.mails[id]
	late := r.State == store.MailUncertain && res.State != store.MailQueued
	if !ok || r.lease.Owner != owner || r.State != store.MailSending && !late {
		return false, nil
	}
	r.State, r.Error, r.NextAt, r.DoneAt, r.lease.Until = res.State, res.Error, res.NextAt, now, time.Time{}
	if res.State == store.MailQueued {
		r.DoneAt = time.Time{}
	}
	put(t, t.d.mails, id, r)
	return true, nil
}

// DoubtMails implements store.Mails.
func (t *tx) DoubtMails(now time.Time) ([]store.Mail, error) {
	if err := t.writable(); err != nil {
		return nil, err
	}
	rows := t.mailsWhere(func(r mailRow) bool {
		return r.State == store.MailSending && (now.IsZero() || !r.lease.Until.After(now))
	})
	for i := range rows {
		r := &rows[i]
		r.State, r.DoneAt, r.lease.Until = store.MailUncertain, t.Now(), time.Time{}
		put(t, t.d.mails, r.ID, *r)
	}
	return plain(rows), nil
}

// RequeueMail implements store.Mails.
func (t *tx) RequeueMail(id string, now time.Time) error {
	if err := t.writable(); err != nil {
		return err
	}
	r, ok := t.d.mails[id]
	if !ok {
		return desk.ErrNotFound
	}
	if r.State != store.MailUncertain && r.State != store.MailFailed {
		return store.ErrMailUnderWay
	}
	r.State, r.Attempts, r.Error, r.NextAt, r.DoneAt, r.lease = store.MailQueued, 0, "", now, time.Time{}, store.Lease{}
	put(t, t.d.mails, id, r)
	return nil
}

// FailMail implements store.Mails.
func (t *tx) FailMail(id, why string) error {
	if err := t.writable(); err != nil {
		return err
	}
	r, ok := t.d.mails[id]
	if !ok {
		return desk.ErrNotFound
	}
	r.State, r.Error, r.DoneAt, r.lease = store.MailFailed, why, t.Now(), store.Lease{}
	put(t, t.d.mails, id, r)
	return nil
}

// NextMail implements store.Mails.
func (t *tx) NextMail() (time.Time, error) {
	var next time.Time
	for _, r := range t.d.mails {
		at := r.NextAt
		switch r.State {
		case store.MailQueued:
		case store.MailSending:
			at = r.lease.Until
		default:
			continue
		}
		if next.IsZero() || at.Before(next) {
			next = at
		}
	}
	return next, nil
}

// CountMails implements store.Mails.
func (t *tx) CountMails() (store.MailCounts, error) {
	var n store.MailCounts
	for _, r := range t.d.mails {
		switch r.State {
		case store.MailQueued:
			n.Queued++
		case store.MailUncertain:
			n.Uncertain++
		case store.MailFailed:
			n.Failed++
		}
	}
	return n, nil
}

// TroubledMails implements store.Mails.
func (t *tx) TroubledMails(limit int) ([]store.Mail, error) {
	rows := plain(t.mailsWhere(func(r mailRow) bool { return r.State == store.MailUncertain || r.State == store.MailFailed }))
	var out []store.Mail
	for i := len(rows) - 1; i >= 0 && len(out) < store.Clamp(limit, 20, 100); i-- {
		out = append(out, rows[i])
	}
	return out, nil
}

// MailsSince implements store.Mails.
func (t *tx) MailsSince(contactID string, kind store.MailKind, since time.Time) (int, error) {
	return len(t.mailsWhere(func(r mailRow) bool {
		return contactID != "" && r.ContactID == contactID && r.Kind == kind && !r.CreatedAt.Before(since)
	})), nil
}

// MailsTo implements store.Mails.
func (t *tx) MailsTo(address string, kind store.MailKind, since time.Time) (int, error) {
	return len(t.mailsWhere(func(r mailRow) bool { return r.To == address && r.Kind == kind && !r.CreatedAt.Before(since) })), nil
}

// TakeMail implements store.Mails.
func (t *tx) TakeMail(messageID string, _ time.Time) (bool, error) {
	if err := t.writable(); err != nil {
		return false, err
	}
	if t.d.taken[messageID] {
		return false, nil
	}
	put(t, t.d.taken, messageID, true)
	return true, nil
}

// PutAbsence implements store.Mails.
func (t *tx) PutAbsence(a store.Absence) error {
	if err := t.writable(); err != nil {
		return err
	}
	if _, ok := t.d.states[a.ConversationID]; !ok {
		return desk.ErrNotFound
	}
	put(t, t.d.absences, a.ConversationID, a)
	return nil
}

// Absence implements store.Mails.
func (t *tx) Absence(conversationID string) (store.Absence, error) {
	if a, ok := t.d.absences[conversationID]; ok {
		return a, nil
	}
	return store.Absence{ConversationID: conversationID}, nil
}

// DueAbsences implements store.Mails.
func (t *tx) DueAbsences(now time.Time, limit int) ([]store.Absence, error) {
	due := values(t.d.absences, func(a store.Absence) bool { return !a.DueAt.IsZero() && !a.DueAt.After(now) }, func(a, b store.Absence) int {
		if c := a.DueAt.Compare(b.DueAt); c != 0 {
			return c
		}
		return compare(a.ConversationID, b.ConversationID)
	})
	return due[:min(len(due), store.Clamp(limit, 100, 1000))], nil
}

// NextAbsence implements store.Mails.
func (t *tx) NextAbsence() (time.Time, error) {
	var next time.Time
	for _, a := range t.d.absences {
		if !a.DueAt.IsZero() && (next.IsZero() || a.DueAt.Before(next)) {
			next = a.DueAt
		}
	}
	return next, nil
}

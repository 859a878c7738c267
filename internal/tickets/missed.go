package tickets

import (
	"context"
	"errors"
	"time"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/mail"
	"deskbell/internal/store"
)

// How the looking for absent guests paces itself.
const (
	lookAgain = time.Second
	// lookBatch is how many threads are looked at in one go.
	lookBatch = 50
	// putOff is the first pause before looking again at a guest who is there and has not read; it doubles up to
	// putOffMost, and after looksMost looks the guest is left to find it.
	putOff     = 30 * time.Second
	putOffMost = 10 * time.Minute
	looksMost  = 40
	// missedMost bounds the mails that one guest is sent within a day, whatever is written.
	missedMost = 20
	// carryMost is how many messages one mail carries: the newest ones.
	carryMost = 40
)

// Due says that a thread is to be looked at by then. It does not block. It is the Book's Due.
func (c *Clerk) Due(at time.Time) {
	for {
		select {
		case c.wake <- at:
			return
		case other := <-c.wake:
			if other.Before(at) {
				at = other
			}
		}
	}
}

// Run sends what absent guests have missed until ctx is done. What is owed is a row: a restart changes nothing but that
// nobody is known to be away right after it.
func (c *Clerk) Run(ctx context.Context) error {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-c.wake:
		case <-timer.C:
		}
		wait, err := c.look(ctx)
		if err != nil && ctx.Err() == nil {
			c.cfg.Log.Warn("cannot look after absent guests", "err", err)
			wait = lookAgain
		}
		timer.Reset(wait)
	}
}

// look looks at the threads that are due and says how long there is nothing to do.
func (c *Clerk) look(ctx context.Context) (time.Duration, error) {
	var now, next time.Time
	var due []store.Absence
	err := c.cfg.Store.Read(ctx, func(tx store.Tx) (err error) {
		now = tx.Now()
		if due, err = tx.DueAbsences(now, lookBatch); err != nil {
			return err
		}
		next, err = tx.NextAbsence()
		return err
	})
	if err != nil {
		return 0, err
	}
	if len(due) == 0 {
		if next.IsZero() {
			return lookAgain, nil
		}
		return min(max(next.Sub(now), 0), lookAgain), nil
	}
	for _, a := range due {
		if err := c.cfg.Store.Write(ctx, func(tx store.Tx) error { return c.missed(tx, a.ConversationID) }); err != nil {
			return 0, err
		}
	}
	return 0, nil
}

// missed settles one due thread: what the guest has not read goes out in one mail, or is looked at again later, or there
// is nothing. The row and the mail change in one transaction, so nothing goes out twice.
func (c *Clerk) missed(tx store.Tx, conversationID string) error {
	a, err := tx.Absence(conversationID)
	if err != nil || a.DueAt.IsZero() || a.DueAt.After(tx.Now()) {
		return err
	}
	s, err := tx.State(conversationID)
	if err != nil {
		return err
	}
	guest, err := tx.Contact(s.ContactID)
	if err != nil {
		return err
	}
	unread, last, err := unread(tx, s, max(guest.ReadSeq, a.SentSeq))
	if err != nil {
		return err
	}
	settings, err := mail.SettingsIn(tx)
	if err != nil {
		return err
	}
	address, err := addressOf(tx, s)
	if err != nil {
		return err
	}
	if len(unread) == 0 || guest.Blocked || address == "" || !settings.Set() {
		a.DueAt, a.Looks = time.Time{}, 0
		return tx.PutAbsence(a)
	}
	if !c.cfg.Away(guest.ID) {
		if a.Looks++; a.Looks > looksMost {
			a.DueAt, a.Looks = time.Time{}, 0
		} else {
			a.DueAt = tx.Now().Add(min(putOff<<min(a.Looks-1, 10), putOffMost))
		}
		return tx.PutAbsence(a)
	}
	a.DueAt, a.Looks, a.SentSeq = time.Time{}, 0, last
	if err := tx.PutAbsence(a); err != nil {
		return err
	}
	sent, err := tx.MailsSince(guest.ID, store.MailMissed, tx.Now().Add(-24*time.Hour))
	if err != nil || sent >= missedMost {
		return err
	}
	m := store.Mail{Kind: store.MailMissed, To: address, PropertyID: s.PropertyID, ConversationID: s.ID, ContactID: guest.ID}
	list, err := tx.TicketsOfConversation(s.ID)
	if err != nil {
		return err
	}
	if len(list) > 0 && list[0].Status != desk.TicketDone {
		m.Ticket = list[0].Number
	}
	letter, err := c.missedLetter(tx, s, guest, m.Ticket, unread)
	if err != nil {
		return err
	}
	_, err = c.cfg.Post.Queue(tx, m, letter)
	return err
}

// unread is what people and the assistant have written after a seq, as far as a guest is to know it, and the newest seq
// that it covers.
func unread(tx store.Tx, s desk.State, after int64) ([]desk.Entry, int64, error) {
	if after >= s.LastPublicSeq {
		return nil, after, nil
	}
	entries, err := tx.Entries(s.ID, store.EntryFilter{After: after, PublicOnly: true, Limit: 500})
	if err != nil {
		return nil, after, err
	}
	var out []desk.Entry
	for _, e := range entries {
		switch {
		case e.Kind == desk.EntryMessage && e.Author.Kind == desk.AuthorGuest:
			out = nil // whoever writes has read what stands above
		case e.Kind == desk.EntryMessage, e.Code == desk.LineTicket:
			out = append(out, e)
		}
	}
	return out[max(0, len(out)-carryMost):], s.LastPublicSeq, nil
}

// transcripts bounds how many copies of chats go to one guest, and to one address, within a day.
const transcripts = 3

// Transcript sends a guest a copy of the conversation. Without a mail server it is CodeUnavailable, without a
// conversation not found.
func (c *Clerk) Transcript(ctx context.Context, contactID, email string) error {
	email, err := conversation.CheckEmail(email)
	if err != nil {
		return err
	}
	if email == "" {
		return desk.Refuse(desk.CodeInvalid, "Say to which e-mail address the chat is to be sent.")
	}
	return c.cfg.Store.Write(ctx, func(tx store.Tx) error {
		s, err := tx.StateOfContact(contactID)
		if err != nil {
			return err
		}
		guest, err := tx.Contact(s.ContactID)
		if err != nil {
			return err
		}
		sent, err := tx.MailsSince(guest.ID, store.MailTranscript, tx.Now().Add(-24*time.Hour))
		if err != nil {
			return err
		}
		same, err := tx.MailsTo(email, store.MailTranscript, tx.Now().Add(-24*time.Hour))
		if err != nil {
			return err
		}
		// Anybody can type anybody's address: nobody's mailbox is filled from here.
		if sent >= transcripts || same >= transcripts {
			return &desk.Error{Code: desk.CodeRateLimited, RetryAfter: time.Hour,
				Message: "This chat was sent a few times today already. Please look into your mailbox."}
		}
		letter, err := c.transcriptLetter(tx, s, guest)
		if err != nil {
			return err
		}
		_, err = c.cfg.Post.Queue(tx, store.Mail{Kind: store.MailTranscript, To: email, PropertyID: s.PropertyID,
			ContactID: guest.ID}, letter)
		return err
	})
}

// Sends reports whether e-mails can be sent at all, for those who offer them.
func (c *Clerk) Sends(ctx context.Context) bool {
	var s mail.Settings
	err := c.cfg.Store.Read(ctx, func(tx store.Tx) (err error) {
		s, err = mail.SettingsIn(tx)
		return err
	})
	return err == nil && s.Set()
}

// OpenLink is the guest whose thread a link of an e-mail opens, and their property. A link that has expired, and one to
// a guest who is blocked or gone, is mail.ErrLink.
func (c *Clerk) OpenLink(ctx context.Context, token string) (desk.Contact, error) {
	var guest desk.Contact
	err := c.cfg.Store.Read(ctx, func(tx store.Tx) error {
		property, contact, err := c.cfg.Post.Seal().OpenLink(token, tx.Now())
		if err != nil {
			return err
		}
		guest, err = tx.Contact(contact)
		if errors.Is(err, desk.ErrNotFound) || err == nil && (guest.PropertyID != property || guest.Blocked || guest.Channel != desk.ChannelWeb) {
			return mail.ErrLink
		}
		return err
	})
	return guest, err
}

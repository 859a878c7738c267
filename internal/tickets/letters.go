package tickets

import (
	"strconv"
	"strings"
	"time"

	"deskbell/internal/conversation/phrases"
	"deskbell/internal/desk"
	"deskbell/internal/mail"
	"deskbell/internal/store"
)

// quoteMost is how much of the guest's own message an answer repeats.
const quoteMost = 600

// lower is how addresses are compared.
func lower(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// paper is what every letter to a guest of a property is written on.
type paper struct {
	c        *Clerk
	tx       store.Tx
	property desk.Property
	settings mail.Settings
	w        wording
	language string
}

func (c *Clerk) paper(tx store.Tx, propertyID, language string) (paper, error) {
	p := paper{c: c, tx: tx}
	var err error
	if p.property, err = c.cfg.Properties.In(tx, propertyID); err != nil {
		return p, err
	}
	p.w, p.language = wordsFor(language, p.property.Settings.DefaultLanguage)
	p.settings, err = mail.SettingsIn(tx)
	return p, err
}

func (p paper) fill(words string, more ...string) string {
	return strings.NewReplacer(append([]string{"{property}", p.property.Name, "{phone}", p.property.Settings.Phone}, more...)...).Replace(words)
}

// when tells a moment by the property's clock.
func (p paper) when(at time.Time) string {
	zone := p.property.Settings.TimeZone
	return phrases.When(p.language, at.In(desk.Location(zone)), p.tx.Now())
}

// letter begins one. Where answers come back into Deskbell it says above which line they are written; else they go to
// the property, if that has an address.
func (p paper) letter(subject string, number int64) mail.Letter {
	l := mail.Letter{From: p.property.Name, Subject: p.fill(subject), Language: p.language}
	switch {
	case p.settings.Receives():
		l.AnswerAbove = p.w.above
	case p.property.Settings.Email != "":
		l.ReplyTo = p.property.Settings.Email
	}
	if number != 0 {
		l.Subject += " [#" + p.c.cfg.Post.Seal().Tag(number) + "]"
	}
	return l
}

// foot ends one with the button that opens the thread, and the small print. A thread in an outside channel is opened there,
// not on a page of ours.
func (p paper) foot(l *mail.Letter, contactID string, number int64) {
	guest, err := p.tx.Contact(contactID)
	here := err == nil && guest.Channel == desk.ChannelWeb
	if here {
		expires := p.tx.Now().Add(mail.LinkLife)
		token := p.c.cfg.Post.Seal().Link(p.property.ID, contactID, expires)
		// Behind # it goes to no server's log and to no other site.
		l.Parts = append(l.Parts, mail.Part{Kind: mail.PartLink, Text: p.w.open, URL: p.c.cfg.BaseURL + "/chat/" + p.property.Key + "#thread=" + token})
	}
	var notes []string
	if number != 0 {
		notes = append(notes, p.fill(p.w.ticket, "{ticket}", strconv.FormatInt(number, 10)))
	}
	switch {
	case p.settings.Receives(), p.property.Settings.Email != "":
		notes = append(notes, p.w.answer)
	default:
		notes = append(notes, p.w.noAnswer)
	}
	if p.property.Settings.Phone != "" {
		notes = append(notes, p.fill(p.w.call))
	}
	if here {
		notes = append(notes, p.w.link)
	}
	l.Parts = append(l.Parts, mail.Part{Kind: mail.PartNote, Text: strings.Join(notes, "\n")})
}

// said is a message as a letter shows it.
func (p paper) said(e desk.Entry) mail.Part {
	part := mail.Part{Kind: mail.PartSaid, Who: e.Author.Name, When: p.when(e.At), Text: e.Text}
	switch e.Author.Kind {
	case desk.AuthorGuest:
		part.Who, part.Guest = p.w.you, true
	case desk.AuthorAssistant:
		if part.Who == "" {
			part.Who = phrases.AssistantName(p.language)
		}
	case desk.AuthorSystem:
		part.Who = p.property.Name
	}
	for _, f := range e.Files {
		if part.Text != "" {
			part.Text += "\n"
		}
		part.Text += p.fill(p.w.files, "{file}", f.Name)
	}
	return part
}

// replyLetter is somebody's answer to a ticket: a mail of the same thread as those before it.
func (c *Clerk) replyLetter(tx store.Tx, t desk.Ticket, by desk.Person, text string) (mail.Letter, error) {
	p, err := c.paper(tx, t.PropertyID, t.Language)
	if err != nil {
		return mail.Letter{}, err
	}
	l := p.letter(p.w.reply, t.Number)
	if l.References, err = thread(tx, t.Number); err != nil {
		return l, err
	}
	l.Parts = append(l.Parts, mail.Part{Kind: mail.PartSaid, Who: by.GuestName() + " · " + p.property.Name, Text: text})
	if t.Text != "" {
		l.Parts = append(l.Parts, mail.Part{Kind: mail.PartSaid, Guest: true, Who: p.w.you, When: p.when(t.CreatedAt), Text: shorten(t.Text, quoteMost)})
	}
	p.foot(&l, t.ContactID, t.Number)
	return l, nil
}

// thread are the Message-IDs of a ticket's mails so far, ours and the guest's, in order: the first and the newest ones.
func thread(tx store.Tx, number int64) ([]string, error) {
	sent, err := tx.MailsOfTicket(number)
	if err != nil {
		return nil, err
	}
	ids := make(map[string]string, len(sent))
	for _, m := range sent {
		ids[m.ID] = m.MessageID
	}
	lines, err := tx.TicketLines(number)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, l := range lines {
		switch {
		case l.Kind == desk.LineMail && l.MailID != "":
			out = append(out, l.MailID)
		case l.Kind == desk.LineReply && ids[l.MailID] != "":
			out = append(out, ids[l.MailID])
		}
	}
	if n := len(out); n > 10 {
		out = append(out[:1:1], out[n-9:]...)
	}
	return out, nil
}

// missedLetter is what a guest has not read, all at once.
func (c *Clerk) missedLetter(tx store.Tx, s desk.State, guest desk.Contact, number int64, unread []desk.Entry) (mail.Letter, error) {
	p, err := c.paper(tx, s.PropertyID, languageOf(s, guest))
	if err != nil {
		return mail.Letter{}, err
	}
	l := p.letter(p.w.missed, number)
	if number != 0 {
		if l.References, err = thread(tx, number); err != nil {
			return l, err
		}
	}
	l.Parts = append(l.Parts, mail.Part{Kind: mail.PartLine, Text: p.w.away})
	for _, e := range unread {
		l.Parts = append(l.Parts, p.said(e))
	}
	p.foot(&l, guest.ID, number)
	return l, nil
}

// transcriptLetter is a copy of the conversation, as the guest may read it. It asks for no answer and opens nothing:
// the guest may have typed anybody's address.
func (c *Clerk) transcriptLetter(tx store.Tx, s desk.State, guest desk.Contact) (mail.Letter, error) {
	p, err := c.paper(tx, s.PropertyID, languageOf(s, guest))
	if err != nil {
		return mail.Letter{}, err
	}
	l := mail.Letter{From: p.property.Name, Subject: p.fill(p.w.transcript), Language: p.language, ReplyTo: p.property.Settings.Email}
	l.Parts = append(l.Parts, mail.Part{Kind: mail.PartLine, Text: p.fill(p.w.copy)})
	entries, err := tx.Entries(s.ID, store.EntryFilter{Before: s.LastSeq + 1, PublicOnly: true, Limit: 500})
	if err != nil {
		return l, err
	}
	for _, e := range entries {
		if e.Text != "" || len(e.Files) > 0 {
			l.Parts = append(l.Parts, p.said(e))
		}
	}
	if p.property.Settings.Phone != "" {
		l.Parts = append(l.Parts, mail.Part{Kind: mail.PartNote, Text: p.fill(p.w.call)})
	}
	return l, nil
}

func languageOf(s desk.State, guest desk.Contact) string {
	if s.Language != "" {
		return s.Language
	}
	return guest.Language
}

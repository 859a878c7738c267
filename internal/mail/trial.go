package mail

import (
	"context"
	"encoding/json"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// ownName is the name before the sender's address where a mail is of no property.
const ownName = "Deskbell"

// Trial is what the Test button finds.
type Trial struct {
	OK bool
	// Detail says in one line for people what was found.
	Detail string
}

// Test sends a letter with the given settings at once, past the queue.
func (p *Post) Test(ctx context.Context, s Settings, to string) Trial {
	if !s.Set() {
		return Trial{Detail: ErrNoServer.Message}
	}
	v := p.direct(ctx, s, to, Letter{From: ownName, Subject: "Test mail of Deskbell", Language: "en",
		Parts: []Part{{Kind: PartLine, Text: "This is a test: mails of Deskbell arrive here."}}})
	if v.state != store.MailSent {
		return Trial{Detail: v.told}
	}
	return Trial{OK: true, Detail: "The mail server has taken a test mail to " + to + "."}
}

// Mail writes to people of the desk at once, past the queue: a call that waits is none. It answers after the mail server
// has taken it for everybody; CodeUnavailable is worth trying again, CodeInvalid is not.
func (p *Post) Mail(ctx context.Context, to []string, subject, text string) error {
	var s Settings
	err := p.cfg.Store.Read(ctx, func(tx store.Tx) (err error) {
		s, err = SettingsIn(tx)
		return err
	})
	if err != nil {
		return err
	}
	if !s.Set() {
		return ErrNoServer
	}
	var failed error
	for _, address := range to {
		v := p.direct(ctx, s, address, Letter{From: ownName, Subject: subject, Language: "en", Parts: []Part{{Kind: PartLine, Text: text}}})
		switch v.state {
		case store.MailSent:
		case store.MailFailed:
			if failed == nil {
				failed = desk.Refuse(desk.CodeInvalid, "%s: %s", address, v.told)
			}
		default: // one that comes twice is better than one that does not come
			failed = desk.Refuse(desk.CodeUnavailable, "%s", v.told)
		}
	}
	return failed
}

func (p *Post) direct(ctx context.Context, s Settings, to string, l Letter) verdict {
	l.Automatic = true
	doc, err := json.Marshal(l)
	if err != nil {
		return verdict{store.MailFailed, err.Error()}
	}
	m := store.Mail{Kind: store.MailCall, To: to, Letter: string(doc), MessageID: newMessageID(s.From)}
	err = p.cfg.Store.Read(ctx, func(tx store.Tx) error {
		m.CreatedAt = tx.Now()
		return nil
	})
	if err != nil {
		return verdict{store.MailQueued, "The database does not answer."}
	}
	return p.send(ctx, s, m)
}

// TestInbox signs in at the mailbox with the given settings.
func (p *Post) TestInbox(ctx context.Context, s Settings) Trial {
	ctx, cancel := context.WithTimeout(ctx, sendWithin/2)
	defer cancel()
	c, _, err := p.open(ctx, s)
	if err != nil {
		return Trial{Detail: explainInbox(err)}
	}
	defer c.Close()
	return Trial{OK: true, Detail: "The mailbox can be read."}
}

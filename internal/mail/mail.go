// Package mail sends an installation's e-mails and takes in those that come back.
//
// Outgoing mails are rows. One is claimed before it is sent, in a transaction of its own, so that it is sent once: what
// was being sent when the process died is uncertain, is never tried again by itself, and is shown as such. Incoming ones
// are fetched by IMAP or brought to a signed hook; each is handed on as text with what it answers, and it is the
// receiver's transaction that remembers that it came.
//
// The room knows nothing of what letters are about. Mail servers inside a house's own network are legitimate: an
// operator names them.
package mail

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/json"
	"log/slog"
	"sync"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// Config is what a Post is made of. Store, NewID and Owner are required.
type Config struct {
	Store store.Store
	NewID func() string
	// Owner names this process in the leases of mails. Alone says that it is the only one on the store: what was being
	// sent when it started is nobody's.
	Owner string
	Alone bool
	// Settled hears that a mail got a state that people see. It must not block.
	Settled func(store.Mail)
	// TLS is what connections to mail servers are protected with; nil trusts what the machine trusts.
	TLS *tls.Config
	// Dead hears of each mail that was given up because sending it panicked; nil is nobody.
	Dead func(kind string)
	Log  *slog.Logger
}

// Post is an installation's e-mail.
type Post struct {
	cfg  Config
	seal *Seal
	wake chan struct{}
	poll chan struct{}
	// poison makes the sending of a mail panic, in tests.
	poison func(store.Mail)

	mu      sync.Mutex
	fetched Fetched
}

// New opens the post. It makes the installation's key where there is none yet.
func New(ctx context.Context, cfg Config) (*Post, error) {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Dead == nil {
		cfg.Dead = func(string) {}
	}
	if cfg.Settled == nil {
		cfg.Settled = func(store.Mail) {}
	}
	p := &Post{cfg: cfg, wake: make(chan struct{}, 1), poll: make(chan struct{}, 1)}
	err := cfg.Store.Write(ctx, func(tx store.Tx) (err error) {
		p.seal, err = sealIn(tx)
		return err
	})
	return p, err
}

// Seal signs tags and links.
func (p *Post) Seal() *Seal { return p.seal }

// ErrNoServer refuses where there is no mail server.
var ErrNoServer = desk.Refuse(desk.CodeUnavailable, "No mail server is set up. An operator sets one under Settings, Mail.")

// Queue stores a letter to be sent, in the transaction of what it is about. m says what it is about and to whom; ID,
// MessageID and times are filled in. Without a mail server it is ErrNoServer.
func (p *Post) Queue(tx store.Tx, m store.Mail, l Letter) (store.Mail, error) {
	s, err := SettingsIn(tx)
	if err != nil {
		return m, err
	}
	if !s.Set() {
		return m, ErrNoServer
	}
	l.Automatic = automatic(m.Kind)
	if l.ReplyTo == "" && m.Ticket != 0 && s.Tagged && s.Receives() {
		l.ReplyTo = tagged(s.From, p.seal.Tag(m.Ticket))
	}
	doc, err := json.Marshal(l)
	if err != nil {
		return m, err
	}
	m.ID, m.State, m.Letter, m.CreatedAt, m.NextAt = p.cfg.NewID(), store.MailQueued, string(doc), tx.Now(), tx.Now()
	m.MessageID = newMessageID(s.From)
	if err := tx.QueueMail(m); err != nil {
		return m, err
	}
	tx.AfterCommit(p.Wake)
	return m, nil
}

// Again sends a mail once more that is uncertain or did not arrive. It keeps its Message-ID, so that a mailbox which has
// it already can tell.
func (p *Post) Again(tx store.Tx, mailID string) error {
	if _, err := tx.Mail(mailID); err != nil {
		return err
	}
	s, err := SettingsIn(tx)
	if err != nil {
		return err
	}
	if !s.Set() {
		return ErrNoServer
	}
	if err := tx.RequeueMail(mailID, tx.Now()); err != nil {
		return err
	}
	tx.AfterCommit(p.Wake)
	return nil
}

// Wake says that there may be something to send. It does not block.
func (p *Post) Wake() { knock(p.wake) }

// Look says that there may be something to fetch. It does not block.
func (p *Post) Look() { knock(p.poll) }

func knock(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// newMessageID makes an id that nobody can guess, of the sender's domain.
func newMessageID(from string) string {
	return "deskbell." + tagCode.EncodeToString(randomBytes(20)) + "@" + domainOf(from)
}

func randomBytes(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails: crypto/rand ends the process instead
	return b
}

// pauses are how long a mail waits after each failed attempt; after the last one it has failed.
var pauses = []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 4 * time.Hour}

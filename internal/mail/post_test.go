package mail_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/mail"
	"deskbell/internal/mail/mailtest"
	"deskbell/internal/store"
	"deskbell/internal/store/memstore"
)

// house is a post with a mail server and a clock that the test moves.
type house struct {
	*testing.T
	store *memstore.Store
	srv   *mailtest.Server

	mu      sync.Mutex
	at      time.Time
	settled []store.Mail
	changed chan struct{}
}

func newHouse(t *testing.T) *house {
	h := &house{T: t, srv: mailtest.Start(t), at: time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC), changed: make(chan struct{}, 100)}
	h.store = memstore.New(h.now)
	h.set(nil)
	return h
}

func (h *house) now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.at
}

func (h *house) pass(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.at = h.at.Add(d)
}

// set stores settings for the test's server, as change wants them.
func (h *house) set(change func(*mail.Settings)) {
	h.Helper()
	s := mail.Settings{
		Server: mail.Server{Host: h.srv.Host, Port: h.srv.SMTPPort, Security: mail.Plain, User: mailtest.User, Password: mailtest.Password},
		From:   "desk@hotel.example",
	}
	if change != nil {
		change(&s)
	}
	s, err := s.Check()
	if err != nil {
		h.Fatal(err)
	}
	h.write(func(tx store.Tx) error { return mail.PutSettings(tx, s) })
}

func (h *house) withInbox(s *mail.Settings) {
	s.Inbox = mail.Server{Host: h.srv.Host, Port: h.srv.IMAPPort, Security: mail.Plain, User: mailtest.User, Password: mailtest.Password}
}

func (h *house) write(fn func(store.Tx) error) {
	h.Helper()
	if err := h.store.Write(h.Context(), fn); err != nil {
		h.Fatal(err)
	}
}

func (h *house) post() *mail.Post {
	h.Helper()
	return h.node(true)
}

// node is the post of a server that is alone on the store, or one of several.
func (h *house) node(alone bool) *mail.Post {
	h.Helper()
	p, err := mail.New(h.Context(), mail.Config{Store: h.store, NewID: conversation.NewID, Owner: conversation.NewID(), Alone: alone, Settled: func(m store.Mail) {
		h.mu.Lock()
		h.settled = append(h.settled, m)
		h.mu.Unlock()
		h.changed <- struct{}{}
	}})
	if err != nil {
		h.Fatal(err)
	}
	return p
}

// run runs a post until the returned function is called, or the test ends.
func (h *house) run(p *mail.Post, r mail.Receiver) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- p.Run(ctx, r) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			h.Errorf("run: %v", err)
		}
	})
	h.Cleanup(stop)
	return stop
}

func (h *house) queue(p *mail.Post, change func(*store.Mail, *mail.Letter)) store.Mail {
	h.Helper()
	m := store.Mail{Kind: store.MailReply, To: "zoe@guests.example", Ticket: 1042, PropertyID: "harbour"}
	l := mail.Letter{From: "Harbour View", Subject: "Your message", Language: "en", Parts: []mail.Part{{Kind: mail.PartSaid, Who: "Ana", Text: "Yes"}}}
	if change != nil {
		change(&m, &l)
	}
	h.write(func(tx store.Tx) (err error) {
		m, err = p.Queue(tx, m, l)
		return err
	})
	return m
}

// await waits until a mail is in a state.
func (h *house) await(id string, want store.MailState) store.Mail {
	h.Helper()
	deadline := time.NewTimer(20 * time.Second)
	defer deadline.Stop()
	for {
		m := h.mail(id)
		if m.State == want {
			return m
		}
		select {
		case <-h.changed:
		case <-deadline.C:
			h.Fatalf("the mail is %+v, want %s", m, want)
		}
	}
}

func (h *house) mail(id string) (m store.Mail) {
	h.Helper()
	if err := h.store.Read(h.Context(), func(tx store.Tx) (err error) {
		m, err = tx.Mail(id)
		return err
	}); err != nil {
		h.Fatal(err)
	}
	return m
}

func TestPost_SendsOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.set(func(s *mail.Settings) {
		h.withInbox(s)
		s.Tagged = true
	})
	p := h.post()
	h.run(p, nobody{})
	m := h.queue(p, func(_ *store.Mail, l *mail.Letter) {
		l.From, l.Subject = "Harbour\r\nBcc: x@y.example\r\n View", "Ça va?\nBcc: x@y.example"
		l.References = []string{"one@x", "two@x"}
		l.AnswerAbove = "Please write above"
		l.Parts = []mail.Part{
			{Kind: mail.PartSaid, Who: "<b>Ana</b>", Text: "Yes <script>alert(1)</script>\nand “tea”"},
			{Kind: mail.PartLink, Text: "Open", URL: "https://desk.example/chat/x#thread=1"},
			{Kind: mail.PartNote, Text: "Ticket #1042"},
		}
	})
	h.await(m.ID, store.MailSent)
	sent := h.srv.Wait(1)
	if len(sent) != 1 || sent[0].To != "zoe@guests.example" || sent[0].From != "desk@hotel.example" {
		t.Fatalf("sent %+v", sent)
	}
	for name, want := range map[string]string{
		"Subject": "Ça va? Bcc: x@y.example", "From": `"Harbour Bcc: x@y.example View" <desk@hotel.example>`, "Bcc": "",
		"Message-Id": "<" + m.MessageID + ">", "In-Reply-To": "<two@x>", "References": "<one@x> <two@x>",
		"Reply-To": "<desk+" + p.Seal().Tag(1042) + "@hotel.example>", "X-Auto-Response-Suppress": "OOF, AutoReply", "Auto-Submitted": "",
	} {
		if got := sent[0].Header(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	text, html := sent[0].Text("text/plain"), sent[0].Text("text/html")
	for _, want := range []string{"—✂— Please write above —✂—\n", "Yes <script>alert(1)</script>\nand “tea”", "https://desk.example/chat/x#thread=1"} {
		if !strings.Contains(text, want) {
			t.Errorf("the text lacks %q:\n%s", want, text)
		}
	}
	for _, bad := range []string{"<script>", "<b>Ana"} {
		if strings.Contains(html, bad) {
			t.Errorf("the HTML holds %q:\n%s", bad, html)
		}
	}
	if !strings.Contains(html, "Yes &lt;script&gt;") || !strings.Contains(html, `href="https://desk.example/chat/x#thread=1"`) {
		t.Errorf("the HTML is\n%s", html)
	}
	auto := h.queue(p, func(m *store.Mail, _ *mail.Letter) { m.Kind, m.Ticket = store.MailMissed, 0 })
	h.await(auto.ID, store.MailSent)
	if got := h.srv.Wait(2)[1]; got.Header("Auto-Submitted") != "auto-generated" || got.Header("Reply-To") != "" {
		t.Errorf("an automatic mail has the header\n%s", got.Raw)
	}
}

func TestPost_WhatTheServerSays(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		on     mailtest.On
		state  store.MailState
		told   string
		passes bool // goes out later
	}{
		"NoSuchMailbox": {mailtest.On{Rcpt: func(string) error { return mailtest.Refuse(550, "no such mailbox") }}, store.MailFailed, "no such mailbox", false},
		"Greylisted":    {mailtest.On{Rcpt: func(string) error { return mailtest.Refuse(451, "come back later") }}, store.MailQueued, "come back later", true},
		"RefusedWhole":  {mailtest.On{Data: func(mailtest.Mail) error { return mailtest.Refuse(554, "spam") }}, store.MailFailed, "spam", false},
		"BusyWhole":     {mailtest.On{Data: func(mailtest.Mail) error { return mailtest.Refuse(452, "disk full") }}, store.MailQueued, "disk full", true},
		"HungUpBefore":  {mailtest.On{Rcpt: func(string) error { return mailtest.ErrHangUp }}, store.MailQueued, "refused", true},
		"HungUpAfter":   {mailtest.On{Data: func(mailtest.Mail) error { return mailtest.ErrHangUp }}, store.MailUncertain, "before the mail server had confirmed", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			h.srv.Set(c.on)
			p := h.post()
			m := h.queue(p, nil)
			h.run(p, nobody{})
			<-h.changed
			got := h.await(m.ID, c.state)
			if !strings.Contains(got.Error, c.told) || got.Attempts != 1 || strings.Contains(got.Error, mailtest.Password) {
				t.Errorf("got %+v", got)
			}
			h.srv.Set(mailtest.On{})
			h.pass(time.Hour)
			p.Wake()
			if c.passes {
				h.await(m.ID, store.MailSent)
				return
			}
			other := h.queue(p, nil) // whatever could be sent meanwhile is, before this one
			h.await(other.ID, store.MailSent)
			if n := len(h.srv.Sent()); n != 1 {
				t.Errorf("%d mails were sent", n)
			}
		})
	}
}

func TestPost_GivesUp(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.srv.Set(mailtest.On{Rcpt: func(string) error { return mailtest.Refuse(451, "never now") }})
	p := h.post()
	m := h.queue(p, nil)
	h.run(p, nobody{})
	for range 6 {
		<-h.changed
		h.pass(5 * time.Hour)
		p.Wake()
	}
	if got := h.await(m.ID, store.MailFailed); got.Attempts != 6 {
		t.Errorf("got %+v", got)
	}
}

// A process that dies between the claim of a mail and the end of its sending leaves it in doubt: it is not sent again by
// itself, and sent again under the same Message-ID when somebody says so.
func TestPost_KilledBetweenClaimAndSend(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	first := h.post()
	m := h.queue(first, nil)
	waiting := h.queue(first, func(m *store.Mail, _ *mail.Letter) { m.To = "ali@guests.example" })
	h.write(func(tx store.Tx) error { // the claim, and no more of the process
		_, err := tx.ClaimMails("killed", tx.Now(), tx.Now().Add(time.Hour), 1)
		return err
	})
	second := h.post()
	h.run(second, nobody{})
	h.await(waiting.ID, store.MailSent)
	h.await(m.ID, store.MailUncertain)
	h.pass(24 * time.Hour)
	second.Wake()
	third := h.queue(second, nil)
	h.await(third.ID, store.MailSent)
	if n := len(h.srv.Sent()); n != 2 {
		t.Fatalf("%d mails were sent", n)
	}
	h.write(func(tx store.Tx) error { return second.Again(tx, m.ID) })
	h.await(m.ID, store.MailSent)
	if got := h.srv.Wait(3)[2]; got.Header("Message-Id") != "<"+m.MessageID+">" {
		t.Errorf("sent again as %s", got.Header("Message-Id"))
	}
	if err := h.store.Write(t.Context(), func(tx store.Tx) error { return second.Again(tx, m.ID) }); desk.CodeOf(err) != desk.CodeConflict {
		t.Errorf("a mail that was taken is sent again: %v", err)
	}
}

// A process that is stopped in the middle of sending waits for the server's word.
func TestPost_StoppedWhileSending(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	reached, goOn := make(chan struct{}), make(chan struct{})
	h.srv.Set(mailtest.On{Data: func(mailtest.Mail) error {
		close(reached)
		<-goOn
		return nil
	}})
	p := h.post()
	m := h.queue(p, nil)
	stop := h.run(p, nobody{})
	<-reached
	go func() { close(goOn) }()
	stop()
	if got := h.mail(m.ID); got.State != store.MailSent {
		t.Errorf("got %+v", got)
	}
}

func TestPost_WithoutAServer(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.set(func(s *mail.Settings) { *s = mail.Settings{} })
	p := h.post()
	err := h.store.Write(t.Context(), func(tx store.Tx) error {
		_, err := p.Queue(tx, store.Mail{To: "a@b.example"}, mail.Letter{})
		return err
	})
	if !errors.Is(err, mail.ErrNoServer) {
		t.Errorf("queued: %v", err)
	}
	if err := p.Mail(t.Context(), []string{"a@b.example"}, "x", "y"); !errors.Is(err, mail.ErrNoServer) {
		t.Errorf("sent: %v", err)
	}
}

func TestPost_CallsAtOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	p := h.post()
	if err := p.Mail(t.Context(), []string{"night@hotel.example", "boss@hotel.example"}, "A guest waits", "Please come."); err != nil {
		t.Fatal(err)
	}
	if sent := h.srv.Wait(2); sent[1].To != "boss@hotel.example" || sent[0].Header("Subject") != "A guest waits" || sent[0].Header("Auto-Submitted") != "auto-generated" {
		t.Errorf("sent %s", sent[0].Raw)
	}
	h.srv.Set(mailtest.On{Rcpt: func(to string) error {
		if to == "boss@hotel.example" {
			return mailtest.Refuse(550, "gone")
		}
		return nil
	}})
	err := p.Mail(t.Context(), []string{"boss@hotel.example", "night@hotel.example"}, "x", "y")
	if desk.CodeOf(err) != desk.CodeInvalid || !strings.Contains(err.Error(), "boss@hotel.example") || len(h.srv.Sent()) != 3 {
		t.Errorf("got %v", err)
	}
	h.set(func(s *mail.Settings) { s.Password = "wrong" })
	if err := p.Mail(t.Context(), []string{"night@hotel.example"}, "x", "y"); desk.CodeOf(err) != desk.CodeUnavailable || strings.Contains(err.Error(), "wrong") {
		t.Errorf("got %v", err)
	}
}

// nobody takes no mail.
type nobody struct{}

func (nobody) Received(context.Context, mail.Incoming) (bool, error) { return false, nil }

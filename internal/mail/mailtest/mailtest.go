// Package mailtest is a mail server inside a test: it takes mails in by SMTP and hands them out by IMAP, on ports of its
// own, and can be told to refuse, to hang up, or to hold a mail back.
package mailtest

import (
	"bytes"
	"errors"
	"io"
	"log"
	"net"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
	"github.com/emersion/go-message"
	gomail "github.com/emersion/go-message/mail"
	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// How to sign in.
const (
	User     = "desk@hotel.example"
	Password = "a secret of the hotel's"
)

// Server is the mail server.
type Server struct {
	Host               string
	SMTPPort, IMAPPort int

	t       testing.TB
	mailbox *imapmemserver.User

	mu     sync.Mutex
	sent   []Mail
	change chan struct{}
	on     On
}

// On are what the server does at the stages of a mail; nil goes on.
type On struct {
	// Rcpt and Data answer a recipient and a whole mail; ErrHangUp breaks the connection without a word.
	Rcpt func(to string) error
	Data func(m Mail) error
}

// ErrHangUp breaks the connection.
var ErrHangUp = errors.New("hang up")

// Refuse is an answer of a mail server.
func Refuse(code int, text string) error {
	return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 1, 1}, Message: text}
}

// Mail is one that was taken in.
type Mail struct {
	From, To string
	Raw      []byte
}

// Start runs the server until the test ends.
func Start(t testing.TB) *Server {
	t.Helper()
	s := &Server{Host: "127.0.0.1", t: t, change: make(chan struct{}), mailbox: imapmemserver.NewUser(User, Password)}
	if err := s.mailbox.Create("INBOX", nil); err != nil {
		t.Fatal(err)
	}
	s.startSMTP()
	s.startIMAP()
	return s
}

func (s *Server) listen() (net.Listener, int) {
	l, err := net.Listen("tcp", s.Host+":0")
	if err != nil {
		s.t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(l.Addr().String())
	n, _ := strconv.Atoi(port)
	return l, n
}

func (s *Server) startSMTP() {
	l, port := s.listen()
	s.SMTPPort = port
	srv := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) { return &session{s: s, c: c}, nil }))
	srv.Domain, srv.AllowInsecureAuth, srv.ErrorLog = "mail.hotel.example", true, log.New(io.Discard, "", 0)
	srv.ReadTimeout, srv.WriteTimeout = time.Minute, time.Minute
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = srv.Serve(l)
	}()
	s.t.Cleanup(func() {
		_ = srv.Close()
		_ = l.Close() // where Serve has not begun yet, the server does not know it
		<-done
	})
}

func (s *Server) startIMAP() {
	l, port := s.listen()
	s.IMAPPort = port
	mem := imapmemserver.New()
	mem.AddUser(s.mailbox)
	srv := imapserver.New(&imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return mem.NewSession(), nil, nil
		},
		Caps: imap.CapSet{imap.CapIMAP4rev1: {}}, InsecureAuth: true, Logger: log.New(io.Discard, "", 0),
	})
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = srv.Serve(l)
	}()
	s.t.Cleanup(func() {
		_ = srv.Close()
		_ = l.Close() // where Serve has not begun yet, the server does not know it
		<-done
	})
}

// Set says what the server does from now on.
func (s *Server) Set(on On) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.on = on
}

// Sent are the mails that were taken in so far.
func (s *Server) Sent() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Mail(nil), s.sent...)
}

// Wait waits until so many mails were taken in, and returns all of them.
func (s *Server) Wait(n int) []Mail {
	s.t.Helper()
	deadline := time.NewTimer(20 * time.Second)
	defer deadline.Stop()
	for {
		s.mu.Lock()
		change, have := s.change, len(s.sent)
		s.mu.Unlock()
		if have >= n {
			return s.Sent()
		}
		select {
		case <-change:
		case <-deadline.C:
			s.t.Fatalf("waited in vain for mail %d; there are %d", n, have)
		}
	}
}

// Deliver puts a mail into the mailbox. Its lines may end as they like.
func (s *Server) Deliver(raw string) {
	s.t.Helper()
	raw = strings.ReplaceAll(strings.ReplaceAll(raw, "\r\n", "\n"), "\n", "\r\n")
	if _, err := s.mailbox.Append("INBOX", literal{strings.NewReader(raw)}, &imap.AppendOptions{Time: time.Now()}); err != nil {
		s.t.Fatal(err)
	}
}

type literal struct{ *strings.Reader }

func (l literal) Size() int64 { return l.Reader.Size() }

// session is one conversation by SMTP.
type session struct {
	s    *Server
	c    *smtp.Conn
	mail Mail
}

func (x *session) Reset()                   { x.mail = Mail{} }
func (x *session) Logout() error            { return nil }
func (x *session) hangUp() error            { return x.c.Conn().Close() }
func (x *session) stage() On                { x.s.mu.Lock(); defer x.s.mu.Unlock(); return x.s.on }
func (x *session) AuthMechanisms() []string { return []string{sasl.Plain} }

// Auth implements smtp.AuthSession.
func (x *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != User || password != Password {
			return smtp.ErrAuthFailed
		}
		return nil
	}), nil
}

// Mail implements smtp.Session.
func (x *session) Mail(from string, _ *smtp.MailOptions) error {
	x.mail.From = from
	return nil
}

// Rcpt implements smtp.Session.
func (x *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if f := x.stage().Rcpt; f != nil {
		if err := f(to); err != nil {
			return x.end(err)
		}
	}
	x.mail.To = to
	return nil
}

// Data implements smtp.Session.
func (x *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	m := Mail{From: x.mail.From, To: x.mail.To, Raw: raw}
	if f := x.stage().Data; f != nil {
		if err := f(m); err != nil {
			return x.end(err)
		}
	}
	x.s.mu.Lock()
	defer x.s.mu.Unlock()
	x.s.sent = append(x.s.sent, m)
	close(x.s.change)
	x.s.change = make(chan struct{})
	return nil
}

func (x *session) end(err error) error {
	if errors.Is(err, ErrHangUp) {
		_ = x.hangUp()
	}
	return err
}

// Header is a header field of the mail, decoded.
func (m Mail) Header(name string) string {
	e, err := message.Read(bytes.NewReader(m.Raw))
	if e == nil || err != nil && !message.IsUnknownCharset(err) {
		return ""
	}
	text, err := e.Header.Text(name)
	if err != nil {
		return e.Header.Get(name)
	}
	return text
}

// Text is the mail's part of a media type, decoded; "" if it has none.
func (m Mail) Text(kind string) string {
	r, err := gomail.CreateReader(bytes.NewReader(m.Raw))
	if err != nil {
		return ""
	}
	for {
		p, err := r.NextPart()
		if err != nil {
			return ""
		}
		h, ok := p.Header.(*gomail.InlineHeader)
		if !ok {
			continue
		}
		if t, _, _ := h.ContentType(); t == kind {
			body, _ := io.ReadAll(p.Body)
			return strings.ReplaceAll(string(body), "\r\n", "\n")
		}
	}
}

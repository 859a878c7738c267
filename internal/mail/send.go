package mail

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// sendWithin bounds one conversation with a mail server, so that a lease never ends before it.
const sendWithin = 60 * time.Second

// verdict is what an attempt came to.
type verdict struct {
	state store.MailState
	// told is why, in words for people; "" for a mail that was taken.
	told string
}

// send gives one mail to the server, once. An attempt of which nobody can say whether the server took it is uncertain.
func (p *Post) send(ctx context.Context, s Settings, m store.Mail) verdict {
	msg, err := compose(s, m)
	if err != nil {
		return verdict{store.MailFailed, "The mail could not be written: " + err.Error()}
	}
	c, err := p.client(s.Server)
	if err != nil {
		return verdict{store.MailQueued, explain(err)}
	}
	ctx, cancel := context.WithTimeout(ctx, sendWithin)
	defer cancel()
	if err := c.DialWithContext(ctx); err != nil {
		return verdict{store.MailQueued, explain(err)}
	}
	defer c.Close()
	return judge(c.Send(msg))
}

// judge tells by the step that failed whether the server has the mail.
func judge(err error) verdict {
	if err == nil {
		return verdict{state: store.MailSent}
	}
	var e *gomail.SendError
	if !errors.As(err, &e) {
		return verdict{store.MailUncertain, explain(err)}
	}
	code := e.ErrorCode()
	switch e.Reason {
	case gomail.ErrSMTPReset: // it was taken; only what followed failed
		return verdict{state: store.MailSent}
	case gomail.ErrGetSender, gomail.ErrGetRcpts, gomail.ErrNoUnencoded:
		return verdict{store.MailFailed, explain(err)}
	case gomail.ErrSMTPDataClose:
		// All of it was sent. Without the server's word nobody knows what became of it.
		if code == 0 {
			return verdict{store.MailUncertain, "The connection broke before the mail server had confirmed."}
		}
	case gomail.ErrAmbiguous:
		return verdict{store.MailUncertain, explain(err)}
	}
	if code >= 500 {
		return verdict{store.MailFailed, explain(err)}
	}
	return verdict{store.MailQueued, explain(err)}
}

// explain is an error of a mail server's in one line for people. It holds no secret: passwords are in no answer.
func explain(err error) string {
	var network *net.OpError
	if errors.As(err, &network) && network.Op == "dial" {
		return "The mail server cannot be reached: " + desk.CleanLine(network.Err.Error(), 200)
	}
	var unknown *net.DNSError
	if errors.As(err, &unknown) {
		return fmt.Sprintf("There is no mail server of the name %s.", unknown.Name)
	}
	var certificate *tls.CertificateVerificationError
	if errors.As(err, &certificate) {
		return "The mail server's certificate is not trusted: " + desk.CleanLine(certificate.Err.Error(), 200)
	}
	var e *gomail.SendError
	if errors.As(err, &e) {
		text := e.Error()
		if i := strings.Index(text, ", affected message ID:"); i > 0 {
			text = text[:i]
		}
		return "The mail server refused: " + desk.CleanLine(text, 300)
	}
	return "The mail server refused: " + desk.CleanLine(err.Error(), 300)
}

// client makes a connection-to-be. A server without encryption is signed in to in the clear: the operator chose that.
func (p *Post) client(s Server) (*gomail.Client, error) {
	opts := []gomail.Option{
		gomail.WithPort(s.Port), gomail.WithTimeout(sendWithin / 2), gomail.WithTLSConfig(p.tls(s)), gomail.WithoutNoop(),
	}
	switch s.Security {
	case TLS:
		opts = append(opts, gomail.WithSSL())
	case Plain:
		opts = append(opts, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		opts = append(opts, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if s.User != "" {
		auth := gomail.SMTPAuthAutoDiscover
		if s.Security == Plain {
			auth = gomail.SMTPAuthPlainNoEnc
		}
		opts = append(opts, gomail.WithSMTPAuth(auth), gomail.WithUsername(s.User), gomail.WithPassword(s.Password))
	}
	return gomail.NewClient(s.Host, opts...)
}

func (p *Post) tls(s Server) *tls.Config {
	cfg := &tls.Config{}
	if p.cfg.TLS != nil {
		cfg = p.cfg.TLS.Clone()
	}
	cfg.ServerName, cfg.MinVersion = s.Host, tls.VersionTLS12
	return cfg
}

// compose makes the message. Names and subjects are encoded by the library; a line break in one would begin another
// header, so they are lines before they come here.
func compose(s Settings, m store.Mail) (*gomail.Msg, error) {
	var l Letter
	if err := json.Unmarshal([]byte(m.Letter), &l); err != nil {
		return nil, err
	}
	html, err := l.asHTML()
	if err != nil {
		return nil, err
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := msg.FromFormat(desk.CleanLine(l.From, 100), s.From); err != nil {
		return nil, err
	}
	if err := msg.To(m.To); err != nil {
		return nil, err
	}
	if l.ReplyTo != "" {
		if err := msg.ReplyTo(l.ReplyTo); err != nil {
			return nil, err
		}
	}
	msg.Subject(desk.CleanLine(l.Subject, 200))
	msg.SetDateWithValue(m.CreatedAt)
	msg.SetMessageIDWithValue(m.MessageID)
	if n := len(l.References); n > 0 {
		msg.SetGenHeader(gomail.HeaderInReplyTo, "<"+l.References[n-1]+">")
		msg.SetGenHeader(gomail.HeaderReferences, "<"+strings.Join(l.References, "> <")+">")
	}
	// Machines neither answer it nor does ours take it in: https://www.rfc-editor.org/rfc/rfc3834#section-5
	msg.SetGenHeader(ownHeader, string(m.Kind))
	msg.SetGenHeader("X-Auto-Response-Suppress", "OOF, AutoReply")
	if l.Automatic {
		msg.SetGenHeader("Auto-Submitted", "auto-generated")
	}
	msg.SetBodyString(gomail.TypeTextPlain, l.asText())
	msg.AddAlternativeString(gomail.TypeTextHTML, html)
	return msg, nil
}

// ownHeader marks our own mails, so that one which comes back to us is known.
const ownHeader = "X-Deskbell"

// tagged puts a tag into an address: desk+TAG@hotel.com.
func tagged(address, tag string) string {
	at := strings.LastIndexByte(address, '@')
	if at < 0 {
		return address
	}
	return address[:at] + "+" + tag + address[at:]
}

func domainOf(address string) string {
	_, domain, found := strings.Cut(address, "@")
	if !found || domain == "" {
		return "deskbell.invalid"
	}
	return domain
}

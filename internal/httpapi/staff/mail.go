package staff

import (
	"context"
	"net/http"
	"time"

	"deskbell/internal/auth"
	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/limit"
	"deskbell/internal/mail"
	"deskbell/internal/store"
	"deskbell/internal/wire"
)

// MailServer is a mail server as an operator sees it. Its password is stored and never shown.
type MailServer struct {
	Host        string `json:"host"`
	Port        int    `json:"port"`
	Security    string `json:"security" enum:"starttls,tls,none"`
	User        string `json:"user"`
	PasswordSet bool   `json:"password_set"`
}

// MailInbox is where answers are fetched.
type MailInbox struct {
	MailServer
	Folder    string `json:"folder" doc:"INBOX if empty."`
	CheckedAt string `json:"checked_at,omitempty" format:"date-time" doc:"When this server last looked into it."`
	Error     string `json:"error,omitempty" doc:"Why that failed."`
}

// MailHook is where other programs bring mails.
type MailHook struct {
	URL  string `json:"url"`
	Open bool   `json:"open" doc:"It has a secret, so that mails can be brought."`
}

// MailSettings are the installation's e-mail.
type MailSettings struct {
	MailServer
	From   string     `json:"from"`
	Tagged bool       `json:"tagged" doc:"Answers go to an address with the ticket's tag (desk+TAG@hotel.com)."`
	Inbox  MailInbox  `json:"inbox"`
	Hook   MailHook   `json:"hook"`
	Ready  bool       `json:"ready" doc:"Mails can be sent."`
	Outbox MailOutbox `json:"outbox"`
}

// MailOutbox is what somebody may want to know of mails on their way.
type MailOutbox struct {
	Queued    int            `json:"queued"`
	Uncertain int            `json:"uncertain"`
	Failed    int            `json:"failed"`
	Trouble   []TroubledMail `json:"trouble" doc:"The newest that may not have arrived, or did not."`
}

// TroubledMail is a mail that may not have arrived.
type TroubledMail struct {
	ID     string `json:"id"`
	Kind   string `json:"kind" enum:"reply,missed,transcript,call"`
	State  string `json:"state" enum:"uncertain,failed"`
	To     string `json:"to"`
	Ticket int64  `json:"ticket,omitempty"`
	Error  string `json:"error,omitempty"`
	At     string `json:"at" format:"date-time"`
}

// MailServerWish is a mail server as it is set. A password that is absent stays, as long as it is for the same server
// and user.
type MailServerWish struct {
	Host     string  `json:"host" maxLength:"300"`
	Port     int     `json:"port,omitempty" minimum:"0" maximum:"65535" doc:"0 is the usual one."`
	Security string  `json:"security,omitempty" enum:"starttls,tls,none" default:"starttls"`
	User     string  `json:"user,omitempty" maxLength:"320"`
	Password *string `json:"password,omitempty" maxLength:"1000"`
}

// MailWish are the settings as they are set. Read-only members are ignored, so that a form may send all it got.
type MailWish struct {
	_ struct{} `additionalProperties:"true"`
	MailServerWish
	From   string `json:"from,omitempty" maxLength:"254"`
	Tagged bool   `json:"tagged,omitempty"`
	Inbox  *struct {
		_ struct{} `additionalProperties:"true"`
		MailServerWish
		Folder string `json:"folder,omitempty" maxLength:"200"`
	} `json:"inbox,omitempty" doc:"Absent leaves it as it is; an empty host takes it away."`
}

// MailTrial is what the Test button found.
type MailTrial struct {
	OK     bool        `json:"ok"`
	Detail string      `json:"detail"`
	Inbox  *TrialInbox `json:"inbox,omitempty" doc:"Of the mailbox, where there is one."`
}

// TrialInbox is what the Test button found of the mailbox.
type TrialInbox struct {
	OK     bool   `json:"ok"`
	Detail string `json:"detail"`
}

// HookSecret is shown once.
type HookSecret struct {
	URL    string `json:"url"`
	Secret string `json:"secret" doc:"Signs what is brought, as Standard Webhooks has it. It is not shown again."`
}

// mailTests is how often somebody may press Test: it asks other people's servers.
var mailTests = limit.Rule{Name: "mail-test", Burst: 10, Every: 20 * time.Second}

func (a *API) mailRoutes() {
	const tag = "Installation"
	add(a, route{method: "GET", path: "/installation/mail", name: "get-mail", tag: tag, summary: "How e-mail is sent and fetched"},
		func(ctx context.Context, v auth.Visit, _ *none) (*body[MailSettings], error) {
			s, err := a.mail(ctx, v.Person)
			return answer(s), err
		})
	add(a, route{method: "PUT", path: "/installation/mail", name: "put-mail", tag: tag, summary: "Set how e-mail is sent and fetched; an empty host takes it away"}, a.putMail)
	add(a, route{method: "POST", path: "/installation/mail/test", name: "test-mail", tag: tag, also: []int{http.StatusTooManyRequests},
		summary: "Send a test mail, and look into the mailbox, with the settings as they are saved"}, a.testMail)
	add(a, route{method: "POST", path: "/installation/mail/hook", name: "open-mail-hook", tag: tag, status: http.StatusCreated,
		summary: "Make a new secret for the hook; the one before it is void"}, a.openMailHook)
	add(a, route{method: "DELETE", path: "/installation/mail/hook", name: "close-mail-hook", tag: tag, summary: "Close the hook"},
		func(ctx context.Context, v auth.Visit, _ *none) (*none, error) {
			return nil, a.changeMail(ctx, v.Person, "mail_hook_closed", func(s mail.Settings) (mail.Settings, error) {
				s.HookSecret = ""
				return s, nil
			})
		})
	add(a, route{method: "POST", path: "/installation/mail/mails/{id}/send-again", name: "send-mail-again", tag: tag, also: []int{http.StatusConflict},
		summary: "Send a mail again that may not have arrived"}, func(ctx context.Context, v auth.Visit, in *IDPath) (*none, error) {
		return nil, a.write(ctx, func(tx store.Tx) error {
			if err := desk.Allow(v.Person, desk.ActOperate, ""); err != nil {
				return err
			}
			return a.cfg.Mail.Again(tx, in.ID)
		})
	})
}

func (a *API) mail(ctx context.Context, p desk.Person) (MailSettings, error) {
	var out MailSettings
	err := a.read(ctx, func(tx store.Tx) error {
		if err := desk.Allow(p, desk.ActOperate, ""); err != nil {
			return err
		}
		s, err := mail.SettingsIn(tx)
		if err != nil {
			return err
		}
		n, err := tx.CountMails()
		if err != nil {
			return err
		}
		trouble, err := tx.TroubledMails(20)
		if err != nil {
			return err
		}
		out = MailSettings{MailServer: serverOf(s.Server), From: s.From, Tagged: s.Tagged, Ready: s.Set(),
			Inbox: MailInbox{MailServer: serverOf(s.Inbox), Folder: s.Folder}, Hook: MailHook{URL: a.hookURL(), Open: s.HookSecret != ""},
			Outbox: MailOutbox{Queued: n.Queued, Uncertain: n.Uncertain, Failed: n.Failed, Trouble: []TroubledMail{}}}
		if f := a.cfg.Mail.Fetched(); s.Inbox.Set() && !f.At.IsZero() {
			out.Inbox.CheckedAt, out.Inbox.Error = wire.Time(f.At), f.Error
		}
		for _, m := range trouble {
			out.Outbox.Trouble = append(out.Outbox.Trouble, TroubledMail{ID: m.ID, Kind: string(m.Kind), State: string(m.State), To: m.To,
				Ticket: m.Ticket, Error: m.Error, At: wire.Time(m.DoneAt)})
		}
		return nil
	})
	return out, err
}

func (a *API) hookURL() string { return a.cfg.BaseURL + "/hooks/mail" }

func serverOf(s mail.Server) MailServer {
	w := MailServer{Host: s.Host, Port: s.Port, Security: string(s.Security), User: s.User, PasswordSet: s.Password != ""}
	if w.Security == "" {
		w.Security = string(mail.StartTLS)
	}
	return w
}

// changeMail checks and stores the settings that change makes of those there are.
func (a *API) changeMail(ctx context.Context, p desk.Person, action string, change func(mail.Settings) (mail.Settings, error)) error {
	err := a.write(ctx, func(tx store.Tx) error {
		if err := desk.Allow(p, desk.ActOperate, ""); err != nil {
			return err
		}
		s, err := mail.SettingsIn(tx)
		if err != nil {
			return err
		}
		if s, err = change(s); err != nil {
			return err
		}
		if err := mail.PutSettings(tx, s); err != nil {
			return err
		}
		return tx.Audit(store.AuditLine{At: tx.Now(), PersonID: p.ID, Action: action, Subject: "mail"})
	})
	if err == nil {
		a.cfg.Mail.Wake()
		a.cfg.Mail.Look()
	}
	return err
}

func (a *API) putMail(ctx context.Context, v auth.Visit, in *struct{ Body MailWish }) (*body[MailSettings], error) {
	err := a.changeMail(ctx, v.Person, "mail_changed", func(s mail.Settings) (mail.Settings, error) {
		old := s
		var wrong []desk.FieldError
		s.Server = in.Body.server(old.Server, "", &wrong)
		s.From, s.Tagged = in.Body.From, in.Body.Tagged
		if in.Body.Inbox != nil {
			s.Inbox, s.Folder = in.Body.Inbox.server(old.Inbox, "inbox.", &wrong), in.Body.Inbox.Folder
		}
		if len(wrong) > 0 {
			return s, desk.Wrong(wrong)
		}
		return s.Check()
	})
	if err != nil {
		return nil, err
	}
	s, err := a.mail(ctx, v.Person)
	return answer(s), err
}

// server is what the wish makes of a server. A stored password goes to no other server or user than it was typed for.
func (w MailServerWish) server(old mail.Server, at string, wrong *[]desk.FieldError) mail.Server {
	s := mail.Server{Host: w.Host, Port: w.Port, Security: mail.Security(w.Security), User: w.User, Password: old.Password}
	if w.Password != nil {
		s.Password = *w.Password
		return s
	}
	if old.Password != "" && s.Host != "" && (s.Host != old.Host || s.User != old.User) {
		*wrong = append(*wrong, desk.FieldError{Location: at + "password", Message: "Type the password again: the server or the user has changed."})
	}
	return s
}

func (a *API) testMail(ctx context.Context, v auth.Visit, in *struct {
	Body *struct {
		To string `json:"to,omitempty" maxLength:"254" doc:"Yourself if absent."`
	}
}) (*body[MailTrial], error) {
	var s mail.Settings
	err := a.read(ctx, func(tx store.Tx) (err error) {
		if err := desk.Allow(v.Person, desk.ActOperate, ""); err != nil {
			return err
		}
		s, err = mail.SettingsIn(tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	to := v.Person.Email
	if in.Body != nil && in.Body.To != "" {
		if to, err = conversation.CheckEmail(in.Body.To); err != nil {
			return nil, err
		}
	}
	if wait, ok := a.cfg.Limits.Allow(mailTests, v.Person.ID); !ok {
		return nil, &desk.Error{Code: desk.CodeRateLimited, RetryAfter: wait, Message: "That was a little fast. Please wait a moment and try again."}
	}
	t := a.cfg.Mail.Test(ctx, s, to)
	out := MailTrial{OK: t.OK, Detail: t.Detail}
	if s.Inbox.Set() {
		t := a.cfg.Mail.TestInbox(ctx, s)
		out.Inbox = &TrialInbox{OK: t.OK, Detail: t.Detail}
	}
	return answer(out), nil
}

func (a *API) openMailHook(ctx context.Context, v auth.Visit, _ *none) (*body[HookSecret], error) {
	secret := mail.NewHookSecret()
	err := a.changeMail(ctx, v.Person, "mail_hook_opened", func(s mail.Settings) (mail.Settings, error) {
		s.HookSecret = secret
		return s, nil
	})
	return answer(HookSecret{URL: a.hookURL(), Secret: secret}), err
}

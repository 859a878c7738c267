package mail_test

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/mail"
	"deskbell/internal/mail/mailtest"
	"deskbell/internal/store"
	"deskbell/internal/webhook"
)

// reader takes the mails in whose subject says so.
type reader struct {
	store store.Store
	mu    sync.Mutex
	got   []mail.Incoming
	fail  error
	each  chan struct{}
}

func newReader(s store.Store) *reader { return &reader{store: s, each: make(chan struct{}, 100)} }

// Received implements mail.Receiver.
func (r *reader) Received(ctx context.Context, in mail.Incoming) (bool, error) {
	defer func() { r.each <- struct{}{} }()
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.fail != nil {
		return false, r.fail
	}
	taken := strings.HasPrefix(in.Subject, "Re:")
	for _, old := range r.got {
		if old.MessageID == in.MessageID { // one that was taken may be brought again
			return taken, nil
		}
	}
	r.got = append(r.got, in)
	return taken, nil
}

func (r *reader) set(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.fail = err
}

func (r *reader) subjects() (out []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, in := range r.got {
		out = append(out, in.Subject)
	}
	return out
}

func letterFrom(subject string) string {
	return "From: zoe@guests.example\nTo: desk@hotel.example\nSubject: " + subject + "\nMessage-Id: <" + strings.ReplaceAll(subject, " ", "") + "@guests.example>\n\nYes\n"
}

func TestInbox(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.set(h.withInbox)
	r := newReader(h.store)
	h.srv.Deliver(letterFrom("Re: before"))
	p := h.post()
	stop := h.run(p, r)
	<-r.each
	h.srv.Deliver(letterFrom("Re: one"))
	h.srv.Deliver(letterFrom("two"))
	p.Look()
	<-r.each
	<-r.each
	if got := strings.Join(r.subjects(), "|"); got != "Re: before|Re: one|two" {
		t.Fatalf("got %s", got)
	}
	// What cannot be stored now is brought again; what is no mail holds nothing up.
	r.set(desk.Refuse(desk.CodeUnavailable, "The disk is full."))
	h.srv.Deliver("this is no mail")
	h.srv.Deliver(letterFrom("Re: three"))
	p.Look()
	<-r.each
	r.set(nil)
	p.Look()
	<-r.each
	stop()
	if f := p.Fetched(); f.At.IsZero() {
		t.Error("nobody has looked")
	}
	// Another process goes on where this one stopped.
	h.srv.Deliver(letterFrom("Re: four"))
	h.run(h.post(), r)
	for len(r.subjects()) < 5 {
		<-r.each
	}
	if got := strings.Join(r.subjects(), "|"); got != "Re: before|Re: one|two|Re: three|Re: four" {
		t.Errorf("got %s", got)
	}
}

func TestInbox_RefusedIsTold(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.set(func(s *mail.Settings) {
		h.withInbox(s)
		s.Inbox.Password = "no secret at all"
	})
	p := h.post()
	h.run(p, nobody{})
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for p.Fetched().At.IsZero() {
		<-tick.C
	}
	if f := p.Fetched(); !strings.Contains(f.Error, "refused") || strings.Contains(f.Error, "no secret") {
		t.Errorf("told %q", f.Error)
	}
	s := mail.Settings{Inbox: mail.Server{Host: h.srv.Host, Port: h.srv.IMAPPort, Security: mail.Plain, User: mailtest.User, Password: mailtest.Password}}
	if got := p.TestInbox(t.Context(), s); !got.OK {
		t.Errorf("got %+v", got)
	}
	s.Folder = "Nowhere"
	if got := p.TestInbox(t.Context(), s); got.OK || !strings.Contains(got.Detail, "refused") {
		t.Errorf("got %+v", got)
	}
	s.Inbox.Port = 1
	if got := p.TestInbox(t.Context(), s); got.OK || !strings.Contains(got.Detail, "cannot be reached") {
		t.Errorf("got %+v", got)
	}
}

func TestHook(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	p, r := h.post(), newReader(h.store)
	body := []byte(letterFrom("Re: hook"))
	secret := mail.NewHookSecret()
	if _, err := p.Brought(t.Context(), webhook.Sign(secret, "1", h.now(), body), body, r); desk.CodeOf(err) != desk.CodeNotFound {
		t.Errorf("without a secret: %v", err)
	}
	h.set(func(s *mail.Settings) { s.HookSecret = secret })
	if taken, err := p.Brought(t.Context(), webhook.Sign(secret, "1", h.now(), body), body, r); err != nil || !taken {
		t.Errorf("got %v %v", taken, err)
	}
	good := webhook.Sign(secret, "1", h.now(), body)
	for name, sig := range map[string]webhook.Signature{
		"None":         {},
		"OtherSecret":  webhook.Sign(mail.NewHookSecret(), "1", h.now(), body),
		"OtherBody":    webhook.Sign(secret, "1", h.now(), []byte("x")),
		"OtherID":      {ID: "2", Timestamp: good.Timestamp, Signatures: good.Signatures},
		"Old":          webhook.Sign(secret, "1", h.now().Add(-6*time.Minute), body),
		"FromTomorrow": webhook.Sign(secret, "1", h.now().Add(6*time.Minute), body),
		"NoSignature":  {ID: "1", Timestamp: good.Timestamp, Signatures: "v1,"},
		"OtherVersion": {ID: "1", Timestamp: good.Timestamp, Signatures: strings.Replace(good.Signatures, "v1,", "v2,", 1)},
	} {
		if _, err := p.Brought(t.Context(), sig, body, r); desk.CodeOf(err) != desk.CodeUnauthorized {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if taken, err := p.Brought(t.Context(), webhook.Signature{ID: "1", Timestamp: good.Timestamp, Signatures: "v1,bm8= " + good.Signatures}, body, r); err != nil || !taken {
		t.Errorf("of two signatures: %v %v", taken, err)
	}
	junk := []byte("hello")
	if _, err := p.Brought(t.Context(), webhook.Sign(secret, "1", h.now(), junk), junk, r); desk.CodeOf(err) != desk.CodeInvalid {
		t.Errorf("no mail: %v", err)
	}
	if n := len(r.subjects()); n != 1 {
		t.Errorf("%d mails came in", n)
	}
}

func TestSeal(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	s, same, other := h.post().Seal(), h.post().Seal(), newHouse(t).post().Seal()
	tag := s.Tag(1042)
	if same.Tag(1042) != tag || other.Tag(1042) == tag || s.Tag(1043) == tag {
		t.Errorf("tag %s", tag)
	}
	for text, want := range map[string]int64{
		"Re: Your message [#" + tag + "]":         1042,
		"desk+" + tag + "@hotel.example":          1042,
		strings.ToUpper("desk+" + tag + "@HOTEL"): 1042,
		"1043" + tag[4:]:                          0,
		"Re: [#1042-aaaaaaaa] " + tag:             1042,
		"1042":                                    0,
		"":                                        0,
		"[#" + other.Tag(1042) + "]":              0,
	} {
		if got := s.Tagged(text); got != want {
			t.Errorf("%q is of %d, want %d", text, got, want)
		}
	}
	now := h.now()
	link := s.Link("harbour", "contact-1", now.Add(time.Hour))
	if property, contact, err := same.OpenLink(link, now); err != nil || property != "harbour" || contact != "contact-1" {
		t.Errorf("got %s %s %v", property, contact, err)
	}
	body, mac, _ := strings.Cut(link, ".")
	for name, token := range map[string]string{
		"Empty": "", "Cut": link[:len(link)-2], "NoMAC": body + ".", "OtherInstallation": other.Link("harbour", "contact-1", now.Add(time.Hour)),
		"Moved": "x" + body + "." + mac, "Swapped": mac + "." + body, "Long": strings.Repeat("a", 1000) + "." + mac, "Tag": tag,
	} {
		if _, _, err := s.OpenLink(token, now); desk.CodeOf(err) != desk.CodeNotFound {
			t.Errorf("%s opens: %v", name, err)
		}
	}
	if _, _, err := s.OpenLink(link, now.Add(time.Hour)); desk.CodeOf(err) != desk.CodeNotFound {
		t.Errorf("an expired link opens: %v", err)
	}
}

func TestSettings_Check(t *testing.T) {
	t.Parallel()
	good := mail.Settings{Server: mail.Server{Host: "mail.hotel.example"}, From: "desk@hotel.example"}
	if s, err := good.Check(); err != nil || s.Port != 587 || s.Security != mail.StartTLS {
		t.Errorf("got %+v %v", s, err)
	}
	if s, err := (mail.Settings{}).Check(); err != nil || s.Set() || s.Receives() {
		t.Errorf("got %+v %v", s, err)
	}
	for field, change := range map[string]func(*mail.Settings){
		"host":           func(s *mail.Settings) { s.Host = "https://mail.hotel.example/" },
		"port":           func(s *mail.Settings) { s.Port = 70000 },
		"security":       func(s *mail.Settings) { s.Security = "ssl3" },
		"user":           func(s *mail.Settings) { s.User = "a\r\nb" },
		"password":       func(s *mail.Settings) { s.Password = "a\nb" },
		"from":           func(s *mail.Settings) { s.From = "Desk <desk@hotel.example>" },
		"inbox.host":     func(s *mail.Settings) { s.Inbox = mail.Server{Host: "a b", User: "x"} },
		"inbox.user":     func(s *mail.Settings) { s.Inbox = mail.Server{Host: "mail.hotel.example"} },
		"inbox.security": func(s *mail.Settings) { s.Inbox = mail.Server{Host: "mail.hotel.example", User: "x", Security: "x"} },
	} {
		s := good
		change(&s)
		_, err := s.Check()
		refusal, ok := err.(*desk.Error)
		if !ok || refusal.Code != desk.CodeInvalid || len(refusal.Fields) != 1 || refusal.Fields[0].Location != field {
			t.Errorf("%s: got %v", field, err)
		}
	}
	for _, host := range []string{"192.168.0.4", "::1", "[fe80::1]", "mail", "mail_relay.internal", "xn--mller-kva.example"} {
		s := good
		s.Host = host
		if _, err := s.Check(); err != nil {
			t.Errorf("%s: %v", host, err)
		}
	}
}

// patient takes mails in only when it is let.
type patient struct {
	*reader
	came, goOn chan struct{}
}

func (p patient) Received(ctx context.Context, in mail.Incoming) (bool, error) {
	p.came <- struct{}{}
	<-p.goOn
	return p.reader.Received(ctx, in)
}

func (h *house) place() string {
	h.Helper()
	var doc string
	if err := h.store.Read(h.Context(), func(tx store.Tx) (err error) { doc, err = tx.Setting("mail_poll"); return err }); err != nil {
		h.Fatal(err)
	}
	return doc
}

// placed waits until the mailbox has been read so far, and nobody is reading it.
func (h *house) placed(uid int) string {
	h.Helper()
	tick, deadline := time.NewTicker(time.Millisecond), time.NewTimer(15*time.Second)
	defer tick.Stop()
	defer deadline.Stop()
	for {
		var at struct {
			UID   int       `json:"uid"`
			Until time.Time `json:"until"`
		}
		doc := h.place()
		if err := json.Unmarshal([]byte(doc), &at); doc != "" && err != nil {
			h.Fatal(err)
		}
		if at.UID == uid && at.Until.Sub(h.now()) < time.Minute {
			return doc
		}
		select {
		case <-tick.C:
		case <-deadline.C:
			h.Fatalf("the mailbox's place is %s", doc)
		}
	}
}

// Of two servers one looks into the mailbox; when it has died the other goes on within a minute, and when it stops at
// once.
func TestInbox_OneServerLooks(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.set(h.withInbox)
	h.srv.Deliver(letterFrom("Re: one"))
	one, two := newReader(h.store), newReader(h.store)
	died := h.node(false)
	stop := h.run(died, one)
	<-one.each
	h.placed(1)
	other := h.node(false)
	h.run(other, two)
	h.srv.Deliver(letterFrom("Re: two"))
	other.Look()
	died.Look()
	<-one.each
	if got := two.subjects(); len(got) != 0 {
		t.Fatalf("the other server took %v", got)
	}
	place := h.placed(2)
	stop() // its last word is taken back: it was killed
	h.write(func(tx store.Tx) error { return tx.SetSetting("mail_poll", place) })
	h.srv.Deliver(letterFrom("Re: three"))
	h.pass(46 * time.Second)
	other.Look()
	<-two.each
	if got := strings.Join(two.subjects(), "|"); got != "Re: three" {
		t.Errorf("the other server took %s", got)
	}
}

func TestInbox_AServerThatStopsLeavesTheMailbox(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.set(h.withInbox)
	h.srv.Deliver(letterFrom("Re: one"))
	r := newReader(h.store)
	stop := h.run(h.node(false), r)
	<-r.each
	stop()
	h.srv.Deliver(letterFrom("Re: two"))
	h.run(h.node(false), r)
	for len(r.subjects()) < 2 { // the first may be brought again: it was stopped in the middle
		<-r.each
	}
	if got := strings.Join(r.subjects(), "|"); got != "Re: one|Re: two" {
		t.Errorf("got %s", got)
	}
}

// A server that stood still in the middle of its look does not take the place back from the one that went on.
func TestInbox_AServerThatStoodStill(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.set(h.withInbox)
	h.srv.Deliver(letterFrom("Re: one"))
	frozen := patient{newReader(h.store), make(chan struct{}), make(chan struct{})}
	stop := h.run(h.node(false), frozen)
	<-frozen.came
	h.pass(3 * time.Minute)
	two := newReader(h.store)
	other := h.node(false)
	h.run(other, two)
	<-two.each
	h.srv.Deliver(letterFrom("Re: two"))
	other.Look()
	<-two.each
	want := h.placed(2)
	frozen.goOn <- struct{}{}
	stop()
	if got := h.place(); got != want {
		t.Errorf("the place is %s, it was %s", got, want)
	}
}

package mail

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"mime"
	"regexp"
	"strings"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // mails come in every character set there ever was
	"github.com/emersion/go-message/mail"

	"deskbell/internal/desk"
)

// Most is how large a mail may be that is read.
const Most = 10 << 20

// Incoming is a mail that came in, as far as it matters to whoever it is for.
type Incoming struct {
	// MessageID is unique; one that had none is named after its content.
	MessageID string
	// From is who sent it, To every address that it was brought to, in lower case.
	From string
	To   []string
	// Subject is one line.
	Subject string
	// Answers are the Message-IDs that it refers to, the nearest first.
	Answers []string
	// Text is what it says by itself, without what it quotes.
	Text string
	// Left names what else it carried, which is not taken in.
	Left []string
	// Automatic says that a machine sent it; Own that it is one of ours that came back.
	Automatic, Own bool
	// Bounce is set where it tells that a mail of ours did not arrive.
	Bounce *Bounce
}

// Bounce tells of a mail that did not arrive.
type Bounce struct {
	// MessageID is the returned mail's.
	MessageID string
	Why       string
}

// Receiver takes mails in. Received remembers in its own transaction that a mail came, so that it is taken once however
// often it is brought; taken says that it was for somebody here. An error has it brought again.
type Receiver interface {
	Received(ctx context.Context, in Incoming) (taken bool, err error)
}

var errNoMail = desk.Refuse(desk.CodeInvalid, "This is no e-mail message (RFC 5322).")

// Parse reads a mail. It takes whatever programs send for one, as far as it can be read.
func Parse(raw []byte) (Incoming, error) {
	var in Incoming
	e, err := message.ReadWithOptions(bytes.NewReader(raw), &message.ReadOptions{MaxHeaderBytes: 256 << 10})
	if err != nil && (e == nil || !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err)) {
		return in, errNoMail
	}
	h := mail.Header{Header: e.Header}
	if e.Header.Len() == 0 || h.Get("From") == "" && h.Get("Message-Id") == "" && h.Get("Received") == "" {
		return in, errNoMail
	}
	in.MessageID, _ = h.MessageID()
	if in.MessageID = desk.CleanLine(in.MessageID, 500); in.MessageID == "" {
		sum := sha256.Sum256(raw)
		in.MessageID = hex.EncodeToString(sum[:]) + "@no-id"
	}
	in.Subject, _ = h.Subject()
	in.Subject = desk.CleanLine(in.Subject, 500)
	if list, err := h.AddressList("From"); err == nil && len(list) > 0 {
		in.From = strings.ToLower(desk.CleanLine(list[0].Address, 254))
	}
	in.To = recipients(h)
	in.Answers = references(h)
	in.Own = h.Get(ownHeader) != ""
	daemon := fromDaemon(h, in.From)
	in.Automatic = daemon || byMachine(h)
	if daemon {
		in.Bounce = bounceOf(e.Header, raw)
	}
	in.Text, in.Left = contents(e)
	return in, nil
}

// recipients are the addresses to which a mail was sent or brought.
func recipients(h mail.Header) []string {
	var out []string
	for _, field := range []string{"To", "Cc"} {
		list, err := h.AddressList(field)
		if err != nil {
			out = append(out, strings.ToLower(desk.CleanLine(h.Get(field), 1000)))
			continue
		}
		for _, a := range list {
			out = append(out, strings.ToLower(desk.CleanLine(a.Address, 254)))
		}
	}
	for _, field := range []string{"Delivered-To", "X-Original-To", "Envelope-To"} {
		if v := h.Get(field); v != "" {
			out = append(out, strings.ToLower(desk.CleanLine(v, 254)))
		}
	}
	return out
}

// references are the mails that this one answers, the nearest first; at most so many as a thread has.
func references(h mail.Header) []string {
	to, _ := h.MsgIDList("In-Reply-To")
	all, _ := h.MsgIDList("References")
	var out []string
	seen := map[string]bool{}
	add := func(id string) {
		if id = desk.CleanLine(id, 500); id != "" && !seen[id] && len(out) < 30 {
			seen[id] = true
			out = append(out, id)
		}
	}
	for _, id := range to {
		add(id)
	}
	for i := len(all) - 1; i >= 0; i-- {
		add(all[i])
	}
	return out
}

// byMachine reports whether a program sent a mail: https://www.rfc-editor.org/rfc/rfc3834 and what is older than it.
func byMachine(h mail.Header) bool {
	if auto := strings.ToLower(strings.TrimSpace(h.Get("Auto-Submitted"))); auto != "" && auto != "no" {
		return true
	}
	switch strings.ToLower(strings.TrimSpace(h.Get("Precedence"))) {
	case "bulk", "junk", "list", "auto_reply":
		return true
	}
	for _, field := range []string{"X-Autoreply", "X-Autorespond", "X-Auto-Reply", "List-Id", "List-Unsubscribe", "Feedback-Id"} {
		if h.Get(field) != "" {
			return true
		}
	}
	return false
}

// fromDaemon reports whether a mail server speaks for itself.
func fromDaemon(h mail.Header, from string) bool {
	kind, params, _ := h.ContentType()
	if kind == "multipart/report" && params["report-type"] == "delivery-status" {
		return true
	}
	if back := strings.TrimSpace(h.Get("Return-Path")); back == "<>" {
		return true
	}
	name, _, _ := strings.Cut(from, "@")
	return name == "mailer-daemon" || name == "postmaster"
}

var (
	// ownID finds Message-IDs of ours: whoever knows one has the mail, or had to bring it.
	ownID      = regexp.MustCompile(`deskbell\.[a-z2-9]{32}@[A-Za-z0-9.-]+`)
	action     = regexp.MustCompile(`(?im)^Action:\s*([a-z]+)`)
	diagnostic = regexp.MustCompile(`(?im)^(?:Diagnostic-Code:\s*[a-z0-9-]+;|Status:)\s*(.+(?:\r?\n[ \t]+.+)*)`)
)

// bounceOf is what a mail server says of a mail of ours that it could not bring; nil where it speaks of something else,
// or tries on.
func bounceOf(_ message.Header, raw []byte) *Bounce {
	head := raw[:min(len(raw), 256<<10)]
	id := ownID.Find(head)
	if id == nil {
		return nil
	}
	if m := action.FindSubmatch(head); m != nil && strings.ToLower(string(m[1])) != "failed" {
		return nil
	}
	why := "The receiving mail server sent it back."
	var found string
	for _, m := range diagnostic.FindAllSubmatch(head, 4) {
		found = string(m[1]) // the diagnosis comes after the bare status
	}
	if found != "" {
		why = "It came back: " + desk.CleanLine(found, 300)
	}
	return &Bounce{MessageID: string(id), Why: why}
}

// partsMost and depthMost bound how a mail may be built.
const (
	partsMost = 100
	depthMost = 10
)

var errEnough = errors.New("enough parts")

// contents are a mail's own words and the names of what else it carries.
func contents(e *message.Entity) (text string, left []string) {
	var plain, marked []string
	parts := 0
	_ = e.Walk(func(path []int, part *message.Entity, err error) error {
		if parts++; parts > partsMost || len(path) > depthMost {
			return errEnough
		}
		if part == nil || err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err) {
			return nil
		}
		kind, params, _ := part.Header.ContentType()
		if strings.HasPrefix(kind, "multipart/") {
			return nil
		}
		disposition, more, _ := part.Header.ContentDisposition()
		name := more["filename"]
		if name == "" {
			name = params["name"]
		}
		if disposition == "attachment" || name != "" || kind != "text/plain" && kind != "text/html" && kind != "" {
			if len(left) < 20 && !quiet(kind, name) {
				left = append(left, fileName(name, kind))
			}
			return nil
		}
		body, _ := io.ReadAll(io.LimitReader(part.Body, 1<<20)) // what could be read of a broken part
		if kind == "text/html" {
			marked = append(marked, string(body))
		} else {
			plain = append(plain, string(body))
		}
		return nil
	})
	if words := strings.Join(plain, "\n"); strings.TrimSpace(words) != "" {
		return answerOf(words), left
	}
	source := strings.Join(marked, "\n")
	if answer := answerOf(htmlText(strings.NewReader(source), true)); answer != "" {
		return answer, left
	}
	return answerOf(htmlText(strings.NewReader(source), false)), left
}

// quiet are parts that belong to how a mail is sent, not to what it says.
func quiet(kind, name string) bool {
	return name == "" && (kind == "message/delivery-status" || kind == "text/rfc822-headers" || kind == "application/pgp-signature" ||
		kind == "application/pkcs7-signature")
}

func fileName(name, kind string) string {
	if decoded, err := new(mime.WordDecoder).DecodeHeader(name); err == nil {
		name = decoded
	}
	if name = desk.CleanLine(name, 120); name != "" {
		return name
	}
	return desk.CleanLine(kind, 80)
}

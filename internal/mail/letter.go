package mail

import (
	"bytes"
	_ "embed"
	"html/template"
	"strings"

	"deskbell/internal/store"
)

// Letter is what an e-mail says. It is kept as a document until it is sent, and becomes plain text and HTML then: what
// people wrote is text in both, whatever it looks like.
type Letter struct {
	// From is the name before the sender's address: the property's.
	From     string `json:"from"`
	Subject  string `json:"subject"`
	Language string `json:"language,omitempty"`
	// AnswerAbove, where answers come back to us, is the line below which everything is ours.
	AnswerAbove string `json:"answer_above,omitempty"`
	Parts       []Part `json:"parts"`
	// ReplyTo is where answers go; "" is the sender's address.
	ReplyTo string `json:"reply_to,omitempty"`
	// References are the Message-IDs of the mails before it, the oldest first.
	References []string `json:"references,omitempty"`
	// Automatic says that nobody wrote it by hand: it asks for no answer, and machines give none (RFC 3834).
	Automatic bool `json:"automatic,omitempty"`
}

// PartKind is what a part of a letter is.
type PartKind string

// The kinds of part.
const (
	PartLine PartKind = "line" // a paragraph of ours
	PartSaid PartKind = "said" // what somebody wrote: Who, When and Text
	PartLink PartKind = "link" // a button: Text and URL
	PartNote PartKind = "note" // small print
)

// Part is one piece of a letter.
type Part struct {
	Kind PartKind `json:"kind"`
	Text string   `json:"text,omitempty"`
	Who  string   `json:"who,omitempty"`
	When string   `json:"when,omitempty"`
	// Guest says that the guest wrote it.
	Guest bool   `json:"guest,omitempty"`
	URL   string `json:"url,omitempty"`
}

// answerMark stands on both sides of the line above which an answer is written: where it is found in a mail that comes
// in, all from that line on is quoted, in whatever language it says so.
const answerMark = "—✂—"

// asText is the letter as plain text.
func (l Letter) asText() string {
	var b strings.Builder
	if l.AnswerAbove != "" {
		b.WriteString(answerMark + " " + l.AnswerAbove + " " + answerMark + "\n\n")
	}
	for i, p := range l.Parts {
		if i > 0 {
			b.WriteString("\n\n")
		}
		switch p.Kind {
		case PartSaid:
			b.WriteString(p.Who)
			if p.When != "" {
				b.WriteString(" · " + p.When)
			}
			b.WriteString("\n" + p.Text)
		case PartLink:
			b.WriteString(p.Text + ":\n" + p.URL)
		case PartNote:
			b.WriteString("--\n" + p.Text)
		default:
			b.WriteString(p.Text)
		}
	}
	return b.String() + "\n"
}

//go:embed letter.html
var letterHTML string

var letterTemplate = template.Must(template.New("letter").Funcs(template.FuncMap{
	"lines": func(s string) []string { return strings.Split(s, "\n") },
	"rtl":   rightToLeft,
}).Parse(letterHTML))

// rightToLeft reports whether a language is written that way.
func rightToLeft(language string) bool {
	l, _, _ := strings.Cut(strings.ToLower(language), "-")
	return l == "ar" || l == "he" || l == "fa" || l == "ur"
}

// asHTML is the letter as HTML, which needs nothing from elsewhere.
func (l Letter) asHTML() (string, error) {
	var b bytes.Buffer
	err := letterTemplate.Execute(&b, struct {
		Letter
		Mark string
	}{l, answerMark})
	return b.String(), err
}

// automatic reports whether a mail of the kind is written by nobody.
func automatic(kind store.MailKind) bool { return kind != store.MailReply }

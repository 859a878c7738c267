package mail

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// lines is a mail as it travels.
func lines(s ...string) []byte { return []byte(strings.Join(s, "\r\n") + "\r\n") }

func parse(t *testing.T, raw []byte) Incoming {
	t.Helper()
	in, err := Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

func TestParse(t *testing.T) {
	t.Parallel()
	got := parse(t, lines(
		`From: =?utf-8?q?Zo=C3=AB_M=C3=BCller?= <Zoe@Guests.Example>`,
		`To: Harbour View <desk+1042-abcdefgh@hotel.example>, second@hotel.example`,
		`Delivered-To: desk@hotel.example`,
		`Subject: Re: =?iso-8859-1?Q?Ihre_Nachricht_f=FCr_morgen?=`,
		`Message-ID: <one@guests.example>`,
		`In-Reply-To: <deskbell.second@hotel.example>`,
		`References: <deskbell.first@hotel.example> <deskbell.second@hotel.example>`,
		`MIME-Version: 1.0`,
		`Content-Type: multipart/mixed; boundary=A`,
		``,
		`--A`,
		`Content-Type: multipart/alternative; boundary=B`,
		``,
		`--B`,
		`Content-Type: text/plain; charset=iso-8859-1`,
		`Content-Transfer-Encoding: quoted-printable`,
		``,
		"Ja, f=FCr zwei.",
		`--B`,
		`Content-Type: text/html; charset=utf-8`,
		``,
		`<p>Ja, <script>alert(1)</script>f&uuml;r zwei.</p>`,
		`--B--`,
		`--A`,
		`Content-Type: application/pdf; name="=?utf-8?q?pl=C3=A4ne.pdf?="`,
		`Content-Disposition: attachment; filename="=?utf-8?q?pl=C3=A4ne.pdf?="`,
		`Content-Transfer-Encoding: base64`,
		``,
		`JVBERi0=`,
		`--A--`,
	))
	want := Incoming{
		MessageID: "one@guests.example", From: "zoe@guests.example",
		To:      []string{"desk+1042-abcdefgh@hotel.example", "second@hotel.example", "desk@hotel.example"},
		Subject: "Re: Ihre Nachricht für morgen",
		Answers: []string{"deskbell.second@hotel.example", "deskbell.first@hotel.example"},
		Text:    "Ja, für zwei.", Left: []string{"pläne.pdf"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want (-), got (+):\n%s", diff)
	}
}

func TestParse_Kinds(t *testing.T) {
	t.Parallel()
	id := "deskbell." + strings.Repeat("k3f9", 8) + "@hotel.example"
	for name, c := range map[string]struct {
		raw                    []byte
		automatic, own, bounce bool
		text                   string
	}{
		"HTMLOnly": {raw: lines("From: a@x.example", "Content-Type: text/html", "", "<p>Yes</p><div class=gmail_quote>No</div>"), text: "Yes"},
		"OnlyQuotedHTML": {raw: lines("From: a@x.example", "Content-Type: text/html", "",
			"<div class=gmail_quote>All of it</div>"), text: "All of it"},
		"NoContentType": {raw: lines("From: a@x.example", "", "Yes"), text: "Yes"},
		"Vacation":      {raw: lines("From: a@x.example", "Auto-Submitted: auto-replied", "", "I am away"), automatic: true, text: "I am away"},
		"ByHand":        {raw: lines("From: a@x.example", "Auto-Submitted: no", "", "Yes"), text: "Yes"},
		"Bulk":          {raw: lines("From: a@x.example", "Precedence: bulk", "", "Buy"), automatic: true, text: "Buy"},
		"List":          {raw: lines("From: a@x.example", "List-Id: <l.x.example>", "", "Buy"), automatic: true, text: "Buy"},
		"OldVacation":   {raw: lines("From: a@x.example", "X-Autoreply: yes", "", "Away"), automatic: true, text: "Away"},
		"Own":           {raw: lines("From: desk@hotel.example", "X-Deskbell: reply", "", "Hello"), own: true, text: "Hello"},
		"Empty":         {raw: lines("From: a@x.example", "Message-Id: <a@x>", "", "")},
		"UnknownCharset": {raw: lines("From: a@x.example", "Content-Type: text/plain; charset=klingon", "", "Yes"),
			text: "Yes"},
		"BrokenBase64": {raw: lines("From: a@x.example", "Content-Type: text/plain", "Content-Transfer-Encoding: base64", "", "WWVz!!!!"), text: "Yes"},
		"NUL":          {raw: lines("From: a@x.example", "", "Y\x00es"), text: "Yes"},
		"Bounce": {raw: lines("From: MAILER-DAEMON@mail.example", "Content-Type: multipart/report; report-type=delivery-status; boundary=A", "",
			"--A", "Content-Type: text/plain", "", "I am sorry", "--A", "Content-Type: message/delivery-status", "",
			"Reporting-MTA: dns; mail.example", "", "Final-Recipient: rfc822; zoe@guests.example", "Action: failed", "Status: 5.1.1",
			"Diagnostic-Code: smtp; 550 5.1.1 no such mailbox", "", "--A", "Content-Type: text/rfc822-headers", "",
			"Message-ID: <"+id+">", "--A--"), automatic: true, bounce: true, text: "I am sorry"},
		"OldBounce": {raw: lines("From: <>", "Return-Path: <>", "Message-Id: <b@x>", "", "Your mail <"+id+"> did not arrive"),
			automatic: true, bounce: true, text: "Your mail <" + id + "> did not arrive"},
		"Delayed": {raw: lines("From: MAILER-DAEMON@mail.example", "Content-Type: multipart/report; report-type=delivery-status; boundary=A", "",
			"--A", "Content-Type: message/delivery-status", "", "Action: delayed", "", "--A", "Content-Type: text/rfc822-headers", "",
			"Message-ID: <"+id+">", "--A--"), automatic: true},
		"BounceOfOthers": {raw: lines("From: MAILER-DAEMON@mail.example", "", "Your mail <other@x.example> did not arrive"), automatic: true,
			text: "Your mail <other@x.example> did not arrive"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := parse(t, c.raw)
			if in.Automatic != c.automatic || in.Own != c.own || (in.Bounce != nil) != c.bounce || in.Text != c.text || in.MessageID == "" {
				t.Errorf("got %+v", in)
			}
			if c.bounce && in.Bounce.MessageID != id {
				t.Errorf("bounce of %q", in.Bounce.MessageID)
			}
		})
	}
	if in := parse(t, lines("From: a@x.example", "", "Yes")); in.MessageID != parse(t, lines("From: a@x.example", "", "Yes")).MessageID {
		t.Error("a mail without an id has a new one each time")
	}
	for name, raw := range map[string][]byte{"Nothing": nil, "NoHeader": []byte("\r\nhello"), "NoMail": []byte(`{"hello":"world"}`), "Form": []byte("a=b&c=d")} {
		if in, err := Parse(raw); err == nil {
			t.Errorf("%s is taken for a mail: %+v", name, in)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(lines("From: a@x.example", "Subject: =?utf-8?q?x?=", "Content-Type: multipart/mixed; boundary=A", "", "--A", "", "x", "--A--"))
	f.Add(lines("From: a@x.example", "Content-Type: text/html", "", "<div class=gmail_quote>x"))
	f.Add(lines("From: <>", "Content-Type: message/rfc822", "", "From: b@x.example", "", "x"))
	f.Add([]byte("From: a\r\nReferences: <a@b> <"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		in, err := Parse(raw)
		if err != nil {
			return
		}
		if in.MessageID == "" || len([]rune(in.Text)) > textMost || strings.ContainsAny(in.Text, "\x00\u202e\r") || strings.ContainsAny(in.Subject, "\r\n") {
			t.Errorf("got %+v", in)
		}
	})
}

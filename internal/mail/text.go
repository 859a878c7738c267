package mail

import (
	"io"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// textMost is how many characters of a mail's text are kept.
const textMost = 20_000

// scrub makes text fit to be stored and shown: valid UTF-8, lines ended by \n, no control characters, none that turn the
// direction of text around, none that cannot be seen, and no more than one empty line in a row.
func scrub(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	text = strings.ReplaceAll(text, "\r\n", "\n")
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029' || r == '\u0085' || r == '\f':
			return '\n'
		case r == '\t' || r == '\u00a0' || r == '\u202f':
			return ' '
		case unicode.IsControl(r), r >= '\u202A' && r <= '\u202E', r >= '\u2066' && r <= '\u2069', r == '\uFEFF', r == '\u200B', r == '\u00AD':
			return -1
		}
		return r
	}, text)
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimRight(line, " ")
		if line == "" && len(out) > 0 && out[len(out)-1] == "" {
			continue
		}
		out = append(out, line)
	}
	return strings.TrimSpace(strings.Join(out, "\n"))
}

// limit cuts text to a number of characters, and shows that it did.
func limit(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return strings.TrimSpace(string([]rune(text)[:most-1])) + "…"
}

// quoting are the elements in which mail programs put what is answered. Everything from there on is not the answer.
func quoting(n html.Token) bool {
	for _, a := range n.Attr {
		v := strings.ToLower(a.Val)
		switch a.Key {
		case "class":
			for class := range strings.FieldsSeq(v) {
				switch class {
				case "gmail_quote", "gmail_quote_container", "yahoo_quoted", "moz-cite-prefix", "protonmail_quote", "zmail_extra", "tutanota_quote":
					return true
				}
			}
		case "id":
			if v == "divrplyfwdmsg" || v == "appendonsend" || v == "replyintro" || v == "mail-editor-reference-message-container" {
				return true
			}
		case "type":
			if n.DataAtom == atom.Blockquote && v == "cite" {
				return true
			}
		}
	}
	return false
}

// htmlText is what a person reads of HTML, as text: no markup, style or script survives, whatever it looks like. cut
// leaves out what mail programs mark as quoted.
func htmlText(r io.Reader, cut bool) string {
	var b strings.Builder
	z := html.NewTokenizer(r)
	z.SetMaxBuf(1 << 20)
	hidden := 0 // elements of which nothing is text
	for {
		switch z.Next() {
		case html.ErrorToken: // the end, or what is no HTML at all: what was read until then is the text
			return b.String()
		case html.TextToken:
			if hidden == 0 {
				b.WriteString(fold(string(z.Text())))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			switch {
			case cut && quoting(t):
				return b.String()
			case invisible(t.DataAtom):
				if t.Type == html.StartTagToken {
					hidden++
				}
			case t.DataAtom == atom.Br:
				b.WriteByte('\n')
			case t.DataAtom == atom.Li:
				b.WriteString("\n- ")
			case t.DataAtom == atom.Td || t.DataAtom == atom.Th:
				b.WriteByte(' ')
			case block(t.DataAtom):
				newLine(&b)
			}
		case html.EndTagToken:
			t := z.Token()
			switch {
			case invisible(t.DataAtom):
				hidden = max(0, hidden-1)
			case t.DataAtom == atom.P:
				newLine(&b)
				b.WriteByte('\n')
			case block(t.DataAtom):
				newLine(&b)
			}
		}
	}
}

func invisible(a atom.Atom) bool {
	switch a {
	case atom.Script, atom.Style, atom.Head, atom.Title, atom.Noscript, atom.Template, atom.Object, atom.Select, atom.Textarea, atom.Iframe:
		return true
	}
	return false
}

func block(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Div, atom.Tr, atom.Table, atom.Ul, atom.Ol, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Blockquote, atom.Pre, atom.Hr,
		atom.Section, atom.Article, atom.Header, atom.Footer:
		return true
	}
	return false
}

func newLine(b *strings.Builder) {
	if s := b.String(); s != "" && !strings.HasSuffix(s, "\n") {
		b.WriteByte('\n')
	}
}

// fold takes the line breaks of the source for what they are in HTML: blanks.
func fold(s string) string {
	var b strings.Builder
	blank := false
	for _, r := range s {
		if r == ' ' || r == '\n' || r == '\r' || r == '\t' {
			blank = true
			continue
		}
		if blank {
			b.WriteByte(' ')
			blank = false
		}
		b.WriteRune(r)
	}
	if blank {
		b.WriteByte(' ')
	}
	return b.String()
}

// The lines with which mail programs begin what they quote, in the languages of our guests.
var (
	wrote = regexp.MustCompile(`(?i)^(on|am|le|el|em|il|op|den|a)\b.{4,200}\b(wrote|schrieb|a écrit|escribió|escreveu|ha scritto|schreef|het volgende geschreven|skrev).{0,120}:$`)
	// Arabic and Hebrew have no word boundaries that the expression above knows.
	wroteRTL = regexp.MustCompile(`(كتب|כתב|כתבה).{0,160}:$|^(في|ב).{4,200}(كتب|כתב|כתבה).{0,120}:?$`)
	divider  = regexp.MustCompile(`(?i)^[-_ ]{2,}\s*(original message|forwarded message|ursprüngliche nachricht|weitergeleitete nachricht|message d['’]origine|message original|mensaje original|mensagem original|messaggio originale|oorspronkelijk bericht|رسالة أصلية|الرسالة الأصلية|הודעה מקורית)\s*[-_ ]{2,}$`)
	rule     = regexp.MustCompile(`^_{10,}$`)
	from     = regexp.MustCompile(`(?i)^\*?(from|von|de|da|van|من|מאת)\s?:\*?\s.*\S`)
	header   = regexp.MustCompile(`(?i)^\*?(sent|date|to|subject|gesendet|datum|an|betreff|envoyé|à|objet|enviado( el)?|fecha|para|asunto|data|assunto|inviato|a|oggetto|verzonden|aan|onderwerp|تاريخ|التاريخ|إلى|الموضوع|נשלח|תאריך|אל|נושא)\s?:\*?\s.*\S`)
	device   = regexp.MustCompile(`(?i)^(sent from my|get outlook for|von meinem .* gesendet|gesendet von|envoyé de(puis)? mon|enviado desde mi|enviado do meu|inviato da|verstuurd vanaf|verzonden vanaf)\b.{0,80}$`)
)

// answerOf is what a mail says by itself: without what it quotes, and without the signature. A mail in which nothing
// else is left is kept whole, because losing a guest's words is worse than showing too many.
func answerOf(text string) string {
	text = scrub(text)
	lines := strings.Split(text, "\n")
	if i := quotedFrom(lines); i >= 0 {
		lines = keepInline(lines, i)
	} else {
		lines = dropQuoted(lines)
	}
	if answer := limit(scrub(strings.Join(unsigned(lines), "\n")), textMost); answer != "" {
		return answer
	}
	return limit(text, textMost)
}

// quotedFrom is the line with which the quoted part begins; -1 if there is none.
func quotedFrom(lines []string) int {
	for i, line := range lines {
		if strings.Contains(line, answerMark) {
			// What stands right above it is the line that says who wrote it.
			for j := i - 1; j >= max(0, i-4); j-- {
				if begins(lines, j) {
					return j
				}
			}
			return i
		}
		if begins(lines, i) {
			return i
		}
	}
	return -1
}

// begins reports whether a quoted mail begins with the line.
func begins(lines []string, i int) bool {
	line := strings.TrimSpace(strings.TrimLeft(lines[i], "> "))
	if divider.MatchString(line) {
		return true
	}
	// The line that says who wrote may be folded into two or three.
	for n := 1; n <= 3 && i+n <= len(lines); n++ {
		joined := joinLines(lines[i : i+n])
		if wrote.MatchString(joined) || n == 1 && wroteRTL.MatchString(joined) {
			return true
		}
		if line == "" {
			break
		}
	}
	at := i
	if rule.MatchString(line) && i+1 < len(lines) {
		at = i + 1
	}
	if !from.MatchString(strings.TrimSpace(lines[at])) {
		return false
	}
	found := 0
	for _, next := range lines[at+1 : min(len(lines), at+6)] {
		if header.MatchString(strings.TrimSpace(next)) {
			found++
		}
	}
	return found >= 2
}

func joinLines(lines []string) string {
	var parts []string
	for _, l := range lines {
		parts = append(parts, strings.TrimSpace(strings.TrimLeft(l, "> ")))
	}
	return strings.Join(parts, " ")
}

// keepInline keeps what stands above a quoted part, and, where that is quoted line by line, what was written between and
// below its lines.
func keepInline(lines []string, at int) []string {
	above, below := lines[:at], lines[at:]
	marked := 0
	var between []string
	for i, l := range below {
		if strings.HasPrefix(strings.TrimSpace(l), ">") {
			marked++
			continue
		}
		// The lines of the attribution itself come before the first quoted one.
		if marked > 0 && !begins(below, i) && !strings.Contains(l, answerMark) {
			between = append(between, l)
		}
	}
	if marked == 0 {
		return above
	}
	return append(above[:len(above):len(above)], between...)
}

func dropQuoted(lines []string) []string {
	var out []string
	for _, l := range lines {
		if !strings.HasPrefix(strings.TrimSpace(l), ">") {
			out = append(out, l)
		}
	}
	return out
}

// unsigned cuts the signature: from "-- " on (RFC 3676), and a line that praises a telephone.
func unsigned(lines []string) []string {
	for i, l := range lines {
		if i > 0 && strings.TrimRight(l, " ") == "--" {
			lines = lines[:i]
			break
		}
	}
	for n := len(lines); n > 1; n-- {
		last := strings.TrimSpace(lines[n-1])
		if last != "" && !device.MatchString(last) {
			break
		}
		lines = lines[:n-1]
	}
	return lines
}

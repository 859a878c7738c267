package chain

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"deskbell/internal/desk"
)

// Limits of one step.
const (
	maxURL    = 2000
	maxBody   = 10_000
	maxHeader = 20
	maxValue  = 2000
	maxEmails = 20
)

var (
	placeholder = regexp.MustCompile(`\{\{\s*([^{}]*?)\s*\}\}`)
	headerName  = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$") // RFC 9110, 5.6.2
	methods     = []string{http.MethodPost, http.MethodGet, http.MethodPut}
	// ours are headers that are made here, or that say where a request goes.
	ours = []string{"Host", "Content-Length", "Transfer-Encoding", "Connection", "Upgrade", "Te", "Trailer", "Expect", "Proxy-Authorization"}
)

// Fault is what is wrong with a step: at which of its fields.
type Fault struct{ Field, Message string }

// Check tells what would keep a step from being sent as it is meant; nothing is asked for that. Where a name leads is
// decided each time that it is asked.
func Check(s desk.ChainStep) []Fault {
	var faults []Fault
	wrong := func(field, format string, args ...any) {
		faults = append(faults, Fault{field, fmt.Sprintf(format, args...)})
	}
	switch s.Kind {
	case desk.ChainRequest:
		checkRequest(s, wrong)
	case desk.ChainEmail:
		if len(s.Emails) == 0 || len(s.Emails) > maxEmails {
			wrong("emails", "Name 1 to %d e-mail addresses.", maxEmails)
		}
	}
	return faults
}

func checkRequest(s desk.ChainStep, wrong func(field, format string, args ...any)) {
	for _, part := range []struct{ field, text string }{{"url", s.URL}, {"body", s.Body}} {
		for _, m := range placeholder.FindAllStringSubmatch(part.text, -1) {
			if !slices.Contains(desk.ChainNames(), m[1]) {
				wrong(part.field, "There is no placeholder {{%s}}. There are %s.", m[1], strings.Join(desk.ChainNames(), ", "))
			}
		}
	}
	if fault := faultOfURL(s.URL); fault != "" {
		wrong("url", "%s", fault)
	}
	if s.Method != "" && !slices.Contains(methods, s.Method) {
		wrong("method", "The method is POST, PUT or GET.")
	}
	if s.Method == http.MethodGet && s.Body != "" {
		wrong("body", "A GET request has no body.")
	}
	if len(s.Body) > maxBody || !utf8.ValidString(s.Body) {
		wrong("body", "A body has at most %d characters.", maxBody)
	}
	if len(s.Header) > maxHeader {
		wrong("headers", "There are at most %d headers.", maxHeader)
	}
	for name, value := range s.Header {
		switch {
		case !headerName.MatchString(name) || slices.Contains(ours, http.CanonicalHeaderKey(name)):
			wrong("headers", "The header %q cannot be set.", name)
		case len(value) > maxValue || !printable(value):
			wrong("headers", "The value of the header %q is too long, or no line of text.", name)
		}
	}
	if typeOf(s) == "application/json" && s.Body != "" {
		if body, _ := renderBody(s, Subject{Property: `"`, Language: `"`, Channel: `"`, Kind: `"`, Text: `"`, URL: `"`, Ring: `"`}); !json.Valid([]byte(body)) {
			wrong("body", "This is no valid JSON. Placeholders stand inside quotation marks.")
		}
	}
}

// faultOfURL is what is wrong with an address, "" for nothing. It sees to it that a placeholder cannot decide which host
// is asked.
func faultOfURL(s string) string {
	plain := placeholder.ReplaceAllString(s, "x")
	u, err := url.Parse(plain)
	_, rest, _ := strings.Cut(s, "://")
	host, _, _ := strings.Cut(rest, "/")
	host, _, _ = strings.Cut(host, "?")
	switch {
	case len(s) > maxURL:
		return fmt.Sprintf("An address has at most %d characters.", maxURL)
	case err != nil || u.Scheme != "https" || u.Host == "" || u.Hostname() == "":
		return "The address begins with https:// and names a host."
	case u.User != nil:
		return "Put user and password into a header: Authorization."
	case strings.ContainsAny(host, "{}"):
		return "A placeholder cannot stand in the name of the host."
	case strings.Contains(s, "#"):
		return "What follows # is never sent; leave it out."
	}
	return ""
}

// typeOf is the media type of a step's body.
func typeOf(s desk.ChainStep) string {
	for name, value := range s.Header {
		if http.CanonicalHeaderKey(name) == "Content-Type" {
			if t, _, err := mime.ParseMediaType(value); err == nil {
				return t
			}
			return ""
		}
	}
	if b := strings.TrimSpace(s.Body); strings.HasPrefix(b, "{") && !strings.HasPrefix(b, "{{") || strings.HasPrefix(b, "[") {
		return "application/json"
	}
	return "text/plain"
}

// fill replaces placeholders by what escape makes of their values.
func fill(text string, of Subject, escape func(string) string) string {
	values := map[string]string{"property": of.Property, "language": of.Language, "channel": of.Channel, "kind": of.Kind,
		"text": of.Text, "url": of.URL, "ring": of.Ring}
	return placeholder.ReplaceAllStringFunc(text, func(m string) string {
		return escape(values[placeholder.FindStringSubmatch(m)[1]])
	})
}

// renderURL escapes by where a placeholder stands: in the path or in the query.
func renderURL(s string, of Subject) string {
	path, query, has := strings.Cut(s, "?")
	path = fill(path, of, url.PathEscape)
	if has {
		return path + "?" + fill(query, of, url.QueryEscape)
	}
	return path
}

// renderBody escapes as the body's type needs it, so that a property's name cannot become a field of its own.
func renderBody(s desk.ChainStep, of Subject) (body, kind string) {
	kind = typeOf(s)
	escape := textOnly
	switch {
	case kind == "application/json" || strings.HasSuffix(kind, "+json"):
		escape = inJSON
	case kind == "application/x-www-form-urlencoded":
		escape = url.QueryEscape
	case kind == "text/html" || strings.HasSuffix(kind, "/xml") || strings.HasSuffix(kind, "+xml"):
		escape = inXML
	}
	return fill(s.Body, of, escape), kind
}

// renderHeader keeps a value one line of ASCII, as headers have to be.
func renderHeader(value string, of Subject) string {
	return fill(value, of, func(s string) string {
		return mime.QEncoding.Encode("utf-8", strings.ReplaceAll(textOnly(s), "\n", " "))
	})
}

// printable reports whether a text is one line of ASCII (RFC 9110, 5.5).
func printable(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r < ' ' && r != '\t' || r > '~' }) < 0
}

func textOnly(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' {
			return ' '
		}
		return r
	}, s)
}

func inJSON(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		return ""
	}
	return string(b[1 : len(b)-1])
}

func inXML(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // a buffer takes everything
	return b.String()
}

package tools

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/http/httpguts"

	"deskbell/internal/desk"
)

// The limits of what an administrator writes down.
const (
	maxName        = 80
	maxDescription = 1000
	maxFixed       = 200
)

var toolName = regexp.MustCompile(`^[A-Za-z0-9_.-]{1,64}$`)

// taken are headers that a secret cannot stand in.
var taken = []string{"Accept", "Connection", "Content-Length", "Content-Type", "Cookie", "Host", "Transfer-Encoding", "Upgrade", "User-Agent"}

// Check says what is wrong with a service before it is kept.
func Check(s desk.ToolService) []desk.FieldError {
	var wrong []desk.FieldError
	bad := func(at, code, message string, params ...string) {
		wrong = append(wrong, desk.FieldError{Location: "body." + at, Message: message, Code: code, Params: params})
	}
	if n := utf8.RuneCountInString(s.Name); n == 0 || n > maxName {
		bad("name", "", fmt.Sprintf("Enter a name of at most %d characters.", maxName))
	}
	u, err := url.Parse(s.URL)
	if err != nil || u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.Fragment != "" || s.Kind == desk.ToolHTTP && (u.RawQuery != "" || u.ForceQuery) {
		bad("url", "", "Enter an address that begins with https://.")
	}
	if !httpguts.ValidHeaderFieldName(s.Header) || slices.Contains(taken, http.CanonicalHeaderKey(s.Header)) || strings.HasPrefix(http.CanonicalHeaderKey(s.Header), "Mcp-") {
		bad("header", "", "Enter the name of a header, such as Authorization.")
	}
	if len(s.Tools) > desk.MaxTools {
		bad("tools", "too_many", fmt.Sprintf("A service can have %d tools.", desk.MaxTools), fmt.Sprint(desk.MaxTools))
		return wrong
	}
	names := map[string]bool{}
	for i, t := range s.Tools {
		at := fmt.Sprintf("tools[%d].", i)
		if !toolName.MatchString(t.Name) {
			bad(at+"name", "", "Name it with letters, digits, dots, dashes and underscores, 64 at most.")
		}
		if names[t.Name] {
			bad(at+"name", "", "Another tool of this service has this name.")
		}
		names[t.Name] = true
		if n := utf8.RuneCountInString(t.Description); n == 0 || n > maxDescription {
			bad(at+"description", "", fmt.Sprintf("Say in at most %d characters what can be asked.", maxDescription))
		}
		rules, err := compile(t)
		if err != nil {
			bad(at+"arguments", "", sentence(err))
			continue
		}
		for name, text := range t.Fixed {
			if !argumentName.MatchString(name) || utf8.RuneCountInString(text) > maxFixed {
				bad(at+"fixed", "", "Name each argument as the schema does, and set it to at most 200 characters.")
			} else if !strings.Contains(text, "{") {
				if _, err := rules.fixed(name, text); err != nil {
					bad(at+"fixed", "", sentence(err))
				}
			}
		}
		if s.Kind == desk.ToolHTTP {
			checkHTTP(t, rules, func(field, message string) { bad(at+field, "", message) })
		} else if t.Seen == "" {
			bad(at+"name", "", "Look at the server's tools again, and keep this one from there.")
		}
		if t.On && !reads(s.Kind, t) {
			bad(at+"on", "", "Only a tool that changes nothing can be switched on. Say so if it does not.")
		}
	}
	return wrong
}

func checkHTTP(t desk.Tool, rules *schema, bad func(field, message string)) {
	if t.Method != http.MethodGet && t.Method != http.MethodPost {
		bad("method", "Choose GET or POST.")
	}
	filled := placeholder.ReplaceAllString(t.Path, "x")
	u, err := url.Parse(filled)
	if err != nil || !strings.HasPrefix(t.Path, "/") || strings.HasPrefix(t.Path, "//") || u.Host != "" || u.Fragment != "" || len(t.Path) > 1000 ||
		strings.ContainsAny(filled, "{}\\") || slices.Contains(strings.Split(u.Path, "/"), "..") {
		bad("path", "Enter what follows the address, beginning with /, such as /rooms/{room}?on={day}.")
		return
	}
	for _, m := range placeholder.FindAllStringSubmatch(t.Path, -1) {
		_, set := t.Fixed[m[1]]
		if rules.of[m[1]] == nil && !set {
			bad("path", fmt.Sprintf("{%s} is no argument of the schema.", m[1]))
		}
	}
	for name, of := range rules.of {
		if t.Method == http.MethodGet && (of.Type == "object" || of.Type == "array") {
			bad("arguments", fmt.Sprintf("%s cannot stand in an address: a GET takes words, numbers and yes or no.", name))
		}
	}
}

// sentence is an error as a form shows it.
func sentence(err error) string {
	s := err.Error()
	return strings.ToUpper(s[:1]) + s[1:] + "."
}

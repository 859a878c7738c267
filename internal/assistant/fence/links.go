package fence

import (
	"net/url"
	"regexp"
	"strings"
)

// address finds everything that a page or a phone might make a link of: whatever has a scheme, names of hosts, addresses
// of mail. A full stop without a space after it looks like one too, and is refused for it: better that than the other way.
var address = regexp.MustCompile(`(?:[a-z][a-z0-9+.\-]*:(?://)?[^\s<>"'\x60()\[\]{}]*[^\s<>"'\x60()\[\]{}.,;:!?]|//[^\s<>"'\x60()\[\]{}]+|[\p{L}\d._%+\-]+@[\p{L}\d.\-]+\.\p{L}{2,}|(?:[\p{L}\d](?:[\p{L}\d\-]*[\p{L}\d])?\.)+\p{L}{2,24}(?::\d+)?(?:[/?#][^\s<>"'\x60()\[\]{}]*)?)`)

// schemes that do something when they are pressed. What else has a colon in it ("Breakfast:7") is no link.
var schemes = regexp.MustCompile(`^(?:https?|ftps?|file|data|javascript|vbscript|blob|about|view-source|mailto|tel|sms|whatsapp|intent|market|facetime|skype|geo|maps|itms[a-z-]*|bitcoin|ethereum|ws|wss|ssh|magnet|callto|upi):|://`)

// initials are abbreviations with full stops in them, which look like hosts: "a.m.", "z.b", "e.g".
var initials = regexp.MustCompile(`^(?:\p{L}\.)+\p{L}{1,2}$|^\p{L}\.\p{L}\.?$`)

// target is where a Markdown link points, whatever it is.
var target = regexp.MustCompile(`\]\s*\(\s*([^)\s]*)`)

// addresses lists those of a folded text, without what closes the sentence around them.
func addresses(seen string) []string {
	var out []string
	for _, a := range address.FindAllString(seen, -1) {
		a = strings.TrimRight(a, ".,;:!?*_…")
		scheme, rest, ok := strings.Cut(a, ":")
		switch {
		case ok && !schemes.MatchString(a) && !strings.Contains(scheme, "."):
			// "Check-in:15.00" is none; "see:evil.example" holds one.
			out = append(out, addresses(rest)...)
			continue
		case initials.MatchString(a):
			continue
		}
		out = append(out, a)
	}
	return out
}

// links refuses addresses that are not allowed, and every scheme but https among those that are.
func links(seen string, allowed func(address string) bool) error {
	for _, m := range target.FindAllStringSubmatch(seen, -1) {
		if !strings.HasPrefix(m[1], "https://") {
			return ErrLink
		}
	}
	rest := seen
	for _, a := range addresses(seen) {
		rest = strings.ReplaceAll(rest, a, "")
		if schemes.MatchString(a) {
			u, err := url.Parse(a)
			if err != nil || u.User != nil || u.Scheme != "https" && u.Scheme != "mailto" && u.Scheme != "tel" {
				return ErrLink
			}
		}
		if strings.HasPrefix(a, "//") || !allowed(a) {
			return ErrLink
		}
	}
	if strings.Contains(rest, "://") { // half an address, which a program may make a whole one of
		return ErrLink
	}
	return nil
}

// hostOf is the host of an address, with or without its scheme; of an address of mail what follows the @.
func hostOf(a string) string {
	if _, domain, ok := strings.Cut(strings.TrimPrefix(a, "mailto:"), "@"); ok && !strings.Contains(a, "//") {
		return domain
	}
	if !strings.Contains(a, "://") {
		a = "https://" + a
	}
	u, err := url.Parse(a)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

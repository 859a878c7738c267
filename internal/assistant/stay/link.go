package stay

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// MaxTemplate is how long the address of a booking page may be, in bytes.
const MaxTemplate = 2000

// What is wrong with a template. Each is for the person who set it.
var (
	ErrAddress     = errors.New("a booking link begins with https:// and names a site")
	ErrLong        = errors.New("a booking link has at most 2000 characters")
	ErrPlace       = errors.New("what is filled in stands behind the ? of a booking link, as a value: ?arrival={checkin}")
	ErrPlaceholder = errors.New("a booking link has {checkin}, {checkout}, {nights}, {adults}, {children}, {guests}, {rooms} and {language}; dates may be written otherwise, as {checkin:DD/MM/YYYY}")
)

var placeholders = []string{"checkin", "checkout", "nights", "adults", "children", "guests", "rooms", "language"}

// Check says what is wrong with a template; nil where it can be used. An empty one is none.
func Check(template string) error {
	if template == "" {
		return nil
	}
	if len(template) > MaxTemplate {
		return ErrLong
	}
	if strings.ContainsFunc(template, func(r rune) bool {
		return r <= ' ' || r == unicode.ReplacementChar || unicode.IsSpace(r) || unicode.IsControl(r) || r == '\\'
	}) {
		return ErrAddress
	}
	before, values, _ := strings.Cut(template, "?")
	if strings.ContainsAny(before, "{}") {
		return ErrPlace
	}
	for _, pair := range strings.Split(values, "&") {
		name, value, _ := strings.Cut(pair, "=")
		if strings.ContainsAny(name, "{}") {
			return ErrPlace
		}
		for value != "" {
			open := strings.IndexAny(value, "{}")
			if open < 0 {
				break
			}
			inside, after, closed := strings.Cut(value[open+1:], "}")
			if value[open] == '}' || !closed {
				return ErrPlaceholder
			}
			what, form, formed := strings.Cut(inside, ":")
			dated := what == "checkin" || what == "checkout"
			if !slices.Contains(placeholders, what) || formed && (!dated || !dateForm(form)) {
				return ErrPlaceholder
			}
			value = after
		}
	}
	u, err := url.Parse(Fill(template, Stay{}, ""))
	if err != nil || u.Scheme != "https" || u.Hostname() == "" || u.User != nil {
		return ErrAddress
	}
	return nil
}

// dateForm reports whether a date is whole in a form: it has a year, a month and a day.
func dateForm(form string) bool {
	return strings.Contains(form, "YY") && strings.Contains(form, "M") && strings.Contains(form, "D") &&
		!strings.ContainsFunc(form, func(r rune) bool { return !strings.ContainsRune("YMD-/. _", r) })
}

// Fill is the address of the booking page for a stay. A value of which something is not known is left out with its name,
// so that the page asks for it.
func Fill(template string, s Stay, language string) string {
	before, values, found := strings.Cut(template, "?")
	if !found {
		return template
	}
	var kept []string
	// A page that keeps its values behind a # may have more of the address after them.
	for _, pair := range strings.Split(values, "&") {
		if filled, ok := fillIn(pair, s, language); ok {
			kept = append(kept, filled)
		}
	}
	if len(kept) == 0 {
		return before
	}
	return before + "?" + strings.Join(kept, "&")
}

// fillIn fills one pair; ok is false where something in it is not known.
func fillIn(pair string, s Stay, language string) (string, bool) {
	var out strings.Builder
	for {
		lead, rest, found := strings.Cut(pair, "{")
		out.WriteString(lead)
		inside, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			return out.String(), true
		}
		what, form, _ := strings.Cut(inside, ":")
		value := s.value(what, form, language)
		if value == "" {
			return "", false
		}
		out.WriteString(url.QueryEscape(value))
		pair = after
	}
}

func (s Stay) value(what, form, language string) string {
	count := func(n int) string {
		if n == 0 {
			return ""
		}
		return strconv.Itoa(n)
	}
	switch what {
	case "checkin":
		return dated(s.From, form)
	case "checkout":
		return dated(s.To, form)
	case "nights":
		return count(s.Nights())
	case "adults":
		return count(s.Adults)
	case "children":
		if s.Adults > 0 { // who said how many come said how many of them are children
			return strconv.Itoa(s.Children)
		}
		return count(s.Children)
	case "guests":
		return count(s.Adults + s.Children)
	case "rooms":
		return count(s.Rooms)
	case "language":
		return language
	}
	return ""
}

// forms are the parts of a date as hotels' booking pages name them.
var forms = strings.NewReplacer("YYYY", "2006", "YY", "06", "MM", "01", "DD", "02", "M", "1", "D", "2")

func dated(day time.Time, form string) string {
	switch {
	case day.IsZero():
		return ""
	case form == "":
		return day.Format(time.DateOnly)
	}
	return day.Format(forms.Replace(form))
}

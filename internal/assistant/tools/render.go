package tools

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// The limits of what a tool answers.
const (
	maxAnswer = 64 << 10
	maxText   = 2500 // characters that are looked at
	maxLines  = 120
)

// words is what a tool answered, as lines that a model and a person can read, and that the fence can compare: JSON becomes
// names and values, a sum stands beside its currency, and a moment in the property's own time. Addresses and telephone
// numbers are left out: whoever a tool asks may have written them.
func words(raw []byte, plain bool, zone *time.Location) (string, error) {
	if !utf8.Valid(raw) {
		return "", errUnreadable
	}
	var text string
	var v any
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	switch err := d.Decode(&v); {
	case err == nil && !d.More():
		if s, ok := v.(string); ok {
			text = s
			break
		}
		r := renderer{zone: zone}
		r.value("", v, 0)
		text = strings.Join(r.lines, "\n")
	case plain:
		text = string(raw)
	default:
		return "", errUnreadable
	}
	text = strings.TrimSpace(untrusted(visible(text)))
	if r := []rune(text); len(r) > maxText {
		text = strings.TrimSpace(string(r[:maxText]))
	}
	if text == "" {
		return "", errNothing
	}
	return text, nil
}

var (
	errUnreadable = errors.New("the answer could not be read")
	errNothing    = errors.New("the answer holds nothing")
)

// visible drops what hides what a text says.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t' || r == '\r':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r):
			return -1
		}
		return r
	}, s)
}

var reach = []*regexp.Regexp{
	regexp.MustCompile(`(?i)\b[a-z][a-z0-9+.\-]{1,20}://\S*`),
	regexp.MustCompile(`(?i)\b(?:mailto|tel|sms|javascript|data|whatsapp):\S+`),
	regexp.MustCompile(`[\p{L}\d._%+\-]+@[\p{L}\d.\-]+\.\p{L}{2,}`),
	regexp.MustCompile(`(?:[\p{L}\d](?:[\p{L}\d\-]*[\p{L}\d])?\.)+\p{L}{2,24}(?:[:/?#]\S*)`),
	regexp.MustCompile(`(?i)\b(?:[a-z\d](?:[a-z\d\-]*[a-z\d])?\.)+(?:com|net|org|info|biz|io|app|dev|example|[a-z]{2})\b`),
	regexp.MustCompile(`\+\d[\d ()/\-]{6,}\d`),
}

// untrusted leaves out what would lead a guest elsewhere.
func untrusted(s string) string {
	for _, r := range reach {
		s = r.ReplaceAllString(s, "…")
	}
	return s
}

// renderer writes values down, a line each.
type renderer struct {
	zone  *time.Location
	lines []string
}

func (r *renderer) say(name, value string) {
	if len(r.lines) < maxLines && strings.TrimSpace(value) != "" {
		if name != "" {
			value = name + ": " + value
		}
		r.lines = append(r.lines, value)
	}
}

func (r *renderer) value(name string, v any, depth int) {
	if depth > maxDepth || len(r.lines) >= maxLines {
		return
	}
	switch v := v.(type) {
	case map[string]any:
		currency := currencyOf(v)
		for _, k := range sorted(v) {
			n, isNumber := v[k].(json.Number)
			switch {
			case currency != "" && isNumber && sums.MatchString(k):
				r.say(join(name, k), n.String()+" "+currency)
			case currency != "" && currencies.MatchString(k):
			default:
				r.value(join(name, k), v[k], depth+1)
			}
		}
	case []any:
		var flat []string
		for _, e := range v {
			switch e.(type) {
			case map[string]any, []any:
				flat = nil
			default:
				flat = append(flat, r.scalar(e))
				continue
			}
			break
		}
		if len(flat) == len(v) {
			r.say(name, strings.Join(flat, ", "))
			return
		}
		for i, e := range v {
			r.value(join(name, strconv.Itoa(i+1)+"."), e, depth+1)
		}
	default:
		r.say(name, r.scalar(v))
	}
}

// scalar is one value: a moment in the property's time, without the second that nobody asks for.
func (r *renderer) scalar(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		if at, err := time.Parse(time.RFC3339, v); err == nil {
			if r.zone != nil {
				at = at.In(r.zone)
			}
			return at.Format("2006-01-02 15:04")
		}
		for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04"} {
			if at, err := time.Parse(layout, v); err == nil {
				return at.Format("2006-01-02 15:04")
			}
		}
		return strings.Join(strings.Fields(v), " ")
	case bool:
		if v {
			return "yes"
		}
		return "no"
	}
	return fmt.Sprint(v)
}

var (
	sums       = regexp.MustCompile(`(?i)price|amount|total|value|rate|cost|fee|sum|charge|preis|prix|precio|betrag`)
	currencies = regexp.MustCompile(`(?i)^currency(?:_?code)?$`)
	codes      = regexp.MustCompile(`^[A-Z]{3}$`)
	humps      = regexp.MustCompile(`([a-z0-9])([A-Z])`)
)

// currencyOf is the currency in which an object tells its sums.
func currencyOf(v map[string]any) string {
	for k, c := range v {
		if text, ok := c.(string); ok && currencies.MatchString(k) && codes.MatchString(text) {
			return text
		}
	}
	return ""
}

// join names a value within another, in words.
func join(name, key string) string {
	key = strings.Join(strings.FieldsFunc(humps.ReplaceAllString(key, "$1 $2"), func(r rune) bool { return r == '_' || r == '-' || unicode.IsSpace(r) }), " ")
	return strings.TrimSpace(name + " " + key)
}

func sorted(m map[string]any) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

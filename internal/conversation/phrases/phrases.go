// Package phrases words what the rules write into a conversation: the default words of each line in the languages that
// hotels meet most, and a property's own words in their place.
//
// A phrase names what it fills in: {agent}, {minutes}, {phone}, {number}, {ticket}, {address}, {opens}, {opens_local},
// {zone}, {reply_by}. A part in brackets is left out where a name in it has no value: "[ You can call us at {phone}.]".
// A part may have parts of its own.
package phrases

import (
	"slices"
	"strconv"
	"strings"

	"deskbell/internal/desk"
)

// Names that phrases fill in.
const (
	Agent      = "agent"
	Minutes    = "minutes"
	Phone      = "phone"       // the property's
	Number     = "number"      // the local emergency number
	Ticket     = "ticket"      // a ticket's number
	Address    = "address"     // where its answer goes, masked
	Opens      = "opens"       // when the desk answers chats again
	OpensLocal = "opens_local" // the same by the guest's clock, where that differs
	Zone       = "zone"        // whose time is told
	ReplyBy    = "reply_by"    // by when a message is answered
)

// fallback is the language of guests whose own is unknown, at a property that names none.
const fallback = "en"

// Line is the text of a public line for a guest: the property's own words if it has some, else the default ones, in
// the guest's language as far as there are any, else in the property's.
func Line(s desk.PropertySettings, language string, code desk.LineCode, values map[string]string) string {
	for _, tag := range []string{language, s.DefaultLanguage, fallback} {
		for _, l := range wider(tag) {
			// Everybody reads the same first words; a property cannot change them.
			if own := s.Words[l][code]; own != "" && code != desk.LineWaiting {
				return fill(own, l, values)
			}
			if words, ok := guest[l][code]; ok {
				if form := promised[l][countOf(l, values[Minutes])]; form != "" && code == desk.LinePromised {
					words = form
				}
				return fill(words, l, values)
			}
		}
	}
	return ""
}

// count is a kind of number that a language has a form of its own for, as the plural rules of CLDR call them.
type count string

const (
	one   count = "one"
	two   count = "two"
	few   count = "few"
	other count = "other"
)

// countOf is the kind of a promise's minutes, which are 1 to 15: so far the languages differ in Arabic alone.
func countOf(language, minutes string) count {
	n, err := strconv.Atoi(minutes)
	switch {
	case err != nil:
		return other
	case n == 1:
		return one
	case language == "ar" && n == 2:
		return two
	case language == "ar" && n >= 3 && n <= 10:
		return few
	default:
		return other
	}
}

// AssistantName is what a guest reads as the assistant's name.
func AssistantName(language string) string {
	for _, l := range wider(language) {
		if name, ok := assistant[l]; ok {
			return name
		}
	}
	return assistant[fallback]
}

// Desk is the text of a line that only the people at the desk see. It is English; the dashboard words the common ones
// itself, by their code.
func Desk(code desk.LineCode, values map[string]string) string {
	words, ok := inside[code]
	if !ok {
		words = guest[fallback][code]
	}
	return fill(words, fallback, values)
}

// Uses reports whether the words of a line may name the given value.
func Uses(code desk.LineCode, name string) bool {
	return strings.Contains(guest[fallback][code], "{"+name+"}")
}

// Names are the values that the words of a line may name, in the order in which the default ones do.
func Names(code desk.LineCode) []string {
	names := []string{}
	words := guest[fallback][code]
	for {
		_, rest, found := strings.Cut(words, "{")
		name, after, _ := strings.Cut(rest, "}")
		if !found {
			return names
		}
		names, words = append(names, name), after
	}
}

// Lines are the lines to guests whose words a property may change: all but the first, which everybody reads alike.
func Lines() []desk.LineCode {
	codes := []desk.LineCode{}
	for code := range guest[fallback] {
		if code != desk.LineWaiting {
			codes = append(codes, code)
		}
	}
	slices.Sort(codes)
	return codes
}

// Default are our words of a line, with the names unfilled, in the language that stands in for the given one at a
// property: its own where we have it, else the property's, else English.
func Default(language, property string, code desk.LineCode) string {
	return guest[Spoken(language, property)][code]
}

// Spoken is the first of these languages that we have words in, else English.
func Spoken(languages ...string) string {
	for _, tag := range languages {
		for _, l := range wider(tag) {
			if _, ok := guest[l]; ok {
				return l
			}
		}
	}
	return fallback
}

// Languages are those with default words.
func Languages() []string { return []string{"en", "de", "fr", "es", "pt", "it", "nl", "ar", "he"} }

// wider lists a language tag and what it is a kind of: pt-BR, pt.
func wider(tag string) []string {
	tag = strings.ReplaceAll(tag, "_", "-")
	var tags []string
	for tag != "" {
		tags = append(tags, tag)
		i := strings.LastIndexByte(tag, '-')
		tag = tag[:max(i, 0)]
	}
	if n := len(tags); n > 0 {
		if lower := strings.ToLower(tags[n-1]); lower != tags[n-1] {
			tags = append(tags, lower)
		}
	}
	return tags
}

// fill puts values in. A missing agent is "a colleague"; every other missing value leaves the bracket around it out.
func fill(words, language string, values map[string]string) string {
	f := filling{words: words, get: func(name string) string {
		v := values[name]
		if v == "" && name == Agent {
			v = someone[language]
		}
		return isolate(v, name, language)
	}}
	var b strings.Builder
	for {
		text, _ := f.part()
		b.WriteString(text)
		if f.words == "" {
			return b.String()
		}
		f.words = f.words[1:] // a bracket that nothing opened
	}
}

// filling is what is left of a phrase.
type filling struct {
	words string
	get   func(name string) string
}

// part fills up to the end, or to the bracket that ends the part; complete tells whether every name had a value.
func (f *filling) part() (text string, complete bool) {
	var b strings.Builder
	complete = true
	for {
		i := strings.IndexAny(f.words, "[]{")
		if i < 0 {
			b.WriteString(f.words)
			f.words = ""
			return b.String(), complete
		}
		b.WriteString(f.words[:i])
		switch f.words = f.words[i:]; f.words[0] {
		case ']':
			return b.String(), complete
		case '[':
			f.words = f.words[1:]
			inner, whole := f.part()
			f.words = strings.TrimPrefix(f.words, "]")
			if whole {
				b.WriteString(inner)
			}
		default:
			name, after, closed := strings.Cut(f.words[1:], "}")
			if !closed {
				b.WriteString(f.words)
				f.words = ""
				continue
			}
			v := f.get(name)
			complete = complete && v != ""
			b.WriteString(v)
			f.words = after
		}
	}
}

// isolate keeps a Latin name or a telephone number in one piece inside a text that is written from right to left.
func isolate(v, name, language string) string {
	if v == "" || language != "ar" && language != "he" {
		return v
	}
	const first, ltr, end = "\u2068", "\u2066", "\u2069" // Unicode Standard Annex 9: FSI, LRI, PDI
	switch name {
	case Phone, Number, Ticket, Address, Minutes:
		return ltr + v + end
	}
	return first + v + end
}

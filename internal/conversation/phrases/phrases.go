// Package phrases words what the rules write into a conversation: the default words of each line in the languages that
// hotels meet most, and a property's own words in their place.
//
// A phrase names what it fills in: {agent}, {minutes}, {phone}, {number}, {ticket}, {address}. A part in brackets is
// left out where a name inside it has no value: "[ You can call us at {phone}.]".
package phrases

import (
	"strings"

	"deskbell/internal/desk"
)

// Names that phrases fill in.
const (
	Agent   = "agent"
	Minutes = "minutes"
	Phone   = "phone"
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
				return fill(words, l, values)
			}
		}
	}
	return ""
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

// fill puts values in. A missing agent is "a colleague"; every other missing value leaves its bracket out.
func fill(words, language string, values map[string]string) string {
	get := func(name string) string {
		v := values[name]
		if v == "" && name == Agent {
			v = someone[language]
		}
		return isolate(v, name, language)
	}
	var b strings.Builder
	for words != "" {
		plain, rest, found := strings.Cut(words, "[")
		b.WriteString(replace(plain, get, nil))
		if !found {
			break
		}
		part, after, _ := strings.Cut(rest, "]")
		complete := true
		if text := replace(part, get, &complete); complete {
			b.WriteString(text)
		}
		words = after
	}
	return b.String()
}

// replace fills in the names of a text; complete becomes false where one has no value.
func replace(text string, get func(string) string, complete *bool) string {
	var b strings.Builder
	for {
		plain, rest, found := strings.Cut(text, "{")
		b.WriteString(plain)
		if !found {
			return b.String()
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed {
			b.WriteString("{" + rest)
			return b.String()
		}
		v := get(name)
		if v == "" && complete != nil {
			*complete = false
		}
		b.WriteString(v)
		text = after
	}
}

// isolate keeps a Latin name or a telephone number in one piece inside a text that is written from right to left.
func isolate(v, name, language string) string {
	if v == "" || language != "ar" && language != "he" {
		return v
	}
	const first, ltr, end = "\u2068", "\u2066", "\u2069" // Unicode Standard Annex 9: FSI, LRI, PDI
	if name == Agent {
		return first + v + end
	}
	return ltr + v + end
}

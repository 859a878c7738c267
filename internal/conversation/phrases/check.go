package phrases

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"deskbell/internal/desk"
)

// WordsMax is how many characters a property's own words of a line have at most.
const WordsMax = 500

// Check names what is wrong with a property's own words: lines that there are none of or that nobody may change, names
// that nothing is filled in for, brackets that do not close.
func Check(words map[string]map[desk.LineCode]string) []desk.FieldError {
	var wrong []desk.FieldError
	for _, language := range slices.Sorted(maps.Keys(words)) {
		for _, code := range slices.Sorted(maps.Keys(words[language])) {
			if f := check(code, words[language][code]); f.Code != "" {
				f.Location = fmt.Sprintf("words.%s.%s", language, code)
				wrong = append(wrong, f)
			}
		}
	}
	return wrong
}

// check is what is wrong with one line; the zero FieldError where nothing is.
func check(code desk.LineCode, text string) desk.FieldError {
	switch {
	case code == desk.LineWaiting:
		return desk.Fault("", "fixed_words", "These words are the same at every property and cannot be changed.")
	case !slices.Contains(Lines(), code):
		return desk.Fault("", "no_line", "There is no such line.")
	case utf8.RuneCountInString(text) > WordsMax:
		return desk.Fault("", "too_long", "Write at most %d characters.", WordsMax)
	}
	depth := 0
	for rest := text; rest != ""; {
		i := strings.IndexAny(rest, "[]{}")
		if i < 0 {
			break
		}
		bracket := rest[i]
		rest = rest[i+1:]
		switch bracket {
		case '[':
			depth++
		case ']':
			if depth--; depth < 0 {
				return desk.Fault("", "bracket", "There is a %s that no %s belongs to.", "]", "[")
			}
		case '}':
			return desk.Fault("", "bracket", "There is a %s that no %s belongs to.", "}", "{")
		default:
			name, after, closed := strings.Cut(rest, "}")
			if !closed {
				return desk.Fault("", "bracket", "There is a %s that no %s belongs to.", "{", "}")
			}
			if names := Names(code); !slices.Contains(names, name) {
				return unknown(name, names)
			}
			rest = after
		}
	}
	if depth > 0 {
		return desk.Fault("", "bracket", "There is a %s that no %s belongs to.", "[", "]")
	}
	return desk.FieldError{}
}

func unknown(name string, names []string) desk.FieldError {
	if len(names) == 0 {
		return desk.Fault("", "no_names", "Nothing is filled in for {%s}: these words have no names.", name)
	}
	return desk.Fault("", "no_placeholder", "Nothing is filled in for {%s}. Use {%s}.", name, strings.Join(names, "}, {"))
}

// Package danger tells whether a guest writes of an emergency: fire, somebody's life or health at stake, violence. What
// it finds calls every device of a property at any hour, so it is precise rather than broad: it knows phrases, not
// topics, and looks at what stands around them. A fire place, a doctor nearby and the heart of the city are none, nor is
// a fire drill, an illness of last year, or what to do if there were a fire.
//
// It is a list of phrases in the nine languages that guests are answered in. Each language's list stands in a file of
// its own, in the notation of parse.
package danger

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"deskbell/internal/knowledge/text"
)

// lookAt bounds what is looked at: who is in danger says so soon.
const lookAt = 2000

// Found reports whether the text tells of an emergency. All languages are looked through, because a guest in danger may
// write in another one than before; language (BCP 47, "" unknown) decides about single words that mean something else
// elsewhere.
func Found(message, language string) bool {
	if len(message) > lookAt {
		message = message[:lookAt]
	}
	sentences := split(message)
	guests, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(language, "_", "-")), "-")
	for _, s := range sentences {
		for at, word := range s {
			for _, p := range phrases()[word] {
				if (!p.own || guests == "" || guests == p.of.code) && p.match(s, at) && p.of.serious(sentences, s, at) {
					return true
				}
			}
		}
	}
	return false
}

// phrase is one that tells of danger.
type phrase struct {
	pattern
	of *language
	// own counts only where the guest's language is this one, or unknown.
	own bool
}

// language is what makes its phrases of danger harmless: in their sentence, in the whole message, or as words just
// before them that turn them around.
type language struct {
	code              string
	harmless, nothing index
	negations         map[string]bool
}

// serious reports whether the phrase that begins at a word of a sentence is meant as it stands there.
func (l *language) serious(sentences [][]string, s []string, at int) bool {
	return !l.negated(s, at) && !l.harmless.anywhere(s) && !slices.ContainsFunc(sentences, l.nothing.anywhere)
}

// negated reports whether one of the few words before a phrase, within its clause, turns it around.
func (l *language) negated(s []string, at int) bool {
	for i := at - 1; i >= 0 && i >= at-3 && s[i] != comma; i-- {
		if l.negations[s[i]] {
			return true
		}
	}
	return false
}

// comma stands among the words where a clause ends.
const comma = ","

// split makes sentences of folded words. Apostrophes are left out, as many leave them out who write in a hurry.
func split(message string) [][]string {
	folded := text.Fold(message)
	var sentences [][]string
	words := make([]string, 0, len(folded)/5+1)
	first, start := 0, -1 // of the sentence among words, of the word in folded
	for i, r := range folded {
		if inWord(r) {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			words = append(words, plain(folded[start:i]))
			start = -1
		}
		switch n := len(words); {
		case n == first:
		case strings.ContainsRune(".!?\n;¡¿…؟؛", r):
			sentences = append(sentences, words[first:n:n])
			first = n
		case (r == ',' || r == '،' || r == ':') && words[n-1] != comma:
			words = append(words, comma)
		}
	}
	if start >= 0 {
		words = append(words, plain(folded[start:]))
	}
	if len(words) > first {
		sentences = append(sentences, words[first:])
	}
	return sentences
}

func inWord(r rune) bool {
	switch {
	case r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '\'' || r == '"':
		return true
	case r < utf8.RuneSelf:
		return false
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || isQuote(r)
}

// isQuote names what stands in words and is left out of them: apostrophes, the marks of Hebrew abbreviations, and
// characters that show nothing.
func isQuote(r rune) bool {
	return r == '\'' || r == '"' || r == '״' || r == '׳' || r >= utf8.RuneSelf && unicode.Is(unicode.Cf, r)
}

// plain is a word without marks, and without the "and" that Arabic and Hebrew write onto the word after it. What is
// left need be no word: it is left of the phrases in the same way.
func plain(word string) string {
	if strings.IndexFunc(word, isQuote) >= 0 {
		word = strings.Map(func(r rune) rune {
			if isQuote(r) {
				return -1
			}
			return r
		}, word)
	}
	if word == "" || word[0] < utf8.RuneSelf {
		return word
	}
	for _, and := range []string{"و", "ו"} {
		if rest, ok := strings.CutPrefix(word, and); ok && utf8.RuneCountInString(rest) >= 3 {
			return rest
		}
	}
	return word
}

// phrases are those of all languages, by the words that they can begin with. They are read when they are first asked
// for.
var phrases = sync.OnceValue(func() map[string][]phrase {
	all := map[string][]phrase{}
	for _, l := range []struct{ code, list string }{
		{"en", english}, {"de", german}, {"fr", french}, {"es", spanish}, {"pt", portuguese}, {"it", italian},
		{"nl", dutch}, {"ar", arabic}, {"he", hebrew},
	} {
		parse(l.code, l.list, all)
	}
	return all
})

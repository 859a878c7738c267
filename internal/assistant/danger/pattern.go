package danger

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"deskbell/internal/knowledge/text"
)

// A list has one phrase a line, under a heading that says what it is for:
//
//	phrases    tell of danger
//	own        the same, where the guest's language is this one or unknown
//	harmless   make their sentence harmless
//	nothing    make the whole message harmless
//	negations  words that turn the phrase after them around
//	NAME =     a list of words that phrases name as <NAME>
//
// A phrase is words one after the other. (a|b c) is any of these, ?(…) may be left out, !(…) must not follow, ~ is up to
// three other words, ^ and $ are the ends of the sentence, and "word*" begins so. Accents and apostrophes may be written or not.
type pattern []element

type element struct {
	kind byte // w: one of alts; ?: perhaps; !: none of them; ~, ^, $
	alts [][]string
}

// index are patterns by the words that they can begin with.
type index map[string][]pattern

func (x index) anywhere(s []string) bool {
	for at, word := range s {
		for _, p := range x[word] {
			if p.match(s, at) {
				return true
			}
		}
	}
	return false
}

// beginnings are the words that a text which the pattern matches can begin with.
func (p pattern) beginnings() []string {
	var words []string
	for _, e := range p {
		if e.kind == '^' {
			continue
		}
		if e.kind != 'w' && e.kind != '?' {
			break
		}
		for _, alt := range e.alts {
			if strings.HasSuffix(alt[0], "*") {
				panic(fmt.Sprintf("a phrase must begin with a whole word: %v", p))
			}
			if !slices.Contains(words, alt[0]) {
				words = append(words, alt[0])
			}
		}
		if e.kind == 'w' {
			return words
		}
	}
	panic(fmt.Sprintf("a phrase must begin with words: %v", p))
}

// match reports whether the words from i on are the pattern's.
func (p pattern) match(s []string, i int) bool {
	if len(p) == 0 {
		return true
	}
	e, rest := p[0], p[1:]
	switch e.kind {
	case '^':
		return i == 0 && rest.match(s, i)
	case '$':
		return i == len(s) && rest.match(s, i)
	case '~':
		for skip := 0; skip <= 3 && i+skip <= len(s); skip++ {
			if rest.match(s, i+skip) {
				return true
			}
		}
		return false
	case '!':
		for _, alt := range e.alts {
			if follows(s, i, alt) {
				return false
			}
		}
		return rest.match(s, i)
	case '?':
		if rest.match(s, i) {
			return true
		}
	}
	for _, alt := range e.alts {
		if follows(s, i, alt) && rest.match(s, i+len(alt)) {
			return true
		}
	}
	return false
}

func follows(s []string, i int, words []string) bool {
	if i+len(words) > len(s) {
		return false
	}
	for k, w := range words {
		if begin, open := strings.CutSuffix(w, "*"); s[i+k] != w && !(open && strings.HasPrefix(s[i+k], begin)) {
			return false
		}
	}
	return true
}

// parse reads a list and adds its phrases. A mistake in one is a fault of the program.
func parse(code, list string, phrases map[string][]phrase) {
	l := &language{code: code, harmless: index{}, nothing: index{}, negations: map[string]bool{}}
	headings := []string{"phrases", "own", "harmless", "nothing", "negations"}
	names := map[string]string{}
	heading := ""
	for line := range strings.Lines(list) {
		line = strings.TrimSpace(line)
		if name, words, ok := strings.Cut(line, " = "); ok {
			names["<"+name+">"] = words
			continue
		}
		if slices.Contains(headings, line) {
			heading = line
			continue
		}
		for name, words := range names {
			line = strings.ReplaceAll(line, name, words)
		}
		line = fold(line)
		switch {
		case line == "":
		case heading == "negations":
			for w := range strings.FieldsSeq(line) {
				l.negations[w] = true
			}
		default:
			p := read(line)
			for _, word := range p.beginnings() {
				switch heading {
				case "harmless":
					l.harmless[word] = append(l.harmless[word], p)
				case "nothing":
					l.nothing[word] = append(l.nothing[word], p)
				default:
					phrases[word] = append(phrases[word], phrase{pattern: p, of: l, own: heading == "own"})
				}
			}
		}
	}
}

// fold writes a line as split writes what guests say.
func fold(line string) string {
	line = strings.ReplaceAll(text.Fold(line), "-", " ")
	var b strings.Builder
	for line != "" {
		end := strings.IndexFunc(line, func(r rune) bool { return !inWord(r) })
		if end < 0 {
			end = len(line)
		}
		b.WriteString(plain(line[:end]))
		line = line[end:]
		if line != "" {
			_, n := utf8.DecodeRuneInString(line)
			b.WriteString(line[:n])
			line = line[n:]
		}
	}
	return b.String()
}

func read(line string) pattern {
	var p pattern
	for line = strings.TrimSpace(line); line != ""; line = strings.TrimSpace(line) {
		kind := byte('w')
		switch c := line[0]; {
		case c == '~' || c == '^' || c == '$':
			p, line = append(p, element{kind: c}), line[1:]
			continue
		case c == '?' || c == '!':
			kind, line = c, line[1:]
		}
		var group string
		if line[0] == '(' {
			end := strings.IndexByte(line, ')')
			group, line = line[1:end], line[end+1:]
		} else {
			group, line, _ = strings.Cut(line, " ")
		}
		e := element{kind: kind}
		for alt := range strings.SplitSeq(group, "|") {
			words := strings.Fields(alt)
			if len(words) == 0 {
				panic("an empty choice in " + line)
			}
			e.alts = append(e.alts, words)
		}
		p = append(p, e)
	}
	return p
}

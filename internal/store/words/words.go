// Package words is what searching means to every store: which words a query has, whether a text holds them, and how
// the place is shown. Case and accents do not count, and a word of the query matches where a word of the text begins
// with it.
package words

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Most is how many words of a query count; the rest is left out.
const Most = 8

// The marks around a matching word in a snippet: control characters, so that no text of a guest can hold them.
const (
	Open  = "\x01"
	Close = "\x02"
)

// Query splits what a person typed into folded words.
func Query(s string) []string {
	var out []string
	each(s, func(from, to int) bool {
		if w := Fold(s[from:to]); w != "" {
			out = append(out, w)
		}
		return len(out) < Most
	})
	return out
}

// Fold takes case and accents off.
func Fold(s string) string {
	ascii := true
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			ascii = false
			break
		}
	}
	if ascii {
		return strings.ToLower(s)
	}
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		if r < 0x0300 || r > 0x036f {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// Index is the text's folded words, each after a blank, as a full-text index takes them.
func Index(text string) string {
	var b strings.Builder
	each(text, func(from, to int) bool {
		b.WriteByte(' ')
		b.WriteString(Fold(text[from:to]))
		return true
	})
	return b.String()
}

// Match reports whether the text holds a word beginning with each of the query's. No words match nothing.
func Match(text string, query []string) bool {
	if len(query) == 0 {
		return false
	}
	found := make([]bool, len(query))
	missing := len(query)
	each(text, func(from, to int) bool {
		w := Fold(text[from:to])
		for i, q := range query {
			if !found[i] && strings.HasPrefix(w, q) {
				found[i] = true
				missing--
			}
		}
		return missing > 0
	})
	return missing == 0
}

// around is how many characters a snippet shows before the first match, and length how many in all.
const (
	around = 40
	length = 160
)

// Snippet is the part of the text around the first match, each matching word between Open and Close.
func Snippet(text string, query []string) string {
	type span struct{ from, to int }
	var hits []span
	each(text, func(from, to int) bool {
		w := Fold(text[from:to])
		for _, q := range query {
			if strings.HasPrefix(w, q) {
				hits = append(hits, span{from, to})
				break
			}
		}
		return true
	})
	start := 0
	if len(hits) > 0 {
		start = back(text, hits[0].from, around)
	}
	end := ahead(text, start, length)
	var b strings.Builder
	if start > 0 {
		b.WriteString("…")
	}
	at := start
	for _, h := range hits {
		if h.to > end {
			break
		}
		b.WriteString(text[at:h.from])
		b.WriteString(Open)
		b.WriteString(text[h.from:h.to])
		b.WriteString(Close)
		at = h.to
	}
	b.WriteString(text[at:end])
	if end < len(text) {
		b.WriteString("…")
	}
	return b.String()
}

// each calls f with the bounds of each word until f says stop.
func each(s string, f func(from, to int) bool) {
	from := -1
	for i, r := range s {
		in := unicode.IsLetter(r) || unicode.IsNumber(r) || (from >= 0 && unicode.IsMark(r))
		switch {
		case in && from < 0:
			from = i
		case !in && from >= 0:
			if !f(from, i) {
				return
			}
			from = -1
		}
	}
	if from >= 0 {
		f(from, len(s))
	}
}

// back is the place n characters before at, moved to the beginning of a word.
func back(s string, at, n int) int {
	for at > 0 && n > 0 {
		_, size := utf8.DecodeLastRuneInString(s[:at])
		at -= size
		n--
	}
	if at == 0 {
		return 0
	}
	if i := strings.IndexByte(s[at:], ' '); i >= 0 && i < around {
		return at + i + 1
	}
	return at
}

// ahead is the place n characters after at.
func ahead(s string, at, n int) int {
	for i := range s[at:] {
		if n == 0 {
			return at + i
		}
		n--
	}
	return len(s)
}

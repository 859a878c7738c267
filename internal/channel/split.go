package channel

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// Length is how long a text is for a channel. Characters are counted as UTF-16 does, the highest of the counts that a
// channel may mean: what fits so fits in any case.
func Length(text string, unit Unit) int {
	if unit == Bytes {
		return len(text)
	}
	n := 0
	for _, r := range text {
		n++
		if r > 0xffff {
			n++
		}
	}
	return n
}

// Cut shortens a text to at most most units, between two characters as people see them.
func Cut(text string, most int, unit Unit) string {
	return text[:fits(text, most, unit)]
}

// fits is how many bytes of text go into most units. It ends between two grapheme clusters, unless the first one alone is
// longer than all that: then between two runes.
func fits(text string, most int, unit Unit) int {
	used, at, state := 0, 0, -1
	for rest := text; rest != ""; {
		var cluster string
		cluster, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		n := Length(cluster, unit)
		if used+n > most {
			break
		}
		used += n
		at += len(cluster)
	}
	if at > 0 || text == "" {
		return at
	}
	for _, r := range text {
		n := Length(string(r), unit)
		if used+n > most {
			break
		}
		used += n
		at += utf8.RuneLen(r)
	}
	return at
}

// Split divides a text into messages of at most most units, in order and none empty: between paragraphs, lines, sentences
// or words where that leaves a piece of fair size, else between characters as people see them. White space at the seams
// is dropped; most must be able to hold a single rune (4 bytes).
func Split(text string, most int, unit Unit) []string {
	text = strings.TrimSpace(strings.ToValidUTF8(text, "\ufffd"))
	var parts []string
	for text != "" {
		if Length(text, unit) <= most {
			return append(parts, text)
		}
		end := fits(text, most, unit)
		if end == 0 {
			return parts // not even a rune
		}
		end = seam(text, end)
		parts = append(parts, strings.TrimRightFunc(text[:end], unicode.IsSpace))
		text = strings.TrimLeftFunc(text[end:], unicode.IsSpace)
	}
	return parts
}

// seam is the best place to end a piece that may have at most end bytes.
func seam(text string, end int) int {
	piece := text[:end]
	// A seam that already lies between two words is as good as any within.
	next, _ := utf8.DecodeRuneInString(text[end:])
	for _, s := range []struct {
		at   int
		from int
	}{
		{strings.LastIndex(piece, "\n\n"), end / 2},
		{strings.LastIndexByte(piece, '\n'), end / 2},
		{sentence(piece), end / 2},
	} {
		if s.at > s.from {
			return s.at
		}
	}
	if unicode.IsSpace(next) {
		return end
	}
	if at := strings.LastIndexFunc(piece, unicode.IsSpace); at > 0 {
		return at
	}
	return end
}

// sentence is where the last sentence of a piece ends that is followed by another; -1 if there is none.
func sentence(piece string) int {
	at, last, state := 0, -1, -1
	for rest := piece; rest != ""; {
		var one string
		one, rest, state = uniseg.FirstSentenceInString(rest, state)
		at += len(one)
		if rest != "" {
			last = at
		}
	}
	return last
}

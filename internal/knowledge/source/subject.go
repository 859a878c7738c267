package source

import (
	"slices"
	"strings"
	"sync"

	"deskbell/internal/knowledge"
	"deskbell/internal/knowledge/text"
)

// sentences are the sentences and lines of a text, as they are written.
func sentences(body string) []string {
	var out []string
	begin := 0
	end := func(at int) {
		if s := strings.TrimSpace(body[begin:at]); s != "" {
			out = append(out, s)
		}
		begin = at
	}
	for i := range len(body) {
		switch body[i] {
		case '\n', ';', '!', '?':
			end(i + 1)
		case '.': // not that of 18.50 or of "4 p.m. on"
			if (i+1 == len(body) || body[i+1] == ' ' || body[i+1] == '\n') && !(i > 2 && body[i-2] == '.') {
				end(i + 1)
			}
		}
	}
	end(len(body))
	return out
}

// doubtful reports whether a sentence holds with a condition. "Until" is one in check-out's sentence only by its figure.
func doubtful(sentence string) bool {
	words := text.Words(sentence)
	return slices.ContainsFunc(words, func(w string) bool { return doubts[w] && w != "until" })
}

// elsewhere reports whether a sentence may be about what others have.
func elsewhere(sentence string) bool {
	return slices.ContainsFunc(text.Words(sentence), func(w string) bool { return others[w] })
}

// things are the names of the catalogue's kinds as words; usual ones are those that a sentence can be about.
var things = sync.OnceValue(func() (out struct{ usual, all map[string]string }) {
	out.usual, out.all = map[string]string{}, map[string]string{}
	for _, kind := range knowledge.Catalogue() {
		out.usual[strings.Join(text.Words(kind.Label), " ")] = kind.Key
		for _, language := range []string{"en", "de", "fr", "es", "it", "pt"} {
			for i, name := range kind.Names[language] {
				name = strings.Join(bare(wordsOf(name)), " ")
				if i == 0 {
					out.usual[name] = kind.Key
				}
				if _, twice := out.all[name]; !twice && name != "" {
					out.all[name] = kind.Key
				}
			}
		}
	}
	return out
})

// wordsOf are the words of a sentence without what is written onto them: "l'ascenseur".
func wordsOf(sentence string) []string {
	words := text.Words(sentence)
	for i, w := range words {
		if before, after, ok := strings.Cut(w, "'"); ok && len(before) < 3 && after != "" {
			words[i] = after
		}
	}
	return words
}

// bare is words without the articles in front of them.
func bare(words []string) []string {
	for len(words) > 0 && starts[words[0]] {
		words = words[1:]
	}
	return words
}

// longest is how many words the longest name of a thing has that is looked for.
const longest = 5

// subjectOf is the kind that a sentence begins with, where it names no other one; alone is whether it names none at all.
func subjectOf(sentence string) (key string, alone bool) {
	known := things()
	words := bare(wordsOf(sentence))
	alone = true
	for i := 0; i < len(words); {
		n := min(longest, len(words)-i)
		var found string
		for ; n > 0; n-- {
			name := strings.Join(words[i:i+n], " ")
			if i == 0 && known.usual[name] != "" {
				found = known.usual[name]
				break
			}
			if found = known.all[name]; found != "" {
				break
			}
		}
		if found == "" {
			i++
			continue
		}
		alone = false
		switch {
		case i == 0 && known.usual[strings.Join(words[:n], " ")] == found:
			key = found
		case found != key:
			return "", false
		}
		i += n
	}
	return key, alone
}

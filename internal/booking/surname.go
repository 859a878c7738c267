package booking

import (
	"crypto/sha256"
	"crypto/subtle"
	"slices"
	"strings"

	"deskbell/internal/knowledge/text"
)

// letters are those that languages without them write in two ways, and that folding accents does not reach.
var (
	plainly = strings.NewReplacer("ø", "o", "œ", "oe", "æ", "ae", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ı", "i")
	inFull  = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "Ä", "ae", "Ö", "oe", "Ü", "ue", "å", "aa", "Å", "aa", "ø", "oe", "Ø", "oe",
		"a\u0308", "ae", "o\u0308", "oe", "u\u0308", "ue")
)

// spellings are the ways in which one surname may be written, as they are compared: without case, accents, spaces and
// dashes, in any order of its parts, "Müller" also as "Mueller". A name without letters has none.
func spellings(surname string) []string {
	var out []string
	for _, s := range []string{surname, inFull.Replace(surname)} {
		parts := text.Words(plainly.Replace(text.Fold(s)))
		for i, p := range parts {
			parts[i] = strings.ReplaceAll(p, "'", "")
		}
		as := strings.Join(parts, "")
		slices.Sort(parts)
		for _, spelling := range []string{as, strings.Join(parts, "")} {
			if spelling != "" && !slices.Contains(out, spelling) {
				out = append(out, spelling)
			}
		}
	}
	return out
}

// sameName reports whether two surnames may be one. It takes as long where they differ as where they do not.
func sameName(a, b string) bool {
	found := 0
	for _, x := range padded(spellings(a)) {
		for _, y := range padded(spellings(b)) {
			found |= sameText(x, y)
		}
	}
	return found == 1 && len(spellings(a)) > 0
}

// padded is a list of always as many spellings, the last one repeated.
func padded(s []string) [4]string {
	var out [4]string
	for i := range out {
		if len(s) > 0 {
			out[i] = s[min(i, len(s)-1)]
		}
	}
	return out
}

// sameText is 1 where two texts are equal; how long it takes says nothing of where they differ.
func sameText(a, b string) int {
	x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
	return subtle.ConstantTimeCompare(x[:], y[:])
}

package desk

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// CleanLine makes a name, title or address safe to show on one line: broken UTF-8, control characters, line breaks,
// zero-width characters and the ones that turn the direction of writing are removed, white space is folded, and what
// is longer than max characters is cut. Markup stays: it is text, and shown as text.
func CleanLine(s string, max int) string {
	var b strings.Builder
	count, space := 0, false
	for _, r := range s {
		if r == utf8.RuneError || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Co, r) || isFiller(r) {
			continue
		}
		if unicode.IsSpace(r) || unicode.IsControl(r) {
			space = b.Len() > 0
			continue
		}
		if space {
			if count+1 >= max {
				break
			}
			b.WriteByte(' ')
			count++
			space = false
		}
		if count >= max {
			break
		}
		b.WriteRune(r)
		count++
	}
	return b.String()
}

// Storable reports whether every database can keep the text: valid UTF-8 without NUL.
func Storable(s string) bool { return strings.IndexByte(s, 0) < 0 && utf8.ValidString(s) }

// isFiller names characters that count as letters or marks but show nothing.
func isFiller(r rune) bool {
	switch r {
	case 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x2800, 0x3164, 0xffa0:
		return true
	}
	return r >= 0xfe00 && r <= 0xfe0f || r >= 0xe0100 && r <= 0xe01ef
}

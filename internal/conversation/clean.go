package conversation

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"deskbell/internal/desk"
)

// MaxText is how many characters a message may have after it was cleaned.
const MaxText = 4000

// Clean makes text that somebody typed fit to be stored and shown: valid UTF-8 without NUL and control characters
// (tabs and line ends stay, as \n), without the characters that turn the direction of text around, and trimmed.
// An empty or over-long text is CodeInvalid.
func Clean(text string) (string, error) {
	text = scrub(text)
	if !strings.ContainsFunc(text, shows) {
		return "", desk.Refuse(desk.CodeInvalid, "The message is empty.")
	}
	if n := utf8.RuneCountInString(text); n > MaxText {
		return "", desk.Refuse(desk.CodeInvalid, "The message has %d characters; at most %d are possible.", n, MaxText)
	}
	return text, nil
}

func scrub(text string) string {
	if plain(text) {
		return strings.TrimSpace(text)
	}
	text = strings.ToValidUTF8(text, "\uFFFD")
	text = strings.ReplaceAll(text, "\r\n", "\n")
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029' || r == '\u0085':
			return '\n'
		case r == '\t':
			return r
		case unicode.IsControl(r), turnsText(r):
			return -1
		default:
			return r
		}
	}, text)
	return strings.TrimSpace(text)
}

// plain reports whether text is printable ASCII, which needs no cleaning: nearly every message.
func plain(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c >= 0x7f {
			return false
		}
	}
	return true
}

// turnsText reports the embeddings, overrides and isolates of bidirectional text, and the byte order mark. The plain
// marks U+200E, U+200F and U+061C stay: people who write Hebrew or Arabic need them, and they turn nothing around.
func turnsText(r rune) bool {
	return r >= '\u202A' && r <= '\u202E' || r >= '\u2066' && r <= '\u2069' || r == '\uFEFF'
}

// sign cleans an emoji. What joins several characters into one, and what asks for the coloured form, stays: without it a
// family is three people and a heart black.
func sign(emoji string) string {
	const most = 16
	emoji = strings.Join(strings.Fields(scrub(emoji)), "")
	if r := []rune(emoji); len(r) > most {
		emoji = string(r[:most])
	}
	if !strings.ContainsFunc(emoji, shows) {
		return ""
	}
	return emoji
}

// shows reports whether a character can be seen: a text of zero-width characters alone is empty.
func shows(r rune) bool { return !unicode.IsSpace(r) && !unicode.Is(unicode.Cf, r) }

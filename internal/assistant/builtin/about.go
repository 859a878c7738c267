package builtin

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"deskbell/internal/knowledge"
)

// A built-in answer opens with what it answers: the guest sees at once whether they were understood.

// maxAbout is how long that is at most, in characters.
const maxAbout = 90

// about names what a piece answers: a fact by its name in the guest's language, an entry by its own question.
func (p piece) about(language string) string {
	if kind, ok := knowledge.KindOf(p.source.ID); ok && p.fact != nil {
		if name := kind.Name(language); name != "" && language != "en" {
			return capital(name)
		}
		return kind.Label
	}
	about := p.suggestion
	if p.source.Title != "" {
		about = p.source.Title
	}
	about = strings.Join(strings.Fields(about), " ")
	if utf8.RuneCountInString(about) > maxAbout {
		runes := []rune(about)
		about = strings.TrimSpace(string(runes[:maxAbout-1])) + "…"
	}
	return about
}

// joinAbout names two things that one message is answered about.
func joinAbout(a, b string) string {
	if a == "" || a == b {
		return b
	}
	return a + " · " + b
}

// capital begins a name as a heading begins.
func capital(name string) string {
	r, size := utf8.DecodeRuneInString(name)
	return string(unicode.ToUpper(r)) + name[size:]
}

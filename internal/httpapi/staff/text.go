package staff

import (
	"strings"
	"unicode/utf8"

	"deskbell/internal/desk"
)

// clean is a line of text as people type it into forms, without characters that do harm.
func clean(s string, limit int) string { return desk.CleanLine(s, limit) }

// storable makes text of several lines fit for both databases; unlike conversation.Clean it may be empty, and keeps
// the space at its ends, because it is still being written.
func storable(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
}

// cut shortens text to a number of characters.
func cut(s string, limit int) string {
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	return string([]rune(s)[:limit])
}

// list turns a nil slice into an empty one: a list in an answer is never null.
func list[T any](l []T) []T {
	if l == nil {
		return []T{}
	}
	return l
}

package app

import (
	"deskbell/internal/assistant/mood"
	"deskbell/internal/desk"
)

// moodOf is what package mood hears, in the conversation's terms.
func moodOf(text string) (desk.Feeling, string) {
	return desk.Feeling(mood.Of(text)), mood.Words(text)
}

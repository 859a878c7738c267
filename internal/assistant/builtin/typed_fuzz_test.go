package builtin_test

import (
	"testing"
	"unicode/utf8"

	"deskbell/internal/assistant"
	"deskbell/internal/assistant/builtin"
	"deskbell/internal/sample"
)

// FuzzFigures holds that no message breaks the reading of times, dates and counts.
func FuzzFigures(f *testing.F) {
	k := builtin.Prepare(sample.HarbourView().Base("hv"))
	for _, seed := range []string{
		"is breakfast served at 7:30pm on 24.12.?", "parking for 999999 nights", "pool 31/31", "check in at 25", "halb zwölf", "12 noon midnight 00:00", "breakfast at 7.30.5",
		"a las 7 y media de la tarde", "الساعة ٧ صباحا", "2026-02-30 pool", "pool on 0 may", "breakfast half past", "1h1 1h 1am1", "dog 0 kg", "48 hours before", "٣ ليال",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, message string) {
		a := k.Answer(assistant.Question{Text: message, Now: sunday})
		if utf8.ValidString(message) && !utf8.ValidString(a.Text) {
			t.Fatalf("%q is answered with broken text %q", message, a.Text)
		}
	})
}

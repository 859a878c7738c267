package desk_test

import (
	"testing"

	"deskbell/internal/desk"
)

func TestFacts_Attention(t *testing.T) {
	t.Parallel()
	says := func(f *desk.Facts, feeling desk.Feeling, said string) {
		f.GuestSeq++
		f.Hears(feeling, said)
	}
	for name, c := range map[string]struct {
		happens func(f *desk.Facts)
		want    desk.Attention
	}{
		"nothing":        {func(*desk.Facts) {}, desk.AttentionNone},
		"a question":     {func(f *desk.Facts) { says(f, "", "a") }, desk.AttentionNone},
		"an angry guest": {func(f *desk.Facts) { says(f, desk.FeelingAngry, "a") }, desk.AttentionAngry},
		"anger lasts": {func(f *desk.Facts) {
			says(f, desk.FeelingAngry, "a")
			says(f, desk.FeelingUnhappy, "b")
			says(f, "", "c")
		}, desk.AttentionAngry},
		"until pleased":    {func(f *desk.Facts) { says(f, desk.FeelingAngry, "a"); says(f, desk.FeelingPleased, "b") }, desk.AttentionNone},
		"the same again":   {func(f *desk.Facts) { says(f, "", "a"); says(f, "", "a") }, desk.AttentionRepeated},
		"no words at all":  {func(f *desk.Facts) { says(f, "", ""); says(f, "", "") }, desk.AttentionNone},
		"not helped twice": {func(f *desk.Facts) { says(f, "", "a"); f.Helped(false); says(f, "", "b"); f.Helped(false) }, desk.AttentionUnanswered},
		"helped between": {func(f *desk.Facts) {
			says(f, "", "a")
			f.Helped(false)
			f.Helped(true)
			says(f, "", "b")
			f.Helped(false)
		}, desk.AttentionNone},
		"a person saw to it": {func(f *desk.Facts) { says(f, desk.FeelingAngry, "a"); f.SettledSeq = f.GuestSeq }, desk.AttentionNone},
		"and it began anew":  {func(f *desk.Facts) { says(f, desk.FeelingAngry, "a"); f.SettledSeq = f.GuestSeq; says(f, "", "a") }, desk.AttentionNone},
	} {
		var f desk.Facts
		c.happens(&f)
		if got := f.Attention(); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

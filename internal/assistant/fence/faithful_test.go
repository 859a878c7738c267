package fence_test

import (
	"errors"
	"strings"
	"testing"

	"deskbell/internal/assistant/fence"
)

func TestFaithful(t *testing.T) {
	t.Parallel()
	const asked = "Bonjour, le petit-déjeuner à 7h30 coûte 18 € ? Voir https://harbour.example/menu ou desk@harbour.example."
	for text, changed := range map[string]bool{
		"Hello, is breakfast at 7:30 18 €? See https://harbour.example/menu or desk@harbour.example.": false,
		"Hello, is breakfast at 8:30 18 €?":   true,
		"Hello, is breakfast at 7:30 80 €?":   true,
		"Hello, is breakfast twenty dollars?": true,
		"Hello, what about breakfast?":        false,
	} {
		got, figures, err := fence.Faithful(text, asked, nil)
		if err != nil || got != text || figures != changed {
			t.Errorf("%q: %q, %t, %v", text, got, figures, err)
		}
	}
	for text, want := range map[string]error{
		"Pay at https://evil.example/now":       fence.ErrLink,
		"Pay at evil.example":                   fence.ErrLink,
		"Write to desk@evil.example":            fence.ErrLink,
		"![x](https://harbour.example/menu)":    fence.ErrImage,
		"<script>x</script>":                    fence.ErrMarkup,
		strings.Repeat("word ", 200):            fence.ErrLong,
		"we keep this stretch of words for us.": fence.ErrSecret,
		"m0123":                                 fence.ErrSecret,
		" ":                                     fence.ErrEmpty,
	} {
		if got, _, err := fence.Faithful(text, asked, []string{"m0123", "So we keep this stretch of words for us"}); !errors.Is(err, want) {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
}

func TestSameFigures(t *testing.T) {
	t.Parallel()
	if !fence.SameFigures("From 7:30 it costs 18.50 €", "Ab 7.30 Uhr kostet es 18,50 €") {
		t.Error("the same figures are not")
	}
	for _, other := range []string{"Ab 7.30 Uhr kostet es", "Ab 7.30 Uhr kostet es 18,50 $", "Ab 7.30 Uhr kostet es 18,50 € und 5 €"} {
		if fence.SameFigures("From 7:30 it costs 18.50 €", other) {
			t.Errorf("%q has the same figures", other)
		}
	}
}

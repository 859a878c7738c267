package desk_test

import (
	"strings"
	"testing"

	"deskbell/internal/desk"
)

func TestCleanLine(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, in, want string }{
		{"Plain", "Ana Sousa", "Ana Sousa"},
		{"Folded", "  Ana \n\t Sousa ", "Ana Sousa"},
		{"Direction", "gpj.\u202eexe\u2066x", "gpj.exex"},
		{"ZeroWidth", "A\u200bn\u200da\ufeff", "Ana"},
		{"Filler", "\u3164\u2800", ""},
		{"Control", "a\x00b\x1b[31m", "a b [31m"},
		{"Broken", "a\xff\xfeb", "ab"},
		{"Markup", "<b>hi</b>", "<b>hi</b>"},
		{"Arabic", "مرحبا بك", "مرحبا بك"},
		{"Long", strings.Repeat("é", 90), strings.Repeat("é", 80)},
		{"CutAtSpace", strings.Repeat("a", 80) + " b", strings.Repeat("a", 80)},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := desk.CleanLine(c.in, 80); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestStorable(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]bool{"": true, "plain": true, "é 🏨": true, "a\x01": true, "a\x00": false, "\xff": false} {
		if got := desk.Storable(s); got != want {
			t.Errorf("%q: got %t", s, got)
		}
	}
}

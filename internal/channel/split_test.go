package channel_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
	"pgregory.net/rapid"

	"deskbell/internal/channel"
)

func TestLength(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][2]int{"": {0, 0}, "abc": {3, 3}, "äöü": {3, 6}, "😀": {2, 4}, "👨‍👩‍👧": {8, 18}} {
		if c, b := channel.Length(text, channel.Characters), channel.Length(text, channel.Bytes); c != want[0] || b != want[1] {
			t.Errorf("%q: %d characters, %d bytes", text, c, b)
		}
	}
}

func TestCut(t *testing.T) {
	t.Parallel()
	for _, try := range []struct {
		text string
		most int
		unit channel.Unit
		want string
	}{
		{"Breakfast", 5, channel.Characters, "Break"},
		{"Breakfast", 20, channel.Characters, "Breakfast"},
		{"Tür", 2, channel.Bytes, "T"},
		{"ab👨‍👩‍👧", 9, channel.Characters, "ab"},
		{"e\u0301e\u0301", 3, channel.Characters, "e\u0301"},
		// The first character alone is longer than all that may be: then at least no rune is cut.
		{"👨‍👩‍👧", 4, channel.Characters, "👨‍"},
		{"😀", 3, channel.Bytes, ""},
		{"🇵🇹🇩🇪", 4, channel.Characters, "🇵🇹"},
	} {
		if got := channel.Cut(try.text, try.most, try.unit); got != strings.TrimRight(try.want, "") {
			t.Errorf("%q to %d: got %q, want %q", try.text, try.most, got, try.want)
		}
	}
}

func TestSplit_Seams(t *testing.T) {
	t.Parallel()
	for name, try := range map[string]struct {
		text string
		most int
		want []string
	}{
		"Fits":       {"Hello there.", 12, []string{"Hello there."}},
		"Blank":      {" \n ", 12, nil},
		"Paragraphs": {"The first paragraph.\n\nThe second one is here.", 30, []string{"The first paragraph.", "The second one is here."}},
		"Lines":      {"1. Breakfast until ten\n2. Spa until seven", 30, []string{"1. Breakfast until ten", "2. Spa until seven"}},
		"Sentences":  {"We open at seven. We close at nine thirty.", 30, []string{"We open at seven.", "We close at nine thirty."}},
		"Words":      {"nothing but words without any end to them", 20, []string{"nothing but words", "without any end to", "them"}},
		"AtTheSeam":  {"aaaa bbbb", 4, []string{"aaaa", "bbbb"}},
		"NoWords":    {strings.Repeat("a", 25), 10, []string{"aaaaaaaaaa", "aaaaaaaaaa", "aaaaa"}},
		"LinksWhole": {"See https://hotel.example/a/b/c now", 30, []string{"See", "https://hotel.example/a/b/c", "now"}},
		"BadUTF8":    {"a\xffb", 10, []string{"a\ufffdb"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := channel.Split(try.text, try.most, channel.Characters)
			if strings.Join(got, "|") != strings.Join(try.want, "|") {
				t.Errorf("got %q, want %q", got, try.want)
			}
		})
	}
}

// A thousand bytes of emoji is what Instagram takes; families and flags are several runes each.
func TestSplit_Emoji(t *testing.T) {
	t.Parallel()
	for _, sign := range []string{"😀", "👨‍👩‍👧", "🇵🇹", "👍🏽", "❤️"} {
		text := strings.Repeat(sign, 2500/len(sign))
		parts := channel.Split(text, 1000, channel.Bytes)
		if strings.Join(parts, "") != text || len(parts) != 3 {
			t.Errorf("%s: %d parts", sign, len(parts))
		}
		for _, p := range parts {
			if len(p) > 1000 || strings.Trim(p, sign) != "" || len(p)%len(sign) != 0 {
				t.Errorf("%s: a part of %d bytes cuts it", sign, len(p))
			}
		}
	}
}

func TestSplit_Properties(t *testing.T) {
	t.Parallel()
	words := rapid.StringOf(rapid.OneOf(
		rapid.Rune(),
		rapid.SampledFrom([]rune("abc .\n😀👨‍🇵🇹\u0301\u200d\ufe0f")),
	))
	rapid.Check(t, func(t *rapid.T) {
		text := words.Draw(t, "text")
		most := rapid.IntRange(4, 60).Draw(t, "most")
		unit := rapid.SampledFrom([]channel.Unit{channel.Characters, channel.Bytes}).Draw(t, "unit")
		parts := channel.Split(text, most, unit)
		for _, p := range parts {
			if channel.Length(p, unit) > most || p == "" || !utf8.ValidString(p) || strings.TrimSpace(p) != p {
				t.Fatalf("part %q of %q", p, parts)
			}
		}
		if got, want := bare(strings.Join(parts, "")), bare(strings.ToValidUTF8(text, "\ufffd")); got != want {
			t.Fatalf("what was said is %q, was %q", got, want)
		}
		// No character as people see it is cut, unless it is longer than a whole message.
		whole := true
		for g := uniseg.NewGraphemes(text); g.Next(); {
			whole = whole && channel.Length(g.Str(), unit) <= most
		}
		if clusters := uniseg.GraphemeClusterCount(strings.Join(parts, "\n")) - max(0, len(parts)-1); whole && clusters < uniseg.GraphemeClusterCount(strings.Join(parts, "")) {
			t.Fatalf("the parts have %d characters", clusters)
		}
	})
}

func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

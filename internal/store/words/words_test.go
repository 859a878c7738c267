package words_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"deskbell/internal/store/words"
)

func TestQuery(t *testing.T) {
	t.Parallel()
	for query, want := range map[string][]string{
		"":                          nil,
		" ?!, -- ":                  nil,
		"Pool, SAUNA":               {"pool", "sauna"},
		"Müller's Café":             {"muller", "s", "cafe"},
		"e\u0301te\u0301":           {"ete"},
		"a b c d e f g h i j":       {"a", "b", "c", "d", "e", "f", "g", "h"},
		"10:30 1042a":               {"10", "30", "1042a"},
		"日本語 ไทย":                   {"日本語", "ไทย"},
		"\x01\x02pool\xff\xfe":      {"pool"},
		"pool\" OR 1=1; --":         {"pool", "or", "1", "1"},
		"👩‍👩‍👧 family":              {"family"},
		"ΚΑΛΗΜΈΡΑ":                  {"καλημερα"},
		strings.Repeat("x", 10_000): {strings.Repeat("x", 10_000)},
	} {
		if got := words.Query(query); fmt.Sprintf("%q", got) != fmt.Sprintf("%q", want) {
			t.Errorf("%.40q: got %.80q, want %.80q", query, got, want)
		}
	}
}

func TestMatch(t *testing.T) {
	t.Parallel()
	const text = "Is the swimming Pool open for Müller’s children at 10:30?"
	for query, want := range map[string]bool{
		"pool": true, "po": true, "ool": false, "swim pool": true, "pool bar": false, "mull": true, "10 30": true, "": false, "children is": true,
	} {
		if got := words.Match(text, words.Query(query)); got != want {
			t.Errorf("%q: %v", query, got)
		}
	}
}

func TestSnippet(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("önce upon a time ", 20) + "the Pool, the pool and " + strings.Repeat("çok güzel ", 40)
	for _, c := range []struct{ text, query, want string }{
		{"Is the pool open?", "poo", "Is the \x01pool\x02 open?"},
		{"Pool pool", "pool", "\x01Pool\x02 \x01pool\x02"},
		{"", "pool", ""},
		{"nothing", "pool", "nothing"},
	} {
		if got := words.Snippet(c.text, words.Query(c.query)); got != c.want {
			t.Errorf("%q in %q: got %q", c.query, c.text, got)
		}
	}
	got := words.Snippet(long, words.Query("pool"))
	if !utf8.ValidString(got) || strings.Count(got, words.Open) != 2 || utf8.RuneCountInString(got) > 170 || !strings.HasPrefix(got, "…") || !strings.HasSuffix(got, "…") {
		t.Errorf("got %q", got)
	}
}

func FuzzSnippet(f *testing.F) {
	f.Add("Is the pool open? Größe", "poo gro")
	f.Add("\xff\x01\x02", "\x01")
	f.Fuzz(func(t *testing.T, text, query string) {
		q := words.Query(query)
		if len(q) > words.Most {
			t.Fatalf("%d words", len(q))
		}
		got := words.Snippet(text, q)
		if utf8.ValidString(text) && !utf8.ValidString(got) {
			t.Fatalf("%q cut through a character of %q", got, text)
		}
		if words.Match(text, q) != words.Match(words.Index(text), q) {
			t.Fatalf("%q: the index of %q holds other words", query, text)
		}
	})
}

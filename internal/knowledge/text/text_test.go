package text_test

import (
	"slices"
	"strings"
	"testing"

	"deskbell/internal/knowledge/text"
)

func TestTokens(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"Is there Wi-Fi?":             "is there wifi",
		"do u have a check-in at 3pm": "do you have a checkin at 3pm",
		"What's the check out time":   "what the checkout time",
		"I can't, don't":              "i ca not do not",
		"À l’hôtel, s'il vous plaît":  "a hotel il vous plait",
		"Größe und Fußweg":            "grosse und fussweg",
		"¿Hay piscína?":               "hay piscina",
		"هل يوجد مَسْبَح؟":            "هل يوجد مسبح",
		"":                            "",
		" ?! ":                        "",
		"''":                          "",
	} {
		if got := strings.Join(text.Tokens(in), " "); got != want {
			t.Errorf("%q gives %q, want %q", in, got, want)
		}
	}
}

func TestTokens_Bounded(t *testing.T) {
	t.Parallel()
	if n := len(text.Tokens(strings.Repeat("word ", 5000))); n > text.MaxTokens {
		t.Errorf("%d tokens", n)
	}
}

func TestStem(t *testing.T) {
	t.Parallel()
	for _, c := range [][3]string{{"parking", "en", "park"}, {"zimmern", "de-AT", "zimm"}, {"habitaciones", "es", "habit"}, {"pool", "xx", "pool"}, {"spa", "en", "spa"}} {
		if got := text.Stem(c[0], c[1]); got != c[2] {
			t.Errorf("%s in %s is %q, want %q", c[0], c[1], got, c[2])
		}
	}
}

func TestIsStop(t *testing.T) {
	t.Parallel()
	if !text.IsStop("the", "en") || !text.IsStop("der", "de") || text.IsStop("pool", "en") || !text.IsStop("the", "fr") {
		t.Error("function words are those of the language, and English ones everywhere")
	}
	if !text.IsStopAnywhere("und") || text.IsStopAnywhere("parking") {
		t.Error("function words of any language")
	}
}

func TestStem_Hebrew(t *testing.T) {
	t.Parallel()
	for _, same := range [][]string{
		{"בריכה", "הבריכה", "בבריכה", "לבריכה", "שבבריכה", "והבריכה", "בריכות"}, {"מגבת", "מגבות", "המגבות", "ומגבות"}, {"חדר", "החדר", "בחדר", "חדרים", "מהחדר"},
		{"חניה", "חנייה", "החניה", "בחנייה", "לחניה"}, {"כלב", "הכלב", "כלבים", "לכלב"}, {"מלון", "המלון", "במלון", "מלונות"}, {"ארוחת", "ארוחה", "הארוחה"},
	} {
		for _, token := range same {
			if a, b := text.Stem(same[0], "he"), text.Stem(token, "en"); a != b {
				t.Errorf("%s: %s, %s: %s", same[0], a, token, b)
			}
		}
	}
	if text.Stem("בר", "he") != "בר" || text.Stem("בריכה", "he") == text.Stem("ברכה", "he") {
		t.Error("short words stay")
	}
	if got := text.HebrewRoots("ובבוקר"); !slices.Contains(got, "בוקר") || len(text.HebrewRoots("pool")) > 0 {
		t.Errorf("%q", got)
	}
	if got := strings.Join(text.Tokens("מתי הצ׳ק-אין? יש וויי-פיי"), " "); got != "מתי checkin יש wifi" {
		t.Errorf("%q", got)
	}
	if !text.IsStop("איפה", "he-IL") || text.IsStop("חניה", "he") {
		t.Error("function words")
	}
}

func TestConcept(t *testing.T) {
	t.Parallel()
	for _, same := range [][2]string{{"price", "cost"}, {"delivered", "shipping"}, {"kids", "baby"}, {"cancel", "cancellation"}} {
		if a, b := text.Concept(same[0]), text.Concept(same[1]); a == "" || a != b {
			t.Errorf("%q is %q, %q is %q: want the same", same[0], a, same[1], b)
		}
	}
	if c := text.Concept("lighthouse"); c != "" {
		t.Errorf("a lighthouse stands for %q", c)
	}
	if text.Concept("price") == "price" {
		t.Error("a concept is taken for a word")
	}
}

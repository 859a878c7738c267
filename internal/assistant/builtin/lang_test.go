package builtin_test

import (
	_ "embed"
	"strings"
	"testing"

	"deskbell/internal/assistant"
	"deskbell/internal/assistant/builtin"
)

//go:embed testdata/languages.txt
var languages string

//go:embed testdata/languages_fresh.txt
var languagesFresh string

// byLanguage reads a list of questions under the languages that they are in.
func byLanguage(list string) map[string][]string {
	asked, language := map[string][]string{}, ""
	for line := range strings.Lines(list) {
		switch line = strings.TrimSpace(line); {
		case line == "" || line[0] == '#':
		case len(line) == 2:
			language = line
		default:
			asked[language] = append(asked[language], line)
		}
	}
	return asked
}

// The language of a short question is found whatever the conversation was in before.
func TestLanguage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		list                       string
		languages, questions, most int // most: how many of a language may be missed
	}{{languages, 9, 40, 2}, {languagesFresh, 7, 10, 2}} {
		asked := byLanguage(c.list)
		if len(asked) < c.languages {
			t.Fatalf("%d languages", len(asked))
		}
		for language, questions := range asked {
			if len(questions) < c.questions {
				t.Errorf("%s has %d questions", language, len(questions))
			}
			for _, before := range []string{"en", "de", "fr", "es", "pt", "it", "nl", "ar", "pl", ""} {
				var missed []string
				for _, q := range questions {
					if got := builtin.Language(assistant.Question{Text: q, Language: before}); got != language {
						missed = append(missed, got+" "+q)
					}
				}
				if len(missed) > c.most {
					t.Errorf("%s after %q: %d of %d missed: %q", language, before, len(missed), len(questions), missed)
				} else if len(missed) > 0 {
					t.Logf("%s after %q: %q", language, before, missed)
				}
			}
		}
	}
}

// What is written alike in every language leaves the conversation in the one that it was in.
func TestLanguage_Shared(t *testing.T) {
	t.Parallel()
	for _, q := range []string{"wifi?", "Parking?", "pool", "spa", "ok", "Check-in 15:00?", "hotel restaurant", "menu?", "minibar", "😀", "2 + 2", "", "12.12.", "late check-out?", "taxi", "WhatsApp +49 170 1234567", "停車場はありますか", "12 June 2027", "zoe@guests.example", "https://huis.example/kamers", "Wolfeschlegelstein"} {
		for _, before := range []string{"en", "de", "fr", "es", "pt", "it", "nl", "ar", "he", "pl"} {
			if got := builtin.Language(assistant.Question{Text: q, Language: before}); got != before {
				t.Errorf("%q after %s is %s", q, before, got)
			}
		}
	}
	if got := builtin.Language(assistant.Question{Text: "wifi?"}); got != "en" {
		t.Errorf("nothing known: %s", got)
	}
	if got := builtin.Language(assistant.Question{Text: "ok", Language: "pt-BR"}); got != "pt" {
		t.Errorf("a tag with a region: %s", got)
	}
}

// A date leaves an English conversation English, though the French say "on", too.
func TestLanguage_Dates(t *testing.T) {
	t.Parallel()
	for q, want := range map[string]string{"about 80, on 12 June 2031": "en", "80 people on 12 June": "en", "on 12 June": "en", "on the 3rd": "en",
		"on arrive le 12 juin": "fr", "peut-on venir le 3 ?": "fr"} {
		if got := builtin.Language(assistant.Question{Text: q, Language: "en"}); got != want {
			t.Errorf("%q is %s", q, got)
		}
	}
}

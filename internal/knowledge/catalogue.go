package knowledge

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"deskbell/internal/desk"
	"deskbell/internal/knowledge/typed"
)

// FactKind is one thing that guests of any hotel ask for.
type FactKind struct {
	Key   string
	Label string // as the Knowledge Hub shows it
	Group string // a heading of the Knowledge Hub
	// Topic is what a conversation is about that asks for it; all of a Group have the same.
	Topic    desk.Topic
	Question string // how a guest would ask, in one sentence; also the text of a suggestion
	// Amenity is true for a thing that a hotel has or has not, so that "do you
	// have it", "where is it" and "what does it cost" all ask for this fact.
	Amenity bool
	// Form is what can be said of it in figures; empty where words alone tell it.
	Form typed.Form
	// Names are what guests call it, by language ("en", "de", …), the usual name first.
	Names map[string][]string
	// Paraphrases are other ways to ask, in English.
	Paraphrases []string
	// Translations are ways to ask in other languages, by language.
	Translations map[string][]string
}

// Name returns what the thing is called in a language, or "" where the
// catalogue does not say.
func (k FactKind) Name(language string) string {
	if n := k.Names[language]; len(n) > 0 {
		return n[0]
	}
	return ""
}

//go:embed catalogue.txt
var catalogueText string

var catalogue = sync.OnceValue(func() []FactKind {
	kinds, err := parseCatalogue(catalogueText)
	if err != nil {
		panic("knowledge: " + err.Error()) // the file is compiled in; a test parses it
	}
	return kinds
})

var catalogueByKey = sync.OnceValue(func() map[string]int {
	m := make(map[string]int)
	for i, k := range catalogue() {
		m[k.Key] = i
	}
	return m
})

// Catalogue returns every kind of fact, in the order in which the Knowledge Hub
// shows them. The slice is the caller's, what it points to is shared: read only.
func Catalogue() []FactKind { return slices.Clone(catalogue()) }

// KindOf returns the kind with that key.
func KindOf(key string) (FactKind, bool) {
	i, ok := catalogueByKey()[key]
	if !ok {
		return FactKind{}, false
	}
	return catalogue()[i], true
}

// parseCatalogue reads the format that catalogue.txt explains in its first lines.
func parseCatalogue(text string) ([]FactKind, error) {
	var kinds []FactKind
	var kind *FactKind
	group, topic := "", desk.Topic("")
	for n, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		at := fmt.Sprintf("catalogue line %d", n+1)
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "== "):
			key, heading, ok := strings.Cut(strings.TrimPrefix(line, "== ["), "]")
			group, topic = strings.TrimSpace(heading), desk.Topic(key)
			if !ok || !slices.Contains(desk.Topics, topic) {
				return nil, fmt.Errorf("%s: a group needs one of the topics in brackets", at)
			}
		case strings.HasPrefix(line, "["):
			key, label, ok := strings.Cut(line[1:], "]")
			if !ok || group == "" {
				return nil, fmt.Errorf("%s: a kind needs its key in brackets and a group above it", at)
			}
			label, amenity := strings.CutSuffix(strings.TrimSpace(label), " +")
			kinds = append(kinds, FactKind{
				Key: key, Label: label, Group: group, Topic: topic, Amenity: amenity,
				Names: map[string][]string{}, Translations: map[string][]string{},
			})
			kind = &kinds[len(kinds)-1]
		case kind == nil:
			return nil, fmt.Errorf("%s: text before the first kind", at)
		default:
			if err := kind.take(line); err != nil {
				return nil, fmt.Errorf("%s: %w", at, err)
			}
		}
	}
	return kinds, nil
}

// take adds one line of the catalogue to the kind that it stands under.
func (k *FactKind) take(line string) error {
	if names, ok := strings.CutPrefix(line, "= "); ok {
		if names == "words" {
			return nil
		}
		form, err := typed.ParseForm(names)
		k.Form = form
		return err
	}
	if q, ok := strings.CutPrefix(line, "? "); ok {
		k.Question = q
		return nil
	}
	if q, ok := strings.CutPrefix(line, "- "); ok {
		k.Paraphrases = append(k.Paraphrases, splitList(q)...)
		return nil
	}
	lang, rest, ok := strings.Cut(line, " ")
	switch {
	case ok && len(lang) == 3 && lang[2] == ':':
		k.Names[lang[:2]] = append(k.Names[lang[:2]], splitList(rest)...)
	case ok && len(lang) == 3 && lang[2] == '-':
		k.Translations[lang[:2]] = append(k.Translations[lang[:2]], splitList(rest)...)
	default:
		return fmt.Errorf("not understood: %q", line)
	}
	return nil
}

func splitList(s string) []string {
	var out []string
	for _, part := range strings.Split(s, ";") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

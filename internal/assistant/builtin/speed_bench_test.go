package builtin_test

import (
	"fmt"
	"slices"
	"testing"

	"deskbell/internal/assistant"
	"deskbell/internal/assistant/builtin"
	"deskbell/internal/knowledge"
)

// many is a property with so many entries, whose words are shared by a lot of them.
func many(entries int) knowledge.Base {
	things := []string{"towel", "bicycle", "locker", "garden", "terrace", "kayak", "piano", "library"}
	places := []string{"pool", "lobby", "cellar", "roof", "harbour", "stairs", "garage", "orchard", "annexe", "chapel"}
	base := knowledge.Base{PropertyID: "p", Languages: []string{"en"}}
	for i := range entries {
		thing, place := things[i%len(things)], places[i/len(things)%len(places)]
		base.Entries = append(base.Entries, knowledge.Entry{
			ID: fmt.Sprint("e", i), Language: "en",
			Questions: []string{fmt.Sprintf("may we use the %s of the %s on day %d", thing, place, i), fmt.Sprintf("the %s near the %s, number %d, who looks after it", thing, place, i)},
			Answer:    fmt.Sprintf("The %s of the %s is shown to guests at half past %d; please ask at the desk, where somebody will gladly tell you more.", thing, place, i%12+1),
		})
	}
	return base
}

func BenchmarkAnswer5000(b *testing.B) {
	k := builtin.Prepare(many(5000))
	for b.Loop() {
		k.Answer(assistant.Question{Text: "hello, may we use the kayak of the harbour on day 77?"})
	}
}

func BenchmarkPrepare5000(b *testing.B) {
	base := many(5000)
	for b.Loop() {
		builtin.Prepare(base)
	}
}

// BenchmarkEdit5000 is how long an edit of one entry waits until it is answered from.
func BenchmarkEdit5000(b *testing.B) {
	base, version := many(5000), 0
	a := builtin.New(builtin.SourceFunc(func(string) (knowledge.Base, string, error) { return base, fmt.Sprint(version), nil }))
	for b.Loop() {
		base.Entries = slices.Clone(base.Entries)
		base.Entries[version%5000].Answer = fmt.Sprint("Edited for the ", version, ". time.")
		version++
		if _, err := a.Knowledge("p"); err != nil {
			b.Fatal(err)
		}
	}
}

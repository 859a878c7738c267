package builtin

import (
	"deskbell/internal/assistant"
	"deskbell/internal/knowledge"
	"deskbell/internal/knowledge/text"
	"deskbell/internal/knowledge/typed"
)

// Passage is one piece of the property's own words, for who words an answer from it.
type Passage struct {
	Source assistant.Source
	// Text is the question that the piece answers, and its answer in the property's words.
	Text string
}

// Passages are the pieces that an answer of this knowledge named, as far as they may be told to the guest: never one that
// nobody has answered, nor what is for guests with a booking where theirs was not proven.
func (k *Knowledge) Passages(sources []assistant.Source, verified bool) []Passage {
	var out []Passage
	for _, s := range sources {
		for _, p := range k.pieces {
			if p.source.ID != s.ID || p.source.Kind != s.Kind || p.bookedOnly && !verified || p.answer == "" && p.fact == nil {
				continue
			}
			out = append(out, Passage{Source: p.source, Text: p.passage()})
			break
		}
	}
	return out
}

// Told is a piece that guests may be told, for who looks for one in another way than this package does.
type Told struct {
	Passage
	// Piece is its place in the knowledge, as [Knowledge.Likely] names it.
	Piece int
	// BookedOnly says that only guests with a proven booking may.
	BookedOnly bool
}

// Told are all pieces that somebody has answered, in the order of their places.
func (k *Knowledge) Told() []Told {
	var out []Told
	for i, p := range k.pieces {
		if p.answer == "" && p.fact == nil {
			continue
		}
		out = append(out, Told{Passage: Passage{Source: p.source, Text: p.passage()}, Piece: i, BookedOnly: p.bookedOnly})
	}
	return out
}

// passage is the question that a piece answers and all that it says: a guest who asks for a fact reads the property's words,
// whoever has to work out what follows from it needs its figures, too. Not its prices: nobody but the built-in assistant
// does sums, and "children free" is soon "free".
func (p piece) passage() string {
	words, _ := p.words(p.language)
	out := p.suggestion + "\n" + words
	if p.fact == nil || p.fact.State != knowledge.FactYes || p.answer == "" {
		return out
	}
	figures := p.fact.Value
	figures.Prices = nil
	if figures.Zero() {
		return out
	}
	kind, _ := knowledge.KindOf(p.fact.Key)
	language := text.Base(p.language)
	if !typed.Spoken(language) {
		language = "en"
	}
	return out + "\n" + figures.Sentence(language, kind.Name(language), kind.Form.Style())
}

// Likely are the places of the pieces that have most in common with a question, the best first.
func (k *Knowledge) Likely(question string) []int {
	var out []int
	for _, s := range k.Rank(question, keepBest) {
		out = append(out, s.Piece)
	}
	return out
}

// Language is the one that the property writes first.
func (k *Knowledge) Language() string { return k.base.Language() }

// Language is the one that a question is written in, as far as it shows that.
func Language(q assistant.Question) string { return detect(q.Text, q.Language) }

package builtin

import (
	"slices"

	"deskbell/internal/assistant"
	"deskbell/internal/knowledge/text"
)

// inTheseWords is how sure a piece is that a short message calls by its own words.
const inTheseWords = 0.85

// What is looked through for it.
const (
	mostThings   = 4  // words that name something
	mostCalled   = 10 // pieces
	mostVariants = 20 // of their questions
)

// calledByEntry puts the one entry first that a short message calls what the property calls it: "where is the pool table?" is
// about the entry that asks "do you have a pool table?", however well the pool itself fits. Neither names anything that the
// other does not. What is asked of the thing must be told, where it is a price or a time.
func (k *Knowledge) calledByEntry(tokens []string, language string, f finding) (finding, bool) {
	if f.exact || !k.forHotel || len(f.scored) == 0 {
		return f, false
	}
	named := things(tokens)
	if len(named) == 0 || len(named) > mostThings {
		return f, false
	}
	at := -1
	for i, s := range f.scored[:min(len(f.scored), mostCalled)] {
		p := &k.pieces[s.Piece]
		if p.source.Kind != assistant.SourceEntry || slices.ContainsFunc(named, func(t string) bool { return !k.written(s.Piece, t) }) || !p.asksFor(tokens, named, language) {
			continue
		}
		if at >= 0 {
			return f, false
		}
		at = i
	}
	if at < 0 {
		return f, false
	}
	s, asked := f.scored[at], facetsIn(tokens)
	for _, facet := range []facet{facetPrice, facetTime} {
		if asked[facet] > 0 && k.pieces[s.Piece].facets[facet] == 0 {
			return f, false
		}
	}
	f = f.first(at)
	f.confidence = max(f.confidence, inTheseWords)
	return f, true
}

// asksFor reports whether a question of the piece names what a message names, and no more: two neighbouring words of it, or in
// a language that writes them together one long word.
func (p *piece) asksFor(tokens, named []string, language string) bool {
	pairs := p.pairs(tokens)
	one := ""
	if language = text.Base(language); len(named) == 1 && (language == "de" || language == "nl") && len(named[0]) >= longWord {
		one = named[0]
	}
	if len(pairs) == 0 && one == "" {
		return false
	}
	var stems []string
	for _, t := range tokens {
		stems = append(stems, text.Stem(t, p.language))
	}
	for _, q := range p.questions[:min(len(p.questions), mostVariants)] {
		words := text.Tokens(q)
		its := things(words)
		if slices.ContainsFunc(its, func(t string) bool { return !has(young, t) && !slices.Contains(stems, text.Stem(t, p.language)) }) {
			continue
		}
		if slices.ContainsFunc(p.pairs(words), func(pair [2]string) bool { return slices.Contains(pairs, pair) }) || one != "" && slices.Contains(its, one) {
			return true
		}
	}
	return false
}

// things are the words of a message that name something.
func things(tokens []string) []string {
	return slices.DeleteFunc(slices.Clone(tokens), namesNothing)
}

func namesNothing(token string) bool {
	own, _, _, _ := reading([]string{token})
	return len(own) == 0 && !has(young, token) || has(noThings, token) || has(handling, token)
}

// longWord is from how many letters a word is likely made of two.
const longWord = 9

// pairs are the stems of neighbouring words that name things, also where a word like "of" joins them.
func (p *piece) pairs(tokens []string) (out [][2]string) {
	last := ""
	for i, t := range tokens {
		if has(joining, t) || i > 0 && has(purposes, tokens[i-1]) && has(articles, t) {
			continue
		}
		if namesNothing(t) {
			last = ""
			continue
		}
		stem := text.Stem(t, p.language)
		if last != "" {
			out = append(out, [2]string{last, stem})
		}
		last = stem
	}
	return out
}

// handling are words for what is done with any thing.
var handling = wordSet(`sell sells buy rent hire borrow lend get got play use keep provide please deck pair set piece
	verkaufen verkauft kaufen leihen ausleihen mieten bekommen spielen nutzen benutzen vorhanden bieten
	vendez vendre acheter louer emprunter jouer trouver preter
	venden vender comprar alquilar prestar jugar juega encontrar dar
	vendete vendere comprare noleggiare giocare gioca prestare trovare
	vendem alugar emprestar jogar verkopen kopen huren lenen spelen`)

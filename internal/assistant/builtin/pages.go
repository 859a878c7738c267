package builtin

import (
	"slices"
	"strings"

	"deskbell/internal/assistant"
	"deskbell/internal/assistant/when"
	"deskbell/internal/knowledge/text"
)

// A page or a document calls things by names that nobody trained anything for: the millpond, the Lantern Bar. Its own words are
// what tells whether a message is about it, and whether it tells what the message asks.

// mostNamed is how many words a message may name for a page to be looked for that writes them all.
const mostNamed = 6

// calledByPage puts the one passage first that writes everything a message names, and calls some of it as nothing else of the
// property's does: "from when is breakfast in the orangery?" is about the orangery's page, however well breakfast itself fits. Where a
// confirmed fact answers, only what the page's heading names is about the page.
func (k *Knowledge) calledByPage(tokens []string, f finding) (finding, bool) {
	if f.exact || !k.forHotel || len(f.scored) == 0 {
		return f, false
	}
	named := k.saying(tokens)
	if len(named) == 0 || len(named) > mostNamed {
		return f, false
	}
	at := -1
	for i, s := range f.scored {
		if k.pieces[s.Piece].source.Kind != assistant.SourcePassage || !k.allWritten(s.Piece, named) {
			continue
		}
		if at >= 0 {
			return f, false
		}
		at = i
	}
	if at < 0 || k.untold(tokens, f.scored[at].Piece) {
		return f, false
	}
	s := f.scored[at]
	byTitle := len(named) == 1 || f.confidence >= answerFrom && k.pieces[f.scored[0].Piece].fact != nil // what somebody confirmed stands
	if !slices.ContainsFunc(named, func(word string) bool {
		return k.onlyIn(word, f.scored, s.Piece) && (!byTitle || k.titled(s.Piece, word))
	}) {
		return f, false
	}
	f = f.first(at)
	f.confidence, f.called = max(f.confidence, inTheseWords), true
	return f, true
}

// notOnPage reports whether the passage that fits best does not tell what a message in its language asks of what it is about: it
// names the boathouse, and nowhere the toilet that is asked for.
func (k *Knowledge) notOnPage(tokens []string, language string, at int) bool {
	p := &k.pieces[at]
	if p.source.Kind != assistant.SourcePassage {
		return false
	}
	if k.untold(tokens, at) {
		return true
	}
	if text.Base(language) != text.Base(p.language) {
		return false
	}
	own := k.saying(tokens)
	return len(own) <= mostNamed && slices.ContainsFunc(own, func(t string) bool { return k.titled(at, t) }) &&
		slices.ContainsFunc(own, func(t string) bool { return !k.written(at, t) && !has(handling, t) })
}

// untold reports whether a price, a time, a measure or what holds for children is asked for, and the piece tells none.
func (k *Knowledge) untold(tokens []string, at int) bool {
	asked, p := facetsIn(tokens), &k.pieces[at]
	said := text.Tokens(p.answer)
	if asked[facetPrice] > 0 && p.facets[facetPrice] == 0 || asked[facetTime] > 0 && p.facets[facetTime] == 0 && !tellsWhen(said) {
		return true
	}
	for _, words := range []map[string]struct{}{young, measures} {
		in := func(t string) bool { return has(words, t) }
		if slices.ContainsFunc(tokens, in) && !slices.ContainsFunc(said, in) {
			return true
		}
	}
	return false
}

// tellsWhen reports whether a text could tell when: it has a figure, a day of the week, a month or a word of time.
func tellsWhen(said []string) bool {
	words := when.Words()
	return facetsIn(said)[facetTime] > 0 || slices.ContainsFunc(said, func(t string) bool {
		_, weekday := words.Weekdays[strings.TrimSuffix(t, "s")]
		return weekday || words.Months[t] != 0 || t == "taglich" || t != "" && t[0] >= '0' && t[0] <= '9'
	})
}

func (k *Knowledge) allWritten(at int, words []string) bool {
	return !slices.ContainsFunc(words, func(t string) bool { return !k.written(at, t) })
}

// onlyIn reports whether none of the others writes a word that a piece writes.
func (k *Knowledge) onlyIn(word string, others []Scored, at int) bool {
	return !slices.ContainsFunc(others, func(s Scored) bool { return s.Piece != at && k.written(s.Piece, word) })
}

// titled reports whether a piece is called by a word.
func (k *Knowledge) titled(at int, word string) bool {
	p := k.pieces[at]
	return p.writes([]string{word}, []string{p.suggestion})
}

// saying are the words of a message that name something, or what is done with it: each once, spelled as the property does.
func (k *Knowledge) saying(tokens []string) []string {
	named := k.index.Correct(slices.DeleteFunc(slices.Clone(tokens), func(t string) bool {
		own, _, _, _ := reading([]string{t})
		return len(own) == 0 || has(noThings, t) || has(aroundIt, t)
	}))
	slices.Sort(named)
	return slices.Compact(named)
}

// aroundIt are words around a question that name nothing that a page would write.
var aroundIt = wordSet(`tell know hear read info information website page details detail explain mean meaning called possible used use start starts begin begins
	sagen erzahlen wissen lesen gelesen webseite seite erklaren heisst moglich dire savoir lire lu site page signifie decir saber leer leido pagina significa sapere leggere letto sito dizer saber lido`)

// measures are what is asked of a thing's size.
var measures = wordSet(`deep depth high height tall wide width big size tief tiefe hoch hohe breit gross grosse profond profonde profondeur haut hauteur largeur taille profundo profunda profundidad profundidade altura ancho anchura
	tamano tamanho profondo profonda profondita altezza larghezza diep diepte hoog hoogte breed`)

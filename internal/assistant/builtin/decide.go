package builtin

import (
	"slices"
	"strings"

	"deskbell/internal/assistant"
	"deskbell/internal/knowledge"
	"deskbell/internal/knowledge/text"
	"deskbell/internal/knowledge/typed"
)

// maxSuggestions is how many questions "did you mean" names.
const maxSuggestions = 3

// Decide says what a confidence leads to, before anything else is weighed.
func Decide(confidence float64) assistant.Decision {
	switch {
	case confidence >= answerFrom:
		return assistant.DecisionAnswer
	case confidence >= suggestFrom:
		return assistant.DecisionSuggest
	}
	return assistant.DecisionCannotHelp
}

// Answer answers one question from this knowledge.
func (k *Knowledge) Answer(q assistant.Question) assistant.Answer {
	tokens := text.Tokens(q.Text)
	language := detect(q.Text, q.Language)
	wanted := Wish(q.Text)
	say := func(d assistant.Decision, p phrase) assistant.Answer {
		words, spoken := p.in(language)
		return assistant.Answer{Decision: d, Text: fill(words, spoken, q.PropertyName), Wish: wanted, Language: spoken}
	}
	if wanted >= wishFrom {
		return assistant.Answer{Decision: assistant.DecisionWish, Confidence: wanted, Wish: wanted, Language: language}
	}
	if a, ok := k.retract(q, language, say); ok {
		a.Wish = wanted
		return a
	}
	if t := smallTalk(q.Text); t != nil && !k.ownTalk(q.Text) {
		a := say(t.decision, t.say)
		a.Confidence = 1
		return a
	}
	best := k.called(q.Text, tokens, k.find(q.Text))
	if asksTheDesk(q.Text) && !best.exact && !k.answersForTheDesk(best) {
		best.confidence = 0
	}
	of, followed := k.followUp(q, tokens, best)
	if followed {
		best = of
	} else if !best.exact && pointsAtNothing(tokens) {
		best.confidence = 0
	}
	doubt := ""
	if !followed {
		if of, ok := k.calledByPage(tokens, best); ok && !asksTheDesk(q.Text) {
			best = of
		}
		if doubt = k.doubt(q.Text, tokens, language, best); doubt != "" {
			best = doubted(best)
		}
		if best.confidence < answerFrom && doubt != "delicate" && !asksTheDesk(q.Text) {
			if of, ok := k.calledByEntry(tokens, language, best); ok {
				best, doubt = of, ""
			}
		}
	}
	a := k.decide(best, q.Verified, language, say)
	k.reckon(&a, q, best, followed, language)
	if from := k.piecesOf(a.Sources); a.Decision == assistant.DecisionAnswer && a.About == "" && len(from) > 0 {
		a.About = k.pieces[from[0]].about(language)
	}
	a.Trace = k.trace(best, followed, q.Verified)
	if doubt != "" {
		a.Trace.Rules = append(a.Trace.Rules, doubt)
	}
	if a.Decision == assistant.DecisionAnswer {
		k.answerRest(&a, q, language)
	}
	k.act(&a, q, best, language)
	a.Wish = wanted
	return a
}

// isTalk reports whether a question of the property's is small talk. A longer one
// never is, which spares looking at most of them.
func isTalk(question string) bool { return len(question) <= 60 && smallTalk(question) != nil }

// ownTalk reports whether the property has written words of its own for a
// message that is small talk: then those are said.
func (k *Knowledge) ownTalk(message string) bool {
	if !k.talks {
		return false
	}
	f := k.findIn(message)
	return len(f.scored) > 0 && f.confidence >= suggestFrom && k.pieces[f.scored[0].Piece].talk
}

// finding is what was found for one text.
type finding struct {
	scored     []Scored
	confidence float64
	exact      bool
	called     bool // by the words of the first piece, whatever its topics are
	topics     []float32
}

// first is f with the piece that stands at this place before all others.
func (f finding) first(at int) finding {
	s := f.scored[at]
	f.scored = slices.Insert(slices.Delete(slices.Clone(f.scored), at, at+1), 0, s)
	return f
}

// findIn is find for one sentence.
func (k *Knowledge) findIn(sentence string) finding {
	tokens := text.Tokens(sentence)
	if i, ok := k.exact[strings.Join(tokens, " ")]; ok && len(tokens) > 0 {
		s := Scored{Piece: i, Confidence: 0.99}
		return finding{scored: []Scored{s}, confidence: 0.99, exact: true}
	}
	q := k.ask(sentence)
	f := finding{topics: q.topics}
	f.scored = k.rank(q, -1)
	if len(f.scored) > 0 && len(tokens) > 0 {
		f.confidence = k.confidence(q, f.scored)
	}
	return f
}

func (k *Knowledge) decide(f finding, verified bool, language string, say func(assistant.Decision, phrase) assistant.Answer) assistant.Answer {
	cannot := func() assistant.Answer {
		a := say(assistant.DecisionCannotHelp, phraseCannotHelp)
		a.Confidence = f.confidence
		if len(f.scored) > 0 {
			a.Sources = []assistant.Source{k.pieces[f.scored[0].Piece].source}
		}
		return a
	}
	if len(f.scored) == 0 || k.notSaid(f) {
		a := say(assistant.DecisionCannotHelp, phraseCannotHelp)
		a.Confidence = min(f.confidence, suggestFrom)
		return a
	}
	p := k.pieces[f.scored[0].Piece]
	switch {
	case f.confidence >= answerFrom && p.bookedOnly && !verified:
		a := say(assistant.DecisionCannotHelp, phraseBookedOnly)
		a.Intent = assistant.IntentBooked
		a.Confidence = f.confidence
		a.Sources = []assistant.Source{p.source}
		return a
	case f.confidence >= answerFrom && p.answer == "" && p.fact == nil:
		return cannot()
	case f.confidence >= answerFrom:
		a := assistant.Answer{Decision: assistant.DecisionAnswer, Confidence: f.confidence, Sources: []assistant.Source{p.source}}
		a.Text, a.Language = p.words(language)
		return a
	case f.confidence >= suggestFrom:
		suggestions := k.suggestions(f, verified)
		if len(suggestions) == 0 {
			return cannot()
		}
		a := say(assistant.DecisionSuggest, phraseSuggest)
		a.Confidence = f.confidence
		a.Suggestions = suggestions
		for _, s := range f.scored[:min(len(f.scored), len(suggestions))] {
			a.Sources = append(a.Sources, k.pieces[s.Piece].source)
		}
		return a
	}
	return cannot()
}

// notSaid reports whether the question is, beyond doubt, about something in the
// catalogue that the property has not said anything about.
func (k *Knowledge) notSaid(f finding) bool {
	if f.exact || f.called || len(f.topics) == 0 || k.foreign {
		return false
	}
	top, share := 0, float32(0)
	for t, p := range f.topics[:len(f.topics)-1] {
		if p > share {
			top, share = t, p
		}
	}
	if share < 0.5 || k.held[top] > 0.3 {
		return false
	}
	// An entry in the very words of the question is about it, whatever it is called.
	m := f.scored[0].Measures
	return k.pieces[f.scored[0].Piece].fact != nil || m.Words < 0.6
}

// suggestions are the questions of the best pieces that could be answered.
func (k *Knowledge) suggestions(f finding, verified bool) []assistant.Suggestion {
	var out []assistant.Suggestion
	for _, s := range f.scored {
		p := k.pieces[s.Piece]
		if p.answer == "" && p.fact == nil || p.bookedOnly && !verified {
			continue
		}
		if s.Score < f.scored[0].Score*0.4 || len(out) == maxSuggestions {
			break
		}
		out = append(out, assistant.Suggestion{ID: p.source.ID, Text: p.suggestion})
	}
	return out
}

// words are what the piece says to a guest, and the language they are in.
func (p piece) words(language string) (said, spoken string) {
	if p.fact == nil {
		return introduce(p.answer, p.language, language)
	}
	kind, _ := knowledge.KindOf(p.fact.Key)
	state := phraseYes
	if p.fact.State == knowledge.FactNo {
		state = phraseNo
	}
	if p.fact.State == knowledge.FactYes && p.answer != "" {
		return introduce(p.answer, p.language, language)
	}
	if p.fact.State == knowledge.FactYes && !p.fact.Value.Zero() { // figures without words
		if !typed.Spoken(text.Base(language)) {
			language = "en"
		}
		language = text.Base(language)
		return p.fact.Value.Sentence(language, kind.Name(language), kind.Form.Style()), language
	}
	words, spoken := state.in(language)
	thing := kind.Name(spoken)
	if thing == "" {
		thing = strings.ToLower(kind.Label)
	}
	words = strings.ReplaceAll(words, "{thing}", thing)
	if p.answer != "" { // a no with its details: "the next one is round the corner"
		details, _ := introduce(p.answer, p.language, language)
		words += "\n" + details
	}
	return words, spoken
}

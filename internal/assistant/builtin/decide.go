package builtin

import (
	"strings"

	"deskbell/internal/assistant"
	"deskbell/internal/knowledge"
	"deskbell/internal/knowledge/text"
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
	language := detect(q.Text, tokens, q.Language)
	wanted := wish(q.Text)
	say := func(d assistant.Decision, p phrase) assistant.Answer {
		words, spoken := p.in(language)
		return assistant.Answer{Decision: d, Text: fill(words, spoken, q.PropertyName), Wish: wanted, Language: spoken}
	}
	if wanted >= wishFrom {
		return assistant.Answer{Decision: assistant.DecisionWish, Confidence: wanted, Wish: wanted, Language: language}
	}
	if t := smallTalk(q.Text); t != nil {
		a := say(t.decision, t.say)
		a.Confidence = 1
		return a
	}
	best := k.find(q.Text, tokens)
	if earlier, ok := k.followUp(q, tokens); ok && earlier.confidence > best.confidence {
		best = earlier
	}
	a := k.decide(best, q.Verified, language, say)
	a.Wish = wanted
	return a
}

// finding is what was found for one text.
type finding struct {
	scored     []Scored
	confidence float64
	exact      bool
	tokens     []string
	topics     []float32
}

// find ranks the pieces for a text and says how sure the best one is.
func (k *Knowledge) find(message string, tokens []string) finding {
	if i, ok := k.exact[strings.Join(tokens, " ")]; ok {
		s := Scored{Piece: i, Confidence: 0.99}
		return finding{scored: []Scored{s}, confidence: 0.99, exact: true, tokens: tokens}
	}
	q := k.ask(message)
	f := finding{tokens: q.tokens, topics: q.topics}
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
	if f.exact || len(f.topics) == 0 {
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
		return introduce(p.answer, p.language, language), p.language
	}
	kind, _ := knowledge.KindOf(p.fact.Key)
	state := phraseYes
	if p.fact.State == knowledge.FactNo {
		state = phraseNo
	}
	if p.fact.State == knowledge.FactYes && p.answer != "" {
		return introduce(p.answer, p.language, language), p.language
	}
	words, spoken := state.in(language)
	thing := kind.Name(spoken)
	if thing == "" {
		thing = strings.ToLower(kind.Label)
	}
	words = strings.ReplaceAll(words, "{thing}", thing)
	if p.answer != "" { // a no with its details: "the next one is round the corner"
		words += "\n" + introduce(p.answer, p.language, language)
	}
	return words, spoken
}

// leads are words that a follow-up question begins with.
var leads = wordSet(`and what about how also und wie et aussi y que tal e quanto per anche en wat is does do can are at on for from until when where until`)

// pronouns stand for what was asked before.
var pronouns = wordSet(`it that this they them there one es das sie dort ca cela il elle lo eso ello isso ele ela quello`)

// followUp reads a short message that begins with "and …" or names its thing by a
// pronoun only ("is it heated?") together with the question before it.
func (k *Knowledge) followUp(q assistant.Question, tokens []string) (finding, bool) {
	if len(q.Previous) == 0 || len(tokens) == 0 || len(tokens) > 7 {
		return finding{}, false
	}
	_, lead := leads[tokens[0]]
	pronoun := false
	for _, t := range tokens {
		if _, ok := pronouns[t]; ok {
			pronoun = true
		}
	}
	if !lead && !pronoun {
		return finding{}, false
	}
	// A follow-up that names a thing of its own is a question of its own.
	topics := k.models.Topics.Probabilities(tokens)
	for t, p := range topics[:len(topics)-1] {
		if p > 0.5 && k.held[t] > 0.5 {
			return finding{}, false
		}
	}
	before := q.Previous[len(q.Previous)-1].Guest
	f := k.find(before+" "+q.Text, text.Tokens(before+" "+q.Text))
	was := k.find(before, text.Tokens(before))
	// The thing must still be the one of before; else the two texts only
	// happened to add up to something.
	if len(f.scored) == 0 || len(was.scored) == 0 || f.scored[0].Piece != was.scored[0].Piece || was.confidence < answerFrom {
		return finding{}, false
	}
	f.confidence = min(max(f.confidence, 0.8*was.confidence), 0.95)
	return f, true
}

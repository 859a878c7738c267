package builtin

import (
	"slices"
	"strings"

	"deskbell/internal/assistant"
	"deskbell/internal/knowledge/text"
)

// A message is often more than its question: a greeting, a story, a courtesy, for
// how many people, two questions at once. What of it asks is looked for here.

// partShare is what a part of a message is worth against the whole of it: "we
// come with two kids next week. do you have cots?" asks in its second half.
const partShare = 0.85

// maxParts bounds the work for one message.
const maxParts = 8

// find ranks the pieces for a message and says how sure the best one is. Where
// the whole of a message is not clear, the part that asks most clearly counts.
func (k *Knowledge) find(message string) finding {
	best := k.findIn(message)
	if best.confidence >= answerFrom {
		return best
	}
	parts := sentences(message)
	if len(parts) == 1 {
		parts = parts[:0] // it was the whole
	}
	if best.confidence < suggestFrom {
		parts = append(parts, clauses(message)...)
	}
	if asked := questions(message); len(asked) > 1 {
		if f, ok := k.firstAsked(asked, best.confidence >= suggestFrom && !k.notSaid(best)); ok {
			return f
		}
	}
	for _, part := range append(sentences(message), clauses(message)...) {
		if bare := plain(part); bare != "" {
			parts = append(parts, bare)
		}
	}
	for _, part := range parts[:min(len(parts), maxParts)] {
		f := k.findIn(part)
		if len(strings.Fields(part)) < 3 && !f.exact {
			continue
		}
		if f.confidence *= partShare; f.confidence > best.confidence && f.confidence >= suggestFrom {
			best = f
		}
	}
	return best
}

// firstAsked finds what the first of a message's questions that asks beyond doubt asks for; each wants all of them to do so.
func (k *Knowledge) firstAsked(asked []string, each bool) (first finding, ok bool) {
	for _, part := range asked[:min(len(asked), maxParts)] {
		f, asks := k.asks(part)
		asks = asks && !k.notSaid(f)
		if !asks && each {
			return finding{}, false
		}
		if asks && !ok {
			first, ok = f, true
		}
	}
	first.confidence *= partShare
	return first, ok
}

// clauses are the parts of a message's sentences that could be a question of
// their own: "we come by car on friday, where can we park".
func clauses(message string) []string {
	var out []string
	for _, sentence := range sentences(message) {
		parts := strings.FieldsFunc(sentence, func(r rune) bool { return r == ',' || r == ':' || r == '،' })
		if len(parts) > 1 {
			out = append(out, parts...)
		}
	}
	return out
}

// courtesy is how a question is wrapped; circumstances are for whom and for how
// long, which no answer depends on, for every answer says it all.
var (
	courtesy = compiledOnce(`^(?:(?:hi|hello|hey|there|good (?:morning|afternoon|evening|day)|hallo|guten tag|bonjour|hola|ola|ciao|buongiorno|so|ok|okay|well|also|and|please|bitte|thanks|thank you|thank you very much|great|perfect|super|nice|cool|lovely|good|fine|danke|merci|gracias|obrigado|obrigada|grazie) )*(?:` + strings.Join([]string{
		`(?:could|can|would|will) (?:you|u|someone|anyone) (?:please |kindly |just |maybe )*(?:tell|inform|advise|let) (?:me|us)(?: know)?(?: please)?(?: (?:about|if|whether|of))?`,
		`(?:i|we) (?:just |only )*(?:wanted|want|would like|d like|'d like|wish|need|was hoping|am trying) to (?:know|ask|find out|check|enquire|inquire)(?: (?:about|if|whether))?`,
		`(?:i am |i'm |im |we are |we're |was |just )*wondering(?: (?:about|if|whether))?`, `(?:i|we) (?:was|were) (?:just )?wondering(?: (?:about|if|whether))?`,
		`(?:do|would) you (?:happen to )?know(?: (?:about|if|whether))?`, `(?:please )?(?:tell|let) (?:me|us)(?: know)?(?: (?:about|if|whether))?`,
		`(?:i have|we have|i've|got) (?:a |one |another |a quick )?question(?: (?:about|on|regarding|concerning))?`, `(?:just )?(?:a |one )?(?:quick )?question(?: (?:about|on|regarding))?`,
		`(?:and )?(?:what|how) about`, `(?:thanks|thank you|great|perfect|super|ok|okay|hi|hello|hey)(?: and)?`, `was ist mit`, `wie sieht es mit`, `et pour`,
		`(?:any |some )?(?:info|information|details) (?:about|on|regarding)`,
		`(?:konnen|konnten|wurden) sie (?:mir|uns) (?:bitte )?sagen(?: ob)?`, `(?:ich|wir) (?:wollte|wollten|mochte|mochten) (?:gern |gerne |nur |kurz )*(?:fragen|wissen)(?: ob)?`, `wissen sie(?: ob)?`, `(?:ich habe )?(?:eine |noch eine )?frage(?: zu[mr]?)?`,
		`(?:pouvez|pourriez) vous me dire(?: si)?`, `je (?:voudrais|souhaite|souhaiterais|voulais) savoir(?: si)?`,
		`(?:me )?(?:puede|pueden|podria|podrian) (?:decirme |decir )(?:si )?`, `(?:quisiera|queria|quiero|me gustaria) saber(?: si)?`,
		`(?:pode|podem|poderia|podia)(?: me)? (?:dizer me |dizer )(?:se )?`, `(?:gostaria de|queria|gostava de|quero) saber(?: se)?`,
		`(?:puo|potete|potrebbe) dirmi(?: se)?`, `(?:vorrei|volevo) sapere(?: se)?`,
	}, "|") + `)(?: |$)`)
	circumstances = compiledOnce(`\b(?:for|fur|pour|para|per|voor) (?:the )?(?:the two of us|(?:a |one|two|three|four|five|six|seven|eight|\d+|zwei|drei|vier|deux|trois|quatre|dos|tres|cuatro|dois|duas|tres|quatro|due|tre|quattro|twee|drie|vier|us) ?(?:people|persons?|adults?|guests|of us|nights?|weeks?|personen|nachte|erwachsene|personnes|nuits|adultes|personas|noches|adultos|pessoas|noites|persone|notti|adulti|nachten)?)(?: |$)`)
)

// plain is a sentence without its courtesy and circumstances, and empty where it
// has neither.
func plain(sentence string) string {
	folded := strings.Join(text.Words(sentence), " ")
	bare := circumstances().ReplaceAllString(courtesy().ReplaceAllString(folded, ""), " ")
	if bare = strings.Join(strings.Fields(bare), " "); bare == folded {
		return ""
	}
	return bare
}

// sureFrom is how sure a further answer in one message must be: the guest has one
// already, and a wrong one beside it spoils it.
const sureFrom = 0.75

// joints are where one question ends and the next begins within a sentence.
var joints = compiledOnce(`(?i)\s*[,،]\s*(?:and|or|und|oder|et|ou|y|o|e|en|of)?\s+|\s+(?:and|or|und|oder|sowie|et|ou|ainsi que|y|e|ed|en|as well as|plus|&|\+)\s+|\s+و\s*`)

// questions are the parts of a message that might each ask something.
func questions(message string) []string {
	var out []string
	for _, sentence := range sentences(message) {
		out = append(out, joints().Split(sentence, maxParts)...)
	}
	return out
}

// answerRest adds the answers to the other questions of a message that asks
// several, in the order in which they are asked: "when is breakfast and do you
// have parking?". Where one of them is beyond doubt about what the property says
// nothing of, it says that too.
func (k *Knowledge) answerRest(a *assistant.Answer, q assistant.Question, language string) {
	parts := questions(q.Text)
	if len(parts) < 2 || len(a.Sources) == 0 {
		return
	}
	first, missing, placed := *a, false, false
	all := assistant.Answer{Wish: a.Wish, Trace: a.Trace}
	for _, part := range parts[:min(len(parts), maxParts)] {
		f, ok := k.asks(part)
		if missing = missing || k.lacks(part, f); !ok || k.notSaid(f) {
			continue
		}
		if slices.Contains(first.Sources, k.pieces[f.scored[0].Piece].source) {
			if !placed {
				join(&all, first)
			}
			placed = true
			continue
		}
		k.addTo(&all, f, q, part, language)
	}
	if !placed { // it stands in more than one part, or before them
		rest := all
		all = first
		if rest.Text != "" {
			join(&all, rest)
		}
	}
	all.Decision, all.Confidence, all.Language = first.Decision, first.Confidence, first.Language
	*a = all
	if missing {
		words, _ := phraseRest.in(language)
		a.Text += "\n\n" + words
	}
}

// lacks reports whether a part of a message asks for what the property says
// nothing of.
func (k *Knowledge) lacks(part string, f finding) bool {
	own, _, _, _ := reading(text.Tokens(part))
	return len(own) > 0 && len(f.scored) > 0 && k.notSaid(f)
}

// asks finds what a part of a message asks for, if it does so beyond doubt: a
// word or two must be the very name of a thing.
func (k *Knowledge) asks(part string) (finding, bool) {
	if bare := plain(part); bare != "" {
		part = bare
	}
	tokens := text.Tokens(part)
	for len(tokens) > 1 && isArticle(tokens[0]) {
		tokens = tokens[1:]
	}
	f := k.findIn(strings.Join(tokens, " "))
	own, _, _, _ := reading(tokens)
	return f, len(f.scored) > 0 && f.confidence >= sureFrom && (len(tokens) >= 3 || f.exact) && len(own) > 0
}

func isArticle(word string) bool {
	return slices.Contains([]string{"a", "an", "the", "any", "some", "of", "about", "whether", "if", "der", "die", "das", "ein", "eine", "einen", "ob", "le", "la", "les", "un", "une", "el", "los", "las", "una", "o", "os", "um", "uma", "il", "lo", "de", "het", "een"}, word)
}

package builtin

import (
	"slices"
	"strings"

	"deskbell/internal/assistant"
	"deskbell/internal/knowledge/text"
)

// A guest who was answered beside the question says so: with the button under the answer, which writes these words for
// them, or in their own. The answer's source is then out, and the next best are suggested; where that was done already,
// or nothing is near, a person is offered.

// notAskedPhrases are the button's words and what guests write themselves, in every language that the chat speaks.
var notAskedPhrases = phraseSet(`not what i asked; that is not what i asked; thats not what i asked; that s not what i asked; this is not what i asked; not what i asked for; that is not what i asked for; thats not what i asked for; that's not what i asked for; i did not ask that; i didn't ask that; i did not ask for that; i didn't ask for that; that does not answer my question; that doesn't answer my question; this does not answer my question; this doesn't answer my question; you did not answer my question; you didn't answer my question; that was not my question; that is not my question; that's not my question; thats not my question; that wasn't my question; not my question; wrong answer; that is the wrong answer; that is not what i meant; that's not what i meant; thats not what i meant; not what i meant; i meant something else; i asked something else; you misunderstood me; you misunderstood; you did not understand me; you didn't understand me; you don't understand; none of these; none of those; neither; none of them;
	das habe ich nicht gefragt; danach habe ich nicht gefragt; das war nicht meine frage; das ist nicht meine frage; nicht meine frage; das beantwortet meine frage nicht; das beantwortet nicht meine frage; falsche antwort; das meinte ich nicht; das meine ich nicht; ich meinte etwas anderes; ich habe etwas anderes gefragt; sie haben mich falsch verstanden; du hast mich falsch verstanden; keine davon; keines davon; nichts davon;
	ce n'est pas ma question; ce n est pas ma question; ce n'etait pas ma question; ce n'est pas ce que j'ai demande; ce n est pas ce que j ai demande; ce n'est pas ce que je demandais; pas ma question; vous ne repondez pas a ma question; cela ne repond pas a ma question; ca ne repond pas a ma question; mauvaise reponse; ce n'est pas ce que je voulais dire; vous m'avez mal compris; aucune de ces reponses; aucun de ceux la; aucune;
	no es lo que pregunte; eso no es lo que pregunte; no es lo que he preguntado; eso no es lo que he preguntado; no era mi pregunta; esa no es mi pregunta; eso no responde a mi pregunta; eso no responde mi pregunta; no responde a mi pregunta; respuesta equivocada; no es lo que queria decir; me ha entendido mal; me has entendido mal; ninguna de estas; ninguna de ellas; ninguno de estos;
	nao foi o que perguntei; nao foi isso que perguntei; nao e o que perguntei; nao era isso que perguntei; nao perguntei isso; nao era a minha pergunta; isso nao responde a minha pergunta; nao responde a minha pergunta; resposta errada; nao era isso que queria dizer; nao e isso; percebeu mal; entendeu mal; nenhuma destas; nenhum destes; nenhuma delas;
	non e quello che ho chiesto; non e cio che ho chiesto; non ho chiesto questo; non era la mia domanda; non e la mia domanda; questo non risponde alla mia domanda; non risponde alla mia domanda; risposta sbagliata; non intendevo questo; mi ha frainteso; mi hai frainteso; nessuna di queste; nessuno di questi;
	dat vroeg ik niet; dat heb ik niet gevraagd; niet wat ik vroeg; dat is niet wat ik vroeg; dat was niet mijn vraag; dat is niet mijn vraag; dat beantwoordt mijn vraag niet; verkeerd antwoord; dat bedoelde ik niet; u begrijpt mij verkeerd; je begrijpt me verkeerd; geen van deze; geen van die;
	ليس هذا ما سالت عنه; ليس ما سالت عنه; هذا ليس ما سالت عنه; لم اسال عن هذا; لم اسال عن ذلك; هذا ليس سوالي; ليس سوالي; هذا لا يجيب عن سوالي; لم تفهمني; لم تفهم سوالي; لا شيء من هذا;
	לא זה מה ששאלתי; זה לא מה ששאלתי; לא מה ששאלתי; לא שאלתי את זה; זו לא הייתה השאלה שלי; זו לא השאלה שלי; זה לא עונה על השאלה שלי; לא לזה התכוונתי; לא הבנת אותי; אף אחת מאלה; אף אחד מאלה`)

// notAsked reports whether a message says nothing but that the last answer was to another question.
func notAsked(message string) bool {
	words := text.Words(message)
	if len(words) == 0 || len(words) > 14 {
		return false
	}
	for len(words) > 1 && fillers[words[len(words)-1]] {
		words = words[:len(words)-1]
	}
	for {
		whole := strings.Join(words, " ")
		if notAskedPhrases[whole] || notAskedPhrases[strings.ReplaceAll(whole, "'", " ")] {
			return true
		}
		if len(words) == 1 || !notAskedLead[words[0]] { // "no" leads, and begins phrases
			return false
		}
		words = words[1:]
	}
}

var notAskedLead = phraseSet(`no; nope; sorry; but; hm; hmm; well; oh; nein; aber; leider; non; mais; desole; pardon; no pero; pero; perdon; nao; mas; desculpe; ma; scusi; nee; maar; helaas; لا; لكن; عفوا; לא; אבל; סליחה`)

// retract answers a guest who says so. ok is false where nothing was answered before.
func (k *Knowledge) retract(q assistant.Question, language string, say func(assistant.Decision, phrase) assistant.Answer) (a assistant.Answer, ok bool) {
	if !notAsked(q.Text) || len(q.Previous) == 0 {
		return a, false
	}
	last := q.Previous[len(q.Previous)-1]
	a = say(assistant.DecisionCannotHelp, phraseIntents[assistant.IntentNotAsked])
	if !notAsked(last.Guest) && !suggested(last.Assistant) {
		f := k.find(last.Guest)
		said := k.spokenOf(q.Previous)
		f.scored = slices.DeleteFunc(slices.Clone(f.scored), func(s Scored) bool { return slices.Contains(said, s.Piece) })
		if len(f.scored) > 0 {
			if next := k.suggestions(f, q.Verified); len(next) > 0 && f.scored[0].Measures.near() {
				a = say(assistant.DecisionSuggest, phraseMeantThese)
				a.Suggestions = next
				a.Trace = k.trace(f, false, q.Verified)
			}
		}
	}
	a.Intent = assistant.IntentNotAsked
	a.Trace.Rules = append(a.Trace.Rules, "intent_"+string(a.Intent))
	return a, true
}

// near reports whether a piece has anything to do with a question at all: a suggestion that has not annoys somebody who
// was misunderstood already.
func (m Measures) near() bool {
	return m.Words > 0.08 || m.Covered > 0.2 || m.Topic > 0.3 || m.Class > 0.1
}

// suggested reports whether an answer was suggestions.
func suggested(said string) bool {
	for _, p := range []phrase{phraseSuggest, phraseMeantThese} {
		for _, words := range p {
			if strings.HasPrefix(said, words) {
				return true
			}
		}
	}
	return false
}

package builtin

import (
	"slices"

	"deskbell/internal/assistant"
)

// Judgement is what this knowledge makes of one message that stands alone: the
// pieces that fit it best, how sure the first of them is, and what a guest would
// get. It is what measuring looks at.
type Judgement struct {
	Ranked     []Scored
	Confidence float64
	Decision   assistant.Decision
}

// Judge asks one message as a guest would, and keeps the best pieces, at most
// limit of them, also where the guest gets none. A message that is no question
// (small talk, the wish for a person) is nothing that a piece could be right for.
func (k *Knowledge) Judge(message string, limit int) Judgement {
	j := Judgement{Ranked: k.Rank(message, limit)}
	a := k.Answer(assistant.Question{Text: message, Verified: true})
	switch a.Decision {
	case assistant.DecisionAnswer, assistant.DecisionSuggest, assistant.DecisionCannotHelp:
		j.Decision, j.Confidence = a.Decision, a.Confidence
	default:
		j.Decision = assistant.DecisionCannotHelp
		if a.Decision == assistant.DecisionWish && len(j.Ranked) > 0 && slices.ContainsFunc(k.pieces[j.Ranked[0].Piece].questions, wishes) {
			j.Confidence = j.Ranked[0].Confidence
			return j
		}
	}
	if len(a.Sources) == 0 && j.Decision != assistant.DecisionCannotHelp { // said without any piece of the knowledge
		j.Decision, j.Confidence = assistant.DecisionCannotHelp, 0
	}
	return j
}

// wishes reports whether a question of the property's is a wish for a person: "call
// me back", with words of its own for that. The guest gets a person all the same.
func wishes(question string) bool { return Wishes(Wish(question)) }

package builtin

import (
	"math"

	"deskbell/internal/assistant"
)

// trace is how a decision came about: the pieces that were looked at, and what was weighed beside their likeness.
func (k *Knowledge) trace(f finding, followed, verified bool) assistant.Trace {
	t := assistant.Trace{By: assistant.ByBuiltin}
	for i, s := range f.scored[:min(len(f.scored), assistant.TraceCandidates)] {
		source := k.pieces[s.Piece].source
		c := assistant.Candidate{ID: source.ID, Title: source.Title, Kind: source.Kind, Score: 1 / (1 + math.Exp(-s.Score))}
		if i == 0 && c.Score < f.confidence && (f.exact || followed) {
			c.Score = f.confidence // found without a ranking
		}
		t.Candidates = append(t.Candidates, c)
	}
	rule := func(holds bool, name string) {
		if holds {
			t.Rules = append(t.Rules, name)
		}
	}
	rule(f.exact, "exact")
	rule(followed, "follow_up")
	rule(len(f.scored) == 0, "nothing_known")
	if len(f.scored) == 0 {
		return t
	}
	best := k.pieces[f.scored[0].Piece]
	rule(k.notSaid(f), "not_said")
	rule(best.bookedOnly && !verified, "booked_only")
	rule(best.answer == "" && best.fact == nil, "no_answer_written")
	return t
}

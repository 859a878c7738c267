package builtin

import "math"

// likeness is what the best wrong piece scores for a question of this property:
// mean and spread over its own questions, each asked with its own piece left out.
// Where pieces are much alike, a good score means less.
type likeness struct {
	mean, spread float64
}

// sampleSize bounds the calibration of a large knowledge base; evenly spread
// questions tell as much as all of them.
const sampleSize = 100

// leastAsked is how many questions tell anything of a property.
const leastAsked = 3

// apartWeight is how much of the difference between Knowledge.apart and usualApart counts. Where much is trusted that is wrong
// beyond doubt, a question that nobody answers yet would be trusted, too.
const apartWeight = 0.75

func (k *Knowledge) calibrate() {
	asked := k.askApart()
	n := float64(len(asked))
	k.likeness, k.apart = likeness{mean: 3, spread: 1.5}, usualApart // too little to tell: a usual property's figures
	if len(asked) < leastAsked {
		return
	}
	var sum, squares float64
	for _, a := range asked {
		sum += a.scored[0].Score
		squares += a.scored[0].Score * a.scored[0].Score
	}
	mean := sum / n
	k.likeness = likeness{mean: mean, spread: math.Sqrt(max(squares/n-mean*mean, 0.25))}
	k.apart = 0
	for _, a := range asked {
		k.apart += trust(k.evidence(a.q, a.scored)) / n
	}
}

// apart is a question of the property's own, and how the pieces fit it without the one that it asks for.
type apart struct {
	q      query
	scored []Scored
}

func (k *Knowledge) askApart() []apart {
	var out []apart
	step := max(1, len(k.pieces)/sampleSize)
	for i := 0; i < len(k.pieces); i += step {
		q := k.ask(k.pieces[i].questions[0])
		if scored := k.rank(q, i); len(scored) > 0 {
			out = append(out, apart{q, scored})
		}
	}
	return out
}

// Apart is the evidence about questions of the property's own, each asked with its own piece left out: what the best of them
// is worth is what a wrong answer looks like. It is no part of answering.
func (k *Knowledge) Apart() []Evidence {
	var out []Evidence
	for _, a := range k.askApart() {
		out = append(out, k.evidence(a.q, a.scored))
	}
	return out
}

// ApartShift is what is added to the trust in a piece that is so surely about something the topic model knows, for how much
// more than a usual property's the property's own questions trust what is wrong. It is never above 0: that they trust it less
// is no reason to trust more.
func ApartShift(more, hotel float64) float64 { return -apartWeight * max(0, more) * (1 - hotel) }

// unlike says how far a score stands out from wrong ones: 0.5 is the usual best
// wrong one, 1 is never wrong.
func (l likeness) unlike(score float64) float64 {
	return sigmoid((score - l.mean) / l.spread)
}

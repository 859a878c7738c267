package builtin

import (
	"math"

	"deskbell/internal/knowledge/index"
)

// likeness is what the best wrong piece scores for a question of this property:
// mean and spread over its own questions, each asked with its own piece left out.
// Where pieces are much alike, a good score means less.
type likeness struct {
	mean, spread float64
}

// sampleSize bounds the calibration of a large knowledge base; evenly spread
// questions tell as much as all of them.
const sampleSize = 100

func (k *Knowledge) calibrate(docs []index.Doc) {
	step := max(1, len(docs)/sampleSize)
	var n, sum, squares float64
	for i := 0; i < len(docs); i += step {
		scored := k.rank(k.ask(docs[i].Questions[0]), i)
		if len(scored) == 0 {
			continue
		}
		s := scored[0].Score
		n++
		sum += s
		squares += s * s
	}
	if n < 3 { // too little to tell: a usual property's figures
		k.likeness = likeness{mean: 3, spread: 1.5}
		return
	}
	mean := sum / n
	k.likeness = likeness{mean: mean, spread: math.Sqrt(max(squares/n-mean*mean, 0.25))}
}

// unlike says how far a score stands out from wrong ones: 0.5 is the usual best
// wrong one, 1 is never wrong.
func (l likeness) unlike(score float64) float64 {
	return sigmoid((score - l.mean) / l.spread)
}

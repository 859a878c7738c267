// Package train makes the weights of package topic. It runs when somebody calls
// "go generate" and in tests, never in the product.
package train

import (
	"math"
	"math/rand/v2"

	"deskbell/internal/assistant/builtin/topic"
	"deskbell/internal/knowledge/text"
)

// Sample is one text and its label.
type Sample struct {
	Text   string
	Label  string
	Weight float32 // 0 counts as 1
}

// Options of a training run.
type Options struct {
	Epochs   int
	Rate     float32
	Decay    float32 // L2
	MinCount int     // a feature seen in fewer samples is left out
	Seed     uint64
}

// Train fits a softmax by AdaGrad. The same samples and options give the same model.
func Train(samples []Sample, labels []string, o Options) *topic.Model {
	at := make(map[string]int, len(labels))
	for i, l := range labels {
		at[l] = i
	}
	type example struct {
		features []topic.Feature
		label    int
		weight   float32
	}
	count := map[uint32]int{}
	examples := make([]example, 0, len(samples))
	for _, s := range samples {
		label, ok := at[s.Label]
		if !ok {
			continue
		}
		features := topic.Features(text.Tokens(s.Text))
		seen := map[uint32]bool{}
		for _, f := range features {
			if !seen[f.Key] {
				seen[f.Key] = true
				count[f.Key]++
			}
		}
		weight := s.Weight
		if weight == 0 {
			weight = 1
		}
		examples = append(examples, example{features, label, weight})
	}
	n := len(labels)
	rows := map[uint32][]float32{}
	squares := map[uint32][]float32{}
	for key, c := range count {
		if c >= o.MinCount {
			rows[key] = make([]float32, n)
			squares[key] = make([]float32, n)
		}
	}
	bias, biasSquares := make([]float32, n), make([]float32, n)
	random := rand.New(rand.NewPCG(o.Seed, 1))
	p := make([]float32, n)
	step := func(w, sq []float32, i int, g float32) {
		sq[i] += g * g
		w[i] -= o.Rate * g / (float32(math.Sqrt(float64(sq[i]))) + 1e-6)
	}
	for range o.Epochs {
		random.Shuffle(len(examples), func(i, j int) { examples[i], examples[j] = examples[j], examples[i] })
		for _, e := range examples {
			copy(p, bias)
			for _, f := range e.features {
				for i, w := range rows[f.Key] {
					p[i] += f.Value * w
				}
			}
			topic.Softmax(p)
			p[e.label]--
			for i, g := range p {
				if g*g < 1e-8 {
					continue
				}
				g *= e.weight
				step(bias, biasSquares, i, g)
				for _, f := range e.features {
					if row := rows[f.Key]; row != nil {
						step(row, squares[f.Key], i, g*f.Value+o.Decay*row[i])
					}
				}
			}
		}
	}
	return topic.New(labels, rows, bias)
}

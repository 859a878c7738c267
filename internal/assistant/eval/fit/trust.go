package main

import (
	"fmt"
	"math"
	"os"
	"slices"

	"deskbell/internal/assistant"
	"deskbell/internal/assistant/builtin"
	"deskbell/internal/assistant/eval"
	"deskbell/internal/knowledge"
)

// costOfWrong is what a wrong answer costs in a strict part, against a right one
// that is not given. Such parts are all about one trade; each is asked as it is, and
// with every third of its entries withheld: what nobody answers there is as near to
// the others as can be.
const costOfWrong = 0.8

const (
	withholdings = 3
	massWithheld = 2.0 / withholdings // of each, against the set's own 0.8 or 1
)

// epochs are few: the longer it learns, the less of it carries over to a set that was left out.
const epochs = 2000

// without is the part with every third entry withheld, from the one at fold on.
func (p part) without(fold int) part {
	bases, queries, gone := map[string]knowledge.Base{}, []eval.Query(nil), map[string]bool{}
	for name, base := range p.set.Bases {
		all := base.Entries
		base.Entries = nil
		for i, e := range all {
			if i%withholdings == fold {
				gone[name+"/"+e.ID] = true
				continue
			}
			base.Entries = append(base.Entries, e)
		}
		bases[name] = base
	}
	for _, q := range p.set.Queries {
		q.Gold = slices.DeleteFunc(slices.Clone(q.Gold), func(id string) bool { return gone[q.KB+"/"+id] })
		queries = append(queries, q)
	}
	p.set.Bases, p.set.Queries, p.mass, p.held = bases, queries, massWithheld, true
	return p
}

// example is what the trust model is shown of one query.
type example struct {
	vector []float64 // its last is 1, for the bias
	right  bool
	weight float64
}

func (p part) examples() []example {
	var out []example
	p.each(func(q eval.Query, k *builtin.Knowledge, weight float64) {
		scored, e := k.Explain(q.Text)
		if len(scored) == 0 {
			return
		}
		v := e.Vector()
		right := slices.Contains(q.Gold, scored[0].ID)
		if !right && p.strict {
			weight *= costOfWrong
		}
		out = append(out, example{append(v[:], 1), right, weight * 1000})
	})
	return out
}

func allExamples(parts []part) []example {
	var out []example
	for _, p := range parts {
		out = append(out, p.examples()...)
	}
	return out
}

// fitTrust fits the probability that the first entry is right; the last of the weights is the bias.
func fitTrust(examples []example) []float64 {
	n := len(examples[0].vector)
	w := make([]float64, n)
	speed := make([]float64, n)
	for epoch := range epochs {
		gradient := make([]float64, n)
		var loss, total float64
		for _, e := range examples {
			p := sigmoid(dot(w, e.vector))
			g := p
			if e.right {
				g--
				loss -= e.weight * math.Log(max(p, 1e-9))
			} else {
				loss -= e.weight * math.Log(max(1-p, 1e-9))
			}
			total += e.weight
			for j, x := range e.vector {
				gradient[j] += e.weight * g * x
			}
		}
		for j := range w {
			speed[j] = 0.9*speed[j] + gradient[j]/total + 0.0003*w[j]
			w[j] -= 0.4 * speed[j]
		}
		neverFor(w[n-1-builtin.TrustFacets : n-1])
		if epoch == epochs-1 {
			fmt.Fprintf(os.Stderr, "epoch %d loss %.4f\n", epoch, loss/total)
		}
	}
	return w
}

func dot(w, x []float64) float64 {
	var sum float64
	for j, v := range x {
		sum += w[j] * v
	}
	return sum
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// apart is what wrong entries of a part's set are trusted with, on average: see builtin.ApartShift.
func (p part) apart(w []float64) float64 {
	var sum, n float64
	for _, base := range p.set.Bases {
		for _, e := range builtin.PrepareWith(base, p.models).Apart() {
			v := e.Vector()
			sum += dot(w, append(v[:], 1))
			n++
		}
	}
	return sum / n
}

// usualApart is the mean of apart over the strict parts but one.
func usualApart(parts []part, w []float64, without string) float64 {
	var sum, n float64
	for _, p := range parts {
		if p.strict && !p.held && p.set.Name != without {
			sum += p.apart(w)
			n++
		}
	}
	return sum / n
}

func printTrust(parts []part) {
	w := fitTrust(allExamples(parts))
	n := len(w) - 1
	print("trustWeights", "trustMeasures", w[:n])
	fmt.Printf("\nconst trustBias = %.3f\n\nconst usualApart = %.3f\n", w[n], usualApart(parts, w, ""))
}

// leftOut prints, for each set of one trade, how good the trust model is on all its queries when it is fitted without any of
// them. Each query counts as a whole, without the rules for talk and wishes; the order of the entries is the shipped one.
func leftOut(parts []part) {
	examples := make([][]example, len(parts))
	for i, p := range parts {
		examples[i] = p.examples()
	}
	fmt.Println("| left out | AUROC | CAR@FAR10 | right | wrong | FAR | ECE |")
	fmt.Println("|---|---|---|---|---|---|---|")
	for _, p := range parts {
		if !p.strict || p.held {
			continue
		}
		var others []example
		for j, o := range parts {
			if o.set.Name != p.set.Name {
				others = append(others, examples[j]...)
			}
		}
		w := fitTrust(others)
		m := eval.Measure(p.outcomes(w, p.apart(w)-usualApart(parts, w, p.set.Name)))
		fmt.Printf("| %s | %.3f | %.3f | %.3f | %.3f | %.3f | %.3f |\n", p.set.Name, m.AUROC, m.CAR, m.Correct, m.Wrong, m.FalseAnswers, m.ECE)
	}
}

// outcomes are those of all queries of a part's set with other weights for the trust; more is by how much what is wrong is
// trusted more than usual.
func (p part) outcomes(w []float64, more float64) []eval.Outcome {
	p.set.Queries, p.keep = p.whole, nil
	var out []eval.Outcome
	p.each(func(q eval.Query, k *builtin.Knowledge, _ float64) {
		o := eval.Outcome{Gold: q.Gold, Decision: eval.Abstained}
		scored, e := k.Explain(q.Text)
		if len(scored) > 0 {
			for _, s := range scored[:min(len(scored), 10)] {
				o.Ranked = append(o.Ranked, s.ID)
			}
			v := e.Vector()
			o.Confidence = sigmoid(dot(w, append(v[:], 1)) + builtin.ApartShift(more, e.Best.Hotel))
			switch builtin.Decide(o.Confidence) {
			case assistant.DecisionAnswer:
				o.Decision = eval.Answered
			case assistant.DecisionSuggest:
				o.Decision = eval.Suggested
			}
		}
		out = append(out, o)
	})
	return out
}

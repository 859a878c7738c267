package eval

import (
	"cmp"
	"math"
	"slices"

	"deskbell/internal/knowledge"
	"deskbell/internal/knowledge/text"
)

// baseline is plain BM25 over the entries of one base, question and answer
// together, with the usual constants and English stems: what a search engine
// finds that nobody tuned. It is here to be compared with, never to answer.
type baseline struct {
	ids     []string
	counts  []map[string]float64
	lengths []float64
	average float64
	holders map[string]float64 // how many entries have a term
}

func newBaseline(base knowledge.Base) *baseline {
	b := &baseline{holders: map[string]float64{}}
	for _, e := range base.Entries {
		count := map[string]float64{}
		length := 0.0
		for _, s := range append(slices.Clone(e.Questions), e.Answer) {
			for _, t := range text.Words(s) {
				count[text.Stem(t, "en")]++
				length++
			}
		}
		for t := range count {
			b.holders[t]++
		}
		b.ids, b.counts, b.lengths = append(b.ids, e.ID), append(b.counts, count), append(b.lengths, length)
		b.average += length
	}
	b.average = max(b.average/float64(max(len(b.ids), 1)), 1)
	return b
}

// ask returns the best entries and the score of the first, which is all the
// confidence that BM25 has.
func (b *baseline) ask(question string) (ranked []string, score float64) {
	const k1, lengthShare = 1.2, 0.75
	n := float64(len(b.ids))
	scores := make([]float64, len(b.ids))
	for _, t := range text.Words(question) {
		t = text.Stem(t, "en")
		df := b.holders[t]
		idf := math.Log(1 + (n-df+0.5)/(df+0.5))
		for i, count := range b.counts {
			if tf := count[t]; tf > 0 {
				scores[i] += idf * tf * (k1 + 1) / (tf + k1*(1-lengthShare+lengthShare*b.lengths[i]/b.average))
			}
		}
	}
	order := make([]int, len(scores))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(scores[y], scores[x]) })
	for _, i := range order[:min(len(order), 10)] {
		ranked = append(ranked, b.ids[i])
	}
	if len(order) > 0 {
		score = scores[order[0]]
	}
	return ranked, score
}

// AskBaseline asks a set of plain BM25. It decides nothing, and its scores are no
// probabilities: of the metrics, those that need neither count.
func AskBaseline(set Set) []Outcome {
	ready := map[string]*baseline{}
	for name, base := range set.Bases {
		ready[name] = newBaseline(base)
	}
	out := make([]Outcome, 0, len(set.Queries))
	for _, q := range set.Queries {
		o := Outcome{Gold: q.Gold, Decision: Abstained}
		if b := ready[q.KB]; b != nil {
			o.Ranked, o.Confidence = b.ask(q.Text)
		}
		out = append(out, o)
	}
	return out
}

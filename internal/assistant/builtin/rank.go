package builtin

import (
	"cmp"
	"math"
	"slices"

	"deskbell/internal/assistant/builtin/topic"
	"deskbell/internal/knowledge/index"
	"deskbell/internal/knowledge/text"
)

// Scored is one piece of knowledge and how well it fits a question.
type Scored struct {
	Piece      int
	ID         string
	Kind       string
	Score      float64 // comparable within one question only
	Confidence float64 // the probability that this piece is what was asked for; set on the first
	Measures   Measures
}

// Measures are what is known about one piece and one question. The names say
// which way they point; all are between 0 and 1.
type Measures struct {
	BM25, Words, Chars, Covered float64
	Topic                       float64 // how alike their topics are
}

// Vector is the input of the ranking model. Hotel is how much of the knowledge is
// about what the topic model knows: where it is little, topics count less and
// words more.
func (m Measures) Vector(hotel float64) [rankMeasures]float64 {
	return [rankMeasures]float64{
		m.BM25, m.Words, m.Chars, m.Covered, m.Topic * hotel, m.Words * m.Topic * hotel,
		m.BM25 * (1 - hotel), m.Words * (1 - hotel), m.Chars * (1 - hotel), m.Topic * (1 - hotel),
	}
}

// Evidence is what is known about a question and its best piece, beyond
// Measures: what decides whether to trust it.
type Evidence struct {
	Best    Measures
	Margin  float64 // how far the next piece is behind
	Unlike  float64 // how far the best stands out from what unrelated questions of this property reach
	Unknown float64 // the share of the question in words that the property never wrote
	Missing float64 // the share of the question's topic that the property says nothing about
	Other   float64 // how surely the question is about nothing in the catalogue
	Acts    float64 // how surely it books, changes or complains rather than asks
	Terms   float64 // how many words say something, up to 8, as a share of 8
	Hotel   float64 // how much of the property's knowledge the topic model knows
}

// Vector is the input of the trust model.
func (e Evidence) Vector() [trustMeasures]float64 {
	m, h := e.Best, e.Hotel
	return [trustMeasures]float64{
		m.BM25, m.Words, m.Chars, m.Covered, m.Topic * h, e.Margin, e.Unlike, e.Unknown,
		e.Missing * h, e.Other * h, e.Acts, e.Terms, m.Topic * h * (1 - e.Acts), m.Topic * h * e.Unknown, h,
		m.BM25 * (1 - h), m.Words * (1 - h), m.Chars * (1 - h), e.Margin * (1 - h), e.Unlike * (1 - h), e.Unknown * (1 - h), e.Acts * (1 - h),
	}
}

// query is a question made ready: what of it does not depend on the piece.
type query struct {
	tokens []string
	topics []float32
	acts   float64
}

func (k *Knowledge) ask(s string) query {
	tokens := k.index.Correct(text.Tokens(s))
	features := topic.Features(tokens)
	return query{
		tokens: tokens,
		topics: k.models.Topics.Of(features),
		acts:   float64(k.models.Transactions.Of(features)[1]),
	}
}

// Rank returns the pieces that fit a question best, the best one first, at most
// limit of them. It never abstains: with any knowledge at all there is a best
// one, and its Confidence says what that is worth.
func (k *Knowledge) Rank(question string, limit int) []Scored {
	q := k.ask(question)
	scored := k.rank(q, -1)
	if len(scored) > 0 {
		scored[0].Confidence = k.confidence(q, scored)
	}
	return k.named(scored, limit)
}

// Explain returns what the fit of the weights needs: every candidate's measures,
// best first, and the evidence about the best one. It is no part of answering.
func (k *Knowledge) Explain(question string) ([]Scored, Evidence) {
	q := k.ask(question)
	scored := k.rank(q, -1)
	if len(scored) == 0 {
		return nil, Evidence{}
	}
	e := k.evidence(q, scored)
	return k.named(scored, len(scored)), e
}

func (k *Knowledge) named(scored []Scored, limit int) []Scored {
	scored = scored[:min(limit, len(scored))]
	for i := range scored {
		source := k.pieces[scored[i].Piece].source
		scored[i].ID, scored[i].Kind = source.ID, source.Kind
	}
	return scored
}

// rank scores every piece that shares a word, a character n-gram or a topic with
// the question; without is one to leave out, or -1.
func (k *Knowledge) rank(q query, without int) []Scored {
	found := k.index.Search(q.tokens)
	hits := make([]index.Hit, len(k.pieces))
	for _, h := range found.Hits {
		hits[h.Doc] = h
	}
	roots := rootTopics(q.topics)
	out := make([]Scored, 0, len(k.pieces))
	for i := range k.pieces {
		if i == without {
			continue
		}
		h := hits[i]
		m := Measures{BM25: h.BM25, Words: h.Words, Chars: h.Chars, Covered: h.Covered, Topic: likeTopics(roots, k.pieces[i].roots)}
		out = append(out, Scored{Piece: i, Score: dot(rankWeights[:], vectorOf(m, k.hotel)), Measures: m})
	}
	slices.SortStableFunc(out, func(a, b Scored) int { return cmp.Compare(b.Score, a.Score) })
	return out
}

func vectorOf(m Measures, hotel float64) []float64 {
	v := m.Vector(hotel)
	return v[:]
}

// evidence gathers what the trust model looks at.
func (k *Knowledge) evidence(q query, scored []Scored) Evidence {
	best := scored[0]
	e := Evidence{Best: best.Measures, Hotel: k.hotel, Acts: q.acts, Other: float64(q.topics[len(q.topics)-1])}
	if len(scored) > 1 {
		e.Margin = clamp((best.Score - scored[1].Score) / 2)
	} else {
		e.Margin = 0.5
	}
	e.Unlike = k.likeness.unlike(best.Score)
	e.Unknown, e.Terms = k.index.Unknown(q.tokens)
	e.Terms = min(e.Terms, 8) / 8
	for t, p := range q.topics[:len(q.topics)-1] {
		e.Missing += float64(p * (1 - k.held[t]))
	}
	return e
}

// confidence is the probability that the best of scored is right.
func (k *Knowledge) confidence(q query, scored []Scored) float64 {
	e := k.evidence(q, scored)
	v := e.Vector()
	return sigmoid(dot(trustWeights[:], v[:]) + trustBias)
}

// rootTopics are the square roots of topic probabilities, without "other": two
// texts are not alike because neither is in the catalogue.
func rootTopics(p []float32) []float32 {
	out := make([]float32, len(p)-1)
	for i := range out {
		out[i] = float32(math.Sqrt(float64(p[i])))
	}
	return out
}

// likeTopics is the Bhattacharyya coefficient of two topic distributions.
func likeTopics(a, b []float32) float64 {
	var sum float32
	for i, v := range a {
		sum += v * b[i]
	}
	return float64(sum)
}

func dot(w, x []float64) float64 {
	var sum float64
	for i, v := range x {
		sum += w[i] * v
	}
	return sum
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
func clamp(x float64) float64   { return min(1, max(0, x)) }

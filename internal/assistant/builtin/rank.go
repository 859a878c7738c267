package builtin

import (
	"math"
	"slices"
	"sync"

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
	// Centre, CentreChars and Votes look at all variants of the piece together;
	// Many says whether there are enough of them for that to tell anything.
	Centre, CentreChars, Votes, Many float64
	// Class is the probability that the property's own classifier gives.
	Class float64
	// Hotel is how surely the piece is about something that the topic model
	// knows. Where it is little, topics count less and words more.
	Hotel float64
	// Asked is what the question asks of a thing and this piece is not asked of it,
	// Unasked the other way round; see facet.go.
	Asked, Unasked [facets]float64
}

// Vector is the input of the ranking model.
func (m Measures) Vector() [rankMeasures]float64 {
	hotel := m.Hotel
	v := [rankMeasures]float64{
		m.BM25, m.Words, m.Chars, m.Covered, m.Topic * hotel, m.Words * m.Topic * hotel,
		m.BM25 * (1 - hotel), m.Words * (1 - hotel), m.Chars * (1 - hotel), m.Topic * (1 - hotel),
		m.Centre * m.Many, m.CentreChars * m.Many, m.Votes * m.Many, m.BM25 * m.Many, m.Words * m.Many, m.Topic * m.Many * (1 - hotel),
		m.Class, math.Sqrt(m.Class), rarely(m.Class),
	}
	of := v[rankMeasures-RankFacets:]
	copy(of, m.Asked[:])
	copy(of[facets:], m.Unasked[:])
	return v
}

// apart is the score of the ranking model, dot(rankWeights, m.Vector()), but for
// the facets, and taken apart: what it is without Topic, and what all of Topic
// would add. It is worked out for every piece and every question.
func (m *Measures) apart() (without, topic float64) {
	w, hotel, other := &rankWeights, m.Hotel, 1-m.Hotel
	without = (w[0]+w[6]*other+w[13]*m.Many)*m.BM25 + (w[1]+w[7]*other+w[14]*m.Many)*m.Words + (w[2]+w[8]*other)*m.Chars + w[3]*m.Covered
	if m.Many > 0 {
		without += m.Many * (w[10]*m.Centre + w[11]*m.CentreChars + w[12]*m.Votes)
	}
	if m.Class > 0 {
		without += w[16]*m.Class + w[17]*math.Sqrt(m.Class)
	}
	without += w[18] * rarely(m.Class)
	return without, (w[4]+w[5]*m.Words)*hotel + (w[9]+w[15]*m.Many)*other
}

// rarely is a probability on the scale on which a hundredth and a tenth differ as
// much as a tenth and one.
func rarely(p float64) float64 {
	if p == 0 { // as nearly always: spare the logarithm
		return leastRarely
	}
	return math.Log(p+1e-3) / 7
}

var leastRarely = math.Log(1e-3) / 7

// Evidence is what is known about a question and its best piece, beyond
// Measures: what decides whether to trust it.
type Evidence struct {
	Best    Measures
	Margin  float64 // how far the next piece is behind
	Unlike  float64 // how far the best stands out from what unrelated questions of this property reach
	Unknown float64 // the share of the question in words that the property never wrote
	// Left and Rarest are what of the question the best piece does not name: the
	// share of its words by weight, and how rare the rarest of them is.
	Left, Rarest float64
	Missing      float64 // the share of the question's topic that the property says nothing about
	Other        float64 // how surely the question is about nothing in the catalogue
	Acts         float64 // how surely it books, changes or complains rather than asks
	Terms        float64 // how many words say something, up to 8, as a share of 8
}

// Vector is the input of the trust model.
func (e Evidence) Vector() [trustMeasures]float64 {
	m, h := e.Best, e.Best.Hotel
	v := [trustMeasures]float64{
		m.BM25, m.Words, m.Chars, m.Covered, m.Topic * h, e.Margin, e.Unlike, e.Unknown,
		e.Missing * h, e.Other * h, e.Acts, e.Terms, m.Topic * h * (1 - e.Acts), m.Topic * h * e.Unknown, h,
		m.BM25 * (1 - h), m.Words * (1 - h), m.Chars * (1 - h), e.Margin * (1 - h), e.Unlike * (1 - h), e.Unknown * (1 - h), e.Acts * (1 - h),
		m.Many, m.Centre * m.Many, m.CentreChars * m.Many, m.Votes * m.Many, e.Margin * m.Many, e.Unlike * m.Many, e.Unknown * m.Many,
		m.Covered * (1 - h), e.Terms * (1 - h),
		m.Class, math.Sqrt(m.Class), m.Class * m.Votes, m.Class * e.Margin,
		e.Left * h, e.Rarest * h, e.Left * (1 - h), e.Rarest * (1 - h), e.Left * m.Many, e.Rarest * m.Many, e.Rarest * e.Terms * (1 - h),
	}
	of := v[trustMeasures-TrustFacets:]
	for f := range facets {
		of[f], of[facets+f] = m.Asked[f]*h, m.Unasked[f]*h
		of[2*facets+f], of[3*facets+f] = m.Asked[f]*(1-h), m.Unasked[f]*(1-h)
	}
	return v
}

// query is a question made ready: what of it does not depend on the piece.
type query struct {
	tokens []string
	topics []float32
	acts   float64
	class  []float32 // by class; nil without a classifier
	facets facetShares
}

func (k *Knowledge) ask(s string) query {
	tokens := k.index.Correct(text.Tokens(s))
	english := glossed(tokens)
	features := topic.Features(english)
	q := query{
		tokens: tokens,
		topics: k.models.Topics.Of(features),
		acts:   float64(k.models.Transactions.Of(features)[1]),
		facets: facetsIn(english),
	}
	if k.classes != nil {
		q.class = make([]float32, k.classes.classes)
		k.classes.scores(q.class, classFeatures(tokens))
	}
	return q
}

// Rank returns the pieces that fit a question best, the best one first, at most
// limit of them. It never abstains: with any knowledge at all there is a best
// one, and its Confidence says what that is worth.
func (k *Knowledge) Rank(question string, limit int) []Scored {
	f := k.find(question)
	if len(f.scored) == 0 {
		return nil
	}
	f.scored[0].Confidence = f.confidence
	return k.named(f.scored, limit)
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

// keepBest is how many pieces a ranking keeps: enough for suggestions and for the
// fit of the weights, however large the knowledge.
const keepBest = 40

// scratch holds the measures of every piece while one question is ranked.
var scratch = sync.Pool{New: func() any { return new([]index.Hit) }}

// rank scores the pieces and keeps the best of them, in order; without is one to
// leave out, or -1.
func (k *Knowledge) rank(q query, without int) []Scored {
	buffer := scratch.Get().(*[]index.Hit)
	defer scratch.Put(buffer)
	hits := k.index.SearchInto(*buffer, q.tokens)
	*buffer = hits
	topics, asked, reach := rootTopics(q.topics), q.facets.weighed(), topicReach(q.topics)
	rest := float32(1) // the classes' probability without the piece that is left out
	if without >= 0 && q.class != nil && k.pieces[without].class >= 0 {
		rest = max(1-q.class[k.pieces[without].class], 1e-3)
	}
	best := make([]ranked, 0, min(len(k.pieces), keepBest)+1)
	for i := range k.pieces {
		if i == without {
			continue
		}
		p := &k.pieces[i]
		m := k.measures(q, &hits[i], p, rest)
		score, byTopic := m.apart()
		score += asked.of(&p.facets)
		full := len(best) == keepBest
		if full && score+max(byTopic, 0)*reach*p.reach < best[keepBest-1].score {
			continue // even were it about the very same, as far as both are about anything: most pieces of a large knowledge
		}
		alike := likeTopics(topics, p.roots)
		score += byTopic * alike
		if full && score <= best[keepBest-1].score {
			continue
		}
		at, _ := slices.BinarySearchFunc(best, score, func(r ranked, score float64) int {
			if r.score >= score { // of equal ones the earlier piece stays before
				return -1
			}
			return 1
		})
		best = slices.Insert(best, at, ranked{i, score, alike})
		best = best[:min(len(best), keepBest)]
	}
	scored := make([]Scored, len(best))
	for n, r := range best {
		p := &k.pieces[r.piece]
		m := k.measures(q, &hits[r.piece], p, rest)
		m.Topic = r.topic
		m.Asked, m.Unasked = q.facets.against(&p.facets)
		scored[n] = Scored{Piece: r.piece, Score: r.score, Measures: m}
	}
	return scored
}

// ranked is what a ranking moves about of a piece; its measures are many times larger.
type ranked struct {
	piece        int
	score, topic float64
}

// measures are a piece's but for its topic and what is asked of it; rest is the probability that the classes share.
func (k *Knowledge) measures(q query, h *index.Hit, p *piece, rest float32) Measures {
	m := Measures{BM25: h.BM25, Words: h.Words, Chars: h.Chars, Covered: h.Covered, Hotel: p.hotel,
		Centre: h.Centre, CentreChars: h.CentreChars, Votes: h.Votes, Many: p.many}
	if q.class != nil && p.class >= 0 {
		m.Class = float64(q.class[p.class] / rest)
	}
	return m
}

// evidence gathers what the trust model looks at.
func (k *Knowledge) evidence(q query, scored []Scored) Evidence {
	best := scored[0]
	e := Evidence{Best: best.Measures, Acts: q.acts, Other: float64(q.topics[len(q.topics)-1])}
	if len(scored) > 1 {
		e.Margin = clamp((best.Score - scored[1].Score) / 2)
	} else {
		e.Margin = 0.5
	}
	e.Unlike = k.likeness.unlike(best.Score)
	e.Unknown, e.Terms = k.index.Unknown(q.tokens)
	e.Terms = min(e.Terms, 8) / 8
	e.Left, e.Rarest = k.index.Missing(q.tokens, best.Piece)
	for t, p := range q.topics[:len(q.topics)-1] {
		e.Missing += float64(p * (1 - k.held[t]))
	}
	return e
}

// faintly is a likeness by characters that words have with each other by chance.
const faintly = 0.25

// confidence is the probability that the best of scored is right. Of a
// question in no word that the property or the topic model has ever met, nothing
// is known: what topic its letters sound like is chance.
func (k *Knowledge) confidence(q query, scored []Scored) float64 {
	e := k.evidence(q, scored)
	if e.Unknown > 1-1e-6 && e.Best.Chars < faintly && !slices.ContainsFunc(q.tokens, k.models.Topics.Knows) {
		return 0
	}
	return sigmoid(trust(e) + ApartShift(k.apart-usualApart, e.Best.Hotel))
}

// trust is what the trust model makes of evidence, before it is a probability.
func trust(e Evidence) float64 {
	v := e.Vector()
	return dot(trustWeights[:], v[:]) + trustBias
}

// rootTopic is the square root of one topic's probability.
type rootTopic struct {
	topic int
	root  float32
}

// rootTopics are those of a question's topics that weigh anything, without
// "other": two texts are not alike because neither is in the catalogue.
func rootTopics(p []float32) []rootTopic {
	out := make([]rootTopic, 0, 16)
	for t, v := range p[:len(p)-1] {
		if v > 0.0005 {
			out = append(out, rootTopic{t, float32(math.Sqrt(float64(v)))})
		}
	}
	return out
}

// allRoots are the square roots of every topic of a piece.
func allRoots(p []float32) []float32 {
	out := make([]float32, len(p))
	for t, v := range p {
		out[t] = float32(math.Sqrt(float64(v)))
	}
	return out
}

// topicReach bounds likeTopics: of two texts it is at most the product of theirs.
func topicReach(p []float32) float64 {
	return math.Sqrt(max(0, 1-float64(p[len(p)-1]))) * (1 + 1e-5) // and a little, for the rounding of sums
}

// likeTopics is the Bhattacharyya coefficient of two topic distributions.
func likeTopics(question []rootTopic, piece []float32) float64 {
	var sum float32
	for _, t := range question {
		sum += t.root * piece[t.topic]
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

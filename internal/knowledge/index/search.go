package index

import (
	"slices"
	"strings"
	"sync"

	"deskbell/internal/knowledge/text"
)

// Result is what a search found.
type Result struct {
	Hits []Hit // every doc that shares anything with the question, by document number
}

// Unknown returns the share of a question's weight in words that the property
// never wrote, and how many of its words say something.
func (x *Index) Unknown(tokens []string) (share, terms float64) {
	_, mass, unknown, n := x.resolve(tokens)
	return float64(unknown / max(mass, 1e-6)), float64(n)
}

// Missing says what of a question a doc does not have, in any variant or in its
// answer: the share of the question's weight, and how much the weightiest such
// word weighs against one that nobody wrote.
func (x *Index) Missing(tokens []string, doc int) (share, most float64) {
	var mass, missing, top float32
	x.eachTerm(tokens, func(ids []int32, weight float32) {
		mass += weight
		if !slices.ContainsFunc(ids, func(id int32) bool { return x.has(id, doc) }) {
			missing += weight
			top = max(top, weight)
		}
	})
	return float64(missing / max(mass, 1e-6)), float64(top / max(x.unknownIDF, 1e-6))
}

// has reports whether a doc has a term; a term's docs are in order.
func (x *Index) has(term int32, doc int) bool {
	_, ok := slices.BinarySearchFunc(x.bm25[term], int32(doc), func(p posting, doc int32) int { return int(p.of - doc) })
	return ok
}

// Search compares tokens (of [text.Tokens], best after [Index.Correct]) with
// every doc.
func (x *Index) Search(tokens []string) Result {
	var r Result
	for _, h := range x.SearchInto(nil, tokens) {
		if h != (Hit{Doc: h.Doc}) {
			r.Hits = append(r.Hits, h)
		}
	}
	return r
}

// SearchInto is Search for those who ask often: it returns one hit per doc, in
// order, and uses dst for it where that is large enough.
func (x *Index) SearchInto(dst []Hit, tokens []string) []Hit {
	hits := slices.Grow(dst[:0], x.docs)[:x.docs]
	for i := range hits {
		hits[i] = Hit{Doc: i}
	}
	ids, mass, _, _ := x.resolve(tokens)
	for _, id := range ids {
		for _, p := range x.bm25[id] {
			hits[p.of].BM25 += float64(p.weight)
		}
	}
	best := max(float64(mass)*(k1+1)/(1+k1*(1-b/2)), 1e-9)
	for i := range hits {
		hits[i].BM25 = min(1, hits[i].BM25/best)
	}
	x.cosines(tokens, hits)
	return hits
}

// resolve turns tokens into the ids of known terms, in each of the index's
// languages. Mass is the weight of the whole query, unknown that of its words
// that no doc has.
func (x *Index) resolve(tokens []string) (ids []int32, mass, unknown float32, terms int) {
	x.eachTerm(tokens, func(of []int32, weight float32) {
		terms++
		mass += weight
		if len(of) == 0 {
			unknown += weight
		}
		for _, id := range of {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	})
	return ids, mass, unknown, terms
}

// eachTerm visits the words of a question that say something, each once: the
// terms that it is in the index's languages, none where nobody wrote it, and what
// it weighs.
func (x *Index) eachTerm(tokens []string, visit func(ids []int32, weight float32)) {
	stopped := true
	for _, t := range tokens {
		if !text.IsStopAnywhere(t) {
			stopped = false
			break
		}
	}
	var ids []int32
	for i, t := range tokens {
		if !stopped && text.IsStopAnywhere(t) || slices.Contains(tokens[:i], t) {
			continue
		}
		ids = ids[:0]
		var weight float32
		for _, language := range x.languages {
			if id, ok := x.terms[text.Stem(t, language)]; ok {
				if !slices.Contains(ids, id) {
					ids = append(ids, id)
				}
				weight = max(weight, x.idf[id])
			}
		}
		if len(ids) == 0 {
			weight = x.unknownIDF
		}
		visit(ids, weight)
	}
}

// cosines compares the question with every variant.
func (x *Index) cosines(tokens []string, hits []Hit) {
	asked := map[string]float32{}
	for _, language := range x.languages {
		for _, w := range wording(tokens, language) {
			asked[w.key] = w.share
		}
	}
	// A pair that nobody wrote says nothing; a word that nobody wrote does.
	room := products.Get().(*[2][]float32)
	defer products.Put(room)
	for i := range room {
		room[i] = slices.Grow(room[i][:0], len(x.units))[:len(x.units)]
		clear(room[i])
	}
	words, chars := room[0], room[1]
	root := x.wordings.compare(words, asked, len(x.units), func(key string) bool { return !strings.Contains(key, " ") })
	grams := map[uint32]float32{}
	for _, key := range gramKeys(tokens, nil) {
		grams[key] = 1
	}
	gramRoot := x.grams.compare(chars, grams, max(commonGrams, len(x.units)/4), func(uint32) bool { return true })
	var near nearest
	for u, w := range words {
		c := chars[u]
		if w == 0 && c == 0 {
			continue
		}
		doc := x.units[u]
		h := &hits[doc]
		cosine, like := w/root, c/gramRoot
		h.Words = max(h.Words, float64(cosine))
		h.Chars = max(h.Chars, float64(like))
		h.Covered = max(h.Covered, min(1, float64(w/max(x.wordings.roots[u], 1e-6))))
		h.Centre += float64(cosine)
		h.CentreChars += float64(like)
		near.take(doc, cosine+like)
	}
	for i := range hits {
		if h := &hits[i]; h.Chars > 0 || h.Words > 0 {
			h.Centre = min(1, h.Centre/float64(x.wordings.centres[i]))
			h.CentreChars = min(1, h.CentreChars/float64(x.grams.centres[i]))
		}
	}
	near.vote(hits)
}

// products are the two lists that cosines adds up in, by word and by n-gram, kept
// from one question to the next.
var products = sync.Pool{New: func() any { return new([2][]float32) }}

// commonGrams is how many variants of a small knowledge may share a character
// n-gram. In a large one, what a quarter of them have tells nothing apart, and
// would take most of the time.
const commonGrams = 1000

// voters is how many of the nearest variants vote for their docs.
const voters = 12

// nearest keeps the variants nearest to a question, the nearest first.
type nearest struct {
	n    int
	docs [voters]int32
	like [voters]float32
}

func (v *nearest) take(doc int32, like float32) {
	if v.n == voters && like <= v.like[voters-1] {
		return
	}
	if v.n < voters {
		v.n++
	}
	i := v.n - 1
	for ; i > 0 && v.like[i-1] < like; i-- {
		v.docs[i], v.like[i] = v.docs[i-1], v.like[i-1]
	}
	v.docs[i], v.like[i] = doc, like
}

// vote gives every doc its share of the votes; who is nearer has more of one.
func (v *nearest) vote(hits []Hit) {
	var all float64
	for i := range v.n {
		all += float64(v.like[i] * v.like[i])
	}
	for i := range v.n {
		hits[v.docs[i]].Votes += float64(v.like[i]*v.like[i]) / max(all, 1e-9)
	}
}

package index

import (
	"math"
	"slices"

	"deskbell/internal/knowledge/text"
)

// Result is what a search found.
type Result struct {
	Hits []Hit // every doc that shares anything with the query, by document number
}

// Unknown returns the share of a question's weight in words that the property
// never wrote, and how many of its words say something.
func (x *Index) Unknown(tokens []string) (share, terms float64) {
	_, mass, unknown, n := x.resolve(tokens)
	return float64(unknown / max(mass, 1e-6)), float64(n)
}

// Search compares tokens (of [text.Tokens], best after [Index.Correct]) with
// every doc. It allocates for the answer only in proportion to what was found.
func (x *Index) Search(tokens []string) Result {
	ids, mass, _, _ := x.resolve(tokens)
	var r Result
	acc := make([]Hit, x.docs)
	for i := range acc {
		acc[i].Doc = -1
	}
	touch := func(doc int32) *Hit {
		h := &acc[doc]
		h.Doc = int(doc)
		return h
	}
	for _, id := range ids {
		for _, p := range x.bm25[id] {
			touch(p.of).BM25 += float64(p.weight)
		}
	}
	best := float64(mass) * (k1 + 1) / (1 + k1*(1-b/2))
	for i := range acc {
		acc[i].BM25 = min(1, acc[i].BM25/max(best, 1e-9))
	}
	x.cosines(ids, tokens, touch)
	for _, h := range acc {
		if h.Doc >= 0 {
			r.Hits = append(r.Hits, h)
		}
	}
	return r
}

// resolve turns tokens into the ids of known terms, in each of the index's
// languages. Mass is the weight of the whole query, unknown that of its words
// that no doc has.
func (x *Index) resolve(tokens []string) (ids []int32, mass, unknown float32, terms int) {
	stopped := true
	for _, t := range tokens {
		if !text.IsStopAnywhere(t) {
			stopped = false
			break
		}
	}
	for i, t := range tokens {
		if !stopped && text.IsStopAnywhere(t) || slices.Contains(tokens[:i], t) {
			continue
		}
		terms++
		known := false
		var weight float32
		for _, language := range x.languages {
			if id, ok := x.terms[text.Stem(t, language)]; ok {
				if !slices.Contains(ids, id) {
					ids = append(ids, id)
				}
				weight = max(weight, x.idf[id])
				known = true
			}
		}
		if !known {
			weight = x.unknownIDF
			unknown += weight
		}
		mass += weight
	}
	return ids, mass, unknown, terms
}

func (x *Index) cosines(ids []int32, tokens []string, touch func(int32) *Hit) {
	words := make([]float32, len(x.units))
	var norm float32
	for _, id := range ids {
		w := x.idf[id]
		norm += w * w
		for _, p := range x.wordUnits[id] {
			words[p.of] += w * p.weight
		}
	}
	_, mass, unknown, _ := x.resolve(tokens)
	// Unknown words make the query longer without making it alike.
	if mass > 0 {
		norm += unknown * x.unknownIDF
	}
	root := float32(math.Sqrt(float64(max(norm, 1e-9))))
	chars := make([]float32, len(x.units))
	var gramNorm float32
	var unknownGram = float32(math.Log(1 + float64(len(x.units))))
	for _, key := range gramKeys(tokens, nil) {
		id, ok := x.grams[key]
		if !ok {
			gramNorm += unknownGram * unknownGram
			continue
		}
		w := x.gramIDF[id]
		gramNorm += w * w
		for _, p := range x.gramUnits[id] {
			chars[p.of] += w * p.weight
		}
	}
	gramRoot := float32(math.Sqrt(float64(max(gramNorm, 1e-9))))
	for u, w := range words {
		c := chars[u]
		if w == 0 && c == 0 {
			continue
		}
		h := touch(x.units[u].doc)
		h.Words = max(h.Words, float64(w/root))
		h.Chars = max(h.Chars, float64(c/gramRoot))
		if mass := x.units[u].mass; mass > 0 {
			h.Covered = max(h.Covered, min(1, float64(w/float32(math.Sqrt(float64(mass))))))
		}
	}
}

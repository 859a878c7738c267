package index

import "math"

// vectors are TF-IDF vectors of question variants, kept by feature, so that a
// comparison touches only the variants that share something with the question.
type vectors[K comparable] struct {
	ids      map[K]int32
	idf      []float32
	postings [][]posting
	units    []int32   // the doc of every variant
	last     []int32   // while adding: the doc that had a feature last
	holders  []int32   // how many docs have a feature
	roots    []float32 // the length of every variant's vector
	centres  []float32 // the length of the sum of every doc's unit vectors
	unknown  float32   // the weight of a feature that no variant has
}

// add appends one variant of a doc, given its features and how much each counts.
// A doc's variants come one after the other.
func (v *vectors[K]) add(doc int32, features map[K]float32) {
	if v.ids == nil {
		v.ids = map[K]int32{}
	}
	unit := int32(len(v.roots))
	v.roots = append(v.roots, 0)
	v.units = append(v.units, doc)
	for key, share := range features {
		id, ok := v.ids[key]
		if !ok {
			id = int32(len(v.postings))
			v.ids[key] = id
			v.postings = append(v.postings, nil)
			v.last, v.holders = append(v.last, -1), append(v.holders, 0)
		}
		if v.last[id] != doc {
			v.last[id] = doc
			v.holders[id]++
		}
		v.postings[id] = append(v.postings[id], posting{unit, share})
	}
}

// weigh turns counts into weights, once every variant was added. A feature is
// rare where few docs have it: what all variants of one doc say is what tells it
// from the others.
func (v *vectors[K]) weigh(docs int) {
	n := float64(docs)
	v.unknown = float32(math.Log(1 + n))
	v.idf = make([]float32, len(v.postings))
	for id, list := range v.postings {
		v.idf[id] = float32(math.Log(1 + n/float64(v.holders[id])))
		for i := range list {
			list[i].weight *= v.idf[id]
			v.roots[list[i].of] += list[i].weight * list[i].weight
		}
	}
	for u, square := range v.roots {
		v.roots[u] = float32(math.Sqrt(float64(square)))
	}
	v.centres = make([]float32, docs)
	for _, list := range v.postings {
		var sum float32 // of this feature in one doc
		for i := range list {
			list[i].weight /= max(v.roots[list[i].of], 1e-6)
			sum += list[i].weight
			doc := v.units[list[i].of]
			if i+1 == len(list) || v.units[list[i+1].of] != doc {
				v.centres[doc] += sum * sum
				sum = 0
			}
		}
	}
	for doc, square := range v.centres {
		v.centres[doc] = max(float32(math.Sqrt(float64(square))), 1e-6)
	}
	v.last, v.holders = nil, nil
}

// compare adds up, per variant, the product of the question with the variant's
// unit vector, and returns the question's own length: their quotient is the cosine.
// Counts says whether a feature that no variant has makes the question longer; a
// feature that more than most variants have is not looked up. Products has one
// place per variant, all zero.
func (v *vectors[K]) compare(products []float32, features map[K]float32, most int, counts func(K) bool) (length float32) {
	var square float32
	for key, share := range features {
		id, ok := v.ids[key]
		if !ok {
			if counts(key) {
				square += share * share * v.unknown * v.unknown
			}
			continue
		}
		w := share * v.idf[id]
		square += w * w
		if len(v.postings[id]) > most {
			continue
		}
		for _, p := range v.postings[id] {
			products[p.of] += w * p.weight
		}
	}
	return max(float32(math.Sqrt(float64(square))), 1e-6)
}

package index

import "math"

// vectors are TF-IDF vectors of question variants, kept by feature, so that a
// comparison touches only the variants that share something with the question.
type vectors[K comparable] struct {
	ids      map[K]int32
	idf      []float32
	postings [][]posting
	roots    []float32 // the length of every variant's vector
	unknown  float32   // the weight of a feature that no variant has
}

// add appends one variant, given its features and how much each counts.
func (v *vectors[K]) add(features map[K]float32) {
	if v.ids == nil {
		v.ids = map[K]int32{}
	}
	unit := int32(len(v.roots))
	v.roots = append(v.roots, 0)
	for key, share := range features {
		id, ok := v.ids[key]
		if !ok {
			id = int32(len(v.postings))
			v.ids[key] = id
			v.postings = append(v.postings, nil)
		}
		v.postings[id] = append(v.postings[id], posting{unit, share})
	}
}

// weigh turns counts into weights, once every variant was added.
func (v *vectors[K]) weigh() {
	n := float64(len(v.roots))
	v.unknown = float32(math.Log(1 + n))
	v.idf = make([]float32, len(v.postings))
	for id, list := range v.postings {
		v.idf[id] = float32(math.Log(1 + n/float64(len(list))))
		for i := range list {
			list[i].weight *= v.idf[id]
			v.roots[list[i].of] += list[i].weight * list[i].weight
		}
	}
	for u, square := range v.roots {
		v.roots[u] = float32(math.Sqrt(float64(square)))
	}
	for _, list := range v.postings {
		for i := range list {
			list[i].weight /= max(v.roots[list[i].of], 1e-6)
		}
	}
}

// compare returns, per variant, the product of the question with the variant's
// unit vector, and the question's own length: their quotient is the cosine.
// Counts says whether a feature that no variant has makes the question longer.
func (v *vectors[K]) compare(features map[K]float32, counts func(K) bool) (products []float32, length float32) {
	products = make([]float32, len(v.roots))
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
		for _, p := range v.postings[id] {
			products[p.of] += w * p.weight
		}
	}
	return products, max(float32(math.Sqrt(float64(square))), 1e-6)
}

// Package index finds the pieces of knowledge that a question may be about. For
// each it tells several independent measures of likeness (BM25, and the cosine
// of words and of character n-grams); what they are worth together is decided by
// the assistant. An [Index] is never changed once built: an edit builds another.
package index

import (
	"math"
	"slices"

	"deskbell/internal/knowledge/text"
)

// Doc is one piece of knowledge: its questions in every variant, and its answer.
type Doc struct {
	Language  string
	Questions []string
	Answer    string
}

// Hit is one doc's likeness to a query; every measure is between 0 and 1.
type Hit struct {
	Doc int
	// BM25 is the doc's BM25 score, as a share of what the query could reach.
	BM25 float64
	// Words and Chars are the cosines with the nearest question variant.
	Words, Chars float64
	// Covered is the share of the nearest variant's weight that the query names.
	Covered float64
	// Centre and CentreChars are the cosines with the middle of all variants.
	Centre, CentreChars float64
	// Votes is the doc's share among the variants nearest to the query.
	Votes float64
}

const (
	k1 = 1.2
	b  = 0.5
)

type posting struct {
	of     int32 // doc or unit
	weight float32
}

// Index answers searches over its docs.
type Index struct {
	languages []string // those that docs are written in
	docs      int
	units     []int32 // the doc of every question variant

	terms map[string]int32
	idf   []float32
	bm25  [][]posting // by term; weight is the saturated tf times idf
	// unknownIDF is what a word weighs that the property never wrote.
	unknownIDF float32

	wordings vectors[string]
	grams    vectors[uint32]
	spell    *speller
}

// Build makes an index. Common is a list of words that are spelled right though
// the property never wrote them, so that they are not "corrected" into its words.
func Build(docs []Doc, common map[string]struct{}) *Index {
	x := &Index{docs: len(docs), terms: map[string]int32{}}
	for _, d := range docs {
		if lang := text.Base(d.Language); !slices.Contains(x.languages, lang) {
			x.languages = append(x.languages, lang)
		}
	}
	if len(x.languages) == 0 {
		x.languages = []string{"en"}
	}
	vocabulary := map[string]struct{}{}
	x.addWords(docs, vocabulary)
	x.addGrams(docs)
	x.spell = newSpeller(vocabulary, common)
	return x
}

func (x *Index) term(t string) int32 {
	id, ok := x.terms[t]
	if !ok {
		id = int32(len(x.terms))
		x.terms[t] = id
	}
	return id
}

// content returns the stems of what a text says, without function words. A text
// of function words only keeps them: "how are you" must still be findable.
func content(tokens []string, language string) []string {
	out := make([]string, 0, len(tokens))
	for _, t := range tokens {
		if !text.IsStop(t, language) {
			out = append(out, text.Stem(t, language))
		}
	}
	if len(out) == 0 {
		for _, t := range tokens {
			out = append(out, text.Stem(t, language))
		}
	}
	return out
}

// said is one word or word pair of a question, and how much it counts.
type said struct {
	key   string
	share float32
}

const (
	stopShare    = 0.3 // of a function word: "why" and "how" tell questions apart, a little
	conceptShare = 0.6
	pairShare    = 0.5 // of two neighbouring words
)

// wording returns the stems and neighbouring pairs of a question in a language.
func wording(tokens []string, language string) []said {
	out := make([]said, 0, 2*len(tokens))
	prev := ""
	for _, t := range tokens {
		stem := text.Stem(t, language)
		share := float32(1)
		if text.IsStopAnywhere(t) {
			share = stopShare
		}
		out = append(out, said{stem, share})
		if prev != "" {
			out = append(out, said{prev + " " + stem, pairShare})
		}
		if c := text.Concept(t); c != "" {
			out = append(out, said{c, conceptShare})
		}
		prev = stem
	}
	return out
}

func (x *Index) addWords(docs []Doc, vocabulary map[string]struct{}) {
	bags := make([]map[int32]float32, len(docs))
	lengths := make([]float32, len(docs))
	var total float32
	df := []int{}
	for i, d := range docs {
		bag := map[int32]float32{}
		take := func(s string, weight float32) []string {
			tokens := text.Tokens(s)
			for _, t := range tokens {
				vocabulary[t] = struct{}{}
			}
			for _, stem := range content(tokens, d.Language) {
				bag[x.term(stem)] += weight
				lengths[i] += weight
			}
			return tokens
		}
		for _, q := range d.Questions {
			// Many variants say the same: together they count as about two.
			x.addUnit(int32(i), wording(take(q, min(1, 2/float32(len(d.Questions)))), d.Language))
		}
		take(d.Answer, 1)
		df = append(df, make([]int, len(x.terms)-len(df))...)
		for id := range bag {
			df[id]++
		}
		total += lengths[i]
		bags[i] = bag
	}
	n := float64(len(docs))
	x.idf = make([]float32, len(x.terms))
	for id, c := range df {
		x.idf[id] = float32(math.Log(1 + (n-float64(c)+0.5)/(float64(c)+0.5)))
	}
	x.unknownIDF = float32(math.Log(1 + (n+0.5)/0.5))
	average := max(total/float32(max(len(docs), 1)), 1)
	x.bm25 = make([][]posting, len(x.terms))
	for i, bag := range bags {
		for id, tf := range bag {
			tf = tf * (k1 + 1) / (tf + k1*(1-b+b*lengths[i]/average))
			x.bm25[id] = append(x.bm25[id], posting{int32(i), tf * x.idf[id]})
		}
	}
	x.wordings.weigh(x.docs)
}

func (x *Index) addUnit(doc int32, words []said) {
	x.units = append(x.units, doc)
	keys := make(map[string]float32, len(words))
	for _, w := range words {
		keys[w.key] = w.share
	}
	x.wordings.add(doc, keys)
}

// gramKeys returns the character 3- and 4-grams of the words that say something.
func gramKeys(tokens []string, dst []uint32) []uint32 {
	dst = dst[:0]
	for _, t := range tokens {
		if text.IsStop(t, "en") && len(tokens) > 1 {
			continue
		}
		word := " " + t + " "
		for n := 3; n <= 4; n++ {
			for i := 0; i+n <= len(word); i++ {
				h := uint32(2166136261)
				for _, c := range []byte(word[i : i+n]) {
					h = (h ^ uint32(c)) * 16777619
				}
				dst = append(dst, h)
			}
		}
	}
	slices.Sort(dst)
	return slices.Compact(dst)
}

func (x *Index) addGrams(docs []Doc) {
	var keys []uint32
	for i, d := range docs {
		for _, q := range d.Questions {
			keys = gramKeys(text.Tokens(q), keys)
			shares := make(map[uint32]float32, len(keys))
			for _, key := range keys {
				shares[key] = 1
			}
			x.grams.add(int32(i), shares)
		}
	}
	x.grams.weigh(x.docs)
}

// Correct returns the tokens with words that nobody knows replaced by the word
// that was most likely meant.
func (x *Index) Correct(tokens []string) []string {
	out := slices.Clone(tokens)
	for i, t := range out {
		out[i] = x.spell.correct(t)
	}
	return out
}

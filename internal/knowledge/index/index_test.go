package index_test

import (
	"slices"
	"strings"
	"testing"

	"deskbell/internal/knowledge/index"
	"deskbell/internal/knowledge/text"
)

func small() *index.Index {
	return index.Build([]index.Doc{
		{Language: "en", Questions: []string{"Is there parking at the hotel?", "Where can I leave my car?"}, Answer: "Our garage has 40 spaces."},
		{Language: "en", Questions: []string{"When is breakfast served?"}, Answer: "From seven to ten, in the garden room."},
		{Language: "de", Questions: []string{"Gibt es einen Fahrradverleih?"}, Answer: "Ja, im Hof."},
	}, map[string]struct{}{"boat": {}})
}

func best(r index.Result) int {
	top := slices.MaxFunc(r.Hits, func(a, b index.Hit) int {
		if a.BM25+a.Words+a.Chars < b.BM25+b.Words+b.Chars {
			return -1
		}
		return 1
	})
	return top.Doc
}

func TestIndex_Search(t *testing.T) {
	t.Parallel()
	x := small()
	for question, want := range map[string]int{
		"parking?": 0, "can I leave the car with you": 0, "how many spaces does the garage have": 0,
		"breakfasts": 1, "where is the garden room": 1, "Fahrradverleih?": 2,
	} {
		r := x.Search(text.Tokens(question))
		if len(r.Hits) == 0 || best(r) != want {
			t.Errorf("%q finds %v, want %d", question, r.Hits, want)
		}
		for _, h := range r.Hits {
			for _, v := range []float64{h.BM25, h.Words, h.Chars, h.Covered} {
				if v < 0 || v > 1.0001 {
					t.Errorf("%q: a measure is %f", question, v)
				}
			}
		}
	}
	if r := x.Search(text.Tokens("zebra")); len(r.Hits) != 0 {
		t.Errorf("zebra finds %v", r.Hits)
	}
	if r := x.Search(nil); len(r.Hits) != 0 {
		t.Errorf("nothing finds %v", r.Hits)
	}
}

func TestIndex_Correct(t *testing.T) {
	t.Parallel()
	x := small()
	for in, want := range map[string]string{
		"parkign": "parking", "brekafast": "breakfast", "breakfast": "breakfast", "boat": "boat", "casino": "casino", "12345": "12345",
	} {
		if got := strings.Join(x.Correct([]string{in}), " "); got != want {
			t.Errorf("%s is corrected to %s, want %s", in, got, want)
		}
	}
}

func TestIndex_Unknown(t *testing.T) {
	t.Parallel()
	x := small()
	if share, terms := x.Unknown(text.Tokens("is there a zebra")); share != 1 || terms != 1 {
		t.Errorf("%f of %f", share, terms)
	}
	if share, _ := x.Unknown(text.Tokens("is there parking")); share != 0 {
		t.Errorf("%f of a known question is unknown", share)
	}
}

// Three variants that each say a part of the question outvote one that says a
// little more of it; a doc of one variant is its own middle.
func TestSearch_ManyVariants(t *testing.T) {
	t.Parallel()
	x := index.Build([]index.Doc{
		{Language: "en", Questions: []string{"late swim in the pool", "pool at night", "night swim"}},
		{Language: "en", Questions: []string{"parking garage"}},
		{Language: "en", Questions: []string{"swim lessons"}},
	}, nil)
	hits := x.SearchInto(nil, text.Tokens("swim in the pool at night"))
	if hits[0].Votes < 0.7 || hits[0].Centre <= hits[2].Centre || hits[1].Votes != 0 || hits[1].Centre != 0 {
		t.Errorf("%+v", hits)
	}
	if d := hits[2].Centre - hits[2].Words; d > 1e-6 || d < -1e-6 {
		t.Errorf("a single variant is %f from its own middle", d)
	}
}

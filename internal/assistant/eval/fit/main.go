// Command fit fits the weights of package builtin to open question sets and
// prints them as the Go source that stands in weights.go.
//
//	DESKBELL_EVAL_DIR=… go run ./internal/assistant/eval/fit rank
//	DESKBELL_EVAL_DIR=… go run ./internal/assistant/eval/fit trust
//	DESKBELL_EVAL_DIR=… go run ./internal/assistant/eval/fit left
//
// Left prints how good the trust model is on a set that it was fitted without.
//
// The trust model looks at what the ranking puts first, so after new rank
// weights were copied into weights.go it is fitted again. Whatever the topic
// model was trained on is asked of a model trained without it.
package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"

	"deskbell/internal/assistant/builtin"
	"deskbell/internal/assistant/builtin/topic/train"
	"deskbell/internal/assistant/eval"
	"deskbell/internal/knowledge"
	"deskbell/internal/sample"
)

func main() {
	if len(os.Args) != 2 || os.Getenv("DESKBELL_EVAL_DIR") == "" {
		fmt.Fprintln(os.Stderr, "usage: DESKBELL_EVAL_DIR=… fit rank|trust|left")
		os.Exit(2)
	}
	parts, err := load(os.Getenv("DESKBELL_EVAL_DIR"))
	if err != nil {
		fmt.Fprintln(os.Stderr, "fit:", err)
		os.Exit(1)
	}
	switch os.Args[1] {
	case "rank":
		fitRank(parts)
	case "left":
		leftOut(parts)
	default:
		printTrust(parts)
	}
}

// part is a set, or the part of one that may be asked of a model.
type part struct {
	set    eval.Set
	whole  []eval.Query // of which the set's queries are a thinned part
	models builtin.Models
	keep   func(eval.Query) bool
	mass   float64 // how much it counts as a whole
	strict bool    // see costOfWrong
	held   bool    // some of the set's entries are withheld
}

func load(dir string) ([]part, error) {
	var parts []part
	for _, p := range []struct {
		name   string
		mass   float64
		strict bool
	}{{"hint3-sofmattress", 1, true}, {"turns-open", 1.5, false}, {"clinc150-10shot", 0.8, true}, {"banking77-10shot-oos", 1, true}} {
		set, err := eval.ReadSet(filepath.Join(dir, p.name))
		if err != nil {
			return nil, err
		}
		whole := set.Queries
		set.Queries = thin(whole, 1200)
		all := part{set: set, whole: whole, models: builtin.Shipped(), mass: p.mass, strict: p.strict}
		parts = append(parts, all)
		for fold := range withholdings {
			if p.strict {
				parts = append(parts, all.without(fold))
			}
		}
	}
	hotels, err := eval.ReadSet(filepath.Join(dir, "hotels-cam"))
	if err != nil {
		return nil, err
	}
	turns, err := train.OpenTurns(filepath.Join(dir, "info_train.jsonl"))
	if err != nil {
		return nil, err
	}
	all, err := train.OpenTopics(filepath.Join(dir, "topic_train.jsonl"), nil)
	if err != nil {
		return nil, err
	}
	var sources []string
	for _, q := range hotels.Queries {
		if !slices.Contains(sources, q.Source) {
			sources = append(sources, q.Source)
		}
	}
	slices.Sort(sources)
	for fold := range 2 {
		mine := func(source string) bool { return slices.Index(sources, source)%2 == fold }
		open, err := train.OpenTopics(filepath.Join(dir, "topic_train.jsonl"), func(s string) bool { return !mine(s) })
		if err != nil {
			return nil, err
		}
		models := builtin.Models{Topics: train.Topics(open, turns), Transactions: builtin.Shipped().Transactions}
		held := without(all, open)
		parts = append(parts,
			part{set: hotels, models: models, keep: func(q eval.Query) bool { return mine(q.Source) }, mass: 1},
			part{set: factSet(held, uint64(fold)), models: models, mass: 1})
	}
	return parts, nil
}

func without(all, some []train.Sample) []train.Sample {
	seen := map[string]bool{}
	for _, s := range some {
		seen[s.Text] = true
	}
	return slices.DeleteFunc(slices.Clone(all), func(s train.Sample) bool { return seen[s.Text] })
}

// factSet asks open hotel questions of properties that have typed facts, each of
// them without some: those questions must not be answered.
func factSet(questions []train.Sample, seed uint64) eval.Set {
	set := eval.Set{Name: "facts", Bases: map[string]knowledge.Base{}}
	random := rand.New(rand.NewPCG(seed, 3))
	for i := range 4 {
		name := fmt.Sprint("facts", i)
		base := sample.HarbourView().Base(name)
		held := map[string]bool{}
		base.Facts = slices.DeleteFunc(slices.Clone(base.Facts), func(f knowledge.Fact) bool {
			held[f.Key] = random.Float64() < 0.65
			return !held[f.Key]
		})
		if i%2 == 0 {
			base.Entries = nil
		}
		set.Bases[name] = base
		for _, q := range questions {
			query := eval.Query{KB: name, Text: q.Text}
			if held[q.Label] {
				query.Gold = []string{q.Label}
				if q.Label == "restaurant" { // the open topic covers both
					query.Gold = append(query.Gold, "bar")
				}
			} else if q.Label == "restaurant" && held["bar"] {
				continue
			}
			set.Queries = append(set.Queries, query)
		}
	}
	return set
}

func thin(queries []eval.Query, limit int) []eval.Query {
	step := max(1, len(queries)/limit)
	var out []eval.Query
	for i := 0; i < len(queries); i += step {
		out = append(out, queries[i])
	}
	return out
}

func (p part) each(visit func(q eval.Query, k *builtin.Knowledge, weight float64)) {
	prepared := map[string]*builtin.Knowledge{}
	for name, base := range p.set.Bases {
		prepared[name] = builtin.PrepareWith(base, p.models)
	}
	var queries []eval.Query
	for _, q := range p.set.Queries {
		if p.keep == nil || p.keep(q) {
			queries = append(queries, q)
		}
	}
	for _, q := range queries {
		visit(q, prepared[q.KB], p.mass/float64(len(queries)))
	}
}

// fitRank fits the ranking so that the right entry is the likeliest of the first
// few (a softmax over candidates).
func fitRank(parts []part) {
	type list struct {
		vectors [][]float64
		right   []bool
		weight  float64
	}
	var lists []list
	for _, p := range parts {
		if p.held {
			continue
		}
		p.each(func(q eval.Query, k *builtin.Knowledge, weight float64) {
			if len(q.Gold) == 0 {
				return
			}
			scored, _ := k.Explain(q.Text)
			l := list{weight: weight * 1000}
			any := false
			for i, s := range scored {
				right := slices.Contains(q.Gold, s.ID)
				if i >= 25 && !right {
					continue
				}
				v := s.Measures.Vector()
				l.vectors = append(l.vectors, v[:])
				l.right = append(l.right, right)
				any = any || right
			}
			if any {
				lists = append(lists, l)
			}
		})
	}
	n := len(lists[0].vectors[0])
	w := make([]float64, n)
	for epoch := range 1500 {
		gradient := make([]float64, n)
		var loss, total float64
		for _, l := range lists {
			scores := make([]float64, len(l.vectors))
			top := math.Inf(-1)
			for i, v := range l.vectors {
				for j, x := range v {
					scores[i] += w[j] * x
				}
				top = max(top, scores[i])
			}
			var all, right float64
			for i := range scores {
				scores[i] = math.Exp(scores[i] - top)
				all += scores[i]
				if l.right[i] {
					right += scores[i]
				}
			}
			loss -= l.weight * math.Log(right/all)
			total += l.weight
			for i, v := range l.vectors {
				g := scores[i] / all
				if l.right[i] {
					g -= scores[i] / right
				}
				for j, x := range v {
					gradient[j] += l.weight * g * x
				}
			}
		}
		for j := range w {
			w[j] -= 6 * (gradient[j]/total + 0.0005*w[j])
		}
		neverFor(w[n-builtin.RankFacets:])
		if epoch%1000 == 999 {
			fmt.Fprintf(os.Stderr, "epoch %d loss %.4f\n", epoch, loss/total)
		}
	}
	print("rankWeights", "rankMeasures", w)
}

// neverFor keeps the weights of the facets from speaking for a piece: that it is
// asked of something else than what the question asks can only speak against it.
func neverFor(weights []float64) {
	for i, w := range weights {
		weights[i] = min(w, 0)
	}
}

func print(name, size string, w []float64) {
	fmt.Printf("var %s = [%s]float64{", name, size)
	for i, x := range w {
		if i > 0 {
			fmt.Print(", ")
		}
		fmt.Printf("%.3f", x)
	}
	fmt.Println("}")
}

package builtin

import (
	"math"
	"math/rand/v2"

	"deskbell/internal/assistant"
	"deskbell/internal/assistant/builtin/topic"
	"deskbell/internal/knowledge/text"
)

// classifier tells the entries of one property apart by their own variants: a
// linear softmax over the features of package topic, learnt anew whenever the
// knowledge is prepared. It pays only where entries have many variants each; one
// question an entry teaches it nothing that the index does not know.
type classifier struct {
	classes int
	rows    map[uint32]int32
	weights []float32 // one row of classes per feature
	bias    []float32
}

const (
	leastVariants = 4 // of an entry, on average
	// variantsOfFact is how many of a fact's own questions are learnt from, to tell
	// what it is asked by from the entries.
	variantsOfFact = 5
	mostLearning   = 250e6   // additions: about half a second
	mostRows       = 4 << 20 // weights: 16 MB while it learns twice that
	learnEpochs    = 12
	learnRate      = 0.25
	learnDecay     = 1e-4
)

// lesson is one variant and the entry that it asks for.
type lesson struct {
	features []topic.Feature
	class    int
}

// learn teaches a classifier, or returns nil where there is nothing to tell apart
// or it would take too long.
func learn(lessons []lesson, classes int) *classifier {
	if classes < 2 {
		return nil
	}
	seen, total := map[uint32]int{}, 0
	for _, l := range lessons {
		for _, f := range l.features {
			seen[f.Key]++
		}
		total += len(l.features)
	}
	c := &classifier{classes: classes, rows: map[uint32]int32{}, bias: make([]float32, classes)}
	for _, l := range lessons {
		for _, f := range l.features {
			if _, ok := c.rows[f.Key]; !ok && seen[f.Key] > 1 {
				c.rows[f.Key] = int32(len(c.rows))
			}
		}
	}
	if total*classes*learnEpochs > mostLearning || len(c.rows)*classes > mostRows {
		return nil
	}
	c.weights = make([]float32, len(c.rows)*classes)
	squares := make([]float32, len(c.weights))
	random := rand.New(rand.NewPCG(7, 1)) // the same knowledge learns the same
	p := make([]float32, classes)
	for range learnEpochs {
		random.Shuffle(len(lessons), func(i, j int) { lessons[i], lessons[j] = lessons[j], lessons[i] })
		for _, l := range lessons {
			c.scores(p, l.features)
			p[l.class]--
			for _, f := range l.features {
				row, ok := c.rows[f.Key]
				if !ok {
					continue
				}
				w, sq := c.weights[int(row)*classes:][:classes], squares[int(row)*classes:][:classes]
				for i, g := range p {
					if g < 1e-3 && g > -1e-3 {
						continue
					}
					g = g*f.Value + learnDecay*w[i]
					sq[i] += g * g
					w[i] -= learnRate * g / (float32(math.Sqrt(float64(sq[i]))) + 1e-6)
				}
			}
		}
	}
	return c
}

// classFeatures are those of a text's words and of what these ask for.
func classFeatures(tokens []string) []topic.Feature {
	all := make([]string, len(tokens), len(tokens)+8)
	copy(all, tokens)
	for _, t := range tokens {
		if c := text.Concept(t); c != "" {
			all = append(all, c)
		}
	}
	return topic.Features(all)
}

// scores fills p with the probability of every class.
func (c *classifier) scores(p []float32, features []topic.Feature) {
	copy(p, c.bias)
	for _, f := range features {
		if row, ok := c.rows[f.Key]; ok {
			for i, w := range c.weights[int(row)*c.classes:][:c.classes] {
				p[i] += f.Value * w
			}
		}
	}
	topic.Softmax(p)
}

// lessons are the variants of the property's entries, which are the classes from
// 0, and as one more class what its facts are asked by. Passages have a title and
// no variants, and a website has thousands of them: they teach nothing and count
// for nothing. Where there are too few variants to learn from, there are none.
func (k *Knowledge) lessons() (lessons []lesson, classes int) {
	variants, facts := 0, false
	for i := range k.pieces {
		p := &k.pieces[i]
		p.class = -1
		facts = facts || p.fact != nil
		if p.source.Kind != assistant.SourceEntry {
			continue
		}
		p.class = classes
		classes++
		variants += len(p.questions)
	}
	if variants < classes*leastVariants {
		return nil, 0
	}
	for i := range k.pieces {
		p := &k.pieces[i]
		class, questions := p.class, p.questions
		switch {
		case class >= 0:
		case p.fact == nil:
			continue
		default:
			class, questions = classes, questions[:min(len(questions), variantsOfFact)]
		}
		for _, q := range questions {
			lessons = append(lessons, lesson{classFeatures(text.Tokens(q)), class})
		}
	}
	if facts {
		classes++
	}
	return lessons, classes
}

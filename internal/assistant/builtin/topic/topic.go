// Package topic tells what a question is about: which thing of the knowledge
// catalogue, or something else; and whether it asks for information at all or
// is a step of a transaction (booking, changing, complaining), or the wish for a
// person.
//
// It is a linear softmax over words, word pairs and character n-grams, a few
// microseconds a question. Its weights are made by "go generate" from the
// catalogue and from open hotel questions, and compiled in; NOTICE names their
// origin. A [Model] is never changed once loaded, so any number of goroutines
// may use it.
package topic

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"sync"

	"deskbell/internal/knowledge/text"
)

//go:generate go run ./train/gen

// Other is the label of what is in no catalogue.
const Other = "other"

// Labels of the transaction model.
const (
	Asks = "q"
	Acts = "turn"
)

// Labels of the wish model.
const (
	Wishes = "human"
	NoWish = "none"
)

// Model is one linear classifier.
type Model struct {
	Labels []string
	// index finds a feature's row in weights; a feature that was not seen in
	// training has none and says nothing.
	index   map[uint32]int32
	weights []int8 // one row of len(Labels) per feature
	scale   float32
	bias    []float32
}

// Feature is one observed property of a text and how much it weighs.
type Feature struct {
	Key   uint32
	Value float32
}

// Features describes tokens (as [text.Tokens] makes them).
func Features(tokens []string) []Feature {
	var words, pairs, grams int
	out := make([]Feature, 0, len(tokens)*12)
	prev := "^"
	for _, t := range tokens {
		t = shape(t)
		out = append(out, Feature{hash("w", t, ""), 1})
		out = append(out, Feature{hash("b", prev, t), 2})
		words++
		pairs++
		prev = t
		if len(t) < 4 {
			continue
		}
		t = "_" + t + "_"
		for n := 3; n <= 5; n++ {
			for i := 0; i+n <= len(t); i++ {
				out = append(out, Feature{hash("c", t[i:i+n], ""), 3})
				grams++
			}
		}
	}
	pairs++
	out = append(out, Feature{hash("b", prev, "$"), 2})
	// Each family weighs the same however long the text is.
	norm := [4]float32{1: inverseRoot(words), 2: 0.7 * inverseRoot(pairs), 3: inverseRoot(grams)}
	for i := range out {
		out[i].Value = norm[int(out[i].Value)]
	}
	return out
}

func inverseRoot(n int) float32 {
	if n == 0 {
		return 0
	}
	return float32(1 / math.Sqrt(float64(n)))
}

// shape makes numbers of one length the same: "9 am" and "8 am" ask alike.
func shape(t string) string {
	if t == "" || t[0] < '0' || t[0] > '9' {
		return t
	}
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return '0'
		}
		return r
	}, t)
}

func hash(kind, a, b string) uint32 {
	h := uint32(2166136261)
	for _, s := range [...]string{kind, a, "\x00", b} {
		for i := range len(s) {
			h = (h ^ uint32(s[i])) * 16777619
		}
	}
	return h
}

// Probabilities returns one probability per label for a text's tokens.
func (m *Model) Probabilities(tokens []string) []float32 {
	return m.Of(Features(tokens))
}

// Knows reports whether a token was among the words that the model learnt, and
// says something: function words tell nothing.
func (m *Model) Knows(token string) bool {
	if text.IsStopAnywhere(token) {
		return false
	}
	_, ok := m.index[hash("w", shape(token), "")]
	return ok
}

// Of is Probabilities for features that are already made.
func (m *Model) Of(features []Feature) []float32 {
	n := len(m.Labels)
	out := make([]float32, n)
	for _, f := range features {
		row, ok := m.index[f.Key]
		if !ok {
			continue
		}
		w := m.weights[int(row)*n : int(row)*n+n]
		v := f.Value * m.scale
		for i, x := range w {
			out[i] += v * float32(x)
		}
	}
	for i := range out {
		out[i] += m.bias[i]
	}
	Softmax(out)
	return out
}

// Softmax turns scores into probabilities, in place.
func Softmax(x []float32) {
	top := x[0]
	for _, v := range x {
		top = max(top, v)
	}
	var sum float32
	for i, v := range x {
		x[i] = float32(math.Exp(float64(v - top)))
		sum += x[i]
	}
	for i := range x {
		x[i] /= sum
	}
}

// Label returns the place of a label, or -1.
func (m *Model) Label(name string) int {
	for i, l := range m.Labels {
		if l == name {
			return i
		}
	}
	return -1
}

// New makes a model of trained weights: rows[key][label].
func New(labels []string, rows map[uint32][]float32, bias []float32) *Model {
	var top float32
	for _, row := range rows {
		for _, w := range row {
			top = max(top, max(w, -w))
		}
	}
	if top == 0 {
		top = 1
	}
	m := &Model{Labels: labels, index: make(map[uint32]int32, len(rows)), scale: top / 127, bias: bias}
	for _, key := range sortedKeys(rows) {
		m.index[key] = int32(len(m.weights) / len(labels))
		for _, w := range rows[key] {
			m.weights = append(m.weights, int8(math.Round(float64(w/m.scale))))
		}
	}
	return m
}

//go:embed topics.bin
var topicsFile []byte

//go:embed acts.bin
var actsFile []byte

//go:embed wishes.bin
var wishesFile []byte

// Persons is the model that finds the wish for a person: [Wishes] or [NoWish].
var Persons = sync.OnceValue(func() *Model { return mustDecode(wishesFile) })

// Topics is the model over the catalogue's keys and [Other].
var Topics = sync.OnceValue(func() *Model { return mustDecode(topicsFile) })

// Transactions is the model that separates [Asks] from [Acts].
var Transactions = sync.OnceValue(func() *Model { return mustDecode(actsFile) })

func mustDecode(file []byte) *Model {
	m, err := Decode(bytes.NewReader(file))
	if err != nil {
		panic("topic: compiled-in weights: " + err.Error()) // a test decodes them
	}
	return m
}

const magic = "deskbell-topic-1\n"

// Encode writes the model: gzip over the magic line, the labels, scale and bias,
// then keys and rows.
func (m *Model) Encode(w io.Writer) error {
	var b bytes.Buffer
	b.WriteString(magic)
	b.WriteString(strings.Join(m.Labels, " ") + "\n")
	n := len(m.Labels)
	keys := make([]uint32, len(m.index))
	for key, row := range m.index {
		keys[row] = key
	}
	for _, v := range []any{uint32(len(keys)), m.scale, m.bias, keys, m.weights[:len(keys)*n]} {
		if err := binary.Write(&b, binary.LittleEndian, v); err != nil {
			return err
		}
	}
	z, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := z.Write(b.Bytes()); err != nil {
		return err
	}
	return z.Close()
}

// Decode reads what Encode wrote.
func Decode(r io.Reader) (*Model, error) {
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(z)
	if err != nil {
		return nil, err
	}
	rest, ok := strings.CutPrefix(string(data[:min(len(data), 1<<16)]), magic)
	if !ok {
		return nil, errors.New("not a topic model")
	}
	labels, _, ok := strings.Cut(rest, "\n")
	if !ok {
		return nil, errors.New("labels are missing")
	}
	m := &Model{Labels: strings.Fields(labels)}
	body := bytes.NewReader(data[len(magic)+len(labels)+1:])
	var count uint32
	m.bias = make([]float32, len(m.Labels))
	for _, v := range []any{&count, &m.scale, m.bias} {
		if err := binary.Read(body, binary.LittleEndian, v); err != nil {
			return nil, fmt.Errorf("header: %w", err)
		}
	}
	if int64(count)*int64(4+len(m.Labels)) != int64(body.Len()) {
		return nil, errors.New("its length is wrong")
	}
	keys := make([]uint32, count)
	m.weights = make([]int8, int(count)*len(m.Labels))
	for _, v := range []any{keys, m.weights} {
		if err := binary.Read(body, binary.LittleEndian, v); err != nil {
			return nil, fmt.Errorf("weights: %w", err)
		}
	}
	m.index = make(map[uint32]int32, count)
	for i, key := range keys {
		m.index[key] = int32(i)
	}
	return m, nil
}

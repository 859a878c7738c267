package model

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"math"
	"slices"
	"sync"
	"time"

	"deskbell/internal/assistant"
	"deskbell/internal/assistant/builtin"
	"deskbell/internal/assistant/circuit"
	"deskbell/internal/recent"
)

// How pieces of knowledge are found by vectors.
const (
	embedWithin = 3 * time.Second
	// embedBatch is how many texts one call holds: the question, and pieces that have no vector yet, the likeliest first. No
	// call is made for pieces alone, so a property pays only for what its guests ask in vain.
	embedBatch = 64
	embedText  = 600 // characters of a piece
	nearest    = 3   // pieces that are given to the model
	// apart is how far above the likeness of unrelated pieces a piece must be, in standard deviations.
	apart       = 2
	fewPieces   = 4   // with fewer nobody knows what unlike is
	sampled     = 150 // pieces of which the likeness of unrelated ones is taken
	keptLookups = 200 // properties
)

// Shelf keeps vectors of a property's texts, by their hash.
type Shelf interface {
	Vectors(ctx context.Context, propertyID string) (map[string]string, error)
	KeepVectors(ctx context.Context, propertyID string, fresh map[string]string, gone []string) error
}

// lookup finds pieces of knowledge that mean what a question means, whatever words either uses. It only proposes passages:
// the model must answer from one of them and name it, and the fence must let it pass.
type lookup struct {
	embedder Embedder
	shelf    Shelf
	circuit  *circuit.Circuit

	mu   sync.Mutex
	kept *recent.Map[string, *known]
}

func newLookup(e Embedder, s Shelf, now func() time.Time) *lookup {
	return &lookup{embedder: e, shelf: s, circuit: circuit.New(now), kept: recent.New[string, *known](keptLookups)}
}

// known is one property's knowledge with what vectors of it there are.
type known struct {
	k      *builtin.Knowledge
	pieces []builtin.Told
	hashes []string

	mu      sync.Mutex
	vectors map[string]vector // by hash
	// limit is the likeness from which a piece is near; 2 where nobody knows. It is of the vectors that there were.
	limit float64
	of    int
}

// near are the passages that mean what the question means, the nearest first; none where that cannot be told.
func (a *Answerer) near(ctx context.Context, q assistant.Question, k *builtin.Knowledge) []builtin.Passage {
	if a.lookup == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, embedWithin)
	defer cancel()
	n, err := a.lookup.of(ctx, q.PropertyID, k)
	if err != nil {
		a.cfg.Log.Warn("vectors were not read", "property_id", q.PropertyID, "err", err)
		return nil
	}
	if len(n.pieces) < fewPieces {
		return nil
	}
	texts, hashes := []string{data(q.Text, "", embedText)}, []string{}
	if texts[0] == "" {
		return nil
	}
	for _, i := range n.missing(q.Text) {
		texts, hashes = append(texts, data(n.pieces[i].Text, "", embedText)), append(hashes, n.hashes[i])
	}
	vectors, err := a.embed(ctx, q, texts)
	if err != nil {
		return nil
	}
	fresh := map[string]string{}
	n.mu.Lock()
	for i, h := range hashes {
		n.vectors[h] = vectors[i+1]
		fresh[h] = vectors[i+1].text()
	}
	n.mu.Unlock()
	if len(fresh) > 0 {
		if err := a.lookup.shelf.KeepVectors(ctx, q.PropertyID, fresh, nil); err != nil { // then it is asked for again after a restart
			a.cfg.Log.Warn("vectors were not kept", "property_id", q.PropertyID, "err", err)
		}
	}
	return n.nearest(vectors[0], q.Verified)
}

// of is what is known of a property's knowledge. What its people changed is forgotten with the text it was made of.
func (l *lookup) of(ctx context.Context, propertyID string, k *builtin.Knowledge) (*known, error) {
	l.mu.Lock()
	n, ok := l.kept.Get(propertyID)
	l.mu.Unlock()
	if ok && n.k == k {
		return n, nil
	}
	rows, err := l.shelf.Vectors(ctx, propertyID)
	if err != nil {
		return nil, err
	}
	n = &known{k: k, pieces: k.Told(), vectors: map[string]vector{}}
	here := map[string]bool{}
	for _, p := range n.pieces {
		sum := sha256.Sum256([]byte(p.Text))
		h := base64.RawURLEncoding.EncodeToString(sum[:18])
		n.hashes, here[h] = append(n.hashes, h), true
	}
	var gone []string
	for h, text := range rows {
		v, ok := readVector(text)
		if !ok || !here[h] {
			gone = append(gone, h)
			continue
		}
		n.vectors[h] = v
	}
	if len(gone) > 0 {
		if err := l.shelf.KeepVectors(ctx, propertyID, nil, gone); err != nil {
			return nil, err
		}
	}
	l.mu.Lock()
	l.kept.Put(propertyID, n)
	l.mu.Unlock()
	return n, nil
}

// missing are pieces without a vector: the likeliest by their words first, then the others.
func (n *known) missing(question string) (out []int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(n.vectors) >= len(n.pieces) {
		return nil
	}
	asked := map[string]bool{}
	add := func(i int) {
		if _, there := n.vectors[n.hashes[i]]; !there && !asked[n.hashes[i]] && len(out) < embedBatch-1 {
			out, asked[n.hashes[i]] = append(out, i), true
		}
	}
	for _, i := range n.k.Likely(question) {
		if at, ok := slices.BinarySearchFunc(n.pieces, i, func(p builtin.Told, i int) int { return p.Piece - i }); ok {
			add(at)
		}
	}
	for i := range n.pieces {
		add(i)
	}
	return out
}

// nearest are the passages nearest to a direction, where they stand out from what unrelated pieces have in common.
func (n *known) nearest(v vector, verified bool) []builtin.Passage {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.of != len(n.vectors) {
		n.limit, n.of = background(n.hashes, n.vectors), len(n.vectors)
	}
	type found struct {
		piece int
		near  float64
	}
	var all []found
	for i, p := range n.pieces {
		of, there := n.vectors[n.hashes[i]]
		if !there || p.BookedOnly && !verified {
			continue
		}
		if near := cosine(v, of); near >= n.limit {
			all = append(all, found{i, near})
		}
	}
	slices.SortStableFunc(all, func(a, b found) int {
		switch {
		case a.near > b.near:
			return -1
		case a.near < b.near:
			return 1
		}
		return 0
	})
	var out []builtin.Passage
	for _, f := range all[:min(nearest, len(all))] {
		out = append(out, n.pieces[f.piece].Passage)
	}
	return out
}

// background is the likeness from which two texts of a property have more in common than that they are of one house. Models
// differ in what they call alike, and properties in what they write of; so it is taken from the property's own pieces.
func background(hashes []string, vectors map[string]vector) float64 {
	var some []vector
	step := max(1, len(hashes)/sampled)
	for i := 0; i < len(hashes); i += step {
		if v, ok := vectors[hashes[i]]; ok {
			some = append(some, v)
		}
	}
	if len(some) < fewPieces {
		return 2
	}
	var sum, squares, count float64
	for i, a := range some {
		for _, b := range some[:i] {
			c := cosine(a, b)
			sum, squares, count = sum+c, squares+c*c, count+1
		}
	}
	mean := sum / count
	return mean + apart*math.Sqrt(max(0, squares/count-mean*mean))
}

// embed makes one call within the budget and a circuit of its own: an address without embeddings is soon left alone.
func (a *Answerer) embed(ctx context.Context, q assistant.Question, texts []string) (out []vector, err error) {
	c := a.lookup.circuit
	if !c.Enter() {
		return nil, errNoVectors
	}
	var most int64
	for _, t := range texts {
		most += estimate(t)
	}
	settle, err := a.take(ctx, q, most)
	if err != nil {
		c.CalledOff()
		return nil, err
	}
	vectors, tokens, err := a.lookup.ask(ctx, texts)
	if tokens == 0 {
		tokens = most
	}
	settle(tokens)
	var later busy
	switch {
	case err == nil:
		c.Well()
	case errors.Is(ctx.Err(), context.Canceled):
		c.CalledOff()
		return nil, err
	case errors.As(err, &later):
		c.Failed(later.after)
	default:
		c.Failed(0)
	}
	if err != nil {
		a.cfg.Log.Warn("the embedding model did not help", "property_id", q.PropertyID, "err", err)
		return nil, err
	}
	for _, v := range vectors {
		out = append(out, newVector(v))
	}
	return out, nil
}

// ask keeps a fault inside a client from becoming the guest's.
func (l *lookup) ask(ctx context.Context, texts []string) (v [][]float64, tokens int64, err error) {
	defer func() {
		if recover() != nil {
			err = ErrBroken
		}
	}()
	v, tokens, err = l.embedder.Embed(ctx, texts)
	if err == nil && len(v) != len(texts) {
		err = ErrBroken
	}
	return v, tokens, err
}

package model

import (
	"context"
	"encoding/json"
	"errors"
	"math"
)

// Embedder is an embedding model: texts as directions, near each other where they mean much the same.
type Embedder interface {
	// Embed returns a vector for each text, in their order, and the tokens used.
	Embed(ctx context.Context, texts []string) (vectors [][]float64, tokens int64, err error)
}

// What is taken of an embedding model.
const (
	maxVectors   = 4 << 20 // bytes of one answer: 64 vectors of 3,072 numbers as JSON
	leastNumbers = 8
	mostNumbers  = 4096
)

// Embeddings is an embedding model at an OpenAI-compatible address.
//
// https://platform.openai.com/docs/api-reference/embeddings
type Embeddings struct {
	at    service
	model string
}

// NewEmbeddings makes a client; cfg.Model names the embedding model. Nothing is asked yet.
func NewEmbeddings(cfg ClientConfig) (*Embeddings, error) {
	at, err := cfg.service(maxVectors)
	if err != nil {
		return nil, err
	}
	return &Embeddings{at: at, model: cfg.Model}, nil
}

// Embed implements [Embedder]. What is no vector for each text, all of one length, is no answer.
func (e *Embeddings) Embed(ctx context.Context, texts []string) ([][]float64, int64, error) {
	body, err := e.at.ask(ctx, "embeddings", struct {
		Model string   `json:"model"`
		Input []string `json:"input"`
	}{e.model, texts})
	if err != nil {
		return nil, 0, fault(ctx, err)
	}
	defer func() { _ = body.Close() }()
	var r struct {
		Data []struct {
			Index     int       `json:"index"`
			Embedding []float64 `json:"embedding"`
		} `json:"data"`
		Usage struct {
			TotalTokens int64 `json:"total_tokens"`
		} `json:"usage"`
	}
	if err := json.NewDecoder(body).Decode(&r); err != nil {
		return nil, 0, fault(ctx, err)
	}
	if len(r.Data) != len(texts) {
		return nil, 0, ErrBroken
	}
	out := make([][]float64, len(texts))
	for _, d := range r.Data {
		if d.Index < 0 || d.Index >= len(texts) || out[d.Index] != nil || !isVector(d.Embedding, len(r.Data[0].Embedding)) {
			return nil, 0, ErrBroken
		}
		out[d.Index] = d.Embedding
	}
	return out, max(0, min(r.Usage.TotalTokens, 1<<30)), nil
}

// isVector reports whether numbers are a direction of the length that all have.
func isVector(v []float64, length int) bool {
	if len(v) != length || length < leastNumbers || length > mostNumbers {
		return false
	}
	var sum float64
	for _, x := range v {
		sum += x * x
	}
	return sum > 0 && !math.IsInf(sum, 0) && !math.IsNaN(sum)
}

var _ Embedder = (*Embeddings)(nil)

// errNoVectors says that nothing is looked for by vectors.
var errNoVectors = errors.New("no vectors")

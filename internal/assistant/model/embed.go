package model

import (
	"context"
	"errors"
	"math"
	"net/http"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"
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

// asksMore is asks for the longer answers of embedding models.
type asksMore struct{ asks }

// Do implements option.HTTPClient.
func (a asksMore) Do(r *http.Request) (*http.Response, error) { return a.client.Stream(r, maxVectors) }

// Embeddings is an embedding model at an OpenAI-compatible address.
type Embeddings struct {
	api   openai.EmbeddingService
	model string
}

// NewEmbeddings makes a client; cfg.Model names the embedding model. Nothing is asked yet.
func NewEmbeddings(cfg ClientConfig) (*Embeddings, error) {
	options, err := cfg.options()
	if err != nil {
		return nil, err
	}
	options = append(options, option.WithHTTPClient(asksMore{asks{cfg.Outward.Naming(cfg.BaseURL)}}))
	return &Embeddings{api: openai.NewEmbeddingService(options...), model: cfg.Model}, nil
}

// Embed implements [Embedder]. What is no vector for each text, all of one length, is no answer.
func (e *Embeddings) Embed(ctx context.Context, texts []string) ([][]float64, int64, error) {
	r, err := e.api.New(ctx, openai.EmbeddingNewParams{Model: e.model, Input: openai.EmbeddingNewParamsInputUnion{OfArrayOfStrings: texts}})
	if err != nil {
		return nil, 0, fault(ctx, err)
	}
	if len(r.Data) != len(texts) {
		return nil, 0, ErrBroken
	}
	out := make([][]float64, len(texts))
	for _, d := range r.Data {
		if d.Index < 0 || d.Index >= int64(len(texts)) || out[d.Index] != nil || !isVector(d.Embedding, len(r.Data[0].Embedding)) {
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

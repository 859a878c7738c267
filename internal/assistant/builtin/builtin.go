// Package builtin is the assistant that needs no language model and no network.
// It finds the piece of the property's own knowledge that a question asks for,
// knows how sure it is, and says either that piece, or up to three questions
// that may have been meant, or that it does not have the information. Every word
// that a guest reads stands in the property's knowledge or in phrases.go.
//
// How it is sure: measures of likeness from package index, what the question is
// about from package topic, and how alike the property's own questions are to
// one another go through two small logistic models (see rank.go). Their weights
// were fitted on open question sets, so that one threshold serves every property.
package builtin

import (
	"context"
	"fmt"
	"sync"

	"deskbell/internal/assistant"
	"deskbell/internal/knowledge"
)

// Source gives a property's knowledge. It is called for every question, by many
// goroutines, so it must be cheap: typically a cached value. Version changes with
// every edit; two bases with one version are the same.
type Source interface {
	Knowledge(propertyID string) (base knowledge.Base, version string, err error)
}

// SourceFunc makes a function a [Source].
type SourceFunc func(propertyID string) (knowledge.Base, string, error)

// Knowledge calls f.
func (f SourceFunc) Knowledge(propertyID string) (knowledge.Base, string, error) {
	return f(propertyID)
}

// Answerer answers from the knowledge of its source. The zero value does not
// work; use [New].
type Answerer struct {
	source Source

	mu     sync.Mutex
	cached map[string]*cachedIndex
}

// cachedIndex is one property's prepared knowledge. Whoever finds an old version
// builds the next one; who comes meanwhile waits for that build only, and no
// other property's questions wait at all.
type cachedIndex struct {
	mu       sync.Mutex
	version  string
	prepared *Knowledge
}

var _ assistant.Answerer = (*Answerer)(nil)

// New returns an Answerer over a source.
func New(source Source) *Answerer {
	return &Answerer{source: source, cached: map[string]*cachedIndex{}}
}

// Answer implements [assistant.Answerer].
func (a *Answerer) Answer(ctx context.Context, q assistant.Question) (assistant.Answer, error) {
	if err := ctx.Err(); err != nil {
		return assistant.Answer{}, err
	}
	k, err := a.Knowledge(q.PropertyID)
	if err != nil {
		return assistant.Answer{}, err
	}
	if err := ctx.Err(); err != nil { // the build of a large index takes a moment
		return assistant.Answer{}, err
	}
	ans := k.Answer(q)
	ans.Trace.By = assistant.ByBuiltin // greetings and wishes, too
	return ans, nil
}

// Knowledge returns a property's prepared knowledge, preparing it anew after an edit.
func (a *Answerer) Knowledge(propertyID string) (*Knowledge, error) {
	base, version, err := a.source.Knowledge(propertyID)
	if err != nil {
		return nil, fmt.Errorf("knowledge of property %s: %w", propertyID, err)
	}
	a.mu.Lock()
	c := a.cached[propertyID]
	if c == nil {
		c = &cachedIndex{}
		a.cached[propertyID] = c
	}
	a.mu.Unlock()

	c.mu.Lock()
	defer c.mu.Unlock()
	if c.prepared == nil || c.version != version {
		c.prepared, c.version = prepareAfter(c.prepared, base), version
	}
	return c.prepared, nil
}

// Forget drops a property's prepared knowledge, for one that was deleted.
func (a *Answerer) Forget(propertyID string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.cached, propertyID)
}

package conversation

import (
	"context"
	"sync"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// propertyAge bounds how long another node's change of a property's settings may go unnoticed here.
const propertyAge = 2 * time.Second

// Properties keeps the properties in memory, because every use case needs the settings of one. A change made on this
// node is seen at once (Forget), one of another node within two seconds.
type Properties struct {
	store store.Store
	now   func() time.Time

	mu   sync.RWMutex
	kept map[string]keptProperty
	// round rises with every Forget: a property that was read before it is not kept.
	round int64
}

type keptProperty struct {
	property desk.Property
	until    time.Time
}

// NewProperties makes a cache in front of s. A nil now is time.Now; only the age of what is kept depends on it.
func NewProperties(s store.Store, now func() time.Time) *Properties {
	if now == nil {
		now = time.Now
	}
	return &Properties{store: s, now: now, kept: map[string]keptProperty{}}
}

// Property is a property by its id. Inside a transaction use In.
func (p *Properties) Property(ctx context.Context, id string) (desk.Property, error) {
	if got, ok, _ := p.look(id); ok {
		return got, nil
	}
	var got desk.Property
	err := p.store.Read(ctx, func(tx store.Tx) (err error) {
		got, err = p.In(tx, id)
		return err
	})
	return got, err
}

// In is a property by its id, read through the transaction where it is not kept.
func (p *Properties) In(tx store.Tx, id string) (desk.Property, error) {
	got, ok, round := p.look(id)
	if ok {
		return got, nil
	}
	got, err := tx.Property(id)
	if err != nil {
		return got, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.round == round {
		p.kept[id] = keptProperty{got, p.now().Add(propertyAge)}
	}
	return got, nil
}

func (p *Properties) look(id string) (desk.Property, bool, int64) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	k, ok := p.kept[id]
	return k.property, ok && p.now().Before(k.until), p.round
}

// Forget drops what is kept of a property: call it after the commit of a change.
func (p *Properties) Forget(id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.round++
	delete(p.kept, id)
}

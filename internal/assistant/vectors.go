package assistant

import (
	"context"

	"deskbell/internal/store"
)

// Shelf keeps what an embedding model made of each property's sentences, by the hash of the text.
type Shelf struct {
	store store.Store
	model string
}

// NewShelf makes a shelf for one model's vectors: those of another are no use to it.
func NewShelf(s store.Store, model string) *Shelf { return &Shelf{s, model} }

// Vectors are all that are kept of a property.
func (s *Shelf) Vectors(ctx context.Context, propertyID string) (out map[string]string, err error) {
	err = s.store.Read(ctx, func(tx store.Tx) (err error) {
		out, err = tx.Vectors(propertyID, s.model)
		return err
	})
	return out, err
}

// KeepVectors adds some, and drops those that nobody says any more, with all that another model made.
func (s *Shelf) KeepVectors(ctx context.Context, propertyID string, fresh map[string]string, gone []string) error {
	return s.store.Write(ctx, func(tx store.Tx) error {
		if err := tx.PutVectors(propertyID, s.model, fresh); err != nil {
			return err
		}
		return tx.DropVectors(propertyID, s.model, gone)
	})
}

package memstore

import "deskbell/internal/store"

// Tell implements store.News: nobody shares this store.
func (t *tx) Tell(store.Hint) {}

// News implements store.News.
func (t *tx) News(since store.NewsCursor) (store.Bulletin, error) {
	return store.Bulletin{Next: since}, nil
}

// DropNews implements store.News.
func (t *tx) DropNews() error { return nil }

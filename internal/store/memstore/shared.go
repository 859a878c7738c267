package memstore

import (
	"cmp"
	"slices"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// sharedTables are what several servers know together.
type sharedTables struct {
	pieces    map[string][][]byte
	marked    map[string]time.Time // the marks
	listeners map[pair]store.Listener
}

func newSharedTables() sharedTables {
	return sharedTables{pieces: map[string][][]byte{}, marked: map[string]time.Time{}, listeners: map[pair]store.Listener{}}
}

// PutPiece implements store.Shared.
func (t *tx) PutPiece(key string, n int, bytes []byte) error {
	if err := t.writable(); err != nil {
		return err
	}
	list := slices.Clone(t.d.pieces[key])
	for len(list) <= n {
		list = append(list, nil)
	}
	if list[n] == nil {
		list[n] = slices.Clone(bytes)
		put(t, t.d.pieces, key, list)
	}
	return nil
}

// Piece implements store.Shared.
func (t *tx) Piece(key string, n int) ([]byte, error) {
	list := t.d.pieces[key]
	if n < 0 || n >= len(list) || list[n] == nil {
		return nil, desk.ErrNotFound
	}
	return slices.Clone(list[n]), nil
}

// FileSize implements store.Shared.
func (t *tx) FileSize(key string) (int64, error) {
	list, err := get(t.d.pieces, key)
	size := int64(0)
	for _, b := range list {
		size += int64(len(b))
	}
	return size, err
}

// DropPieces implements store.Shared.
func (t *tx) DropPieces(key string) error {
	if err := t.writable(); err != nil {
		return err
	}
	drop(t, t.d.pieces, key)
	return nil
}

// Mark implements store.Shared.
func (t *tx) Mark(name string) (time.Time, error) {
	if until := t.d.marked[name]; until.After(t.Now()) {
		return until, nil
	}
	return time.Time{}, nil
}

// SetMark implements store.Shared.
func (t *tx) SetMark(name string, until time.Time) error {
	if err := t.writable(); err != nil {
		return err
	}
	put(t, t.d.marked, name, until.UTC().Truncate(time.Millisecond))
	return nil
}

// DropMarks implements store.Shared.
func (t *tx) DropMarks(now time.Time) error {
	if err := t.writable(); err != nil {
		return err
	}
	for name, until := range t.d.marked {
		if !until.After(now) {
			drop(t, t.d.marked, name)
		}
	}
	return nil
}

// Listen implements store.Shared.
func (t *tx) Listen(node string, came, left []string) (known bool, err error) {
	if err := t.writable(); err != nil {
		return false, err
	}
	_, known = t.d.listeners[pair{"", node}]
	put(t, t.d.listeners, pair{"", node}, store.Listener{Node: node, Here: true, At: t.Now()})
	for i, list := range [][]string{left, came} {
		for _, id := range list {
			if _, ok := t.d.contacts[id]; ok {
				put(t, t.d.listeners, pair{id, node}, store.Listener{ContactID: id, Node: node, Here: i == 1, At: t.Now()})
			}
		}
	}
	return known, nil
}

// Listeners implements store.Shared.
func (t *tx) Listeners(since time.Time) ([]store.Listener, error) {
	return values(t.d.listeners, func(l store.Listener) bool { return !l.At.Before(since) }, func(a, b store.Listener) int {
		return cmp.Or(a.At.Compare(b.At), compare(a.ContactID, b.ContactID), compare(a.Node, b.Node))
	}), nil
}

// DropListeners implements store.Shared.
func (t *tx) DropListeners(before time.Time) error {
	if err := t.writable(); err != nil {
		return err
	}
	dead := map[string]bool{}
	for key, l := range t.d.listeners {
		dead[key.b] = dead[key.b] || key.a == "" && l.At.Before(before)
	}
	for key, l := range t.d.listeners {
		if dead[key.b] || !l.Here && l.At.Before(before) {
			drop(t, t.d.listeners, key)
		}
	}
	return nil
}

package memstore

import (
	"fmt"
	"slices"
)

// vectorKey names a row of store.Vectors.
type vectorKey struct{ property, model, hash string }

// PutVectors implements store.Vectors.
func (t *tx) PutVectors(propertyID, model string, of map[string]string) error {
	if err := t.writable(); err != nil {
		return err
	}
	if _, ok := t.d.properties[propertyID]; (!ok || model == "") && len(of) > 0 {
		t.failed = fmt.Errorf("vectors of property %s by model %q: there is no such", propertyID, model)
		return t.failed
	}
	for hash, vector := range of {
		put(t, t.d.vectors, vectorKey{propertyID, model, hash}, vector)
	}
	return nil
}

// Vectors implements store.Vectors.
func (t *tx) Vectors(propertyID, model string) (map[string]string, error) {
	out := map[string]string{}
	for k, v := range t.d.vectors {
		if k.property == propertyID && k.model == model {
			out[k.hash] = v
		}
	}
	return out, nil
}

// DropVectors implements store.Vectors.
func (t *tx) DropVectors(propertyID, model string, hashes []string) error {
	if err := t.writable(); err != nil {
		return err
	}
	for k := range t.d.vectors {
		if k.property == propertyID && (k.model != model || slices.Contains(hashes, k.hash)) {
			drop(t, t.d.vectors, k)
		}
	}
	return nil
}

package memstore

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"deskbell/internal/desk"
)

func cloneToolService(s desk.ToolService) desk.ToolService {
	s.Sealed, s.Tools = slices.Clone(s.Sealed), slices.Clone(s.Tools)
	for i := range s.Tools {
		s.Tools[i].Fixed = maps.Clone(s.Tools[i].Fixed)
	}
	return s
}

// PutToolService implements store.Tools.
func (t *tx) PutToolService(s desk.ToolService) error {
	if err := t.writable(); err != nil {
		return err
	}
	if _, ok := t.d.properties[s.PropertyID]; !ok || s.ID == "" || s.Kind != desk.ToolHTTP && s.Kind != desk.ToolMCP {
		t.failed = fmt.Errorf("a service %q of kind %q of property %s: there is no such", s.ID, s.Kind, s.PropertyID)
		return t.failed
	}
	put(t, t.d.toolServices, pair{s.PropertyID, s.ID}, cloneToolService(s))
	return nil
}

// ToolServices implements store.Tools.
func (t *tx) ToolServices(propertyID string) ([]desk.ToolService, error) {
	var out []desk.ToolService
	for k, s := range t.d.toolServices {
		if propertyID == "" || k.a == propertyID {
			out = append(out, cloneToolService(s))
		}
	}
	slices.SortFunc(out, func(a, b desk.ToolService) int {
		return cmp.Or(a.CreatedAt.Compare(b.CreatedAt), cmp.Compare(a.ID, b.ID))
	})
	return out, nil
}

// DeleteToolService implements store.Tools.
func (t *tx) DeleteToolService(propertyID, id string) error {
	if err := t.writable(); err != nil {
		return err
	}
	key := pair{propertyID, id}
	if _, ok := t.d.toolServices[key]; !ok {
		return desk.ErrNotFound
	}
	drop(t, t.d.toolServices, key)
	return nil
}

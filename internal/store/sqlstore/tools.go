package sqlstore

import (
	"deskbell/internal/desk"
)

func scanToolService(rows cursor) (desk.ToolService, error) {
	var s desk.ToolService
	err := rows.Scan(&s.PropertyID, &s.ID, (*string)(&s.Kind), &s.Name, &s.URL, &s.Header, &s.Sealed, doc{&s.Tools}, &s.By, (*stamp)(&s.CreatedAt), (*stamp)(&s.UpdatedAt))
	if len(s.Sealed) == 0 {
		s.Sealed = nil
	}
	return s, err
}

// PutToolService implements store.Tools.
func (t *tx) PutToolService(s desk.ToolService) error {
	return t.run(`INSERT INTO tool_services (property_id, id, kind, name, url, header, sealed, tools, saved_by, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		ON CONFLICT (property_id, id) DO UPDATE SET kind = excluded.kind, name = excluded.name, url = excluded.url, header = excluded.header,
			sealed = excluded.sealed, tools = excluded.tools, saved_by = excluded.saved_by, updated_at = excluded.updated_at`,
		s.PropertyID, s.ID, string(s.Kind), s.Name, s.URL, s.Header, blob(s.Sealed), asDoc(s.Tools), s.By, ms(s.CreatedAt), ms(s.UpdatedAt))
}

// ToolServices implements store.Tools.
func (t *tx) ToolServices(propertyID string) ([]desk.ToolService, error) {
	const query = `SELECT property_id, id, kind, name, url, header, sealed, tools, saved_by, created_at, updated_at FROM tool_services`
	if propertyID == "" {
		return all(t, query+` ORDER BY created_at, id`, nil, scanToolService)
	}
	return all(t, query+` WHERE property_id = $1 ORDER BY created_at, id`, with(propertyID), scanToolService)
}

// DeleteToolService implements store.Tools.
func (t *tx) DeleteToolService(propertyID, id string) error {
	return t.must(desk.ErrNotFound, `DELETE FROM tool_services WHERE property_id = $1 AND id = $2`, propertyID, id)
}

package sqlstore

import (
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

const propertyQuery = `SELECT id, key, name, settings, created_at, updated_at FROM properties`

func scanProperty(rows cursor) (desk.Property, error) {
	var p desk.Property
	err := rows.Scan(&p.ID, &p.Key, &p.Name, doc{&p.Settings}, (*stamp)(&p.CreatedAt), (*stamp)(&p.UpdatedAt))
	return p, err
}

// CreateProperty implements store.Properties.
func (t *tx) CreateProperty(p desk.Property) error {
	t.Tell(store.Hint{Kind: store.HintProperty, ID: p.ID})
	return t.must(store.ErrKeyTaken, `INSERT INTO properties (id, key, name, settings, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
		p.ID, p.Key, p.Name, asDoc(p.Settings), ms(p.CreatedAt), ms(p.UpdatedAt))
}

// UpdateProperty implements store.Properties.
func (t *tx) UpdateProperty(p desk.Property) error {
	t.Tell(store.Hint{Kind: store.HintProperty, ID: p.ID})
	n, err := t.exec(`UPDATE properties SET key = $2, name = $3, settings = $4, updated_at = $5
		WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM properties o WHERE o.key = $2 AND o.id <> $1)`,
		p.ID, p.Key, p.Name, asDoc(p.Settings), ms(p.UpdatedAt))
	if err != nil || n > 0 {
		return err
	}
	if _, err := t.Property(p.ID); err != nil {
		return err
	}
	return store.ErrKeyTaken
}

// Property implements store.Properties.
func (t *tx) Property(id string) (desk.Property, error) {
	return first(t, propertyQuery+` WHERE id = $1`, with(id), scanProperty)
}

// PropertyByKey implements store.Properties.
func (t *tx) PropertyByKey(key string) (desk.Property, error) {
	return first(t, propertyQuery+` WHERE key = $1`, with(key), scanProperty)
}

// ListProperties implements store.Properties.
func (t *tx) ListProperties() ([]desk.Property, error) {
	return all(t, propertyQuery+` ORDER BY id`, nil, scanProperty)
}

// MarkSeen implements store.Properties.
func (t *tx) MarkSeen(propertyID, site string, at time.Time) error {
	return t.run(`INSERT INTO sites_seen (property_id, site, seen_at) VALUES ($1, $2, $3)
		ON CONFLICT (property_id, site) DO UPDATE SET seen_at = excluded.seen_at WHERE excluded.seen_at > sites_seen.seen_at`,
		propertyID, site, ms(at))
}

// SitesSeen implements store.Properties.
func (t *tx) SitesSeen(propertyID string) (map[string]time.Time, error) {
	out := map[string]time.Time{}
	err := t.each(`SELECT site, seen_at FROM sites_seen WHERE property_id = $1`, with(propertyID), func(rows cursor) error {
		var site string
		var at time.Time
		err := rows.Scan(&site, (*stamp)(&at))
		out[site] = at
		return err
	})
	return out, err
}

package sqlstore

// PutVectors implements store.Vectors.
func (t *tx) PutVectors(propertyID, model string, of map[string]string) error {
	for hash, vector := range of {
		if err := t.run(`INSERT INTO vectors (property_id, model, hash, vector) VALUES ($1, $2, $3, $4)
			ON CONFLICT (property_id, model, hash) DO UPDATE SET vector = excluded.vector`, propertyID, model, hash, vector); err != nil {
			return err
		}
	}
	return nil
}

// Vectors implements store.Vectors.
func (t *tx) Vectors(propertyID, model string) (map[string]string, error) {
	out := map[string]string{}
	err := t.each(`SELECT hash, vector FROM vectors WHERE property_id = $1 AND model = $2`, with(propertyID, model), func(rows cursor) error {
		var hash, vector string
		err := rows.Scan(&hash, &vector)
		out[hash] = vector
		return err
	})
	return out, err
}

// DropVectors implements store.Vectors.
func (t *tx) DropVectors(propertyID, model string, hashes []string) error {
	if err := t.run(`DELETE FROM vectors WHERE property_id = $1 AND model <> $2`, propertyID, model); err != nil {
		return err
	}
	for _, hash := range hashes {
		if err := t.run(`DELETE FROM vectors WHERE property_id = $1 AND model = $2 AND hash = $3`, propertyID, model, hash); err != nil {
			return err
		}
	}
	return nil
}

package sqlstore

import "deskbell/internal/store"

// Spend implements store.Spending. The property's row comes first, for everybody: it is what they wait for.
func (t *tx) Spend(propertyID, contactID, day string, s store.Spent) error {
	who := []string{""}
	if contactID != "" {
		who = append(who, contactID)
	}
	for _, contact := range who {
		if err := t.run(`INSERT INTO assistant_spent (property_id, day, contact_id, calls, tokens) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (property_id, day, contact_id) DO UPDATE SET calls = assistant_spent.calls + excluded.calls,
				tokens = assistant_spent.tokens + excluded.tokens`, propertyID, day, contact, s.Calls, s.Tokens); err != nil {
			return err
		}
	}
	return nil
}

// Spent implements store.Spending.
func (t *tx) Spent(propertyID, contactID, day string) (store.Spent, error) {
	var s store.Spent
	err := t.each(`SELECT calls, tokens FROM assistant_spent WHERE property_id = $1 AND day = $2 AND contact_id = $3`,
		with(propertyID, day, contactID), func(rows cursor) error { return rows.Scan(&s.Calls, &s.Tokens) })
	return s, err
}

// ForgetSpent implements store.Spending.
func (t *tx) ForgetSpent(propertyID, before string) error {
	return t.run(`DELETE FROM assistant_spent WHERE property_id = $1 AND day < $2`, propertyID, before)
}

package memstore

import (
	"fmt"

	"deskbell/internal/store"
)

// spentKey names a count of store.Spending.
type spentKey struct{ property, day, contact string }

// Spend implements store.Spending.
func (t *tx) Spend(propertyID, contactID, day string, s store.Spent) error {
	if err := t.writable(); err != nil {
		return err
	}
	if _, ok := t.d.properties[propertyID]; !ok {
		t.failed = fmt.Errorf("spending of property %s: there is no such property", propertyID)
		return t.failed
	}
	add := func(contact string) {
		k := spentKey{propertyID, day, contact}
		was := t.d.spent[k]
		put(t, t.d.spent, k, store.Spent{Calls: was.Calls + s.Calls, Tokens: was.Tokens + s.Tokens})
	}
	add("")
	if contactID != "" {
		add(contactID)
	}
	return nil
}

// Spent implements store.Spending.
func (t *tx) Spent(propertyID, contactID, day string) (store.Spent, error) {
	return t.d.spent[spentKey{propertyID, day, contactID}], nil
}

// ForgetSpent implements store.Spending.
func (t *tx) ForgetSpent(propertyID, before string) error {
	if err := t.writable(); err != nil {
		return err
	}
	for k := range t.d.spent {
		if k.property == propertyID && k.day < before {
			drop(t, t.d.spent, k)
		}
	}
	return nil
}

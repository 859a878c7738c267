package store

// Spent is what was used of a language model, or of a company's own bot, on one day.
type Spent struct {
	// Calls are the messages of guests that one was asked about, or the requests made for them; Tokens what a model counts.
	Calls, Tokens int64
}

// Spending counts what the assistant uses of others' programs, by property, guest and day. A day is named as 2006-01-02 in
// the property's own zone.
type Spending interface {
	// Spend adds to what a guest used on a day, and to what the whole property did; amounts below zero give back what was
	// set aside and not used. Without a contact only the property's count rises. It holds the property's count until the
	// transaction ends: of two that would each still fit and together would not, the second reads the first's.
	Spend(propertyID, contactID, day string, s Spent) error
	// Spent is what was used; the zero value where nothing was. An empty contact is the whole property.
	Spent(propertyID, contactID, day string) (Spent, error)
	// ForgetSpent drops a property's counts of the days before one.
	ForgetSpent(propertyID, before string) error
}

package store

// Vectors keeps what an embedding model made of a property's own sentences, so that it is asked for each of them once. They
// are a copy of what can be made again, and say nothing by themselves: a row is named by a hash of the text.
type Vectors interface {
	// PutVectors keeps vectors by the hash of their text; one that is there is written over.
	PutVectors(propertyID, model string, of map[string]string) error
	// Vectors are all that one model made for a property.
	Vectors(propertyID, model string) (map[string]string, error)
	// DropVectors drops those of this model that are named, and whatever other models made for the property.
	DropVectors(propertyID, model string, hashes []string) error
}

package store

import "deskbell/internal/desk"

// Tools keeps the services that properties let their assistants ask.
type Tools interface {
	// PutToolService writes one over, or adds it.
	PutToolService(s desk.ToolService) error
	// ToolServices are a property's, the oldest first; of "" everybody's.
	ToolServices(propertyID string) ([]desk.ToolService, error)
	// DeleteToolService is desk.ErrNotFound where the property has no such service.
	DeleteToolService(propertyID, id string) error
}

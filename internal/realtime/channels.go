package realtime

import (
	"deskbell/internal/store"
	"deskbell/internal/wire"
)

// Delivery shows the desk how far an entry's message to an outside channel has come. It is a hint: who reads the entries
// again is shown the same.
func (s *Staff) Delivery(propertyID string, parts []store.Delivery) {
	s.publishAll(propertyChannel(propertyID), wire.DeliveryFrame(parts))
}

// Channels tells the screens that look at a property's channels to read them again; "" is something that all share.
func (s *Staff) Channels(propertyID string) {
	if propertyID == "" {
		s.AdminsAgain()
		return
	}
	s.publishAll(propertyChannel(propertyID), wire.Frame{T: "channels", PropertyID: propertyID})
}

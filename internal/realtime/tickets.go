package realtime

import (
	"deskbell/internal/desk"
	"deskbell/internal/wire"
)

// Ticket tells the screens of a ticket's property to read it again. The one whose it is hears, too, that its guest has
// answered.
func (s *Staff) Ticket(t desk.Ticket, answered bool) {
	f := wire.Frame{T: "ticket", Number: t.Number, PropertyID: t.PropertyID}
	s.publishAll(propertyChannel(t.PropertyID), f)
	if answered && t.AssigneeID != "" {
		f.What = "answered"
		s.publishAll(userChannel(t.AssigneeID), f)
	}
}

// TicketHere is Ticket for another node's change that nobody told.
func (s *Staff) TicketHere(t desk.Ticket) {
	s.publish(propertyChannel(t.PropertyID), wire.Frame{T: "ticket", Number: t.Number, PropertyID: t.PropertyID})
}

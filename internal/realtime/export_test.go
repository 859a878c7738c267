package realtime

import "deskbell/internal/wire"

// SendEntry and SendState feed a guest's streams as Fanout does.
func SendEntry(g *Guests, contactID, conversationID string, e wire.Entry) {
	g.send(contactID, entryFrame(conversationID, e))
}

func SendState(g *Guests, contactID string, s wire.GuestState, version int64) {
	g.send(contactID, stateFrame(s, version))
}

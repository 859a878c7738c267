package realtime

import (
	"github.com/segmentio/encoding/json"

	"deskbell/internal/conversation"
	"deskbell/internal/wire"
)

// SendEntry and SendState feed a guest's streams as Fanout does.
func SendEntry(g *Guests, contactID, conversationID string, e wire.Entry) {
	g.send(contactID, entryFrame(conversationID, e))
}

func SendState(g *Guests, contactID string, s wire.GuestState, version int64) {
	g.send(contactID, stateFrame(s, version))
}

// EncodeChange, DecodeChange and ReadHead are the ends of what nodes tell each other of a change.
func EncodeChange(b []byte, c *conversation.Change) []byte { return appendChange(b, c) }

// DecodeChange reads all of it, but what it was before.
func DecodeChange(b []byte) (c conversation.Change, ok bool) {
	h, rest, ok := cutHead(b)
	var body changeBody
	if !ok || json.Unmarshal(rest, &body) != nil || body.After.ID != h.conversation {
		return c, false
	}
	return conversation.Change{After: body.After, Entries: body.Entries, Notices: body.Notices}, true
}

// ReadHead reads what every node does.
func ReadHead(b []byte) bool {
	_, _, ok := cutHead(b)
	return ok
}

// Stopping is closed when the hub begins to close.
func (s *Staff) Stopping() <-chan struct{} { return s.stop }

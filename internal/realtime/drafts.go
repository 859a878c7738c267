package realtime

import (
	"deskbell/internal/desk"
	"deskbell/internal/wire"
)

// AssistantDraft shows the guest, and who watches, the assistant's answer as far as it is made. It is no message and is not
// kept: whoever missed it sees the answer when it is said.
func (s *Staff) AssistantDraft(c desk.Conversation, turnID, text string) {
	s.draft(looks{What: looksDraft, Property: c.PropertyID, Conversation: c.ID, Contact: c.ContactID, Turn: turnID, Text: text, On: true})
}

// AssistantDraftEnd takes it away again: the answer is said, or nobody waits for it any more.
func (s *Staff) AssistantDraftEnd(c desk.Conversation, turnID string) {
	s.draft(looks{What: looksDraft, Property: c.PropertyID, Conversation: c.ID, Contact: c.ContactID, Turn: turnID})
}

func (s *Staff) draft(l looks) {
	s.tellLooks(l)
	s.draftHere(l)
}

func (s *Staff) draftHere(l looks) {
	f := wire.Frame{T: "draft_end", ConversationID: l.Conversation, TurnID: l.Turn}
	if l.On {
		f.T, f.Text = "draft", l.Text
	}
	s.publish(propertyChannel(l.Property), f)
	s.cfg.Guests.Draft(l.Contact, l.Turn, l.Text, l.On)
}

// Draft shows a guest the answer that the assistant is writing, or takes it away.
func (g *Guests) Draft(contactID, turnID, text string, on bool) {
	name := "draft_end"
	if on {
		name = "draft"
	}
	g.send(contactID, frame{data: event(name, "", wire.Encode(struct {
		TurnID string `json:"turn_id"`
		Text   string `json:"text,omitempty"`
	}{turnID, text}))})
}

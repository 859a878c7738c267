package conversation

import (
	"context"

	"deskbell/internal/desk"
)

// Draft is what an agent wrote and wants sent.
type Draft struct {
	// ClientID is the sender's own id of it: a repeat is answered with the first one's receipt.
	ClientID string
	Text     string
	Files    []desk.File
	// Epoch is the control epoch that the writer last saw; -1 reads it inside the transaction. An older one is
	// CodeStale: the conversation changed hands since, and the draft stays a draft.
	Epoch int64
}

// Reply writes to the guest. It takes the conversation where no agent controls it.
func (d *Desk) Reply(ctx context.Context, by desk.Person, conversationID string, draft Draft) (Receipt, error) {
	return d.write(ctx, by, conversationID, draft, desk.EventReply)
}

// AnswerAndHandBack takes the conversation, writes one message and gives it back to the assistant, all at once.
func (d *Desk) AnswerAndHandBack(ctx context.Context, by desk.Person, conversationID string, draft Draft) (Receipt, error) {
	return d.write(ctx, by, conversationID, draft, desk.EventAnswerAndBack)
}

// Note writes for colleagues only. It answers nobody and changes no controller; its epoch is not looked at.
func (d *Desk) Note(ctx context.Context, by desk.Person, conversationID string, draft Draft) (Receipt, error) {
	return d.write(ctx, by, conversationID, draft, desk.EventNote)
}

func (d *Desk) write(ctx context.Context, by desk.Person, conversationID string, draft Draft, kind desk.EventKind) (Receipt, error) {
	msg := desk.Message{
		ID: d.newID(), ClientID: draft.ClientID, Files: draft.Files,
		Author: desk.Author{Kind: desk.AuthorAgent, ID: by.ID, Name: by.GuestName()},
	}
	if err := setText(&msg, draft.Text); err != nil {
		return Receipt{}, err
	}
	r, err := d.send(ctx, act{
		load: byID(conversationID), by: &by, sender: by.ID,
		event: desk.Event{Kind: kind, Message: &msg, Epoch: draft.Epoch},
	})
	if err == nil && r.ConversationID != conversationID && r.stored != nil && r.stored.Text != msg.Text {
		// A repeat may have gone on in a new conversation, but then it says the same.
		return Receipt{}, desk.Refuse(desk.CodeExists, "This client id was used for another message.")
	}
	return r, err
}

package conversation

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"deskbell/internal/channel"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// Draft is what an agent wrote and wants sent.
type Draft struct {
	// ClientID is the sender's own id of it: a repeat is answered with the first one's receipt.
	ClientID string
	Text     string
	Files    []desk.File
	// ReplyTo is the entry that it answers, on channels that show that; Template one that the channel approved, whose
	// words are Text.
	ReplyTo  string
	Template *desk.Template
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
	a := act{
		load: byID(conversationID), by: &by, sender: by.ID,
		event: desk.Event{Kind: kind, Message: &msg, Epoch: draft.Epoch},
	}
	if kind != desk.EventNote {
		a.adapt = draft.adapt
	} else if draft.Template != nil {
		return Receipt{}, desk.Refuse(desk.CodeInvalid, "A note is not sent, so no template can be one.")
	}
	r, err := d.send(ctx, a)
	if err == nil && r.ConversationID != conversationID && r.stored != nil && r.stored.Text != msg.Text {
		// A repeat may have gone on in a new conversation, but then it says the same.
		return Receipt{}, desk.Refuse(desk.CodeExists, "This client id was used for another message.")
	}
	return r, err
}

// adapt makes of a draft what the guest's channel takes, or refuses what it would refuse.
func (draft Draft) adapt(tx store.Tx, s desk.State, account *Account, ev *desk.Event) error {
	if account == nil {
		if draft.Template != nil {
			return desk.Refuse(desk.CodeInvalid, "This channel has no templates.")
		}
		return nil
	}
	if !account.Can.Answers || s.Facts.ThreadOwner != "" {
		return nil // the rules say so
	}
	msg := *ev.Message
	carried := desk.Carried{Template: draft.Template}
	if draft.ReplyTo != "" && account.Can.Replies {
		q, err := sentAs(tx, s, draft.ReplyTo)
		if err != nil {
			return err
		}
		carried.Quote = q
	}
	open, late := account.Open(s, desk.AuthorAgent, tx.Now())
	switch {
	case draft.Template != nil && !account.Can.Templates:
		return desk.Refuse(desk.CodeInvalid, "This channel has no templates.")
	case draft.Template == nil && !open:
		return desk.Refuse(desk.CodeWindow, "%s", closed(*account))
	}
	carried.Late = late && draft.Template == nil
	for _, f := range msg.Files {
		if err := fits(*account, f); err != nil {
			return err
		}
	}
	if carried.Template != nil || carried.Quote != nil || carried.Late {
		msg.Carried = &carried
	}
	ev.Message = &msg
	return nil
}

func closed(a Account) string {
	if a.Can.Templates {
		return "The guest wrote too long ago: until they write again, only a template can be sent."
	}
	return "The guest wrote too long ago: until they write again, nothing can be sent on this channel."
}

// sentAs is the message of a conversation that another answers, with the channel's id of it.
func sentAs(tx store.Tx, s desk.State, entryID string) (*desk.Quote, error) {
	e, err := tx.Entry(s.ID, entryID)
	if err != nil {
		return nil, err
	}
	q := &desk.Quote{ProviderID: e.ProviderID, EntryID: e.ID, Author: e.Author.Kind, Text: desk.CleanLine(e.Text, quoted)}
	if q.ProviderID == "" {
		sent, err := tx.DeliveriesOf(s.ID, []string{e.ID})
		if err != nil {
			return nil, err
		}
		for _, d := range sent {
			q.ProviderID = cmp.Or(q.ProviderID, d.ProviderID)
		}
	}
	return q, nil
}

// fits refuses a file that the channel does not take.
func fits(a Account, f desk.File) error {
	kind := channel.MediaFile
	for prefix, k := range map[string]channel.MediaKind{"image/": channel.MediaImage, "audio/": channel.MediaAudio, "video/": channel.MediaVideo} {
		if strings.HasPrefix(f.Type, prefix) {
			kind = k
		}
	}
	limit, ok := a.Can.Media[kind]
	if !ok || !slices.ContainsFunc(limit.Types, func(t string) bool { return t == f.Type || t == "*/*" || t == "*" }) {
		return desk.Refuse(desk.CodeUnsupportedType, "This channel does not take files of this kind (%s).", f.Type)
	}
	if limit.Max > 0 && f.Size > limit.Max {
		return desk.Refuse(desk.CodeTooLarge, "This channel takes at most %d MB of this kind.", limit.Max>>20)
	}
	return nil
}

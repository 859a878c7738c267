package whatsapp

import (
	"context"
	"mime"
	"slices"
	"strings"

	"deskbell/internal/channel"
	"deskbell/internal/channel/meta"
)

// outgoing is a message as WhatsApp takes it. https://developers.facebook.com/documentation/business-messaging/whatsapp/messages
type outgoing struct {
	Product   string       `json:"messaging_product"`
	Type      string       `json:"recipient_type,omitempty"`
	To        string       `json:"to,omitempty"`
	Recipient string       `json:"recipient,omitempty"`
	Kind      string       `json:"type"`
	Ours      string       `json:"biz_opaque_callback_data,omitempty"`
	Context   *context_    `json:"context,omitempty"`
	Text      *outText     `json:"text,omitempty"`
	Choose    *outChoose   `json:"interactive,omitempty"`
	Template  *outTemplate `json:"template,omitempty"`
	Image     *outMedia    `json:"image,omitempty"`
	Video     *outMedia    `json:"video,omitempty"`
	Audio     *outMedia    `json:"audio,omitempty"`
	Document  *outMedia    `json:"document,omitempty"`
	Sticker   *outMedia    `json:"sticker,omitempty"`
}

type context_ struct {
	ID string `json:"message_id"`
}

type outText struct {
	Body    string `json:"body"`
	Preview bool   `json:"preview_url,omitempty"`
}

type outMedia struct {
	ID      string `json:"id"`
	Caption string `json:"caption,omitempty"`
	Name    string `json:"filename,omitempty"`
	Voice   bool   `json:"voice,omitempty"`
}

type outChoose struct {
	Type   string    `json:"type"`
	Body   outBody   `json:"body"`
	Action outAction `json:"action"`
}

type outBody struct {
	Text string `json:"text"`
}

type outAction struct {
	Buttons  []outButton  `json:"buttons,omitempty"`
	Opener   string       `json:"button,omitempty"`
	Sections []outSection `json:"sections,omitempty"`
}

type outButton struct {
	Type  string   `json:"type"`
	Reply outReply `json:"reply"`
}

type outReply struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

type outSection struct {
	Rows []outRow `json:"rows"`
}

type outRow struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	Detail string `json:"description,omitempty"`
}

// opener is what the button says that opens a list of choices: a sign, which needs no translation.
const opener = "☰"

// Send implements channel.Adapter. The channel's answer says accepted: whether it arrives, a status tells.
func (a *Adapter) Send(ctx context.Context, _ channel.App, acc channel.Account, out channel.Outgoing) (channel.Sent, error) {
	if out.Late && out.Template == nil {
		// WhatsApp knows no late answer by a person: only a template goes.
		return channel.Sent{}, &channel.Failure{Kind: channel.FailureWindow, Reason: channel.ReasonWindow}
	}
	m, err := a.compose(ctx, acc, out)
	if err != nil {
		return channel.Sent{}, err
	}
	var answer struct {
		Contacts []struct {
			WaID   text `json:"wa_id"`
			UserID text `json:"user_id"`
			Parent text `json:"parent_user_id"`
		} `json:"contacts"`
		Messages []struct {
			ID text `json:"id"`
		} `json:"messages"`
	}
	said, err := a.graph.Do(ctx, meta.Call{Product: meta.WhatsApp, Path: "/" + acc.Key + "/messages", Token: acc.Token, Secret: acc.Secret,
		Body: m, Once: true}, &answer)
	if err != nil {
		return channel.Sent{Slow: said.Slow}, err
	}
	if out.Media != nil {
		a.uploaded.forget(acc.ID, out.Ours)
	}
	sent := channel.Sent{Slow: said.Slow}
	if len(answer.Messages) > 0 {
		sent.ID = answer.Messages[0].ID.id()
	}
	if sent.ID == "" {
		return sent, &channel.Failure{Kind: channel.FailureUnknown, Reason: channel.ReasonNoAnswer, Detail: "the answer names no message"}
	}
	// Where the number is written in another form at WhatsApp's (Brazil, Mexico), this is the one that statuses will name.
	for _, c := range answer.Contacts {
		sent.Recipient = guest(c.UserID, c.Parent, c.WaID).IDs
		break
	}
	return sent, nil
}

// compose makes the message; media is uploaded on the way.
func (a *Adapter) compose(ctx context.Context, acc channel.Account, out channel.Outgoing) (*outgoing, error) {
	m := &outgoing{Product: "whatsapp", Type: "individual", Ours: out.Ours}
	m.To, m.Recipient = recipient(out)
	if m.To == "" && m.Recipient == "" {
		return nil, &channel.Failure{Kind: channel.FailureGone, Reason: channel.ReasonUnknownGuest, Detail: "the guest has no id"}
	}
	if out.ReplyTo != "" {
		m.Context = &context_{ID: out.ReplyTo}
	}
	switch {
	case out.Template != nil:
		m.Kind, m.Template = "template", fill(out.Template)
		m.Context = nil // a template answers nothing
	case out.Media != nil:
		if err := a.attach(ctx, acc, out, m); err != nil {
			return nil, err
		}
	case len(out.Choices) > 0:
		m.Kind, m.Choose = "interactive", choose(out.Text, out.Choices)
	case strings.TrimSpace(out.Text) != "":
		m.Kind, m.Text = "text", &outText{Body: out.Text, Preview: strings.Contains(out.Text, "https://")}
	default:
		return nil, &channel.Failure{Kind: channel.FailureRefused, Reason: channel.ReasonInvalid, Detail: "there is nothing to send"}
	}
	return m, nil
}

// recipient is who gets it: the number that became known last, because people change theirs and WhatsApp answers with the
// form that it has (Brazil, Mexico); else the business-scoped id. Without the plus Meta may put the business's own country
// in front.
func recipient(out channel.Outgoing) (to, scoped string) {
	for _, id := range slices.Backward(out.To) {
		if n := digits(id); n != "" && n == id {
			return "+" + n, ""
		}
	}
	if n := digits(out.Phone); n != "" {
		return "+" + n, ""
	}
	for _, id := range slices.Backward(out.To) {
		if id != "" {
			return "", id
		}
	}
	return "", ""
}

// choose makes buttons of up to three choices and a list of up to ten.
func choose(body string, choices []channel.Choice) *outChoose {
	c := &outChoose{Type: "button", Body: outBody{Text: body}}
	if (channel.Capabilities{ButtonsMax: buttonsMax, ButtonTitleMax: buttonTitleMax}).AsButtons(choices) {
		for _, one := range choices {
			c.Action.Buttons = append(c.Action.Buttons, outButton{Type: "reply", Reply: outReply{ID: one.Payload, Title: one.Title}})
		}
		return c
	}
	c.Type, c.Action.Opener = "list", opener
	var rows []outRow
	for _, one := range choices {
		rows = append(rows, outRow{ID: one.Payload, Title: one.Title, Detail: channel.Cut(one.Description, rowDetailMax, channel.Characters)})
	}
	c.Action.Sections = []outSection{{Rows: rows}}
	return c
}

// attach uploads a file and puts it into the message, as what WhatsApp takes it for.
func (a *Adapter) attach(ctx context.Context, acc channel.Account, out channel.Outgoing, m *outgoing) error {
	kind := carries(out.Media)
	if kind == "" {
		return &channel.Failure{Kind: channel.FailureRefused, Reason: channel.ReasonMediaTooBig}
	}
	id, err := a.upload(ctx, acc, out)
	if err != nil {
		return err
	}
	file := &outMedia{ID: id, Caption: out.Media.Caption}
	switch kind {
	case channel.MediaImage:
		m.Kind, m.Image = "image", file
	case channel.MediaVideo:
		m.Kind, m.Video = "video", file
	case channel.MediaAudio:
		file.Caption, file.Voice = "", out.Media.Voice && strings.HasPrefix(out.Media.Type, "audio/ogg")
		m.Kind, m.Audio = "audio", file
	case channel.MediaSticker:
		file.Caption = ""
		m.Kind, m.Sticker = "sticker", file
	default:
		file.Name = out.Media.Name
		m.Kind, m.Document = "document", file
	}
	return nil
}

// carries is as what a file goes: as its own kind where type and size fit that, else as a document; "" where it is too big
// for any.
func carries(u *channel.Upload) channel.MediaKind {
	base, _, err := mime.ParseMediaType(u.Type)
	if l, ok := kinds[u.Kind]; ok && err == nil && slices.Contains(l.Types, base) && u.Size <= l.Max {
		return u.Kind
	}
	if u.Size <= kinds[channel.MediaFile].Max {
		return channel.MediaFile
	}
	return ""
}

// Typing implements channel.Typer. WhatsApp shows it for 25 s or until the answer, only below a message of the guest's,
// which it marks as read.
func (a *Adapter) Typing(ctx context.Context, acc channel.Account, _, replyTo string) error {
	return a.read(ctx, acc, replyTo, true)
}

// MarkRead implements channel.Reader; earlier messages are marked with it.
func (a *Adapter) MarkRead(ctx context.Context, acc channel.Account, _, messageID string) error {
	return a.read(ctx, acc, messageID, false)
}

func (a *Adapter) read(ctx context.Context, acc channel.Account, messageID string, typing bool) error {
	if messageID == "" {
		return nil
	}
	body := map[string]any{"messaging_product": "whatsapp", "status": "read", "message_id": messageID}
	if typing {
		body["typing_indicator"] = map[string]string{"type": "text"}
	}
	_, err := a.graph.Do(ctx, meta.Call{Product: meta.WhatsApp, Path: "/" + acc.Key + "/messages", Token: acc.Token, Secret: acc.Secret, Body: body}, nil)
	return err
}

package messenger

import (
	"context"
	"encoding/json"
	"strings"

	"deskbell/internal/channel"
	"deskbell/internal/channel/meta"
)

type outgoing struct {
	Recipient recipient `json:"recipient"`
	Type      string    `json:"messaging_type,omitempty"`
	Tag       string    `json:"tag,omitempty"`
	Message   *content  `json:"message,omitempty"`
	ReplyTo   *replyTo  `json:"reply_to,omitempty"`
	Action    string    `json:"sender_action,omitempty"`
	Metadata  string    `json:"metadata,omitempty"`
}

type recipient struct {
	ID string `json:"id"`
}

type replyTo struct {
	MID string `json:"mid"`
}

type content struct {
	Text       string       `json:"text,omitempty"`
	Replies    []quickReply `json:"quick_replies,omitempty"`
	Attachment *outMedia    `json:"attachment,omitempty"`
	Metadata   string       `json:"metadata,omitempty"`
}

type quickReply struct {
	Type    string `json:"content_type"`
	Title   string `json:"title"`
	Payload string `json:"payload"`
}

type outMedia struct {
	Type    string   `json:"type"`
	Payload outOfOne `json:"payload"`
}

// outOfOne names a file that was uploaded. Its id is longer than what a JSON number holds for many readers.
type outOfOne struct {
	ID string `json:"attachment_id,omitempty"`
}

// Send implements channel.Adapter. Our id travels as metadata, by which the echo is known even if it comes before the
// answer, or instead of it.
func (ad *Adapter) Send(ctx context.Context, app channel.App, a channel.Account, out channel.Outgoing) (channel.Sent, error) {
	if len(out.To) == 0 {
		return channel.Sent{}, refusal(channel.ReasonInvalid, "nobody is named")
	}
	if a.Secret == "" && len(app.Secrets) > 0 {
		a.Secret = app.Secrets[0]
	}
	body := outgoing{Recipient: recipient{ID: out.To[0]}, Type: "RESPONSE", Message: &content{Metadata: out.Ours}}
	if out.Late {
		// Meta allows it to accounts that it has approved, for what a person wrote; within the window the tag is a fault.
		if !a.HumanAgent {
			return channel.Sent{}, &channel.Failure{Kind: channel.FailureWindow, Reason: channel.ReasonWindow}
		}
		body.Type, body.Tag = "MESSAGE_TAG", "HUMAN_AGENT"
	}
	if out.ReplyTo != "" {
		body.ReplyTo = &replyTo{MID: out.ReplyTo}
	}
	if err := ad.fill(ctx, a, body.Message, out); err != nil {
		return channel.Sent{}, err
	}
	c := call(a, "/messages")
	c.Body, c.Once = body, true
	var sent struct {
		Recipient meta.ID `json:"recipient_id"`
		Message   meta.ID `json:"message_id"`
	}
	answer, err := ad.graph.Do(ctx, c, &sent)
	if err != nil {
		return channel.Sent{}, err
	}
	if sent.Message == "" {
		return channel.Sent{}, &channel.Failure{Kind: channel.FailureUnknown, Reason: channel.ReasonNoAnswer, Detail: "the answer names no message"}
	}
	s := channel.Sent{ID: string(sent.Message), Slow: answer.Slow}
	if sent.Recipient != "" {
		s.Recipient = []string{string(sent.Recipient)}
	}
	return s, nil
}

func refusal(reason, detail string) *channel.Failure {
	return &channel.Failure{Kind: channel.FailureRefused, Reason: reason, Detail: detail}
}

// fill writes the message. What would be refused is refused here: Meta counts every refusal.
func (ad *Adapter) fill(ctx context.Context, a channel.Account, c *content, out channel.Outgoing) error {
	switch {
	case out.Template != nil:
		return refusal(channel.ReasonUnsupported, "Messenger's templates are not Deskbell's")
	case out.Media != nil:
		id, err := ad.upload(ctx, a, out.Media)
		if err != nil {
			return err
		}
		c.Attachment = &outMedia{Type: mediaType(out.Media.Kind), Payload: outOfOne{ID: id}}
		return nil
	case strings.TrimSpace(out.Text) == "":
		return refusal(channel.ReasonInvalid, "there is nothing to send")
	case channel.Length(out.Text, channel.Characters) > TextMax:
		return refusal(channel.ReasonTooLong, "")
	case len(out.Choices) > repliesMax:
		return refusal(channel.ReasonInvalid, "there are more choices than Messenger shows")
	}
	c.Text = out.Text
	for _, choice := range out.Choices {
		if len(choice.Payload) > payloadMax {
			return refusal(channel.ReasonInvalid, "a choice's payload is too long")
		}
		c.Replies = append(c.Replies, quickReply{Type: "text", Title: channel.Cut(choice.Title, titleMax, channel.Characters), Payload: choice.Payload})
	}
	return nil
}

func mediaType(k channel.MediaKind) string {
	if k == channel.MediaSticker {
		return "image"
	}
	return string(k)
}

// upload gives a file to Meta first: that may be done again without the guest seeing anything twice, and no address of
// ours has to be reachable.
func (ad *Adapter) upload(ctx context.Context, a channel.Account, m *channel.Upload) (string, error) {
	if m.Caption != "" || m.Open == nil {
		return "", refusal(channel.ReasonUnsupported, "a file goes without a text")
	}
	if m.Size > mediaMax {
		return "", refusal(channel.ReasonMediaTooBig, "")
	}
	about, err := json.Marshal(map[string]any{"attachment": map[string]any{"type": mediaType(m.Kind), "payload": map[string]bool{"is_reusable": true}}})
	if err != nil {
		return "", refusal(channel.ReasonInvalid, "")
	}
	c := call(a, "/message_attachments")
	c.Form = &meta.Form{Fields: [][2]string{{"message", string(about)}}, Field: "filedata", File: m}
	var done struct {
		ID meta.ID `json:"attachment_id"`
	}
	if _, err := ad.graph.Do(ctx, c, &done); err != nil {
		return "", err
	}
	if done.ID == "" {
		return "", &channel.Failure{Kind: channel.FailureDoubtful, Reason: channel.ReasonMediaFetch, Detail: "the upload's answer names no file"}
	}
	return string(done.ID), nil
}

// Typing implements channel.Typer.
func (ad *Adapter) Typing(ctx context.Context, a channel.Account, to, _ string) error {
	return ad.act(ctx, a, to, "typing_on")
}

// MarkRead implements channel.Reader. Messenger marks the whole thread.
func (ad *Adapter) MarkRead(ctx context.Context, a channel.Account, to, _ string) error {
	return ad.act(ctx, a, to, "mark_seen")
}

// act goes alone: an action beside a message is refused.
func (ad *Adapter) act(ctx context.Context, a channel.Account, to, action string) error {
	c := call(a, "/messages")
	c.Body = outgoing{Recipient: recipient{ID: to}, Action: action}
	_, err := ad.graph.Do(ctx, c, nil)
	return err
}

// TakeThread implements channel.Threads. Meta grants it only where the business allows it for this app.
func (ad *Adapter) TakeThread(ctx context.Context, a channel.Account, guest string) error {
	c := call(a, "/take_thread_control")
	c.Body = outgoing{Recipient: recipient{ID: guest}, Metadata: "deskbell"}
	_, err := ad.graph.Do(ctx, c, nil)
	return err
}

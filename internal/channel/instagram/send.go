package instagram

import (
	"context"
	"strings"

	"deskbell/internal/channel"
	"deskbell/internal/channel/meta"
)

type outgoing struct {
	Recipient recipient `json:"recipient"`
	// Type and Tag are set on what a person writes after the window; everything else goes without.
	Type    string   `json:"messaging_type,omitempty"`
	Tag     string   `json:"tag,omitempty"`
	Message *content `json:"message,omitempty"`
	ReplyTo *replyTo `json:"reply_to,omitempty"`
	Action  string   `json:"sender_action,omitempty"`
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
}

type quickReply struct {
	Type    string `json:"content_type"`
	Title   string `json:"title"`
	Payload string `json:"payload"`
}

type outMedia struct {
	Type    string `json:"type"`
	Payload struct {
		URL string `json:"url"`
	} `json:"payload"`
}

// Send implements channel.Adapter. Instagram carries no correlation of ours: what is not known to have been sent is
// settled by its echo.
func (ad *Adapter) Send(ctx context.Context, _ channel.App, a channel.Account, out channel.Outgoing) (channel.Sent, error) {
	if len(out.To) == 0 {
		return channel.Sent{}, refusal(channel.ReasonInvalid, "nobody is named")
	}
	body := outgoing{Recipient: recipient{ID: out.To[0]}, Message: &content{}}
	if out.Late {
		if !a.HumanAgent {
			return channel.Sent{}, &channel.Failure{Kind: channel.FailureWindow, Reason: channel.ReasonWindow}
		}
		body.Type, body.Tag = "MESSAGE_TAG", "HUMAN_AGENT"
	}
	if out.ReplyTo != "" {
		body.ReplyTo = &replyTo{MID: out.ReplyTo}
	}
	if f := fill(body.Message, out); f != nil {
		return channel.Sent{}, f
	}
	c := ad.call(a, "/messages")
	c.Body, c.Once = body, true
	var sent struct {
		Recipient meta.ID `json:"recipient_id"`
		Message   meta.ID `json:"message_id"`
	}
	if _, err := ad.graph.Do(ctx, c, &sent); err != nil {
		return channel.Sent{}, err
	}
	if sent.Message == "" {
		return channel.Sent{}, &channel.Failure{Kind: channel.FailureUnknown, Reason: channel.ReasonNoAnswer, Detail: "the answer names no message"}
	}
	s := channel.Sent{ID: string(sent.Message)}
	if sent.Recipient != "" {
		s.Recipient = []string{string(sent.Recipient)}
	}
	return s, nil
}

func refusal(reason, detail string) *channel.Failure {
	return &channel.Failure{Kind: channel.FailureRefused, Reason: reason, Detail: detail}
}

// fill writes the message. What would be refused is refused here: Instagram says so only after it was asked.
func fill(c *content, out channel.Outgoing) *channel.Failure {
	switch {
	case out.Template != nil:
		return refusal(channel.ReasonUnsupported, "Instagram knows no templates")
	case out.Media != nil:
		return attachTo(c, out.Media)
	case strings.TrimSpace(out.Text) == "":
		return refusal(channel.ReasonInvalid, "there is nothing to send")
	case len(out.Text) > TextMax:
		return refusal(channel.ReasonTooLong, "")
	case len(out.Choices) > repliesAt:
		return refusal(channel.ReasonInvalid, "there are more choices than Instagram shows")
	}
	c.Text = out.Text
	for _, choice := range out.Choices {
		c.Replies = append(c.Replies, quickReply{Type: "text", Title: channel.Cut(choice.Title, titleMax, channel.Characters), Payload: choice.Payload})
	}
	return nil
}

// attachTo hands over media by its public address, which is the only way that Instagram takes: it comes and fetches it.
func attachTo(c *content, m *channel.Upload) *channel.Failure {
	kinds := map[channel.MediaKind]string{channel.MediaImage: "image", channel.MediaSticker: "image", channel.MediaAudio: "audio",
		channel.MediaVideo: "video", channel.MediaFile: "file"}
	kind, ok := kinds[m.Kind]
	switch {
	case !ok || m.Caption != "":
		return refusal(channel.ReasonUnsupported, "")
	case m.URL == "":
		return refusal(channel.ReasonMediaRefused, "the file has no public address")
	}
	c.Attachment = &outMedia{Type: kind}
	c.Attachment.Payload.URL = m.URL
	return nil
}

// Typing implements channel.Typer.
func (ad *Adapter) Typing(ctx context.Context, a channel.Account, to, _ string) error {
	return ad.act(ctx, a, to, "typing_on")
}

// MarkRead implements channel.Reader. Instagram marks the whole thread.
func (ad *Adapter) MarkRead(ctx context.Context, a channel.Account, to, _ string) error {
	return ad.act(ctx, a, to, "mark_seen")
}

func (ad *Adapter) act(ctx context.Context, a channel.Account, to, action string) error {
	c := ad.call(a, "/messages")
	c.Body = outgoing{Recipient: recipient{ID: to}, Action: action}
	_, err := ad.graph.Do(ctx, c, nil)
	return err
}

// TakeThread implements channel.Threads.
func (ad *Adapter) TakeThread(ctx context.Context, a channel.Account, guest string) error {
	c := ad.call(a, "/take_thread_control")
	c.Body = outgoing{Recipient: recipient{ID: guest}}
	_, err := ad.graph.Do(ctx, c, nil)
	return err
}

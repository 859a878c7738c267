package messenger

import (
	"encoding/json"

	"deskbell/internal/channel/meta"
)

// entry is one of a body. Its lists are read one by one, so that an odd element costs itself alone.
type entry struct {
	ID        meta.ID         `json:"id"`
	Time      meta.Int        `json:"time"`
	Messaging json.RawMessage `json:"messaging"`
	Standby   json.RawMessage `json:"standby"`
	Changes   json.RawMessage `json:"changes"`
}

// incoming is an element of messaging[] or standby[]: one of the pointers is set, or none in what is not known.
type incoming struct {
	Sender    party    `json:"sender"`
	Recipient party    `json:"recipient"`
	Timestamp meta.Int `json:"timestamp"`

	Message  *message  `json:"message"`
	Postback *postback `json:"postback"`
	Reaction *reaction `json:"reaction"`
	Edit     *struct {
		MID  meta.ID   `json:"mid"`
		Text meta.Text `json:"text"`
		Num  meta.Int  `json:"num_edit"`
	} `json:"message_edit"`
	Delivery *struct {
		MIDs      json.RawMessage `json:"mids"`
		Watermark meta.Int        `json:"watermark"`
	} `json:"delivery"`
	Read *struct {
		Watermark meta.Int `json:"watermark"`
	} `json:"read"`
	Referral *referral `json:"referral"`
	Pass     *control  `json:"pass_thread_control"`
	Take     *control  `json:"take_thread_control"`
	Request  *control  `json:"request_thread_control"`
	Roles    *struct{} `json:"app_roles"`
	Policy   *struct {
		Action meta.Text `json:"action"`
		Reason meta.Text `json:"reason"`
	} `json:"policy_enforcement"`
}

type party struct {
	ID meta.ID `json:"id"`
}

type message struct {
	MID         meta.ID     `json:"mid"`
	Text        meta.Text   `json:"text"`
	Attachments attachments `json:"attachments"`
	QuickReply  *struct {
		Payload meta.ID `json:"payload"`
	} `json:"quick_reply"`
	ReplyTo *struct {
		MID meta.ID `json:"mid"`
	} `json:"reply_to"`
	Referral    *referral `json:"referral"`
	Echo        bool      `json:"is_echo"`
	Deleted     bool      `json:"is_deleted"` // not documented for Messenger; Instagram's unsend has this shape
	Unsupported bool      `json:"is_unsupported"`
	App         meta.ID   `json:"app_id"`
	Metadata    meta.ID   `json:"metadata"`
}

// attachment has a payload that may be null; then title and address stand beside it.
type attachment struct {
	Type    meta.Text `json:"type"`
	Title   meta.Text `json:"title"`
	URL     meta.Text `json:"url"`
	Payload payload   `json:"payload"`
}

// payload is what the kinds of attachment carry, together.
type payload struct {
	URL          meta.Text `json:"url"`
	Title        meta.Text `json:"title"`
	ID           meta.ID   `json:"id"`
	AttachmentID meta.ID   `json:"attachment_id"`
	StickerID    meta.ID   `json:"sticker_id"`
	ReelID       meta.ID   `json:"reel_video_id"`
	Booking      meta.ID   `json:"booking_id"`
	Status       meta.Text `json:"status"`
	Start        meta.Int  `json:"start_time"`
	End          meta.Int  `json:"end_time"`
	Zone         meta.Text `json:"timezone"`
	Coordinates  *struct {
		Lat  float64 `json:"lat"`
		Long float64 `json:"long"`
	} `json:"coordinates"`
	Product *struct {
		Elements []struct {
			ID       meta.ID   `json:"id"`
			Image    meta.Text `json:"image_url"`
			Title    meta.Text `json:"title"`
			Subtitle meta.Text `json:"subtitle"`
		} `json:"elements"`
	} `json:"product"`
}

// attachments are those of a message. An odd one is one of an unknown type, and costs neither the others nor the text.
type attachments []attachment

// UnmarshalJSON implements json.Unmarshaler.
func (a *attachments) UnmarshalJSON(b []byte) error {
	*a = nil
	for _, raw := range meta.Elements(b) {
		var one attachment
		if json.Unmarshal(raw, &one) != nil {
			var kind struct {
				Type meta.Text `json:"type"`
			}
			_ = json.Unmarshal(raw, &kind)
			one = attachment{Type: kind.Type}
		}
		*a = append(*a, one)
	}
	return nil
}

// link is where the attachment lies, wherever it says so.
func (a attachment) link() string { return string(first(a.Payload.URL, a.URL)) }

// name is the title, wherever it stands.
func (a attachment) name() string { return string(first(a.Payload.Title, a.Title)) }

func first(all ...meta.Text) meta.Text {
	for _, t := range all {
		if t != "" {
			return t
		}
	}
	return ""
}

type postback struct {
	MID      meta.ID   `json:"mid"`
	Title    meta.Text `json:"title"`
	Payload  meta.ID   `json:"payload"`
	Referral *referral `json:"referral"`
}

type reaction struct {
	MID    meta.ID   `json:"mid"`
	Action meta.Text `json:"action"`
	Name   meta.Text `json:"reaction"`
	Emoji  meta.Text `json:"emoji"`
}

// sign is the reaction as an emoji: some come as a name alone.
func (r *reaction) sign() string {
	if r.Action == "unreact" {
		return ""
	}
	if r.Emoji != "" {
		return string(r.Emoji)
	}
	if s, ok := signs[string(r.Name)]; ok {
		return s
	}
	return "👍"
}

var signs = map[string]string{"smile": "😆", "angry": "😠", "sad": "😢", "wow": "😮", "love": "❤️", "like": "👍", "dislike": "👎", "other": "💬"}

type referral struct {
	Ref     meta.ID   `json:"ref"`
	Source  meta.Text `json:"source"`
	AdID    meta.ID   `json:"ad_id"`
	Referer meta.Text `json:"referer_uri"`
	Ad      *struct {
		Title meta.Text `json:"ad_title"`
	} `json:"ads_context_data"`
}

type control struct {
	After meta.ID `json:"new_owner_app_id"`
	Wants meta.ID `json:"requested_owner_app_id"`
}

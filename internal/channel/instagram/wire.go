package instagram

import (
	"encoding/json"

	"deskbell/internal/channel/meta"
)

// The shapes of what arrives. Every field is read leniently: one odd value must not cost an event, and one odd event
// not its neighbours, so lists are raw until each of their members is read alone.

type body struct {
	Object string            `json:"object"`
	Entry  []json.RawMessage `json:"entry"`
	// A change may come without anything around it.
	Field string          `json:"field"`
	Value json.RawMessage `json:"value"`
}

type entry struct {
	ID        meta.ID           `json:"id"`
	Messaging []json.RawMessage `json:"messaging"`
	Standby   []json.RawMessage `json:"standby"`
	Changes   []json.RawMessage `json:"changes"`
}

type change struct {
	Field string          `json:"field"`
	Value json.RawMessage `json:"value"`
}

type party struct {
	ID       meta.ID   `json:"id"`
	Username meta.Text `json:"username"`
}

// happening is one event: who, when, and exactly one of the rest.
type happening struct {
	Sender    party    `json:"sender"`
	Recipient party    `json:"recipient"`
	Timestamp meta.Int `json:"timestamp"`

	Message  *message  `json:"message"`
	Edit     *edit     `json:"message_edit"`
	Postback *postback `json:"postback"`
	Reaction *reaction `json:"reaction"`
	Read     *struct {
		MID meta.ID `json:"mid"`
	} `json:"read"`
	Referral *referral `json:"referral"`
	Policy   *policy   `json:"policy_enforcement"`

	Pass    *control `json:"pass_thread_control"`
	Take    *control `json:"take_thread_control"`
	Request *control `json:"request_thread_control"`
}

type message struct {
	MID         meta.ID           `json:"mid"`
	Text        meta.Text         `json:"text"`
	Echo        bool              `json:"is_echo"`
	Self        bool              `json:"is_self"`
	Deleted     bool              `json:"is_deleted"`
	Unsupported bool              `json:"is_unsupported"`
	App         meta.ID           `json:"app_id"`
	Metadata    meta.Text         `json:"metadata"`
	Attachments []json.RawMessage `json:"attachments"`
	QuickReply  *struct {
		Payload meta.Text `json:"payload"`
	} `json:"quick_reply"`
	ReplyTo *struct {
		MID   meta.ID `json:"mid"`
		Story *struct {
			URL meta.Text `json:"url"`
			ID  meta.ID   `json:"id"`
		} `json:"story"`
	} `json:"reply_to"`
	Referral *referral `json:"referral"`
}

type attachment struct {
	Type    string `json:"type"`
	Payload struct {
		URL   meta.Text `json:"url"`
		Title meta.Text `json:"title"`
		// The ids of what is shared, by its kind.
		Post  meta.ID `json:"ig_post_media_id"`
		Reel  meta.ID `json:"reel_video_id"`
		ID    meta.ID `json:"id"`
		Story meta.ID `json:"story_media_id"`
	} `json:"payload"`
}

type edit struct {
	MID      meta.ID   `json:"mid"`
	Text     meta.Text `json:"text"`
	Revision meta.Int  `json:"num_edit"`
}

type postback struct {
	MID      meta.ID   `json:"mid"`
	Title    meta.Text `json:"title"`
	Payload  meta.Text `json:"payload"`
	Referral *referral `json:"referral"`
}

type reaction struct {
	MID    meta.ID   `json:"mid"`
	Action string    `json:"action"`
	Name   meta.Text `json:"reaction"`
	Emoji  meta.Text `json:"emoji"`
}

type referral struct {
	Ref     meta.Text `json:"ref"`
	Source  meta.Text `json:"source"`
	AdID    meta.ID   `json:"ad_id"`
	Address meta.Text `json:"referer_uri"`
	Ad      struct {
		Title meta.Text `json:"ad_title"`
	} `json:"ads_context_data"`
	Product struct {
		ID meta.ID `json:"id"`
	} `json:"product"`
}

type policy struct {
	Action meta.Text `json:"action"`
	Reason meta.Text `json:"reason"`
}

type control struct {
	Owner meta.ID `json:"new_owner_app_id"`
	Asks  meta.ID `json:"requested_owner_app_id"`
}

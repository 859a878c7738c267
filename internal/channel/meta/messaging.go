package meta

import (
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"deskbell/internal/channel"
)

// ErrShape says that a body is no JSON of the shape that the webhook has.
var ErrShape = errors.New("the body is not a webhook of this channel")

// Automatic reports whether an echo is one of Meta's own automatic messages, which no person wrote.
type Automatic func(m *Message) bool

// Messaging decodes the webhooks of Messenger and Instagram, which have one shape and differ in what is attached and in
// a few events. It does no I/O and keeps nothing.
type Messaging struct {
	// Object is "page" or "instagram".
	Object string
	// Attach brings a message's attachments into the event. It may set anything but the kind.
	Attach func(e *channel.Event, all []Attachment)
	// Other decodes what only one of the two has: it is asked before everything else, and says false to what it leaves.
	Other func(e *channel.Event, in *Incoming) bool
	// Change decodes an element of changes[]; what it leaves (or all, if nil) is kept as unknown.
	Change func(e *channel.Event, field string, value json.RawMessage) bool
	// Automatic may be nil.
	Automatic Automatic
}

// Incoming is an element of messaging[] or standby[]: exactly one of the pointers is set, or none in what is not known.
type Incoming struct {
	Sender    Party `json:"sender"`
	Recipient Party `json:"recipient"`
	Timestamp Int   `json:"timestamp"`

	Message  *Message  `json:"message"`
	Postback *Postback `json:"postback"`
	Reaction *struct {
		MID      ID   `json:"mid"`
		Action   Text `json:"action"`
		Reaction Text `json:"reaction"`
		Emoji    Text `json:"emoji"`
	} `json:"reaction"`
	Edit *struct {
		MID  ID   `json:"mid"`
		Text Text `json:"text"`
		Num  Int  `json:"num_edit"`
	} `json:"message_edit"`
	Delivery *struct {
		MIDs      []ID `json:"mids"`
		Watermark Int  `json:"watermark"`
	} `json:"delivery"`
	Read *struct {
		MID       ID  `json:"mid"`
		Watermark Int `json:"watermark"`
	} `json:"read"`
	Referral *Referral `json:"referral"`
	Pass     *Control  `json:"pass_thread_control"`
	Take     *Control  `json:"take_thread_control"`
	Request  *Control  `json:"request_thread_control"`
	Roles    *struct{} `json:"app_roles"`
	Policy   *struct {
		Action Text `json:"action"`
		Reason Text `json:"reason"`
	} `json:"policy_enforcement"`
	Optin *struct {
		Ref     ID `json:"ref"`
		UserRef ID `json:"user_ref"`
	} `json:"optin"`
	Linking *struct {
		Status Text `json:"status"`
	} `json:"account_linking"`
}

// Party is one end of a thread.
type Party struct {
	ID ID `json:"id"`
}

// Message is what was written or attached.
type Message struct {
	MID         ID          `json:"mid"`
	Text        Text        `json:"text"`
	Attachments Attachments `json:"attachments"`
	QuickReply  *struct {
		Payload ID `json:"payload"`
	} `json:"quick_reply"`
	ReplyTo *struct {
		MID   ID `json:"mid"`
		Story *struct {
			URL Text `json:"url"`
			ID  ID   `json:"id"`
		} `json:"story"`
	} `json:"reply_to"`
	Referral    *Referral `json:"referral"`
	Echo        bool      `json:"is_echo"`
	Self        bool      `json:"is_self"`
	Deleted     bool      `json:"is_deleted"`
	Unsupported bool      `json:"is_unsupported"`
	App         ID        `json:"app_id"`
	Metadata    ID        `json:"metadata"`
}

// Attachment is one of a message. Payload may be null, and fallbacks carry title and address beside it.
type Attachment struct {
	Type    Text              `json:"type"`
	Title   Text              `json:"title"`
	URL     Text              `json:"url"`
	Payload AttachmentPayload `json:"payload"`
}

// AttachmentPayload is what the kinds of attachment carry, together.
type AttachmentPayload struct {
	URL          Text `json:"url"`
	Title        Text `json:"title"`
	ID           ID   `json:"id"`
	AttachmentID ID   `json:"attachment_id"`
	StickerID    ID   `json:"sticker_id"`
	ReelID       ID   `json:"reel_video_id"`
	PostID       ID   `json:"ig_post_media_id"`
	Booking      ID   `json:"booking_id"`
	Status       Text `json:"status"`
	Start        Int  `json:"start_time"`
	End          Int  `json:"end_time"`
	Zone         Text `json:"timezone"`
	Coordinates  *struct {
		Lat  float64 `json:"lat"`
		Long float64 `json:"long"`
	} `json:"coordinates"`
	Product *struct {
		Elements []struct {
			ID       ID   `json:"id"`
			Retailer ID   `json:"retailer_id"`
			Image    Text `json:"image_url"`
			Title    Text `json:"title"`
			Subtitle Text `json:"subtitle"`
		} `json:"elements"`
	} `json:"product"`
}

// Attachments are those of a message. An odd one is one of an unknown type, and costs neither the others nor the text.
type Attachments []Attachment

// UnmarshalJSON implements json.Unmarshaler.
func (a *Attachments) UnmarshalJSON(b []byte) error {
	*a = nil
	for _, raw := range Elements(b) {
		var one Attachment
		if json.Unmarshal(raw, &one) != nil {
			one = Attachment{}
			var kind struct {
				Type Text `json:"type"`
			}
			if json.Unmarshal(raw, &kind) == nil {
				one.Type = kind.Type
			}
		}
		*a = append(*a, one)
	}
	return nil
}

// Link is where the attachment lies, wherever it says so.
func (a Attachment) Link() string {
	if a.Payload.URL != "" {
		return string(a.Payload.URL)
	}
	return string(a.URL)
}

// Name is the title, wherever it stands.
func (a Attachment) Name() string {
	if a.Payload.Title != "" {
		return string(a.Payload.Title)
	}
	return string(a.Title)
}

// Postback is a pressed button.
type Postback struct {
	MID      ID        `json:"mid"`
	Title    Text      `json:"title"`
	Payload  ID        `json:"payload"`
	Referral *Referral `json:"referral"`
}

// Referral is how a guest came.
type Referral struct {
	Ref     ID   `json:"ref"`
	Source  Text `json:"source"`
	Type    Text `json:"type"`
	AdID    ID   `json:"ad_id"`
	Referer Text `json:"referer_uri"`
	Product *struct {
		ID ID `json:"id"`
	} `json:"product"`
	Ad *struct {
		Title Text `json:"ad_title"`
		Photo Text `json:"photo_url"`
		Video Text `json:"video_url"`
		Post  ID   `json:"post_id"`
	} `json:"ads_context_data"`
}

// Event is the referral as an event carries it.
func (r *Referral) Event() *channel.Referral {
	if r == nil {
		return nil
	}
	out := &channel.Referral{Source: string(r.Source), Ref: string(r.Ref), AdID: string(r.AdID), URL: string(r.Referer)}
	if r.Ad != nil {
		out.Title = string(r.Ad.Title)
	}
	return out
}

// Control is a change of who owns a thread.
type Control struct {
	Before ID `json:"previous_owner_app_id"`
	After  ID `json:"new_owner_app_id"`
	Wants  ID `json:"requested_owner_app_id"`
}

// entry is one of a body. Its lists are read one by one, so that an odd element costs itself alone.
type entry struct {
	ID        ID              `json:"id"`
	Time      Int             `json:"time"`
	Messaging json.RawMessage `json:"messaging"`
	Standby   json.RawMessage `json:"standby"`
	Changes   json.RawMessage `json:"changes"`
}

// Decode implements channel.Adapter's.
func (d Messaging) Decode(body []byte) ([]channel.Event, error) {
	var top struct {
		Object Text            `json:"object"`
		Entry  json.RawMessage `json:"entry"`
		Field  Text            `json:"field"`
		Value  json.RawMessage `json:"value"`
	}
	if json.Unmarshal(body, &top) != nil {
		return nil, ErrShape
	}
	if top.Object == "" && top.Field != "" {
		// What the dashboard's button of a single field sends.
		return []channel.Event{d.change("", time.Time{}, body)}, nil
	}
	if string(top.Object) != d.Object {
		return nil, ErrShape
	}
	var events []channel.Event
	for _, raw := range Elements(top.Entry) {
		var e entry
		if json.Unmarshal(raw, &e) != nil {
			events = append(events, channel.Event{Kind: channel.EventUnknown, Raw: raw})
			continue
		}
		account, at := string(e.ID), e.Time.Millis()
		before := len(events)
		for _, raw := range Elements(e.Messaging) {
			events = append(events, d.incoming(account, at, false, raw)...)
		}
		for _, raw := range Elements(e.Standby) {
			events = append(events, d.incoming(account, at, true, raw)...)
		}
		for _, raw := range Elements(e.Changes) {
			events = append(events, d.change(account, at, raw))
		}
		if len(events) == before {
			events = append(events, channel.Event{Kind: channel.EventUnknown, Account: account, At: at, Raw: raw})
		}
	}
	return events, nil
}

// Elements are those of a JSON array; what is no array is a single element, and nothing is none.
func Elements(raw json.RawMessage) []json.RawMessage {
	if len(raw) == 0 || string(raw) == "null" {
		return nil
	}
	var all []json.RawMessage
	if json.Unmarshal(raw, &all) != nil {
		return []json.RawMessage{raw}
	}
	return all
}

func (d Messaging) change(account string, at time.Time, raw json.RawMessage) channel.Event {
	e := channel.Event{Kind: channel.EventUnknown, Account: account, At: at, Raw: raw}
	var c struct {
		Field Text            `json:"field"`
		Value json.RawMessage `json:"value"`
	}
	if json.Unmarshal(raw, &c) == nil && d.Change != nil {
		done := e
		if d.Change(&done, string(c.Field), c.Value) {
			return done
		}
	}
	return e
}

// incoming decodes one element. A message that came by a referral is two events: the referral is about the guest.
func (d Messaging) incoming(account string, at time.Time, standby bool, raw json.RawMessage) []channel.Event {
	e := channel.Event{Kind: channel.EventUnknown, Account: account, At: at, Standby: standby, Raw: raw}
	var in Incoming
	if json.Unmarshal(raw, &in) != nil {
		return []channel.Event{e}
	}
	if t := in.Timestamp.Millis(); !t.IsZero() {
		e.At = t
	}
	e.Guest = guest(in.guestID(account))
	if d.Other != nil {
		other := e
		if d.Other(&other, &in) {
			return []channel.Event{other}
		}
	}
	switch {
	case in.Message != nil:
		d.message(&e, in.Message)
	case in.Postback != nil:
		in.postback(&e)
	case in.Reaction != nil:
		e.Kind, e.ID = channel.EventReaction, string(in.Reaction.MID)
		if in.Reaction.Action != "unreact" {
			e.Emoji = emoji(string(in.Reaction.Emoji), string(in.Reaction.Reaction))
		}
		e.Key = key("reaction", e.ID, string(in.Sender.ID), string(in.Reaction.Action), e.At)
	case in.Edit != nil:
		e.Kind, e.ID, e.Text, e.Revision = channel.EventEdit, string(in.Edit.MID), string(in.Edit.Text), int(in.Edit.Num)
		e.Key = "edit:" + e.ID + ":" + strconv.Itoa(e.Revision)
	case in.Delivery != nil:
		e.Kind = channel.EventStatus
		e.Status = &channel.Status{State: channel.StateDelivered, Before: in.Delivery.Watermark.Millis()}
		for _, id := range in.Delivery.MIDs {
			e.Status.IDs = append(e.Status.IDs, string(id))
		}
		e.Key = key("delivery", string(in.Sender.ID), e.Status.Before, len(e.Status.IDs))
		if len(e.Status.IDs) > 0 {
			e.ID = e.Status.IDs[0]
			e.Key += ":" + e.ID
		}
	case in.Read != nil:
		e.Kind, e.ID = channel.EventRead, string(in.Read.MID)
		e.Status = &channel.Status{State: channel.StateRead, Before: in.Read.Watermark.Millis()}
		if e.ID != "" {
			e.Status.IDs = []string{e.ID}
		}
		e.Key = key("read", string(in.Sender.ID), e.ID, e.Status.Before)
	case in.Referral != nil:
		e.Kind, e.Referral = channel.EventReferral, in.Referral.Event()
		e.Key = key("referral", string(in.Sender.ID), e.Referral.Ref, e.Referral.AdID, e.At)
	case in.Pass != nil:
		in.thread(&e, "pass", in.Pass)
	case in.Take != nil:
		in.thread(&e, "take", in.Take)
	case in.Request != nil:
		in.thread(&e, "request", in.Request)
	case in.Policy != nil:
		e.Kind = channel.EventAccount
		e.Notice = &channel.Notice{Kind: "policy_" + string(in.Policy.Action), Text: string(in.Policy.Reason)}
		e.Key = key("policy", e.Notice.Kind, e.At)
	case in.Roles != nil:
		e.Kind, e.Notice, e.Key = channel.EventAccount, &channel.Notice{Kind: "app_roles"}, key("roles", e.At)
	}
	// Without an id it could not be told from its repeat, and without a guest it belongs nowhere.
	if e.Key == "" || len(e.Guest.IDs) == 0 && e.Kind != channel.EventAccount {
		e.Kind = channel.EventUnknown
	}
	if e.Referral != nil && e.Kind == channel.EventMessage {
		came := channel.Event{Kind: channel.EventReferral, Account: e.Account, Guest: e.Guest, At: e.At, Standby: e.Standby,
			Key: "referral:" + e.Key, ID: e.ID, Referral: e.Referral, Raw: raw}
		e.Referral = nil
		return []channel.Event{came, e}
	}
	return []channel.Event{e}
}

// guestID is the end of the thread that is not the account: the sender of what a guest does, the recipient of an echo.
func (in *Incoming) guestID(account string) ID {
	if in.Message != nil && in.Message.Echo || string(in.Sender.ID) == account && in.Recipient.ID != "" {
		return in.Recipient.ID
	}
	return in.Sender.ID
}

func guest(id ID) channel.Guest {
	if id == "" {
		return channel.Guest{}
	}
	return channel.Guest{IDs: []string{string(id)}}
}

func (d Messaging) message(e *channel.Event, m *Message) {
	e.Kind, e.ID, e.Key, e.Text = channel.EventMessage, string(m.MID), string(m.MID), string(m.Text)
	if m.Deleted {
		e.Kind, e.Text = channel.EventUnsend, ""
		if e.Key != "" {
			e.Key = "unsend:" + e.Key
		}
		return
	}
	if m.QuickReply != nil {
		e.Choice = string(m.QuickReply.Payload)
	}
	if m.ReplyTo != nil {
		e.ReplyTo = string(m.ReplyTo.MID)
		if s := m.ReplyTo.Story; s != nil {
			e.Shared = append(e.Shared, channel.Shared{Kind: "story_reply", URL: string(s.URL), ID: string(s.ID)})
		}
	}
	e.Referral = m.Referral.Event()
	if len(m.Attachments) > 0 && d.Attach != nil {
		d.Attach(e, m.Attachments)
	}
	e.Unsupported = e.Unsupported || m.Unsupported
	if m.Echo {
		e.Kind = channel.EventEcho
		e.Echo = &channel.Echo{App: string(m.App), Ours: string(m.Metadata), Automatic: d.Automatic != nil && d.Automatic(m)}
		e.Referral = nil
	}
}

func (in *Incoming) postback(e *channel.Event) {
	p := in.Postback
	e.Kind, e.ID, e.Text, e.Choice = channel.EventMessage, string(p.MID), string(p.Title), string(p.Payload)
	e.Referral = p.Referral.Event()
	e.Key = e.ID
	if e.Key == "" && !e.At.IsZero() {
		e.Key = key("postback", string(in.Sender.ID), e.At, e.Choice)
	}
}

func (in *Incoming) thread(e *channel.Event, how string, c *Control) {
	e.Kind = channel.EventThread
	e.Thread = &channel.Thread{Owner: string(c.After)}
	if how == "request" {
		e.Thread = &channel.Thread{Owner: string(c.Wants), Asked: true}
	}
	e.Key = key("thread", how, string(in.Sender.ID), e.Thread.Owner, e.At)
}

// key puts together what tells a repeat.
func key(kind string, parts ...any) string {
	for _, p := range parts {
		switch v := p.(type) {
		case string:
			kind += ":" + v
		case int:
			kind += ":" + strconv.Itoa(v)
		case time.Time:
			if v.IsZero() {
				kind += ":-"
			} else {
				kind += ":" + strconv.FormatInt(v.UnixMilli(), 10)
			}
		}
	}
	return kind
}

// emoji is a reaction as a sign: old clients send its name alone.
func emoji(sign, name string) string {
	if sign != "" {
		return sign
	}
	if s, ok := reactions[name]; ok {
		return s
	}
	return "👍"
}

var reactions = map[string]string{"smile": "😆", "angry": "😠", "sad": "😢", "wow": "😮", "love": "❤️", "like": "👍", "dislike": "👎", "other": "💬"}

package wire

import (
	"encoding/json"

	"deskbell/internal/desk"
)

// Frame is one publication on the agents' connection. T says which of the others are set.
type Frame struct {
	T              string       `json:"t"`
	ConversationID string       `json:"conversation_id,omitempty"`
	Entry          *Entry       `json:"entry,omitempty"`
	Card           *CardInFrame `json:"card,omitempty"` // of FrameCard
	Author         *Author      `json:"author,omitempty"`
	On             *bool        `json:"on,omitempty"`
	Viewers        *[]Viewer    `json:"viewers,omitempty"`
	TurnID         string       `json:"turn_id,omitempty"`
	Text           string       `json:"text,omitempty"`
	Seq            int64        `json:"seq,omitempty"`
	By             *Who         `json:"by,omitempty"`
	UserID         string       `json:"user_id,omitempty"`
	Duty           string       `json:"duty,omitempty"`
	Until          string       `json:"until,omitempty"` // of a duty
	Reach          string       `json:"reach,omitempty"`
	Ring           *Ring        `json:"ring,omitempty"`
	Rings          []Ring       `json:"rings,omitempty"` // several that changed at once; they come without Ring
	RingID         string       `json:"ring_id,omitempty"`
	PropertyID     string       `json:"property_id,omitempty"`
	Number         int64        `json:"number,omitempty"` // of a ticket
	How            string       `json:"how,omitempty"`
	What           string       `json:"what,omitempty"`
	Quiet          bool         `json:"quiet,omitempty"` // a reminder without a sound
	EntryID        string       `json:"entry_id,omitempty"`
	Delivery       *Delivery    `json:"delivery,omitempty"` // of EntryID
}

// Who is somebody on the desk, as others there see them.
type Who struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Encode is the frame's JSON. A Frame always has one.
func (f Frame) Encode() []byte { return Encode(f) }

// Encode is v's JSON, for the types of this package, which always have one.
func Encode(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // a type of this package that cannot be encoded is a mistake in it, found by its tests
	}
	return b
}

// FrameCard is a card for a frame. The client lays it over the card it has, so what ended must be there as null: absent
// members would keep what they were.
func FrameCard(c Card) *CardInFrame {
	c.Last, c.Viewers, c.Can, c.Unread = nil, nil, nil, 0
	return &CardInFrame{Card: c, Page: c.Page, Request: c.Request, Offer: c.Offer,
		GuestAt: null(c.GuestAt), UnansweredSince: null(c.UnansweredSince), UnansweredKind: null(c.UnansweredKind),
		AgentGone: null(c.AgentGone), Feeling: null(c.Feeling), Attention: null(c.Attention), Group: c.Group, Thread: c.Thread}
}

// CardInFrame hides members of Card that may be absent behind members that may be null.
type CardInFrame struct {
	Card
	Group           string     `json:"group"`
	Page            *Page      `json:"page"`
	GuestAt         *string    `json:"guest_at"`
	UnansweredSince *string    `json:"unanswered_since"`
	UnansweredKind  *string    `json:"unanswered_kind"`
	Request         *Request   `json:"request"`
	Offer           *CardOffer `json:"offer"`
	AgentGone       *string    `json:"agent_gone"`
	Feeling         *string    `json:"feeling"`
	Attention       *string    `json:"attention"`
	Thread          *Thread    `json:"thread"`
}

func null(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// NoticeFrame tells one agent something: what a desk.Notice says. seq is the newest entry, for a guest's word in one
// of mine.
func NoticeFrame(n desk.Notice, seq int64, people People) Frame {
	f := Frame{T: string(n.Kind), ConversationID: n.ConversationID, Quiet: n.Quiet}
	if n.Kind == desk.NoticeMine {
		f.Seq = seq
	}
	if n.ByAgentID != "" {
		f.By = &Who{ID: n.ByAgentID, Name: nameOf(people, n.ByAgentID)}
	}
	return f
}

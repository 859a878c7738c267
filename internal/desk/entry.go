package desk

import "time"

// EntryKind is the kind of one numbered thing in a conversation.
type EntryKind string

// The kinds of entry.
const (
	EntryMessage EntryKind = "message"
	EntryNote    EntryKind = "note" // agents only
	EntrySystem  EntryKind = "system"
	EntryEdit    EntryKind = "edit"
	EntryControl EntryKind = "control" // a change of controller
)

// AuthorKind is who an entry is from.
type AuthorKind string

// The kinds of author.
const (
	AuthorGuest     AuthorKind = "guest"
	AuthorAssistant AuthorKind = "assistant"
	AuthorAgent     AuthorKind = "agent"
	AuthorSystem    AuthorKind = "system"
)

// Author is who an entry is from. Name is what the guest may read ("Ana", "digital assistant").
type Author struct {
	Kind AuthorKind `json:"kind"`
	ID   string     `json:"id,omitempty"`
	Name string     `json:"name,omitempty"`
}

// LineCode is the stable name of a system or control entry's text.
type LineCode string

// The lines. Those marked (desk) are for the people at the desk only.
const (
	LineWaiting       LineCode = "waiting"          // Please wait while we connect you to an agent
	LineStillWaiting  LineCode = "still_connecting" // the first wait passed, or a promise was broken
	LineNobodyFree    LineCode = "nobody_free"      // the second wait passed
	LineClosed        LineCode = "closed"           // nobody is available now
	LineOpens         LineCode = "opens"            // only words: those of LineClosed where it is known when the desk opens
	LineCannotHelp    LineCode = "cannot_help"      // a turn failed
	LineJoined        LineCode = "joined"
	LinePromised      LineCode = "promised"
	LineHandedBack    LineCode = "handed_back"
	LineAssistantBack LineCode = "assistant_back" // after a cancel or Keep chatting
	LineWithYou       LineCode = "with_you"       // the guest asks while an agent is there
	LineStillWithYou  LineCode = "still_with_you" // the reminder passed
	LineRelieved      LineCode = "relieved"       // the relief passed and somebody else is rung
	LineMeanwhile     LineCode = "meanwhile"      // the agent has been told; the assistant helps until then
	LineLost          LineCode = "lost"
	LineBack          LineCode = "back" // the lost agent returned
	LineResolved      LineCode = "resolved"
	LineReopened      LineCode = "reopened"
	LineTicket        LineCode = "ticket"
	LineEmergency     LineCode = "emergency"
	LineRated         LineCode = "rated"          // (desk)
	LineTransferred   LineCode = "transferred"    // (desk)
	LineTransferEnded LineCode = "transfer_ended" // (desk)
	LineRequestEnded  LineCode = "request_ended"  // (desk)
	LineDeclined      LineCode = "declined"       // (desk)
	LineOutside       LineCode = "outside"        // (desk) a person answers in the channel's own app
	LineTurnFailed    LineCode = "turn_failed"    // (desk) not answered: assistant unavailable
	LineTurnRetried   LineCode = "turn_retried"   // (desk) an attempt failed, another follows
	LineSkipped       LineCode = "skipped"        // (desk) a notice was overtaken by what came after it
	LineShiftEnded    LineCode = "shift_ended"    // (desk)
	LineMerged        LineCode = "merged"         // (desk) another conversation of the same guest became part of this one
	LineFacts         LineCode = "facts"          // (desk) something was settled without words to the guest
	LineUnavailable   LineCode = "unavailable"    // (desk) a wish that met nobody, with its cause
	LineLeaveHere     LineCode = "leave_here"     // a message for the desk is written in the thread itself
	LineLeaveMail     LineCode = "leave_mail"     // only words: those of LineLeaveHere where the channel may close before the desk opens
	LineTicketHere    LineCode = "ticket_here"    // only words: those of LineTicket where the answer comes in the same thread
	LineThread        LineCode = "thread"         // (desk) another app holds the thread
	LineThreadOurs    LineCode = "thread_ours"    // (desk) no other app holds the thread any more
	LineReferral      LineCode = "referral"       // (desk) how the guest came
	LineUnsaid        LineCode = "unsaid"         // (desk) the assistant's answer did not leave any more
)

// Line is an entry that the rules write: what it says, not how. The use cases render the text in the guest's
// language with the property's own words.
type Line struct {
	Kind EntryKind
	Code LineCode
	// Public says that the guest sees it.
	Public bool
	// Agent is the person it names.
	Agent string
	// Minutes is the promise's length, where it names one.
	Minutes int
	// Reason refines it for the desk (a request's end, a cause).
	Reason string
}

// Message is what somebody writes, as it goes into a conversation. Text is cleaned and within limits.
type Message struct {
	// ID is the entry's; ClientID the sender's own (idempotency), ProviderID the outside channel's.
	ID         string
	ClientID   string
	ProviderID string
	Author     Author
	Text       string
	Files      []File
	// Answer is set on the assistant's messages.
	Answer *Answer
	// Carried is what only outside channels know; nil for most.
	Carried *Carried
}

// Answer is what the people at the desk may know about an assistant's message, and the choices it gives.
type Answer struct {
	Decision    string       `json:"decision"` // answer, suggest, cannot_help, greeting, small_talk, opportunity
	Confidence  float64      `json:"confidence,omitempty"`
	Sources     []Source     `json:"sources,omitempty"`
	Suggestions []Suggestion `json:"suggestions,omitempty"`
	OfferHuman  bool         `json:"offer_human,omitempty"`
	// Language is the one it is written in, which is the question's where the assistant speaks that.
	Language string `json:"language,omitempty"`
	// About names what a built-in answer answers; the guest reads it before the answer.
	About string `json:"about,omitempty"`
	// Intent is what the guest wants where it is no question: booking, change, complaint, service, booked, not_asked …
	Intent string `json:"intent,omitempty"`
	// Link is where the guest goes on by themselves.
	Link *Link `json:"link,omitempty"`
	// OfferBooking lets the guest prove a booking beside it.
	OfferBooking bool `json:"offer_booking,omitempty"`
}

// Link leads to a page of the property's own; Text is what it is called.
type Link struct {
	URL  string `json:"url"`
	Text string `json:"text"`
}

// Source is what an answer was taken from. Guests are not shown it.
type Source struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Kind  string `json:"kind"` // fact, entry
}

// Suggestion is a question the guest may have meant; pressing it sends Text.
type Suggestion struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// File is a picture or document in a message. Key is its unguessable name in the file room.
type File struct {
	ID     string `json:"id"`
	Key    string `json:"key"`
	Name   string `json:"name"`
	Type   string `json:"type"`
	Size   int64  `json:"size"`
	Width  int    `json:"width,omitempty"`
	Height int    `json:"height,omitempty"`
}

// Entry is one numbered thing in a conversation, as stored. Entries never change; a correction is a new one.
type Entry struct {
	ID             string
	ConversationID string
	PropertyID     string
	ContactID      string
	Seq            int64
	// PrevPublic is the seq of the entry before this one that the guest may see; the desk sees all, so its
	// previous seq is always Seq-1.
	PrevPublic int64
	Public     bool
	Kind       EntryKind
	Author     Author
	Text       string
	Code       LineCode
	Params     map[string]string
	ClientID   string
	ProviderID string
	Files      []File
	Answer     *Answer
	Carried    *Carried
	// Correction is set on an EntryEdit.
	Correction *Correction
	// Reactions, Edited and Unsent are how a message stands now, where Standing was asked; no row holds them.
	Reactions []Reaction
	Edited    bool
	Unsent    bool
	Epoch     int64 // the control epoch after it
	At        time.Time
}

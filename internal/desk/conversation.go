package desk

import "time"

// Channel is the kind of place a guest writes from.
type Channel string

// The channels.
const (
	ChannelWeb       Channel = "web"
	ChannelMessenger Channel = "messenger"
	ChannelInstagram Channel = "instagram"
	ChannelWhatsApp  Channel = "whatsapp"
	ChannelAPI       Channel = "api"
)

// Status says whether a conversation is going on. It says nothing about who controls it.
type Status string

// The statuses.
const (
	StatusOpen     Status = "open"
	StatusResolved Status = "resolved"
)

// ControllerKind says who may answer the guest now.
type ControllerKind string

// The kinds of controller.
const (
	ControllerAssistant ControllerKind = "assistant"
	ControllerWaiting   ControllerKind = "waiting" // a request rings or is promised; the assistant may help meanwhile
	ControllerAgent     ControllerKind = "agent"
	ControllerOutside   ControllerKind = "outside" // a person answers in the channel's own app
)

// Controller is who may answer the guest now. AgentID is set for ControllerAgent only.
type Controller struct {
	Kind    ControllerKind `json:"kind"`
	AgentID string         `json:"agent_id,omitempty"`
}

// Conversation is the identity of a conversation and the facts that others look it up by.
type Conversation struct {
	ID         string
	PropertyID string
	// AccountID is the channel account (for the web: the property's website) the guest wrote to.
	AccountID string
	ContactID string
	Channel   Channel
	Status    Status
	// Controller and Epoch change together: every change of Controller raises Epoch by one (a take and hand
	// back in one transaction by two).
	Controller Controller
	Epoch      int64
	// LastSeq numbers the newest entry. It is the version: a save succeeds only where it is still the loaded one.
	LastSeq int64
	// LastPublicSeq is the newest entry that a guest may see.
	LastPublicSeq int64
	// Language is the guest's, as BCP 47; "" until known.
	Language string
	// Test marks a conversation held by the people who set the property up; counts and reports leave it out.
	Test      bool
	StartedAt time.Time
	// GuestAt is when the guest last wrote; LastAt when guest, assistant or agent last did (system lines do not count).
	GuestAt    time.Time
	LastAt     time.Time
	ResolvedAt time.Time
	// MergedInto is the conversation that this one is a part of by now; "" for all but a few. Nothing happens to a
	// merged one any more: whoever looks for it is led on.
	MergedInto string
}

// Facts are what the rules remember of a conversation beside its rows. They are stored as one document
// with the conversation, because only the rules read them.
type Facts struct {
	// GuestSeq is the guest's newest message.
	GuestSeq int64 `json:"guest_seq,omitempty"`
	// UnansweredSeq and UnansweredAt are the first guest message that has no answer; 0 if none.
	UnansweredSeq int64     `json:"unanswered_seq,omitempty"`
	UnansweredAt  time.Time `json:"unanswered_at,omitzero"`
	// LaterSeq and LaterAt are the first guest message that came after the one the open turn names; 0 if none did.
	LaterSeq int64     `json:"later_seq,omitempty"`
	LaterAt  time.Time `json:"later_at,omitzero"`
	// WishAt is when the guest asked for a person, as long as no person has written since and nothing else
	// settled the wish; zero otherwise.
	WishAt time.Time `json:"wish_at,omitzero"`
	// AnsweredSeq is the newest guest message that the assistant or a person has answered; SettledSeq the newest one
	// that is settled for good, by a person, a ticket, a resolve or as a wish: withdrawing an answer does not undo that.
	AnsweredSeq int64 `json:"answered_seq,omitempty"`
	SettledSeq  int64 `json:"settled_seq,omitempty"`
	// HumanSince is when a person last took, accepted or took over: the relief runs from then at the earliest, the
	// reminder from RemindSince, which a transfer accepted leaves as it was.
	HumanSince  time.Time `json:"human_since,omitzero"`
	RemindSince time.Time `json:"remind_since,omitzero"`
	// HumanAt is when a person last wrote to the guest, in Deskbell or outside.
	HumanAt time.Time `json:"human_at,omitzero"`
	// Reminded says that the reminder for the unanswered message at hand has passed.
	Reminded bool `json:"reminded,omitempty"`
	// LostAgentID is the agent in control whose devices have been silent for the lost limit while nothing was
	// unanswered: the next guest message or wish makes it a request at once.
	LostAgentID string `json:"lost_agent_id,omitempty"`
	// ShiftEnded says that the agent in control has ended the shift or signed out and is being handed on.
	ShiftEnded bool `json:"shift_ended,omitempty"`
	// KeepWaitingUsed says that Keep waiting was taken since somebody last answered; it is offered once.
	KeepWaitingUsed bool `json:"keep_waiting_used,omitempty"`
	// FormID is the form that last became a ticket: the same one again makes no second.
	FormID string `json:"form_id,omitempty"`
	// TicketNumber is what the guest last left for the desk, and ReplyBy what was promised for it: filled in by
	// whoever made the ticket.
	TicketNumber int64     `json:"ticket_number,omitempty"`
	ReplyBy      time.Time `json:"reply_by,omitzero"`
	// EmergencyAt is when an emergency was last found, until the guest cancels or the conversation is resolved.
	EmergencyAt time.Time `json:"emergency_at,omitzero"`
	// NoAnswer says that the assistant's last answer was cannot help, or failed, and nothing has answered since.
	NoAnswer bool `json:"no_answer,omitempty"`
	// ReopenedAt is when it was last reopened; quiet runs from then at the earliest.
	ReopenedAt time.Time `json:"reopened_at,omitzero"`

	// What follows is of outside channels only.

	// WindowFrom is when the guest last did what lets the channel be written to, by its clock.
	WindowFrom time.Time `json:"window_from,omitzero"`
	// ThreadOwner is the other app that holds the guest's thread, "" where it is ours; ThreadAt when that was last said, by
	// the channel's clock: older words about it count no more.
	ThreadOwner string    `json:"thread_owner,omitempty"`
	ThreadAt    time.Time `json:"thread_at,omitzero"`
	// LeavingAt is when the guest chose to leave a message in the thread itself, as long as that is not over: LeavingSeq is
	// the first message of it (0: none yet) and LeavingLast when the newest one came.
	LeavingAt   time.Time `json:"leaving_at,omitzero"`
	LeavingSeq  int64     `json:"leaving_seq,omitempty"`
	LeavingLast time.Time `json:"leaving_last,omitzero"`
	// Asked are the choices that the guest was last given, and Joined is the agent whose *joined* line travels with their
	// first message: the door keeps both, the rules do not look at them.
	Asked  string `json:"asked,omitempty"`
	Joined string `json:"joined,omitempty"`
	// Voice is whom the guest last read a message of.
	Voice AuthorKind `json:"voice,omitempty"`
	// Mood is how the guest fares; the rules do not look at it either.
	Mood Mood `json:"mood,omitzero"`
	// Topic is what it is about; Told counts the assistant's answers, Untold how often it could not help: for the desk and its reports.
	Topic  Topic `json:"topic,omitempty"`
	Told   int   `json:"told,omitempty"`
	Untold int   `json:"untold,omitempty"`
	// Opportunity is what the guest has in mind, as the assistant understood it; the door keeps it, too.
	Opportunity Opportunity `json:"opportunity,omitzero"`
	// LargeSeq is the guest's message with which it was worth the figure from which it rings; 0 is never.
	LargeSeq int64 `json:"large_seq,omitempty"`
}

// State is everything that the rules look at and change. Request, Offer and Turn are the open or newest ones,
// nil where there is none. States are values: Decide never changes the one that it is given.
type State struct {
	Conversation
	Facts   Facts
	Request *Request
	Offer   *Offer
	Turn    *Turn
	// Timers are the armed ones, at most one of each kind.
	Timers []Timer
}

// RequestKind says why people are rung.
type RequestKind string

// The kinds of request.
const (
	RequestPerson    RequestKind = "person"
	RequestTransfer  RequestKind = "transfer"
	RequestEmergency RequestKind = "emergency"
)

// RequestStage says what an open request does.
type RequestStage string

// The stages. An ended request keeps its last stage; End tells that it ended.
const (
	StageRinging  RequestStage = "ringing"
	StagePromised RequestStage = "promised"
)

// RequestEnd is how a request ended, exactly once.
type RequestEnd string

// The ends. The empty end is an open request.
const (
	EndAccepted  RequestEnd = "accepted"
	EndCancelled RequestEnd = "cancelled" // by the guest
	EndClosed    RequestEnd = "closed"    // by the desk: resolve, echo, hand back, take over, taken back
	EndExpired   RequestEnd = "expired"
)

// RequestCause says what opened a request.
type RequestCause string

// The causes.
const (
	CauseGuest     RequestCause = "guest"
	CauseTransfer  RequestCause = "transfer"
	CauseLost      RequestCause = "lost"
	CauseRelief    RequestCause = "relief"
	CauseShift     RequestCause = "shift"
	CauseOutside   RequestCause = "outside"
	CauseMeanwhile RequestCause = "meanwhile" // the guest asked the assistant meanwhile, past the reminder
	CauseEmergency RequestCause = "emergency"
)

// Request is a guest's wish for a person, a transfer, or an emergency: at most one is open per conversation.
type Request struct {
	ID    string       `json:"id"`
	Kind  RequestKind  `json:"kind"`
	Stage RequestStage `json:"stage"`
	Cause RequestCause `json:"cause"`
	// OpenedAt is when it began; StageAt when the present wait or promise began; Wait which wait runs (1 or 2; 3 is
	// an emergency that rings on past both). Round counts how often the waits began anew, and so names their timers.
	OpenedAt time.Time `json:"opened_at"`
	StageAt  time.Time `json:"stage_at"`
	Wait     int       `json:"wait"`
	Round    int       `json:"round"`
	// Step is how far the property's chain was climbed because all who were rung said Can't now.
	Step int `json:"step,omitempty"`
	// FromAgentID is who transferred, was lost, was relieved or ended the shift.
	FromAgentID string `json:"from_agent_id,omitempty"`
	// LostFrom is the agent whose lost connection opened it, as long as coming back takes it back by itself.
	LostFrom string `json:"lost_from,omitempty"`
	// TargetAgentID is whom a transfer is meant for; "" is everyone eligible.
	TargetAgentID string `json:"target_agent_id,omitempty"`
	Note          string `json:"note,omitempty"`
	// PromisedBy and PromisedUntil are set in StagePromised; PromiseUsed once a promise was made (one a request).
	PromisedBy    string    `json:"promised_by,omitempty"`
	PromisedUntil time.Time `json:"promised_until,omitzero"`
	PromiseUsed   bool      `json:"promise_used,omitempty"`
	// Rung and Declined are agents who were rung, and those of them who said Can't now.
	Rung     []string `json:"rung,omitempty"`
	Declined []string `json:"declined,omitempty"`
	// OfferUsed says that the guest left a message during it and has neither written nor asked since.
	OfferUsed bool `json:"offer_used,omitempty"`
	// GuestLeft says that the guest had left the page when it expired.
	GuestLeft bool       `json:"guest_left,omitempty"`
	End       RequestEnd `json:"end,omitempty"`
	EndedAt   time.Time  `json:"ended_at,omitzero"`
	EndedBy   string     `json:"ended_by,omitempty"`
}

// Open reports whether the request still rings or is promised.
func (r *Request) Open() bool { return r != nil && r.End == "" }

// OfferState is what became of an offer.
type OfferState string

// The states of an offer.
const (
	OfferShown     OfferState = "shown"
	OfferUsed      OfferState = "used"
	OfferDismissed OfferState = "dismissed"
)

// OfferCause says why an offer was last shown.
type OfferCause string

// The causes.
const (
	OfferFailed      OfferCause = "failed"      // the assistant could not answer
	OfferUnavailable OfferCause = "unavailable" // the guest asked for a person, and none was available
	OfferExpired     OfferCause = "expired"     // the second wait passed
	OfferReminder    OfferCause = "reminder"    // the agent in control has not answered
	OfferRelief      OfferCause = "relief"      // nor has after the relief, and nobody else was there
	OfferWish        OfferCause = "wish"        // the assistant controls again, and the wish still stands
)

// Offer is the choice that stands where nobody else will answer: leave a message, keep chatting, perhaps keep waiting.
type Offer struct {
	ID      string     `json:"id"`
	State   OfferState `json:"state"`
	ShownAt time.Time  `json:"shown_at"`
	Cause   OfferCause `json:"cause,omitempty"`
	// KeepWaiting says that an expiry offered to wait once more.
	KeepWaiting bool `json:"keep_waiting,omitempty"`
	// Meanwhile says that the guest may ask the assistant meanwhile (past an agent's reminder).
	Meanwhile bool `json:"meanwhile,omitempty"`
	// FormAt is when the guest last changed a begun form; zero if none was begun.
	FormAt time.Time `json:"form_at,omitzero"`
}

// Shown reports whether the offer stands on the guest's screen.
func (o *Offer) Shown() bool { return o != nil && o.State == OfferShown }

// TurnEnd is what became of a turn.
type TurnEnd string

// The ends of a turn. The empty end is an open turn.
const (
	TurnAnswered  TurnEnd = "answered"
	TurnFailed    TurnEnd = "failed"
	TurnWithdrawn TurnEnd = "withdrawn"
)

// Turn is one answer that the assistant owes: at most one is open per conversation.
type Turn struct {
	ID string `json:"id"`
	// ForSeq is the newest guest message that the answer is to; Epoch the epoch under which it may be given.
	ForSeq int64     `json:"for_seq"`
	Epoch  int64     `json:"epoch"`
	OwedAt time.Time `json:"owed_at"`
	// Attempts counts the failed ones; three end the turn.
	Attempts int `json:"attempts,omitempty"`
	// NotBefore delays the next attempt after a failed one.
	NotBefore time.Time `json:"not_before,omitzero"`
	End       TurnEnd   `json:"end,omitempty"`
	EndedAt   time.Time `json:"ended_at,omitzero"`
}

// Open reports whether the answer is still owed.
func (t *Turn) Open() bool { return t != nil && t.End == "" }

// TimerKind names a clock of conversation.md.
type TimerKind string

// The clocks.
const (
	TimerFirstWait    TimerKind = "first_wait"
	TimerSecondWait   TimerKind = "second_wait"
	TimerPromise      TimerKind = "promise"
	TimerReminder     TimerKind = "reminder"
	TimerRelief       TimerKind = "relief"
	TimerTurn         TimerKind = "turn"         // 30 s after a turn was owed
	TimerOutsideWait  TimerKind = "outside_wait" // unanswered for the first wait under outside
	TimerOutside      TimerKind = "outside"      // no human line for 12 h
	TimerTransferWait TimerKind = "transfer_wait"
	TimerQuiet        TimerKind = "quiet"
	TimerLeaving      TimerKind = "leaving" // a message left in the thread is complete, or nothing came
)

// Expires reports whether the clock ends something. The others are notices, which are skipped where they were overtaken;
// after downtime an expiry comes OverdueGrace after the return, a notice at once.
func (k TimerKind) Expires() bool { return k != TimerFirstWait && k != TimerReminder }

// Timer is a clock that runs. For names what it was armed for (a request and its stage, an epoch and the first
// unanswered message, a turn): a timer that fires when that is no longer so does nothing.
type Timer struct {
	Kind  TimerKind `json:"kind"`
	For   string    `json:"for"`
	DueAt time.Time `json:"due_at"`
}

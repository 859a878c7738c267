package desk

import "time"

// EventKind names something that happens to a conversation: a row of conversation.md.
type EventKind string

// The events. Who may bring which is in the comment; Decide checks what depends on the state.
const (
	// From the guest.
	EventGuestWrites    EventKind = "guest_writes"
	EventGuestAsks      EventKind = "guest_asks_for_a_person" // the button, or words that the assistant took as a wish
	EventGuestCancels   EventKind = "guest_cancels"
	EventKeepChatting   EventKind = "keep_chatting"
	EventKeepWaiting    EventKind = "keep_waiting"
	EventAskMeanwhile   EventKind = "asks_the_assistant_meanwhile"
	EventFormBegun      EventKind = "form_begun"
	EventMessageLeft    EventKind = "leaves_a_message"
	EventRating         EventKind = "rating"
	EventEmergencyFound EventKind = "emergency_found"
	// From the assistant's turn-taker. The message of an answer rides in Event.Message.
	EventTurnAnswered EventKind = "turn_answered"
	EventTurnFailed   EventKind = "turn_failed" // one attempt failed
	// From agents.
	EventTakeControl   EventKind = "take_control"
	EventAccept        EventKind = "accept"
	EventReply         EventKind = "reply" // carries the writer's epoch; takes where no agent controls
	EventAnswerAndBack EventKind = "answer_and_hand_back"
	EventHandBack      EventKind = "hand_back"
	EventResolve       EventKind = "resolve"
	EventTakeOver      EventKind = "take_over"
	EventTransfer      EventKind = "transfer"
	EventTakeBack      EventKind = "take_transfer_back"
	EventPromise       EventKind = "promise"
	EventCannotNow     EventKind = "cannot_now"
	EventNote          EventKind = "note"
	EventReopen        EventKind = "reopen"
	// From presence and duty.
	EventAgentLost    EventKind = "agent_lost" // no sign of life of any device for 45 s
	EventAgentReturns EventKind = "agent_returns"
	EventShiftEnds    EventKind = "shift_ends"    // or signs out
	EventPromiserGone EventKind = "promiser_gone" // lost 45 s, or ended the shift
	EventGuestLeft    EventKind = "guest_is_gone"
	EventHoursEnd     EventKind = "hours_end" // or the switch goes off, or the last agent leaves
	// From the channel.
	EventEcho EventKind = "echo" // a person wrote in the channel's own app
	// EventLeaveHere is the guest's choice to leave a message where there is no form: in the thread itself.
	EventLeaveHere  EventKind = "leaves_a_message_here"
	EventThread     EventKind = "thread"     // another app holds the guest's thread now, or no other does
	EventCorrection EventKind = "correction" // an earlier message was changed
	EventReferral   EventKind = "referral"   // the guest came (again) by an advertisement or a link
	// EventUnsaid says that an answer of the assistant's was on its way as somebody took the conversation, came back, and was
	// withdrawn.
	EventUnsaid EventKind = "unsaid"
	// From the clock: Event.Timer says which.
	EventTimer EventKind = "timer"
)

// Event is one thing that happens. Only the fields that its kind needs are set.
type Event struct {
	Kind EventKind
	// Agent acts; Admin says that the agent may act as an Admin of the property.
	Agent string
	Admin bool
	// Confirmed says that the person was asked once more (resolve with something unanswered, take over).
	Confirmed bool
	// Epoch is the one the writer last saw, for a reply; -1 where it is read inside the transaction.
	Epoch int64
	// Message is what was written (guest_writes, reply, answer_and_hand_back, turn_answered, note, echo).
	Message *Message
	// RequestID names the request that a promise or Can't now is for; TurnID the turn that was answered or failed.
	RequestID string
	TurnID    string
	// Danger says that a guest's message, or one left for the desk, tells of an emergency: what follows from that
	// follows in the same step.
	Danger bool
	// Wish says that an answer of the assistant recognised the wish for a person.
	Wish bool
	// Target is whom a transfer is for ("" everyone); Note its note; Minutes a promise's length.
	Target  string
	Note    string
	Minutes int
	// Reason tells the cause of a failed turn, or the stars of a rating.
	Reason string
	// FormID names the form of a left message: the same one again makes no second ticket.
	FormID string
	// Timer is the one that fired.
	Timer Timer

	// What follows is of outside channels only.

	// Pressed is the guest's press of a button as it stands in the thread: what is chosen is the event itself.
	Pressed *Message
	// At is when it happened by the channel's clock, or when the guest wrote what is unanswered (unsaid); zero is now.
	At time.Time
	// Standby says that another app holds the thread, Old that it is from a history that was handed over.
	Standby, Old bool
	// Owner is who holds the thread, "" where we do (thread); Correction what an earlier message is now, and Seq its number
	// (correction), or that of the guest's message that has no answer (unsaid).
	Owner      string
	Correction *Correction
	Author     AuthorKind // whose change it is
	Seq        int64
	// Final says that trying again cannot help (turn_failed).
	Final bool
}

// Reach is how an agent's devices stand.
type Reach string

// The reaches that matter to the rules.
const (
	ReachHere         Reach = "here"
	ReachReconnecting Reach = "reconnecting" // silent for 30 s
	ReachLost         Reach = "lost"         // silent for 45 s
)

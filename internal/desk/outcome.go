package desk

import "time"

// Env is what the surroundings of a decision know. It is read inside the deciding transaction.
type Env struct {
	// Now is the transaction's one clock reading.
	Now time.Time
	// LiveChat are the property's settings for the conversation's channel.
	LiveChat LiveChat
	// Floor answers what depends on other rows; it is asked only where the answer matters.
	Floor Floor
	// NewID makes ids for new rows: unique, and rising with time.
	NewID func() string
	// Guest tells what is known of the guest's whereabouts; it is asked only where that matters. nil knows nothing.
	Guest func() GuestReach
	// Undelivered finds the first guest message after the given one whose answer by the assistant lies unclaimed in
	// the outbox. It is asked only where such deliveries are withdrawn; nil where a channel has no outbox (the web).
	Undelivered func(after int64) Undelivered
	// Chain is how many further steps the property's chain has beyond everyone on duty.
	Chain int
	// Watched says that the account is only watched: nothing can be answered there.
	Watched bool
}

// GuestReach says whether the guest left the page, and whether an e-mail address or phone number is known.
type GuestReach struct {
	Gone, Address bool
}

// Undelivered is a guest message whose answer has not left: Written.Answers and AnswersAt of the delivery. Seq 0 is
// none.
type Undelivered struct {
	Seq int64
	At  time.Time
}

// Floor answers what a decision needs to know about the people on duty.
type Floor interface {
	// Eligible lists the agents who would be rung now: on duty, reachable, of the property, below the limit.
	Eligible() []string
	// InHours reports whether live chat is switched on for the channel and within its hours.
	InHours() bool
	// Reach tells how an agent's devices stand.
	Reach(agentID string) Reach
}

// HeldChange takes (+1) or frees (-1) a place among the chats that an agent may hold. A taken place is refused at
// the limit where Limited; the save fails with CodeLimitReached then. Limit is the property's LiveChat.HeldLimit,
// filled in by the caller who saves.
type HeldChange struct {
	AgentID string
	By      int
	Limited bool
	Limit   int
}

// Settlement is what becomes of the assistant's unclaimed deliveries when the epoch rises.
type Settlement string

// The settlements.
const (
	SettleNothing  Settlement = ""
	SettleWithdraw Settlement = "withdraw"
	SettleRestamp  Settlement = "restamp"
)

// Written is one entry to append: either a rule's Line or a person's or the assistant's Message.
type Written struct {
	Line    *Line
	Message *Message
	// Note says that the message is an EntryNote, for the desk only.
	Note bool
	// Correction is what an earlier message is now, by Author.
	Correction *Correction
	Author     AuthorKind
	// Epoch is the control epoch after the entry. Entries of one outcome may differ in it; a delivery made from one
	// is stamped with State.Epoch.
	Epoch int64
	// Answers and AnswersAt are, on the assistant's messages, the first guest message that was unanswered before
	// it: a delivery keeps them for Env.Undelivered.
	Answers   int64
	AnswersAt time.Time
}

// Public reports whether the guest sees the entry.
func (w Written) Public() bool {
	if w.Line != nil {
		return w.Line.Public
	}
	return !w.Note && w.Correction == nil
}

// Notice tells one agent something that is no entry of the guest's.
type Notice struct {
	AgentID        string
	Kind           NoticeKind
	ByAgentID      string
	ConversationID string
	// Quiet says that the property wants no sound with it.
	Quiet bool
}

// NoticeKind is what a Notice says.
type NoticeKind string

// The notices.
const (
	NoticeTaken         NoticeKind = "taken"          // somebody else has what was yours or what you were rung for
	NoticeReminder      NoticeKind = "reminder"       // your guest waits
	NoticeRelieved      NoticeKind = "relieved"       // somebody else is rung for your guest
	NoticeRefusedByAll  NoticeKind = "transfer_ended" // your transfer found nobody
	NoticeMine          NoticeKind = "mine"           // the guest wrote in one of yours
	NoticePromiseBroken NoticeKind = "promise_broken"
	NoticePromiseVoid   NoticeKind = "promise_void" // somebody else answered what you promised
)

// The causes of Outcome.Ticket.
const (
	TicketLeft      = "left"       // the guest left a message
	TicketGuestLeft = "guest_left" // the request expired after the guest had gone, with an address known
)

// Outcome is what follows from an event. Entries are numbered by whoever saves it, in this order, and every change
// has at least one: an outcome without entries changed nothing and is saved nowhere (but see Rearm).
type Outcome struct {
	// State is the new one; its LastSeq and LastPublicSeq count the entries of Write already.
	State State
	// Rearm is set where a clock fired that may be late by design (quiet, outside): it is not due yet, because
	// there were messages since it was armed. Nothing changed but this one timer, which replaces the one that fired
	// in the timers' rows and in the state's document. There is no entry and no new version.
	Rearm *Timer
	// Write are the entries to append.
	Write []Written
	// Ended are requests, offers and turns that left State in this change because a new one replaced them.
	EndedRequests []Request
	EndedOffers   []Offer
	EndedTurns    []Turn
	Held          []HeldChange
	Deliveries    Settlement
	Notices       []Notice
	// New says that the conversation goes on in a new one: the old was resolved more than 7 days ago. The caller
	// starts it and decides the same event again, for a reply with Epoch -1 (it was checked against the old one).
	New bool
	// Ticket says that a ticket is to be made, of the cause given (TicketLeft, TicketGuestLeft); Alarm that the
	// emergency alarm rings.
	Ticket string
	Alarm  bool
	// Attention is the reason for which a person should look from now on; the door sets it, once for each reason.
	Attention Attention
	// TicketFrom is the first of the messages that a ticket is made of, where it was left in the thread itself; 0 otherwise.
	TicketFrom int64
	// Unchanged is set on successes that changed nothing. State is the one that was given.
	Unchanged bool
}

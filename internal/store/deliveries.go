package store

import (
	"time"

	"deskbell/internal/desk"
)

// DeliveryState is how far a message to an outside channel has come.
type DeliveryState string

// The states. They only move forward, in the order of sent, delivered, read, played; DeliveryFailed and DeliveryWithdrawn
// are final. Only a person's Send again begins anew.
const (
	DeliveryWaiting   DeliveryState = "waiting"
	DeliverySending   DeliveryState = "sending"   // claimed: whoever claimed it sends it
	DeliveryUncertain DeliveryState = "uncertain" // it may have been sent
	DeliverySent      DeliveryState = "sent"      // the channel has taken it
	DeliveryDelivered DeliveryState = "delivered"
	DeliveryRead      DeliveryState = "read"
	DeliveryPlayed    DeliveryState = "played"
	DeliveryFailed    DeliveryState = "failed"    // it surely does not reach the guest
	DeliveryWithdrawn DeliveryState = "withdrawn" // it was never handed over, and is not meant to be
)

// Rank orders the states: one replaces another only where it is higher. A failure that a channel reports stands above
// everything, so that the end is the same in whatever order its statuses came.
func (s DeliveryState) Rank() int {
	switch s {
	case DeliverySent:
		return 1
	case DeliveryDelivered:
		return 2
	case DeliveryRead:
		return 3
	case DeliveryPlayed:
		return 4
	case DeliveryFailed:
		return 5
	case DeliveryWithdrawn:
		return 6
	}
	return 0
}

// Lane times.
const (
	// UncertainHolds is how long an uncertain message keeps those behind it waiting for what became of it.
	UncertainHolds = time.Minute
	// DeliveryKeeps is how long a message may wait at most, whatever holds it up: no window is longer.
	DeliveryKeeps = 7 * 24 * time.Hour
)

// The reasons that the store itself gives; adapters give others.
const (
	ReasonTakenOver      = "taken_over"      // a person answers instead
	ReasonNotNeeded      = "not_needed"      // what it says is no longer so
	ReasonAccountRemoved = "account_removed" // the account was disconnected
	ReasonTooOld         = "too_old"         // it waited for DeliveryKeeps
	ReasonLeaseOver      = "no_answer"       // whoever sent it never said what became of it
)

// Delivery is one message on its way to a guest outside the website: an entry, or a part of one that was too long.
type Delivery struct {
	ID, ConversationID, PropertyID, AccountID, ContactID, EntryID string
	// Seq and Part are its place in the conversation's lane: Seq is the entry's.
	Seq    int64
	Part   int
	Author desk.AuthorKind
	// Epoch is the control epoch under which it may go, for the assistant's.
	Epoch        int64
	State        DeliveryState
	Reason, Code string
	ProviderID   string // the channel's id of it
	Attempts     int
	NotBefore    time.Time
	Owner        string
	Until        time.Time // of the lease
	// CreatedAt is when it was written, or a person last had it sent again; SentAt when the channel took it, ChangedAt when its
	// state last changed. UncertainAt is when it became uncertain: of one that waits, that an earlier attempt may have arrived.
	CreatedAt, SentAt, UncertainAt, ChangedAt time.Time
	// Answers and AnswersAt are as in desk.Written.
	Answers   int64
	AnswersAt time.Time
	Doc       DeliveryContent
}

// DeliveryContent is what a delivery says, as far as it is decided before it is sent. What hangs on the account as it is
// then (its capabilities, the window) is not.
type DeliveryContent struct {
	Text    string           `json:"text,omitempty"`
	Choices []DeliveryChoice `json:"choices,omitempty"`
	// File is a file of the file room; Caption goes with it.
	File    *desk.File `json:"file,omitempty"`
	Voice   bool       `json:"voice,omitempty"`
	Caption string     `json:"caption,omitempty"`
	// Template is a prepared message with its variables, as JSON of channel.Filled.
	Template string `json:"template,omitempty"`
	// ReplyTo is the channel's id of the message that it answers.
	ReplyTo string `json:"reply_to,omitempty"`
	// Late says that a person wrote it after the window had closed.
	Late bool `json:"late,omitempty"`
	// Line is the code of a system line, for those who may find it no longer true.
	Line desk.LineCode `json:"line,omitempty"`
}

// DeliveryChoice is something that the guest may press.
type DeliveryChoice struct {
	Title       string `json:"title"`
	Payload     string `json:"payload"`
	Description string `json:"description,omitempty"`
}

// DeliveryResult is what became of an attempt.
type DeliveryResult struct {
	// State is DeliverySent, DeliveryFailed, DeliveryUncertain, or DeliveryWaiting with NotBefore.
	State        DeliveryState
	Reason, Code string
	ProviderID   string
	NotBefore    time.Time
	// Untried says that it was put back before anything was handed over: the attempt does not count.
	Untried bool
}

// DeliveryStatus is what a channel says became of a message.
type DeliveryStatus struct {
	State        DeliveryState
	Reason, Code string
	// ProviderID is the channel's id of it, where it tells one together with ours.
	ProviderID string
	At         time.Time
}

// DeliveryCounts are how many deliveries of an account are on their way.
type DeliveryCounts struct {
	Waiting, Sending, Uncertain int
	// Oldest is when the one that waits longest was written.
	Oldest time.Time
}

// ErrDeliveryUnderWay says that a message is not to be sent again.
var ErrDeliveryUnderWay = desk.Refuse(desk.CodeConflict, "This message is on its way, or has arrived.")

// RecalledEpoch is that of a delivery which, should it come back to wait, is withdrawn at its next claim: no conversation
// ever has it.
const RecalledEpoch = -1

// Outbox are the messages to outside channels. There is one lane per conversation: only the first that is waiting, being
// sent or freshly uncertain can be claimed, and only while none of the lane is being sent. Methods that change deliveries
// return those that changed, as they are now.
type Outbox interface {
	// PutDeliveries adds them behind those that wait. The same part of the same entry is CodeExists.
	PutDeliveries(list []Delivery) error
	// ClaimDeliveries leases the heads of lanes whose time has come and whose account is not paused, and returns them with
	// those that were recalled, and those of the assistant's that it found under another epoch than their conversation's,
	// which it withdraws instead. The owner names the claim: what comes of an attempt counts only under the name that it was
	// claimed under, so whoever may claim the same one twice has a new name each time.
	ClaimDeliveries(owner string, now, until time.Time, limit int) ([]Delivery, error)
	// RenewDelivery prolongs the owner's lease of one that is being sent; any other is left as it is.
	RenewDelivery(id, owner string, until time.Time) error
	// FinishDelivery writes what became of an attempt of the owner's. One that was settled meanwhile keeps its state and
	// learns its ProviderID; held is false where it is not the owner's (any more), and then nothing changes.
	FinishDelivery(id, owner string, now time.Time, r DeliveryResult) (d Delivery, held bool, err error)
	// ExpireDeliveries makes deliveries uncertain whose lease ran out (all that are being sent, where now is zero), frees the
	// lanes of those uncertain for UncertainHolds, and gives up those that waited for DeliveryKeeps.
	ExpireDeliveries(now time.Time) ([]Delivery, error)
	// NextDelivery is when there is something to do next: a head can be claimed, a lease ends, a lane is freed. Zero if
	// nothing.
	NextDelivery() (time.Time, error)

	// SettleByProvider applies a status to the deliveries that the channel knows by the ids, SettleByOurs to the account's one with our
	// id, SettleBefore to all of a contact's that were sent up to a time. Only a higher rank replaces another; what waits to
	// be sent again is settled as sent or more, but no old failure ends it.
	SettleByProvider(accountID string, providerIDs []string, s DeliveryStatus) ([]Delivery, error)
	SettleByOurs(accountID, deliveryID string, s DeliveryStatus) ([]Delivery, error)
	SettleBefore(contactID string, upTo time.Time, s DeliveryStatus) ([]Delivery, error)
	// SettleEpoch does to the assistant's unclaimed deliveries of a conversation what a rise of its epoch asks for. One that is
	// being sent may come back to wait: it is stamped for that moment, with the new epoch or as recalled, and not listed.
	SettleEpoch(conversationID string, s desk.Settlement, epoch int64) ([]Delivery, error)
	// WithdrawDeliveries takes unclaimed ones back. One that is being sent may come back to wait: it is recalled for that
	// moment, and not listed.
	WithdrawDeliveries(ids []string, reason string) ([]Delivery, error)
	// RetryDelivery sends an uncertain or failed one again, under the conversation's present epoch; any other is
	// ErrDeliveryUnderWay.
	RetryDelivery(id string, now time.Time) (Delivery, error)

	Delivery(id string) (Delivery, error)
	DeliveryByProvider(accountID, providerID string) (Delivery, error)
	// Undelivered finds the first guest message after the given one whose answer by the assistant waits unclaimed.
	Undelivered(conversationID string, after int64) (desk.Undelivered, error)
	// DeliveriesOf are those of the entries, in the order of the lane.
	DeliveriesOf(conversationID string, entryIDs []string) ([]Delivery, error)
	// OpenDeliveries are those of a conversation that are waiting, being sent or uncertain, in the order of the lane.
	OpenDeliveries(conversationID string) ([]Delivery, error)
	// DoubtedDeliveries are those of a conversation that went, or failed, after an earlier attempt had become uncertain since a
	// time, in the order of the lane: of that attempt something may still be heard.
	DoubtedDeliveries(conversationID string, since time.Time) ([]Delivery, error)
	// TroubledDeliveries are the newest of an account's that failed or are uncertain.
	TroubledDeliveries(accountID string, limit int) ([]Delivery, error)
	// CountDeliveries counts those of an account; "" is of all.
	CountDeliveries(accountID string) (DeliveryCounts, error)
}

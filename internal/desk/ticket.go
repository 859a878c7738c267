package desk

import "time"

// TicketStatus is how far a ticket is.
type TicketStatus string

// The statuses.
const (
	TicketNew     TicketStatus = "new"     // nobody of the desk has touched it
	TicketOpen    TicketStatus = "open"    // somebody works on it, or the guest has answered
	TicketWaiting TicketStatus = "waiting" // for the guest, who was answered
	TicketDone    TicketStatus = "done"
)

// TicketPriority is how pressing a ticket is.
type TicketPriority string

// The priorities.
const (
	PriorityLow    TicketPriority = "low"
	PriorityNormal TicketPriority = "normal"
	PriorityHigh   TicketPriority = "high"
	PriorityUrgent TicketPriority = "urgent"
)

// TicketByMail is the cause of a ticket that nobody opened in the chat: the guest answered an e-mail that carried what
// the thread had said meanwhile. The other causes stand with Outcome.Ticket.
const TicketByMail = "mail"

// Way is how a reply reaches a guest.
type Way string

// The ways.
const (
	WayLive    Way = "live"    // the guest has the thread open: writing there takes control
	WayChannel Way = "channel" // the thread lies in an outside channel, which brings it to the guest
	WayEmail   Way = "email"
	WayNone    Way = "none" // no way is known
)

// Ticket is what a guest left for the desk to answer later. It is linked to its thread, and a fact of its own: neither
// changes the other by itself.
type Ticket struct {
	// Number begins at 1001 and rises by one over the whole installation. Guests read it.
	Number         int64
	PropertyID     string
	ConversationID string
	ContactID      string
	Channel        Channel
	// FormID is the form's that was filled in, unique for a contact; "" where there was none.
	FormID   string
	Cause    string
	Status   TicketStatus
	Priority TicketPriority
	// AssigneeID is whose it is; "" is nobody's.
	AssigneeID string
	// DueAt is when the desk wants it done; ReplyBy what the guest was promised. Zero is never.
	DueAt, ReplyBy time.Time
	Name           string
	Email          string
	Phone          string
	Text           string
	// Language is the guest's, as BCP 47.
	Language string
	Test     bool
	// Opportunity is what makes it a group enquiry; nil is a message like others.
	Opportunity *TicketOpportunity
	// AnsweredAt is when the guest last answered by e-mail, as long as nobody of the desk did anything since.
	AnsweredAt time.Time
	CreatedAt  time.Time
	// MovedAt is when something last happened to it: lists are in its order.
	MovedAt time.Time
}

// TicketLineKind is what a line of a ticket's history tells.
type TicketLineKind string

// The kinds of line.
const (
	LineNote   TicketLineKind = "note"   // for the desk
	LineReply  TicketLineKind = "reply"  // somebody of the desk answered the guest
	LineMail   TicketLineKind = "mail"   // the guest answered by e-mail
	LineBounce TicketLineKind = "bounce" // a mail of ours came back
	LineChange TicketLineKind = "change" // a field was changed
)

// TicketLine is one thing that happened to a ticket. Lines never change.
type TicketLine struct {
	ID     string
	Number int64 // of the ticket
	// N counts the ticket's lines from 1.
	N    int64
	Kind TicketLineKind
	At   time.Time
	// PersonID acted; "" is the guest, or Deskbell itself. ClientID is the person's own id of a note or reply.
	PersonID string
	ClientID string
	Text     string
	TicketLineMore
}

// TicketLineMore is what only some lines have.
type TicketLineMore struct {
	// Way is how a reply went, MailID the e-mail that took it.
	Way    Way    `json:"way,omitempty"`
	MailID string `json:"mail_id,omitempty"`
	// Field, From and To tell a change.
	Field string `json:"field,omitempty"`
	From  string `json:"from,omitempty"`
	To    string `json:"to,omitempty"`
	// Address is where a mail came from, where that is not the ticket's own; Left names what it carried and was not
	// taken.
	Address string   `json:"address,omitempty"`
	Left    []string `json:"left,omitempty"`
}

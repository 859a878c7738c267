package store

import (
	"strconv"
	"time"

	"deskbell/internal/desk"
)

// FirstTicket is the number of an installation's first ticket.
const FirstTicket = 1001

// TicketView names a list of tickets on the dashboard.
type TicketView string

// The views. The first four are statuses.
const (
	TicketsNew     TicketView = "new"
	TicketsOpen    TicketView = "open"
	TicketsWaiting TicketView = "waiting"
	TicketsDone    TicketView = "done"
	TicketsMine    TicketView = "mine" // the person's, but for those that are done
	TicketsAll     TicketView = "all"
)

// TicketFilter narrows a list of tickets. PropertyIDs are the only ones looked at: empty lists nothing.
type TicketFilter struct {
	View        TicketView
	PropertyIDs []string
	PersonID    string // for TicketsMine
	Query       string // words in the ticket, its history, its guest's name and addresses; or its number
	Cursor      string // opaque, from the page before
	Limit       int    // 0 is 50, at most 200
}

// TicketCounts are how many tickets each view has.
type TicketCounts struct {
	New, Open, Waiting, Done, Mine, All int
}

// Tickets are what guests left for the desk.
type Tickets interface {
	// CreateTicket gives the ticket the next number and tells it: without gaps, because the number is taken by the
	// transaction that keeps it. A form of the contact's that has a ticket already is CodeExists (see TicketByForm).
	CreateTicket(t desk.Ticket) (number int64, err error)
	// UpdateTicket writes what may change: status, priority, assignee, due time, the guest's contacts, the text, the
	// opportunity, AnsweredAt and MovedAt.
	UpdateTicket(t desk.Ticket) error
	Ticket(number int64) (desk.Ticket, error)
	TicketByForm(contactID, formID string) (desk.Ticket, error)
	// TicketsOfConversation are those of a thread, the newest first.
	TicketsOfConversation(conversationID string) ([]desk.Ticket, error)
	// ListTickets pages through a view, the one that moved last first.
	ListTickets(f TicketFilter) (page []desk.Ticket, cursor string, err error)
	CountTickets(personID string, propertyIDs []string) (TicketCounts, error)
	// AddTicketLine appends a line and numbers it. A repeated (person, client id) is CodeExists.
	AddTicketLine(l desk.TicketLine) error
	// TicketLines are a ticket's history in rising order: at most the newest 1000.
	TicketLines(number int64) ([]desk.TicketLine, error)
	// TicketLineByClientID finds what a person wrote under a client id.
	TicketLineByClientID(personID, clientID string) (desk.TicketLine, error)
}

// ErrFormTicketed says that a form has its ticket already.
var ErrFormTicketed = desk.Refuse(desk.CodeExists, "This form has become a ticket already.")

// ErrMailUnderWay says that a mail is not to be sent again.
var ErrMailUnderWay = desk.Refuse(desk.CodeConflict, "This e-mail is on its way, or has arrived.")

// TicketCursor is the opaque place in a list of tickets behind the given one.
func TicketCursor(rank, number int64) string {
	return Cursor{Rank: rank, ID: strconv.FormatInt(number, 10)}.String()
}

// ParseTicketCursor reads the opaque form, "" is before the first; anything else is CodeInvalid.
func ParseTicketCursor(s string) (rank, number int64, err error) {
	if s == "" {
		return 1 << 62, 1 << 62, nil
	}
	c, err := ParseCursor(s)
	if err != nil {
		return 0, 0, err
	}
	if number, err = strconv.ParseInt(c.ID, 10, 64); err != nil {
		return 0, 0, errCursor
	}
	return c.Rank, number, nil
}

// MailState is how far an e-mail is. States only move forward; only a person's Send again begins anew.
type MailState string

// The states.
const (
	MailQueued    MailState = "queued"
	MailSending   MailState = "sending" // claimed: whoever claimed it sends it
	MailSent      MailState = "sent"    // the mail server has taken it
	MailUncertain MailState = "uncertain"
	MailFailed    MailState = "failed" // it surely did not arrive
)

// MailKind is why an e-mail is sent.
type MailKind string

// The kinds.
const (
	MailReply      MailKind = "reply"      // somebody's answer to a ticket
	MailMissed     MailKind = "missed"     // what an absent guest has not read
	MailTranscript MailKind = "transcript" // the guest's own copy
	MailCall       MailKind = "call"       // to people of the desk
)

// Mail is one e-mail on its way out: a row that is claimed, sent once, and settled.
type Mail struct {
	ID    string
	Kind  MailKind
	State MailState
	// MessageID is the mail's own (RFC 5322, without the angle brackets): answers name it.
	MessageID      string
	To             string
	PropertyID     string
	ConversationID string
	ContactID      string
	Ticket         int64 // 0 is of no ticket
	// Letter is what it says, as package mail wrote it.
	Letter   string
	Attempts int
	// NextAt is when it may be tried; Error why the last attempt failed, for people.
	NextAt    time.Time
	Error     string
	CreatedAt time.Time
	DoneAt    time.Time
}

// MailResult is what became of an attempt.
type MailResult struct {
	State MailState
	Error string
	// NextAt is when to try again, for MailQueued.
	NextAt time.Time
}

// MailCounts are how many e-mails are in a state that somebody may want to know of.
type MailCounts struct {
	Queued, Uncertain, Failed int
}

// Absence is a thread in which something waits for a guest who may not be there.
type Absence struct {
	ConversationID string
	// SentSeq is how far what was missed has gone out by e-mail.
	SentSeq int64
	// DueAt is when to look whether the guest has read it; zero is never. Looks counts how often that was put off.
	DueAt time.Time
	Looks int
}

// Mails are the e-mails that go out, and what is known of those that came in.
type Mails interface {
	// QueueMail stores a mail that is to be sent.
	QueueMail(m Mail) error
	Mail(id string) (Mail, error)
	MailByMessageID(messageID string) (Mail, error)
	// MailsOfTicket are those of a ticket, in the order in which they were written.
	MailsOfTicket(number int64) ([]Mail, error)
	// ClaimMails leases queued mails whose time has come, the oldest first: nobody else sends them.
	ClaimMails(owner string, now, until time.Time, limit int) ([]Mail, error)
	// SettleMail writes what became of an attempt of the owner's; false where the mail is not the owner's (any more).
	// A mail whose lease ran out can be settled as sent or failed, never as queued.
	SettleMail(id, owner string, now time.Time, r MailResult) (bool, error)
	// DoubtMails makes mails uncertain whose lease ran out before now, or all that are being sent where now is zero:
	// whether they were sent, nobody can tell.
	DoubtMails(now time.Time) ([]Mail, error)
	// RequeueMail sends an uncertain or failed mail again, under its own Message-ID; any other is CodeConflict.
	RequeueMail(id string, now time.Time) error
	// FailMail says that a mail came back after it was taken.
	FailMail(id, why string) error
	// NextMail is when the next queued mail may be tried or the next lease ends; zero if there is none.
	NextMail() (time.Time, error)
	CountMails() (MailCounts, error)
	// TroubledMails are the newest of those that are uncertain or failed.
	TroubledMails(limit int) ([]Mail, error)
	// MailsSince counts the mails of a kind for a contact since a time.
	MailsSince(contactID string, kind MailKind, since time.Time) (int, error)
	// MailsTo counts the mails of a kind to an address since a time.
	MailsTo(address string, kind MailKind, since time.Time) (int, error)
	// TakeMail remembers that a mail came in; false where it has come before.
	TakeMail(messageID string, at time.Time) (bool, error)

	PutAbsence(a Absence) error
	// Absence is that of a thread; the empty one of a thread that has none.
	Absence(conversationID string) (Absence, error)
	// DueAbsences are those whose time has come, the longest due first.
	DueAbsences(now time.Time, limit int) ([]Absence, error)
	// NextAbsence is when the next one is due; zero if there is none.
	NextAbsence() (time.Time, error)
}

// Package store is the contract between Deskbell and its database: what may be asked, in which order it becomes true,
// and which errors answer. sqlstore keeps it on SQLite and PostgreSQL with one set of SQL, memstore in memory for
// tests; storetest is the suite that all of them pass.
//
// All times are stored as milliseconds since 1970 (UTC), ids as text (UUIDv7), documents as JSON text. Text that comes
// in has been cleaned of NUL and broken UTF-8 at the edge.
package store

import (
	"context"
	"errors"
	"time"

	"deskbell/internal/desk"
)

// ErrPanic is in the error of a Write or Read whose fn panicked, which fails that fn alone.
var ErrPanic = errors.New("panic in a transaction")

// Store is a database. All methods may be called concurrently.
type Store interface {
	// Write runs fn in one transaction and returns after it is durable. fn may run more than once (a conflict on
	// PostgreSQL), so it must have no effect but through its Tx, and it must not block: on SQLite many fns share one
	// commit, each in a savepoint of its own, run one after the other by the one writer. An error of fn undoes that
	// fn alone and is returned as it is. A failed commit undoes every fn in it, answers each with
	// CodeUnavailable, and runs no AfterCommit.
	Write(ctx context.Context, fn func(Tx) error) error
	// Read runs fn on one consistent snapshot; a write inside it fails.
	Read(ctx context.Context, fn func(Tx) error) error
	// Close waits for what was accepted to be durable, then closes. Later calls answer CodeUnavailable.
	Close() error
}

// Tx is one transaction. It is valid only inside its fn and by one goroutine. A missing row is desk.ErrNotFound
// unless a method says otherwise.
type Tx interface {
	// Now is the transaction's one clock reading, in UTC, whole milliseconds: the injected clock on SQLite and in
	// memory, the database's own on PostgreSQL.
	Now() time.Time
	// AfterCommit runs fn once the transaction is durable, and never if it is not. All of them run one after the
	// other in commit order, and a Write is answered after its own: fn must be quick, and must not Write.
	AfterCommit(fn func())

	Conversations
	Inbox
	Work
	Presence
	People
	Properties
	Contacts
	Forms
	Merging
	Corrections
	Knowledge
	Shelf
	Bell
	Tickets
	Mails
	Reports
	Waits
	Push
	Shared
	News
	Channels
	Arrivals
	Outbox
	Spending
	Traces
	Vectors
	Tools
	Sources
	Bookings
}

// Conversations load and save the aggregate that the rules decide on.
type Conversations interface {
	// State is a conversation with its open or newest request, offer and turn.
	State(conversationID string) (desk.State, error)
	// StateOfContact is the contact's newest conversation, open or resolved.
	StateOfContact(contactID string) (desk.State, error)
	// CreateConversation starts one with LastSeq 0, of which the contact has read nothing. A second open one of the same
	// contact is CodeConflict.
	CreateConversation(c desk.Conversation) error
	// Save writes what changed from before to out.State: the conversation where last_seq is still before's
	// (else desk.ErrChanged), rows of request, offer, turn and timers, held counters (desk.CodeLimitReached),
	// and entries, which the caller numbered without gaps from before.LastSeq+1. A repeated (contact, client id) or
	// (account, provider id) is desk.CodeExists. A lease takes the turn that this very save creates, so that
	// claiming it costs no write of its own; it does nothing where no open turn is created. An outcome of nothing but
	// a Rearm, without entries, moves that one timer and leaves the version. What this very transaction loaded may be
	// refused later: by the next method, or by Write itself, and then the transaction has failed.
	Save(before desk.State, out desk.Outcome, entries []desk.Entry, lease ...Lease) error
	// EntryByClientID finds what a contact or, for agents, a person sent under a client id.
	EntryByClientID(senderID, clientID string) (desk.Entry, error)
	// Entries lists a conversation's entries in rising seq.
	Entries(conversationID string, f EntryFilter) ([]desk.Entry, error)
}

// Lease says who works on a turn, and until when nobody else may.
type Lease struct {
	Owner string
	Until time.Time
}

// EntryFilter narrows a list of entries. After and Before are exclusive; 0 is no bound. With Before and no After the
// newest ones before it are listed (still in rising order). Limit 0 is 200, at most 500.
type EntryFilter struct {
	After, Before int64
	Limit         int
	PublicOnly    bool
}

// View names a list of conversations on the dashboard.
type View string

// The views.
const (
	ViewLive     View = "live"     // open: the assistant's within LiveWithin, waiting, and with an agent or outside
	ViewMine     View = "mine"     // the person controls it
	ViewRequests View = "requests" // a request is open
	ViewHistory  View = "history"  // all, newest first
)

// ListFilter narrows a list of conversations. PropertyIDs are the only ones looked at: empty lists nothing.
type ListFilter struct {
	View        View
	PropertyIDs []string
	PersonID    string // for ViewMine
	Query       string // for ViewHistory: words in messages or guest names
	Status      desk.Status
	Cursor      string // opaque, from the page before
	Limit       int    // 0 is 100, at most 500
}

// Summary is a conversation as lists show it.
type Summary struct {
	State   desk.State
	Contact desk.Contact
	Last    []desk.Entry // up to the last three messages, rising
}

// Counts are how many conversations a person would see: Live are the assistant's that were active within
// desk.LiveWithin.
type Counts struct {
	Live, Mine, MineUnread, Requests int
}

// UnreadWithin is how many entries back unread messages are counted: nobody needs to know it beyond that.
const UnreadWithin = 40

// Hit is one match of a search, newest first. Snippet marks the matching words with U+0001 and U+0002.
type Hit struct {
	Kind           string // message, guest
	ConversationID string
	PropertyID     string
	Seq            int64
	GuestName      string
	Snippet        string
	At             time.Time
}

// Inbox lists and searches conversations.
type Inbox interface {
	// List pages through a view: the history by when conversations began, the others by the minute in which
	// somebody last wrote, newest first, equal ones by falling id. A cursor that List did not make is CodeInvalid.
	List(f ListFilter) (page []Summary, cursor string, err error)
	// Counts are over open conversations of the given properties; MineUnread counts mine in which the guest wrote
	// beyond the person's read mark.
	Counts(personID string, propertyIDs []string) (Counts, error)
	// Summaries are those of the given conversations that exist, in no order.
	Summaries(conversationIDs []string) ([]Summary, error)
	// ConversationsOfContact lists a guest's, the newest first.
	ConversationsOfContact(contactID string, limit int) ([]Summary, error)
	// Search finds messages, and guests by name, e-mail address or phone, that hold a word beginning with each word
	// of the query, whatever the case and the accents. Where messages with the whole words fill the limit, those with
	// longer ones may be left out. Limit 0 is 50, at most 200.
	Search(propertyIDs []string, query string, limit int) ([]Hit, error)
	// Read marks: how far a person has read a conversation. They only rise.
	SetReadMark(personID, conversationID string, seq int64) error
	ReadMarks(personID string, conversationIDs []string) (map[string]int64, error)
	// Unread counts the guest's messages beyond the person's read mark, among the last UnreadWithin entries of each
	// conversation. Those that have none are absent.
	Unread(personID string, conversationIDs []string) (map[string]int, error)
	// Drafts of replies and notes, by person and conversation; two empty texts delete it.
	SetDraft(personID, conversationID, reply, note string) error
	Draft(personID, conversationID string) (reply, note string, err error)
}

// Due is a timer row that is due, with the conversation it belongs to.
type Due struct {
	ConversationID string
	Timer          desk.Timer
}

// Owed is a turn that nobody works on.
type Owed struct {
	ConversationID string
	Turn           desk.Turn
}

// Work is what is owed: timers and turns.
type Work interface {
	// DueTimers lists timers due at or before now, the longest due first.
	DueTimers(now time.Time, limit int) ([]Due, error)
	// NextTimer is when the next timer is due; zero if none is armed.
	NextTimer() (time.Time, error)
	// PostponeOverdue moves expiries that fell due before now, or will within desk.OverdueGrace, to now plus that
	// grace: called once when an installation comes back. It reports how many it moved. The notices (first wait
	// and reminder) are no expiries and stay where they are.
	PostponeOverdue(now time.Time) (int, error)
	// DropTimer deletes one timer that did nothing, if it is still the same; the save of an outcome drops the others.
	DropTimer(conversationID string, t desk.Timer) error
	// ClaimTurns leases open turns that nobody holds, the longest owed first, until the given time.
	ClaimTurns(owner string, now, until time.Time, limit int) ([]Owed, error)
	// ClaimTurn leases that one turn if nobody holds it.
	ClaimTurn(turnID, owner string, now, until time.Time) (bool, error)
	// ReleaseTurn gives a lease back, so that the turn is worked on again from its NotBefore.
	ReleaseTurn(turnID, owner string) error
	// RenewTurns prolongs the owner's leases of the named turns; those that it does not hold are left alone.
	RenewTurns(owner string, turnIDs []string, until time.Time) error
	// ReleaseTurns gives every lease back, whoever holds it: a single process calls it at its start, so that what
	// it was answering when it was killed is answered at once.
	ReleaseTurns() error
	// NextTurn is when the next open turn can be claimed (its NotBefore, or the end of its lease); zero if none is open.
	NextTurn() (time.Time, error)
}

// Presence are the devices' leases.
type Presence interface {
	// PutDevices writes a batch of heartbeats, and when their people were last seen. A device belongs to the person
	// who used it last.
	PutDevices(devices []desk.Device) error
	DropDevice(deviceID, personID string) error
	// Devices are those of a person; DevicesSince all that were heard from since.
	Devices(personID string) ([]desk.Device, error)
	DevicesSince(at time.Time) ([]desk.Device, error)
}

// Session is a signed-in browser. Only the token's hash is stored.
type Session struct {
	TokenHash string
	PersonID  string
	CreatedAt time.Time
	SeenAt    time.Time
	ExpiresAt time.Time
	Device    string // user agent in words
	Address   string
}

// Invite is an invitation or a password reset: a link that works once until it expires.
type Invite struct {
	ID          string
	TokenHash   string
	Kind        string // invitation, reset
	Email       string
	PersonID    string // for a reset
	Role        desk.Role
	PropertyIDs []string
	CreatedBy   string
	CreatedAt   time.Time
	ExpiresAt   time.Time
}

// People are those who sign in, their sessions and invitations.
type People interface {
	CreatePerson(p desk.Person) error // a taken e-mail address is CodeExists
	UpdatePerson(p desk.Person) error // all but Held and LastSeenAt
	Person(id string) (desk.Person, error)
	PersonByEmail(email string) (desk.Person, error)
	ListPeople() ([]desk.Person, error)
	CreateSession(s Session) error
	Session(tokenHash string) (Session, error)
	TouchSession(tokenHash string, seen, expires time.Time) error
	ListSessions(personID string) ([]Session, error)
	DeleteSession(tokenHash string) error
	// DeleteSessions deletes all of a person's but the one kept ("" keeps none).
	DeleteSessions(personID, keepHash string) error
	CreateInvite(i Invite) error
	InviteByToken(tokenHash string) (Invite, error)
	ListInvites() ([]Invite, error)
	DeleteInvite(id string) error
}

// Properties are the tenants.
type Properties interface {
	CreateProperty(p desk.Property) error // a taken key is CodeExists
	UpdateProperty(p desk.Property) error
	Property(id string) (desk.Property, error)
	PropertyByKey(key string) (desk.Property, error)
	ListProperties() ([]desk.Property, error)
	// MarkSeen records that a website carried the widget; SitesSeen lists the last time of each.
	MarkSeen(propertyID, site string, at time.Time) error
	SitesSeen(propertyID string) (map[string]time.Time, error)
}

// Contacts are the guests' identities and their tokens. Only a token's hash is stored.
type Contacts interface {
	CreateContact(c desk.Contact) error
	UpdateContact(c desk.Contact) error
	Contact(id string) (desk.Contact, error)
	CreateGuestToken(tokenHash, contactID string, expires time.Time) error
	// ContactByToken is the owner of a token that has not expired.
	ContactByToken(tokenHash string, now time.Time) (desk.Contact, error)
	// TouchGuestToken moves the end of a token; one that is gone stays gone, without an error.
	TouchGuestToken(tokenHash string, expires time.Time) error
	DeleteGuestToken(tokenHash string) error
	// SetGuestRead raises how far the guest has read.
	SetGuestRead(contactID string, seq int64) error
}

// StoredFile says where a file belongs. Its bytes lie under Key in the data folder's file room, or where several nodes
// share the database, in its pieces (Shared).
type StoredFile struct {
	desk.File
	PropertyID     string
	ContactID      string // the guest who sent it, or who may see it
	PersonID       string // the agent who sent it
	ConversationID string
	CreatedAt      time.Time
}

// Shelf holds what hangs on the wall beside the conversations: shortcuts, files, installation settings, the audit.
type Shelf interface {
	PutShortcut(s desk.Shortcut) error
	Shortcut(id string) (desk.Shortcut, error)
	// ListShortcuts are the person's own and the shared ones of the properties and of all.
	ListShortcuts(personID string, propertyIDs []string) ([]desk.Shortcut, error)
	DeleteShortcut(id string) error
	PutFile(f StoredFile) error
	File(id string) (StoredFile, error)
	FileByKey(key string) (StoredFile, error)
	// Setting is a value of the installation; "" if it was never set.
	Setting(key string) (string, error)
	SetSetting(key, value string) error
	// Audit appends who did what; nothing changes or deletes a line.
	Audit(a AuditLine) error
	// ListAudit lists the newest first; "" among the properties stands for the installation.
	ListAudit(propertyIDs []string, limit int) ([]AuditLine, error)
}

// AuditLine is one line of the audit: control changes by force, sign-ins, settings, people.
type AuditLine struct {
	At         time.Time
	PersonID   string
	PropertyID string // "" for the installation
	Action     string
	Subject    string
	Detail     string // JSON, without secrets and message texts
}

package store

import (
	"time"

	"deskbell/internal/desk"
)

// ChannelApp is a registered program of a channel's owner, under whose webhook address many accounts arrive. Sealed holds
// its secrets and its verify token, encrypted: what is inside is the business of package connect.
type ChannelApp struct {
	ID        string // the last part of the webhook's address
	Channel   desk.Channel
	Name, Key string // Key is its id at the channel's owner
	Sealed    []byte
	MadeBy    string // the person who registered it; empty: nobody in particular
	CreatedAt time.Time
	// VerifiedAt is when the owner last asked whether the address is ours, and was answered; TestedAt when something signed
	// last arrived.
	VerifiedAt, TestedAt time.Time
	// BadSignatures counts what came signed by nobody known, BadSignatureAt when last.
	BadSignatures  int64
	BadSignatureAt time.Time
}

// ChannelAccount is one connected Page, professional account or number.
type ChannelAccount struct {
	ID, PropertyID, AppID string
	Channel               desk.Channel
	// Key is the account's id as it stands in what arrives; Keys are further ids under which the same one arrives.
	Key    string
	Keys   []string
	Parent string // what it belongs to, where calls need that
	Name   string
	Route  string
	// Callback is where the answers of an API account go.
	Callback   string
	HumanAgent bool
	// Sealed holds its token, encrypted.
	Sealed []byte
	// Paused is why nothing is sent at the moment, as a stable name; "" is running.
	Paused   string
	Settings AccountSettings
	Health   AccountHealth
	// RemovedAt is when it was disconnected; its conversations keep its name.
	CreatedAt, RemovedAt time.Time
}

// AccountSettings are what an admin decides for one account.
type AccountSettings struct {
	// Mode is how a WhatsApp number came: new, moved, or both (the phone's app goes on beside it).
	Mode string `json:"mode,omitempty"`
	// LineCap is how many billed lines a month may have; beyond it the assistant is silent on this account. 0 is no cap.
	LineCap int64 `json:"line_cap,omitempty"`
	// LineFree are the lines of a month that cost nothing, LinePrice what each further one costs, in thousandths of Currency.
	LineFree  int64  `json:"line_free,omitempty"`
	LinePrice int64  `json:"line_price,omitempty"`
	Currency  string `json:"currency,omitempty"`
	// SilentAfter is for how long nothing may arrive before that is unusual, in hours; 0 is as the account usually is.
	SilentAfter int `json:"silent_after,omitempty"`
}

// AccountHealth is what is known of how an account does. Its times say what happened, not what was decided.
type AccountHealth struct {
	LastIn      time.Time `json:"last_in,omitzero"`
	LastOut     time.Time `json:"last_out,omitzero"`
	LastFailure time.Time `json:"last_failure,omitzero"`
	// LastReason is of the last failure.
	LastReason string `json:"last_reason,omitempty"`
	// CheckedAt is when the channel last said how the account stands; CheckFailed why it did not since.
	CheckedAt   time.Time `json:"checked_at,omitzero"`
	CheckFailed string    `json:"check_failed,omitempty"`
	TokenUntil  time.Time `json:"token_until,omitzero"`
	TokenValid  bool      `json:"token_valid,omitempty"`
	RefreshedAt time.Time `json:"refreshed_at,omitzero"`
	// Subscribed says that the app is installed on the account; Missing are fields that are not on.
	Subscribed     bool      `json:"subscribed,omitempty"`
	ResubscribedAt time.Time `json:"resubscribed_at,omitzero"`
	Missing        []string  `json:"missing,omitempty"`
	Problems       []string  `json:"problems,omitempty"`
	Number         string    `json:"number,omitempty"`
	// HelloAt is when the first message arrived after the account was connected, AnsweredAt when one of ours was first taken.
	HelloAt    time.Time `json:"hello_at,omitzero"`
	AnsweredAt time.Time `json:"answered_at,omitzero"`
	// Failures counts by reason and hour ("2026-11-22T09 token_expired"), for a day.
	Failures map[string]int64 `json:"failures,omitempty"`
	// Days counts what arrived by day ("2026-11-22"), for four weeks: what silence is measured by.
	Days map[string]int64 `json:"days,omitempty"`
	// Notices are what the channel last told about the account, by name, and when.
	Notices map[string]time.Time `json:"notices,omitempty"`
	// Warned is when people were last told of a problem, by its name.
	Warned map[string]time.Time `json:"warned,omitempty"`
}

// ErrAccountTaken says that an account is connected already under the same app.
var ErrAccountTaken = desk.Refuse(desk.CodeExists, "This account is connected already.")

// ErrAppInUse says that accounts are connected under an app.
var ErrAppInUse = desk.Refuse(desk.CodeConflict, "Accounts are connected under this app. Disconnect them first.")

// Channels are the connections to the places outside the website, and who their guests are.
type Channels interface {
	PutApp(a ChannelApp) error
	// UpdateApp writes Name, Key and Sealed; NoteApp what happened at its address: the later time of each stays, and bad
	// signatures are added up.
	UpdateApp(a ChannelApp) error
	NoteApp(id string, verified, tested, forged time.Time, badSignatures int64) error
	App(id string) (ChannelApp, error)
	ListApps() ([]ChannelApp, error)
	// DeleteApp is ErrAppInUse while accounts are connected under it.
	DeleteApp(id string) error

	// PutAccount stores a new one; ErrAccountTaken where one of its keys arrives already under the same app.
	PutAccount(a ChannelAccount) error
	// UpdateAccount writes all but Health, CreatedAt, the property, and why a connected one is paused.
	UpdateAccount(a ChannelAccount) error
	Account(id string) (ChannelAccount, error)
	// AccountByKey is the connected one that arrives under an app by that id.
	AccountByKey(appID, key string) (ChannelAccount, error)
	// ListAccounts are the connected ones of the properties; nil is of all.
	ListAccounts(propertyIDs []string) ([]ChannelAccount, error)
	// RemovedAccount is one that was disconnected, so that the same one comes back under its own id.
	RemovedAccount(propertyID string, ch desk.Channel, key string) (ChannelAccount, error)
	// DeleteAccount disconnects it: its token goes, its keys are free, and what waits to be sent by it fails. Its
	// conversations stay.
	DeleteAccount(id string, now time.Time) error
	// PauseAccount stops or, with "", resumes what an account sends: what waited for that may go at once. It reports whether
	// that changed anything.
	PauseAccount(id, reason string) (bool, error)
	// NoteAccount changes what is known of how it does.
	NoteAccount(id string, change func(*AccountHealth)) error

	// LinkIdentity says that an account's guest is known by an id; one that was another contact's is this one's from now on.
	// Creating a contact links its ExternalID, and merging contacts moves their ids.
	LinkIdentity(accountID, externalID, contactID string) error
	// ContactByIdentity are the contacts known by any of the ids, each once, in the order of the ids.
	ContactByIdentity(accountID string, externalIDs []string) ([]desk.Contact, error)
	// Identities are the ids by which an account knows a contact, in the order in which they became known.
	Identities(contactID string) ([]string, error)

	// SeenEvent remembers an event that makes no entry; false where it came before.
	SeenEvent(accountID, key string) (fresh bool, err error)

	// CountLine adds a billed line to a month ("2026-11") and category; LineCount are those of a month, by category.
	CountLine(accountID, month, category string) error
	LineCount(accountID, month string) (map[string]int64, error)

	// PutTemplates keeps what the channel last said of an account's prepared messages, as JSON; Templates is that, and when
	// it was asked: "" and never of an account that was not asked.
	PutTemplates(accountID, doc string, at time.Time) error
	Templates(accountID string) (doc string, at time.Time, err error)
}

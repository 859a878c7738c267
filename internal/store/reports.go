package store

import (
	"time"

	"deskbell/internal/desk"
)

// ReportFilter names what a report reads next: what began at one property in [From, To), after the place reached. Rows
// come in the order of when they began, equal ones by id.
type ReportFilter struct {
	PropertyID string
	From, To   time.Time
	// After is the last row of the page before; its zero value is the beginning.
	After ReportPlace
	Limit int // 0 is 1000, at most 5000
}

// ReportPlace is a place in the order of a report.
type ReportPlace struct {
	At time.Time
	ID string
}

// OpenedRequest is a request that was opened, whatever became of it.
type OpenedRequest struct {
	desk.Request
	ConversationID string
	PropertyID     string
	ContactID      string
	Channel        desk.Channel
}

// UnmetWish is a wish for a person that met nobody, so that no request was opened: ID and Params are those of the entry
// that says so, and why.
type UnmetWish struct {
	ID             string
	ConversationID string
	PropertyID     string
	ContactID      string
	Channel        desk.Channel
	At             time.Time
	Params         map[string]string
}

// BegunConversation is a conversation as reports count it.
type BegunConversation struct {
	ID        string
	StartedAt time.Time
	Channel   desk.Channel
	Topic     desk.Topic
	// Told and Untold are how often the assistant answered, and could not.
	Told, Untold int
}

// Reports read back what was asked of the desk. Conversations held for a test are left out.
type Reports interface {
	// RequestsOpened are the guests' requests; transfers between colleagues are left out, but for those that became
	// an ordinary request.
	RequestsOpened(f ReportFilter) ([]OpenedRequest, error)
	UnmetWishes(f ReportFilter) ([]UnmetWish, error)
	// ConversationsBegun are all, in the order in which they were begun; those that became a part of another are left out.
	ConversationsBegun(f ReportFilter) ([]BegunConversation, error)
}

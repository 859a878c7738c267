package conversation

import (
	"time"

	"deskbell/internal/desk"
)

// Correcting is what has become of an earlier message, which the channel's id names: one that arrived, or one that was
// sent. A message that is not known (yet: events overtake each other) is desk.ErrNotFound, to be brought again later.
type Correcting struct {
	ContactID  string
	ProviderID string
	// By is whose change it is: desk.AuthorGuest, or desk.AuthorAgent in the channel's own app.
	By desk.AuthorKind
	// At is when it happened by the channel's clock: of two edits the later counts, whichever comes first.
	At time.Time
	// Text is the new one, Revision how often it was changed (0 where the channel does not count).
	Text     string
	Revision int
	// Emoji is the reaction; "" takes it back.
	Emoji string
}

// Fetched is what came of fetching one piece of media: File, or the Reason why it could not be had (a stable name, as
// of desk.Media). Index counts the message's media from 0.
type Fetched struct {
	ConversationID string
	EntryID        string
	Index          int
	File           *desk.File
	Reason         string
}

// ThreadMoved says who holds a guest's thread at the channel: Owner is the other app, "" where it is ours (again).
type ThreadMoved struct {
	ContactID string
	Owner     string
	At        time.Time
}

package store

import "deskbell/internal/desk"

// CorrectionsMax is how many corrections of one conversation are looked at: the newest ones.
const CorrectionsMax = 1000

// Corrections finds what was said before, and what has become of it since.
type Corrections interface {
	// EntryByProvider is the message that arrived on an account under the channel's own id of it.
	EntryByProvider(accountID, providerID string) (desk.Entry, error)
	// Entry is one of a conversation's, by its id.
	Entry(conversationID, entryID string) (desk.Entry, error)
	// Corrections are a conversation's EntryEdits after a seq, in rising seq: at most CorrectionsMax, the newest.
	Corrections(conversationID string, after int64) ([]desk.Entry, error)
}

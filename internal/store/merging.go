package store

import "deskbell/internal/desk"

// Merging makes one of two contacts, and of two conversations, that turned out to be one guest's.
type Merging interface {
	// Absorb puts the younger conversation's entries behind the older's, with new seqs, as m says; its requests, offers,
	// turns, tickets, files, alerts, mails and drafts follow, and it stays as a pointer. The older is stored as m.Base,
	// over which the caller saves m.Outcome. desk.ErrChanged where one of the two moved on since it was loaded.
	Absorb(older, younger desk.State, m desk.Merged) error
	// MergeContacts gives what belongs to the younger contact to the older: conversations, tickets, files, a begun form,
	// mails, and the tokens, so that the guest's pages go on as the older. The younger stays as a pointer. What the
	// guest sent under a client id is found under the older from then on. Two open conversations are CodeConflict.
	MergeContacts(olderID, youngerID string) error
}

package store

// Traces keeps, beside the assistant's messages, how each came about: a document that only the assistant's room can read.
// A trace belongs to its conversation and goes where that goes.
type Traces interface {
	// AddTrace keeps the trace of a message; a second one of the same message is dropped, because what was said does not
	// come about anew.
	AddTrace(conversationID, entryID, doc string) error
	// Trace is that of one message; desk.ErrNotFound where none was kept.
	Trace(conversationID, entryID string) (doc string, err error)
}

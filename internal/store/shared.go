package store

import "time"

// PieceSize is how large the pieces are in which the bytes of a file are stored; the last one may be smaller.
const PieceSize = 256 << 10

// Listener says that a node has a page of a guest's open since a moment, or that the last one there closed then.
type Listener struct {
	ContactID, Node string
	Here            bool
	At              time.Time
}

// Shared is what the servers of one installation know only together, and what a single one keeps in memory and in files.
type Shared interface {
	// PutPiece stores the n-th piece of a file, from 0; one that is there already stays.
	PutPiece(key string, n int, bytes []byte) error
	// Piece is one of them. FileSize is what all of a file's hold together. A file of which nothing is stored is
	// desk.ErrNotFound for both.
	Piece(key string, n int) ([]byte, error)
	FileSize(key string) (int64, error)
	DropPieces(key string) error

	// Mark is until when a name counts, as SetMark was last told; zero where it does not, or no longer. Of two that set
	// one at once, one is run again.
	Mark(name string) (time.Time, error)
	SetMark(name string, until time.Time) error
	// DropMarks deletes some of those that have passed.
	DropMarks(now time.Time) error

	// Listen stores whose pages came and went at a node, at the transaction's time. With it the node says that it lives;
	// known is whether that was known of it. One of which it was not says all its guests.
	Listen(node string, came, left []string) (known bool, err error)
	// Listeners are those of all nodes that changed at or after a time; one with no ContactID says when its node lived.
	Listeners(since time.Time) ([]Listener, error)
	// DropListeners deletes those who left before a time, and all that is known of nodes that have not lived since.
	DropListeners(before time.Time) error
}

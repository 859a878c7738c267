package store

import "time"

// HintKind says what sort of thing a hint is about.
type HintKind string

// What the stores hint at by themselves. Rooms may tell others; whoever reads passes over kinds that it does not know.
const (
	HintConversation HintKind = "conversation" // a save; Seq is its last one
	HintAlert        HintKind = "alert"        // Seq is its version
	HintTicket       HintKind = "ticket"       // ID is its number
	HintContact      HintKind = "contact"      // what is known of a guest, or how far they read
	HintProperty     HintKind = "property"
	HintKnowledge    HintKind = "knowledge" // ID is the property's
	HintPerson       HintKind = "person"    // with their duty
	HintSessions     HintKind = "sessions"  // ID is the person whose sessions ended
	HintSetting      HintKind = "setting"   // ID is its key
	HintChannel      HintKind = "channel"   // an app or account of a channel
)

// Hint names something that a transaction changed. Who hears of it reads it anew where that matters to them.
type Hint struct {
	Kind HintKind `json:"k"`
	ID   string   `json:"i"`
	Seq  int64    `json:"s,omitempty"`
}

// NewsCursor says up to where a node knows the news; "" is nowhere. Only the store that made it understands it.
type NewsCursor string

// Bulletin is what the other nodes changed since a cursor. Each hint is told once, however long its transaction was open.
type Bulletin struct {
	Hints []Hint
	Next  NewsCursor
	// Missed says that there may have been more than is kept: since a cursor of "", one older than NewsKept, or one from
	// before the database crashed. Then everything is to be read anew.
	Missed bool
}

// NewsKept is how long news can be asked for.
const NewsKept = 5 * time.Minute

// News is how nodes that share a database learn what the others changed, where nobody told them sooner. A store that
// belongs to one process keeps none, and never misses any.
type News interface {
	// Tell adds a hint to the transaction's; of the same kind and id the highest Seq stays. What the methods of this
	// package change where other nodes keep copies of it (see HintKind), they hint at themselves.
	Tell(h Hint)
	// News are those of other nodes since a cursor, in no order, and of this node's own changes of which it does not know
	// whether they were stored, because the answer to the commit was lost. It is asked in a Write, by one reader.
	News(since NewsCursor) (Bulletin, error)
	// DropNews deletes what nobody can ask for any more.
	DropNews() error
}

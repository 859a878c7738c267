package store

import "time"

// KnowledgeFact is what a property says about one kind of fact; its meaning is the knowledge room's.
type KnowledgeFact struct {
	PropertyID string    `json:"-"`
	Key        string    `json:"key"`
	State      string    `json:"state"`
	Details    string    `json:"details,omitempty"`
	Value      string    `json:"value,omitempty"`  // the typed value as a JSON document; "" where only words were said
	Source     string    `json:"source,omitempty"` // where it was taken from; "" where somebody said it here
	UpdatedBy  string    `json:"updated_by,omitempty"`
	UpdatedAt  time.Time `json:"updated_at"`
	Rev        int64     `json:"rev"` // rises with every change
}

// KnowledgeText is an entry in one more language.
type KnowledgeText struct {
	Language  string   `json:"language"`
	Questions []string `json:"questions,omitempty"`
	Answer    string   `json:"answer"`
}

// KnowledgeContent is all that an entry says.
type KnowledgeContent struct {
	Questions  []string        `json:"questions,omitempty"`
	Answer     string          `json:"answer,omitempty"`
	Language   string          `json:"language,omitempty"`
	BookedOnly bool            `json:"booked_only,omitempty"`
	Versions   []KnowledgeText `json:"versions,omitempty"`    // in further languages
	ValidFrom  string          `json:"valid_from,omitempty"`  // the first day it is told, 2006-01-02 in the property's zone; "" always
	ValidUntil string          `json:"valid_until,omitempty"` // the last one
}

// KnowledgeEntry is a question (in one or more wordings) and its answer. What stands in it is what guests are told, unless
// it is Hidden.
type KnowledgeEntry struct {
	ID, PropertyID, Answer, Language, UpdatedBy string
	Questions                                   []string
	BookedOnly                                  bool
	UpdatedAt                                   time.Time
	Versions                                    []KnowledgeText
	ValidFrom, ValidUntil                       string
	// Hidden entries were never published, or were withdrawn.
	Hidden bool
	// Draft is what was written and not published yet.
	Draft  *KnowledgeContent
	Source string
	Rev    int64 // rises with every change
}

// Content is what guests are told.
func (e KnowledgeEntry) Content() KnowledgeContent {
	return KnowledgeContent{Questions: e.Questions, Answer: e.Answer, Language: e.Language, BookedOnly: e.BookedOnly,
		Versions: e.Versions, ValidFrom: e.ValidFrom, ValidUntil: e.ValidUntil}
}

// SetContent changes what guests are told.
func (e *KnowledgeEntry) SetContent(c KnowledgeContent) {
	e.Questions, e.Answer, e.Language, e.BookedOnly = c.Questions, c.Answer, c.Language, c.BookedOnly
	e.Versions, e.ValidFrom, e.ValidUntil = c.Versions, c.ValidFrom, c.ValidUntil
}

// EntryState names a part of a property's entries.
type EntryState string

// The parts. The empty one is all.
const (
	EntriesLive       EntryState = "live"       // told to guests
	EntriesDraft      EntryState = "draft"      // with something that is not published
	EntriesUnanswered EntryState = "unanswered" // without an answer
)

// KnowledgeEntryFilter narrows a list of entries.
type KnowledgeEntryFilter struct {
	PropertyID string
	State      EntryState
	Query      string // words that question, answer or draft hold, in part
	Before     string // an id; only those below it
	Limit      int    // 0 is 100, at most 1,000
}

// EntryCounts are how many entries a property has.
type EntryCounts struct {
	All, Live, Draft, Unanswered int64
}

// KnowledgeNotice is a sentence of the day: until it ends it outranks every entry on its topic.
type KnowledgeNotice struct {
	ID, PropertyID, Text string
	Topic                string // a fact's key, or words
	Language             string
	StartsAt, EndsAt     time.Time
	CreatedBy            string
	CreatedAt            time.Time
	UpdatedBy            string
	UpdatedAt            time.Time
	Rev                  int64
}

// KnowledgeProposal is what somebody or something proposes. It changes nothing before it is taken.
type KnowledgeProposal struct {
	ID, PropertyID string
	Kind           string // fact, entry
	Subject        string // a fact's key; an entry's id, or "" for a new one
	Source         string // copy:PROPERTY, page:URL, document:ID, agent:PERSON …
	Fact           *KnowledgeFact
	Entry          *KnowledgeContent
	ConversationID string // where an agent said it
	Seq            int64
	State          string // open, taken, refused, withdrawn (by what had proposed it)
	At             time.Time
	DecidedBy      string
	DecidedAt      time.Time
}

// KnowledgeChange is one line of the history: who changed what, and how it stood before and after, each as JSON; "" where
// there was nothing.
type KnowledgeChange struct {
	N                            int64
	PropertyID, PersonID         string
	At                           time.Time
	Kind, Subject, Title, Action string
	Batch                        string // the import it belongs to
	Before, After                string
}

// HistoryFilter narrows the history of a property's knowledge.
type HistoryFilter struct {
	PropertyID    string
	Kind, Subject string // both or neither
	Batch         string // of one import
	Before        int64  // only lines below this number; 0 is no bound
	Limit         int    // 0 is 50, at most 200
}

// KnowledgeAsk is a guest's question that the assistant could not answer.
type KnowledgeAsk struct {
	ID, PropertyID, ConversationID string
	Seq                            int64  // of the guest's message
	Why                            string // cannot_help, suggestion_unused, not_asked
	Text, Language                 string
	At                             time.Time
	Reply, ReplyBy                 string // what an agent answered
	State                          string // open, answered, dismissed
	EntryID                        string // the entry that was made of it
}

// KnowledgeTest is a question that the property wants answered in one way.
type KnowledgeTest struct {
	ID         string    `json:"id"`
	PropertyID string    `json:"-"`
	Question   string    `json:"question"`
	Language   string    `json:"language,omitempty"`
	Booked     bool      `json:"booked,omitempty"` // asked as a guest with a booking
	Expect     string    `json:"expect"`           // an entry's id, a fact's key, or cannot_help
	UpdatedBy  string    `json:"updated_by,omitempty"`
	UpdatedAt  time.Time `json:"updated_at"`
}

// KnowledgeTestRun is what became of the test questions at one time.
type KnowledgeTestRun struct {
	ID         string                `json:"id"`
	PropertyID string                `json:"-"`
	At         time.Time             `json:"at"`
	PersonID   string                `json:"person_id,omitempty"`
	Cause      string                `json:"cause"` // asked, publish
	Results    []KnowledgeTestResult `json:"results,omitempty"`
}

// KnowledgeTestResult is what became of one question.
type KnowledgeTestResult struct {
	TestID     string  `json:"test_id"`
	Question   string  `json:"question"`
	Expect     string  `json:"expect"`
	Got        string  `json:"got,omitempty"` // an entry's id, a fact's key, or a decision
	Decision   string  `json:"decision,omitempty"`
	Answer     string  `json:"answer,omitempty"`
	Confidence float64 `json:"confidence"`
	Right      bool    `json:"right"`
	Error      string  `json:"error,omitempty"`
}

// KnowledgeImport is a file on its way into a property's knowledge.
type KnowledgeImport struct {
	ID         string    `json:"id"`
	PropertyID string    `json:"-"`
	Name       string    `json:"name"`
	Format     string    `json:"format"` // csv, json
	State      string    `json:"state"`  // checked, running, stopped, done, failed, undoing, undone
	At         time.Time `json:"at"`
	PersonID   string    `json:"person_id,omitempty"`
	// Rest imports what can be read where rows cannot; without it such a file imports nothing.
	Rest bool `json:"rest,omitempty"`
	// Publish makes entries public at once; without it they are drafts.
	Publish bool        `json:"publish,omitempty"`
	Total   int         `json:"total"` // rows that can be read
	Done    int         `json:"done"`
	Added   int         `json:"added"`
	Changed int         `json:"changed"`
	Same    int         `json:"same"`
	Broken  []BrokenRow `json:"broken,omitempty"` // the first of them
	// BrokenRows is how many there are.
	BrokenRows int       `json:"broken_rows"`
	Failure    string    `json:"failure,omitempty"`
	EndedAt    time.Time `json:"ended_at"`
	// Undo is how far it was taken back, since that was last asked for.
	Undo KnowledgeUndo `json:"undo,omitzero"`
}

// KnowledgeUndo is an import on its way back: the newest line of its history first.
type KnowledgeUndo struct {
	At   int64 `json:"at,omitempty"`   // the line that was looked at last; 0 is none
	Gone int   `json:"gone,omitempty"` // things that are as they were before
	// Kept is how many somebody changed since, Titles are the first of them.
	Kept   int      `json:"kept,omitempty"`
	Titles []string `json:"titles,omitempty"`
}

// BrokenRow names a row of a file that cannot be read.
type BrokenRow struct {
	Row    int    `json:"row"` // from 1, as an editor counts lines or a list its items
	Reason string `json:"reason"`
}

// HubSettings are a property's settings of its Knowledge Hub.
type HubSettings struct {
	// ParentID is the property whose facts are proposed here as long as nothing was said about them.
	ParentID string `json:"parent_id,omitempty"`
}

// Knowledge is the Knowledge Hub. Every change of what guests may be told (facts, entries, notices) raises the property's
// version by one in the same transaction.
type Knowledge interface {
	PutFact(f KnowledgeFact) error
	PutEntry(e KnowledgeEntry) error
	DeleteEntry(propertyID, id string) error
	Facts(propertyID string) ([]KnowledgeFact, error)
	// KnowledgeEntries are all of a property, with drafts and hidden ones, by rising id.
	KnowledgeEntries(propertyID string) ([]KnowledgeEntry, error)
	KnowledgeEntry(propertyID, id string) (KnowledgeEntry, error)
	// PageEntries lists by falling id: the newest first.
	PageEntries(f KnowledgeEntryFilter) ([]KnowledgeEntry, error)
	CountEntries(propertyID string) (EntryCounts, error)
	KnowledgeVersion(propertyID string) (int64, error)
	PutNotice(n KnowledgeNotice) error
	Notice(propertyID, id string) (KnowledgeNotice, error)
	// Notices are those that end after a time, the soonest to end first.
	Notices(propertyID string, endAfter time.Time) ([]KnowledgeNotice, error)
	PutProposal(p KnowledgeProposal) error
	Proposal(propertyID, id string) (KnowledgeProposal, error)
	// Proposals are the open ones, the newest first, at most 1,000.
	Proposals(propertyID string) ([]KnowledgeProposal, error)
	// AddChange appends to the history and numbers the line.
	AddChange(c KnowledgeChange) error
	Change(propertyID string, n int64) (KnowledgeChange, error)
	History(f HistoryFilter) ([]KnowledgeChange, error)
	// PutAsk adds or changes one. Asks are the open ones, the newest first, at most 2,000; of a conversation in rising seq.
	PutAsk(a KnowledgeAsk) error
	Ask(propertyID, id string) (KnowledgeAsk, error)
	Asks(propertyID string) ([]KnowledgeAsk, error)
	AsksOfConversation(conversationID string) ([]KnowledgeAsk, error)
	// ForgetAsks deletes asks of all properties from before a time, whatever became of them: the oldest first, limit at
	// most. It reports how many.
	ForgetAsks(before time.Time, limit int) (int, error)
	PutTest(q KnowledgeTest) error
	DeleteTest(propertyID, id string) error
	KnowledgeTests(propertyID string) ([]KnowledgeTest, error)
	// AddTestRun keeps the newest 20 of a property; TestRuns lists them, the newest first.
	AddTestRun(r KnowledgeTestRun) error
	TestRuns(propertyID string, limit int) ([]KnowledgeTestRun, error)
	// CreateImport keeps a file with its bytes; the property's imports beyond the newest 20 lose theirs and are forgotten,
	// unless they are worked on: taken in (running) or taken back (undoing).
	CreateImport(i KnowledgeImport, body []byte) error
	UpdateImport(i KnowledgeImport) error
	KnowledgeImport(propertyID, id string) (KnowledgeImport, error)
	ImportBody(propertyID, id string) ([]byte, error)
	Imports(propertyID string) ([]KnowledgeImport, error)
	// ClaimImport takes the running or undoing import that nobody works on, for some time; desk.ErrNotFound where there is none.
	ClaimImport(now, until time.Time) (KnowledgeImport, error)
	// HoldImport goes on holding a claimed one.
	HoldImport(propertyID, id string, until time.Time) error
	PutHubSettings(propertyID string, s HubSettings) error
	HubSettings(propertyID string) (HubSettings, error)
}

package store

import "time"

// KnowledgeSource is a document or a website that a property's knowledge is read from, and how its reading stands.
type KnowledgeSource struct {
	ID         string    `json:"-"`
	PropertyID string    `json:"-"`
	Kind       string    `json:"kind"` // document, website
	Name       string    `json:"name"`
	Address    string    `json:"address,omitempty"`  // a website's first page
	Format     string    `json:"format,omitempty"`   // a document's
	Size       int64     `json:"size,omitempty"`     // of the document's file
	Language   string    `json:"language,omitempty"` // of its text; "" as it says itself
	MaxPages   int       `json:"max_pages,omitempty"`
	EveryDays  int       `json:"every_days,omitempty"` // how often a website is read again; 0 never by itself
	CreatedBy  string    `json:"created_by,omitempty"`
	CreatedAt  time.Time `json:"created_at"`

	// State is how the reading stands: queued, running, stopped, done, failed.
	State string `json:"state"`
	// Done of Total pages (or passages of a document) were read; Total grows while links are found.
	Done      int       `json:"done,omitempty"`
	Total     int       `json:"total,omitempty"`
	StartedAt time.Time `json:"started_at,omitzero"`
	EndedAt   time.Time `json:"ended_at,omitzero"`
	Attempts  int       `json:"attempts,omitempty"` // of this reading; more than one where a server died in it
	// Failure is why it could not be read: a sentence, its code, and what the site answered where that is why.
	Failure       string `json:"failure,omitempty"`
	FailureCode   string `json:"failure_code,omitempty"`
	FailureStatus int    `json:"failure_status,omitempty"`
	// Skipped names the first pages that were left out, SkippedPages counts all.
	Skipped      []SkippedPage `json:"skipped,omitempty"`
	SkippedPages int           `json:"skipped_pages,omitempty"`
	// Cut says that there is more than was read.
	Cut bool `json:"cut,omitempty"`

	// Due is when somebody has to work on it: at once, when a lease ends, when it is read again; zero is never.
	Due time.Time `json:"-"`
	// Run rises whenever the reading is begun, taken over or stopped: what an earlier one still says is refused.
	Run int64 `json:"-"`
}

// SkippedPage is a page that was left out, and why: a sentence, its code, and what the site answered where that is why. Pages
// that were left out before there were codes have none.
type SkippedPage struct {
	Address string `json:"address"`
	Reason  string `json:"reason"`
	Code    string `json:"code,omitempty"`
	Status  int    `json:"status,omitempty"`
}

// KnowledgePassage is a piece of what a source says. Only approved ones are told to guests.
type KnowledgePassage struct {
	ID, PropertyID, SourceID string
	Page                     string // the page's address, or where in the document
	Nth                      int    // its place on the page
	Title, Text, Language    string
	State                    string // draft, approved, refused
	// Gone says that an approved passage is no longer found in its source.
	Gone bool
	// Replaces is the approved passage in whose place a draft stands now, or that stays instead of a refused one; "" where
	// there is none.
	Replaces  string
	FoundAt   time.Time
	DecidedBy string
	DecidedAt time.Time
}

// PassageFilter narrows a list of passages.
type PassageFilter struct {
	PropertyID string
	SourceID   string // "" all
	State      string // draft, approved, refused, gone (approved ones that are gone); "" all
	After      string // an id; only those above it
	Limit      int    // 0 is 100, at most 1,000
}

// PassageCounts are how many passages a source has.
type PassageCounts struct {
	Draft, Approved, Refused, Gone int64 // the gone ones are among the approved
	Pages                          int64 // on which they stand
}

// Sources are documents and websites, their reading and their passages.
type Sources interface {
	// AddSource keeps a new source with its file, which is empty for websites.
	AddSource(s KnowledgeSource, body []byte) error
	// SaveSource changes one whose Run is still run; desk.CodeConflict otherwise.
	SaveSource(s KnowledgeSource, run int64) error
	// DeleteSource deletes it with its passages.
	DeleteSource(propertyID, id string) error
	Source(propertyID, id string) (KnowledgeSource, error)
	SourceBody(propertyID, id string) ([]byte, error)
	// ListSources are all of a property, by rising id.
	ListSources(propertyID string) ([]KnowledgeSource, error)
	// ClaimSource takes the source that has waited longest, until a time, and raises its Run; desk.ErrNotFound where none is due.
	ClaimSource(now, until time.Time) (KnowledgeSource, error)
	// NextSource is when a source is due next; zero is never.
	NextSource() (time.Time, error)
	// PutPassage adds or changes one. Whoever changes what guests may be told calls PassagesChanged in the same transaction.
	PutPassage(p KnowledgePassage) error
	DeletePassage(propertyID, id string) error
	Passage(propertyID, id string) (KnowledgePassage, error)
	// PassagesOfPage are those of one page of a source, PagesOfSource the pages that have any.
	PassagesOfPage(propertyID, sourceID, page string) ([]KnowledgePassage, error)
	PagesOfSource(propertyID, sourceID string) ([]string, error)
	// ListPassages lists by rising id.
	ListPassages(f PassageFilter) ([]KnowledgePassage, error)
	// ApprovedPassages are all that guests may be told, by rising id.
	ApprovedPassages(propertyID string) ([]KnowledgePassage, error)
	// CountPassages counts by source.
	CountPassages(propertyID string) (map[string]PassageCounts, error)
	// PassagesChanged raises the property's version, so that answers follow.
	PassagesChanged(propertyID string) error
}

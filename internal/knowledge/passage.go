package knowledge

import "time"

// Limits of passages: one is about one thing and is quoted as it stands, so it is as long as a guest reads in a chat.
const (
	MaxPassageTitle = 200
	MaxPassage      = 1200
)

// Passage is a titled piece of a document or of a page of a website, in the words that stand there, after somebody of the
// property approved it. A passage answers like an entry whose question is its title.
type Passage struct {
	ID       string
	SourceID string // the document or website that it was found in
	Source   string // its name, as the property calls it
	Title    string // the headings above it; may be empty
	Text     string
	Language string // of the text; empty: the property's first language
	// Address is where it can be read: the page's address, or where in the document it stands ("page 3").
	Address   string
	UpdatedAt time.Time
}

// Package assistant takes the chatbot's turns: it asks an [Answerer] and
// proposes what it says to the conversation, like any other caller. It has no
// side door into a conversation, and it never writes a word of its own: what a
// guest reads comes from the property's knowledge or from a fixed phrase.
package assistant

import "context"

// Decision says what an [Answer] is, and so what the guest is shown beside it.
type Decision string

const (
	// DecisionAnswer is an answer in the property's own words.
	DecisionAnswer Decision = "answer"
	// DecisionSuggest asks "did you mean", with up to three suggestions.
	DecisionSuggest Decision = "suggest"
	// DecisionCannotHelp says that the information is not there; a person is offered.
	DecisionCannotHelp Decision = "cannot_help"
	// DecisionGreeting returns a greeting.
	DecisionGreeting Decision = "greeting"
	// DecisionSmallTalk returns thanks and goodbyes, and says that it is a digital assistant.
	DecisionSmallTalk Decision = "small_talk"
	// DecisionWish means that the guest asked for a person. Text is empty: the
	// conversation has its own fixed line for it.
	DecisionWish Decision = "wish"
)

// Kinds of [Source].
const (
	SourceFact    = "fact"
	SourceEntry   = "entry"
	SourcePassage = "passage"
	SourceNotice  = "notice"
)

// Exchange is one earlier question of the guest and what was answered.
type Exchange struct {
	Guest     string
	Assistant string
}

// Question is one guest message, with what is needed to answer it.
type Question struct {
	PropertyID   string
	PropertyName string
	Text         string
	// Language is the guest's, as far as it is known (BCP 47; empty: unknown).
	// The text itself wins where it is clearly in another one.
	Language string
	// Previous holds the last few turns of this conversation, oldest first.
	Previous []Exchange
	// Verified is true for a guest whose booking was proven. Only they are told
	// what is for guests with a booking.
	Verified bool
	// ContactID is the guest, ConversationID the conversation: what is spent is
	// counted by them, and a company's own bot tells its conversations apart. Both
	// are empty where somebody only tries a question.
	ContactID, ConversationID string
	// Draft, where it is set, shows the guest the answer as far as it is made, each
	// time all of it. It is called until Answer returns at the latest, and is given
	// only what may be said.
	Draft func(text string)
}

// Source names a piece of the property's knowledge, for agents.
type Source struct {
	ID    string // a fact's key or an entry's id
	Title string
	Kind  string // SourceFact, SourceEntry, SourcePassage or SourceNotice
}

// Suggestion is a question that the guest may have meant. Pressing it sends
// Text, which is answered with certainty.
type Suggestion struct {
	ID   string
	Text string
}

// Answer is what an [Answerer] proposes.
type Answer struct {
	Decision Decision
	// Text is what the guest reads; empty for DecisionWish.
	Text string
	// Confidence is the probability, 0 to 1, that the named source is right. It
	// names the best one even where the decision was not to answer.
	Confidence  float64
	Sources     []Source
	Suggestions []Suggestion
	// Wish is the probability, 0 to 1, that the guest wants a person.
	Wish float64
	// Language is the one that Text is written in.
	Language string
	// Trace is how it came about, as far as the Answerer knows.
	Trace Trace
}

// Answerer answers one question. It is called by many goroutines at once and
// answers each without waiting for another. It returns soon after ctx is done,
// with ctx's error. It never sends anything and never changes a conversation:
// the caller decides, under the control epoch, whether the answer is said.
type Answerer interface {
	Answer(ctx context.Context, q Question) (Answer, error)
}

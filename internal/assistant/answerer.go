// Package assistant takes the chatbot's turns: it asks an [Answerer] and
// proposes what it says to the conversation, like any other caller. It has no
// side door into a conversation, and it never writes a word of its own: what a
// guest reads comes from the property's knowledge or from a fixed phrase.
package assistant

import (
	"context"
	"time"

	"deskbell/internal/desk"
)

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
	// DecisionOpportunity takes up what a guest has in mind that is larger than a holiday.
	DecisionOpportunity Decision = "opportunity"
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
	// SourceTool is a service that was asked: no piece of knowledge, and nothing that can be corrected here.
	SourceTool = "tool"
)

// Intent is what a guest wants where that is nothing that the property could have written down. It goes with a Decision
// of its own words: most often that a person is better asked.
type Intent string

// The intents.
const (
	// IntentBooking is to book a room, or to know what one costs on some days.
	IntentBooking Intent = "booking"
	// IntentChange is to change, cancel or look up a booking that there is.
	IntentChange Intent = "change"
	// IntentComplaint is that something is not as it should be.
	IntentComplaint Intent = "complaint"
	// IntentService is that somebody brings or does something.
	IntentService Intent = "service"
	// IntentBooked is a question that the property answers to guests with a booking only, asked by one whose booking
	// nobody has seen.
	IntentBooked Intent = desk.IntentBooked
	// IntentNotAsked is that the last answer was to another question.
	IntentNotAsked Intent = "not_asked"
)

// Exchange is one earlier question of the guest and what was answered. Sources is what the answer was taken from, where
// that is known.
type Exchange struct {
	Guest     string
	Assistant string
	Sources   []Source
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
	// Now is the present time in the property's zone; zero where it does not matter.
	Now time.Time
	// Opportunity is what the guest has in mind, as far as it was told before; see package opportunity.
	Opportunity desk.Opportunity
	// BookingLink is the template of the property's own booking page; see package stay.
	BookingLink string
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
	Kind  string // SourceFact, SourceEntry, SourcePassage, SourceNotice or SourceTool
}

// Suggestion is a question that the guest may have meant. Pressing it sends
// Text, which is answered with certainty.
type Suggestion struct {
	ID   string
	Text string
}

// Link leads to a page of the property's own. Text is what it is called, in the language of the answer.
type Link struct {
	URL  string
	Text string
}

// Asked is a question to a property, as far as it is the same for all who ask it at one time.
func Asked(pr desk.Property, now time.Time) Question {
	if zone, err := time.LoadLocation(pr.Settings.TimeZone); err == nil {
		now = now.In(zone)
	}
	return Question{PropertyID: pr.ID, PropertyName: pr.Name, Now: now, BookingLink: pr.Settings.BookingLink}
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
	// About names what a built-in answer is an answer to: the guest reads it before the answer, and may say that it is
	// not what they asked.
	About string
	// Intent is set where the message is no question that knowledge answers.
	Intent Intent
	// Link is where the guest goes on by themselves; nil for most.
	Link *Link
	// Opportunity is what is known now of what the guest has in mind; nil is what was known before.
	Opportunity *desk.Opportunity
	// Topic and Feeling are what a language model heard in the message; empty where none was asked, or none said so.
	Topic   desk.Topic
	Feeling desk.Feeling
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

package assistant

import (
	"errors"
	"time"
)

// The ways in which an agent is not helped. None of them holds a word of what a language model wrote.
var (
	// ErrNoHelp says that the property has no language model for its agents.
	ErrNoHelp = errors.New("no language model helps the agents of this property")
	// ErrNoWords says that what the model wrote is not shown: it was no translation, or no summary.
	ErrNoWords = errors.New("what the language model wrote is not shown")
	// ErrLanguage says that the language is none that the model is asked for.
	ErrLanguage = errors.New("this language is not translated into")
)

// Health is how a service does that answers in the place of the built-in assistant.
type Health struct {
	// Up says that it is being asked: false for a while after it did not answer several times.
	Up bool
	// Well is when it last answered, Failed when it last did not; zero is not since this server started.
	Well, Failed time.Time
	// Because is why it did not, as a stable word.
	Because string
}

// Who said a line of a conversation.
const (
	SpokenGuest     = "guest"
	SpokenAssistant = "assistant"
	SpokenAgent     = "agent"
)

// Spoken is one line of a conversation, as it is summed up for who takes it over.
type Spoken struct {
	Who  string // SpokenGuest, SpokenAssistant or SpokenAgent
	Text string
}

// Help is what a language model wrote for an agent. It goes to nobody else: a person reads it, and sends it or does not.
type Help struct {
	Text string
	// From is the language of the original, as far as it shows that (BCP 47).
	From string
	// Figures says that numbers in it are not those of the original, so that the agent looks.
	Figures bool
	Model   string
}

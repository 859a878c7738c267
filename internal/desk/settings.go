package desk

import "time"

// LiveChat are a property's settings of live chat for one channel. The zero value is not usable: start from DefaultLiveChat.
type LiveChat struct {
	Enabled bool `json:"enabled"`
	// Regardless lets a guest wait for a person even with nobody eligible: the property's chain is called. Without it
	// the guest is offered to leave a message at once.
	Regardless bool `json:"regardless,omitempty"`
	// HelpsWhileWaiting lets the assistant answer while a request rings.
	HelpsWhileWaiting bool          `json:"helps_while_waiting"`
	FirstWait         time.Duration `json:"first_wait"`
	SecondWait        time.Duration `json:"second_wait"`
	Reminder          time.Duration `json:"reminder"`
	Relief            time.Duration `json:"relief"`
	Outside           time.Duration `json:"outside"`
	Quiet             time.Duration `json:"quiet"`
	// HeldLimit is how many chats one agent may hold at once; 0 is no limit.
	HeldLimit int `json:"held_limit"`
	// Hours are when a person may be asked for; nil is at all hours. Zone is the property's time zone, in which they
	// are told: LiveChatFor fills it in.
	Hours *Hours `json:"hours,omitempty"`
	Zone  string `json:"-"`
	// Show is where Human Chat is offered; ShowRegardless offers it even while it would lead to leave-a-message only.
	Show           ShowHuman `json:"show,omitempty"`
	ShowRegardless bool      `json:"show_regardless,omitempty"`
	// QuietReminder lets the reminder of an agent in control come without a sound; the limits stay.
	QuietReminder bool `json:"quiet_reminder,omitempty"`
}

// ShowHuman is where the guest finds the Human Chat button. Asking in words always works.
type ShowHuman string

// Where it is shown. The zero value is ShowCannotHelp.
const (
	ShowCannotHelp ShowHuman = ""       // where the assistant cannot help, and beside suggestions
	ShowAlways     ShowHuman = "always" // beside the composer, too
	ShowAsked      ShowHuman = "asked"  // nowhere: only asking in words leads to a person
)

// Limits of the law that no setting changes.
const (
	TurnLimit      = 30 * time.Second // a turn that is owed longer has failed
	TurnAttempts   = 3
	Reconnecting   = 30 * time.Second // no sign of life
	Lost           = 45 * time.Second
	ReopenWithin   = 7 * 24 * time.Hour
	LiveWithin     = 5 * time.Minute // live: guest or assistant was active within it
	PromiseMin     = time.Minute
	PromiseMax     = 15 * time.Minute
	DefaultPromise = 3 * time.Minute
	// OverdueGrace is how long after a return from downtime an expiry comes that fell due meanwhile.
	OverdueGrace = 20 * time.Second
)

// DefaultLiveChat are the settings that a new property has on the given channel: live chat off, the rest as the law has it.
func DefaultLiveChat(ch Channel) LiveChat {
	quiet := 24 * time.Hour
	if ch == ChannelWeb {
		quiet = 30 * time.Minute
	}
	return LiveChat{
		HelpsWhileWaiting: true,
		FirstWait:         60 * time.Second,
		SecondWait:        60 * time.Second,
		Reminder:          3 * time.Minute,
		Relief:            6 * time.Minute,
		Outside:           12 * time.Hour,
		Quiet:             quiet,
	}
}

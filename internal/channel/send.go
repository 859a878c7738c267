package channel

import (
	"fmt"
	"io"
	"time"
)

// Outgoing is one message for one guest, within the account's Capabilities: splitting and falling back were done before.
type Outgoing struct {
	// Ours is the delivery's id; it travels as the channel's correlation where it has one, and comes back in echoes and
	// statuses.
	Ours string
	// To are the guest's ids, the steadiest first. Phone is the number, where it is known.
	To    []string
	Phone string
	// Text, Media and Template: exactly one is set, but that Choices go with Text and Caption with Media.
	Text     string
	Choices  []Choice
	Media    *Upload
	Template *Filled
	ReplyTo  string
	// Late says that the window is closed and a person wrote this: it goes as such or not at all.
	Late bool
}

// Choice is something a guest may press. Payload comes back as Event.Choice.
type Choice struct {
	Title, Payload, Description string
}

// Upload is a file to send. Open may be called again for another attempt.
type Upload struct {
	Kind    MediaKind
	Type    string
	Name    string
	Size    int64
	Caption string
	Voice   bool
	Open    func() (io.ReadCloser, error)
	// URL is a public address under which the file can be had without a token, for channels that fetch it themselves
	// (Instagram, a callback of ours); "" where there is none.
	URL string
}

// Sent is the channel's answer: accepted, not delivered. Recipient are the ids it reached the guest under, if it says so.
// Slow is for how long the account should hold back, because it has nearly used up what it may ask.
type Sent struct {
	ID        string
	Recipient []string
	Slow      time.Duration
}

// FailureKind is what to do about a failure.
type FailureKind string

// The kinds of failure. But for FailureUnknown and FailureSent the message surely was not sent.
const (
	FailureTransient FailureKind = "transient" // again, with back-off
	FailureThrottled FailureKind = "throttled" // again after After, and slow the account down
	FailurePair      FailureKind = "pair"      // again after After, this guest only
	FailureDoubtful  FailureKind = "doubtful"  // two or three tries, then permanent
	FailureUnknown   FailureKind = "unknown"   // it may have been sent: wait for its status or echo
	FailureSent      FailureKind = "sent"      // it was sent although an error came back
	FailureThread    FailureKind = "thread"    // another app has the thread
	FailureWindow    FailureKind = "window"    // too late for a free message
	FailureGone      FailureKind = "gone"      // this guest cannot be reached
	FailureRefused   FailureKind = "refused"   // this message will never be taken
	FailureAccount   FailureKind = "account"   // nothing of this account will be taken until an admin has done something
	FailureToken     FailureKind = "token"     // the same, and a new token is what helps
)

// Failure is why a message was not sent, or may not have been. Code is the channel's own ("131047", "10/2018278"), Trace
// what its support asks for. Reason is a stable name of what people are told: token_expired, window_closed,
// not_on_whatsapp, … Neither holds a secret.
type Failure struct {
	Kind   FailureKind
	Code   string
	Reason string
	Detail string
	Trace  string
	After  time.Duration
	Err    error
}

// Error is for logs.
func (f *Failure) Error() string {
	return fmt.Sprintf("%s: %s %s %s %v", f.Kind, f.Reason, f.Code, f.Detail, f.Err)
}

// Unwrap is what lay beneath, if anything.
func (f *Failure) Unwrap() error { return f.Err }

// Permanent reports whether trying again cannot help.
func (f *Failure) Permanent() bool {
	switch f.Kind {
	case FailureWindow, FailureGone, FailureRefused:
		return true
	}
	return false
}

// Doubt reports whether the message may be with the guest all the same.
func (f *Failure) Doubt() bool { return f.Kind == FailureUnknown || f.Kind == FailureSent }

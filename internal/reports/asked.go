package reports

import (
	"time"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// Outcome is what became of a guest who asked for a person.
type Outcome string

// The outcomes. Each guest who asked has exactly one.
const (
	Accepted  Outcome = "accepted"
	Missed    Outcome = "missed"
	Cancelled Outcome = "cancelled" // the guest took the wish back
	Closed    Outcome = "closed"    // the desk ended it otherwise: resolved, or answered in the channel's own app
	Open      Outcome = "open"      // still rings or is promised
)

// Cause is why a guest was missed.
type Cause string

// The causes, in the order in which they are looked for: what would have missed the guest whatever happened after it
// comes first, so that each missed one has exactly one cause, and the one to mend.
const (
	SwitchedOff   Cause = "switched_off"   // live chat was off, and the guest asked in words
	OutsideHours  Cause = "outside_hours"  // no request was opened
	NobodyOnDuty  Cause = "nobody_on_duty" // no request was opened, or it rang nobody
	PromiseBroken Cause = "promise_broken" // somebody said when they would come, and did not
	CannotNow     Cause = "cannot_now"     // all who were rung said so
	NoDevice      Cause = "no_device"      // no device showed or sounded the ring
	GuestLeft     Cause = "guest_left"     // the guest was gone when the wait was over
	NoReaction    Cause = "no_reaction"    // it was shown or heard, and nobody came
)

// Causes are all of them, as reports list them.
func Causes() []Cause {
	return []Cause{OutsideHours, NobodyOnDuty, NoDevice, NoReaction, CannotNow, PromiseBroken, GuestLeft, SwitchedOff}
}

// Promise is what became of a promised time.
type Promise string

// What becomes of a promise. The empty one is no promise.
const (
	PromiseKept   Promise = "kept"   // the guest had a person by then
	PromiseBroke  Promise = "broken" // the time passed, or who promised left
	PromiseVoid   Promise = "void"   // the guest did not need it any more
	PromiseStands Promise = "open"
)

// Asked is one guest who asked for a person, once: a request, or a wish for which none was opened.
type Asked struct {
	ID             string
	At             time.Time
	ConversationID string
	PropertyID     string
	ContactID      string
	Channel        desk.Channel
	Emergency      bool
	Outcome        Outcome
	Cause          Cause // of a missed one
	// Wait is from asking to the end; zero while it is open, and where no request was opened.
	Wait    time.Duration
	Promise Promise
}

// OfRequest tells what became of a request; its alert is the zero value where the bell never rang for it.
func OfRequest(r store.OpenedRequest, alert store.Alert) Asked {
	a := Asked{ID: r.ID, At: r.OpenedAt, ConversationID: r.ConversationID, PropertyID: r.PropertyID, ContactID: r.ContactID,
		Channel: r.Channel, Emergency: r.Kind == desk.RequestEmergency, Promise: promiseOf(r.Request)}
	if !r.Open() {
		a.Wait = max(0, r.EndedAt.Sub(r.OpenedAt))
	}
	switch r.End {
	case desk.EndAccepted:
		a.Outcome = Accepted
	case desk.EndCancelled:
		a.Outcome = Cancelled
	case desk.EndClosed:
		a.Outcome = Closed
	case desk.EndExpired:
		a.Outcome, a.Cause = Missed, causeOf(r.Request, alert)
	default:
		a.Outcome = Open
	}
	return a
}

// OfWish tells why a wish opened no request.
func OfWish(w store.UnmetWish) Asked {
	a := Asked{ID: w.ID, At: w.At, ConversationID: w.ConversationID, PropertyID: w.PropertyID, ContactID: w.ContactID,
		Channel: w.Channel, Outcome: Missed, Cause: NobodyOnDuty}
	switch cause := Cause(w.Params[conversation.ParamReason]); cause {
	case SwitchedOff, OutsideHours:
		a.Cause = cause
	}
	return a
}

func causeOf(r desk.Request, alert store.Alert) Cause {
	heard := !alert.HeardAt.IsZero() || !alert.ReactedAt.IsZero() || len(r.Declined) > 0
	switch {
	case r.PromiseUsed:
		return PromiseBroken // one that stood would have kept it from expiring
	case len(r.Rung) > 0 && allOf(r.Rung, r.Declined):
		return CannotNow
	case len(r.Rung) == 0 && !heard:
		return NobodyOnDuty
	case !heard:
		return NoDevice
	case r.GuestLeft:
		return GuestLeft
	}
	return NoReaction
}

func allOf(some, of []string) bool {
	in := make(map[string]bool, len(of))
	for _, id := range of {
		in[id] = true
	}
	for _, id := range some {
		if !in[id] {
			return false
		}
	}
	return true
}

func promiseOf(r desk.Request) Promise {
	switch stands := r.Stage == desk.StagePromised && r.PromisedBy != ""; {
	case !r.PromiseUsed:
		return ""
	case !stands && r.Kind == desk.RequestEmergency:
		return PromiseVoid // danger was found meanwhile, and everybody was called
	case !stands:
		return PromiseBroke
	case r.Open():
		return PromiseStands
	case r.EndedAt.After(r.PromisedUntil):
		return PromiseBroke // the desk was down when the time passed
	case r.End == desk.EndAccepted:
		return PromiseKept
	}
	return PromiseVoid
}

package desk

import "time"

// fromAgents are the events that name the agent they come from or are about.
var fromAgents = map[EventKind]bool{
	EventTakeControl: true, EventAccept: true, EventReply: true, EventAnswerAndBack: true, EventHandBack: true,
	EventResolve: true, EventTakeOver: true, EventTransfer: true, EventTakeBack: true, EventPromise: true,
	EventCannotNow: true, EventNote: true, EventReopen: true, EventAgentLost: true, EventAgentReturns: true,
	EventShiftEnds: true, EventPromiserGone: true,
}

// withWords are the events that bring a message.
var withWords = map[EventKind]bool{
	EventGuestWrites: true, EventReply: true, EventAnswerAndBack: true, EventNote: true, EventEcho: true,
}

// check refuses an event that lacks what its kind needs, whatever the state is.
func (ev Event) check() error {
	switch {
	case fromAgents[ev.Kind] && ev.Agent == "":
		return Refuse(CodeInvalid, "This needs a person at the desk.")
	case withWords[ev.Kind] && ev.Message == nil, ev.Kind == EventTurnAnswered && ev.Message == nil && !ev.Wish:
		return Refuse(CodeInvalid, "There is no message to send.")
	case ev.Kind == EventPromise && (ev.promise() < PromiseMin || ev.promise() > PromiseMax):
		return Refuse(CodeInvalid, "Promise a time between %d and %d minutes.", int(PromiseMin.Minutes()), int(PromiseMax.Minutes()))
	case ev.Kind == EventTransfer && ev.Target == ev.Agent:
		return Refuse(CodeInvalid, "This conversation is yours already. Choose a colleague, or everyone.")
	}
	return nil
}

// promise is how long the promised wait is; no minutes mean the usual ones.
func (ev Event) promise() time.Duration {
	if ev.Minutes == 0 {
		return DefaultPromise
	}
	return time.Duration(ev.Minutes) * time.Minute
}

// current refuses words that were written on a stale screen (ruling 6). A negative epoch was read inside the
// transaction.
func (d *step) current() error {
	if d.ev.Epoch >= 0 && d.ev.Epoch != d.s.Epoch {
		return &Error{Code: CodeStale, Reason: string(d.s.Controller.Kind), By: d.holder(),
			Message: "The conversation changed hands since you looked. Your text is kept as a draft; look again, then send."}
	}
	return nil
}

// holder is the agent in control, if one is.
func (d *step) holder() *Who {
	if d.s.Controller.Kind != ControllerAgent {
		return nil
	}
	return &Who{ID: d.s.Controller.AgentID}
}

// taken refuses because another agent has the conversation, and says since when.
func taken(d *step) error {
	return &Error{Code: CodeTaken, By: d.holder(), Since: max(0, d.now.Sub(d.s.Facts.HumanSince)),
		Message: "A colleague took this conversation."}
}

// notYours refuses what only the agent in control (or an Admin) may do.
func notYours(d *step) error {
	return &Error{Code: CodeNotYours, By: d.holder(), Since: max(0, d.now.Sub(d.s.Facts.HumanSince)),
		Message: "Only the agent in control can do this. Take the conversation over first."}
}

// Reasons that CodeClosed gives beside a request's own end.
const (
	reasonMissed   = "missed"
	reasonNone     = "none"
	reasonResolved = "resolved"
)

// noRequest refuses what needs an open request, and says how the newest one ended.
func noRequest(d *step) error {
	e := &Error{Code: CodeClosed, Reason: reasonNone, Message: "Nobody is asking for a person here. Take Control works all the same."}
	switch r := d.s.Request; {
	case d.s.Status == StatusResolved:
		e.Reason, e.Message = reasonResolved, "The conversation was resolved. Take Control opens it again."
	case r == nil:
	case r.End == EndExpired:
		e.Reason, e.Message = reasonMissed, "The guest waited in vain, the request has ended. Take Control answers all the same."
	case r.End == EndCancelled:
		e.Reason, e.Message = string(EndCancelled), "The guest cancelled the request. Take Control answers all the same."
	case r.End == EndAccepted:
		e.Reason, e.Message = string(EndAccepted), "The request was answered already. Take Control if the guest needs you."
		e.By = &Who{ID: r.EndedBy}
	case r.End == EndClosed:
		e.Reason, e.Message = string(EndClosed), "The request was closed at the desk. Take Control answers all the same."
	}
	return e
}

// notHere refuses what makes no sense while no agent controls: there is nobody to transfer or to take over from.
func notHere(d *step) error {
	if d.s.Status == StatusResolved {
		return &Error{Code: CodeClosed, Reason: reasonResolved, Message: "The conversation was resolved. Take Control opens it again."}
	}
	return &Error{Code: CodeConflict, Reason: string(d.s.Controller.Kind),
		Message: "No agent controls this conversation. Take Control first."}
}

// tooLate refuses what the assistant brings under a turn that is no longer owed (ruling 3).
func tooLate(d *step) error {
	return &Error{Code: CodeStale, Reason: string(d.s.Controller.Kind), By: d.holder(),
		Message: "This turn is no longer owed; nothing was said."}
}

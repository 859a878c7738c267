package desk

import "time"

// resolvedRules is the table "Resolved".
var resolvedRules = map[EventKind]rule{
	EventGuestWrites:    reopenThen(assistantHears),
	EventGuestAsks:      reopenThen(assistantIsAsked),
	EventGuestCancels:   stay,
	EventKeepChatting:   stay,
	EventKeepWaiting:    stay,
	EventAskMeanwhile:   stay,
	EventFormBegun:      stay,
	EventMessageLeft:    resolvedMessageLeft,
	EventRating:         rates,
	EventEmergencyFound: reopenThen(emergencyRings),
	EventTurnAnswered:   tooLate,
	EventTurnFailed:     tooLate,
	EventTakeControl:    reopenThen(takeControl),
	EventAccept:         noRequest,
	EventReply:          replyReopens,
	EventAnswerAndBack:  answerAndBackReopens,
	EventHandBack:       stay,
	EventResolve:        stay,
	EventTakeOver:       notHere,
	EventTransfer:       notHere,
	EventTakeBack:       noRequest,
	EventPromise:        noRequest,
	EventCannotNow:      noRequest,
	EventNote:           notes,
	EventReopen:         reopens,
	EventAgentLost:      stay,
	EventAgentReturns:   stay,
	EventShiftEnds:      stay,
	EventPromiserGone:   stay,
	EventGuestLeft:      stay,
	EventHoursEnd:       stay,
	EventEcho:           reopenThen(echoes),
}

// reopenThen is the rows "within 7 days: reopened under the assistant, then as there" and "later: a new conversation".
func reopenThen(then rule) rule {
	return func(d *step) error {
		if d.now.Sub(d.s.ResolvedAt) > ReopenWithin {
			d.out.New = true
			return nil
		}
		d.reopen(d.ev.Agent)
		return then(d)
	}
}

// reopen opens the conversation again under the assistant.
func (d *step) reopen(by string) {
	d.s.Status, d.s.ResolvedAt = StatusOpen, time.Time{}
	d.s.Facts.ReopenedAt = d.now
	d.tell(EntrySystem, Line{Code: LineReopened, Agent: by})
}

// resolvedMessageLeft reopens for a message left, but for a form that is a ticket already.
func resolvedMessageLeft(d *step) error {
	if d.ev.FormID != "" && d.ev.FormID == d.s.Facts.FormID {
		return nil
	}
	return reopenThen(messageLeft)(d)
}

// replyReopens refuses a reply from a stale screen before anything is opened again.
func replyReopens(d *step) error {
	if err := d.current(); err != nil {
		return err
	}
	return reopenThen(replyTakes)(d)
}

// answerAndBackReopens does the same for an answer that hands back.
func answerAndBackReopens(d *step) error {
	if err := d.current(); err != nil {
		return err
	}
	return reopenThen(answerAndBack)(d)
}

// reopens is an agent's Reopen: under the assistant, as a guest's message would. What was resolved long ago is history.
func reopens(d *step) error {
	if d.now.Sub(d.s.ResolvedAt) > ReopenWithin {
		return &Error{Code: CodeClosed, Reason: reasonResolved, Message: "This was resolved more than 7 days ago. Take Control begins a new conversation."}
	}
	d.reopen(d.ev.Agent)
	return nil
}

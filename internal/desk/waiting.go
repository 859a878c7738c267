package desk

import "time"

// waitingRules is the table "Waiting": a request is open, ringing or promised.
var waitingRules = map[EventKind]rule{
	EventGuestWrites:    waitingHears,
	EventGuestAsks:      waitingIsAsked,
	EventGuestCancels:   cancels,
	EventKeepChatting:   keepsChattingInstead,
	EventKeepWaiting:    stay,
	EventAskMeanwhile:   stay,
	EventFormBegun:      formBegun,
	EventMessageLeft:    messageLeft,
	EventRating:         rates,
	EventEmergencyFound: becomesEmergency,
	EventTurnAnswered:   turnAnswered,
	EventTurnFailed:     turnFailed,
	EventTakeControl:    takeControl,
	EventAccept:         takeControl,
	EventReply:          replyTakes,
	EventAnswerAndBack:  answerAndBack,
	EventHandBack:       notHere,
	EventResolve:        resolves,
	EventTakeOver:       notHere,
	EventTransfer:       notHere,
	EventTakeBack:       notHere,
	EventPromise:        promises,
	EventCannotNow:      cannotNow,
	EventNote:           notes,
	EventReopen:         stay,
	EventAgentLost:      promiserGone,
	EventAgentReturns:   returns,
	EventShiftEnds:      shiftEndsElsewhere,
	EventPromiserGone:   promiserGone,
	EventGuestLeft:      stay,
	EventHoursEnd:       stay,
	EventEcho:           echoes,
}

// waitingHears is the row "guest writes": a turn is owed where the assistant helps while waiting. An emergency past
// both waits shows its offer again, if a message was left since.
func waitingHears(d *step) error {
	d.hear()
	d.owe()
	if r := d.s.Request; r.Kind == RequestEmergency && r.Wait > 2 && !d.s.Offer.Shown() {
		d.showOffer(OfferExpired)
	}
	return nil
}

// waitingIsAsked is the row "guest asks again": unchanged, so that 50 presses ring once. A wish that nothing stands
// for any more (a message was left since, or an agent was lost) is a wish again.
func waitingIsAsked(d *step) error {
	if !d.s.Facts.WishAt.IsZero() && !d.s.Request.OfferUsed {
		return nil
	}
	d.asksAgain()
	return nil
}

// cancels is the row "guest cancels".
func cancels(d *step) error {
	if d.s.Request.Kind == RequestEmergency {
		d.s.Facts.EmergencyAt = time.Time{}
	}
	d.endRequest(EndCancelled, "")
	d.settleWish()
	d.toAssistant(true, Line{Code: LineAssistantBack, Reason: string(EndCancelled)})
	return nil
}

// keepsChattingInstead is the row "Keep chatting": as cancels, but for an emergency, whose offer stays.
func keepsChattingInstead(d *step) error {
	if d.s.Request.Kind == RequestEmergency {
		return nil
	}
	d.dismissOffer()
	d.leavingEnds()
	return cancels(d)
}

// becomesEmergency is the row "an emergency is found": the open request becomes one of kind emergency, ringing, waits
// anew. One that is found again while it rings restarts nothing.
func becomesEmergency(d *step) error {
	r := d.s.Request
	if r.Kind == RequestEmergency {
		return nil
	}
	r.Kind = RequestEmergency
	d.ringAnew(r)
	d.alarm(EntrySystem)
	return nil
}

// returns is the row "A returns while that request is open": control comes back by itself, whatever the limit, and
// no clock restarts.
func returns(d *step) error {
	r := d.s.Request
	if r.LostFrom != d.ev.Agent {
		return nil
	}
	d.accepted(d.ev.Agent)
	d.control(Controller{Kind: ControllerAgent, AgentID: d.ev.Agent})
	d.hold(d.ev.Agent, false)
	d.say(EntryControl, Line{Code: LineBack, Agent: d.ev.Agent})
	return nil
}

// shiftEndsElsewhere is the end of the shift of somebody who does not control: a promise is broken, and who was lost
// does not get the conversation back by returning.
func shiftEndsElsewhere(d *step) error {
	r := d.s.Request
	if r.LostFrom == d.ev.Agent {
		r.LostFrom = ""
		d.tell(EntrySystem, Line{Code: LineShiftEnded, Agent: d.ev.Agent})
	}
	return promiserGone(d)
}

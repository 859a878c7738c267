package desk

// outsideRules is the table "Outside": a person answers in the channel's own app.
var outsideRules = map[EventKind]rule{
	EventGuestWrites:    outsideHears,
	EventGuestAsks:      outsideIsAsked,
	EventGuestCancels:   stay,
	EventKeepChatting:   stay,
	EventKeepWaiting:    stay,
	EventAskMeanwhile:   stay,
	EventFormBegun:      formBegun,
	EventMessageLeft:    messageLeft,
	EventRating:         rates,
	EventEmergencyFound: alarms,
	EventTurnAnswered:   tooLate,
	EventTurnFailed:     tooLate,
	EventTakeControl:    takeControl,
	EventAccept:         noRequest,
	EventReply:          replyTakes,
	EventAnswerAndBack:  answerAndBack,
	EventHandBack:       notHere,
	EventResolve:        resolves,
	EventTakeOver:       notHere,
	EventTransfer:       notHere,
	EventTakeBack:       notHere,
	EventPromise:        noRequest,
	EventCannotNow:      noRequest,
	EventNote:           notes,
	EventReopen:         stay,
	EventAgentLost:      stay,
	EventAgentReturns:   stay,
	EventShiftEnds:      stay,
	EventPromiserGone:   stay,
	EventGuestLeft:      stay,
	EventHoursEnd:       stay,
	EventEcho:           echoUnderAgent,
}

// outsideHears is the row "guest writes": the first wait runs from the first unanswered message.
func outsideHears(d *step) error {
	d.hear()
	return nil
}

// outsideIsAsked is the row "asks for a person": for the wait it counts as a message. No line goes to the guest, whose
// channel may bill it: a person is there already.
func outsideIsAsked(d *step) error {
	if !d.s.Facts.WishAt.IsZero() {
		return nil
	}
	d.wish()
	d.tell(EntrySystem, Line{Code: LineFacts, Reason: "wish"})
	return nil
}

// outsideWaitOver is the row "unanswered for the first wait": whoever is available is rung; else the assistant owes an
// answer.
func outsideWaitOver(d *step) error {
	if d.unavailable() == "" {
		d.control(Controller{Kind: ControllerWaiting})
		d.openRequest(RequestPerson, CauseOutside, "")
		d.say(EntryControl, Line{Code: LineWaiting, Reason: string(CauseOutside)})
		return nil
	}
	d.toAssistant(false, Line{Code: LineAssistantBack, Reason: string(CauseOutside)})
	return nil
}

// outsideOver is the row "no human line for 12 h". The clock is armed again only when it fires.
func outsideOver(d *step) error {
	if due := d.s.Facts.HumanAt.Add(d.env.LiveChat.Outside); d.now.Before(due) {
		d.rearm(due)
		return nil
	}
	if d.barred() != "" { // nobody here may speak, however long nobody did
		d.rearm(d.now.Add(d.env.LiveChat.Outside))
		return nil
	}
	d.toAssistant(false, Line{Code: LineAssistantBack, Reason: string(ControllerOutside)})
	return nil
}

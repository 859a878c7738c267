package desk

// assistantRules is the table "The assistant controls".
var assistantRules = map[EventKind]rule{
	EventGuestWrites:    assistantHears,
	EventGuestAsks:      assistantIsAsked,
	EventGuestCancels:   stay,
	EventKeepChatting:   keepsChatting,
	EventKeepWaiting:    keepsWaiting,
	EventAskMeanwhile:   stay,
	EventFormBegun:      formBegun,
	EventMessageLeft:    messageLeft,
	EventRating:         rates,
	EventEmergencyFound: emergencyRings,
	EventTurnAnswered:   turnAnswered,
	EventTurnFailed:     turnFailed,
	EventTakeControl:    takeControl,
	EventAccept:         noRequest,
	EventReply:          replyTakes,
	EventAnswerAndBack:  answerAndBack,
	EventHandBack:       stay,
	EventResolve:        resolves,
	EventTakeOver:       notHere,
	EventTransfer:       notHere,
	EventTakeBack:       noRequest,
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
	EventEcho:           echoes,
}

// assistantHears is the row "guest writes": a turn is owed; a shown offer is dismissed, and writing on past it settles
// a wish.
func assistantHears(d *step) error {
	d.hear()
	if d.s.Offer.Shown() {
		d.dismissOffer()
		d.settleWish()
	}
	d.owe()
	return nil
}

// assistantIsAsked is the row "guest asks for a person". Pressing again before an offer that already answers the wish
// changes nothing, unless somebody came on duty meanwhile.
func assistantIsAsked(d *step) error {
	o := d.s.Offer
	if o.Shown() && o.Cause == OfferUnavailable && !d.s.Facts.WishAt.IsZero() && d.unavailable() != "" {
		return nil
	}
	d.asks()
	return nil
}

// emergencyRings is the row "an emergency is found" under the assistant: a request of kind emergency, past hours, duty
// and limits.
func emergencyRings(d *step) error {
	d.dismissOffer()
	d.control(Controller{Kind: ControllerWaiting})
	d.openRequest(RequestEmergency, CauseEmergency, "")
	d.alarm(EntryControl)
	return nil
}

// alarm tells the guest whom to call, and calls everybody of the property.
func (d *step) alarm(kind EntryKind) {
	d.s.Facts.EmergencyAt = d.now
	d.say(kind, Line{Code: LineEmergency})
	d.out.Alarm = true
}

// notes writes an agent's note: the guest sees nothing, nothing changes hands.
func notes(d *step) error {
	d.write(Written{Message: d.ev.Message, Note: true})
	return nil
}

// rates records the guest's stars for the desk, whoever controls.
func rates(d *step) error {
	d.tell(EntrySystem, Line{Code: LineRated, Reason: d.ev.Reason})
	return nil
}

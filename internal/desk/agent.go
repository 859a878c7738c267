package desk

// agentRules is the table "Agent A controls".
var agentRules = map[EventKind]rule{
	EventGuestWrites:    agentHears,
	EventGuestAsks:      agentIsAsked,
	EventGuestCancels:   stay,
	EventKeepChatting:   stay,
	EventKeepWaiting:    stay,
	EventAskMeanwhile:   meanwhile,
	EventFormBegun:      formBegun,
	EventMessageLeft:    messageLeft,
	EventRating:         rates,
	EventEmergencyFound: alarms,
	EventTurnAnswered:   tooLate,
	EventTurnFailed:     tooLate,
	EventTakeControl:    acceptsTransfer,
	EventAccept:         acceptsTransfer,
	EventReply:          replies,
	EventAnswerAndBack:  answersAndHandsBack,
	EventHandBack:       handsBack,
	EventResolve:        agentResolves,
	EventTakeOver:       takesOver,
	EventTransfer:       transfers,
	EventTakeBack:       takesBack,
	EventPromise:        acceptOrCannot,
	EventCannotNow:      declinesTransfer,
	EventNote:           notes,
	EventReopen:         stay,
	EventAgentLost:      agentLost,
	EventAgentReturns:   agentIsBack,
	EventShiftEnds:      shiftEnds,
	EventPromiserGone:   stay,
	EventGuestLeft:      stay,
	EventHoursEnd:       stay,
	EventEcho:           echoUnderAgent,
}

// byHolder reports whether the event comes from the agent in control.
func (d *step) byHolder() bool { return d.ev.Agent == d.s.Controller.AgentID }

// agentHears is the row "guest writes": A's to answer. Whose A is lost is handed on at once.
func agentHears(d *step) error {
	d.hear()
	d.notify(d.s.Controller.AgentID, NoticeMine, "")
	if d.holderLost() {
		d.losesHolder()
	}
	return nil
}

// agentIsAsked is the row "guest asks for a person": A is with the guest; for the clocks it counts as a message.
func agentIsAsked(d *step) error {
	lost := d.holderLost()
	if !lost && !d.s.Facts.WishAt.IsZero() {
		return nil
	}
	d.wish()
	if lost {
		d.losesHolder()
		return nil
	}
	d.notify(d.s.Controller.AgentID, NoticeMine, "")
	d.say(EntrySystem, Line{Code: LineWithYou, Agent: d.s.Controller.AgentID})
	return nil
}

// replies is the row "A writes": it answers. Anybody else is told who has it.
func replies(d *step) error {
	if !d.byHolder() {
		return taken(d)
	}
	if err := d.current(); err != nil {
		return err
	}
	d.personWrites()
	return nil
}

// echoUnderAgent is the row "echo": a person's words from the channel's own app answer as A's do.
func echoUnderAgent(d *step) error {
	d.personWrites()
	return nil
}

// handsBack is the row "A hands back": an open transfer is closed, a wish is settled, a turn is owed if unanswered.
func handsBack(d *step) error {
	if !d.byHolder() {
		return taken(d)
	}
	agent := d.ev.Agent
	d.closeTransfer(agent)
	d.settleWish()
	d.toAssistant(true, Line{Code: LineHandedBack, Agent: agent})
	return nil
}

// answersAndHandsBack is the same with one message first.
func answersAndHandsBack(d *step) error {
	if !d.byHolder() {
		return taken(d)
	}
	if err := d.current(); err != nil {
		return err
	}
	d.personWrites()
	return handsBack(d)
}

// agentResolves is the row "A (or an Admin) resolves": with something unanswered, confirmed once more.
func agentResolves(d *step) error {
	switch {
	case !d.byHolder() && !d.ev.Admin:
		return notYours(d)
	case d.s.Facts.Unanswered() && !d.ev.Confirmed:
		return Refuse(CodeConfirmNeeded, "The guest is still waiting for an answer. Resolve all the same?")
	}
	if !d.byHolder() {
		d.notify(d.s.Controller.AgentID, NoticeTaken, d.ev.Agent)
	}
	d.resolve(d.ev.Agent, "")
	return nil
}

// takesOver is the row "B takes over from A": an Admin, or anybody while A is reconnecting, lost or past the reminder.
func takesOver(d *step) error {
	from := d.s.Controller.AgentID
	switch {
	case d.byHolder():
		return nil
	case !d.ev.Admin && !d.s.Facts.Reminded && d.reach(from) == ReachHere:
		return taken(d)
	case !d.ev.Confirmed:
		return &Error{Code: CodeConfirmNeeded, By: d.holder(), Message: "A colleague has this conversation. Take it over?"}
	}
	d.closeTransfer(d.ev.Agent)
	d.take(d.ev.Agent)
	d.notify(from, NoticeTaken, d.ev.Agent)
	d.say(EntryControl, Line{Code: LineJoined, Agent: d.ev.Agent, Reason: "took_over"})
	return nil
}

// reach tells how an agent's devices stand; unknown is here.
func (d *step) reach(agentID string) Reach {
	if d.env.Floor == nil {
		return ReachHere
	}
	if r := d.env.Floor.Reach(agentID); r != "" {
		return r
	}
	return ReachHere
}

// meanwhile is the row "past the reminder: guest asks the assistant meanwhile": a request rings, A first, and the
// assistant helps until then. Before the reminder, or where it does not help, nothing changes.
func meanwhile(d *step) error {
	if !d.s.Facts.Reminded || !d.env.LiveChat.HelpsWhileWaiting {
		return nil
	}
	from := d.s.Controller.AgentID
	d.handOn(CauseMeanwhile, from)
	// Where only a wish is unanswered there is nothing that the assistant could answer: the offer stays.
	if d.s.Facts.UnansweredSeq != 0 {
		d.dismissOffer()
		d.owe()
	} else {
		d.showOffer(OfferWish)
	}
	d.say(EntryControl, Line{Code: LineMeanwhile, Agent: from})
	return nil
}

// alarms is the row "an emergency is found" under an agent or outside: nothing changes hands, no request, an alarm of
// its own until somebody confirms it.
func alarms(d *step) error {
	d.alarm(EntrySystem)
	return nil
}

// reminderOver is the row "the reminder passes". Where the relief has passed as well the notice was overtaken: it is
// skipped, and that is recorded.
func reminderOver(d *step) error {
	f := &d.s.Facts
	agent := d.s.Controller.AgentID
	f.Reminded = true
	if !d.now.Before(later(f.UnansweredSince(), f.HumanSince).Add(d.env.LiveChat.Relief)) {
		d.tell(EntrySystem, Line{Code: LineSkipped, Agent: agent, Reason: string(TimerReminder)})
		return nil
	}
	d.showOffer(OfferReminder)
	d.notify(agent, NoticeReminder, "")
	if n := len(d.out.Notices); n > 0 && d.env.LiveChat.QuietReminder {
		d.out.Notices[n-1].Quiet = true
	}
	d.say(EntrySystem, Line{Code: LineStillWithYou, Agent: agent})
	return nil
}

// reliefOver is the row "the relief passes": an open transfer, or a new request, rings those eligible other than A;
// where there is nobody and no transfer the assistant has the guest again, with the offer.
func reliefOver(d *step) error {
	from := d.s.Controller.AgentID
	if !d.s.Facts.Reminded {
		d.tell(EntrySystem, Line{Code: LineSkipped, Agent: from, Reason: string(TimerReminder)})
	}
	d.notify(from, NoticeRelieved, "")
	if !d.s.Request.Open() && !d.othersEligible(from) {
		d.control(Controller{Kind: ControllerAssistant})
		d.showOffer(OfferRelief)
		d.toAssistant(true, Line{Code: LineNobodyFree, Agent: from, Reason: string(CauseRelief)})
		return nil
	}
	d.handOn(CauseRelief, from)
	d.say(EntryControl, Line{Code: LineRelieved, Agent: from})
	return nil
}

func (d *step) othersEligible(than string) bool {
	for _, id := range d.eligible() {
		if id != than {
			return true
		}
	}
	return false
}

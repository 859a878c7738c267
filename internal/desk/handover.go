package desk

import "slices"

// meantFor reports whether the open transfer is meant for the agent.
func (d *step) meantFor(agentID string) bool {
	r := d.s.Request
	return r.Open() && (r.TargetAgentID == "" || r.TargetAgentID == agentID)
}

// transfers is the row "A transfers to B or to everyone": it rings, A keeps control until somebody has it.
func transfers(d *step) error {
	switch {
	case !d.byHolder():
		return notYours(d)
	case d.s.Request.Open():
		return &Error{Code: CodeConflict, Reason: string(RequestTransfer), Message: "A transfer is on its way already. Take it back first."}
	}
	r := d.openRequest(RequestTransfer, CauseTransfer, d.ev.Agent)
	r.TargetAgentID, r.Note, r.Rung = d.ev.Target, d.ev.Note, nil
	d.widen(r)
	d.tell(EntrySystem, Line{Code: LineTransferred, Agent: d.ev.Agent, Reason: d.ev.Target})
	return nil
}

// acceptsTransfer is take control or accept where an agent controls: A's own changes nothing; somebody the transfer is
// meant for has it, with the relief clock anew and the reminder's as it was; anybody else is told who has it.
func acceptsTransfer(d *step) error {
	if d.byHolder() {
		return nil
	}
	if !d.meantFor(d.ev.Agent) {
		return taken(d)
	}
	from, f := d.s.Controller.AgentID, d.s.Facts
	d.take(d.ev.Agent)
	d.s.Facts.RemindSince, d.s.Facts.Reminded = f.RemindSince, f.Reminded
	d.notify(from, NoticeTaken, d.ev.Agent)
	d.say(EntryControl, Line{Code: LineJoined, Agent: d.ev.Agent, Reason: string(RequestTransfer)})
	return nil
}

// declinesTransfer is "Can't now" where an agent controls: the only target's ends the transfer; of everyone it is
// noted, and the transfer rings on.
func declinesTransfer(d *step) error {
	r := d.s.Request
	switch {
	case !r.Open():
		return noRequest(d)
	case r.ID != d.ev.RequestID:
		return d.olderRequest()
	case d.byHolder() || !d.meantFor(d.ev.Agent):
		return Refuse(CodeNotOffered, "This transfer is not meant for you.")
	}
	if !slices.Contains(r.Declined, d.ev.Agent) {
		r.Declined = append(slices.Clone(r.Declined), d.ev.Agent)
		d.tell(EntrySystem, Line{Code: LineDeclined, Agent: d.ev.Agent})
	}
	if r.TargetAgentID != "" {
		d.transferEnds(d.ev.Agent)
	}
	return nil
}

// acceptOrCannot refuses a promise where an agent controls: "accept or can't now".
func acceptOrCannot(d *step) error {
	if !d.s.Request.Open() {
		return noRequest(d)
	}
	return &Error{Code: CodeConflict, Reason: string(RequestTransfer), Message: "A transfer cannot be promised. Accept it, or say Can't now."}
}

// transferEnds expires the transfer without an offer, and tells A.
func (d *step) transferEnds(by string) {
	d.endRequest(EndExpired, by)
	d.notify(d.s.Controller.AgentID, NoticeRefusedByAll, by)
	d.tell(EntrySystem, Line{Code: LineTransferEnded, Agent: by, Reason: string(EndExpired)})
}

// takesBack is the row "A takes it back". Who takes back what the end of a shift handed on is at work again.
func takesBack(d *step) error {
	switch {
	case !d.byHolder():
		return notYours(d)
	case !d.s.Request.Open():
		return noRequest(d)
	}
	d.s.Facts.ShiftEnded = false
	d.closeTransfer(d.ev.Agent)
	return nil
}

// closeTransfer closes an open transfer by the desk.
func (d *step) closeTransfer(by string) {
	if d.s.Request.Open() {
		d.closeRequest(by)
		d.tell(EntrySystem, Line{Code: LineTransferEnded, Agent: by, Reason: string(EndClosed)})
	}
}

// transferWaitOver is the rows "first wait over" of a transfer and of the end of a shift: A keeps the conversation, or,
// having left, hands it to whoever comes; to the assistant if nothing is unanswered.
func transferWaitOver(d *step) error {
	from := d.s.Controller.AgentID
	switch {
	case !d.s.Facts.ShiftEnded:
		d.transferEnds("")
	case d.s.Facts.Unanswered():
		d.handOn(CauseShift, from)
		d.say(EntryControl, Line{Code: LineRelieved, Agent: from, Reason: string(CauseShift)})
	default:
		d.endRequest(EndExpired, "")
		d.toAssistant(true, Line{Code: LineHandedBack, Agent: from, Reason: string(CauseShift)})
	}
	return nil
}

// shiftEnds is the row "A ends the shift or signs out": handed on like a transfer to everyone; an open transfer becomes
// this one. Of anybody else it changes nothing here.
func shiftEnds(d *step) error {
	if !d.byHolder() || d.s.Facts.ShiftEnded {
		return nil
	}
	d.s.Facts.ShiftEnded = true
	if r := d.s.Request; r.Open() {
		r.TargetAgentID, r.Cause = "", CauseShift
		d.ringAnew(r)
	} else {
		d.openRequest(RequestTransfer, CauseShift, d.ev.Agent)
	}
	d.tell(EntrySystem, Line{Code: LineShiftEnded, Agent: d.ev.Agent})
	return nil
}

// handOn takes the conversation from the agent and lets it wait: the open transfer becomes an ordinary request to all,
// waits anew, or a new one rings.
func (d *step) handOn(cause RequestCause, from string) {
	d.control(Controller{Kind: ControllerWaiting})
	r := d.s.Request
	if !r.Open() {
		d.openRequest(RequestPerson, cause, from)
		return
	}
	r.Kind, r.Cause, r.TargetAgentID, r.FromAgentID = RequestPerson, cause, "", from
	d.ringAnew(r)
}

// holderLost reports whether the agent in control has given no sign of life for the lost limit.
func (d *step) holderLost() bool {
	a := d.s.Controller.AgentID
	switch d.reach(a) {
	case ReachLost:
		return true
	case ReachReconnecting:
		return d.s.Facts.LostAgentID == a
	}
	return false
}

// losesHolder is "A lost the connection, we are finding someone": a request rings the others, and A gets the
// conversation back by returning, unless the shift was ended.
func (d *step) losesHolder() {
	from, ended := d.s.Controller.AgentID, d.s.Facts.ShiftEnded
	d.handOn(CauseLost, from)
	if !ended {
		d.s.Request.LostFrom = from
	}
	d.say(EntryControl, Line{Code: LineLost, Agent: from})
}

// agentLost is the row "45 s without a sign of life": with something unanswered, or a transfer open, the request rings
// at once; else A keeps the conversation until the guest writes or asks. Who ended the shift goes silent as a matter of
// course: with nothing unanswered that handover goes its own way. It may be told again: after a restart nobody counts as
// lost for a while, and a guest who wrote in that time is found here.
func agentLost(d *step) error {
	f := d.s.Facts
	switch {
	case !d.byHolder():
		return nil
	case f.Unanswered() || d.s.Request.Open() && !f.ShiftEnded:
		d.losesHolder()
	case f.LostAgentID != d.ev.Agent:
		d.s.Facts.LostAgentID = d.ev.Agent
		d.tell(EntrySystem, Line{Code: LineLost, Agent: d.ev.Agent})
	}
	return nil
}

// agentIsBack forgets that A was lost; nothing was asked of A meanwhile.
func agentIsBack(d *step) error {
	if d.byHolder() && d.s.Facts.LostAgentID == d.ev.Agent {
		d.s.Facts.LostAgentID = ""
		d.tell(EntrySystem, Line{Code: LineBack, Agent: d.ev.Agent})
	}
	return nil
}

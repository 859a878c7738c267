package desk

import "time"

// control gives the conversation to another controller and settles all that hangs on the change: the epoch, the
// agents' places, the assistant's turn (ruling 3) and its deliveries (ruling 5). The same controller again changes
// nothing.
func (d *step) control(to Controller) {
	from := d.s.Controller
	if from == to {
		return
	}
	d.s.Controller = to
	d.s.Epoch++
	d.s.Facts.LostAgentID, d.s.Facts.ShiftEnded = "", false
	if from.Kind == ControllerAgent {
		d.out.Held = append(d.out.Held, HeldChange{AgentID: from.AgentID, By: -1})
	}
	if to.speaks() {
		if from.speaks() {
			d.settle(SettleRestamp)
			d.restamp()
		}
		if d.s.Offer.Shown() {
			d.s.Offer.Meanwhile = false
		}
		return
	}
	d.withhold()
}

// hold takes a place among the agent's chats, within the limit or past it.
func (d *step) hold(agentID string, limited bool) {
	d.out.Held = append(d.out.Held, HeldChange{AgentID: agentID, By: 1, Limited: limited})
}

// speaks reports whether the assistant is, or may be, heard under this controller.
func (c Controller) speaks() bool {
	return c.Kind == ControllerAssistant || c.Kind == ControllerWaiting
}

// withhold takes back what the assistant owes or has not sent yet: a person answers from here on, or nobody.
// A message whose answer had not left is unanswered again.
func (d *step) withhold() {
	d.leavingEnds() // what was written stands in the thread, and a person reads it
	d.endTurn(TurnWithdrawn)
	d.settle(SettleWithdraw)
	if d.env.Undelivered == nil {
		return
	}
	f := &d.s.Facts
	u := d.env.Undelivered(f.SettledSeq)
	if u.Seq > 0 && (f.UnansweredSeq == 0 || u.Seq < f.UnansweredSeq) {
		f.UnansweredSeq, f.UnansweredAt = u.Seq, u.At
		f.AnsweredSeq = min(f.AnsweredSeq, u.Seq-1)
	}
}

// settle notes what becomes of unclaimed deliveries; in a step that passes through an agent's hands they are
// withdrawn, whoever controls at its end.
func (d *step) settle(s Settlement) {
	if d.out.Deliveries != SettleWithdraw {
		d.out.Deliveries = s
	}
}

// take gives the conversation to the agent, who pressed for it: the agent's clocks begin. An open request ends as
// accepted; those who were rung learn who has it.
func (d *step) take(agentID string) {
	limited := true
	if r := d.s.Request; r.Open() {
		limited = r.Kind != RequestEmergency
		d.accepted(agentID)
	}
	d.control(Controller{Kind: ControllerAgent, AgentID: agentID})
	d.hold(agentID, limited)
	f := &d.s.Facts
	f.HumanSince, f.RemindSince, f.Reminded = d.now, d.now, false
}

// joins is take with its line.
func (d *step) joins(agentID string) {
	d.take(agentID)
	d.say(EntryControl, Line{Code: LineJoined, Agent: agentID})
}

// toAssistant gives the conversation to the assistant, says the line, and owes what is unanswered.
func (d *step) toAssistant(public bool, l Line) {
	d.control(Controller{Kind: ControllerAssistant})
	l.Kind, l.Public = EntryControl, public
	d.write(Written{Line: &l})
	d.owe()
}

// answerAndBack is the row "an agent answers and hands back" where no agent controls: take, one message and hand back
// in one transaction, two epochs on, without a place among the agent's chats.
func answerAndBack(d *step) error {
	if err := d.current(); err != nil {
		return err
	}
	agent := d.ev.Agent
	if d.s.Request.Open() {
		d.accepted(agent)
	}
	d.control(Controller{Kind: ControllerAgent, AgentID: agent})
	d.personWrites()
	d.control(Controller{Kind: ControllerAssistant})
	d.out.Held = nil
	d.tell(EntryControl, Line{Code: LineHandedBack, Agent: agent})
	d.owe()
	return nil
}

// takeControl is the row "an agent takes control" (or accepts) where no agent controls.
func takeControl(d *step) error {
	d.joins(d.ev.Agent)
	return nil
}

// replyTakes is a reply where no agent controls: under the epoch its writer saw it takes the conversation (ruling 6).
func replyTakes(d *step) error {
	if err := d.current(); err != nil {
		return err
	}
	d.joins(d.ev.Agent)
	d.personWrites()
	return nil
}

// resolve is the row "resolves", and the paragraph Resolved: what is open ends, everything is settled.
func (d *step) resolve(by, reason string) {
	d.closeRequest(by)
	d.endTurn(TurnWithdrawn)
	d.dismissOffer()
	was := d.s.Epoch
	d.control(Controller{Kind: ControllerAssistant})
	if d.s.Epoch != was {
		d.out.Deliveries = SettleWithdraw
	}
	d.settleAll()
	d.leavingEnds()
	d.s.Facts.KeepWaitingUsed, d.s.Facts.EmergencyAt = false, time.Time{}
	d.s.Status, d.s.ResolvedAt = StatusResolved, d.now
	d.say(EntryControl, Line{Code: LineResolved, Agent: by, Reason: reason})
}

// resolves is the row "any agent of the property resolves".
func resolves(d *step) error {
	d.resolve(d.ev.Agent, "")
	return nil
}

// echoes is an echo where no agent controls: a person answered in the channel's own app, and has it now.
func echoes(d *step) error {
	d.closeRequest("")
	d.control(Controller{Kind: ControllerOutside})
	d.tell(EntryControl, Line{Code: LineOutside})
	d.personWrites()
	return nil
}

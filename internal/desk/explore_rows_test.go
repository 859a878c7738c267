package desk_test

import (
	"slices"
	"time"

	"deskbell/internal/desk"
)

// checkRowsOfTheLaw checks, in histories that no table foresees, the rows whose loss would be seen by nobody but the
// guest: who may act, what is offered, what a lost agent leads to.
func (w *world) checkRowsOfTheLaw(before desk.State, ev desk.Event, out desk.Outcome) {
	after := out.State
	changed := len(out.Write) > 0
	emergency := before.Request.Open() && before.Request.Kind == desk.RequestEmergency
	for _, c := range out.Held {
		if c.By > 0 && c.Limited == (emergency || ev.Kind == desk.EventAgentReturns) {
			w.fail("%s: a place taken with Limited %v (emergency %v)", ev.Kind, c.Limited, emergency)
		}
	}
	agent := before.Situation() == desk.SituationAgent
	holder := before.Controller.AgentID
	switch ev.Kind {
	case desk.EventReply, desk.EventAnswerAndBack:
		if !out.New && ev.Epoch >= 0 && ev.Epoch != before.Epoch {
			w.fail("%s of epoch %d was let in under %d", ev.Kind, ev.Epoch, before.Epoch)
		}
		if agent && ev.Agent != holder {
			w.fail("%s spoke for %s", ev.Agent, holder)
		}
	case desk.EventHandBack, desk.EventTransfer, desk.EventTakeBack:
		if changed && ev.Agent != holder {
			w.fail("%s: %s disposed of what %s has", ev.Kind, ev.Agent, holder)
		}
	case desk.EventTakeOver:
		if changed && !(ev.Confirmed && (ev.Admin || before.Facts.Reminded || w.Reach(holder) != desk.ReachHere)) {
			w.fail("%s took over from %s, who is there", ev.Agent, holder)
		}
	case desk.EventResolve:
		if changed && agent && (ev.Agent != holder && !ev.Admin || before.Facts.Unanswered() && !ev.Confirmed) {
			w.fail("%s resolved what %s has", ev.Agent, holder)
		}
	case desk.EventTakeControl, desk.EventAccept:
		if r := before.Request; changed && agent && !(r.Open() && (r.TargetAgentID == "" || r.TargetAgentID == ev.Agent)) {
			w.fail("%s took from %s what was not meant for them", ev.Agent, holder)
		}
	case desk.EventAgentReturns:
		if changed && after.Controller.Kind == desk.ControllerAgent && !agent && (w.off[ev.Agent] || before.Request.LostFrom != ev.Agent) {
			w.fail("%s got the conversation back by returning", ev.Agent)
		}
	case desk.EventGuestWrites, desk.EventGuestAsks:
		if agent && w.Reach(holder) == desk.ReachLost && after.Controller.Kind != desk.ControllerWaiting {
			w.fail("%s: the guest is left with an agent who is lost", ev.Kind)
		}
		if ev.Kind == desk.EventGuestWrites && before.Situation() == desk.SituationAssistant && after.Offer.Shown() {
			w.fail("the guest wrote on past the offer, and it stands")
		}
	case desk.EventAgentLost:
		if agent && ev.Agent == holder && before.Facts.Unanswered() && after.Controller.Kind != desk.ControllerWaiting {
			w.fail("a lost agent keeps what is unanswered")
		}
	case desk.EventTimer:
		w.checkTimerRows(before, ev, out)
	}
	w.checkDanger(before, ev, out)
	w.checkRings(before, ev, out)
}

// checkDanger checks that words of an emergency are written once, and call people in the same step: by a request where
// nobody is with the guest, by an alarm of its own where somebody is.
func (w *world) checkDanger(before desk.State, ev desk.Event, out desk.Outcome) {
	if !ev.Danger || len(out.Write) == 0 {
		return
	}
	r := out.State.Request
	rings := r.Open() && r.Kind == desk.RequestEmergency
	rang := before.Request.Open() && before.Request.Kind == desk.RequestEmergency
	switch out.State.Situation() {
	case desk.SituationWaiting:
		if !rings || out.Alarm == rang {
			w.fail("%s of an emergency: alarm %v, request %+v", ev.Kind, out.Alarm, r)
		}
	case desk.SituationAgent, desk.SituationOutside:
		if !out.Alarm || rings {
			w.fail("%s of an emergency: alarm %v, request %+v", ev.Kind, out.Alarm, r)
		}
	default:
		w.fail("%s of an emergency leads to %s", ev.Kind, out.State.Situation())
	}
	messages, lines := 0, 0
	for _, wr := range out.Write {
		switch {
		case wr.Message != nil:
			messages++
		case wr.Line.Code == desk.LineEmergency:
			lines++
		}
	}
	if messages != 1 || lines > 1 || (lines == 1) != out.Alarm {
		w.fail("%s of an emergency: %d messages, %d lines", ev.Kind, messages, lines)
	}
}

// checkTimerRows checks what the passing of a clock offers the guest.
func (w *world) checkTimerRows(before desk.State, ev desk.Event, out desk.Outcome) {
	after := out.State
	if len(out.Write) == 0 {
		return
	}
	skipped := slices.ContainsFunc(out.Write, func(wr desk.Written) bool { return wr.Line != nil && wr.Line.Code == desk.LineSkipped })
	shown := after.Offer.Shown()
	switch ev.Timer.Kind {
	case desk.TimerReminder:
		if !skipped && (!shown || after.Offer.Meanwhile != w.lc.HelpsWhileWaiting) {
			w.fail("the reminder passed without its offer")
		}
	case desk.TimerRelief:
		if after.Controller.Kind == desk.ControllerAssistant && !shown {
			w.fail("a relief to nobody without an offer")
		}
	case desk.TimerTransferWait:
		if before.Facts.Unanswered() && after.Controller.Kind == desk.ControllerAssistant || shown && !before.Offer.Shown() {
			w.fail("the end of a transfer leads to %+v", after.Controller)
		}
	case desk.TimerTurn:
		if after.Controller.Kind == desk.ControllerAssistant && !shown {
			w.fail("the assistant failed and offers nothing")
		}
	}
}

// checkRings checks how a request ends or rings on.
func (w *world) checkRings(before desk.State, ev desk.Event, out desk.Outcome) {
	b, r := before.Request, out.State.Request
	if !b.Open() || r == nil || r.ID != b.ID {
		return
	}
	shown := out.State.Offer.Shown()
	if r.End == desk.EndExpired && b.Kind == desk.RequestPerson && shown == b.OfferUsed && !before.Offer.Shown() {
		w.fail("%s: a request expired, an offer was used %v and is shown %v", ev.Kind, b.OfferUsed, shown)
	}
	if r.Open() && b.Stage == desk.StagePromised && r.Stage == desk.StageRinging && r.Kind == b.Kind && r.Kind == desk.RequestPerson {
		for _, t := range out.State.Timers {
			if t.Kind == desk.TimerFirstWait || t.Kind == desk.TimerSecondWait && !t.DueAt.Equal(w.now.Add(w.lc.SecondWait)) {
				w.fail("%s: after a broken promise %v runs", ev.Kind, t)
			}
		}
	}
	if r.Kind == desk.RequestEmergency && r.End == desk.EndExpired || r.Stage == desk.StagePromised && r.Kind != desk.RequestPerson {
		w.fail("%s: an emergency or a transfer expired or was promised: %+v", ev.Kind, r)
	}
	if r.Open() && r.PromisedBy != b.PromisedBy && b.PromiseUsed && r.PromisedBy != "" {
		w.fail("a second promise")
	}
	if r.Stage == desk.StagePromised && r.Open() && (r.PromisedUntil.Sub(r.StageAt) > desk.PromiseMax || r.PromisedUntil.Sub(r.StageAt) < time.Minute) {
		w.fail("a promise of %s", r.PromisedUntil.Sub(r.StageAt))
	}
}

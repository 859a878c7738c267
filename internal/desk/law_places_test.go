package desk_test

import (
	"testing"
	"time"

	"deskbell/internal/desk"
)

// place is a situation as the table tells it apart, and how to get there.
type place struct {
	name string
	// with is the law's own situation that it belongs to.
	with desk.Situation
	to   func(t *testing.T, h *house)
}

// places are all situations of the law, with the states inside each that some event treats differently.
var places = []place{
	{"assistant: idle", desk.SituationAssistant, answered},
	{"assistant: a turn is owed", desk.SituationAssistant, turnOwed},
	{"assistant: offer shown, the assistant could not answer", desk.SituationAssistant, couldNotAnswer},
	{"assistant: offer shown after an expiry", desk.SituationAssistant, expired},
	{"assistant: offer shown after an expiry, waited once more", desk.SituationAssistant, expiredAgain},
	{"assistant: offer shown, nobody was available", desk.SituationAssistant, nobodyThere},
	{"waiting: rings, first wait", desk.SituationWaiting, ringing},
	{"waiting: rings, second wait", desk.SituationWaiting, ringingOn},
	{"waiting: rings, an unanswered message", desk.SituationWaiting, ringingWithMessage},
	{"waiting: rings, a message was left", desk.SituationWaiting, ringingTicketed},
	{"waiting: rings, an unanswered message, the assistant does not help", desk.SituationWaiting, ringingUnhelped},
	{"waiting: promised by P", desk.SituationWaiting, promised},
	{"waiting: A was lost", desk.SituationWaiting, lostFromAna},
	{"waiting: emergency", desk.SituationWaiting, inEmergency},
	{"waiting: emergency, both waits over, a message was left", desk.SituationWaiting, emergencyTicketed},
	{"agent A: nothing unanswered", desk.SituationAgent, anaAnswered},
	{"agent A: unanswered", desk.SituationAgent, anaOwes},
	{"agent A: past the reminder", desk.SituationAgent, anaReminded},
	{"agent A: past the reminder, only a wish", desk.SituationAgent, anaRemindedOfWish},
	{"agent A: past the reminder, a form is begun", desk.SituationAgent, anaRemindedForm},
	{"agent A: reconnecting", desk.SituationAgent, anaReconnecting},
	{"agent A: lost, nothing unanswered", desk.SituationAgent, anaLost},
	{"agent A: transfer to B open, unanswered", desk.SituationAgent, transferToBen},
	{"agent A: transfer to everyone open", desk.SituationAgent, transferToAll},
	{"agent A: shift ended, nothing unanswered", desk.SituationAgent, anaLeft},
	{"agent A: shift ended, unanswered", desk.SituationAgent, anaLeftUnanswered},
	{"outside: nothing unanswered", desk.SituationOutside, outside},
	{"outside: unanswered", desk.SituationOutside, outsideOwes},
	{"resolved: within 7 days", desk.SituationResolved, resolvedLately},
	{"resolved: later", desk.SituationResolved, resolvedLongAgo},
}

func writes(t *testing.T, h *house) {
	h.must(t, desk.Event{Kind: desk.EventGuestWrites, Message: guestSays("words")})
}

func turnOwed(t *testing.T, h *house) { writes(t, h) }

func answered(t *testing.T, h *house) {
	writes(t, h)
	h.must(t, desk.Event{Kind: desk.EventTurnAnswered, TurnID: h.s.Turn.ID, Message: assistantSays("words")})
	h.after(5 * time.Second)
}

func couldNotAnswer(t *testing.T, h *house) {
	writes(t, h)
	h.fire(t, desk.TimerTurn)
}

func ringing(t *testing.T, h *house) {
	answered(t, h)
	h.must(t, desk.Event{Kind: desk.EventGuestAsks})
	h.after(5 * time.Second)
}

func ringingOn(t *testing.T, h *house) {
	ringing(t, h)
	h.fire(t, desk.TimerFirstWait)
	h.after(5 * time.Second)
}

func ringingWithMessage(t *testing.T, h *house) {
	ringing(t, h)
	writes(t, h)
}

func ringingTicketed(t *testing.T, h *house) {
	ringing(t, h)
	h.must(t, desk.Event{Kind: desk.EventMessageLeft, FormID: "first"})
}

func ringingUnhelped(t *testing.T, h *house) {
	h.lc.HelpsWhileWaiting = false
	ringingWithMessage(t, h)
}

func expired(t *testing.T, h *house) {
	ringingOn(t, h)
	h.fire(t, desk.TimerSecondWait)
}

func expiredAgain(t *testing.T, h *house) {
	expired(t, h)
	h.must(t, desk.Event{Kind: desk.EventKeepWaiting})
	h.fire(t, desk.TimerFirstWait)
	h.fire(t, desk.TimerSecondWait)
}

func nobodyThere(t *testing.T, h *house) {
	answered(t, h)
	h.duty = nil
	h.must(t, desk.Event{Kind: desk.EventGuestAsks})
}

func promised(t *testing.T, h *house) {
	ringing(t, h)
	h.must(t, desk.Event{Kind: desk.EventPromise, Agent: pia, RequestID: h.s.Request.ID, Minutes: 3})
	h.after(5 * time.Second)
}

func inEmergency(t *testing.T, h *house) {
	writes(t, h)
	h.must(t, desk.Event{Kind: desk.EventEmergencyFound})
}

func emergencyTicketed(t *testing.T, h *house) {
	inEmergency(t, h)
	h.fire(t, desk.TimerTurn)
	h.fire(t, desk.TimerFirstWait)
	h.fire(t, desk.TimerSecondWait)
	h.must(t, desk.Event{Kind: desk.EventMessageLeft, FormID: "first"})
}

func anaTook(t *testing.T, h *house) {
	answered(t, h)
	h.must(t, desk.Event{Kind: desk.EventTakeControl, Agent: ana})
	h.after(5 * time.Second)
}

func anaAnswered(t *testing.T, h *house) {
	anaTook(t, h)
	h.must(t, desk.Event{Kind: desk.EventReply, Agent: ana, Epoch: h.s.Epoch, Message: agentSays(ana, "words")})
	h.after(5 * time.Second)
}

func anaOwes(t *testing.T, h *house) {
	anaAnswered(t, h)
	writes(t, h)
	h.after(5 * time.Second)
}

func anaReminded(t *testing.T, h *house) {
	anaOwes(t, h)
	h.fire(t, desk.TimerReminder)
}

func anaRemindedOfWish(t *testing.T, h *house) {
	ringing(t, h)
	h.must(t, desk.Event{Kind: desk.EventAccept, Agent: ana})
	h.fire(t, desk.TimerReminder)
}

func anaRemindedForm(t *testing.T, h *house) {
	anaReminded(t, h)
	h.must(t, desk.Event{Kind: desk.EventFormBegun})
}

func anaReconnecting(t *testing.T, h *house) {
	anaOwes(t, h)
	h.reach[ana] = desk.ReachReconnecting
}

func anaLost(t *testing.T, h *house) {
	anaAnswered(t, h)
	h.reach[ana] = desk.ReachLost
	h.must(t, desk.Event{Kind: desk.EventAgentLost, Agent: ana})
}

func lostFromAna(t *testing.T, h *house) {
	anaOwes(t, h)
	h.reach[ana] = desk.ReachLost
	h.duty = []string{ben, pia}
	h.must(t, desk.Event{Kind: desk.EventAgentLost, Agent: ana})
}

func transferToBen(t *testing.T, h *house) {
	anaOwes(t, h)
	h.must(t, desk.Event{Kind: desk.EventTransfer, Agent: ana, Target: ben, Note: "please"})
}

func transferToAll(t *testing.T, h *house) {
	anaAnswered(t, h)
	h.must(t, desk.Event{Kind: desk.EventTransfer, Agent: ana, Note: "please"})
}

func anaLeft(t *testing.T, h *house) {
	anaAnswered(t, h)
	h.duty = []string{ben, pia}
	h.must(t, desk.Event{Kind: desk.EventShiftEnds, Agent: ana})
}

func anaLeftUnanswered(t *testing.T, h *house) {
	anaOwes(t, h)
	h.duty = []string{ben, pia}
	h.must(t, desk.Event{Kind: desk.EventShiftEnds, Agent: ana})
}

func outside(t *testing.T, h *house) {
	answered(t, h)
	h.must(t, desk.Event{Kind: desk.EventEcho, Message: agentSays("", "words")})
}

func outsideOwes(t *testing.T, h *house) {
	outside(t, h)
	writes(t, h)
}

func resolvedLately(t *testing.T, h *house) {
	anaAnswered(t, h)
	h.must(t, desk.Event{Kind: desk.EventResolve, Agent: ana})
	h.after(time.Hour)
}

func resolvedLongAgo(t *testing.T, h *house) {
	resolvedLately(t, h)
	h.after(desk.ReopenWithin)
}

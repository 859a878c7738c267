package desk_test

import (
	"slices"
	"time"

	"pgregory.net/rapid"

	"deskbell/internal/desk"
)

var agents = []string{ana, ben, cleo}

// step lets one thing happen. rapid draws small numbers more often than large ones; turned by the history's own salt,
// each history prefers other steps.
func (w *world) step() {
	what := steps[(rapid.IntRange(0, len(steps)-1).Draw(w.t, "step")+w.salt)%len(steps)]
	what(w)
}

// pick draws a small number for whatever a step has to choose.
func (w *world) pick(n int) int { return rapid.IntRange(0, n-1).Draw(w.t, "pick") }

func (w *world) agent() string { return agents[w.pick(len(agents))] }

// someone is mostly the agent in control, else anybody.
func (w *world) someone() string {
	if a := w.s.Controller.AgentID; a != "" && w.pick(3) > 0 {
		return a
	}
	return w.agent()
}

// epoch is mostly the current one.
func (w *world) epoch() int64 {
	if w.pick(6) == 0 {
		return max(0, w.s.Epoch-1)
	}
	return w.s.Epoch
}

func simple(kind desk.EventKind) func(*world) {
	return func(w *world) { w.bring(desk.Event{Kind: kind}) }
}

func byAgent(kind desk.EventKind) func(*world) {
	return func(w *world) {
		a := w.someone()
		ev := desk.Event{Kind: kind, Agent: a, Admin: w.pick(4) == 0, Confirmed: w.pick(3) > 0, Epoch: w.epoch(), Message: agentSays(a, "words")}
		switch kind {
		case desk.EventTransfer:
			if ev.Target = append(agents, "")[w.pick(4)]; ev.Target == a {
				ev.Target = ""
			}
		case desk.EventPromise, desk.EventCannotNow:
			if r := w.s.Request; r != nil {
				ev.RequestID = r.ID
			}
			ev.Minutes = []int{0, 1, 15}[w.pick(3)]
		}
		if !w.bring(ev) || a != w.s.Controller.AgentID {
			return
		}
		delete(w.off, a)
		if w.pick(2) == 0 {
			w.reach[a] = desk.ReachHere // who acts is there
		}
	}
}

// steps are drawn with equal weight; what should happen more often stands here more often.
var steps = []func(*world){
	guestWrites, guestWrites, guestWrites,
	simple(desk.EventGuestAsks), simple(desk.EventGuestAsks),
	simple(desk.EventGuestCancels),
	simple(desk.EventKeepChatting),
	simple(desk.EventKeepWaiting),
	simple(desk.EventAskMeanwhile),
	simple(desk.EventFormBegun),
	messageLeft,
	simple(desk.EventRating),
	emergency,
	turnAnswered, turnAnswered, turnAnswered, turnAnswered,
	lateAnswer,
	turnFailed,
	byAgent(desk.EventTakeControl), byAgent(desk.EventTakeControl),
	byAgent(desk.EventAccept), byAgent(desk.EventAccept), byAgent(desk.EventAccept),
	byAgent(desk.EventReply), byAgent(desk.EventReply),
	byAgent(desk.EventAnswerAndBack),
	byAgent(desk.EventHandBack),
	byAgent(desk.EventResolve),
	byAgent(desk.EventTakeOver),
	byAgent(desk.EventTransfer), byAgent(desk.EventTransfer),
	byAgent(desk.EventTakeBack),
	byAgent(desk.EventPromise), byAgent(desk.EventPromise),
	byAgent(desk.EventCannotNow), byAgent(desk.EventCannotNow),
	byAgent(desk.EventNote),
	byAgent(desk.EventReopen),
	agentLost, agentLost,
	agentReturns, agentReturns,
	shiftEnds,
	presence,
	simple(desk.EventGuestLeft),
	hours,
	echo,
	fireNext, fireNext, fireNext, fireNext, fireNext,
	fireLate, fireLate,
	fireGhost,
	timePasses, timePasses,
	claim, claim,
}

func guestWrites(w *world) {
	w.guest.Gone = false
	w.bring(desk.Event{Kind: desk.EventGuestWrites, Message: guestSays("words")})
}

func messageLeft(w *world) {
	ev := desk.Event{Kind: desk.EventMessageLeft, FormID: "form"}
	if w.pick(3) > 0 {
		ev.FormID += w.id()
	}
	if w.pick(2) == 0 {
		ev.Message = guestSays("call me")
	}
	w.bring(ev)
}

// emergency is mostly found in a guest's message, in the same step; now and then somebody else finds it.
func emergency(w *world) {
	w.guest.Gone = false
	switch w.pick(4) {
	case 0:
		w.bring(desk.Event{Kind: desk.EventEmergencyFound})
	case 1:
		w.bring(desk.Event{Kind: desk.EventMessageLeft, FormID: "form" + w.id(), Message: guestSays("fire"), Danger: true})
	default:
		w.bring(desk.Event{Kind: desk.EventGuestWrites, Message: guestSays("fire"), Danger: true})
	}
}

func turnAnswered(w *world) {
	if !w.s.Turn.Open() {
		return
	}
	ev := desk.Event{Kind: desk.EventTurnAnswered, TurnID: w.s.Turn.ID, Message: assistantSays("words")}
	switch w.pick(6) {
	case 0:
		ev.Wish, ev.Message = true, nil
	case 1:
		ev.Message.Answer.Decision = "cannot_help"
	case 2:
		ev.Wish = true
	}
	w.bring(ev)
}

// lateAnswer brings the answer to any turn that was ever handed out.
func lateAnswer(w *world) {
	if len(w.turns) == 0 {
		return
	}
	h := w.turns[w.pick(len(w.turns))]
	live := w.s.Turn.Open() && w.s.Turn.ID == h.id
	ok := w.bring(desk.Event{Kind: desk.EventTurnAnswered, TurnID: h.id, Message: assistantSays("late")})
	if ok && !live {
		w.fail("an answer to turn %s was let in, which is not owed", h.id)
	}
	if !ok && h.epoch != w.s.Epoch {
		w.seen["answer under an old epoch refused"]++
	}
}

func turnFailed(w *world) {
	if w.s.Turn.Open() {
		w.bring(desk.Event{Kind: desk.EventTurnFailed, TurnID: w.s.Turn.ID, Reason: "error"})
	}
}

func agentLost(w *world) {
	a := w.someone()
	w.reach[a] = desk.ReachLost
	if w.pick(4) > 0 { // else the event is still on its way
		w.bring(desk.Event{Kind: desk.EventAgentLost, Agent: a})
	}
}

func agentReturns(w *world) {
	a := w.agent()
	if r := w.s.Request; r.Open() && r.LostFrom != "" && w.pick(3) > 0 {
		a = r.LostFrom
	}
	w.reach[a] = desk.ReachHere
	w.bring(desk.Event{Kind: desk.EventAgentReturns, Agent: a})
}

func shiftEnds(w *world) {
	a := w.someone()
	w.leaves(a)
	if w.first != nil { // it reaches all that the agent has to do with
		w.first.now = w.now
		w.first.leaves(a)
	}
}

func (w *world) leaves(a string) {
	w.duty = slices.DeleteFunc(w.duty, func(id string) bool { return id == a })
	w.off[a] = true
	w.bring(desk.Event{Kind: desk.EventShiftEnds, Agent: a})
	if r := w.s.Request; r.Open() && r.PromisedBy == a {
		w.fail("who ended the shift still has a promise")
	}
}

// presence changes who is on duty, who is heard of, and how many chats they hold elsewhere.
func presence(w *world) {
	a := w.agent()
	switch w.pick(5) {
	case 4:
		w.lc.HelpsWhileWaiting, w.toggled = !w.lc.HelpsWhileWaiting, true
	case 0:
		if !slices.Contains(w.duty, a) {
			w.duty = append(w.duty, a)
		}
	case 1:
		w.reach[a] = desk.ReachReconnecting
	case 2:
		w.other[a] = w.pick(w.limit + 1)
	case 3:
		w.guest.Gone = !w.guest.Gone
	}
}

func hours(w *world) {
	w.hours = !w.hours
	if !w.hours {
		w.bring(desk.Event{Kind: desk.EventHoursEnd})
	}
}

func echo(w *world) {
	if w.outbox {
		w.bring(desk.Event{Kind: desk.EventEcho, Message: agentSays("", "from the app")})
	}
}

// fireNext lets the time come to the next armed timer, and fires it in time or a little late.
func fireNext(w *world) {
	if len(w.s.Timers) == 0 {
		return
	}
	next := w.s.Timers[0]
	for _, t := range w.s.Timers {
		if t.DueAt.Before(next.DueAt) {
			next = t
		}
	}
	w.now = latest(w.now, next.DueAt)
	if w.pick(4) == 0 {
		w.now = w.now.Add(5 * time.Second)
	}
	w.bring(desk.Event{Kind: desk.EventTimer, Timer: next})
}

// fireLate fires any armed timer, long after it was due or out of order.
func fireLate(w *world) {
	if len(w.s.Timers) == 0 {
		return
	}
	t := w.s.Timers[w.pick(len(w.s.Timers))]
	w.now = latest(w.now, t.DueAt).Add(time.Duration(w.pick(3)) * 10 * time.Minute)
	w.bring(desk.Event{Kind: desk.EventTimer, Timer: t})
}

// fireGhost fires a timer that was armed once, perhaps for something that is long over.
func fireGhost(w *world) {
	if len(w.ghosts) == 0 {
		return
	}
	t := w.ghosts[w.pick(len(w.ghosts))]
	alive := slices.ContainsFunc(w.s.Timers, func(a desk.Timer) bool { return a.Kind == t.Kind && a.For == t.For })
	before := w.s
	w.bring(desk.Event{Kind: desk.EventTimer, Timer: t})
	if !alive && w.s.LastSeq != before.LastSeq {
		w.fail("%v was not armed any more and did something", t)
	}
}

var passing = []time.Duration{time.Second, 20 * time.Second, time.Minute, 4 * time.Minute, 16 * time.Minute, 31 * time.Minute, 13 * time.Hour, 8 * 24 * time.Hour}

func timePasses(w *world) { w.now = w.now.Add(passing[w.pick(len(passing))]) }

// claim hands the outbox's head to the channel: under its own epoch only, and never while a person has the guest.
func claim(w *world) {
	for _, d := range w.deliveries {
		if d.state != "pending" {
			continue
		}
		where := w.s.Situation()
		if where == desk.SituationAgent || where == desk.SituationOutside {
			w.fail("a message of the assistant can be claimed while %s controls", where)
		}
		d.state = "sending"
		return
	}
}

package desk

import "time"

// Situation is where a conversation stands: the rules have one table for each.
type Situation string

// The situations. Resolved says that the conversation ended; the others are named after who controls an open one.
const (
	SituationAssistant Situation = "assistant"
	SituationWaiting   Situation = "waiting"
	SituationAgent     Situation = "agent"
	SituationOutside   Situation = "outside"
	SituationResolved  Situation = "resolved"
)

// Situation says which table of rules holds for the conversation now.
func (s State) Situation() Situation {
	if s.Status == StatusResolved {
		return SituationResolved
	}
	return Situation(s.Controller.Kind)
}

// rule says what follows from one event in one situation: it changes the step, or refuses with an Error.
// A rule that writes no entry changed nothing.
type rule func(*step) error

// rulebook has every event in every situation; timerbook every clock that can matter in it. A clock that is not
// named in a situation never matters there.
var (
	rulebook = map[Situation]map[EventKind]rule{
		SituationAssistant: assistantRules,
		SituationWaiting:   waitingRules,
		SituationAgent:     agentRules,
		SituationOutside:   outsideRules,
		SituationResolved:  resolvedRules,
	}
	timerbook = map[Situation]map[TimerKind]rule{
		SituationAssistant: {TimerTurn: turnOverdue, TimerQuiet: quietOver, TimerLeaving: leavingOver},
		SituationWaiting: {TimerTurn: turnOverdue, TimerQuiet: quietOver, TimerFirstWait: firstWaitOver,
			TimerSecondWait: secondWaitOver, TimerPromise: promiseOver, TimerLeaving: leavingOver},
		SituationAgent: {TimerQuiet: quietOver, TimerReminder: reminderOver, TimerRelief: reliefOver,
			TimerTransferWait: transferWaitOver, TimerLeaving: leavingOver},
		SituationOutside: {TimerQuiet: quietOver, TimerOutsideWait: outsideWaitOver, TimerOutside: outsideOver, TimerLeaving: leavingOver},
	}
)

// Decide is the whole law of the conversation: what follows from an event, or why it is refused (an *Error). It is
// pure: the same values give the same outcome but for the ids that env makes, and s is never changed.
//
// An outcome has entries, or Rearm, or New, or is Unchanged; exactly one of the four.
func Decide(s State, ev Event, env Env) (Outcome, error) {
	if err := ev.check(); err != nil {
		return Outcome{}, err
	}
	where := s.Situation()
	if where == SituationWaiting && !s.Request.Open() || where == SituationAgent && s.Controller.AgentID == "" ||
		where == SituationResolved && s.Controller.Kind != ControllerAssistant || rulebook[where] == nil {
		return Outcome{}, Refuse(CodeInternal, "The conversation's facts contradict each other.")
	}
	d := begin(s, ev, env)
	r := rulebook[where][ev.Kind]
	if special := d.outer(where); special != nil {
		r = special
	}
	if ev.Kind == EventTimer {
		r = timerbook[where][ev.Timer.Kind]
		if r == nil || !d.fires() {
			return Outcome{State: s, Unchanged: true}, nil
		}
	}
	if r == nil {
		return Outcome{}, Refuse(CodeInvalid, "Nothing is known of %q in a conversation that is %q.", ev.Kind, where)
	}
	if ev.Pressed != nil {
		d.press()
	}
	if err := r(d); err != nil {
		return Outcome{}, err
	}
	if err := d.inDanger(); err != nil {
		return Outcome{}, err
	}
	return d.finish(s), nil
}

// inDanger lets what a guest's words tell of follow in the same step: after the words themselves, the row "an emergency
// is found" of where the conversation stands by then.
func (d *step) inDanger() error {
	if !d.ev.Danger || d.ev.Kind != EventGuestWrites && d.ev.Kind != EventMessageLeft || len(d.out.Write) == 0 {
		return nil
	}
	return rulebook[d.s.Situation()][EventEmergencyFound](d)
}

// step is one decision in the making. Its state is a copy that the rules change in place; the pointers in it are
// copies too.
type step struct {
	env Env
	ev  Event
	now time.Time
	s   State
	out Outcome
	// was are the request, offer and turn as loaded, to tell what ended in this very step.
	was struct {
		request *Request
		offer   *Offer
		turn    *Turn
	}
}

func begin(s State, ev Event, env Env) *step {
	d := &step{env: env, ev: ev, now: env.Now, s: s}
	d.was.request, d.was.offer, d.was.turn = s.Request, s.Offer, s.Turn
	d.s.Request, d.s.Offer, d.s.Turn = copied(s.Request), copied(s.Offer), copied(s.Turn)
	return d
}

func copied[T any](p *T) *T {
	if p == nil {
		return nil
	}
	c := *p
	return &c
}

// finish closes the step over the state it began with. Timers are derived here and nowhere else: what ends a request,
// a turn or a controller disarms its clocks by construction.
func (d *step) finish(was State) Outcome {
	switch {
	case d.out.New:
		return Outcome{State: was, New: true}
	case d.out.Rearm != nil:
		was.Timers = replaced(was.Timers, *d.out.Rearm)
		return Outcome{State: was, Rearm: d.out.Rearm}
	case len(d.out.Write) == 0:
		return Outcome{State: was, Unchanged: true}
	}
	if !d.s.Facts.Unanswered() {
		d.s.Facts.Reminded = false
	}
	d.s.Timers = armed(was.Timers, d.s, d.env.LiveChat)
	d.out.State = d.s
	return d.out
}

// stay is every row that reads "unchanged, success".
func stay(*step) error { return nil }

// say writes a line that the guest sees.
func (d *step) say(kind EntryKind, l Line) {
	l.Kind, l.Public = kind, true
	d.write(Written{Line: &l})
}

// tell writes a line for the people at the desk only.
func (d *step) tell(kind EntryKind, l Line) {
	l.Kind, l.Public = kind, false
	d.write(Written{Line: &l})
}

// write appends an entry and numbers the state's newest one along with it.
func (d *step) write(w Written) int64 {
	w.Epoch = d.s.Epoch
	d.out.Write = append(d.out.Write, w)
	d.s.LastSeq++
	if w.Public() {
		d.s.LastPublicSeq = d.s.LastSeq
	}
	return d.s.LastSeq
}

func (d *step) notify(agentID string, kind NoticeKind, by string) {
	if agentID == "" {
		return
	}
	d.out.Notices = append(d.out.Notices, Notice{AgentID: agentID, Kind: kind, ByAgentID: by, ConversationID: d.s.ID})
}

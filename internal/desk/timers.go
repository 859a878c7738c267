package desk

import (
	"slices"
	"strconv"
	"time"
)

// owed are the clocks that run in a state, and when each is due: nothing else ever arms or disarms one. For names what
// a clock runs for, so that one armed for something else is told from it.
func owed(s State, lc LiveChat) []Timer {
	if s.Status == StatusResolved {
		return nil
	}
	var ts []Timer
	add := func(k TimerKind, forWhat string, due time.Time) {
		ts = append(ts, Timer{Kind: k, For: forWhat, DueAt: due})
	}
	if r := s.Request; r.Open() {
		round := r.ID + "/" + strconv.Itoa(r.Round)
		switch {
		case r.Stage == StagePromised:
			add(TimerPromise, r.ID+"/promise", r.PromisedUntil)
		case r.Kind == RequestTransfer:
			add(TimerTransferWait, round, r.StageAt.Add(lc.FirstWait))
		case r.Wait == 1:
			add(TimerFirstWait, round, r.StageAt.Add(lc.FirstWait))
			add(TimerSecondWait, round, r.StageAt.Add(lc.FirstWait+lc.SecondWait))
		case r.Wait == 2:
			add(TimerSecondWait, round, r.StageAt.Add(lc.SecondWait))
		}
	}
	if s.Turn.Open() {
		add(TimerTurn, s.Turn.ID, s.Turn.OwedAt.Add(TurnLimit))
	}
	epoch := strconv.FormatInt(s.Epoch, 10)
	f := s.Facts
	since := f.UnansweredSince()
	unanswered := epoch + "/" + strconv.FormatInt(since.UnixMilli(), 10)
	switch {
	case s.Controller.Kind == ControllerAgent && f.Unanswered():
		if !f.Reminded {
			add(TimerReminder, unanswered, later(since, f.RemindSince).Add(lc.Reminder))
		}
		add(TimerRelief, unanswered, later(since, f.HumanSince).Add(lc.Relief))
	case s.Controller.Kind == ControllerOutside:
		if f.Unanswered() {
			add(TimerOutsideWait, unanswered, since.Add(lc.FirstWait))
		}
		add(TimerOutside, epoch, f.HumanAt.Add(lc.Outside))
	}
	if !f.LeavingAt.IsZero() {
		add(TimerLeaving, "leaving/"+strconv.FormatInt(f.LeavingAt.UnixMilli(), 10)+"/"+strconv.FormatInt(f.LeavingSeq, 10), leavingAt(f))
	}
	add(TimerQuiet, "open", quietAt(s, lc))
	return ts
}

// quietAt is when a conversation in which nothing stirs has been quiet for its limit.
func quietAt(s State, lc LiveChat) time.Time {
	last := later(later(s.LastAt, s.StartedAt), s.Facts.ReopenedAt)
	if o := s.Offer; o.Shown() && !o.FormAt.IsZero() {
		last = later(last, o.FormAt.Add(FormStep))
	}
	return last.Add(lc.Quiet)
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// armed are the timers that a state is saved with: those that are owed. One that runs already for the same thing stays
// as it is, so that a message does not rewrite clocks: quiet and outside are due early then, and armed again only
// when they fire.
func armed(was []Timer, s State, lc LiveChat) []Timer {
	ts := owed(s, lc)
	same := len(ts) == len(was)
	for i, t := range ts {
		if at := index(was, t); at >= 0 {
			ts[i] = was[at]
		}
		same = same && was[i] == ts[i]
	}
	if same {
		return was
	}
	return ts
}

// index finds the timer that runs for the same thing as t.
func index(ts []Timer, t Timer) int {
	return slices.IndexFunc(ts, func(a Timer) bool { return a.Kind == t.Kind && a.For == t.For })
}

// replaced are the timers with t in place of the one that ran for the same thing.
func replaced(ts []Timer, t Timer) []Timer {
	ts = slices.Clone(ts)
	if at := index(ts, t); at >= 0 {
		ts[at] = t
	}
	return ts
}

// fires reports whether the timer of the event still runs for what it was armed for, and is due (ruling 2). An
// unmatched one does nothing.
func (d *step) fires() bool {
	at := index(d.s.Timers, d.ev.Timer)
	return at >= 0 && !d.now.Before(d.s.Timers[at].DueAt)
}

// rearm lets the clock that fired run on.
func (d *step) rearm(due time.Time) {
	t := d.ev.Timer
	t.DueAt = due
	d.out.Rearm = &t
}

// quietAgain is how soon quiet looks again where something holds it that is not a message.
const quietAgain = 10 * time.Minute

// quietOver is the paragraph Quiet: no message for the limit resolves, but never while a request is open, a turn is
// owed, or something is unanswered that was not offered or ticketed under the assistant.
func quietOver(d *step) error {
	if due := quietAt(d.s, d.env.LiveChat); d.now.Before(due) {
		d.rearm(due)
		return nil
	}
	offered := d.s.Controller.Kind == ControllerAssistant && d.s.Offer.Shown()
	if d.s.Request.Open() || d.s.Turn.Open() || d.s.Facts.Unanswered() && !offered {
		d.rearm(d.now.Add(min(quietAgain, d.env.LiveChat.Quiet)))
		return nil
	}
	d.resolve("", "quiet")
	return nil
}

package desk

import (
	"strconv"
	"time"
)

// Limits of a message that is left in the thread itself.
const (
	// LeavingQuiet is how long after the newest message of it the message counts as complete.
	LeavingQuiet = 2 * time.Minute
	// LeavingWaits is how long the guest has to begin.
	LeavingWaits = 15 * time.Minute
)

// AnotherApp stands for who holds a thread where the channel does not say which app it is.
const AnotherApp = "another_app"

// The bars: why nobody here may answer.
const (
	barWatched = CodeWatchOnly
	barThread  = CodeThread
)

// barred says why nobody here may answer the guest, "" where somebody may.
func (d *step) barred() Code {
	switch {
	case d.env.Watched:
		return barWatched
	case d.s.Facts.ThreadOwner != "":
		return barThread
	}
	return ""
}

// outer is the rule for what only outside channels know of, and for what is different where nobody here may answer; nil
// where the tables have it.
func (d *step) outer(where Situation) rule {
	switch d.ev.Kind {
	case EventThread:
		return threadMoves
	case EventCorrection:
		return corrects
	case EventReferral:
		return comesBy
	case EventUnsaid:
		return unsaid
	}
	if d.ev.Old && (d.ev.Kind == EventGuestWrites || d.ev.Kind == EventEcho) {
		return remembers
	}
	if d.ev.Kind == EventGuestWrites || d.ev.Pressed != nil || d.ev.Kind == EventEcho && d.ev.Standby {
		d.threadSeen()
	}
	if bar := d.barred(); bar != "" {
		switch d.ev.Kind {
		case EventGuestWrites:
			return reopenIf(where, overhears)
		case EventEcho:
			return reopenIf(where, overhearsEcho)
		case EventGuestAsks, EventGuestCancels, EventKeepChatting, EventKeepWaiting, EventAskMeanwhile, EventLeaveHere:
			return stay
		case EventTakeControl, EventAccept, EventReply, EventAnswerAndBack, EventTakeOver:
			return func(*step) error { return barredFrom(bar) }
		}
		return nil
	}
	if where == SituationOutside && d.ev.Kind == EventGuestWrites && d.s.Facts.HumanAt.IsZero() {
		return hearsAgain
	}
	switch d.ev.Kind {
	case EventLeaveHere:
		return reopenIf(where, leavesHere)
	case EventGuestWrites:
		if !d.s.Facts.LeavingAt.IsZero() && where != SituationResolved {
			return leavingHears
		}
	}
	return nil
}

func reopenIf(where Situation, then rule) rule {
	if where == SituationResolved {
		return reopenThen(then)
	}
	return then
}

func barredFrom(bar Code) error {
	if bar == barThread {
		return Refuse(bar, "Another app holds this chat at the channel. It can be read here, and not answered.")
	}
	return Refuse(bar, "This account is only watched. Nothing can be answered here.")
}

// threadSeen reads from a message who holds the thread: what is only shown to us is another app's, what a guest says to us
// is ours. Words older than the last ones about it say nothing.
func (d *step) threadSeen() {
	f := &d.s.Facts
	at := d.said()
	switch {
	case at.Before(f.ThreadAt) || d.ev.Standby == (f.ThreadOwner != ""):
	case d.ev.Standby:
		f.ThreadOwner, f.ThreadAt = AnotherApp, at
	default:
		f.ThreadOwner, f.ThreadAt = "", at
	}
}

// said is when the event happened by the channel's clock, or now.
func (d *step) said() time.Time {
	if d.ev.At.IsZero() || d.ev.At.After(d.now) {
		return d.now
	}
	return d.ev.At
}

// overhears writes down what a guest says whom nobody here may answer: nothing is owed for it.
func overhears(d *step) error {
	d.bars()
	d.s.Facts.GuestSeq = d.write(Written{Message: d.ev.Message})
	d.s.GuestAt, d.s.LastAt = d.now, d.now
	d.settleAll()
	return nil
}

// overhearsEcho writes down what is said to such a guest elsewhere.
func overhearsEcho(d *step) error {
	d.bars()
	d.write(Written{Message: d.ev.Message})
	d.s.LastAt = d.now
	d.settleAll()
	return nil
}

// bars takes the conversation from whoever would speak without being asked: it counts as answered outside. An agent in
// control stays, and can read.
func (d *step) bars() {
	if !d.s.Controller.speaks() {
		return
	}
	d.closeRequest("")
	d.dismissOffer()
	d.control(Controller{Kind: ControllerOutside})
	d.tell(EntryControl, Line{Code: LineOutside, Reason: string(d.barred())})
}

// remembers writes down what is from a history that was handed over. Nothing follows; a conversation that begins with it
// has ended already.
func remembers(d *step) error {
	began := d.s.LastSeq == 0
	d.write(Written{Message: d.ev.Message})
	if began {
		d.s.Status, d.s.ResolvedAt = StatusResolved, d.now
	}
	return nil
}

// hearsAgain is a guest's message after a bar has gone: whoever held the conversation was no person, so the assistant has it
// again.
func hearsAgain(d *step) error {
	d.control(Controller{Kind: ControllerAssistant})
	d.tell(EntryControl, Line{Code: LineAssistantBack, Reason: string(EventThread)})
	return assistantHears(d)
}

// threadMoves notes who holds the guest's thread. Under another app nobody here may answer, and whoever would speak by
// itself falls silent; an agent in control keeps the conversation, to read it. When the thread is ours again the
// assistant has what was outside.
func threadMoves(d *step) error {
	f := &d.s.Facts
	if at := d.said(); at.Before(f.ThreadAt) || d.ev.Owner == f.ThreadOwner {
		return nil
	} else {
		f.ThreadAt = at
	}
	was := f.ThreadOwner
	f.ThreadOwner = d.ev.Owner
	if d.ev.Owner == "" {
		if d.s.Status == StatusOpen && d.s.Controller.Kind == ControllerOutside && !d.env.Watched {
			d.toAssistant(false, Line{Code: LineThreadOurs})
			return nil
		}
		d.tell(EntrySystem, Line{Code: LineThreadOurs})
		return nil
	}
	if d.s.Status == StatusOpen && was == "" {
		d.settleAll()
		d.bars()
	}
	d.tell(EntrySystem, Line{Code: LineThread, Reason: d.ev.Owner})
	return nil
}

// corrects writes down what an earlier message is now. A message that was taken back before anybody answered it needs no
// answer any more.
func corrects(d *step) error {
	c := d.ev.Correction
	d.write(Written{Correction: c, Author: d.ev.Author})
	f := &d.s.Facts
	if c.Unsent && d.ev.Seq > 0 && d.ev.Seq == f.UnansweredSeq && d.ev.Seq == f.GuestSeq && f.WishAt.IsZero() {
		d.endTurn(TurnWithdrawn)
		d.settleAll()
	}
	return nil
}

// comesBy notes how the guest came. It answers nothing and asks nothing.
func comesBy(d *step) error {
	d.tell(EntrySystem, Line{Code: LineReferral, Reason: d.ev.Reason})
	return nil
}

// unsaid makes a message unanswered again whose answer did not leave: when the conversation was taken nobody could tell. What
// a person has answered since, or the assistant something newer, stays as it is; so does what nobody here may answer, and
// what a message left here will bring to the desk.
func unsaid(d *step) error {
	f, seq := &d.s.Facts, d.ev.Seq
	switch {
	case d.s.Status == StatusResolved, d.barred() != "", !f.LeavingAt.IsZero():
		return nil
	case seq <= f.SettledSeq, seq < f.AnsweredSeq, f.UnansweredSeq != 0 && f.UnansweredSeq <= seq:
		return nil
	}
	f.UnansweredSeq, f.UnansweredAt = seq, d.said()
	f.AnsweredSeq = min(f.AnsweredSeq, seq-1)
	d.tell(EntrySystem, Line{Code: LineUnsaid})
	if !d.s.Offer.Shown() {
		d.owe()
	}
	return nil
}

// press writes down the guest's press of a button. It is no message that waits for an answer: what was chosen follows.
func (d *step) press() {
	d.write(Written{Message: d.ev.Pressed})
	d.s.GuestAt, d.s.LastAt = d.now, d.now
}

// leavesHere is "leaves a message" where there is no form: what the guest writes next, until it has been quiet for a
// while, is the message. Choosing it again changes nothing.
func leavesHere(d *step) error {
	f := &d.s.Facts
	if !f.LeavingAt.IsZero() {
		return nil
	}
	f.LeavingAt, f.LeavingSeq, f.LeavingLast = d.now, 0, time.Time{}
	if d.s.Offer.Shown() {
		d.s.Offer.FormAt = d.now
	}
	d.say(EntrySystem, Line{Code: LineLeaveHere})
	return nil
}

// leavingHears is a guest's message that is left for the desk: it is for the desk, whoever controls, and owes no turn.
func leavingHears(d *step) error {
	d.hear()
	f := &d.s.Facts
	f.LeavingLast = d.now
	if f.LeavingSeq == 0 {
		f.LeavingSeq = f.GuestSeq
	}
	if d.s.Offer.Shown() {
		d.s.Offer.FormAt = d.now
	}
	if d.s.Controller.Kind == ControllerAgent {
		d.notify(d.s.Controller.AgentID, NoticeMine, "")
		if d.holderLost() {
			d.losesHolder()
		}
	}
	return nil
}

// leavingAt is when a message that is being left is complete, or when nobody waits for it any more.
func leavingAt(f Facts) time.Time {
	if f.LeavingSeq == 0 {
		return f.LeavingAt.Add(LeavingWaits)
	}
	return f.LeavingLast.Add(LeavingQuiet)
}

// leavingOver is the end of it: the paragraph "A message left", with what stands in the thread for a form. Where the guest
// wrote nothing it lapses.
func leavingOver(d *step) error {
	f := &d.s.Facts
	if due := leavingAt(*f); d.now.Before(due) {
		d.rearm(due)
		return nil
	}
	first := f.LeavingSeq
	d.leavingEnds()
	if first == 0 {
		d.tell(EntrySystem, Line{Code: LineFacts, Reason: "nothing_left"})
		d.owe()
		return nil
	}
	d.ev.Message, d.ev.FormID = nil, "thread-"+strconv.FormatInt(first, 10)
	d.out.TicketFrom = first
	return messageLeft(d)
}

// leavingEnds forgets that the guest was about to leave a message in the thread.
func (d *step) leavingEnds() {
	f := &d.s.Facts
	f.LeavingAt, f.LeavingSeq, f.LeavingLast = time.Time{}, 0, time.Time{}
}

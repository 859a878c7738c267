package desk

import "time"

// helps reports whether the assistant may speak now: it controls, or helps while the guest waits.
func (d *step) helps() bool {
	return d.s.Status == StatusOpen && (d.s.Controller.Kind == ControllerAssistant ||
		d.s.Controller.Kind == ControllerWaiting && d.env.LiveChat.HelpsWhileWaiting)
}

// owe is what the law calls "a turn is owed if unanswered": a turn for an unanswered message, where the assistant may
// speak. A wish it cannot answer: where one stands while the assistant controls, the offer is shown, so that nobody
// who asked for a person is left with neither.
func (d *step) owe() {
	f := &d.s.Facts
	// What is left for the desk in the thread itself is for the desk.
	if f.UnansweredSeq != 0 && d.helps() && !d.s.Turn.Open() && f.LeavingAt.IsZero() {
		d.keepTurn()
		d.s.Turn = &Turn{ID: d.env.NewID(), ForSeq: f.GuestSeq, Epoch: d.s.Epoch, OwedAt: d.now}
		f.LaterSeq, f.LaterAt = 0, time.Time{}
	}
	if !f.WishAt.IsZero() && d.s.Controller.Kind == ControllerAssistant && !d.s.Offer.Shown() {
		d.showOffer(OfferWish)
	}
}

// endTurn ends an open turn.
func (d *step) endTurn(end TurnEnd) {
	if d.s.Turn.Open() {
		d.s.Turn.End, d.s.Turn.EndedAt = end, d.now
	}
}

// restamp lets an open turn go on under the new epoch, between assistant and waiting; where the assistant does not
// help while the guest waits it is withdrawn.
func (d *step) restamp() {
	if !d.s.Turn.Open() {
		return
	}
	if !d.helps() {
		d.endTurn(TurnWithdrawn)
		return
	}
	d.s.Turn.Epoch = d.s.Epoch
}

// keepTurn hands a turn that ended in this step to the outcome before another takes its place.
func (d *step) keepTurn() {
	if t := d.s.Turn; t != nil && (d.was.turn == nil || d.was.turn.ID != t.ID || d.was.turn.Open()) {
		d.out.EndedTurns = append(d.out.EndedTurns, *t)
	}
}

// mine reports whether the event is about the turn that is owed now, under the epoch it may be given in.
func (d *step) mine() bool {
	t := d.s.Turn
	return t.Open() && t.ID == d.ev.TurnID && t.Epoch == d.s.Epoch
}

// turnAnswered inserts the assistant's answer (ruling 3), where it may speak and the epoch is the turn's. An answer
// that recognised the wish for a person settles the turn and does as "guest asks for a person". A message that came
// during the answer owes one more turn.
func turnAnswered(d *step) error {
	if !d.mine() || !d.helps() {
		return tooLate(d)
	}
	f := &d.s.Facts
	if m, r := d.ev.Message, d.s.Request; !d.ev.Wish && m != nil && cannotHelp(m) && r.Open() && r.Kind == RequestEmergency {
		return d.keepSilent(m)
	}
	first, firstAt := f.UnansweredSeq, f.UnansweredAt
	d.endTurn(TurnAnswered)
	d.settleTurn()
	if m := d.ev.Message; m != nil {
		d.write(Written{Message: m, Answers: first, AnswersAt: firstAt})
		d.s.LastAt = d.now
		f.NoAnswer = cannotHelp(m)
	}
	if d.ev.Wish {
		f.NoAnswer = false
		f.SettledSeq = max(f.SettledSeq, d.s.Turn.ForSeq) // read as a wish, it owes no turn again
		if d.s.Controller.Kind == ControllerWaiting {
			d.asksAgain()
		} else {
			d.asks()
		}
	}
	d.owe()
	return nil
}

func cannotHelp(m *Message) bool { return m.Answer != nil && m.Answer.Decision == "cannot_help" }

// keepSilent withdraws an answer that says only that there is none, while an emergency rings: the guest has been told
// whom to call, and to read after it that the assistant does not know helps nobody in danger. The desk sees it as a
// note, and what was written stays unanswered until a person answers it.
func (d *step) keepSilent(m *Message) error {
	later := d.s.Facts.LaterSeq != 0
	d.endTurn(TurnWithdrawn)
	d.s.Facts.NoAnswer = true
	d.write(Written{Message: m, Note: true})
	if later {
		d.owe()
	}
	return nil
}

// turnFailed counts a failed attempt; the third ends the turn.
func turnFailed(d *step) error {
	if !d.mine() {
		return tooLate(d)
	}
	t := d.s.Turn
	t.Attempts++
	if t.Attempts >= TurnAttempts || d.ev.Final {
		return d.giveUp()
	}
	t.NotBefore = d.now.Add(time.Duration(t.Attempts) * time.Second)
	d.tell(EntrySystem, Line{Code: LineTurnRetried, Reason: d.ev.Reason})
	return nil
}

// turnOverdue ends a turn that was owed for 30 s.
func turnOverdue(d *step) error {
	d.ev.Reason = "timeout"
	return d.giveUp()
}

// giveUp ends the turn as failed: under the assistant the offer is shown, while the guest waits the request goes on. A
// message that came after the one it names has a turn of its own.
func (d *step) giveUp() error {
	d.endTurn(TurnFailed)
	f := &d.s.Facts
	f.NoAnswer = true
	later := f.LaterSeq != 0
	if d.s.Controller.Kind == ControllerAssistant {
		d.showOffer(OfferFailed)
		d.say(EntrySystem, Line{Code: LineCannotHelp})
	}
	d.tell(EntrySystem, Line{Code: LineTurnFailed, Reason: d.ev.Reason})
	if later {
		d.owe()
	}
	return nil
}

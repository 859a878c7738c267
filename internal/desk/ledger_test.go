package desk_test

import (
	"time"

	"deskbell/internal/desk"
)

// ledger is the history of one conversation, kept by the explorer apart from the rules, and read by the law's own
// definitions: what is unanswered is computed from it anew each time.
type ledger struct {
	marks []mark
	// since and remindSince are when a person last took, accepted or took over, for the relief and for the reminder.
	since, remindSince time.Time
	// messageAt is when guest, assistant or agent last wrote.
	messageAt time.Time
}

type markKind int

const (
	guestWrote     markKind = iota
	assistantWrote          // forSeq says up to which message; delivery where it is in the outbox
	readAsWish              // forSeq alike
	personWrote
	wished
	wishSettled
	settled // a message left, or a resolve
)

type mark struct {
	kind     markKind
	seq      int64
	forSeq   int64
	delivery *delivery
	at       time.Time
}

// delivery is one message of the assistant on its way to an outside channel.
type delivery struct {
	epoch     int64
	answers   int64
	answersAt time.Time
	state     string // pending, sending, withdrawn
}

func (l *ledger) add(m mark) { l.marks = append(l.marks, m) }

// unanswered reads the history: is there something unanswered, since when, is it a message, is it a wish.
func (l *ledger) unanswered() (since time.Time, message, wish bool) {
	var covered int64 // guest messages up to here have an answer
	var guests []mark
	var wishAt time.Time
	for _, m := range l.marks {
		switch m.kind {
		case guestWrote:
			guests = append(guests, m)
		case assistantWrote:
			if m.delivery == nil || m.delivery.state != "withdrawn" {
				covered = max(covered, m.forSeq)
			}
		case readAsWish:
			covered = max(covered, m.forSeq)
		case personWrote, settled:
			covered = max(covered, m.seq)
			wishAt = time.Time{}
		case wished:
			if wishAt.IsZero() {
				wishAt = m.at
			}
		case wishSettled:
			wishAt = time.Time{}
		}
	}
	for _, g := range guests {
		if g.seq > covered {
			since, message = g.at, true
			break
		}
	}
	if wish = !wishAt.IsZero(); wish && (!message || wishAt.Before(since)) {
		since = wishAt
	}
	return since, message, wish
}

// forget drops marks that can no longer matter, so that long histories stay cheap: everything up to the last settled
// point, where no delivery is still pending.
func (l *ledger) forget() {
	for i := len(l.marks) - 1; i >= 0; i-- {
		if k := l.marks[i].kind; k == personWrote || k == settled {
			l.marks = append(l.marks[:0], l.marks[i:]...)
			return
		}
	}
}

// record reads one accepted event and its outcome.
func (l *ledger) record(before desk.State, ev desk.Event, out desk.Outcome, now time.Time, deliveries []*delivery) {
	if out.New {
		return
	}
	if ev.Kind == desk.EventGuestWrites && before.Situation() == desk.SituationAssistant && before.Offer.Shown() {
		l.add(mark{kind: wishSettled})
	}
	seq := before.LastSeq
	next := 0
	if ev.Kind == desk.EventTurnAnswered && ev.Wish {
		l.add(mark{kind: readAsWish, forSeq: before.Turn.ForSeq})
	}
	for _, w := range out.Write {
		seq++
		if w.Message == nil || w.Note {
			continue
		}
		l.messageAt = now
		switch {
		case w.Message.Author.Kind == desk.AuthorGuest && ev.Kind == desk.EventMessageLeft:
			// settled below
		case w.Message.Author.Kind == desk.AuthorGuest:
			l.add(mark{kind: guestWrote, seq: seq, at: now})
		case w.Message.Author.Kind == desk.AuthorAssistant:
			m := mark{kind: assistantWrote, forSeq: before.Turn.ForSeq}
			if next < len(deliveries) {
				m.delivery = deliveries[next]
				next++
			}
			l.add(m)
		case w.Message.Author.Kind == desk.AuthorAgent:
			l.add(mark{kind: personWrote, seq: seq})
		}
	}
	waiting := before.Situation() == desk.SituationWaiting
	changed := len(out.Write) > 0
	switch ev.Kind {
	case desk.EventGuestAsks:
		l.add(mark{kind: wished, at: now})
	case desk.EventTurnAnswered:
		if ev.Wish {
			l.add(mark{kind: wished, at: now})
		}
	case desk.EventKeepWaiting:
		if changed {
			l.add(mark{kind: wished, at: now})
		}
	case desk.EventGuestCancels:
		if waiting {
			l.add(mark{kind: wishSettled})
		}
	case desk.EventKeepChatting:
		if changed {
			l.add(mark{kind: wishSettled})
		}
	case desk.EventHandBack:
		if before.Situation() == desk.SituationAgent {
			l.add(mark{kind: wishSettled})
		}
	case desk.EventMessageLeft:
		if changed {
			l.add(mark{kind: settled, seq: seq})
		}
	}
	if out.State.Status == desk.StatusResolved && before.Status == desk.StatusOpen {
		l.add(mark{kind: settled, seq: seq})
	}
	l.recordTake(before, ev, out, now)
	l.forget()
}

// recordTake notes when a person last came into control by pressing for it; a return by itself is none.
func (l *ledger) recordTake(before desk.State, ev desk.Event, out desk.Outcome, now time.Time) {
	after := out.State.Controller
	if after.Kind != desk.ControllerAgent || after == before.Controller || ev.Kind == desk.EventAgentReturns {
		return
	}
	l.since = now
	if before.Controller.Kind != desk.ControllerAgent || ev.Kind == desk.EventTakeOver {
		l.remindSince = now
	}
}

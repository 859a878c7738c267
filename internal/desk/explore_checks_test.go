package desk_test

import (
	"reflect"
	"slices"
	"strconv"
	"time"

	"deskbell/internal/desk"
)

// frozen is a state as it was before a decision, to see that the decision did not change it in place.
type frozen struct {
	s       desk.State
	request desk.Request
	offer   desk.Offer
	turn    desk.Turn
	timers  []desk.Timer
	lists   [2][]string
}

func freeze(s desk.State) frozen {
	f := frozen{s: s, timers: slices.Clone(s.Timers)}
	if s.Request != nil {
		f.request = *s.Request
		f.lists = [2][]string{slices.Clone(s.Request.Rung), slices.Clone(s.Request.Declined)}
	}
	if s.Offer != nil {
		f.offer = *s.Offer
	}
	if s.Turn != nil {
		f.turn = *s.Turn
	}
	return f
}

func (f frozen) same(s desk.State) bool {
	switch {
	case !slices.Equal(f.timers, s.Timers), s.Offer != nil && *s.Offer != f.offer, s.Turn != nil && *s.Turn != f.turn:
		return false
	case s.Request == nil:
		return true
	}
	return slices.Equal(s.Request.Rung, f.lists[0]) && slices.Equal(s.Request.Declined, f.lists[1]) && reflect.DeepEqual(*s.Request, f.request)
}

// checkOutcome checks what every outcome owes, whatever the event.
func (w *world) checkOutcome(before desk.State, ev desk.Event, out desk.Outcome) {
	after := out.State
	kinds := 0
	for _, is := range []bool{len(out.Write) > 0, out.Rearm != nil, out.New, out.Unchanged} {
		if is {
			kinds++
		}
	}
	if kinds != 1 {
		w.fail("%s: an outcome must change with entries, or rearm, or be new, or be unchanged: %+v", ev.Kind, out)
	}
	if len(out.Write) == 0 && (after.Epoch != before.Epoch || len(out.Held)+len(out.EndedRequests)+len(out.EndedTurns)+len(out.EndedOffers) > 0 ||
		after.Facts != before.Facts || out.Deliveries != desk.SettleNothing || out.Ticket != "" || out.Alarm) {
		w.fail("%s changed something without an entry", ev.Kind)
	}
	if after.LastSeq != before.LastSeq+int64(len(out.Write)) {
		w.fail("%s wrote %d entries and moved last_seq from %d to %d", ev.Kind, len(out.Write), before.LastSeq, after.LastSeq)
	}
	w.checkEpoch(before, ev, out)
	w.checkVoices(before, ev, out)
	w.checkRows(before, ev, out)
	w.checkClocks(before, ev, out)
	w.checkRowsOfTheLaw(before, ev, out)
	held := 0
	for _, n := range w.held {
		held += n
	}
	if agent := after.Controller.AgentID; agent != "" && (w.held[agent] != 1 || held != 1) || agent == "" && held != 0 {
		w.fail("%s: places %v while %+v controls", ev.Kind, w.held, after.Controller)
	}
}

func (w *world) checkEpoch(before desk.State, ev desk.Event, out desk.Outcome) {
	rise := out.State.Epoch - before.Epoch
	want := int64(0)
	if out.State.Controller != before.Controller {
		want = 1
	}
	passing := ev.Kind == desk.EventAnswerAndBack && before.Controller.Kind != desk.ControllerAgent && len(out.Write) > 0
	if passing {
		want = 2
		if out.State.Controller.Kind != desk.ControllerAssistant {
			w.fail("answer and hand back ends with %+v", out.State.Controller)
		}
	}
	if rise != want {
		w.fail("%s: from %+v to %+v the epoch rose by %d", ev.Kind, before.Controller, out.State.Controller, rise)
	}
	at := before.Epoch
	for _, wr := range out.Write {
		if wr.Epoch < at {
			w.fail("%s: entries with falling epochs", ev.Kind)
		}
		at = wr.Epoch
	}
	if len(out.Write) > 0 && at != out.State.Epoch && !(ev.Kind == desk.EventTurnAnswered) {
		w.fail("%s: the last entry's epoch is %d, the state's %d", ev.Kind, at, out.State.Epoch)
	}
	if want > 0 && before.Controller.Kind != out.State.Controller.Kind && before.Situation() != desk.SituationResolved {
		to := out.State.Controller.Kind
		if (to == desk.ControllerAgent || to == desk.ControllerOutside || out.State.Status == desk.StatusResolved) && out.Deliveries != desk.SettleWithdraw {
			w.fail("%s: a rise to %s leaves deliveries as they are", ev.Kind, to)
		}
	}
}

// checkVoices checks that the assistant speaks only where it may, under its turn's epoch, and answers each turn once.
func (w *world) checkVoices(before desk.State, ev desk.Event, out desk.Outcome) {
	for _, wr := range out.Write {
		if wr.Message == nil || wr.Message.Author.Kind != desk.AuthorAssistant {
			continue
		}
		may := before.Status == desk.StatusOpen && (before.Controller.Kind == desk.ControllerAssistant ||
			before.Controller.Kind == desk.ControllerWaiting && w.lc.HelpsWhileWaiting)
		if !may || ev.Kind != desk.EventTurnAnswered {
			w.fail("%s: the assistant spoke while %+v controlled", ev.Kind, before.Controller)
		}
		if before.Turn == nil || before.Turn.ID != ev.TurnID || before.Turn.End != "" || wr.Epoch != before.Epoch || before.Turn.Epoch != wr.Epoch {
			w.fail("an answer under epoch %d to %+v", wr.Epoch, before.Turn)
		}
	}
}

// checkRows checks that requests, turns and offers end once, and that none is lost when another replaces it.
func (w *world) checkRows(before desk.State, ev desk.Event, out desk.Outcome) {
	end := func(id, how string) {
		if was, ok := w.ended[id]; ok && was != how {
			w.fail("%s: %s ended twice: %s, %s", ev.Kind, id, was, how)
		}
		if how != "" {
			w.ended[id] = how
		}
	}
	open := 0
	for _, r := range append(slices.Clone(out.EndedRequests), deref(out.State.Request)...) {
		if r.Open() {
			open++
		} else {
			end(r.ID, string(r.End)+r.EndedAt.String())
		}
	}
	if open > 1 {
		w.fail("%s: two open requests", ev.Kind)
	}
	for _, r := range out.EndedRequests {
		if r.Open() || out.State.Request == nil || r.ID == out.State.Request.ID {
			w.fail("%s: an open or current request among the ended", ev.Kind)
		}
	}
	if b := before.Request; b.Open() && (out.State.Request == nil || out.State.Request.ID != b.ID) &&
		!slices.ContainsFunc(out.EndedRequests, func(r desk.Request) bool { return r.ID == b.ID }) {
		w.fail("%s: an open request was lost", ev.Kind)
	}
	for _, t := range append(slices.Clone(out.EndedTurns), deref(out.State.Turn)...) {
		if !t.Open() {
			end(t.ID, string(t.End)+t.EndedAt.String())
		}
	}
	if b := before.Turn; b.Open() && out.State.Turn.ID != b.ID &&
		!slices.ContainsFunc(out.EndedTurns, func(t desk.Turn) bool { return t.ID == b.ID && t.End != "" }) {
		w.fail("%s: an open turn was lost", ev.Kind)
	}
	if b := before.Offer; b.Shown() && out.State.Offer.ID != b.ID &&
		!slices.ContainsFunc(out.EndedOffers, func(o desk.Offer) bool { return o.ID == b.ID && o.State != desk.OfferShown }) {
		w.fail("%s: a shown offer was lost", ev.Kind)
	}
}

func deref[T any](p *T) []T {
	if p == nil {
		return nil
	}
	return []T{*p}
}

// checkClocks checks that expiries never come early, that quiet resolves only what is quiet, and that a further message
// to an agent costs no clock.
func (w *world) checkClocks(before desk.State, ev desk.Event, out desk.Outcome) {
	after := out.State
	w.noteRound(after.Request)
	if r := after.Request; r != nil && r.End == desk.EndExpired && before.Request.Open() && ev.Kind == desk.EventTimer {
		began := w.rounds[r.ID+"/"+strconv.Itoa(r.Round)]
		least := w.lc.SecondWait
		switch {
		case r.Kind == desk.RequestTransfer:
			least = w.lc.FirstWait
		case began.wait == 1:
			least += w.lc.FirstWait
		}
		if w.now.Sub(began.at) < least {
			w.fail("a request of %s expired after %s", r.Kind, w.now.Sub(began.at))
		}
	}
	if ev.Kind == desk.EventTimer && ev.Timer.Kind == desk.TimerQuiet && after.Status == desk.StatusResolved && before.Status == desk.StatusOpen {
		_, message, wish := (&w.ledgerBefore).unanswered()
		offered := before.Situation() == desk.SituationAssistant && before.Offer.Shown()
		last := w.ledgerBefore.messageAt
		switch {
		case before.Request.Open(), before.Turn.Open(), (message || wish) && !offered:
			w.fail("quiet resolved what was not settled")
		case w.now.Sub(last) < w.lc.Quiet:
			w.fail("quiet resolved %s after a message", w.now.Sub(last))
		case before.Offer.Shown() && w.now.Sub(before.Offer.FormAt) < w.lc.Quiet:
			w.fail("quiet resolved under a begun form")
		}
	}
	if ev.Kind == desk.EventGuestWrites && before.Situation() == desk.SituationAgent && before.Facts.Unanswered() && after.Epoch == before.Epoch &&
		(len(before.Timers) != len(after.Timers) || len(before.Timers) > 0 && &before.Timers[0] != &after.Timers[0]) {
		w.fail("a further message to an agent rewrote clocks: %v, %v", before.Timers, after.Timers)
	}
}

// noteRound notes when the waits of a request began.
func (w *world) noteRound(r *desk.Request) {
	if !r.Open() {
		return
	}
	key := r.ID + "/" + strconv.Itoa(r.Round)
	if _, ok := w.rounds[key]; !ok {
		w.rounds[key] = round{at: w.now, wait: r.Wait}
	}
}

// checkState checks what must hold of every state.
func (w *world) checkState(before desk.State, ev desk.Event) {
	s := w.s
	if s.LastSeq == 0 {
		return // nothing happened yet: nothing is stored
	}
	since, message, wish := w.ledger.unanswered()
	if s.Status == desk.StatusOpen && (message != (s.Facts.UnansweredSeq != 0) || wish != !s.Facts.WishAt.IsZero() || !since.Equal(s.Facts.UnansweredSince())) {
		w.fail("%s: by the history unanswered is message %v, wish %v since %s; the rules say %+v", ev.Kind, message, wish, since, s.Facts)
	}
	unanswered := message || wish
	r, where := s.Request, s.Situation()
	switch {
	case where == desk.SituationWaiting && (!r.Open() || r.Kind == desk.RequestTransfer):
		w.fail("%s: waiting for nobody", ev.Kind)
	case where == desk.SituationAgent && (s.Controller.AgentID == "" || r.Open() && r.Kind != desk.RequestTransfer):
		w.fail("%s: an agent beside a request", ev.Kind)
	case (where == desk.SituationAssistant || where == desk.SituationOutside || where == desk.SituationResolved) && r.Open():
		w.fail("%s: an open request under %s", ev.Kind, where)
	case where == desk.SituationResolved && (s.Controller.Kind != desk.ControllerAssistant || s.Facts.Unanswered() || s.Offer.Shown() || len(s.Timers) > 0):
		w.fail("%s: resolved, but not settled", ev.Kind)
	case where != desk.SituationAgent && s.Controller.AgentID != "":
		w.fail("%s: an agent's name without control", ev.Kind)
	}
	mayTurn := where == desk.SituationAssistant || where == desk.SituationWaiting && (w.lc.HelpsWhileWaiting || w.toggled)
	if s.Turn.Open() && (!mayTurn || s.Turn.Epoch != s.Epoch || !message) {
		w.fail("%s: a turn is open where none may be", ev.Kind)
	}
	if where == desk.SituationAssistant {
		if message && !s.Turn.Open() && !s.Offer.Shown() || wish && !s.Offer.Shown() {
			w.fail("%s: the assistant has the guest, and neither answers nor offers", ev.Kind)
		}
	}
	w.checkTimers(ev, since, unanswered)
}

// checkTimers checks that exactly the clocks run that are owed, each due when the law says.
func (w *world) checkTimers(ev desk.Event, since time.Time, unanswered bool) {
	s := w.s
	want := map[desk.TimerKind]bool{}
	r := s.Request
	open := s.Status == desk.StatusOpen
	want[desk.TimerQuiet] = open
	want[desk.TimerTurn] = s.Turn.Open()
	if r.Open() {
		ringing := r.Stage == desk.StageRinging && r.Kind != desk.RequestTransfer
		want[desk.TimerFirstWait] = ringing && r.Wait == 1
		want[desk.TimerSecondWait] = ringing && r.Wait <= 2
		want[desk.TimerPromise] = r.Stage == desk.StagePromised
		want[desk.TimerTransferWait] = r.Kind == desk.RequestTransfer
		if ringing && r.Wait > 2 && r.Kind != desk.RequestEmergency {
			w.fail("%s: only an emergency rings past both waits", ev.Kind)
		}
	}
	agent := s.Situation() == desk.SituationAgent
	want[desk.TimerReminder] = agent && unanswered && !s.Facts.Reminded
	want[desk.TimerRelief] = agent && unanswered
	want[desk.TimerOutsideWait] = s.Situation() == desk.SituationOutside && unanswered
	want[desk.TimerOutside] = s.Situation() == desk.SituationOutside
	for _, t := range s.Timers {
		if !want[t.Kind] {
			w.fail("%s: %s runs, and is not owed", ev.Kind, t.Kind)
		}
		delete(want, t.Kind)
		switch due := t.DueAt; {
		case t.Kind == desk.TimerReminder && !due.Equal(latest(since, w.ledger.remindSince).Add(w.lc.Reminder)),
			t.Kind == desk.TimerRelief && !due.Equal(latest(since, w.ledger.since).Add(w.lc.Relief)),
			t.Kind == desk.TimerOutsideWait && !due.Equal(since.Add(w.lc.FirstWait)),
			t.Kind == desk.TimerPromise && !due.Equal(r.PromisedUntil),
			t.Kind == desk.TimerTurn && !due.Equal(s.Turn.OwedAt.Add(desk.TurnLimit)):
			w.fail("%s: %s is due at %s; unanswered since %s, a person since %s and %s", ev.Kind, t.Kind, due, since, w.ledger.since, w.ledger.remindSince)
		}
	}
	for k, is := range want {
		if is {
			w.fail("%s: %s is owed, and does not run", ev.Kind, k)
		}
	}
}

func latest(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// silenceLimit is longer than any way by which clocks alone lead to an answer, an offer or a ticket: a relief, then
// both waits; or a promise and a wait.
const silenceLimit = 20 * time.Minute

// checkNobodyInSilence lets the clocks run from here while nobody does anything: within a bounded time whoever has
// something unanswered is offered to leave a message. It does so once with nothing else happening, and once with the
// agent in control being lost and coming back again and again, which runs by itself and must postpone nothing.
func (w *world) checkNobodyInSilence() {
	if _, message, wish := w.ledger.unanswered(); !message && !wish || w.s.Status == desk.StatusResolved || w.s.Offer.Shown() {
		return
	}
	w.runOut(false)
	w.runOut(true)
}

func (w *world) runOut(flapping bool) {
	s, now, env := w.s, w.now, w.env()
	ids := 0
	env.NewID = func() string { ids++; return "run" + strconv.Itoa(ids) }
	flap := now.Add(desk.Lost)
	for range 200 {
		if s.Offer.Shown() || !s.Facts.Unanswered() || s.Status == desk.StatusResolved {
			return
		}
		if len(s.Timers) == 0 {
			w.fail("silence: nothing runs in %s", show(s))
		}
		first := s.Timers[0]
		for _, t := range s.Timers {
			if t.DueAt.Before(first.DueAt) {
				first = t
			}
		}
		ev := desk.Event{Kind: desk.EventTimer, Timer: first}
		at := latest(now, first.DueAt)
		if flapping && flap.Before(at) {
			at = flap
			switch {
			case s.Controller.Kind == desk.ControllerAgent:
				ev = desk.Event{Kind: desk.EventAgentLost, Agent: s.Controller.AgentID}
				flap = at.Add(20 * time.Second)
			case s.Request.Open() && s.Request.LostFrom != "":
				ev = desk.Event{Kind: desk.EventAgentReturns, Agent: s.Request.LostFrom}
				flap = at.Add(desk.Lost)
			default:
				flap = at.Add(time.Hour)
			}
		}
		now, env.Now = at, at
		out, err := desk.Decide(s, ev, env)
		if err != nil {
			w.fail("silence: %s: %v", ev.Kind, err)
		}
		s = out.State
		if now.Sub(w.now) > silenceLimit {
			break
		}
	}
	w.fail("silence: with clocks alone (flapping %v) there is neither answer nor offer after %s: %s", flapping, now.Sub(w.now), show(s))
}

// count notes what happened, so that the explorer can show that it was there.
func (w *world) count(before desk.State, ev desk.Event, out desk.Outcome) {
	name := func(is bool, what string) {
		if is {
			w.seen[what]++
		}
	}
	w.seen["event "+string(ev.Kind)]++
	after := out.State
	if b := before.Request; b.Open() {
		r := after.Request
		if r.ID != b.ID {
			r = &out.EndedRequests[0]
		}
		kind := "request"
		if b.Kind != desk.RequestPerson {
			kind = string(b.Kind)
		}
		name(r.End != "", kind+" "+string(r.End))
		name(b.Kind == desk.RequestTransfer && r.Kind == desk.RequestPerson, "transfer becomes ordinary")
		name(ev.Kind == desk.EventAgentReturns && r.End == desk.EndAccepted, "lost agent returns")
		name(ev.Kind == desk.EventAgentReturns && r.End == desk.EndAccepted && b.Kind == desk.RequestEmergency, "lost agent returns to an emergency")
		name(b.Stage == desk.StagePromised && r.Open() && r.Stage == desk.StageRinging && r.Kind == b.Kind, "promise broken")
		name(b.Kind == desk.RequestTransfer && b.Cause == desk.CauseShift && r.Open() && r.Kind != b.Kind, "shift handed on")
		name(b.Kind == desk.RequestTransfer && b.Cause == desk.CauseShift && r.End == desk.EndExpired, "shift expires")
	}
	changed := len(out.Write) > 0
	relief := changed && ev.Kind == desk.EventTimer && ev.Timer.Kind == desk.TimerRelief
	name(relief && after.Controller.Kind == desk.ControllerAssistant, "relief to nobody")
	name(relief && after.Controller.Kind == desk.ControllerWaiting, "relief rings")
	quiet := ev.Kind == desk.EventTimer && ev.Timer.Kind == desk.TimerQuiet
	name(ev.Danger && changed && before.Situation() == desk.SituationAgent, "emergency written to an agent")
	name(out.Ticket == desk.TicketGuestLeft, "ticket of a guest who left")
	name(quiet && changed, "quiet resolves")
	name(quiet && out.Rearm != nil, "quiet rearmed")
	name(!quiet && out.Rearm != nil, "outside rearmed")
	name(ev.Kind == desk.EventTimer && out.Unchanged, "unmatched timer")
	name(before.Status == desk.StatusResolved && after.Status == desk.StatusOpen, "reopened")
	name(ev.Kind == desk.EventKeepWaiting && changed, "keep waiting")
	name(ev.Kind == desk.EventAskMeanwhile && changed, "meanwhile")
	name(ev.Kind == desk.EventAnswerAndBack && changed, "answer and hand back")
	name(ev.Kind == desk.EventTakeOver && changed, "taken over")
	name(ev.Kind == desk.EventTurnAnswered && ev.Wish, "wish in words")
	name(ev.Kind == desk.EventTurnAnswered && after.Turn.Open(), "message during an answer")
	name(ev.Kind == desk.EventGuestWrites && before.Situation() == desk.SituationAgent && after.Situation() == desk.SituationWaiting, "guest writes to a lost agent")
	for _, wr := range out.Write {
		name(wr.Line != nil && wr.Line.Code == desk.LineSkipped, "notice skipped")
		name(wr.Line != nil && wr.Line.Code == desk.LineTurnFailed, "turn failed")
	}
}

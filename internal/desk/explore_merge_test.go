package desk_test

import (
	"maps"
	"slices"
	"time"

	"deskbell/internal/desk"
)

func init() { steps = append(steps, merge) }

// merge lets the guest have a second conversation, in which anything happens, and then turn out to be one guest.
func merge(w *world) {
	if w.first != nil || w.outbox { // on a channel with an outbox, what is on its way would have to be told apart twice
		return
	}
	second := w.aside()
	for range w.pick(40) {
		second.step()
	}
	w.now, w.salt = second.now, second.salt
	older, younger := w, second
	if w.pick(2) == 0 {
		older, younger = second, w
	}
	_, wroteOlder, wishedOlder := older.ledger.unanswered()
	_, wroteYounger, wishedYounger := younger.ledger.unanswered()
	frozen := []frozen{freeze(older.s), freeze(younger.s)}

	m := desk.Merge(older.s, younger.s, w.env())
	if !frozen[0].same(older.s) || !frozen[1].same(younger.s) {
		w.fail("merge changed a state that it was given")
	}
	w.checkMerged(older.s, younger.s, m)
	for id, n := range second.held {
		w.held[id] += n
	}
	w.turns = append(w.turns, second.turns...)
	w.ghosts = append(w.ghosts, second.ghosts...)
	if !w.place(m.Outcome) {
		w.fail("a merge needs a place")
	}
	w.s = m.Outcome.State
	ev, f := desk.Event{Kind: "merge"}, w.s.Facts
	if message, wish := wroteOlder || wroteYounger, wishedOlder || wishedYounger; w.s.Status == desk.StatusOpen &&
		(message != (f.UnansweredSeq != 0) || wish != !f.WishAt.IsZero()) {
		w.fail("merge: unanswered is message %v, wish %v; the rules say %+v", message, wish, f)
	}
	w.ledger = ledger{since: f.HumanSince, remindSince: f.RemindSince, messageAt: latest(older.ledger.messageAt, younger.ledger.messageAt)}
	if f.UnansweredSeq != 0 {
		w.ledger.add(mark{kind: guestWrote, seq: f.UnansweredSeq, at: f.UnansweredAt})
	}
	if f.LaterSeq != 0 {
		w.ledger.add(mark{kind: guestWrote, seq: f.LaterSeq, at: f.LaterAt})
	}
	if !f.WishAt.IsZero() {
		w.ledger.add(mark{kind: wished, at: f.WishAt})
	}
	w.ledgerBefore = w.ledger
	held := 0
	for _, n := range w.held {
		held += n
	}
	if agent := w.s.Controller.AgentID; agent != "" && (w.held[agent] != 1 || held != 1) || agent == "" && held != 0 {
		w.fail("merge: places %v while %+v controls", w.held, w.s.Controller)
	}
	w.noteRound(w.s.Request)
	w.checkRows(m.Base, ev, m.Outcome)
	w.checkState(m.Base, ev)
	w.checkNobodyInSilence()
	w.seen["merged "+string(older.s.Situation())+" with "+string(younger.s.Situation())]++
}

// aside is a second conversation of the same house: the clock, the people and the settings are the first one's.
func (w *world) aside() *world {
	h := *w.house
	h.ids += 100_000
	h.s = newHouse().s
	h.s.ID, h.s.StartedAt, h.s.LastSeq, h.s.Channel = "c"+h.id(), w.now, 0, w.s.Channel
	second := &world{house: &h, t: w.t, other: maps.Clone(w.other), held: map[string]int{}, rounds: w.rounds, ended: w.ended, seen: w.seen,
		limit: w.limit, salt: w.salt, toggled: w.toggled, off: w.off, first: w}
	for id, n := range w.held {
		second.other[id] += n
	}
	w.ids += 200_000
	return second
}

// checkMerged checks what the ruling promises of the two, whatever they were.
func (w *world) checkMerged(older, younger desk.State, m desk.Merged) {
	s := m.Outcome.State
	claims := map[desk.Situation]int{desk.SituationAgent: 5, desk.SituationWaiting: 4, desk.SituationOutside: 2, desk.SituationAssistant: 1}
	claim := func(s desk.State) int {
		if a := s.Controller.AgentID; a != "" && w.Reach(a) == desk.ReachLost {
			return 3
		}
		return claims[s.Situation()]
	}
	stronger := older
	if a, b := claim(older), claim(younger); b > a || a == b && older.Controller.AgentID != "" && younger.Facts.HumanSince.After(older.Facts.HumanSince) {
		stronger = younger
	}
	lost := slices.ContainsFunc(m.Outcome.Write, func(wr desk.Written) bool { return wr.Line != nil && wr.Line.Code == desk.LineLost })
	if s.Controller != stronger.Controller && !(lost && s.Controller.Kind == desk.ControllerWaiting) {
		w.fail("merge of %+v and %+v ends with %+v", older.Controller, younger.Controller, s.Controller)
	}
	want := max(older.Epoch, younger.Epoch) + 1
	if lost {
		want++
	}
	if s.Epoch != want || s.ID != older.ID || s.LastSeq != older.LastSeq+younger.LastSeq+int64(len(m.Outcome.Write)) || len(m.Outcome.Write) == 0 {
		w.fail("merge of epochs %d and %d: %+v", older.Epoch, younger.Epoch, s.Conversation)
	}
	if (s.Status == desk.StatusOpen) != (older.Status == desk.StatusOpen || younger.Status == desk.StatusOpen) {
		w.fail("merge of %s and %s is %s", older.Status, younger.Status, s.Status)
	}
	p := m.Pointer
	if p.MergedInto != older.ID || p.Status != desk.StatusResolved || p.Controller.Kind != desk.ControllerAssistant || p.Request != nil || p.Turn != nil || len(p.Timers) > 0 || p.LastSeq <= younger.LastSeq {
		w.fail("merge leaves %s", show(p))
	}
	open := 0
	for _, r := range []*desk.Request{older.Request, younger.Request} {
		if r.Open() {
			open++
			found := s.Request != nil && s.Request.ID == r.ID || slices.ContainsFunc(m.Ended.Requests, func(e desk.Request) bool { return e.ID == r.ID && !e.Open() }) ||
				slices.ContainsFunc(m.Outcome.EndedRequests, func(e desk.Request) bool { return e.ID == r.ID })
			if !found {
				w.fail("merge lost the request %+v", r)
			}
			if r.Kind == desk.RequestEmergency && !(s.Request.Open() && s.Request.Kind == desk.RequestEmergency) && !m.Outcome.Alarm {
				w.fail("merge made an emergency fall silent")
			}
		}
	}
	if open == 2 && older.Situation() == desk.SituationWaiting && younger.Situation() == desk.SituationWaiting && s.Request.OpenedAt.After(earlier(older.Request, younger.Request)) {
		w.fail("of two requests the younger stays")
	}
	for i, t := range m.Base.Timers {
		if slices.ContainsFunc(m.Base.Timers[i+1:], func(o desk.Timer) bool { return o.Kind == t.Kind }) {
			w.fail("merge: two timers of a kind: %v", m.Base.Timers)
		}
	}
	for _, t := range []*desk.Turn{younger.Turn} {
		if t.Open() && !slices.ContainsFunc(m.Ended.Turns, func(e desk.Turn) bool { return e.ID == t.ID && e.End == desk.TurnWithdrawn }) {
			w.fail("merge leaves the turn of the younger open")
		}
	}
	for _, n := range [][2]desk.State{{older, younger}, {younger, older}} {
		if a := n[0].Controller.AgentID; a != "" && stronger.Controller.AgentID != a &&
			!slices.ContainsFunc(m.Outcome.Notices, func(n desk.Notice) bool {
				return n.AgentID == a && (n.Kind == desk.NoticeTaken || n.Kind == desk.NoticeRelieved)
			}) {
			w.fail("merge: %s is not told", a)
		}
	}
}

// earlier is when the older of two requests was opened.
func earlier(a, b *desk.Request) (at time.Time) {
	if b.OpenedAt.Before(a.OpenedAt) {
		return b.OpenedAt
	}
	return a.OpenedAt
}

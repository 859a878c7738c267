package desk_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"deskbell/internal/desk"
)

// silenceOutside is silenceLimit with a message that is left in the thread itself on top: the guest has time to begin it.
const silenceOutside = silenceLimit + desk.LeavingWaits + desk.LeavingQuiet

// TestExploreOutside lets everything that the law names happen in any order on an outside channel, with what only such
// channels know of: other apps that take the thread, messages left in it, messages taken back, words on standby.
func TestExploreOutside(t *testing.T) {
	t.Parallel()
	// This one is several events at once, of people who were rung.
	all := slices.DeleteFunc(slices.Concat(happenings, outerHappenings), func(h happening) bool { return h.name == "all who were rung say Can't now" })
	rapid.Check(t, func(t *rapid.T) {
		h := newHouse()
		h.s.Channel = desk.ChannelMessenger
		h.lc.Quiet = 24 * time.Hour
		h.lc.HelpsWhileWaiting = rapid.Bool().Draw(t, "helps")
		h.watched = rapid.IntRange(0, 9).Draw(t, "watched") == 0
		duty := []string{ana, ben, pia}
		for range rapid.IntRange(1, 80).Draw(t, "length") {
			switch rapid.IntRange(0, 9).Draw(t, "what") {
			case 0:
				h.now = h.now.Add(time.Duration(rapid.IntRange(0, 600).Draw(t, "seconds")) * time.Second)
				continue
			case 1, 2:
				if ev, at, ok := next(h.s, h.now); ok {
					h.now = at
					outside1(t, h, ev)
				}
				continue
			case 3:
				duty = [][]string{nil, {ana}, {ana, ben, pia}}[rapid.IntRange(0, 2).Draw(t, "duty")]
				continue
			}
			h.duty = []string{ana, ben, pia} // some events are made for a full desk
			ev := all[rapid.IntRange(0, len(all)-1).Draw(t, "event")].event(h)
			if h.duty = slices.Clone(duty); ev != nil && ev.Kind != desk.EventTimer {
				outside1(t, h, *ev)
			}
		}
	})
}

// next is the clock that fires first.
func next(s desk.State, now time.Time) (desk.Event, time.Time, bool) {
	if len(s.Timers) == 0 {
		return desk.Event{}, now, false
	}
	first := slices.MinFunc(s.Timers, func(a, b desk.Timer) int { return a.DueAt.Compare(b.DueAt) })
	return desk.Event{Kind: desk.EventTimer, Timer: first}, latest(now, first.DueAt), true
}

// outside1 brings one event and checks what must hold after it.
func outside1(t *rapid.T, h *house, ev desk.Event) {
	before := h.s
	frozen := freeze(before)
	out, err := desk.Decide(before, ev, h.env())
	if !frozen.same(before) {
		t.Fatalf("%s changed the state that it was given", ev.Kind)
	}
	if err != nil {
		if e, ok := err.(*desk.Error); !ok || e.Code == desk.CodeInternal || e.Message == "" {
			t.Fatalf("%s: unusable refusal %v", ev.Kind, err)
		}
		return
	}
	if out.New {
		n := newHouse().s
		n.Channel, n.StartedAt = before.Channel, h.now
		h.s = n
		outside1(t, h, ev)
		return
	}
	h.s = out.State
	s, f := h.s, h.s.Facts
	fail := func(what string) { t.Fatalf("%s: %s\nbefore: %s\nafter: %s", ev.Kind, what, show(before), show(s)) }
	barred := h.watched || f.ThreadOwner != ""
	kinds := 0
	for _, is := range []bool{len(out.Write) > 0, out.Rearm != nil, out.Unchanged} {
		if is {
			kinds++
		}
	}
	_, runs := h.timer(desk.TimerLeaving)
	switch {
	case kinds != 1:
		fail("an outcome changes with entries, or rearms, or is unchanged")
	case len(out.Write) == 0 && f != before.Facts:
		fail("facts changed without an entry")
	case s.LastSeq != before.LastSeq+int64(len(out.Write)):
		fail("entries are not counted")
	case s.Situation() == desk.SituationWaiting && !s.Request.Open(), s.Situation() == desk.SituationOutside && s.Request.Open():
		fail("a request that does not fit")
	case s.Status == desk.StatusResolved && (f.Unanswered() || len(s.Timers) > 0 || !f.LeavingAt.IsZero()):
		fail("resolved, and not settled")
	case s.Turn.Open() && (barred || f.UnansweredSeq == 0 || s.Turn.Epoch != s.Epoch || !f.LeavingAt.IsZero() && s.Turn.OwedAt.After(f.LeavingAt)):
		fail("a turn is owed where none may be")
	case s.Status == desk.StatusOpen && runs != !f.LeavingAt.IsZero():
		fail("the clock of a message left here does not run as it should")
	case before.Controller.AgentID != s.Controller.AgentID && s.Controller.AgentID != "" && barred && ev.Kind != desk.EventAgentReturns:
		fail("an agent came into control where nobody may answer")
	}
	for _, w := range out.Write {
		if m := w.Message; m != nil && barred && !w.Note && m.Author.Kind != desk.AuthorGuest && ev.Kind != desk.EventEcho {
			fail("somebody spoke where nobody may")
		}
	}
	silentOutside(t, h)
}

// silentOutside lets the clocks run: within a bounded time whoever has something unanswered is answered, offered something,
// or has left a ticket.
func silentOutside(t *rapid.T, h *house) {
	s, now := h.s, h.now
	for range 300 {
		if s.Offer.Shown() || !s.Facts.Unanswered() || s.Status == desk.StatusResolved {
			return
		}
		ev, at, ok := next(s, now)
		if !ok {
			break
		}
		if now = at; now.Sub(h.now) > silenceOutside {
			break
		}
		env := h.env()
		env.Now = now
		out, err := desk.Decide(s, ev, env)
		if err != nil {
			t.Fatalf("silence: %s: %v", ev.Kind, err)
		}
		s = out.State
	}
	t.Fatalf("silence: neither answer nor offer after %s\nfrom: %s\nto: %s", now.Sub(h.now), show(h.s), show(s))
}

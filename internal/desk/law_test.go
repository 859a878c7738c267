package desk_test

import (
	"slices"
	"strings"
	"testing"

	"deskbell/internal/desk"
)

// The law as a table: every event in every situation, the refused ones too. A block begins with a situation, a line
// without a tab says what follows, and the lines under it name the events that lead to it, separated by " · ".
// docs/state-machine.md is made from it.
var law = parse(lawAssistant + lawWaiting + lawAgent + lawHandover + lawOutside + lawResolved)

// verdict is one line of the table: what follows, and from which events.
type verdict struct {
	what   string
	events []string
}

func parse(text string) map[string][]verdict {
	blocks := map[string][]verdict{}
	place := ""
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		switch name, isPlace := strings.CutPrefix(line, "# "); {
		case line == "":
		case isPlace:
			place = name
		case line[0] != '\t':
			blocks[place] = append(blocks[place], verdict{what: line})
		default:
			v := &blocks[place][len(blocks[place])-1]
			v.events = append(v.events, strings.Split(strings.TrimSuffix(strings.TrimSpace(line), " ·"), " · ")...)
		}
	}
	return blocks
}

// TestLaw brings every event in every place and compares with the table; a pair that the table does not name, or
// names twice, fails too.
func TestLaw(t *testing.T) {
	t.Parallel()
	pairs := 0
	for _, p := range places {
		t.Run(p.name, func(t *testing.T) {
			want := map[string]string{}
			for _, v := range law[p.name] {
				for _, e := range v.events {
					if want[e] != "" {
						t.Errorf("the table has %q twice", e)
					}
					want[e] = v.what
				}
			}
			for _, ev := range happenings {
				before, after, what, happens := look(t, p, ev)
				if !happens {
					continue
				}
				pairs++
				if want[ev.name] != what {
					t.Errorf("%s:\n got  %s\n want %s", ev.name, what, want[ev.name])
				}
				if strings.HasPrefix(what, "unchanged") && after.Controller != before.Controller {
					t.Errorf("%s: unchanged, from %+v to %+v", ev.name, before.Controller, after.Controller)
				}
				delete(want, ev.name)
			}
			for e := range want {
				t.Errorf("the table names %q, which cannot happen here", e)
			}
		})
	}
	t.Logf("%d pairs", pairs)
}

// TestLawIsWhole checks that every kind of event is in the rules of every situation, so that nothing is refused for
// want of a rule, and that the table brings every kind.
func TestLawIsWhole(t *testing.T) {
	t.Parallel()
	brought := map[desk.EventKind]bool{}
	for _, p := range places {
		for _, ev := range happenings {
			h := newHouse()
			p.to(t, h)
			if e := ev.event(h); e != nil {
				brought[e.Kind] = true
			}
		}
	}
	for _, kind := range eventKinds {
		if !brought[kind] {
			t.Errorf("no row of the table brings %s", kind)
		}
	}
	if len(brought) != len(eventKinds) {
		t.Errorf("%d kinds of event are known to the tests, %d were brought", len(eventKinds), len(brought))
	}
	for name := range law {
		if !slices.ContainsFunc(places, func(p place) bool { return p.name == name }) {
			t.Errorf("the table has a situation %q that no test reaches", name)
		}
	}
}

// look brings one event in one place, freshly reached.
func look(t *testing.T, p place, ev happening) (before, after desk.State, what string, happens bool) {
	t.Helper()
	h := newHouse()
	p.to(t, h)
	if h.s.Situation() != p.with {
		t.Fatalf("%s: the way there ends in %s", p.name, h.s.Situation())
	}
	e := ev.event(h)
	if e == nil {
		return h.s, h.s, "", false
	}
	if e.Kind == desk.EventTimer && h.now.Before(e.Timer.DueAt) {
		h.now = e.Timer.DueAt
	}
	before = h.s
	out, err := desk.Decide(before, *e, h.env())
	after = out.State
	if err != nil {
		after = before
	}
	return before, after, follows(before, out, err), true
}

// eventKinds are all kinds of event.
var eventKinds = []desk.EventKind{
	desk.EventGuestWrites, desk.EventGuestAsks, desk.EventGuestCancels, desk.EventKeepChatting, desk.EventKeepWaiting,
	desk.EventAskMeanwhile, desk.EventFormBegun, desk.EventMessageLeft, desk.EventRating, desk.EventEmergencyFound,
	desk.EventTurnAnswered, desk.EventTurnFailed, desk.EventTakeControl, desk.EventAccept, desk.EventReply,
	desk.EventAnswerAndBack, desk.EventHandBack, desk.EventResolve, desk.EventTakeOver, desk.EventTransfer,
	desk.EventTakeBack, desk.EventPromise, desk.EventCannotNow, desk.EventNote, desk.EventReopen, desk.EventAgentLost,
	desk.EventAgentReturns, desk.EventShiftEnds, desk.EventPromiserGone, desk.EventGuestLeft, desk.EventHoursEnd,
	desk.EventEcho, desk.EventTimer,
}

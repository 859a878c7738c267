package desk_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"deskbell/internal/desk"
)

// outerHappenings are the events that only outside channels know of.
var outerHappenings = []happening{
	{"another app takes the thread", func(h *house) *desk.Event {
		return &desk.Event{Kind: desk.EventThread, Owner: "4711"}
	}},
	{"no other app holds the thread", func(*house) *desk.Event { return &desk.Event{Kind: desk.EventThread} }},
	{"guest writes, only shown to us", func(*house) *desk.Event {
		return &desk.Event{Kind: desk.EventGuestWrites, Message: guestSays("words"), Standby: true}
	}},
	{"guest wrote, in a history", func(*house) *desk.Event {
		return &desk.Event{Kind: desk.EventGuestWrites, Message: guestSays("words"), Old: true}
	}},
	{"guest chooses to leave a message here", func(*house) *desk.Event {
		return &desk.Event{Kind: desk.EventLeaveHere, Pressed: guestSays("Leave a message")}
	}},
	{"guest presses the button Human Chat", func(*house) *desk.Event {
		return &desk.Event{Kind: desk.EventGuestAsks, Pressed: guestSays("Human Chat")}
	}},
	{"guest presses the button Keep chatting", func(*house) *desk.Event {
		return &desk.Event{Kind: desk.EventKeepChatting, Pressed: guestSays("Keep chatting")}
	}},
	{"guest changes an earlier message", func(*house) *desk.Event {
		return &desk.Event{Kind: desk.EventCorrection, Author: desk.AuthorGuest, Correction: &desk.Correction{Of: "e"}, Seq: 1}
	}},
	{"guest takes the last message back", func(h *house) *desk.Event {
		if h.s.Facts.GuestSeq == 0 {
			return nil
		}
		return &desk.Event{Kind: desk.EventCorrection, Author: desk.AuthorGuest, Correction: &desk.Correction{Of: "e", Unsent: true}, Seq: h.s.Facts.GuestSeq}
	}},
	{"guest comes by a link", func(*house) *desk.Event { return &desk.Event{Kind: desk.EventReferral} }},
	{"an answer did not leave any more", func(h *house) *desk.Event {
		if h.s.Facts.GuestSeq == 0 {
			return nil
		}
		return &desk.Event{Kind: desk.EventUnsaid, Seq: h.s.Facts.GuestSeq}
	}},
	turn("the answer cannot be sent any more", true, desk.Event{Kind: desk.EventTurnFailed, Final: true}),
	fires(desk.TimerLeaving),
}

// outerPlaces are states that only outside channels know of.
var outerPlaces = []place{
	{"assistant: leaves a message here, nothing written", desk.SituationAssistant, func(t *testing.T, h *house) {
		nobodyThere(t, h)
		h.must(t, desk.Event{Kind: desk.EventLeaveHere})
	}},
	{"assistant: leaves a message here, written", desk.SituationAssistant, leavingHere},
	{"waiting: leaves a message here, written", desk.SituationWaiting, func(t *testing.T, h *house) {
		ringing(t, h)
		h.must(t, desk.Event{Kind: desk.EventLeaveHere})
		writes(t, h)
	}},
	{"outside: another app holds the thread", desk.SituationOutside, func(t *testing.T, h *house) {
		answered(t, h)
		h.must(t, desk.Event{Kind: desk.EventThread, Owner: "4711"})
	}},
	{"agent A: another app holds the thread", desk.SituationAgent, func(t *testing.T, h *house) {
		anaOwes(t, h)
		h.must(t, desk.Event{Kind: desk.EventThread, Owner: "4711"})
	}},
	{"resolved: another app holds the thread", desk.SituationResolved, func(t *testing.T, h *house) {
		resolvedLately(t, h)
		h.must(t, desk.Event{Kind: desk.EventThread, Owner: "4711"})
	}},
	{"outside: the account is only watched", desk.SituationOutside, func(t *testing.T, h *house) {
		h.watched = true
		writes(t, h)
	}},
}

func leavingHere(t *testing.T, h *house) {
	nobodyThere(t, h)
	h.must(t, desk.Event{Kind: desk.EventLeaveHere})
	h.after(time.Minute)
	writes(t, h)
}

// TestLawOfOutsideChannels brings what only outside channels know of in every place, and everything in the places that only
// they know of. With -update it writes the table anew, to be read.
func TestLawOfOutsideChannels(t *testing.T) {
	t.Parallel()
	table := parse(lawOuter + lawOuterPlaces)
	var b strings.Builder
	usual := 0
	for _, p := range slices.Concat(places, outerPlaces) {
		list := outerHappenings
		if slices.ContainsFunc(outerPlaces, func(o place) bool { return o.name == p.name }) {
			list = slices.Concat(happenings, list)
		} else {
			usual = -1
		}
		if usual < 0 && len(list) > len(outerHappenings) {
			usual = b.Len() // here the places begin that only outside channels know of
		}
		want := map[string]string{}
		for _, v := range table[p.name] {
			for _, e := range v.events {
				want[e] = v.what
			}
		}
		var whats []string
		events := map[string][]string{}
		for _, ev := range list {
			before, after, what, happens := look(t, p, ev)
			if !happens {
				continue
			}
			if want[ev.name] != what && !*update {
				t.Errorf("%s: %s:\n got  %s\n want %s", p.name, ev.name, what, want[ev.name])
			}
			if strings.HasPrefix(what, "unchanged") && after.Controller != before.Controller {
				t.Errorf("%s: %s: unchanged, from %+v to %+v", p.name, ev.name, before.Controller, after.Controller)
			}
			if events[what] == nil {
				whats = append(whats, what)
			}
			events[what] = append(events[what], ev.name)
			delete(want, ev.name)
		}
		for e := range want {
			t.Errorf("%s: the table names %q, which cannot happen here", p.name, e)
		}
		fmt.Fprintf(&b, "# %s\n", p.name)
		for _, what := range whats {
			b.WriteString(what + "\n\t")
			width := 0
			for i, e := range events[what] {
				if i > 0 {
					b.WriteString(" ·")
					if width += len(e); width > 100 {
						b.WriteString("\n\t")
						width = len(e)
					} else {
						b.WriteString(" ")
					}
				}
				b.WriteString(e)
			}
			b.WriteString("\n")
		}
		b.WriteString("\n")
	}
	if *update {
		for name, text := range map[string]string{"lawOuter": b.String()[:usual], "lawOuterPlaces": b.String()[usual:]} {
			file := map[string]string{"lawOuter": "law_outer_table_test.go", "lawOuterPlaces": "law_outer_places_test.go"}[name]
			if err := os.WriteFile(file, []byte("package desk_test\n\nconst "+name+" = `\n"+text+"`\n"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

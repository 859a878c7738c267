package desk_test

import (
	"strings"
	"testing"
	"time"

	"deskbell/internal/desk"
)

// benHas is a conversation that Ben took, later than anybody takes one in places.
func benHas(t *testing.T, h *house) {
	writes(t, h)
	h.after(time.Hour)
	h.must(t, desk.Event{Kind: desk.EventTakeControl, Agent: ben})
	h.must(t, desk.Event{Kind: desk.EventReply, Agent: ben, Epoch: -1, Message: agentSays(ben, "words")})
}

func benTransfers(t *testing.T, h *house) {
	benHas(t, h)
	h.must(t, desk.Event{Kind: desk.EventTransfer, Agent: ben, Target: ana})
}

// partners are the conversations that the table merges, each with each.
var partners = []place{
	{"assistant, a turn is owed", desk.SituationAssistant, turnOwed},
	{"assistant, offer shown", desk.SituationAssistant, expired},
	{"waiting", desk.SituationWaiting, ringingOn},
	{"waiting, promised by P", desk.SituationWaiting, promised},
	{"waiting, emergency", desk.SituationWaiting, inEmergency},
	{"agent A, unanswered", desk.SituationAgent, anaOwes},
	{"agent A, lost, nothing unanswered", desk.SituationAgent, anaLost},
	{"agent B, who took last", desk.SituationAgent, benHas},
	{"agent B, a transfer open", desk.SituationAgent, benTransfers},
	{"outside, unanswered", desk.SituationOutside, outsideOwes},
	{"resolved", desk.SituationResolved, resolvedLately},
}

// mergeOf brings two conversations about, the second after the first, and merges them.
// Some pairs cannot be: who is lost in one of them is lost in the other.
func mergeOf(t *testing.T, older, younger place) (m desk.Merged, ok bool) {
	t.Helper()
	h := newHouse()
	older.to(t, h)
	first := h.s
	second := *h
	second.s = newHouse().s
	second.s.ID, second.s.StartedAt, second.s.Epoch = "younger", h.now, 1
	second.ids += 1000
	younger.to(t, &second)
	second.ids += 1000
	second.s.Timers = second.s.Timers[:len(second.s.Timers):len(second.s.Timers)]
	return desk.Merge(first, second.s, second.env()), second.s.Situation() == younger.with
}

// TestLawOfMerging compares ruling 9 with its table, each with each.
func TestLawOfMerging(t *testing.T) {
	t.Parallel()
	want := map[string]string{}
	for _, v := range parse(lawMerging)["merging"] {
		for _, pair := range v.events {
			if want[pair] != "" {
				t.Errorf("the table has %q twice", pair)
			}
			want[pair] = v.what
		}
	}
	for _, older := range partners {
		for _, younger := range partners {
			pair := older.name + " + " + younger.name
			m, ok := mergeOf(t, older, younger)
			if !ok {
				continue
			}
			if got := mergeWords(m); got != want[pair] {
				t.Errorf("%s:\n got  %s\n want %s", pair, got, want[pair])
			}
			delete(want, pair)
		}
	}
	for pair := range want {
		t.Errorf("the table names %q, which is no pair", pair)
	}
}

func mergeWords(m desk.Merged) string {
	s := m.Outcome.State
	words := []string{"→ " + string(s.Situation())}
	if a := s.Controller.AgentID; a != "" {
		words[0] += " " + letter(a)
	}
	for _, r := range m.Ended.Requests {
		words = append(words, "one request "+string(r.End))
	}
	before := m.Base
	before.Controller, before.Status, before.Epoch = s.Controller, s.Status, s.Epoch
	words = append(words, rowWords(before, s)...)
	if len(m.Ended.Turns) > 0 {
		words = append(words, "the younger's turn withdrawn")
	}
	if len(m.Ended.Offers) > 0 {
		words = append(words, "an offer dismissed")
	}
	if m.Outcome.Alarm {
		words = append(words, "alarm")
	}
	for _, n := range m.Outcome.Notices {
		if n.AgentID == ana || n.AgentID == ben || n.Kind == desk.NoticePromiseVoid {
			words = append(words, letter(n.AgentID)+" is told: "+strings.ReplaceAll(string(n.Kind), "_", " "))
		}
	}
	for _, w := range m.Outcome.Write {
		if w.Line != nil && w.Line.Public {
			words = append(words, "“"+string(w.Line.Code)+"”")
		}
	}
	return strings.Join(words, ", ")
}

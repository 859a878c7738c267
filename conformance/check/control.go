package check

import (
	"time"

	"deskbell/conformance/drive"
)

// slack is how far the time on an entry may lie from that of the machine that recorded: it is cut to milliseconds, and
// nodes keep the database's.
const slack = 250 * time.Millisecond

// turn is one step of the control over a conversation, and how it stood after it.
type turn struct {
	entry      drive.Entry
	controller string
	agent      string
	resolved   bool
}

// Who may answer the guest.
const (
	assistant = "assistant"
	waiting   = "waiting"
	agent     = "agent"
	outside   = "outside"
)

// next is what a change of control leads to under the one before it; ok is false where the law knows no such change.
// took says that an agent's message stands right before it.
func next(from turn, e drive.Entry, took, transferring bool) (to turn, ok bool) {
	to = turn{entry: e, controller: from.controller, agent: from.agent, resolved: from.resolved}
	give := func(controller, to2 string) { to.controller, to.agent = controller, to2 }
	who := e.Params["agent_id"]
	if from.resolved != (e.Code == "reopened") && from.resolved {
		return to, false
	}
	switch e.Code {
	case "reopened":
		give(assistant, "")
		to.resolved = false
		return to, from.resolved
	case "resolved":
		give(assistant, "")
		to.resolved = true
		return to, true
	case "joined":
		give(agent, who)
		switch {
		case who == "":
			return to, false
		case from.controller != agent:
			return to, true
		}
		// From one agent to another only by a transfer, or by taking over.
		return to, who != from.agent && (transferring || e.Params["reason"] == "took_over")
	case "back":
		give(agent, who)
		return to, from.controller == waiting && who != ""
	case "handed_back":
		give(assistant, "")
		if from.controller == agent {
			return to, who == from.agent || e.Params["reason"] == "shift"
		}
		return to, took // answered and handed back in one
	case "assistant_back":
		give(assistant, "")
		return to, from.controller == waiting || from.controller == outside
	case "nobody_free":
		give(assistant, "")
		return to, from.controller == waiting || from.controller == agent
	case "waiting", "emergency":
		give(waiting, "")
		return to, from.controller == assistant || from.controller == outside
	case "relieved", "lost", "meanwhile":
		give(waiting, "")
		return to, from.controller == agent
	case "outside":
		give(outside, "")
		return to, from.controller != outside
	}
	return to, false
}

// controlled walks a thread through its changes of control: each must follow from the one before it, whoever speaks
// must have it at that moment, and every request ends once.
func (c *checker) controlled(t *thread) {
	now := turn{controller: assistant}
	t.turns = []turn{now}
	questions, answers, transferring := 0, 0, false
	for i, e := range t.Desk {
		switch {
		case e.Kind == "control" || e.Code == "reopened":
			var before drive.Entry
			if i > 0 {
				before = t.Desk[i-1]
			}
			took := before.Kind == "message" && before.Author.Kind == "agent" && before.Author.ID == e.Params["agent_id"]
			to, ok := next(now, e, took, transferring)
			if !ok {
				rule := Voices
				if now.controller == waiting || to.controller == waiting {
					rule = Request
				}
				c.bad(rule, t.Conversation, "%q (%d) cannot follow under %s %s", e.Code, e.Seq, now.controller, now.agent)
			}
			if to.controller != now.controller || to.agent != now.agent || to.resolved {
				transferring = false // whatever was on its way ended with it
			}
			now = to
			t.turns = append(t.turns, now)
		case e.Code == "transferred", e.Code == "shift_ended" && now.controller == agent && e.Params["agent_id"] == now.agent:
			if e.Code == "transferred" && (transferring || now.controller != agent) {
				c.bad(Request, t.Conversation, "a transfer (%d) under %s, while one is open: %t", e.Seq, now.controller, transferring)
			}
			transferring = true
		case e.Code == "transfer_ended":
			if !transferring {
				c.bad(Request, t.Conversation, "a transfer ended (%d) that was not on its way", e.Seq)
			}
			transferring = false
		case e.Kind != "message":
		case e.Author.Kind == "guest":
			questions++
		case e.Author.Kind == "assistant":
			if answers++; answers > questions {
				c.bad(Stale, t.Conversation, "answer %d (%d) to %d messages", answers, e.Seq, questions)
			}
			if now.resolved || now.controller != assistant && now.controller != waiting {
				c.bad(Stale, t.Conversation, "the assistant writes %d under %s %s, resolved %t", e.Seq, now.controller, now.agent, now.resolved)
			}
		case e.Author.Kind == "agent":
			if now.controller == agent && now.agent == e.Author.ID {
				break
			}
			if after := t.at(e.Seq + 1); after == nil || after.Code != "handed_back" || after.Params["agent_id"] != e.Author.ID {
				c.bad(Voices, t.Conversation, "%s writes %d under %s %s", e.Author.Name, e.Seq, now.controller, now.agent)
			}
		}
	}
	open := t.View.Request.State == "ringing" || t.View.Request.State == "promised"
	if want := now.controller == waiting || transferring; open != want {
		c.bad(Request, t.Conversation, "it ends under %s %s (a transfer open: %t), and its request is %q", now.controller, now.agent, transferring, t.View.Request.State)
	}
}

// standing is how control stood after an entry.
func (t *thread) standing(seq int64) turn {
	at := t.turns[0]
	for _, n := range t.turns[1:] {
		if n.entry.Seq > seq {
			break
		}
		at = n
	}
	return at
}

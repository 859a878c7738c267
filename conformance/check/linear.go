package check

import (
	"math"
	"slices"
	"time"

	"github.com/anishathalye/porcupine"

	"deskbell/conformance/history"
)

// linearized holds that there is one order of everything that happened to the control of a conversation which explains
// every answer about it: who was told to have it had it at a moment between the question and the answer, and who was
// told that somebody else has it lost to exactly that person.
//
// The model is a place in the thread's list of changes of control: what an operation changed must be the next change
// in it, and what an answer tells must be how it stood at that place. What happens by itself (a wait that is over, an
// agent who is lost, a wish in a guest's words) is a step of nobody, which takes effect between the time on its entry
// and the first answer or frame that knows of it.
func (c *checker) linearized(t *thread) {
	m := model{t: t}
	begun := begin(c.h)
	since := func(at time.Time) int64 { return int64(at.Sub(begun)) }
	const never = math.MaxInt64
	var events []porcupine.Operation
	client := 0
	add := func(s step, call, done int64) {
		if call > done {
			call = done // the clocks of entries and of the recording may differ by the slack
		}
		events = append(events, porcupine.Operation{ClientId: client, Input: s, Call: call, Output: nil, Return: done})
		client++
	}
	// known is when the first answer or frame knew of a change.
	var views []history.View
	for _, v := range c.h.Views {
		if v.Conversation == t.Conversation && !t.after(v) {
			views = append(views, v)
		}
	}
	known := func(n turn) int64 {
		first := int64(never)
		for _, v := range views {
			if v.LastSeq >= n.entry.Seq {
				first = min(first, since(v.Returned))
			}
		}
		return first
	}
	for _, o := range c.ops[t.Conversation] {
		switch {
		case o.Foreign, o.Do == history.Note:
		case o.Outcome == history.OK && (m.could(o) || m.tells(o)):
			add(step{op: o, again: again(c.ops[t.Conversation], o)}, since(o.Invoked), since(o.Returned))
		case o.Outcome == history.Failed && o.Code == "taken" && o.By != "":
			add(step{op: o}, since(o.Invoked), since(o.Returned))
		case o.Outcome == history.Unknown && m.could(o):
			// If it did anything, it did the last thing that it explains at the latest.
			latest := since(o.Returned)
			for _, n := range t.turns[1:] {
				if explains(o, n) {
					latest = max(latest, known(n))
				}
			}
			add(step{op: o}, since(o.Invoked), latest)
		}
	}
	for _, v := range views {
		if !v.Invoked.IsZero() {
			add(step{view: &v}, since(v.Invoked), since(v.Returned))
		}
	}
	for i, n := range t.turns[1:] {
		j := i + 1
		if pressed(n) {
			if !slices.ContainsFunc(c.ops[t.Conversation], func(o *history.Op) bool { return explains(o, n) }) {
				c.bad(Voices, t.Conversation, "%q (%d) of %s, who had pressed nothing", n.entry.Code, n.entry.Seq, n.agent)
			}
			continue
		}
		add(step{by: j}, since(n.entry.At.Add(-slack)), known(n))
	}
	switch porcupine.CheckOperationsTimeout(m.porcupine(), events, within) {
	case porcupine.Illegal:
		c.bad(Linearized, t.Conversation, "no order of %d operations and answers explains what was told about its control", len(events))
	case porcupine.Unknown:
		c.bad(Linearized, t.Conversation, "no verdict over %d operations and answers within %s", len(events), within)
	}
}

// givenUp is how long a server may still be at work on what its client gave up.
const givenUp = 10 * time.Second

// within bounds the search for an order.
const within = 30 * time.Second

func begin(h *history.History) time.Time {
	if len(h.Ops) == 0 {
		return time.Now()
	}
	return h.Ops[0].Invoked.Add(-time.Hour)
}

// again reports whether an operation repeats one, under the same id, of which nobody knows what became: where the first
// was stored, its success tells of back then and changes nothing.
func again(ops []*history.Op, o *history.Op) bool {
	return o.ClientID != "" && slices.ContainsFunc(ops, func(e *history.Op) bool {
		return e.Client == o.Client && e.ClientID == o.ClientID && e.Outcome == history.Unknown && e.Invoked.Before(o.Invoked)
	})
}

// step is one thing that happened: an operation, an answer that told how it stands, or a change by itself.
type step struct {
	op    *history.Op
	again bool // it may be the answer to an earlier attempt
	view  *history.View
	by    int // the place that is reached by itself
}

// pressed reports whether a change of control is always somebody's operation.
func pressed(n turn) bool {
	return n.entry.Code == "joined" || n.entry.Code == "handed_back" && n.entry.Params["reason"] != "shift"
}

// explains reports whether an operation may be what made a change of control.
func explains(o *history.Op, n turn) bool {
	until := o.Returned.Add(slack)
	if o.Outcome == history.Unknown {
		until = o.Returned.Add(givenUp)
	}
	if o.Outcome == history.Failed || o.Invoked.Add(-slack).After(n.entry.At) || until.Before(n.entry.At) {
		return false
	}
	who := n.entry.Params["agent_id"]
	switch n.entry.Code {
	case "joined":
		return o.Person == who && slices.Contains([]string{history.Take, history.Accept, history.Reply, history.TakeOver}, o.Do)
	case "handed_back":
		return o.Person == who && (o.Do == history.HandBack || o.Do == history.AnswerAndBack)
	case "resolved":
		return o.Do == history.Resolve
	case "assistant_back":
		return o.Do == history.Cancel || o.Do == history.Offer
	case "waiting", "meanwhile":
		return o.Do == history.Ask || o.Do == history.Offer
	case "reopened":
		return true
	}
	return false
}

// model answers what may follow from a step at a place in the thread's changes of control.
type model struct{ t *thread }

// could reports whether an operation may have made any change of the thread.
func (m model) could(o *history.Op) bool {
	return slices.ContainsFunc(m.t.turns[1:], func(n turn) bool { return explains(o, n) })
}

// tells reports whether the success of an operation says who had the conversation, also where it changed nothing.
func (m model) tells(o *history.Op) bool {
	switch o.Do {
	case history.Send, history.Leave, history.Ask, history.Offer:
		return false
	}
	return true
}

func (m model) porcupine() porcupine.Model {
	n := porcupine.NondeterministicModel{
		Init: func() []any { return []any{0} },
		Step: func(state, input, _ any) []any {
			var to []any
			for _, k := range m.step(state.(int), input.(step)) {
				to = append(to, k)
			}
			return to
		},
	}
	return n.ToModel()
}

func (m model) step(k int, s step) []int {
	now := m.t.turns[k]
	switch {
	case s.by > 0:
		if k >= s.by-1 {
			return []int{max(k, s.by)}
		}
		return nil
	case s.view != nil:
		if s.view.Controller == now.controller && (s.view.Agent == "" || s.view.Agent == now.agent) && (s.view.Status == "resolved") == now.resolved {
			return []int{k}
		}
		return nil
	case s.op.Outcome == history.Failed:
		if now.controller == agent && now.agent == s.op.By && now.agent != s.op.Person {
			return []int{k}
		}
		return nil
	}
	to := m.succeeded(k, now, s.op)
	if (s.again || s.op.Outcome == history.Unknown) && !slices.Contains(to, k) {
		to = append(to, k)
	}
	return to
}

// succeeded is where an operation that succeeded may lead.
func (m model) succeeded(k int, now turn, o *history.Op) []int {
	var to []int
	from := k
	if now.resolved {
		from = m.follow(k, "reopened", "")
	}
	reach := func(place int) {
		if place >= 0 {
			to = append(to, place)
		}
	}
	mine := now.controller == agent && now.agent == o.Person
	switch o.Do {
	case history.Take, history.Accept, history.Reply, history.TakeOver:
		if mine {
			return []int{k}
		}
		reach(m.follow(from, "joined", o.Person))
	case history.AnswerAndBack:
		reach(m.follow(from, "handed_back", o.Person))
	case history.HandBack:
		if now.controller == assistant {
			return []int{k}
		}
		if mine {
			reach(m.follow(k, "handed_back", o.Person))
		}
	case history.Resolve:
		if now.resolved {
			return []int{k}
		}
		reach(m.follow(k, "resolved", ""))
	case history.Cancel:
		if now.controller != waiting {
			return []int{k}
		}
		reach(m.follow(k, "assistant_back", ""))
	case history.Transfer, history.TakeBack:
		if mine {
			return []int{k}
		}
	case history.Ask, history.Offer, history.Send, history.Leave:
		reach(k)
		if from != k {
			reach(from)
		}
		if o.Do == history.Ask || o.Do == history.Offer {
			reach(m.follow(from, "waiting", ""))
			reach(m.follow(k, "meanwhile", ""))
			reach(m.follow(k, "assistant_back", ""))
		}
	default:
		reach(k)
	}
	return to
}

// follow is the next place, if the change that leads there is of that code and person; -1 if not, or from nowhere.
func (m model) follow(k int, code, person string) int {
	if k < 0 || k+1 >= len(m.t.turns) {
		return -1
	}
	e := m.t.turns[k+1].entry
	if e.Code != code || person != "" && e.Params["agent_id"] != person {
		return -1
	}
	return k + 1
}

package check_test

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"deskbell/conformance/check"
	"deskbell/conformance/drive"
	"deskbell/conformance/history"
)

var day = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// at is a moment so many milliseconds into the history.
func at(ms int) time.Time { return day.Add(time.Duration(ms) * time.Millisecond) }

func entry(seq int64, ms int, kind, author, id, text string) drive.Entry {
	e := drive.Entry{Seq: seq, Prev: seq - 1, ID: "e" + text, Kind: kind, Text: text, At: at(ms), Author: drive.Author{Kind: author, ID: id}}
	if author == "guest" || author == "agent" {
		e.ClientID = text
	}
	return e
}

func control(seq int64, ms int, code, who string) drive.Entry {
	e := entry(seq, ms, "control", "system", "", code)
	e.ID, e.Code, e.Params = code+time.Duration(seq).String(), code, map[string]string{}
	if who != "" {
		e.Params["agent_id"] = who
	}
	return e
}

func op(do, who string, from, to int) *history.Op {
	o := &history.Op{Do: do, Client: who, Conversation: "c", Invoked: at(from), Returned: at(to), Outcome: history.OK, Status: 201}
	if who == "guest" {
		o.Guest, o.Contact = true, "guest"
	} else {
		o.Person = who
	}
	return o
}

func wrote(do, who, text string, seq int64, from, to int) *history.Op {
	o := op(do, who, from, to)
	o.ClientID, o.Text, o.Seq, o.Entry = text, text, seq, "e"+text
	return o
}

func lost(o *history.Op, status int, code, by string) *history.Op {
	o.Outcome, o.Status, o.Code, o.By, o.Seq, o.Entry = history.Failed, status, code, by, 0, ""
	return o
}

func view(reader string, from, to int, controller, who string, epoch, seq int64, r history.Request) history.View {
	return history.View{Reader: reader, Guest: reader == "guest", Conversation: "c", Invoked: at(from), Returned: at(to), Status: "open", Controller: controller,
		Agent: who, Epoch: epoch, LastSeq: seq, Request: r}
}

// good is a history in which everything went well: a guest writes and is answered, asks for a person, Ana accepts a
// moment before Ben, writes, and hands back; the guest leaves a message.
func good() *history.History {
	desk := []drive.Entry{
		entry(1, 1000, "message", "guest", "guest", "question"),
		entry(2, 1200, "message", "assistant", "", "answer"),
		control(3, 2000, "waiting", ""),
		control(4, 6000, "joined", "ana"),
		entry(5, 7000, "message", "agent", "ana", "hello"),
		entry(6, 7500, "note", "agent", "ana", "a regular"),
		entry(7, 8000, "message", "guest", "guest", "thanks"),
		control(8, 9000, "handed_back", "ana"),
		entry(9, 10_000, "message", "guest", "guest", "please call"),
		entry(10, 10_000, "system", "system", "", "your ticket"),
	}
	desk[8].ClientID = "form:please call"
	desk[9].Code, desk[9].Params = "ticket", map[string]string{"ticket": "1042"}
	guest := slices.Delete(slices.Clone(desk), 5, 6)
	guest[5].Prev = 5
	ringing, ended := history.Request{ID: "r", Kind: "person", State: "ringing"}, history.Request{ID: "r", Kind: "person", State: "ended", End: "accepted"}
	left := wrote(history.Leave, "guest", "please call", 0, 9950, 10_050)
	left.Ticket = 1042
	h := &history.History{
		Ops: []*history.Op{
			wrote(history.Send, "guest", "question", 1, 950, 1050),
			op(history.Ask, "guest", 1950, 2050),
			op(history.Accept, "ana", 5900, 6100),
			lost(op(history.Accept, "ben", 5900, 6150), 409, "taken", "ana"),
			wrote(history.Reply, "ana", "hello", 5, 6950, 7050),
			wrote(history.Note, "ana", "a regular", 6, 7450, 7550),
			wrote(history.Send, "guest", "thanks", 7, 7950, 8050),
			op(history.HandBack, "ana", 8950, 9050),
			left,
		},
		Views: []history.View{
			view("guest", 1100, 1150, "assistant", "", 0, 1, history.Request{}),
			view("ben", 2100, 2200, "waiting", "", 2, 3, ringing),
			view("ben", 6200, 6300, "agent", "ana", 3, 4, ended),
			view("ana", 9100, 9200, "assistant", "", 4, 8, ended),
		},
		Threads: []history.Thread{{Conversation: "c", Property: "p", Contact: "guest", Desk: desk, Guest: guest, View: view("ana", 11_000, 11_100, "assistant", "", 4, 10, ended)}},
		Tickets: []history.Ticket{{Number: 1042, Property: "p", Conversation: "c", Text: "please call"}},
	}
	for _, who := range []string{"ana", "ben"} {
		h.Readers = append(h.Readers, &history.Reader{Name: who, Person: who, Properties: []string{"p"}, Rings: true, Up: []history.Span{{From: at(0), To: at(20_000)}},
			Shown: map[string][]drive.Entry{"c": slices.Clone(desk)}, Rung: map[string]history.Ring{"r": {At: at(2100), Conversation: "c"}}})
	}
	h.Readers = append(h.Readers, &history.Reader{Name: "guest", Guest: true, Contact: "guest", Shown: map[string][]drive.Entry{"c": slices.Clone(guest)}})
	return h
}

func TestAGoodHistoryIsAccepted(t *testing.T) {
	t.Parallel()
	if vs := check.History(good()); len(vs) > 0 {
		t.Error(check.Summary(vs))
	}
	if n := check.Rings(good()); n != 2 {
		t.Errorf("one request of a property with two agents on duty: %d rings were looked at", n)
	}
}

// Each of these breaks a good history in one way, and must be refused by the rule that is named.
func TestBrokenHistoriesAreRefused(t *testing.T) {
	t.Parallel()
	thread := func(h *history.History) *history.Thread { return &h.Threads[0] }
	// without takes entries away as a store would that lost them: what is left is numbered anew.
	renumber := func(es []drive.Entry) {
		for i := range es {
			es[i].Seq, es[i].Prev = int64(i+1), int64(i)
		}
	}
	// instead puts another entry where one stands, for everybody.
	instead := func(h *history.History, seq int64, e drive.Entry) {
		lists := [][]drive.Entry{thread(h).Desk, thread(h).Guest}
		for _, r := range h.Readers {
			lists = append(lists, r.Shown["c"])
		}
		for _, list := range lists {
			for i := range list {
				if list[i].Seq == seq {
					e.Seq, e.Prev, e.At = seq, list[i].Prev, list[i].At
					list[i] = e
				}
			}
		}
	}
	for name, c := range map[string]struct {
		rule  check.Rule
		spoil func(h *history.History)
	}{
		"an entry that was told of is gone": {check.Lost, func(h *history.History) {
			h.Views = append(h.Views, view("ben", 10_100, 10_200, "assistant", "", 4, 11, history.Request{}))
		}},
		"an acknowledged message is gone": {check.Lost, func(h *history.History) {
			d := slices.Delete(thread(h).Desk, 6, 7)
			renumber(d)
			thread(h).Desk = d
		}},
		"an acknowledged message says something else": {check.Lost, func(h *history.History) { instead(h, 7, entry(7, 0, "message", "guest", "guest", "other")) }},
		"a whole conversation is gone":                {check.Lost, func(h *history.History) { h.Threads = nil }},
		"a message is there twice": {check.Doubled, func(h *history.History) {
			e := entry(11, 10_100, "message", "guest", "guest", "thanks")
			thread(h).Desk = append(thread(h).Desk, e)
		}},
		"a refused message is there": {check.Doubled, func(h *history.History) { lost(h.Ops[6], 422, "invalid", "") }},
		"a message that nobody wrote": {check.Doubled, func(h *history.History) {
			thread(h).Desk = append(thread(h).Desk, entry(11, 10_100, "message", "guest", "guest", "ghost"))
		}},
		"a gap in the desk's order":    {check.Order, func(h *history.History) { thread(h).Desk = slices.Delete(thread(h).Desk, 1, 2) }},
		"a gap in the guest's links":   {check.Order, func(h *history.History) { thread(h).Guest[5].Prev = 6 }},
		"guest and desk read another":  {check.Order, func(h *history.History) { thread(h).Guest[1].Text = "another answer" }},
		"a page shows another order":   {check.Order, func(h *history.History) { s := h.Readers[0].Shown["c"]; s[1], s[2] = s[2], s[1] }},
		"a page shows an entry twice":  {check.Order, func(h *history.History) { r := h.Readers[2]; r.Shown["c"] = append(r.Shown["c"], r.Shown["c"][7]) }},
		"a later write stands earlier": {check.Order, func(h *history.History) { h.Ops[4].Invoked, h.Ops[4].Returned = at(8100), at(8200) }},
		"two agents have it at once": {check.Voices, func(h *history.History) {
			instead(h, 5, control(5, 0, "joined", "ben"))
			lost(h.Ops[4], 409, "taken", "ben")
			h.Ops[3] = op(history.Accept, "ben", 6900, 7100)
		}},
		"somebody writes who does not have it": {check.Voices, func(h *history.History) {
			instead(h, 5, entry(5, 0, "message", "agent", "ben", "hello"))
			h.Ops[4] = wrote(history.Reply, "ben", "hello", 5, 6950, 7050)
		}},
		"a change of control that nobody pressed": {check.Voices, func(h *history.History) { h.Ops = slices.Delete(h.Ops, 2, 3) }},
		"an answer told another controller":       {check.Voices, func(h *history.History) { h.Views[2].Agent = "ben" }},
		"one version has two epochs":              {check.Voices, func(h *history.History) { v := h.Views[2]; v.Epoch = 2; h.Views = append(h.Views, v) }},
		"the assistant speaks after Take Control": {check.Stale, func(h *history.History) { instead(h, 6, entry(6, 0, "message", "assistant", "", "late")) }},
		"the assistant answers one message twice": {check.Stale, func(h *history.History) {
			instead(h, 2, entry(2, 0, "message", "assistant", "", "again"))
			instead(h, 9, entry(9, 0, "message", "assistant", "", "and again"))
			instead(h, 10, entry(10, 0, "message", "assistant", "", "once more"))
			thread(h).Desk = append(thread(h).Desk, entry(11, 10_100, "message", "assistant", "", "and again"))
		}},
		"the epoch goes backward": {check.Backward, func(h *history.History) { h.Views[3].Epoch = 1 }},
		"a later answer knows less": {check.Backward, func(h *history.History) {
			v := h.Views[1]
			v.Invoked, v.Returned = at(6400), at(6500)
			h.Views = append(h.Views, v)
		}},
		"a read mark goes backward": {check.Backward, func(h *history.History) {
			a, b := h.Views[0], h.Views[0]
			a.Read, b.Invoked, b.Returned = 1, at(1160), at(1180)
			h.Views[0] = a
			h.Views = append(h.Views, b)
		}},
		"a request ends twice": {check.Request, func(h *history.History) { h.Views[3].Request.End = "expired" }},
		"a request comes back": {check.Request, func(h *history.History) { h.Views[3].Request = history.Request{ID: "r", State: "ringing"} }},
		"a request never ends": {check.Request, func(h *history.History) {
			thread(h).View.Request = history.Request{ID: "r", Kind: "person", State: "ringing"}
		}},
		"a wait that ends in nothing":         {check.Request, func(h *history.History) { instead(h, 4, control(4, 0, "reopened", "")) }},
		"a message left is not in the thread": {check.Lost, func(h *history.History) { instead(h, 9, entry(9, 0, "note", "agent", "ana", "other")) }},
		"a message left is no ticket":         {check.Tickets, func(h *history.History) { h.Tickets = nil }},
		"a message left is two tickets": {check.Tickets, func(h *history.History) {
			h.Tickets = append(h.Tickets, history.Ticket{Number: 1043, Property: "p", Conversation: "c", Text: "please call"})
		}},
		"one form is told two numbers": {check.Tickets, func(h *history.History) { o := *h.Ops[8]; o.Ticket = 1043; h.Ops = append(h.Ops, &o) }},
		"a request does not ring":      {check.Unrung, func(h *history.History) { delete(h.Readers[1].Rung, "r") }},
		"a request rings too late":     {check.Unrung, func(h *history.History) { h.Readers[1].Rung["r"] = history.Ring{At: at(4900), Conversation: "c"} }},
		"another property is shown it": {check.Foreign, func(h *history.History) { h.Readers[1].Properties = []string{"q"} }},
		"another guest is shown it":    {check.Foreign, func(h *history.History) { h.Readers[2].Contact = "other" }},
		"what is another's is changed": {check.Foreign, func(h *history.History) {
			o := op(history.Resolve, "eve", 500, 600)
			o.Foreign = true
			h.Ops = append(h.Ops, o)
		}},
		"a guest reads a note": {check.Foreign, func(h *history.History) {
			g := slices.Insert(thread(h).Guest, 5, thread(h).Desk[5])
			g[6].Prev = 6
			thread(h).Guest = g
		}},
		"a page misses an entry":   {check.Apart, func(h *history.History) { r := h.Readers[0]; r.Shown["c"] = r.Shown["c"][:8] }},
		"a page shows what is not": {check.Apart, func(h *history.History) { h.Readers[0].Shown["c"][4].Text = "draft" }},
		"two are told to have won": {check.Linearized, func(h *history.History) {
			o := h.Ops[3]
			o.Outcome, o.Code, o.By = history.OK, "", ""
		}},
		"who lost is told another winner": {check.Linearized, func(h *history.History) { h.Ops[3].By = "cleo" }},
		"an answer from before the change": {check.Linearized, func(h *history.History) {
			v := view("guest", 6500, 6600, "waiting", "", 0, 4, history.Request{})
			h.Views = append(h.Views, v)
		}},
		"a hand back that was acknowledged and is not": {check.Linearized, func(h *history.History) {
			h.Ops = append(h.Ops, op(history.HandBack, "ana", 6500, 6600))
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := good()
			c.spoil(h)
			vs := check.History(h)
			if !slices.ContainsFunc(vs, func(v check.Violation) bool { return v.Rule == c.rule }) {
				t.Errorf("not refused as %s; found:\n%s", c.rule, check.Summary(vs))
			}
		})
	}
}

// What nobody knows is no violation either way: a message without an answer may be there or not, once.
func TestUnknownOutcomes(t *testing.T) {
	t.Parallel()
	unknown := func(o *history.Op) *history.Op {
		o.Outcome, o.Seq, o.Entry, o.Status = history.Unknown, 0, "", 0
		return o
	}
	for name, change := range map[string]func(h *history.History){
		"stored": func(h *history.History) { unknown(h.Ops[6]) },
		"not stored": func(h *history.History) {
			h.Ops = append(h.Ops, unknown(wrote(history.Send, "guest", "gone", 0, 9000, 9900)))
		},
		"took control":    func(h *history.History) { unknown(h.Ops[2]) },
		"did not take it": func(h *history.History) { h.Ops = append(h.Ops, unknown(op(history.Take, "cleo", 5000, 5900))) },
		"sent again": func(h *history.History) {
			o := *h.Ops[6]
			h.Ops = append([]*history.Op{unknown(&o)}, h.Ops...)
			h.Ops[7].Status = 200
		},
		"a change after the threads were read": func(h *history.History) {
			h.Views = append(h.Views, view("ben", 11_150, 11_200, "waiting", "", 6, 11, history.Request{}))
		},
		"a reply sent again when she had handed back": func(h *history.History) {
			o := *h.Ops[4]
			o.Invoked, o.Returned = at(9200), at(9300)
			unknown(h.Ops[4])
			h.Ops = append(h.Ops, &o)
		},
		"handed back":       func(h *history.History) { unknown(h.Ops[7]) },
		"left, answer lost": func(h *history.History) { o := unknown(h.Ops[8]); o.Ticket = 0 },
		"a ring in an outage": func(h *history.History) {
			delete(h.Readers[1].Rung, "r")
			h.Faults = []history.Span{{From: at(1500), To: at(2500)}}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := good()
			change(h)
			if vs := check.History(h); len(vs) > 0 {
				t.Error(check.Summary(vs))
			}
		})
	}
}

// A history that was kept is the same history.
func TestKept(t *testing.T) {
	t.Parallel()
	if err := good().Write(filepath.Join(t.TempDir(), "history.json")); err != nil {
		t.Fatal(err)
	}
}

package check

import (
	"slices"
	"time"

	"deskbell/conformance/drive"
	"deskbell/conformance/history"
)

// viewed holds every answer and frame that told how a conversation stood against its thread, and that nothing that was
// told once was told otherwise later.
func (c *checker) viewed() {
	type seen struct {
		epoch   int64
		request history.Request
	}
	bySeq := map[string]map[int64]seen{}
	ended := map[string]map[string]string{} // the end of each request
	for _, v := range c.h.Views {
		t := c.threads[v.Conversation]
		if t == nil {
			if v.Conversation != "" {
				c.bad(Lost, v.Conversation, "%s was shown it at %d, and it is not there", v.Reader, v.LastSeq)
			}
			continue
		}
		if t.after(v) {
			continue
		}
		if v.LastSeq > int64(len(t.Desk)) {
			c.bad(Lost, v.Conversation, "%s was told of %d, and the thread ends at %d", v.Reader, v.LastSeq, len(t.Desk))
		}
		if !c.stands(t, v) {
			c.bad(Voices, v.Conversation, "%s was told %s %s (%s) at %d, the thread says %s %s", v.Reader, v.Controller, v.Agent, v.Status, v.LastSeq,
				t.standing(v.LastSeq).controller, t.standing(v.LastSeq).agent)
		}
		if v.Guest {
			continue
		}
		if bySeq[v.Conversation] == nil {
			bySeq[v.Conversation], ended[v.Conversation] = map[int64]seen{}, map[string]string{}
		}
		if before, ok := bySeq[v.Conversation][v.LastSeq]; ok && before.epoch != v.Epoch {
			c.bad(Voices, v.Conversation, "at %d the epoch is %d to one and %d to another", v.LastSeq, before.epoch, v.Epoch)
		}
		bySeq[v.Conversation][v.LastSeq] = seen{v.Epoch, v.Request}
		if r := v.Request; r.End != "" {
			if end, ok := ended[v.Conversation][r.ID]; ok && end != r.End {
				c.bad(Request, v.Conversation, "request %s ended as %s and as %s", r.ID, end, r.End)
			}
			ended[v.Conversation][r.ID] = r.End
		}
	}
	for conversation, at := range bySeq {
		seqs := make([]int64, 0, len(at))
		for seq := range at {
			seqs = append(seqs, seq)
		}
		slices.Sort(seqs)
		over := map[string]bool{}
		for i, seq := range seqs {
			if i > 0 && at[seq].epoch < at[seqs[i-1]].epoch {
				c.bad(Backward, conversation, "the epoch is %d at %d, and was %d", at[seq].epoch, seq, at[seqs[i-1]].epoch)
			}
			r := at[seq].request
			if over[r.ID] && r.End == "" {
				c.bad(Request, conversation, "request %s is %s at %d, after it had ended", r.ID, r.State, seq)
			}
			over[r.ID] = r.End != ""
		}
	}
	c.forward()
}

// after reports whether a view tells of what came when the thread had been read: a wait that was over then, say. One that
// was told before is no such, and lost.
func (t *thread) after(v history.View) bool {
	return v.LastSeq > int64(len(t.Desk)) && !v.Returned.Before(t.View.Invoked)
}

// stands reports whether a view tells what the thread says of that moment. A guest does not see all entries, so a
// moment of theirs lasts until the next entry that they see.
func (c *checker) stands(t *thread, v history.View) bool {
	match := func(n turn) bool {
		return n.controller == v.Controller && (v.Agent == "" || n.agent == v.Agent) && (n.resolved == (v.Status == "resolved"))
	}
	if match(t.standing(v.LastSeq)) {
		return true
	}
	if !v.Guest {
		return false
	}
	until := last(t.Desk).Seq
	for _, e := range t.Guest {
		if e.Seq > v.LastSeq {
			until = e.Seq - 1
			break
		}
	}
	return slices.ContainsFunc(t.turns, func(n turn) bool { return n.entry.Seq > v.LastSeq && n.entry.Seq <= until && match(n) })
}

// forward holds that who asks again is never told less: what was reached when one answer came is reached in every
// answer to a later question, whoever asks.
func (c *checker) forward() {
	type of struct {
		conversation string
		guest        bool
	}
	asked := map[of][]history.View{}
	for _, v := range c.h.Views {
		if !v.Invoked.IsZero() && v.Conversation != "" {
			k := of{v.Conversation, v.Guest}
			asked[k] = append(asked[k], v)
		}
	}
	for k, views := range asked {
		byReturn := slices.Clone(views)
		slices.SortFunc(byReturn, func(a, b history.View) int { return a.Returned.Compare(b.Returned) })
		slices.SortFunc(views, func(a, b history.View) int { return a.Invoked.Compare(b.Invoked) })
		var most history.View
		i := 0
		for _, v := range views {
			for ; i < len(byReturn) && byReturn[i].Returned.Before(v.Invoked); i++ {
				b := byReturn[i]
				most.LastSeq, most.Epoch = max(most.LastSeq, b.LastSeq), max(most.Epoch, b.Epoch)
				most.Read, most.Stored = max(most.Read, b.Read), max(most.Stored, b.Stored)
			}
			if v.LastSeq < most.LastSeq || v.Epoch < most.Epoch || v.Read < most.Read || v.Stored < most.Stored {
				c.bad(Backward, k.conversation, "%s is told seq %d, epoch %d, read %d, stored %d after %d, %d, %d, %d were", v.Reader,
					v.LastSeq, v.Epoch, v.Read, v.Stored, most.LastSeq, most.Epoch, most.Read, most.Stored)
			}
		}
	}
}

// read holds what pages show at the end against what a fresh reader is given, and that nobody was shown, or reached,
// what is another's.
func (c *checker) read() {
	for _, o := range c.h.Ops {
		if o.Foreign && o.Outcome == history.OK {
			c.bad(Foreign, o.Conversation, "%s of %s went through", o.Do, o.Client)
		}
	}
	readers := map[string]*history.Reader{}
	for _, r := range c.h.Readers {
		readers[r.Name] = r
		for conversation, shown := range r.Shown {
			t := c.threads[conversation]
			if t == nil {
				c.bad(Apart, conversation, "%s is shown it, and it is not there", r.Name)
				continue
			}
			c.own(r, t)
			fresh := t.Desk
			if r.Guest {
				fresh = t.Guest
			}
			c.equal(r, t, shown, fresh)
		}
		for _, ring := range r.Rung {
			if t := c.threads[ring.Conversation]; t != nil {
				c.own(r, t)
			}
		}
	}
	for _, v := range c.h.Views {
		if r, t := readers[v.Reader], c.threads[v.Conversation]; r != nil && t != nil {
			c.own(r, t)
		}
	}
}

func (c *checker) own(r *history.Reader, t *thread) {
	if r.Guest && t.Contact != r.Contact || !r.Guest && !slices.Contains(r.Properties, t.Property) {
		c.bad(Foreign, t.Conversation, "%s is shown a conversation of another", r.Name)
	}
}

func (c *checker) equal(r *history.Reader, t *thread, shown, fresh []drive.Entry) {
	for i := range shown {
		if i > 0 && shown[i].Seq <= shown[i-1].Seq {
			c.bad(Order, t.Conversation, "%s is shown %d after %d", r.Name, shown[i].Seq, shown[i-1].Seq)
			return
		}
	}
	if len(shown) != len(fresh) {
		c.bad(Apart, t.Conversation, "%s shows %d entries, a fresh reader is given %d", r.Name, len(shown), len(fresh))
		return
	}
	for i := range shown {
		if !same(shown[i], fresh[i]) {
			c.bad(Apart, t.Conversation, "%s shows %d %q in place %d, a fresh reader is given %d %q", r.Name, shown[i].Seq, shown[i].Text, i, fresh[i].Seq, fresh[i].Text)
			return
		}
	}
}

// Within is how soon a request must be seen by everyone eligible (promise 4).
const Within = 2 * time.Second

// rang holds that whoever was on duty before a connected screen saw every request of their properties in time, unless
// it ended before, or something was broken at that moment.
func (c *checker) rang() {
	ids := map[string]map[int64]string{} // the request at a seq
	for _, v := range c.h.Views {
		if v.Request.ID != "" && !v.Guest {
			if ids[v.Conversation] == nil {
				ids[v.Conversation] = map[int64]string{}
			}
			ids[v.Conversation][v.LastSeq] = v.Request.ID
		}
	}
	for _, t := range c.threads {
		for i, n := range t.turns {
			if n.controller != waiting || i == 0 {
				continue
			}
			until := last(t.Desk).Seq
			begun, due := n.entry.At, n.entry.At.Add(Within)
			if i+1 < len(t.turns) {
				until = t.turns[i+1].entry.Seq - 1
				if t.turns[i+1].entry.At.Before(due) {
					continue
				}
			}
			request := ""
			for seq := n.entry.Seq; seq <= until && request == ""; seq++ {
				request = ids[t.Conversation][seq]
			}
			if request == "" || c.broken(begun.Add(-Within), due.Add(slack)) {
				continue
			}
			for _, r := range c.h.Readers {
				if !r.Rings || !slices.Contains(r.Properties, t.Property) || r.Person == n.entry.Params["agent_id"] || !up(r, begun, due) {
					continue
				}
				c.rings++
				if at := r.Rung[request].At; at.IsZero() || at.After(due.Add(slack)) {
					c.bad(Unrung, t.Conversation, "request %s rings since %s, %s saw it %s", request, begun.Format("05.000"), r.Name, when(at))
				}
			}
		}
	}
}

func when(at time.Time) string {
	if at.IsZero() {
		return "never"
	}
	return "at " + at.Format("05.000")
}

func (c *checker) broken(from, to time.Time) bool {
	return slices.ContainsFunc(c.h.Faults, func(s history.Span) bool { return s.From.Before(to) && s.To.After(from) })
}

func up(r *history.Reader, from, to time.Time) bool {
	return slices.ContainsFunc(r.Up, func(s history.Span) bool { return s.From.Before(from) && s.To.After(to) })
}

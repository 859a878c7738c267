package check

import (
	"slices"
	"time"

	"deskbell/conformance/drive"
	"deskbell/conformance/history"
)

// writes reports whether an operation stores a message or note of its own.
func writes(o *history.Op) bool {
	switch o.Do {
	case history.Send, history.Reply, history.AnswerAndBack, history.Note:
		return true
	}
	return false
}

// writer is who writes under which id: what must be stored once.
type writer struct{ who, clientID string }

// formPrefix stands before a form's id on the message that the form became.
const formPrefix = "form:"

func writerOf(o *history.Op) writer {
	switch {
	case o.Do == history.Leave:
		return writer{o.Contact, formPrefix + o.ClientID}
	case o.Guest:
		return writer{o.Contact, o.ClientID}
	}
	return writer{o.Person, o.ClientID}
}

// stored holds that what was acknowledged is there, in its place and as it was written.
func (c *checker) stored() {
	for _, o := range c.h.Ops {
		if o.Outcome != history.OK || !writes(o) {
			continue
		}
		t := c.threads[o.Conversation]
		if t == nil {
			c.bad(Lost, o.Conversation, "%s of %s was acknowledged, and the conversation is not there", o.ClientID, o.Client)
			continue
		}
		e := t.at(o.Seq)
		switch {
		case e == nil:
			c.bad(Lost, o.Conversation, "%s of %s was acknowledged as %d; there are %d entries", o.ClientID, o.Client, o.Seq, len(t.Desk))
		case e.ID != o.Entry || e.ClientID != o.ClientID || e.Text != o.Text:
			c.bad(Lost, o.Conversation, "%s of %s was acknowledged as %d; in its place is %q", o.ClientID, o.Client, o.Seq, e.Text)
		}
	}
}

// once holds that nothing is there twice, that what was refused is not there, and that somebody asked for what is.
func (c *checker) once() {
	type fate struct{ may, acknowledged bool }
	fates := map[writer]fate{}
	for _, o := range c.h.Ops {
		if writes(o) || o.Do == history.Leave {
			f := fates[writerOf(o)]
			f.may = f.may || o.Outcome != history.Failed
			f.acknowledged = f.acknowledged || o.Outcome == history.OK
			fates[writerOf(o)] = f
		}
	}
	seen := map[writer]bool{}
	for _, t := range c.h.Threads {
		for _, e := range t.Desk {
			if e.Kind != "message" && e.Kind != "note" || e.Author.Kind != "guest" && e.Author.Kind != "agent" {
				continue
			}
			w := writer{e.Author.ID, e.ClientID}
			if e.Author.Kind == "guest" {
				w.who = t.Contact
			}
			f, asked := fates[w]
			switch {
			case seen[w]:
				c.bad(Doubled, t.Conversation, "%q is there twice", e.Text)
			case !asked:
				c.bad(Doubled, t.Conversation, "%q is there, and nobody wrote it", e.Text)
			case !f.may:
				c.bad(Doubled, t.Conversation, "%q is there, and was refused", e.Text)
			}
			seen[w] = true
		}
	}
	for _, o := range c.h.Ops {
		if o.Do == history.Leave && o.Outcome == history.OK && !seen[writerOf(o)] {
			c.bad(Lost, o.Conversation, "the message %s of %s was acknowledged, and is not in the thread", o.ClientID, o.Client)
		}
	}
}

// inTime holds that of two writes of which one was acknowledged before the other was asked for, it stands first.
func (c *checker) inTime() {
	for conversation, ops := range c.ops {
		type written struct {
			from, to time.Time
			seq      int64
		}
		var all []written
		repeated := map[writer]bool{}
		for _, o := range ops {
			if writes(o) {
				// An attempt whose answer was lost may have been the one that stored it.
				if o.Outcome == history.OK && o.Status != repeat && !repeated[writerOf(o)] {
					all = append(all, written{o.Invoked, o.Returned, o.Seq})
				}
				repeated[writerOf(o)] = true
			}
		}
		byReturn := slices.Clone(all)
		slices.SortFunc(byReturn, func(a, b written) int { return a.to.Compare(b.to) })
		slices.SortFunc(all, func(a, b written) int { return a.from.Compare(b.from) })
		highest, i := int64(0), 0
		for _, w := range all {
			for ; i < len(byReturn) && byReturn[i].to.Before(w.from); i++ {
				highest = max(highest, byReturn[i].seq)
			}
			if w.seq < highest {
				c.bad(Order, conversation, "%d was written after %d was acknowledged, and stands before it", w.seq, highest)
			}
		}
	}
}

// repeat is the status of a message that was stored before.
const repeat = 200

// left holds that every message left is exactly one ticket.
func (c *checker) left() {
	numbers := map[writer]int64{}
	texts := map[string]writer{}
	may := map[string]bool{}
	for _, o := range c.h.Ops {
		if o.Do != history.Leave {
			continue
		}
		w := writerOf(o)
		texts[o.Text] = w
		may[o.Text] = may[o.Text] || o.Outcome != history.Failed
		if o.Outcome != history.OK {
			continue
		}
		if n, ok := numbers[w]; ok && n != o.Ticket {
			c.bad(Tickets, o.Conversation, "the form %s is ticket %d and ticket %d", o.ClientID, n, o.Ticket)
		}
		numbers[w] = o.Ticket
	}
	found, forms := map[int64]bool{}, map[writer]int64{}
	for _, t := range c.h.Tickets {
		if found[t.Number] {
			c.bad(Tickets, t.Conversation, "there are two of number %d", t.Number)
		}
		found[t.Number] = true
		w, left := texts[t.Text]
		if !left {
			continue // made of the thread of a guest who had gone
		}
		if !may[t.Text] {
			c.bad(Tickets, t.Conversation, "%d is of a form that was refused", t.Number)
		}
		if n, ok := forms[w]; ok {
			c.bad(Tickets, t.Conversation, "the form %s is ticket %d and ticket %d", w.clientID, n, t.Number)
		}
		forms[w] = t.Number
		if n, ok := numbers[w]; ok && n != t.Number {
			c.bad(Tickets, t.Conversation, "the form %s was acknowledged as ticket %d, and is %d", w.clientID, n, t.Number)
		}
	}
	for w, n := range numbers {
		if _, ok := forms[w]; !ok {
			c.bad(Tickets, "", "the form %s was acknowledged as ticket %d, which is not there", w.clientID, n)
		}
	}
	for _, t := range c.threads {
		told := map[string]bool{}
		for _, e := range t.Desk {
			if e.Code == "ticket" {
				if told[e.Params["ticket"]] {
					c.bad(Tickets, t.Conversation, "the thread tells of ticket %s twice", e.Params["ticket"])
				}
				told[e.Params["ticket"]] = true
			}
		}
	}
}

// last is the newest of some entries; the zero one if there is none.
func last(es []drive.Entry) drive.Entry {
	if len(es) == 0 {
		return drive.Entry{}
	}
	return es[len(es)-1]
}

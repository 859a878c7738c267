// Package check looks through a recorded history, away from the installation that made it, for anything that Deskbell
// promises never to happen. It knows the promises and the law of the conversation, and nothing of how they are kept.
package check

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"deskbell/conformance/drive"
	"deskbell/conformance/history"
)

// Rule names what was broken.
type Rule string

// The rules, with the invariants that they hold (I1 to I11), and the promise.
const (
	Lost       Rule = "lost"         // I1: what was acknowledged is not there, or not as it was acknowledged
	Doubled    Rule = "doubled"      // I2: it is there twice, or is there although it was refused, or nobody wrote it
	Order      Rule = "order"        // I3: a gap, another order, or a later write before an earlier one
	Voices     Rule = "voices"       // I4: two have it at once, or somebody speaks who does not have it
	Stale      Rule = "stale answer" // I5: the assistant speaks where it may not, or answers once too often
	Backward   Rule = "backward"     // I6: what was reached is not reached any more
	Request    Rule = "request"      // I7: a request without an end, or with two
	Tickets    Rule = "ticket"       // I8: not exactly one for each message left
	Unrung     Rule = "unrung"       // I9: somebody waits, and who is eligible does not see it within 2 s
	Foreign    Rule = "foreign"      // I10: somebody was shown, or reached, what is another's
	Apart      Rule = "apart"        // I11: a page shows other than what a fresh reader is given
	Linearized Rule = "linearized"   // promise 3: no order of what happened explains what everybody was told about control
)

// Violation is one thing that must never happen.
type Violation struct {
	Rule         Rule
	Conversation string
	Detail       string
}

// String implements fmt.Stringer.
func (v Violation) String() string {
	return fmt.Sprintf("%s, conversation %s: %s", v.Rule, v.Conversation, v.Detail)
}

// History checks a history against every rule.
func History(h *history.History) []Violation { return look(h).found }

// Rings is how many rings the rule Unrung had to look at: each request for each reader who must see it. A history
// without any shows nothing about the bell.
func Rings(h *history.History) int { return look(h).rings }

func look(h *history.History) *checker {
	c := &checker{h: h, ops: map[string][]*history.Op{}, threads: map[string]*thread{}}
	for _, o := range h.Ops {
		c.ops[o.Conversation] = append(c.ops[o.Conversation], o)
	}
	for _, t := range h.Threads {
		if c.threads[t.Conversation] != nil {
			c.bad(Apart, t.Conversation, "found twice")
			continue
		}
		c.threads[t.Conversation] = &thread{Thread: t}
	}
	for _, t := range h.Threads {
		c.numbered(c.threads[t.Conversation])
		c.controlled(c.threads[t.Conversation])
	}
	c.stored()
	c.once()
	c.inTime()
	c.viewed()
	c.read()
	c.left()
	c.rang()
	for _, t := range h.Threads {
		c.linearized(c.threads[t.Conversation])
	}
	slices.SortStableFunc(c.found, func(a, b Violation) int {
		return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Conversation, b.Conversation))
	})
	return c
}

// Summary is the violations for people, the first few of each rule.
func Summary(vs []Violation) string {
	var b strings.Builder
	counts := map[Rule]int{}
	for _, v := range vs {
		if counts[v.Rule]++; counts[v.Rule] <= 5 {
			fmt.Fprintln(&b, v)
		}
	}
	for rule, n := range counts {
		fmt.Fprintf(&b, "%d × %s\n", n, rule)
	}
	return b.String()
}

type checker struct {
	h       *history.History
	ops     map[string][]*history.Op // by conversation, as they were asked for
	threads map[string]*thread
	found   []Violation
	rings   int
}

// thread is one conversation with what follows from its entries.
type thread struct {
	history.Thread
	turns []turn // of control, as they came; the first is how it began
}

func (c *checker) bad(rule Rule, conversation, format string, args ...any) {
	c.found = append(c.found, Violation{rule, conversation, fmt.Sprintf(format, args...)})
}

// numbered holds a thread against the order of entries: rising seqs without gaps for the desk, links without gaps for
// the guest, and the same entries for both.
func (c *checker) numbered(t *thread) {
	for i, e := range t.Desk {
		if e.Seq != int64(i+1) || e.Prev != int64(i) {
			c.bad(Order, t.Conversation, "the desk's entry %d has seq %d after %d", i+1, e.Seq, e.Prev)
			return
		}
		if i > 0 && e.At.Before(t.Desk[i-1].At.Add(-slack)) {
			c.bad(Order, t.Conversation, "entry %d is from %s, the one before it from %s", e.Seq, e.At, t.Desk[i-1].At)
		}
	}
	prev := int64(0)
	for _, e := range t.Guest {
		if e.Prev != prev || e.Seq <= prev {
			c.bad(Order, t.Conversation, "the guest's entry %d names %d as the one before it, which was %d", e.Seq, e.Prev, prev)
			return
		}
		if at := t.at(e.Seq); at == nil || !same(*at, e) {
			c.bad(Order, t.Conversation, "entry %d is not the same to guest and desk", e.Seq)
		}
		if e.Kind == "note" {
			c.bad(Foreign, t.Conversation, "the guest reads the note %d", e.Seq)
		}
		prev = e.Seq
	}
}

// at is the desk's entry of a seq; nil if there is none.
func (t *thread) at(seq int64) *drive.Entry {
	if seq < 1 || seq > int64(len(t.Desk)) {
		return nil
	}
	return &t.Desk[seq-1]
}

func same(a, b drive.Entry) bool {
	return a.ID == b.ID && a.Seq == b.Seq && a.Text == b.Text && a.Kind == b.Kind && a.Code == b.Code
}

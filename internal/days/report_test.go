package days_test

import (
	"maps"
	"slices"
	"strings"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
)

// mustHappen are what a thousand days are worth nothing without.
var mustHappen = []string{
	"guest wrote", "guest asked for a person", "guest asked in words", "guest cancelled", "guest kept chatting", "guest kept waiting",
	"guest asked the assistant meanwhile", "guest left a message", "guest left", "guest sent again", "form begun", "emergency found",
	"request accepted", "request cancelled", "request closed", "request expired", "request became an emergency", "agent told: alarm",
	"promise made", "promise broken", "all said can't now", "transfer accepted", "transfer expired", "transfer taken back", "agent lost", "agent came back",
	"agent relieved", "agent reminded", "shift ended", "shift handed on", "taken over", "answered and handed back", "resolved by quiet", "reopened",
	"nobody available", "outside the hours", "turn failed", "ticket opened", "ticket of a guest who left", "server restarted", "server killed",
	"laptop closed", "late accept refused", "accept refused: taken", "limit reached", "notice skipped", "admins told: unheard",
	"guests merged",
}

// happened counts what a change was, so that it can be shown that everything was there.
func (w *watch) happened(c conversation.Change) {
	b, a := c.Before, c.After
	name := func(is bool, what string) {
		if is {
			w.counts[what]++
		}
	}
	if r := b.Request; r.Open() {
		n := a.Request
		same := n != nil && n.ID == r.ID
		kind := "request"
		if r.Kind == desk.RequestTransfer {
			kind = "transfer"
		}
		name(same && !n.Open(), kind+" "+string(endOf(n)))
		name(same && n.Open() && r.Kind == desk.RequestPerson && n.Kind == desk.RequestEmergency, "request became an emergency")
		name(same && n.Open() && r.Stage == desk.StagePromised && n.Stage == desk.StageRinging && n.Kind == r.Kind, "promise broken")
		name(same && n.Open() && r.Stage == desk.StageRinging && n.Stage == desk.StagePromised, "promise made")
		name(same && n.Open() && r.Kind == desk.RequestTransfer && n.Kind == desk.RequestPerson, "transfer becomes ordinary")
	}
	name(b.Status == desk.StatusResolved && a.Status == desk.StatusOpen, "reopened")
	name(b.Controller.Kind == desk.ControllerAgent && a.Controller.Kind == desk.ControllerAgent && b.Controller != a.Controller, "from agent to agent")
	for _, n := range c.Notices {
		w.counts["agent told: "+string(n.Kind)]++
	}
	for _, e := range c.Entries {
		reason := e.Params[conversation.ParamReason]
		switch e.Code {
		case desk.LineEmergency:
			name(true, "emergency found")
			name(a.Controller.Kind == desk.ControllerAgent, "agent told: alarm")
		case desk.LineLost:
			name(e.Public, "agent lost")
		case desk.LineBack:
			name(e.Public, "agent came back")
		case desk.LineRelieved:
			name(reason == "", "agent relieved")
			name(reason == string(desk.CauseShift), "shift handed on")
		case desk.LineStillWithYou:
			name(true, "agent reminded")
		case desk.LineTicket:
			name(true, "ticket opened")
			name(reason == desk.TicketGuestLeft, "ticket of a guest who left")
		case desk.LineResolved:
			name(reason == "quiet", "resolved by quiet")
		case desk.LineUnavailable:
			name(true, "nobody available")
			name(reason == desk.CauseHours, "outside the hours")
		case desk.LineTurnFailed:
			name(true, "turn failed")
		case desk.LineSkipped:
			name(true, "notice skipped")
		case desk.LineNobodyFree:
			name(slices.ContainsFunc(c.Entries, func(o desk.Entry) bool { return o.Code == desk.LineDeclined }), "all said can't now")
		case desk.LineWaiting:
			name(b.Turn.Open() && !a.Turn.Open() && b.Controller.Kind == desk.ControllerAssistant, "guest asked in words")
		}
	}
}

func endOf(r *desk.Request) desk.RequestEnd {
	if r == nil {
		return ""
	}
	return r.End
}

// add sums what happened on a day up.
func add(into, counts map[string]int) {
	for what, n := range counts {
		into[what] += n
	}
}

// table is what happened, the names in order.
func table(counts map[string]int) []string {
	return slices.Sorted(maps.Keys(counts))
}

// report is what went wrong, with what led to it.
func (w *watch) report() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.failures) == 0 {
		return ""
	}
	trail := w.trail
	// The conversation of the first failure says most.
	if fields := strings.Fields(w.failures[0]); len(fields) > 1 {
		id := strings.TrimSuffix(fields[1], ":")
		if of := slices.DeleteFunc(slices.Clone(trail), func(line string) bool {
			return !strings.Contains(line, id) && !strings.Contains(line, "server") && !strings.Contains(line, "laptop")
		}); len(of) > 5 && w.threads[id] != nil {
			trail = of
		}
	}
	return strings.Join(w.failures, "\n") + "\n--\n" + strings.Join(trail[max(0, len(trail)-80):], "\n")
}

package desk_test

import (
	"fmt"
	"slices"
	"strings"

	"deskbell/internal/desk"
)

// happening is an event as the table tells it apart. nil from event says that it cannot happen in that state.
type happening struct {
	name  string
	event func(h *house) *desk.Event
}

func guestDoes(name string, kind desk.EventKind) happening {
	return happening{name, func(*house) *desk.Event {
		return &desk.Event{Kind: kind, Message: guestSays("words"), FormID: "form"}
	}}
}

// does is an agent's event. In a situation without an agent in control there is no difference between A and B.
func does(who, id, name string, kind desk.EventKind, change ...func(*house, *desk.Event)) happening {
	return happening{who + " " + name, func(h *house) *desk.Event {
		if id != ana && h.s.Controller.Kind != desk.ControllerAgent {
			return nil
		}
		ev := &desk.Event{Kind: kind, Agent: id, Epoch: h.s.Epoch, Message: agentSays(id, "words")}
		if h.s.Request != nil {
			ev.RequestID = h.s.Request.ID
		}
		for _, c := range change {
			c(h, ev)
		}
		return ev
	}}
}

func byAna(name string, kind desk.EventKind, change ...func(*house, *desk.Event)) happening {
	return does("A", ana, name, kind, change...)
}

func byBen(name string, kind desk.EventKind, change ...func(*house, *desk.Event)) happening {
	return does("B", ben, name, kind, change...)
}

func confirmed(_ *house, ev *desk.Event)    { ev.Confirmed = true }
func asAdmin(_ *house, ev *desk.Event)      { ev.Admin = true }
func toEveryone(_ *house, ev *desk.Event)   { ev.Target = "" }
func toBen(_ *house, ev *desk.Event)        { ev.Target = ben }
func stale(h *house, ev *desk.Event)        { ev.Epoch = h.s.Epoch - 1 }
func olderRequest(_ *house, ev *desk.Event) { ev.RequestID = "older" }

// turn is an event about the open turn, or about one that is not owed (any more).
func turn(name string, open bool, ev desk.Event) happening {
	return happening{name, func(h *house) *desk.Event {
		if h.s.Turn.Open() != open {
			return nil
		}
		e := ev
		if h.s.Turn != nil {
			e.TurnID = h.s.Turn.ID
		}
		return &e
	}}
}

// fires is a timer. Where it runs it fires when it is due, else as it would have been armed once.
func fires(kind desk.TimerKind) happening {
	return happening{strings.ReplaceAll(string(kind), "_", " ") + " passes", func(h *house) *desk.Event {
		timer, ok := h.timer(kind)
		if !ok {
			timer = desk.Timer{Kind: kind, For: "something else", DueAt: h.now}
		}
		return &desk.Event{Kind: desk.EventTimer, Timer: timer}
	}}
}

// happenings are all events, with the circumstances of each that the law treats differently.
var happenings = []happening{
	guestDoes("guest writes", desk.EventGuestWrites),
	{"guest writes of an emergency", func(*house) *desk.Event {
		return &desk.Event{Kind: desk.EventGuestWrites, Message: guestSays("fire"), Danger: true}
	}},
	guestDoes("guest asks for a person", desk.EventGuestAsks),
	{"guest asks for a person, nobody available", func(h *house) *desk.Event {
		h.duty = nil
		return &desk.Event{Kind: desk.EventGuestAsks}
	}},
	guestDoes("guest cancels", desk.EventGuestCancels),
	guestDoes("guest presses Keep chatting", desk.EventKeepChatting),
	guestDoes("guest presses Keep waiting", desk.EventKeepWaiting),
	guestDoes("guest asks the assistant meanwhile", desk.EventAskMeanwhile),
	guestDoes("guest begins the form", desk.EventFormBegun),
	guestDoes("guest leaves a message", desk.EventMessageLeft),
	{"guest leaves a message of an emergency", func(*house) *desk.Event {
		return &desk.Event{Kind: desk.EventMessageLeft, Message: guestSays("fire"), FormID: "form", Danger: true}
	}},
	{"guest sends the same form again", func(h *house) *desk.Event {
		if h.s.Facts.FormID == "" {
			return nil
		}
		return &desk.Event{Kind: desk.EventMessageLeft, FormID: h.s.Facts.FormID}
	}},
	guestDoes("guest rates", desk.EventRating),
	guestDoes("guest is gone", desk.EventGuestLeft),
	guestDoes("an emergency is found", desk.EventEmergencyFound),
	turn("the assistant answers", true, desk.Event{Kind: desk.EventTurnAnswered, Message: assistantSays("words")}),
	turn("the assistant reads a wish", true, desk.Event{Kind: desk.EventTurnAnswered, Wish: true}),
	turn("an attempt of the turn fails", true, desk.Event{Kind: desk.EventTurnFailed}),
	turn("a late answer", false, desk.Event{Kind: desk.EventTurnAnswered, Message: assistantSays("words")}),
	turn("a late failure", false, desk.Event{Kind: desk.EventTurnFailed}),
	byAna("takes control", desk.EventTakeControl),
	byBen("takes control", desk.EventTakeControl),
	does("C", cleo, "takes control", desk.EventTakeControl),
	byAna("accepts", desk.EventAccept),
	byBen("accepts", desk.EventAccept),
	does("C", cleo, "accepts", desk.EventAccept),
	byAna("replies", desk.EventReply),
	byAna("replies from a stale screen", desk.EventReply, stale),
	byBen("replies", desk.EventReply),
	byAna("answers and hands back", desk.EventAnswerAndBack),
	byAna("answers and hands back from a stale screen", desk.EventAnswerAndBack, stale),
	byBen("answers and hands back", desk.EventAnswerAndBack),
	byAna("hands back", desk.EventHandBack),
	byBen("hands back", desk.EventHandBack),
	byAna("resolves", desk.EventResolve),
	byAna("resolves, confirmed", desk.EventResolve, confirmed),
	byBen("resolves", desk.EventResolve),
	byBen("(an Admin) resolves, confirmed", desk.EventResolve, asAdmin, confirmed),
	byAna("takes over", desk.EventTakeOver, confirmed),
	byBen("takes over", desk.EventTakeOver),
	byBen("takes over, confirmed", desk.EventTakeOver, confirmed),
	byBen("(an Admin) takes over, confirmed", desk.EventTakeOver, asAdmin, confirmed),
	byAna("transfers to B", desk.EventTransfer, toBen),
	byAna("transfers to everyone", desk.EventTransfer, toEveryone),
	byBen("transfers", desk.EventTransfer, toEveryone),
	byAna("takes the transfer back", desk.EventTakeBack),
	byBen("takes the transfer back", desk.EventTakeBack),
	byAna("promises", desk.EventPromise),
	byAna("promises to an older request", desk.EventPromise, olderRequest),
	byBen("promises", desk.EventPromise),
	byAna("says Can't now", desk.EventCannotNow),
	byAna("says Can't now to an older request", desk.EventCannotNow, olderRequest),
	byBen("says Can't now", desk.EventCannotNow),
	{"P says Can't now", func(h *house) *desk.Event {
		if h.s.Request == nil || h.s.Request.PromisedBy != pia {
			return nil
		}
		return &desk.Event{Kind: desk.EventCannotNow, Agent: pia, RequestID: h.s.Request.ID}
	}},
	{"all who were rung say Can't now", func(h *house) *desk.Event {
		r := h.s.Request
		if !r.Open() || r.Stage == desk.StagePromised {
			return nil
		}
		for _, id := range r.Rung[1:] {
			if err := h.do(desk.Event{Kind: desk.EventCannotNow, Agent: id, RequestID: r.ID}); err != nil {
				return nil
			}
		}
		return &desk.Event{Kind: desk.EventCannotNow, Agent: r.Rung[0], RequestID: r.ID}
	}},
	byAna("writes a note", desk.EventNote),
	byAna("reopens", desk.EventReopen),
	byAna("is lost for 45 s", desk.EventAgentLost),
	byAna("returns", desk.EventAgentReturns, func(h *house, _ *desk.Event) { delete(h.reach, ana) }),
	byAna("ends the shift", desk.EventShiftEnds),
	byAna("is gone, as a promiser", desk.EventPromiserGone),
	{"P is lost, or ends the shift", func(h *house) *desk.Event {
		if h.s.Request == nil || h.s.Request.PromisedBy != pia {
			return nil
		}
		return &desk.Event{Kind: desk.EventPromiserGone, Agent: pia}
	}},
	guestDoes("hours end, the switch goes off, the last agent leaves", desk.EventHoursEnd),
	{"echo", func(*house) *desk.Event {
		return &desk.Event{Kind: desk.EventEcho, Message: agentSays("", "words")}
	}},
	fires(desk.TimerTurn),
	fires(desk.TimerFirstWait),
	fires(desk.TimerSecondWait),
	fires(desk.TimerPromise),
	fires(desk.TimerTransferWait),
	fires(desk.TimerReminder),
	fires(desk.TimerRelief),
	{"relief passes, nobody else eligible", func(h *house) *desk.Event {
		timer, ok := h.timer(desk.TimerRelief)
		if !ok {
			return nil
		}
		h.duty = []string{ana}
		return &desk.Event{Kind: desk.EventTimer, Timer: timer}
	}},
	fires(desk.TimerOutsideWait),
	{"outside wait passes, nobody available", func(h *house) *desk.Event {
		timer, ok := h.timer(desk.TimerOutsideWait)
		if !ok {
			return nil
		}
		h.duty = nil
		return &desk.Event{Kind: desk.EventTimer, Timer: timer}
	}},
	fires(desk.TimerOutside),
	fires(desk.TimerQuiet),
	{"quiet passes after its limit without a message", func(h *house) *desk.Event {
		timer, ok := h.timer(desk.TimerQuiet)
		if !ok {
			return nil
		}
		h.after(h.lc.Quiet + desk.FormStep)
		return &desk.Event{Kind: desk.EventTimer, Timer: timer}
	}},
}

// follows says in words what an event led to.
func follows(before desk.State, out desk.Outcome, err error) string {
	if err != nil {
		e := err.(*desk.Error)
		if e.Reason != "" {
			return fmt.Sprintf("refused: %s (%s)", e.Code, e.Reason)
		}
		return "refused: " + string(e.Code)
	}
	switch {
	case out.New:
		return "a new conversation, the same there"
	case out.Rearm != nil:
		return "not yet: armed again"
	case out.Unchanged:
		return "unchanged"
	}
	after := out.State
	var words []string
	say := func(is bool, format string, args ...any) {
		if is {
			words = append(words, fmt.Sprintf(format, args...))
		}
	}
	say(before.Status == desk.StatusResolved && after.Status == desk.StatusOpen, "reopened")
	switch {
	case before.Status == desk.StatusOpen && after.Status == desk.StatusResolved:
		say(true, "→ resolved")
	case before.Controller != after.Controller && after.Controller.Kind == desk.ControllerAgent:
		say(true, "→ agent %s", letter(after.Controller.AgentID))
	case before.Controller != after.Controller || after.Epoch != before.Epoch:
		say(true, "→ %s", after.Controller.Kind)
	}
	say(after.Epoch == before.Epoch+2, "epoch + 2")
	words = append(words, rowWords(before, after)...)
	say(out.Ticket != "", "a ticket")
	say(out.Alarm, "alarm")
	for _, n := range out.Notices {
		say(n.Kind != desk.NoticeMine && n.AgentID != pia || n.Kind == desk.NoticePromiseVoid || n.Kind == desk.NoticePromiseBroken,
			"%s is told: %s", letter(n.AgentID), strings.ReplaceAll(string(n.Kind), "_", " "))
	}
	quiet := ""
	for _, w := range out.Write {
		switch {
		case w.Line != nil && w.Line.Public:
			say(true, "“%s”", w.Line.Code)
		case w.Line != nil:
			quiet = string(w.Line.Code)
		case w.Note:
			quiet = "note"
		}
	}
	if len(words) == 0 && quiet != "" {
		return "unchanged; noted for the desk (" + quiet + ")"
	}
	if len(words) == 0 {
		return "unchanged; the words are shown"
	}
	return strings.Join(words, ", ")
}

// rowWords says what became of request, turn, offer and of what is unanswered.
func rowWords(before, after desk.State) []string {
	var words []string
	if r, b := after.Request, before.Request; r != nil {
		switch {
		case b == nil || b.ID != r.ID:
			words = append(words, "a request rings ("+string(r.Kind)+")")
		case b.Open() && !r.Open():
			words = append(words, "request "+string(r.End))
		case b.Kind != r.Kind:
			words = append(words, "the request becomes one of kind "+string(r.Kind)+", waits anew")
		case b.Stage != r.Stage:
			words = append(words, string(r.Stage))
		case b.Round != r.Round:
			words = append(words, "rings anew to everyone")
		}
	}
	if t, b := after.Turn, before.Turn; t != nil {
		if b.Open() && (t.ID != b.ID || !t.Open()) {
			end := "answered"
			if t.ID == b.ID {
				end = string(t.End)
			}
			words = append(words, "turn "+end)
		}
		switch {
		case t.Open() && (b == nil || b.ID != t.ID):
			words = append(words, "a turn is owed")
		case t.Open() && b.Epoch != t.Epoch:
			words = append(words, "the turn goes on")
		}
	}
	if o, b := after.Offer, before.Offer; o != nil {
		switch {
		case o.Shown() && (b == nil || b.ID != o.ID):
			choices := []string{"offer shown"}
			if o.KeepWaiting {
				choices = append(choices, "with keep waiting")
			}
			if o.Meanwhile {
				choices = append(choices, "with the assistant meanwhile")
			}
			words = append(words, strings.Join(choices, " "))
		case b != nil && b.ID == o.ID && b.State != o.State, b == nil || b.ID != o.ID:
			words = append(words, "offer "+string(o.State))
		}
	}
	if before.Facts.Unanswered() && !after.Facts.Unanswered() {
		words = append(words, "settled")
	}
	return words
}

var letters = []string{ana, ben, cleo, pia}

func letter(id string) string {
	return string("ABCP"[slices.Index(letters, id)])
}

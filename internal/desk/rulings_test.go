package desk_test

import (
	"slices"
	"testing"
	"time"

	"deskbell/internal/desk"
)

// Each test here shows one sentence of the law that a table of single events cannot show.

func TestClocks_RunFromTheFirstUnansweredMessage(t *testing.T) {
	t.Parallel()
	h := newHouse()
	anaAnswered(t, h)
	first := h.now
	writes(t, h)
	timers := h.s.Timers
	h.after(2 * time.Minute)
	writes(t, h)
	h.must(t, desk.Event{Kind: desk.EventGuestAsks})
	if !slices.Equal(timers, h.s.Timers) {
		t.Errorf("further messages moved clocks: %v, %v", timers, h.s.Timers)
	}
	if due, _ := h.timer(desk.TimerReminder); !due.DueAt.Equal(first.Add(3 * time.Minute)) {
		t.Errorf("the reminder is due at %s", due.DueAt)
	}
	h.must(t, desk.Event{Kind: desk.EventReply, Agent: ana, Epoch: -1, Message: agentSays(ana, "words")})
	if _, runs := h.timer(desk.TimerRelief); runs {
		t.Error("an answer leaves the relief running")
	}
}

func TestClocks_ATransferAcceptedStartsTheReliefAnewOnly(t *testing.T) {
	t.Parallel()
	h := newHouse()
	transferToBen(t, h)
	before, _ := h.timer(desk.TimerReminder)
	h.after(time.Minute)
	h.must(t, desk.Event{Kind: desk.EventAccept, Agent: ben})
	if after, _ := h.timer(desk.TimerReminder); !after.DueAt.Equal(before.DueAt) || after.For == before.For {
		t.Errorf("the reminder %v became %v; it is armed again under the new epoch, due when it was", before, after)
	}
	if relief, _ := h.timer(desk.TimerRelief); !relief.DueAt.Equal(h.now.Add(6 * time.Minute)) {
		t.Errorf("the relief is due at %s", relief.DueAt)
	}
}

func TestClocks_ALimitThatPassedMeanwhileActsOnReturn(t *testing.T) {
	t.Parallel()
	h := newHouse()
	lostFromAna(t, h)
	wrote := h.s.Facts.UnansweredAt
	h.fire(t, desk.TimerFirstWait)
	h.must(t, desk.Event{Kind: desk.EventPromise, Agent: ben, RequestID: h.s.Request.ID, Minutes: 15})
	h.after(10 * time.Minute)
	h.reach[ana] = desk.ReachHere
	h.must(t, desk.Event{Kind: desk.EventAgentReturns, Agent: ana})
	if h.s.Controller.AgentID != ana || h.s.Request.EndedBy != ana {
		t.Fatalf("ana did not get back what was promised by ben: %+v", h.s.Controller)
	}
	relief, _ := h.timer(desk.TimerRelief)
	if !relief.DueAt.Equal(wrote.Add(6*time.Minute)) || !relief.DueAt.Before(h.now) {
		t.Fatalf("the return restarted the relief: %v", relief)
	}
	h.fire(t, desk.TimerRelief)
	if h.s.Controller.Kind != desk.ControllerWaiting || slices.Contains(h.s.Request.Rung, ana) {
		t.Errorf("the relief does not ring the others: %+v", h.s.Request)
	}
}

func TestNotices_AreSkippedWhereOvertaken(t *testing.T) {
	t.Parallel()
	h := newHouse()
	ringing(t, h)
	first, _ := h.timer(desk.TimerFirstWait)
	second, _ := h.timer(desk.TimerSecondWait)
	h.after(5 * time.Minute) // the server was down
	h.must(t, desk.Event{Kind: desk.EventTimer, Timer: first})
	if len(h.out.Write) != 1 || h.out.Write[0].Line.Code != desk.LineSkipped || h.out.Write[0].Line.Public {
		t.Errorf("an overtaken notice: %+v", h.out.Write)
	}
	if still, _ := h.timer(desk.TimerSecondWait); still != second {
		t.Errorf("the notice moved the expiry from %v to %v", second, still)
	}
	h.fire(t, desk.TimerSecondWait)
	if h.s.Request.End != desk.EndExpired || !h.s.Offer.Shown() {
		t.Errorf("the expiry: %+v, %+v", h.s.Request, h.s.Offer)
	}
}

func TestTurns_AreAnsweredOnceUnderTheirEpoch(t *testing.T) {
	t.Parallel()
	h := newHouse()
	turnOwed(t, h)
	answer := desk.Event{Kind: desk.EventTurnAnswered, TurnID: h.s.Turn.ID, Message: assistantSays("words")}
	h.must(t, desk.Event{Kind: desk.EventGuestAsks})
	h.must(t, desk.Event{Kind: desk.EventGuestCancels})
	if h.s.Turn.Epoch != h.s.Epoch || !h.s.Turn.Open() {
		t.Fatalf("Human Chat and Cancel in the middle of a turn: %+v", h.s.Turn)
	}
	h.must(t, answer)
	h.refused(t, answer, desk.CodeStale)

	turnOwed(t, h)
	answer.TurnID = h.s.Turn.ID
	h.must(t, desk.Event{Kind: desk.EventTakeControl, Agent: ana})
	h.refused(t, answer, desk.CodeStale)
	h.must(t, desk.Event{Kind: desk.EventHandBack, Agent: ana})
	h.refused(t, answer, desk.CodeStale)
	if !h.s.Turn.Open() || h.s.Turn.ID == answer.TurnID {
		t.Errorf("handed back, the message owes a turn of its own: %+v", h.s.Turn)
	}
}

func TestTurns_OneMoreForWhatCameDuringTheAnswer(t *testing.T) {
	t.Parallel()
	h := newHouse()
	turnOwed(t, h)
	first := h.s.Turn.ID
	writes(t, h)
	h.must(t, desk.Event{Kind: desk.EventTurnAnswered, TurnID: first, Message: assistantSays("words")})
	if !h.s.Turn.Open() || h.s.Turn.ID == first || h.s.Turn.ForSeq != 2 || h.s.Facts.UnansweredSeq != 2 {
		t.Errorf("after the insert one more turn is owed: %+v %+v", h.s.Turn, h.s.Facts)
	}
	if len(h.out.EndedTurns) != 1 || h.out.EndedTurns[0].ID != first || h.out.EndedTurns[0].End != desk.TurnAnswered {
		t.Errorf("the answered turn is lost: %+v", h.out.EndedTurns)
	}
}

func TestTurns_ThreeAttempts(t *testing.T) {
	t.Parallel()
	h := newHouse()
	turnOwed(t, h)
	fails := desk.Event{Kind: desk.EventTurnFailed, TurnID: h.s.Turn.ID, Reason: "error"}
	h.must(t, fails)
	if !h.s.Turn.NotBefore.After(h.now) || h.s.Offer.Shown() {
		t.Errorf("after one attempt: %+v", h.s.Turn)
	}
	h.must(t, fails)
	h.must(t, fails)
	if h.s.Turn.End != desk.TurnFailed || !h.s.Offer.Shown() || !h.s.Facts.NoAnswer {
		t.Errorf("after three attempts: %+v %+v", h.s.Turn, h.s.Offer)
	}
	h.must(t, desk.Event{Kind: desk.EventKeepChatting})
	if !h.s.Turn.Open() {
		t.Error("Keep chatting owes an answer to what is unanswered")
	}
}

func TestDeliveries_AWithdrawnAnswerLeavesItsMessageUnanswered(t *testing.T) {
	t.Parallel()
	h := newHouse()
	answered(t, h)
	wrote := h.s.GuestAt
	h.away = func(after int64) desk.Undelivered { return desk.Undelivered{Seq: 1, At: wrote} }
	h.must(t, desk.Event{Kind: desk.EventTakeControl, Agent: ana})
	if h.out.Deliveries != desk.SettleWithdraw || h.s.Facts.UnansweredSeq != 1 || !h.s.Facts.UnansweredAt.Equal(wrote) {
		t.Errorf("%q, %+v", h.out.Deliveries, h.s.Facts)
	}
}

// An answer that was on its way as somebody took the conversation, and came back.
func TestDeliveries_AnAnswerThatDidNotLeave(t *testing.T) {
	t.Parallel()
	h := newHouse()
	answered(t, h)
	unsaid := desk.Event{Kind: desk.EventUnsaid, Seq: h.s.Facts.GuestSeq, At: h.s.GuestAt}
	h.must(t, desk.Event{Kind: desk.EventTakeControl, Agent: ana})
	if h.s.Facts.Unanswered() {
		t.Errorf("nobody can tell yet: %+v", h.s.Facts)
	}
	h.must(t, unsaid)
	if h.s.Facts.UnansweredSeq != unsaid.Seq || !h.s.Facts.UnansweredAt.Equal(unsaid.At) {
		t.Errorf("%+v", h.s.Facts)
	}
	if _, runs := h.timer(desk.TimerReminder); !runs {
		t.Error("nobody reminds the agent")
	}
	h.must(t, desk.Event{Kind: desk.EventHandBack, Agent: ana})
	if !h.s.Turn.Open() {
		t.Error("handed back, it owes no answer")
	}
	h.must(t, desk.Event{Kind: desk.EventReply, Agent: ana, Epoch: h.s.Epoch, Message: agentSays(ana, "words")})
	if h.must(t, unsaid); !h.out.Unchanged || h.s.Facts.Unanswered() {
		t.Errorf("a person wrote after it: %+v", h.s.Facts)
	}
}

func TestDeliveries_AReplyThatTakesAnswersWhatItWithdraws(t *testing.T) {
	t.Parallel()
	h := newHouse()
	answered(t, h)
	h.away = func(int64) desk.Undelivered { return desk.Undelivered{Seq: 1, At: morning} }
	h.must(t, desk.Event{Kind: desk.EventReply, Agent: ana, Epoch: h.s.Epoch, Message: agentSays(ana, "words")})
	if h.s.Facts.Unanswered() {
		t.Errorf("a person wrote after it: %+v", h.s.Facts)
	}
}

func TestWish_InWordsOwesNoTurnAgain(t *testing.T) {
	t.Parallel()
	h := newHouse()
	turnOwed(t, h)
	h.must(t, desk.Event{Kind: desk.EventTurnAnswered, TurnID: h.s.Turn.ID, Wish: true})
	h.must(t, desk.Event{Kind: desk.EventGuestCancels})
	if h.s.Turn.Open() || h.s.Facts.Unanswered() || h.s.Offer.Shown() {
		t.Errorf("after a wish in words and Cancel: %+v %+v", h.s.Turn, h.s.Facts)
	}
}

func TestOffer_KeepWaitingComesOnceUntilSomebodyAnswered(t *testing.T) {
	t.Parallel()
	h := newHouse()
	expiredAgain(t, h)
	if h.s.Offer.KeepWaiting {
		t.Error("Keep waiting is offered twice")
	}
	h.must(t, desk.Event{Kind: desk.EventReply, Agent: ana, Epoch: h.s.Epoch, Message: agentSays(ana, "words")})
	h.must(t, desk.Event{Kind: desk.EventHandBack, Agent: ana})
	h.must(t, desk.Event{Kind: desk.EventGuestAsks})
	h.fire(t, desk.TimerFirstWait)
	h.duty = nil
	h.fire(t, desk.TimerSecondWait)
	if h.s.Offer.KeepWaiting {
		t.Error("Keep waiting is offered with nobody eligible")
	}
}

func TestTicket_OfAGuestWhoLeft(t *testing.T) {
	t.Parallel()
	h := newHouse()
	ringingOn(t, h)
	h.guest = desk.GuestReach{Gone: true, Address: true}
	h.fire(t, desk.TimerSecondWait)
	last := h.out.Write[len(h.out.Write)-1].Line
	if h.out.Ticket != desk.TicketGuestLeft || !h.s.Offer.Shown() || last.Code != desk.LineTicket || !last.Public || !h.s.Request.GuestLeft {
		t.Errorf("ticket %q, offer %+v, line %+v", h.out.Ticket, h.s.Offer, last)
	}
}

func TestCannotNow_ASecondPressIsNoSecondNo(t *testing.T) {
	t.Parallel()
	h := newHouse()
	h.chain, h.duty = 1, []string{ana, ben}
	ringing(t, h)
	no := func(id string) desk.Event {
		return desk.Event{Kind: desk.EventCannotNow, Agent: id, RequestID: h.s.Request.ID}
	}
	h.must(t, no(ana))
	h.must(t, no(ben))
	if h.s.Request.Step != 1 || !h.s.Request.Open() {
		t.Fatalf("all said Can't now, and the chain is not called: %+v", h.s.Request)
	}
	h.must(t, no(ana)) // a double click, or the other device
	if !h.out.Unchanged || !h.s.Request.Open() {
		t.Errorf("a second press ended the request: %+v", h.s.Request)
	}
	h.must(t, no(cleo)) // whom the chain called
	if h.s.Request.End != desk.EndExpired || !h.s.Offer.Shown() {
		t.Errorf("nobody is left: %+v", h.s.Request)
	}
}

func TestEmergency_IsHeardOfUntilItIsOver(t *testing.T) {
	t.Parallel()
	fire := desk.Event{Kind: desk.EventGuestWrites, Message: guestSays("fire"), Danger: true}
	h := newHouse()
	h.must(t, fire)
	at := h.now
	if !h.s.Facts.EmergencyAt.Equal(at) || len(h.out.Write) != 2 || h.out.Write[0].Message == nil {
		t.Fatalf("%+v, %+v", h.s.Facts, h.out.Write)
	}
	h.after(time.Second)
	h.must(t, fire) // found again: the ring goes on
	if h.out.Alarm || len(h.out.Write) != 1 || h.s.Request.Round != 1 || !h.s.Facts.EmergencyAt.Equal(at) {
		t.Errorf("found again: %+v", h.out)
	}
	h.must(t, desk.Event{Kind: desk.EventGuestCancels})
	if !h.s.Facts.EmergencyAt.IsZero() {
		t.Error("the guest took it back, and is still shown whom to call")
	}
	h.must(t, fire)
	h.must(t, desk.Event{Kind: desk.EventAccept, Agent: ana})
	if h.s.Facts.EmergencyAt.IsZero() {
		t.Error("somebody is with the guest, and the numbers are gone")
	}
	h.must(t, desk.Event{Kind: desk.EventResolve, Agent: ana, Confirmed: true})
	if !h.s.Facts.EmergencyAt.IsZero() {
		t.Error("an emergency outlives the conversation")
	}
}

// After the line that says whom to call nobody in danger reads that the assistant does not have that information. What it
// knows it says; what stays unanswered is a person's.
func TestEmergency_TheAssistantDoesNotSayThatItCannotHelp(t *testing.T) {
	t.Parallel()
	h := newHouse()
	h.must(t, desk.Event{Kind: desk.EventGuestWrites, Message: guestSays("fire"), Danger: true})
	answers := func(decision string) desk.Written {
		t.Helper()
		m := assistantSays("words")
		m.Answer.Decision = decision
		h.must(t, desk.Event{Kind: desk.EventTurnAnswered, TurnID: h.s.Turn.ID, Message: m})
		return h.out.Write[0]
	}
	if w := answers("cannot_help"); w.Public() || !w.Note || len(h.out.Write) != 1 || h.s.Turn.End != desk.TurnWithdrawn || h.s.Facts.UnansweredSeq == 0 {
		t.Errorf("wrote %+v, turn %+v, %+v", w, h.s.Turn, h.s.Facts)
	}
	writes(t, h)
	if w := answers("answer"); !w.Public() || h.s.Facts.UnansweredSeq != 0 {
		t.Errorf("what the assistant knows: %+v", w)
	}
	// One that came while it thought is owed an answer all the same.
	writes(t, h)
	writes(t, h)
	first := h.s.Turn.ID
	if answers("cannot_help"); !h.s.Turn.Open() || h.s.Turn.ID == first {
		t.Errorf("turn %+v", h.s.Turn)
	}
	// When it is over the assistant speaks as always.
	h.must(t, desk.Event{Kind: desk.EventGuestCancels})
	if w := answers("cannot_help"); !w.Public() {
		t.Errorf("no emergency any more: %+v", w)
	}
}

// After a restart nobody counts as lost for a while: who wrote meanwhile is handed on when the bell tells again.
func TestLost_AGuestWhoWroteAfterARestartIsHandedOn(t *testing.T) {
	h := newHouse()
	anaLost(t, h)
	h.duty = []string{ben, pia}
	h.reach[ana] = desk.ReachHere
	writes(t, h)
	if k := h.s.Controller.Kind; k != desk.ControllerAgent {
		t.Fatalf("while nothing is known of Ana, %s has the guest", k)
	}
	h.reach[ana] = desk.ReachLost
	h.must(t, desk.Event{Kind: desk.EventAgentLost, Agent: ana})
	if h.s.Controller.Kind != desk.ControllerWaiting || !h.s.Request.Open() || h.s.Request.LostFrom != ana {
		t.Fatalf("the guest is left with %+v, request %+v", h.s.Controller, h.s.Request)
	}
}

func TestRefusals_SayWhoAndSinceWhen(t *testing.T) {
	t.Parallel()
	h := newHouse()
	ringing(t, h)
	h.must(t, desk.Event{Kind: desk.EventAccept, Agent: ana})
	h.after(12 * time.Second)
	if e := h.refused(t, desk.Event{Kind: desk.EventAccept, Agent: ben}, desk.CodeTaken); e.By.ID != ana || e.Since != 12*time.Second {
		t.Errorf("%+v", e)
	}
	h.must(t, desk.Event{Kind: desk.EventHandBack, Agent: ana})
	if e := h.refused(t, desk.Event{Kind: desk.EventAccept, Agent: ben}, desk.CodeClosed); e.Reason != "accepted" || e.By.ID != ana {
		t.Errorf("%+v", e)
	}
	h.refused(t, desk.Event{Kind: desk.EventReply, Agent: ben}, desk.CodeInvalid)
	h.refused(t, desk.Event{Kind: desk.EventTakeControl}, desk.CodeInvalid)
}

func TestQuiet_LooksAgainWhenMessagesCame(t *testing.T) {
	t.Parallel()
	h := newHouse()
	answered(t, h)
	armed, _ := h.timer(desk.TimerQuiet)
	h.after(20 * time.Minute)
	answered(t, h)
	if still, _ := h.timer(desk.TimerQuiet); still != armed {
		t.Errorf("a message rewrote quiet: %v, %v", armed, still)
	}
	version := h.s.LastSeq
	h.fire(t, desk.TimerQuiet)
	again, _ := h.timer(desk.TimerQuiet)
	if h.out.Rearm == nil || *h.out.Rearm != again || !again.DueAt.Equal(h.s.LastAt.Add(30*time.Minute)) || h.s.LastSeq != version {
		t.Fatalf("fired early: %+v", h.out)
	}
	h.fire(t, desk.TimerQuiet)
	if h.s.Status != desk.StatusResolved || len(h.s.Timers) > 0 {
		t.Errorf("%s after half an hour without a message", h.s.Status)
	}
}

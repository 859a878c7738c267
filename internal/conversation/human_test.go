package conversation_test

import (
	"strings"
	"testing"
	"time"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

func TestAskForHuman_RingsWhoIsThere(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.floor.eligible = []string{"ana", "ben"}
	s, err := h.desk.AskForHuman(t.Context(), "guest") // before any message
	if err != nil || s.Controller.Kind != desk.ControllerWaiting || !s.Request.Open() || len(s.Request.Rung) != 2 {
		t.Fatalf("%+v %+v, %v", s.Controller, s.Request, err)
	}
	if e := h.line(desk.LineWaiting); e.Text != "Please wait while we connect you to an agent" {
		t.Errorf("the fixed line is %q", e.Text)
	}
	again, err := h.desk.AskForHuman(t.Context(), "guest")
	if err != nil || again.LastSeq != s.LastSeq {
		t.Errorf("asking again changed something: %v", err)
	}
	if s, err = h.desk.Accept(t.Context(), ben, s.ID); err != nil || s.Controller.AgentID != "ben" || s.Request.End != desk.EndAccepted {
		t.Errorf("accepted: %+v %+v, %v", s.Controller, s.Request, err)
	}
	_, err = h.desk.Accept(t.Context(), ana, s.ID)
	if e := wantCode(t, err, desk.CodeTaken); e.By == nil || e.By.Name != "Ben Brandt" {
		t.Errorf("late accept names %+v", e.By)
	}
}

func TestAskForHuman_NobodyThereOffersThePhone(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.says("Is there a pool?")
	s, err := h.desk.AskForHuman(t.Context(), "guest")
	if err != nil || s.Controller.Kind != desk.ControllerAssistant || !s.Offer.Shown() {
		t.Fatalf("%+v %+v, %v", s.Controller, s.Offer, err)
	}
	if e := h.line(desk.LineClosed); !strings.Contains(e.Text, "+351 21 000") || e.Params[conversation.ParamPhone] != "+351 21 000" {
		t.Errorf("line %+v", e)
	}
	if s, err = h.desk.KeepChatting(t.Context(), "guest"); err != nil || s.Offer.Shown() || !s.Turn.Open() {
		t.Errorf("keep chatting: %+v %+v, %v", s.Offer, s.Turn, err)
	}
}

func TestChoicesWithoutAConversationChangeNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, choose := range []func() (desk.State, error){
		func() (desk.State, error) { return h.desk.CancelHuman(t.Context(), "guest") },
		func() (desk.State, error) { return h.desk.KeepChatting(t.Context(), "guest") },
		func() (desk.State, error) { return h.desk.KeepWaiting(t.Context(), "guest") },
		func() (desk.State, error) { return h.desk.AskMeanwhile(t.Context(), "guest") },
		func() (desk.State, error) { return h.desk.GuestState(t.Context(), "guest") },
	} {
		if s, err := choose(); err != nil || s.ID != "" {
			t.Errorf("%+v, %v", s, err)
		}
	}
	wantCode(t, h.desk.Rate(t.Context(), "guest", 5, ""), desk.CodeNotFound)
}

func TestWaits_RunOutIntoTheOffer(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.floor.eligible = []string{"ana"}
	if _, err := h.desk.AskForHuman(t.Context(), "guest"); err != nil {
		t.Fatal(err)
	}
	h.pass(60 * time.Second)
	h.runDue()
	h.line(desk.LineStillWaiting)
	h.pass(60 * time.Second)
	h.runDue()
	s := h.state()
	if s.Controller.Kind != desk.ControllerAssistant || !s.Offer.Shown() || s.Request.End != desk.EndExpired {
		t.Fatalf("%+v %+v %+v", s.Controller, s.Offer, s.Request)
	}
	if s, err := h.desk.KeepWaiting(t.Context(), "guest"); err != nil || s.Controller.Kind != desk.ControllerWaiting {
		t.Errorf("keep waiting: %+v, %v", s.Controller, err)
	}
}

func TestPromise(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.floor.eligible = []string{"ana"}
	s, err := h.desk.AskForHuman(t.Context(), "guest")
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.desk.Promise(t.Context(), ana, s.ID, s.Request.ID, 16)
	wantCode(t, err, desk.CodeInvalid)
	_, err = h.desk.Promise(t.Context(), ana, s.ID, "an older one", 3)
	wantCode(t, err, desk.CodeClosed)
	if s, err = h.desk.Promise(t.Context(), ana, s.ID, s.Request.ID, 0); err != nil || s.Request.PromisedBy != "ana" {
		t.Fatalf("%+v, %v", s.Request, err)
	}
	if e := h.line(desk.LinePromised); e.Text != "Ana has seen your request and will be with you in about 3 minutes." {
		t.Errorf("line %q", e.Text)
	}
	if err := h.desk.AgentLost(t.Context(), "ana"); err != nil || h.state().Request.Stage != desk.StageRinging {
		t.Errorf("a lost promiser: %+v, %v", h.state().Request, err)
	}
	if s, err = h.desk.CannotNow(t.Context(), ana, s.ID, s.Request.ID); err != nil || s.Controller.Kind != desk.ControllerAssistant {
		t.Errorf("nobody left: %+v, %v", s.Controller, err)
	}
}

func TestExpire_WhatDoesNotRunAnyMoreIsDropped(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.says("Hello").ConversationID
	before := h.state().LastSeq
	for _, due := range []store.Due{
		{ConversationID: "gone", Timer: desk.Timer{Kind: desk.TimerQuiet, For: "open", DueAt: h.now()}},
		{ConversationID: id, Timer: desk.Timer{Kind: desk.TimerRelief, For: "7/7", DueAt: h.now()}},
		{ConversationID: id, Timer: desk.Timer{Kind: desk.TimerQuiet, For: "open", DueAt: h.now()}},
		{ConversationID: id, Timer: desk.Timer{Kind: desk.TimerTurn, For: "another turn", DueAt: h.now()}},
	} {
		if err := h.desk.Expire(t.Context(), due); err != nil {
			t.Errorf("%v: %v", due.Timer.Kind, err)
		}
	}
	if s := h.state(); s.LastSeq != before || len(s.Timers) != 2 {
		t.Errorf("timers that do not run changed something: %+v", s.Timers)
	}
}

func TestQuiet_RunsFromTheLastMessage(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.says("Hello")
	if err := h.answers(h.owed(), "Good morning"); err != nil {
		t.Fatal(err)
	}
	h.pass(20 * time.Minute)
	h.says("One more thing")
	if err := h.answers(h.owed(), "Yes?"); err != nil {
		t.Fatal(err)
	}
	h.pass(20 * time.Minute)
	h.runDue()
	if s := h.state(); s.Status != desk.StatusOpen {
		t.Fatal("resolved 20 minutes after the last message")
	}
	h.pass(10 * time.Minute)
	h.runDue()
	if s := h.state(); s.Status != desk.StatusResolved {
		t.Errorf("still %s after 30 quiet minutes, clocks %+v", s.Status, s.Timers)
	}
}

func TestAgentLost_TheOthersAreRungAndAReturnTakesItBack(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.says("Hello").ConversationID
	if _, err := h.desk.TakeControl(t.Context(), ana, id); err != nil {
		t.Fatal(err)
	}
	h.floor.eligible = []string{"ben"}
	if err := h.desk.AgentLost(t.Context(), "ana"); err != nil {
		t.Fatal(err)
	}
	if s := h.state(); s.Controller.Kind != desk.ControllerWaiting || s.Request.Cause != desk.CauseLost {
		t.Fatalf("%+v %+v", s.Controller, s.Request)
	}
	if e := h.line(desk.LineLost); e.Text != "Ana lost the connection. We are finding someone; you need not repeat anything." {
		t.Errorf("line %q", e.Text)
	}
	if err := h.desk.AgentLost(t.Context(), "ana"); err != nil { // told again
		t.Fatal(err)
	}
	if err := h.desk.AgentReturned(t.Context(), "ana"); err != nil || h.state().Controller.AgentID != "ana" {
		t.Errorf("returned: %+v, %v", h.state().Controller, err)
	}
	if err := h.desk.ShiftEnds(t.Context(), "ana"); err != nil || h.state().Request.Cause != desk.CauseShift || !h.state().Request.Open() {
		t.Errorf("shift ends: %+v, %v", h.state().Request, err)
	}
}

func TestLines_AreInTheGuestsLanguage(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.floor.eligible = []string{"ana"}
	h.write(func(tx store.Tx) error {
		p, err := tx.Property("harbour")
		p.Settings.Words = map[string]map[desk.LineCode]string{"de": {
			desk.LineWaiting: "Moment!", desk.LineStillWaiting: "Gleich ist jemand für Sie da.",
		}}
		if err == nil {
			err = tx.UpdateProperty(p)
		}
		return err
	})
	h.guest("gast", "harbour", "de-AT")
	if _, err := h.desk.AskForHuman(t.Context(), "gast"); err != nil {
		t.Fatal(err)
	}
	h.pass(time.Minute)
	h.runDue()
	s, err := h.desk.GuestState(t.Context(), "gast")
	if err != nil {
		t.Fatal(err)
	}
	list := h.entries(s.ID)
	if got := list[0].Text; got != "Bitte warten Sie, wir verbinden Sie mit einem Mitarbeiter" {
		t.Errorf("the fixed line became %q", got)
	}
	if got := list[1].Text; got != "Gleich ist jemand für Sie da." {
		t.Errorf("the property's own words were not used: %q", got)
	}
}

func TestLines_FollowTheGuestIntoAnotherLanguage(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.says("Hello")
	in := conversation.Incoming{ContactID: "guest", ClientID: "1", Text: "Hallo", Language: "de"}
	if _, err := h.desk.Receive(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	if _, err := h.desk.TakeControl(t.Context(), ana, h.state().ID); err != nil {
		t.Fatal(err)
	}
	if e := h.line(desk.LineJoined); e.Text != "Ana von der Rezeption ist jetzt da. Sie chatten nun mit einem Menschen." {
		t.Errorf("line %q", e.Text)
	}
}

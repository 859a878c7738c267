package bell_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"deskbell/internal/bell"
	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// whole is a chain with a step of each kind.
var whole = []desk.ChainStep{
	{Kind: desk.ChainPeople, After: 15 * time.Second, People: []string{"nadia", "nobody", "mia"}},
	{Kind: desk.ChainRequest, After: 30 * time.Second, URL: "https://sms.example"},
	{Kind: desk.ChainEmail, After: 50 * time.Second, Emails: []string{"boss@example.com"}},
}

func TestRing_CallsWhoIsEligibleAndStopsEverywhere(t *testing.T) {
	t.Parallel()
	inHouse(t, options{}, func(h *house) {
		h.at("ana", "ben", "nadia", "mia")
		h.told.take()
		id, _, request := h.asks("harbour")
		h.expect([]string{"  0s push ana ben", "  0s ring person ana ben"})
		h.confirm("ana", "tab", store.ConfirmSounded, request)
		pass(3 * time.Second)
		if _, err := h.desk.Accept(h.Context(), h.person("ben"), id); err != nil {
			h.Fatal(err)
		}
		h.expect([]string{"  3s end accepted ben", "  3s push end ana ben"})
		a := h.alert(request)
		if a.Open() || !a.NextAt.IsZero() || a.HeardAt.IsZero() || a.ReactedAt.IsZero() || a.Doc.By != "ben" {
			h.Errorf("the alert ended as %+v", a)
		}
		must(h.desk.Reply(h.Context(), h.person("ben"), id, conversation.Draft{ClientID: "1", Text: "It is.", Epoch: -1}))(h)
		pass(time.Hour) // nothing of it rings any more
		h.expect(nil)
	})
}

// The whole chain with no device confirming, each step at its time: the first at once after five unheard seconds, the
// others at theirs; a late confirmation clears it.
func TestChain_EndToEnd(t *testing.T) {
	t.Parallel()
	inHouse(t, options{chain: whole}, func(h *house) {
		h.at("ana", "ben")
		h.told.take()
		_, _, request := h.asks("harbour")
		pass(55 * time.Second)
		h.expect([]string{
			"  0s ring person ana ben", "  0s push ana ben",
			"  5s admins harbour unheard", "  5s ring person ana ben nadia", "  5s push nadia",
			" 20s push ana ben nadia",
			" 30s call request 1",
			" 40s push ana ben nadia",
			" 50s call email 1",
		})
		if a := h.alert(request); a.Step != 3 || !a.UnheardAt.Equal(h.began.Add(5*time.Second)) {
			h.Errorf("alert %+v", a)
		}
		h.confirm("nadia", "phone", store.ConfirmShown, request)
		h.expect([]string{" 55s admins harbour cleared"})
		if a := h.alert(request); !a.HeardAt.Equal(h.began.Add(55 * time.Second)) {
			h.Errorf("alert %+v", a)
		}
		pass(70 * time.Second) // the second wait is over
		h.expect([]string{"120s end expired ", "120s push end ana ben nadia"}, "push ana")
	})
}

func TestChain_StepsComeAtTheirTimeWhereSomebodyHeard(t *testing.T) {
	t.Parallel()
	inHouse(t, options{chain: whole}, func(h *house) {
		h.at("ana")
		h.told.take()
		_, _, request := h.asks("harbour")
		pass(4 * time.Second)
		h.confirm("ana", "tab", store.ConfirmSounded, request)
		pass(51 * time.Second)
		h.expect([]string{"  0s ring person ana", " 15s ring person ana nadia", " 30s call request 1", " 50s call email 1"}, "push")
	})
}

// A server that was stopped in the middle goes on where it stopped: what fell due meanwhile happens once, at once.
func TestChain_GoesOnAfterARestart(t *testing.T) {
	t.Parallel()
	inHouse(t, options{chain: whole}, func(h *house) {
		h.at("ana")
		h.told.take()
		_, _, request := h.asks("harbour")
		pass(10 * time.Second)
		h.expect([]string{"  0s ring person ana", "  5s admins harbour unheard", "  5s ring person ana nadia"}, "push")
		h.end()
		pass(25 * time.Second)
		h.expect(nil)
		h.start(options{})
		pass(time.Second)
		h.expect([]string{" 35s call request 1"}, "push")
		pass(30 * time.Second)
		h.expect([]string{" 50s call email 1"}, "push")
		if a := h.alert(request); a.Step != 3 {
			h.Errorf("alert %+v", a)
		}
	})
}

// Of several nodes one does each step.
func TestChain_OnTwoNodes(t *testing.T) {
	t.Parallel()
	inHouse(t, options{chain: whole}, func(h *house) {
		other := &record{began: h.began}
		b := bell.New(bell.Config{Store: h.store, Screens: other, Pusher: other, Caller: other})
		ctx, cancel := context.WithCancel(h.Context())
		done := make(chan error, 1)
		go func() { done <- b.Run(ctx, h.desk) }()
		h.at("ana")
		h.told.take()
		h.asks("harbour")
		pass(55 * time.Second)
		all := append(h.told.take(), other.take()...)
		for what, want := range map[string]int{"  5s admins harbour unheard": 1, "  5s push nadia": 1, " 30s call request 1": 1, " 50s call email 1": 1} {
			if got := len(slices.DeleteFunc(slices.Clone(all), func(l string) bool { return l != what })); got != want {
				h.Errorf("%q was told %d times, want %d, in %q", what, got, want, all)
			}
		}
		if !slices.Contains(all, "  1s ring person ana") && !slices.Contains(all, "  2s ring person ana") {
			h.Errorf("who is connected to the other node does not hear it: %q", all)
		}
		cancel()
		if err := <-done; err != nil {
			h.Error(err)
		}
	})
}

func TestCalls_AreTriedAgainWhileItRings(t *testing.T) {
	t.Parallel()
	inHouse(t, options{chain: whole[1:2]}, func(h *house) {
		h.at("ana")
		h.told.fail = errors.New("no route")
		h.told.take()
		id, _, _ := h.asks("harbour")
		pass(20 * time.Second)
		h.expect([]string{"  0s ring person ana", "  5s admins harbour unheard", "  5s call request 1", "  7s call request 2", " 15s call request 3"}, "push")
		if _, err := h.desk.Accept(h.Context(), h.person("ana"), id); err != nil {
			h.Fatal(err)
		}
		pass(time.Minute)
		h.expect([]string{" 20s end accepted ana"}, "push")
	})
}

// A node that is killed while it calls leaves the call to whoever comes after its lease.
func TestCalls_OfAKilledNodeAreMade(t *testing.T) {
	t.Parallel()
	inHouse(t, options{chain: whole[1:2]}, func(h *house) {
		h.at("ana")
		h.told.take()
		h.told.slow = 20 * time.Second
		h.asks("harbour")
		pass(10 * time.Second) // the call began at 5 s
		h.end()
		h.told.slow = 0
		h.start(options{})
		pass(50 * time.Second)
		h.expect([]string{"  0s ring person ana", "  5s admins harbour unheard", " 45s call request 2"}, "push", " ring person ana ")
	})
}

func TestPromise_SilencesAndRingsAnewWhenItIsBroken(t *testing.T) {
	t.Parallel()
	inHouse(t, options{chain: whole}, func(h *house) {
		h.at("ana", "ben")
		h.told.take()
		id, _, request := h.asks("harbour")
		pass(time.Second)
		if _, err := h.desk.Promise(h.Context(), h.person("ana"), id, request, 1); err != nil {
			h.Fatal(err)
		}
		pass(58 * time.Second)
		h.expect([]string{"  0s ring person ana ben", "  1s promised"}, "push")
		pass(3 * time.Second)
		h.expect([]string{" 61s ring person ana ben nadia"}, "push") // the next step of the chain comes with it
		pass(20 * time.Second)
		h.expect([]string{" 66s admins harbour unheard", " 66s call request 1"}, "push")
	})
}

func TestCannotNow_OfAllCallsTheNextStepAtOnce(t *testing.T) {
	t.Parallel()
	inHouse(t, options{chain: whole}, func(h *house) {
		h.at("ana", "ben")
		h.told.take()
		id, _, request := h.asks("harbour")
		h.confirm("ana", "tab", store.ConfirmSounded, request)
		pass(2 * time.Second)
		for _, p := range []string{"ana", "ben"} {
			if _, err := h.desk.CannotNow(h.Context(), h.person(p), id, request); err != nil {
				h.Fatal(err)
			}
			pass(time.Second)
		}
		h.expect([]string{"  0s ring person ana ben", "  3s ring person ana ben nadia"}, "push")
		r := h.told.shown(request)
		if !slices.Equal(r.State.Request.Declined, []string{"ana", "ben"}) {
			h.Errorf("declined %v", r.State.Request.Declined)
		}
		pass(17 * time.Second)
		h.expect([]string{" 20s push nadia"}, "  0s", "  3s") // those who cannot are not called again
	})
}

// An emergency calls everyone and everything at once, past duty and limits, until somebody has it.
func TestEmergency_RingsEveryoneAtOnce(t *testing.T) {
	t.Parallel()
	inHouse(t, options{chain: whole, limit: 1}, func(h *house) {
		h.at("ana")
		h.told.take()
		id, contact := h.guest("harbour", "hello")
		h.says(contact, "There is a fire in room 12")
		h.expect([]string{"  0s ring emergency ada ana ben nadia", "  0s call request 1", "  0s call email 1"}, "push")
		pass(10 * time.Minute)
		h.expect([]string{"  5s admins harbour unheard"}, "push")
		if a := h.alert(h.told.of(store.AlertEmergency)); !a.Open() {
			h.Errorf("it rings no more: %+v", a)
		}
		if _, err := h.desk.Accept(h.Context(), h.person("nadia"), id); err != nil {
			h.Fatal(err)
		}
		h.expect([]string{"600s end accepted nadia"}, "push")
	})
}

// Under an agent an emergency changes nothing but rings an alarm, until somebody confirms that they have it.
func TestAlarm_RingsUntilSomebodyConfirms(t *testing.T) {
	t.Parallel()
	inHouse(t, options{chain: whole}, func(h *house) {
		h.at("ana", "ben")
		id, contact := h.guest("harbour", "hello")
		must(h.desk.TakeControl(h.Context(), h.person("ana"), id))(h)
		h.told.take()
		h.says(contact, "There is a fire")
		h.says(contact, "A fire, please hurry")
		h.expect([]string{"  0s ring alarm ada ana ben nadia", "  0s call request 1", "  0s call email 1"}, "push")
		alarm := h.told.of(store.AlertAlarm)
		h.confirm("ben", "tab", store.ConfirmShown, alarm)
		pass(time.Minute)
		h.expect(nil, "push")
		h.confirm("ben", "tab", store.ConfirmReacted, alarm)
		h.expect([]string{" 60s end confirmed ben"}, "push")
		h.says(contact, "It is a fire again")
		h.expect([]string{" 60s ring alarm ada ana ben nadia", " 60s call request 1", " 60s call email 1"}, "push")
		if _, err := h.desk.Resolve(h.Context(), h.person("ana"), id, true); err != nil {
			h.Fatal(err)
		}
		h.expect([]string{" 60s end confirmed ana"}, "push")
	})
}

func TestRequest_BecomesAnEmergency(t *testing.T) {
	t.Parallel()
	inHouse(t, options{chain: whole}, func(h *house) {
		h.at("ana", "ben")
		h.told.take()
		id, contact, request := h.asks("harbour")
		pass(time.Second)
		must(h.desk.Promise(h.Context(), h.person("ana"), id, request, 5))(h)
		pass(time.Second)
		h.says(contact, "There is a fire")
		h.expect([]string{"  0s ring person ana ben", "  1s promised", "  2s ring emergency ada ana ben nadia", "  2s call request 1", "  2s call email 1"}, "push")
	})
}

// A transfer rings whom it is meant for, and calls no chain: its guest has an agent.
func TestTransfer_RingsWhomItIsMeantFor(t *testing.T) {
	t.Parallel()
	inHouse(t, options{chain: whole}, func(h *house) {
		h.at("ana", "ben")
		id, _ := h.guest("harbour", "hello")
		must(h.desk.TakeControl(h.Context(), h.person("ana"), id))(h)
		h.told.take()
		must(h.desk.Transfer(h.Context(), h.person("ana"), id, "ben", "Speaks French"))(h)
		pass(59 * time.Second)
		h.expect([]string{"  0s ring transfer ben", "  5s admins harbour unheard"}, "push")
		pass(2 * time.Second)
		h.expect([]string{" 60s end expired "}, "push")
		must(h.desk.Transfer(h.Context(), h.person("ana"), id, "", ""))(h)
		must(h.desk.TakeBack(h.Context(), h.person("ana"), id))(h)
		h.expect([]string{" 61s end closed ana"}, "push", "ring transfer")
	})
}

// Whoever comes while it rings hears it: going Online, opening a page, or letting it sound.
func TestJoin_WhoComesHearsWhatRings(t *testing.T) {
	t.Parallel()
	inHouse(t, options{}, func(h *house) {
		h.at("ana")
		h.told.take()
		h.asks("harbour")
		pass(time.Second)
		h.at("nadia")
		pass(time.Second)
		h.expect([]string{"  0s ring person ana"}, "push") // she is not on duty
		if err := h.bell.SetDuty(h.Context(), "nadia", desk.DutyOnline, time.Time{}); err != nil {
			h.Fatal(err)
		}
		h.expect([]string{"  2s ring person ana nadia"}, "push")
		mute := screen("tab")
		mute.Sound = false
		h.bell.Heartbeat("ben", mute)
		h.expect(nil, "push")
		h.bell.Heartbeat("ben", screen("tab"))
		h.expect([]string{"  2s ring person ana ben nadia"}, "push")
	})
}

// A transfer to everyone rings whoever comes while it rings, but not whoever transferred it; one that is meant for a
// colleague rings nobody else. The end of a shift is a transfer to everyone, too.
func TestJoin_WhoComesHearsATransferToEveryone(t *testing.T) {
	t.Parallel()
	inHouse(t, options{}, func(h *house) {
		h.at("ana", "ben")
		id, _ := h.guest("harbour", "hello")
		must(h.desk.TakeControl(h.Context(), h.person("ana"), id))(h)
		goes := func(person string, duty desk.Duty) {
			h.Helper()
			if err := h.bell.SetDuty(h.Context(), person, duty, time.Time{}); err != nil {
				h.Fatal(err)
			}
		}
		h.at("nadia")
		must(h.desk.Transfer(h.Context(), h.person("ana"), id, "", ""))(h)
		h.told.take()
		goes("nadia", desk.DutyOnline)
		h.expect([]string{"  0s ring transfer ben nadia"}, "push")
		goes("ana", desk.DutyAway)
		goes("ana", desk.DutyOnline)
		h.expect(nil, "push")
		must(h.desk.TakeBack(h.Context(), h.person("ana"), id))(h)
		goes("nadia", desk.DutyAway)
		must(h.desk.Transfer(h.Context(), h.person("ana"), id, "ben", ""))(h)
		h.told.take()
		goes("nadia", desk.DutyOnline)
		h.expect(nil, "push")
		must(h.desk.TakeBack(h.Context(), h.person("ana"), id))(h)
		goes("nadia", desk.DutyAway)
		if err := h.desk.ShiftEnds(h.Context(), "ana"); err != nil {
			h.Fatal(err)
		}
		h.told.take()
		goes("nadia", desk.DutyOnline)
		h.expect([]string{"  0s ring transfer ben nadia"}, "push")
	})
}

// What the screens show follows the guest: the question, and what the assistant had no answer to.
func TestLook_ShowsQuestionAndWhatIsMissing(t *testing.T) {
	t.Parallel()
	inHouse(t, options{}, func(h *house) {
		h.at("ana")
		id, contact := h.guest("harbour", "Do you rent kayaks?")
		s := must(h.desk.GuestState(h.Context(), contact))(h)
		if err := h.desk.Answered(h.Context(), store.Owed{ConversationID: id, Turn: *s.Turn}, conversation.Answer{
			Text: "I don't have that information.", Answer: desk.Answer{Decision: "cannot_help"}}); err != nil {
			h.Fatal(err)
		}
		s = must(h.desk.AskForHuman(h.Context(), contact))(h)
		h.told.take()
		r := h.told.shown(s.Request.ID)
		if r.Question != "Do you rent kayaks?" || r.Missing != "Do you rent kayaks?" {
			h.Errorf("question %q, missing %q", r.Question, r.Missing)
		}
		h.says(contact, "For two")
		h.told.take()
		if r := h.told.shown(s.Request.ID); r.Question != "For two" || r.Missing != "Do you rent kayaks?" {
			h.Errorf("question %q, missing %q", r.Question, r.Missing)
		}
	})
}

func TestRings_MissedOnesStandUntilSomebodyComes(t *testing.T) {
	t.Parallel()
	inHouse(t, options{}, func(h *house) {
		h.at("ana")
		id, contact, request := h.asks("harbour")
		lists := func() (open, missed []string) {
			h.read(func(tx store.Tx) error {
				o, m, err := h.bell.Rings(tx, []string{"harbour"})
				for _, r := range o {
					open = append(open, r.Alert.ID)
				}
				for _, r := range m {
					missed = append(missed, r.Alert.ID)
				}
				return err
			})
			return open, missed
		}
		if open, missed := lists(); !slices.Equal(open, []string{request}) || missed != nil {
			h.Errorf("open %v, missed %v", open, missed)
		}
		pass(2*time.Minute + time.Second)
		if open, missed := lists(); open != nil || !slices.Equal(missed, []string{request}) {
			h.Errorf("open %v, missed %v", open, missed)
		}
		pass(9 * time.Minute)
		if _, missed := lists(); len(missed) != 1 {
			h.Errorf("missed %v", missed)
		}
		must(h.desk.TakeControl(h.Context(), h.person("ana"), id))(h)
		if _, missed := lists(); missed != nil {
			h.Errorf("missed %v although somebody came", missed)
		}
		must(h.desk.HandBack(h.Context(), h.person("ana"), id))(h)
		s := must(h.desk.AskForHuman(h.Context(), contact))(h)
		pass(2*time.Minute + time.Second + 10*time.Minute)
		if _, missed := lists(); missed != nil {
			h.Errorf("%v is missed for more than ten minutes (%s)", missed, s.Request.ID)
		}
	})
}

func TestConfirm_OnlyWhoIsCalled(t *testing.T) {
	t.Parallel()
	inHouse(t, options{}, func(h *house) {
		h.at("ana", "mia")
		_, _, request := h.asks("harbour")
		_, _, other := h.asks("harbour")
		confirm := func(p string, kind store.ConfirmationKind, ids ...string) desk.Code {
			return desk.CodeOf(h.bell.Confirm(h.Context(), h.person(p), "tab", kind, ids...))
		}
		if got := confirm("mia", store.ConfirmShown, request); got != desk.CodeNotFound {
			h.Errorf("somebody of another property: %s", got)
		}
		if got := confirm("ana", store.ConfirmShown, "nothing"); got != desk.CodeNotFound {
			h.Errorf("an alert that does not exist: %s", got)
		}
		if got := confirm("ana", "arrived", request); got != desk.CodeInvalid {
			h.Errorf("an unknown kind: %s", got)
		}
		if got := desk.CodeOf(h.bell.Confirm(h.Context(), h.person("ana"), "", store.ConfirmShown, request)); got != desk.CodeInvalid {
			h.Errorf("no device: %s", got)
		}
		if got := confirm("nadia", store.ConfirmShown, request); got != "" || !h.alert(request).HeardAt.IsZero() {
			h.Errorf("who only sees the list confirmed it: %s", got)
		}
		if got := confirm("ana", store.ConfirmShown, request, other, "nothing"); got != "" || h.alert(request).HeardAt.IsZero() || h.alert(other).HeardAt.IsZero() {
			h.Errorf("several at once: %s", got)
		}
		version := h.alert(request).Version
		confirm("ana", store.ConfirmShown, request)
		if h.alert(request).Version != version {
			h.Error("a repeated confirmation writes the alert")
		}
	})
}

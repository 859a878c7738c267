package bell_test

import (
	"slices"
	"testing"
	"time"

	"deskbell/internal/bell"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

func TestDuty_EndsByItself(t *testing.T) {
	t.Parallel()
	inHouse(t, options{}, func(h *house) {
		h.at("ana", "ben")
		for _, until := range []time.Time{h.began, h.began.Add(-time.Hour), h.began.Add(25 * time.Hour)} {
			if err := h.bell.SetDuty(h.Context(), "ana", desk.DutyOnline, until); desk.CodeOf(err) != desk.CodeInvalid {
				h.Errorf("until %s: %v", until, err)
			}
		}
		if err := h.bell.SetDuty(h.Context(), "ana", desk.DutyOnline, h.began.Add(8*time.Hour)); err != nil {
			h.Fatal(err)
		}
		id, _ := h.guest("harbour", "hello")
		must(h.desk.TakeControl(h.Context(), h.person("ana"), id))(h)
		h.sleep(8*time.Hour - time.Minute)
		h.at("ana", "ben")
		pass(59 * time.Second)
		if p := h.person("ana"); p.Duty != desk.DutyOnline || !p.DutyUntil.Equal(h.began.Add(8*time.Hour)) {
			h.Errorf("duty %s until %s", p.Duty, p.DutyUntil)
		}
		h.told.take()
		pass(time.Second)
		h.expect([]string{"28800s duty over ana"}, "push")
		p := h.person("ana")
		if p.Duty != desk.DutyAway || !p.DutyUntil.IsZero() || slices.Contains(eligible(h.T, h.store, h.bell, desk.LiveChat{}), "ana") {
			h.Errorf("duty %s until %s", p.Duty, p.DutyUntil)
		}
		pass(time.Minute)
		h.expect(nil, "push", "ring", "end expired", "nobody_reachable")
	})
}

// What nobody ended while the server was down ends when it is back.
func TestDuty_EndsAfterARestart(t *testing.T) {
	t.Parallel()
	inHouse(t, options{}, func(h *house) {
		if err := h.bell.SetDuty(h.Context(), "ben", desk.DutyOnline, h.began.Add(time.Hour)); err != nil {
			h.Fatal(err)
		}
		h.end()
		pass(2 * time.Hour)
		h.start(options{})
		h.expect([]string{"7200s duty over ben"}, "admins")
		if p := h.person("ben"); p.Duty != desk.DutyAway {
			h.Errorf("duty %s", p.Duty)
		}
	})
}

// Idleness is a mark, and no bar to ringing.
func TestIdle_IsAMark(t *testing.T) {
	t.Parallel()
	inHouse(t, options{}, func(h *house) {
		one, two := screen("one"), screen("two")
		one.Says.Idle, two.Says.Idle = true, true
		who := func() bell.Hearer {
			var found bell.Hearer
			h.read(func(tx store.Tx) error {
				people, err := h.bell.Who(tx, "harbour", desk.ChannelWeb)
				for _, p := range people {
					if p.ID == "ana" {
						found = p
					}
				}
				return err
			})
			return found
		}
		if who().Idle {
			h.Error("who has no screen is not idle")
		}
		h.bell.Heartbeat("ana", one)
		h.bell.Heartbeat("ana", two)
		if w := who(); !w.Idle || len(w.WhyNot) > 0 || w.Means != bell.MeansScreen {
			h.Errorf("idle at two screens: %+v", w)
		}
		two.Says.Idle = false
		h.bell.Heartbeat("ana", two)
		if who().Idle {
			h.Error("one touched screen is enough")
		}
	})
}

// The last one in reach is missed within 45 seconds, and the admins are told; who comes back is told, too.
func TestReach_TheLastOneIsMissed(t *testing.T) {
	t.Parallel()
	inHouse(t, options{}, func(h *house) {
		pass(time.Minute) // beyond the grace of the start
		h.at("ana")
		crash := h.at("ben")
		pass(time.Second)
		h.told.take()
		h.bell.Gone("ana", "tab") // her next sign of life brings her back: a page that was loaded again
		pass(20 * time.Second)
		h.expect(nil)
		crash()
		pass(50 * time.Second)
		h.expect(nil) // ana is there
		for range 4 {
			h.bell.Gone("ana", "tab")
			pass(bell.Heartbeat)
		}
		_ = crash
		for _, stop := range h.stops {
			stop()
		}
		h.told.take()
		pass(46 * time.Second)
		got := h.told.take()
		if len(got) != 1 || got[0][5:] != "admins harbour nobody_reachable" {
			h.Errorf("told %q", got)
		}
		pass(time.Hour)
		h.expect(nil)
		h.bell.Heartbeat("ben", screen("tab"))
		got = h.told.take()
		if len(got) != 1 || got[0][6:] != "admins harbour somebody_reachable" {
			h.Errorf("told %q", got)
		}
	})
}

func TestReach_NobodyIsMissedWhereNobodyIsAskedFor(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]options{
		"off":              {closed: true},
		"outside of hours": {hours: &desk.Hours{Week: []desk.Interval{{Day: time.Monday, From: 60, To: 61}}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inHouse(t, o, func(h *house) {
				pass(time.Minute)
				h.at("ana")
				pass(time.Second)
				h.told.take()
				for _, stop := range h.stops {
					stop()
				}
				pass(5 * time.Minute)
				h.expect(nil)
			})
		})
	}
}

// A phone that confirmed a ring or test within 7 days is reach enough.
func TestReach_ByPhone(t *testing.T) {
	t.Parallel()
	inHouse(t, options{}, func(h *house) {
		h.write(func(tx store.Tx) error {
			_, err := tx.PutPushSubscription(store.PushSubscription{ID: "sub", PersonID: "ana", DeviceID: "phone", Name: "My phone",
				Endpoint: "https://push.example/1", P256dh: "k", Auth: "a", At: tx.Now()})
			return err
		})
		can := func() bool { return slices.Contains(eligible(h.T, h.store, h.bell, desk.LiveChat{}), "ana") }
		if can() {
			h.Error("a phone that has proved nothing is reach")
		}
		test := must(h.bell.Test(h.Context(), h.person("ana"), "phone"))(h)
		h.confirm("ana", "phone", store.ConfirmShown, test)
		if !can() || reach(h.T, h.store, h.bell, "ana") != bell.MeansPhone {
			h.Error("a phone that showed a test is no reach")
		}
		h.sleep(7*24*time.Hour - time.Minute)
		if !can() {
			h.Error("after six days and more it is not")
		}
		pass(2 * time.Minute)
		if can() || reach(h.T, h.store, h.bell, "ana") != bell.MeansNone {
			h.Error("after seven days it still is")
		}
	})
}

func TestEndShift_HandsOnAndLeavesASheet(t *testing.T) {
	t.Parallel()
	inHouse(t, options{}, func(h *house) {
		h.at("ana", "ben", "mia")
		held, contact := h.guest("harbour", "hello")
		must(h.desk.TakeControl(h.Context(), h.person("ana"), held))(h)
		missed, _, _ := h.asks("harbour")
		pass(2*time.Minute + time.Second)
		h.says(contact, "are you there?")
		promised, _, request := h.asks("harbour")
		must(h.desk.Promise(h.Context(), h.person("ana"), promised, request, 15))(h)
		waiting, _, _ := h.asks("harbour")
		h.asks("mill")
		sheet := must(h.bell.EndShift(h.Context(), h.desk, h.person("ana"), []string{"harbour"}, "Room 12 waits for towels"))(h)
		want := []store.SheetLine{
			{Kind: "held", ConversationID: held, PropertyID: "harbour"},
			{Kind: "promised", ConversationID: promised, PropertyID: "harbour"},
			{Kind: "missed", ConversationID: missed, PropertyID: "harbour"},
			{Kind: "waiting", ConversationID: waiting, PropertyID: "harbour"},
		}
		if !slices.Equal(sheet.Lines, want) || sheet.Note == "" {
			h.Errorf("the sheet says %+v", sheet)
		}
		if p := h.person("ana"); p.Duty != desk.DutyAway {
			h.Errorf("duty %s after the shift", p.Duty)
		}
		ben, mia := h.person("ben"), h.person("mia")
		h.read(func(tx store.Tx) error {
			s, err := tx.State(held)
			if !s.Request.Open() || s.Request.Kind != desk.RequestTransfer {
				h.Errorf("what she held is not handed on: %+v", s.Request)
			}
			p, _ := tx.State(promised)
			if p.Request.Stage != desk.StageRinging {
				h.Errorf("what she promised does not ring: %+v", p.Request)
			}
			mine, err2 := h.bell.Shift(tx, ben, []string{"harbour"})
			if len(mine.Sheets) != 1 || mine.Sheets[0].ID != sheet.ID || len(mine.Waiting) != 3 || len(mine.Missed) != 1 {
				h.Errorf("the next one finds %d sheets, %d waiting, %d missed", len(mine.Sheets), len(mine.Waiting), len(mine.Missed))
			}
			other, _ := h.bell.Shift(tx, mia, []string{"mill"})
			if len(other.Sheets) != 0 || len(other.Missed) != 0 {
				h.Errorf("another property reads %+v", other.Sheets)
			}
			if err == nil {
				err = err2
			}
			return err
		})
	})
}

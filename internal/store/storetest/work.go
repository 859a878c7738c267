package storetest

import (
	"fmt"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

var work = []testCase{
	{"TimersComeLongestDueFirst", func(h *house) {
		a, b := h.talk(harbour), h.talk(mill)
		quiet := desk.Timer{Kind: desk.TimerQuiet, For: "q", DueAt: h.start.Add(3 * time.Second)}
		first := desk.Timer{Kind: desk.TimerFirstWait, For: "r/1", DueAt: h.start.Add(time.Second)}
		turn := desk.Timer{Kind: desk.TimerTurn, For: "t", DueAt: h.start.Add(2 * time.Second)}
		h.save(a.ID, func(o *desk.Outcome) { o.State.Timers = []desk.Timer{quiet, first} })
		h.save(b.ID, func(o *desk.Outcome) { o.State.Timers = []desk.Timer{turn} })
		h.equal(h.due(0, 10), []store.Due(nil))
		h.equal(h.due(time.Second, 10), []store.Due{{ConversationID: a.ID, Timer: first}})
		h.equal(h.due(time.Minute, 10), []store.Due{{ConversationID: a.ID, Timer: first}, {ConversationID: b.ID, Timer: turn}, {ConversationID: a.ID, Timer: quiet}})
		h.equal(h.due(time.Minute, 2), []store.Due{{ConversationID: a.ID, Timer: first}, {ConversationID: b.ID, Timer: turn}})
		h.equal(h.nextTimer(), first.DueAt)
	}},
	{"TimersFollowTheState", func(h *house) {
		s := h.talk(harbour)
		quiet := desk.Timer{Kind: desk.TimerQuiet, For: "q", DueAt: h.start}
		relief := desk.Timer{Kind: desk.TimerRelief, For: "1", DueAt: h.start}
		h.save(s.ID, func(o *desk.Outcome) { o.State.Timers = []desk.Timer{quiet, relief} })
		later := relief
		later.For, later.DueAt = "2", h.start.Add(time.Second)
		h.save(s.ID, func(o *desk.Outcome) { o.State.Timers = []desk.Timer{later} })
		h.equal(h.due(time.Minute, 10), []store.Due{{ConversationID: s.ID, Timer: later}})
		h.save(s.ID, func(o *desk.Outcome) { o.State.Timers = nil })
		h.equal(h.due(time.Minute, 10), []store.Due(nil))
		h.equal(h.nextTimer(), time.Time{})
	}},
	{"DropTimerDropsTheSameOnly", func(h *house) {
		s := h.talk(harbour)
		quiet := desk.Timer{Kind: desk.TimerQuiet, For: "q", DueAt: h.start}
		h.save(s.ID, func(o *desk.Outcome) { o.State.Timers = []desk.Timer{quiet} })
		before := h.state(s.ID)
		for _, other := range []desk.Timer{{Kind: quiet.Kind, For: "other", DueAt: quiet.DueAt}, {Kind: quiet.Kind, For: "q", DueAt: h.start.Add(1e6)},
			{Kind: desk.TimerRelief, For: "q", DueAt: quiet.DueAt}} {
			h.write(func(tx store.Tx) error { return tx.DropTimer(s.ID, other) })
		}
		h.equal(h.state(s.ID), before)
		h.write(func(tx store.Tx) error { return tx.DropTimer(s.ID, quiet) })
		before.Timers = nil
		h.equal(h.state(s.ID), before)
		h.equal(h.due(time.Minute, 10), []store.Due(nil))
		h.isNotFound(h.Write(h.Context(), func(tx store.Tx) error { return tx.DropTimer("nowhere", quiet) }))
	}},
	{"OverdueExpiriesArePostponed", func(h *house) {
		s := h.talk(harbour)
		now := h.start.Add(time.Hour)
		grace := now.Add(desk.OverdueGrace)
		at := func(k desk.TimerKind, d time.Duration) desk.Timer {
			return desk.Timer{Kind: k, For: "x", DueAt: now.Add(d)}
		}
		before := []desk.Timer{at(desk.TimerSecondWait, -time.Minute), at(desk.TimerRelief, 10*time.Second), at(desk.TimerQuiet, 25*time.Second),
			at(desk.TimerFirstWait, -2*time.Minute), at(desk.TimerReminder, 5*time.Second)}
		h.save(s.ID, func(o *desk.Outcome) { o.State.Timers = before })
		h.write(func(tx store.Tx) error {
			n, err := tx.PostponeOverdue(now)
			h.equal(n, 2)
			return err
		})
		want := append([]desk.Timer(nil), before...)
		want[0].DueAt, want[1].DueAt = grace, grace
		h.equal(h.state(s.ID).Timers, want)
		rows := h.due(2*time.Hour, 10)
		h.equal(len(rows), 5)
		for _, r := range rows {
			for _, w := range want {
				if w.Kind == r.Timer.Kind {
					h.equal(r.Timer, w)
				}
			}
		}
		h.write(func(tx store.Tx) error {
			n, err := tx.PostponeOverdue(now)
			h.equal(n, 0)
			return err
		})
	}},
	{"TurnsAreClaimedLongestOwedFirst", func(h *house) {
		var want []store.Owed
		for i := range 3 {
			s := h.talk(harbour)
			u := desk.Turn{ID: id("turn"), ForSeq: 1, Epoch: 1, OwedAt: h.start.Add(-time.Duration(i) * time.Second), Attempts: i}
			h.save(s.ID, func(o *desk.Outcome) { o.State.Turn = &u })
			want = append([]store.Owed{{ConversationID: s.ID, Turn: u}}, want...)
		}
		h.equal(h.nextTurn(), want[0].Turn.OwedAt)
		h.equal(h.claim("a", 0, time.Minute, 2), want[:2])
		h.equal(h.claim("b", 0, time.Minute, 2), want[2:])
		h.equal(h.claim("b", 59*time.Second, time.Minute, 2), []store.Owed(nil))
		h.equal(h.nextTurn(), h.start.Add(time.Minute))
		h.equal(h.claim("b", time.Minute, 2*time.Minute, 10), want)
	}},
	{"ALeasedTurnComesWithItsSave", func(h *house) {
		s := h.talk(harbour)
		u := desk.Turn{ID: id("turn"), OwedAt: h.start}
		h.save(s.ID, func(o *desk.Outcome) { o.State.Turn = &u }, store.Lease{Owner: "a", Until: h.start.Add(time.Minute)})
		h.equal(h.claim("b", 0, time.Minute, 10), []store.Owed(nil))
		h.equal(h.nextTurn(), h.start.Add(time.Minute))
		// A lease is for a turn that the save creates: this one keeps its holder.
		h.save(s.ID, func(*desk.Outcome) {}, store.Lease{Owner: "b", Until: h.start.Add(time.Hour)})
		h.equal(h.nextTurn(), h.start.Add(time.Minute))
		h.save(s.ID, func(o *desk.Outcome) {
			ended := u
			ended.End, ended.EndedAt = desk.TurnAnswered, h.start
			next := desk.Turn{ID: id("turn"), OwedAt: h.start}
			o.EndedTurns, o.State.Turn = []desk.Turn{ended}, &next
		}, store.Lease{Owner: "a", Until: h.start.Add(2 * time.Minute)})
		h.equal(h.nextTurn(), h.start.Add(2*time.Minute))
	}},
	{"OneTurnIsClaimedReleasedAndRenewed", func(h *house) {
		s := h.talk(harbour)
		u := desk.Turn{ID: id("turn"), OwedAt: h.start, NotBefore: h.start.Add(2 * time.Second)}
		h.save(s.ID, func(o *desk.Outcome) { o.State.Turn = &u })
		h.equal(h.nextTurn(), u.NotBefore)
		one := func(owner string, at, until time.Duration) (ok bool) {
			h.write(func(tx store.Tx) (err error) {
				ok, err = tx.ClaimTurn(u.ID, owner, h.start.Add(at), h.start.Add(until))
				return err
			})
			return ok
		}
		h.equal(one("a", time.Second, time.Minute), false) // not before
		h.equal(one("a", 2*time.Second, time.Minute), true)
		h.equal(one("b", 3*time.Second, time.Minute), false)
		h.equal(one("a", 3*time.Second, time.Minute), false)
		h.write(func(tx store.Tx) error { return tx.ReleaseTurn(u.ID, "b") }) // not b's
		h.equal(one("b", 3*time.Second, time.Minute), false)
		h.write(func(tx store.Tx) error {
			if err := tx.RenewTurns("b", []string{u.ID}, h.start.Add(time.Hour)); err != nil {
				return err
			}
			return tx.RenewTurns("a", []string{u.ID, "gone"}, h.start.Add(2*time.Minute))
		})
		h.equal(h.nextTurn(), h.start.Add(2*time.Minute))
		h.write(func(tx store.Tx) error { return tx.ReleaseTurn(u.ID, "a") })
		h.equal(one("b", 3*time.Second, time.Minute), true)
		h.write(func(tx store.Tx) error { return tx.ReleaseTurns() })
		h.equal(one("c", 3*time.Second, time.Minute), true)
	}},
	{"AnEndedTurnIsNotClaimed", func(h *house) {
		s := h.talk(harbour)
		u := desk.Turn{ID: id("turn"), OwedAt: h.start}
		h.save(s.ID, func(o *desk.Outcome) { o.State.Turn = &u })
		h.save(s.ID, func(o *desk.Outcome) {
			ended := u
			ended.End, ended.EndedAt = desk.TurnWithdrawn, h.start
			o.State.Turn = &ended
		})
		h.equal(h.claim("a", time.Hour, 2*time.Hour, 10), []store.Owed(nil))
		h.equal(h.nextTurn(), time.Time{})
		h.write(func(tx store.Tx) error {
			ok, err := tx.ClaimTurn(u.ID, "a", h.start, h.start.Add(time.Minute))
			h.equal(ok, false)
			return err
		})
	}},
	{"DevicesAreLeases", func(h *house) {
		tab := desk.Device{ID: "tab", PersonID: ana, Kind: desk.DeviceScreen, Sound: true, Visible: true, SeenAt: h.start}
		phone := desk.Device{ID: "phone", PersonID: ana, Kind: desk.DevicePhone, SeenAt: h.start.Add(-time.Hour)}
		h.write(func(tx store.Tx) error {
			return tx.PutDevices([]desk.Device{tab, {ID: "ghost", PersonID: "nobody", Kind: desk.DeviceScreen, SeenAt: h.start}, phone})
		})
		h.equal(h.devices(ana), []desk.Device{phone, tab})
		h.equal(h.person(ana).LastSeenAt, h.start)
		h.read(func(tx store.Tx) error {
			since, err := tx.DevicesSince(h.start)
			h.equal(since, []desk.Device{tab})
			return err
		})
		tab.PersonID, tab.SeenAt, tab.Sound = ben, h.start.Add(time.Second), false // somebody else signed in there
		h.write(func(tx store.Tx) error { return tx.PutDevices([]desk.Device{tab}) })
		h.equal(h.devices(ana), []desk.Device{phone})
		h.equal(h.devices(ben), []desk.Device{tab})
		h.write(func(tx store.Tx) error { return tx.DropDevice("tab", ana) }) // not ana's any more
		h.equal(h.devices(ben), []desk.Device{tab})
		h.write(func(tx store.Tx) error { return tx.DropDevice("tab", ben) })
		h.equal(h.devices(ben), []desk.Device(nil))
	}},
	{"LimitsOfLists", func(h *house) {
		s := h.talk(harbour)
		for i := range 4 {
			h.save(s.ID, func(o *desk.Outcome) {
				o.State.Timers = append(append([]desk.Timer(nil), o.State.Timers...), desk.Timer{Kind: desk.TimerKind(fmt.Sprint("k", i)), DueAt: h.start})
			})
		}
		h.equal(len(h.due(time.Minute, 3)), 3)
		h.equal(len(h.due(time.Minute, 0)), 4)
	}},
}

func (h *house) due(after time.Duration, limit int) (out []store.Due) {
	h.Helper()
	h.read(func(tx store.Tx) (err error) {
		out, err = tx.DueTimers(h.start.Add(after), limit)
		return err
	})
	return out
}

func (h *house) nextTimer() (at time.Time) {
	h.Helper()
	h.read(func(tx store.Tx) (err error) {
		at, err = tx.NextTimer()
		return err
	})
	return at
}

func (h *house) nextTurn() (at time.Time) {
	h.Helper()
	h.read(func(tx store.Tx) (err error) {
		at, err = tx.NextTurn()
		return err
	})
	return at
}

func (h *house) claim(owner string, at, until time.Duration, limit int) (out []store.Owed) {
	h.Helper()
	h.write(func(tx store.Tx) (err error) {
		out, err = tx.ClaimTurns(owner, h.start.Add(at), h.start.Add(until), limit)
		return err
	})
	return out
}

func (h *house) devices(personID string) (out []desk.Device) {
	h.Helper()
	h.read(func(tx store.Tx) (err error) {
		out, err = tx.Devices(personID)
		return err
	})
	return out
}

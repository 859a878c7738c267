package storetest

import (
	"sync/atomic"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

var bell = []testCase{
	{"AnAlertIsKeptWhole", func(h *house) {
		s := h.talk(harbour)
		a := h.alert(s.ID, harbour, store.AlertPerson)
		h.equal(h.alertOf(a.ID), a)
		a.Kind, a.Round, a.Step, a.End = store.AlertEmergency, 2, 3, "accepted"
		a.RoundAt, a.HeardAt, a.ReactedAt, a.UnheardAt, a.RoundHeardAt = h.at(1), h.at(2), h.at(3), h.at(4), h.at(6)
		a.NextAt, a.EndedAt = time.Time{}, h.at(5)
		a.Doc = store.AlertDoc{Promised: true, PushAt: h.at(7), By: ana, Device: "tab", IntervalAt: h.at(8)}
		h.write(func(tx store.Tx) error { return tx.UpdateAlert(a) })
		a.Version++
		h.equal(h.alertOf(a.ID), a)
		h.read(func(tx store.Tx) error {
			_, err := tx.Alert("nowhere")
			h.isNotFound(err)
			list, err := tx.Alerts([]string{a.ID, "nowhere"})
			h.equal(list, []store.Alert{a})
			return err
		})
	}},
	{"AnUpdateOfAnOldVersionIsRefused", func(h *house) {
		a := h.alert(h.talk(harbour).ID, harbour, store.AlertPerson)
		h.write(func(tx store.Tx) error { return tx.UpdateAlert(a) })
		h.isChanged(h.Write(h.Context(), func(tx store.Tx) error { return tx.UpdateAlert(a) }))
	}},
	{"OneDoesWhatIsDue", func(h *house) {
		a := h.alert(h.talk(harbour).ID, harbour, store.AlertPerson)
		var did atomic.Int64
		each(h.T, 50, func(int) error {
			err := h.Write(background(), func(tx store.Tx) error { return tx.UpdateAlert(a) })
			if err == nil {
				did.Add(1)
			} else {
				h.isChanged(err)
			}
			return nil
		})
		h.equal(did.Load(), int64(1))
	}},
	{"AConversationRingsOnce", func(h *house) {
		s := h.talk(harbour)
		a := h.alert(s.ID, harbour, store.AlertTransfer)
		again := func(kind store.AlertKind, id string) error {
			return h.Write(h.Context(), func(tx store.Tx) error {
				return tx.CreateAlert(store.Alert{ID: id, ConversationID: s.ID, PropertyID: harbour, Kind: kind, OpenedAt: h.start})
			})
		}
		h.isChanged(again(store.AlertPerson, id("alert")))
		h.isChanged(again(store.AlertAlarm, a.ID))
		alarm := h.alert(s.ID, harbour, store.AlertAlarm) // beside a request
		h.isChanged(again(store.AlertAlarm, id("alert")))
		look := h.alert(s.ID, harbour, store.AlertAttention)
		h.isChanged(again(store.AlertAttention, id("alert")))
		h.read(func(tx store.Tx) error {
			open, err := tx.AlertsOf(s.ID)
			h.equal(open, []store.Alert{a, alarm, look})
			none, _ := tx.AlertsOf("")
			h.equal(none, []store.Alert(nil))
			return err
		})
		h.alert("", "", store.AlertTest)
		h.alert("", "", store.AlertTest) // as many as one likes
		a.EndedAt, a.End, a.NextAt = h.start, "cancelled", time.Time{}
		h.write(func(tx store.Tx) error { return tx.UpdateAlert(a) })
		h.alert(s.ID, harbour, store.AlertPerson)
	}},
	{"AlertsOfProperties", func(h *house) {
		one, two, other := h.alert(h.talk(harbour).ID, harbour, store.AlertPerson), h.alert(h.talk(harbour).ID, harbour, store.AlertEmergency), h.alert(h.talk(mill).ID, mill, store.AlertPerson)
		h.alert("", harbour, store.AlertDrill)
		h.read(func(tx store.Tx) error {
			open, err := tx.OpenAlerts([]string{harbour})
			h.equal(open, []store.Alert{one, two})
			all, _ := tx.OpenAlerts([]string{harbour, mill})
			h.equal(len(all), 3)
			none, _ := tx.OpenAlerts(nil)
			h.equal(none, []store.Alert(nil))
			return err
		})
		for i, a := range []store.Alert{one, two, other} {
			a.EndedAt, a.End, a.NextAt = h.at(i+1), "expired", time.Time{}
			h.write(func(tx store.Tx) error { return tx.UpdateAlert(a) })
		}
		h.read(func(tx store.Tx) error {
			open, err := tx.OpenAlerts([]string{harbour, mill})
			h.equal(open, []store.Alert(nil))
			ended, _ := tx.EndedAlerts([]string{harbour}, h.at(1))
			h.equal(len(ended), 2)
			h.equal(ended[0].ID, two.ID)
			ended, _ = tx.EndedAlerts([]string{harbour}, h.at(2))
			h.equal(len(ended), 1)
			return err
		})
	}},
	{"DueAlertsComeLongestDueFirst", func(h *house) {
		late, soon := h.alert(h.talk(harbour).ID, harbour, store.AlertPerson), h.alert(h.talk(mill).ID, mill, store.AlertPerson)
		never := h.alert(h.talk(mill).ID, mill, store.AlertPerson)
		set := func(a *store.Alert, at time.Time) {
			a.NextAt = at
			h.write(func(tx store.Tx) error { return tx.UpdateAlert(*a) })
			a.Version++
		}
		set(&late, h.at(2))
		set(&soon, h.at(1))
		set(&never, time.Time{})
		h.read(func(tx store.Tx) error {
			due, err := tx.DueAlerts(h.at(0), 0)
			h.equal(due, []store.Alert(nil))
			due, _ = tx.DueAlerts(h.at(2), 0)
			h.equal(due, []store.Alert{soon, late})
			due, _ = tx.DueAlerts(h.at(2), 1)
			h.equal(due, []store.Alert{soon})
			next, _ := tx.NextAlert()
			h.equal(next, h.at(1))
			return err
		})
		set(&late, time.Time{})
		set(&soon, time.Time{})
		h.read(func(tx store.Tx) error {
			next, err := tx.NextAlert()
			h.equal(next, time.Time{})
			return err
		})
	}},
	{"WhatAnotherNodeWroteIsSeen", func(h *house) {
		var before time.Time
		h.write(func(tx store.Tx) error { before = tx.Now(); return nil })
		a := h.alert(h.talk(harbour).ID, harbour, store.AlertPerson)
		h.read(func(tx store.Tx) error {
			changed, err := tx.ChangedAlerts(before)
			h.equal(changed, []store.Alert{a})
			none, _ := tx.ChangedAlerts(before.Add(time.Hour))
			h.equal(none, []store.Alert(nil))
			return err
		})
	}},
	{"RingsNameWhomTheyCalled", func(h *house) {
		a, b := h.alert(h.talk(harbour).ID, harbour, store.AlertPerson), h.alert(h.talk(mill).ID, mill, store.AlertPerson)
		first := store.Ring{AlertID: a.ID, Round: 1, At: h.at(0), People: []string{ana, ben}}
		second := store.Ring{AlertID: a.ID, Round: 1, Step: 2, At: h.at(0), People: []string{"somebody"}}
		third := store.Ring{AlertID: b.ID, Round: 2, At: h.at(1)}
		for _, r := range []store.Ring{first, second, third} {
			h.write(func(tx store.Tx) error { return tx.CreateRing(r) })
		}
		h.read(func(tx store.Tx) error {
			rings, err := tx.Rings([]string{a.ID, b.ID, "nowhere"})
			h.equal(rings, []store.Ring{first, second, third})
			rings, _ = tx.Rings([]string{b.ID})
			h.equal(rings, []store.Ring{third})
			none, _ := tx.Rings(nil)
			h.equal(none, []store.Ring(nil))
			called, err2 := tx.Called(ben, []string{b.ID, a.ID, "nowhere"})
			h.equal(called, []string{a.ID})
			called, _ = tx.Called("some", []string{a.ID, b.ID})
			h.equal(called, []string(nil))
			if err == nil {
				err = err2
			}
			return err
		})
		h.isNotFound(h.Write(h.Context(), func(tx store.Tx) error { return tx.CreateRing(store.Ring{AlertID: "nowhere"}) }))
	}},
	{"TheFirstConfirmationStays", func(h *house) {
		a, b := h.alert(h.talk(harbour).ID, harbour, store.AlertPerson), h.alert("", "", store.AlertTest)
		said := func(alert, person, device string, kind store.ConfirmationKind, at time.Time) store.Confirmation {
			return store.Confirmation{AlertID: alert, PersonID: person, DeviceID: device, Kind: kind, At: at}
		}
		confirm := func(list ...store.Confirmation) {
			h.Helper()
			h.write(func(tx store.Tx) error { return tx.Confirm(list) })
		}
		confirm()
		confirm(said(a.ID, ana, "tab", store.ConfirmShown, h.at(1)), said(b.ID, ana, "tab", store.ConfirmShown, h.at(1)))
		confirm(said(a.ID, ana, "tab", store.ConfirmShown, h.at(3))) // again: it proves nothing new
		confirm(said(a.ID, ana, "tab", store.ConfirmSounded, h.at(2)), said(a.ID, ben, "phone", store.ConfirmSounded, h.at(3)),
			said(a.ID, ben, "desk", store.ConfirmReacted, h.at(4)))
		h.read(func(tx store.Tx) error {
			got, err := tx.Confirmations(a.ID)
			h.equal(got, []store.Confirmation{
				{AlertID: a.ID, PersonID: ana, DeviceID: "tab", Kind: store.ConfirmShown, At: h.at(1)},
				{AlertID: a.ID, PersonID: ana, DeviceID: "tab", Kind: store.ConfirmSounded, At: h.at(2)},
				{AlertID: a.ID, PersonID: ben, DeviceID: "phone", Kind: store.ConfirmSounded, At: h.at(3)},
				{AlertID: a.ID, PersonID: ben, DeviceID: "desk", Kind: store.ConfirmReacted, At: h.at(4)},
			})
			got, _ = tx.Confirmations(b.ID)
			h.equal(len(got), 1)
			checks, _ := tx.DeviceChecks([]string{ana, ben}) // to react proves no device
			h.equal(checks, []store.DeviceCheck{{PersonID: ana, DeviceID: "tab", ConfirmedAt: h.at(2)}, {PersonID: ben, DeviceID: "phone", ConfirmedAt: h.at(3)}})
			return err
		})
	}},
	{"AnswersToTestsStayBesideConfirmations", func(h *house) {
		a := h.alert("", "", store.AlertTest)
		h.write(func(tx store.Tx) error { return tx.SetHeard(ana, "tab", true, h.at(1)) })
		h.write(func(tx store.Tx) error {
			return tx.Confirm([]store.Confirmation{{AlertID: a.ID, PersonID: ana, DeviceID: "tab", Kind: store.ConfirmSounded, At: h.at(2)}})
		})
		want := store.DeviceCheck{PersonID: ana, DeviceID: "tab", ConfirmedAt: h.at(2), Heard: true, HeardAt: h.at(1)}
		check := func() {
			h.Helper()
			h.read(func(tx store.Tx) error {
				checks, err := tx.DeviceChecks([]string{ana})
				h.equal(checks, []store.DeviceCheck{want})
				none, _ := tx.DeviceChecks([]string{ben})
				h.equal(none, []store.DeviceCheck(nil))
				return err
			})
		}
		check()
		want.Heard, want.HeardAt = false, h.at(3)
		h.write(func(tx store.Tx) error { return tx.SetHeard(ana, "tab", false, h.at(3)) })
		check()
	}},
	{"WhatIsOldIsForgotten", func(h *house) {
		old, fresh, open := h.alert("", "", store.AlertTest), h.alert("", harbour, store.AlertDrill), h.alert("", "", store.AlertTest)
		asked := h.alert(h.talk(harbour).ID, harbour, store.AlertPerson)
		for i, a := range []store.Alert{old, asked, fresh} {
			h.write(func(tx store.Tx) error {
				if err := tx.CreateRing(store.Ring{AlertID: a.ID, Round: 1, At: h.start, People: []string{ana}}); err != nil {
					return err
				}
				c := store.Confirmation{AlertID: a.ID, PersonID: ana, DeviceID: a.ID, Kind: store.ConfirmShown, At: h.at(1 + i)}
				if err := tx.Confirm([]store.Confirmation{c}); err != nil {
					return err
				}
				a.EndedAt, a.End, a.NextAt = h.at(1+i), store.EndDone, time.Time{}
				return tx.UpdateAlert(a)
			})
		}
		h.write(func(tx store.Tx) error { return tx.TidyBell(h.at(3)) })
		h.read(func(tx store.Tx) error {
			left, err := tx.Alerts([]string{old.ID, fresh.ID, open.ID, asked.ID})
			h.equal(len(left), 3)
			rings, _ := tx.Rings([]string{old.ID})
			h.equal(rings, []store.Ring(nil))
			gone, _ := tx.Confirmations(old.ID)
			h.equal(gone, []store.Confirmation(nil))
			checks, _ := tx.DeviceChecks([]string{ana})
			h.equal(checks, []store.DeviceCheck{{PersonID: ana, DeviceID: fresh.ID, ConfirmedAt: h.at(3)}})
			return err
		})
	}},
	{"PhonesThatProvedThemselves", func(h *house) {
		a := h.alert("", "", store.AlertTest)
		for person, device := range map[string]string{ana: "phone-a", ben: "phone-b"} {
			h.write(func(tx store.Tx) error {
				_, err := tx.PutPushSubscription(store.PushSubscription{ID: id("sub"), PersonID: person, DeviceID: device,
					Endpoint: "https://push.example/" + device + id("e"), P256dh: "k", Auth: "a", At: h.start})
				return err
			})
		}
		h.write(func(tx store.Tx) error {
			return tx.Confirm([]store.Confirmation{
				{AlertID: a.ID, PersonID: ana, DeviceID: "tab", Kind: store.ConfirmShown, At: h.at(1)}, // a tab is no phone
				{AlertID: a.ID, PersonID: ben, DeviceID: "phone-b", Kind: store.ConfirmShown, At: h.at(1)},
			})
		})
		h.read(func(tx store.Tx) error {
			phones, err := tx.Phones(h.at(1))
			h.equal(phones, map[string]bool{ben: true})
			phones, _ = tx.Phones(h.at(2))
			h.equal(phones, map[string]bool{})
			return err
		})
	}},
	{"CallsAreClaimedAndSettled", func(h *house) {
		a := h.alert(h.talk(harbour).ID, harbour, store.AlertPerson)
		call := func(step int, at time.Time) store.Call {
			c := store.Call{AlertID: a.ID, Round: 1, Step: step, NextAt: at}
			h.write(func(tx store.Tx) error { return tx.CreateCall(c) })
			return c
		}
		second, first := call(2, h.at(2)), call(1, h.at(1))
		call(1, h.at(0)) // is owed already
		claim := func(now, until time.Time, limit int) (out []store.Call) {
			h.write(func(tx store.Tx) (err error) {
				out, err = tx.ClaimCalls(now, until, limit)
				return err
			})
			return out
		}
		h.equal(h.nextCall(), h.at(1))
		h.equal(claim(h.at(0), h.at(60), 0), []store.Call(nil))
		first.Attempts, first.NextAt = 1, h.at(60)
		h.equal(claim(h.at(2), h.at(60), 1), []store.Call{first})
		second.Attempts, second.NextAt = 1, h.at(61)
		h.equal(claim(h.at(2), h.at(61), 5), []store.Call{second})
		h.equal(claim(h.at(59), h.at(99), 5), []store.Call(nil))
		// Its node was killed: the lease is over, and what comes late from there counts no more.
		again := first
		again.Attempts, again.NextAt = 2, h.at(120)
		h.equal(claim(h.at(60), h.at(120), 5), []store.Call{again})
		first.DoneAt, first.NextAt = h.at(60), time.Time{}
		h.write(func(tx store.Tx) error { return tx.SettleCall(first) })
		h.equal(h.nextCall(), h.at(61))
		again.DoneAt, again.NextAt = h.at(61), time.Time{}
		second.NextAt, second.Detail = h.at(300), "busy"
		for _, c := range []store.Call{again, second} {
			h.write(func(tx store.Tx) error { return tx.SettleCall(c) })
		}
		h.equal(h.nextCall(), h.at(300))
	}},
	{"ACallIsClaimedByOne", func(h *house) {
		a := h.alert(h.talk(harbour).ID, harbour, store.AlertPerson)
		for step := range 10 {
			h.write(func(tx store.Tx) error {
				return tx.CreateCall(store.Call{AlertID: a.ID, Round: 1, Step: step + 1, NextAt: h.start})
			})
		}
		var claimed atomic.Int64
		each(h.T, 8, func(int) error {
			var mine []store.Call
			err := h.Write(background(), func(tx store.Tx) (err error) {
				mine, err = tx.ClaimCalls(h.start, h.at(60), 4)
				return err
			})
			claimed.Add(int64(len(mine)))
			return err
		})
		h.equal(claimed.Load(), int64(10))
	}},
	{"ADrillIsHeldOnce", func(h *house) {
		d := store.Drill{PropertyID: harbour, IntervalAt: h.at(900), AlertID: "a", At: h.at(0)}
		h.write(func(tx store.Tx) error { return tx.CreateDrill(d) })
		h.isChanged(h.Write(h.Context(), func(tx store.Tx) error { return tx.CreateDrill(d) }))
		later := store.Drill{PropertyID: harbour, IntervalAt: h.at(1800), AlertID: "b", At: h.at(1)}
		h.write(func(tx store.Tx) error { return tx.CreateDrill(later) })
		d.DoneAt, d.Tested = h.at(20), 3
		d.Silent = []store.SilentPerson{{PersonID: ana, Rings: true, Devices: []store.SilentDevice{{Name: "Chrome", Kind: desk.DeviceScreen, Problems: []string{"autoplay"}}}}}
		h.write(func(tx store.Tx) error { return tx.UpdateDrill(d) })
		h.read(func(tx store.Tx) error {
			list, err := tx.Drills([]string{harbour, mill}, 0)
			h.equal(list, []store.Drill{later, d})
			list, _ = tx.Drills([]string{harbour}, 1)
			h.equal(list, []store.Drill{later})
			list, _ = tx.Drills([]string{mill}, 0)
			h.equal(list, []store.Drill(nil))
			return err
		})
		d.PropertyID = mill
		h.isNotFound(h.Write(h.Context(), func(tx store.Tx) error { return tx.UpdateDrill(d) }))
	}},
	{"SheetsComeNewestFirst", func(h *house) {
		old := store.Sheet{ID: id("sheet"), PersonID: ana, At: h.at(-3600), Note: "Keys\nare at the bar", PropertyIDs: []string{harbour},
			Lines: []store.SheetLine{{Kind: "held", ConversationID: "c", PropertyID: harbour}}}
		young := store.Sheet{ID: id("sheet"), PersonID: ben, At: h.at(0)}
		for _, s := range []store.Sheet{old, young} {
			h.write(func(tx store.Tx) error { return tx.PutSheet(s) })
		}
		h.read(func(tx store.Tx) error {
			list, err := tx.Sheets(h.at(-3600), 0)
			h.equal(list, []store.Sheet{young, old})
			list, _ = tx.Sheets(h.at(-3600), 1)
			h.equal(list, []store.Sheet{young})
			list, _ = tx.Sheets(h.at(-60), 0)
			h.equal(list, []store.Sheet{young})
			return err
		})
	}},
	{"PeopleOfAProperty", func(h *house) {
		only, away, boss := somebody("person-only", h.start), somebody("person-away", h.start), somebody("person-boss", h.start)
		only.PropertyIDs, away.PropertyIDs, away.Active, boss.Role, boss.PropertyIDs = []string{mill}, []string{mill}, false, desk.RoleOperator, nil
		for _, p := range []desk.Person{only, away, boss} {
			h.write(func(tx store.Tx) error { return tx.CreatePerson(p) })
		}
		ids := func(property string) (ids []string) {
			h.read(func(tx store.Tx) error {
				people, err := tx.PeopleOf(property)
				for _, p := range people {
					ids = append(ids, p.ID)
					h.equal(p, desk.Person{ID: p.ID, Email: p.ID + "@example.org", Name: p.ID, Role: p.Role, Duty: desk.DutyOnline, Active: true, PropertyIDs: []string{property}})
				}
				return err
			})
			return ids
		}
		h.equal(ids(mill), []string{ana, ben, boss.ID, only.ID})
		h.equal(ids(harbour), []string{ana, ben, boss.ID})
	}},
	{"DutyEndsByItself", func(h *house) {
		h.write(func(tx store.Tx) error {
			p, err := tx.Person(ana)
			if err != nil {
				return err
			}
			p.DutyUntil = h.at(60)
			return tx.UpdatePerson(p)
		})
		h.equal(h.person(ana).DutyUntil, h.at(60))
		over := func(at time.Time) (ids []string) {
			h.write(func(tx store.Tx) (err error) {
				if next, _ := tx.NextDutyEnd(); !next.Equal(h.at(60)) {
					h.Errorf("next end of a duty %s", next)
				}
				ids, err = tx.EndDuties(at)
				return err
			})
			return ids
		}
		h.equal(over(h.at(59)), []string(nil))
		h.equal(h.person(ana).Duty, desk.DutyOnline)
		h.equal(over(h.at(60)), []string{ana})
		p := h.person(ana)
		h.equal(p.Duty, desk.DutyAway)
		h.equal(p.DutyUntil, time.Time{})
		h.equal(h.person(ben).Duty, desk.DutyOnline)
		h.read(func(tx store.Tx) error {
			next, err := tx.NextDutyEnd()
			h.equal(next, time.Time{})
			return err
		})
	}},
	{"DevicesSayWhatWouldStopARing", func(h *house) {
		volume, yes, no := 0.5, true, false
		tab := desk.Device{ID: "tab", PersonID: ana, Kind: desk.DeviceScreen, SeenAt: h.start, Name: "Chrome on Windows",
			Says: desk.DeviceState{Permission: "denied", Volume: &volume, Push: &no, Secure: &yes, Idle: true}}
		h.write(func(tx store.Tx) error { return tx.PutDevices([]desk.Device{tab}) })
		h.equal(h.devices(ana), []desk.Device{tab})
		tab.Says = desk.DeviceState{}
		h.write(func(tx store.Tx) error { return tx.PutDevices([]desk.Device{tab}) })
		h.equal(h.devices(ana), []desk.Device{tab})
	}},
}

// at is seconds after the start.
func (h *house) at(seconds int) time.Time { return h.start.Add(time.Duration(seconds) * time.Second) }

// alert is a new open one.
func (h *house) alert(conversationID, propertyID string, kind store.AlertKind) store.Alert {
	h.Helper()
	a := store.Alert{ID: id("alert"), ConversationID: conversationID, PropertyID: propertyID, Kind: kind, Round: 1,
		OpenedAt: h.start, RoundAt: h.start, NextAt: h.at(5)}
	h.write(func(tx store.Tx) error { return tx.CreateAlert(a) })
	return a
}

func (h *house) alertOf(id string) (a store.Alert) {
	h.Helper()
	h.read(func(tx store.Tx) (err error) {
		a, err = tx.Alert(id)
		return err
	})
	return a
}

func (h *house) nextCall() (at time.Time) {
	h.Helper()
	h.read(func(tx store.Tx) (err error) {
		at, err = tx.NextCall()
		return err
	})
	return at
}

// isChanged expects desk.ErrChanged itself.
func (h *house) isChanged(err error) {
	h.Helper()
	if err != desk.ErrChanged {
		h.Errorf("got %v, want desk.ErrChanged", err)
	}
}

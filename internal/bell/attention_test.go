package bell_test

import (
	"testing"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

var everyLook = options{chain: whole, looks: desk.Attentions}

// A look rings those on duty, calls no chain, and is over by itself: no guest waits for anybody.
func TestAttention_RingsThoseOnDutyOnceForEachReason(t *testing.T) {
	t.Parallel()
	inHouse(t, everyLook, func(h *house) {
		h.at("ana", "ben")
		h.told.take()
		_, contact := h.guest("harbour", "why is the pool shut!!")
		h.expect([]string{"  0s ring attention ana ben"}, "push")
		look := h.told.of(store.AlertAttention)
		if r := h.told.shown(look); r.Alert.Doc.Why != desk.AttentionAngry || r.Question != "why is the pool shut!!" {
			h.Errorf("shown %+v", r)
		}
		h.confirm("ana", "tab", store.ConfirmSounded, look)
		h.says(contact, "shut again!!")
		pass(119 * time.Second)
		h.expect(nil, "push")
		pass(2 * time.Second)
		h.expect([]string{"120s end done "}, "push")
		h.says(contact, "thanks")
		h.says(contact, "shut, as ever!!")
		pass(time.Minute)
		h.expect(nil, "push")
	})
}

func TestAttention_AnotherReasonRingsAnew(t *testing.T) {
	t.Parallel()
	inHouse(t, everyLook, func(h *house) {
		h.at("ana")
		h.told.take()
		_, contact := h.guest("harbour", "is the pool open")
		h.says(contact, "is the pool open")
		h.expect([]string{"  0s ring attention ana"}, "push")
		look := h.told.of(store.AlertAttention)
		pass(time.Minute)
		h.says(contact, "is it open!!")
		h.expect([]string{" 60s ring attention ana"}, "push", "admins")
		if a := h.alert(look); a.Doc.Why != desk.AttentionAngry || a.Round != 2 {
			h.Errorf("%+v", a)
		}
		pass(119 * time.Second)
		h.expect(nil, "push", "admins")
	})
}

func TestAttention_EndsWithWhoeverSeesToIt(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		does func(h *house, id, contact, look string)
		want []string
	}{
		"seen": {func(h *house, _, _, look string) { h.confirm("ben", "tab", store.ConfirmReacted, look) }, []string{"  0s end confirmed ben"}},
		"taken": {func(h *house, id, _, _ string) { must(h.desk.TakeControl(h.Context(), h.person("ana"), id))(h) },
			[]string{"  0s end confirmed ana"}},
		"resolved": {func(h *house, id, _, _ string) { must(h.desk.Resolve(h.Context(), h.person("ana"), id, true))(h) },
			[]string{"  0s end confirmed ana"}},
		"pleased": {func(h *house, _, contact, _ string) { h.says(contact, "thanks, I see") }, []string{"  0s end closed "}},
		"asks for a person": {func(h *house, _, contact, _ string) { must(h.desk.AskForHuman(h.Context(), contact))(h) },
			[]string{"  0s end closed ", "  0s ring person ana ben"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inHouse(t, everyLook, func(h *house) {
				h.at("ana", "ben")
				id, contact := h.guest("harbour", "shut again!!")
				h.told.take()
				c.does(h, id, contact, h.told.of(store.AlertAttention))
				h.expect(c.want, "push")
			})
		})
	}
}

func TestAttention_IsSilent(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		o       options
		nobody  bool
		happens func(h *house)
	}{
		"where the property wants none": {options{}, false, func(h *house) { h.guest("harbour", "shut!!") }},
		"for a reason that it does not": {options{looks: []desk.Attention{desk.AttentionRepeated}}, false, func(h *house) { h.guest("harbour", "shut!!") }},
		"where live chat is off":        {options{looks: desk.Attentions, closed: true}, false, func(h *house) { h.guest("harbour", "shut!!") }},
		"where nobody would hear it":    {everyLook, true, func(h *house) { h.guest("harbour", "shut!!") }},
		"under an agent": {everyLook, false, func(h *house) {
			id, contact := h.guest("harbour", "hello")
			must(h.desk.TakeControl(h.Context(), h.person("ana"), id))(h)
			h.says(contact, "shut!!")
		}},
		"while the guest waits for a person": {everyLook, false, func(h *house) {
			_, contact, _ := h.asks("harbour")
			h.says(contact, "shut!!")
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inHouse(t, c.o, func(h *house) {
				if !c.nobody {
					h.at("ana")
				}
				h.told.take()
				c.happens(h)
				h.expect(nil, "push", "ring person", "admins", "call")
			})
		})
	}
}

// What rings is rows: after a restart it ends when it would have.
func TestAttention_OutlivesARestart(t *testing.T) {
	t.Parallel()
	inHouse(t, everyLook, func(h *house) {
		h.at("ana")
		h.guest("harbour", "shut again!!")
		h.told.take()
		h.sleep(3 * time.Minute)
		pass(time.Second)
		h.expect([]string{"180s end done "}, "push", "admins")
	})
}

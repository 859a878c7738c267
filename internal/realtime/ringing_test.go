package realtime_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

func (o *office) confirm(_ context.Context, p desk.Person, device string, kind store.ConfirmationKind, ids ...string) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	switch {
	case device == "":
		return desk.Refuse(desk.CodeInvalid, "no device")
	case slices.Contains(ids, "nothing"):
		return desk.ErrNotFound
	}
	o.heard = append(o.heard, fmt.Sprint(p.ID, " ", device, " ", kind, " ", strings.Join(ids, ",")))
	return nil
}

// ringing is a guest's request at h1 that rings Ana.
func (o *office) ringing(id string, change func(*store.Ringing)) store.Ringing {
	now := o.clock()
	r := store.Ringing{
		Alert: store.Alert{ID: id, ConversationID: "c-" + id, PropertyID: "h1", Kind: store.AlertPerson, Round: 1, OpenedAt: now, RoundAt: now},
		State: desk.State{
			Conversation: desk.Conversation{ID: "c-" + id, PropertyID: "h1", ContactID: "guest-h1", Channel: desk.ChannelWeb, Language: "fr"},
			Request:      &desk.Request{ID: id, Kind: desk.RequestPerson, Stage: desk.StageRinging, OpenedAt: now, StageAt: now, Wait: 1, Declined: []string{"op"}},
		},
		Contact: desk.Contact{ID: "guest-h1", Name: "Maria"}, Rung: []string{"ana", "op"}, Question: "Is the pool warm?",
	}
	if change != nil {
		change(&r)
	}
	return r
}

func TestRings_EachPersonTheirOwn(t *testing.T) {
	t.Parallel()
	o := newOffice(t, false)
	ana, ben, op, mia, kim := o.connect("ana"), o.connect("ben"), o.connect("op"), o.connect("mia"), o.connect("kim")
	o.staff.Rings([]store.Ringing{o.ringing("r1", nil)})
	for s, want := range map[*screen][2]bool{ana: {true, false}, ben: {false, false}, op: {true, true}} {
		f := s.until("ring")
		r := f["ring"].(map[string]any)
		if r["id"] != "r1" || r["for_me"] != want[0] || r["declined"] != want[1] || r["question"] != "Is the pool warm?" || r["state"] != "ringing" ||
			r["guest"].(map[string]any)["name"] != "Maria" || r["total_ms"] != 120_000.0 || r["remaining_ms"] != 120_000.0 || r["language"] != "fr" {
			t.Errorf("on %v: %v", f["channel"], r)
		}
	}
	// Several that changed at once are one frame, what ended is told with who has it.
	over := o.ringing("r1", func(r *store.Ringing) {
		r.Alert.EndedAt, r.Alert.End, r.Alert.Doc.By = o.clock(), "accepted", "ben"
	})
	o.staff.Rings([]store.Ringing{over, o.ringing("r2", nil), o.ringing("r3", nil)})
	for _, s := range []*screen{ana, ben, op} {
		e := s.until("ring_end")
		if e["ring_id"] != "r1" || e["conversation_id"] != "c-r1" || e["how"] != "accepted" || e["by"].(map[string]any)["name"] != "Ben Berg" {
			t.Errorf("ended %v", e)
		}
		list := s.until("rings")["rings"].([]any)
		if len(list) != 2 || list[1].(map[string]any)["id"] != "r3" || list[1].(map[string]any)["for_me"] != (s != ben) {
			t.Errorf("several %v", list)
		}
	}
	// Nothing of all that was sent to the other house, nor to whoever answers no chats: the next thing they hear is theirs.
	o.staff.DutyOver("mia")
	if f := mia.next()["push"].(map[string]any); f["pub"].(map[string]any)["data"].(map[string]any)["t"] != "duty_over" {
		t.Errorf("Mia hears %v", f)
	}
	o.staff.Me("kim")
	if f := kim.next()["push"].(map[string]any); f["pub"].(map[string]any)["data"].(map[string]any)["t"] != "me" {
		t.Errorf("Kim hears %v", f)
	}
}

// What all see alike is sent once, to everybody of the property, and not to each of them.
func TestRings_AlikeForAllIsSentOnce(t *testing.T) {
	t.Parallel()
	o := newOffice(t, false)
	ana, mia, op := o.connect("ana"), o.connect("mia"), o.connect("op")
	alike := func(r *store.Ringing) { r.Rung, r.State.Request.Declined = []string{"ana", "op"}, nil }
	o.staff.Rings([]store.Ringing{o.ringing("r1", alike), o.ringing("r2", alike), o.ringing("r3", nil)})
	for _, s := range []*screen{ana, op} {
		if f := s.until("rings"); f["channel"] != "property:h1" || len(f["rings"].([]any)) != 2 || f["rings"].([]any)[0].(map[string]any)["for_me"] != true {
			t.Errorf("alike for all: %v", f)
		}
		if f := s.until("ring"); f["channel"] == "property:h1" || f["ring"].(map[string]any)["declined"] != (s == op) {
			t.Errorf("not alike: %v", f)
		}
	}
	o.staff.Rings([]store.Ringing{o.ringing("r1", func(r *store.Ringing) {
		r.Alert.EndedAt, r.Alert.End = o.clock(), "cancelled"
	})})
	if f := ana.until("ring_end"); f["channel"] != "property:h1" {
		t.Errorf("an end: %v", f)
	}
	o.staff.DutyOver("mia") // is of another house
	if f := mia.next()["push"].(map[string]any); f["pub"].(map[string]any)["data"].(map[string]any)["t"] != "duty_over" {
		t.Errorf("Mia hears %v", f)
	}
}

func TestRings_TestsAndAlarms(t *testing.T) {
	t.Parallel()
	o := newOffice(t, false)
	ana, ben := o.connect("ana"), o.connect("ben")
	test := o.ringing("t1", func(r *store.Ringing) {
		r.Alert.Kind, r.Alert.ConversationID, r.Alert.PropertyID, r.State = store.AlertTest, "", "", desk.State{}
		r.Alert.NextAt, r.Alert.Doc = o.clock().Add(30*time.Second), store.AlertDoc{By: "ana", Device: "tab"}
		r.Rung, r.Question, r.Contact = []string{"ana"}, "", desk.Contact{}
	})
	alarm := o.ringing("a1", func(r *store.Ringing) {
		r.Alert.Kind, r.State.Request, r.Rung = store.AlertAlarm, nil, []string{"ana", "ben"}
		r.Alert.UnheardAt = o.clock()
	})
	o.staff.Rings([]store.Ringing{test})
	if r := ana.until("ring")["ring"].(map[string]any); r["kind"] != "test" || r["device"] != "tab" || r["remaining_ms"] != 30_000.0 || r["for_me"] != true {
		t.Errorf("test %v", r)
	}
	o.staff.Rings([]store.Ringing{alarm})
	r := ben.until("ring")["ring"].(map[string]any) // the test was not sent to Ben
	if r["id"] != "a1" || r["kind"] != "alarm" || r["unheard"] != true || r["ends_at"] != nil || r["for_me"] != true {
		t.Errorf("alarm %v", r)
	}
}

func TestAdmins_HearWhatTheBellNoticed(t *testing.T) {
	t.Parallel()
	o := newOffice(t, false)
	ana, op := o.connect("ana"), o.connect("op")
	o.staff.Admins("h1", "unheard", "r1")
	if f := op.until("bell"); f["what"] != "unheard" || f["property_id"] != "h1" || f["ring_id"] != "r1" || f["channel"] != "user:op" {
		t.Errorf("told %v", f)
	}
	o.staff.DutyOver("ana")
	if f := ana.next()["push"].(map[string]any)["pub"].(map[string]any)["data"].(map[string]any); f["t"] != "duty_over" {
		t.Errorf("Ana is no admin, and hears %v", f)
	}
	if f := op.until("duty"); f["user_id"] != "ana" {
		t.Errorf("the colleagues hear %v", f)
	}
}

func TestStaff_Confirms(t *testing.T) {
	t.Parallel()
	o := newOffice(t, false)
	ana := o.connect("ana")
	type m = map[string]any
	for _, c := range []struct {
		in   any
		code float64
	}{
		{m{"device": "tab", "ring": "r1", "kind": "sounded"}, 0},
		{m{"device": "tab", "rings": []string{"r1", "r2"}, "kind": "shown"}, 0},
		{m{"device": "tab", "ring": "nothing", "kind": "shown"}, 404},
		{m{"device": "", "ring": "r1", "kind": "shown"}, 400},
		{m{"device": 1}, 400},
	} {
		if got := ana.call("confirm", c.in); got != c.code {
			t.Errorf("%v: %v, want %v", c.in, got, c.code)
		}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if !slices.Equal(o.heard, []string{"ana tab sounded r1", "ana tab shown r1,r2"}) {
		t.Errorf("heard %q", o.heard)
	}
}

// What a page says of itself comes with its signs of life; what no page can say is left out.
func TestPresence_SaysWhatWouldStopARing(t *testing.T) {
	t.Parallel()
	o := newOffice(t, false)
	ana := o.connect("ana")
	type m = map[string]any
	if code := ana.call("presence", m{"device": "d1", "sound": true, "name": "Chrome", "permission": "denied", "volume": 7, "push": false, "secure": true, "idle": true}); code != 0 {
		t.Fatal(code)
	}
	if code := ana.call("presence", m{"device": "d2", "permission": "perhaps"}); code != 0 {
		t.Fatal(code)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	one, two := o.beats[0], o.beats[1]
	if one.Name != "Chrome" || one.Says.Permission != "denied" || *one.Says.Volume != 1 || *one.Says.Push || !*one.Says.Secure || !one.Says.Idle {
		t.Errorf("said %+v", one)
	}
	if two.Says != (desk.DeviceState{}) {
		t.Errorf("said nothing, and is taken for %+v", two.Says)
	}
}

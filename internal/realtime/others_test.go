package realtime_test

import (
	"context"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/realtime"
	"deskbell/internal/store"
)

// filled sets every field of a value, so that one that is lost on the way is missed.
func filled(v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		filled(v.Elem(), n)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Date(2026, 11, 22, 12, 0, *n, 0, time.UTC)))
			return
		}
		for i := range v.NumField() {
			filled(v.Field(i), n)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		filled(v.Index(0), n)
		filled(v.Index(1), n)
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.ValueOf("name"), reflect.ValueOf("<b>\u2028 "+strings.Repeat("é", *n%7)))
	case reflect.String:
		v.SetString(strings.Repeat("x", 1+*n%5) + "\"\n\u2028<")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(*n))
	case reflect.Float64:
		v.SetFloat(float64(*n) / 4)
	default:
		panic("a field of a kind that the test does not fill: " + v.Kind().String())
	}
}

// What one node tells of a change is all that another needs: nothing of the state or of an entry is lost on the way.
func TestChange_ComesOverWhole(t *testing.T) {
	t.Parallel()
	var c conversation.Change
	n := 0
	filled(reflect.ValueOf(&c.After).Elem(), &n)
	filled(reflect.ValueOf(&c.Entries).Elem(), &n)
	filled(reflect.ValueOf(&c.Notices).Elem(), &n)
	got, ok := realtime.DecodeChange(realtime.EncodeChange(nil, &c))
	if !ok {
		t.Fatal("it cannot be read")
	}
	if diff := cmp.Diff(c, got); diff != "" {
		t.Error(diff)
	}
	var empty conversation.Change
	empty.After.ID = "c"
	if got, ok := realtime.DecodeChange(realtime.EncodeChange(nil, &empty)); !ok || !cmp.Equal(empty, got) {
		t.Errorf("%v: %s", ok, cmp.Diff(empty, got))
	}
}

// Whatever is on the line ends nothing.
func FuzzChange(f *testing.F) {
	f.Add(realtime.EncodeChange(nil, change(12)))
	f.Add([]byte{0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1})
	f.Add([]byte("\x00\x01\xff\xff\xff\xff\x0f"))
	f.Fuzz(func(_ *testing.T, payload []byte) { _, _ = realtime.DecodeChange(payload) })
}

// change is a guest's message under an agent's control.
func change(seq int64) *conversation.Change {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	const id = "0193a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b"
	s := desk.State{Conversation: desk.Conversation{ID: id, PropertyID: "h1", AccountID: "h1", ContactID: "guest-h1", Channel: desk.ChannelWeb,
		Status: desk.StatusOpen, Controller: desk.Controller{Kind: desk.ControllerAgent, AgentID: "ana"}, Epoch: 2, LastSeq: seq, LastPublicSeq: seq,
		Language: "en", StartedAt: now, GuestAt: now, LastAt: now},
		Facts:  desk.Facts{GuestSeq: seq, UnansweredSeq: seq, UnansweredAt: now, HumanSince: now, RemindSince: now, HumanAt: now},
		Timers: []desk.Timer{{Kind: desk.TimerReminder, For: "2 12", DueAt: now}, {Kind: desk.TimerRelief, For: "2 12", DueAt: now}},
		Request: &desk.Request{ID: id, Kind: desk.RequestPerson, Stage: desk.StageRinging, Cause: desk.CauseGuest, OpenedAt: now, StageAt: now,
			Wait: 1, Round: 1, Rung: []string{id, id, id}, End: desk.EndAccepted, EndedAt: now, EndedBy: "ana"}}
	before := s
	before.LastSeq--
	return &conversation.Change{Before: before, After: s, Entries: []desk.Entry{{ID: id, ConversationID: id, PropertyID: "h1", ContactID: "guest-h1",
		Seq: seq, PrevPublic: seq - 1, Public: true, Kind: desk.EntryMessage, Author: desk.Author{Kind: desk.AuthorGuest, ID: "guest-h1"},
		Text: "Hello, could I have a late check-out on Sunday please? We fly at nine.", ClientID: id, Epoch: 2, At: now}},
		Notices: []desk.Notice{{AgentID: "ana", Kind: desk.NoticeMine, ConversationID: id}}}
}

// What a change costs the node that tells it and those that hear it, beside the way.
func BenchmarkChange(b *testing.B) {
	c := change(12)
	buf := realtime.EncodeChange(nil, c)
	b.Logf("%d bytes", len(buf))
	b.Run("Encode", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			buf = realtime.EncodeChange(buf[:0], c)
		}
	})
	b.Run("Decode", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, ok := realtime.DecodeChange(buf); !ok {
				b.Fatal("it cannot be read")
			}
		}
	})
	b.Run("PassOver", func(b *testing.B) { // where nobody is connected whom it concerns
		b.ReportAllocs()
		for b.Loop() {
			if !realtime.ReadHead(buf) {
				b.Fatal("it cannot be read")
			}
		}
	})
}

// pair is a conversation of ana's, her screen, and a fanout that hears other nodes.
func pair(t *testing.T) (*office, *screen, conversation.Receipt) {
	t.Helper()
	o := newOffice(t, false)
	o.fan.Share()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- o.fan.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	s := o.connect("ana")
	r := o.says("guest-h1", "Hello")
	s.until("entry")
	return o, s, r
}

// news is a change of the conversation by another node, stored, and as that node would tell it.
func (o *office) news(r conversation.Receipt, text string) (hint store.Hint, payload []byte) {
	o.t.Helper()
	tap := &tapped{}
	d := conversation.New(conversation.Config{Store: o.store, Floors: floors{}, Publisher: tap, Owner: "elsewhere"})
	if _, err := d.Receive(o.t.Context(), conversation.Incoming{ContactID: "guest-h1", ClientID: text, Text: text}); err != nil {
		o.t.Fatal(err)
	}
	return store.Hint{Kind: store.HintConversation, ID: r.ConversationID, Seq: tap.c.After.LastSeq}, realtime.EncodeChange(nil, &tap.c)
}

type tapped struct{ c conversation.Change }

func (p *tapped) Publish(c conversation.Change) { p.c = c }

func text(frame map[string]any) string {
	entry, _ := frame["entry"].(map[string]any)
	s, _ := entry["text"].(string)
	return s
}

// What somebody told is not read, what nobody told is, and neither comes twice.
func TestFanout_HearsAndCatchesUp(t *testing.T) {
	t.Parallel()
	o, s, r := pair(t)
	first, payload := o.news(r, "told")
	if !o.fan.Hear("change", payload) || o.fan.Hear("a kind of a newer version", payload) {
		t.Error("what is heard here is not what is told here")
	}
	if got := text(s.until("entry")); got != "told" {
		t.Errorf("got %q", got)
	}
	second, late := o.news(r, "not told")
	third, _ := o.news(r, "nor this")
	if err := o.fan.CatchUp(t.Context(), []store.Hint{third, first, second, {Kind: "unknown", ID: "x"}, {Kind: store.HintConversation, ID: "gone", Seq: 9}}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"not told", "nor this"} {
		if got := text(s.until("entry")); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	// It comes over the line all the same, late; and the same news again.
	o.fan.Hear("change", late)
	if err := o.fan.CatchUp(t.Context(), []store.Hint{first, second, third}); err != nil {
		t.Fatal(err)
	}
	_, payload = o.news(r, "the next")
	o.fan.Hear("change", payload)
	if got := text(s.until("entry")); got != "the next" {
		t.Errorf("got %q", got)
	}
}

// A notice has no row: it is found in the news, once.
func TestFanout_FindsNotices(t *testing.T) {
	t.Parallel()
	o, s, r := pair(t)
	hint := store.Hint{Kind: conversation.HintNotice, ID: "taken " + r.ConversationID + " ana sound ben", Seq: 99}
	if err := o.fan.CatchUp(t.Context(), []store.Hint{hint, {Kind: conversation.HintNotice, ID: "broken", Seq: 99}}); err != nil {
		t.Fatal(err)
	}
	if got := s.until("taken"); got["conversation_id"] != r.ConversationID || got["by"].(map[string]any)["id"] != "ben" {
		t.Errorf("got %v", got)
	}
}

// More than can be read is read again by whoever sees it.
func TestFanout_TooMuchToCatchUp(t *testing.T) {
	t.Parallel()
	o, s, _ := pair(t)
	hints := make([]store.Hint, 0, 1000)
	for n := range cap(hints) {
		hints = append(hints, store.Hint{Kind: store.HintConversation, ID: strings.Repeat("c", n+1), Seq: 1})
	}
	if err := o.fan.CatchUp(t.Context(), hints); err != nil {
		t.Fatal(err)
	}
	if code := s.ends(); code != 4001 {
		t.Errorf("the connection ended with %d", code)
	}
}

// Two nodes' frames of one conversation may swap; what is kept never goes back.
func TestDirectory_NeverGoesBack(t *testing.T) {
	t.Parallel()
	o, s, r := pair(t)
	_, older := o.news(r, "older")
	if _, err := o.desk.TakeControl(t.Context(), o.people["ana"], r.ConversationID); err != nil {
		t.Fatal(err)
	}
	for {
		if f := s.until("entry"); f["entry"].(map[string]any)["code"] == "joined" {
			break
		}
	}
	o.fan.Hear("change", older)
	s.until("entry")
	place, err := o.dir.Place(r.ConversationID)
	if err != nil || place.Controller.Kind != desk.ControllerAgent {
		t.Errorf("the conversation is with %v, %v", place.Controller, err)
	}
}

// A node that writes into a conversation itself is told what another wrote before, late as it is.
func TestFanout_CatchesUpWithAGap(t *testing.T) {
	t.Parallel()
	o, s, r := pair(t)
	if _, err := o.desk.TakeControl(t.Context(), o.people["ana"], r.ConversationID); err != nil {
		t.Fatal(err)
	}
	for s.until("entry")["entry"].(map[string]any)["code"] != "joined" {
	}
	hint, _ := o.news(r, "from the other node")
	if _, err := o.desk.Reply(t.Context(), o.people["ana"], r.ConversationID, conversation.Draft{ClientID: "r1", Text: "from this one", Epoch: -1}); err != nil {
		t.Fatal(err)
	}
	if got := text(s.until("entry")); got != "from this one" {
		t.Errorf("got %q", got)
	}
	notice := store.Hint{Kind: conversation.HintNotice, ID: "mine " + r.ConversationID + " ana sound ", Seq: hint.Seq}
	if err := o.fan.CatchUp(t.Context(), []store.Hint{hint, notice}); err != nil {
		t.Fatal(err)
	}
	if got := text(s.until("entry")); got != "from the other node" {
		t.Errorf("got %q", got)
	}
	if got := s.until("mine"); got["seq"] != float64(hint.Seq) {
		t.Errorf("got %v", got)
	}
	if _, err := o.desk.Reply(t.Context(), o.people["ana"], r.ConversationID, conversation.Draft{ClientID: "r2", Text: "and once more", Epoch: -1}); err != nil {
		t.Fatal(err)
	}
	if got := text(s.until("entry")); got != "and once more" { // what was told already did not come again
		t.Errorf("got %q", got)
	}
}

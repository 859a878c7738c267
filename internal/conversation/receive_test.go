package conversation_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/store/memstore"
)

func TestReceive_BeginsAConversationAndHandsItsTurnOver(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	r := h.says("Is there parking?")
	s := h.state()
	if r.ConversationID != s.ID || r.Seq != 1 || r.Epoch != s.Epoch || !r.At.Equal(h.now()) || r.Repeated {
		t.Errorf("receipt %+v for %+v", r, s)
	}
	if s.Controller.Kind != desk.ControllerAssistant || !s.Turn.Open() || s.Turn.ForSeq != 1 {
		t.Errorf("state %+v, turn %+v", s.Controller, s.Turn)
	}
	if len(h.turns.taken) != 1 || h.turns.taken[0].Turn.ID != s.Turn.ID {
		t.Errorf("handed over: %+v", h.turns.taken)
	}
	h.write(func(tx store.Tx) error {
		if ok, _ := tx.ClaimTurn(s.Turn.ID, "another node", tx.Now(), tx.Now().Add(time.Second)); ok {
			t.Error("the turn that was handed over could be claimed by another node")
		}
		return nil
	})
	if len(h.timers) == 0 || h.timers[0].After(h.now().Add(desk.TurnLimit)) {
		t.Errorf("the schedule was not woken for the turn's clock: %v", h.timers)
	}
	if c := h.changes(); len(c) != 1 || c[0].Before.LastSeq != 0 || c[0].After.LastSeq != 1 || len(c[0].Entries) != 1 {
		t.Errorf("published %+v", c)
	}
}

func TestReceive_LeavesTurnsToBeClaimedWithoutRoom(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.turns.room = false
	h.says("Hello")
	h.write(func(tx store.Tx) error {
		owed, err := tx.ClaimTurns("another node", tx.Now(), tx.Now().Add(time.Second), 10)
		if len(owed) != 1 || len(h.turns.taken) != 0 {
			t.Errorf("claimed %v, handed over %v", owed, h.turns.taken)
		}
		return err
	})
}

func TestReceive_ARepeatIsAnsweredWithTheStoredMessage(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	in := conversation.Incoming{ContactID: "guest", ClientID: "same", Text: "Hello"}
	first, err := h.desk.Receive(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	h.says("and more")
	h.pass(30 * 24 * time.Hour)
	again, err := h.desk.Receive(t.Context(), in)
	if err != nil || !again.Repeated || again.EntryID != first.EntryID || again.Seq != first.Seq || !again.At.Equal(first.At) {
		t.Errorf("repeat: %+v, %v; first %+v", again, err, first)
	}
	if got := len(h.entries(first.ConversationID)); got != 2 {
		t.Errorf("%d entries, want 2", got)
	}
}

func TestReceive_EqualSendsAtOnceAreOneMessage(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	receipts := make([]conversation.Receipt, 50)
	var wg sync.WaitGroup
	for i := range receipts {
		wg.Go(func() {
			r, err := h.desk.Receive(t.Context(), conversation.Incoming{ContactID: "guest", ClientID: "same", Text: "Hello"})
			if err != nil {
				t.Error(err)
			}
			receipts[i] = r
		})
	}
	wg.Wait()
	fresh := 0
	for _, r := range receipts {
		if !r.Repeated {
			fresh++
		}
		if r.EntryID != receipts[0].EntryID || r.Seq != 1 {
			t.Errorf("receipt %+v differs", r)
		}
	}
	if fresh != 1 || len(h.entries(receipts[0].ConversationID)) != 1 {
		t.Errorf("%d of 50 equal sends were stored", fresh)
	}
}

func TestReceive_Text(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, c := range []struct {
		name, text, want string
		code             desk.Code
	}{
		{"Trimmed", "  Hello\r\nthere \n", "Hello\nthere", ""},
		{"ControlsGo", "a\x00b\x07c\x1b[31m", "abc[31m", ""},
		{"BrokenUTF8", "a\xffb", "a\uFFFDb", ""},
		{"OverridesGo", "abc\u202Etxt.exe\u2069", "abctxt.exe", ""},
		{"DirectionMarksStay", "שלום\u200F!", "שלום\u200F!", ""},
		{"MarkupIsText", "<script>alert(1)</script>", "<script>alert(1)</script>", ""},
		{"LongestFits", strings.Repeat("é", 4000), strings.Repeat("é", 4000), ""},
		{"TooLong", strings.Repeat("é", 4001), "", desk.CodeInvalid},
		{"Empty", "", "", desk.CodeInvalid},
		{"OnlyWhite", " \n\t ", "", desk.CodeInvalid},
		{"OnlyInvisible", "\u200B\u2060", "", desk.CodeInvalid},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := h.desk.Receive(t.Context(), conversation.Incoming{ContactID: "guest", ClientID: c.name, Text: c.text})
			if c.code != "" {
				wantCode(t, err, c.code)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := h.entries(r.ConversationID)[r.Seq-1].Text; got != c.want {
				t.Errorf("stored %q, want %q", got, c.want)
			}
		})
	}
}

func TestReceive_FilesNeedNoText(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	files := []desk.File{{ID: "f", Key: "k", Name: "key.jpg", Type: "image/jpeg", Size: 9}}
	r, err := h.desk.Receive(t.Context(), conversation.Incoming{ContactID: "guest", ClientID: "1", Files: files})
	if err != nil {
		t.Fatal(err)
	}
	if e := h.entries(r.ConversationID)[0]; e.Text != "" || !slices.Equal(e.Files, files) {
		t.Errorf("entry %+v", e)
	}
}

func TestReceive_SevenDaysAfterTheEndANewConversationBegins(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	first := h.says("Hello")
	resolve := func() {
		if _, err := h.desk.Resolve(t.Context(), ana, h.state().ID, true); err != nil {
			t.Fatal(err)
		}
	}
	resolve()
	h.pass(6 * 24 * time.Hour)
	if r := h.says("I am back"); r.ConversationID != first.ConversationID || h.state().Status != desk.StatusOpen {
		t.Errorf("six days later: %+v, not the same conversation reopened", r)
	}
	resolve()
	h.pass(8 * 24 * time.Hour)
	r := h.says("I am back again")
	if r.ConversationID == first.ConversationID || r.Seq != 1 {
		t.Errorf("eight days later: %+v, not a new conversation", r)
	}
	// A late press in the history goes on where the guest is now.
	s, err := h.desk.TakeControl(t.Context(), ana, first.ConversationID)
	if err != nil || s.ID != r.ConversationID || s.Controller.AgentID != "ana" {
		t.Errorf("take control of the old one: %+v, %v", s.Conversation, err)
	}
}

func TestReceive_AFailedCommitReleasesNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.store.(*memstore.Store).FailCommits(errors.New("disk full"))
	_, err := h.desk.Receive(t.Context(), conversation.Incoming{ContactID: "guest", ClientID: "1", Text: "Hello"})
	wantCode(t, err, desk.CodeUnavailable)
	if len(h.changes())+len(h.turns.taken)+len(h.timers) != 0 {
		t.Error("something was released although nothing was stored")
	}
	h.store.(*memstore.Store).FailCommits(nil)
	if r, err := h.desk.Receive(t.Context(), conversation.Incoming{ContactID: "guest", ClientID: "1", Text: "Hello"}); err != nil || r.Repeated {
		t.Errorf("the same message afterwards: %+v, %v", r, err)
	}
}

func TestReceive_UnknownContact(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	_, err := h.desk.Receive(t.Context(), conversation.Incoming{ContactID: "nobody", ClientID: "1", Text: "Hello"})
	wantCode(t, err, desk.CodeNotFound)
}

func TestVisit_KeepsTheWayThroughTheWebsite(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.says("Hello")
	for i := range 25 {
		for range 2 { // the same page again is no new one
			page := desk.PageView{URL: "https://hotel.example/" + strings.Repeat("x", i), Title: "A\u202E<b>"}
			if err := h.desk.Visit(t.Context(), "guest", page); err != nil {
				t.Fatal(err)
			}
		}
	}
	h.write(func(tx store.Tx) error {
		c, err := tx.Contact("guest")
		if len(c.Pages) != 20 || c.Pages[19].Title != "A<b>" || len(c.Pages[19].URL) != len("https://hotel.example/")+24 {
			t.Errorf("pages %+v", c.Pages)
		}
		return err
	})
	if n := len(h.changes()); n != 26 {
		t.Errorf("%d changes published, want one for the message and one for each page", n)
	}
}

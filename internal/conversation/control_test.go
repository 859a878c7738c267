package conversation_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

func TestTakeControl_OneWinsAndTheOthersSeeWho(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.says("Hello").ConversationID
	s, err := h.desk.TakeControl(t.Context(), ana, id)
	if err != nil || s.Controller.AgentID != "ana" {
		t.Fatalf("%+v, %v", s.Controller, err)
	}
	if e := h.line(desk.LineJoined); !e.Public || e.Text != "Ana from the front desk joined. You are now chatting with a person." ||
		e.Params[conversation.ParamAgent] != "Ana" || e.Params[conversation.ParamAgentID] != "ana" || e.Epoch != s.Epoch {
		t.Errorf("line %+v", e)
	}
	h.pass(4 * time.Second)
	_, err = h.desk.TakeControl(t.Context(), ben, id)
	e := wantCode(t, err, desk.CodeTaken)
	if e.By == nil || e.By.ID != "ana" || e.By.Name != "Ana Alves" || e.Since != 4*time.Second {
		t.Errorf("refused with %+v by %+v", e, e.By)
	}
	if again, err := h.desk.TakeControl(t.Context(), ana, id); err != nil || again.LastSeq != s.LastSeq {
		t.Errorf("taking it again changed it: %v", err)
	}
	if len(h.turns.dropped) != 1 {
		t.Errorf("dropped turns %v, want the one that was owed", h.turns.dropped)
	}
	h.write(func(tx store.Tx) error {
		p, err := tx.Person("ana")
		if p.Held != 1 {
			t.Errorf("ana holds %d chats", p.Held)
		}
		return err
	})
}

func TestPolicy(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.says("Hello").ConversationID
	gone, editor := ana, ana
	gone.Active, editor.Role = false, desk.RoleKnowledgeManager
	draft := conversation.Draft{ClientID: "d", Text: "Hello", Epoch: -1}
	state := func(_ desk.State, err error) error { return err }
	receipt := func(_ conversation.Receipt, err error) error { return err }
	calls := map[string]func(by desk.Person, id string) error{
		"TakeControl": func(by desk.Person, id string) error { return state(h.desk.TakeControl(t.Context(), by, id)) },
		"Accept":      func(by desk.Person, id string) error { return state(h.desk.Accept(t.Context(), by, id)) },
		"HandBack":    func(by desk.Person, id string) error { return state(h.desk.HandBack(t.Context(), by, id)) },
		"Reopen":      func(by desk.Person, id string) error { return state(h.desk.Reopen(t.Context(), by, id)) },
		"Resolve":     func(by desk.Person, id string) error { return state(h.desk.Resolve(t.Context(), by, id, true)) },
		"TakeOver":    func(by desk.Person, id string) error { return state(h.desk.TakeOver(t.Context(), by, id, true)) },
		"Transfer":    func(by desk.Person, id string) error { return state(h.desk.Transfer(t.Context(), by, id, "", "")) },
		"TakeBack":    func(by desk.Person, id string) error { return state(h.desk.TakeBack(t.Context(), by, id)) },
		"Promise":     func(by desk.Person, id string) error { return state(h.desk.Promise(t.Context(), by, id, "r", 3)) },
		"CannotNow":   func(by desk.Person, id string) error { return state(h.desk.CannotNow(t.Context(), by, id, "r")) },
		"Reply":       func(by desk.Person, id string) error { return receipt(h.desk.Reply(t.Context(), by, id, draft)) },
		"Note":        func(by desk.Person, id string) error { return receipt(h.desk.Note(t.Context(), by, id, draft)) },
		"AnswerAndHandBack": func(by desk.Person, id string) error {
			return receipt(h.desk.AnswerAndHandBack(t.Context(), by, id, draft))
		},
	}
	before := h.state()
	for name, call := range calls {
		for who, c := range map[string]struct {
			by   desk.Person
			id   string
			code desk.Code
		}{
			"OfAnotherProperty": {other, id, desk.CodeNotFound},
			"UnknownID":         {ana, "nothing", desk.CodeNotFound},
			"Deactivated":       {gone, id, desk.CodeUnauthorized},
			"KnowledgeManager":  {editor, id, desk.CodeForbidden},
		} {
			t.Run(name+"/"+who, func(t *testing.T) { wantCode(t, call(c.by, c.id), c.code) })
		}
	}
	if h.state().LastSeq != before.LastSeq {
		t.Error("a refused call changed the conversation")
	}
}

func TestTakeControl_WithinTheLimit(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.write(func(tx store.Tx) error {
		p, err := tx.Property("harbour")
		live := p.Settings.LiveChat[desk.ChannelWeb]
		live.HeldLimit = 1
		p.Settings.LiveChat = map[desk.Channel]desk.LiveChat{desk.ChannelWeb: live}
		if err == nil {
			err = tx.UpdateProperty(p)
		}
		return err
	})
	first := h.says("Hello").ConversationID
	h.guest("second", "harbour", "")
	r, err := h.desk.Receive(t.Context(), conversation.Incoming{ContactID: "second", ClientID: "1", Text: "Hello"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.desk.TakeControl(t.Context(), ana, first); err != nil {
		t.Fatal(err)
	}
	_, err = h.desk.TakeControl(t.Context(), ana, r.ConversationID)
	wantCode(t, err, desk.CodeLimitReached)
	if _, err := h.desk.AnswerAndHandBack(t.Context(), ana, r.ConversationID, conversation.Draft{ClientID: "a", Text: "Yes", Epoch: -1}); err != nil {
		t.Errorf("answer and hand back at the limit: %v", err)
	}
	if _, err := h.desk.HandBack(t.Context(), ana, first); err != nil {
		t.Fatal(err)
	}
	if _, err := h.desk.TakeControl(t.Context(), ana, r.ConversationID); err != nil {
		t.Errorf("below the limit again: %v", err)
	}
}

func TestTakeOver_IsConfirmedAndWrittenDown(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.says("Hello").ConversationID
	if _, err := h.desk.TakeControl(t.Context(), ana, id); err != nil {
		t.Fatal(err)
	}
	_, err := h.desk.TakeOver(t.Context(), ben, id, true)
	wantCode(t, err, desk.CodeTaken)
	_, err = h.desk.TakeOver(t.Context(), admin, id, false)
	wantCode(t, err, desk.CodeConfirmNeeded)
	h.floor.reach["ana"] = desk.ReachReconnecting
	s, err := h.desk.TakeOver(t.Context(), ben, id, true)
	if err != nil || s.Controller.AgentID != "ben" {
		t.Fatalf("from a colleague who is gone: %+v, %v", s.Controller, err)
	}
	h.write(func(tx store.Tx) error {
		lines, err := tx.ListAudit([]string{"harbour"}, 10)
		if len(lines) != 1 || lines[0].Action != "take_over" || lines[0].PersonID != "ben" || !strings.Contains(lines[0].Detail, "ana") {
			t.Errorf("audit %+v", lines)
		}
		return err
	})
	last := h.changes()[len(h.changes())-1]
	if len(last.Notices) != 1 || last.Notices[0].AgentID != "ana" || last.Notices[0].ByAgentID != "ben" {
		t.Errorf("notices %+v", last.Notices)
	}
}

func TestTransfer(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.says("Hello").ConversationID
	if _, err := h.desk.TakeControl(t.Context(), ana, id); err != nil {
		t.Fatal(err)
	}
	for _, target := range []string{"oda", "nobody"} {
		_, err := h.desk.Transfer(t.Context(), ana, id, target, "")
		wantCode(t, err, desk.CodeInvalid)
	}
	s, err := h.desk.Transfer(t.Context(), ana, id, "ben", "Speaks\nGerman")
	if err != nil || s.Request.Note != "Speaks German" || s.Controller.AgentID != "ana" {
		t.Fatalf("%+v, %v", s.Request, err)
	}
	if s, err = h.desk.Accept(t.Context(), ben, id); err != nil || s.Controller.AgentID != "ben" {
		t.Errorf("accepted: %+v, %v", s.Controller, err)
	}
}

func TestReply(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.says("Hello").ConversationID
	seen := h.state().Epoch
	r, err := h.desk.Reply(t.Context(), ana, id, conversation.Draft{ClientID: "1", Text: "Good morning", Epoch: seen})
	if err != nil || r.Epoch != seen+1 {
		t.Fatalf("a reply takes where nobody controls: %+v, %v", r, err)
	}
	if e := h.entries(id)[r.Seq-1]; e.Author != (desk.Author{Kind: desk.AuthorAgent, ID: "ana", Name: "Ana"}) || !e.Public || e.ID != r.EntryID {
		t.Errorf("entry %+v", e)
	}
	_, err = h.desk.Reply(t.Context(), ben, id, conversation.Draft{ClientID: "1", Text: "Me too", Epoch: seen})
	wantCode(t, err, desk.CodeTaken)
	_, err = h.desk.Reply(t.Context(), ana, id, conversation.Draft{ClientID: "2", Text: "Stale", Epoch: seen})
	if e := wantCode(t, err, desk.CodeStale); e.By == nil || e.By.Name != "Ana Alves" {
		t.Errorf("stale names %+v", e.By)
	}
	if _, err := h.desk.HandBack(t.Context(), ana, id); err != nil {
		t.Fatal(err)
	}
	// The first send again, long after: the answer is what was stored, not a refusal, and nobody takes anything.
	again, err := h.desk.Reply(t.Context(), ana, id, conversation.Draft{ClientID: "1", Text: "Good morning", Epoch: seen})
	if err != nil || !again.Repeated || again.Seq != r.Seq || h.state().Controller.Kind != desk.ControllerAssistant {
		t.Errorf("repeat %+v, %v", again, err)
	}
	h.guest("second", "harbour", "")
	elsewhere, err := h.desk.Receive(t.Context(), conversation.Incoming{ContactID: "second", ClientID: "1", Text: "Hello"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.desk.Reply(t.Context(), ana, elsewhere.ConversationID, conversation.Draft{ClientID: "1", Text: "Another", Epoch: -1})
	wantCode(t, err, desk.CodeExists)
	if got := strings.Join(h.messages(id), "|"); got != "guest: Hello|agent: Good morning" {
		t.Errorf("messages %s", got)
	}
}

func TestAnswerAndHandBack_IsOneTransaction(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.says("May I bring my parrot?").ConversationID
	before := h.state()
	draft := conversation.Draft{ClientID: "1", Text: "Of course", Epoch: before.Epoch}
	r, err := h.desk.AnswerAndHandBack(t.Context(), ana, id, draft)
	s := h.state()
	if err != nil || s.Epoch != before.Epoch+2 || s.Controller.Kind != desk.ControllerAssistant || s.Turn.Open() {
		t.Fatalf("%+v %+v, %v", s.Conversation, s.Turn, err)
	}
	if e := h.entries(id)[r.Seq-1]; e.Author.Name != "Ana" || e.Epoch != before.Epoch+1 || r.Epoch != s.Epoch {
		t.Errorf("entry %+v, receipt %+v", e, r)
	}
	if again, err := h.desk.AnswerAndHandBack(t.Context(), ana, id, draft); err != nil || again.Seq != r.Seq || !again.Repeated {
		t.Errorf("repeat %+v, %v", again, err)
	}
	if len(h.changes()) != 2 {
		t.Errorf("%d changes published", len(h.changes()))
	}
}

func TestNote_IsNotTheGuests(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.says("Hello").ConversationID
	r, err := h.desk.Note(t.Context(), ben, id, conversation.Draft{ClientID: "n", Text: "VIP", Epoch: 99})
	if err != nil {
		t.Fatal(err)
	}
	h.says("Anybody?")
	list := h.entries(id)
	if n := list[r.Seq-1]; n.Kind != desk.EntryNote || n.Public || list[2].PrevPublic != 1 {
		t.Errorf("note %+v, next %+v", n, list[2])
	}
}

func TestResolveAndReopen(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.says("Hello").ConversationID
	if _, err := h.desk.TakeControl(t.Context(), ana, id); err != nil {
		t.Fatal(err)
	}
	_, err := h.desk.Resolve(t.Context(), ana, id, false)
	wantCode(t, err, desk.CodeConfirmNeeded)
	_, err = h.desk.Resolve(t.Context(), ben, id, true)
	if e := wantCode(t, err, desk.CodeNotYours); e.By == nil || e.By.Name != "Ana Alves" {
		t.Errorf("not yours names %+v", e.By)
	}
	if s, err := h.desk.Resolve(t.Context(), ana, id, true); err != nil || s.Status != desk.StatusResolved {
		t.Fatalf("%+v, %v", s.Status, err)
	}
	if err := h.desk.Rate(t.Context(), "guest", 5, "Lovely"); err != nil {
		t.Error(err)
	}
	if e := h.line(desk.LineRated); e.Public || e.Text != "The guest rated this conversation: 5 of 5 stars. “Lovely”" {
		t.Errorf("rating %+v", e)
	}
	wantCode(t, h.desk.Rate(t.Context(), "guest", 6, ""), desk.CodeInvalid)
	if s, err := h.desk.Reopen(t.Context(), ben, id); err != nil || s.Status != desk.StatusOpen {
		t.Errorf("reopened: %+v, %v", s.Status, err)
	}
}

func TestACancelledCallerIsNotActedFor(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.says("Hello").ConversationID
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := h.desk.TakeControl(ctx, ana, id); err == nil || h.state().Controller.Kind != desk.ControllerAssistant {
		t.Errorf("took control for nobody: %v", err)
	}
}

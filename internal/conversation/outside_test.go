package conversation_test

import (
	"testing"
	"time"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

func TestEchoed_APersonInTheChannelsOwnAppHasTheGuest(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.write(func(tx store.Tx) error {
		return tx.CreateContact(desk.Contact{ID: "ig", PropertyID: "harbour", AccountID: "ig-harbour", Channel: desk.ChannelInstagram,
			ExternalID: "123", CreatedAt: tx.Now()})
	})
	h.writesAs("ig", "Is breakfast included?")
	echo := conversation.Incoming{ContactID: "ig", ProviderID: "mid.1", Text: "Yes, it is."}
	r, err := h.desk.Echoed(t.Context(), echo)
	if err != nil {
		t.Fatal(err)
	}
	s, _ := h.desk.GuestState(t.Context(), "ig")
	if s.Controller.Kind != desk.ControllerOutside || s.Turn.Open() || s.Facts.Unanswered() || r.ConversationID != s.ID {
		t.Errorf("%+v, %+v", s.Controller, s.Facts)
	}
	if again, err := h.desk.Echoed(t.Context(), echo); err != nil || !again.Repeated || again.EntryID != r.EntryID {
		t.Errorf("a repeat: %+v, %v", again, err)
	}
	if got := h.messages(s.ID); len(got) != 2 || got[1] != "agent: Yes, it is." {
		t.Errorf("messages %q", got)
	}
	// Whoever answers outside and goes silent is followed by the desk, where somebody is there, else by the assistant.
	h.writesAs("ig", "And parking?")
	h.pass(time.Minute)
	h.runDue()
	if s, _ = h.desk.GuestState(t.Context(), "ig"); s.Controller.Kind != desk.ControllerAssistant || !s.Turn.Open() {
		t.Errorf("unanswered for the first wait: %+v", s.Controller)
	}
	_, err = h.desk.Echoed(t.Context(), conversation.Incoming{ContactID: "ig", Text: "Hi"})
	wantCode(t, err, desk.CodeInvalid)
}

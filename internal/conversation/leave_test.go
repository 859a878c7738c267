package conversation_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// tickets makes one for each form of a contact, as the contract asks.
type tickets struct {
	mu   sync.Mutex
	made []conversation.NewTicket
}

func (k *tickets) Open(_ store.Tx, t conversation.NewTicket) (int64, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for i, m := range k.made {
		if m.Form.ID != "" && m.Form.ID == t.Form.ID && m.State.ContactID == t.State.ContactID {
			return int64(1001 + i), nil
		}
	}
	k.made = append(k.made, t)
	return int64(1000 + len(k.made)), nil
}

func (h *house) withTickets() *tickets {
	k := &tickets{}
	h.build(func(c *conversation.Config) { c.Tickets = k })
	return k
}

func (h *house) leaves(f conversation.Form) conversation.Left {
	h.t.Helper()
	left, err := h.desk.LeaveMessage(h.t.Context(), "guest", f)
	if err != nil {
		h.t.Fatal(err)
	}
	return left
}

func (h *house) contact() (c desk.Contact) {
	h.t.Helper()
	if err := h.store.Read(h.t.Context(), func(tx store.Tx) (err error) {
		c, err = tx.Contact("guest")
		return err
	}); err != nil {
		h.t.Fatal(err)
	}
	return c
}

func TestLeaveMessage_BecomesATicketOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	k := h.withTickets()
	h.settings(func(s *desk.PropertySettings) { s.ReplyWithin = 2 * time.Hour })
	h.says("Is anybody there?")
	if err := h.desk.FormBegun(t.Context(), "guest", conversation.Form{ID: "f1", Name: "Gr", Text: "Please ca"}); err != nil {
		t.Fatal(err)
	}
	form := conversation.Form{ID: "f1", Name: " Grace\nHopper ", Email: "Grace <grace@example.org>", Phone: "912 345 678", Text: " Please call me.\x00 "}
	left := h.leaves(form)
	if left.Ticket != 1001 || !left.ReplyBy.Equal(h.now().Add(2*time.Hour)) {
		t.Errorf("%+v", left)
	}
	e := h.line(desk.LineTicket)
	want := "Your message has been passed on. Ticket #1001. We reply to g…@example.org by 12:00 (Lisbon time)."
	if e.Text != want || !e.Public || e.Params["ticket"] != "1001" || e.Params["address"] != "g…@example.org" || e.Params["reply_by"] != "2026-11-22T12:00:00Z" {
		t.Errorf("%q %v", e.Text, e.Params)
	}
	if got := k.made[0]; got.Form.Text != "Please call me." || got.Form.Phone != "+351 912 345 678" || got.Cause != desk.TicketLeft || !got.ReplyBy.Equal(left.ReplyBy) {
		t.Errorf("the ticket is made of %+v", got)
	}
	if c := h.contact(); c.Name != "Grace Hopper" || c.Email != "grace@example.org" || c.Phone != "+351 912 345 678" || !c.Proof.Until.IsZero() {
		t.Errorf("contact %+v", c)
	}
	if f, err := h.desk.Form(t.Context(), "guest"); err != nil || f.Text != "" || f.Email != "grace@example.org" {
		t.Errorf("the draft of what was sent: %+v, %v", f, err)
	}
	// The page's last autosave may come after the form itself.
	if err := h.desk.FormBegun(t.Context(), "guest", conversation.Form{ID: "f1", Name: "Grace", Text: "Please call me"}); err != nil {
		t.Fatal(err)
	}
	if f, _ := h.desk.Form(t.Context(), "guest"); f.ID != "" {
		t.Errorf("what was sent is a draft again: %+v", f)
	}
	messages := h.messages(h.state().ID)
	again := h.leaves(form)
	other := h.leaves(conversation.Form{ID: "f2", Email: "grace@example.org", Text: "One more thing."})
	first := h.leaves(form) // though another came between
	if again.Ticket != 1001 || other.Ticket != 1002 || first.Ticket != 1001 || len(k.made) != 2 || !again.ReplyBy.Equal(left.ReplyBy) {
		t.Errorf("again %+v, other %+v, the first again %+v", again, other, first)
	}
	if got := h.messages(h.state().ID); len(got) != len(messages)+1 {
		t.Errorf("the thread holds %v", got)
	}
	if s := h.state(); s.Facts.Unanswered() || s.Turn.Open() || s.Facts.TicketNumber != 1002 {
		t.Errorf("what was left is still owed an answer: %+v", s.Facts)
	}
}

func TestLeaveMessage_WithoutAFormIDADoubleClickIsOneTicket(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.withTickets()
	f := conversation.Form{Email: "g@example.org", Text: "Call me"}
	if a, b := h.leaves(f), h.leaves(f); a.Ticket != 1001 || b.Ticket != 1001 {
		t.Errorf("%d, %d", a.Ticket, b.Ticket)
	}
	h.pass(48 * time.Hour)
	if c := h.leaves(f); c.Ticket != 1002 {
		t.Errorf("the same words days later: %d", c.Ticket)
	}
}

func TestLeaveMessage_AtOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	k := h.withTickets()
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			left, err := h.desk.LeaveMessage(t.Context(), "guest", conversation.Form{ID: "f", Email: "g@example.org", Text: "Call me"})
			if err != nil || left.Ticket != 1001 {
				t.Errorf("%+v, %v", left, err)
			}
		})
	}
	all.Wait()
	if len(k.made) != 1 || len(h.messages(h.state().ID)) != 1 {
		t.Errorf("%d tickets", len(k.made))
	}
}

func TestLeaveMessage_RefusesWhatCannotBeAnswered(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.withTickets()
	for _, f := range []conversation.Form{
		{Name: "Grace", Text: "Call me"},
		{Email: "grace@", Text: "Call me"},
		{Email: "grace@localhost", Text: "Call me"},
		{Email: "a@example.org, b@example.org", Text: "Call me"},
		{Email: strings.Repeat("a", 250) + "@example.org", Text: "Call me"},
		{Phone: "12", Text: "Call me"},
		{Phone: "call me maybe", Text: "Call me"},
		{Phone: strings.Repeat("9", 60), Text: "Call me"},
		{Email: "g@example.org"},
		{Email: "g@example.org", Text: "\u200b \x00"},
		{Email: "g@example.org", Text: strings.Repeat("x", 4001)},
	} {
		_, err := h.desk.LeaveMessage(t.Context(), "guest", f)
		wantCode(t, err, desk.CodeInvalid)
	}
	if h.state().ID != "" {
		t.Error("a refused form began a conversation")
	}
	_, err := h.desk.LeaveMessage(t.Context(), "nobody", conversation.Form{Email: "g@example.org", Text: "Hi"})
	wantCode(t, err, desk.CodeNotFound)
	h.build(func(c *conversation.Config) { c.Tickets = nil })
	_, err = h.desk.LeaveMessage(t.Context(), "guest", conversation.Form{Email: "g@example.org", Text: "Hi"})
	wantCode(t, err, desk.CodeUnavailable)
}

func TestLeaveMessage_DoesNotOverwriteWhatWasProven(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.withTickets()
	h.write(func(tx store.Tx) error {
		c, err := tx.Contact("guest")
		c.Name, c.Email, c.Proof = "Grace Hopper", "grace@example.org", desk.PressProof(tx.Now())
		if err != nil {
			return err
		}
		return tx.UpdateContact(c)
	})
	h.leaves(conversation.Form{ID: "f", Name: "Somebody", Email: "else@example.org", Text: "Call me"})
	if c := h.contact(); c.Name != "Grace Hopper" || c.Email != "grace@example.org" {
		t.Errorf("%+v", c)
	}
}

func TestCheckPhone(t *testing.T) {
	t.Parallel()
	lisbon, berlin := desk.PropertySettings{TimeZone: "Europe/Lisbon"}, desk.PropertySettings{TimeZone: "Europe/Lisbon", Phone: "+49 30 1234567"}
	for _, c := range []struct {
		in   string
		of   desk.PropertySettings
		want string // "" is refused
	}{
		{"+351 912 345 678", desk.PropertySettings{}, "+351 912 345 678"},
		{"00351912345678", lisbon, "+351 912 345 678"},
		{"912345678", lisbon, "+351 912 345 678"},
		{"030 1234567", berlin, "+49 30 1234567"},
		{"912345678", desk.PropertySettings{TimeZone: "UTC"}, ""},
		{"+1", lisbon, ""},
		{"<b>912345678</b>", lisbon, ""},
	} {
		got, err := conversation.CheckPhone(c.in, c.of)
		if got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%q at %s: %q, %v", c.in, c.of.TimeZone, got, err)
		}
	}
	if got, err := conversation.CheckPhone(" \u200b", lisbon); got != "" || err != nil {
		t.Errorf("nothing: %q, %v", got, err)
	}
}

func TestFormBegun_IsKeptThroughEverything(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.withTickets()
	h.floor.eligible = []string{"ana"}
	form := conversation.Form{ID: "f", Name: "Grace", Email: "grace@exa", Text: "Please"}
	begun := func(f conversation.Form) {
		t.Helper()
		if err := h.desk.FormBegun(t.Context(), "guest", f); err != nil {
			t.Fatal(err)
		}
	}
	begun(form) // before the first word: there is no conversation yet
	kept := func() conversation.Form {
		t.Helper()
		f, err := h.desk.Form(t.Context(), "guest")
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	if got := kept(); got != form || h.state().ID != "" {
		t.Fatalf("%+v", got)
	}
	if _, err := h.desk.AskForHuman(t.Context(), "guest"); err != nil {
		t.Fatal(err)
	}
	h.pass(2 * time.Minute)
	h.runDue()
	if !h.state().Offer.Shown() {
		t.Fatal("no offer after both waits")
	}
	form.Text = "Please call"
	begun(form)
	if h.state().Offer.FormAt.IsZero() {
		t.Error("the rules do not know of the form")
	}
	form.Text += " me"
	begun(form) // within the minute in which the rules look away
	h.says("Or rather tell me yourself")
	if got := kept(); got != form || h.state().Offer.Shown() {
		t.Errorf("after the guest wrote on: %+v", got)
	}
	begun(conversation.Form{ID: "f"})
	if got := kept(); got != (conversation.Form{}) {
		t.Errorf("emptied: %+v", got)
	}
	wantCode(t, h.desk.FormBegun(t.Context(), "guest", conversation.Form{Text: strings.Repeat("x", 4001)}), desk.CodeInvalid)
	wantCode(t, h.desk.FormBegun(t.Context(), "nobody", form), desk.CodeNotFound)
}

func TestExpiry_OfAGuestWhoLeftMakesATicketOfTheThread(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	k := &tickets{}
	gone := false
	h.build(func(c *conversation.Config) {
		c.Tickets, c.Away = k, func(id string) bool { return gone && id == "guest" }
	})
	h.floor.eligible = []string{"ana"}
	h.write(func(tx store.Tx) error {
		c, err := tx.Contact("guest")
		c.Phone = "+351 912 345 678"
		if err != nil {
			return err
		}
		return tx.UpdateContact(c)
	})
	for _, gone = range []bool{false, true} {
		if _, err := h.desk.AskForHuman(t.Context(), "guest"); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			h.pass(time.Minute)
			h.runDue()
		}
		if (len(k.made) == 1) != gone {
			t.Errorf("gone %v: %d tickets", gone, len(k.made))
		}
	}
	if e := h.line(desk.LineTicket); e.Text != "Your message has been passed on. Ticket #1001. We reply to …678." || k.made[0].Cause != desk.TicketGuestLeft {
		t.Errorf("%q, %+v", e.Text, k.made[0].Cause)
	}
}

func TestReceive_OfAnEmergencyCallsPeopleAtOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	asked := ""
	h.build(func(c *conversation.Config) {
		c.Danger = func(text, language string) bool {
			asked = language
			return strings.Contains(text, "fire")
		}
	})
	h.floor.hours = false
	h.settings(func(s *desk.PropertySettings) { s.Emergency = desk.Emergency{Number: "112", Property: "+351 9"} })
	r, err := h.desk.Receive(t.Context(), conversation.Incoming{ContactID: "guest", ClientID: "c", Text: "There is a fire", Language: "de"})
	if err != nil {
		t.Fatal(err)
	}
	s := h.state()
	if s.Request == nil || s.Request.Kind != desk.RequestEmergency || r.Seq != 1 || r.EntryID == "" || asked != "de" {
		t.Fatalf("%+v, %+v, asked in %q", s.Request, r, asked)
	}
	e := h.line(desk.LineEmergency)
	if e.Params["number"] != "112" || e.Params["phone"] != "+351 9" || !strings.Contains(e.Text, "112") || !strings.Contains(e.Text, "+351 9") {
		t.Errorf("%q %v", e.Text, e.Params)
	}
	again, err := h.desk.Receive(t.Context(), conversation.Incoming{ContactID: "guest", ClientID: "c", Text: "There is a fire"})
	if err != nil || !again.Repeated || h.state().LastSeq != s.LastSeq {
		t.Errorf("sent again: %+v, %v", again, err)
	}
}

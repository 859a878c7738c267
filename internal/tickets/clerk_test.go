package tickets_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/mail"
	"deskbell/internal/store"
	"deskbell/internal/tickets"
)

func TestBook_AMessageLeftBecomesATicket(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	guest := h.guest("harbour", "pt")
	form := conversation.Form{ID: "f", Name: "Zoë <b>", Email: "zoe@guests.example", Phone: "", Text: "A cot <script>alert(1)</script>, please"}
	var numbers []int64
	for range 3 { // a double click
		left, err := h.desk.LeaveMessage(t.Context(), guest, form)
		if err != nil {
			t.Fatal(err)
		}
		numbers = append(numbers, left.Ticket)
	}
	if !slices.Equal(numbers, []int64{1001, 1001, 1001}) {
		t.Errorf("got %v", numbers)
	}
	got := h.ticket(1001)
	if got.Name != "Zoë <b>" || got.Text != form.Text || got.Status != desk.TicketNew || got.AssigneeID != "" || got.Cause != desk.TicketLeft ||
		got.Language != "pt" || !got.ReplyBy.Equal(h.now().Add(2*time.Hour)) || !got.DueAt.Equal(got.ReplyBy) || got.ConversationID == "" {
		t.Errorf("got %+v", got)
	}
	if second := h.leavesMessage(h.guest("mill", "de"), "Hallo"); second.Number != 1002 || second.PropertyID != "mill" || !second.DueAt.IsZero() {
		t.Errorf("got %+v", second)
	}
	// Under an agent it is theirs, and control stays where it is.
	other := h.guest("harbour", "en")
	id := h.says(other, "Hello")
	if _, err := h.desk.TakeControl(t.Context(), ana, id); err != nil {
		t.Fatal(err)
	}
	before := h.conversation(id)
	third := h.leavesMessage(other, "Too slow")
	if after := h.conversation(id); third.AssigneeID != "ana" || after.Controller != before.Controller || after.Epoch != before.Epoch {
		t.Errorf("got %+v, %+v", third, after.Controller)
	}
}

// Whoever answers in the thread answers its tickets, however late.
func TestBook_AnAnswerInTheThreadIsOne(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	guest := h.guest("harbour", "en")
	k := h.leavesMessage(guest, "A cot, please")
	h.pass(time.Hour)
	for i, text := range []string{"Of course", "It is in the room"} {
		if _, err := h.desk.Reply(t.Context(), ana, k.ConversationID, conversation.Draft{ClientID: string(rune('a' + i)), Text: text, Epoch: -1}); err != nil {
			t.Fatal(err)
		}
	}
	got := h.ticket(k.Number)
	if got.Status != desk.TicketWaiting || got.AssigneeID != "ana" || h.history(k.Number) != "reply ana live Of course" {
		t.Errorf("got %+v\n%s", got, h.history(k.Number))
	}
	if s := h.conversation(k.ConversationID); s.Controller.AgentID != "ana" {
		t.Errorf("the late agent has not got control: %+v", s.Controller)
	}
}

func TestClerk_Change(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	k := h.leavesMessage(h.guest("harbour", "en"), "A cot, please")
	change := func(by desk.Person, ch tickets.Change) (desk.Ticket, error) {
		return h.clerk.Change(t.Context(), by, k.Number, ch)
	}
	ptr := func(s string) *string { return &s }
	status := func(s desk.TicketStatus) *desk.TicketStatus { return &s }
	high, due := desk.PriorityHigh, h.now().Add(time.Hour)
	for _, by := range []desk.Person{oda, kim} {
		_, err := change(by, tickets.Change{Status: status(desk.TicketDone)})
		h.refused(map[string]desk.Code{"oda": desk.CodeNotFound, "kim": desk.CodeForbidden}[by.ID], err)
	}
	for _, nobody := range []string{"oda", "kim", "made up"} {
		_, err := change(ana, tickets.Change{Assignee: &nobody})
		h.refused(desk.CodeInvalid, err)
	}
	if got, err := change(ana, tickets.Change{Assignee: ptr("ben"), Priority: &high, Due: &due}); err != nil || got.Status != desk.TicketOpen || got.AssigneeID != "ben" {
		t.Errorf("got %+v %v", got, err)
	}
	if _, err := change(ana, tickets.Change{Priority: &high}); err != nil { // as it is: no line
		t.Error(err)
	}
	never := time.Time{}
	if got, err := change(ben, tickets.Change{Assignee: ptr(""), Status: status(desk.TicketNew), Due: &never}); err != nil || got.Status != desk.TicketNew || !got.DueAt.IsZero() {
		t.Errorf("undo: got %+v %v", got, err)
	}
	want := `change ana assignee >ben
change ana status new>open
change ana priority normal>high
change ana due 2026-11-22T12:00:00.000Z>2026-11-22T11:00:00.000Z
change ben assignee ben>
change ben status open>new
change ben due 2026-11-22T11:00:00.000Z>`
	if got := h.history(k.Number); got != want {
		t.Errorf("the history is\n%s", got)
	}
	for _, text := range []string{"", " \u200b "} {
		h.refused(desk.CodeInvalid, h.clerk.Note(t.Context(), ana, k.Number, "n", text))
	}
	for range 2 {
		if err := h.clerk.Note(t.Context(), ana, k.Number, "n", "Called twice"); err != nil {
			t.Error(err)
		}
	}
	if got := h.history(k.Number); strings.Count(got, "Called twice") != 1 || h.ticket(k.Number).Status != desk.TicketOpen {
		t.Errorf("the history is\n%s", got)
	}
	_, err := h.reply(ana, k.Number, "n", "x")
	h.refused(desk.CodeExists, err)
	h.refused(desk.CodeNotFound, h.clerk.Note(t.Context(), oda, k.Number, "n", "x"))
	h.refused(desk.CodeNotFound, h.clerk.Note(t.Context(), ana, 4711, "n", "x"))
}

func TestReply_GoesWhereTheGuestIs(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	guest := h.guest("harbour", "en")
	k := h.leavesMessage(guest, "A cot, please")
	_, err := h.reply(oda, k.Number, "x", "y")
	h.refused(desk.CodeNotFound, err)
	_, err = h.reply(ana, k.Number, "x", strings.Repeat("a", 4001))
	h.refused(desk.CodeInvalid, err)

	// What was meant for a mailbox does not take over a chat.
	_, err = h.clerk.Reply(t.Context(), ana, k.Number, tickets.Reply{ClientID: "r1", Text: "Of course", Way: desk.WayEmail})
	h.refused(desk.CodeConflict, err)
	if s := h.conversation(k.ConversationID); s.Controller.Kind != desk.ControllerAssistant {
		t.Fatalf("got %+v", s.Controller)
	}
	for range 2 {
		if way, err := h.reply(ana, k.Number, "r1", "Of course"); err != nil || way != desk.WayLive {
			t.Fatalf("got %s %v", way, err)
		}
	}
	s := h.conversation(k.ConversationID)
	if s.Controller.AgentID != "ana" {
		t.Errorf("a reply into the thread takes control: %+v", s.Controller)
	}
	if way, err := h.reply(ana, k.Number, "r2", "It is in the room"); err != nil || way != desk.WayLive {
		t.Fatalf("got %s %v", way, err)
	}
	if got := h.history(k.Number); got != "reply ana live Of course\nreply ana live It is in the room" {
		t.Errorf("the history is\n%s", got)
	}
	// Who came second is told, and nothing is noted.
	_, err = h.reply(ben, k.Number, "r3", "Me too")
	h.refused(desk.CodeTaken, err)

	// Gone: by e-mail, which touches nobody's control, even while another agent has the thread.
	h.leaves(guest, true)
	for range 2 {
		if way, err := h.clerk.Reply(t.Context(), ben, k.Number, tickets.Reply{ClientID: "r4", Text: "By mail", Way: desk.WayEmail}); err != nil || way != desk.WayEmail {
			t.Fatalf("got %s %v", way, err)
		}
	}
	if way, err := h.reply(ana, k.Number, "r1", "Of course"); err != nil || way != desk.WayLive {
		t.Errorf("the repeat of the first one: %s %v", way, err)
	}
	if after := h.conversation(k.ConversationID); after.Epoch != s.Epoch || after.Controller != s.Controller || after.Turn.Open() {
		t.Errorf("an e-mail has changed the conversation: %+v", after)
	}
	h.read(func(tx store.Tx) error {
		mails, err := tx.MailsOfTicket(k.Number)
		if len(mails) != 1 || mails[0].To != "Zoe@Guests.example" {
			t.Errorf("mails are %+v", mails)
		}
		return err
	})

	// Nowhere: it says why.
	h.mail(func(s *mail.Settings) { *s = mail.Settings{} })
	_, err = h.reply(ana, k.Number, "r5", "x")
	h.refused(desk.CodeNotOffered, err)
	if !strings.Contains(err.Error(), "no mail server") {
		t.Errorf("got %v", err)
	}
	h.mail(func(*mail.Settings) {})
	h.write(func(tx store.Tx) error {
		k := h.ticketIn(tx, k.Number)
		k.Email = ""
		return tx.UpdateTicket(k)
	})
	_, err = h.reply(ana, k.Number, "r6", "x")
	h.refused(desk.CodeNotOffered, err)
	if !strings.Contains(err.Error(), "no e-mail address") {
		t.Errorf("got %v", err)
	}
	h.read(func(tx store.Tx) error {
		list, err := h.clerk.Standings(tx, []desk.Ticket{h.ticketIn(tx, k.Number)})
		if list[0].Way != desk.WayNone || list[0].Why != tickets.WhyNoAddress {
			t.Errorf("got %+v", list)
		}
		return err
	})
}

func (h *house) ticketIn(tx store.Tx, number int64) desk.Ticket {
	h.Helper()
	t, err := tx.Ticket(number)
	if err != nil {
		h.Error(err)
	}
	return t
}

// A reply whose process died right after the thread had it is repeated by the browser: it is one message and one line.
func TestReply_RepeatedAfterItWasHalfDone(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	guest := h.guest("harbour", "en")
	k := h.leavesMessage(guest, "A cot, please")
	if _, err := h.reply(ana, k.Number, "r0", "Yes"); err != nil { // the ticket is answered: the next line is not the follower's
		t.Fatal(err)
	}
	if _, err := h.desk.Reply(t.Context(), ana, k.ConversationID, conversation.Draft{ClientID: "r1", Text: "Of course", Epoch: -1}); err != nil {
		t.Fatal(err)
	}
	h.leaves(guest, true) // by now it would go by e-mail
	if way, err := h.reply(ana, k.Number, "r1", "Of course"); err != nil || way != desk.WayLive {
		t.Fatalf("got %s %v", way, err)
	}
	if got := h.history(k.Number); got != "reply ana live Yes\nreply ana live Of course" {
		t.Errorf("the history is\n%s", got)
	}
}

func TestReply_SendAgain(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	guest := h.guest("harbour", "en")
	k := h.leavesMessage(guest, "A cot, please")
	h.leaves(guest, true)
	if _, err := h.reply(ana, k.Number, "r", "Of course"); err != nil {
		t.Fatal(err)
	}
	var line desk.TicketLine
	h.write(func(tx store.Tx) (err error) { // claimed, and the process was killed
		if _, err = tx.ClaimMails("killed", tx.Now(), tx.Now().Add(time.Minute), 1); err != nil {
			return err
		}
		line, err = tx.TicketLineByClientID("ana", "r")
		return err
	})
	h.refused(desk.CodeConflict, h.clerk.SendAgain(t.Context(), ana, k.Number, line.ID))
	h.run()
	h.settle()
	if n := len(h.srv.Sent()); n != 0 {
		t.Fatalf("%d mails were sent", n)
	}
	h.refused(desk.CodeNotFound, h.clerk.SendAgain(t.Context(), oda, k.Number, line.ID))
	h.refused(desk.CodeNotFound, h.clerk.SendAgain(t.Context(), ana, k.Number, "made up"))
	if err := h.clerk.SendAgain(t.Context(), ben, k.Number, line.ID); err != nil {
		t.Fatal(err)
	}
	h.srv.Wait(1)
	h.settle()
	h.refused(desk.CodeConflict, h.clerk.SendAgain(t.Context(), ana, k.Number, line.ID))
}

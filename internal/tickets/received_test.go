package tickets_test

import (
	"strings"
	"testing"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/mail"
	"deskbell/internal/store"
)

// The guest's answer to an e-mailed reply comes back through the mailbox into its ticket: once, to its assignee, and the
// conversation and its assistant stay as they were.
func TestReceived_AnAnswerComesBackOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	guest := h.guest("harbour", "de")
	k := h.leavesMessage(guest, "Ein Babybett, bitte <img src=x onerror=alert(1)>")
	h.leaves(guest, true)
	h.run()
	if _, err := h.reply(ana, k.Number, "r1", "Gern & <b>sofort</b>"); err != nil {
		t.Fatal(err)
	}
	before := h.conversation(k.ConversationID)
	sent := h.srv.Wait(1)[0]
	if got := sent.Header("Subject"); got != "Ihre Nachricht an Harbour View [#"+h.post.Seal().Tag(k.Number)+"]" {
		t.Errorf("subject %q", got)
	}
	text, html := sent.Text("text/plain"), sent.Text("text/html")
	for _, want := range []string{"Ana · Harbour View\nGern & <b>sofort</b>", "Ein Babybett, bitte <img src=x onerror=alert(1)>", "Chat öffnen:\nhttps://desk.example/chat/harbour-key#thread=",
		"Vorgang #1001.", "Bitte schreiben Sie Ihre Antwort über diese Zeile", "+351 21 000"} {
		if !strings.Contains(text, want) {
			t.Errorf("the mail lacks %q:\n%s", want, text)
		}
	}
	if strings.Contains(html, "<img") || strings.Contains(html, "<b>sofort") || !strings.Contains(html, "Gern &amp; &lt;b&gt;sofort&lt;/b&gt;") {
		t.Errorf("the HTML is\n%s", html)
	}

	answer := answerTo(sent, "one", "Danke, zwei <script>alert(1)</script> bitte.")
	h.srv.Deliver(answer)
	h.srv.Deliver(answer) // twice in the mailbox
	h.post.Look()
	h.until("the answer is in the ticket", func() bool { return h.ticket(k.Number).Status == desk.TicketOpen })
	// The hook brings it as well.
	in, err := mail.Parse([]byte(strings.ReplaceAll(answer, "\n", "\r\n")))
	if err != nil {
		t.Fatal(err)
	}
	if taken, err := h.clerk.Received(t.Context(), in); err != nil || !taken {
		t.Errorf("got %v %v", taken, err)
	}
	if got := h.history(k.Number); got != "reply ana email Gern & <b>sofort</b>\nmail Danke, zwei <script>alert(1)</script> bitte." {
		t.Errorf("the history is\n%s", got)
	}
	got := h.ticket(k.Number)
	if got.AssigneeID != "ana" || got.AnsweredAt.IsZero() {
		t.Errorf("got %+v", got)
	}
	after := h.conversation(k.ConversationID)
	if after.Epoch != before.Epoch || after.Controller != before.Controller || after.LastSeq != before.LastSeq || after.Turn.Open() {
		t.Errorf("an e-mail has changed the conversation: %+v", after)
	}
	h.mu.Lock()
	told := strings.Join(h.changes, "|")
	h.mu.Unlock()
	if strings.Count(told, "1001 ana true") != 1 {
		t.Errorf("told %s", told)
	}

	// The next reply goes on in the same thread of mails.
	if _, err := h.reply(ana, k.Number, "r2", "Zwei."); err != nil {
		t.Fatal(err)
	}
	second := h.srv.Wait(2)[1]
	if got := second.Header("References"); got != sent.Header("Message-Id")+" <one@guests.example>" || second.Header("In-Reply-To") != "<one@guests.example>" {
		t.Errorf("references %s", got)
	}
	if got := h.ticket(k.Number); got.Status != desk.TicketWaiting || !got.AnsweredAt.IsZero() {
		t.Errorf("got %+v", got)
	}
}

func TestReceived_WhoseItIs(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.mail(func(s *mail.Settings) { s.Tagged = true })
	guest := h.guest("harbour", "en")
	k := h.leavesMessage(guest, "A cot, please")
	h.leaves(guest, true)
	h.run()
	if _, err := h.reply(ana, k.Number, "r1", "Of course"); err != nil {
		t.Fatal(err)
	}
	sent := h.srv.Wait(1)[0]
	tag, id := h.post.Seal().Tag(k.Number), sent.Header("Message-Id")
	if got := sent.Header("Reply-To"); got != "<desk+"+tag+"@hotel.example>" {
		t.Errorf("reply to %s", got)
	}
	for name, c := range map[string]struct {
		header string
		taken  bool
	}{
		"ByReference":      {"In-Reply-To: " + id, true},
		"ByOlderReference": {"References: " + id + " <other@x.example>", true},
		"ByAddress":        {"To: desk+" + tag + "@hotel.example", true},
		"ByDelivery":       {"Delivered-To: desk+" + strings.ToUpper(tag) + "@hotel.example", true},
		"BySubject":        {"Subject: AW: Fwd: x [#" + tag + "]", true},
		"ByNumberAlone":    {"Subject: Re: x [#1001]", false},
		"WrongTag":         {"Subject: Re: x [#1001-aaaaaaaa]", false},
		"Unknown":          {"Subject: Buy our towels", false},
		"MadeUpReference":  {"In-Reply-To: <deskbell.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@hotel.example>", false},
		"Vacation":         {"Auto-Submitted: auto-replied\nIn-Reply-To: " + id, false},
		"OurOwn":           {"X-Deskbell: reply\nIn-Reply-To: " + id, false},
	} {
		raw := "From: Somebody <else@guests.example>\nMessage-Id: <" + name + "@guests.example>\n" + c.header + "\n\n" + name + "\n"
		in, err := mail.Parse([]byte(strings.ReplaceAll(raw, "\n", "\r\n")))
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if taken, err := h.clerk.Received(t.Context(), in); err != nil || taken != c.taken {
				t.Errorf("%s: got %v %v", name, taken, err)
			}
		}
		if n := strings.Count(h.history(k.Number), name); n != map[bool]int{true: 1}[c.taken] {
			t.Errorf("%s stands %d times in the history", name, n)
		}
	}
	h.read(func(tx store.Tx) error {
		lines, err := tx.TicketLines(k.Number)
		if last := lines[len(lines)-1]; last.Address != "else@guests.example" {
			t.Errorf("got %+v", last)
		}
		all, _, _ := tx.ListTickets(store.TicketFilter{View: store.TicketsAll, PropertyIDs: []string{"harbour", "mill"}})
		if len(all) != 1 {
			t.Errorf("there are %d tickets", len(all))
		}
		return err
	})
}

func TestReceived_ABounceOpensTheTicket(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	guest := h.guest("harbour", "en")
	k := h.leavesMessage(guest, "A cot, please")
	h.leaves(guest, true)
	h.run()
	if _, err := h.reply(ana, k.Number, "r1", "Of course"); err != nil {
		t.Fatal(err)
	}
	id := h.srv.Wait(1)[0].Header("Message-Id")
	h.settle()
	h.srv.Deliver("From: MAILER-DAEMON@mail.example\nMessage-Id: <b@mail.example>\nContent-Type: multipart/report; report-type=delivery-status; boundary=A\n\n" +
		"--A\nContent-Type: message/delivery-status\n\nAction: failed\nDiagnostic-Code: smtp; 550 no such mailbox\n\n--A\nContent-Type: text/rfc822-headers\n\nMessage-Id: " + id + "\n\n--A--\n")
	h.post.Look()
	h.until("the ticket is open again", func() bool { return h.ticket(k.Number).Status == desk.TicketOpen })
	if got := h.history(k.Number); got != "reply ana email Of course\nbounce It came back: 550 no such mailbox" {
		t.Errorf("the history is\n%s", got)
	}
	h.read(func(tx store.Tx) error {
		mails, err := tx.MailsOfTicket(k.Number)
		if mails[0].State != store.MailFailed {
			t.Errorf("got %+v", mails[0])
		}
		return err
	})
}

// What the thread said to an absent guest goes out by e-mail; an answer to that is a ticket, of whoever has the thread.
func TestReceived_AnAnswerToWhatWasMissed(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	guest, id := h.absentGuest("en")
	h.run()
	h.pass(2 * time.Minute)
	sent := h.srv.Wait(1)[0]
	before := h.conversation(id)
	h.srv.Deliver(answerTo(sent, "one", "Thanks, I come back tomorrow."))
	h.post.Look()
	h.until("there is a ticket", func() bool { return len(h.tickets(id)) == 1 })
	got := h.tickets(id)[0]
	if got.Cause != desk.TicketByMail || got.AssigneeID != "ana" || got.Text != "Thanks, I come back tomorrow." || got.Email != "zoe@guests.example" ||
		got.Status != desk.TicketNew || got.ContactID != guest || got.AnsweredAt.IsZero() {
		t.Errorf("got %+v", got)
	}
	if after := h.conversation(id); after.Epoch != before.Epoch || after.LastSeq != before.LastSeq || after.Turn.Open() {
		t.Errorf("an e-mail has changed the conversation: %+v", after)
	}
	// A second one goes into the same ticket.
	h.srv.Deliver(answerTo(sent, "two", "Or the day after."))
	h.post.Look()
	h.until("it has two lines", func() bool { return strings.Count(h.history(got.Number), "mail") == 2 })
	if n := len(h.tickets(id)); n != 1 {
		t.Errorf("there are %d tickets", n)
	}
}

func (h *house) tickets(conversationID string) (list []desk.Ticket) {
	h.Helper()
	h.read(func(tx store.Tx) (err error) {
		list, err = tx.TicketsOfConversation(conversationID)
		return err
	})
	return list
}

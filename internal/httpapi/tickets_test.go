package httpapi_test

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/httpapi/apitest"
	"deskbell/internal/mail"
	"deskbell/internal/mail/mailtest"
	"deskbell/internal/store"
	"deskbell/internal/webhook"
)

// leaveTicket leaves a message of a guest and returns its ticket's number.
func leaveTicket(t *testing.T, h *apitest.House, contactID string) string {
	t.Helper()
	left, err := h.App.Desk().LeaveMessage(t.Context(), contactID, conversation.Form{ID: conversation.NewID(), Name: "Zoë <b>Müller</b>",
		Email: "zoe@guests.example", Phone: "+351 912 345 678", Text: "A cot <img src=x onerror=alert(1)>, please"})
	if err != nil {
		t.Fatal(err)
	}
	return strconv.FormatInt(left.Ticket, 10)
}

// withMail sets the installation's mail to a server of the test's own.
func withMail(h *apitest.House, t *testing.T) *mailtest.Server {
	t.Helper()
	srv := mailtest.Start(t)
	server := func(port int) m {
		return m{"host": srv.Host, "port": port, "security": "none", "user": mailtest.User, "password": mailtest.Password}
	}
	body := server(srv.SMTPPort)
	body["from"], body["inbox"] = "desk@hotel.example", server(srv.IMAPPort)
	h.SignIn("operator").Must(200, "PUT", "/api/v1/installation/mail", body)
	return srv
}

func TestTickets_OverHTTP(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	agent, other := h.SignIn("agent1"), h.SignIn("agent2")
	if a := agent.Must(200, "GET", "/api/v1/tickets", nil); len(a.List("tickets")) != 0 || a.JSON["counts"].(map[string]any)["all"] != 0.0 {
		t.Errorf("got %s", a.Raw)
	}
	conversationID, contactID := h.Chat("demo", "When is breakfast?")
	number := leaveTicket(t, h, contactID)
	if number != "1001" {
		t.Errorf("the first ticket is %s", number)
	}
	mill := leaveTicket(t, h, second(h.Chat("demo-mill", "Hallo")))
	path := "/api/v1/tickets/" + number

	a := agent.Must(200, "GET", "/api/v1/tickets?view=new&q=cot", nil)
	list := a.List("tickets")
	if len(list) != 1 || list[0]["number"] != 1001.0 || list[0]["status"] != "new" || list[0]["conversation_id"] != conversationID || list[0]["how"] != "live" {
		t.Fatalf("got %s", a.Raw)
	}
	me := agent.Must(200, "GET", "/api/v1/me", nil).Text("id")
	for query, want := range map[string]int{"q=%231001": 1, "q=m%C3%BCller": 1, "q=zoe@guests": 1, "q=nothing": 0, "view=done": 0, "view=mine": 0,
		"property=" + h.Property("demo"): 1} {
		if a := agent.Must(200, "GET", "/api/v1/tickets?"+query, nil); len(a.List("tickets")) != want {
			t.Errorf("%s: got %s", query, a.Raw)
		}
	}
	for query, status := range map[string]int{"property=" + h.Property("demo-mill"): 404, "view=made-up": 422, "cursor=x": 422, "limit=1000": 422} {
		agent.Must(status, "GET", "/api/v1/tickets?"+query, nil)
	}
	for _, foreign := range []string{mill, "9999", "1000", "x", "-1", "99999999999999999999"} {
		for _, call := range []struct {
			method, path string
			body         any
		}{{"GET", "", nil}, {"PATCH", "", m{"status": "done"}}, {"POST", "/replies", m{"client_id": "a", "text": "b"}}, {"POST", "/notes", m{"client_id": "a", "text": "b"}},
			{"POST", "/lines/x/send-again", m{}}} {
			agent.Must(404, call.method, "/api/v1/tickets/"+foreign+call.path, call.body)
		}
	}

	a = agent.Must(200, "PATCH", path, m{"assignee": me, "priority": "urgent", "due": "2026-12-01T10:00:00Z"})
	if a.Text("status") != "open" || a.Text("assignee_name") == "" || a.Text("due") != "2026-12-01T10:00:00.000Z" || len(a.List("lines")) != 4 {
		t.Errorf("got %s", a.Raw)
	}
	if a := agent.Must(200, "GET", "/api/v1/tickets?view=mine", nil); len(a.List("tickets")) != 1 || a.JSON["counts"].(map[string]any)["mine"] != 1.0 {
		t.Errorf("got %s", a.Raw)
	}
	if a := agent.Must(200, "PATCH", path, m{"assignee": "", "due": "", "status": "new"}); a.Text("assignee") != "" || a.Text("due") != "" || a.Text("status") != "new" {
		t.Errorf("got %s", a.Raw)
	}
	for _, bad := range []m{{"assignee": "made up"}, {"status": "lost"}, {"priority": "very"}, {"due": "tomorrow"}, {"due": "0001-01-01T00:00:00Z"}} {
		agent.Must(422, "PATCH", path, bad)
	}
	agent.Must(201, "POST", path+"/notes", m{"client_id": "n1", "text": "Called, no answer"})
	agent.Must(422, "POST", path+"/notes", m{"client_id": "n2", "text": " "})
	agent.Must(409, "POST", path+"/replies", m{"client_id": "n1", "text": "x"})

	// The guest was here a moment ago: the reply goes into the thread, and takes it.
	if a := agent.Must(409, "POST", path+"/replies", m{"client_id": "r1", "text": "Of course", "how": "email"}); a.Code() != "conflict" || a.Text("reason") != "live" {
		t.Errorf("got %s", a.Raw)
	}
	for range 2 {
		if a := agent.Must(201, "POST", path+"/replies", m{"client_id": "r1", "text": "Of course"}); a.Text("how") != "live" {
			t.Errorf("got %s", a.Raw)
		}
	}
	if a := agent.Must(200, "GET", "/api/v1/conversations/"+conversationID, nil); a.Text("controller.kind") != "agent" {
		t.Errorf("got %s", a.Raw)
	}
	if a := other.Must(409, "POST", path+"/replies", m{"client_id": "r1", "text": "Me too"}); a.Code() != "taken" || a.Text("by.name") == "" {
		t.Errorf("got %s", a.Raw)
	}
	a = agent.Must(200, "GET", path, nil)
	lines := a.List("lines")
	if last := lines[len(lines)-1]; last["kind"] != "reply" || last["how"] != "live" || a.Text("status") != "waiting" || len(a.List("people")) < 3 {
		t.Errorf("got %s", a.Raw)
	}
}

func second(_, b string) string { return b }

// asGuest is a browser of a guest, let in by a link.
func asGuest(h *apitest.House, contactID string) *apitest.Client {
	c := h.Client()
	link := h.App.Post().Seal().Link(h.Property("demo"), contactID, time.Now().Add(time.Hour))
	c.Header.Set("Authorization", "Bearer "+c.Must(201, "POST", "/api/guest/v1/threads", m{"key": "demo", "token": link}).Text("token"))
	return c
}

func TestMailSettings(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	op := h.SignIn("operator")
	if a := op.Must(200, "GET", "/api/v1/installation/mail", nil); a.JSON["ready"] != false || a.Text("hook.url") != h.URL+"/hooks/mail" {
		t.Errorf("got %s", a.Raw)
	}
	if a := op.Must(200, "POST", "/api/v1/installation/mail/test", m{}); a.JSON["ok"] != false || !strings.Contains(a.Text("detail"), "No mail server") {
		t.Errorf("got %s", a.Raw)
	}
	srv := withMail(h, t)
	a := op.Must(200, "GET", "/api/v1/installation/mail", nil)
	if a.JSON["ready"] != true || a.JSON["password_set"] != true || strings.Contains(string(a.Raw), mailtest.Password) || a.Text("inbox.user") != mailtest.User {
		t.Errorf("got %s", a.Raw)
	}
	// A form sends back what it got; the password stays, for this server and user only.
	form := a.JSON
	op.Must(200, "PUT", "/api/v1/installation/mail", form)
	if a := op.Must(200, "POST", "/api/v1/installation/mail/test", nil); a.JSON["ok"] != true || a.JSON["inbox"].(map[string]any)["ok"] != true {
		t.Errorf("got %s", a.Raw)
	}
	if got := srv.Wait(1)[0]; got.To != "operator@demo.example" {
		t.Errorf("sent to %s", got.To)
	}
	form["host"] = "elsewhere.example"
	if a := op.Must(422, "PUT", "/api/v1/installation/mail", form); !strings.Contains(string(a.Raw), `"location":"password"`) {
		t.Errorf("got %s", a.Raw)
	}
	form["host"], form["from"] = srv.Host, "no address"
	if a := op.Must(422, "PUT", "/api/v1/installation/mail", form); !strings.Contains(string(a.Raw), `"location":"from"`) {
		t.Errorf("got %s", a.Raw)
	}
	op.Must(422, "POST", "/api/v1/installation/mail/test", m{"to": "nobody"})
	if a := op.Must(200, "PUT", "/api/v1/installation/mail", m{"host": srv.Host, "port": srv.SMTPPort, "security": "none", "user": mailtest.User, "password": "wrong", "from": "desk@hotel.example"}); a.Text("inbox.host") != srv.Host {
		t.Errorf("the mailbox is gone: %s", a.Raw)
	}
	if a := op.Must(200, "POST", "/api/v1/installation/mail/test", m{"to": "boss@hotel.example"}); a.JSON["ok"] != false || strings.Contains(string(a.Raw), "wrong") {
		t.Errorf("got %s", a.Raw)
	}
	if a := op.Must(200, "PUT", "/api/v1/installation/mail", m{"host": "", "inbox": m{"host": ""}}); a.JSON["ready"] != false || a.Text("inbox.host") != "" {
		t.Errorf("got %s", a.Raw)
	}
	op.Must(404, "POST", "/api/v1/installation/mail/mails/nobodys/send-again", m{})
}

// A mail that was in the middle of being sent when the process died waits for the operator.
func TestMailSettings_Trouble(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	op := h.SignIn("operator")
	srv := withMail(h, t)
	srv.Set(mailtest.On{Data: func(mailtest.Mail) error { return mailtest.ErrHangUp }})
	guest := asGuest(h, second(h.Chat("demo", "When is breakfast?")))
	guest.Must(202, "POST", "/api/guest/v1/transcript", m{"email": "zoe@guests.example"})
	var id string
	h.Until("the mail is in doubt", func() bool {
		list := op.Must(200, "GET", "/api/v1/installation/mail", nil).JSON["outbox"].(map[string]any)["trouble"].([]any)
		if len(list) == 1 {
			id = list[0].(map[string]any)["id"].(string)
		}
		return len(list) == 1
	})
	srv.Set(mailtest.On{})
	op.Must(204, "POST", "/api/v1/installation/mail/mails/"+id+"/send-again", m{})
	srv.Wait(1)
	h.Until("it was sent", func() bool {
		return len(op.Must(200, "GET", "/api/v1/installation/mail", nil).JSON["outbox"].(map[string]any)["trouble"].([]any)) == 0
	})
	op.Must(409, "POST", "/api/v1/installation/mail/mails/"+id+"/send-again", m{})
}

func TestMailHook_OverHTTP(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	op := h.SignIn("operator")
	withMail(h, t)
	bring := func(secret string, raw string) (int, string) {
		t.Helper()
		raw = strings.ReplaceAll(raw, "\n", "\r\n")
		req, err := http.NewRequest("POST", h.URL+"/hooks/mail", bytes.NewReader([]byte(raw)))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "message/rfc822")
		webhook.Sign(secret, "1", time.Now(), []byte(raw)).Put(req.Header)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		body, _ := io.ReadAll(res.Body)
		return res.StatusCode, string(body)
	}
	_, contactID := h.Chat("demo", "When is breakfast?")
	number := leaveTicket(t, h, contactID)
	n, _ := strconv.ParseInt(number, 10, 64)
	tag := h.App.Post().Seal().Tag(n)
	letter := "From: zoe@guests.example\nTo: desk@hotel.example\nSubject: Re: [#" + tag + "]\nMessage-Id: <1@guests.example>\n\nThanks <script>alert(1)</script>\n"
	if status, body := bring(mail.NewHookSecret(), letter); status != 404 {
		t.Errorf("a closed hook: %d %s", status, body)
	}
	secret := op.Must(201, "POST", "/api/v1/installation/mail/hook", nil).Text("secret")
	if a := op.Must(200, "GET", "/api/v1/installation/mail", nil); a.JSON["hook"].(map[string]any)["open"] != true || strings.Contains(string(a.Raw), secret) {
		t.Errorf("got %s", a.Raw)
	}
	if status, body := bring(mail.NewHookSecret(), letter); status != 401 {
		t.Errorf("another secret: %d %s", status, body)
	}
	for range 2 {
		if status, body := bring(secret, letter); status != 200 || !strings.Contains(body, `"taken":true`) {
			t.Errorf("got %d %s", status, body)
		}
	}
	if status, body := bring(secret, "From: a@x.example\nMessage-Id: <2@x>\n\nBuy\n"); status != 200 || !strings.Contains(body, `"taken":false`) {
		t.Errorf("an unknown mail: %d %s", status, body)
	}
	if status, _ := bring(secret, "no mail"); status != 422 {
		t.Errorf("no mail: %d", status)
	}
	if status, _ := bring(secret, "From: a@x.example\n\n"+strings.Repeat("a", mail.Most)); status != 413 {
		t.Errorf("too large: %d", status)
	}
	a := h.SignIn("agent1").Must(200, "GET", "/api/v1/tickets/"+number, nil)
	if lines := a.List("lines"); len(lines) != 1 || lines[0]["kind"] != "mail" || lines[0]["text"] != "Thanks <script>alert(1)</script>" || a.Text("answered_at") == "" {
		t.Errorf("got %s", a.Raw)
	}
	for _, path := range []string{"/hooks/", "/hooks/other", "/hooks/mail/x"} {
		res, err := http.Get(h.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		if res.StatusCode != 404 {
			t.Errorf("%s: %d", path, res.StatusCode)
		}
	}
	op.Must(204, "DELETE", "/api/v1/installation/mail/hook", nil)
	if status, _ := bring(secret, letter); status != 404 {
		t.Errorf("a closed hook: %d", status)
	}
}

// The link of an e-mail lets its guest in, on our own pages, without a password and without anybody's session.
func TestThreadLink(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t, apitest.Options{Limits: true})
	conversationID, contactID := h.Chat("demo", "When is breakfast?")
	seal := h.App.Post().Seal()
	link := seal.Link(h.Property("demo"), contactID, time.Now().Add(time.Hour))
	c := h.Client()
	a := c.Must(201, "POST", "/api/guest/v1/threads", m{"key": "demo", "token": link})
	if a.Text("contact_id") != contactID || a.Text("token") == "" || strings.Contains(link, a.Text("token")) {
		t.Errorf("got %s", a.Raw)
	}
	c.Header.Set("Authorization", "Bearer "+a.Text("token"))
	if a := c.Must(200, "GET", "/api/guest/v1/entries", nil); a.Text("conversation_id") != conversationID || len(a.List("entries")) < 2 {
		t.Errorf("got %s", a.Raw)
	}
	for name, body := range map[string]m{
		"Expired":       {"key": "demo", "token": seal.Link(h.Property("demo"), contactID, time.Now().Add(-time.Second))},
		"OtherProperty": {"key": "demo-mill", "token": link},
		"MovedProperty": {"key": "demo-mill", "token": seal.Link(h.Property("demo-mill"), contactID, time.Now().Add(time.Hour))},
		"MadeUp":        {"key": "demo", "token": link + "x"},
		"NoKey":         {"key": "x", "token": link},
		"NoContact":     {"key": "demo", "token": seal.Link(h.Property("demo"), "nobody", time.Now().Add(time.Hour))},
	} {
		if a := h.Client().Must(404, "POST", "/api/guest/v1/threads", body); a.Text("detail") == "" {
			t.Errorf("%s: got %s", name, a.Raw)
		}
	}
	site := h.Client()
	site.Header.Set("Origin", "https://www.harbourview.example")
	site.Must(403, "POST", "/api/guest/v1/threads", m{"key": "demo", "token": link})
	limited := false
	for range 40 {
		if h.Client().Do("POST", "/api/guest/v1/threads", m{"key": "demo", "token": link + "x"}).Status == 429 {
			limited = true
		}
	}
	if !limited {
		t.Error("links can be tried without end")
	}
	if err := h.App.Store().Write(t.Context(), func(tx store.Tx) error {
		c, err := tx.Contact(contactID)
		c.Blocked = true
		if err != nil {
			return err
		}
		return tx.UpdateContact(c)
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.App.Clerk().OpenLink(t.Context(), link); desk.CodeOf(err) != desk.CodeNotFound {
		t.Errorf("a blocked guest's link: %v", err)
	}
}

// A reply's mail that did not arrive is shown as such, and sent again when somebody says so.
func TestTickets_SendAgain(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	agent := h.SignIn("agent1")
	me := agent.Must(200, "GET", "/api/v1/me", nil).Text("id")
	_, contactID := h.Chat("demo", "When is breakfast?")
	number := leaveTicket(t, h, contactID)
	srv := withMail(h, t)
	srv.Set(mailtest.On{Rcpt: func(string) error { return mailtest.Refuse(550, "no such mailbox") }})
	line := conversation.NewID()
	if err := h.App.Store().Write(t.Context(), func(tx store.Tx) error {
		n, _ := strconv.ParseInt(number, 10, 64)
		l := mail.Letter{From: "Harbour View", Subject: "Your message", Parts: []mail.Part{{Kind: mail.PartSaid, Who: "Ana", Text: "Yes"}}}
		queued, err := h.App.Post().Queue(tx, store.Mail{Kind: store.MailReply, To: "zoe@guests.example", Ticket: n, PropertyID: h.Property("demo")}, l)
		if err != nil {
			return err
		}
		return tx.AddTicketLine(desk.TicketLine{ID: line, Number: n, Kind: desk.LineReply, At: tx.Now(), PersonID: me, Text: "Yes",
			TicketLineMore: desk.TicketLineMore{Way: desk.WayEmail, MailID: queued.ID}})
	}); err != nil {
		t.Fatal(err)
	}
	state := func() (string, string) {
		l := agent.Must(200, "GET", "/api/v1/tickets/"+number, nil).List("lines")[0]
		m, _ := l["mail"].(map[string]any)
		return m["state"].(string), m["to"].(string)
	}
	h.Until("it has failed", func() bool { s, to := state(); return s == "failed" && to == "zoe@guests.example" })
	srv.Set(mailtest.On{})
	agent.Must(204, "POST", "/api/v1/tickets/"+number+"/lines/"+line+"/send-again", m{})
	srv.Wait(1)
	h.Until("it was sent", func() bool { s, _ := state(); return s == "sent" })
	agent.Must(409, "POST", "/api/v1/tickets/"+number+"/lines/"+line+"/send-again", m{})
}

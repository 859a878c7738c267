package guest_test

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// state is how a guest's conversation stands.
func (c *client) state() map[string]any {
	c.h.t.Helper()
	return c.must(200, "GET", "/entries", nil).body
}

func part(body map[string]any, names ...string) map[string]any {
	for _, name := range names {
		body, _ = body[name].(map[string]any)
	}
	return body
}

// conversation is the id of a guest's conversation.
func (c *client) conversation() string {
	c.h.t.Helper()
	id, _ := c.state()["conversation_id"].(string)
	return id
}

func (h *house) tickets(conversationID string) (list []desk.Ticket) {
	h.t.Helper()
	err := h.store.Read(context.Background(), func(tx store.Tx) (err error) {
		list, err = tx.TicketsOfConversation(conversationID)
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return list
}

func form(change map[string]any) map[string]any {
	f := map[string]any{"form_id": "f1", "name": "Maria", "email": "maria@example.org", "text": "Please keep <b>my bag</b>"}
	maps.Copy(f, change)
	return f
}

// A message left becomes a ticket with a number that the guest reads; the same form again, a double click or a repeat
// after a lost answer, is the same ticket.
func TestLeaveMessage(t *testing.T) {
	t.Parallel()
	h := newHouse(t, true)
	c := h.arrive("demo")
	first := c.must(201, "POST", "/leave-message", form(nil))
	if first.body["ticket"] != float64(store.FirstTicket) || first.body["reply_by"] != "2026-11-22T14:00:00.000Z" {
		t.Errorf("left: %s", first.raw)
	}
	if again := c.must(201, "POST", "/leave-message", form(nil)); again.raw != first.raw {
		t.Errorf("again: %s", again.raw)
	}
	said := c.must(200, "GET", "/entries", nil)
	if !strings.Contains(said.raw, "Ticket #1001") || !strings.Contains(said.raw, "Please keep <b>my bag</b>") {
		t.Errorf("the thread: %s", said.raw)
	}
	if got := part(said.body, "ticket"); got["number"] != float64(1001) || got["reply_by"] == nil {
		t.Errorf("the state: %v", got)
	}
	list := h.tickets(c.conversation())
	if len(list) != 1 || list[0].Name != "Maria" || list[0].Email != "maria@example.org" || list[0].Text != "Please keep <b>my bag</b>" {
		t.Errorf("tickets: %+v", list)
	}
	second := c.must(201, "POST", "/leave-message", form(map[string]any{"form_id": "f2", "email": "", "phone": "+351 912 345 678"}))
	if second.body["ticket"] != float64(1002) {
		t.Errorf("another form: %s", second.raw)
	}
}

// All that is wrong with a form is said at once, each beside its field, and nothing of it is kept.
func TestLeaveMessage_RefusesByField(t *testing.T) {
	t.Parallel()
	h := newHouse(t, false)
	c := h.arrive("demo")
	for name, tc := range map[string]struct {
		change map[string]any
		want   []string
	}{
		"Everything":   {map[string]any{"name": " ", "email": "maria@", "phone": "12", "text": ""}, []string{"body.name", "body.email", "body.phone", "body.text"}},
		"NoAddress":    {map[string]any{"email": ""}, []string{"body.email"}},
		"Markup":       {map[string]any{"email": "<b>@example.org"}, []string{"body.email"}},
		"TwoAddresses": {map[string]any{"email": "a@example.org, b@example.org"}, []string{"body.email"}},
		"TooLong":      {map[string]any{"text": strings.Repeat("é", 10_000)}, []string{"body.text"}},
		"OurName":      {map[string]any{"name": "Front Desk"}, []string{"body.name"}},
		"NameMissing":  {map[string]any{"name": nil}, []string{"body.name"}},
	} {
		t.Run(name, func(t *testing.T) {
			a := c.do("POST", "/leave-message", form(tc.change))
			var got []string
			fields, _ := a.body["errors"].([]any)
			for _, f := range fields {
				got = append(got, f.(map[string]any)["location"].(string))
			}
			if a.status != 422 || a.code() != "invalid" || !slices.Equal(got, tc.want) {
				t.Errorf("%d %v, want %v: %s", a.status, got, tc.want, a.raw)
			}
		})
	}
	if a := c.do("POST", "/leave-message", form(map[string]any{"text": strings.Repeat("é", 10_000)})); !strings.Contains(a.raw, "10000 characters; at most 4000") {
		t.Errorf("too long: %s", a.raw)
	}
	if id := c.conversation(); id != "" {
		t.Errorf("a conversation was begun by a refused form: %s", id)
	}
}

// What is half written is there again, for the same form, until it is sent or thrown away; who a guest said they are is
// filled in without it.
func TestForm_IsKept(t *testing.T) {
	t.Parallel()
	h := newHouse(t, true)
	c := h.arrive("demo")
	c.must(200, "PUT", "/contact", map[string]any{"name": "Maria", "email": "maria@example.org"})
	c.must(200, "POST", "/human", nil)
	if got := part(c.state(), "form"); got["name"] != "Maria" || got["email"] != "maria@example.org" || got["text"] != nil {
		t.Errorf("known: %v", got)
	}
	c.must(204, "PUT", "/form", map[string]any{"form_id": "f1", "name": "Maria", "phone": "+351 9", "text": "Half of"})
	if got := part(c.state(), "form"); got["form_id"] != "f1" || got["text"] != "Half of" || got["phone"] != "+351 9" {
		t.Errorf("kept: %v", got)
	}
	events := c.listen("?after=0")
	if got := part(events.until("state"), "form"); got["text"] != "Half of" {
		t.Errorf("on the stream: %v", got)
	}
	c.must(204, "PUT", "/form", map[string]any{"form_id": "f1"})
	if got := part(c.state(), "form"); got["form_id"] != nil || got["name"] != "Maria" {
		t.Errorf("thrown away: %v", got)
	}
	c.must(204, "PUT", "/form", form(nil))
	c.must(201, "POST", "/leave-message", form(nil))
	c.must(204, "PUT", "/form", form(nil)) // it was on its way when the message was sent
	if got := part(c.state(), "form"); got["text"] != nil || got["name"] != "Maria" {
		t.Errorf("after it was sent: %v", got)
	}
}

// An e-mail address or phone number is asked for while the guest waits, never before, and not once one is known.
func TestWaiting_AsksForAnAddress(t *testing.T) {
	t.Parallel()
	h := newHouse(t, true)
	c := h.arrive("demo")
	c.says("m1", "Hello")
	if part(c.state(), "request") != nil {
		t.Error("asked before the wait")
	}
	if a := c.must(200, "POST", "/human", nil); part(a.body, "request")["ask_contact"] != true {
		t.Errorf("waiting: %s", a.raw)
	}
	no := h.arrive("demo")
	no.must(200, "POST", "/human", nil)
	no.must(200, "PUT", "/contact", map[string]any{"no_address": true})
	no.must(200, "PUT", "/contact", map[string]any{"locale": "de"})
	if got := part(no.state(), "request"); got["state"] != "ringing" || got["ask_contact"] != nil {
		t.Errorf("who would give no address is asked again: %v", got)
	}
	c.must(200, "PUT", "/contact", map[string]any{"phone": "+351 912 345 678"})
	if got := part(c.state(), "request"); got["state"] != "ringing" || got["ask_contact"] != nil {
		t.Errorf("with a number: %v", got)
	}
}

// Fifty presses in a minute ring once, and none of them is told to slow down.
func TestHuman_FiftyPressesRingOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t, true)
	c := h.arrive("demo")
	for range 50 {
		c.must(200, "POST", "/human", nil)
		h.pass(time.Second)
	}
	var opened []store.OpenedRequest
	err := h.store.Read(t.Context(), func(tx store.Tx) (err error) {
		opened, err = tx.RequestsOpened(store.ReportFilter{PropertyID: "h1", To: h.clock().Add(time.Hour)})
		return err
	})
	if err != nil || len(opened) != 1 {
		t.Errorf("%d requests, %v", len(opened), err)
	}
	if said := c.must(200, "GET", "/entries", nil); strings.Count(said.raw, `"code":"waiting"`) != 1 {
		t.Errorf("the guest reads: %s", said.raw)
	}
}

// An honest wait is told from twenty real ones on, as their median; trials and other properties do not count.
func TestWaiting_TellsTheTypicalWait(t *testing.T) {
	t.Parallel()
	h := newHouse(t, false)
	asks := func(c *client) { c.must(200, "POST", "/human", nil) }
	waits := func(d time.Duration) {
		c := h.arrive("demo")
		asks(c)
		h.pass(d)
		if _, err := h.desk.Accept(t.Context(), ana, c.conversation()); err != nil {
			t.Fatal(err)
		}
		h.pass(10 * time.Minute) // beyond what is kept of the figure
	}
	for i := range 19 {
		waits(time.Duration(10+i) * time.Second)
	}
	c := h.arrive("demo")
	asks(c)
	if got := part(c.state(), "request"); got["typical_ms"] != nil {
		t.Errorf("of 19 waits: %v", got)
	}
	waits(time.Minute)
	if got := part(c.state(), "request"); got["typical_ms"] != float64(20_000) {
		t.Errorf("of 20 waits: %v", got)
	}
	if _, err := h.desk.Promise(t.Context(), ana, c.conversation(), requestID(t, h, c), 3); err != nil {
		t.Fatal(err)
	}
	if got := part(c.state(), "request"); got["typical_ms"] != nil || got["by"] != "Ana from the front desk" || got["remaining_ms"] != float64(180_000) {
		t.Errorf("promised: %v", got)
	}
	other := h.arrive("mill")
	asks(other)
	if got := part(other.state(), "request"); got["typical_ms"] != nil {
		t.Errorf("of another property: %v", got)
	}
	h.pass(31 * 24 * time.Hour)
	late := h.arrive("demo")
	asks(late)
	if got := part(late.state(), "request"); got["typical_ms"] != nil {
		t.Errorf("a month later: %v", got)
	}
}

func requestID(t *testing.T, h *house, c *client) string {
	t.Helper()
	var s desk.State
	id := c.conversation()
	err := h.store.Read(t.Context(), func(tx store.Tx) (err error) {
		s, err = tx.State(id)
		return err
	})
	if err != nil || s.Request == nil {
		t.Fatalf("no request: %v", err)
	}
	return s.Request.ID
}

// A guest in danger is shown the local number and the house's own, until they say that nothing is wrong.
func TestEmergency_ShowsWhomToCall(t *testing.T) {
	t.Parallel()
	h := newHouse(t, true)
	c := h.arrive("demo")
	events := c.listen("?after=0")
	events.until("state")
	c.says("m1", "My room is on fire")
	for got := events.until("state"); ; got = events.until("state") {
		if e := part(got, "emergency"); e != nil {
			if e["number"] != "112" || e["property"] != "+351 210" {
				t.Errorf("shown: %v", e)
			}
			break
		}
	}
	if a := c.must(200, "DELETE", "/human", nil); a.body["emergency"] != nil {
		t.Errorf("cancelled: %s", a.raw)
	}
}

// A resolved conversation can be had by e-mail, where the installation sends some.
func TestTranscript(t *testing.T) {
	t.Parallel()
	h := newHouse(t, true)
	c := h.arrive("demo")
	c.says("m1", "Hello")
	if c.state()["transcript"] != nil {
		t.Error("offered while the conversation goes on")
	}
	if _, err := h.desk.Resolve(t.Context(), ana, c.conversation(), true); err != nil {
		t.Fatal(err)
	}
	if c.state()["transcript"] != true {
		t.Error("not offered after the resolve")
	}
	if a := c.do("POST", "/transcript", map[string]any{"email": "maria@"}); a.status != 422 || !strings.Contains(a.raw, "body.email") {
		t.Errorf("a wrong address: %d %s", a.status, a.raw)
	}
	c.must(202, "POST", "/transcript", map[string]any{"email": " maria@example.org "})
	if got := h.post.sent; len(got) != 1 || !strings.HasSuffix(got[0], " to maria@example.org") {
		t.Errorf("sent: %v", got)
	}
}

// One guest cannot fill the desk's list, nor anybody's mailbox.
func TestForms_AreLimited(t *testing.T) {
	t.Parallel()
	h := newHouse(t, true)
	c := h.arrive("demo")
	limited := func(path string, body func(i int) map[string]any) int {
		for i := range 100 {
			if a := c.do("POST", path, body(i)); a.status == 429 {
				if a.code() != "rate_limited" || a.header.Get("Retry-After") == "" {
					t.Errorf("%s: %s", path, a.raw)
				}
				return i
			}
		}
		return 100
	}
	if n := limited("/leave-message", func(i int) map[string]any { return form(map[string]any{"form_id": string(rune('a' + i))}) }); n > 10 {
		t.Errorf("%d forms were taken at once", n)
	}
	if n := limited("/transcript", func(int) map[string]any { return map[string]any{"email": "maria@example.org"} }); n > 10 {
		t.Errorf("%d transcripts were sent at once", n)
	}
}

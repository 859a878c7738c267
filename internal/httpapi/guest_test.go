package httpapi_test

import (
	"bufio"
	"context"
	"net/http"
	"strings"
	"testing"

	"deskbell/internal/httpapi/apitest"
)

// visit is a guest's browser on the sample property's website, with a token.
func visit(t *testing.T, h *apitest.House) *apitest.Client {
	t.Helper()
	c := h.Client()
	c.Header.Set("Origin", h.URL)
	a := c.Must(201, "POST", "/api/guest/v1/sessions", m{"key": "demo", "locale": "en", "page": m{"url": h.URL + "/demo/", "title": "Rooms"}})
	c.Header.Set("Authorization", "Bearer "+a.Text("token"))
	return c
}

// Both sides of the main job through both APIs: what the guest writes an agent reads, and the other way round.
func TestGuestAndAgent(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	guest, ana := visit(t, h), h.SignIn("agent1")
	guest.Must(200, "GET", "/api/guest/v1/config?key=demo&locale=de", nil)
	guest.Must(404, "GET", "/api/guest/v1/config?key=nothing", nil)
	sent := guest.Must(201, "POST", "/api/guest/v1/messages", m{"client_id": "g1", "text": "When is breakfast?"})
	if again := guest.Must(200, "POST", "/api/guest/v1/messages", m{"client_id": "g1", "text": "When is breakfast?"}); again.Text("id") != sent.Text("id") {
		t.Errorf("a repeat made another one: %s", again.Raw)
	}
	h.Until("the assistant answers", func() bool {
		es := guest.Must(200, "GET", "/api/guest/v1/entries", nil).List("entries")
		return len(es) >= 2 && es[1]["author"].(map[string]any)["kind"] == "assistant"
	})
	id := sent.Text("conversation_id")
	at := "/api/v1/conversations/" + id
	guest.Must(204, "POST", "/api/guest/v1/typing", m{"on": true})
	guest.Must(204, "POST", "/api/guest/v1/page", m{"url": h.URL + "/demo/spa", "title": "Spa <b>&"})
	guest.Must(200, "PUT", "/api/guest/v1/contact", m{"name": "Maria", "email": "maria@mail.example"})
	if a := ana.Must(200, "GET", at, nil); a.Text("guest.name") != "Maria" || a.Text("page.title") != "Spa <b>&" || a.Text("contact.email") != "maria@mail.example" {
		t.Errorf("got %s", a.Raw)
	}
	ana.Must(200, "POST", at+"/take-control", m{})
	ana.Must(201, "POST", at+"/messages", m{"client_id": "a1", "text": "From 6:30, on the terrace."})
	ana.Must(201, "POST", at+"/notes", m{"client_id": "a2", "text": "a secret among us"})
	page := guest.Must(200, "GET", "/api/guest/v1/entries", nil)
	if strings.Contains(string(page.Raw), "secret") || strings.Contains(string(page.Raw), "agent_id") {
		t.Errorf("the guest reads what is not for guests: %s", page.Raw)
	}
	if page.Text("controller.name") != "Ana" || !strings.Contains(string(page.Raw), "on the terrace") {
		t.Errorf("got %s", page.Raw)
	}
	guest.Must(204, "POST", "/api/guest/v1/read", m{"seq": 4})
	if a := guest.Upload("/api/guest/v1/files", "view.png", apitest.PNG); a.Status != 201 {
		t.Errorf("got %d %s", a.Status, a.Raw)
	}
	guest.Must(200, "GET", "/api/guest/v1/conversations", nil)
	if a := ana.Must(200, "GET", "/api/v1/conversations?view=mine", nil); a.List("conversations")[0]["unread"] == nil {
		guest.Must(201, "POST", "/api/guest/v1/messages", m{"client_id": "g2", "text": "Thank you"})
		mine := ana.Must(200, "GET", "/api/v1/conversations?view=mine", nil)
		if n := mine.List("conversations")[0]["unread"]; n == nil {
			t.Errorf("nothing unread in %s", mine.Raw)
		}
	}
	ana.Must(200, "POST", at+"/resolve", m{"confirm": true})
	guest.Must(204, "POST", "/api/guest/v1/rating", m{"stars": 5, "comment": "Quick!"})
	guest.Must(204, "DELETE", "/api/guest/v1/session", nil)
	guest.Must(401, "GET", "/api/guest/v1/entries", nil)
}

func TestGuest_AsksForAPerson(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	guest, ana := visit(t, h), h.SignIn("agent1")
	ana.Beats("tab", m{"kind": "screen", "sound": true, "visible": true})
	guest.Must(201, "POST", "/api/guest/v1/messages", m{"client_id": "g1", "text": "Hello"})
	if a := guest.Must(200, "POST", "/api/guest/v1/human", m{}); a.Text("controller.kind") != "waiting" || a.Text("request.state") != "ringing" {
		t.Errorf("got %s", a.Raw)
	}
	if a := guest.Must(200, "GET", "/api/guest/v1/entries", nil); !strings.Contains(string(a.Raw), "Please wait while we connect you to an agent") {
		t.Errorf("not told to wait: %s", a.Raw)
	}
	if a := guest.Must(200, "DELETE", "/api/guest/v1/human", nil); a.Text("controller.kind") != "assistant" {
		t.Errorf("got %s", a.Raw)
	}
	// With nobody there the offer stands; keeping to the assistant dismisses it.
	ana.Must(204, "DELETE", "/api/v1/me/devices/tab", nil)
	if a := guest.Must(200, "POST", "/api/guest/v1/human", m{}); a.JSON["offer"] == nil {
		t.Fatalf("no offer in %s", a.Raw)
	}
	guest.Must(200, "POST", "/api/guest/v1/offer", m{"choice": "keep_chatting"})
}

func TestGuest_Stream(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	guest := visit(t, h)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, "GET", h.URL+"/api/guest/v1/stream", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header = guest.Header.Clone()
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != 200 || !strings.HasPrefix(res.Header.Get("Content-Type"), "text/event-stream") {
		t.Fatalf("got %d %v", res.StatusCode, res.Header)
	}
	h.Saw("GET", "/api/guest/v1/stream", res.StatusCode)
	guest.Must(201, "POST", "/api/guest/v1/messages", m{"client_id": "g1", "text": "When is breakfast?"})
	entries := 0
	lines := bufio.NewScanner(res.Body)
	for entries < 2 && lines.Scan() {
		if lines.Text() == "event: entry" {
			entries++
		}
	}
	if entries != 2 {
		t.Errorf("saw %d entries", entries)
	}
	// A server that goes away says so, and when to come back.
	h.Stop()
	var last string
	for lines.Scan() {
		if lines.Text() != "" {
			last = lines.Text()
		}
	}
	if !strings.Contains(last, "going_away") || !strings.Contains(last, "retry_ms") {
		t.Errorf("the last words were %q", last)
	}
}

func TestGuest_OtherWebsites(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	c := h.Client()
	c.Header.Set("Origin", "https://elsewhere.example")
	if a := c.Must(403, "POST", "/api/guest/v1/sessions", m{"key": "demo"}); a.Code() != "origin_not_allowed" {
		t.Errorf("got %s", a.Raw)
	}
	c.Header.Del("Origin")
	c.Must(404, "POST", "/api/guest/v1/sessions", m{"key": "nothing"})
	c.Header.Set("Authorization", "Bearer nonsense")
	c.Must(401, "GET", "/api/guest/v1/entries", nil)
	// A session of the desk is nothing to guests' routes.
	ana := h.SignIn("agent1")
	ana.Must(401, "GET", "/api/guest/v1/entries", nil)
}

// A message left is a numbered ticket: the same form again is the same one, a wrong field is named, and the desk reads it.
func TestAMessageLeftIsATicket(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	guest, ana := visit(t, h), h.SignIn("agent1")
	guest.Must(201, "POST", "/api/guest/v1/messages", m{"client_id": "g1", "text": "Do you offer helicopter tours?"})
	form := m{"form_id": "f1", "name": "Maria <b>", "email": "maria@mail.example", "text": "Please write to me about the tours."}
	guest.Must(204, "PUT", "/api/guest/v1/form", form)
	if a := guest.Must(422, "POST", "/api/guest/v1/leave-message", m{"form_id": "f1", "name": "Maria", "email": "maria@", "text": "x"}); !strings.Contains(string(a.Raw), "email") {
		t.Errorf("the field is not named: %s", a.Raw)
	}
	first := guest.Must(201, "POST", "/api/guest/v1/leave-message", form)
	again := guest.Must(201, "POST", "/api/guest/v1/leave-message", form)
	if first.JSON["ticket"] != again.JSON["ticket"] || first.JSON["ticket"] == nil {
		t.Errorf("one form, two answers: %s %s", first.Raw, again.Raw)
	}
	if a := ana.Must(200, "GET", "/api/v1/tickets?view=all", nil); len(a.List("tickets")) != 1 || a.List("tickets")[0]["name"] != "Maria <b>" {
		t.Errorf("got %s", a.Raw)
	}
}

package httpapi_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"deskbell/internal/app"
	"deskbell/internal/httpapi/apitest"
)

type m = apitest.Map

func TestSignIn_OverHTTP(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	c := h.Client()
	c.Must(401, "GET", "/api/v1/me", nil)
	if a := c.Must(401, "POST", "/api/v1/login", m{"email": "agent1@demo.example", "password": "wrong"}); a.Code() != "unauthorized" {
		t.Errorf("got code %q", a.Code())
	}
	a := c.Must(200, "POST", "/api/v1/login", m{"email": "agent1@demo.example", "password": app.DemoPassword})
	cookie := a.Header.Get("Set-Cookie")
	for _, want := range []string{"deskbell_session=", "HttpOnly", "SameSite=Lax", "Path=/"} {
		if !strings.Contains(cookie, want) {
			t.Errorf("cookie %q lacks %s", cookie, want)
		}
	}
	if strings.Contains(cookie, "Secure") {
		t.Errorf("Secure over plain http: browsers would not keep it: %q", cookie)
	}
	if a.Text("role") != "agent" || len(a.List("properties")) != 1 {
		t.Errorf("got %s", a.Raw)
	}
	c.Must(200, "GET", "/api/v1/me", nil)
	c.Must(204, "POST", "/api/v1/logout", m{})
	c.Must(401, "GET", "/api/v1/me", nil)
	c.Must(204, "POST", "/api/v1/logout", nil)
}

// A page of another website can make a browser send its cookies, but neither JSON nor from our origin.
func TestStaff_RefusesOtherWebsites(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	c := h.SignIn("agent1")
	c.Header.Set("Sec-Fetch-Site", "cross-site")
	if a := c.Must(403, "PUT", "/api/v1/me/duty", m{"duty": "dnd"}); a.Code() != "forbidden" {
		t.Errorf("got %s", a.Raw)
	}
	c.Header.Set("Sec-Fetch-Site", "same-origin")
	c.Must(200, "PUT", "/api/v1/me/duty", m{"duty": "dnd"})
	c.Header.Del("Sec-Fetch-Site")
	c.Header.Set("Origin", "https://evil.example")
	c.Must(403, "PUT", "/api/v1/me/duty", m{"duty": "online"})
	c.Header.Del("Origin")
	c.Header.Set("Content-Type", "text/plain")
	c.Must(415, "PUT", "/api/v1/me/duty", strings.NewReader(`{"duty":"online"}`))
	c.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	c.Must(415, "POST", "/api/v1/login", strings.NewReader(`email=agent1%40demo.example`))
}

func TestMe(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	c := h.SignIn("agent1")
	c.Must(200, "PATCH", "/api/v1/me", m{"name": "Ana \u202eSousa", "preferences": m{"theme": "dark", "volume": 0.25}})
	a := c.Must(200, "PATCH", "/api/v1/me", m{"public_name": "Aninhas", "preferences": m{"sound_live": "off"}})
	if a.Text("name") != "Ana Sousa" || a.Text("public_name") != "Aninhas" || a.Text("preferences.theme") != "dark" || a.Text("preferences.sound_live") != "off" {
		t.Errorf("got %s", a.Raw)
	}
	c.Must(422, "PATCH", "/api/v1/me", m{"preferences": m{"theme": "pink"}})
	c.Must(422, "PATCH", "/api/v1/me", m{"name": " \t "})
	c.Must(422, "PUT", "/api/v1/me/duty", m{"duty": "asleep"})
	c.Must(200, "PUT", "/api/v1/me/duty", m{"duty": "away"})
	c.Beats("tab-1", m{"kind": "screen", "sound": true, "visible": true})
	c.Must(204, "POST", "/api/v1/me/devices/tab-1/gone", m{})
	c.Must(204, "DELETE", "/api/v1/me/devices/tab-1", nil)
	other := h.SignIn("agent1")
	sessions := c.Must(200, "GET", "/api/v1/me/sessions", nil).List("sessions")
	if len(sessions) != 2 {
		t.Fatalf("got %v", sessions)
	}
	for _, s := range sessions {
		if s["current"] == false {
			c.Must(204, "DELETE", fmt.Sprintf("/api/v1/me/sessions/%s", s["id"]), nil)
		}
	}
	other.Must(401, "GET", "/api/v1/me", nil)
	third := h.SignIn("agent1")
	c.Must(422, "POST", "/api/v1/me/password", m{"current": "wrong", "new": "the bell rings at noon"})
	if a := c.Must(422, "POST", "/api/v1/me/password", m{"current": app.DemoPassword, "new": "password123"}); a.Code() != "weak_password" {
		t.Errorf("got %s", a.Raw)
	}
	c.Must(204, "POST", "/api/v1/me/password", m{"current": app.DemoPassword, "new": "the bell rings at noon"})
	third.Must(401, "GET", "/api/v1/me", nil)
	c.Must(200, "GET", "/api/v1/me", nil)
}

// The main job, through the API: watch, take control, write, hand back, resolve.
func TestConversation_ThroughTheAPI(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	ana, bruno, admin := h.SignIn("agent1"), h.SignIn("agent2"), h.SignIn("admin")
	id, contact := h.Chat("demo", "When is breakfast?")
	at := "/api/v1/conversations/" + id

	wall := ana.Must(200, "GET", "/api/v1/conversations?view=live", nil)
	cards := wall.List("conversations")
	if len(cards) != 1 || cards[0]["id"] != id || cards[0]["group"] != "live" || cards[0]["live"] != true {
		t.Fatalf("got %s", wall.Raw)
	}
	if n := wall.JSON["counts"].(map[string]any)["live"]; n != 1.0 {
		t.Errorf("counts live %v", n)
	}
	entries := ana.Must(200, "GET", at+"/entries", nil)
	if len(entries.List("entries")) < 2 {
		t.Fatalf("no answer in %s", entries.Raw)
	}
	older := ana.Must(200, "GET", at+"/entries?before=2&limit=1", nil)
	if l := older.List("entries"); len(l) != 1 || l[0]["seq"] != 1.0 || older.JSON["more"] != false {
		t.Errorf("got %s", older.Raw)
	}

	took := ana.Must(200, "POST", at+"/take-control", m{})
	if took.Text("controller.kind") != "agent" || took.Text("controller.name") != "Ana Sousa" {
		t.Errorf("got %s", took.Raw)
	}
	lost := bruno.Must(409, "POST", at+"/take-control", nil)
	if lost.Code() != "taken" || lost.Text("by.name") != "Ana Sousa" || lost.JSON["ms"] == nil {
		t.Errorf("got %s", lost.Raw)
	}
	epoch := took.JSON["epoch"]
	sent := ana.Must(201, "POST", at+"/messages", m{"client_id": "c1", "text": "Breakfast is until 10:30.", "epoch": epoch})
	again := ana.Must(201, "POST", at+"/messages", m{"client_id": "c1", "text": "Breakfast is until 10:30."})
	if sent.Text("id") == "" || sent.Text("id") != again.Text("id") {
		t.Errorf("a repeat made another one: %s, %s", sent.Raw, again.Raw)
	}
	if a := bruno.Must(409, "POST", at+"/messages", m{"client_id": "c2", "text": "Me too"}); a.Code() != "taken" {
		t.Errorf("got %s", a.Raw)
	}
	ana.Must(422, "POST", at+"/messages", m{"client_id": "c3", "text": "  "})
	ana.Must(422, "POST", at+"/messages", m{"client_id": "c3", "text": strings.Repeat("x", 4001)})
	ana.Must(422, "POST", at+"/messages", m{"text": "no id"})
	bruno.Must(201, "POST", at+"/notes", m{"client_id": "n1", "text": "He was here last year."})

	ana.Must(204, "POST", at+"/typing", m{"on": true})
	ana.Must(204, "POST", at+"/view", m{"on": true})
	ana.Must(204, "POST", at+"/read", m{"seq": 999999})
	ana.Must(204, "PUT", at+"/draft", m{"reply": "half a sen", "note": ""})
	if a := ana.Must(200, "GET", at+"/draft", nil); a.Text("reply") != "half a sen" {
		t.Errorf("got %s", a.Raw)
	}
	if a := bruno.Must(200, "GET", at+"/draft", nil); a.Text("reply") != "" {
		t.Errorf("somebody else's draft: %s", a.Raw)
	}
	ana.Must(204, "DELETE", at+"/draft", nil)
	if a := ana.Must(200, "GET", "/api/v1/conversations?view=mine", nil); len(a.List("conversations")) != 1 {
		t.Errorf("got %s", a.Raw)
	}

	bruno.Must(409, "POST", at+"/take-over", m{"confirm": true})
	admin.Must(409, "POST", at+"/take-over", nil)
	admin.Must(200, "POST", at+"/take-over", m{"confirm": true})
	back := ana.Must(409, "POST", at+"/messages", m{"client_id": "c4", "text": "And until 11 on Sunday.", "epoch": epoch})
	if back.Code() != "stale" && back.Code() != "taken" {
		t.Errorf("got %s", back.Raw)
	}
	admin.Must(200, "POST", at+"/hand-back", m{})
	ana.Must(201, "POST", at+"/answer-and-hand-back", m{"client_id": "c5", "text": "One more thing: it is included."})
	if a := ana.Must(200, "GET", at, nil); a.Text("controller.kind") != "assistant" || a.Text("contact.id") != contact {
		t.Errorf("got %s", a.Raw)
	}
	ana.Must(200, "POST", at+"/resolve", m{"confirm": true})
	ana.Must(200, "POST", at+"/reopen", m{})
	ana.Must(409, "POST", at+"/accept", m{})

	ana.Must(200, "PATCH", "/api/v1/contacts/"+contact, m{"name": "Maria", "notes": "Likes\nharbour view", "blocked": false})
	h.Until("the search finds the guest's words", func() bool {
		return len(ana.Must(200, "GET", "/api/v1/search?q=breakfast", nil).List("hits")) > 0
	})
	if a := ana.Must(200, "GET", "/api/v1/conversations?view=history&q=Maria", nil); len(a.List("conversations")) != 1 {
		t.Errorf("got %s", a.Raw)
	}
	if a := h.SignIn("operator").Must(200, "GET", "/api/v1/conversations?view=history", nil); len(a.List("conversations")) != 1 {
		t.Errorf("got %s", a.Raw)
	}
}

// A guest asks for a person; two accept, one wins, and the other is told who.
func TestAccept_ThroughTheAPI(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	ana, bruno := h.SignIn("agent1"), h.SignIn("agent2")
	ana.Must(200, "PUT", "/api/v1/me/duty", m{"duty": "online"})
	ana.Beats("tab", m{"kind": "screen", "sound": true, "visible": true})
	id, contact := h.Chat("demo", "When is breakfast?")
	if _, err := h.App.Desk().AskForHuman(t.Context(), contact); err != nil {
		t.Fatal(err)
	}
	list := ana.Must(200, "GET", "/api/v1/conversations?view=requests", nil)
	if cards := list.List("conversations"); len(cards) != 1 || cards[0]["group"] != "waiting" || cards[0]["request"] == nil {
		t.Fatalf("got %s", list.Raw)
	}
	if a := ana.Must(200, "POST", "/api/v1/conversations/"+id+"/accept", m{}); a.Text("controller.name") != "Ana Sousa" || a.Text("request.ended") != "accepted" {
		t.Errorf("got %s", a.Raw)
	}
	if a := bruno.Must(409, "POST", "/api/v1/conversations/"+id+"/accept", m{}); a.Code() != "taken" || a.Text("by.name") != "Ana Sousa" {
		t.Errorf("got %s", a.Raw)
	}
	if a := ana.Must(200, "GET", "/api/v1/me", nil); a.JSON["held"] != 1.0 {
		t.Errorf("held %v", a.JSON["held"])
	}
}

func TestFiles_OfAgents(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	ana, bruno := h.SignIn("agent1"), h.SignIn("agent2")
	id, _ := h.Chat("demo", "When is breakfast?")
	at := "/api/v1/conversations/" + id
	file := ana.Upload("/api/v1/files?conversation="+id, "view.png", apitest.PNG)
	if file.Status != 201 || file.Text("type") != "image/png" {
		t.Fatalf("got %d %s", file.Status, file.Raw)
	}
	ana.Must(200, "POST", at+"/take-control", m{})
	ana.Must(404, "POST", at+"/messages", m{"client_id": "c1", "text": "Look", "files": []string{"unknown"}})
	sent := ana.Must(201, "POST", at+"/messages", m{"client_id": "c2", "text": "Look", "files": []string{file.Text("id")}})
	if sent.Text("id") == "" {
		t.Errorf("got %s", sent.Raw)
	}
	res, err := http.Get(h.URL + file.Text("url"))
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != 200 || res.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("got %d %v", res.StatusCode, res.Header)
	}
	if a := bruno.Upload("/api/v1/files?conversation="+id, "evil.svg", []byte("<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>")); a.Status != 415 {
		t.Errorf("an SVG: got %d %s", a.Status, a.Raw)
	}
	if a := bruno.Upload("/api/v1/files", "view.png", apitest.PNG); a.Status != 422 {
		t.Errorf("for nothing: got %d %s", a.Status, a.Raw)
	}
}

func TestShortcuts(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	ana, bruno, night, operator := h.SignIn("agent1"), h.SignIn("agent2"), h.SignIn("night"), h.SignIn("operator")
	hv := h.Property("demo")
	own := ana.Must(201, "POST", "/api/v1/shortcuts", m{"scope": "personal", "name": "hi", "text": "Hello {{guest.first_name|there}}"})
	shared := ana.Must(201, "POST", "/api/v1/shortcuts", m{"scope": "shared", "property_id": hv, "name": "late", "text": "Late check-out is 30 EUR", "language": "en"})
	mill := night.Must(201, "POST", "/api/v1/shortcuts", m{"scope": "shared", "property_id": h.Property("demo-mill"), "name": "mill", "text": "By the mill"})
	names := func(c *apitest.Client, query string) (list []string) {
		for _, s := range c.Must(200, "GET", "/api/v1/shortcuts"+query, nil).List("shortcuts") {
			list = append(list, fmt.Sprint(s["name"]))
		}
		slices.Sort(list)
		return list
	}
	if got := names(ana, ""); !slices.Equal(got, []string{"hi", "late"}) {
		t.Errorf("ana has %q", got)
	}
	if got := names(bruno, ""); !slices.Equal(got, []string{"late"}) {
		t.Errorf("bruno has %q", got)
	}
	if got := names(night, "?property="+h.Property("demo-mill")); !slices.Equal(got, []string{"mill"}) {
		t.Errorf("night has %q", got)
	}
	bruno.Must(404, "PUT", "/api/v1/shortcuts/"+own.Text("id"), m{"scope": "personal", "name": "x", "text": "x"})
	bruno.Must(404, "DELETE", "/api/v1/shortcuts/"+mill.Text("id"), nil)
	bruno.Must(200, "PUT", "/api/v1/shortcuts/"+shared.Text("id"), m{"scope": "shared", "property_id": hv, "name": "late", "text": "Late check-out is until 14:00", "id": "ignored"})
	ana.Must(403, "POST", "/api/v1/shortcuts", m{"scope": "shared", "name": "all", "text": "everywhere"})
	operator.Must(201, "POST", "/api/v1/shortcuts", m{"scope": "shared", "name": "all", "text": "everywhere"})
	ana.Must(404, "GET", "/api/v1/shortcuts?property="+h.Property("demo-mill"), nil)
	ana.Must(422, "POST", "/api/v1/shortcuts", m{"scope": "personal", "name": " ", "text": "x"})
	ana.Must(204, "DELETE", "/api/v1/shortcuts/"+own.Text("id"), nil)
	ana.Must(404, "DELETE", "/api/v1/shortcuts/"+own.Text("id"), nil)
}

func TestKnowledge_ThroughTheAPI(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	writer, ana := h.SignIn("knowledge"), h.SignIn("agent1")
	at := "/api/v1/properties/" + h.Property("demo")
	all := ana.Must(200, "GET", at+"/knowledge", nil)
	if len(all.List("facts")) < 20 || len(all.List("entries")) == 0 {
		t.Errorf("got %d facts", len(all.List("facts")))
	}
	if a := ana.Must(200, "POST", at+"/try", m{"question": "When is breakfast?"}); a.Text("decision") != "answer" {
		t.Errorf("got %s", a.Raw)
	}
	ana.Must(403, "PUT", at+"/facts/pool", m{"state": "no", "details": ""})
	writer.Must(404, "PUT", at+"/facts/nonsense", m{"state": "no", "details": ""})
	writer.Must(422, "PUT", at+"/facts/pool", m{"state": "perhaps", "details": ""})
	writer.Must(422, "PUT", at+"/facts/pool", m{"state": "yes", "details": strings.Repeat("x", 2001)})
	if a := writer.Must(200, "PUT", at+"/facts/pool", m{"state": "yes", "details": "Our pool is on the moon."}); a.Text("updated_by") != "Carla Mendes" {
		t.Errorf("got %s", a.Raw)
	}
	if a := writer.Must(200, "POST", at+"/try", m{"question": "Do you have a pool?", "language": "en"}); !strings.Contains(a.Text("answer"), "moon") {
		t.Errorf("the edit is not known: %s", a.Raw)
	}
	e := writer.Must(201, "POST", at+"/entries", m{"questions": []string{"Do you rent kayaks?", " "}, "answer": "Kayaks are 12 EUR an hour.", "booked_only": false, "language": "en"})
	one := at + "/entries/" + e.Text("id")
	if a := writer.Must(200, "POST", at+"/try", m{"question": "Do you rent kayaks?"}); !strings.Contains(a.Text("answer"), "12 EUR") {
		t.Errorf("got %s", a.Raw)
	}
	writer.Must(422, "POST", at+"/entries", m{"questions": []string{"  "}, "answer": "x"})
	writer.Must(422, "PUT", one, m{"questions": []string{"Kayaks?"}, "answer": strings.Repeat("x", 4001)})
	writer.Must(200, "PUT", one, m{"questions": []string{"Kayaks?"}, "answer": ""})
	writer.Must(404, "PUT", "/api/v1/properties/"+h.Property("demo-mill")+"/entries/"+e.Text("id"), m{"questions": []string{"x"}, "answer": ""})
	writer.Must(204, "DELETE", one, nil)
	writer.Must(404, "DELETE", one, nil)
}

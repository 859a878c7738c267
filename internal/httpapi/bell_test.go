package httpapi_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"deskbell/internal/httpapi/apitest"
)

// present puts somebody at a screen that rings, on duty.
func present(c *apitest.Client, device string) {
	c.Must(200, "PUT", "/api/v1/me/duty", m{"duty": "online"})
	c.Beats(device, m{"kind": "screen", "sound": true, "visible": true, "name": "Chrome on Windows",
		"permission": "granted", "volume": 0.7, "push": true, "secure": true})
}

// A guest asks, it rings; one promises, another cannot, the first comes.
func TestBell_ThroughTheAPI(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	ana, bruno, mill := h.SignIn("agent1"), h.SignIn("agent2"), h.SignIn("night")
	present(ana, "tab-a")
	present(bruno, "tab-b")
	id, contact := h.Chat("demo", "Do you rent kayaks?")
	if a := ana.Must(200, "GET", "/api/v1/bell/rings", nil); len(a.List("rings")) != 0 || len(a.List("missed")) != 0 {
		t.Errorf("nothing rings yet: %s", a.Raw)
	}
	s, err := h.App.Desk().AskForHuman(t.Context(), contact)
	if err != nil {
		t.Fatal(err)
	}
	request := s.Request.ID
	a := ana.Must(200, "GET", "/api/v1/bell/rings", nil)
	if r := a.List("rings"); len(r) != 1 || r[0]["id"] != request || r[0]["conversation_id"] != id || r[0]["for_me"] != true || r[0]["state"] != "ringing" ||
		r[0]["question"] != "Do you rent kayaks?" || r[0]["missing"] != "Do you rent kayaks?" || r[0]["unheard"] != false {
		t.Errorf("got %s", a.Raw)
	}
	mill.Must(404, "POST", "/api/v1/bell/confirmations", m{"device": "x", "ring": "nothing", "kind": "shown"})
	ana.Must(204, "POST", "/api/v1/bell/confirmations", m{"device": "tab-a", "ring": request, "kind": "shown"})
	ana.Must(204, "POST", "/api/v1/bell/confirmations", m{"device": "tab-a", "rings": []string{request}, "kind": "sounded"})
	ana.Must(422, "POST", "/api/v1/bell/confirmations", m{"device": "tab-a", "ring": request, "kind": "arrived"})
	ana.Must(422, "POST", "/api/v1/bell/confirmations", m{"device": "tab-a", "kind": "shown"})

	at := "/api/v1/conversations/" + id
	bruno.Must(409, "POST", at+"/promise", m{"request_id": "an-older-one"})
	bruno.Must(422, "POST", at+"/promise", m{"request_id": request, "minutes": 16})
	if a := ana.Must(200, "POST", at+"/promise", m{"request_id": request, "minutes": 2}); a.Text("request.state") != "promised" {
		t.Errorf("got %s", a.Raw)
	}
	if r := bruno.Must(200, "GET", "/api/v1/bell/rings", nil).List("rings"); r[0]["state"] != "promised" || r[0]["promised_by"].(map[string]any)["name"] != "Ana Sousa" || r[0]["total_ms"] != 120_000.0 {
		t.Errorf("got %v", r)
	}
	bruno.Must(409, "POST", at+"/promise", m{"request_id": request})
	bruno.Must(200, "POST", at+"/cannot-now", m{"request_id": request})
	if r := bruno.Must(200, "GET", "/api/v1/bell/rings", nil).List("rings"); r[0]["declined"] != true {
		t.Errorf("got %v", r)
	}
	ana.Must(200, "POST", at+"/accept", m{})
	if r := bruno.Must(200, "GET", "/api/v1/bell/rings", nil); len(r.List("rings")) != 0 || len(r.List("missed")) != 0 {
		t.Errorf("got %s", r.Raw)
	}

	// To a colleague, with a note; back; to everyone; to somebody who answers no chats there.
	colleagues := ana.Must(200, "GET", at+"/colleagues", nil).List("colleagues")
	var brunos m
	for _, c := range colleagues {
		if c["name"] == "Bruno Reis" || c["eligible"] == true {
			brunos = c
		}
		if c["name"] == "Ana Sousa" {
			t.Error("one is no colleague of one's own")
		}
	}
	if brunos == nil || brunos["reach"] != "screen" || brunos["duty"] != "online" {
		t.Fatalf("colleagues %v", colleagues)
	}
	ana.Must(200, "POST", at+"/transfer", m{"target": brunos["id"], "note": "Speaks French"})
	r := bruno.Must(200, "GET", "/api/v1/bell/rings", nil).List("rings")
	if len(r) != 1 || r[0]["kind"] != "transfer" || r[0]["note"] != "Speaks French" || r[0]["target"] != brunos["id"] || r[0]["from"].(map[string]any)["name"] != "Ana Sousa" || r[0]["for_me"] != true {
		t.Errorf("got %v", r)
	}
	ana.Must(409, "POST", at+"/transfer", m{})
	ana.Must(200, "DELETE", at+"/transfer", nil)
	ana.Must(409, "DELETE", at+"/transfer", nil)
	ana.Must(422, "POST", at+"/transfer", m{"target": "nobody"})
	ana.Must(200, "POST", at+"/transfer", m{})
	if a := bruno.Must(200, "POST", at+"/accept", m{}); a.Text("controller.agent_id") != brunos["id"] {
		t.Errorf("got %s", a.Raw)
	}
}

func TestBellCheck_ThroughTheAPI(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	ana := h.SignIn("agent1")
	ana.Must(200, "PUT", "/api/v1/me/duty", m{"duty": "away"})
	ana.Beats("tab", m{"kind": "screen", "sound": false, "visible": true, "name": "Firefox", "permission": "denied", "volume": 0, "secure": false})
	a := ana.Must(200, "GET", "/api/v1/bell/check?device=tab", nil)
	d := a.List("devices")
	if a.JSON["secure"] != true || a.JSON["eligible"] != false || len(d) != 1 || d[0]["this"] != true || d[0]["name"] != "Firefox" ||
		fmt.Sprint(d[0]["problems"]) != "[insecure permission autoplay volume duty]" || fmt.Sprint(a.JSON["why_not"]) != "[away sound]" {
		t.Errorf("got %s", a.Raw)
	}
	ana.Must(404, "POST", "/api/v1/bell/tests", m{"device": "another"})
	test := ana.Must(201, "POST", "/api/v1/bell/tests", m{"device": "tab"}).Text("id")
	ana.Must(204, "POST", "/api/v1/bell/confirmations", m{"device": "tab", "ring": test, "kind": "sounded"})
	ana.Must(204, "POST", "/api/v1/bell/tests/"+test+"/heard", m{"heard": false})
	d = ana.Must(200, "GET", "/api/v1/bell/check", nil).List("devices")
	if heard, _ := d[0]["heard"].(map[string]any); heard["heard"] != false || heard["at"] == "" || d[0]["confirmed_at"] == nil ||
		!slices.Contains(d[0]["problems"].([]any), any("silent")) {
		t.Errorf("got %v", d)
	}
	h.SignIn("agent2").Must(404, "POST", "/api/v1/bell/tests/"+test+"/heard", m{"heard": true})
}

func TestBellWhoAndDrill_ThroughTheAPI(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	ana, admin := h.SignIn("agent1"), h.SignIn("admin")
	present(ana, "tab")
	find := func(property string) m {
		for _, p := range admin.Must(200, "GET", "/api/v1/bell/who"+property, nil).List("people") {
			if p["name"] == "Ana Sousa" {
				return p
			}
		}
		return nil
	}
	for _, property := range []string{"", "?property=" + h.Property("demo")} {
		if p := find(property); p["would_ring"] != true || p["reach"] != "screen" || p["duty"] != "online" || p["idle"] != false {
			t.Errorf("got %v", p)
		}
	}
	ana.Must(200, "PUT", "/api/v1/me/duty", m{"duty": "dnd"})
	if p := find(""); p["would_ring"] != false || fmt.Sprint(p["why_not"]) != "[dnd]" {
		t.Errorf("got %v", p)
	}
	if a := admin.Must(200, "GET", "/api/v1/bell/who", nil); fmt.Sprint(a.JSON["deserted"]) != fmt.Sprint([]string{h.Property("demo")}) {
		t.Errorf("got %s", a.Raw)
	}
	admin.Must(404, "GET", "/api/v1/bell/who?property="+h.Property("demo-mill"), nil)
	admin.Must(204, "POST", "/api/v1/bell/drills", m{"property": h.Property("demo")})
	drills := slices.DeleteFunc(admin.Must(200, "GET", "/api/v1/bell/who", nil).List("drills"), func(d m) bool {
		return d["interval_at"] != d["at"] // shortly before the sample property opens, one is held by itself
	})
	if len(drills) != 1 || drills[0]["done"] != false || drills[0]["property_id"] != h.Property("demo") {
		t.Errorf("got %v", drills)
	}
}

func TestDuty_UntilThroughTheAPI(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	ana := h.SignIn("agent1")
	until := time.Now().Add(8 * time.Hour).UTC().Truncate(time.Second)
	a := ana.Must(200, "PUT", "/api/v1/me/duty", m{"duty": "online", "until": until.Format(time.RFC3339)})
	if got, err := time.Parse(time.RFC3339, a.Text("until")); err != nil || !got.Equal(until) {
		t.Errorf("got %s", a.Raw)
	}
	if a := ana.Must(200, "GET", "/api/v1/me", nil); a.Text("duty_until") == "" {
		t.Errorf("got %s", a.Raw)
	}
	ana.Must(422, "PUT", "/api/v1/me/duty", m{"duty": "online", "until": "tomorrow"})
	ana.Must(422, "PUT", "/api/v1/me/duty", m{"duty": "online", "until": until.Add(-24 * time.Hour).Format(time.RFC3339)})
	if a := ana.Must(200, "PUT", "/api/v1/me/duty", m{"duty": "away"}); a.JSON["until"] != nil {
		t.Errorf("got %s", a.Raw)
	}
}

func TestShift_ThroughTheAPI(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	ana, bruno := h.SignIn("agent1"), h.SignIn("agent2")
	present(ana, "tab-a")
	present(bruno, "tab-b")
	held, _ := h.Chat("demo", "When is breakfast?")
	ana.Must(200, "POST", "/api/v1/conversations/"+held+"/take-control", m{})
	_, contact := h.Chat("demo", "Do you rent kayaks?")
	if _, err := h.App.Desk().AskForHuman(t.Context(), contact); err != nil {
		t.Fatal(err)
	}
	a := ana.Must(200, "GET", "/api/v1/me/shift", nil)
	if len(a.List("held")) != 1 || len(a.List("waiting")) != 1 || len(a.List("promised")) != 0 || len(a.List("sheets")) != 0 {
		t.Errorf("got %s", a.Raw)
	}
	sheet := ana.Must(200, "POST", "/api/v1/me/shift/end", m{"note": "  Room 12 waits\nfor towels "})
	if sheet.Text("note") != "Room 12 waits\nfor towels" || sheet.Text("person.name") != "Ana Sousa" || len(sheet.List("held")) != 1 || len(sheet.List("waiting")) != 1 {
		t.Errorf("got %s", sheet.Raw)
	}
	if a := ana.Must(200, "GET", "/api/v1/me", nil); a.Text("duty") != "away" {
		t.Errorf("got %s", a.Raw)
	}
	next := bruno.Must(200, "GET", "/api/v1/me/shift", nil)
	sheets := next.List("sheets")
	if len(sheets) != 1 || sheets[0]["id"] != sheet.Text("id") || len(next.List("waiting")) != 2 {
		t.Errorf("got %s", next.Raw)
	}
	ana.Must(200, "POST", "/api/v1/me/shift/end", nil) // once more, without a note
}

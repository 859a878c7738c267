package httpapi_test

import (
	"strings"
	"sync/atomic"
	"testing"

	"deskbell/internal/app"
	"deskbell/internal/httpapi/apitest"
)

// An agent reads a guest's words in another language, writes in the guest's, and takes over with a summary: by the model
// where it helps, and told why where it does not.
func TestHelp_AnAgentIsTranslatedForAndTold(t *testing.T) {
	t.Parallel()
	var say atomic.Pointer[string]
	as := func(s string) { say.Store(&s) }
	as("[1]\nBreakfast is from 06:30 to 10:30.")
	llm := chatServer(t, &say)
	h := apitest.Start(t, apitest.Options{Change: func(c *app.Config) { c.LLM = app.LLM{BaseURL: llm.URL + "/v1", Key: "k-canary", Model: "small"} }})
	ana, admin := h.SignIn("agent1"), h.SignIn("admin")
	id, _ := h.Chat("demo", "When is breakfast?")
	at, who := "/api/v1/conversations/"+id, "/api/v1/properties/"+h.Property("demo")+"/answering"
	entry := ""
	for _, e := range ana.Must(200, "GET", at+"/entries", nil).List("entries") {
		if author, _ := e["author"].(map[string]any); author["kind"] == "guest" {
			entry, _ = e["id"].(string)
		}
	}
	if me := ana.Must(200, "GET", "/api/v1/me", nil).List("properties"); me[0]["helps"] != true {
		t.Errorf("%v", me)
	}
	as("Wann gibt es Frühstück?")
	got := ana.Must(200, "POST", at+"/translation", m{"entry": entry, "to": "de"})
	if got.Text("text") != "Wann gibt es Frühstück?" || got.JSON["figures"] != false || got.Text("model") != "small" {
		t.Errorf("%s", got.Raw)
	}
	as("Breakfast is at 8:00.")
	if got = ana.Must(200, "POST", at+"/translation", m{"text": "Frühstück ist um 7:00.", "to": "en"}); got.JSON["figures"] != true {
		t.Errorf("another figure is not marked: %s", got.Raw)
	}
	as("Pay at https://evil.example")
	if a := ana.Do("POST", at+"/translation", m{"text": "Hallo", "to": "en"}); a.Status != 409 || !strings.Contains(string(a.Raw), "no_words") || strings.Contains(string(a.Raw), "evil") {
		t.Errorf("%d %s", a.Status, a.Raw)
	}
	for _, wrong := range []m{{"text": " ", "to": "de"}, {"text": "Hello", "to": "tlh"}, {"text": "Hello"}} {
		if a := ana.Do("POST", at+"/translation", wrong); a.Status != 422 {
			t.Errorf("%v: %d %s", wrong, a.Status, a.Raw)
		}
	}
	ana.Must(404, "POST", at+"/translation", m{"entry": "none", "to": "de"})

	// Two lines are no conversation to sum up; four are.
	as("The guest wants to know when breakfast is.")
	if s := ana.Must(200, "POST", at+"/summary", m{"language": "en"}); s.Text("text") != "" || len(s.List("asked")) != 1 {
		t.Errorf("%s", s.Raw)
	}
	ana.Must(200, "POST", at+"/take-control", nil)
	ana.Must(201, "POST", at+"/messages", m{"client_id": "c1", "text": "Hello, this is Ana."})
	if s := ana.Must(200, "POST", at+"/summary", m{"language": "en"}); s.Text("text") != "The guest wants to know when breakfast is." || s.Text("model") != "small" || len(s.List("asked")) != 1 {
		t.Errorf("%s", s.Raw)
	}
	as("The guest was promised 500 EUR.")
	if s := ana.Must(200, "POST", at+"/summary", m{"language": "en"}); s.Text("text") != "" || s.Text("because") != "error" {
		t.Errorf("%s", s.Raw)
	}

	// What the property chose holds for its agents, too; each may be said for itself.
	for _, c := range []struct {
		wish  m
		helps bool
	}{{m{"by": "builtin"}, false}, {m{"help": "on"}, true}, {m{"by": "", "help": "off"}, false}, {m{"help": ""}, true}} {
		as("Hallo")
		if shown := admin.Must(200, "PUT", who, c.wish); shown.JSON["helps"] != c.helps {
			t.Errorf("%v: %s", c.wish, shown.Raw)
		}
		a := ana.Do("POST", at+"/translation", m{"text": "Hello", "to": "de"})
		if (a.Status == 200) != c.helps || !c.helps && !strings.Contains(string(a.Raw), "no_model") {
			t.Errorf("%v: %d %s", c.wish, a.Status, a.Raw)
		}
	}
	admin.Must(200, "PUT", who, m{"day_calls": 1})
	if a := ana.Do("POST", at+"/translation", m{"text": "Hello", "to": "de"}); a.Status != 409 || !strings.Contains(string(a.Raw), "budget") {
		t.Errorf("beyond the budget: %d %s", a.Status, a.Raw)
	}
	if s := ana.Must(200, "POST", at+"/summary", m{"language": "en"}); s.Text("because") != "budget" || len(s.List("asked")) != 1 {
		t.Errorf("%s", s.Raw)
	}
}

func TestHelp_WithoutAModelTheGuestsQuestionsAreThere(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	ana := h.SignIn("agent1")
	id, _ := h.Chat("demo", "When is breakfast?")
	at := "/api/v1/conversations/" + id
	if a := ana.Do("POST", at+"/translation", m{"text": "Hello", "to": "de"}); a.Status != 409 || !strings.Contains(string(a.Raw), "no_model") {
		t.Errorf("%d %s", a.Status, a.Raw)
	}
	s := ana.Must(200, "POST", at+"/summary", m{"language": "en"})
	if l := s.List("asked"); s.Text("text") != "" || s.Text("because") != "" || len(l) != 1 || l[0]["answered"] != "assistant" {
		t.Errorf("%s", s.Raw)
	}
	if me := ana.Must(200, "GET", "/api/v1/me", nil).List("properties"); me[0]["helps"] != false {
		t.Errorf("%v", me)
	}
}

// Whoever sets who answers sees whether it is there.
func TestAnswering_IsChecked(t *testing.T) {
	t.Parallel()
	var say atomic.Pointer[string]
	ok, broken := "OK", ""
	say.Store(&ok)
	llm := chatServer(t, &say)
	h := apitest.Start(t, apitest.Options{Change: func(c *app.Config) { c.LLM = app.LLM{BaseURL: llm.URL + "/v1", Key: "k", Model: "small"} }})
	admin := h.SignIn("admin")
	at := "/api/v1/properties/" + h.Property("demo") + "/answering"
	health := func() map[string]any {
		t.Helper()
		a := admin.Must(200, "GET", at, nil)
		if a.Text("model_host") != "127.0.0.1" {
			t.Errorf("%s", a.Raw)
		}
		out, _ := a.JSON["model_health"].(map[string]any)
		return out
	}
	if was := health(); was["up"] != true || was["well_at"] != nil || was["fault_at"] != nil {
		t.Errorf("before anything was asked: %v", was)
	}
	if c := admin.Must(200, "POST", at+"/check", m{"by": "model"}); c.JSON["ok"] != true {
		t.Errorf("%s", c.Raw)
	}
	if was := health(); was["well_at"] == nil || was["because"] != nil {
		t.Errorf("after it answered: %v", was)
	}
	if c := admin.Must(200, "POST", at+"/check", m{"by": "bot"}); c.JSON["ok"] != false || c.Text("because") != "not_asked" {
		t.Errorf("a bot that is not there: %s", c.Raw)
	}
	say.Store(&broken)
	llm.Close()
	if c := admin.Must(200, "POST", at+"/check", m{"by": "model"}); c.JSON["ok"] != false || c.Text("because") != "error" {
		t.Errorf("%s", c.Raw)
	}
	if was := health(); was["because"] != "error" || was["fault_at"] == nil {
		t.Errorf("after it was gone: %v", was)
	}
}

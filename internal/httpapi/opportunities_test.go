package httpapi_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"deskbell/internal/app"
	"deskbell/internal/desk"
	"deskbell/internal/httpapi/apitest"
)

// overheard is an OpenAI-compatible language model that keeps whatever it was sent.
type overheard struct {
	mu  sync.Mutex
	all strings.Builder
}

func (o *overheard) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	sent, _ := io.ReadAll(r.Body)
	o.mu.Lock()
	o.all.Write(sent)
	o.mu.Unlock()
	w.Header().Set("Content-Type", "text/event-stream")
	b, _ := json.Marshal(map[string]any{"id": "x", "choices": []any{map[string]any{"index": 0, "delta": map[string]any{"content": "[1]\nSo it is."}, "finish_reason": "stop"}}})
	fmt.Fprintf(w, "data: %s\n\ndata: [DONE]\n\n", b)
}

func (o *overheard) text() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.all.String()
}

// A guest asks for a wedding; the desk gets a ticket with its worth, which no guest and no language model ever gets.
func TestOpportunities_EndToEnd(t *testing.T) {
	t.Parallel()
	ears := &overheard{}
	llm := httptest.NewServer(ears)
	t.Cleanup(llm.Close)
	h := apitest.Start(t, apitest.Options{Change: func(c *app.Config) { c.LLM = app.LLM{BaseURL: llm.URL + "/v1", Key: "k", Model: "small"} }})
	admin, agent := h.SignIn("admin"), h.SignIn("agent1")
	at := "/api/v1/properties/" + h.Property("demo") + "/opportunities"
	saved := admin.Must(200, "PUT", at, m{"room_night": 73129, "person_day": 61417, "ring_from": 0})
	if saved.JSON["on"] != true || saved.Text("currency") != "EUR" || saved.JSON["person_day"] != 61417.0 {
		t.Errorf("got %s", saved.Raw)
	}

	guest := h.Visit("demo")
	said := func() string { return string(guest.Must(200, "GET", "/api/guest/v1/entries?after=0", nil).Raw) }
	say := func(text, answer string) {
		t.Helper()
		guest.Must(201, "POST", "/api/guest/v1/messages", m{"client_id": text, "text": text})
		h.Until("the answer: "+answer, func() bool { return strings.Contains(said(), answer) })
	}
	ticket := func() (list []apitest.Map) { return agent.Must(200, "GET", "/api/v1/tickets", nil).List("tickets") }
	say("We would like to celebrate our wedding at your hotel", "For which dates would that be?")
	if got := ticket(); len(got) != 1 || got[0]["opportunity"].(map[string]any)["kind"] != "wedding" || got[0]["opportunity"].(map[string]any)["worth"] != nil {
		t.Fatalf("got %v", got)
	}
	say("12 June 2031", "How many people would come, about?")
	say("eighty", "How can our team reach you, by e-mail or phone?")
	say("zoe@guests.example", "Until then, ask me anything else.")
	say("When is breakfast?", "So it is.") // by the language model
	got := ticket()
	if len(got) != 1 || got[0]["email"] != "zoe@guests.example" {
		t.Fatalf("got %v", got)
	}
	o := got[0]["opportunity"].(map[string]any)
	worth := o["worth"].(map[string]any)
	if o["from"] != "2031-06-12" || o["persons"] != 80.0 || worth["amount"] != float64(80*61417) || worth["currency"] != "EUR" {
		t.Errorf("got %v", o)
	}
	for where, text := range map[string]string{"what the guest reads": said(), "what the model was sent": ears.text(),
		"how the widget is set up": string(guest.Must(200, "GET", "/api/guest/v1/config?key=demo", nil).Raw)} {
		for _, secret := range []string{"61417", "73129", fmt.Sprint(80 * 61417), "worth", "person_day", "Ticket #"} {
			if strings.Contains(text, secret) {
				t.Errorf("%s holds %s: %s", where, secret, text)
			}
		}
	}
	if ears.text() == "" {
		t.Error("the language model was sent nothing: the test proves nothing")
	}
}

func TestOpportunities_Settings(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	at := "/api/v1/properties/" + h.Property("demo") + "/opportunities"
	admin := h.SignIn("admin")
	stale := admin.Must(200, "GET", at, nil).Text("version")
	admin.Must(200, "PUT", at, m{"version": stale, "person_day": 95})
	if a := admin.Do("PUT", at, m{"version": stale, "person_day": 96}); a.Status != 409 || a.Code() != "conflict" {
		t.Errorf("got %d %s", a.Status, a.Raw)
	}
	for field, wish := range map[string]m{"body.room_night": {"room_night": -1}, "body.person_day": {"person_day": desk.MaxPlanningRate + 1}, "body.ring_from": {"ring_from": desk.MaxRingFrom + 1}} {
		if a := admin.Do("PUT", at, wish); a.Status != 422 || !strings.Contains(string(a.Raw), `"`+field+`"`) {
			t.Errorf("%v: got %d %s", wish, a.Status, a.Raw)
		}
	}
	for _, who := range []string{"agent1", "knowledge"} {
		if a := h.SignIn(who).Do("GET", at, nil); a.Status != 403 {
			t.Errorf("%s reads the rates: %d %s", who, a.Status, a.Raw)
		}
	}
	// Switched off, such a message is one like others.
	admin.Must(200, "PUT", at, m{"on": false})
	guest := h.Visit("demo")
	guest.Must(201, "POST", "/api/guest/v1/messages", m{"client_id": "1", "text": "We would like to celebrate our wedding at your hotel"})
	h.Until("an answer", func() bool {
		return strings.Contains(string(guest.Must(200, "GET", "/api/guest/v1/entries?after=0", nil).Raw), `"kind":"assistant"`)
	})
	if list := h.SignIn("agent1").Must(200, "GET", "/api/v1/tickets", nil).List("tickets"); len(list) != 0 {
		t.Errorf("got %v", list)
	}
}

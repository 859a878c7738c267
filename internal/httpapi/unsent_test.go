package httpapi_test

import (
	"strings"
	"testing"

	"deskbell/internal/httpapi/apitest"
)

// What a guest takes back is gone from every place where the desk would read it.
func TestUnsent_IsShownNowhere(t *testing.T) {
	t.Parallel()
	_, outside := newGateway(t)
	h := apitest.Start(t, apitest.Options{Outward: outside})
	s := connectSource(t, h, "")
	s.message("1", "The password is swordfish", nil)
	s.message("2", "Good evening", nil)
	agent := h.SignIn("agent1")
	id, _ := s.card(agent)["id"].(string)
	found := func() int { return len(agent.Must(200, "GET", "/api/v1/search?q=swordfish", nil).List("hits")) }
	h.Until("the search finds it", func() bool { return found() == 1 })
	guest := m{"id": "+351910000001"}
	for _, e := range []m{
		{"type": "edit", "guest": guest, "message": "1", "text": "The password is swordfish2", "revision": 1},
		{"type": "unsend", "guest": guest, "message": "1"},
	} {
		if status := s.post(s.token, m{"account": "sms", "events": []m{e}}); status != 200 {
			t.Fatalf("%v: %d", e, status)
		}
	}
	h.Until("it was taken back", func() bool { return found() == 0 })
	for _, path := range []string{"/api/v1/conversations/" + id + "/entries?after=0", "/api/v1/conversations?view=live", "/api/v1/conversations?view=history"} {
		if raw := string(agent.Must(200, "GET", path, nil).Raw); strings.Contains(raw, "swordfish") {
			t.Errorf("%s shows what was taken back: %s", path, raw)
		}
	}
	entries := agent.Must(200, "GET", "/api/v1/conversations/"+id+"/entries?after=0", nil).List("entries")
	if entries[0]["kind"] == "message" && entries[0]["unsent"] != true {
		t.Errorf("it is not said that something was taken back: %v", entries[0])
	}
}

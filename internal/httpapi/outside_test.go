package httpapi_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"deskbell/internal/httpapi/apitest"
	"deskbell/internal/simulator"
)

// faulty makes the next sends of a channel meet one of Meta's errors; "" ends it.
func faulty(t *testing.T, h *apitest.House, c simulator.Channel, name string) {
	t.Helper()
	var s simulator.Setting
	s.Fault = &struct {
		Channel simulator.Channel `json:"channel"`
		Name    string            `json:"name"`
		Left    int               `json:"left"`
	}{c, name, -1}
	if err := h.App.Simulator().Set(s); err != nil {
		t.Fatal(err)
	}
}

// writesIn lets a new guest write on an outside channel; it answers who that is, and the conversation that it began.
func writesIn(t *testing.T, h *apitest.House, c simulator.Channel, agent *apitest.Client, act simulator.Act) (guest, conversation string) {
	t.Helper()
	sim := h.App.Simulator()
	if guest = sim.NewGuest(c, "", "Jana Novak"); guest == "" {
		t.Fatalf("no account of %s", c)
	}
	// Until the desk has subscribed to the account, nothing that guests write there is brought to it.
	h.Until("the account is connected", func() bool {
		return slices.ContainsFunc(sim.Accounts(), func(a simulator.Account) bool { return a.Channel == c && a.Subscribed })
	})
	h.Until("the guest writes", func() bool { return sim.Do(guest, act) == nil })
	h.Until("the message is at the desk", func() bool {
		for _, card := range agent.Must(200, "GET", "/api/v1/conversations?view=history", nil).List("conversations") {
			if card["channel"] == string(c) {
				conversation, _ = card["id"].(string)
			}
		}
		return conversation != ""
	})
	return guest, conversation
}

// What agents do about messages and threads of outside channels, over the API: a message that failed is sent again, a
// thread is asked for, and when a day has passed a template goes.
func TestOutside_SentAgainAndTemplates(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	ana, admin := h.SignIn("agent1"), h.SignIn("admin")

	_, thread := writesIn(t, h, simulator.Messenger, ana, simulator.Act{Do: "text", Text: "Is the pool open?"})
	at := "/api/v1/conversations/" + thread
	ana.Must(200, "POST", at+"/take-control", m{})
	faulty(t, h, simulator.Messenger, "551")
	entry := ana.Must(201, "POST", at+"/messages", m{"client_id": "a", "text": "It is, until eight."}).Text("id")
	state := func() (state string) {
		for _, e := range ana.Must(200, "GET", at+"/entries", nil).List("entries") {
			if d, ok := e["delivery"].(map[string]any); ok && e["id"] == entry {
				state, _ = d["state"].(string)
			}
		}
		return state
	}
	h.Until("the message fails", func() bool { return state() == "failed" })
	faulty(t, h, simulator.Messenger, "")
	ana.Must(404, "POST", at+"/entries/none/retry", nil)
	ana.Must(204, "POST", at+"/entries/"+entry+"/retry", nil)
	h.Until("it reached the guest", func() bool { return state() == "delivered" })
	ana.Must(409, "POST", at+"/entries/"+entry+"/retry", nil)
	ana.Must(204, "POST", at+"/take-thread", nil)

	_, late := writesIn(t, h, simulator.WhatsApp, ana, simulator.Act{Do: "text", Text: "Is my room ready?", Ago: 25 * 3600})
	var account string
	for _, a := range admin.Must(200, "GET", "/api/v1/channels", nil).List("accounts") {
		if a["channel"] == "whatsapp" {
			account, _ = a["id"].(string)
		}
	}
	if got := admin.Must(200, "GET", "/api/v1/channels/accounts/"+account, nil); got.Text("channel") != "whatsapp" {
		t.Errorf("got %s", got.Raw)
	}
	takes := ana.Must(200, "GET", "/api/v1/channels/accounts/"+account+"/takes", nil).JSON["media"].(map[string]any)
	if types := fmt.Sprint(takes["image"]); !strings.Contains(types, "image/jpeg") || strings.Contains(types, "image/gif") {
		t.Errorf("it takes %v", takes)
	}
	list := ana.Must(200, "GET", "/api/v1/channels/accounts/"+account+"/templates", nil).List("templates")
	named := false
	for _, one := range list {
		named = named || one["name"] == "we_answer_now"
	}
	if !named {
		t.Errorf("the templates are %v", list)
	}
	at = "/api/v1/conversations/" + late
	ana.Must(200, "POST", at+"/take-control", m{})
	ana.Must(409, "POST", at+"/messages", m{"client_id": "b", "text": "It is."})
	template := m{"client_id": "c", "template": m{"name": "we_answer_now", "language": "en",
		"parts": []m{{"kind": "body", "values": []string{"Jana", "yesterday"}}}}}
	ana.Must(422, "POST", at+"/templates", m{"client_id": "c", "template": m{"name": "we_answer_now", "language": "en", "parts": []m{}}})
	ana.Must(201, "POST", at+"/templates", template)
}

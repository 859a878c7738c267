package httpapi_test

import (
	"testing"

	"deskbell/internal/httpapi/apitest"
)

// What conversations are about stands on their cards and in the report, by property and for those who may read it.
func TestTopics(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	admin, ana, night := h.SignIn("admin"), h.SignIn("agent1"), h.SignIn("night")
	if a := admin.Must(200, "GET", "/api/v1/reports/topics", nil); len(a.List("topics")) != 0 {
		t.Errorf("a fresh desk reports %s", a.Raw)
	}
	// What an entry is about is what whoever is answered from it asks about, in whatever words.
	h.SignIn("knowledge").Must(201, "POST", "/api/v1/properties/"+h.Property("demo")+"/entries",
		m{"questions": []string{"How do we get from the airport to the hotel by taxi?", "the quokka run"}, "answer": "The quokka takes you, 25 EUR."})
	quokka, _ := h.Chat("demo", "the quokka run")
	food, _ := h.Chat("demo", "When is breakfast?")
	h.Chat("demo", "Is breakfast included?")
	way, _ := h.Chat("demo", "Where can I park my car?")
	none, _ := h.Chat("demo", "good evening")
	h.Chat("demo-mill", "Do you have a pool?")
	for id, want := range map[string]string{food: "food", way: "way", quokka: "way", none: ""} {
		if got := ana.Must(200, "GET", "/api/v1/conversations/"+id, nil); got.Text("topic") != want {
			t.Errorf("it is about %q, want %q: %s", got.Text("topic"), want, got.Raw)
		}
	}
	r := admin.Must(200, "GET", "/api/v1/reports/topics", nil)
	list := r.List("topics")
	if len(list) != 3 || list[0]["topic"] != "food" || list[0]["conversations"] != 2.0 || list[1]["topic"] != "way" || list[1]["conversations"] != 2.0 || list[2]["topic"] != nil {
		t.Errorf("got %s", r.Raw)
	}
	if list[0]["answered"].(float64)+list[0]["not_answered"].(float64) < 1 || list[0]["asked"] != 0.0 {
		t.Errorf("got %s", r.Raw)
	}
	admin.Must(404, "GET", "/api/v1/reports/topics?property="+h.Property("demo-mill"), nil)
	admin.Must(422, "GET", "/api/v1/reports/topics?from=yesterday", nil)
	night.Must(403, "GET", "/api/v1/reports/topics", nil)
	operator := h.SignIn("operator")
	if a := operator.Must(200, "GET", "/api/v1/reports/topics?property="+h.Property("demo-mill"), nil); len(a.List("topics")) != 1 {
		t.Errorf("of the mill: %s", a.Raw)
	}
}

package httpapi_test

import (
	"testing"

	"deskbell/internal/httpapi/apitest"
)

func TestWhy_AnAnswerIsExplainedAndRepliesAreSuggested(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	ana := h.SignIn("agent1")
	id, _ := h.Chat("demo", "When is breakfast?")
	at := "/api/v1/conversations/" + id
	entry := ""
	for _, e := range ana.Must(200, "GET", at+"/entries", nil).List("entries") {
		if e["decision"] == "answer" {
			entry, _ = e["id"].(string)
		}
	}
	if entry == "" {
		t.Fatal("no answer")
	}
	why := ana.Must(200, "GET", at+"/entries/"+entry+"/why", nil)
	if why.Text("by") != "builtin" || why.Text("decision") != "answer" || why.Text("question") != "When is breakfast?" || why.Text("language") != "en" {
		t.Errorf("%s", why.Raw)
	}
	pieces := why.List("candidates")
	if len(pieces) == 0 || pieces[0]["used"] != true || pieces[0]["title"] == "" {
		t.Errorf("candidates %v", pieces)
	}
	for _, p := range pieces {
		if score, _ := p["score"].(float64); score <= 0 || score > 1 {
			t.Errorf("%v fits by %v", p["title"], p["score"])
		}
	}
	ana.Must(404, "GET", at+"/entries/none/why", nil)
	hints := ana.Must(200, "GET", at+"/hints", nil)
	if r := hints.List("replies"); len(r) == 0 || r[0]["text"] == "" {
		t.Errorf("%s", hints.Raw)
	}
	if l := hints.List("asked"); len(l) != 1 || l[0]["text"] != "When is breakfast?" || l[0]["answered"] != "assistant" {
		t.Errorf("%s", hints.Raw)
	}
}

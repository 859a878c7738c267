package httpapi_test

import (
	"strings"
	"testing"

	"deskbell/internal/httpapi/apitest"
)

// Two answers to one question, and a file that speaks against a confirmed fact, are shown beside each other with where they
// are from and since when; one press settles each.
func TestKnowledge_WhatDoesNotAgreeIsShownAndSettled(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	writer := h.SignIn("knowledge")
	at := "/api/v1/properties/" + h.Property("demo")
	shown := func() (proposals, disagreements []apitest.Map) {
		a := writer.Must(200, "GET", at+"/proposals", nil)
		return a.List("proposals"), a.List("disagreements")
	}
	writer.Must(200, "PUT", at+"/facts/gym", m{"state": "yes", "details": "Open 24 hours."})
	if proposals, disagreements := shown(); len(proposals) != 0 || len(disagreements) != 0 {
		t.Fatalf("the demo does not agree with itself: %v %v", proposals, disagreements)
	}

	file := "kind,id,question,answer,state\nfact,gym,,Closed for repairs.,yes\n"
	i := writer.Upload(at+"/imports", "facts.csv", []byte(file)).Text("id")
	writer.Must(200, "POST", at+"/imports/"+i+"/start", m{"publish": true})
	h.Until("it waits beside ours", func() bool { p, _ := shown(); return len(p) == 1 })
	proposals, _ := shown()
	p := proposals[0]
	now, _ := p["now"].(map[string]any)
	if p["conflict"] != true || p["source"] != "import:"+i || p["at"] == "" || now["details"] != "Open 24 hours." || now["updated_at"] == "" || now["updated_by"] == "" {
		t.Errorf("shown as %v", p)
	}
	id, _ := p["id"].(string)
	writer.Must(200, "POST", at+"/proposals/"+id+"/take", nil)
	if got := tryIt(writer, at, "Do you have a gym?"); !strings.Contains(got, "repairs") {
		t.Errorf("theirs was taken, and guests are told %q", got)
	}

	entry := func(answer string) string {
		return writer.Must(201, "POST", at+"/entries", m{"questions": []string{"Is there a zipline?"}, "answer": answer}).Text("id")
	}
	first, second := entry("Yes, 7 EUR."), entry("No.")
	_, disagreements := shown()
	if len(disagreements) != 1 || disagreements[0]["question"] != "Is there a zipline?" {
		t.Fatalf("shown: %v", disagreements)
	}
	both, _ := disagreements[0]["entries"].([]any)
	var ids []string
	for _, e := range both {
		e, _ := e.(map[string]any)
		ids = append(ids, e["id"].(string))
	}
	if strings.Join(ids, " ") != second+" "+first {
		t.Errorf("shown: %v, want %s before %s", ids, second, first)
	}
	writer.Must(200, "POST", at+"/entries/"+second+"/withdraw", m{})
	if _, disagreements := shown(); len(disagreements) != 0 {
		t.Errorf("settled, and shown: %v", disagreements)
	}
}

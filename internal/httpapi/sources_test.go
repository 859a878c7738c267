package httpapi_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"deskbell/internal/httpapi/apitest"
	"deskbell/internal/httpapi/staff"
	reading "deskbell/internal/knowledge/source"
)

// A document is read, its passages are approved or refused, and what was approved answers guests.
func TestSources_ADocumentAnswersAfterApproval(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	writer, ana := h.SignIn("knowledge"), h.SignIn("agent1")
	at := "/api/v1/properties/" + h.Property("demo")
	doc := writer.Upload(at+"/sources/document", "house.md", []byte("# Kayak rental\n\nKayaks are 12 EUR an hour at the jetty.\n\n# Telescope\n\nThere is none.\n"))
	if doc.Status != 201 || doc.Text("kind") != "document" || doc.Text("format") != "markdown" {
		t.Fatalf("got %d %s", doc.Status, doc.Raw)
	}
	one := at + "/sources/" + doc.Text("id")
	deadline := time.Now().Add(time.Minute)
	for {
		s := ana.Must(200, "GET", at+"/sources", nil).List("sources")
		if len(s) == 1 && s[0]["state"] == "done" {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("it is not read: %v", s)
		}
		<-time.After(5 * time.Millisecond)
	}
	drafts := ana.Must(200, "GET", at+"/passages?state=draft", nil).List("passages")
	if len(drafts) != 2 || drafts[0]["title"] != "Kayak rental" {
		t.Fatalf("drafts: %v", drafts)
	}
	kayaks := func() bool { return strings.Contains(tryIt(writer, at, "Kayak rental"), "12 EUR") }
	if kayaks() {
		t.Error("guests are told what nobody approved")
	}
	ana.Must(403, "POST", at+"/passages/decide", m{"ids": []any{drafts[0]["id"]}, "approve": true})
	writer.Must(200, "POST", at+"/passages/decide", m{"ids": []any{drafts[0]["id"]}, "approve": true})
	if !kayaks() {
		t.Error("an approved passage does not answer")
	}
	// The history tells of it in its own words, and takes it back.
	line := writer.Must(200, "GET", at+"/knowledge-history?kind=passage&subject="+drafts[0]["id"].(string), nil).List("changes")[0]
	if after, _ := line["after"].(map[string]any); line["action"] != "approved" || after["title"] != "Kayak rental" {
		t.Errorf("the history says %v", line)
	}
	writer.Must(204, "POST", at+"/knowledge-history/"+line["n"].(string)+"/undo", nil)
	if kayaks() {
		t.Error("an approval that was taken back answers")
	}
	writer.Must(409, "POST", at+"/knowledge-history/"+line["n"].(string)+"/undo", nil)
	writer.Must(200, "POST", at+"/passages/decide", m{"ids": []any{drafts[0]["id"]}, "approve": true})
	id, _ := drafts[0]["id"].(string)
	if p := writer.Must(200, "PUT", at+"/passages/"+id, m{"title": "Kayak rental", "text": "Kayaks are 12 EUR an hour. Ask at the desk."}); p.Text("state") != "approved" {
		t.Errorf("corrected: %s", p.Raw)
	}
	if p := ana.Must(200, "GET", at+"/passages/"+id, nil); p.Text("title") != "Kayak rental" || p.Text("state") != "approved" {
		t.Errorf("%s", p.Raw)
	}
	writer.Must(200, "POST", one+"/decide", m{"approve": false})
	writer.Must(409, "POST", one+"/stop", nil)
	if s := writer.Must(200, "POST", one+"/repeat", nil); s.Text("state") != "queued" {
		t.Errorf("repeated: %s", s.Raw)
	}
	writer.Must(204, "DELETE", one, nil)
	if kayaks() {
		t.Error("a deleted document answers")
	}
	if a := writer.Upload(at+"/sources/document", "x.exe", []byte("MZ\x00")); a.Status != 415 {
		t.Errorf("a program: %d %s", a.Status, a.Raw)
	}
}

// A website inside the network is refused when it is asked, in words that tell nothing of the inside.
func TestSources_AWebsiteInsideIsNotRead(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	writer := h.SignIn("knowledge")
	at := "/api/v1/properties/" + h.Property("demo")
	writer.Must(422, "POST", at+"/sources", m{"address": "http://hotel.example/"})
	s := writer.Must(201, "POST", at+"/sources", m{"address": "https://127.0.0.1:1/", "name": "Our site", "every_days": 7})
	one := at + "/sources/" + s.Text("id")
	deadline := time.Now().Add(time.Minute)
	for {
		all := writer.Must(200, "GET", at+"/sources", nil).List("sources")
		if all[0]["state"] == "failed" {
			if why, _ := all[0]["failure"].(string); !strings.Contains(why, "inside a network") || strings.Contains(why, "refuses") || all[0]["failure_code"] != "inside" {
				t.Errorf("got %q, %v", why, all[0]["failure_code"])
			}
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("got %v", all)
		}
		<-time.After(5 * time.Millisecond)
	}
	if w := writer.Must(200, "PUT", one, m{"address": "https://127.0.0.1:1/", "name": "Site", "max_pages": 7}); w.Text("name") != "Site" {
		t.Errorf("changed: %s", w.Raw)
	}
	for { // it may have ended again before it is stopped
		writer.Do("POST", one+"/repeat", nil)
		if a := writer.Do("POST", one+"/stop", nil); a.Status == 200 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("it is never stopped")
		}
	}
}

// What the API says of a reason is one of the codes that it documents, so that the dashboard has words for each.
func TestSources_EveryReasonIsDocumented(t *testing.T) {
	t.Parallel()
	for _, of := range []struct {
		shape reflect.Type
		field string
	}{{reflect.TypeFor[staff.SkippedPage](), "Code"}, {reflect.TypeFor[staff.KnowledgeSource](), "FailureCode"}} {
		field, _ := of.shape.FieldByName(of.field)
		if got, want := strings.Split(field.Tag.Get("enum"), ","), reading.Codes(); !slices.Equal(got, want) {
			t.Errorf("%s.%s: documented %q, said %q", of.shape.Name(), of.field, got, want)
		}
	}
}

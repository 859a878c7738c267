package httpapi_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"deskbell/internal/httpapi/apitest"
)

// What belongs to one property is not reached through another one's address, not even by who may do all of it at both: the
// id alone opens nothing, and nothing is changed on the way to the refusal.
func TestKnowledge_NothingOfAnotherPropertyByItsID(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	op := h.SignIn("operator")
	ours, theirs := "/api/v1/properties/"+h.Property("demo"), "/api/v1/properties/"+h.Property("demo-mill")
	id := func(a apitest.Answer) string { return a.Text("id") }
	words := m{"questions": []string{"Do you rent kayaks?"}, "answer": "Kayaks are 12 EUR an hour."}
	notice := m{"text": "The mill pond is closed.", "topic": "pool", "until": time.Now().Add(time.Hour).UTC().Format(time.RFC3339)}
	question := m{"question": "Do you rent kayaks?", "expect": "cannot_help"}

	entry := id(op.Must(201, "POST", theirs+"/entries", words))
	told := id(op.Must(201, "POST", theirs+"/notices", notice))
	asked := id(op.Must(201, "POST", theirs+"/knowledge-tests", question))
	file := id(op.Upload(theirs+"/imports", "faq.csv", []byte("question;answer\nIs there a zipline?;Yes, 7 EUR.\n")))
	paper := id(op.Upload(theirs+"/sources/document", "mill.md", []byte("# Mill wheel\n\nThe wheel turns at noon, and guests may watch it.\n")))
	op.Must(200, "POST", theirs+"/facts-copy", m{"from": h.Property("demo")})
	proposal, _ := op.Must(200, "GET", theirs+"/proposals", nil).List("proposals")[0]["id"].(string)
	h.Chat("demo-mill", "Do you offer babysitting?")
	var passage, gap string
	h.Until("the paper is read and the question kept", func() bool {
		passages, gaps := op.Must(200, "GET", theirs+"/passages", nil).List("passages"), op.Must(200, "GET", theirs+"/gaps", nil).List("gaps")
		if len(passages) == 0 || len(gaps) == 0 {
			return false
		}
		passage, _ = passages[0]["id"].(string)
		asks, _ := gaps[0]["asks"].([]any)
		gap, _ = asks[0].(string)
		return true
	})
	change, _ := op.Must(200, "GET", theirs+"/knowledge-history?kind=entry&subject="+entry, nil).List("changes")[0]["n"].(string)

	whole := func() (all []string) {
		for _, part := range []string{"/entries", "/notices", "/knowledge-tests", "/imports", "/sources", "/passages", "/proposals", "/gaps", "/knowledge-history"} {
			a := op.Must(200, "GET", theirs+part, nil)
			said := string(a.Raw)
			if part == "/knowledge-tests" { // they are run by themselves after what was published
				said = fmt.Sprint(a.List("tests"))
			}
			all = append(all, part+" "+said)
		}
		return all
	}
	before := whole()
	for _, reach := range []struct {
		method, path string
		body         any
	}{
		{"GET", "/entries/" + entry, nil},
		{"PUT", "/entries/" + entry, words},
		{"DELETE", "/entries/" + entry, nil},
		{"POST", "/entries/" + entry + "/publish", m{}},
		{"POST", "/entries/" + entry + "/withdraw", m{}},
		{"POST", "/entries/" + entry + "/discard", m{}},
		{"POST", "/knowledge-history/" + change + "/undo", nil},
		{"PUT", "/notices/" + told, notice},
		{"DELETE", "/notices/" + told, nil},
		{"PUT", "/knowledge-tests/" + asked, question},
		{"DELETE", "/knowledge-tests/" + asked, nil},
		{"POST", "/imports/" + file + "/start", m{"publish": true}},
		{"POST", "/imports/" + file + "/stop", nil},
		{"POST", "/imports/" + file + "/undo", nil},
		{"DELETE", "/sources/" + paper, nil},
		{"POST", "/sources/" + paper + "/repeat", nil},
		{"POST", "/sources/" + paper + "/stop", nil},
		{"POST", "/sources/" + paper + "/decide", m{"approve": true}},
		{"PUT", "/sources/" + paper, m{"address": "https://mill.example/"}},
		{"GET", "/passages/" + passage, nil},
		{"PUT", "/passages/" + passage, m{"title": "Ours", "text": "The wheel is ours."}},
		{"POST", "/passages/decide", m{"ids": []string{passage}, "approve": true}},
		{"POST", "/proposals/" + proposal + "/take", nil},
		{"POST", "/proposals/" + proposal + "/refuse", nil},
		{"POST", "/proposals-decide", m{"proposals": []string{proposal}, "take": true}},
		{"POST", "/gaps/fill", m{"asks": []string{gap}, "answer": "Ours."}},
		{"POST", "/gaps/dismiss", m{"asks": []string{gap}}},
	} {
		switch a := op.Do(reach.method, ours+reach.path, reach.body); {
		case a.Status == 404, a.Status == 409 && a.Text("entry.id") == "":
		case a.Status == 200 && a.JSON["decided"] == 0.0: // of many, those that are no longer there are passed over
		case reach.path == "/gaps/dismiss" && a.Status == 204: // there is nothing left to dismiss
		default:
			t.Errorf("%s %s: %d %s", reach.method, reach.path, a.Status, a.Raw)
		}
	}
	for i, now := range whole() {
		if now != before[i] {
			t.Errorf("it was changed through another property\nbefore %s\nnow    %s", before[i], now)
		}
	}
}

// Of many who publish what they saw at the same moment one does, and each of the others is told who.
func TestKnowledge_OneOfManyPublishes(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	writer := h.SignIn("knowledge")
	at := "/api/v1/properties/" + h.Property("demo")
	one := at + "/entries/" + writer.Must(201, "POST", at+"/entries", m{"questions": []string{"Kayaks?"}, "answer": "No.", "draft": true}).Text("id")
	const many = 8
	answers := make([]apitest.Answer, many)
	var all sync.WaitGroup
	for i := range answers {
		all.Go(func() {
			if i%2 == 0 {
				answers[i] = writer.Do("POST", one+"/publish", m{"rev": 1})
			} else {
				answers[i] = writer.Do("PUT", one, m{"questions": []string{"Kayaks?"}, "answer": fmt.Sprint("No. ", i), "rev": 1})
			}
		})
	}
	all.Wait()
	won := 0
	for _, a := range answers {
		if a.Status == 200 {
			won++
		} else if a.Status != 409 || a.Text("reason") != "knowledge_changed" || a.Text("by.name") != "Carla Mendes" {
			t.Errorf("got %d %s", a.Status, a.Raw)
		}
	}
	lines := writer.Must(200, "GET", at+"/knowledge-history?kind=entry&subject="+answers[0].Text("id"), nil).List("changes")
	if stands := writer.Must(200, "GET", one, nil); won != 1 || stands.JSON["rev"] != 2.0 {
		t.Errorf("%d won, it stands at %s, %d lines of history", won, stands.Raw, len(lines))
	}
}

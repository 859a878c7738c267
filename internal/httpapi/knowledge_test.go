package httpapi_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"deskbell/internal/httpapi/apitest"
)

func tryIt(c *apitest.Client, at, question string) string {
	return c.Must(200, "POST", at+"/try", m{"question": question, "language": "en"}).Text("answer")
}

// A draft is told to nobody; published it is told at once; withdrawn and undone it is gone and back.
func TestKnowledge_DraftsArePublishedWithdrawnAndUndone(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	writer, ana := h.SignIn("knowledge"), h.SignIn("agent1")
	at := "/api/v1/properties/" + h.Property("demo")
	e := writer.Must(201, "POST", at+"/entries", m{"questions": []string{"Do you rent kayaks?"}, "answer": "Kayaks are 12 EUR an hour.", "draft": true,
		"versions": []m{{"language": "de", "questions": []string{"Kann man Kajaks mieten?"}, "answer": "Kajaks kosten 12 EUR die Stunde."}}})
	one := at + "/entries/" + e.Text("id")
	if e.Text("state") != "draft" || e.Text("draft.answer") == "" {
		t.Errorf("got %s", e.Raw)
	}
	kayaks := func() bool { return strings.Contains(tryIt(writer, at, "Do you rent kayaks?"), "12 EUR") }
	if kayaks() {
		t.Error("guests are told a draft")
	}
	if a := writer.Must(200, "POST", one+"/publish", m{"rev": 1}); a.Text("state") != "live" || !kayaks() {
		t.Errorf("published: %s", a.Raw)
	}
	if a := writer.Must(200, "POST", at+"/try", m{"question": "Kann man Kajaks mieten?", "language": "de"}); !strings.Contains(a.Text("answer"), "die Stunde") {
		t.Errorf("in German: %s", a.Raw)
	}
	writer.Must(409, "POST", one+"/publish", m{})
	writer.Must(200, "PUT", one, m{"questions": []string{"Do you rent kayaks?"}, "answer": "Kayaks are 15 EUR an hour.", "draft": true})
	if !kayaks() {
		t.Error("a draft beside what is told changes that")
	}
	writer.Must(200, "POST", one+"/discard", m{})
	writer.Must(200, "POST", one+"/withdraw", m{})
	if kayaks() {
		t.Error("guests are told what was withdrawn")
	}
	lines := ana.Must(200, "GET", at+"/knowledge-history?kind=entry&subject="+e.Text("id"), nil).List("changes")
	if len(lines) != 5 || lines[0]["action"] != "withdrawn" || lines[4]["action"] != "created" || lines[0]["by"] != "Carla Mendes" {
		t.Fatalf("history: %v", lines)
	}
	n, _ := lines[0]["n"].(string)
	ana.Must(403, "POST", at+"/knowledge-history/"+n+"/undo", nil)
	writer.Must(204, "POST", at+"/knowledge-history/"+n+"/undo", nil)
	if !kayaks() {
		t.Error("what was undone is not told")
	}
	writer.Must(409, "POST", at+"/knowledge-history/"+n+"/undo", nil)
	if page := ana.Must(200, "GET", at+"/knowledge-history?limit=2", nil); len(page.List("changes")) != 2 || page.Text("next") == "" {
		t.Errorf("a page: %s", page.Raw)
	}
	found := ana.Must(200, "GET", at+"/entries?q=KAYAK&limit=1", nil)
	if len(found.List("entries")) != 1 || found.Text("next") != "" {
		t.Errorf("search: %s", found.Raw)
	}
	if p := ana.Must(200, "GET", at+"/entries?limit=1", nil); p.Text("next") == "" {
		t.Errorf("the first of many: %s", p.Raw)
	}
}

// Of two editors the second is told who was first, and what stands there now.
func TestKnowledge_TheSecondEditorSeesBoth(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	writer, admin := h.SignIn("knowledge"), h.SignIn("admin")
	at := "/api/v1/properties/" + h.Property("demo")
	e := writer.Must(201, "POST", at+"/entries", m{"questions": []string{"Kayaks?"}, "answer": "No."})
	one := at + "/entries/" + e.Text("id")
	writer.Must(200, "PUT", one, m{"questions": []string{"Kayaks?"}, "answer": "Yes.", "rev": 1})
	a := admin.Do("PUT", one, m{"questions": []string{"Kayaks?"}, "answer": "Perhaps.", "rev": 1})
	if a.Status != 409 || a.Text("reason") != "knowledge_changed" || a.Text("by.name") != "Carla Mendes" || a.Text("entry.answer") != "Yes." {
		t.Errorf("got %d %s", a.Status, a.Raw)
	}
	admin.Must(200, "PUT", one, m{"questions": []string{"Kayaks?"}, "answer": "Perhaps.", "rev": 2})
	wash := m{"hours": []m{{"days": []string{"sat"}, "from": "09:00", "until": "12:00"}}, "prices": []m{{"amount": "6", "per": []string{"item"}}}, "currency": "EUR"}
	f := writer.Must(200, "PUT", at+"/facts/sustainability", m{"state": "yes", "details": "Solar.", "rev": 0})
	if f.Text("rev") == "" && !strings.Contains(string(f.Raw), `"rev":1`) || !strings.Contains(string(f.Raw), `"form":[]`) {
		t.Errorf("got %s", f.Raw)
	}
	if f := writer.Must(200, "PUT", at+"/facts/laundry", m{"state": "yes", "value": wash}); !strings.Contains(string(f.Raw), `"form":["hours","prices"]`) ||
		!strings.Contains(string(f.Raw), `"hours":[{"days":["sat"],"from":"09:00","until":"12:00"}]`) {
		t.Errorf("got %s", f.Raw)
	}
	if said := writer.Must(200, "POST", at+"/try", m{"question": "Do you do laundry?"}).Text("answer"); said != "Laundry: on Saturdays from 09:00 to 12:00; 6\u00a0EUR each." {
		t.Errorf("figures without words are told as %q", said)
	}
	for want, value := range map[string]any{
		"Laundry: hours, row 1: \"9:00\" is no time":   m{"hours": []m{{"from": "9:00"}}},
		"Laundry: this fact has no place for a weight": m{"max_kg": 3},
		"Laundry: a price needs its currency":          m{"prices": []m{{"amount": "6"}}},
		"Laundry: the figures cannot be read":          m{"panels": 40},
	} {
		if a := writer.Must(422, "PUT", at+"/facts/laundry", m{"state": "yes", "value": value}); !strings.Contains(a.Text("detail"), want) {
			t.Errorf("got %s, not %s", a.Raw, want)
		}
	}
	if a := admin.Do("PUT", at+"/facts/sustainability", m{"state": "no", "rev": 0}); a.Status != 409 || a.Text("fact.details") != "Solar." {
		t.Errorf("got %d %s", a.Status, a.Raw)
	}
}

func TestKnowledge_NoticesByAnyAgent(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	ana := h.SignIn("agent1")
	at := "/api/v1/properties/" + h.Property("demo")
	until := func(d time.Duration) string { return time.Now().Add(d).UTC().Format(time.RFC3339) }
	n := ana.Must(201, "POST", at+"/notices", m{"text": "The pool is closed until noon.", "topic": "pool", "until": until(time.Hour)})
	ana.Must(422, "POST", at+"/notices", m{"text": "x", "topic": "pool", "until": until(8 * 24 * time.Hour)})
	ana.Must(422, "POST", at+"/notices", m{"text": "x", "topic": "pool", "until": until(-time.Hour)})
	one := at + "/notices/" + n.Text("id")
	ana.Must(200, "PUT", one, m{"text": "The pool is closed until one.", "topic": "pool", "until": until(2 * time.Hour), "rev": 1})
	if a := ana.Do("PUT", one, m{"text": "x", "topic": "pool", "until": until(2 * time.Hour), "rev": 1}); a.Status != 409 || a.Text("notice.text") != "The pool is closed until one." {
		t.Errorf("got %d %s", a.Status, a.Raw)
	}
	if got := ana.Must(200, "GET", at+"/notices", nil).List("notices"); len(got) != 1 || got[0]["created_by"] == "" {
		t.Errorf("got %v", got)
	}
	admin := h.SignIn("admin")
	told := func() apitest.Answer {
		return admin.Must(200, "POST", at+"/try", m{"question": "When is the pool open?"})
	}
	if a := told(); a.Text("answer") != "The pool is closed until one." || a.List("sources")[0]["kind"] != "notice" {
		t.Errorf("while it stands guests are told %s", a.Raw)
	}
	ana.Must(204, "DELETE", one, nil)
	if got := ana.Must(200, "GET", at+"/notices", nil).List("notices"); len(got) != 0 {
		t.Errorf("after its end: %v", got)
	}
	if a := told(); !strings.Contains(a.Text("answer"), "08:00") {
		t.Errorf("after its end guests are told %s", a.Raw)
	}
	ana.Must(404, "DELETE", at+"/notices/nothing", nil)
}

func TestKnowledge_ProposalsFromAnotherProperty(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	op := h.SignIn("operator")
	mill, demo := "/api/v1/properties/"+h.Property("demo-mill"), "/api/v1/properties/"+h.Property("demo")
	op.Must(200, "PUT", demo+"/facts/pool", m{"state": "yes", "details": "Outdoor, 08:00 to 20:00."})
	op.Must(200, "PUT", demo+"/facts/gym", m{"state": "yes", "details": "Open 24 hours."})
	op.Must(200, "PUT", mill+"/facts/pool", m{"state": "no"})
	op.Must(200, "PUT", mill+"/facts/gym", m{"state": "unknown"})
	op.Must(204, "PUT", mill+"/knowledge-settings", m{"parent_id": h.Property("demo")})
	op.Must(422, "PUT", mill+"/knowledge-settings", m{"parent_id": h.Property("demo-mill")})
	for _, f := range op.Must(200, "GET", mill+"/knowledge", nil).List("facts") {
		inherited, _ := f["inherited"].(map[string]any)
		if f["key"] == "gym" && inherited["details"] != "Open 24 hours." || f["key"] == "pool" && inherited != nil {
			t.Errorf("inherited: %v", f)
		}
	}
	if strings.Contains(tryIt(op, mill, "Do you have a gym?"), "24 hours") {
		t.Error("guests are told what nobody confirmed")
	}
	if a := op.Must(200, "POST", mill+"/facts-copy", m{"from": h.Property("demo")}); strings.Contains(string(a.Raw), `"proposed":0`) {
		t.Errorf("got %s", a.Raw)
	}
	if a := op.Must(200, "POST", mill+"/facts-copy", m{"from": h.Property("demo")}); !strings.Contains(string(a.Raw), `"proposed":0`) {
		t.Errorf("the same once more: %s", a.Raw)
	}
	ids := map[string]string{}
	for _, p := range op.Must(200, "GET", mill+"/proposals", nil).List("proposals") {
		ids[p["subject"].(string)], _ = p["id"].(string)
		if p["subject"] == "pool" && p["conflict"] != true {
			t.Errorf("no conflict seen: %v", p)
		}
	}
	op.Must(200, "POST", mill+"/proposals/"+ids["gym"]+"/take", nil)
	op.Must(200, "POST", mill+"/proposals/"+ids["pool"]+"/refuse", nil)
	op.Must(409, "POST", mill+"/proposals/"+ids["gym"]+"/take", nil)
	if got := tryIt(op, mill, "Do you have a gym?"); !strings.Contains(got, "24 hours") {
		t.Errorf("confirmed, and told %q", got)
	}
}

func TestKnowledge_ManyProposalsAreDecidedAtOnce(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	op := h.SignIn("operator")
	mill, demo := "/api/v1/properties/"+h.Property("demo-mill"), "/api/v1/properties/"+h.Property("demo")
	want := map[string]string{"pool": "Outdoor, 08:00 to 20:00.", "gym": "Open 24 hours.", "parking": "In the courtyard."}
	for key, details := range want {
		op.Must(200, "PUT", demo+"/facts/"+key, m{"state": "yes", "details": details})
		op.Must(200, "PUT", mill+"/facts/"+key, m{"state": "unknown"})
	}
	op.Must(200, "POST", mill+"/facts-copy", m{"from": h.Property("demo")})
	ids := map[string]string{}
	for _, p := range op.Must(200, "GET", mill+"/proposals", nil).List("proposals") {
		ids[p["subject"].(string)], _ = p["id"].(string)
	}
	op.Must(200, "POST", mill+"/proposals/"+ids["gym"]+"/refuse", nil)
	all := m{"proposals": []string{ids["pool"], ids["gym"], ids["parking"], "nothing"}, "take": true}
	if a := op.Must(200, "POST", mill+"/proposals-decide", all); a.JSON["decided"] != 2.0 {
		t.Errorf("decided %s", a.Raw)
	}
	for _, f := range op.Must(200, "GET", mill+"/knowledge", nil).List("facts") {
		key, _ := f["key"].(string)
		if details, ours := want[key]; ours && (f["details"] == details) != (key != "gym") {
			t.Errorf("%s says %v", key, f["details"])
		}
	}
}

func TestKnowledge_OneEntryIsRead(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	op := h.SignIn("operator")
	demo, mill := "/api/v1/properties/"+h.Property("demo"), "/api/v1/properties/"+h.Property("demo-mill")
	made := op.Must(201, "POST", demo+"/entries", m{"questions": []string{"Is there a chess board?"}, "answer": "In the library."}).Text("id")
	if e := op.Must(200, "GET", demo+"/entries/"+made, nil); e.Text("answer") != "In the library." || e.Text("id") != made {
		t.Errorf("got %s", e.Raw)
	}
	op.Must(404, "GET", demo+"/entries/nothing", nil)
	op.Must(404, "GET", mill+"/entries/"+made, nil) // another property's
}

// What the assistant could not answer is collected; with one press it becomes an entry that answers.
func TestKnowledge_AGapBecomesAnEntry(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	writer := h.SignIn("knowledge")
	at := "/api/v1/properties/" + h.Property("demo")
	for _, q := range []string{"Do you rent telescopes for stargazing?", "do you rent telescopes for stargazing"} {
		h.Chat("demo", q)
	}
	var gap apitest.Map
	h.Until("the questions are one gap", func() bool {
		gaps := writer.Must(200, "GET", at+"/gaps", nil).List("gaps")
		if len(gaps) == 0 {
			return false
		}
		gap = gaps[0]
		return gap["count"] == 2.0
	})
	e := writer.Must(201, "POST", at+"/gaps/fill", m{"asks": gap["asks"], "answer": "Yes, a telescope is 9 EUR a night."})
	if e.Text("state") != "live" {
		t.Errorf("got %s", e.Raw)
	}
	if got := tryIt(writer, at, "Do you rent telescopes for stargazing?"); !strings.Contains(got, "9 EUR") {
		t.Errorf("told %q", got)
	}
	if gaps := writer.Must(200, "GET", at+"/gaps", nil).List("gaps"); len(gaps) != 0 {
		t.Errorf("still there: %v", gaps)
	}
	writer.Must(409, "POST", at+"/gaps/fill", m{"asks": gap["asks"]})
	h.Chat("demo", "Do you offer babysitting?")
	h.Until("the next one is there", func() bool {
		gaps := writer.Must(200, "GET", at+"/gaps", nil).List("gaps")
		if len(gaps) == 1 {
			gap = gaps[0]
		}
		return len(gaps) == 1
	})
	writer.Must(204, "POST", at+"/gaps/dismiss", m{"asks": gap["asks"]})
}

// A question's language is its own, whatever the guest's browser speaks: an entry that is made of it begins in that.
func TestKnowledge_AGapHasTheLanguageOfItsQuestion(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	writer := h.SignIn("knowledge")
	at := "/api/v1/properties/" + h.Property("demo")
	h.Chat("demo", "Kann ich bei Ihnen ein Teleskop zum Sternegucken ausleihen?")
	h.Until("the question is there", func() bool { return len(writer.Must(200, "GET", at+"/gaps", nil).List("gaps")) == 1 })
	if gap := apitest.Map(writer.Must(200, "GET", at+"/gaps", nil).List("gaps")[0]); gap["language"] != "de" {
		t.Errorf("got %v", gap)
	}
}

// What an agent answers where the assistant could not is proposed as the entry's answer.
func TestKnowledge_AnAgentsAnswerIsProposed(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	writer, ana := h.SignIn("knowledge"), h.SignIn("agent1")
	at := "/api/v1/properties/" + h.Property("demo")
	id, _ := h.Chat("demo", "Do you rent telescopes for stargazing?")
	gaps := func() []apitest.Map { return writer.Must(200, "GET", at+"/gaps", nil).List("gaps") }
	h.Until("the question is a gap", func() bool { return len(gaps()) == 1 })
	ana.Must(200, "POST", "/api/v1/conversations/"+id+"/take-control", nil)
	for i, text := range []string{"One moment.", "We lend telescopes for 9 EUR a night, at the desk.", "Anything else I can do for you?"} {
		ana.Must(201, "POST", "/api/v1/conversations/"+id+"/messages", m{"client_id": fmt.Sprint("c", i), "text": text})
	}
	g := gaps()[0]
	if g["reply"] != "We lend telescopes for 9 EUR a night, at the desk." || g["reply_by"] == "" {
		t.Errorf("proposed: %v", g)
	}
	if e := writer.Must(201, "POST", at+"/gaps/fill", m{"asks": g["asks"]}); e.Text("state") != "live" || !strings.Contains(e.Text("answer"), "9 EUR") {
		t.Errorf("got %s", e.Raw)
	}
}

func TestKnowledge_TestQuestions(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	writer := h.SignIn("knowledge")
	at := "/api/v1/properties/" + h.Property("demo")
	q := writer.Must(201, "POST", at+"/knowledge-tests", m{"question": "Do you have a pool?", "expect": "gym"})
	one := at + "/knowledge-tests/" + q.Text("id")
	writer.Must(422, "POST", at+"/knowledge-tests", m{"question": "x", "expect": "nothing of ours"})
	if r := writer.Must(200, "POST", at+"/knowledge-tests-run", nil); !strings.Contains(string(r.Raw), `"right":0`) {
		t.Errorf("got %s", r.Raw)
	}
	writer.Must(200, "PUT", one, m{"question": "Do you have a pool?", "expect": "pool"})
	if r := writer.Must(200, "POST", at+"/knowledge-tests-run", nil); !strings.Contains(string(r.Raw), `"right":1`) || len(r.List("mended")) != 1 {
		t.Errorf("got %s", r.Raw)
	}
	writer.Must(201, "POST", at+"/entries", m{"questions": []string{"Kayaks?"}, "answer": "No."})
	h.Until("publishing runs them", func() bool {
		runs := writer.Must(200, "GET", at+"/knowledge-tests", nil).List("runs")
		return len(runs) == 3 && runs[0]["cause"] == "publish"
	})
	writer.Must(204, "DELETE", one, nil)
}

func TestKnowledge_ImportedAndExported(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	writer, op := h.SignIn("knowledge"), h.SignIn("operator")
	at := "/api/v1/properties/" + h.Property("demo")
	file := "question;answer\nGibt es W\xe4sche?;Ja, f\xfcr 5 EUR.\nnur ein Feld\nIs there a zipline?;Yes, 7 EUR.\n"
	i := writer.Upload(at+"/imports", "faq.csv", []byte(file))
	if i.Status != 201 || i.Text("state") != "checked" || len(i.List("broken")) != 1 || i.List("broken")[0]["row"] != 3.0 {
		t.Fatalf("got %d %s", i.Status, i.Raw)
	}
	one := at + "/imports/" + i.Text("id")
	writer.Must(422, "POST", one+"/start", m{"publish": true})
	writer.Must(200, "POST", one+"/start", m{"publish": true, "rest": true})
	h.Until("it is done", func() bool {
		list := writer.Must(200, "GET", at+"/imports", nil).List("imports")
		return len(list) == 1 && list[0]["state"] == "done" && list[0]["added"] == 2.0
	})
	if got := tryIt(writer, at, "Is there a zipline?"); !strings.Contains(got, "7 EUR") {
		t.Errorf("told %q", got)
	}
	if list := writer.Must(200, "GET", at+"/entries?q=W%C3%A4sche", nil).List("entries"); len(list) != 1 {
		t.Errorf("Latin-1: %v", list)
	}
	writer.Must(200, "POST", one+"/start", m{"publish": true, "rest": true})
	h.Until("again it changes nothing", func() bool {
		list := writer.Must(200, "GET", at+"/imports", nil).List("imports")
		return list[0]["state"] == "done" && list[0]["same"] == 2.0
	})
	writer.Must(200, "POST", one+"/stop", nil)
	// Taken back, it tells guests nothing any more; what somebody wrote into since stays, and is named.
	edited := writer.Must(200, "GET", at+"/entries?q=zipline", nil).List("entries")[0]["id"].(string)
	writer.Must(200, "PUT", at+"/entries/"+edited, m{"questions": []string{"Is there a zipline?"}, "answer": "Yes, 9 EUR."})
	writer.Must(200, "POST", one+"/undo", nil)
	h.Until("it is taken back", func() bool {
		list := writer.Must(200, "GET", at+"/imports", nil).List("imports")
		return list[0]["state"] == "undone" && list[0]["taken_back"] == 1.0 && list[0]["kept"] == 1.0 && list[0]["kept_titles"].([]any)[0] == "Is there a zipline?"
	})
	if list := writer.Must(200, "GET", at+"/entries?q=W%C3%A4sche", nil).List("entries"); len(list) != 0 {
		t.Errorf("still there: %v", list)
	}
	writer.Must(409, "POST", one+"/undo", nil)
	for _, format := range []string{"json", "csv"} {
		out := writer.Do("GET", at+"/knowledge-export?format="+format, nil)
		if out.Status != 200 || !strings.Contains(string(out.Raw), "zipline") {
			t.Fatalf("export: %d", out.Status)
		}
		mill := "/api/v1/properties/" + h.Property("demo-mill")
		copied := op.Upload(mill+"/imports", "all."+format, []byte(out.Raw))
		if copied.Status != 201 || len(copied.List("broken")) != 0 || copied.Text("format") != format {
			t.Errorf("%s is not read back: %s", format, copied.Raw)
		}
	}
	writer.Must(422, "POST", at+"/imports", nil)
	if a := writer.Upload(at+"/imports", "x.csv", []byte("\n\n")); a.Status != 422 {
		t.Errorf("an empty file: %d %s", a.Status, a.Raw)
	}
}

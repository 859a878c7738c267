package httpapi_test

import (
	"strings"
	"testing"

	"deskbell/internal/httpapi/apitest"
)

// guestChat writes as a guest of the website and returns what the assistant answered.
func guestChat(h *apitest.House, t *testing.T) func(text string) apitest.Map {
	t.Helper()
	guest := h.Visit("demo")
	n, seen := 0, 0.0
	return func(text string) (said apitest.Map) {
		t.Helper()
		n++
		guest.Must(201, "POST", "/api/guest/v1/messages", m{"client_id": strings.Repeat("c", n), "text": text})
		h.Until("the assistant answers "+text, func() bool {
			for _, e := range guest.Must(200, "GET", "/api/guest/v1/entries", nil).List("entries") {
				author, _ := e["author"].(map[string]any)
				if seq, _ := e["seq"].(float64); seq > seen && author["kind"] == "assistant" {
					said, seen = e, seq
					return true
				}
			}
			return false
		})
		return said
	}
}

// A booking leads to the property's page with what the guest named filled in.
func TestSaying_BookingLink(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	admin := h.SignIn("admin")
	at := "/api/v1/properties/" + h.Property("demo") + "/settings"
	for _, bad := range []string{"http://book.example/", "javascript:alert(1)", "https://book.example/{checkin}", "https://book.example/?a={surname}"} {
		if a := admin.Do("PATCH", at, m{"assistant": m{"booking_link": bad}}); a.Status != 422 {
			t.Errorf("%s: %d %s", bad, a.Status, a.Raw)
		}
	}
	says := guestChat(h, t)
	if e := says("I want to book a room for 2 adults"); e["decision"] != "cannot_help" || e["link"] != nil || e["offer_human"] != true || !strings.Contains(e["text"].(string), "cannot book") {
		t.Errorf("without a link: %v", e)
	}
	const template = "https://book.example/?in={checkin:DD.MM.YYYY}&out={checkout:DD.MM.YYYY}&adults={adults}"
	if set := admin.Must(200, "PATCH", at, m{"assistant": m{"booking_link": " " + template}}); set.Text("assistant.booking_link") != template {
		t.Errorf("set: %s", set.Raw)
	}
	e := says("from 24 December 2027 to 27 December 2027")
	link, _ := e["link"].(map[string]any)
	if link["url"] != "https://book.example/?in=24.12.2027&out=27.12.2027&adults=2" || link["text"] != "Book a room" || e["offer_human"] != true || e["intent"] != nil {
		t.Errorf("with one: %v", e)
	}
	admin.Must(200, "PATCH", at, m{"assistant": m{"booking_link": ""}})
}

// A built-in answer opens with what it answers; who meant something else says so, and the question is a gap then.
func TestSaying_NotWhatIAsked(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	writer := h.SignIn("knowledge")
	at := "/api/v1/properties/" + h.Property("demo")
	says := guestChat(h, t)
	e := says("is there a shuttle from the airport")
	if e["decision"] != "answer" || e["about"] != "Airport shuttle" {
		t.Fatalf("answered %v", e)
	}
	e = says("Not what I asked")
	suggestions, _ := e["suggestions"].([]any)
	if e["decision"] != "suggest" || len(suggestions) == 0 || e["about"] != nil || e["offer_human"] != true {
		t.Errorf("then %v", e)
	}
	h.Until("the question is a gap", func() bool {
		gaps := writer.Must(200, "GET", at+"/gaps", nil).List("gaps")
		return len(gaps) == 1 && gaps[0]["question"] == "is there a shuttle from the airport"
	})
	gap := writer.Must(200, "GET", at+"/gaps", nil)
	if !strings.Contains(string(gap.Raw), `"not_asked"`) {
		t.Errorf("gap %s", gap.Raw)
	}
	if e = says("Not what I asked"); e["decision"] != "cannot_help" || e["offer_human"] != true {
		t.Errorf("said twice: %v", e)
	}
	// A complaint is nothing to write an entry about.
	says("the shower in my room is broken")
	if gaps := writer.Must(200, "GET", at+"/gaps", nil).List("gaps"); len(gaps) != 1 {
		t.Errorf("gaps %v", gaps)
	}
}

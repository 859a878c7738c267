package httpapi_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"deskbell/internal/booking"
	"deskbell/internal/httpapi/apitest"
	"deskbell/internal/webhook"
)

const shedCode = "The shed opens with 4711."

// lodge is a house whose kayak shed's code is for guests with a booking, and that keeps one: HV-1042 of Müller.
type lodge struct {
	*apitest.House
	*testing.T
	at              string // of the property
	arrival, leaves string
	admin           *apitest.Client
}

func newLodge(t *testing.T, o apitest.Options) *lodge {
	t.Helper()
	h := apitest.Start(t, o)
	l := &lodge{House: h, T: t, at: "/api/v1/properties/" + h.Property("demo"), admin: h.SignIn("admin")}
	now := time.Now().UTC()
	l.arrival, l.leaves = now.AddDate(0, 0, -1).Format(time.DateOnly), now.AddDate(0, 0, 3).Format(time.DateOnly)
	h.SignIn("knowledge").Must(201, "POST", l.at+"/entries",
		m{"questions": []string{"What is the code of the kayak shed?"}, "answer": shedCode, "booked_only": true, "language": "en"})
	l.admin.Must(200, "PUT", l.at+"/bookings/hv1042", m{"number": "HV-1042", "surname": "Müller", "arrival": l.arrival, "departure": l.leaves})
	return l
}

// asks lets a guest ask for the code, and gives what the assistant says to it.
func (l *lodge) asks(guest *apitest.Client) apitest.Map {
	l.Helper()
	before := l.newest(guest)
	guest.Must(201, "POST", "/api/guest/v1/messages", m{"client_id": fmt.Sprint("ask-", before), "text": "What is the code of the kayak shed?"})
	return l.answer(guest, before)
}

func (l *lodge) newest(guest *apitest.Client) float64 {
	l.Helper()
	seq, _ := guest.Must(200, "GET", "/api/guest/v1/entries", nil).JSON["last_seq"].(float64)
	return seq
}

func (l *lodge) answer(guest *apitest.Client, after float64) (said apitest.Map) {
	l.Helper()
	l.Until("the assistant answers", func() bool {
		for _, e := range guest.Must(200, "GET", "/api/guest/v1/entries", nil).List("entries") {
			author, _ := e["author"].(map[string]any)
			if seq, _ := e["seq"].(float64); seq > after && author["kind"] == "assistant" {
				said = e
			}
		}
		return said != nil
	})
	return said
}

func told(e apitest.Map) bool { return strings.Contains(fmt.Sprint(e["text"]), "4711") }

var right = m{"number": "hv 1042", "surname": "MUELLER", "arrival": ""}

// form is a wrong or right form: changes to what fits.
func (l *lodge) form(change m) m {
	f := m{"number": right["number"], "surname": right["surname"], "arrival": l.arrival}
	for k, v := range change {
		f[k] = v
	}
	return f
}

func TestBookings_ProvenByForm(t *testing.T) {
	t.Parallel()
	l := newLodge(t, apitest.Options{})
	guest := l.Visit("demo")
	if e := l.asks(guest); told(e) || e["offer_booking"] != true || e["offer_human"] != true {
		t.Fatalf("before: %v", e)
	}
	before := l.newest(guest)
	proof := guest.Must(200, "POST", "/api/guest/v1/booking", l.form(nil))
	if until, err := time.Parse(time.RFC3339, proof.Text("until")); err != nil || until.Before(time.Now().AddDate(0, 0, 3)) || until.After(time.Now().AddDate(0, 0, 6)) {
		t.Errorf("until %s", proof.Raw)
	}
	// What was asked is answered without being asked again, and once.
	if e := l.answer(guest, before); !told(e) {
		t.Errorf("after: %v", e)
	}
	answered := l.newest(guest)
	guest.Must(200, "POST", "/api/guest/v1/booking", l.form(nil))
	if now := l.newest(guest); now != answered {
		t.Errorf("proven again, something was written: %v after %v", now, answered)
	}
	// The desk reads by what, and until when.
	cards := l.SignIn("agent1").Must(200, "GET", "/api/v1/conversations?view=history", nil).List("conversations")
	detail := l.SignIn("agent1").Must(200, "GET", "/api/v1/conversations/"+fmt.Sprint(cards[0]["id"]), nil)
	if detail.Text("contact.proof.by") != "form" || detail.Text("contact.proof.booking") != "HV-1042" || detail.Text("contact.proof.until") != proof.Text("until") {
		t.Errorf("the desk reads %s", detail.Raw)
	}
	// Cancelled, it ends.
	if b := l.admin.Must(200, "DELETE", l.at+"/bookings/HV-1042", nil); b.JSON["cancelled"] != true {
		t.Errorf("cancelled: %s", b.Raw)
	}
	if e := l.asks(guest); told(e) {
		t.Errorf("after the booking was cancelled: %v", e)
	}
	if a := guest.Do("POST", "/api/guest/v1/booking", l.form(nil)); a.Status != 422 {
		t.Errorf("of a cancelled booking: %d %s", a.Status, a.Raw)
	}
}

func TestBookings_ProvenByLink(t *testing.T) {
	t.Parallel()
	l := newLodge(t, apitest.Options{})
	agent := l.SignIn("agent1")
	if a := agent.Do("POST", l.at+"/bookings/hv1042/link", m{}); a.Status != 409 {
		t.Errorf("a link without a secret: %d %s", a.Status, a.Raw)
	}
	made := l.admin.Must(200, "POST", l.at+"/booking-secret", m{})
	secret := made.Text("secret")
	settings := agent.Must(200, "GET", l.at+"/booking-settings", nil)
	if settings.JSON["has_secret"] != true || strings.Contains(string(settings.Raw), secret) || strings.Contains(string(l.admin.Must(200, "GET", l.at+"/settings", nil).Raw), "sealed") {
		t.Errorf("settings: %s", settings.Raw)
	}
	link := agent.Must(200, "POST", l.at+"/bookings/hv1042/link", m{})
	if link.Text("url") != l.URL+"/chat/demo#booking="+link.Text("token") {
		t.Errorf("link: %s", link.Raw)
	}
	// By the link from the beginning: the first question is answered.
	began := l.Client().Must(201, "POST", "/api/guest/v1/sessions", m{"key": "demo", "booking": link.Text("token")})
	if began.Text("booking_until") == "" {
		t.Errorf("began: %s", began.Raw)
	}
	// In a chat that there is: what was asked before is answered.
	guest := l.Visit("demo")
	if e := l.asks(guest); told(e) {
		t.Fatalf("before: %v", e)
	}
	before := l.newest(guest)
	guest.Must(200, "POST", "/api/guest/v1/booking-link", m{"token": link.Text("token")})
	if e := l.answer(guest, before); !told(e) {
		t.Errorf("after: %v", e)
	}
	// The hotel's own system makes the same from the secret.
	own := booking.Sign([]byte(secret), "demo", "HV-1042", time.Now().Add(time.Hour))
	l.Visit("demo").Must(200, "POST", "/api/guest/v1/booking-link", m{"token": own})
	// It proves nothing at another property, tampered with, or under another secret; and keeps nobody from chatting.
	var said []string
	for name, try := range map[string]struct{ key, token string }{
		"another property": {"demo-mill", own}, "tampered": {"demo", own[:len(own)-6] + "AAAAAA"}, "expired": {"demo", booking.Sign([]byte(secret), "demo", "HV-1042", time.Now().Add(-time.Minute))},
		"unknown": {"demo", booking.Sign([]byte(secret), "demo", "HV-1", time.Now().Add(time.Hour))}, "words": {"demo", "let me in"},
	} {
		a := l.Visit(try.key).Do("POST", "/api/guest/v1/booking-link", m{"token": try.token})
		if a.Status != 422 {
			t.Errorf("%s: %d %s", name, a.Status, a.Raw)
		}
		said = append(said, a.Text("detail"))
		if s := l.Client().Must(201, "POST", "/api/guest/v1/sessions", m{"key": try.key, "booking": try.token}); s.Text("booking_until") != "" {
			t.Errorf("%s began with a proof: %s", name, s.Raw)
		}
	}
	for _, words := range said {
		if words != said[0] {
			t.Errorf("%q tells more than %q", words, said[0])
		}
	}
	l.admin.Must(200, "POST", l.at+"/booking-secret", m{})
	if a := l.Visit("demo").Do("POST", "/api/guest/v1/booking-link", m{"token": own}); a.Status != 422 {
		t.Errorf("under the secret before: %d %s", a.Status, a.Raw)
	}
}

// Whoever guesses hears the same of everything, and soon has to wait: as a guest, and at a booking, whoever they are.
func TestBookings_Guessing(t *testing.T) {
	t.Parallel()
	l := newLodge(t, apitest.Options{Limits: true})
	heard := map[string]bool{}
	tries := func(guest *apitest.Client, n int, change func(i int) m) (missed, waits int) {
		for i := range n {
			begun := time.Now()
			switch a := guest.Do("POST", "/api/guest/v1/booking", l.form(change(i))); a.Status {
			case 422:
				missed++
				heard[a.Text("detail")] = true
				if took := time.Since(begun); took < 390*time.Millisecond {
					t.Errorf("a miss took %s", took)
				}
			case 429:
				waits++
			default:
				t.Errorf("%d %s", a.Status, a.Raw)
			}
		}
		return missed, waits
	}
	guest := l.Visit("demo")
	wrong := []m{{"number": "HV-9999"}, {"surname": "Silva"}, {"arrival": "2001-01-01"}, {"number": ""}, {"surname": ""}, {"arrival": "soon"}}
	if missed, waits := tries(guest, 9, func(i int) m { return wrong[i%len(wrong)] }); missed != 6 || waits != 3 {
		t.Errorf("one guest: %d misses, %d told to wait", missed, waits)
	}
	// The right one does not get through either while that guest has to wait: nobody learns which try was right.
	if a := guest.Do("POST", "/api/guest/v1/booking", l.form(nil)); a.Status != 429 {
		t.Errorf("the right one, among guesses: %d %s", a.Status, a.Raw)
	}
	// New guests do not help against one booking; one that does not exist is no different.
	for _, number := range []string{"HV-1042", "HV-7777"} {
		missed := 0
		for range 4 {
			n, _ := tries(l.Visit("demo"), 4, func(i int) m { return m{"number": number, "surname": fmt.Sprint("Guess ", i)} })
			missed += n
		}
		if missed < 5 || missed > 10 {
			t.Errorf("%s: %d misses before everybody has to wait", number, missed)
		}
	}
	if len(heard) != 1 {
		t.Errorf("misses sound different: %v", heard)
	}
}

func TestBookings_Import(t *testing.T) {
	t.Parallel()
	l := newLodge(t, apitest.Options{})
	at := l.at + "/bookings/import"
	const file = "Number;Surname;Arrival;Departure\nA-1;M\xfcller;2026-12-01;2026-12-05\nA-2;Silva;soon;2026-12-05\n"
	a := l.admin.Upload(at, "bookings.csv", []byte(file))
	if a.Status != 200 || a.JSON["taken"] != false || a.JSON["broken_rows"] != 1.0 || a.List("broken")[0]["row"] != 3.0 {
		t.Fatalf("a broken row: %d %s", a.Status, a.Raw)
	}
	if a = l.admin.Upload(at+"?rest=true", "bookings.csv", []byte(file)); a.Status != 200 || a.JSON["taken"] != true || a.JSON["added"] != 1.0 {
		t.Fatalf("the rest: %d %s", a.Status, a.Raw)
	}
	list := l.SignIn("agent1").Must(200, "GET", l.at+"/bookings?q=mull&past=true", nil).List("bookings")
	if len(list) != 2 {
		t.Errorf("found: %v", list)
	}
	page := l.admin.Must(200, "GET", l.at+"/bookings?past=true&limit=1", nil)
	if next := l.admin.Must(200, "GET", l.at+"/bookings?past=true&limit=1&cursor="+strings.ReplaceAll(page.Text("cursor"), " ", "%20"), nil); len(next.List("bookings")) != 1 || next.List("bookings")[0]["key"] == page.List("bookings")[0]["key"] {
		t.Errorf("the second page: %s", next.Raw)
	}
	for name, bad := range map[string]m{"another number": {"number": "B-1", "surname": "A", "arrival": "2026-12-01", "departure": "2026-12-02"},
		"backwards": {"surname": "A", "arrival": "2026-12-03", "departure": "2026-12-02"}, "nobody": {"surname": " ", "arrival": "2026-12-01", "departure": "2026-12-02"}} {
		if a := l.admin.Do("PUT", l.at+"/bookings/a9", bad); a.Status != 422 {
			t.Errorf("%s: %d %s", name, a.Status, a.Raw)
		}
	}
	settings := l.admin.Must(200, "PUT", l.at+"/booking-settings", m{"keep_days": 10})
	if settings.JSON["keep_days"] != 10.0 {
		t.Errorf("settings: %s", settings.Raw)
	}
	if a := l.admin.Do("PUT", l.at+"/booking-settings", m{"keep_days": 11, "version": "older"}); a.Status != 409 {
		t.Errorf("from older settings: %d %s", a.Status, a.Raw)
	}
}

// A hotel's own system brings who has booked, signed with a secret that is made for it alone.
func TestBookings_Pushed(t *testing.T) {
	t.Parallel()
	l := newLodge(t, apitest.Options{})
	mill := "/api/v1/properties/" + l.Property("demo-mill")
	before := l.admin.Must(200, "GET", l.at+"/booking-settings", nil)
	hook := before.Text("push_url")
	if before.JSON["can_push"] != false || hook != l.URL+"/hooks/bookings/"+l.Property("demo") {
		t.Fatalf("before: %s", before.Raw)
	}
	secret := l.admin.Must(200, "POST", l.at+"/booking-push-secret", m{}).Text("secret")
	other := l.SignIn("operator").Must(200, "POST", mill+"/booking-push-secret", m{}).Text("secret")
	links := l.admin.Must(200, "POST", l.at+"/booking-secret", m{}).Text("secret")
	if a := l.admin.Must(200, "GET", l.at+"/booking-settings", nil); a.JSON["can_push"] != true || strings.Contains(string(a.Raw), secret) ||
		strings.Contains(string(l.admin.Must(200, "GET", l.at+"/settings", nil).Raw), "sealed") {
		t.Errorf("settings: %s", a.Raw)
	}
	send := func(url string, body string, sign func(http.Header)) (int, string) {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), "POST", url, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		sign(req.Header)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		raw, _ := io.ReadAll(res.Body)
		return res.StatusCode, string(raw)
	}
	by := func(secret, id, body string, at time.Time) func(http.Header) {
		return webhook.Sign(secret, id, at, []byte(body)).Put
	}
	list := fmt.Sprintf(`{"bookings":[{"number":"PMS-7","surname":"Ørsted","arrival":%q,"departure":%q}]}`, l.arrival, l.leaves)
	now := time.Now()
	said := map[string]bool{}
	for name, try := range map[string]struct {
		url  string
		sign func(http.Header)
	}{
		"missing": {hook, func(http.Header) {}}, "wrong": {hook, by("dbp_guess", "1", list, now)}, "old": {hook, by(secret, "1", list, now.Add(-6*time.Minute))},
		"another property's": {hook, by(other, "1", list, now)}, "the links'": {hook, by(links, "1", list, now)}, "another body": {hook, by(secret, "1", list+" ", now)},
		"at another property": {l.URL + "/hooks/bookings/" + l.Property("demo-mill"), by(secret, "1", list, now)},
		"at none":             {l.URL + "/hooks/bookings/nobody", by(secret, "1", list, now)},
	} {
		status, body := send(try.url, list, try.sign)
		if status != 401 {
			t.Errorf("%s: %d %s", name, status, body)
		}
		var p struct{ Detail, Code string }
		if err := json.Unmarshal([]byte(body), &p); err != nil {
			t.Error(err)
		}
		said[p.Code+p.Detail] = true
	}
	if len(said) != 1 {
		t.Errorf("they hear different things: %v", said)
	}
	large := strings.Repeat(" ", 10<<20)
	if status, body := send(hook, large, by(secret, "2", large, now)); status != 413 {
		t.Errorf("10 MB: %d %s", status, body)
	}
	broken := strings.Replace(list, l.leaves, "later", 1)
	if status, body := send(hook, broken, by(secret, "3", broken, now)); status != 422 || !strings.Contains(body, "body.bookings[0]") || !strings.Contains(body, "Row 1: Write the departure") {
		t.Errorf("a broken row: %d %s", status, body)
	}
	for _, want := range []string{`{"added":1,"changed":0,"same":0}`, `{"added":0,"changed":0,"same":0,"repeated":true}`} {
		if status, body := send(hook, list, by(secret, "4", list, now)); status != 200 || strings.TrimSpace(body) != want {
			t.Errorf("%d %s, want %s", status, body, want)
		}
	}
	for _, path := range []string{"/hooks/bookings", "/hooks/bookings/", "/hooks/bookings/" + l.Property("demo") + "/x"} {
		if status, _ := send(l.URL+path, list, by(secret, "5", list, now)); status != 404 {
			t.Errorf("%s: %d", path, status)
		}
	}
	if a := l.Client().Do("GET", "/hooks/bookings/"+l.Property("demo"), nil); a.Status != 404 {
		t.Errorf("GET: %d", a.Status)
	}
	// It is a booking like any other.
	l.Visit("demo").Must(200, "POST", "/api/guest/v1/booking", m{"number": "pms7", "surname": "orsted", "arrival": l.arrival})
}

// Whoever floods the address where bookings are brought has to wait.
func TestBookings_PushedTooOften(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t, apitest.Options{Limits: true})
	taken := 0
	for {
		res, err := http.Post(h.URL+"/hooks/bookings/"+h.Property("demo"), "application/json", strings.NewReader("[]"))
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		if res.StatusCode == 429 && res.Header.Get("Retry-After") != "" {
			break
		}
		if taken++; res.StatusCode != 401 || taken > 5000 {
			t.Fatalf("after %d: %d", taken, res.StatusCode)
		}
	}
	if taken < 120 {
		t.Errorf("made to wait after %d", taken)
	}
}

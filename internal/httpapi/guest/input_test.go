package guest_test

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"deskbell/internal/httpapi/guest"
	"deskbell/internal/store"
)

// Whatever comes in is refused with a clear error or stored as harmless text, and the server goes on.
func TestBadInput(t *testing.T) {
	t.Parallel()
	h := newHouse(t, false)
	c := h.arrive("demo")
	message := func(text string) string {
		b, _ := json.Marshal(map[string]any{"client_id": "x" + strconv.Itoa(len(text)), "text": text})
		return string(b)
	}
	for name, in := range map[string]struct {
		method, path, body string
		status             int
	}{
		"Empty":            {"POST", "/messages", message(""), 422},
		"Blank":            {"POST", "/messages", message(" \n\t "), 422},
		"OnlyControls":     {"POST", "/messages", message("\u202e\u2066\x00"), 422},
		"TooLong":          {"POST", "/messages", message(strings.Repeat("é", 4001)), 422},
		"FarTooLong":       {"POST", "/messages", message(strings.Repeat("a", 300_000)), 413},
		"NoClientID":       {"POST", "/messages", `{"text":"hi"}`, 422},
		"EmptyClientID":    {"POST", "/messages", `{"client_id":"","text":"hi"}`, 422},
		"ControlClientID":  {"POST", "/messages", `{"client_id":"a\u0007b","text":"hi"}`, 422},
		"LongClientID":     {"POST", "/messages", `{"client_id":"` + strings.Repeat("a", 200) + `","text":"hi"}`, 422},
		"Null":             {"POST", "/messages", `null`, 422},
		"Array":            {"POST", "/messages", `[]`, 422},
		"Number":           {"POST", "/messages", `{"client_id":1,"text":2}`, 422},
		"UnknownField":     {"POST", "/messages", `{"client_id":"a","text":"b","role":"admin"}`, 422},
		"Cut":              {"POST", "/messages", `{"client_id":"a","te`, 400},
		"Binary":           {"POST", "/messages", "\x00\x01\xff\xfe", 400},
		"Nothing":          {"POST", "/messages", ``, 400},
		"Deep":             {"POST", "/messages", strings.Repeat("[", 20_000), 400},
		"TooManyFiles":     {"POST", "/messages", `{"client_id":"a","text":"b","files":["1","2","3","4","5","6"]}`, 422},
		"UnknownFile":      {"POST", "/messages", `{"client_id":"a","text":"b","files":["1"]}`, 404},
		"Stars":            {"POST", "/rating", `{"stars":6}`, 422},
		"NegativeRead":     {"POST", "/read", `{"seq":-1}`, 422},
		"HugeRead":         {"POST", "/read", `{"seq":1e300}`, 422},
		"UnknownChoice":    {"POST", "/offer", `{"choice":"free_upgrade"}`, 422},
		"BadAfter":         {"GET", "/entries?after=-5", "", 422},
		"TextAfter":        {"GET", "/entries?after=x", "", 422},
		"HugeLimit":        {"GET", "/entries?limit=100000", "", 422},
		"UnknownThread":    {"GET", "/entries?conversation=%00%ff", "", 404},
		"UnknownRoute":     {"GET", "/nothing", "", 404},
		"WrongMethod":      {"PATCH", "/messages", "{}", 404},
		"BadEmail":         {"PUT", "/contact", `{"email":"not an address"}`, 422},
		"MarkupEmail":      {"PUT", "/contact", `{"email":"\"><script>\"@x.example"}`, 422},
		"TwoEmails":        {"PUT", "/contact", `{"email":"\"a@b.example, c\"@x.example"}`, 422},
		"BadPhone":         {"PUT", "/contact", `{"phone":"call me"}`, 422},
		"HouseName":        {"PUT", "/contact", `{"name":"Harbour  View Hotel"}`, 422},
		"StaffName":        {"PUT", "/contact", `{"name":"Аna Sоusa"}`, 422}, // with Cyrillic letters
		"StaffPublicName":  {"PUT", "/contact", `{"name":"ANA\u200b from the FRONT-desk"}`, 422},
		"ReservedName":     {"PUT", "/contact", `{"name":"Digital Assistant"}`, 422},
		"ManyAttributes":   {"PUT", "/contact", `{"attributes":{"a":1` + manyKeys(30) + `}}`, 422},
		"PageOfWrongShape": {"POST", "/page", `{"url":{"a":1}}`, 422},
	} {
		a := c.do(in.method, in.path, in.body)
		if a.status != in.status {
			t.Errorf("%s: %d %s, want %d", name, a.status, a.raw, in.status)
		}
		if a.status >= 400 && (a.code() == "" || a.body["detail"] == "" || a.header.Get("Content-Type") != "application/problem+json") {
			t.Errorf("%s: no clear error: %s", name, a.raw)
		}
	}
	r := c.request("POST", "/messages", strings.NewReader("client_id=a&text=b"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if res, err := h.srv.Client().Do(r); err != nil || res.StatusCode != 415 {
		t.Errorf("a form: %v %v", res, err)
	}
	if a := c.must(200, "GET", "/entries", nil); len(a.body["entries"].([]any)) != 0 {
		t.Errorf("something of it was stored: %s", a.raw)
	}
}

func manyKeys(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `,"k%d":1`, i)
	}
	return b.String()
}

// Markup and tricks in every field are kept as the text that they are, cleaned of what turns or hides.
func TestHostileText(t *testing.T) {
	t.Parallel()
	h := newHouse(t, false)
	c := h.anonymous()
	evil := `<img src=x onerror=alert(1)>` + "\u202e\u200b"
	a := c.must(201, "POST", "/sessions", map[string]any{"key": "demo", "locale": "<b>", "timezone": "../../etc/passwd", "test": true,
		"page": map[string]any{"url": "javascript:alert(1)", "title": evil}})
	c.token = a.body["token"].(string)
	contact := a.body["contact_id"].(string)
	c.header.Set("User-Agent", evil)
	text := `<script>alert(1)</script> & "quotes" ` + "\u202e{{.}} ' OR 1=1 --"
	c.must(201, "POST", "/messages", map[string]any{"client_id": evil[:10], "text": text, "page": "https://user:pw@hotel.example/rooms?booking=secret#x"})
	got := c.must(200, "GET", "/entries", nil).body["entries"].([]any)[0].(map[string]any)["text"].(string)
	if got != strings.ReplaceAll(text, "\u202e", "") {
		t.Errorf("stored as %q", got)
	}
	c.must(204, "POST", "/page", map[string]any{"url": "https://hotel.example/spa?q=1", "title": evil})
	put := c.must(200, "PUT", "/contact", map[string]any{"name": evil, "email": "Maria <maria@example.com>", "phone": "+351 912 345 678", "locale": "pt-BR",
		"attributes": map[string]any{"room": 12, evil: evil, "nested": map[string]any{"a": []int{1}}}})
	if put.body["name"] != `<img src=x onerror=alert(1)>` || put.body["email"] != "maria@example.com" || put.body["locale"] != "pt" {
		t.Errorf("contact %s", put.raw)
	}
	if strings.Contains(put.raw, "\\u202e") || strings.Contains(put.raw, "\u202e") {
		t.Errorf("direction marks are kept: %q", put.raw)
	}
	h.write(func(tx store.Tx) error {
		who, err := tx.Contact(contact)
		if n := len(who.Pages); n != 2 || who.Pages[0].URL != "https://hotel.example/rooms" || who.Pages[1].URL != "https://hotel.example/spa" {
			t.Errorf("pages %+v", who.Pages)
		}
		if who.TimeZone != "" || who.Device != "" {
			t.Errorf("time zone %q, device %q", who.TimeZone, who.Device)
		}
		return err
	})
	long := c.must(200, "PUT", "/contact", map[string]any{"name": strings.Repeat("n", 300)})
	if n := len(long.body["name"].(string)); n != 80 {
		t.Errorf("name of %d characters", n)
	}
	if a := c.do("PUT", "/contact", map[string]any{"name": "Ana"}); a.status != 200 {
		t.Errorf("a guest called like an agent's first name: %d %s", a.status, a.raw)
	}
	if strings.Count(put.raw, "room") != 1 {
		t.Errorf("attributes %s", put.raw)
	}
}

func FuzzMessages(f *testing.F) {
	for _, s := range []string{`{"client_id":"a","text":"b"}`, `null`, `{"client_id":null,"page":""}`, `{"page":{"url":"http://[::1"}}`, `{"files":[null]}`, "\xff", `{"a":{"b":{}}}`} {
		f.Add(s, "5")
	}
	h := newHouse(f, false)
	token := h.arrive("demo").token
	call := func(t *testing.T, method, path, query, body string) {
		r := httptest.NewRequest(method, guest.Prefix+path, strings.NewReader(body))
		r.URL.RawQuery = query
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", "Bearer "+token)
		w := httptest.NewRecorder()
		h.api.ServeHTTP(w, r)
		if w.Code >= 500 {
			t.Fatalf("%s?%s %q: %d %s", path, query, body, w.Code, w.Body)
		}
	}
	f.Fuzz(func(t *testing.T, body, after string) {
		for _, path := range []string{"/messages", "/sessions", "/page", "/read", "/offer"} {
			call(t, "POST", path, "", body)
		}
		call(t, "PUT", "/contact", "", body)
		call(t, "GET", "/entries", "after="+after, "")
	})
}

// Guests cannot take the names of the desk, and cannot find out by trying who works at another property.
func TestNames_OfTheDesk(t *testing.T) {
	t.Parallel()
	h := newHouse(t, false)
	at, mill := h.arrive("demo"), h.arrive("mill")
	for _, c := range []struct {
		c      *client
		name   string
		status int
	}{{at, "Ana Sousa", 422}, {at, "Mia Moleiro", 200}, {mill, "Mia Moleiro", 422}, {mill, "Ana Sousa", 200}, {mill, "mía  MOLEIRO", 422}} {
		if a := c.c.do("PUT", "/contact", map[string]any{"name": c.name}); a.status != c.status {
			t.Errorf("%s: got %d %s, want %d", c.name, a.status, a.raw, c.status)
		}
	}
}

// What is not written yet cannot have been read: agents would see it marked as read the moment they send it.
func TestRead_AtMostWhatWasWritten(t *testing.T) {
	t.Parallel()
	h := newHouse(t, false)
	c := h.anonymous()
	began := c.must(201, "POST", "/sessions", map[string]any{"key": "demo"})
	c.token = began.body["token"].(string)
	c.must(204, "POST", "/read", map[string]any{"seq": 7})
	c.says("m1", "Hello")
	c.must(204, "POST", "/read", map[string]any{"seq": 9007199254740991})
	h.write(func(tx store.Tx) error {
		contact, err := tx.Contact(began.body["contact_id"].(string))
		if err != nil {
			return err
		}
		s, err := tx.StateOfContact(contact.ID)
		if contact.ReadSeq > s.LastPublicSeq {
			t.Errorf("read up to %d of %d", contact.ReadSeq, s.LastPublicSeq)
		}
		return err
	})
	if h.live.has("read 9007199254740991") || h.live.has("read 7") {
		t.Error("the desk was told that more was read than there is")
	}
}

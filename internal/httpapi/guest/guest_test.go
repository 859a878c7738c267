package guest_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// The contract's first conversation: say something, read it back, be answered by a person, and see all of it live.
func TestConversation(t *testing.T) {
	t.Parallel()
	h := newHouse(t, true)
	c := h.arrive("demo")
	before := c.must(200, "GET", "/entries", nil)
	if before.body["status"] != "none" || before.body["controller"].(map[string]any)["kind"] != "assistant" {
		t.Errorf("before the first message: %s", before.raw)
	}
	live := c.listen("?after=0")
	if name, data := live.next(); name != "state" || data["status"] != "none" {
		t.Errorf("first event %s %v", name, data)
	}
	sent := c.says("m1", "When is breakfast?")
	id := sent.body["conversation_id"].(string)
	e := live.until("entry")
	if e["text"] != "When is breakfast?" || e["client_id"] != "m1" || e["seq"] != sent.body["seq"] || e["author"].(map[string]any)["id"] != nil {
		t.Errorf("entry %v", e)
	}
	again := c.must(200, "POST", "/messages", map[string]any{"client_id": "m1", "text": "When is breakfast?"})
	if again.raw != sent.raw {
		t.Errorf("a repeat is answered %s, want %s", again.raw, sent.raw)
	}
	if _, err := h.desk.TakeControl(t.Context(), ana, id); err != nil {
		t.Fatal(err)
	}
	if _, err := h.desk.Note(t.Context(), ana, id, conversation.Draft{ClientID: "n1", Text: "secret note", Epoch: -1}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.desk.Reply(t.Context(), ana, id, conversation.Draft{ClientID: "r1", Text: "From 06:30.", Epoch: -1}); err != nil {
		t.Fatal(err)
	}
	var last map[string]any
	prev := e["seq"]
	for last == nil {
		switch name, data := live.next(); name {
		case "entry":
			if data["prev"] != prev {
				t.Errorf("entry %v after %v: the note shows as a gap", data, prev)
			}
			prev = data["seq"]
			if data["kind"] == "message" {
				last = data
			}
		case "state":
			if k := data["controller"].(map[string]any); k["kind"] == "agent" && (k["name"] != "Ana from the front desk" || k["agent_id"] != nil) {
				t.Errorf("controller %v", k)
			}
		}
	}
	if last["text"] != "From 06:30." || last["client_id"] != nil {
		t.Errorf("reply %v", last)
	}
	all := c.must(200, "GET", "/entries?after=0&limit=2", nil)
	if len(all.body["entries"].([]any)) != 2 || all.body["more"] != true {
		t.Errorf("first page %s", all.raw)
	}
	all = c.must(200, "GET", "/entries?after=0", nil)
	for _, secret := range []string{"secret note", "p-ana", "Ana Sousa", "reason"} {
		if strings.Contains(all.raw, secret) {
			t.Errorf("the guest is told %q: %s", secret, all.raw)
		}
	}
	list := c.must(200, "GET", "/conversations", nil)
	if one := list.body["conversations"].([]any)[0].(map[string]any); one["id"] != id || one["preview"] != "From 06:30." || one["unread"] != 1.0 {
		t.Errorf("list %s", list.raw)
	}
	c.must(204, "POST", "/read", map[string]any{"seq": last["seq"]})
	c.must(204, "POST", "/typing", map[string]any{"on": true})
	if !h.live.has("read") || !h.live.has("typing true") {
		t.Errorf("the desk heard %v", h.live.heard)
	}
	if list = c.must(200, "GET", "/conversations", nil); list.body["conversations"].([]any)[0].(map[string]any)["unread"] != 0.0 {
		t.Errorf("after reading: %s", list.raw)
	}
}

// A stream that was cut resumes after its last seq; one that knows more than there is starts anew.
func TestStream_Resume(t *testing.T) {
	t.Parallel()
	h := newHouse(t, false)
	c := h.arrive("demo")
	for i := range 5 {
		c.says(fmt.Sprint("m", i), fmt.Sprint("line ", i))
	}
	s := c.listen("?after=3&pad=1")
	s.until("state")
	for want := 4.0; want <= 5; want++ {
		if e := s.until("entry"); e["seq"] != want {
			t.Errorf("seq %v, want %v", e["seq"], want)
		}
	}
	_ = s.res.Body.Close()
	c.says("m5", "meanwhile")
	r := c.request("GET", "/stream", nil)
	r.Header.Set("Last-Event-ID", "5")
	res, err := h.srv.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	line := make([]byte, 4096)
	for got := ""; !strings.Contains(got, "meanwhile"); {
		n, err := res.Body.Read(line)
		if err != nil {
			t.Fatal(err)
		}
		if got += string(line[:n]); strings.Contains(got, "line 4") {
			t.Fatal("what was known came again")
		}
	}
	ahead := c.listen("?after=999")
	if name, _ := ahead.next(); name != "reset" {
		t.Errorf("first event %s, want reset", name)
	}
	if ahead.until("state"); ahead.until("entry")["seq"] != 1.0 {
		t.Error("does not begin with the first entry")
	}
	for _, bad := range []string{"?after=-1", "?after=x", "?after=9223372036854775808", "?after=1e3"} {
		if a := c.do("GET", "/stream"+bad, nil); a.status != 422 || a.code() != "invalid" {
			t.Errorf("%s: %d %s", bad, a.status, a.raw)
		}
	}
}

func TestSession_End(t *testing.T) {
	t.Parallel()
	h := newHouse(t, true)
	c := h.arrive("demo")
	c.says("m1", "Hello")
	s := c.listen("?after=0")
	c.must(204, "DELETE", "/session", nil)
	if bye := s.until("bye"); bye["reason"] != "signed_out" || bye["retry_ms"] != nil {
		t.Errorf("bye %v", bye)
	}
	for _, path := range []string{"/entries", "/stream", "/conversations"} {
		if a := c.do("GET", path, nil); a.status != 401 || a.code() != "unauthorized" {
			t.Errorf("%s with an ended token: %d %s", path, a.status, a.raw)
		}
	}
}

// A token lives 30 days after its last use.
func TestSession_Expires(t *testing.T) {
	t.Parallel()
	h := newHouse(t, true)
	c, idle := h.arrive("demo"), h.arrive("demo")
	for range 3 {
		h.pass(20 * 24 * time.Hour)
		c.must(200, "GET", "/entries", nil)
	}
	if a := idle.do("GET", "/entries", nil); a.status != 401 {
		t.Errorf("an idle token after 60 days: %d", a.status)
	}
}

func TestTokens(t *testing.T) {
	t.Parallel()
	h := newHouse(t, true)
	c := h.arrive("demo")
	for name, header := range map[string]string{
		"None": "", "Empty": "Bearer ", "Other": "Bearer " + strings.Repeat("A", 43), "Basic": "Basic " + c.token,
		"Cut": "Bearer " + c.token[:40], "Long": "Bearer " + strings.Repeat("A", 5000), "Binary": "Bearer \x01\xff",
	} {
		r := c.request("GET", "/entries", nil)
		r.Header["Authorization"] = []string{header}
		r.Header.Set("Cookie", "deskbell_session="+c.token+"; token="+c.token)
		if res, err := h.srv.Client().Do(r); err == nil { // net/http itself refuses to send some
			if res.StatusCode != 401 && res.StatusCode != 400 {
				t.Errorf("%s: %d", name, res.StatusCode)
			}
			_ = res.Body.Close()
		}
	}
	h.write(func(tx store.Tx) error {
		who, err := tx.ContactByToken(hashOf(c.token), h.clock())
		if err != nil {
			return err
		}
		who.Blocked = true
		return tx.UpdateContact(who)
	})
	h.pass(time.Minute)
	if a := c.do("POST", "/messages", map[string]any{"client_id": "m", "text": "Hi"}); a.status != 403 || a.code() != "forbidden" {
		t.Errorf("a blocked guest: %d %s", a.status, a.raw)
	}
}

func hashOf(token string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(token))) }

// A guest sees their own conversations and files only; another's id is not found, like one that does not exist.
func TestForeignIDs(t *testing.T) {
	t.Parallel()
	h := newHouse(t, false)
	a, b := h.arrive("demo"), h.arrive("mill")
	id := a.says("m1", "mine").body["conversation_id"].(string)
	file := a.upload("p.png", tinyPNG(t)).body["id"].(string)
	for _, who := range []*client{b, h.arrive("demo")} {
		if got := who.do("GET", "/entries?conversation="+id, nil); got.status != 404 || got.code() != "not_found" {
			t.Errorf("another's conversation: %d %s", got.status, got.raw)
		}
		if got := who.do("POST", "/messages", map[string]any{"client_id": "m", "text": "x", "files": []string{file}}); got.status != 404 {
			t.Errorf("another's file: %d %s", got.status, got.raw)
		}
		if got := who.must(200, "GET", "/conversations", nil); len(got.body["conversations"].([]any)) != 0 {
			t.Errorf("another's list: %s", got.raw)
		}
	}
	// The same client id of two guests is two messages.
	b.says("m1", "also mine")
}

func TestOrigins(t *testing.T) {
	t.Parallel()
	h := newHouse(t, true)
	from := func(origin string) *client {
		c := h.anonymous()
		if origin != "" {
			c.header.Set("Origin", origin)
		}
		return c
	}
	session := map[string]any{"key": "demo"}
	for origin, want := range map[string]struct {
		status int
		allow  string
	}{
		"":                                {201, ""},
		site:                              {201, site},
		"https://HOTEL.example":           {201, "https://HOTEL.example"},
		h.srv.URL:                         {201, h.srv.URL},
		"https://chat.example":            {201, "https://chat.example"},
		"https://mill.example":            {403, "https://mill.example"}, // another property's
		"https://evil.example":            {403, "https://evil.example"},
		"https://hotel.example.evil.test": {403, "https://hotel.example.evil.test"},
		"http://hotel.example":            {403, "http://hotel.example"},
		"null":                            {403, "null"},
	} {
		a := from(origin).do("POST", "/sessions", session)
		if a.status != want.status || a.header.Get("Access-Control-Allow-Origin") != want.allow || a.header.Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("%q: %d %q %s", origin, a.status, a.header.Get("Access-Control-Allow-Origin"), a.raw)
		}
		if a.status == 403 && a.code() != "origin_not_allowed" {
			t.Errorf("%q: code %s", origin, a.code())
		}
		if !strings.Contains(strings.Join(a.header.Values("Vary"), ","), "Origin") {
			t.Errorf("%q: caches are not told that it depends on the origin", origin)
		}
	}
	c := h.arrive("demo")
	c.header.Set("Origin", "https://mill.example")
	if a := c.do("GET", "/entries", nil); a.status != 403 || a.code() != "origin_not_allowed" {
		t.Errorf("a token from a website of another property: %d %s", a.status, a.raw)
	}
	if a := c.do("GET", "/stream", nil); a.status != 403 {
		t.Errorf("its stream: %d", a.status)
	}
	pre := from(site)
	pre.header.Set("Access-Control-Request-Method", "POST")
	if a := pre.do("OPTIONS", "/messages", nil); a.status != 204 || !strings.Contains(a.header.Get("Access-Control-Allow-Headers"), "Authorization") {
		t.Errorf("preflight: %d %v", a.status, a.header)
	}
	if a := from("https://evil.example").do("OPTIONS", "/messages", nil); a.status != 403 || a.header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("preflight from elsewhere: %d %v", a.status, a.header)
	}
	from(site).must(200, "GET", "/config?key=demo", nil)
	var seen map[string]time.Time
	h.write(func(tx store.Tx) (err error) { seen, err = tx.SitesSeen("h1"); return err })
	if len(seen) != 1 || seen[site].IsZero() {
		t.Errorf("seen %v", seen)
	}
}

// Every visitor of a website downloads the config, so it is small for those who can take it compressed.
func TestConfig_IsCompressed(t *testing.T) {
	t.Parallel()
	h := newHouse(t, true)
	for encoding, want := range map[string]string{"gzip, br": "gzip", "identity": ""} {
		c := h.anonymous()
		c.header.Set("Accept-Encoding", encoding)
		a := c.must(200, "GET", "/config?key=demo", nil)
		if got := a.header.Get("Content-Encoding"); got != want || !strings.Contains(a.header.Get("Vary"), "Accept-Encoding") {
			t.Errorf("%s: answered as %q, vary %q", encoding, got, a.header.Get("Vary"))
		}
		if plain := a.body["name"] == "Harbour View Hotel"; plain != (want == "") {
			t.Errorf("%s: %q", encoding, a.raw)
		}
	}
}

func TestConfig(t *testing.T) {
	t.Parallel()
	h := newHouse(t, true)
	for _, c := range []struct{ query, accept, locale, greeting string }{
		{"", "", "en", "Hello"},
		{"&locale=de-AT", "pt", "de", "Hallo"},
		{"", "pt-BR,en;q=0.5", "pt", "Olá"},
		{"&locale=zz-nonsense", "fr,ja", "en", "Hello"},
	} {
		cl := h.anonymous()
		if c.accept != "" {
			cl.header.Set("Accept-Language", c.accept)
		}
		a := cl.must(200, "GET", "/config?key=demo"+c.query, nil)
		if a.body["locale"] != c.locale || !strings.HasPrefix(a.body["greeting"].(string), c.greeting) || a.body["name"] != "Harbour View Hotel" {
			t.Errorf("%+v: %s", c, a.raw)
		}
		if !strings.Contains(a.header.Get("Cache-Control"), "max-age=300") {
			t.Errorf("Cache-Control %q", a.header.Get("Cache-Control"))
		}
	}
	for _, key := range []string{"nothing", "<script>", "", strings.Repeat("k", 500)} {
		a := h.anonymous().do("GET", "/config?key="+strings.NewReplacer("<", "%3C", ">", "%3E").Replace(key), nil)
		if a.status != 404 && a.status != 422 {
			t.Errorf("key %.20q: %d %s", key, a.status, a.raw)
		}
		if a := h.anonymous().do("POST", "/sessions", map[string]any{"key": key}); a.status != 404 && a.status != 422 {
			t.Errorf("session with key %.20q: %d %s", key, a.status, a.raw)
		}
	}
}

// The same message sent many times at once is one message.
func TestDuplicates(t *testing.T) {
	t.Parallel()
	h := newHouse(t, false)
	c := h.arrive("demo")
	var wg sync.WaitGroup
	var mu sync.Mutex
	answers, created := map[string]bool{}, 0
	for range 20 {
		wg.Go(func() {
			a := c.do("POST", "/messages", map[string]any{"client_id": "same", "text": "Once"})
			mu.Lock()
			defer mu.Unlock()
			answers[a.raw] = true
			if a.status == 201 {
				created++
			}
		})
	}
	wg.Wait()
	if len(answers) != 1 || created != 1 {
		t.Errorf("%d different answers, %d created", len(answers), created)
	}
}

func TestHuman(t *testing.T) {
	t.Parallel()
	h := newHouse(t, true)
	c := h.arrive("demo")
	if a := c.must(200, "DELETE", "/human", nil); a.body["status"] != "none" {
		t.Errorf("cancel before anything: %s", a.raw)
	}
	a := c.must(200, "POST", "/human", nil)
	req, _ := a.body["request"].(map[string]any)
	if a.body["controller"].(map[string]any)["kind"] != "waiting" || req["state"] != "ringing" || req["remaining_ms"] == nil {
		t.Errorf("asked: %s", a.raw)
	}
	said := c.must(200, "GET", "/entries", nil)
	if !strings.Contains(said.raw, "Please wait while we connect you to an agent") {
		t.Errorf("the waiting line is missing: %s", said.raw)
	}
	if a := c.must(200, "DELETE", "/human", nil); a.body["controller"].(map[string]any)["kind"] != "assistant" || a.body["request"] != nil {
		t.Errorf("cancelled: %s", a.raw)
	}
	c.must(200, "POST", "/offer", map[string]any{"choice": "keep_chatting"})
	for range 4 {
		c.must(200, "POST", "/human", nil)
		c.must(200, "DELETE", "/human", nil)
	}
	if a := c.do("POST", "/human", nil); a.status != 429 || a.code() != "rate_limited" || a.header.Get("Retry-After") == "" {
		t.Errorf("the sixth: %d %s", a.status, a.raw)
	}
	c.must(204, "POST", "/rating", map[string]any{"stars": 5, "comment": "<b>good</b>"})
}

func TestFiles(t *testing.T) {
	t.Parallel()
	h := newHouse(t, true)
	c := h.arrive("demo")
	up := c.upload("../pool <1>.png", tinyPNG(t))
	if up.status != 201 || up.body["name"] != "pool _1_.png" || up.body["type"] != "image/png" {
		t.Fatalf("upload: %d %s", up.status, up.raw)
	}
	c.must(201, "POST", "/messages", map[string]any{"client_id": "f1", "files": []any{up.body["id"]}})
	e := c.must(200, "GET", "/entries", nil).body["entries"].([]any)[0].(map[string]any)
	url := e["files"].([]any)[0].(map[string]any)["url"].(string)
	res, err := http.Get(h.srv.URL + url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if _, err := png.Decode(res.Body); err != nil || res.Header.Get("Content-Type") != "image/png" {
		t.Errorf("%s: %d %v", url, res.StatusCode, err)
	}
	if a := c.upload("x.svg", []byte("<svg onload=alert(1)>")); a.status != 415 || a.code() != "unsupported_type" {
		t.Errorf("svg: %d %s", a.status, a.raw)
	}
	if a := h.anonymous().upload("x.png", tinyPNG(t)); a.status != 401 {
		t.Errorf("without a token: %d", a.status)
	}
	for range 8 {
		c.upload("x.png", tinyPNG(t))
	}
	if a := c.upload("x.png", tinyPNG(t)); a.status != 429 {
		t.Errorf("the eleventh within an hour: %d", a.status)
	}
}

func tinyPNG(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 2, 2))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Strict for one guest, generous for an address.
func TestLimits_Messages(t *testing.T) {
	t.Parallel()
	h := newHouse(t, true)
	c, neighbour := h.arrive("demo"), h.arrive("demo")
	for i := range 8 {
		c.says(fmt.Sprint("m", i), "Hello")
	}
	a := c.do("POST", "/messages", map[string]any{"client_id": "m8", "text": "Hello"})
	if a.status != 429 || a.code() != "rate_limited" || a.body["retry_after"] == nil {
		t.Errorf("the ninth: %d %s", a.status, a.raw)
	}
	neighbour.says("n0", "the same Wi-Fi")
	h.pass(3 * time.Second)
	c.says("m8", "Hello")
}

// Each guest may upload a little; one sender who makes many guests cannot fill the disk by that.
func TestLimits_Uploads(t *testing.T) {
	t.Parallel()
	h := newHouse(t, true)
	accepted := 0
	for range 15 {
		c := h.arrive("demo")
		for range 10 {
			switch a := c.upload("a.png", tinyPNG(t)); a.status {
			case 201:
				accepted++
			case 429:
			default:
				t.Fatalf("%d %s", a.status, a.raw)
			}
		}
	}
	if accepted != 100 {
		t.Errorf("%d uploads were taken from one address at once", accepted)
	}
}

// Beyond what an address usually brings, a proof of work is asked for; only beyond many of those is anybody refused.
func TestLimits_Challenge(t *testing.T) {
	t.Parallel()
	h := newHouse(t, true)
	c := h.anonymous()
	for range 30 {
		c.must(201, "POST", "/sessions", map[string]any{"key": "demo"})
	}
	a := c.must(429, "POST", "/sessions", map[string]any{"key": "demo"})
	ask, _ := a.body["challenge"].(map[string]any)
	if a.code() != "challenge" || ask["algorithm"] != "sha256" {
		t.Fatalf("no challenge: %s", a.raw)
	}
	salt, bits := ask["salt"].(string), int(ask["difficulty"].(float64))
	try := map[string]any{"key": "demo", "challenge": map[string]any{"salt": salt, "nonce": "wrong"}}
	if a := c.do("POST", "/sessions", try); a.code() != "challenge" {
		t.Errorf("a wrong answer: %d %s", a.status, a.raw)
	}
	nonce := 0
	for ; ; nonce++ {
		sum := sha256.Sum256([]byte(salt + strconv.Itoa(nonce)))
		if (uint32(sum[0])<<16|uint32(sum[1])<<8|uint32(sum[2]))>>(24-bits) == 0 {
			break
		}
	}
	try["challenge"].(map[string]any)["nonce"] = strconv.Itoa(nonce)
	c.must(201, "POST", "/sessions", try)
	if a := c.do("POST", "/sessions", try); a.code() != "challenge" {
		t.Errorf("the answer was taken twice: %d %s", a.status, a.raw)
	}
}

// A database that refuses is told as such; nothing is acknowledged, and it works again afterwards.
func TestStoreRefuses(t *testing.T) {
	t.Parallel()
	h := newHouse(t, false)
	c := h.arrive("demo")
	h.store.FailCommits(&desk.Error{Code: desk.CodeUnavailable, Message: "The disk is full."})
	if a := c.do("POST", "/messages", map[string]any{"client_id": "m1", "text": "Hello"}); a.status != 503 || a.code() != "unavailable" {
		t.Errorf("%d %s", a.status, a.raw)
	}
	h.store.FailCommits(nil)
	c.says("m1", "Hello")
}

package simulator_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"deskbell/internal/simulator"
)

// postbox stands for Deskbell: it answers handshakes and keeps what is posted.
type postbox struct {
	verify string
	mu     sync.Mutex
	bodies [][]byte
	signed []string
	status int
	came   chan struct{}
}

func newPostbox() *postbox {
	return &postbox{verify: "v", status: 200, came: make(chan struct{}, 10_000)}
}

func (d *postbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodGet {
		if r.URL.Query().Get("hub.verify_token") == d.verify && r.URL.Query().Get("hub.mode") == "subscribe" {
			_, _ = io.WriteString(w, r.URL.Query().Get("hub.challenge"))
			return
		}
		w.WriteHeader(http.StatusForbidden)
		return
	}
	b, _ := io.ReadAll(r.Body)
	d.mu.Lock()
	d.bodies = append(d.bodies, b)
	d.signed = append(d.signed, r.Header.Get("X-Hub-Signature-256"))
	status := d.status
	d.mu.Unlock()
	w.WriteHeader(status)
	d.came <- struct{}{}
}

// wait waits until so many bodies came, and returns all.
func (d *postbox) wait(t *testing.T, n int) [][]byte {
	t.Helper()
	deadline := time.After(20 * time.Second)
	for {
		d.mu.Lock()
		all := append([][]byte(nil), d.bodies...)
		d.mu.Unlock()
		if len(all) >= n {
			return all
		}
		select {
		case <-d.came:
		case <-deadline:
			t.Fatalf("%d bodies came, want %d", len(all), n)
		}
	}
}

// start runs a simulator whose hooks lead to a desk, and serves it.
func start(t *testing.T) (*simulator.Simulator, *postbox, string) {
	t.Helper()
	d := newPostbox()
	back := httptest.NewServer(d)
	s, err := simulator.New(simulator.Config{Base: back.URL})
	if err != nil {
		t.Fatal(err)
	}
	front := httptest.NewServer(s)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		s.Close()
		front.Close()
		back.Close()
	})
	for _, c := range simulator.Channels {
		if err := s.Connect(t.Context(), c, back.URL+"/hooks/"+string(c), d.verify); err != nil {
			t.Fatal(err)
		}
	}
	for _, a := range s.Accounts() {
		s.Subscribe(a.Channel, a.Key)
	}
	return s, d, front.URL
}

func account(s *simulator.Simulator, c simulator.Channel) simulator.Account {
	for _, a := range s.Accounts() {
		if a.Channel == c {
			return a
		}
	}
	panic("no account")
}

// call asks the Graph API.
func call(t *testing.T, base, method, path, token string, body any) (int, map[string]any) {
	t.Helper()
	b, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), method, base+simulator.GraphPath+path, bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+token)
	return do(t, r)
}

func do(t *testing.T, r *http.Request) (int, map[string]any) {
	t.Helper()
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var out map[string]any
	if err := json.NewDecoder(res.Body).Decode(&out); err != nil {
		t.Fatalf("%s %s: %d, no JSON: %v", r.Method, r.URL.Path, res.StatusCode, err)
	}
	return res.StatusCode, out
}

// state is what the page sees, as far as tests look at it.
type state struct {
	Guests []struct {
		ID, Channel, Key, Owner string
		Messages                []struct {
			ID, By, Text, State, List string
			Choices                   []struct{ Title, Payload string }
			Media                     []struct{ ID, Kind string }
		}
	}
}

func look(t *testing.T, s *simulator.Simulator) (st state) {
	t.Helper()
	b, err := s.Snapshot()
	if err == nil {
		err = json.Unmarshal(b, &st)
	}
	if err != nil {
		t.Fatal(err)
	}
	return st
}

func guestOf(t *testing.T, s *simulator.Simulator, c simulator.Channel) (id, key string) {
	t.Helper()
	for _, g := range look(t, s).Guests {
		if g.Channel == string(c) {
			return g.ID, g.Key
		}
	}
	t.Fatal("no phone")
	return "", ""
}

// What a guest writes is posted as Meta posts it: escaped, and signed over those bytes with the secret of the route.
func TestSimulator_PostsAsMetaDoes(t *testing.T) {
	t.Parallel()
	s, d, _ := start(t)
	for i, c := range simulator.Channels {
		id, _ := guestOf(t, s, c)
		if err := s.Do(id, simulator.Act{Do: "text", Text: "Grüße an/aus 😀"}); err != nil {
			t.Fatal(err)
		}
		body := d.wait(t, i+1)[i]
		if !bytes.Contains(body, []byte(`Gr\u00fc\u00dfe an\/aus \ud83d\ude00`)) {
			t.Errorf("%s: the text is not escaped as Meta does: %s", c, body)
		}
		secret := s.App().Secret
		if account(s, c).Route == "login" {
			secret = s.App().InstagramSecret
		}
		m := hmac.New(sha256.New, []byte(secret))
		m.Write(body)
		if want := "sha256=" + hex.EncodeToString(m.Sum(nil)); d.signed[i] != want {
			t.Errorf("%s: signed %s, want %s", c, d.signed[i], want)
		}
		var read struct{ Object string }
		if err := json.Unmarshal(body, &read); err != nil || read.Object != map[simulator.Channel]string{simulator.WhatsApp: "whatsapp_business_account",
			simulator.Messenger: "page", simulator.Instagram: "instagram"}[c] {
			t.Errorf("%s: object %q, %v", c, read.Object, err)
		}
	}
}

// What is sent reaches the phone, and what becomes of it is told: statuses on WhatsApp, echo, delivery and read on Messenger,
// echo and seen on Instagram.
func TestSimulator_TellsWhatBecameOfASend(t *testing.T) {
	t.Parallel()
	s, d, base := start(t)
	posted := 0
	for _, c := range simulator.Channels {
		id, key := guestOf(t, s, c)
		if err := s.Do(id, simulator.Act{Do: "text", Text: "hello"}); err != nil {
			t.Fatal(err)
		}
		a := account(s, c)
		path, body := "/graph.facebook.com/v26.0/"+a.Key+"/messages", map[string]any{"recipient": map[string]any{"id": key}, "messaging_type": "RESPONSE",
			"message": map[string]any{"text": "Good day", "metadata": "ours-1"}}
		want := []string{`"is_echo":true`, `"mids":`, `"read":{"watermark"`}
		switch c {
		case simulator.WhatsApp:
			body = map[string]any{"messaging_product": "whatsapp", "to": "+" + key, "type": "text", "text": map[string]any{"body": "Good day"}, "biz_opaque_callback_data": "ours-1"}
			want = []string{`"status":"sent"`, `"status":"delivered"`, `"status":"read"`}
		case simulator.Instagram:
			path = "/graph.instagram.com/v26.0/me/messages"
			want = []string{`"is_echo":true`, `"read":{"mid"`}
		}
		status, said := call(t, base, "POST", path, a.Token, body)
		if status != 200 {
			t.Fatalf("%s: %d %v", c, status, said)
		}
		posted += 1 + len(want)
		all := d.wait(t, posted)
		for i, w := range want {
			if got := all[posted-len(want)+i]; !bytes.Contains(got, []byte(w)) {
				t.Errorf("%s: event %d is %s, want %s", c, i, got, w)
			}
		}
		if c != simulator.Instagram && !bytes.Contains(all[posted-len(want)], []byte("ours-1")) {
			t.Errorf("%s: the correlation does not come back: %s", c, all[posted-len(want)])
		}
	}
	if sent := s.Sent(0); len(sent) != 3 || sent[0].Text != "Good day" || len(s.Sent(sent[2].N)) != 0 {
		t.Errorf("the ledger holds %+v", sent)
	}
}

// Whatever Meta refuses is refused: each with its own code.
func TestSimulator_Refuses(t *testing.T) {
	t.Parallel()
	s, _, base := start(t)
	for _, c := range simulator.Channels {
		id, _ := guestOf(t, s, c)
		age := 25 * 3600
		if err := s.Do(id, simulator.Act{Do: "text", Text: "long ago", Ago: age}); err != nil {
			t.Fatal(err)
		}
	}
	_, page := guestOf(t, s, simulator.Messenger)
	_, gram := guestOf(t, s, simulator.Instagram)
	_, number := guestOf(t, s, simulator.WhatsApp)
	fresh := func(c simulator.Channel) string { // the key of somebody whose window is open
		id := s.NewGuest(c, "", "")
		if err := s.Do(id, simulator.Act{Do: "text", Text: "hello"}); err != nil {
			t.Fatal(err)
		}
		for _, g := range look(t, s).Guests {
			if g.ID == id {
				return g.Key
			}
		}
		return ""
	}
	text := func(to, text string, more map[string]any) map[string]any {
		m := map[string]any{"recipient": map[string]any{"id": to}, "messaging_type": "RESPONSE", "message": map[string]any{"text": text}}
		for k, v := range more {
			m[k] = v
		}
		return m
	}
	wa := func(to string, more map[string]any) map[string]any {
		m := map[string]any{"messaging_product": "whatsapp", "to": "+" + to, "type": "text", "text": map[string]any{"body": "hi"}}
		for k, v := range more {
			m[k] = v
		}
		return m
	}
	for _, tc := range []struct {
		name string
		c    simulator.Channel
		body map[string]any
		code float64
	}{
		{"window", simulator.Messenger, text(page, "hi", nil), 10},
		{"window", simulator.Instagram, text(gram, "hi", nil), 10},
		{"window", simulator.WhatsApp, wa(number, nil), 131047},
		{"a retired tag", simulator.Messenger, text(page, "hi", map[string]any{"messaging_type": "MESSAGE_TAG", "tag": "ACCOUNT_UPDATE"}), 100},
		{"too long", simulator.Messenger, text(fresh(simulator.Messenger), strings.Repeat("x", 2000), nil), 100},
		{"too many bytes", simulator.Instagram, text(fresh(simulator.Instagram), strings.Repeat("😀", 251), nil), 100},
		{"too long", simulator.WhatsApp, wa(fresh(simulator.WhatsApp), map[string]any{"text": map[string]any{"body": strings.Repeat("x", 4097)}}), 100},
		{"no product", simulator.WhatsApp, wa(number, map[string]any{"messaging_product": ""}), 100},
		{"no such template", simulator.WhatsApp, wa(number, map[string]any{"type": "template", "template": map[string]any{"name": "x", "language": map[string]any{"code": "en"}}}), 132001},
		{"a template's parameters", simulator.WhatsApp, wa(number, map[string]any{"type": "template", "template": map[string]any{"name": "we_answer_now", "language": map[string]any{"code": "en"}}}), 132000},
		{"four buttons", simulator.WhatsApp, wa(fresh(simulator.WhatsApp), map[string]any{"type": "interactive", "interactive": map[string]any{"type": "button",
			"body": map[string]any{"text": "?"}, "action": map[string]any{"buttons": []any{button("a"), button("b"), button("c"), button("d")}}}}), 131009},
	} {
		a := account(s, tc.c)
		path := "/graph.facebook.com/v26.0/" + a.Key + "/messages"
		if a.Route == "login" {
			path = "/graph.instagram.com/v26.0/me/messages"
		}
		status, said := call(t, base, "POST", path, a.Token, tc.body)
		e, _ := said["error"].(map[string]any)
		if status < 400 || e["code"] != tc.code {
			t.Errorf("%s on %s: %d %v, want code %v", tc.name, tc.c, status, said, tc.code)
		}
	}
	if status, said := call(t, base, "POST", "/graph.facebook.com/v26.0/me/messages", "EAAWrong", text(page, "hi", nil)); status != 401 {
		t.Errorf("a wrong token: %d %v", status, said)
	}
	a := account(s, simulator.Messenger)
	if status, said := call(t, base, "POST", "/graph.facebook.com/v26.0/me/messages?appsecret_proof=00", a.Token, text(page, "hi", nil)); status != 400 {
		t.Errorf("a wrong proof: %d %v", status, said)
	}
	if status, said := call(t, base, "POST", "/graph.facebook.com/v26.0/me/messages", a.Token,
		text(page, "a person answers", map[string]any{"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"})); status != 200 {
		t.Errorf("HUMAN_AGENT a day later: %d %v", status, said)
	}
}

func button(id string) map[string]any {
	return map[string]any{"type": "reply", "reply": map[string]any{"id": id, "title": id}}
}

// A fault meets as many sends as it was set for; what was sent all the same is on the phone.
func TestSimulator_Faults(t *testing.T) {
	t.Parallel()
	s, _, base := start(t)
	id, key := guestOf(t, s, simulator.Messenger)
	if err := s.Do(id, simulator.Act{Do: "text", Text: "hello"}); err != nil {
		t.Fatal(err)
	}
	a := account(s, simulator.Messenger)
	send := func() (int, map[string]any) {
		return call(t, base, "POST", "/graph.facebook.com/v26.0/me/messages", a.Token,
			map[string]any{"recipient": map[string]any{"id": key}, "messaging_type": "RESPONSE", "message": map[string]any{"text": "hi"}})
	}
	set := func(name string, left int) {
		var in simulator.Setting
		if err := json.Unmarshal(fmt.Appendf(nil, `{"fault":{"channel":"messenger","name":%q,"left":%d}}`, name, left), &in); err != nil {
			t.Fatal(err)
		}
		if err := s.Set(in); err != nil {
			t.Fatal(name, err)
		}
	}
	set("551", 2)
	for n, want := range []int{400, 400, 200} {
		if status, said := send(); status != want {
			t.Errorf("send %d: %d %v, want %d", n, status, said, want)
		}
	}
	before := len(s.Sent(0))
	set("1/1357046", 1)
	if status, said := send(); status < 400 || len(s.Sent(0)) != before+1 {
		t.Errorf("sent although an error came: %d %v, %d in the ledger", status, said, len(s.Sent(0)))
	}
	hour, none := 3600, 0
	if err := s.Set(simulator.Setting{Out: &hour}); err != nil {
		t.Fatal(err)
	}
	if status, said := send(); status != 503 {
		t.Errorf("in an outage: %d %v", status, said)
	}
	if err := s.Set(simulator.Setting{Out: &none}); err != nil {
		t.Fatal(err)
	}
	if status, said := send(); status != 200 {
		t.Errorf("after it: %d %v", status, said)
	}
}

// Every fault of the table is set and struck on each of its channels; none of them panics or sends what it should not.
func TestSimulator_EveryFault(t *testing.T) {
	t.Parallel()
	s, _, base := start(t)
	for _, f := range simulator.Faults {
		on := f.On
		if len(on) == 0 {
			on = simulator.Channels
		}
		for _, c := range on {
			id, key := guestOf(t, s, c)
			if err := s.Do(id, simulator.Act{Do: "text", Text: "hello"}); err != nil {
				t.Fatal(err)
			}
			var in simulator.Setting
			if err := json.Unmarshal(fmt.Appendf(nil, `{"fault":{"channel":%q,"name":%q,"left":1}}`, c, f.Name), &in); err != nil {
				t.Fatal(err)
			}
			if err := s.Set(in); err != nil {
				t.Errorf("%s on %s: %v", f.Name, c, err)
			}
			a := account(s, c)
			path, body := "/graph.facebook.com/v26.0/"+a.Key+"/messages", fmt.Sprintf(`{"recipient":{"id":%q},"message":{"text":"hi"}}`, key)
			if c == simulator.WhatsApp {
				body = fmt.Sprintf(`{"messaging_product":"whatsapp","to":%q,"type":"text","text":{"body":"hi"}}`, key)
			} else if c == simulator.Instagram {
				path = "/graph.instagram.com/v26.0/me/messages"
			}
			ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
			r, err := http.NewRequestWithContext(ctx, "POST", base+simulator.GraphPath+path, strings.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Authorization", "Bearer "+a.Token)
			if res, err := http.DefaultClient.Do(r); err == nil {
				said, _ := io.ReadAll(res.Body)
				_ = res.Body.Close()
				if res.StatusCode == 200 && bytes.Contains(said, []byte(`"message_id"`)) {
					t.Errorf("%s on %s: accepted as if nothing was: %s", f.Name, c, said)
				}
			}
			cancel()
		}
	}
}

// Files go both ways: what a guest attached is downloaded with the token on WhatsApp and without on the others, and what
// is uploaded can be sent.
func TestSimulator_Files(t *testing.T) {
	t.Parallel()
	s, d, base := start(t)
	id, key := guestOf(t, s, simulator.WhatsApp)
	if err := s.Do(id, simulator.Act{Do: "media", File: "voice"}); err != nil {
		t.Fatal(err)
	}
	var body struct {
		Entry []struct {
			Changes []struct {
				Value struct {
					Messages []struct {
						Audio struct {
							ID    string
							Voice bool
						}
					}
				}
			}
		}
	}
	if err := json.Unmarshal(d.wait(t, 1)[0], &body); err != nil {
		t.Fatal(err)
	}
	voice := body.Entry[0].Changes[0].Value.Messages[0].Audio
	a := account(s, simulator.WhatsApp)
	status, about := call(t, base, "GET", "/graph.facebook.com/v26.0/"+voice.ID+"?phone_number_id="+a.Key, a.Token, nil)
	address, _ := about["url"].(string)
	if status != 200 || !voice.Voice || !strings.HasPrefix(address, "https://lookaside.fbsbx.com/") {
		t.Fatalf("%d %v", status, about)
	}
	get := func(token string) (int, []byte) {
		r, _ := http.NewRequestWithContext(t.Context(), "GET", base+simulator.GraphPath+"/"+strings.TrimPrefix(address, "https://"), nil)
		r.Header.Set("Authorization", "Bearer "+token)
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		b, _ := io.ReadAll(res.Body)
		return res.StatusCode, b
	}
	if status, b := get(a.Token); status != 200 || !bytes.HasPrefix(b, []byte("OggS")) {
		t.Errorf("with the token: %d, %d bytes", status, len(b))
	}
	if status, _ := get("EAAWrong"); status != 401 {
		t.Errorf("with a wrong token: %d", status)
	}

	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	_ = w.WriteField("messaging_product", "whatsapp")
	part, _ := w.CreatePart(textproto.MIMEHeader{"Content-Disposition": {`form-data; name="file"; filename="a.pdf"`}, "Content-Type": {"application/pdf"}})
	_, _ = part.Write([]byte("%PDF-1.4"))
	_ = w.Close()
	r, _ := http.NewRequestWithContext(t.Context(), "POST", base+simulator.GraphPath+"/graph.facebook.com/v26.0/"+a.Key+"/media", &form)
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Authorization", "Bearer "+a.Token)
	status, said := do(t, r)
	if status != 200 {
		t.Fatalf("upload: %d %v", status, said)
	}
	status, said = call(t, base, "POST", "/graph.facebook.com/v26.0/"+a.Key+"/messages", a.Token, map[string]any{"messaging_product": "whatsapp", "to": "+" + key,
		"type": "document", "document": map[string]any{"id": said["id"], "filename": "bill.pdf", "caption": "Your bill"}})
	if status != 200 {
		t.Fatalf("send: %d %v", status, said)
	}
	for _, g := range look(t, s).Guests {
		if last := g.Messages; g.ID == id && (len(last) != 2 || last[1].Media[0].Kind != "document" || last[1].Text != "Your bill") {
			t.Errorf("on the phone: %+v", last)
		}
	}
}

// What somebody sends who may not is on no disk afterwards: parts of a form that are too large for the memory are files.
func TestGraph_KeepsNoParts(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	_, _, base := start(t)
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	part, _ := w.CreateFormFile("file", "large.bin")
	_, _ = part.Write(make([]byte, 24<<20))
	_ = w.Close()
	r, _ := http.NewRequestWithContext(t.Context(), "POST", base+simulator.GraphPath+"/graph.facebook.com/v26.0/1/media", &form)
	r.Header.Set("Content-Type", w.FormDataContentType())
	if status, said := do(t, r); status == 200 {
		t.Fatalf("taken without a token: %v", said)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// The phones and secrets of the last run are there again.
func TestSimulator_Keeps(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "simulator.json")
	run := func(do func(s *simulator.Simulator)) {
		s, err := simulator.New(simulator.Config{File: file})
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- s.Run(ctx) }()
		do(s)
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
	var secret string
	run(func(s *simulator.Simulator) {
		secret = s.App().Secret
		id, _ := guestOf(t, s, simulator.Instagram)
		if err := s.Do(id, simulator.Act{Do: "text", Text: "I will be back"}); err != nil {
			t.Error(err)
		}
	})
	run(func(s *simulator.Simulator) {
		b, _ := s.Snapshot()
		if s.App().Secret != secret || !bytes.Contains(b, []byte("I will be back")) {
			t.Errorf("after a restart: %s", b)
		}
	})
}

// A page of another address cannot press the simulator's buttons.
func TestSimulator_ChangesNeedItsOwnPage(t *testing.T) {
	t.Parallel()
	_, _, base := start(t)
	res, err := http.Post(base+"/simulator/api/burst", "text/plain", strings.NewReader(`{"channel":"whatsapp","count":10}`))
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusForbidden {
		t.Errorf("status %d, want 403", res.StatusCode)
	}
}

// A burst is one body with all of its messages.
func TestSimulator_Burst(t *testing.T) {
	t.Parallel()
	s, d, _ := start(t)
	for i, c := range simulator.Channels {
		if err := s.Burst(c, 1000); err != nil {
			t.Fatal(err)
		}
		if n := bytes.Count(d.wait(t, i+1)[i], []byte("is breakfast included?")); n != 1000 {
			t.Errorf("%s: %d messages in the body", c, n)
		}
	}
}

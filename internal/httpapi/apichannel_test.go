package httpapi_test

import (
	"bytes"
	"crypto/x509"
	"encoding/json"
	"image"
	"image/png"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"testing"

	"deskbell/internal/channel/api"
	"deskbell/internal/httpapi/apitest"
	"deskbell/internal/outward"
)

// gateway is another system: it holds a guest's picture, and takes answers.
type gateway struct {
	*httptest.Server
	mu     sync.Mutex
	posted []apitest.Map
	signed bool
}

func newGateway(t *testing.T) (*gateway, outward.Config) {
	t.Helper()
	g := &gateway{signed: true}
	g.Server = httptest.NewTLSServer(g)
	t.Cleanup(g.Close)
	roots := x509.NewCertPool()
	roots.AddCert(g.Certificate())
	return g, outward.Config{Roots: roots, Allow: outward.Inside{netip.MustParsePrefix("127.0.0.0/8")}}
}

func (g *gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/pool.png":
		_ = png.Encode(w, image.NewRGBA(image.Rect(0, 0, 5, 4)))
	case "/program.jpg":
		_, _ = io.WriteString(w, "MZ\x90\x00"+strings.Repeat("\x00", 4000))
	case "/answers":
		raw, _ := io.ReadAll(r.Body)
		var p apitest.Map
		_ = json.Unmarshal(raw, &p)
		g.mu.Lock()
		defer g.mu.Unlock()
		h := r.Header
		g.signed = g.signed && h.Get("Webhook-Signature") == api.Sign("callback-secret", h.Get("Webhook-Id"), h.Get("Webhook-Timestamp"), raw)
		g.posted = append(g.posted, p)
		_ = json.NewEncoder(w).Encode(apitest.Map{"id": "out-" + p["delivery"].(string)})
	default:
		http.NotFound(w, r)
	}
}

// said are the texts that were posted, in order.
func (g *gateway) said() (texts []string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, p := range g.posted {
		text, _ := p["text"].(string)
		texts = append(texts, text)
	}
	return texts
}

func (g *gateway) heard(text string) bool {
	for _, s := range g.said() {
		if strings.Contains(s, text) {
			return true
		}
	}
	return false
}

// source is a connected account of the API channel.
type source struct {
	t         *testing.T
	house     *apitest.House
	hook      string
	token     string
	accountID string
}

func connectSource(t *testing.T, h *apitest.House, callback string) source {
	t.Helper()
	admin := h.SignIn("operator")
	app := admin.Must(201, "POST", "/api/v1/channels/apps", m{"channel": "api", "name": "SMS gateway"})
	hook, err := url.Parse(app.Text("webhook_url"))
	if err != nil || app.Text("token") == "" {
		t.Fatalf("the app is %s", app.Raw)
	}
	acc := admin.Must(201, "POST", "/api/v1/channels/accounts", m{"app_id": app.Text("id"), "property_id": h.Property("demo"), "name": "Front desk SMS",
		"key": "sms", "callback": callback, "token": "callback-secret"})
	return source{t, h, hook.Path, app.Text("token"), acc.Text("id")}
}

// post lets the other system tell something; it returns the status.
func (s source) post(token string, body any) int {
	s.t.Helper()
	c := s.house.Client()
	if token != "" {
		c.Header.Set("Authorization", "Bearer "+token)
	}
	return c.Do("POST", s.hook, body).Status
}

func (s source) message(id, text string, more m) {
	s.t.Helper()
	e := m{"type": "message", "id": id, "guest": m{"id": "+351910000001", "name": "Jana", "phone": "+351910000001"}, "text": text}
	for k, v := range more {
		e[k] = v
	}
	if status := s.post(s.token, m{"account": "sms", "events": []m{{"type": "hologram"}, e}}); status != 200 {
		s.t.Fatalf("posting %s: %d", id, status)
	}
}

// card is the guest's conversation as an agent's wall shows it.
func (s source) card(agent *apitest.Client) (card apitest.Map) {
	s.t.Helper()
	s.house.Until("the conversation is on the wall", func() bool {
		for _, c := range agent.Must(200, "GET", "/api/v1/conversations?view=live", nil).List("conversations") {
			if c["channel"] == "api" {
				card = c
			}
		}
		return card != nil
	})
	return card
}

// A system without a callback is watched: what it tells is seen, nothing is answered, and nobody can take control.
func TestAPIChannel_WatchedOnly(t *testing.T) {
	t.Parallel()
	g, outside := newGateway(t)
	h := apitest.Start(t, apitest.Options{Outward: outside})
	s := connectSource(t, h, "")
	for _, token := range []string{"", "wrong", s.token + "x"} {
		if status := s.post(token, m{"type": "test"}); status != 401 {
			t.Errorf("token %q: %d", token, status)
		}
	}
	s.message("1", "Is breakfast included?", m{"media": []m{{"url": g.URL + "/pool.png", "kind": "image"}, {"url": g.URL + "/program.jpg", "kind": "image"},
		{"url": "https://169.254.169.254/latest", "kind": "file"}}})
	s.message("1", "Is breakfast included?", nil) // told twice
	agent := h.SignIn("agent1")
	card := s.card(agent)
	id, _ := card["id"].(string)
	if card["can_answer"] != false {
		t.Errorf("the card is %v", card)
	}
	var told []apitest.Map
	h.Until("nothing that was attached is pending", func() bool {
		told = nil
		for _, e := range agent.Must(200, "GET", "/api/v1/conversations/"+id+"/entries?after=0", nil).List("entries") {
			if e["text"] == "Is breakfast included?" && e["kind"] == "message" {
				told = append(told, e)
			}
		}
		raw, _ := json.Marshal(told)
		return !bytes.Contains(raw, []byte(`"pending"`))
	})
	if len(told) != 1 {
		t.Fatalf("it was told %d times", len(told))
	}
	media, _ := told[0]["media"].([]any)
	if len(media) != 3 {
		t.Fatalf("the message is %v", told[0])
	}
	file, _ := media[0].(map[string]any)["file"].(map[string]any)
	at, _ := file["url"].(string)
	got := agent.Do("GET", at, nil)
	if got.Status != 200 || got.Header.Get("Content-Type") != "image/png" || got.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("the picture: %d %v", got.Status, got.Header)
	}
	for i, reason := range []string{"type", "refused"} {
		if why := media[i+1].(map[string]any)["reason"]; why != reason {
			t.Errorf("attachment %d: %v, want %s", i+1, why, reason)
		}
	}
	if a := agent.Do("POST", "/api/v1/conversations/"+id+"/take-control", m{}); a.Status < 400 {
		t.Errorf("control was taken: %s", a.Raw)
	}
	if said := g.said(); len(said) != 0 {
		t.Errorf("posted %q", said)
	}
}

// With a callback the assistant answers, an agent takes control, and what each says is posted there once, signed.
func TestAPIChannel_Answers(t *testing.T) {
	t.Parallel()
	g, outside := newGateway(t)
	h := apitest.Start(t, apitest.Options{Outward: outside})
	s := connectSource(t, h, g.URL+"/answers")
	s.message("1", "When is breakfast?", nil)
	h.Until("the assistant's answer is posted", func() bool { return g.heard("06:30") })

	agent := h.SignIn("agent1")
	id, _ := s.card(agent)["id"].(string)
	agent.Must(200, "POST", "/api/v1/conversations/"+id+"/take-control", m{})
	agent.Must(201, "POST", "/api/v1/conversations/"+id+"/messages", m{"client_id": "c1", "text": "The terrace has sun until eleven."})
	h.Until("the agent's words are posted", func() bool { return g.heard("The terrace has sun until eleven.") })

	// A picture goes as an address, from which the other system fetches it.
	file := agent.Upload("/api/v1/files?conversation="+id, "pool.png", pngBytes(t))
	agent.Must(201, "POST", "/api/v1/conversations/"+id+"/messages", m{"client_id": "c2", "text": "", "files": []string{file.Text("id")}})
	h.Until("the picture is posted", func() bool {
		g.mu.Lock()
		defer g.mu.Unlock()
		for _, p := range g.posted {
			if media, ok := p["media"].(map[string]any); ok {
				return strings.HasPrefix(media["url"].(string), h.URL+"/files/")
			}
		}
		return false
	})
	// It is read, and a person answers elsewhere: the desk sees both.
	g.mu.Lock()
	last := g.posted[len(g.posted)-1]["delivery"]
	g.mu.Unlock()
	s.post(s.token, m{"account": "sms", "events": []m{{"type": "status", "delivery": last, "state": "read"},
		{"type": "echo", "id": "e1", "guest": m{"id": "+351910000001"}, "text": "From my own phone."}}})
	h.Until("the desk sees it", func() bool {
		raw := agent.Must(200, "GET", "/api/v1/conversations/"+id+"/entries?after=0", nil).Raw
		return bytes.Contains(raw, []byte("From my own phone.")) && bytes.Contains(raw, []byte(`"state":"read"`))
	})
	times := map[string]int{}
	for _, text := range g.said() {
		times[text]++
	}
	for text, n := range times {
		if n > 1 && text != "" {
			t.Errorf("%q was posted %d times", text, n)
		}
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.signed {
		t.Error("a post was not signed with the account's secret")
	}
}

func pngBytes(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewRGBA(image.Rect(0, 0, 3, 3))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

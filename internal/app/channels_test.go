package app_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"deskbell/internal/app"
	"deskbell/internal/connect"
	domain "deskbell/internal/desk" // another test of this package is called desk
	"deskbell/internal/httpapi/apitest"
	"deskbell/internal/store"
)

const appSecret = "0123456789abcdef0123456789abcdef"

// graph plays as much of Meta's API as one message needs.
type graph struct {
	*httptest.Server
	mu   sync.Mutex
	sent []m
}

func newGraph(t *testing.T) *graph {
	g := &graph{}
	g.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		var v m
		_ = json.Unmarshal(body, &v)
		w.Header().Set("Content-Type", "application/json")
		switch {
		case r.Method == "POST" && strings.HasSuffix(r.URL.Path, "/messages") && v["status"] == nil:
			g.mu.Lock()
			g.sent = append(g.sent, v)
			n := len(g.sent)
			g.mu.Unlock()
			fmt.Fprintf(w, `{"messaging_product":"whatsapp","contacts":[{"input":"x","wa_id":"4915550100222"}],"messages":[{"id":"wamid.ours%d"}]}`, n)
		default:
			fmt.Fprint(w, `{"success":true,"data":[]}`)
		}
	}))
	t.Cleanup(g.Close)
	return g
}

// texts are what was sent, as a guest would read it.
func (g *graph) texts() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	raw, _ := json.Marshal(g.sent)
	return string(raw)
}

// line is a connected WhatsApp number.
type line struct {
	t       *testing.T
	house   *apitest.House
	address string
}

func connectLine(t *testing.T, h *apitest.House) *line {
	t.Helper()
	var admin domain.Person
	var property domain.Property
	err := h.App.Store().Read(t.Context(), func(tx store.Tx) (err error) {
		if admin, err = tx.PersonByEmail("operator@demo.example"); err != nil {
			return err
		}
		property, err = tx.PropertyByKey("demo")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	name, key := "Meta", "1234"
	made, err := h.App.Connections().CreateApp(t.Context(), admin, connect.AppWish{Channel: domain.ChannelWhatsApp, Name: &name, Key: &key, Secrets: []string{appSecret}})
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.App.Connections().Connect(t.Context(), admin, connect.AccountWish{PropertyID: property.ID, AppID: made.ID, Key: "106000000000222", Parent: "102000000000111",
		Name: "Front desk", Token: "token"})
	if err != nil {
		t.Fatal(err)
	}
	return &line{t: t, house: h, address: h.URL + "/hooks/whatsapp/" + made.ID}
}

// brings posts a signed body.
func (l *line) brings(value string) {
	l.t.Helper()
	body := []byte(`{"object":"whatsapp_business_account","entry":[{"id":"102000000000111","changes":[{"field":"messages","value":{"messaging_product":"whatsapp",` +
		`"metadata":{"display_phone_number":"15550100111","phone_number_id":"106000000000222"},` + value + `}}]}]}`)
	mac := hmac.New(sha256.New, []byte(appSecret))
	mac.Write(body)
	req, err := http.NewRequestWithContext(l.t.Context(), "POST", l.address, bytes.NewReader(body))
	if err != nil {
		l.t.Fatal(err)
	}
	req.Header.Set("X-Hub-Signature-256", "sha256="+hex.EncodeToString(mac.Sum(nil)))
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		l.t.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != 200 {
		l.t.Fatalf("a webhook was answered with %d", resp.StatusCode)
	}
}

func (l *line) writes(id, text string) {
	l.t.Helper()
	words, _ := json.Marshal(text)
	l.brings(fmt.Sprintf(`"contacts":[{"profile":{"name":"Jana Example"},"wa_id":"4915550100222","user_id":"DE.13490000000000000042"}],
		"messages":[{"from":"4915550100222","from_user_id":"DE.13490000000000000042","id":"wamid.%s","timestamp":"%d","type":"text","text":{"body":%s}}]`, id, time.Now().Unix(), words))
}

func (l *line) status(id, state string) {
	l.brings(fmt.Sprintf(`"statuses":[{"id":"wamid.%s","status":"%s","timestamp":"%d","recipient_id":"4915550100222"}]`, id, state, time.Now().Unix()))
}

// A guest writes on WhatsApp: the desk sees it, the assistant's answer reaches the channel, an agent takes over and
// answers there, and the desk sees how far each message came.
func TestChannels_WhatsApp(t *testing.T) {
	t.Parallel()
	g := newGraph(t)
	h := apitest.Start(t, apitest.Options{Change: func(cfg *app.Config) { cfg.GraphBaseURL = g.URL }})
	l := connectLine(t, h)
	ana := h.SignIn("agent1")
	screen := present(ana, "tab-a")

	l.writes("g1", "What time is check-in?")
	screen.Hears(`"t":"entry"`, "What time is check-in?")
	screen.Hears(`"t":"entry"`, `"kind":"assistant"`)
	h.Until("the assistant's answer left", func() bool { return strings.Contains(g.texts(), "15:00") })
	l.writes("g1", "What time is check-in?") // once more: the channel was not sure of our answer

	view := ana.Must(200, "GET", "/api/v1/conversations?view=live", nil)
	list := view.List("conversations")
	if len(list) != 1 {
		t.Fatalf("%d conversations: %v", len(list), view)
	}
	id := list[0]["id"].(string)
	screen.Hears(`"t":"delivery"`, `"state":"sent"`)
	l.status("ours1", "delivered")
	screen.Hears(`"t":"delivery"`, `"state":"delivered"`)

	ana.Must(200, "POST", "/api/v1/conversations/"+id+"/take-control", m{})
	ana.Must(201, "POST", "/api/v1/conversations/"+id+"/messages", m{"client_id": "r1", "text": "Shall I keep your luggage?"})
	h.Until("the agent's answer left", func() bool { return strings.Contains(g.texts(), "Shall I keep your luggage?") })
	l.writes("g2", "Yes please")
	screen.Hears(`"t":"entry"`, "Yes please")

	guests := 0
	for _, e := range ana.Must(200, "GET", "/api/v1/conversations/"+id+"/entries", nil).List("entries") {
		if author, ok := e["author"].(map[string]any); ok && author["kind"] == "guest" {
			guests++
		}
	}
	if guests != 2 {
		t.Errorf("the guest is shown to have written %d times", guests)
	}
}

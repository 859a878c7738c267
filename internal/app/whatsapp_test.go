package app_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"deskbell/internal/app"
	"deskbell/internal/channel/meta"
	"deskbell/internal/httpapi/apitest"
)

// metaAPI is Meta's API with an answer for each path that a test names; the others are answered as if all were well.
type metaAPI struct {
	*httptest.Server
	mu      sync.Mutex
	answers map[string]string // by the end of the path
	asked   []string
}

func newMetaAPI(t *testing.T) *metaAPI {
	g := &metaAPI{answers: map[string]string{}}
	n := 0
	g.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		g.mu.Lock()
		defer g.mu.Unlock()
		sends := r.Method == "POST" && strings.HasSuffix(r.URL.Path, "/messages") && !strings.Contains(string(body), `"status":"read"`)
		if sends {
			g.asked = append(g.asked, string(body))
		}
		w.Header().Set("Content-Type", "application/json")
		for end, answer := range g.answers {
			if strings.HasSuffix(r.URL.Path, end) {
				_, _ = io.WriteString(w, answer)
				return
			}
		}
		if !sends {
			_, _ = io.WriteString(w, `{"success":true,"data":[]}`)
			return
		}
		n++
		_, _ = fmt.Fprintf(w, `{"messaging_product":"whatsapp","contacts":[{"input":"x","wa_id":"4915550100222"}],"messages":[{"id":"wamid.ours%d"}]}`, n)
	}))
	t.Cleanup(g.Close)
	return g
}

func (g *metaAPI) answer(end, body string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.answers[end] = body
}

// sent are the messages that left.
func (g *metaAPI) sent() []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return append([]string(nil), g.asked...)
}

func (g *metaAPI) said(words string) bool {
	return strings.Contains(strings.Join(g.sent(), "\n"), words)
}

// number is a connected number, Meta's API behind it and an agent at the desk.
type number struct {
	*line
	graph  *metaAPI
	ana    *apitest.Client
	screen *apitest.Ear
}

func newNumber(t *testing.T) *number {
	t.Helper()
	g := newMetaAPI(t)
	h := apitest.Start(t, apitest.Options{Change: func(cfg *app.Config) { cfg.GraphBaseURL = g.URL }})
	n := &number{line: connectLine(t, h), graph: g, ana: h.SignIn("agent1")}
	n.screen = present(n.ana, "tab-a")
	return n
}

// wroteAt brings a message of the guest's that is as old as said.
func (n *number) wroteAt(id, text string, ago time.Duration) {
	n.t.Helper()
	n.brings(fmt.Sprintf(`"contacts":[{"profile":{"name":"Jana Example"},"wa_id":"4915550100222","user_id":"DE.13490000000000000042"}],
		"messages":[{"from":"4915550100222","from_user_id":"DE.13490000000000000042","id":"wamid.%s","timestamp":"%d","type":"text","text":{"body":%q}}]`,
		id, time.Now().Add(-ago).Unix(), text))
}

// field brings a change of another field than messages.
func (n *number) field(name, value string) {
	n.t.Helper()
	body := `{"object":"whatsapp_business_account","entry":[{"id":"102000000000111","changes":[{"field":"` + name + `","value":{"messaging_product":"whatsapp",` +
		`"metadata":{"display_phone_number":"15550100111","phone_number_id":"106000000000222"},` + value + `}}]}]}`
	req, err := http.NewRequestWithContext(n.t.Context(), "POST", n.address, strings.NewReader(body))
	if err != nil {
		n.t.Fatal(err)
	}
	req.Header.Set("X-Hub-Signature-256", meta.Sign(appSecret, []byte(body)))
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		n.t.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		n.t.Fatalf("a webhook was answered with %d", resp.StatusCode)
	}
}

// conversation is the id of the one that there is.
func (n *number) conversation() string {
	n.t.Helper()
	var id string
	n.house.Until("there is a conversation", func() bool {
		for _, view := range []string{"live", "mine", "requests"} {
			for _, c := range n.ana.Must(200, "GET", "/api/v1/conversations?view="+view, nil).List("conversations") {
				id = c["id"].(string)
			}
		}
		return id != ""
	})
	return id
}

const welcomeBack = `{"data":[{"name":"welcome_back","language":"en","status":"APPROVED","category":"UTILITY","components":[
	{"type":"BODY","text":"Hello {{1}}, your room is {{2}}."},{"type":"FOOTER","text":"Harbour View"}]}]}`

// Outside the window the assistant is silent and a free message is refused before it is sent; a template goes.
func TestWhatsApp_Templates(t *testing.T) {
	t.Parallel()
	n := newNumber(t)
	n.graph.answer("/message_templates", welcomeBack)
	n.wroteAt("g1", "Is my room ready?", 25*time.Hour)
	id := n.conversation()
	card := n.ana.Must(200, "GET", "/api/v1/conversations/"+id, nil)
	account := card.Text("account.id")

	n.ana.Must(200, "POST", "/api/v1/conversations/"+id+"/take-control", m{})
	if a := n.ana.Do("POST", "/api/v1/conversations/"+id+"/messages", m{"client_id": "r1", "text": "It is"}); a.Status < 400 {
		t.Errorf("a message after the window was taken: %v", a)
	}
	list := n.ana.Must(200, "GET", "/api/v1/channels/accounts/"+account+"/templates", nil).List("templates")
	if len(list) != 1 || list[0]["name"] != "welcome_back" {
		t.Fatalf("templates %v", list)
	}
	send := func(client string, values ...string) apitest.Answer {
		return n.ana.Do("POST", "/api/v1/conversations/"+id+"/templates", m{"client_id": client, "template": m{"name": "welcome_back", "language": "en",
			"parts": []m{{"kind": "body", "values": values}}}})
	}
	if a := send("t0", "Jana"); a.Status != 422 {
		t.Errorf("a template with a variable too few: %v", a)
	}
	if a := send("t1", "Jana", "7"); a.Status != 201 {
		t.Fatalf("the template was refused: %v", a)
	}
	if a := send("t1", "Jana", "7"); a.Status >= 300 {
		t.Errorf("a repeat: %v", a)
	}
	n.screen.Hears(`"t":"entry"`, "Hello Jana, your room is 7.")
	n.screen.Hears(`"t":"delivery"`, `"state":"sent"`)
	all := n.graph.sent()
	if len(all) != 1 || !strings.Contains(all[0], `"name":"welcome_back"`) || !strings.Contains(all[0], `"text":"Jana"`) {
		t.Errorf("sent %v", all)
	}
	n.brings(`"statuses":[{"id":"wamid.ours1","status":"failed","timestamp":"1790000000","recipient_id":"4915550100222","errors":[{"code":132015,"title":"Template is paused"}]}]`)
	n.screen.Hears(`"t":"delivery"`, `"state":"failed"`, "template_paused")
}

// What the owner writes on the phone silences the assistant; what was written before the number was connected, and what
// Meta's own agent says, is answered by nobody.
func TestWhatsApp_Coexistence(t *testing.T) {
	t.Parallel()
	n := newNumber(t)
	at := time.Now().Unix()
	n.field("history", fmt.Sprintf(`"history":[{"threads":[{"id":"4915550100222","messages":[
		{"from":"4915550100222","id":"wamid.h1","timestamp":"%d","type":"text","text":{"body":"What time is check-in?"}}]}]}]`, at-7200))
	n.screen.Hears(`"t":"entry"`, "What time is check-in?")
	n.field("smb_message_echoes", fmt.Sprintf(`"message_echoes":[{"from":"15550100111","to":"4915550100222","id":"wamid.e1","timestamp":"%d","type":"text","text":{"body":"Mia here, from my phone."}}]`, at-60))
	n.screen.Hears(`"t":"entry"`, "Mia here, from my phone.")
	n.wroteAt("g1", "What time is breakfast?", 0)
	n.screen.Hears(`"t":"entry"`, "What time is breakfast?")
	card := n.ana.Must(200, "GET", "/api/v1/conversations/"+n.conversation(), nil)
	if kind := card.Text("controller.kind"); kind != "outside" {
		t.Errorf("under %v", kind)
	}
	if all := n.graph.sent(); len(all) > 0 {
		t.Errorf("the assistant said %v", all)
	}
}

// Where Meta's own agent has the thread, what is said there can be read, and nobody here answers.
func TestWhatsApp_Standby(t *testing.T) {
	t.Parallel()
	n := newNumber(t)
	at := time.Now().Unix()
	n.field("standby", fmt.Sprintf(`"standby":{"message_echoes":[{"id":"wamid.s1","timestamp":"%d","message":{"to":"4915550100222","type":"text","text":{"body":"We open at noon."}}}]}`, at-2))
	n.screen.Hears(`"t":"entry"`, "We open at noon.")
	n.field("standby", fmt.Sprintf(`"standby":{"messages":[{"from":"4915550100222","id":"wamid.s2","timestamp":"%d","type":"text","text":{"body":"What time is check-in?"}}]}`, at-1))
	n.screen.Hears(`"t":"entry"`, "What time is check-in?")
	id := n.conversation()
	if a := n.ana.Do("POST", "/api/v1/conversations/"+id+"/take-control", m{}); a.Status != 409 || a.Code() != "thread_elsewhere" {
		t.Errorf("taking control: %d %s", a.Status, a.Code())
	}
	if all := n.graph.sent(); len(all) > 0 {
		t.Errorf("the assistant said %v", all)
	}
	n.field("messaging_handovers", fmt.Sprintf(`"recipient":{"phone_number_id":"106000000000222"},"sender":{"phone_number":"4915550100222"},"timestamp":"%d","control_passed":{}`, at))
	n.house.Until("the thread is ours", func() bool {
		return n.ana.Do("POST", "/api/v1/conversations/"+id+"/take-control", m{}).Status == 200
	})
}

// One person is one guest, whichever of their ids a message names.
func TestWhatsApp_OneGuest(t *testing.T) {
	t.Parallel()
	n := newNumber(t)
	at := time.Now().Unix()
	n.brings(fmt.Sprintf(`"contacts":[{"profile":{"name":"Jana Example","username":"jana"},"user_id":"DE.13490000000000000042"}],
		"messages":[{"from_user_id":"DE.13490000000000000042","id":"wamid.a","timestamp":"%d","type":"text","text":{"body":"Hi, first"}}]`, at-3))
	n.screen.Hears(`"t":"entry"`, "Hi, first")
	n.house.Until("an answer left", func() bool { return n.graph.said(`"recipient":"DE.13490000000000000042"`) })
	n.writes("b", "And second")
	n.screen.Hears(`"t":"entry"`, "And second")
	n.brings(fmt.Sprintf(`"messages":[{"from":"4915550100222","id":"wamid.c","timestamp":"%d","type":"text","text":{"body":"And third"}}]`, at))
	n.screen.Hears(`"t":"entry"`, "And third")
	if list := n.ana.Must(200, "GET", "/api/v1/conversations?view=live", nil).List("conversations"); len(list) != 1 {
		t.Errorf("%d conversations", len(list))
	}
}

// A priced status counts once on the account's page, whatever is repeated.
func TestWhatsApp_MonthlyCount(t *testing.T) {
	t.Parallel()
	n := newNumber(t)
	n.writes("g1", "What time is check-in?")
	n.house.Until("an answer left", func() bool { return len(n.graph.sent()) == 1 })
	for _, state := range []string{"sent", "sent", "delivered", "read"} {
		n.brings(fmt.Sprintf(`"statuses":[{"id":"wamid.ours1","status":"%s","timestamp":"%d","recipient_id":"4915550100222",
			"pricing":{"billable":true,"pricing_model":"PMP","type":"regular","category":"service"}}]`, state, time.Now().Unix()))
	}
	n.screen.Hears(`"t":"delivery"`, `"state":"read"`)
	admin := n.house.SignIn("admin")
	for _, a := range admin.Must(200, "GET", "/api/v1/channels", nil).List("accounts") {
		month, _ := a["month"].(map[string]any)
		if a["name"] == "Front desk" && month["lines"] != 1.0 {
			t.Errorf("the month is %v", month)
		}
	}
}

// WhatsApp writes some numbers in another form than people do: the form that it answered with is the same guest's.
func TestWhatsApp_AnotherFormOfTheNumber(t *testing.T) {
	t.Parallel()
	n := newNumber(t)
	n.graph.answer("106000000000222/messages", `{"messaging_product":"whatsapp","contacts":[{"input":"+5511987654321","wa_id":"551187654321"}],"messages":[{"id":"wamid.ours1"}]}`)
	wrote := func(id, from, text string) {
		n.brings(fmt.Sprintf(`"messages":[{"from":"%s","id":"wamid.%s","timestamp":"%d","type":"text","text":{"body":"%s"}}]`, from, id, time.Now().Unix(), text))
		n.screen.Hears(`"t":"entry"`, text)
	}
	wrote("a", "5511987654321", "What time is check-in?")
	n.house.Until("an answer left", func() bool { return n.graph.said(`"to":"+5511987654321"`) })
	n.screen.Hears(`"t":"delivery"`, `"state":"sent"`)
	wrote("b", "551187654321", "And breakfast?")
	n.house.Until("the next answer goes to the form that was answered", func() bool { return n.graph.said(`"to":"+551187654321"`) })
	if list := n.ana.Must(200, "GET", "/api/v1/conversations?view=live", nil).List("conversations"); len(list) != 1 {
		t.Errorf("%d conversations", len(list))
	}
}

package app_test

import (
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"deskbell/internal/app"
	"deskbell/internal/channel/channeltest"
	"deskbell/internal/channel/meta"
	"deskbell/internal/connect"
	domain "deskbell/internal/desk"
	"deskbell/internal/httpapi/apitest"
	"deskbell/internal/store"
)

const (
	pageKey   = "104500000000111"
	pageGuest = "7301000000000222"
	pageApp   = "900000000000333"
	pageInbox = "263902037430900"
)

// page is a connected Page, with Meta's API behind it and an agent at the desk.
type page struct {
	t       *testing.T
	house   *apitest.House
	api     *channeltest.API
	address string
	ana     *apitest.Client
	screen  *apitest.Ear

	mu   sync.Mutex
	sent []m
	as   []string // with which type and tag
	// took answers a message that was sent; nil accepts it.
	took func(w http.ResponseWriter, n int, message m) bool
}

func newPage(t *testing.T) *page {
	t.Helper()
	p := &page{t: t, api: channeltest.NewAPI(t)}
	p.api.Handle(p.serve)
	p.house = apitest.Start(t, apitest.Options{Change: func(cfg *app.Config) { cfg.GraphBaseURL = p.api.URL }})
	var admin domain.Person
	var property domain.Property
	err := p.house.App.Store().Read(t.Context(), func(tx store.Tx) (err error) {
		if admin, err = tx.PersonByEmail("operator@demo.example"); err != nil {
			return err
		}
		property, err = tx.PropertyByKey("demo")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	name, key := "Meta", pageApp
	made, err := p.house.App.Connections().CreateApp(t.Context(), admin, connect.AppWish{Channel: domain.ChannelMessenger, Name: &name, Key: &key, Secrets: []string{appSecret}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err = p.house.App.Connections().Connect(t.Context(), admin, connect.AccountWish{PropertyID: property.ID, AppID: made.ID, Key: pageKey, Name: "Harbour View", Token: "token"}); err != nil {
		t.Fatal(err)
	}
	p.address = p.house.URL + "/hooks/messenger/" + made.ID
	p.ana = p.house.SignIn("agent1")
	p.screen = present(p.ana, "tab-a")
	return p
}

// serve is Meta's side: messages are counted, everything else is well.
func (p *page) serve(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	var v m
	_ = json.Unmarshal(body, &v)
	w.Header().Set("Content-Type", "application/json")
	message, _ := v["message"].(map[string]any)
	switch {
	case strings.HasSuffix(r.URL.Path, "/photo.png"):
		w.Header().Set("Content-Type", "image/png")
		_ = png.Encode(w, image.NewGray(image.Rect(0, 0, 8, 8)))
	case strings.HasSuffix(r.URL.Path, "/messages") && message != nil:
		p.mu.Lock()
		p.sent = append(p.sent, message)
		kind, _ := v["messaging_type"].(string)
		tag, _ := v["tag"].(string)
		p.as = append(p.as, strings.TrimSpace(kind+" "+tag))
		n, took := len(p.sent), p.took
		p.mu.Unlock()
		if took == nil || took(w, n, message) {
			_, _ = fmt.Fprintf(w, `{"recipient_id":"%s","message_id":"m_ours%d"}`, pageGuest, n)
		}
	case strings.HasSuffix(r.URL.Path, "/message_attachments"):
		_, _ = io.WriteString(w, `{"attachment_id":1745504518999123}`)
	case strings.HasSuffix(r.URL.Path, "/"+pageGuest):
		_, _ = io.WriteString(w, `{"first_name":"Jana","last_name":"Novak"}`)
	default:
		_, _ = io.WriteString(w, `{"success":true,"data":[]}`)
	}
}

// taking sets how messages are answered from now on.
func (p *page) taking(took func(w http.ResponseWriter, n int, message m) bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.took = took
}

// times counts the messages that say something.
func (p *page) times(words string) (n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, s := range p.sent {
		if text, _ := s["text"].(string); strings.Contains(text, words) {
			n++
		}
	}
	return n
}

// tags are with which type and tag the messages went.
func (p *page) tags() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.as)
}

// brings posts signed events.
func (p *page) brings(list string, events ...string) {
	body := []byte(fmt.Sprintf(`{"object":"page","entry":[{"id":"%s","time":%d,"%s":[%s]}]}`, pageKey, time.Now().UnixMilli(), list, strings.Join(events, ",")))
	req, err := http.NewRequestWithContext(p.t.Context(), http.MethodPost, p.address, strings.NewReader(string(body)))
	if err != nil {
		p.t.Error(err)
		return
	}
	req.Header.Set("X-Hub-Signature-256", meta.Sign(appSecret, body))
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		p.t.Error(err)
		return
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		p.t.Errorf("a webhook was answered with %d", resp.StatusCode)
	}
}

// said is an event of the guest's, echoed one of the Page's.
func byGuest(what string) string { return between(pageGuest, pageKey, what) }

func byPage(what string) string { return between(pageKey, pageGuest, what) }

func between(from, to, what string) string {
	return fmt.Sprintf(`{"sender":{"id":"%s"},"recipient":{"id":"%s"},"timestamp":%d,%s}`, from, to, time.Now().UnixMilli(), what)
}

func (p *page) writes(mid, text string) {
	p.brings("messaging", byGuest(fmt.Sprintf(`"message":{"mid":"%s","text":%q}`, mid, text)))
}

func (p *page) conversation() apitest.Answer {
	p.t.Helper()
	var id string
	p.house.Until("there is a conversation", func() bool {
		for _, view := range []string{"live", "mine", "requests"} {
			for _, c := range p.ana.Must(200, "GET", "/api/v1/conversations?view="+view, nil).List("conversations") {
				id = c["id"].(string)
			}
		}
		return id != ""
	})
	return p.ana.Must(200, "GET", "/api/v1/conversations/"+id, nil)
}

// An echo may come before Meta answers, or instead of the answer: each message is sent once, and nobody but the assistant
// has spoken.
func TestMessenger_EchoesOfOurs(t *testing.T) {
	t.Parallel()
	p := newPage(t)
	p.taking(func(_ http.ResponseWriter, n int, message m) bool {
		p.brings("messaging", byPage(fmt.Sprintf(`"message":{"mid":"m_ours%d","is_echo":true,"app_id":%s,"metadata":%q,"text":%q}`, n, pageApp, message["metadata"], message["text"])))
		if n == 1 {
			return true
		}
		panic(http.ErrAbortHandler) // sent, and the line went dead
	})
	p.writes("m_1", "What time is check-in?")
	p.screen.Hears(`"t":"delivery"`, `"state":"sent"`)
	p.writes("m_2", "And what time is breakfast?")
	p.house.Until("both answers are there", func() bool { return p.times("15:00") == 1 && p.times("06:30") == 1 })
	p.brings("messaging", byGuest(`"delivery":{"mids":["m_ours1"],"watermark":`+fmt.Sprint(time.Now().UnixMilli())+`}`))
	p.screen.Hears(`"t":"delivery"`, `"state":"delivered"`)
	p.brings("messaging", byGuest(`"read":{"watermark":`+fmt.Sprint(time.Now().UnixMilli())+`}`))
	p.screen.Hears(`"t":"delivery"`, `"state":"read"`)

	c := p.conversation()
	if kind := c.Text("controller.kind"); kind != "assistant" {
		t.Errorf("under %s", kind)
	}
	authors := map[string]int{}
	for _, e := range p.ana.Must(200, "GET", "/api/v1/conversations/"+c.Text("id")+"/entries", nil).List("entries") {
		if e["text"] != nil {
			author, _ := e["author"].(map[string]any)
			authors[fmt.Sprint(author["kind"])]++
		}
	}
	if authors["guest"] != 2 || authors["assistant"] != 2 || authors["agent"] != 0 {
		t.Errorf("spoken have %v", authors)
	}
	p.house.Until("the guest's name is known", func() bool { return strings.Contains(string(p.conversation().Raw), "Jana Novak") })
}

// Whoever answers in Meta's inbox has the guest: the assistant is silent from then on, and what Deskbell's agents may do
// with a thread that another app holds is said.
func TestMessenger_AnsweredOutside(t *testing.T) {
	t.Parallel()
	p := newPage(t)
	p.writes("m_1", "What time is check-in?")
	p.house.Until("the assistant answered", func() bool { return p.times("15:00") == 1 })
	p.brings("messaging", byPage(`"message":{"mid":"m_mia","is_echo":true,"app_id":`+pageInbox+`,"text":"Mia here, I take over."}`))
	p.screen.Hears(`"t":"entry"`, "Mia here, I take over.")
	p.writes("m_2", "And what time is breakfast?")
	p.screen.Hears(`"t":"entry"`, "And what time is breakfast?")
	c := p.conversation()
	if kind := c.Text("controller.kind"); kind != "outside" || p.times("06:30") != 0 {
		t.Errorf("under %s, the assistant answered %d times", kind, p.times("06:30"))
	}

	p.brings("messaging", byGuest(`"pass_thread_control":{"previous_owner_app_id":`+pageApp+`,"new_owner_app_id":"`+pageInbox+`"}`))
	path := "/api/v1/conversations/" + c.Text("id")
	p.house.Until("the thread is elsewhere", func() bool { return p.conversation().Text("thread.owner") == pageInbox })
	if a := p.ana.Do("POST", path+"/take-control", m{}); a.Status < 400 {
		t.Errorf("a thread of another app was taken: %v", a)
	}
	p.brings("messaging", byGuest(`"pass_thread_control":{"previous_owner_app_id":"`+pageInbox+`","new_owner_app_id":`+pageApp+`}`))
	p.house.Until("the thread is ours again", func() bool { return p.conversation().Text("thread.owner") == "" })
	p.ana.Must(200, "POST", path+"/take-control", m{})

	p.taking(func(w http.ResponseWriter, _ int, _ m) bool {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write(channeltest.Sample(t, "messenger_error_thread_owner"))
		return false
	})
	p.ana.Must(201, "POST", path+"/messages", m{"client_id": "r1", "text": "Breakfast is from 06:30."})
	p.screen.Hears(`"t":"delivery"`, `"state":"failed"`, "thread_elsewhere")
}

// What a guest sends beside text reaches the desk: a photo that is fetched and kept, a pressed button, a reaction, an
// edit; in a body with an event that nobody understands.
func TestMessenger_BesideText(t *testing.T) {
	t.Parallel()
	p := newPage(t)
	p.brings("messaging",
		byGuest(`"message":{"mid":"m_1","attachments":[{"type":"image","payload":{"url":"https://scontent.xx.fbcdn.net/v/photo.png?oe=6B"}}]}`),
		byGuest(`"holograms":{"mid":"m_x"}`), `7`, `null`,
		byGuest(`"postback":{"mid":"m_2","title":"Opening hours","payload":"HOURS"}`),
		byGuest(`"message":{"mid":"m_3","text":"My room is 71","reply_to":{"mid":"m_2"}}`),
		byGuest(`"reaction":{"mid":"m_2","action":"react","emoji":"❤️"}`),
		byGuest(`"message_edit":{"mid":"m_3","text":"My room is 17","num_edit":1}`))
	p.screen.Hears(`"t":"entry"`, "Opening hours")
	path := "/api/v1/conversations/" + p.conversation().Text("id") + "/entries"
	p.house.Until("everything is there", func() bool {
		all := string(p.ana.Must(200, "GET", path, nil).Raw)
		return strings.Contains(all, "My room is 17") && strings.Contains(all, "❤️") && strings.Contains(all, `"state":"ready"`)
	})
}

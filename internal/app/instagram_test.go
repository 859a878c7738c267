package app_test

import (
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"io"
	"net/http"
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
	instaKey    = "17841400000000111"
	instaGuest  = "1060000000000222"
	instaSecret = "fedcba9876543210fedcba9876543210"
)

// insta is a connected Instagram account, with Meta's API behind it and an agent at the desk.
type insta struct {
	t       *testing.T
	house   *apitest.House
	address string
	ana     *apitest.Client

	mu   sync.Mutex
	sent []m // with "at", the path
	// took is asked before a message is accepted; nil accepts it.
	took func(n int, message m)
}

func newInsta(t *testing.T, route string) *insta {
	t.Helper()
	in := &insta{t: t}
	api := channeltest.NewAPI(t)
	api.Handle(in.serve)
	in.house = apitest.Start(t, apitest.Options{Change: func(cfg *app.Config) { cfg.GraphBaseURL = api.URL }})
	var admin domain.Person
	if err := in.house.App.Store().Read(t.Context(), func(tx store.Tx) (err error) {
		admin, err = tx.PersonByEmail("operator@demo.example")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	name, key := "Meta", pageApp
	made, err := in.house.App.Connections().CreateApp(t.Context(), admin, connect.AppWish{Channel: domain.ChannelInstagram, Name: &name, Key: &key,
		Secrets: []string{appSecret, instaSecret}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err = in.house.App.Connections().Connect(t.Context(), admin, connect.AccountWish{PropertyID: in.house.Property("demo"), AppID: made.ID, Key: instaKey,
		Parent: "1000", Route: route, Name: "@harbourview", Token: "token"}); err != nil {
		t.Fatal(err)
	}
	in.address = in.house.URL + "/hooks/instagram/" + made.ID
	in.ana = in.house.SignIn("agent1")
	return in
}

// serve is Meta's side.
func (in *insta) serve(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	var v m
	_ = json.Unmarshal(body, &v)
	w.Header().Set("Content-Type", "application/json")
	message, _ := v["message"].(map[string]any)
	switch {
	case strings.HasSuffix(r.URL.Path, "/ig_messaging_cdn/"):
		_ = png.Encode(w, image.NewGray(image.Rect(0, 0, 6, 6)))
	case strings.HasSuffix(r.URL.Path, "/messages") && message != nil:
		in.mu.Lock()
		message["at"] = r.URL.Path
		in.sent = append(in.sent, message)
		n, took := len(in.sent), in.took
		in.mu.Unlock()
		if took != nil {
			took(n, message)
		}
		_, _ = fmt.Fprintf(w, `{"recipient_id":"%s","message_id":"ig_ours%d"}`, instaGuest, n)
	case strings.HasSuffix(r.URL.Path, "/"+instaGuest):
		_, _ = io.WriteString(w, `{"name":"Jana Novak","username":"jana.travels"}`)
	default:
		_, _ = io.WriteString(w, `{"success":true,"data":[]}`)
	}
}

// texts are what was sent, in order; a file is its address.
func (in *insta) texts() (all []string) {
	in.mu.Lock()
	defer in.mu.Unlock()
	for _, s := range in.sent {
		text, _ := s["text"].(string)
		if a, ok := s["attachment"].(map[string]any); ok {
			text = a["payload"].(map[string]any)["url"].(string)
		}
		all = append(all, text)
	}
	return all
}

func (in *insta) times(words string) (n int) {
	for _, text := range in.texts() {
		n += strings.Count(text, words)
	}
	return n
}

// brings posts a body, signed.
func (in *insta) brings(secret string, body []byte) int {
	req, err := http.NewRequestWithContext(in.t.Context(), http.MethodPost, in.address, strings.NewReader(string(body)))
	if err != nil {
		in.t.Error(err)
		return 0
	}
	req.Header.Set("X-Hub-Signature-256", meta.Sign(secret, body))
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		in.t.Error(err)
		return 0
	}
	_ = resp.Body.Close()
	return resp.StatusCode
}

// says posts an event from one to the other.
func (in *insta) says(from, to, what string) {
	body := fmt.Sprintf(`{"object":"instagram","entry":[{"id":"%s","time":%d,"messaging":[{"sender":{"id":"%s"},"recipient":{"id":"%s"},"timestamp":%d,%s}]}]}`,
		instaKey, time.Now().UnixMilli(), from, to, time.Now().UnixMilli(), what)
	if status := in.brings(instaSecret, []byte(body)); status != http.StatusOK {
		in.t.Errorf("%s was answered with %d", what, status)
	}
}

func (in *insta) guest(what string) { in.says(instaGuest, instaKey, what) }

func (in *insta) account(what string) { in.says(instaKey, instaGuest, what) }

// card is the guest's conversation.
func (in *insta) card() (card apitest.Answer) {
	in.t.Helper()
	var id string
	in.house.Until("there is a conversation", func() bool {
		for _, view := range []string{"live", "mine", "requests", "history"} {
			for _, c := range in.ana.Must(200, "GET", "/api/v1/conversations?view="+view, nil).List("conversations") {
				id, _ = c["id"].(string)
			}
		}
		return id != ""
	})
	return in.ana.Must(200, "GET", "/api/v1/conversations/"+id, nil)
}

func (in *insta) entries(id string) []apitest.Map {
	in.t.Helper()
	return in.ana.Must(200, "GET", "/api/v1/conversations/"+id+"/entries", nil).List("entries")
}

// Every sample goes through the real address; what must come of each is on the desk, once, though all came twice.
func TestInstagram_Samples(t *testing.T) {
	t.Parallel()
	in := newInsta(t, "page")
	names := channeltest.Webhooks("instagram")
	secrets := []string{appSecret, instaSecret}
	for _, parent := range []string{"0001", "0002", "0004"} {
		body := strings.Replace(string(channeltest.Sample(t, "instagram_text")), "aWdfZAG1faXRlbToxOklHTWVzc2FnZAUlEOjInventedIgMid0030ZD", "aWdInventedParentMid"+parent, 1)
		body = strings.Replace(body, "Do you ship to Norway?", "parent "+parent, 1)
		if status := in.brings(appSecret, []byte(body)); status != 200 {
			t.Fatalf("a parent was answered with %d", status)
		}
	}
	in.house.Until("the parents are there", func() bool { return len(in.entries(in.card().Text("id"))) >= 3 })
	for i, name := range append(names, names...) {
		if name == "instagram_pass_thread_control" || name == "instagram_take_thread_control" {
			continue // at the end: they decide who may speak
		}
		if status := in.brings(secrets[i%2], channeltest.Sample(t, name)); status != 200 {
			t.Errorf("%s was answered with %d", name, status)
		}
		if status := in.brings("another", channeltest.Sample(t, name)); status != 401 {
			t.Errorf("%s, signed by nobody, was answered with %d", name, status)
		}
	}
	id := in.card().Text("id")
	// wants is what must be in an entry, by sample; nothing is asked of those that are kept only.
	wants := map[string]string{
		"text": `"text":"Do you ship to Norway?"`, "quick_reply": `"text":"Yes"`, "postback": `"text":"Opening hours"`,
		"image": `"kind":"image"`, "images_multiple": `"kind":"image"`, "audio": `"voice":true`, "video": `"kind":"video"`,
		"share_legacy_and_ig_post": `"title":"Caption of the shared post"`, "ig_reel": `"title":"Reel caption"`,
		"story_mention": `"kind":"story_mention"`, "story_reply": `"kind":"story_reply"`, "reply_to": `"text":"This one please"`,
		"unsupported": `"unsupported":true`, "ephemeral_unverified": `"unsupported":true`, "echo": `"text":"Yes, we ship to Norway."`,
		"ad_referral": `"text":"How much is it?"`, "product_referral": `"kind":"product"`, "standby": `"text":"hello?"`,
		"message_edit": `"text":"I meant Sweden"`, "unsend": `"unsent":true`,
	}
	var missing []string
	in.house.Until("everything is there", func() bool {
		missing = nil
		all := in.entries(id)
		raw, _ := json.Marshal(all)
		for name, want := range wants {
			if !strings.Contains(string(raw), want) {
				missing = append(missing, name)
			}
		}
		return len(missing) == 0 && strings.Count(string(raw), `"state":"ready"`) >= 4
	})
	counts := map[string]int{}
	for _, e := range in.entries(id) {
		if e["kind"] != "message" {
			continue
		}
		if text, _ := e["text"].(string); text != "" {
			counts[text]++
		}
		raw, _ := json.Marshal(e)
		for _, kind := range []string{"story_mention", "story_reply", "post", "reel"} {
			if strings.Contains(string(raw), `"kind":"`+kind+`"`) && strings.Contains(string(raw), `"/files/`) {
				t.Errorf("a copy of somebody's %s is kept: %s", kind, raw)
			}
		}
	}
	for text, n := range counts {
		if n != 1 {
			t.Errorf("%q is there %d times", text, n)
		}
	}
	for _, unwanted := range []string{"random_text", "note to self", "Price?", "parent 0002", "parent 0004"} {
		if counts[unwanted] != 0 {
			t.Errorf("%q is there", unwanted)
		}
	}
	in.brings(appSecret, channeltest.Sample(t, "instagram_take_thread_control"))
	in.house.Until("the thread is the inbox's", func() bool { return in.card().Text("thread.owner") == "1217981644879628" })
}

// Through Instagram Login: the assistant answers there, an uncertain message is settled by its echo, an agent's photo goes as
// an address, and whoever answers on the phone silences the assistant.
func TestInstagram_BothWays(t *testing.T) {
	t.Parallel()
	in := newInsta(t, "login")
	in.took = func(n int, message m) {
		if n == 1 { // sent, and the line went dead; the echo tells
			in.account(fmt.Sprintf(`"message":{"mid":"ig_ours1","is_echo":true,"text":%q}`, message["text"]))
			panic(http.ErrAbortHandler)
		}
	}
	in.guest(`"message":{"mid":"g1","text":"When is breakfast?"}`)
	in.house.Until("the answer left", func() bool { return in.times("06:30") == 1 })
	card := in.card()
	id := card.Text("id")
	in.house.Until("its echo settled it", func() bool {
		raw, _ := json.Marshal(in.entries(id))
		return strings.Contains(string(raw), `"state":"sent"`)
	})
	if kind := in.card().Text("controller.kind"); kind != "assistant" {
		t.Errorf("our own echo put the conversation under %s", kind)
	}
	in.mu.Lock()
	if at := in.sent[0]["at"]; !strings.HasSuffix(at.(string), "/graph.instagram.com/"+meta.Version+"/me/messages") {
		t.Errorf("sent to %s", at)
	}
	in.mu.Unlock()

	path := "/api/v1/conversations/" + id
	in.ana.Must(200, "POST", path+"/take-control", m{})
	file := in.ana.Upload("/api/v1/files?conversation="+id, "pool.png", photo(t))
	in.ana.Must(201, "POST", path+"/messages", m{"client_id": "c1", "text": strings.Repeat("ö", 700), "files": []string{file.Text("id")}})
	in.house.Until("text and photo left", func() bool { return in.times("/files/") == 1 })
	for _, text := range in.texts() {
		if len(text) > 1000 {
			t.Errorf("%d bytes were sent at once", len(text))
		}
	}
	if doc := in.ana.Upload("/api/v1/files?conversation="+id, "notes.txt", []byte("two adults\n")); doc.Status < 400 {
		t.Errorf("Instagram takes no text files, and one was attached: %s", doc.Raw)
	}
	in.guest(`"read":{"mid":"ig_ours2"}`)
	in.ana.Must(200, "POST", path+"/hand-back", m{})
	in.account(`"message":{"mid":"phone1","is_echo":true,"text":"Mia here, from my phone."}`)
	in.house.Until("it is answered outside", func() bool { return in.card().Text("controller.kind") == "outside" })
	before := len(in.texts())
	in.guest(`"message":{"mid":"g2","text":"And when is check-in?"}`)
	in.guest(`"message":{"mid":"g2","text":"And when is check-in?"}`)
	in.house.Until("the desk sees it", func() bool {
		raw, _ := json.Marshal(in.entries(id))
		return strings.Contains(string(raw), "And when is check-in?")
	})
	if texts := in.texts(); len(texts) != before {
		t.Errorf("somebody answered: %q", texts[before:])
	}
}

func photo(t *testing.T) []byte {
	t.Helper()
	var b strings.Builder
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 4, 4))); err != nil {
		t.Fatal(err)
	}
	return []byte(b.String())
}

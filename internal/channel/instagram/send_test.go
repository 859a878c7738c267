package instagram_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"deskbell/internal/channel"
	"deskbell/internal/channel/instagram"
	"deskbell/internal/channel/meta"
	"deskbell/internal/desk"
	"deskbell/internal/outward"
)

// asked is a call as it reached Meta.
type asked struct {
	method, path, token, body string
	query                     url.Values
}

// graph is Meta's API as far as a test needs it: it answers with what stands under method and path, and writes down what it was asked.
type graph struct {
	*instagram.Adapter
	mu      sync.Mutex
	answers map[string]string
	status  int
	asked   []asked
}

var noon = time.Date(2026, 9, 21, 12, 0, 0, 0, time.UTC)

func newGraph(t *testing.T, answers map[string]string) *graph {
	t.Helper()
	g := &graph{answers: answers, status: http.StatusOK}
	srv := httptest.NewServer(g)
	t.Cleanup(srv.Close)
	client := outward.New(outward.Config{})
	t.Cleanup(client.Close)
	api, err := meta.New(meta.Config{Client: client, Base: srv.URL + "/graph", Version: "v26.0"})
	if err != nil {
		t.Fatal(err)
	}
	g.Adapter = instagram.New(api, func() time.Time { return noon })
	return g
}

func (g *graph) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	path := strings.TrimPrefix(r.URL.Path, "/graph/")
	g.mu.Lock()
	defer g.mu.Unlock()
	g.asked = append(g.asked, asked{r.Method, path, strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "), string(body), r.URL.Query()})
	answer, ok := g.answers[r.Method+" "+path]
	if !ok {
		http.Error(w, `{"error":{"code":100,"error_subcode":33,"message":"no such object"}}`, http.StatusBadRequest)
		return
	}
	w.WriteHeader(g.status)
	_, _ = io.WriteString(w, answer)
}

func (g *graph) last(t *testing.T) asked {
	t.Helper()
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.asked) == 0 {
		t.Fatal("nothing was asked")
	}
	return g.asked[len(g.asked)-1]
}

var (
	app   = channel.App{ID: "app", Channel: desk.ChannelInstagram, Key: "900000000000333", VerifyToken: "verify-me", Secrets: []string{"secret-of-meta", "secret-of-instagram"}}
	page  = channel.Account{ID: "a", Key: account, Parent: "1000", Token: "page-token", Secret: "secret-of-meta", Route: instagram.RoutePage}
	login = channel.Account{ID: "b", Key: account, Token: "ig-token", Secret: "secret-of-instagram", Route: instagram.RouteLogin}
)

const (
	pageSend  = "POST graph.facebook.com/v26.0/1000/messages"
	loginSend = "POST graph.instagram.com/v26.0/me/messages"
)

func TestSend(t *testing.T) {
	t.Parallel()
	late := page
	late.HumanAgent = true
	pic := &channel.Upload{Kind: channel.MediaImage, Type: "image/jpeg", URL: "https://desk.example/files/k/pool.jpg"}
	for name, c := range map[string]struct {
		a    channel.Account
		out  channel.Outgoing
		at   string
		body string
	}{
		"ThroughPage":  {page, channel.Outgoing{Text: "Yes"}, pageSend, `{"recipient":{"id":"g"},"message":{"text":"Yes"}}`},
		"ThroughLogin": {login, channel.Outgoing{Text: "Yes"}, loginSend, `{"recipient":{"id":"g"},"message":{"text":"Yes"}}`},
		"Reply":        {page, channel.Outgoing{Text: "Yes", ReplyTo: "m0"}, pageSend, `{"recipient":{"id":"g"},"message":{"text":"Yes"},"reply_to":{"mid":"m0"}}`},
		"Choices": {page, channel.Outgoing{Text: "Which?", Choices: []channel.Choice{{Title: "Human Chat with us please", Payload: "human"}}}, pageSend,
			`{"recipient":{"id":"g"},"message":{"text":"Which?","quick_replies":[{"content_type":"text","title":"Human Chat with us p","payload":"human"}]}}`},
		"Media": {page, channel.Outgoing{Media: pic}, pageSend,
			`{"recipient":{"id":"g"},"message":{"attachment":{"type":"image","payload":{"url":"https://desk.example/files/k/pool.jpg"}}}}`},
		"Late": {late, channel.Outgoing{Text: "Sorry", Late: true}, pageSend,
			`{"recipient":{"id":"g"},"messaging_type":"MESSAGE_TAG","tag":"HUMAN_AGENT","message":{"text":"Sorry"}}`},
		"NotLate": {late, channel.Outgoing{Text: "Now"}, pageSend, `{"recipient":{"id":"g"},"message":{"text":"Now"}}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := newGraph(t, map[string]string{c.at: string(sample(t, "send_response"))})
			c.out.To = []string{"g"}
			sent, err := g.Send(t.Context(), app, c.a, c.out)
			if err != nil || sent.ID != "aWdInventedOutMid0003" || !cmp.Equal(sent.Recipient, []string{guest}) {
				t.Fatalf("%+v, %v", sent, err)
			}
			got := g.last(t)
			if got.method+" "+got.path != c.at || got.token != c.a.Token {
				t.Errorf("asked %s %s with %q", got.method, got.path, got.token)
			}
			proof := ""
			if c.a.Route == instagram.RoutePage {
				proof = meta.Proof("secret-of-meta", c.a.Token)
			}
			if got.query.Get("appsecret_proof") != proof {
				t.Errorf("the proof is %q", got.query.Get("appsecret_proof"))
			}
			var want, have any
			_ = json.Unmarshal([]byte(c.body), &want)
			if err := json.Unmarshal([]byte(got.body), &have); err != nil || !cmp.Equal(want, have) {
				t.Errorf("sent %s", got.body)
			}
		})
	}
}

// What would be refused is not sent.
func TestSend_RefusedHere(t *testing.T) {
	t.Parallel()
	g := newGraph(t, nil)
	for name, c := range map[string]struct {
		out  channel.Outgoing
		kind channel.FailureKind
	}{
		"Nobody":       {channel.Outgoing{Text: "x"}, channel.FailureRefused},
		"Nothing":      {channel.Outgoing{To: []string{"g"}, Text: " "}, channel.FailureRefused},
		"TooManyBytes": {channel.Outgoing{To: []string{"g"}, Text: strings.Repeat("ö", 501)}, channel.FailureRefused},
		"Template":     {channel.Outgoing{To: []string{"g"}, Template: &channel.Filled{}}, channel.FailureRefused},
		"NoAddress":    {channel.Outgoing{To: []string{"g"}, Media: &channel.Upload{Kind: channel.MediaImage}}, channel.FailureRefused},
		"TextAndFile":  {channel.Outgoing{To: []string{"g"}, Media: &channel.Upload{Kind: channel.MediaImage, URL: "https://x", Caption: "c"}}, channel.FailureRefused},
		"Late":         {channel.Outgoing{To: []string{"g"}, Text: "x", Late: true}, channel.FailureWindow},
		"Choices":      {channel.Outgoing{To: []string{"g"}, Text: "x", Choices: make([]channel.Choice, 14)}, channel.FailureRefused},
	} {
		_, err := g.Send(t.Context(), app, page, c.out)
		if f := (*channel.Failure)(nil); !errors.As(err, &f) || f.Kind != c.kind {
			t.Errorf("%s: %v", name, err)
		}
	}
	if len(g.asked) != 0 {
		t.Errorf("asked %v", g.asked)
	}
}

// Each error of the table leads to what is to be done about it.
func TestSend_Failures(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status int
		answer string
		kind   channel.FailureKind
		reason string
	}{
		"Barred":  {400, string(sample(t, "error_100_2534029_barred")), channel.FailureAccount, channel.ReasonBarred},
		"Window":  {400, string(sample(t, "error_10_2534022")), channel.FailureWindow, channel.ReasonWindow},
		"Expired": {400, string(sample(t, "error_190_expired")), channel.FailureToken, channel.ReasonToken},
		"Rate":    {400, string(sample(t, "error_613_2534040")), channel.FailureThrottled, channel.ReasonRateLimited},
		"NoUser":  {400, `{"error":{"code":100,"error_subcode":2534014}}`, channel.FailureGone, channel.ReasonUnknownGuest},
		"Thread":  {400, `{"error":{"code":100,"error_subcode":2534037}}`, channel.FailureThread, channel.ReasonThread},
		"Access":  {400, `{"error":{"code":200,"error_subcode":2534041}}`, channel.FailureAccount, channel.ReasonAccessOff},
		"OKError": {200, string(sample(t, "error_10_2534022")), channel.FailureWindow, channel.ReasonWindow},
		"Garbage": {200, "<html>", channel.FailureUnknown, channel.ReasonNoAnswer},
		"NoID":    {200, `{"recipient_id":"1"}`, channel.FailureUnknown, channel.ReasonNoAnswer},
		"Broken":  {502, "", channel.FailureUnknown, channel.ReasonNoAnswer},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := newGraph(t, map[string]string{pageSend: c.answer})
			g.status = c.status
			_, err := g.Send(t.Context(), app, page, channel.Outgoing{To: []string{"g"}, Text: "x"})
			f := (*channel.Failure)(nil)
			if !errors.As(err, &f) || f.Kind != c.kind || f.Reason != c.reason {
				t.Errorf("got %+v", f)
			}
			if f != nil && strings.Contains(f.Error(), page.Token) {
				t.Errorf("the error holds the token: %v", f)
			}
		})
	}
}

func TestActions(t *testing.T) {
	t.Parallel()
	g := newGraph(t, map[string]string{
		loginSend: `{"recipient_id":"g"}`,
		"POST graph.facebook.com/v26.0/1000/take_thread_control": `{"success":true}`,
		"GET graph.facebook.com/v26.0/1060000000000222":          `{"name":"Jana","username":"jana.travels","profile_pic":"https://scontent.cdninstagram.com/p.jpg","follower_count":3}`,
	})
	if err := g.Typing(t.Context(), login, "g", "m"); err != nil || g.last(t).body != `{"recipient":{"id":"g"},"sender_action":"typing_on"}` {
		t.Errorf("typing: %v %s", err, g.last(t).body)
	}
	if err := g.MarkRead(t.Context(), login, "g", "m"); err != nil || g.last(t).body != `{"recipient":{"id":"g"},"sender_action":"mark_seen"}` {
		t.Errorf("read: %v %s", err, g.last(t).body)
	}
	if err := g.TakeThread(t.Context(), page, "g"); err != nil || g.last(t).body != `{"recipient":{"id":"g"}}` {
		t.Errorf("thread: %v %s", err, g.last(t).body)
	}
	who, err := g.Profile(t.Context(), page, guest)
	if err != nil || who.Name != "Jana" || who.Username != "jana.travels" || who.Picture == "" || who.IDs[0] != guest {
		t.Errorf("profile: %+v, %v", who, err)
	}
}

func TestCapabilities(t *testing.T) {
	t.Parallel()
	ad := instagram.New(nil, nil)
	c := ad.Capabilities(page)
	if !c.Answers || c.TextUnit != channel.Bytes || c.TextMax != 1000 || c.Delivered || c.HumanWindow != 0 || c.Window != 24*time.Hour || c.CaptionMax != 0 {
		t.Errorf("%+v", c)
	}
	human := page
	human.HumanAgent = true
	if got := ad.Capabilities(human).HumanWindow; got != 7*24*time.Hour {
		t.Errorf("people may answer for %v", got)
	}
	// No piece of a text is longer than Instagram takes, and none ends inside of a character.
	const family = "👩‍👩‍👧‍👦"
	for _, part := range channel.Split(strings.Repeat(family, 40), c.TextMax, c.TextUnit) {
		if len(part) > 1000 || strings.ReplaceAll(part, family, "") != "" {
			t.Errorf("%d bytes: %q", len(part), part)
		}
	}
}

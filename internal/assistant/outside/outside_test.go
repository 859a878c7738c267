package outside_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"deskbell/internal/assistant"
	"deskbell/internal/assistant/outside"
	"deskbell/internal/outward"
)

// line is the way to a bot: what it is asked, and what it answers.
type line func(r *http.Request) (*http.Response, error)

func (l line) Do(r *http.Request) (*http.Response, error) { return l(r) }

func says(status int, kind, body string) line {
	return func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {kind}}, Body: io.NopCloser(strings.NewReader(body))}, nil
	}
}

type ours struct{ decision assistant.Decision }

func (o ours) Answer(context.Context, assistant.Question) (assistant.Answer, error) {
	return assistant.Answer{Decision: o.decision, Text: "ours", Language: "en"}, nil
}

var secret = outside.NewSecret()

func ask(t *testing.T, l line, built assistant.Decision) assistant.Answer {
	t.Helper()
	a, err := answerer(l, built).Answer(t.Context(), question)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func answerer(l line, built assistant.Decision) *outside.Answerer {
	return outside.New(outside.Config{Client: l, Built: ours{built}, NewID: func() string { return "id-1" }, Now: time.Now,
		Bots: func(_ context.Context, id string) (outside.Bot, error) {
			if id != "p" {
				return outside.Bot{}, errors.New("another property's")
			}
			return outside.Bot{URL: "https://bot.example/x", Secret: secret, Hosts: []string{"harbour.example"}}, nil
		}})
}

var question = assistant.Question{PropertyID: "p", PropertyName: "Harbour View", Text: "When is breakfast?", Language: "en", ContactID: "g", ConversationID: "c",
	Previous: []assistant.Exchange{{Guest: "Hi", Assistant: "Hello"}}, Verified: true}

// The request is signed as Standard Webhooks has it, and holds what the contract names and nothing else.
func TestAsk_IsSigned(t *testing.T) {
	t.Parallel()
	asked := 0
	a := ask(t, func(r *http.Request) (*http.Response, error) {
		asked++
		body, _ := io.ReadAll(r.Body)
		key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
		if err != nil || len(key) != 32 {
			t.Errorf("the secret %q", secret)
		}
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(r.Header.Get("Webhook-Id") + "." + r.Header.Get("Webhook-Timestamp") + "." + string(body)))
		if want := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)); r.Header.Get("Webhook-Signature") != want {
			t.Errorf("signed %q, want %q", r.Header.Get("Webhook-Signature"), want)
		}
		var got map[string]any
		if err := json.Unmarshal(body, &got); err != nil {
			t.Error(err)
		}
		guest, _ := got["guest"].(map[string]any)
		if r.Method != "POST" || r.URL.String() != "https://bot.example/x" || got["text"] != "When is breakfast?" || got["type"] != "message" || got["conversation"] != "c" ||
			guest["id"] != "g" || guest["verified"] != true || len(got["previous"].([]any)) != 1 || len(got) != 7 {
			t.Errorf("asked %s", body)
		}
		return says(200, "application/json; charset=utf-8", `{"text":"From 7, see https://harbour.example/b","suggestions":["Weekends?","","`+strings.Repeat("x", 300)+`","a","b","c"],"new":1}`)(r)
	}, assistant.DecisionAnswer)
	if asked != 1 || a.Decision != assistant.DecisionSuggest || a.Text != "From 7, see https://harbour.example/b" || len(a.Suggestions) != 3 || a.Suggestions[2].Text != "b" || a.Language != "en" {
		t.Errorf("%+v", a)
	}
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	const js = "application/json"
	for name, test := range map[string]struct {
		l        line
		built    assistant.Decision
		decision assistant.Decision
		text     string
	}{
		"Text":        {says(200, js, `{"text":"From 7"}`), "answer", "answer", "From 7"},
		"HandOver":    {says(200, js, `{"hand_over":true}`), "answer", "wish", ""},
		"CannotHelp":  {says(200, js, `{"cannot_help":true}`), "answer", "cannot_help", ""},
		"Nothing":     {says(204, "", ``), "answer", "answer", "ours"},
		"Empty":       {says(200, js, `{}`), "answer", "answer", "ours"},
		"Blank":       {says(200, js, `{"text":" \n"}`), "answer", "answer", "ours"},
		"Image":       {says(200, js, `{"text":"![x](https://harbour.example/x)"}`), "answer", "answer", "ours"},
		"Link":        {says(200, js, `{"text":"https://evil.example"}`), "answer", "answer", "ours"},
		"HTML":        {says(200, js, `{"text":"<b>Hello</b>"}`), "answer", "answer", "ours"},
		"Long":        {says(200, js, `{"text":"`+strings.Repeat("word ", 2000)+`"}`), "answer", "answer", "ours"},
		"Garbage":     {says(200, js, `{"text":`), "answer", "answer", "ours"},
		"Array":       {says(200, js, `[1]`), "answer", "answer", "ours"},
		"WrongTypes":  {says(200, js, `{"text":7}`), "answer", "answer", "ours"},
		"Null":        {says(200, js, `null`), "answer", "answer", "ours"},
		"Page":        {says(200, "text/html", `{"text":"x"}`), "answer", "answer", "ours"},
		"10MB":        {says(200, js, `{"text":"`+strings.Repeat("a", 10<<20)+`"}`), "answer", "answer", "ours"},
		"500":         {says(500, js, `{"text":"x"}`), "answer", "answer", "ours"},
		"Redirect":    {says(302, js, `{"text":"x"}`), "answer", "answer", "ours"},
		"Unreachable": {func(*http.Request) (*http.Response, error) { return nil, errors.New("no") }, "answer", "answer", "ours"},
		// Who asks for a person reaches one, whatever a bot thinks of it.
		"Wish": {func(*http.Request) (*http.Response, error) { panic("the bot was asked") }, "wish", "wish", "ours"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if a := ask(t, test.l, test.built); a.Decision != test.decision || a.Text != test.text {
				t.Errorf("%+v", a)
			}
		})
	}
}

func TestABotThatHangs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		o := answerer(func(r *http.Request) (*http.Response, error) {
			asked++
			<-r.Context().Done()
			return nil, r.Context().Err()
		}, assistant.DecisionAnswer)
		for range 20 {
			begun := time.Now()
			if a, err := o.Answer(t.Context(), question); err != nil || a.Text != "ours" || time.Since(begun) > 12*time.Second {
				t.Errorf("%+v, %v after %s", a, err, time.Since(begun))
			}
		}
		if asked > 8 {
			t.Errorf("a bot that is down was asked %d times", asked)
		}
	})
}

func TestTheConversationIsTakenMeanwhile(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	_, err := answerer(func(r *http.Request) (*http.Response, error) {
		cancel()
		<-r.Context().Done()
		return nil, r.Context().Err()
	}, assistant.DecisionAnswer).Answer(ctx, question)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

func TestAPropertyWithoutABot(t *testing.T) {
	t.Parallel()
	q := question
	q.PropertyID = "other"
	o := answerer(func(*http.Request) (*http.Response, error) { t.Error("asked"); return nil, errors.New("no") }, assistant.DecisionAnswer)
	if a, err := o.Answer(t.Context(), q); err != nil || a.Text != "ours" {
		t.Errorf("%+v, %v", a, err)
	}
}

// However an address inside is written, nothing is asked there, and whoever entered it hears that this is why.
func TestABotInsideIsNotAsked(t *testing.T) {
	t.Parallel()
	client := outward.New(outward.Config{})
	t.Cleanup(client.Close)
	for _, url := range []string{"https://127.0.0.1/x", "https://[::1]/x", "https://[::ffff:10.0.0.1]/", "https://[64:ff9b::a9fe:a9fe]/", "https://localhost/", "https://169.254.169.254/latest/meta-data/"} {
		o := outside.New(outside.Config{Client: client, Built: ours{assistant.DecisionAnswer}, NewID: func() string { return "id-1" }, Now: time.Now,
			Bots: func(context.Context, string) (outside.Bot, error) { return outside.Bot{URL: url, Secret: secret}, nil }})
		if fault := o.Check(t.Context(), question); fault != "inside" {
			t.Errorf("%s: %q", url, fault)
		}
		if a, err := o.Answer(t.Context(), question); err != nil || a.Text != "ours" {
			t.Errorf("%s: %+v, %v", url, a, err)
		}
	}
}

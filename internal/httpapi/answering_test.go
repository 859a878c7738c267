package httpapi_test

import (
	"bytes"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"deskbell/internal/app"
	"deskbell/internal/desk"
	"deskbell/internal/httpapi/apitest"
	"deskbell/internal/outward"
	"deskbell/internal/secret"
	"deskbell/internal/store"
)

// chatServer is an OpenAI-compatible language model that says what the test wants.
func chatServer(t *testing.T, say *atomic.Pointer[string]) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		b, _ := json.Marshal(map[string]any{"id": "x", "choices": []any{map[string]any{"index": 0, "delta": map[string]any{"content": *say.Load()}, "finish_reason": "stop"}}})
		fmt.Fprintf(w, "data: %s\n\ndata: [DONE]\n\n", b)
	}))
	t.Cleanup(s.Close)
	return s
}

func TestAnswering_ByALanguageModel(t *testing.T) {
	t.Parallel()
	var say atomic.Pointer[string]
	good := "[1]\nBreakfast is from 06:30 to 10:30, worded."
	say.Store(&good)
	llm := chatServer(t, &say)
	h := apitest.Start(t, apitest.Options{Change: func(c *app.Config) { c.LLM = app.LLM{BaseURL: llm.URL + "/v1", Key: "k-canary", Model: "small"} }})
	admin := h.SignIn("admin")
	at := "/api/v1/properties/" + h.Property("demo")
	try := func() string {
		t.Helper()
		return admin.Must(200, "POST", at+"/try", m{"question": "When is breakfast?"}).Text("answer")
	}
	got := admin.Must(200, "GET", at+"/answering", nil)
	if got.Text("model") != "small" || got.JSON["model_up"] != true || got.JSON["guest_calls"] != float64(desk.DefaultGuestCalls) || strings.Contains(string(got.Raw), "canary") {
		t.Errorf("got %s", got.Raw)
	}
	if a := try(); a != "Breakfast is from 06:30 to 10:30, worded." {
		t.Errorf("the model's words are not said: %q", a)
	}
	used := admin.Must(200, "GET", at+"/answering", nil).JSON["today"].(map[string]any)
	if used["calls"] != 1.0 || used["tokens"].(float64) <= 0 {
		t.Errorf("used %v", used)
	}
	bad := "[1]\nBreakfast is from 05:00 at https://evil.example"
	say.Store(&bad)
	if a := try(); strings.Contains(a, "evil") || !strings.Contains(a, "06:30") {
		t.Errorf("said %q", a)
	}
	say.Store(&good)

	// A budget that is used up, and the choice not to use it, both lead to the built-in assistant.
	admin.Must(200, "PUT", at+"/answering", m{"day_calls": 1})
	if a := try(); strings.Contains(a, "worded") {
		t.Errorf("beyond the budget: %q", a)
	}
	admin.Must(200, "PUT", at+"/answering", m{"by": "builtin", "day_calls": 100})
	if a := try(); strings.Contains(a, "worded") {
		t.Errorf("by the built-in assistant: %q", a)
	}
	saved := admin.Must(200, "PUT", at+"/answering", m{"by": "model"})
	if a := try(); !strings.Contains(a, "worded") {
		t.Errorf("by the model: %q", a)
	}
	// Of two who change it, the second is told; what contradicts itself is refused beside its field.
	stale := saved.Text("version")
	admin.Must(200, "PUT", at+"/answering", m{"version": stale, "guest_calls": 5})
	if a := admin.Do("PUT", at+"/answering", m{"version": stale, "guest_calls": 6}); a.Status != 409 || a.Code() != "conflict" {
		t.Errorf("%d %s", a.Status, a.Raw)
	}
	for field, wish := range map[string]m{"body.by": {"by": "bot", "bot": m{"url": "https://bot.example"}}, "body.bot.url": {"bot": m{"url": "http://bot.example"}},
		"body.day_tokens": {"day_tokens": -1}, "body.bot.hosts[0]": {"bot": m{"hosts": []string{"not a host"}}}} {
		if a := admin.Do("PUT", at+"/answering", wish); a.Status != 422 || !strings.Contains(string(a.Raw), `"`+field+`"`) {
			t.Errorf("%s: %d %s", field, a.Status, a.Raw)
		}
	}
}

// When the key that seals secrets is changed, a bot's secret goes under the new one, and the old one can go.
func TestAnswering_ABotsSecretOutlivesTheKey(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	inFolder := apitest.Options{Change: func(c *app.Config) { c.Dir = dir }}
	sealed := func(h *apitest.House) (out []byte) {
		t.Helper()
		if err := h.App.Store().Read(t.Context(), func(tx store.Tx) error {
			p, err := tx.Property(h.Property("demo"))
			out = p.Settings.Answering.Bot.Sealed
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return out
	}
	h := apitest.Start(t, inFolder)
	property := h.Property("demo")
	want := h.SignIn("admin").Must(201, "POST", "/api/v1/properties/"+property+"/answering/secret", nil).Text("secret")
	before := sealed(h)
	h.Stop()
	path := filepath.Join(dir, secret.FileName)
	old, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	fresh := base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{7}, secret.KeySize)) + "\n"
	if err := os.WriteFile(path, append([]byte(fresh), old...), 0o600); err != nil {
		t.Fatal(err)
	}
	h = apitest.Start(t, inFolder)
	after := sealed(h)
	h.Stop()
	s, err := secret.New(strings.TrimSpace(fresh))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := s.Open(secret.Place{Table: "properties", ID: property, Column: "answering.bot"}, after)
	if err != nil || string(plain) != want || bytes.Equal(before, after) {
		t.Errorf("under the new key: %v", err)
	}
}

func TestAnswering_ByABotOfOnesOwn(t *testing.T) {
	t.Parallel()
	var last atomic.Pointer[http.Request]
	var words atomic.Pointer[string]
	bot := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		last.Store(r)
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, *words.Load())
	}))
	t.Cleanup(bot.Close)
	roots := x509.NewCertPool()
	roots.AddCert(bot.Certificate())
	inside, err := outward.ParseInside("127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	h := apitest.Start(t, apitest.Options{Outward: outward.Config{Roots: roots, Allow: inside}})
	admin := h.SignIn("admin")
	at := "/api/v1/properties/" + h.Property("demo")
	if a := admin.Do("PUT", at+"/answering", m{"by": "model"}); a.Status != 422 {
		t.Errorf("a model that is not there: %d %s", a.Status, a.Raw)
	}
	secret := admin.Must(201, "POST", at+"/answering/secret", nil).Text("secret")
	if !strings.HasPrefix(secret, "whsec_") {
		t.Errorf("the secret is %q", secret)
	}
	shown := admin.Must(200, "PUT", at+"/answering", m{"by": "bot", "bot": m{"url": bot.URL + "/x"}})
	if strings.Contains(string(shown.Raw), secret) || shown.JSON["bot"].(map[string]any)["has_secret"] != true {
		t.Errorf("got %s", shown.Raw)
	}
	// Sealed, it stands nowhere in the database as it is.
	if err := h.App.Store().Read(t.Context(), func(tx store.Tx) error {
		p, err := tx.Property(h.Property("demo"))
		raw, _ := json.Marshal(p.Settings)
		if strings.Contains(string(raw), strings.TrimPrefix(secret, "whsec_")) {
			t.Error("the secret is stored as it is")
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	say := func(s string) apitest.Answer {
		t.Helper()
		words.Store(&s)
		return admin.Must(200, "POST", at+"/try", m{"question": "When is breakfast?"})
	}
	if a := say(`{"text":"Our bot says: at seven."}`); a.Text("answer") != "Our bot says: at seven." || a.Text("decision") != "answer" {
		t.Errorf("got %s", a.Raw)
	}
	if r := last.Load(); r == nil || r.Header.Get("Webhook-Signature") == "" || r.Header.Get("Cookie") != "" || r.URL.Path != "/x" {
		t.Errorf("asked %v", r)
	}
	if a := say(`{"hand_over":true}`); a.Text("decision") != "wish" {
		t.Errorf("got %s", a.Raw)
	}
	if a := say(`{"text":"https://evil.example"}`); !strings.Contains(a.Text("answer"), "06:30") {
		t.Errorf("got %s", a.Raw)
	}
	bot.Close()
	if a := admin.Must(200, "POST", at+"/try", m{"question": "When is breakfast?"}); !strings.Contains(a.Text("answer"), "06:30") {
		t.Errorf("got %s", a.Raw)
	}
}

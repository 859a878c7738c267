package hooks_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"deskbell/internal/channel"
	"deskbell/internal/desk"
	"deskbell/internal/httpapi/hooks"
	"deskbell/internal/limit"
)

// signing is an adapter that knows signatures alone.
type signing struct{ channel.Adapter }

func (signing) Channel() desk.Channel { return desk.ChannelWhatsApp }

func (signing) Handshake(w http.ResponseWriter, r *http.Request, app channel.App) bool {
	q := r.URL.Query()
	if q.Get("hub.mode") == "" {
		return false
	}
	if app.VerifyToken == "" || q.Get("hub.verify_token") != app.VerifyToken {
		w.WriteHeader(http.StatusForbidden)
		return true
	}
	_, _ = io.WriteString(w, q.Get("hub.challenge"))
	return true
}

func (signing) Authentic(app channel.App, header http.Header, body []byte) bool {
	for _, secret := range app.Secrets {
		if secret != "" && hmac.Equal([]byte(sign(secret, body)), []byte(header.Get("X-Hub-Signature-256"))) {
			return true
		}
	}
	return false
}

func sign(secret string, body []byte) string {
	m := hmac.New(sha256.New, []byte(secret))
	m.Write(body)
	return "sha256=" + hex.EncodeToString(m.Sum(nil))
}

// gate is everything behind the webhook.
type gate struct {
	mu               sync.Mutex
	apps             map[string]channel.App
	kept             [][]byte
	verified, forged int
	refuse           error
}

func (g *gate) App(_ context.Context, ch desk.Channel, id string) (channel.App, error) {
	app, ok := g.apps[id]
	if !ok || app.Channel != ch {
		return app, desk.ErrNotFound
	}
	return app, nil
}

func (g *gate) Verified(channel.App) { g.mu.Lock(); defer g.mu.Unlock(); g.verified++ }
func (g *gate) Forged(channel.App)   { g.mu.Lock(); defer g.mu.Unlock(); g.forged++ }

func (g *gate) Keep(_ context.Context, _ channel.App, body []byte) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.refuse != nil {
		return g.refuse
	}
	g.kept = append(g.kept, bytes.Clone(body))
	return nil
}

const secret = "0123456789abcdef0123456789abcdef"

func newGate(t *testing.T) (*gate, string) {
	t.Helper()
	g := &gate{apps: map[string]channel.App{
		"one":   {ID: "one", Channel: desk.ChannelWhatsApp, Secrets: []string{"other", secret}, VerifyToken: "v"},
		"empty": {ID: "empty", Channel: desk.ChannelWhatsApp, Secrets: []string{""}},
		"page":  {ID: "page", Channel: desk.ChannelMessenger, Secrets: []string{secret}},
	}}
	h := hooks.New(hooks.Config{Limits: limit.New(time.Now, false), Channels: hooks.Channels{
		Adapters: map[desk.Channel]channel.Adapter{desk.ChannelWhatsApp: signing{}}, Apps: g, Intake: g}})
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return g, s.URL
}

func post(t *testing.T, url, signature string, body io.Reader) int {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, body)
	if err != nil {
		t.Fatal(err)
	}
	if signature != "" {
		req.Header.Set("X-Hub-Signature-256", signature)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, resp.Body)
	return resp.StatusCode
}

// What is signed is kept byte by byte, whatever it is; one byte less and nothing of it is.
func TestChannels_KeepsWhatIsSigned(t *testing.T) {
	t.Parallel()
	g, base := newGate(t)
	bodies := [][]byte{
		[]byte(`{"object":"whatsapp_business_account","text":"äöå \/"}`), []byte("no JSON at all"), {},
		bytes.Repeat([]byte("x"), 64<<10), bytes.Repeat([]byte("y"), 64<<10+1), bytes.Repeat([]byte("z"), 4<<20),
	}
	for _, body := range bodies {
		if got := post(t, base+"/hooks/whatsapp/one", sign(secret, body), bytes.NewReader(body)); got != 200 {
			t.Errorf("%d bytes: %d", len(body), got)
		}
		changed := append(bytes.Clone(body), ' ')
		if len(changed) > 4<<20 {
			continue
		}
		if got := post(t, base+"/hooks/whatsapp/one", sign(secret, body), bytes.NewReader(changed)); got != 401 {
			t.Errorf("%d bytes and one more: %d", len(body), got)
		}
	}
	// One that does not say how much it brings.
	long := bytes.Repeat([]byte("w"), 3<<20)
	if got := post(t, base+"/hooks/whatsapp/one", sign(secret, long), io.MultiReader(bytes.NewReader(long))); got != 200 {
		t.Errorf("of unknown length: %d", got)
	}
	if len(g.kept) != len(bodies)+1 {
		t.Fatalf("kept %d of %d", len(g.kept), len(bodies)+1)
	}
	for i, body := range bodies {
		if !bytes.Equal(g.kept[i], body) {
			t.Errorf("%d: kept %d bytes of %d", i, len(g.kept[i]), len(body))
		}
	}
	if g.forged != len(bodies)-1 {
		t.Errorf("%d noted as forged", g.forged)
	}
}

func TestChannels_Refuses(t *testing.T) {
	t.Parallel()
	g, base := newGate(t)
	body := []byte(`{"object":"page"}`)
	for name, try := range map[string]struct {
		path, signature string
		body            io.Reader
		want            int
	}{
		"NoSignature":     {"/hooks/whatsapp/one", "", bytes.NewReader(body), 401},
		"WrongSecret":     {"/hooks/whatsapp/one", sign("x", body), bytes.NewReader(body), 401},
		"EmptySecret":     {"/hooks/whatsapp/empty", sign("", body), bytes.NewReader(body), 401},
		"NoSuchApp":       {"/hooks/whatsapp/two", sign(secret, body), bytes.NewReader(body), 404},
		"AnotherChannels": {"/hooks/whatsapp/page", sign(secret, body), bytes.NewReader(body), 404},
		"NoSuchChannel":   {"/hooks/pigeon/one", sign(secret, body), bytes.NewReader(body), 404},
		"NoApp":           {"/hooks/whatsapp/", sign(secret, body), bytes.NewReader(body), 404},
		"Deeper":          {"/hooks/whatsapp/one/x", sign(secret, body), bytes.NewReader(body), 404},
		"TooLarge":        {"/hooks/whatsapp/one", "", strings.NewReader(strings.Repeat("x", 10<<20)), 413},
		"TooLargeUnsaid":  {"/hooks/whatsapp/one", "", io.MultiReader(strings.NewReader(strings.Repeat("x", 5<<20))), 413},
	} {
		if got := post(t, base+try.path, try.signature, try.body); got != try.want {
			t.Errorf("%s: %d, want %d", name, got, try.want)
		}
	}
	if len(g.kept) != 0 {
		t.Errorf("%d were kept", len(g.kept))
	}
}

// What could not be kept is not acknowledged: it is brought again.
func TestChannels_AcknowledgesOnlyWhatIsKept(t *testing.T) {
	t.Parallel()
	g, base := newGate(t)
	body := []byte("{}")
	for err, want := range map[error]int{
		desk.Refuse(desk.CodeUnavailable, "The disk is full."): 503, errors.New("a fault"): 500, nil: 200,
	} {
		g.refuse = err
		if got := post(t, base+"/hooks/whatsapp/one", sign(secret, body), bytes.NewReader(body)); got != want {
			t.Errorf("%v: %d", err, got)
		}
	}
}

func TestChannels_Handshake(t *testing.T) {
	t.Parallel()
	g, base := newGate(t)
	for query, want := range map[string]struct {
		status int
		body   string
	}{
		"?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=v": {200, "1158201444"},
		"?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=w": {403, ""},
		"": {404, ""},
	} {
		resp, err := http.Get(base + "/hooks/whatsapp/one" + query)
		if err != nil {
			t.Fatal(err)
		}
		got, _ := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if resp.StatusCode != want.status || want.body != "" && string(got) != want.body {
			t.Errorf("%q: %d %q", query, resp.StatusCode, got)
		}
	}
	if g.verified != 1 {
		t.Errorf("verified %d times", g.verified)
	}
}

// Who guesses the verify token is slowed down; what is signed still arrives.
func TestChannels_SlowsGuessers(t *testing.T) {
	t.Parallel()
	_, base := newGate(t)
	last := 0
	for range 70 {
		resp, err := http.Get(base + "/hooks/whatsapp/one?hub.mode=subscribe&hub.verify_token=guess")
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		last = resp.StatusCode
	}
	if last != 429 {
		t.Errorf("after 70 guesses: %d", last)
	}
	if got := post(t, base+"/hooks/whatsapp/one", sign(secret, nil), http.NoBody); got != 200 {
		t.Errorf("signed: %d", got)
	}
}

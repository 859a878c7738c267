package httpapi_test

import (
	"crypto/x509"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"

	"deskbell/internal/desk"
	"deskbell/internal/httpapi/apitest"
	"deskbell/internal/outward"
	"deskbell/internal/store"
)

// pushKey is a browser's: a point of the curve P-256 (RFC 8291, section 5).
const pushKey = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"

func wish(device, endpoint string) m {
	return m{"device": device, "endpoint": endpoint, "keys": m{"p256dh": pushKey, "auth": "BTBZMqHH6r4Tts7J_aSIgg"}}
}

func subscriptions(t *testing.T, h *apitest.House) (list []store.PushSubscription) {
	t.Helper()
	if err := h.App.Store().Read(t.Context(), func(tx store.Tx) (err error) {
		list, err = tx.PushSubscriptions()
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return list
}

func TestPush_Subscriptions(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	ana, bruno := h.SignIn("agent1"), h.SignIn("agent2")
	key := ana.Must(200, "GET", "/api/v1/push/key", nil).Text("key")
	if raw, err := base64.RawURLEncoding.DecodeString(key); err != nil || len(raw) != 65 || bruno.Must(200, "GET", "/api/v1/push/key", nil).Text("key") != key {
		t.Errorf("the key %q: %v", key, err)
	}
	ana.Header.Set("User-Agent", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1")
	id := ana.Must(201, "POST", "/api/v1/push/subscriptions", wish("phone", "https://push.example/1")).Text("id")
	if again := ana.Must(201, "POST", "/api/v1/push/subscriptions", wish("phone", "https://push.example/2")).Text("id"); again != id {
		t.Errorf("a device that subscribed anew has the id %q, had %q", again, id)
	}
	if list := subscriptions(t, h); len(list) != 1 || list[0].Name != "Safari on iPhone" || list[0].Endpoint != "https://push.example/2" {
		t.Errorf("kept %v", list)
	}
	ana.Must(422, "POST", "/api/v1/push/subscriptions", wish("phone", "http://push.example/1"))
	bad := wish("phone", "https://push.example/1")
	bad["keys"] = m{"p256dh": "AAAA", "auth": "AAAA"}
	ana.Must(422, "POST", "/api/v1/push/subscriptions", bad)
	bruno.Must(404, "DELETE", "/api/v1/push/subscriptions/"+id, nil)
	ana.Must(204, "DELETE", "/api/v1/push/subscriptions/"+id, nil)
	ana.Must(404, "DELETE", "/api/v1/push/subscriptions/"+id, nil)
}

// Whoever signs out everywhere is not called any more.
func TestPush_EndsWithTheLastSession(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	ana := h.SignIn("agent1")
	ana.Must(201, "POST", "/api/v1/push/subscriptions", wish("phone", "https://push.example/1"))
	ana.Must(204, "POST", "/api/v1/logout", m{})
	h.Until("the phone is forgotten", func() bool { return len(subscriptions(t, h)) == 0 })
}

// outsider is somebody's service on this machine's loopback, which the house may ask because the test allows it.
func outsider(t *testing.T, answer http.HandlerFunc) (string, outward.Config) {
	t.Helper()
	s := httptest.NewTLSServer(answer)
	t.Cleanup(s.Close)
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	return s.URL, outward.Config{Roots: roots, Allow: outward.Inside{netip.MustParsePrefix("127.0.0.0/8")}}
}

// chainOf gives a property a chain.
func chainOf(t *testing.T, h *apitest.House, key string, steps ...desk.ChainStep) {
	t.Helper()
	if err := h.App.Store().Write(t.Context(), func(tx store.Tx) error {
		p, err := tx.Property(h.Property(key))
		if err != nil {
			return err
		}
		p.Settings.Chain = steps
		return tx.UpdateProperty(p)
	}); err != nil {
		t.Fatal(err)
	}
}

func TestChain_Test(t *testing.T) {
	t.Parallel()
	var asked atomic.Value
	address, out := outsider(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer s3cret" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		asked.Store(r.URL.RequestURI())
		w.WriteHeader(http.StatusAccepted)
	})
	h := apitest.Start(t, apitest.Options{Outward: out})
	step := desk.ChainStep{Kind: desk.ChainRequest, URL: address + "/botTOKEN/send?kind={{kind}}", Body: "{{text}}", Header: map[string]string{"Authorization": "Bearer s3cret"}}
	wrong := step
	wrong.Header = map[string]string{"Authorization": "Bearer wr0ng"}
	chainOf(t, h, "demo", step, wrong, desk.ChainStep{Kind: desk.ChainPeople, People: []string{"x"}},
		desk.ChainStep{Kind: desk.ChainEmail, Emails: []string{"night@hotel.example"}})
	c, path := h.SignIn("knowledge"), "/api/v1/properties/"+h.Property("demo")+"/chain/test"
	a := c.Must(200, "POST", path, m{"step": 0})
	if a.JSON["ok"] != true || a.JSON["status"] != 202.0 || asked.Load() != "/botTOKEN/send?kind=test" {
		t.Errorf("%s, asked %v", a.Raw, asked.Load())
	}
	b := c.Must(200, "POST", path, m{"step": 1})
	if b.JSON["ok"] != false || b.JSON["status"] != 401.0 {
		t.Errorf("%s", b.Raw)
	}
	for _, raw := range []string{string(a.Raw), string(b.Raw)} {
		if strings.Contains(raw, "TOKEN") || strings.Contains(raw, "s3cret") || strings.Contains(raw, "wr0ng") {
			t.Errorf("a secret is told: %s", raw)
		}
	}
	if a := c.Must(200, "POST", path, m{"step": 2}); a.JSON["ok"] != false || a.Text("detail") != "Nobody whom this step names works here any more." {
		t.Errorf("%s", a.Raw)
	}
	c.Must(422, "POST", path, m{"step": 9})
	if a := c.Must(200, "POST", path, m{"step": 3}); a.JSON["ok"] != false {
		t.Errorf("an e-mail where there is no mail: %s", a.Raw)
	}
	h.SignIn("agent1").Must(403, "POST", path, m{"step": 0})
}

// What cannot be sent as it is meant is refused beside its field when it is saved.
func TestChain_Save(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	c, path := h.SignIn("admin"), "/api/v1/properties/"+h.Property("demo")+"/live-chat"
	step := func(body string, headers m) m {
		return m{"chain": []m{{"kind": "request", "after_seconds": 10, "url": "https://ntfy.example/x", "body": body, "headers": headers}}}
	}
	c.Must(200, "PUT", path, step(`{"text":"{{text}}","channel":"{{channel}}","ring":"{{ring}}"}`, m{"X-Token": "s3cret"}))
	if a := c.Must(200, "GET", path, nil); strings.Contains(string(a.Raw), "s3cret") {
		t.Errorf("a header's value is told: %s", a.Raw)
	}
	for _, bad := range []struct {
		wish m
		at   string
	}{
		{step(`{"text":{{text}}}`, nil), "chain[0].body"},
		{step("x", m{"Host": "inside"}), "chain[0].headers"},
		{step("{{question}}", nil), "chain[0].body"},
	} {
		a := c.Must(422, "PUT", path, bad.wish)
		if errs := a.List("errors"); len(errs) != 1 || errs[0]["location"] != bad.at {
			t.Errorf("%v: %s", bad.wish, a.Raw)
		}
	}
}

// A step that points inside is refused when it is asked, whatever its address looks like.
func TestChain_PointsInside(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	address, out := outsider(t, func(http.ResponseWriter, *http.Request) { asked.Add(1) })
	out.Allow = nil
	h := apitest.Start(t, apitest.Options{Outward: out, Limits: true})
	c, path := h.SignIn("admin"), "/api/v1/properties/"+h.Property("demo")+"/chain/test"
	for _, url := range []string{address, strings.Replace(address, "127.0.0.1", "localhost", 1), strings.Replace(address, "127.0.0.1", "[::ffff:127.0.0.1]", 1)} {
		chainOf(t, h, "demo", desk.ChainStep{Kind: desk.ChainRequest, URL: url + "/x"})
		a := c.Must(200, "POST", path, m{"step": 0})
		if a.JSON["ok"] != false || a.JSON["status"] != nil || !strings.Contains(a.Text("detail"), "inside a network") {
			t.Errorf("%s: %s", url, a.Raw)
		}
	}
	if asked.Load() != 0 {
		t.Error("a server inside was asked")
	}
	for range 7 {
		c.Must(200, "POST", path, m{"step": 0})
	}
	c.Must(429, "POST", path, m{"step": 0}) // it is no tool to try addresses with
}

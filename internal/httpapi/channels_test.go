package httpapi_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"deskbell/internal/desk"
	"deskbell/internal/httpapi/apitest"
	"deskbell/internal/store"
)

func TestChannels_AreConnectedOverHTTP(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	admin, agent := h.SignIn("admin"), h.SignIn("agent1")
	property := h.Property("demo")

	agent.Must(403, "GET", "/api/v1/channels", nil)
	agent.Must(403, "POST", "/api/v1/channels/apps", m{"channel": "whatsapp", "secrets": []string{"s"}})
	admin.Must(422, "POST", "/api/v1/channels/apps", m{"channel": "whatsapp", "name": "No secret"})
	admin.Must(422, "POST", "/api/v1/channels/apps", m{"channel": "web", "secrets": []string{"s"}})

	made := admin.Must(201, "POST", "/api/v1/channels/apps", m{"channel": "api", "name": "Booking portal"})
	token, id := made.Text("token"), made.Text("id")
	if len(token) < 30 || made.Text("webhook_url") != h.URL+"/hooks/api/"+id || made.Text("verify_token") != "" {
		t.Fatalf("got %s", made.Raw)
	}
	admin.Must(422, "POST", "/api/v1/channels/accounts", m{"property_id": property, "app_id": id, "name": " "})
	admin.Must(422, "POST", "/api/v1/channels/accounts", m{"property_id": property, "app_id": id, "name": "Portal", "callback": "ftp://x"})
	admin.Must(404, "POST", "/api/v1/channels/accounts", m{"property_id": "nowhere", "app_id": id, "name": "Portal"})
	admin.Must(404, "POST", "/api/v1/channels/accounts", m{"property_id": property, "app_id": "none", "name": "Portal"})
	agent.Must(403, "POST", "/api/v1/channels/accounts", m{"property_id": property, "app_id": id, "name": "Portal"})
	acc := admin.Must(201, "POST", "/api/v1/channels/accounts", m{"property_id": property, "app_id": id, "name": "Portal"})
	account := "/api/v1/channels/accounts/" + acc.Text("id")
	if lamps := acc.List("lamps"); len(lamps) != 1 || lamps[0]["name"] != "hello" || lamps[0]["on"] != false {
		t.Errorf("a source that is only watched has the lamps %v", lamps)
	}
	admin.Must(409, "POST", "/api/v1/channels/accounts", m{"property_id": property, "app_id": id, "name": "Twice"})
	admin.Must(409, "DELETE", "/api/v1/channels/apps/"+id, nil)

	// What was stored is shown, and what is secret is not.
	list := admin.Must(200, "GET", "/api/v1/channels", nil)
	if strings.Contains(string(list.Raw), token) || len(list.List("accounts")) == 0 {
		t.Errorf("got %s", list.Raw)
	}

	changed := admin.Must(200, "PATCH", account, m{"name": "Portal 2", "callback": "https://portal.example/in", "paused": true,
		"settings": m{"line_cap": 5, "currency": "eur"}})
	if changed.Text("name") != "Portal 2" || changed.Text("paused") != "paused" || len(changed.List("lamps")) != 2 ||
		changed.JSON["settings"].(map[string]any)["currency"] != "EUR" {
		t.Errorf("got %s", changed.Raw)
	}
	admin.Must(200, "PATCH", account, m{"paused": false})
	admin.Must(422, "PATCH", account, m{"settings": m{"line_cap": -1}})
	for _, path := range []string{"/test", "/subscribe"} {
		agent.Must(403, "POST", account+path, m{})
		admin.Must(200, "POST", account+path, m{})
	}
	agent.Must(403, "PATCH", account, m{"name": "x"})
	agent.Must(403, "DELETE", account, nil)
	admin.Must(404, "GET", "/api/v1/channels/accounts/none", nil)

	// A new token takes the place of the old one at once.
	post := func(token string) int {
		req, err := http.NewRequestWithContext(t.Context(), "POST", h.URL+"/hooks/api/"+id,
			strings.NewReader(`{"events":[{"type":"message","id":"m1","from":{"id":"zoe"},"text":"Hello"}]}`))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+token)
		req.Header.Set("Content-Type", "application/json")
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
		return resp.StatusCode
	}
	if got := post(token); got != 200 {
		t.Errorf("the token was answered with %d", got)
	}
	again := admin.Must(200, "PATCH", "/api/v1/channels/apps/"+id, m{"secrets": []string{"new"}})
	if old, next := post(token), post(again.Text("token")); old == 200 || next != 200 {
		t.Errorf("the old token was answered with %d, the new one with %d", old, next)
	}

	admin.Must(204, "DELETE", account, nil)
	admin.Must(404, "DELETE", account, nil)
	admin.Must(404, "PATCH", account, m{"name": "x"})
	back := admin.Must(201, "POST", "/api/v1/channels/accounts", m{"property_id": property, "app_id": id, "name": "Portal"})
	if back.Text("id") != acc.Text("id") {
		t.Error("an account that is connected again is another one")
	}
	admin.Must(204, "DELETE", account, nil)
	admin.Must(204, "DELETE", "/api/v1/channels/apps/"+id, nil)
}

func TestChannels_SecretsGoInAndNeverComeOut(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	admin := h.SignIn("admin")
	const secret, instagram, token = "fb-secret-0123456789", "ig-secret-0123456789", "EAAG-token-0123456789"
	app := admin.Must(201, "POST", "/api/v1/channels/apps", m{"channel": "instagram", "name": "Main", "key": "90071992547409931", "secrets": []string{secret, instagram}})
	if app.JSON["secrets"] != 2.0 || app.Text("verify_token") == "" {
		t.Errorf("got %s", app.Raw)
	}
	changed := admin.Must(200, "PATCH", "/api/v1/channels/apps/"+app.Text("id"), m{"secrets": []string{"", "ig-second-0123456789"}})
	if changed.JSON["secrets"] != 2.0 || changed.Text("verify_token") != app.Text("verify_token") {
		t.Errorf("got %s", changed.Raw)
	}
	stored := ""
	err := h.App.Store().Read(t.Context(), func(tx store.Tx) error {
		row, err := tx.App(app.Text("id"))
		stored = string(row.Sealed)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	list := admin.Must(200, "GET", "/api/v1/channels", nil)
	audit := ""
	err = h.App.Store().Read(t.Context(), func(tx store.Tx) error {
		lines, err := tx.ListAudit([]string{"", h.Property("demo")}, 50)
		for _, l := range lines {
			audit += l.Action + l.Detail
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"the answer": string(app.Raw) + string(changed.Raw) + string(list.Raw), "the row": stored, "the audit": audit} {
		for _, s := range []string{secret, instagram, "ig-second", token} {
			if strings.Contains(text, s) {
				t.Errorf("%s shows a secret: %s", name, text)
			}
		}
	}
	if !strings.Contains(audit, "channel_app_created") || !strings.Contains(audit, "channel_app_changed") {
		t.Errorf("the audit says %s", audit)
	}
	got, err := h.App.Connections().App(t.Context(), desk.ChannelInstagram, app.Text("id"))
	if err != nil || got.Secrets[0] != secret || got.Secrets[1] != "ig-second-0123456789" {
		t.Errorf("the secrets are %v: %v", got.Secrets, err)
	}
}

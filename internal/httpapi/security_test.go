package httpapi_test

import (
	"strings"
	"testing"

	"deskbell/internal/app"
	"deskbell/internal/httpapi/apitest"
)

// A browser in which somebody else signs in keeps nothing of the session before: its cookie is gone, so nobody would see
// that it lives on.
func TestSignIn_EndsTheBrowsersSessionBefore(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	c := h.SignIn("agent1")
	thief := h.Client()
	thief.Header.Set("Cookie", c.Cookie())
	thief.Must(200, "GET", "/api/v1/me", nil)
	c.Must(200, "POST", "/api/v1/login", m{"email": "agent2@demo.example", "password": app.DemoPassword})
	if a := c.Must(200, "GET", "/api/v1/me", nil); a.Text("email") != "agent2@demo.example" {
		t.Errorf("got %s", a.Raw)
	}
	thief.Must(401, "GET", "/api/v1/me", nil)
	c.Must(401, "POST", "/api/v1/login", m{"email": "agent1@demo.example", "password": "wrong"})
	c.Must(200, "GET", "/api/v1/me", nil) // a failed attempt ends nothing
}

// No database keeps such texts, so no id is one; both APIs say so instead of failing.
func TestAddresses_WithWhatNoTextHolds(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	operator, guest := h.SignIn("operator"), visit(t, h)
	for _, bad := range []string{"%00", "a%00b", "%ff", "%c3%28"} {
		for _, path := range []string{"/api/v1/conversations/", "/api/v1/contacts/", "/api/v1/team/", "/api/v1/invitations/", "/files/", "/w/assets/", "/chat/"} {
			if res, body := get(t, h.URL+path+bad); res.StatusCode != 404 {
				t.Errorf("%s%s: %d %s", path, bad, res.StatusCode, body)
			}
		}
		operator.Must(404, "GET", "/api/v1/properties/"+bad+"/knowledge", nil)
		operator.Must(422, "GET", "/api/v1/search?q=x"+bad, nil)
		operator.Must(422, "GET", "/api/v1/conversations?property="+bad, nil)
		guest.Must(422, "GET", "/api/guest/v1/entries?conversation="+bad, nil)
	}
	operator.Must(404, "POST", "/api/v1/shortcuts", m{"scope": "personal", "name": "x", "text": "y", "property_id": "a\x00b"})
	a := operator.Must(201, "POST", "/api/v1/shortcuts", m{"scope": "personal", "name": "a\x00b", "text": "c\x00d", "language": "e\x00n"})
	if a.Text("name") != "ab" || a.Text("text") != "cd" || a.Text("language") != "en" {
		t.Errorf("got %s", a.Raw)
	}
}

// What a page of ours shows is text: even where a script is tricked into making markup of it, the browser refuses.
func TestPages_MakeNoMarkupOfText(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	for _, path := range []string{"/", "/history", "/api/docs", "/w/frame?key=demo", "/chat/demo"} {
		res, body := get(t, h.URL+path)
		csp := res.Header.Get("Content-Security-Policy")
		exceptions := "trusted-types 'none'"
		if path == "/" || path == "/history" {
			exceptions = "trusted-types deskbell-worker" // which lets one address through: that of the service worker
		}
		for _, want := range []string{"default-src 'none'", "script-src 'self'", "base-uri 'none'", "frame-ancestors ", "require-trusted-types-for 'script'", exceptions} {
			if res.StatusCode == 200 && !strings.Contains(csp, want) {
				t.Errorf("%s: the policy %q lacks %s", path, csp, want)
			}
		}
		if strings.Contains(csp, "unsafe") || strings.Contains(csp, "*") || strings.Contains(csp, "[") {
			t.Errorf("%s: policy %q", path, csp)
		}
		if res.StatusCode != 200 && !strings.Contains(body, "make build") {
			t.Errorf("%s: %d %.80q", path, res.StatusCode, body)
		}
	}
}

// A guest who is blocked is silent at once, and heard again at once.
func TestBlocking_HoldsAtOnce(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	guest, ana := visit(t, h), h.SignIn("agent1")
	sent := guest.Must(201, "POST", "/api/guest/v1/messages", m{"client_id": "g1", "text": "Hello"})
	contact := ana.Must(200, "GET", "/api/v1/conversations/"+sent.Text("conversation_id"), nil).Text("contact.id")
	ana.Must(200, "PATCH", "/api/v1/contacts/"+contact, m{"blocked": true})
	guest.Must(403, "POST", "/api/guest/v1/messages", m{"client_id": "g2", "text": "spam"})
	ana.Must(200, "PATCH", "/api/v1/contacts/"+contact, m{"blocked": false})
	guest.Must(201, "POST", "/api/guest/v1/messages", m{"client_id": "g3", "text": "Sorry"})
}

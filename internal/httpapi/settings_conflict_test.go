package httpapi_test

import (
	"testing"

	"deskbell/internal/httpapi/apitest"
)

// Of two people who save the same page of settings the second is told who was first, and nothing of either is lost.
func TestSettings_TheSecondToSaveIsTold(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	admin, writer, op := h.SignIn("admin"), h.SignIn("knowledge"), h.SignIn("operator")
	at := "/api/v1/properties/" + h.Property("demo")
	refused := func(a apitest.Answer, name string) {
		t.Helper()
		by, _ := a.JSON["by"].(map[string]any)
		ms, ok := a.JSON["ms"].(float64)
		if a.Status != 409 || a.Code() != "conflict" || a.Text("reason") != "settings_changed" || by["name"] != name || !ok || ms < 0 {
			t.Errorf("got %d %s", a.Status, a.Raw)
		}
	}

	opened := writer.Must(200, "GET", at+"/live-chat", nil).Text("version")
	writers := writer.Must(200, "GET", at+"/live-chat", nil).Text("version")
	if opened == "" || opened != writers {
		t.Fatalf("versions %q and %q", opened, writers)
	}
	saved := admin.Must(200, "PUT", at+"/live-chat", m{"version": opened, "all": m{"first_wait_seconds": 45}})
	name := func(c *apitest.Client) string { return c.Must(200, "GET", "/api/v1/me", nil).Text("name") }
	refused(writer.Do("PUT", at+"/live-chat", m{"version": writers, "all": m{"first_wait_seconds": 90}}), name(admin))
	if got := writer.Must(200, "GET", at+"/live-chat", nil); got.Text("version") != saved.Text("version") || got.JSON["all"].(map[string]any)["first_wait_seconds"] != 45.0 {
		t.Errorf("got %s", got.Raw)
	}
	// Who has looked saves; so does a program that names no version.
	writer.Must(200, "PUT", at+"/live-chat", m{"version": saved.Text("version"), "all": m{"first_wait_seconds": 90}})
	admin.Must(200, "PUT", at+"/live-chat", m{"all": m{"first_wait_seconds": 60}})

	// The property's other settings are another page.
	mine := admin.Must(200, "GET", at+"/settings", nil)
	chat := admin.Must(200, "GET", at+"/live-chat", nil).Text("version")
	op.Must(200, "PATCH", at+"/settings", m{"version": mine.Text("version"), "phone": "+351 210 000 000"})
	refused(admin.Do("PATCH", at+"/settings", m{"version": mine.Text("version"), "phone": "+351 210 000 001"}), name(op))
	admin.Must(200, "PUT", at+"/live-chat", m{"version": chat, "all": m{"first_wait_seconds": 50}})
	// The switch of live chat stands on both.
	chat = admin.Must(200, "GET", at+"/live-chat", nil).Text("version")
	op.Must(200, "PATCH", at+"/settings", m{"live_chat": m{"enabled": false}})
	refused(admin.Do("PUT", at+"/live-chat", m{"version": chat, "all": m{"enabled": true}}), name(op))
	// To save what is there already changes nothing for others.
	now := admin.Must(200, "GET", at+"/settings", nil)
	op.Must(200, "PATCH", at+"/settings", now.JSON)
	admin.Must(200, "PATCH", at+"/settings", m{"version": now.Text("version"), "phone": "+351 210 000 002"})
}

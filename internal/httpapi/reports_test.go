package httpapi_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"strings"
	"testing"

	"deskbell/internal/desk"
	"deskbell/internal/httpapi/apitest"
	"deskbell/internal/store"
)

// What managers read of the desk: two guests who met nobody, one who was answered, at two properties.
func TestReports(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	admin, keeper, ana, night := h.SignIn("admin"), h.SignIn("knowledge"), h.SignIn("agent1"), h.SignIn("night")
	if a := admin.Must(200, "GET", "/api/v1/reports/requests", nil); len(a.List("days")) != 30 || len(a.List("hours")) != 24 || len(a.List("missed")) != 0 {
		t.Errorf("a fresh desk reports %s", a.Raw)
	}
	missedID, contactID := h.Chat("demo", "When is breakfast?")
	millID, millers := h.Chat("demo-mill", "When is breakfast?")
	for _, id := range []string{contactID, millers} {
		if _, err := h.App.Desk().AskForHuman(context.Background(), id); err != nil {
			t.Fatal(err)
		}
	}
	if err := h.App.Store().Write(t.Context(), func(tx store.Tx) error {
		c, err := tx.Contact(contactID)
		if err != nil {
			return err
		}
		c.Name = "Marisol"
		return tx.UpdateContact(c)
	}); err != nil {
		t.Fatal(err)
	}
	ana.Beats("tab", m{"kind": "screen", "sound": true, "visible": true})
	answeredID, guest := h.Chat("demo", "When is breakfast?")
	h.Until("somebody is rung", func() bool {
		s, err := h.App.Desk().AskForHuman(context.Background(), guest)
		return err == nil && s.Controller.Kind == desk.ControllerWaiting
	})
	ana.Must(200, "POST", "/api/v1/conversations/"+answeredID+"/accept", m{})

	r := admin.Must(200, "GET", "/api/v1/reports/requests", nil)
	total := r.JSON["total"].(map[string]any)
	if total["accepted"] != 1.0 || total["open"] != 0.0 || total["wait_p50_ms"] == nil || total["causes"].(map[string]any)["nobody_on_duty"] == nil {
		t.Errorf("got %s", r.Raw)
	}
	missed := r.List("missed")
	if len(missed) == 0 || missed[len(missed)-1]["conversation_id"] != missedID || missed[len(missed)-1]["guest"] != "Marisol" || missed[len(missed)-1]["cause"] != "nobody_on_duty" {
		t.Errorf("the missed are %v", missed)
	}
	if strings.Contains(string(r.Raw), millID) {
		t.Error("an Admin reads of a foreign property")
	}
	// Who must not read conversations gets the figures without names.
	if a := keeper.Must(200, "GET", "/api/v1/reports/requests", nil); strings.Contains(string(a.Raw), "Marisol") || len(a.List("missed")) != len(missed) {
		t.Errorf("a Knowledge Manager reads %s", a.Raw)
	}
	night.Must(403, "GET", "/api/v1/reports/requests", nil)
	operator := h.SignIn("operator")
	both := operator.Must(200, "GET", "/api/v1/reports/requests", nil)
	if len(both.List("properties")) != 2 || !strings.Contains(string(both.Raw), millID) {
		t.Errorf("an Operator reads %s", both.Raw)
	}
	mill := operator.Must(200, "GET", "/api/v1/reports/requests?property="+h.Property("demo-mill")+"&channel=web", nil)
	if n := mill.JSON["total"].(map[string]any)["requests"]; n != 1.0 || len(mill.List("properties")) != 1 {
		t.Errorf("of the mill alone: %s", mill.Raw)
	}
	if a := operator.Must(200, "GET", "/api/v1/reports/requests?channel=whatsapp", nil); a.JSON["total"].(map[string]any)["requests"] != 0.0 {
		t.Errorf("of WhatsApp alone: %s", a.Raw)
	}
	if a := admin.Must(200, "GET", "/api/v1/reports/requests?from=2026-03-29&to=2026-03-29", nil); len(a.List("days")) != 1 || a.Text("from") != "2026-03-29" {
		t.Errorf("got %s", a.Raw)
	}
	if a := admin.Must(200, "GET", "/api/v1/reports/requests?to=2026-03-30", nil); a.Text("from") != "2026-03-01" {
		t.Errorf("got from %s", a.Text("from"))
	}
	for query, field := range map[string]string{"from=yesterday": "from", "to=2026-13-01": "to", "from=2026-03-02&to=2026-03-01": "to",
		"from=2020-01-01&to=2026-01-01": "from", "channel=fax": "query.channel"} {
		for _, path := range []string{"/api/v1/reports/requests?", "/api/v1/reports/requests.csv?"} {
			a := admin.Must(422, "GET", path+query, nil)
			if errs := a.List("errors"); len(errs) == 0 || errs[0]["location"] != field {
				t.Errorf("%s: got %s, want %s named", query, a.Raw, field)
			}
		}
	}
	admin.Must(404, "GET", "/api/v1/reports/requests?property="+h.Property("demo-mill"), nil)

	file := admin.Must(200, "GET", "/api/v1/reports/requests.csv", nil)
	lines, err := csv.NewReader(strings.NewReader(string(file.Raw))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprint(total["requests"]); fmt.Sprint(len(lines)-1) != want {
		t.Errorf("%d lines, %s requests", len(lines)-1, want)
	}
	if last := lines[len(lines)-1]; last[4] != "Harbour View Hotel" || last[7] != "accepted" || last[11] != h.URL+"/history?c="+answeredID {
		t.Errorf("the last line is %q", last)
	}
	if d := file.Header.Get("Content-Disposition"); !strings.HasPrefix(d, `attachment; filename="deskbell-requests-`) {
		t.Errorf("offered as %q", d)
	}
	if strings.Contains(string(file.Raw), "Marisol") {
		t.Error("the file names a guest")
	}
}

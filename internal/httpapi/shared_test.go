package httpapi_test

import (
	"bytes"
	"strings"
	"sync"
	"testing"
	"time"

	"deskbell/internal/app"
	"deskbell/internal/httpapi/apitest"
	"deskbell/internal/store"
	"deskbell/internal/store/pgtest"
)

// together starts a server for each clock, all at once on one empty database. A clock is by how much a machine's own is
// wrong.
func together(t *testing.T, clocks ...time.Duration) []*apitest.House {
	t.Helper()
	address := pgtest.Database(t)
	houses := make([]*apitest.House, len(clocks))
	var all sync.WaitGroup
	for i, wrong := range clocks {
		all.Go(func() {
			houses[i] = apitest.Start(t, apitest.Options{Change: func(cfg *app.Config) {
				cfg.DatabaseURL = address
				cfg.Now = func() time.Time { return time.Now().Add(wrong) }
			}})
		})
	}
	all.Wait()
	for _, h := range houses {
		if h == nil {
			t.Fatal("a server did not start")
		}
	}
	return houses
}

// at is the same browser at another server.
func at(h *apitest.House, c *apitest.Client) *apitest.Client {
	there := h.Client()
	there.Header = c.Header.Clone()
	if cookie := c.Cookie(); cookie != "" {
		there.Header.Set("Cookie", cookie)
	}
	if there.Header.Get("Origin") != "" {
		there.Header.Set("Origin", h.URL)
	}
	return there
}

// Two servers that start at once fill the sample once, and what is uploaded or signed in at one is so at the other.
func TestServers_ShareFilesAndSessions(t *testing.T) {
	t.Parallel()
	houses := together(t, 0, 0)
	one, two := houses[0], houses[1]
	err := two.App.Store().Read(t.Context(), func(tx store.Tx) error {
		people, err := tx.ListPeople()
		if len(people) != len(app.DemoSignIns()) {
			t.Errorf("there are %d people", len(people))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}

	ana := one.SignIn("agent1")
	there := at(two, ana)
	there.Must(200, "GET", "/api/v1/me", nil)

	guest := visit(t, one)
	document := append([]byte("%PDF-1.4\n"), bytes.Repeat([]byte("0123456789abcdef"), 50_000)...) // more than one piece
	document = append(document, "%%EOF\n"...)
	sent := guest.Upload("/api/guest/v1/files", "menu.pdf", document)
	if sent.Status != 201 {
		t.Fatalf("got %d %s", sent.Status, sent.Raw)
	}
	for _, h := range houses {
		link := strings.TrimPrefix(sent.Text("url"), one.URL)
		got := h.Client().Must(200, "GET", link, nil)
		if !bytes.Equal(got.Raw, document) {
			t.Errorf("%s hands out %d bytes of %d", h.URL, len(got.Raw), len(document))
		}
	}
	id := at(two, guest).Must(201, "POST", "/api/guest/v1/messages", m{"client_id": "g1", "files": []string{sent.Text("id")}}).Text("conversation_id")
	if a := there.Must(200, "GET", "/api/v1/conversations/"+id+"/entries", nil); !strings.Contains(string(a.Raw), "menu.pdf") {
		t.Errorf("got %s", a.Raw)
	}

	ana.Must(204, "POST", "/api/v1/logout", m{})
	two.Until("the session has ended at the other server", func() bool { return there.Do("GET", "/api/v1/me", nil).Status == 401 })
}

// Machines whose clocks are two hours apart: a device's lease, a wait and a session are what the database's clock says.
func TestServers_ClocksAreWrong(t *testing.T) {
	t.Parallel()
	houses := together(t, -time.Hour, time.Hour)
	late, early := houses[0], houses[1]
	ana := late.SignIn("agent1")
	at(early, ana).Must(200, "GET", "/api/v1/me", nil)
	ana.Beats("tab", m{"kind": "screen", "sound": true, "visible": true})

	guest := visit(t, early)
	guest.Must(201, "POST", "/api/guest/v1/messages", m{"client_id": "g1", "text": "Hello"})
	var asked apitest.Answer
	early.Until("the agent at the other server is rung", func() bool {
		asked = guest.Do("POST", "/api/guest/v1/human", m{})
		if asked.Text("request.state") == "ringing" {
			return true
		}
		guest.Do("DELETE", "/api/guest/v1/human", nil)
		return false
	})
	for _, h := range houses {
		a := at(h, guest).Must(200, "GET", "/api/guest/v1/entries", nil)
		request, _ := a.JSON["request"].(map[string]any)
		left, _ := request["remaining_ms"].(float64)
		if left <= 0 || left > float64(2*time.Minute/time.Millisecond) {
			t.Errorf("%s: the wait ends in %v ms: %s", h.URL, request["remaining_ms"], a.Raw)
		}
		err := h.App.Store().Read(t.Context(), func(tx store.Tx) error {
			devices, err := tx.DevicesSince(tx.Now().Add(-20 * time.Second))
			if len(devices) != 1 || devices[0].SeenAt.After(tx.Now().Add(time.Second)) {
				t.Errorf("the leases are %+v, it is %v", devices, tx.Now())
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

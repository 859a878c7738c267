package httpapi_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"

	"deskbell/internal/files"
	"deskbell/internal/httpapi/apitest"
	"deskbell/internal/store"
)

func TestSettings(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	admin, writer := h.SignIn("admin"), h.SignIn("knowledge")
	at := "/api/v1/properties/" + h.Property("demo") + "/settings"
	before := admin.Must(200, "GET", at, nil)
	if before.Text("name") != "Harbour View Hotel" || before.Text("key") != "demo" || !strings.Contains(before.Text("snippet"), h.URL+"/w/v1.js") {
		t.Errorf("got %s", before.Raw)
	}
	sites := fmt.Sprint(before.JSON["sites"])
	u, err := url.Parse(h.URL)
	if err != nil {
		t.Fatal(err)
	}
	for _, host := range []string{"localhost", "127.0.0.1"} {
		if !strings.Contains(sites, "http://"+host+":"+u.Port()) {
			t.Errorf("the demo's own address %s is not on the site list %s", host, sites)
		}
	}
	// A form sends back all that it got; what is read only is ignored.
	all := before.JSON
	all["name"], all["key"], all["snippet"] = "Harbour View", "stolen", "<script>"
	after := admin.Must(200, "PATCH", at, all)
	if after.Text("name") != "Harbour View" || after.Text("key") != "demo" {
		t.Errorf("got %s", after.Raw)
	}
	set := admin.Must(200, "PATCH", at, m{"sites": []string{"hotel.example", "https://WWW.hotel.example:443/de/index.html", "http://hotel.example:8080", "hotel.example"}})
	if got := fmt.Sprint(set.JSON["sites"]); got != "[https://hotel.example https://www.hotel.example http://hotel.example:8080]" {
		t.Errorf("sites %s", got)
	}
	for name, bad := range map[string]m{
		"Site": {"sites": []string{"javascript:alert(1)"}}, "SiteWithUser": {"sites": []string{"https://a@b.example"}},
		"SiteOfDots": {"sites": []string{"https://.."}}, "SiteWithStar": {"sites": []string{"https://*.hotel.example"}}, "SiteWithZone": {"sites": []string{"http://[fe80::1%25eth0]"}},
		"SitePort": {"sites": []string{"https://hotel.example:99999"}}, "SiteOfLetters": {"sites": []string{"https://h\u00f4tel.example"}}, "SiteDash": {"sites": []string{"https://-.example"}},
		"Zone": {"timezone": "Mars/Olympus"}, "ZoneFile": {"timezone": "../../etc/passwd"}, "Language": {"languages": []string{"<b>"}},
		"NoLanguage": {"languages": []string{}}, "DefaultLanguage": {"default_language": "ja"}, "Colour": {"look": m{"colour": "red;}"}},
		"Link": {"privacy_url": "javascript:alert(1)"}, "Name": {"name": " "}, "Code": {"code": "ABC"}, "Hue": {"hue": 9},
		"Position": {"look": m{"position": "top"}}, "Pause": {"assistant": m{"pause_ms": 60000}}, "Field": {"pre_chat": m{"fields": []string{"passport"}}},
		"Greeting": {"look": m{"greeting": m{"<b>": "x"}}},
	} {
		if a := admin.Do("PATCH", at, bad); a.Status != 422 {
			t.Errorf("%s: got %d %s", name, a.Status, a.Raw)
		}
	}
	look := admin.Must(200, "PATCH", at, m{"look": m{"greeting": m{"en": "Ahoy\u202e!", "de": ""}, "theme": "dark"}, "human": m{"always_visible": true},
		"assistant": m{"pause_ms": 800, "name": "Marina\u202e"}, "pre_chat": m{"enabled": true, "fields": []string{"name", "name", "email"}}})
	if look.Text("look.greeting.en") != "Ahoy!" || look.Text("look.theme") != "dark" || look.Text("look.position") != "right" || look.Text("assistant.name") != "Marina" {
		t.Errorf("got %s", look.Raw)
	}
	// Live chat belongs to the Knowledge Manager too, the rest does not.
	writer.Must(200, "GET", at, nil)
	if a := writer.Must(200, "PATCH", at, m{"live_chat": m{"enabled": false}}); a.JSON["live_chat"].(map[string]any)["enabled"] != false {
		t.Errorf("got %s", a.Raw)
	}
	writer.Must(403, "PATCH", at, m{"name": "Mine"})
	writer.Must(403, "PATCH", at, m{"live_chat": m{"enabled": true}, "name": "Mine"})
}

func TestLogo(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	admin, ana := h.SignIn("admin"), h.SignIn("agent1")
	at := "/api/v1/properties/" + h.Property("demo")
	shown := func() string {
		return h.Client().Must(200, "GET", "/api/guest/v1/config?key=demo", nil).Text("logo_url")
	}
	if ana.Upload(at+"/logo", "logo.png", apitest.PNG).Status != 403 {
		t.Error("an agent changed the logo")
	}
	large := image.NewNRGBA(image.Rect(0, 0, 800, 400))
	var picture bytes.Buffer
	if err := png.Encode(&picture, large); err != nil {
		t.Fatal(err)
	}
	set := admin.Upload(at+"/logo", "Harbour View.png", picture.Bytes())
	logo := set.Text("look.logo_url")
	if set.Status != 200 || logo == "" || set.Text("look.logo_file") == "" {
		t.Fatalf("got %d %s", set.Status, set.Raw)
	}
	// Guests see it without any credentials, at the size it is shown.
	if path.Dir(shown()) != path.Dir(logo) {
		t.Errorf("guests are shown %q, the settings %q", shown(), logo)
	}
	got := h.Client().Must(200, "GET", shown(), nil)
	size, err := png.DecodeConfig(bytes.NewReader(got.Raw))
	if err != nil || size.Width != files.LogoSide || size.Height != files.LogoSide/2 {
		t.Errorf("got %v, %v", size, err)
	}
	for name, bad := range map[string][]byte{
		"PDF": []byte("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"),
		"SVG": []byte("<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
	} {
		if a := admin.Upload(at+"/logo", "logo.png", bad); a.Status != 415 {
			t.Errorf("%s: got %d %s", name, a.Status, a.Raw)
		}
	}
	// A form that was opened before sends what it got; that changes nothing about the logo.
	admin.Must(200, "PATCH", at+"/settings", m{"look": m{"logo_file": "", "logo_url": "", "theme": "dark"}})
	if shown() == "" {
		t.Error("a settings form took the logo away")
	}
	if a := admin.Must(200, "DELETE", at+"/logo", nil); a.Text("look.logo_url") != "" || shown() != "" {
		t.Errorf("got %s; guests are shown %q", a.Raw, shown())
	}
	lines := 0
	if err := h.App.Store().Read(t.Context(), func(tx store.Tx) error {
		audit, err := tx.ListAudit([]string{h.Property("demo")}, 10)
		for _, l := range audit {
			if l.Action == "logo_changed" || l.Action == "logo_removed" {
				lines++
			}
		}
		return err
	}); err != nil || lines != 2 {
		t.Errorf("%d lines in the audit, %v", lines, err)
	}
}

// What somebody says about being at work is shown only with whether they are there.
func TestTeam_Reach(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	admin, ana := h.SignIn("admin"), h.SignIn("agent1")
	reach := func() string {
		for _, p := range admin.Must(200, "GET", "/api/v1/team", nil).List("people") {
			if p["email"] == "agent1@demo.example" {
				return fmt.Sprint(p["reach"])
			}
		}
		return "not on the team"
	}
	if got := reach(); got != "none" {
		t.Errorf("before any screen: %s", got)
	}
	ana.Beats("tab", m{"kind": "screen", "sound": false, "visible": true})
	if got := reach(); got != "screen" {
		t.Errorf("at a screen: %s", got)
	}
	ana.Must(204, "DELETE", "/api/v1/me/devices/tab", nil)
	if got := reach(); got != "none" {
		t.Errorf("after the tab was closed: %s", got)
	}
}

func TestProperties(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	operator, night, admin := h.SignIn("operator"), h.SignIn("night"), h.SignIn("admin")
	body := m{"name": "Castle Rock", "timezone": "Europe/Paris", "languages": []string{"fr", "en"}}
	admin.Must(403, "POST", "/api/v1/properties", body)
	fresh := operator.Must(201, "POST", "/api/v1/properties", body)
	if fresh.Text("code") != "CR" || fresh.Text("timezone") != "Europe/Paris" {
		t.Errorf("got %s", fresh.Raw)
	}
	operator.Must(422, "POST", "/api/v1/properties", m{"name": "X", "timezone": "Nowhere", "languages": []string{"fr"}})
	operator.Must(422, "POST", "/api/v1/properties", m{"name": "", "timezone": "Europe/Paris", "languages": []string{"fr"}})
	count := func(c *apitest.Client) int {
		return len(c.Must(200, "GET", "/api/v1/properties", nil).List("properties"))
	}
	if o, n, a := count(operator), count(night), count(admin); o != 3 || n != 2 || a != 1 {
		t.Errorf("operator sees %d, night %d, admin %d", o, n, a)
	}
}

func TestTeam_ThroughTheAPI(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	admin, operator := h.SignIn("admin"), h.SignIn("operator")
	hv := h.Property("demo")
	team := admin.Must(200, "GET", "/api/v1/team", nil)
	byEmail := map[string]m{}
	for _, p := range team.List("people") {
		byEmail[strings.TrimSuffix(fmt.Sprint(p["email"]), "@demo.example")] = p
	}
	if len(byEmail) != 5 || byEmail["operator"] != nil {
		t.Errorf("got %s", team.Raw)
	}
	if got := fmt.Sprint(byEmail["night"]["properties"]); strings.Contains(got, h.Property("demo-mill")) {
		t.Errorf("an Admin reads of a foreign property: %s", got)
	}
	inv := admin.Must(201, "POST", "/api/v1/team/invitations", m{"email": "new@hotel.example", "role": "agent", "properties": []string{hv}})
	link := inv.Text("url")
	if !strings.HasPrefix(link, h.URL+"/invitations/") {
		t.Fatalf("got %s", inv.Raw)
	}
	token := link[strings.LastIndex(link, "/")+1:]
	guest := h.Client()
	if a := guest.Must(200, "GET", "/api/v1/invitations/"+token, nil); a.Text("email") != "new@hotel.example" {
		t.Errorf("got %s", a.Raw)
	}
	guest.Must(422, "POST", "/api/v1/invitations/"+token, m{"name": "New", "password": "short"})
	me := guest.Must(200, "POST", "/api/v1/invitations/"+token, m{"name": "New", "password": "the bell rings at noon"})
	guest.Must(200, "GET", "/api/v1/me", nil)
	h.Client().Must(404, "GET", "/api/v1/invitations/"+token, nil)
	h.Client().Must(404, "GET", "/api/v1/resets/nothing", nil)
	second := admin.Must(201, "POST", "/api/v1/team/invitations", m{"email": "other@hotel.example", "role": "agent", "properties": []string{hv}})
	if a := admin.Must(200, "GET", "/api/v1/team", nil); len(a.List("invitations")) != 1 {
		t.Errorf("got %s", a.Raw)
	}
	admin.Must(204, "DELETE", "/api/v1/team/invitations/"+second.Text("id"), nil)
	admin.Must(409, "POST", "/api/v1/team/invitations", m{"email": "new@hotel.example", "role": "agent", "properties": []string{hv}})
	admin.Must(403, "POST", "/api/v1/team/invitations", m{"email": "boss@hotel.example", "role": "operator"})

	person := "/api/v1/team/" + me.Text("id")
	admin.Must(200, "PATCH", person, m{"role": "knowledge_manager", "name": "Newer"})
	guest.Must(403, "GET", "/api/v1/conversations", nil) // the change holds at once
	reset := admin.Must(200, "POST", person+"/reset", m{})
	token = reset.Text("url")[strings.LastIndex(reset.Text("url"), "/")+1:]
	fresh := h.Client()
	fresh.Must(200, "GET", "/api/v1/resets/"+token, nil)
	fresh.Must(200, "POST", "/api/v1/resets/"+token, m{"password": "the bell rings at one"})
	guest.Must(401, "GET", "/api/v1/me", nil)
	fresh.Must(200, "GET", "/api/v1/me", nil)
	admin.Must(200, "PATCH", person, m{"active": false})
	fresh.Must(401, "GET", "/api/v1/me", nil)

	night := fmt.Sprint(byEmail["night"]["id"])
	admin.Must(403, "PATCH", "/api/v1/team/"+night, m{"role": "admin"})
	admin.Must(403, "POST", "/api/v1/team/"+night+"/reset", m{})
	operator.Must(200, "PATCH", "/api/v1/team/"+night, m{"role": "admin"})
	boss := operator.Must(200, "GET", "/api/v1/me", nil).Text("id")
	operator.Must(409, "PATCH", "/api/v1/team/"+boss, m{"active": false})
	admin.Must(404, "PATCH", "/api/v1/team/"+boss, m{"active": false})
}

func TestSetup_ThroughTheAPI(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t, apitest.Options{Empty: true})
	c := h.Client()
	if a := c.Must(200, "GET", "/api/v1/setup", nil); a.JSON["needed"] != true {
		t.Fatalf("got %s", a.Raw)
	}
	token, err := h.App.SetupToken(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	body := m{"token": "guess", "email": "erik@hotel.example", "name": "Erik", "password": "the bell rings at noon",
		"property": m{"name": "Hotel Sol", "timezone": "Europe/Madrid", "language": "es"}}
	c.Must(401, "POST", "/api/v1/setup", body)
	body["token"] = token
	body["property"] = m{"name": "Hotel Sol", "timezone": "Nowhere", "language": "es"}
	c.Must(422, "POST", "/api/v1/setup", body)
	body["property"] = m{"name": "Hotel Sol", "timezone": "Europe/Madrid", "language": "es"}
	done := c.Must(200, "POST", "/api/v1/setup", body)
	if done.Text("role") != "operator" || !strings.HasPrefix(done.Text("hosted_url"), h.URL+"/chat/") {
		t.Errorf("got %s", done.Raw)
	}
	c.Must(200, "GET", "/api/v1/me", nil)
	c.Must(409, "POST", "/api/v1/setup", body)
	if a := c.Must(200, "GET", "/api/v1/setup", nil); a.JSON["needed"] != false {
		t.Errorf("got %s", a.Raw)
	}
}

func TestSignIn_ThrottledOverHTTP(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t, apitest.Options{Limits: true})
	c := h.Client()
	var statuses []int
	for range 12 {
		a := c.Do("POST", "/api/v1/login", m{"email": "agent1@demo.example", "password": "wrong"})
		statuses = append(statuses, a.Status)
		if a.Status == 429 && (a.Header.Get("Retry-After") == "" || a.JSON["retry_after"] == nil) {
			t.Errorf("no time to wait in %s", a.Raw)
		}
	}
	if !slices.Contains(statuses, 429) {
		t.Errorf("never throttled: %v", statuses)
	}
}
